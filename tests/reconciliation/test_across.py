"""across_documents: last year's column of one release against that year's own release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.model import (
    CheckKind,
    CheckStatus,
    DocumentFacts,
    DocumentStatus,
    Phase,
    ProgramKind,
    Qualifier,
    Reconciliation,
    Relation,
    RoundingMode,
)
from pipeline.reconciliation import reconcile_across

from .facts import MILLION, Sheet, only

THOUSAND = {"precision_yen": 1_000, "unit_text": "千円"}


def release(million: float, **fields: Any) -> Sheet:
    """The FY2023 draft in 千円."""
    sheet = Sheet("r5", year=2023)
    sheet.amount(sheet.line("高専高度化", program_id="p"), million, **{**THOUSAND, **fields})
    return sheet


def next_release(million: float, **fields: Any) -> Sheet:
    """The FY2024 draft in 百万円, which prints last year's budget beside its own."""
    sheet = Sheet("r6", year=2024)
    line = sheet.line("高専高度化", program_id="p")
    sheet.amount(line, million, **{"fiscal_year": 2023, "phase": Phase.APPROVED, **fields})
    sheet.amount(line, 2_000)
    return sheet


def check(*sheets: Sheet) -> Reconciliation:
    return only(reconcile_across([sheet.facts() for sheet in sheets]))


@pytest.mark.parametrize(
    ("earlier", "later", "status"),
    [
        (120, 120, CheckStatus.BALANCED),
        (4_180.5, 4_181, CheckStatus.WITHIN_ROUNDING),
        (905.72, 906, CheckStatus.WITHIN_ROUNDING),
        (1_482.6, 1_433, CheckStatus.MISMATCH),
    ],
)
def test_last_years_column_against_last_years_release(earlier: float, later: float, status: CheckStatus) -> None:
    row = check(next_release(later), release(earlier))
    assert (row.kind, row.status) == (CheckKind.ACROSS_DOCUMENTS, status)
    assert (row.document_id, row.line_id, row.fiscal_year) == ("r6", "r6:高専高度化", 2023)
    assert (row.stated, row.computed) == (round(later * MILLION), round(earlier * MILLION))


def test_a_difference_is_called_a_revision() -> None:
    assert check(release(1_482.6), next_release(1_433)).explanation == (
        "1,433 million yen stated for FY2023; the FY2023 release (r5.pdf) has 1,482.6; "
        "the difference of -49.6 is more than rounding allows, which makes it a revision after that release."
    )


def test_the_member_is_the_earlier_figure() -> None:
    result = reconcile_across([release(120).facts(), next_release(120).facts()])
    assert [(m.amount_id, m.sign) for m in result.members] == [("r5#0", 1)]


def test_the_order_of_documents_does_not_matter() -> None:
    facts = [release(120).facts(), next_release(120).facts()]
    assert reconcile_across(facts) == reconcile_across(facts[::-1])


def test_each_document_has_its_own_mode() -> None:
    """120.9 cut off is 120; 120.9 rounded would be 121."""
    earlier = release(120.9).facts(RoundingMode.EXACT)
    for mode, status in (
        (RoundingMode.TRUNCATE, CheckStatus.WITHIN_ROUNDING),
        (RoundingMode.UNKNOWN, CheckStatus.WITHIN_ROUNDING),
        (RoundingMode.ROUND, CheckStatus.MISMATCH),
    ):
        assert only(reconcile_across([earlier, next_release(120).facts(mode)])).status is status


@pytest.mark.parametrize("phase", [Phase.REQUESTED, Phase.ADJUSTED, Phase.EXECUTED])
def test_a_request_is_never_checked_against_a_budget(phase: Phase) -> None:
    assert reconcile_across([release(100, phase=phase).facts(), next_release(120).facts()]).checks == ()


def test_draft_and_budget_of_one_year_are_comparable() -> None:
    budget = Sheet("r5b", year=2023, phase=Phase.APPROVED)
    budget.amount(budget.line("高専高度化", program_id="p"), 1_433)
    row = check(release(1_482.6), budget)
    assert (row.document_id, row.status) == ("r5b", CheckStatus.MISMATCH)


def test_the_budget_goes_before_the_draft() -> None:
    budget = Sheet("r5b", year=2023, phase=Phase.APPROVED)
    budget.amount(budget.line("高専高度化", program_id="p"), 1_433)
    result = reconcile_across([release(1_482.6).facts(), budget.facts(), next_release(1_433).facts()])
    assert {row.document_id: row.status for row in result.checks} == {
        "r5b": CheckStatus.MISMATCH,
        "r6": CheckStatus.BALANCED,
    }


