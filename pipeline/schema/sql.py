"""Statements of SQL made from the description.

Belongs here: DDL with keys, constraints and comments, and how names and values are written. Does not belong here: a
connection (``storage``).
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import FAILING, GRAVEST_FIRST
from pipeline.schema.columns import Column, Table, describe_table, full_meaning
from pipeline.schema.tables import is_foreign_key, references_of


def literals(values: Iterable[str]) -> str:
    """Values as a list of SQL strings, without brackets."""
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


# The condition that a check failed: a comparison of its status.
FAILED = f"IN ({literals(FAILING)})"
# What checks find, the gravest first, as a list.
GRAVITY = f"[{literals(GRAVEST_FIRST)}]"
# The order in which checks are shown, by columns of reconciliations: what was found, then how large a share of the figure is missed,
# in millionths and whatever its unit, then how much.
WORST_FIRST = (
    f"list_position({GRAVITY}, status), abs(residual::HUGEINT) * 1000000 // greatest(abs(stated::HUGEINT), 1) DESC NULLS LAST, "
    "abs(residual::HUGEINT) DESC NULLS LAST"
)


def create_table_sql(table: Table) -> str:
    """The statements that make a table with its keys, its NOT NULLs, its allowed values, its rules and its comments."""
    lines = [_column_sql(column) for column in table.columns]
    if table.key:
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    lines.extend(
        f"FOREIGN KEY ({quoted(one.column)}) REFERENCES {quoted(one.target)} ({quoted(one.target_column)})"
        for one in references_of(table)
        if is_foreign_key(one)
    )
    lines.extend(f"CHECK ({rule.condition})" for rule in table.rules)
    create = f"CREATE TABLE {quoted(table.name)} (\n    " + ",\n    ".join(lines) + "\n);"
    comments = [f"COMMENT ON TABLE {quoted(table.name)} IS {literals((describe_table(table),))};"]
    for column in table.columns:
        target = f"{quoted(table.name)}.{quoted(column.name)}"
        comments.append(f"COMMENT ON COLUMN {target} IS {literals((full_meaning(column),))};")
    return "\n".join((create, *comments))


def _column_sql(column: Column) -> str:
    """A column's line in CREATE TABLE."""
    parts = [quoted(column.name), column.type]
    if not column.nullable:
        parts.append("NOT NULL")
    if column.allowed:
        parts.append(f"CHECK ({quoted(column.name)} IN ({literals(column.allowed)}))")
    return " ".join(parts)


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return f'"{name}"'
