"""Whatever stands on a page, and wherever: nothing fails, every character is read once, and it takes no minutes.

Pages are made by hypothesis as a parser would hand them over: texts and rules anywhere, also without width, of negative height, in the
same place, at no number at all.
"""

from __future__ import annotations

import math
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Block, Box, Page, Table, Word
from pipeline.reading.blocks import MOST_FRAMES, find_frames
from pipeline.reading.limits import Limits
from pipeline.reading.pdf import read_in_time, read_page
from pipeline.reading.raw import Char, Chars, RawPage, Rule

FIGURES = ("1,234", "56", "△7", "(8)", "－", "100.0", "９")
FIRST_KANJI, LONGEST_NAME = 0x4E00, 5
NO_PLACES = (0.0, -0.0, -1.0, 1e-9, 19_999.0, -19_999.0, math.nan, math.inf, -math.inf)
PLACES = st.one_of(st.integers(0, 60).map(lambda place: place * 10.0), st.floats(-100, 900), st.sampled_from(NO_PLACES))
SIZES = st.sampled_from((10.0, 10.0, 8.0, 0.5, 0.0, 300.0, math.nan, math.inf))
SHARES = st.sampled_from((1.0, 1.0, 1.0, 0.5, 0.0, -1.0, 50.0))
RULES = st.lists(st.builds(Rule, st.booleans(), PLACES, PLACES, PLACES), max_size=40)
SHAPES = st.lists(st.builds(Box, PLACES, PLACES, PLACES, PLACES), max_size=12)
# 7,000 words fill a page to its limit of characters.
MOST_SECONDS = 30.0  # of a processor that others use as well; a second or two on an idle one


def set_text(text: str, x: float, y: float, size: float, width: float = 0.6, height: float = 1.0) -> list[Char]:
    """A text set from a place on, each character as wide and as high as these shares of its size."""
    step = size * width
    return [
        Char(char, x + number * step, y, x + (number + 1) * step, y + size * height, size)
        for number, char in enumerate(text)
    ]


def name_of(number: int, length: int) -> str:
    """Kanji that stand nowhere else, so that each can be looked for."""
    first = FIRST_KANJI + number * LONGEST_NAME
    return "".join(map(chr, range(first, first + length)))


@st.composite
def strewn_pages(draw: st.DrawFn) -> RawPage:
    """Texts, rules and shapes anywhere."""
    chars: list[Char] = []
    for number in range(draw(st.integers(1, 25))):
        name = name_of(number, draw(st.integers(1, LONGEST_NAME)))
        text = draw(st.sampled_from((name, *FIGURES, " ", "……")))
        chars += set_text(text, draw(PLACES), draw(PLACES), draw(SIZES), draw(SHARES), draw(SHARES))
    return RawPage(
        1,
        595.0,
        draw(st.sampled_from((842.0, 0.0))),
        Chars.of(chars),
        Chars(),
        tuple(draw(RULES)),
        tuple(draw(SHAPES)),
        True,
    )


@st.composite
def ruled_pages(draw: st.DrawFn) -> RawPage:
    """A table with rules that lack, end early or miss each other, and texts in its cells or across their sides."""
    xs = sorted(draw(st.lists(st.integers(2, 58), min_size=3, max_size=7, unique=True)))
    ys = sorted(draw(st.lists(st.integers(2, 80), min_size=3, max_size=9, unique=True)))
    off = draw(st.sampled_from((0.0, 0.0, 0.4, 3.0, -3.0)))
    seldom = st.integers(0, 9).map(lambda chance: chance == 0)
    upright = [
        Rule(False, x * 10.0 + off, ys[0] * 10.0, ys[-2 if draw(seldom) else -1] * 10.0) for x in xs if not draw(seldom)
    ]
    level = [
        Rule(True, y * 10.0, xs[1 if draw(seldom) else 0] * 10.0, xs[-1] * 10.0 + off) for y in ys if not draw(seldom)
    ]
    chars: list[Char] = []
    for number, (x, y) in enumerate((x, y) for x in xs[:-1] for y in ys[:-1]):
        text = draw(st.sampled_from((name_of(number, 3), "", *FIGURES)))
        right, down = draw(st.sampled_from(((1.0, 1.0), (1.0, 1.0), (-8.0, -5.0), (10.0, 9.9))))
        chars += set_text(text, x * 10.0 + right, y * 10.0 + down, 8.0)
    return RawPage(1, 595.0, 842.0, Chars.of(chars), Chars(), (*upright, *level, *draw(RULES)[:5]), (), True)


