"""Tables in text files whose cells are parted by upright strokes, as in Markdown.

Belongs here: which lines are such a table, its cells, and where they would stand if the columns were drawn: the strokes of
one row need not stand below those of another. Does not belong here: lines without strokes (``texts``), tables of PDFs
(``grids``, ``aligned``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model import COLUMN_WIDTH, Box, Cell, Line, Table, Word, hull

STROKES = "|｜│"
# A line with fewer strokes may have one for another reason: 目的 | 地域の活性化.
FEWEST_STROKES = 2
# Fewer lines are no table.
FEWEST_ROWS = 2
_RULE = re.compile(r"[\s|｜│:\-+=ー─]*")
FIGURE = re.compile(r"[(△▲\-−]?[\d０-９][\d０-９,，.．]*[)%％]?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two strokes: its words, and how far behind the stroke they begin."""

    words: tuple[Word, ...]
    gap: float

    @property
    def width(self) -> float:
        return self.words[-1].box.x1 - self.words[0].box.x0 if self.words else 0.0

    @property
    def is_figure(self) -> bool:
        return bool(self.words) and FIGURE.fullmatch("".join(word.text for word in self.words)) is not None


def is_piped(line: Line, text: str) -> bool:
    """Whether a line is a row of a piped table, or a rule between two."""
    return sum(text[line.start : line.end].count(stroke) for stroke in STROKES) >= FEWEST_STROKES


def read_piped_table(lines: Sequence[Line], text: str) -> Table | None:
    """Adjacent piped lines as a table; ``None`` where they are too few to be one."""
    kept = [line for line in lines if not _RULE.fullmatch(text[line.start : line.end])]
    if len(kept) < FEWEST_ROWS:
        return None
    opened = all(text[line.start] in STROKES for line in kept)
    closed = all(text[line.end - 1] in STROKES for line in kept)
    rows = [_split(line)[1 if opened else 0 : -1 if closed else None] for line in kept]
    count = max(len(row) for row in rows)
    sides = _sides([[row[column] for row in rows if column < len(row)] for column in range(count)])
    indents = [min((row[c].gap for row in rows if c < len(row) and row[c].words), default=0.0) for c in range(count)]
    cells = [
        _cell(number, column, piece, sides[column], indents[column], line)
        for number, (row, line) in enumerate(zip(rows, kept, strict=True))
        for column, piece in enumerate(row)
    ]
    return Table(tuple(cells), len(rows), count, hull(cell.box for cell in cells))


def _sides(columns: Sequence[Sequence[_Piece]]) -> list[tuple[float, float]]:
    """From where to where each column would be drawn, one after the other."""
    sides: list[tuple[float, float]] = []
    left = 0.0
    for pieces in columns:
        indent = min((piece.gap for piece in pieces if piece.words), default=0.0)
        right = left + max((piece.width + piece.gap - indent for piece in pieces), default=0.0) + COLUMN_WIDTH
        sides.append((left, right))
        left = right + COLUMN_WIDTH
    return sides


def _cell(row: int, column: int, piece: _Piece, side: tuple[float, float], indent: float, line: Line) -> Cell:
    """A cell with its words moved to their column: figures to its right side, all else to its left."""
    left, right = side
    box = Box(left, line.box.top, right, line.box.bottom)
    if not piece.words:
        return Cell(row, column, 1, 1, (), box)
    start = right - piece.width if piece.is_figure else left + piece.gap - indent
    words = tuple(move_word(word, start - piece.words[0].box.x0) for word in piece.words)
    own = Line(words, hull(word.box for word in words), words[0].start, words[-1].end, words[0].size)
    return Cell(row, column, 1, 1, (own,), box)


def move_word(word: Word, by: float) -> Word:
    """The word, so much further to the right."""
    return replace(word, box=replace(word.box, x0=word.box.x0 + by, x1=word.box.x1 + by))


def _split(line: Line) -> list[_Piece]:
    """What stands between the strokes of a row, also where that is nothing."""
    pieces: list[_Piece] = []
    words: list[Word] = []
    stroke_end = line.box.x0
    for word in (part for whole in line.words for part in _parts(whole)):
        if word.text not in STROKES:
            words.append(word)
            continue
        pieces.append(_piece(words, stroke_end))
        words, stroke_end = [], word.box.x1
    pieces.append(_piece(words, stroke_end))
    return pieces


def _piece(words: Sequence[Word], stroke_end: float) -> _Piece:
    return _Piece(tuple(words), words[0].box.x0 - stroke_end if words else 0.0)


def _parts(word: Word) -> list[Word]:
    """A word parted at its strokes: 1,234|5,678."""
    width = word.box.width / max(len(word.text), 1)
    return [
        Word(
            found.group(),
            Box(word.box.x0 + width * found.start(), word.box.top, word.box.x0 + width * found.end(), word.box.bottom),
            word.start + found.start(),
            word.start + found.end(),
            word.size,
        )
        for found in re.finditer(rf"[{STROKES}]|[^{STROKES}]+", word.text)
    ]
