"""Dataclasses of ``model`` to Arrow tables of ``schema``, to Parquet, and back.

Belongs here: the one translation between the two vocabularies, and references between tables in memory. Does not belong
here: what the schema allows in one table (``validation``), where files lie, and which rows belong together.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model import Box, Place
from pipeline.schema import PLACE_COLUMNS, Reference, Table, arrow_schema, documented_schema

Row = TypeVar("Row")
Rows = Mapping[str, pa.Table]  # rows by table


class InvalidRows(ValueError):
    """Rows that the schema does not allow; the message names the table."""


def to_arrow(table: Table, rows: Iterable[object]) -> pa.Table:
    """Rows of dataclasses as an Arrow table, in the order given."""
    try:
        return pa.Table.from_pylist([_to_record(table, row) for row in rows], schema=arrow_schema(table))
    except (pa.ArrowException, OverflowError, ValueError, TypeError) as error:
        raise InvalidRows(f"table {table.name}: {error}") from error


def from_arrow(kind: type[Row], rows: pa.Table) -> tuple[Row, ...]:
    """The dataclasses that ``to_arrow`` was given."""
    enums = _field_enums(kind)
    return tuple(_from_record(kind, enums, record) for record in rows.to_pylist())


def check_reference(reference: Reference, rows: pa.Table, target: pa.Table) -> None:
    """Raise ``InvalidRows`` if rows refer to what is not in ``target``; NULL refers to nothing."""
    values = rows.column(reference.column).drop_null()
    strays = values.filter(pc.invert(pc.is_in(values, target.column(reference.target_column))))
    if len(strays):
        raise InvalidRows(describe_strays(reference, len(strays), strays[0].as_py()))


def describe_strays(reference: Reference, number: int, example: object) -> str:
    """What is wrong with rows that refer to nothing."""
    return (
        f"table {reference.table}: {number} row(s) have a {reference.column} that is not in {reference.target}, "
        f"such as {example}"
    )


def sort_rows(table: Table, rows: pa.Table) -> pa.Table:
    """Rows by the table's key; by all columns where it has none."""
    names = table.key or tuple(column.name for column in table.columns)
    return rows.sort_by([(name, "ascending") for name in names])


def with_meanings(table: Table, rows: pa.Table) -> pa.Table:
    """The same rows, whose columns say what they mean to whoever opens the file."""
    return rows.cast(documented_schema(table))


def write_parquet(rows: pa.Table, path: Path) -> None:
    """Write the same bytes for the same rows, with a checksum per page."""
    pq.write_table(rows, path, compression="zstd", write_page_checksum=True)


def read_parquet(name: str, schema: pa.Schema, path: Path) -> pa.Table:
    """Read a table's file, checking its checksums and its columns; ``ValueError`` or ``OSError`` if they are wrong."""
    with path.open("rb") as file:
        rows = pq.ParquetFile(file, page_checksum_verification=True).read()
    if rows.schema.remove_metadata() != schema:
        raise ValueError(f"its columns are not those of {name}")
    return rows


def _to_record(table: Table, row: object) -> dict[str, Any]:
    """A dataclass as a mapping from column to value."""
    record = _place_record(row.place) if hasattr(row, "place") else {}
    for column in table.columns:
        if column.name not in record:
            record[column.name] = _plain(getattr(row, column.name))
    return record


def _place_record(place: Place | None) -> dict[str, Any]:
    """A place as its columns."""
    if place is None:
        return dict.fromkeys(PLACE_COLUMNS)
    box = place.box
    edges = (box.x0, box.top, box.x1, box.bottom) if box else (None,) * 4
    return dict(zip(PLACE_COLUMNS, (place.page, *edges, place.char_start, place.char_end), strict=True))


def _plain(value: Any) -> Any:
    """A value as Arrow takes it; a time without a zone is refused, because nobody can say which one it is."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)
    return value


def _from_record(kind: type[Row], enums: Mapping[str, type[StrEnum] | None], record: Mapping[str, Any]) -> Row:
    """A mapping from column to value as a dataclass."""
    values: dict[str, Any] = {}
    for name, enumeration in enums.items():
        if name == "place":
            values[name] = _read_place(record)
        elif enumeration is not None and record[name] is not None:
            values[name] = enumeration(record[name])
        else:
            values[name] = _in_utc(record[name])
    return kind(**values)


def _field_enums(kind: type[Any]) -> dict[str, type[StrEnum] | None]:
    """The fields of a dataclass, each with its enumeration if it has one."""
    hints = typing.get_type_hints(kind)
    return {field.name: _enum_in(hints[field.name]) for field in fields(kind)}


def _enum_in(hint: Any) -> type[StrEnum] | None:
    """The enumeration in a type such as ``Phase | None``."""
    for part in (hint, *typing.get_args(hint)):
        if isinstance(part, type) and issubclass(part, StrEnum):
            return part
    return None


def _read_place(record: Mapping[str, Any]) -> Place | None:
    """The place in a record, if it has one."""
    page, x0, top, x1, bottom, char_start, char_end = (record[name] for name in PLACE_COLUMNS)
    if page is None:
        return None
    return Place(page, None if x0 is None else Box(x0, top, x1, bottom), char_start, char_end)


def _in_utc(value: Any) -> Any:
    """Times in Python's own UTC; all else as it is."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value
