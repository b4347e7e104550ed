"""PDF pages to the page model, in one pass: parser, words, tables, blocks, text.

Belongs here: the order of these steps and the writing of ``Page.text``. Does not belong here: any of the steps, what the
words mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.model import Block, Box, Cell, Line, Page, Table, Word, hull
from pipeline.reading.blocks import TextBlock, read_blocks
from pipeline.reading.char_words import find_words
from pipeline.reading.glyphs import is_reliable
from pipeline.reading.grids import Grid, find_grids
from pipeline.reading.levels import find_levelled
from pipeline.reading.limits import Limits
from pipeline.reading.opening import page_time
from pipeline.reading.parsers import PARSERS, Manner
from pipeline.reading.raw import EVERY_PAGE, Broken, Encrypted, PageBeyondLimit, RawPage, Rule, UnreadablePage
from pipeline.reading.words import (
    TIE,
    RawLine,
    RawWord,
    WordField,
    group_lines,
    line_box,
)

__all__ = ["Broken", "Encrypted", "read_pdf_pages"]

# A grid without a column of at least this many figures is a slide's frame, not a table.
FEWEST_FIGURES = 2
# Words of a line further apart than a full-width blank (this many font sizes) are parted by a column gap in the text.
COLUMN_GAP = 1.0
# A table may hold a single row of figures where it has at least this many columns.
HEADED_COLUMNS = 3
# Or none at all, where this many names in it have a number behind them.
FEWEST_ITEMS = 3
# So many cells are a frame and its title.
FEWEST_CELLS = 2
WORD_SPACE, COLUMN_SPACE = " ", "\u3000"

_BARE = re.compile(r"^[△▲]?[\d０-９][\d０-９,，]*$")
_FIGURE = re.compile(
    r"^[△▲\-−(（]*[\d０-９〇一二三四五六七八九十][\d０-９,，.．、・兆億百万千円〇一二三四五六七八九十]*[%％]?[)）]?$"
)
# What the figures of a column may consist of, here and in ``aligned``; one has a digit in it, or a numeral.
_MAY_BE_FIGURE = re.compile(
    r"^(?=.*[\d〇一二三四五六七八九十])[△▲\-−＋+±(（〔【\d０-９〇一二三四五六七八九十,，.．、・兆億百万千円%％)）〕】]+$"
)


def read_pdf_pages(path: Path, manner: Manner, wanted: range = EVERY_PAGE) -> tuple[Page, ...]:
    """The pages with these numbers, each by itself; one that cannot be read has a ``problem``. Raises ``Encrypted`` or ``Broken``
    for the file as a whole."""
    with PARSERS[manner.reader](path, manner.limits, wanted) as raw_pages:
        return tuple(
            _unread(number, raw) if isinstance(raw, UnreadablePage) else read_in_time(raw, manner.limits)
            for number, raw in enumerate(raw_pages, start=wanted.start)
        )


def _unread(number: int, why: UnreadablePage) -> Page:
    """A page that could not be parsed; it has no size."""
    return Page(number, 0.0, 0.0, "", (), problem=str(why), is_beyond_limit=isinstance(why, PageBeyondLimit))


def read_in_time(raw: RawPage, limits: Limits) -> Page:
    """A page arranged; one that takes too long is not read."""
    try:
        with page_time(limits):
            return read_page(raw)
    except PageBeyondLimit as why:
        return _unread(raw.number, why)


def read_page(raw: RawPage) -> Page:
    """One page arranged: tables where they are drawn or line up, the rest as blocks in reading order."""
    words = find_words(raw.chars, raw.rules)
    if not words:
        problem = "no characters although something is drawn" if raw.is_drawn else None
        return Page(raw.number, raw.width, raw.height, "", (), problem=problem)
    field = WordField(words)
    ruled = _find_ruled(raw.rules, field)
    parts = read_blocks(
        field.outside([grid.box for grid in ruled]), raw.shapes, ruled, Box(0.0, 0.0, raw.width, raw.height)
    )
    writer = _Writer()
    elements = tuple(
        writer.block(part) if isinstance(part, TextBlock) else writer.table(part, field, part in ruled)
        for part in parts
    )
    turned = writer.lines(group_lines(find_words(raw.turned, ()))) if raw.turned else ()
    page = Page(raw.number, raw.width, raw.height, writer.text, elements, turned)
    return page if is_reliable(page.text) else replace(page, label_reliable=False)


def _find_ruled(rules: Sequence[Rule], field: WordField) -> list[Grid]:
    """The tables that are drawn. None is looked for where no figure stands: what the rules there part, as the last names of a table
    that began on another page, is read as text."""
    if not has_figures(field.words):
        return []
    ruled = [grid for grid in find_grids(rules) if _is_table(grid, field)]
    return ruled + find_levelled(rules, field.outside([grid.box for grid in ruled]), ruled)


def has_figures(words: Iterable[RawWord]) -> bool:
    """Whether any word could be a figure of a table, or a part of one."""
    return any(_MAY_BE_FIGURE.match(word.text) for word in words)


def _is_table(grid: Grid, field: WordField) -> bool:
    """Whether a column of a grid holds figures, or names with theirs; the boxes of a slide do not."""
    if len(grid.cells) <= FEWEST_CELLS or not has_figures(field.inside(grid.box)):
        return False
    figures: Counter[int] = Counter()
    items = 0
    for cell in grid.cells:
        lines = group_lines(field.inside(cell.box))
        figures[cell.column] += sum(
            [_FIGURE.match("".join([word.text for word in line])) is not None for line in lines]
        )
        if figures[cell.column] >= FEWEST_FIGURES:
            return True
        items += sum(map(_is_item, lines))
    columns = sum(number > 0 for number in figures.values())
    return len(grid.xs) > HEADED_COLUMNS and (columns >= FEWEST_FIGURES or items >= FEWEST_ITEMS)


def _is_item(line: RawLine) -> bool:
    """Whether a line is a name with a bare number far behind it (説明)."""
    if len(line) < 2 or not _BARE.match(line[-1].text):
        return False
    return _is_column_gap(line[-2], line[-1])


def _is_column_gap(before: RawWord, word: RawWord) -> bool:
    return word.box.x0 - before.box.x1 > COLUMN_GAP * max(word.size, before.size) + TIE


class _Writer:
    """Collects the page's text and the lines that point into it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def block(self, part: TextBlock) -> Block:
        lines = self.lines(part.lines)
        return Block(lines, hull(line.box for line in lines), part.frame)

    def table(self, grid: Grid, field: WordField, is_ruled: bool) -> Table:
        taken = set[int]()
        cells: list[Cell] = []
        for cell in grid.cells:
            inside = [number for number in field.numbers_inside(cell.box) if number not in taken]
            taken.update(inside)
            lines = self.lines(group_lines(field.words[number] for number in inside))
            cells.append(Cell(cell.row, cell.column, cell.row_span, cell.column_span, lines, cell.box))
        return Table(tuple(cells), len(grid.ys) - 1, len(grid.xs) - 1, grid.box, is_ruled)

    def lines(self, lines: Sequence[RawLine]) -> tuple[Line, ...]:
        return tuple(self._line(line) for line in lines)

    def _line(self, line: RawLine) -> Line:
        start = self._length
        words: list[Word] = []
        text = ""
        for raw, before in zip(line, [None, *line], strict=False):
            if before is not None:
                text += COLUMN_SPACE if _is_column_gap(before, raw) else WORD_SPACE
            words.append(Word(raw.text, raw.box, start + len(text), start + len(text) + len(raw.text), raw.size))
            text += raw.text
        self._parts.append(text + "\n")
        self._length += len(text) + 1
        return Line(tuple(words), line_box(line), start, start + len(text), max(word.size for word in line))