def words_of(page: Page) -> list[Word]:
    """The words of a page's blocks and cells."""
    words: list[Word] = []
    for element in page.elements:
        held = element.lines if isinstance(element, Block) else [line for cell in element.cells for line in cell.lines]
        words += [word for line in held for word in line.words]
    return words


def assert_whole(raw: RawPage) -> None:
    """Every kanji that was set is in exactly one word, and every word at its own place in the text; cells lie in their table."""
    page, at = read_page(raw), 0
    words = sorted(words_of(page), key=lambda word: word.start)
    for word in words:
        assert at <= word.start < word.end and page.text[word.start : word.end] == word.text
        at = word.end
    assert "".join(page.text.split()) == "".join("".join(word.text.split()) for word in words)
    wanted = Counter(char.text for char in raw.chars if char.box.height > 0 and ord(char.text) >= FIRST_KANJI)
    read = Counter(char for word in words for char in word.text if ord(char) >= FIRST_KANJI)
    assert {char: number for char, number in read.items() if char in wanted} == wanted
    for table in (element for element in page.elements if isinstance(element, Table)):
        covered = Counter(
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        )
        assert all(number == 1 for number in covered.values())
        assert all(row < table.row_count and column < table.column_count for row, column in covered)


@settings(max_examples=40)
@given(strewn_pages())
def test_what_is_strewn_over_a_page_is_read_once(raw: RawPage) -> None:
    assert_whole(raw)


@settings(max_examples=40)
@given(ruled_pages())
def test_what_stands_in_a_table_is_in_one_cell_or_beside_it(raw: RawPage) -> None:
    assert_whole(raw)


def crowd(columns: int, across: float, down: float, figures: int = 7_000) -> Chars:
    """As many figures as a page may have, in so many columns; with one column they stand one above the other, or all in one place."""
    places = (((number % columns) * across, (number // columns) * down) for number in range(figures))
    return Chars.of(char for x, y in places for char in set_text("1,23", x, y, 8.0))


@pytest.mark.parametrize(
    "raw",
    [
        RawPage(1, 2400.0, 1100.0, crowd(60, 40.0, 9.0), Chars(), (), (), True),
        RawPage(
            1,
            2400.0,
            1100.0,
            crowd(60, 40.0, 9.0),
            Chars(),
            tuple(Rule(True, i * 9.0, 0.0, 2400.0) for i in range(120)),
            (),
            True,
        ),
        RawPage(1, 595.0, 842.0, crowd(7_000, 2.0, 0.0), Chars(), (), (), True),
        RawPage(1, 595.0, 842.0, crowd(1, 0.0, 1.0), Chars(), (), (), True),
        RawPage(1, 595.0, 842.0, crowd(1, 0.0, 0.0), Chars(), (), (), True),
    ],
    ids=["aligned", "level rules", "one line", "one column", "one place"],
)
def test_a_page_as_full_as_it_may_be_takes_seconds(raw: RawPage) -> None:
    begun = time.process_time()
    read_page(raw)
    assert time.process_time() - begun < MOST_SECONDS


def test_a_picture_of_thousands_of_boxes_has_no_more_frames_than_are_compared() -> None:
    """Ten thousand boxes, as a map has them, took several minutes."""
    at = [((i * 7) % 500, (i * 13) % 700, 30.0 + i % 50, 20.0 + i % 30) for i in range(10_000)]
    shapes = [Box(x, y, x + width, y + height) for x, y, width, height in at]
    begun = time.process_time()
    frames = find_frames(shapes, [], Box(0.0, 0.0, 595.0, 842.0))
    assert len(frames) <= MOST_FRAMES
    assert time.process_time() - begun < MOST_SECONDS


def test_a_page_that_takes_too_long_to_arrange_is_given_up_and_says_so() -> None:
    # More than a page may have: it must take long also where the clock's first stroke is lost.
    raw = RawPage(7, 2400.0, 1100.0, crowd(60, 40.0, 9.0, figures=70_000), Chars(), (), (), True)
    page = read_in_time(raw, Limits(seconds=0.01))
    assert (page.number, page.text, page.is_beyond_limit) == (7, "", True)
    assert page.problem == "the page takes longer than 0.01 seconds to parse"
