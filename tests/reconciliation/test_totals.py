"""table_total: which rows a bare total closes, and what it says when they miss it."""

from __future__ import annotations

import pytest

from pipeline.model import CheckKind, CheckStatus, Phase, Relation
from pipeline.reconciliation import reconcile_document

from .facts import MILLION, Sheet, checks_of, only


def table(*rows: tuple[str, float | None]) -> Sheet:
    """Rows in reading order; those whose label ends in 計 are totals."""
    sheet = Sheet()
    for number, (label, million) in enumerate(rows):
        line = sheet.line(label, line_id=f"{number}:{label}", is_total=label.endswith("計"))
        sheet.amount(line, million)
    return sheet


def statuses(sheet: Sheet) -> dict[str, CheckStatus]:
    return {row.line_id: row.status for row in checks_of(reconcile_document(sheet.facts()), CheckKind.TABLE_TOTAL)}


@pytest.mark.parametrize(
    ("total", "status"),
    [
        (30, CheckStatus.BALANCED),
        (31, CheckStatus.WITHIN_ROUNDING),
        (39, CheckStatus.MISMATCH),
        (21, CheckStatus.MISMATCH),
    ],
)
def test_a_total_below_its_rows(total: float, status: CheckStatus) -> None:
    row = only(reconcile_document(table(("甲", 10), ("乙", 20), ("合計", total)).facts()))
    assert (row.kind, row.status, row.residual) == (CheckKind.TABLE_TOTAL, status, (total - 30) * MILLION)


def test_the_sentence_of_a_digit_slip() -> None:
    row = only(reconcile_document(table(("甲", 10), ("乙", 20), ("合計", 39)).facts()))
    assert row.explanation == (
        "39 million yen stated as the total; the 2 rows come to 30; the difference of 9 is more than rounding allows."
    )


def test_a_total_above_its_rows_closes_those_that_follow() -> None:
    assert statuses(table(("合計", 30), ("甲", 10), ("乙", 20))) == {"0:合計": CheckStatus.BALANCED}
    assert statuses(table(("合計", 39), ("甲", 10), ("乙", 20))) == {"0:合計": CheckStatus.MISMATCH}


def test_each_total_closes_the_rows_since_the_last() -> None:
    sheet = table(("甲", 10), ("乙", 20), ("計", 30), ("丙", 5), ("計", 5), ("丁", 7), ("計", 9))
    assert statuses(sheet) == {
        "2:計": CheckStatus.BALANCED,
        "4:計": CheckStatus.BALANCED,
        "6:計": CheckStatus.MISMATCH,
    }


def test_a_grand_total_closes_the_rows_of_its_subtotals() -> None:
    sheet = table(("甲", 10), ("乙", 20), ("小計", 30), ("丙", 5), ("丁", 6), ("小計", 11), ("合計", 41))
    assert set(statuses(sheet).values()) == {CheckStatus.BALANCED}
    assert "arithmetic" not in reconcile_document(sheet.facts()).checks[-1].explanation


def test_a_grand_total_that_misses_is_measured_by_all_rows() -> None:
    sheet = table(("甲", 10), ("小計", 10), ("丙", 5), ("小計", 5), ("合計", 25))
    row = reconcile_document(sheet.facts()).checks[-1]
    assert (row.status, row.computed) == (CheckStatus.MISMATCH, 15 * MILLION)


def test_totals_of_the_same_name_are_settled_by_arithmetic() -> None:
    sheet = table(("甲", 10), ("計", 10), ("乙", 20), ("計", 30))
    assert set(statuses(sheet).values()) == {CheckStatus.BALANCED}
    row = reconcile_document(sheet.facts()).checks[-1]
    assert "the arithmetic decides that the total closes all rows above it" in row.explanation


def test_two_sides_of_an_account_have_a_total_each() -> None:
    sheet = table(("市税", 10), ("歳入合計", 10), ("総務費", 4), ("歳出合計", 4))
    assert set(statuses(sheet).values()) == {CheckStatus.BALANCED}


def test_only_the_outermost_rows_are_added() -> None:
    sheet = Sheet()
    row = sheet.row("甲", 10)
    sheet.row("甲の一", 10, row)
    sheet.row("うち", 3, relation=Relation.OF_WHICH)
    sheet.row("再掲", 3, relation=Relation.RELISTED)
    sheet.row("計", 10, is_total=True)
    assert only(reconcile_document(sheet.facts()), CheckKind.TABLE_TOTAL).status is CheckStatus.BALANCED


def test_a_heading_without_a_figure_gives_way_to_its_rows() -> None:
    sheet = Sheet()
    heading = sheet.line("甲")
    sheet.row("甲の一", 10, heading)
    sheet.row("合計", 10, is_total=True)
    assert only(reconcile_document(sheet.facts()), CheckKind.TABLE_TOTAL).status is CheckStatus.BALANCED


def test_a_total_without_siblings_closes_the_outermost_rows_of_its_table() -> None:
    sheet = Sheet()
    heading = sheet.line("項", table_id="elsewhere")
    sheet.row("目", 10, heading)
    sheet.row("計", 10, is_total=True)
    assert only(reconcile_document(sheet.facts()), CheckKind.TABLE_TOTAL).status is CheckStatus.BALANCED


def test_every_column_is_checked_and_one_without_figures_is_not() -> None:
    sheet = Sheet()
    for label, last, this in (("甲", 1, 10), ("乙", 2, 20), ("計", 4, 30)):
        line = sheet.line(label, is_total=label == "計")
        sheet.amount(line, last, fiscal_year=2007, phase=Phase.APPROVED, column=1)
        sheet.amount(line, this, column=2)
    sheet.amount("a:計", 5, fiscal_year=2006, phase=Phase.EXECUTED, column=0)
    rows = reconcile_document(sheet.facts()).checks
    assert {row.fiscal_year: row.status for row in rows} == {
        2007: CheckStatus.WITHIN_ROUNDING,
        2008: CheckStatus.BALANCED,
    }
    assert len({row.reconciliation_id for row in rows}) == 2


def test_a_dash_adds_nothing_and_words_cannot_be_added() -> None:
    assert set(statuses(table(("甲", 10), ("乙", None), ("計", 10))).values()) == {CheckStatus.BALANCED}
    sheet = table(("甲", 10))
    sheet.amount(sheet.line("乙"), None, amount_text="事項要求")
    sheet.row("計", 10, is_total=True)
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.UNVERIFIABLE


def test_outside_tables_only_a_total_that_holds_is_reported() -> None:
    for total, number in ((30, 1), (99, 0)):
        sheet = Sheet()
        for label, million in (("甲", 10), ("乙", 20), ("計", total)):
            sheet.row(label, million, table_id=None, is_total=label == "計")
        assert len(reconcile_document(sheet.facts()).checks) == number
