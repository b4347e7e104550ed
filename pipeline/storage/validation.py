"""What the schema allows in one table, checked before anything is written.

Belongs here: a frame's checks made from the description, and the one error that names everything wrong with it. Does not
belong here: references between tables (``rows``), and what the description says (``schema``).

Rules of rows are SQL conditions, the same that the database declares: DuckDB decides all of a table's at once. Rows that break
nothing are told from the others by Arrow, in some milliseconds for a document. Only for others is pandera asked, which reports
rules together with types, NULLs, allowed values and keys: it takes 0.1 s for the smallest document, most of what storing it costs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.schema import TABLES, Table, arrow_schema
from pipeline.storage import memory
from pipeline.storage.rows import InvalidRows

if TYPE_CHECKING:
    import pandas as pd
    from pandera.errors import SchemaError
    from pandera.pandas import DataFrameSchema

_EXAMPLES = 3
_DUPLICATES = "multiple_fields_uniqueness"  # what pandera calls a key that stands twice
_NULLS = "not_nullable"


def validate(tables: Mapping[str, pa.Table], repeated: Collection[str] = ()) -> None:
    """Raise one ``InvalidRows`` that names every table, column and rule that rows break, in how many rows, and the first
    examples. The same row may stand several times in the tables of ``repeated``.
    """
    found: list[str] = []
    for name, rows in tables.items():
        unique, held = name not in repeated, decide_rules(TABLES[name], rows)
        if is_sound(TABLES[name], rows, held, unique):
            continue
        failures = find_failures(TABLES[name], rows, held, unique)
        if failures:
            found.append(f"table {name}: {'; '.join(failures)}")
    if found:
        raise InvalidRows("; ".join(found))


def decide_rules(table: Table, rows: pa.Table) -> pa.Table:
    """For each rule of a table, a column that says of each row whether it keeps it; no column where there are no rows."""
    if not table.rules or not rows.num_rows:
        return pa.table({})
    terms = ", ".join(f'coalesce({rule.condition}, true) AS "{rule.name}"' for rule in table.rules)
    with memory.connect() as connection:
        connection.register("incoming", rows)
        return connection.sql(f"SELECT {terms} FROM incoming").to_arrow_table()


def is_sound(table: Table, rows: pa.Table, held: pa.Table, unique: bool) -> bool:
    """Whether rows break nothing that their table's description says: no row does for which ``find_failures`` has no phrase."""
    return (
        rows.schema.equals(arrow_schema(table))
        and all(column.nullable or not rows[column.name].null_count for column in table.columns)
        and all(_has_only(rows[column.name], column.allowed) for column in table.columns if column.allowed)
        and all(pc.all(kept, min_count=0).as_py() for kept in held.columns)
        and not (unique and table.key and _has_twins(rows.select(list(table.key))))
    )


def _has_only(values: pa.ChunkedArray, allowed: Sequence[str]) -> bool:
    """Whether all values, where there are any, are among the allowed."""
    return bool(pc.all(pc.is_in(values.drop_null(), pa.array(allowed, values.type)), min_count=0).as_py())


def _has_twins(keys: pa.Table) -> bool:
    """Whether a row stands twice."""
    return bool(keys.group_by(keys.column_names, use_threads=False).aggregate([]).num_rows < keys.num_rows)


def find_failures(table: Table, rows: pa.Table, held: pa.Table, unique: bool) -> list[str]:
    """One phrase for each check that rows fail."""
    import pandas as pd  # it and pandera take a second to import, and only what is wrong needs them
    from pandera.errors import SchemaErrors

    kept = {name: held[name].to_pandas() for name in held.column_names}
    frame = rows.to_pandas(types_mapper=pd.ArrowDtype).assign(**kept)
    try:
        _frame_schema(table, unique).validate(frame, lazy=True)
    except SchemaErrors as errors:
        return sorted(_phrase(error, table, frame) for error in errors.schema_errors)
    return []


@cache
def _frame_schema(table: Table, unique: bool) -> DataFrameSchema:
    """A table's description as pandera takes it; each rule is a column that says whether the row keeps it."""
    import pandas as pd
    from pandera.pandas import Check, DataFrameSchema
    from pandera.pandas import Column as FrameColumn

    columns: dict[str, FrameColumn] = {}
    for column, field in zip(table.columns, arrow_schema(table), strict=True):
        checks = [Check.isin(column.allowed)] if column.allowed else []
        columns[column.name] = FrameColumn(pd.ArrowDtype(field.type), checks=checks, nullable=column.nullable)
    for rule in table.rules:
        columns[rule.name] = FrameColumn(bool, checks=Check.eq(True))
    return DataFrameSchema(columns, unique=list(table.key) if unique and table.key else None, strict=True, ordered=True)


def _phrase(error: SchemaError, table: Table, frame: pd.DataFrame) -> str:
    """What one failed check found: the column or rule, the number of rows, the first examples."""
    if error.check == _DUPLICATES:
        twice = frame.loc[frame.duplicated(list(table.key)), list(table.key)].drop_duplicates()
        return f"{len(twice)} key(s) stand twice, such as {_examples(twice.to_dict('records'))}"
    if error.check == _NULLS:
        return f"{error.schema.name} is NULL in {int(frame[error.schema.name].isna().sum())} row(s)"
    for rule in table.rules:
        if rule.name == error.schema.name:
            broken = frame.loc[~frame[rule.name]]
            shown = [one.name for one in table.columns if one.name in (*table.key, *_words(rule.condition))]
            examples = _examples(broken[shown].to_dict("records"))
            return f"{rule.condition} does not hold in {len(broken)} row(s), such as {examples}"
    for column in table.columns:
        if column.name == error.schema.name and column.allowed:
            strangers = frame.loc[~frame[column.name].isin([*column.allowed, None]), column.name].dropna()
            return (
                f"{column.name} is none of {', '.join(column.allowed)} in {len(strangers)} row(s), "
                f"such as {_examples(list(strangers.unique()))}"
            )
    return " ".join(str(error).split())


def _words(condition: str) -> list[str]:
    """The words of a condition, columns among them."""
    return condition.replace("(", " ").replace(")", " ").split()


def _examples(values: Sequence[Any]) -> str:
    """The first values, as Python writes them."""
    return ", ".join(map(repr, values[:_EXAMPLES]))
