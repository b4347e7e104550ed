"""Which of several readings the arithmetic decides for, and where it decides nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.model import CheckKind, CheckStatus, Phase, Reconciliation
from pipeline.reconciliation import reconcile_document

from .facts import PLACE, Sheet, checks_of, only

LAST_YEAR: dict[str, Any] = {"fiscal_year": 2007, "phase": Phase.APPROVED}


def two_years(
    sheet: Sheet, label: str, now: float | None, before: float | None, parent: str | None = None, **fields: Any
) -> str:
    """A row of a table with this year's and last year's column."""
    line = sheet.line(label, parent, **fields)
    sheet.amount(line, now, column=1)
    sheet.amount(line, before, column=2, **LAST_YEAR)
    return line


def on_page(number: int) -> dict[str, Any]:
    return {"place": replace(PLACE, page=number)}


def of_line(rows: list[Reconciliation], line_id: str) -> dict[int | None, CheckStatus]:
    return {row.fiscal_year: row.status for row in rows if row.line_id == line_id}


# ---------------------------------------------------------------- rows that are set in


def table_with_given_up_items(total: float) -> Sheet:
    """The last two rows have no number, so that they look like items of the row above."""
    sheet = Sheet()
    two_years(sheet, "駅前広場の整備", 40, 30)
    above = two_years(sheet, "遊歩道の補修", 5, 3)
    two_years(sheet, "工業団地の造成", 0, 700, above, parent_rule="indentation")
    two_years(sheet, "植林", 0, 20, above, parent_rule="indentation")
    two_years(sheet, "計", 45, total, is_total=True)
    return sheet


def test_rows_set_in_under_another_stand_beside_it_where_only_then_the_total_holds() -> None:
    rows = checks_of(reconcile_document(table_with_given_up_items(753).facts()))
    assert {row.line_id for row in rows} == {"a:計"}
    assert {row.status for row in rows} == {CheckStatus.BALANCED}
    (last_year,) = (row for row in rows if row.fiscal_year == 2007)
    assert "工業団地の造成 and 植林 are rows of their own" in last_year.explanation


def test_rows_set_in_under_another_remain_its_items_where_the_total_fails_both_ways() -> None:
    rows = checks_of(reconcile_document(table_with_given_up_items(760).facts()))
    assert of_line(rows, "a:計")[2007] is CheckStatus.MISMATCH
    assert of_line(rows, "a:遊歩道の補修")[2007] is CheckStatus.EXCEEDS


def test_numbered_items_are_never_taken_from_their_line() -> None:
    facts = table_with_given_up_items(753).facts()
    numbered = tuple(replace(line, parent_rule=line.parent_rule and "numbering") for line in facts.lines)
    rows = checks_of(reconcile_document(replace(facts, lines=numbered)))
    assert of_line(rows, "a:計")[2007] is CheckStatus.MISMATCH


# ---------------------------------------------------------------- which rows a total closes


def test_clauses_of_the_same_list_are_no_rows_of_the_table_that_goes_on_under_its_id() -> None:
    for total, status in ((30, CheckStatus.BALANCED), (39, CheckStatus.MISMATCH)):
        sheet = Sheet()
        sheet.row("第1条 総額", 30)
        for label, million in (("甲", 10), ("乙", 20), ("計", total)):
            sheet.amount(sheet.line(label, is_total=label == "計"), million, column=1)
        assert only(reconcile_document(sheet.facts()), CheckKind.TABLE_TOTAL).status is status


def test_what_another_list_has_beside_a_row_without_a_figure_does_not_stand_in_for_it() -> None:
    """A name over two lines, of which the second has no figure of its own and all items of the side list."""
    sheet = Sheet()
    for label, million in (("甲の", 10), ("推進費", None), ("乙", 20)):
        line = sheet.line(label)
        if million is not None:
            sheet.amount(line, million, column=1)
    sheet.amount(sheet.line("委託料", "a:推進費", table_id="side"), 8, column=6)
    sheet.amount(sheet.line("計", is_total=True), 30, column=1)
    assert only(reconcile_document(sheet.facts()), CheckKind.TABLE_TOTAL).status is CheckStatus.BALANCED


def test_a_total_above_a_single_row_that_it_is_not_made_of_is_no_check() -> None:
    for million, number in ((30, 1), (12, 0)):
        sheet = Sheet()
        sheet.row("合計", 30, is_total=True)
        sheet.row("甲", million)
        assert len(reconcile_document(sheet.facts()).checks) == number


def test_a_failing_total_on_a_page_with_damaged_figures_proves_nothing() -> None:
    for kind, status in (("malformed_figure", CheckStatus.UNVERIFIABLE), ("no_unit", CheckStatus.MISMATCH)):
        sheet = Sheet()
        for label, million in (("甲", 10), ("乙", 20), ("計", 39)):
            sheet.row(label, million, is_total=label == "計")
        sheet.unread(None)
        sheet.issues[0] = replace(sheet.issues[0], kind=kind)
        assert only(reconcile_document(sheet.facts())).status is status


# ---------------------------------------------------------------- supplements


def supplement(total_label: str, before: float, parent: bool = False) -> Sheet:
    """補正前の額, 補正額 and 計 of the one row that a supplement changes, and of the total of all rows."""
    sheet = Sheet()
    total = sheet.line(total_label, is_total=not parent) if parent else None
    row = sheet.line("保険給付費", total)
    total = total or sheet.line(total_label, is_total=True)
    for line, own in ((row, 11), (total, before)):
        sheet.amount(line, own, phase=Phase.APPROVED, column=1)
        sheet.amount(line, 5, phase=Phase.ADJUSTED, column=2)
        sheet.amount(line, own + 5, phase=Phase.REVISED, column=3)
    return sheet


def test_beside_a_supplement_a_total_may_close_more_than_the_rows_that_change() -> None:
    rows = checks_of(reconcile_document(supplement("歳出合計", 17).facts()), CheckKind.TABLE_TOTAL)
    assert {row.phase: row.status for row in rows} == {
        Phase.APPROVED: CheckStatus.UNVERIFIABLE,
        Phase.ADJUSTED: CheckStatus.BALANCED,
        Phase.REVISED: CheckStatus.UNVERIFIABLE,
    }
    assert all("only the rows that it changes" in row.explanation for row in rows if row.phase is not Phase.ADJUSTED)


def test_beside_a_supplement_the_rows_may_not_come_to_more_than_the_total() -> None:
    rows = checks_of(reconcile_document(supplement("歳出合計", 9).facts()), CheckKind.TABLE_TOTAL)
    assert {row.status for row in rows if row.phase is not Phase.ADJUSTED} == {CheckStatus.MISMATCH}


def test_beside_a_supplement_a_total_with_its_rows_below_is_itemised_in_part() -> None:
    rows = checks_of(reconcile_document(supplement("歳出計", 17, parent=True).facts()), CheckKind.SUM_OF_CHILDREN)
    assert {row.phase: row.status for row in rows} == {
        Phase.APPROVED: CheckStatus.PARTIAL,
        Phase.REVISED: CheckStatus.PARTIAL,
    }


# ---------------------------------------------------------------- items


@pytest.mark.parametrize(("first", "status"), [(25, CheckStatus.BALANCED), (29, CheckStatus.EXCEEDS)])
def test_items_of_the_next_page_belong_to_another_line_where_those_before_it_are_all(
    first: float, status: CheckStatus
) -> None:
    sheet = Sheet()
    top = sheet.row("社会教育費", 45)
    for label, million, page in (("報酬", first, 1), ("需用費", 20, 1), ("旅費", 3, 2), ("役務費", 7, 2)):
        sheet.row(label, million, top, **on_page(page))
    row = only(reconcile_document(sheet.facts()))
    assert row.status is status
    assert ("the items from page 2 on belong to another line" in row.explanation) is (status is CheckStatus.BALANCED)


@pytest.mark.parametrize(
    ("items", "status"),
    [
        ({"倉庫": ("44", "円"), "2件": ("880", "千円"), "その他": ("5,331", "千円")}, CheckStatus.BALANCED),
        ({"1事故": ("15", "億円")}, CheckStatus.UNVERIFIABLE),
        ({"1事故": ("15", "億円"), "事務費": ("100", "千円")}, CheckStatus.UNVERIFIABLE),
        ({"倉庫": ("44", "円"), "その他": ("7,000", "千円")}, CheckStatus.EXCEEDS),
    ],
)
def test_a_price_or_a_limit_in_a_unit_of_its_own_is_no_item_for_sure(
    items: dict[str, tuple[str, str]], status: CheckStatus
) -> None:
    """The column is in 千円; 44 stands for 440,000円, the price of one, and 15億円 for the most that an insurance pays."""
    sizes = {"円": 440_000, "億円": 1_500_000_000}
    sheet = Sheet()
    top = sheet.line("許可手数料")
    sheet.amount(top, None, column=7, amount_yen=6_211_000, unit_text="千円", precision_yen=1000)
    for label, (text, unit) in items.items():
        yen = sizes.get(unit, int(text.replace(",", "")) * 1000)
        line = sheet.line(label, top, parent_rule="indentation")
        sheet.amount(line, None, column=7, amount_yen=yen, amount_text=text, unit_text=unit, precision_yen=1000)
    assert only(reconcile_document(sheet.facts())).status is status
