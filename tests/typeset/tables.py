"""Tables with known contents: heads over several rows, entries with figures; how they are set, and what they say.

Belongs here: the contents of a table, its typesetting, the facts that a reader must find. Does not belong here: rules and
fills (``ruling``), how contents are made up (``strategies``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Box, Measure, Nature, Phase
from tests.samples.fonts import width_of

from .paper import Paper
from .ruling import GRID, Ruling, Sides, draw_rules

PADDING = 3.0
WIDTH_SIZE = 9.0  # the size of letters for which the widths of columns are stated
LEADING = 1.35
INDENT = 12.0
# A figure that is not printed at all, and a dash in its place.
BLANK, DASH = "", "-"


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of the head with the cells below it. One without is a column; ``None`` as its measure: not to be read."""

    text: str
    parts: tuple[Head, ...] = ()
    width: float = 70.0
    year: int | None = None
    phase: Phase | None = None
    measure: Measure | None = Measure.BUDGET
    nature: Nature = Nature.EXPENDITURE
    holds_figures: bool = True
    unit: str | None = None
    factor: int = 1000

    @property
    def depth(self) -> int:
        return 1 + max((part.depth for part in self.parts), default=0)

    def leaves(self) -> Iterator[Head]:
        for part in self.parts:
            yield from part.leaves()
        if not self.parts:
            yield self


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what is printed of it and what it says. ``figures`` has a printed figure and its value a column."""

    label: str
    figures: tuple[tuple[str, int | None], ...]
    number: str = ""
    depth: int = 0
    parent: str | None = None
    remark: str = ""
    name: str | None = None  # the label that must be read where it is not the printed one


@dataclass(frozen=True, slots=True)
class Fact:
    """One amount as a reader must find it, in yen."""

    label: str
    header: str
    yen: int | None
    year: int | None
    phase: Phase | None
    measure: Measure
    nature: Nature
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is set: rules, size, where figures stand beside names of several lines, bold and spaced text."""

    ruling: Ruling = GRID
    size: float = 9.0
    figure_line: str = "middle"  # first, middle, last
    bold: bool = False
    head_spacing: float = 0.0
    far_signs: bool = False
    row_gap: float = 4.0


@dataclass(frozen=True, slots=True)
class TableText:
    """A table: its head cells from left to right (names first) and its rows."""

    heads: tuple[Head, ...]
    entries: tuple[Entry, ...]

    @property
    def columns(self) -> tuple[Head, ...]:
        return tuple(leaf for head in self.heads for leaf in head.leaves())

    def paths(self) -> tuple[str, ...]:
        """The header path of each column, outermost first."""
        return tuple(path for head in self.heads for path in _paths(head, ()))

    def facts(self) -> list[Fact]:
        """Every amount of the table, row by row."""
        figures = [(head, path) for head, path in zip(self.columns, self.paths(), strict=True) if head.holds_figures]
        return [
            _fact(entry, head, path, value)
            for entry in self.entries
            for (head, path), (printed, value) in zip(figures, entry.figures, strict=True)
            if printed != BLANK and head.measure is not None
        ]


def _fact(entry: Entry, head: Head, path: str, value: int | None) -> Fact:
    yen = None if value is None else value * head.factor
    label = entry.label if entry.name is None else entry.name
    assert head.measure is not None
    return Fact(label, path, yen, head.year, head.phase, head.measure, head.nature, entry.parent)


def _paths(head: Head, above: tuple[str, ...]) -> Iterator[str]:
    path = (*above, head.text.replace("\n", ""))
    for part in head.parts:
        yield from _paths(part, path)
    if not head.parts:
        yield " / ".join(part for part in path if part)


def typeset(paper: Paper, table: TableText, x: float, top: float, look: Look, with_head: bool = True) -> float:
    """Set a table with its upper left corner at ``x``, ``top``; the height at which it ends."""
    xs = [x]
    for column in table.columns:
        xs.append(xs[-1] + column.width * look.size / WIDTH_SIZE)
    head = list(_head_cells(table.heads, xs, top, look)) if with_head else []
    y = max((box.bottom for _, box in head), default=top)
    body: list[list[Box]] = []
    if any(column.unit for column in table.columns):
        y = _set_units(paper, table, xs, y, look, body)
    for entry in table.entries:
        y = _set_entry(paper, table, entry, xs, y, look, body)
    for text, box in head:
        _set_head(paper, text, box, look)
    draw_rules(paper, Sides(Box(xs[0], top, xs[-1], y), [box for _, box in head], body), look.ruling)
    return y


