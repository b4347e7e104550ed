"""All tables in one list, and what refers to what.

Belongs here: the order of tables and the references between them. Does not belong here: columns.
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
from pipeline.schema.documents import DOCUMENT_FILES, DOCUMENTS, EXTRACTION_ISSUES, PAGES
from pipeline.schema.lines import AMOUNTS, BUDGET_LINES, COUNTS, TOKENS
from pipeline.schema.programs import PROGRAM_NAMES, PROGRAMS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS,
        DOCUMENT_FILES,
        PAGES,
        PROGRAMS,
        PROGRAM_NAMES,
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
    *(
        Reference("revisions", f"{end}_{column}", _HOMES[column], column)
        for end in ("from", "to")
        for column in ("document_id", "line_id", "amount_id")
    ),
    Reference("warnings", "other_amount_id", "amounts", "amount_id"),
)
