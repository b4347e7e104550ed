"""How lists are printed: a table for people, TSV and JSON for programs.

Belongs here: the formats that commands share. Does not belong here: what is listed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import pyarrow as pa
import typer

from pipeline.cli.app import console
from pipeline.reporting import answers


class Format(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"


FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="By default a table on a terminal, TSV in a pipe."),
]


def default_format() -> Format:
    """A table where a person looks, TSV where a program reads."""
    return Format.TABLE if console.is_terminal else Format.TSV


def print_tsv(names: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """One row a line, one cell a column; what is not said is empty, and white space within a cell is one space."""
    print("\t".join(names))
    for row in rows:
        print("\t".join(map(_show, row)))


def _show(cell: Any) -> str:
    """A value as a cell of TSV."""
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else " ".join(str(cell).split())


def print_records(names: Sequence[str], records: Sequence[Mapping[str, Any]], format_: Format) -> None:
    """Records as TSV or as JSON, with every digit, as `yosan query` writes them: NULL is ``\\N`` in TSV."""
    rows = pa.table({name: pa.array([record[name] for record in records]) for name in names})
    write = answers.write_json if format_ is Format.JSON else answers.write_tsv
    sys.stdout.buffer.write(write(rows))
    sys.stdout.flush()


def print_object(content: Any) -> None:
    """Anything as JSON, as `yosan query` writes values."""
    print(json.dumps(content, ensure_ascii=False, indent=2, default=answers.json_default))
