"""What rows may not be is said at once, in words: table, column or rule, how many rows, the first of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.model import Amount, Box, Measure, Place
from pipeline.schema import TABLES, Column
from pipeline.storage import InvalidRows, write_document
from pipeline.storage.rows import to_arrow
from pipeline.storage.validation import decide_rules, find_failures, is_sound

from .samples import AMOUNT, COUNT, FACTS, LINE


def test_one_error_names_everything_that_is_wrong(tmp_path: Path) -> None:
    wrong = (
        replace(AMOUNT, measure=cast(Measure, "guess")),
        replace(AMOUNT, amount_id="a2", measure=cast(Measure, "hope"), place=Place(0, None, 7, 3)),
        replace(AMOUNT, amount_id="a2", precision_yen=0),
    )
    with pytest.raises(InvalidRows) as error:
        write_document(tmp_path, replace(FACTS, amounts=wrong, counts=(replace(COUNT, value=-1),)))
    message = str(error.value)
    for phrase in (
        "table amounts: ",
        "1 key(s) stand twice, such as {'amount_id': 'a2'}",
        "measure is none of budget, change, unit_cost, cumulative in 2 row(s), such as 'guess', 'hope'",
        "page >= 1 does not hold in 1 row(s), such as {'amount_id': 'a2', 'page': 0}",
        "char_start <= char_end does not hold in 1 row(s), such as {'amount_id': 'a2', 'char_start': 7, 'char_end': 3}",
        "precision_yen >= 1 does not hold in 1 row(s)",
        "; table counts: value >= 0 does not hold in 1 row(s), such as {'count_id': 'c1', 'value': -1}",
    ):
        assert phrase in message
    assert not (tmp_path / "documents").exists()


@pytest.mark.parametrize(
    ("amount", "condition"),
    [
        (replace(AMOUNT, place=Place(1, Box(10, 0, 5, 1), 0, 1)), "x0 <= x1"),
        (replace(AMOUNT, place=Place(1, Box(0, 10, 5, 1), 0, 1)), "top <= bottom"),
        (replace(AMOUNT, place=Place(1, None, -1, 1)), "0 <= char_start"),
        (replace(AMOUNT, amount_yen=5, amount_yen_max=4), "amount_yen <= amount_yen_max"),
        (replace(AMOUNT, supplement_no=0), "supplement_no >= 1"),
    ],
)
def test_row_that_breaks_a_rule_is_refused(tmp_path: Path, amount: Amount, condition: str) -> None:
    with pytest.raises(InvalidRows, match="^table amounts: .*does not hold in 1 row") as error:
        write_document(tmp_path, replace(FACTS, amounts=(amount,)))
    assert condition in str(error.value)


def test_null_where_none_may_be_is_counted(tmp_path: Path) -> None:
    wrong = replace(LINE, label=cast(str, None))
    with pytest.raises(InvalidRows, match=r"table budget_lines: .*label"):
        write_document(tmp_path, replace(FACTS, lines=(wrong, *FACTS.lines[1:])))


def test_rule_holds_where_its_columns_are_null(tmp_path: Path) -> None:
    amount = replace(AMOUNT, amount_yen=None, amount_yen_max=None, precision_yen=None, place=Place(1, None, 0, 0))
    write_document(tmp_path, replace(FACTS, amounts=(amount,)))


VALUES = {pa.string(): ("", "yes", "budget"), pa.bool_(): (True, False), pa.float64(): (-1.0, 0.0, 400.0)}
AMOUNTS = TABLES["amounts"]
SOUND = to_arrow(AMOUNTS, [replace(AMOUNT, amount_id=f"a{number}") for number in range(3)])


@settings(max_examples=40)
@given(
    column=some.sampled_from(AMOUNTS.columns),
    row=some.integers(0, SOUND.num_rows - 1),
    value=some.integers(-1, 2),
    unique=some.booleans(),
)
def test_rows_are_sound_where_no_failure_is_found(column: Column, row: int, value: int, unique: bool) -> None:
    """NULL, a stranger, a twin, a broken rule in any column: what is quick and what explains agree."""
    field = SOUND.schema.field(column.name)
    held = SOUND[column.name].to_pylist()
    others = VALUES.get(field.type, (-1, 0, 2**31 - 1))
    held[row] = None if value < 0 else "a0" if column.name == "amount_id" else others[value % len(others)]
    rows = SOUND.set_column(SOUND.schema.get_field_index(column.name), field, [pa.array(held, field.type)])
    rules = decide_rules(AMOUNTS, rows)
    assert is_sound(AMOUNTS, rows, rules, unique) == (not find_failures(AMOUNTS, rows, rules, unique))
