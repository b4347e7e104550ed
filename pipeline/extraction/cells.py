"""Table cells to rows of text: lines of a cell, joined or one by one, with the way back to the page.

Belongs here: which printed characters a piece of a table holds and where it stands. Does not belong here: what a column
or a row means (``heads``, ``zones``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from pipeline.extraction.drafts import Row
from pipeline.extraction.places import box_of
from pipeline.language import Normalized, compact, normalize
from pipeline.model import Box, Cell, Page, Table, Word, hull

# Figures are flush right within this distance.
SAME_EDGE = 2.5
_GROUPED_END = re.compile(r"^(?P<name>.*[^\d０-９,，.．△▲])?(?P<figure>[△▲]?[\d０-９]{1,3}(?:[,，][\d０-９]{3})+)$")
_SPACED_FIGURE = re.compile(r"^[△(]?[\d,]+(?: [\d,]+)+\)?$")
# A sign at the left edge of its cell, far from the digits that it belongs to: △      1,140.
_FAR_SIGN = re.compile(r"^\(?[△+\-][ \u3000]+\d[\d,.兆億万千百円]*%?\)?$")

# Words further apart than this (in font sizes) are a name and its figure, not one text.
FIGURE_GAP = 1.0
# What begins this close (in font sizes) to the side of its cell stands at its edge.
EDGE = 1.0


class CellLine:
    """One printed line of a cell, or a part of one; what it comes to is found once."""

    def __init__(self, page: Page, words: tuple[Word, ...], cell: Cell) -> None:
        self.page, self.words, self.cell = page, words, cell
        self.box = _box_of_line(words)
        self.middle = (self.box.top + self.box.bottom) / 2
        self.size = max(word.size for word in words) if len(words) > 1 else words[0].size
        self.row = _row_of_line(self)
        self.text = self.row.text.text

    @cached_property
    def figure_row(self) -> Row:
        """The line as a row that holds a figure."""
        return _row_of_figure(self.row, self)

    @cached_property
    def tail(self) -> CellLine | None:
        """The last of several words, where it stands apart from the one before it."""
        if len(self.words) < 2:
            return None
        before, last = self.words[-2:]
        return CellLine(self.page, (last,), self.cell) if _stand_apart(before, last) else None


class PrintedTable:
    """A table with the printed lines of its cells: each rule looks at them, and each line is made once."""

    def __init__(self, page: Page, table: Table) -> None:
        self.page, self.table = page, table
        self._lines = {id(cell): lines_of(page, cell) for cell in table.cells}

    def lines_of(self, cell: Cell) -> list[CellLine]:
        """The printed lines of one of its cells, top to bottom."""
        return self._lines[id(cell)]

    def lines(self) -> Iterator[CellLine]:
        """All its lines, cell by cell."""
        for lines in self._lines.values():
            yield from lines


def _box_of_line(words: Sequence[Word]) -> Box:
    first, last = words[0].box, words[-1].box
    if first is last:
        return first
    return Box(first.x0, min(word.box.top for word in words), last.x1, max(word.box.bottom for word in words))


def lines_of(page: Page, cell: Cell) -> list[CellLine]:
    """The printed lines of a cell, top to bottom."""
    return [CellLine(page, line.words, cell) for line in cell.lines]


def row_of(lines: Sequence[CellLine]) -> Row:
    """Lines as one row of text, joined without a space: a name that wraps is one name."""
    return lines[0].row if len(lines) == 1 else _row_of_lines(lines)


def _row_of_line(line: CellLine) -> Row:
    start, end = line.words[0].start, line.words[-1].end
    text = normalize(line.page.text[start:end]).without("\n")
    return _place_row(line.page, text, start, line.box, line.words)


def _row_of_lines(lines: Sequence[CellLine]) -> Row:
    first = lines[0]
    offset = first.words[0].start
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for line in lines:
        begin = line.words[0].start
        part = normalize(line.page.text[begin : line.words[-1].end]).without("\n")
        chars.append(part.text)
        starts += [begin - offset + at for at in part.starts]
        ends += [begin - offset + at for at in part.ends]
    printed = first.page.text[offset : lines[-1].words[-1].end]
    text = Normalized("".join(chars), printed, compact(starts), compact(ends))
    words = tuple(word for line in lines for word in line.words)
    return _place_row(first.page, text, offset, hull(line.box for line in lines), words)


def _place_row(page: Page, text: Normalized, offset: int, box: Box, words: tuple[Word, ...]) -> Row:
    place = None if page.on_grid else box
    return Row(page.number, text, offset, box.x0, box.top, place, page.label_reliable, words=words)


def figure_row_of(lines: Sequence[CellLine]) -> Row:
    """Lines of a figure as one row; spaces inside a number ("2, 171,384" in scans) or behind its sign are no part of it."""
    return lines[0].figure_row if len(lines) == 1 else _row_of_figure(_row_of_lines(lines), lines[0])


def _row_of_figure(row: Row, first: CellLine) -> Row:
    text = row.text.text.strip(" \u3000")
    if " " not in text and "\u3000" not in text:
        return row
    if _SPACED_FIGURE.match(text) or (_FAR_SIGN.match(text) and _is_signed(first, text)):
        return replace(row, text=row.text.without(" ").without("\u3000"))
    return row


def _is_signed(line: CellLine, text: str) -> bool:
    """Whether a mark in front of a figure is its sign: a dash only where the cell begins; another is a column of nothing."""
    return text[0] != "-" or line.box.x0 - line.cell.box.x0 < EDGE * line.size


def split_at_gaps(line: CellLine) -> list[CellLine]:
    """A line cut where its words stand far apart: 補償給付費 | 405,446."""
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if _stand_apart(before, word):
            parts.append([])
        parts[-1].append(word)
    if len(parts) == 1:
        return [line]
    last = line.tail or CellLine(line.page, tuple(parts[-1]), line.cell)
    return [*(CellLine(line.page, tuple(part), line.cell) for part in parts[:-1]), last]


def _stand_apart(before: Word, word: Word) -> bool:
    return word.box.x0 - before.box.x1 > FIGURE_GAP * max(word.size, before.size)


def split_at_edge(line: CellLine, edge: float) -> list[CellLine]:
    """A line whose figure ends where its column's figures end, but touches its name: 光熱水費58,300."""
    last = line.words[-1]
    grouped = _GROUPED_END.match(last.text)
    if grouped is None or abs(last.box.x1 - edge) > SAME_EDGE:
        return [line]
    if not grouped["name"]:
        parts = [line.words[:-1], line.words[-1:]]
    else:
        at = last.start + len(grouped["name"])
        name = replace(last, text=grouped["name"], end=at, box=box_of([last], last.start, at) or last.box)
        figure = replace(last, text=grouped["figure"], start=at, box=box_of([last], at, last.end) or last.box)
        parts = [(*line.words[:-1], name), (figure,)]
    return [CellLine(line.page, words, line.cell) for words in parts if words]
