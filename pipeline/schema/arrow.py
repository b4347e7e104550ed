"""Arrow schemas made from the description.

Belongs here: types. Does not belong here: rows.
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.schema.columns import Table, describe_table, describe_table_ja, full_meaning

_ARROW_TYPES: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, in the order of its columns."""
    return pa.schema([pa.field(column.name, _ARROW_TYPES[column.type], column.nullable) for column in table.columns])


def documented_schema(table: Table) -> pa.Schema:
    """The same with the meaning of the table and of every column in its metadata, for files that others open."""
    fields = [
        field.with_metadata({"meaning": full_meaning(column), "meaning_ja": column.meaning_ja})
        for field, column in zip(arrow_schema(table), table.columns, strict=True)
    ]
    return pa.schema(fields, {"meaning": describe_table(table), "meaning_ja": describe_table_ja(table)})
