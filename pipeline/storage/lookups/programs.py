"""One program: its figures year by year, its regions, what it belongs to and what it is made of, what it goes on as.

Belongs here: the question to the state. Does not belong here: which program is meant by a name (``search``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline.schema import PHASE_ORDER
from pipeline.storage.lookups.asking import as_rows, ask, listed
from pipeline.storage.lookups.checks import CHECKS, WORST_FIRST, CheckMade, as_checks

# The beginning of an id: as few digits as hardly any two ids share, and not a year.
_ID = re.compile(r"[0-9a-f]{6,16}")
_BY_YEAR = f"fiscal_year NULLS LAST, list_position({PHASE_ORDER}, phase) NULLS LAST, supplement_no NULLS FIRST"

_FIGURES = """
    SELECT b.fiscal_year, b.phase, b.supplement_no, b.amount_yen, b.bound_yen, b.qualifier, a.approximate, b.is_corrected,
        b.amount_yen_printed, b.bound_yen_printed, y.change_yen, y.change_rate, b.change_yen AS printed_change_yen, b.marker,
        b.reconciliation_status, a.amount_text, a.unit_text, a.evidence, b.document_id, d.source_uri, b.page, b.line_id, b.amount_id
    FROM program_budgets b
    JOIN amounts_corrected a ON a.amount_id = b.amount_id
    JOIN documents d ON d.document_id = b.document_id
    LEFT JOIN year_on_year y ON y.program_id = b.program_id AND y.fiscal_year = b.fiscal_year AND y.phase = b.phase
        AND y.document_id = b.document_id AND y.amount_yen IS NOT DISTINCT FROM b.amount_yen
    WHERE b.program_id = $program_id
""".strip("\n")

_REGIONS = """
    SELECT c.count_id, c.parent_count_id, c.subject, c.unit, c.value, c.value_printed, c.is_corrected, c.fiscal_year, c.status,
        c.relation, c.approximate, c.count_text, c.evidence, c.document_id, d.source_uri, c.page
    FROM region_counts c
    JOIN documents d ON d.document_id = c.document_id
    WHERE c.program_id = $program_id
""".strip("\n")

_PARENTS = """
    SELECT p.program_id, p.name, p.stage, k.relation, list(DISTINCT d.source_uri ORDER BY d.source_uri) AS documents
    FROM budget_lines k
    JOIN budget_lines above ON above.line_id = k.parent_line_id
    JOIN programs p ON p.program_id = above.program_id
    JOIN documents d ON d.document_id = k.document_id
    WHERE k.program_id = $program_id AND p.program_id <> $program_id
    GROUP BY ALL
""".strip("\n")

_PARTS = """
    SELECT above.line_id AS parent_line_id, above.ordinal AS parent_ordinal, k.line_id, k.program_id, k.label, k.relation, k.ordinal, a.fiscal_year, a.phase,
        a.supplement_no, a.amount_yen, a.amount_yen_max, a.qualifier, a.approximate, a.is_corrected, a.amount_yen_printed,
        a.amount_yen_max_printed, a.amount_text, k.document_id, d.source_uri, k.page
    FROM budget_lines above
    JOIN budget_lines k ON k.parent_line_id = above.line_id AND NOT k.is_total
    JOIN documents d ON d.document_id = k.document_id
    LEFT JOIN amounts_corrected a ON a.line_id = k.line_id AND a.measure = 'budget' AND a.nature = 'expenditure'
    WHERE above.program_id = $program_id AND k.program_id IS DISTINCT FROM $program_id
""".strip("\n")

_LINKS = """
    SELECT CASE WHEN k.program_id = $program_id THEN 'successor' ELSE 'predecessor' END AS direction,
        p.program_id, p.name, p.stage, k.kind, k.reason
    FROM program_links k
    JOIN programs p ON p.program_id = CASE WHEN k.program_id = $program_id THEN k.successor_id ELSE k.program_id END
    WHERE $program_id IN (k.program_id, k.successor_id)
