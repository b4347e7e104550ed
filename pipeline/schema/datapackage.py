"""A state's Parquet files as a Data Package, made from the description.

Belongs here: the descriptor's words (Data Package 2.0, Table Schema 2.0, column types of the Fiscal Data Package's budget
taxonomy). Does not belong here: files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.schema.columns import Column, Table, describe_table, full_meaning
from pipeline.schema.tables import TABLES, references_of

_PROFILES = "https://datapackage.org/profiles/2.0"

_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMPTZ": "datetime",
}


@dataclass(frozen=True, slots=True)
class File:
    """A written file: ``path`` relative to the descriptor, its size, the SHA-256 of its bytes in hex, its rows."""

    path: str
    size: int
    sha256: str
    rows: int


def describe_package(files: Mapping[str, File]) -> dict[str, Any]:
    """The descriptor of a state whose tables stand in ``files``; ``KeyError`` for a file that is no table."""
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "yosan",
        "title": "Japanese budget releases as tables",
        "title_ja": "予算関係公表資料の構造化データ",
        "description": "Every program, amount, fiscal year, phase and count that the releases print, with page and box. "
        "Amounts are whole yen; NULL means that the document does not say. Column types are those of the Fiscal Data "
        "Package's budget taxonomy; values of direction other than expenditure and revenue are neither.",
        "resources": [_describe_resource(TABLES[name], file) for name, file in files.items()],
    }


def _describe_resource(table: Table, file: File) -> dict[str, Any]:
    """One table's file."""
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": file.path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "description": describe_table(table),
        "description_ja": f"{table.meaning_ja}{table.warning_ja}",
        "schema": _describe_schema(table),
    }


def _describe_schema(table: Table) -> dict[str, Any]:
    """Columns and keys of one table."""
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_describe_field(column, table) for column in table.columns],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    keys = [_describe_reference(one.column, table.name, one.target, one.target_column) for one in references_of(table)]
    return schema | ({"foreignKeys": keys} if keys else {})


def _describe_reference(column: str, table: str, target: str, target_column: str) -> dict[str, Any]:
    """A foreign key; an empty resource is the table itself."""
    resource = "" if table == target else target
    return {"fields": [column], "reference": {"resource": resource, "fields": [target_column]}}


def _describe_field(column: Column, table: Table) -> dict[str, Any]:
    """One column."""
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    optional = {"columnType": column.fiscal_type, "unit": column.unit, "constraints": constraints}
    return {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": full_meaning(column),
        "description_ja": column.meaning_ja,
    } | {name: value for name, value in optional.items() if value}
