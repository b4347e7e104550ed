"""One document: its record, its lines with figures and checks, what is open.

Belongs here: the question to the state. Does not belong here: which document is meant by a path (``revision``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.schema import PHASE_ORDER
from pipeline.storage.lookups.asking import as_rows, ask, listed
from pipeline.storage.lookups.checks import CHECKS, WORST_FIRST, CheckMade, as_checks

_LINES = """
    SELECT line_id, parent_line_id, program_id, ordinal, level, label, list_number, account, marker, relation, is_total,
        same_as_line_id, page
    FROM budget_lines WHERE document_id = $document_id
""".strip("\n")

_AMOUNTS = """
    SELECT amount_id, line_id, fiscal_year, phase, supplement_no, measure, nature, header_path, amount_yen, amount_yen_max,
        qualifier, approximate, is_corrected, amount_yen_printed, amount_yen_max_printed, amount_text, unit_text, page, char_start
    FROM amounts_corrected WHERE document_id = $document_id
""".strip("\n")

_COUNTS = """
    SELECT count_id, line_id, subject, unit, value, value_printed, is_corrected, fiscal_year, status, relation, approximate,
        count_text, page, char_start
    FROM counts_corrected WHERE document_id = $document_id
""".strip("\n")

_ISSUES = """
    SELECT issue_id, line_id, kind, severity, text, reason, page, char_start
    FROM extraction_issues WHERE document_id = $document_id
""".strip("\n")

_ORDER = f"page, char_start, fiscal_year, list_position({PHASE_ORDER}, phase)"
_RECORD = (
    *("document_id", "sha256", "file_name", "source_uri", "media_type", "byte_size", "page_count", "title", "issuer"),
    *("fiscal_year", "phase", "released_on", "retrieved_at", "status", "status_detail", "replaced_by", "withdrawn_on"),
    *("rounding_mode", "extractor_version"),
)
_COVERAGE = (
    *("pages_read", "lines", "amounts", "counts", "issues", "checks", "checks_balanced", "checks_within_rounding"),
    *("checks_failed", "expressions_found", "expressions_placed", "expressions_open", "placed_share"),
)

_DOCUMENT = f"""
SELECT {{{", ".join(f"'{name}': d.{name}" for name in _RECORD)}}} AS record,
    {{{", ".join(f"'{name}': c.{name}" for name in _COVERAGE)}}} AS coverage,
    (SELECT list(source_uri ORDER BY source_uri) FROM document_files f
     WHERE f.document_id = $document_id AND f.source_uri <> d.source_uri) AS other_paths,
    {listed(_LINES, "ordinal, line_id")} AS lines,
    {listed(_AMOUNTS, f"{_ORDER}, amount_id")} AS amounts,
    {listed(_COUNTS, "page, char_start, fiscal_year, count_id")} AS counts,
    {listed(_ISSUES, "page NULLS FIRST, char_start, issue_id")} AS issues,
    {listed(f"{CHECKS} WHERE r.document_id = $document_id", WORST_FIRST)} AS checks
FROM documents d JOIN coverage c ON c.document_id = d.document_id WHERE d.document_id = $document_id
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of ``budget_lines``."""

    line_id: str
    parent_line_id: str | None
    program_id: str | None
    ordinal: int
    level: int
    label: str
    list_number: str | None
    account: str | None
    marker: str | None
    relation: str | None
    is_total: bool
    same_as_line_id: str | None
    page: int


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """A row of ``amounts_corrected``: what holds, and what is printed."""

    amount_id: str
    line_id: str
    fiscal_year: int | None
    phase: str | None
    supplement_no: int | None
    measure: str | None
    nature: str
    header_path: str | None
    amount_yen: int | None
    amount_yen_max: int | None
    qualifier: str | None
    approximate: bool
    is_corrected: bool
    amount_yen_printed: int | None
    amount_yen_max_printed: int | None
    amount_text: str
    unit_text: str | None
    page: int
    char_start: int


@dataclass(frozen=True, slots=True)
class PrintedCount:
    """A row of ``counts_corrected``: what holds, and what is printed."""

    count_id: str
    line_id: str | None
    subject: str
    unit: str
    value: int
    value_printed: int
    is_corrected: bool
    fiscal_year: int | None
    status: str | None
    relation: str | None
    approximate: bool
    count_text: str
    page: int
    char_start: int


@dataclass(frozen=True, slots=True)
class Issue:
    """A row of ``extraction_issues``; without a place it is about the whole document."""

    issue_id: str
    line_id: str | None
    kind: str
    severity: str
    text: str
    reason: str
    page: int | None
    char_start: int | None


@dataclass(frozen=True, slots=True)
class DocumentPortrait:
    """All that the published state says of a document: ``record`` is its row of ``documents``, ``coverage`` what ``coverage``
    counts, ``other_paths`` where else its bytes lie."""

    record: dict[str, str | int | date | datetime | None]
    coverage: dict[str, Any]
    other_paths: tuple[str, ...]
    lines: tuple[Line, ...]
    amounts: tuple[PrintedAmount, ...]
    counts: tuple[PrintedCount, ...]
    issues: tuple[Issue, ...]
    checks: tuple[CheckMade, ...]


def list_paths(warehouse: Path) -> dict[str, tuple[str, ...]]:
    """The paths of every document of the published state, by id; a withdrawn one has the path that it had."""
    sql = """
        SELECT d.document_id, list(DISTINCT f.source_uri ORDER BY f.source_uri) AS paths, any_value(d.source_uri) AS path
        FROM documents d LEFT JOIN document_files f ON f.document_id = d.document_id
        GROUP BY d.document_id ORDER BY d.document_id
    """
    return {
        row["document_id"]: tuple(dict.fromkeys([row["path"], *(path for path in row["paths"] or () if path)]))
        for row in ask(warehouse, sql, {})
    }


def look_up_document(warehouse: Path, document_id: str) -> DocumentPortrait | None:
    """The document of that id; ``None`` if the published state has none."""
    rows = ask(warehouse, _DOCUMENT, {"document_id": document_id})
    if not rows:
        return None
    (row,) = rows
    return DocumentPortrait(
        record=row["record"],
        coverage=row["coverage"],
        other_paths=tuple(row["other_paths"] or ()),
        lines=as_rows(Line, row["lines"]),
        amounts=as_rows(PrintedAmount, row["amounts"]),
        counts=as_rows(PrintedCount, row["counts"]),
        issues=as_rows(Issue, row["issues"]),
        checks=as_checks(row["checks"]),
    )
