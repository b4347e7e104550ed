"""All tables in one list, and what refers to what.

Belongs here: the order of tables and the references between them. Does not belong here: columns.

A reference to another table is declared as a FOREIGN KEY, so a table stands behind those that it refers to. A reference
within a table is not: DuckDB checks row by row, and a line would have to be inserted behind its parent. Nor are those of
tables that only link others, with more rows than these: each declared key is an index of its own, built row by row and kept in
the file. Building a database of 2,000 documents and 204,000 amounts takes 3.6 s of processor time and 83 MB without any, 5.2 s
and 116 MB with these, 6.7 s and 142 MB with all but those of ``tokens``. The others are checked by a query when a state is built.
"""

from __future__ import annotations

from pipeline.schema.checks import (
    RECONCILIATION_MEMBERS,
    RECONCILIATIONS,
    REFERENCE_AMOUNTS,
    REVISIONS,
    WARNINGS,
)
from pipeline.schema.columns import Reference, Table
from pipeline.schema.corrections import CORRECTIONS, ERRATA
from pipeline.schema.documents import DOCUMENT_FILES, DOCUMENTS, EXTRACTION_ISSUES, PAGES
from pipeline.schema.lines import AMOUNTS, BUDGET_LINES, COUNTS, TOKENS
from pipeline.schema.programs import PROGRAM_CANDIDATES, PROGRAM_LINKS, PROGRAM_NAMES, PROGRAMS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS,
        DOCUMENT_FILES,
        PAGES,
        PROGRAMS,
        PROGRAM_NAMES,
        PROGRAM_CANDIDATES,
        PROGRAM_LINKS,
        BUDGET_LINES,
        TOKENS,
        AMOUNTS,
        COUNTS,
        REFERENCE_AMOUNTS,  # before what is made from it: Dagster is told of the tables in this order
        RECONCILIATIONS,
        RECONCILIATION_MEMBERS,
        REVISIONS,
        WARNINGS,
        EXTRACTION_ISSUES,
        ERRATA,
        CORRECTIONS,
    )
}

# Which key columns are referred to under their own name by every other table that has such a column.
_HOMES = {
    "document_id": "documents",
    "program_id": "programs",
    "line_id": "budget_lines",
    "amount_id": "amounts",
    "count_id": "counts",
    "reconciliation_id": "reconciliations",
    "reference_id": "reference_amounts",
    "erratum_id": "errata",
}

REFERENCES: tuple[Reference, ...] = (
    *(
        Reference(table.name, column.name, _HOMES[column.name], column.name)
        for table in TABLES.values()
        for column in table.columns
        if _HOMES.get(column.name, table.name) != table.name
    ),
    Reference("budget_lines", "parent_line_id", "budget_lines", "line_id"),
    Reference("budget_lines", "same_as_line_id", "budget_lines", "line_id"),
    Reference("counts", "parent_count_id", "counts", "count_id"),
    Reference("program_candidates", "other_program_id", "programs", "program_id"),
    Reference("program_links", "successor_id", "programs", "program_id"),
    *(
        Reference("revisions", f"{end}_{column}", _HOMES[column], column)
        for end in ("from", "to")
        for column in ("document_id", "line_id", "amount_id")
    ),
    Reference("warnings", "other_amount_id", "amounts", "amount_id"),
)

_CHECKED_BY_QUERY_ALONE = ("tokens", "program_names", "reconciliation_members")


def is_foreign_key(reference: Reference) -> bool:
    """Whether the database declares the reference."""
    return reference.table != reference.target and reference.table not in _CHECKED_BY_QUERY_ALONE


def references_of(table: Table) -> tuple[Reference, ...]:
    """What the columns of a table refer to."""
    return tuple(reference for reference in REFERENCES if reference.table == table.name)
