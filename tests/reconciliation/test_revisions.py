"""revisions: the same figure stated anew by a later release, and what became of a request."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model import Phase, Qualifier, Reconciled, Revision, RevisionKind
from pipeline.reconciliation import reconcile_across

from .facts import MILLION, Sheet


def release(name: str, year: int, phase: Phase, million: float, **fields: Any) -> Sheet:
    sheet = Sheet(name, year=year, phase=phase)
    sheet.amount(sheet.line("地域科学振興事業", program_id="p"), million, **fields)
    return sheet


def next_release(million: float, **fields: Any) -> Sheet:
    """The FY2024 draft, which prints last year's budget beside its own."""
    sheet = release("r6", 2024, Phase.PROPOSED, 1_500)
    sheet.amount("r6:地域科学振興事業", million, **{"fiscal_year": 2023, "phase": Phase.APPROVED, **fields})
    return sheet


def across(*sheets: Sheet) -> Reconciled:
    return reconcile_across([sheet.facts() for sheet in sheets])


def only(*sheets: Sheet) -> Revision:
    (row,) = across(*sheets).revisions
    return row


def test_last_years_column_that_differs_is_a_revision_with_both_places() -> None:
    row = only(release("r5", 2023, Phase.PROPOSED, 1_250), next_release(1_200))
    assert (row.kind, row.program_id, row.fiscal_year) == (RevisionKind.REVISION, "p", 2023)
    assert (row.from_phase, row.phase) == (Phase.PROPOSED, Phase.APPROVED)
    assert (row.from_yen, row.to_yen, row.difference_yen) == (1_250 * MILLION, 1_200 * MILLION, -50 * MILLION)
    assert (row.from_document_id, row.from_line_id, row.from_amount_id) == ("r5", "r5:地域科学振興事業", "r5#0")
    assert (row.to_document_id, row.to_line_id, row.to_amount_id) == ("r6", "r6:地域科学振興事業", "r6#1")
    assert row.explanation == (
        "地域科学振興事業, FY2023: the draft (r5.pdf) has 1,250 million yen, the budget (r6.pdf) 1,200; 50 less (-4.0 %)."
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"million": 1_200}, {"million": 1_200}),
        ({"million": 1_200.4, "precision_yen": 100_000}, {"million": 1_200}),  # within rounding
        ({"million": 1_250}, {"million": 1_200, "qualifier": Qualifier.RESTATED}),
        ({"million": 1_250}, {"million": 1_200, "header_path": "前年度予算額(補正後)"}),
        ({"million": 1_250}, {"million": 1_200, "evidence": "1,200 (補正予算を含む)"}),
    ],
)
def test_no_revision_where_the_figures_agree_or_are_two_facts(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert across(release("r5", 2023, Phase.PROPOSED, **first), next_release(**second)).revisions == ()


def test_a_draft_against_its_request_is_a_reported_difference_and_no_check() -> None:
    result = across(release("req", 2024, Phase.REQUESTED, 2_000), release("r6", 2024, Phase.PROPOSED, 1_500))
    assert result.checks == ()
    (row,) = result.revisions
    assert (row.kind, row.from_phase, row.phase) == (RevisionKind.REQUEST_TO_DRAFT, Phase.REQUESTED, Phase.PROPOSED)
    assert (row.from_yen, row.to_yen) == (2_000 * MILLION, 1_500 * MILLION)
    assert "500 less (-25.0 %); what was asked for and what came of it, no conflict." in row.explanation


def test_a_request_that_was_granted_is_no_difference() -> None:
    assert (
        across(release("req", 2024, Phase.REQUESTED, 1_500), release("r6", 2024, Phase.PROPOSED, 1_500)).revisions == ()
    )


def test_a_request_is_compared_once_with_the_draft_of_its_own_year() -> None:
    request = release("req", 2023, Phase.REQUESTED, 2_000)
    result = across(request, next_release(1_250), release("r5", 2023, Phase.PROPOSED, 1_250))
    assert [(row.kind, row.to_document_id) for row in result.revisions] == [(RevisionKind.REQUEST_TO_DRAFT, "r5")]


def test_without_the_years_own_release_last_years_column_says_what_came_of_a_request() -> None:
    row = only(release("req", 2023, Phase.REQUESTED, 2_000), next_release(1_250))
    assert (row.kind, row.to_document_id, row.to_yen) == (RevisionKind.REQUEST_TO_DRAFT, "r6", 1_250 * MILLION)


def test_requests_of_another_year_or_program_are_not_compared() -> None:
    assert (
        across(release("req", 2025, Phase.REQUESTED, 2_000), release("r6", 2024, Phase.PROPOSED, 1_500)).revisions == ()
    )
    other = Sheet("req", year=2024, phase=Phase.REQUESTED)
    other.amount(other.line("地域科学振興事業", program_id="q"), 2_000)
    assert across(other, release("r6", 2024, Phase.PROPOSED, 1_500)).revisions == ()


def test_the_order_of_documents_does_not_matter() -> None:
    sheets = [release("req", 2023, Phase.REQUESTED, 2_000), release("r5", 2023, Phase.PROPOSED, 1_250), next_release(1)]
    assert across(*sheets) == across(*sheets[::-1])
