"""Reading is linear in the length of the text, by a count of calls and by CPU time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language import normalize
from pipeline.language.lexer import read_values
from tests.effort import calls_of, cpu_time_of, repeated

SHORT, LONG = 500, 5_000
# Ten times the text may cost this much more: work that grew with the square would be a hundred times as much.
MOST_CALLS, MOST_TIME = 11.0, 40.0

# Each repeats what makes a reader start and then fail, or run on.
PIECES = [
    "1,", "1,234,", "1、", "1、234、", "9", "1,23,4億円", "1.", "1・", "一", "一、", "十百千", "百万", "1億", "1億1千", "1億 ", "1~", "1億~", "1億から",
    "1 ", "1-", "12-34-", "1/", "- ", "-", "(", "((1)", "[", "平成", "平成18~", "H1~", "5'", "電話 (", "TEL (", "第1", "補正(", "予算(", "増△", "対前年度",
    "三人", "1件", "二、三", "数十", "約", "単位:", "(百万円", "A1-", "COE", "※1", "P", "内", "その他に", "予 算 ", "1 2 億 ", "△ ", "　", "あ",
]  # fmt: skip


def read_uncached(text: str) -> None:
    read_values.__wrapped__(text)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("run", [normalize, read_uncached], ids=["normalize", "read_values"])
def test_ten_times_the_text_is_ten_times_the_work(run: Callable[[str], object], piece: str) -> None:
    short, long = repeated(piece, SHORT), repeated(piece, LONG)
    assert calls_of(run, long) <= MOST_CALLS * calls_of(run, short) + 100
    # Below a tenth of a millisecond the clock measures itself.
    assert cpu_time_of(run, long) <= MOST_TIME * max(cpu_time_of(run, short), 1e-4)


@settings(max_examples=12)
@given(
    st.lists(
        st.sampled_from([*PIECES, "（うち", "百万円", "億円、", "〜", "年度", "②", "\u200b"]), min_size=2, max_size=4
    ).map("".join)
)
def test_any_pieces_repeated_are_no_more_work_for_each(piece: str) -> None:
    for run in (normalize, read_uncached):
        run(piece)  # what is worked out once is no work of the text's
        short, long = repeated(piece, SHORT), repeated(piece, LONG)
        assert calls_of(run, long) <= MOST_CALLS * calls_of(run, short) + 100


@pytest.mark.parametrize("piece", ["1,234,", "1,", "9", "12,345,678 "])
def test_a_long_line_of_digits_and_commas_takes_well_under_a_second(piece: str) -> None:
    text = repeated(piece, 100_000)
    assert cpu_time_of(normalize, text) + cpu_time_of(read_uncached, text) < 0.7
