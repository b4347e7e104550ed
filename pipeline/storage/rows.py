"""Dataclasses of ``model`` to Arrow tables of ``schema``, to Parquet, and back.

Belongs here: the one translation between the two vocabularies, and references between tables in memory. Does not belong
here: what the schema allows in one table (``validation``), where files lie, and which rows belong together.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model import Box, Place
from pipeline.schema import PLACE_COLUMNS, Reference, Table, arrow_schema, documented_schema

Row = TypeVar("Row")
Rows = Mapping[str, pa.Table]  # rows by table

ROW_GROUP = 122_880  # rows, as in DuckDB: so many are sorted out together by the least and the greatest of their values
MANY_ROWS = 10_000  # from here on, threads for the columns are worth starting
WORTH_SORTING = 20  # rows that make more than this share of a table are sorted in, not put in one by one

# Arrow's first choice of an allocator gives memory back to the kernel and asks for it again all the time: with it a publication of a
# million amounts takes a sixth longer. Not every platform has the other one.
if "jemalloc" in pa.supported_memory_backends():
    pa.set_memory_pool(pa.jemalloc_memory_pool())


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
    enums = _field_enums(kind)  # type: ignore[arg-type]  # a class is hashable
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


def sort_order(table: Table) -> tuple[str, ...]:
    """The columns by which a table's rows are sorted: by document, and then by the table's key, or by all where it has none.

    What belongs to one document lies together, which makes files small, and a question about a few documents quick.
    """
    names = table.key or tuple(column.name for column in table.columns)
    if not any(column.name == "document_id" for column in table.columns):
        return names
    return ("document_id", *(name for name in names if name != "document_id"))


def sort_rows(names: Sequence[str], rows: pa.Table) -> pa.Table:
    """Rows in the order of these columns."""
    return rows.sort_by([(name, "ascending") for name in names])


def insert_sorted(names: Sequence[str], kept: pa.Table, fresh: pa.Table) -> pa.Table:
    """Sorted rows with others put in at their places; what is kept is not copied unless much is added."""
    if kept.num_rows == 0 or fresh.num_rows * WORTH_SORTING > kept.num_rows:
        return sort_rows(names, pa.concat_tables([kept, fresh]))
    fresh = sort_rows(names, fresh)
    values, own = kept.column(names[0]).combine_chunks(), fresh.column(names[0]).to_pylist()
    parts: list[pa.Table] = []
    taken = 0
    for start, end in _runs(own):
        place = _place_of(values, own[start], taken)
        if place < len(values) and values[place].as_py() == own[start]:
            return sort_rows(names, pa.concat_tables([kept, fresh]))
        parts += [kept.slice(taken, place - taken), fresh.slice(start, end - start)]
        taken = place
    return pa.concat_tables([*parts, kept.slice(taken)])


def cut_sorted(name: str, rows: pa.Table, values: Iterable[str]) -> pa.Table:
    """Rows sorted by a column, without those that have one of the values; what stays is not copied."""
    column = rows.column(name).combine_chunks()
    parts: list[pa.Table] = []
    taken = 0
    for value in sorted(values):
        start = _place_of(column, value, taken)
        parts.append(rows.slice(taken, start - taken))
        taken = _place_of(column, f"{value}\0", start)  # the next text in order
    return pa.concat_tables([*parts, rows.slice(taken)])


def _runs(values: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From and to of each run of equal values."""
    start = 0
    for end in range(1, len(values) + 1):
        if end == len(values) or values[end] != values[start]:
            yield start, end
            start = end


def _place_of(values: pa.Array, wanted: str, low: int) -> int:
    """The first place from ``low`` on that is not before ``wanted``. UTF-8 and Python put texts in the same order."""
    high = len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle].as_py() < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def with_meanings(table: Table, rows: pa.Table) -> pa.Table:
    """The same rows, whose columns say what they mean to whoever opens the file."""
    return rows.cast(documented_schema(table))


def write_parquet(rows: pa.Table, path: Path, unique: str | None = None) -> None:
    """Write the same bytes for the same rows, however they lie in memory, with a checksum per page.

    A column in which every value is ``unique`` is written without a dictionary, which would only repeat it.
    """
    coded = [name for name in rows.column_names if name != unique]
    with pq.ParquetWriter(
        path, rows.schema, compression="zstd", write_page_checksum=True, use_dictionary=coded
    ) as writer:
        for start in range(0, rows.num_rows, ROW_GROUP):
            # In one piece: where pages end depends on where the pieces do.
            writer.write_table(rows.slice(start, ROW_GROUP).combine_chunks(), row_group_size=ROW_GROUP)


def read_parquet(name: str, schema: pa.Schema, path: Path) -> pa.Table:
    """Read a table's file, checking its checksums and its columns; ``ValueError`` or ``OSError`` if they are wrong."""
    with pa.OSFile(str(path)) as file:  # Arrow asks one of Python's for every piece of a column, with a copy each time
        source = pq.ParquetFile(file, page_checksum_verification=True)
        rows = source.read(use_threads=source.metadata.num_rows > MANY_ROWS)
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


@cache
def _field_enums(kind: Any) -> dict[str, type[StrEnum] | None]:
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
