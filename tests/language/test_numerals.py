"""Numerals alone: digits with separators, kanji by position, classical kanji, and what is none."""

from __future__ import annotations

import pytest

from pipeline.language.numerals import broken_numeral, read_coefficient, read_numeral

NUMERALS = [
    # text, mantissa, decimals, grain, end
    ("1234", 1234, 0, 1, 4),
    ("1,234,567", 1_234_567, 0, 1, 9),
    ("1、234", 1234, 0, 1, 5),
    ("12.50", 1250, 2, 1, 5),
    ("0・5", 5, 1, 1, 3),
    ("1,234、567", 1234, 0, 1, 5),
    ("1.2.3", 1, 0, 1, 1),
    ("〇", 0, 0, 1, 1),
    ("三二〇〇", 3200, 0, 1, 4),
    ("二、六一二", 2612, 0, 1, 5),
    ("一一九・三", 1193, 1, 1, 5),
    ("百五十八", 158, 0, 1, 4),
    ("千八百", 1800, 0, 100, 3),
    ("三千", 3000, 0, 1000, 2),
    ("二千三百七十九", 2379, 0, 1, 7),
    ("壱拾", 10, 0, 10, 2),
    ("弐千参百", 2300, 0, 100, 4),
]


@pytest.mark.parametrize(("text", "mantissa", "decimals", "grain", "end"), NUMERALS, ids=[row[0] for row in NUMERALS])
def test_numeral(text: str, mantissa: int, decimals: int, grain: int, end: int) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert (numeral.mantissa, numeral.decimals, numeral.grain, numeral.end) == (mantissa, decimals, grain, end)


@pytest.mark.parametrize(
    "text", ["", "1,23,4", "1,234,56", "123,4567", "1、234、56", "十百千", "二二十", "9" * 19, "一" * 19, "円"]
)
def test_no_numeral(text: str) -> None:
    assert read_numeral(text, 0) is None


def test_a_broken_numeral_ends_where_its_digits_end() -> None:
    assert broken_numeral("1,23,4億円", 0) == 6
    assert broken_numeral("十百千円", 0) == 3
    assert broken_numeral("1,234", 0) is None


COEFFICIENTS = [
    ("3千5百万", 3500, 100, 4),
    ("7,530百万", 753_000, 100, 6),
    ("2千5百億", 2500, 100, 4),
    ("3千500万", 3500, 1, 5),
    ("千八百万", 1800, 100, 3),
    ("3千5千", 3000, 1000, 2),
]


@pytest.mark.parametrize(("text", "mantissa", "grain", "end"), COEFFICIENTS, ids=[row[0] for row in COEFFICIENTS])
def test_small_levels_between_digits(text: str, mantissa: int, grain: int, end: int) -> None:
    coefficient = read_coefficient(text, 0)
    assert coefficient is not None
    assert (coefficient.mantissa, coefficient.grain, coefficient.end) == (mantissa, grain, end)
