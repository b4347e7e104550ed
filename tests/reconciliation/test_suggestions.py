"""What arithmetic implies for figures that a scan or a slip has spoilt; printed figures stay as they are."""

from __future__ import annotations

from pipeline.model import Amount, Measure, Phase
from pipeline.reconciliation import suggest
from tests.reconciliation.facts import Sheet

BEFORE, SUPPLEMENT, AFTER = 0, 1, 2


def supplement_row(
    sheet: Sheet, label: str, before: float | None, supplement: float | None, after: float | None, **line: str
) -> str:
    """補正前の額 | 補正額 | 計; ``None`` is a figure that cannot be read."""
    line_id = sheet.line(label, line.get("parent"))
    phases = (Phase.APPROVED, Phase.ADJUSTED, Phase.REVISED)
    for column, (phase, million) in enumerate(zip(phases, (before, supplement, after), strict=True)):
        text = line.get("text", "23, ()3()") if million is None else f"{million:,}"
        sheet.amount(line_id, million, phase=phase, column=column, amount_text=text)
    return line_id


def suggested(sheet: Sheet) -> dict[str, int]:
    """Suggested millions by printed text."""
    amounts: tuple[Amount, ...] = suggest(sheet.facts()).amounts
    return {a.amount_text: a.amount_yen_suggested // 10**6 for a in amounts if a.amount_yen_suggested is not None}


def test_a_supplement_that_cannot_be_read_follows_from_its_row() -> None:
    sheet = Sheet()
    supplement_row(sheet, "衛生費", 5746694, None, 5769724)
    assert suggested(sheet) == {"23, ()3()": 23030}


def test_digits_that_do_not_fit_are_no_reading() -> None:
    sheet = Sheet()
    supplement_row(sheet, "衛生費", 5746694, None, 5769724, text="9 ()")
    assert suggested(sheet) == {}


def test_a_wrong_digit_is_borne_out_by_the_item_below() -> None:
    sheet = Sheet()
    parent = supplement_row(sheet, "総務費", 29290250, 11257, 29331507)
    supplement_row(sheet, "総務管理費", 27313306, 41257, 27354563, parent=parent)
    assert suggested(sheet) == {"11,257": 41257}


def test_a_wrong_digit_with_one_equation_alone_may_be_anywhere_in_it() -> None:
    sheet = Sheet()
    supplement_row(sheet, "総務費", 29290250, 11257, 29331507)
    assert suggested(sheet) == {}


def test_rows_that_hold_suggest_nothing() -> None:
    sheet = Sheet()
    parent = supplement_row(sheet, "総務費", 100, 20, 120)
    supplement_row(sheet, "総務管理費", 60, 20, 80, parent=parent)
    assert suggested(sheet) == {}


def test_a_figure_far_from_the_implied_one_is_no_misprint() -> None:
    sheet = Sheet()
    parent = supplement_row(sheet, "総務費", 100, 2, 180)
    supplement_row(sheet, "総務管理費", 60, 80, 140, parent=parent)
    assert suggested(sheet) == {}


def test_a_change_follows_from_its_years() -> None:
    sheet = Sheet()
    line = sheet.line("図書館費")
    sheet.amount(line, 318450, column=0)
    sheet.amount(line, 240120, column=1, fiscal_year=2007, phase=Phase.APPROVED)
    sheet.amount(line, None, column=2, measure=Measure.CHANGE, amount_text="78,3(0")
    assert suggested(sheet) == {"78,3(0": 78330}


def test_the_printed_figure_stays() -> None:
    sheet = Sheet()
    parent = supplement_row(sheet, "総務費", 29290250, 11257, 29331507)
    supplement_row(sheet, "総務管理費", 27313306, 41257, 27354563, parent=parent)
    (wrong,) = [a for a in suggest(sheet.facts()).amounts if a.amount_yen_suggested is not None]
    assert wrong.amount_yen == 11257 * 10**6
    assert wrong.suggestion_reason is not None and "supplement" in wrong.suggestion_reason