def _head_cells(heads: Sequence[Head], xs: Sequence[float], top: float, look: Look) -> Iterator[tuple[str, Box]]:
    """The head's cells, those without cells below them as high as the head."""
    levels = max(head.depth for head in heads)
    lines = max(text.count("\n") + 1 for head in heads for text in _texts(head))
    height = lines * LEADING * look.size + 2 * PADDING
    column = 0
    for head in heads:
        yield from _head_cell(head, xs, column, top, height, levels)
        column += len(tuple(head.leaves()))


def _head_cell(
    head: Head, xs: Sequence[float], column: int, top: float, height: float, levels: int
) -> Iterator[tuple[str, Box]]:
    count = len(tuple(head.leaves()))
    bottom = top + height * (1 if head.parts else levels)
    yield head.text, Box(xs[column], top, xs[column + count], bottom)
    for part in head.parts:
        yield from _head_cell(part, xs, column, bottom, height, levels - 1)
        column += len(tuple(part.leaves()))


def _texts(head: Head) -> Iterator[str]:
    yield head.text
    for part in head.parts:
        yield from _texts(part)


def _set_head(paper: Paper, text: str, box: Box, look: Look) -> None:
    lines = text.split("\n")
    y = box.middle[1] - len(lines) * LEADING * look.size / 2
    for line in lines:
        room = box.width - 2 * PADDING - width_of(line, look.size)
        spacing = min(look.head_spacing, room / (2 * len(line))) if len(line) > 1 else 0.0
        paper.text(box.middle[0], y + 0.15 * look.size, line, look.size, "center", max(0.0, spacing), look.bold)
        y += LEADING * look.size


def _set_units(
    paper: Paper, table: TableText, xs: Sequence[float], y: float, look: Look, body: list[list[Box]]
) -> float:
    bottom = y + LEADING * 0.75 * look.size + PADDING
    body.append([Box(left, y, right, bottom) for left, right in zip(xs, xs[1:], strict=False)])
    for column, right in zip(table.columns, xs[1:], strict=True):
        if column.unit:
            paper.text(right - PADDING, y + 2, column.unit, 0.75 * look.size, "right")
    return bottom


def _set_entry(
    paper: Paper, table: TableText, entry: Entry, xs: Sequence[float], y: float, look: Look, body: list[list[Box]]
) -> float:
    lead = entry.number + ("　" if entry.number else "")
    start = xs[0] + PADDING + entry.depth * INDENT
    hang = width_of(lead, look.size)
    lines = wrap(entry.label, xs[1] - PADDING - start - hang, look.size)
    bottom = y + len(lines) * LEADING * look.size + look.row_gap
    tops = [y + look.row_gap / 2 + i * LEADING * look.size for i in range(len(lines))]
    paper.text(start, tops[0], lead, look.size, bold=look.bold)
    for top, line in zip(tops, lines, strict=True):
        paper.text(start + hang, top, line, look.size, bold=look.bold)
    at = {"first": tops[0], "middle": (tops[0] + tops[-1]) / 2, "last": tops[-1]}[look.figure_line]
    figures = iter(entry.figures)
    for column, left, right in zip(table.columns[1:], xs[1:-1], xs[2:], strict=True):
        if column.holds_figures:
            _set_figure(paper, next(figures)[0], left, right, at, look)
        elif entry.remark:
            paper.text(left + PADDING, at, entry.remark, look.size)
    body.append([Box(left, y, right, bottom) for left, right in zip(xs, xs[1:], strict=False)])
    return bottom


def _set_figure(paper: Paper, printed: str, left: float, right: float, top: float, look: Look) -> None:
    if look.far_signs and printed[:1] in ("△", "▲", "−"):
        paper.text(left + PADDING, top, printed[0], look.size, bold=look.bold)
        printed = printed[1:]
    paper.text(right - PADDING, top, printed, look.size, "right", bold=look.bold)


def wrap(text: str, room: float, size: float) -> list[str]:
    """A text in lines of at most ``room`` points, each as full as it can be."""
    lines = [""]
    for char in text:
        if width_of(lines[-1] + char, size) > room:
            lines.append("")
        lines[-1] += char
    return lines