""".strip("\n")

_PROGRAM = f"""
SELECT p.program_id, p.name, p.stage, p.issuer, p.kind,
    (SELECT list(DISTINCT name_as_written ORDER BY name_as_written) FROM program_names n
     WHERE n.program_id = $program_id) AS names,
    {listed(_FIGURES, _BY_YEAR + ", amount_id")} AS figures,
    {listed(_REGIONS, "source_uri, page, count_id")} AS regions,
    {listed(_PARENTS, "name, stage NULLS FIRST, program_id, relation")} AS parents,
    {listed(_PARTS, f"source_uri, parent_ordinal, parent_line_id, {_BY_YEAR}, ordinal, amount_text")} AS parts,
    {listed(_LINKS, "direction DESC, name, stage NULLS FIRST, program_id")} AS links,
    {listed(f"{CHECKS} WHERE l.program_id = $program_id", WORST_FIRST)} AS checks
FROM programs p WHERE p.program_id = $program_id
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of ``program_budgets`` with its change against last year (``change_yen`` as computed, ``printed_change_yen`` as
    printed) and what is printed."""

    fiscal_year: int | None
    phase: str | None
    supplement_no: int | None
    amount_yen: int | None
    bound_yen: int | None
    qualifier: str | None
    approximate: bool
    is_corrected: bool
    amount_yen_printed: int | None
    bound_yen_printed: int | None
    change_yen: int | None
    change_rate: Decimal | None
    printed_change_yen: int | None
    marker: str | None
    reconciliation_status: str | None
    amount_text: str
    unit_text: str | None
    evidence: str
    document_id: str
    source_uri: str
    page: int
    line_id: str
    amount_id: str


@dataclass(frozen=True, slots=True)
class RegionCount:
    """A row of ``region_counts``."""

    count_id: str
    parent_count_id: str | None
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
    evidence: str
    document_id: str
    source_uri: str
    page: int


@dataclass(frozen=True, slots=True)
class Parent:
    """A program whose line stands above a line of this one, how this one relates to it, and in which documents."""

    program_id: str
    name: str
    stage: str | None
    relation: str | None
    documents: list[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A line below a line of the program, with one of its budgets; without one, all that is said of amounts is ``None``."""

    parent_line_id: str
    parent_ordinal: int
    line_id: str
    program_id: str | None
    label: str
    relation: str | None
    ordinal: int
    fiscal_year: int | None
    phase: str | None
    supplement_no: int | None
    amount_yen: int | None
    amount_yen_max: int | None
    qualifier: str | None
    approximate: bool | None
    is_corrected: bool | None
    amount_yen_printed: int | None
    amount_yen_max_printed: int | None
    amount_text: str | None
    document_id: str
    source_uri: str
    page: int


@dataclass(frozen=True, slots=True)
class Link:
    """Another program that this one goes on as (``successor``) or comes from (``predecessor``)."""

    direction: str
    program_id: str
    name: str
    stage: str | None
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProgramPortrait:
    """All that the published state says of a program."""

    program_id: str
    name: str
    stage: str | None
    issuer: str | None
    kind: str
    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    regions: tuple[RegionCount, ...]
    parents: tuple[Parent, ...]
    parts: tuple[Part, ...]
    links: tuple[Link, ...]
    checks: tuple[CheckMade, ...]


def may_be_id(text: str) -> bool:
    """Whether a text may be the beginning of an id.

    >>> may_be_id("74DF66"), may_be_id("74"), may_be_id("第Ⅱ期")
    (True, False, False)
    """
    return _ID.fullmatch(text.lower()) is not None


def find_by_id(warehouse: Path, beginning: str) -> tuple[tuple[str, str], ...]:
    """Id and name of the programs whose ids begin so, in the order of the ids."""
    sql = "SELECT program_id, name FROM programs WHERE starts_with(program_id, $beginning) ORDER BY program_id"
    return tuple((row["program_id"], row["name"]) for row in ask(warehouse, sql, {"beginning": beginning}))


def look_up_program(warehouse: Path, program_id: str) -> ProgramPortrait | None:
    """The program of that id; ``None`` if the published state has none."""
    rows = ask(warehouse, _PROGRAM, {"program_id": program_id})
    if not rows:
        return None
    (row,) = rows
    return ProgramPortrait(
        program_id=row["program_id"],
        name=row["name"],
        stage=row["stage"],
        issuer=row["issuer"],
        kind=row["kind"],
        names=tuple(row["names"] or ()),
        figures=as_rows(Figure, row["figures"]),
        regions=as_rows(RegionCount, row["regions"]),
        parents=as_rows(Parent, row["parents"]),
        parts=as_rows(Part, row["parts"]),
        links=as_rows(Link, row["links"]),
        checks=as_checks(row["checks"]),
    )
