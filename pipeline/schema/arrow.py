"""Arrow schemas made from the description.

Belongs here: types. Does not belong here: rows.
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.schema.columns import Table

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
