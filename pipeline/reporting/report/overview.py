"""What the overview shows: how much there is, how well it was read and checked, and what needs a person.

Belongs here: choosing and counting. Does not belong here: asking for rows, HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.reporting.report.checks import title_of
from pipeline.reporting.report.figures import show_yen, write_share
from pipeline.reporting.report.links import document_page, figure_place, program_page
from pipeline.reporting.report.rows import (
    CandidateRow,
    DocumentRow,
    Holdings,
    ProgramRow,
    TotalsRow,
    WarningRow,
)
from pipeline.reporting.report.words import say_value

MOST = 30  # of one kind of thing to look at; the warehouse has the others
READ = frozenset({"extracted", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be read whole, or with open issues."""

    row: DocumentRow
    title: str
    place: str
    issues: int


@dataclass(frozen=True, slots=True)
class Far:
    """Two figures that lie far apart."""

    row: WarningRow
    kind: Markup
    value: Markup
    other: Markup
    place: str
    other_place: str
    document: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two programs that may be one."""

    kind: Markup
    reason: str
    names: tuple[tuple[str, str | None, str], tuple[str, str | None, str]]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the overview shows; lists are cut to what a person looks at in one go, their sizes are not."""

    documents: int
    programs: int
    totals: TotalsRow
    found: int
    placed: int
    placed_share: str | None
    decided: int
    holding: int
    holding_share: str | None
    unread: tuple[Unread, ...]
    with_issues: tuple[Unread, ...]
    warnings: tuple[Far, ...]
    candidates: tuple[Pair, ...]
    sizes: Mapping[str, int]
    newest: tuple[tuple[DocumentRow, str, str], ...]

    @property
    def is_calm(self) -> bool:
        """Whether nothing needs a person."""
        return not any(self.sizes.values())


def survey(holdings: Holdings) -> Overview:
    """The overview of a state."""
    totals = holdings.totals
    found = sum(row.expressions_found for row in holdings.documents)
    placed = sum(row.expressions_placed for row in holdings.documents)
    holding = totals.balanced + totals.within_rounding
    decided = holding + totals.failed
    unread = [row for row in holdings.documents if row.status not in READ]
    with_issues = sorted(
        (row for row in holdings.documents if row.document_id in holdings.open_issues and row.status in READ),
        key=lambda row: (-holdings.open_issues[row.document_id], row.document_id),
    )
    # What printed sums bear out is a true jump, and nothing to look at.
    open_warnings = [row for row in holdings.warnings if not row.borne_out]
    document_of, program_of = holdings.document_of(), holdings.program_of()
    return Overview(
        len(holdings.documents),
        sum(row.kind == "program" for row in holdings.programs),
        totals,
        found,
        placed,
        write_share(placed, found),
        decided,
        holding,
        write_share(holding, decided),
        tuple(_unread(row, holdings) for row in unread[:MOST]),
        tuple(_unread(row, holdings) for row in with_issues[:MOST]),
        tuple(_far(row, document_of) for row in open_warnings[:MOST]),
        tuple(_pair(row, program_of) for row in holdings.candidates[:MOST]),
        {
            "unread": len(unread),
            "failed": totals.failed,
            "open_issues": len(with_issues),
            "warnings": len(open_warnings),
            "candidates": len(holdings.candidates),
        },
        tuple((row, title_of(row) or "", document_page(row.document_id)) for row in holdings.documents[:MOST]),
    )


def _unread(row: DocumentRow, holdings: Holdings) -> Unread:
    place = document_page(row.document_id)
    return Unread(row, title_of(row) or "", place, holdings.open_issues.get(row.document_id, 0))


def _far(row: WarningRow, document_of: Mapping[str, DocumentRow]) -> Far:
    return Far(
        row,
        say_value("warning_kind", row.kind),
        show_yen(row.value),
        show_yen(row.other_value),
        figure_place(row.document_id, row.amount_id),
        figure_place(row.other_document_id, row.other_amount_id),
        title_of(document_of.get(row.document_id)) or "",
    )


def _pair(row: CandidateRow, program_of: Mapping[str, ProgramRow]) -> Pair:
    first, second = program_of[row.program_id], program_of[row.other_program_id]
    return Pair(
        say_value("candidate_kind", row.kind),
        row.reason,
        (
            (first.name, first.issuer, program_page(first.program_id)),
            (second.name, second.issuer, program_page(second.program_id)),
        ),
    )
