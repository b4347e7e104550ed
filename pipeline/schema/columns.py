"""What a table is made of.

Belongs here: columns, tables, references, and the columns that several tables share. Does not belong here: the tables
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type`` is DuckDB's name for it; an empty ``allowed`` means any value."""

    name: str
    type: str
    nullable: bool
    allowed: tuple[str, ...]
    unit: str | None
    meaning: str
    meaning_ja: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``meaning`` says what a row is; ``key`` is its primary key, empty where there is none; ``warning`` is what
    goes wrong in careless use."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    warning: str
    meaning_ja: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """``table.column`` is NULL or stands in ``target``'s only key column."""

    table: str
    column: str
    target: str
    target_column: str


def column(
    name: str, type_: str, meaning: str, allowed: type[StrEnum] | None = None, unit: str | None = None, ja: str = ""
) -> Column:
    """A column with its meaning in English and Japanese; a type ending in ``?`` may be NULL."""
    values = tuple(member.value for member in allowed) if allowed else ()
    return Column(name, type_.removesuffix("?"), type_.endswith("?"), values, unit, meaning, ja)


def place_columns(nullable: bool = False) -> tuple[Column, ...]:
    """The columns of a ``model.Place``."""
    integer = "INTEGER?" if nullable else "INTEGER"
    box = "from the page's top-left corner; NULL in a text document"
    return (
        column("page", integer, "Page on which it is printed, counted from 1"),
        column("x0", "DOUBLE?", f"Left edge, {box}", unit="pt"),
        column("top", "DOUBLE?", f"Upper edge, {box}", unit="pt"),
        column("x1", "DOUBLE?", f"Right edge, {box}", unit="pt"),
        column("bottom", "DOUBLE?", f"Lower edge, {box}", unit="pt"),
        column("char_start", integer, "Offset of its first character in the text of its page (`pages.text`)"),
        column("char_end", integer, "Offset behind its last character in the text of its page (`pages.text`)"),
    )


PLACE_COLUMNS = tuple(column.name for column in place_columns())


def full_meaning(column: Column) -> str:
    """A column's meaning with its unit."""
    return f"{column.meaning} [{column.unit}]" if column.unit else column.meaning


def describe_table(table: Table) -> str:
    """What a row of the table is, and what to beware of."""
    return f"{table.meaning} {table.warning}"
