"""What a report is made of: rows of one published state, as the report's pages need them.

Belongs here: the questions to the state and the dataclasses of their answers. Does not belong here: how anything is arranged or
shown.

A dataclass's fields are the columns that are asked for, so that a question is written once. Documents and programs are asked for
in batches: a state of ten thousand releases need not lie in memory at once. Every answer has one order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Protocol, TypeVar

import pyarrow as pa

from pipeline.schema import FAILED, WORST_FIRST


class Asked(Protocol):
    """A state that answers (``storage.OpenState``)."""

    def ask(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The answer to a query."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document, and how much of it was read (the view ``coverage``)."""

    SOURCE: ClassVar[str] = (
        "(SELECT c.*, d.issuer, d.released_on, d.replaced_by, d.withdrawn_on, d.media_type, d.rounding_mode FROM coverage c "
        "JOIN documents d USING (document_id)) ORDER BY fiscal_year DESC NULLS LAST, issuer NULLS LAST, title, document_id"
    )
    document_id: str
    source_uri: str
    media_type: str
    title: str | None
    issuer: str | None
    fiscal_year: int | None
    phase: str | None
    released_on: date | None
    status: str
    status_detail: str | None
    replaced_by: str | None
    withdrawn_on: date | None
    rounding_mode: str
    page_count: int | None
    pages_read: int
    lines: int
    amounts: int
    counts: int
    issues: int
    checks: int
    checks_balanced: int
    checks_within_rounding: int
    checks_failed: int
    expressions_found: int
    expressions_placed: int
    expressions_open: int


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program, and how many documents name it; ``lemmas`` are the words of its lines' labels in their dictionary forms, one a line."""

    SOURCE: ClassVar[str] = """(
        WITH words AS (
            SELECT l.program_id, string_agg(DISTINCT t.lemma, chr(10) ORDER BY t.lemma) AS lemmas
            FROM tokens t JOIN budget_lines l USING (line_id) WHERE l.program_id IS NOT NULL GROUP BY l.program_id
        ), named AS (SELECT program_id, count(DISTINCT document_id) AS documents FROM program_names GROUP BY program_id)
        SELECT p.*, coalesce(w.lemmas, '') AS lemmas, coalesce(n.documents, 0) AS documents
        FROM programs p LEFT JOIN words w USING (program_id) LEFT JOIN named n USING (program_id)
    ) ORDER BY name, stage NULLS FIRST, issuer NULLS FIRST, program_id"""
    program_id: str
    name: str
    stage: str | None
    issuer: str | None
    kind: str
    lemmas: str
    documents: int


