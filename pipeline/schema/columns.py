"""What a table and a view are made of.

Belongs here: columns, tables, views, references, rules for rows, and the columns that several tables share. Does not
belong here: the tables and views themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type`` is DuckDB's name for it; an empty ``allowed`` means any value.

    ``fiscal_type`` is its column type in the budget taxonomy of the Fiscal Data Package, where one fits.
    """

    name: str
    type: str
    nullable: bool
    allowed: tuple[str, ...]
    unit: str | None
    meaning: str
    meaning_ja: str = ""
    fiscal_type: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What is true of every row of a table: an SQL condition over its columns, which holds where it is true or NULL."""

    name: str
    condition: str
    meaning: str
    meaning_ja: str


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
    warning_ja: str = ""
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One view. ``sources`` are the tables and views that its SQL reads; no column of a view is a key."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    sources: tuple[str, ...]
    sql: str
    warning: str
    meaning_ja: str
    warning_ja: str


@dataclass(frozen=True, slots=True)
class Reference:
    """``table.column`` is NULL or stands in ``target``'s only key column."""

    table: str
    column: str
    target: str
    target_column: str


def column(
    name: str,
    type_: str,
    meaning: str,
    allowed: type[StrEnum] | None = None,
    unit: str | None = None,
    *,
    ja: str,
    fiscal: str | None = None,
) -> Column:
    """A column with its meaning in English and Japanese; a type ending in ``?`` may be NULL."""
    values = tuple(member.value for member in allowed) if allowed else ()
    return Column(name, type_.removesuffix("?"), type_.endswith("?"), values, unit, meaning, ja, fiscal)


def place_columns(nullable: bool = False) -> tuple[Column, ...]:
    """The columns of a ``model.Place``."""
    integer = "INTEGER?" if nullable else "INTEGER"
    box, box_ja = "from the page's top-left corner; NULL in a text document", "ページ左上隅が原点。テキスト文書ではNULL"
    offset, offset_ja = "in the text of its page (`pages.text`)", "ページ本文(`pages.text`)の先頭から数えた文字数"
    return (
        column("page", integer, "Page on which it is printed, counted from 1", ja="印字されているページ(1から数える)"),
        column("x0", "DOUBLE?", f"Left edge, {box}", unit="pt", ja=f"左端の座標。{box_ja}"),
        column("top", "DOUBLE?", f"Upper edge, {box}", unit="pt", ja=f"上端の座標。{box_ja}"),
        column("x1", "DOUBLE?", f"Right edge, {box}", unit="pt", ja=f"右端の座標。{box_ja}"),
        column("bottom", "DOUBLE?", f"Lower edge, {box}", unit="pt", ja=f"下端の座標。{box_ja}"),
        column(
            "char_start", integer, f"Offset of its first character {offset}", ja=f"最初の文字の位置。{offset_ja}(0から)"
        ),
        column(
            "char_end", integer, f"Offset behind its last character {offset}", ja=f"最後の文字の次の位置。{offset_ja}"
        ),
    )


PLACE_COLUMNS = tuple(column.name for column in place_columns())

# Of the columns of a ``model.Place``, in every table that has them.
PLACE_RULES = (
    Rule("page_from_1", "page >= 1", "Pages count from 1", "ページ番号は1以上"),
    Rule("box_has_a_size", "x0 <= x1 AND top <= bottom", "A box has no negative size", "枠の幅・高さは負にならない"),
    Rule(
        "box_is_whole",
        "(x0 IS NULL) = (top IS NULL) AND (x0 IS NULL) = (x1 IS NULL) AND (x0 IS NULL) = (bottom IS NULL)",
        "A box has all four edges or none",
        "枠の四辺は全てあるか全てないかのいずれか",
    ),
    Rule(
        "characters_in_order",
        "0 <= char_start AND char_start <= char_end",
        "A place ends where it begins or later",
        "文字範囲の終わりは始まり以降",
    ),
)


def pick(source: Table | View, *names: str, nullable: bool = False) -> tuple[Column, ...]:
    """Columns of a table or view for a view that passes them on; ``nullable`` where the view may find no row for them.

    ``KeyError`` names a column that is not there.
    """
    found = {column.name: column for column in source.columns}
    return tuple(replace(found[name], nullable=nullable or found[name].nullable) for name in names)


def full_meaning(column: Column) -> str:
    """A column's meaning with its unit."""
    return f"{column.meaning} [{column.unit}]" if column.unit else column.meaning


def describe_table(table: Table | View) -> str:
    """What a row of the table or view is, and what to beware of."""
    return f"{table.meaning} {table.warning}"


def describe_table_ja(table: Table | View) -> str:
    """The same in Japanese."""
    return f"{table.meaning_ja}{table.warning_ja}"
