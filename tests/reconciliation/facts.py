"""Makes documents for the tests: a few lines with their figures, in 百万円 unless said otherwise.

Belongs here: short ways to write ``DocumentFacts``. Does not belong here: expectations.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from pipeline.model import (
    Amount,
    BudgetLine,
    CheckKind,
    Count,
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    ExtractionIssue,
    Measure,
    Nature,
    PageRecord,
    Phase,
    Place,
    Program,
    ProgramKind,
    Reconciled,
    Reconciliation,
    RoundingMode,
    Severity,
)

MILLION = 10**6
PLACE = Place(1, None, 0, 1)
DASH = "-"


BLANK_LINE = BudgetLine(
    line_id="", document_id="", program_id=None, parent_line_id=None, parent_rule=None, ordinal=0, level=0, label="",
    list_number=None, account=None, marker=None, relation=None, is_total=False, same_as_line_id=None, table_id="t",
    children_complete=None, place=PLACE,
)  # fmt: skip
BLANK_AMOUNT = Amount(
    amount_id="", line_id="", document_id="", fiscal_year=None, phase=None, supplement_no=None, measure=Measure.BUDGET,
    nature=Nature.EXPENDITURE, header_path=None, column=None, amount_yen=None, amount_yen_suggested=None,
    suggestion_reason=None, amount_yen_max=None, precision_yen=MILLION, approximate=False, qualifier=None,
    amount_text=DASH, unit_text="百万円", label_reliable=True, role_rule="test", place=PLACE, evidence="",
)  # fmt: skip
BLANK_COUNT = Count(
    count_id="", line_id=None, document_id="", subject="", unit="地域", value=0, fiscal_year=None, status=None,
    parent_count_id=None, relation=None, approximate=False, count_text="", place=PLACE, evidence="",
)  # fmt: skip
BLANK_RECORD = DocumentRecord(
    document_id="", sha256="", file_name="", source_uri="", media_type="application/pdf", byte_size=1, page_count=1,
    title=None, issuer=None, fiscal_year=None, phase=None, released_on=None, retrieved_at=None,
    status=DocumentStatus.EXTRACTED, status_detail=None, replaced_by=None, withdrawn_on=None,
    rounding_mode=RoundingMode.ROUND, extractor_version="test",
)  # fmt: skip


class Sheet:
    """One document being written. Lines are named by their labels; amounts by line, year and phase."""

    def __init__(self, name: str = "a", year: int = 2008, phase: Phase | None = Phase.PROPOSED, **record: Any) -> None:
        self.name = name
        self.year = year
        self.phase = phase
        self.record = record
        self.lines: list[BudgetLine] = []
        self.amounts: list[Amount] = []
        self.counts: list[Count] = []
        self.issues: list[ExtractionIssue] = []
        self.programs: list[Program] = []
        self.pages: list[PageRecord] = []

    def line(self, label: str, parent: str | None = None, **fields: Any) -> str:
        """Add a line and give its id."""
        line_id = fields.pop("line_id", f"{self.name}:{label}")
        own: dict[str, Any] = {"line_id": line_id, "document_id": self.name, "parent_line_id": parent, "label": label}
        self.lines.append(replace(BLANK_LINE, ordinal=len(self.lines), **{**own, **fields}))
        return str(line_id)

    def amount(self, line_id: str, million: float | None, **fields: Any) -> str:
        """State an amount in millions of yen, or print a dash."""
        amount_id = f"{self.name}#{len(self.amounts)}"
        own: dict[str, Any] = {"amount_id": amount_id, "line_id": line_id, "document_id": self.name}
        own |= {"fiscal_year": self.year, "phase": self.phase}
        if million is not None:
            own |= {"amount_yen": round(million * MILLION), "amount_text": f"{million:,}"}
        self.amounts.append(replace(BLANK_AMOUNT, **{**own, **fields}))
        return amount_id

    def row(self, label: str, million: float | None, parent: str | None = None, **fields: Any) -> str:
        """A line with one amount of the document's own year and phase."""
        line_id = self.line(label, parent, **fields)
        self.amount(line_id, million)
        return line_id

    def count(self, line_id: str | None, value: int, parent: str | None = None, **fields: Any) -> str:
        count_id = f"{self.name}*{len(self.counts)}"
        own: dict[str, Any] = {"count_id": count_id, "line_id": line_id, "document_id": self.name, "value": value}
        own |= {"parent_count_id": parent, "count_text": f"{value}地域"}
        self.counts.append(replace(BLANK_COUNT, **{**own, **fields}))
        return count_id

    def program(self, program_id: str, kind: ProgramKind) -> None:
        self.programs.append(Program(program_id, program_id, program_id, None, None, kind))

    def unread(self, line_id: str | None, page: int = 1) -> None:
        """A figure that extraction could not read."""
        place = replace(PLACE, page=page)
        issue = ExtractionIssue(
            f"{self.name}!{len(self.issues)}", self.name, line_id, "unread", Severity.WARNING, "23, ()3(", "", place
        )
        self.issues.append(issue)

    def page(self, text: str) -> None:
        self.pages.append(PageRecord(self.name, len(self.pages) + 1, None, None, text, None))

    def facts(self, mode: RoundingMode = RoundingMode.ROUND, released_on: date | None = None) -> DocumentFacts:
        own: dict[str, Any] = {
            "document_id": self.name,
            "file_name": f"{self.name}.pdf",
            "fiscal_year": self.year,
            "phase": self.phase,
        }
        record = replace(BLANK_RECORD, **{**own, "rounding_mode": mode, "released_on": released_on, **self.record})
        return DocumentFacts(
            record,
            pages=tuple(self.pages),
            lines=tuple(self.lines),
            amounts=tuple(self.amounts),
            counts=tuple(self.counts),
            issues=tuple(self.issues),
            programs=tuple(self.programs),
        )


def checks_of(result: Reconciled, kind: CheckKind | None = None) -> list[Reconciliation]:
    return [row for row in result.checks if kind is None or row.kind is kind]


def only(result: Reconciled, kind: CheckKind | None = None) -> Reconciliation:
    """The one check of a kind; there must not be another."""
    (row,) = checks_of(result, kind)
    return row