@dataclass(frozen=True, slots=True)
class NameRow:
    """A spelling of a program's name in a document."""

    SOURCE: ClassVar[str] = "program_names ORDER BY program_id, name_as_written, document_id"
    program_id: str
    document_id: str
    name_as_written: str


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A program's figure of a year, phase and supplement, from the latest release that states it (``program_budgets``)."""

    SOURCE: ClassVar[str] = (
        "program_budgets ORDER BY program_id, fiscal_year NULLS FIRST, phase NULLS FIRST, supplement_no NULLS FIRST"
    )
    program_id: str
    fiscal_year: int | None
    phase: str | None
    supplement_no: int | None
    amount_yen: int | None
    bound_yen: int | None
    change_yen: int | None
    qualifier: str | None
    reconciliation_status: str | None
    amount_id: str
    line_id: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page of a document."""

    SOURCE: ClassVar[str] = "pages WHERE document_id IN (SELECT unnest($ids)) ORDER BY document_id, page"
    document_id: str
    page: int
    width: float | None
    height: float | None
    text: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as printed in a document."""

    SOURCE: ClassVar[str] = (
        "budget_lines WHERE document_id IN (SELECT unnest($ids)) ORDER BY document_id, ordinal, line_id"
    )
    OF_PROGRAMS: ClassVar[str] = """budget_lines WHERE program_id IN (SELECT unnest($ids)) OR parent_line_id IN (
        SELECT line_id FROM budget_lines WHERE program_id IN (SELECT unnest($ids))
    ) ORDER BY document_id, ordinal, line_id"""
    line_id: str
    document_id: str
    program_id: str | None
    parent_line_id: str | None
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
class AmountRow:
    """An amount, with the correction in force laid over what is printed (``amounts_corrected``)."""

    SOURCE: ClassVar[str] = (
        "amounts_corrected WHERE document_id IN (SELECT unnest($ids)) ORDER BY document_id, page, char_start, amount_id"
    )
    OF_LINES: ClassVar[str] = (
        "amounts_corrected WHERE line_id IN (SELECT unnest($ids)) ORDER BY document_id, page, char_start, amount_id"
    )
    OF_IDS: ClassVar[str] = "amounts_corrected WHERE amount_id IN (SELECT unnest($ids)) ORDER BY amount_id"
    amount_id: str
    line_id: str
    document_id: str
    fiscal_year: int | None
    phase: str | None
    supplement_no: int | None
    measure: str
    nature: str
    header_path: str | None
    amount_yen: int | None
    amount_yen_max: int | None
    amount_yen_printed: int | None
    amount_yen_suggested: int | None
    suggestion_reason: str | None
    approximate: bool
    qualifier: str | None
    amount_text: str
    unit_text: str | None
    label_reliable: bool
    is_corrected: bool
    reason: str | None
    page: int
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
    char_start: int
    char_end: int
    evidence: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """A count, with the correction in force laid over what is printed (``counts_corrected``)."""

    SOURCE: ClassVar[str] = (
        "counts_corrected WHERE document_id IN (SELECT unnest($ids)) ORDER BY document_id, page, char_start, count_id"
    )
    OF_IDS: ClassVar[str] = "counts_corrected WHERE count_id IN (SELECT unnest($ids)) ORDER BY count_id"
    count_id: str
    line_id: str | None
    document_id: str
    subject: str
    unit: str
    value: int
    value_printed: int
    fiscal_year: int | None
    status: str | None
    parent_count_id: str | None
    relation: str | None
    approximate: bool
    count_text: str
    is_corrected: bool
    reason: str | None
    page: int
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
    char_start: int
    char_end: int
    evidence: str


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A count of regions or sites of a program (``region_counts``)."""

    SOURCE: ClassVar[str] = (
        "region_counts WHERE program_id IN (SELECT unnest($ids)) "
        "ORDER BY program_id, document_id, fiscal_year NULLS FIRST, page, count_id"
    )
    count_id: str
    program_id: str
    subject: str
    unit: str
    value: int
    value_printed: int
    is_corrected: bool
    fiscal_year: int | None
    status: str | None
    parent_count_id: str | None
    relation: str | None
    approximate: bool
    count_text: str
    document_id: str
    page: int
    evidence: str


@dataclass(frozen=True, slots=True)
class IssueRow:
    """Something that became no figure."""

    SOURCE: ClassVar[str] = (
        "extraction_issues WHERE document_id IN (SELECT unnest($ids)) "
        "ORDER BY document_id, page NULLS FIRST, char_start NULLS FIRST, issue_id"
    )
    issue_id: str
    document_id: str
    line_id: str | None
    kind: str
    severity: str
    text: str
    reason: str
    page: int | None
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None
    char_start: int | None
    char_end: int | None


_CHECKED = "(SELECT r.*, l.label, l.page FROM reconciliations r JOIN budget_lines l USING (line_id))"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check of a printed figure."""

    SOURCE: ClassVar[str] = (
        f"{_CHECKED} WHERE document_id IN (SELECT unnest($ids)) ORDER BY document_id, reconciliation_id"
    )
    OF_LINES: ClassVar[str] = (
        f"{_CHECKED} WHERE line_id IN (SELECT unnest($ids)) ORDER BY document_id, reconciliation_id"
    )
    FAILED: ClassVar[str] = (
        f"{_CHECKED} WHERE status {FAILED} ORDER BY {WORST_FIRST}, document_id, line_id, reconciliation_id"
    )
    reconciliation_id: str
    document_id: str
    kind: str
    line_id: str
    fiscal_year: int | None
    phase: str | None
    unit: str
    stated: int | None
    computed: int | None
    residual: int | None
    stated_low: int | None
    stated_high: int | None
    computed_low: int | None
    computed_high: int | None
    rounding_mode: str
    status: str
    explanation: str
    label: str
    page: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A figure that went into a check, with the label of its line, or of a data set's record; what is printed counts."""

    SOURCE: ClassVar[str] = """(
        SELECT m.reconciliation_id, m.sign, coalesce(m.amount_id, m.count_id) AS figure_id,
            coalesce(a.document_id, c.document_id) AS document_id, coalesce(a.page, c.page) AS page,
            coalesce(l.label, k.label, c.subject, r.item_name) AS label,
            coalesce(a.amount_yen_printed, c.value_printed, r.amount_yen) AS value,
            coalesce(a.ordinal, c.char_start) AS place
        FROM reconciliation_members m
        LEFT JOIN (
            SELECT x.amount_id, x.document_id, x.page, x.line_id, x.amount_yen_printed, y.ordinal
            FROM amounts_corrected x JOIN budget_lines y USING (line_id)
        ) a ON a.amount_id = m.amount_id
        LEFT JOIN counts_corrected c ON c.count_id = m.count_id
        LEFT JOIN budget_lines l ON l.line_id = a.line_id
        LEFT JOIN budget_lines k ON k.line_id = c.line_id
        LEFT JOIN reference_amounts r ON r.reference_id = m.reference_id
        WHERE m.reconciliation_id IN (SELECT unnest($ids))
    ) ORDER BY reconciliation_id, sign DESC, place NULLS LAST, figure_id NULLS LAST, label, value"""
    reconciliation_id: str
    sign: int
    figure_id: str | None
    document_id: str | None
    page: int | None
    label: str | None
    value: int | None


