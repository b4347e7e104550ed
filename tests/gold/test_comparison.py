"""The comparison itself: what it must not let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from .comparison import compare
from .files import BadGold, read_gold

SEVEN = {"page": 2, "label": "観測拠点の整備", "fiscal_year": 2024, "amount_yen": 7_000_000}
EIGHT = {**SEVEN, "amount_yen": 8_000_000}


def test_equal_rows_agree_in_any_order() -> None:
    assert compare([SEVEN, EIGHT], [EIGHT, SEVEN]) == []


def test_a_missing_row_is_told_with_what_was_found_near_it() -> None:
    (missing, too_much) = compare([SEVEN], [EIGHT])
    assert "amount_yen is 8000000 instead of 7000000" in missing
    assert too_much.startswith("too much: page 2, label 観測拠点の整備")


def test_a_row_found_once_too_often_is_too_much() -> None:
    assert len(compare([SEVEN], [SEVEN, SEVEN])) == 1
    assert compare([SEVEN], [SEVEN, SEVEN], others_allowed=True) == []


def test_a_row_expected_twice_must_be_found_twice() -> None:
    assert len(compare([SEVEN, SEVEN], [SEVEN], others_allowed=True)) == 1


def test_null_is_not_zero() -> None:
    assert compare([{**SEVEN, "amount_yen": None}], [{**SEVEN, "amount_yen": 0}])


def test_a_row_with_an_open_key_leaves_the_exact_match_to_the_others() -> None:
    any_amount = {key: value for key, value in SEVEN.items() if key != "amount_yen"}
    assert compare([any_amount, SEVEN], [SEVEN, EIGHT]) == []


HEAD = 'file = "x.txt"\ntitle = "x"\nissuer = "x"\nrounding_mode = "unknown"\npage_count = 1\n'


@pytest.mark.parametrize(
    "row",
    [
        '{ page = 1, label = "x", amount_yen = 1 }',
        '{ page = 1, label = "x" }',
        '{ page = 1, label = "x", amount_text = "－", amount_yen = 1, precision_yen = 1 }',
        '{ page = 1, label = "x", amount_text = "－", fiscalyear = 2024 }',
        '{ label = "x", amount_text = "－" }',
    ],
    ids=["no precision", "neither yen nor dash", "yen and dash", "unknown key", "no page"],
)
def test_a_slip_in_a_gold_file_is_an_error(row: str, tmp_path: Path) -> None:
    path = tmp_path / "slip.toml"
    path.write_text(HEAD + f"amounts = [{row}]\n", encoding="utf-8")
    with pytest.raises(BadGold, match=r"slip\.toml"):
        read_gold(path)
