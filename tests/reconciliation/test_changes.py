"""year_on_year: a printed change between two printed years, and a supplement between two printed budgets."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model import CheckKind, CheckStatus, Marker, Measure, Phase, Qualifier
from pipeline.reconciliation import reconcile_document

from .facts import MILLION, Sheet, checks_of, only


def table_row(last: float | None, this: float | None, change: float | None, **fields: Any) -> Sheet:
    sheet = Sheet()
    line = sheet.line("事業", **fields)
    sheet.amount(line, last, fiscal_year=2007, phase=Phase.APPROVED, column=1)
    sheet.amount(line, this, column=2)
    sheet.amount(line, change, measure=Measure.CHANGE, column=3)
    return sheet


@pytest.mark.parametrize(
    ("last", "this", "change", "status"),
    [
        (5_542_807, 5_637_658, 94_851, CheckStatus.BALANCED),
        (9_000, 8_200, -800, CheckStatus.BALANCED),
        (13_787, 13_942, 154, CheckStatus.WITHIN_ROUNDING),
        (1_566_649, 1_559_694, -6_595, CheckStatus.MISMATCH),
        (None, 413, 413, CheckStatus.BALANCED),
        (413, None, -413, CheckStatus.BALANCED),
        (10, 10, 0, CheckStatus.BALANCED),
    ],
)
def test_change_is_this_year_less_last_year(
    last: float | None, this: float | None, change: float, status: CheckStatus
) -> None:
    row = only(reconcile_document(table_row(last, this, change).facts()))
    assert (row.kind, row.status, row.stated) == (CheckKind.YEAR_ON_YEAR, status, change * MILLION)
    assert (row.fiscal_year, row.phase) == (2008, Phase.PROPOSED)


def test_members_are_this_year_and_last_year_with_the_other_sign() -> None:
    result = reconcile_document(table_row(100, 130, 40).facts())
    assert [(m.amount_id, m.sign) for m in result.members] == [("a#1", 1), ("a#0", -1)]
    assert result.checks[0].explanation == (
        "a change of 40 million yen stated; 130 (FY2008 draft) less 100 (FY2007 budget) is 30; "
        "the difference of 10 is more than rounding allows."
    )


@pytest.mark.parametrize(
    "sheet",
    [table_row(None, None, None), table_row(10, 12, None)],
)
def test_nothing_is_checked_without_a_stated_change_or_figures(sheet: Sheet) -> None:
    assert reconcile_document(sheet.facts()).checks == ()


def test_a_change_alone_is_not_checked() -> None:
    sheet = table_row(10, 12, 2)
    sheet.amounts = sheet.amounts[1:]
    assert reconcile_document(sheet.facts()).checks == ()


def test_a_new_line_had_nothing_last_year() -> None:
    sheet = table_row(0, 12, 12, marker=Marker.NEW)
    sheet.amounts = sheet.amounts[1:]
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED


@pytest.mark.parametrize(("change", "status"), [(12, CheckStatus.BALANCED), (3, CheckStatus.UNVERIFIABLE)])
def test_a_blank_cell_is_nothing_unless_the_change_refutes_it(change: float, status: CheckStatus) -> None:
    sheet = table_row(5, 6, 1)
    line = sheet.line("次の事業")
    sheet.amount(line, 12, column=2)
    sheet.amount(line, change, measure=Measure.CHANGE, column=3)
    rows = {row.line_id: row.status for row in reconcile_document(sheet.facts()).checks}
    assert rows[line] is status


def test_the_phase_of_the_change_tells_request_from_draft() -> None:
    sheet = table_row(100, 130, 30)
    sheet.amount("a:事業", 150, phase=Phase.REQUESTED)
    sheet.amount("a:事業", 60, phase=Phase.REQUESTED, measure=Measure.CHANGE)
    rows = {row.phase: row.status for row in reconcile_document(sheet.facts()).checks}
    assert rows == {Phase.PROPOSED: CheckStatus.BALANCED, Phase.REQUESTED: CheckStatus.MISMATCH}


def test_arithmetic_decides_where_the_change_has_no_phase() -> None:
    sheet = table_row(100, 130, None)
    sheet.amount("a:事業", 150, phase=Phase.REQUESTED)
    sheet.amount("a:事業", 50, phase=None, fiscal_year=None, measure=Measure.CHANGE)
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.BALANCED
    assert "the arithmetic decides" in row.explanation


def test_restated_figures_of_one_document_are_compared() -> None:
    sheet = Sheet()
    line = sheet.line("文教関係")
    sheet.amount(line, 10, fiscal_year=2007, phase=Phase.APPROVED, qualifier=Qualifier.RESTATED)
    sheet.amount(line, 12)
    sheet.amount(line, 2, measure=Measure.CHANGE)
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED


def test_a_portion_cannot_be_compared() -> None:
    sheet = table_row(None, 12, 2)
    sheet.amounts = sheet.amounts[1:]
    sheet.amount("a:事業", 10, fiscal_year=2007, phase=Phase.APPROVED, qualifier=Qualifier.PORTION_OF)
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.UNVERIFIABLE
    assert "内数" in row.explanation


def supplement(before: float, change: float, after: float) -> Sheet:
    sheet = Sheet(phase=Phase.ADJUSTED)
    line = sheet.line("商工費")
    sheet.amount(line, before, phase=Phase.APPROVED, column=1)
    sheet.amount(line, change, column=2)
    sheet.amount(line, after, phase=Phase.REVISED, column=3)
    return sheet


@pytest.mark.parametrize(("change", "status"), [(501, CheckStatus.BALANCED), (510, CheckStatus.MISMATCH)])
def test_a_supplement_is_the_budget_after_it_less_the_budget_before(change: float, status: CheckStatus) -> None:
    row = only(reconcile_document(supplement(174, change, 675).facts()))
    assert (row.kind, row.phase, row.status) == (CheckKind.YEAR_ON_YEAR, Phase.ADJUSTED, status)


def test_a_failing_supplement_on_a_page_with_unread_figures_proves_nothing() -> None:
    sheet = supplement(29_290, 11, 29_331)
    sheet.unread(None)
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.UNVERIFIABLE
    assert "could not be read" in row.explanation


def test_of_several_supplements_none_makes_the_difference_alone() -> None:
    sheet = supplement(100, 10, 130)
    sheet.amount("a:商工費", 20, supplement_no=2)
    assert checks_of(reconcile_document(sheet.facts())) == []


def test_a_second_supplement_follows_on_the_first() -> None:
    sheet = supplement(110, 20, 130)
    sheet.amount("a:商工費", 100, phase=Phase.APPROVED, header_path="当初")
    sheet.amounts[0] = sheet.amounts.pop()
    sheet.amount("a:商工費", 110, phase=Phase.REVISED, supplement_no=1)
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED
