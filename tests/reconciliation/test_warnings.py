"""warnings: figures many times last year's, and figures about 10³ or 10⁶ off their neighbours."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model import FigureWarning, Measure, Nature, Phase, ProgramKind, Relation, WarningKind
from pipeline.reconciliation import reconcile_across, reconcile_document

from .facts import MILLION, Sheet

THOUSAND = {"precision_yen": 1_000, "unit_text": "千円"}


def two_years(this: float, last: float, **fields: Any) -> Sheet:
    """A line of the FY2008 draft with last year's budget beside it."""
    sheet = Sheet()
    line = sheet.line("地域科学振興事業", program_id="p")
    sheet.amount(line, this, **fields)
    sheet.amount(line, last, **{"fiscal_year": 2007, "phase": Phase.APPROVED, **fields})
    return sheet


def warnings_of(*sheets: Sheet) -> list[FigureWarning]:
    every = [sheet.facts() for sheet in sheets]
    inside = [warning for facts in every for warning in reconcile_document(facts).warnings]
    return [*inside, *reconcile_across(every).warnings]


def only(*sheets: Sheet) -> FigureWarning:
    (row,) = warnings_of(*sheets)
    return row


# ---------------------------------------------------------------- jumps


def test_a_jump_shows_both_figures() -> None:
    row = only(two_years(2_400, 120))
    assert (row.kind, row.line_id, row.value, row.other_value) == (
        WarningKind.YEAR_ON_YEAR_JUMP,
        "a:地域科学振興事業",
        2_400 * MILLION,
        120 * MILLION,
    )
    assert (row.amount_id, row.other_amount_id, row.factor, row.borne_out) == ("a#0", "a#1", 20, False)
    assert row.explanation == (
        "地域科学振興事業: 2,400 million yen for FY2008 (page 1), 120 million yen for FY2007 (page 1); "
        "20 times as much as the year before; no printed sum or change bears both out, so one may be misprinted or misread."
    )


def test_a_fall_is_a_jump_too() -> None:
    assert only(two_years(120, 2_400)).explanation.count("20 times as little as the year before") == 1


@pytest.mark.parametrize(
    ("this", "last", "fields"),
    [
        (900, 120, {}),
        (11, 1, {}),  # 1 and 11 in 百万円 may be 1.4 and 10.5
        (2_400, 0, {}),
        (2_400, None, {}),  # a dash: new
        (2_400, 120, {"phase": Phase.EXECUTED}),
        (2_400, 120, {"phase": Phase.ADJUSTED, "supplement_no": 1}),
        (2_400, 120, {"evidence": "(補正予算額を含む)"}),
        (2_400, 120, {"nature": Nature.FINANCING}),
        (2_400, 120, {"measure": Measure.CUMULATIVE}),
    ],
)
def test_no_jump(this: float, last: Any, fields: dict[str, Any]) -> None:
    assert warnings_of(two_years(this, last, **fields)) == []


def test_a_printed_change_that_holds_bears_a_jump_out() -> None:
    sheet = two_years(2_400, 120)
    sheet.amount("a:地域科学振興事業", 2_280, measure=Measure.CHANGE)
    row = only(sheet)
    assert row.borne_out is True
    assert "the printed sums and changes bear both out" in row.explanation


def test_a_line_printed_again_jumps_once_and_a_relisted_one_never() -> None:
    sheet = two_years(2_400, 120)
    for label, fields in (
        ("再掲", {"relation": Relation.RELISTED}),
        ("詳細", {"same_as_line_id": "a:地域科学振興事業"}),
    ):
        line = sheet.line(label, program_id="p", **fields)
        sheet.amount(line, 2_400)
        sheet.amount(line, 120, fiscal_year=2007, phase=Phase.APPROVED)
    assert only(sheet).line_id == "a:地域科学振興事業"


def release(name: str, year: int, million: float, **fields: Any) -> Sheet:
    sheet = Sheet(name, year=year)
    sheet.amount(sheet.line("地域科学振興事業", program_id="p"), million, **fields)
    return sheet


def test_a_jump_between_two_releases() -> None:
    row = only(release("r5", 2023, 100), release("r6", 2024, 2_000))
    assert (row.kind, row.document_id, row.borne_out) == (WarningKind.YEAR_ON_YEAR_JUMP, "r6", None)
    assert (row.value, row.other_value) == (2_000 * MILLION, 100 * MILLION)
    assert "(r5.pdf, page 1)" in row.explanation


def test_between_releases_last_years_column_goes_first() -> None:
    later = release("r6", 2024, 2_000)
    later.amount("r6:地域科学振興事業", 1_900, fiscal_year=2023, phase=Phase.APPROVED)
    assert [w for w in warnings_of(release("r5", 2023, 100), later) if w.kind is WarningKind.YEAR_ON_YEAR_JUMP] == []


# ---------------------------------------------------------------- slips


@pytest.mark.parametrize(("this", "direction"), [(7_530_000, "more"), (7.6, "less")])
def test_last_years_column_that_is_a_thousand_times_off_is_a_slip(this: float, direction: str) -> None:
    row = only(two_years(this, 7_900, precision_yen=100_000))
    assert (row.kind, row.borne_out) == (WarningKind.UNIT_SLIP, False)
    assert f"about a thousand times {direction}, as if one were in the wrong unit" in row.explanation


