"""What a long row costs grows with its length, not with the square of it: a file of a few kilobytes must not hold a reader."""

from __future__ import annotations

import pytest

from pipeline.extraction.labels import clean_label
from tests.effort import calls_of, repeated

from .documents import facts_of

SHORT, LONG = 400, 4_000
MOST_CALLS = 12.0


@pytest.mark.parametrize("piece", ["(", "(【「", "の(", "()", "・・", "[注]", "対"])
def test_a_label_of_dangling_brackets_is_not_cut_one_by_one(piece: str) -> None:
    text = repeated(piece, 100_000) + "学校施設整備費"
    assert calls_of(clean_label, text) < 10_000


@pytest.mark.parametrize("piece", ["※1", "(", "(【", "平成18~", "学校|", "対前年度"])
def test_ten_times_the_row_is_ten_times_the_work(piece: str) -> None:
    def read(text: str) -> None:
        facts_of(f"令和6年度予算\n単位:百万円\n{text}学校施設整備費 1,234\n")

    short, long = repeated(piece, SHORT), repeated(piece, LONG)
    for text in (short, long):
        read(text)  # what is worked out once is no work of the row's
    assert calls_of(read, long) <= MOST_CALLS * calls_of(read, short) + 1_000