@dataclass(frozen=True, slots=True)
class WarningRow:
    """Two figures that lie far apart; ``borne_out`` where printed sums make both."""

    SOURCE: ClassVar[str] = """(
        SELECT w.*, l.label, a.page, o.document_id AS other_document_id FROM warnings w
        JOIN budget_lines l USING (line_id) JOIN amounts a USING (amount_id) JOIN amounts o ON o.amount_id = w.other_amount_id
    ) ORDER BY coalesce(borne_out, false), factor DESC, warning_id"""
    warning_id: str
    kind: str
    document_id: str
    line_id: str
    amount_id: str
    other_amount_id: str
    other_document_id: str
    value: int
    other_value: int
    factor: int
    borne_out: bool | None
    explanation: str
    label: str
    page: int


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Two programs whose names are near each other."""

    SOURCE: ClassVar[str] = "program_candidates ORDER BY score DESC, program_id, other_program_id"
    program_id: str
    other_program_id: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A program and the one that it goes on as."""

    SOURCE: ClassVar[str] = "program_links ORDER BY program_id, successor_id"
    program_id: str
    successor_id: str
    kind: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A figure that a later release states differently."""

    SOURCE: ClassVar[str] = (
        "revisions WHERE program_id IN (SELECT unnest($ids)) ORDER BY program_id, fiscal_year, phase NULLS FIRST, revision_id"
    )
    program_id: str
    kind: str
    fiscal_year: int
    phase: str | None
    from_phase: str | None
    from_yen: int
    to_yen: int
    difference_yen: int
    from_document_id: str
    from_amount_id: str
    to_document_id: str
    to_amount_id: str


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """How much the state holds as a whole; ``open_issues`` are those that are more than a remark."""

    SOURCE: ClassVar[str] = f"""(
        SELECT (SELECT count(*) FROM budget_lines) AS lines, (SELECT count(*) FROM amounts) AS amounts,
            (SELECT count(*) FROM counts) AS counts,
            (SELECT count(*) FROM extraction_issues WHERE severity <> 'info') AS open_issues,
            (SELECT count(*) FROM reconciliations WHERE status = 'balanced') AS balanced,
            (SELECT count(*) FROM reconciliations WHERE status = 'within_rounding') AS within_rounding,
            (SELECT count(*) FROM reconciliations WHERE status = 'partial') AS partial,
            (SELECT count(*) FROM reconciliations WHERE status = 'unverifiable') AS unverifiable,
            (SELECT count(*) FROM reconciliations WHERE status {FAILED}) AS failed,
            (SELECT count(*) FROM corrections WHERE in_force) AS corrections
    )"""
    lines: int
    amounts: int
    counts: int
    open_issues: int
    balanced: int
    within_rounding: int
    partial: int
    unverifiable: int
    failed: int
    corrections: int


@dataclass(frozen=True, slots=True)
class OpenIssuesRow:
    """How many issues of a document are more than a remark."""

    SOURCE: ClassVar[str] = (
        "(SELECT document_id, count(*) AS number FROM extraction_issues WHERE severity <> 'info' GROUP BY document_id) "
        "ORDER BY document_id"
    )
    document_id: str
    number: int


Row = TypeVar("Row")


def read(asked: Asked, kind: type[Row], source: str | None = None, ids: Collection[str] = ()) -> list[Row]:
    """The rows of a dataclass, in its order; ``ids`` are what the source asks for as ``$ids``."""
    source = source or str(kind.SOURCE)  # type: ignore[attr-defined]
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    parameters = {"ids": sorted(set(ids))} if "$ids" in source else None
    answer = asked.ask(f"SELECT {', '.join(names)} FROM {source}", parameters)
    return [kind(*map(_plain, row)) for row in zip(*(answer[name].to_pylist() for name in names), strict=True)]


def _plain(value: Any) -> Any:
    """Whole numbers that sums give as decimals."""
    return int(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True, slots=True)
class Holdings:
    """What all pages need: every document and program in brief, and how programs stand to each other."""

    state_id: str
    documents: tuple[DocumentRow, ...]
    programs: tuple[ProgramRow, ...]
    names: tuple[NameRow, ...]
    budgets: tuple[BudgetRow, ...]
    candidates: tuple[CandidateRow, ...]
    links: tuple[LinkRow, ...]
    warnings: tuple[WarningRow, ...]
    open_issues: Mapping[str, int]
    totals: TotalsRow

    def document_of(self) -> dict[str, DocumentRow]:
        """Every document by its id."""
        return {row.document_id: row for row in self.documents}

    def program_of(self) -> dict[str, ProgramRow]:
        """Every program by its id."""
        return {row.program_id: row for row in self.programs}


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is printed in some documents."""

    pages: tuple[PageRow, ...] = ()
    lines: tuple[LineRow, ...] = ()
    amounts: tuple[AmountRow, ...] = ()
    counts: tuple[CountRow, ...] = ()
    issues: tuple[IssueRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    members: tuple[MemberRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What is printed of some programs: their lines and the lines right below these, all their amounts and checks."""

    lines: tuple[LineRow, ...] = ()
    amounts: tuple[AmountRow, ...] = ()
    regions: tuple[RegionRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    members: tuple[MemberRow, ...] = ()
    revisions: tuple[RevisionRow, ...] = ()
    parents: tuple[tuple[str, str], ...] = ()  # a line above these, and its program


def read_holdings(asked: Asked, state_id: str) -> Holdings:
    """What all pages need."""
    return Holdings(
        state_id,
        tuple(read(asked, DocumentRow)),
        tuple(read(asked, ProgramRow)),
        tuple(read(asked, NameRow)),
        tuple(read(asked, BudgetRow)),
        tuple(read(asked, CandidateRow)),
        tuple(read(asked, LinkRow)),
        tuple(read(asked, WarningRow)),
        {row.document_id: row.number for row in read(asked, OpenIssuesRow)},
        read(asked, TotalsRow)[0],
    )


def read_document_facts(asked: Asked, document_ids: Collection[str]) -> DocumentFacts:
    """What is printed in these documents."""
    checks = read(asked, CheckRow, ids=document_ids)
    return DocumentFacts(
        tuple(read(asked, PageRow, ids=document_ids)),
        tuple(read(asked, LineRow, ids=document_ids)),
        tuple(read(asked, AmountRow, ids=document_ids)),
        tuple(read(asked, CountRow, ids=document_ids)),
        tuple(read(asked, IssueRow, ids=document_ids)),
        tuple(checks),
        read_members(asked, checks),
    )


def read_program_facts(asked: Asked, program_ids: Collection[str]) -> ProgramFacts:
    """What is printed of these programs."""
    lines = read(asked, LineRow, LineRow.OF_PROGRAMS, program_ids)
    line_ids = [line.line_id for line in lines]
    asked_for = set(program_ids)
    checks = read(asked, CheckRow, CheckRow.OF_LINES, [one.line_id for one in lines if one.program_id in asked_for])
    above = asked.ask(
        "SELECT DISTINCT line_id, program_id FROM budget_lines WHERE program_id IS NOT NULL AND line_id IN "
        "(SELECT unnest($ids)) ORDER BY line_id",
        {"ids": sorted({one.parent_line_id for one in lines if one.parent_line_id})},
    )
    return ProgramFacts(
        tuple(lines),
        tuple(read(asked, AmountRow, AmountRow.OF_LINES, line_ids)),
        tuple(read(asked, RegionRow, ids=program_ids)),
        tuple(checks),
        read_members(asked, checks),
        tuple(read(asked, RevisionRow, ids=program_ids)),
        tuple(zip(above["line_id"].to_pylist(), above["program_id"].to_pylist(), strict=True)),
    )


def read_failed(asked: Asked) -> tuple[tuple[CheckRow, ...], tuple[MemberRow, ...]]:
    """The checks that fail, worst first, and what went into them."""
    checks = read(asked, CheckRow, CheckRow.FAILED)
    return tuple(checks), read_members(asked, checks)


def read_members(asked: Asked, checks: Iterable[CheckRow]) -> tuple[MemberRow, ...]:
    """What went into these checks."""
    ids = [check.reconciliation_id for check in checks]
    return tuple(read(asked, MemberRow, ids=ids)) if ids else ()