def test_a_thousandfold_that_a_printed_change_bears_out_is_a_jump() -> None:
    sheet = two_years(7_530, 7)
    sheet.amount("a:地域科学振興事業", 7_523, measure=Measure.CHANGE)
    assert only(sheet).kind is WarningKind.YEAR_ON_YEAR_JUMP


@pytest.mark.parametrize("factor", [1_000, 1_000_000])
def test_a_release_in_the_wrong_unit_is_seen_beside_another(factor: int) -> None:
    row = only(release("r5", 2023, 7_900), release("r6", 2024, 7_530 / factor, precision_yen=1_000))
    assert (row.kind, row.document_id, row.factor) == (WarningKind.UNIT_SLIP, "r6", round(7_900 * factor / 7_530))


def test_of_three_releases_the_one_that_is_off_is_named() -> None:
    middle = release("r6", 2024, 7.53, precision_yen=1_000)
    row = only(release("r5", 2023, 7_900), middle, release("r7", 2025, 8_100))
    assert (row.kind, row.document_id, row.other_amount_id) == (WarningKind.UNIT_SLIP, "r6", "r5#0")


def test_two_units_in_one_document() -> None:
    sheet = release("r5", 2023, 7_530)
    detail = sheet.line("地域科学振興事業 詳細", program_id="p", table_id="detail")
    sheet.amount(detail, 7.53, **THOUSAND)
    row = only(sheet)
    assert (row.kind, row.line_id) == (WarningKind.UNIT_SLIP, detail)


def test_one_name_for_two_things_in_one_unit_is_no_slip() -> None:
    """公園費補助金 of the state and of the prefecture."""
    sheet = Sheet()
    for parent, million in (("国庫補助金", 157.159), ("県補助金", 0.3)):
        above = sheet.line(parent, program_id=parent)
        sheet.amount(sheet.line(f"{parent} 公園費補助金", above, program_id="公園費補助金"), million, **THOUSAND)
    assert warnings_of(sheet) == []


def test_an_account_is_compared_under_the_same_heading_only() -> None:
    sheets = []
    for name, year, million in (("r5", 2023, 0.033), ("r6", 2024, 79.024)):
        sheet = Sheet(name, year=year)
        sheet.program("積立金", ProgramKind.ACCOUNT)
        above = sheet.line(f"{name} 款", program_id=f"款 {name}")
        sheet.amount(sheet.line("積立金", above, program_id="積立金"), million, **THOUSAND)
        sheets.append(sheet)
    assert warnings_of(*sheets) == []


def listed(*millions: float, **fields: Any) -> Sheet:
    sheet = Sheet()
    parent = sheet.line("地域振興")
    for number, million in enumerate(millions):
        sheet.amount(sheet.line(f"事業{number}", parent), million, **fields)
    return sheet


def test_a_row_that_is_off_its_list_is_a_slip() -> None:
    row = only(listed(7_530, 4_600, 2_100, 3_300, 4_600_000))
    assert (row.kind, row.line_id, row.other_value) == (WarningKind.UNIT_SLIP, "a:事業4", 3_300 * MILLION)


@pytest.mark.parametrize(
    "millions",
    [
        (7_530, 4_600, 2_100, 3_300, 60_000),  # a large program among others
        (7_530, 40, 2_100, 3_300, 4_600_000),  # a list of all sizes
        (7_530, 4_600, 4_600_000),  # too short a list
    ],
)
def test_rows_of_unlike_size_are_no_slips(millions: tuple[float, ...]) -> None:
    assert warnings_of(listed(*millions)) == []


def test_a_row_that_the_printed_total_bears_out_is_no_slip() -> None:
    sheet = listed(7_530, 4_600, 2_100, 3_300, 4_600_000)
    sheet.amount("a:地域振興", 4_617_530)
    assert warnings_of(sheet) == []


# ---------------------------------------------------------------- parts and wholes


def whole_and_part(whole: float, part: float, **fields: Any) -> Sheet:
    sheet = Sheet()
    parent = sheet.row("地域振興", whole)
    sheet.row("拠点形成", part, parent, relation=Relation.OF_WHICH, **fields)
    return sheet


def test_a_part_larger_than_its_whole_shows_both() -> None:
    row = only(whole_and_part(800, 900))
    assert (row.kind, row.line_id, row.value, row.other_value) == (
        WarningKind.PART_EXCEEDS_WHOLE,
        "a:拠点形成",
        900 * MILLION,
        800 * MILLION,
    )
    assert row.explanation == (
        "拠点形成: 900 million yen for FY2008 (page 1), 地域振興: 800 million yen for FY2008 (page 1); "
        "a part cannot be more than the whole it is printed under."
    )


@pytest.mark.parametrize("part", [800, 801, 802])
def test_a_part_that_rounding_makes_as_large_as_its_whole_is_none(part: float) -> None:
    assert warnings_of(whole_and_part(800, part)) == []


def test_an_item_that_is_no_uchi_may_be_larger() -> None:
    sheet = Sheet()
    parent = sheet.row("地域振興", 800)
    sheet.row("拠点形成", 900, parent, relation=Relation.OUTSIDE)
    assert warnings_of(sheet) == []


def test_an_earmarked_column_larger_than_the_figure_beside_it() -> None:
    sheet = Sheet()
    line = sheet.row("地域振興", 80)
    sheet.amount(line, 90, nature=Nature.EARMARK, header_path="うち復興", column=2)
    assert only(sheet).kind is WarningKind.PART_EXCEEDS_WHOLE
