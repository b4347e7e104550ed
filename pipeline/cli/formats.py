"""How lists are printed: a table for people, TSV and JSON for programs.

Belongs here: the formats that commands share. Does not belong here: what is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from pipeline.cli.app import console


class Format(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"


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
