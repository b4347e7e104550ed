"""The data dictionary made from the description, as Markdown.

Belongs here: how it reads. Does not belong here: what it says.
"""

from __future__ import annotations

from pipeline.schema.columns import Table, describe_table, full_meaning
from pipeline.schema.tables import TABLES
from pipeline.schema.views import VIEW_MEANINGS, VIEW_ORDER, VIEWS, view_column_meaning


def render_dictionary() -> str:
    """The data dictionary: every table and view with every column, as Markdown."""
    parts = ["# Data dictionary", "Made from `pipeline/schema.py`; do not edit.", "## Tables"]
    parts.extend(_render_table(table) for table in TABLES.values())
    parts.append("## Views")
    parts.extend(_render_view(name) for name in VIEWS)
    return "\n\n".join(parts) + "\n"


def _render_table(table: Table) -> str:
    """A table's section of the dictionary."""
    key = f"Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else "No key."
    rows = ["| column | type | NULL | values | meaning |", "|---|---|---|---|---|"]
    for column in table.columns:
        values = ", ".join(f"`{value}`" for value in column.allowed)
        null = "yes" if column.nullable else "no"
        rows.append(f"| {column.name} | {column.type} | {null} | {values} | {full_meaning(column)} |")
    return f"### {table.name}\n\n{key} {describe_table(table)}\n\n" + "\n".join(rows)


def _render_view(name: str) -> str:
    """A view's section of the dictionary."""
    rows = ["| column | meaning |", "|---|---|"]
    rows.extend(f"| {column} | {view_column_meaning(name, column)} |" for column in VIEW_ORDER[name])
    return f"### {name}\n\n{VIEW_MEANINGS[name]}\n\n" + "\n".join(rows)
