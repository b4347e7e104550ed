"""count_sum: a printed count against its cohorts."""

from __future__ import annotations

import pytest

from pipeline.model import CheckKind, CheckStatus, Relation
from pipeline.reconciliation import reconcile_document

from .facts import Sheet, only


def cohorts(whole: int, *parts: int) -> Sheet:
    sheet = Sheet()
    parent = sheet.count(sheet.line("一般型及び連携基盤整備型"), whole)
    for year, part in enumerate(parts, start=2005):
        sheet.count(None, part, parent, fiscal_year=year)
    return sheet


@pytest.mark.parametrize(
    ("whole", "parts", "status"),
    [
        (18, (8, 5, 5), CheckStatus.BALANCED),
        (14, (5, 4, 5), CheckStatus.BALANCED),
        (20, (8, 9), CheckStatus.MISMATCH),
    ],
)
def test_cohorts_make_the_count(whole: int, parts: tuple[int, ...], status: CheckStatus) -> None:
    result = reconcile_document(cohorts(whole, *parts).facts())
    row = only(result)
    assert (row.kind, row.status, row.unit) == (CheckKind.COUNT_SUM, status, "地域")
    assert (row.stated, row.computed, row.residual) == (whole, sum(parts), whole - sum(parts))
    assert [(m.count_id, m.sign) for m in result.members] == [(f"a*{i + 1}", 1) for i in range(len(parts))]


def test_the_sentence_names_the_counter() -> None:
    row = only(reconcile_document(cohorts(20, 8, 9).facts()))
    assert row.explanation == "20 地域 stated; the 2 parts listed come to 17; the difference of 3 is not explained."


def test_subsets_and_other_units_are_not_added() -> None:
    sheet = cohorts(18, 8, 5, 5)
    sheet.count(None, 11, "a*0", relation=Relation.OF_WHICH)
    sheet.count(None, 40, "a*0", unit="人")
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED


def test_the_spellings_of_a_place_are_one_unit() -> None:
    sheet = Sheet()
    parent = sheet.count(sheet.line("拠点"), 15, unit="か所")
    sheet.count(None, 10, parent, unit="ヵ所")
    sheet.count(None, 5, parent, unit="箇所")
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED


def test_a_count_broken_down_twice_is_not_added_twice() -> None:
    sheet = cohorts(17, 8, 9)
    sheet.count(None, 10, "a*0")
    sheet.count(None, 7, "a*0")
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.BALANCED
    assert "which of two breakdowns" in row.explanation


def test_a_single_part_that_differs_is_no_breakdown() -> None:
    assert reconcile_document(cohorts(18, 3).facts()).checks == ()
    assert only(reconcile_document(cohorts(18, 18).facts())).status is CheckStatus.BALANCED


@pytest.mark.parametrize(("part", "status"), [(10, CheckStatus.WITHIN_ROUNDING), (8, CheckStatus.UNVERIFIABLE)])
def test_an_approximate_count_decides_nothing(part: int, status: CheckStatus) -> None:
    sheet = Sheet()
    parent = sheet.count(sheet.line("拠点"), 30, approximate=True, count_text="30程度")
    sheet.count(None, 20, parent)
    sheet.count(None, part, parent)
    assert only(reconcile_document(sheet.facts())).status is status


def test_a_count_without_a_line_has_nowhere_to_report() -> None:
    sheet = Sheet()
    parent = sheet.count(None, 18)
    sheet.count(None, 8, parent)
    sheet.count(None, 9, parent)
    assert reconcile_document(sheet.facts()).checks == ()