def test_releases_of_one_year_and_phase_need_dates_to_be_earlier_and_later() -> None:
    second = replace(release(130).facts(), record=replace(release(130).facts().record, document_id="r5x"))
    first = release(120).facts()
    assert reconcile_across([first, second]).checks == ()
    dated = [
        replace(facts, record=replace(facts.record, released_on=date(2022, 12, day)))
        for facts, day in ((first, 23), (second, 27))
    ]
    assert only(reconcile_across(dated)).status is CheckStatus.MISMATCH


@pytest.mark.parametrize("restated", ["earlier", "later"])
def test_restated_figures_are_not_judged(restated: str) -> None:
    fields = {name: {"qualifier": Qualifier.RESTATED} if name == restated else {} for name in ("earlier", "later")}
    row = check(release(1_482.6, **fields["earlier"]), next_release(1_433, **fields["later"]))
    assert row.status is CheckStatus.UNVERIFIABLE
    assert row.residual == round(-49.6 * MILLION)
    assert "the difference of -49.6 is not judged, since the figure is restated (組替後)" in row.explanation


@pytest.mark.parametrize("fields", [{"header_path": "前年度予算額(補正後)"}, {"evidence": "1,433 (補正予算を含む)"}])
def test_figures_that_include_supplements_are_not_judged(fields: dict[str, str]) -> None:
    assert check(release(1_482.6), next_release(1_433, **fields)).status is CheckStatus.UNVERIFIABLE


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("(注) 前年度予算額は、補 正 予 算 額を含む。", CheckStatus.UNVERIFIABLE),
        ("(注) 前年度予算額は、補正予算を含まない。", CheckStatus.MISMATCH),
        ("(注) 前年度予算額は組替後の計数であり、補正予算は含まない。", CheckStatus.MISMATCH),
    ],
)
def test_a_note_on_the_page_may_say_so(note: str, status: CheckStatus) -> None:
    sheet = next_release(1_433)
    sheet.page(note)
    assert check(release(1_482.6), sheet).status is status


def test_a_line_printed_again_or_relisted_is_checked_once() -> None:
    sheet = next_release(120)
    for label, fields in (("再掲", {"relation": Relation.RELISTED}), ("詳細", {"same_as_line_id": "r6:高専高度化"})):
        line = sheet.line(label, program_id="p", **fields)
        sheet.amount(line, 120, fiscal_year=2023, phase=Phase.APPROVED)
    assert check(release(120), sheet).line_id == "r6:高専高度化"


def test_of_several_figures_of_a_program_the_one_of_the_same_account_is_meant() -> None:
    earlier = release(120)
    earlier.amount(earlier.line("高専高度化 (特会)", program_id="p", account="復興特別会計"), 30)
    assert check(earlier, next_release(120)).status is CheckStatus.BALANCED
    later = next_release(120)
    later.lines[0] = replace(later.lines[0], account="復興特別会計")
    assert check(earlier, later).status is CheckStatus.MISMATCH


def test_where_several_figures_may_be_meant_only_agreement_is_reported() -> None:
    earlier = release(120)
    earlier.amount(earlier.line("高専高度化 (二)", program_id="p"), 30)
    assert check(earlier, next_release(30)).status is CheckStatus.BALANCED
    assert reconcile_across([earlier.facts(), next_release(77).facts()]).checks == ()


def test_an_account_is_compared_under_the_same_parent_only() -> None:
    """委託料 occurs under every heading of a budget book."""
    book, following = Sheet("r5", year=2023, phase=None), Sheet("r6", year=2024, phase=None)
    for sheet, figures in ((book, {"総務費": 10, "民生費": 20}), (following, {"総務費": 10, "民生費": 25})):
        for kind in ("委託料", "総務費", "民生費"):
            sheet.program(kind, ProgramKind.ACCOUNT)
        for heading, million in figures.items():
            parent = sheet.line(heading, program_id=heading)
            line = sheet.line(f"{heading} 委託料", parent, program_id="委託料")
            sheet.amount(line, million, fiscal_year=2023)
    rows = reconcile_across([book.facts(), following.facts()]).checks
    assert {row.line_id: row.status for row in rows} == {
        "r6:総務費 委託料": CheckStatus.BALANCED,
        "r6:民生費 委託料": CheckStatus.MISMATCH,
    }


def test_withdrawn_releases_and_other_programs_are_left_out() -> None:
    gone: DocumentFacts = release(1).facts()
    gone = replace(gone, record=replace(gone.record, status=DocumentStatus.WITHDRAWN))
    assert reconcile_across([gone, next_release(120).facts()]).checks == ()
    other = release(120)
    other.lines[0] = replace(other.lines[0], program_id="q")
    assert reconcile_across([other.facts(), next_release(120).facts()]).checks == ()
