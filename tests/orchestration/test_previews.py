"""The first rows of tables as people see them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline import schema
from pipeline.orchestration.previews import MOST_COLUMNS, TELLING, choose_columns, show_preview, write_table
from pipeline.storage import Preview


def test_columns_that_are_told_first_are_there() -> None:
    for name, columns in TELLING.items():
        table = schema.TABLES.get(name) or schema.VIEWS[name]
        assert {column.name for column in table.columns} >= set(columns) and len(columns) <= MOST_COLUMNS


def test_names_and_figures_come_before_ids_and_places_and_empty_columns_not_at_all() -> None:
    rows = [{"line_id": "a1", "sha256": "b2", "x0": 1.5, "name": "甲", "note": None, "yen": 5, "char_start": 3}]
    assert choose_columns(rows) == ("name", "yen", "line_id", "sha256", "x0", "char_start")


def test_numbers_stand_to_the_right_and_big_ones_in_groups() -> None:
    rows: list[dict[str, object]] = [
        {"name": "甲", "year": 2024, "yen": 1234567},
        {"name": None, "year": 2025, "yen": None},
    ]
    assert write_table(rows, ("name", "year", "yen")).splitlines() == [
        "| name | year | yen |",
        "| --- | ---: | ---: |",
        "| 甲 | 2024 | 1,234,567 |",
        "|  | 2025 |  |",
    ]


def test_decimals_keep_their_digits() -> None:
    assert "1,234,567.10" in write_table([{"share": Decimal("1234567.10")}], ("share",))


@pytest.mark.parametrize("text", ["a | b", "![x](http://a.jp/x.png)", "<img src=x>", "**b**", "`c`", "a\nb"])
def test_what_a_document_prints_is_no_markdown(text: str) -> None:
    *_, row = write_table([{"text": text}], ("text",)).split("\n")
    bare = row.removeprefix("| ").removesuffix(" |")
    escaped = 0
    for before, char in zip(bare, bare[1:], strict=False):
        escaped += char in "|![]()<>*`" and before == "\\"
    assert escaped == sum(char in "|![]()<>*`" for char in bare)


def test_table_without_rows_says_so() -> None:
    assert show_preview("errata", Preview(0, []))["preview"].value == "no rows"
