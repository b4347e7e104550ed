"""The description as PostgreSQL writes it: tables, keys, references, comments and views.

Belongs here: types, DDL, and the rules that turn a view's SQL from DuckDB's dialect into PostgreSQL's. Does not belong here: a
connection (``storage.postgres``).

Views are translated by sqlglot, which comes with ``yosan[postgres]`` and is imported when a view is asked for. It knows the
grammar of both; what it leaves as it is, the rules below replace.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.schema.columns import Column, Reference, Table, describe_table, full_meaning
from pipeline.schema.sql import literals, quoted
from pipeline.schema.tables import REFERENCES, TABLES
from pipeline.schema.views import VIEWS

if TYPE_CHECKING:
    from sqlglot import exp

# Text is compared by its characters' codes, as DuckDB does: views that order by ids choose the same row in both.
_TYPES = {
    "VARCHAR": 'TEXT COLLATE "C"',
    "BIGINT": "BIGINT",
    "INTEGER": "INTEGER",
    "DOUBLE": "DOUBLE PRECISION",
    "BOOLEAN": "BOOLEAN",
    "DATE": "DATE",
    "TIMESTAMPTZ": "TIMESTAMPTZ",
}


# What DuckDB has and PostgreSQL has not: every byte but letters, digits and -_.~ as %XX.
_URL_ENCODE = """
CREATE FUNCTION url_encode(plain TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN (
    SELECT coalesce(string_agg(
        CASE WHEN letter COLLATE "C" ~ '^[A-Za-z0-9_.~-]$' THEN letter
            ELSE regexp_replace(upper(encode(convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\\1', 'g') END,
        '' ORDER BY place), '')
    FROM regexp_split_to_table(plain, '') WITH ORDINALITY AS letters (letter, place)
)
""".strip()


def create_tables_sql() -> list[str]:
    """The statements that make all tables, empty and without keys: rows are copied in faster so."""
    return [_create_table(table) for table in TABLES.values()]


def constraints_sql() -> list[str]:
    """The statements that give filled tables their keys, and their references with an index on each."""
    keys = [
        f"ALTER TABLE {quoted(table.name)} ADD PRIMARY KEY ({', '.join(map(quoted, table.key))});"
        for table in TABLES.values()
        if table.key
    ]
    return [*keys, *(_reference(reference) for reference in REFERENCES)]


def create_views_sql() -> list[str]:
    """The statements that make all views, each after those that it reads, and before them the functions that they call."""
    return [_URL_ENCODE, *(f"CREATE VIEW {quoted(name)} AS\n{translate(view.sql)};" for name, view in VIEWS.items())]


def comments_sql() -> list[str]:
    """The statements that say what every table, view and column means."""
    comments = []
    for kind, described in (("TABLE", TABLES), ("VIEW", VIEWS)):
        for name, table in described.items():
            comments.append(_comment(f"{kind} {quoted(name)}", describe_table(table)))
            comments.extend(_comment_column(name, one.name, full_meaning(one)) for one in table.columns)
    return comments


def translate(sql: str) -> str:
    """A query or a condition in DuckDB's dialect as one in PostgreSQL's."""
    import sqlglot

    query = sqlglot.parse_one(sql, read="duckdb")
    for rule in _RULES:
        query = query.transform(rule)
    return str(query.sql("postgres", pretty=True, unsupported_level=sqlglot.ErrorLevel.RAISE))


def _create_table(table: Table) -> str:
    lines = [_column(column) for column in table.columns]
    lines.extend(f"CHECK ({translate(rule.condition)})" for rule in table.rules)
    return f"CREATE TABLE {quoted(table.name)} (\n    " + ",\n    ".join(lines) + "\n);"


def _column(column: Column) -> str:
    """A column's line in CREATE TABLE."""
    parts = [quoted(column.name), _TYPES[column.type]]
    if not column.nullable:
        parts.append("NOT NULL")
    if column.allowed:
        parts.append(f"CHECK ({quoted(column.name)} IN ({literals(column.allowed)}))")
    return " ".join(parts)


def _reference(reference: Reference) -> str:
    """A foreign key, and the index without which following it backwards reads the whole table."""
    table, name = quoted(reference.table), quoted(reference.column)
    target = f"{quoted(reference.target)} ({quoted(reference.target_column)})"
    return f"ALTER TABLE {table} ADD FOREIGN KEY ({name}) REFERENCES {target};\nCREATE INDEX ON {table} ({name});"


def _comment(what: str, meaning: str) -> str:
    return f"COMMENT ON {what} IS {literals((meaning,))};"


def _comment_column(table: str, column: str, meaning: str) -> str:
    return _comment(f"COLUMN {quoted(table)}.{quoted(column)}", meaning)


def _count_positions(node: exp.Expr) -> exp.Expr:
    """``list_position(['a', 'b'], x)`` is ``array_position(ARRAY['a', 'b'], x)``."""
    from sqlglot import exp

    if isinstance(node, exp.Anonymous) and node.name.lower() == "list_position":
        return exp.ArrayPosition(this=node.expressions[0], expression=node.expressions[1])
    return node


def _name_groups(node: exp.Expr) -> exp.Expr:
    """``SELECT a, max(b) … GROUP BY ALL`` groups by ``a``: by every column that holds no aggregate."""
    from sqlglot import exp

    group = node.args.get("group") if isinstance(node, exp.Select) else None
    if group is None or not group.args.get("all"):
        return node
    plain = [one.unalias().copy() for one in node.expressions if not one.find(exp.AggFunc)]
    node.set("group", exp.Group(expressions=plain))
    return node


def _take_first(node: exp.Expr) -> exp.Expr:
    """``arg_min(x, k)`` is the first ``x`` in the order of ``k``; both leave out rows where either is NULL."""
    from sqlglot import exp, parse_one

    if not isinstance(node, (exp.ArgMin, exp.ArgMax)):
        return node
    value, key = (part.sql("postgres") for part in (node.this, node.expression))
    direction = "DESC" if isinstance(node, exp.ArgMax) else "ASC"
    first = (
        f"(ARRAY_AGG({value} ORDER BY {key} {direction}) FILTER (WHERE {value} IS NOT NULL AND {key} IS NOT NULL))[1]"
    )
    return parse_one(first, read="postgres")


def _fit_or_null(node: exp.Expr) -> exp.Expr:
    """``TRY_CAST(x AS BIGINT)`` of a number is NULL where it does not fit; a plain cast would fail."""
    from sqlglot import exp, parse_one

    if not isinstance(node, exp.TryCast) or node.to.this != exp.DataType.Type.BIGINT:
        return node
    value = node.this.sql("duckdb")
    fits = f"{value} BETWEEN -9223372036854775808 AND 9223372036854775807"
    return parse_one(f"CASE WHEN {fits} THEN CAST({value} AS BIGINT) END", read="duckdb")


def _widen(node: exp.Expr) -> exp.Expr:
    """``HUGEINT`` is ``NUMERIC(38, 0)``."""
    from sqlglot import exp

    if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.INT128:
        return exp.DataType.build("DECIMAL(38, 0)")
    return node


# In this order: an aggregate is still known as one when groups are named, and what it holds is translated before it is.
_RULES: tuple[Callable[[exp.Expr], exp.Expr], ...] = (
    _count_positions,
    _fit_or_null,
    _widen,
    _name_groups,
    _take_first,
)
