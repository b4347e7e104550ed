"""How tables are ruled: which sides of cells are drawn, and what draws them.

Belongs here: the kinds of ruling that offices' tools leave in PDFs. Does not belong here: what stands in the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.model import Box

from .paper import Paper

THICK, THIN = 1.5, 0.5
DOUBLE_GAP = 2.0  # between the two strokes of a double rule


class Pen(Enum):
    """What a side of a cell is drawn with."""

    STROKE = auto()  # one line a side and cell (Excel)
    THIN_RECTANGLE = auto()  # filled rectangles (Word, Chromium)
    CELL_BOX = auto()  # a stroked rectangle a cell
    DOUBLE = auto()  # two lines


@dataclass(frozen=True, slots=True)
class Ruling:
    """Sides that are drawn: between rows and columns of the body, the head's own, the outer ones."""

    rows: bool = True
    columns: bool = True
    head: bool = True
    sides: bool = True  # left and right of the table
    pen: Pen = Pen.STROKE
    shaded_head: bool = False
    stripes: bool = False  # every other row shaded
    filled: bool = False  # every cell of the body shaded

    @property
    def is_drawn(self) -> bool:
        return self.rows or self.columns or self.head


GRID = Ruling()
RULINGS = {
    "grid": GRID,
    "cell boxes": Ruling(pen=Pen.CELL_BOX),
    "thin rectangles": Ruling(pen=Pen.THIN_RECTANGLE),
    "double rules": Ruling(pen=Pen.DOUBLE),
    "open sides": Ruling(sides=False),
    "shaded head": Ruling(shaded_head=True),
    "striped": Ruling(stripes=True),
    "columns only": Ruling(rows=False),
    "rows only": Ruling(columns=False, sides=False),
    "head only": Ruling(rows=False, columns=False, sides=False),
    "none": Ruling(rows=False, columns=False, head=False, sides=False),
    "none, shaded head": Ruling(rows=False, columns=False, head=False, sides=False, shaded_head=True),
    "none, striped": Ruling(rows=False, columns=False, head=False, sides=False, stripes=True),
    "none, filled": Ruling(rows=False, columns=False, head=False, sides=False, shaded_head=True, filled=True),
}


@dataclass(frozen=True, slots=True)
class Sides:
    """The cells of a table as boxes, head and body apart, and the box around all."""

    table: Box
    head: Sequence[Box]
    body: Sequence[Sequence[Box]]


def draw_rules(paper: Paper, sides: Sides, ruling: Ruling) -> None:
    """Draw fills first, then rules."""
    if ruling.shaded_head:
        for cell in sides.head:
            paper.fill(cell, 0.88)
    for row in sides.body[1::2] if ruling.stripes else ():
        paper.fill(Box(row[0].x0, row[0].top, row[-1].x1, row[0].bottom), 0.92)
    for row in sides.body if ruling.filled else ():
        for cell in row:
            paper.fill(cell, 0.95)
    if ruling.head:
        for cell in sides.head:
            _draw_cell(paper, cell, sides.table, ruling, rows=True, columns=ruling.columns)
    for row in sides.body:
        for cell in row:
            _draw_cell(paper, cell, sides.table, ruling, rows=ruling.rows, columns=ruling.columns)
    if ruling.is_drawn:
        bottom = sides.table.bottom
        _draw_side(paper, sides.table.x0, bottom, sides.table.x1, bottom, ruling.pen)


def _draw_cell(paper: Paper, cell: Box, table: Box, ruling: Ruling, rows: bool, columns: bool) -> None:
    if ruling.pen is Pen.CELL_BOX:
        paper.box(cell)
        return
    if rows:
        _draw_side(paper, cell.x0, cell.top, cell.x1, cell.top, ruling.pen)
        _draw_side(paper, cell.x0, cell.bottom, cell.x1, cell.bottom, ruling.pen)
    for x in (cell.x0, cell.x1):
        if (ruling.sides and columns) if x in (table.x0, table.x1) else columns:
            _draw_side(paper, x, cell.top, x, cell.bottom, ruling.pen)


def _draw_side(paper: Paper, x0: float, y0: float, x1: float, y1: float, pen: Pen) -> None:
    if pen is Pen.THIN_RECTANGLE:
        paper.fill(Box(x0 - THIN / 2, y0 - THIN / 2, x1 + THIN / 2, y1 + THIN / 2))
        return
    gaps = (0.0, DOUBLE_GAP) if pen is Pen.DOUBLE else (0.0,)
    for gap in gaps:
        across = y0 == y1
        dx, dy = (0.0, gap) if across else (gap, 0.0)
        paper.stroke(x0 + dx, y0 + dy, x1 + dx, y1 + dy)
