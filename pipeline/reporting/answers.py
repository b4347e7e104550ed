"""Answers to questions as files: CSV, TSV, JSON, Parquet.

Belongs here: how values are written so that none changes on the way. Does not belong here: asking (``storage``), tables on a
terminal (``cli``).

Figures are written without separators and never through a float: a decimal keeps all its places, in JSON as a string
because most readers would make a float of it. Dates and times are ISO 8601. NULL and the empty string stay apart: nothing and
``""`` in CSV, ``\\N`` and nothing in TSV, ``null`` and ``""`` in JSON. Lists, maps and structs stand in CSV and TSV as JSON.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# How a cell begins that spreadsheets take for a formula (OWASP: CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

# What would end a cell or a row of TSV, as PostgreSQL's COPY writes it.
_TSV_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_TSV_NULL = "\\N"


class UnwritableAnswer(ValueError):
    """An answer that a format cannot hold; the message says why and what to do."""


def answer_rows(answer: pa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer, also where two columns have the same name."""
    return zip(*(column.to_pylist() for column in answer.columns), strict=True)


def write_csv(answer: pa.Table, for_excel: bool = False) -> bytes:
    """The answer as CSV in UTF-8, text in quotes.

    For Excel, which otherwise guesses the encoding and runs formulas: with a byte order mark, and an apostrophe before text
    that begins as a formula does.
    """
    columns = [_csv_column(column, for_excel) for column in answer.columns]
    names = [_without_formula(name) if for_excel else name for name in answer.column_names]
    file = io.BytesIO(BYTE_ORDER_MARK if for_excel else b"")
    file.seek(0, io.SEEK_END)
    pa_csv.write_csv(pa.Table.from_arrays(columns, names), file, pa_csv.WriteOptions(quoting_style="needed"))
    return file.getvalue()


def write_tsv(answer: pa.Table) -> bytes:
    """The answer as tab-separated values in UTF-8: one line per row, tabs and line ends in a cell escaped (``\\t``, ``\\n``)."""
    lines = ["\t".join(name.translate(_TSV_ESCAPES) for name in answer.column_names)]
    lines += ["\t".join(map(_tsv_cell, row)) for row in answer_rows(answer)]
    return ("\n".join(lines) + "\n").encode()


def write_json(answer: pa.Table) -> bytes:
    """The answer as a list of objects, one a line. ``UnwritableAnswer`` if two columns have the same name."""
    _refuse_same_names(answer)
    rows = [_json(dict(zip(answer.column_names, row, strict=True))) for row in answer_rows(answer)]
    return ("[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n").encode()


def write_parquet(answer: pa.Table) -> bytes:
    """The answer as Parquet. ``UnwritableAnswer`` if two columns have the same name."""
    _refuse_same_names(answer)
    file = io.BytesIO()
    pq.write_table(answer, file, compression="zstd")
    return file.getvalue()


def plain_text(value: Any) -> str:
    """A value that is not NULL as text, exact."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, Decimal | date | time):
        return _plain_scalar(value)
    return _json(value)


def _plain_scalar(value: Decimal | date | time) -> str:
    """A decimal with all its places, a date or a time in ISO 8601."""
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat()


def _csv_column(column: pa.ChunkedArray, for_excel: bool) -> pa.ChunkedArray:
    """A column that the CSV writer takes; its own numbers, booleans, decimals, dates and texts it writes as they are."""
    kind = column.type
    if pa.types.is_string(kind):
        return pa.chunked_array([_texts(column, for_excel)], pa.string()) if for_excel else column
    if pa.types.is_primitive(kind) and not pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        return column
    return pa.chunked_array([_texts(column, for_excel)], pa.string())


def _texts(column: pa.ChunkedArray, for_excel: bool) -> list[str | None]:
    texts = [None if value is None else plain_text(value) for value in column.to_pylist()]
    return [None if text is None else _without_formula(text) for text in texts] if for_excel else texts


def _without_formula(text: str) -> str:
    """Text that a spreadsheet shows instead of running it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _tsv_cell(value: Any) -> str:
    return _TSV_NULL if value is None else plain_text(value).translate(_TSV_ESCAPES)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=json_default)


def json_default(value: Any) -> Any:
    """What JSON has no word for: whole decimals are numbers, all else is text."""
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else _plain_scalar(value)
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def _refuse_same_names(answer: pa.Table) -> None:
    """Raise ``UnwritableAnswer`` if two columns have the same name."""
    names = answer.column_names
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UnwritableAnswer(f"two columns of the answer are called {twice}: name one of them otherwise with AS")
