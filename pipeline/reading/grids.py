"""Drawn rules to the cells of ruled tables.

Belongs here: which rules make one table, where its rows and columns are, which cells span several of them, and the two
halves of a spread. Does not belong here: words, and what a table says.

Real tables leave rules out: outer borders on the sides, the rule below a 款 that goes on over its 項. So a cell is a set
of grid positions that no rule parts, not a rectangle of four drawn edges.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model import Box
from pipeline.reading.raw import Rule

# Rules closer than this are one.
SAME_RULE = 2.5
# Rules meet within this distance.
MEETING = 3.5
# A rule belongs to the side of a column or row within this distance.
SAME_SIDE = 6.5
# A side of a cell is ruled where at least this share of it is drawn.
DRAWN_SHARE = 0.5
# Shorter strokes, joined with those that they touch, are parts of pictures and of outlined glyphs.
SHORTEST_RULE = 9.0
# A table's open side is added as a column where rules reach this far beyond its last vertical rule.
OPEN_SIDE = 12.0
# Halves of a spread begin and end within this distance of each other.
SAME_HEIGHT = 6.0
# Columns narrower and rows lower than this hold no text: their sides are one, drawn twice.
NARROWEST, LOWEST = 6.0, 4.0
# Denser drawings are pictures.
MOST_POSITIONS = 20_000


class GridCell(NamedTuple):
    """A cell at its upper left position with its spans."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as drawn: the x of its columns' sides, the y of its rows' sides, its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The ruled tables of a page, halves of a spread joined, top to bottom."""
    merged = [rule for rule in merge_rules(rules) if rule.length >= SHORTEST_RULE]
    grids = [grid for part in _connected(merged) if (grid := grid_of(part)) is not None]
    return join_halves(sorted(_without_nested(grids), key=lambda grid: (grid.ys[0], grid.xs[0])))


def join_halves(grids: Sequence[Grid]) -> list[Grid]:
    """Tables side by side that begin and end at one height are halves of one."""
    joined: list[Grid] = []
    for grid in grids:
        left = next((i for i, other in enumerate(joined) if _are_halves(other, grid)), None)
        if left is None:
            joined.append(grid)
        else:
            joined[left] = _join(*sorted((joined[left], grid), key=lambda one: one.xs[0]))
    return joined


def merge_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch, as one."""
    lines: dict[bool, list[Rule]] = defaultdict(list)
    for rule in rules:
        lines[rule.horizontal].append(rule)
    return [rule for one in lines.values() for rule in _merge_axis(one)]


def _merge_axis(rules: list[Rule]) -> list[Rule]:
    merged: list[Rule] = []
    for at, group in _by_position(rules):
        start, end = group[0].start, group[0].end
        for rule in group[1:]:
            if rule.start <= end + MEETING:
                end = max(end, rule.end)
            else:
                merged.append(Rule(rule.horizontal, at, start, end))
                start, end = rule.start, rule.end
        merged.append(Rule(group[0].horizontal, at, start, end))
    return merged


def _by_position(rules: list[Rule]) -> list[tuple[float, list[Rule]]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if groups and rule.at - groups[-1][0].at <= SAME_RULE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [(group[0].at, sorted(group, key=lambda r: (r.start, r.end))) for group in groups]


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that cross or touch, directly or through others."""
    across = [i for i, rule in enumerate(rules) if rule.horizontal]
    upright = sorted((i for i, rule in enumerate(rules) if not rule.horizontal), key=lambda i: rules[i].at)
    parent = list(range(len(rules)))
    for h in across:
        for v in upright:
            if _meet(rules[h], rules[v]):
                parent[_root(parent, h)] = _root(parent, v)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate(rules):
        groups[_root(parent, i)].append(rule)
    return list(groups.values())


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


def _meet(across: Rule, upright: Rule) -> bool:
    return (
        across.start - MEETING <= upright.at <= across.end + MEETING
        and upright.start - MEETING <= across.at <= upright.end + MEETING
    )


def grid_of(rules: Sequence[Rule]) -> Grid | None:
    """The table that rules draw, ``None`` where they draw none."""
    across = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    if len(across) < 2 or not upright:
        return None
    xs = _sides([r.at for r in upright], min(r.start for r in across), max(r.end for r in across), NARROWEST)
    ys = _sides([r.at for r in across], min(r.start for r in upright), max(r.end for r in upright), LOWEST)
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > MOST_POSITIONS:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(_cells(xs, ys, across, upright)))


def _sides(positions: Sequence[float], first: float, last: float, least: float) -> list[float]:
    """Positions of the rules, with the open sides that the other rules reach to."""
    sides: list[float] = []
    for at in sorted(positions):
        if not sides or at - sides[-1] > least:
            sides.append(at)
    if first < sides[0] - OPEN_SIDE:
        sides.insert(0, first)
    if last > sides[-1] + OPEN_SIDE:
        sides.append(last)
    return sides


def _cells(xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], upright: Sequence[Rule]) -> list[GridCell]:
    """Grid positions that no rule parts, as rectangles."""
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * columns))
    level = _nearest_rules(ys, across)
    plumb = _nearest_rules(xs, upright)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _is_drawn(plumb[column + 1], ys[row], ys[row + 1]):
                parent[_root(parent, here)] = _root(parent, here + 1)
            if row + 1 < rows and not _is_drawn(level[row + 1], xs[column], xs[column + 1]):
                parent[_root(parent, here)] = _root(parent, here + columns)
    shapes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for position in range(rows * columns):
        shapes[_root(parent, position)].append(divmod(position, columns))
    cells = [cell for shape in shapes.values() for cell in _rectangles(shape)]
    boxed = (GridCell(r, c, rs, cs, Box(xs[c], ys[r], xs[c + cs], ys[r + rs])) for r, c, rs, cs in sorted(cells))
    return list(boxed)


def _nearest_rules(sides: Sequence[float], rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules that belong to each side; of two sides as near the first."""
    found: list[list[Rule]] = [[] for _ in sides]
    for rule in rules:
        nearest = _nearest(sides, rule.at)
        if abs(sides[nearest] - rule.at) <= SAME_SIDE:
            found[nearest].append(rule)
    return found


def _is_drawn(rules: Sequence[Rule], start: float, end: float) -> bool:
    covered = 0.0
    for rule in rules:
        first = rule.start if rule.start > start else start
        last = rule.end if rule.end < end else end
        if last > first:
            covered += last - first
    return covered >= DRAWN_SHARE * (end - start)


def _rectangles(shape: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """A shape as rectangles (row, column, row span, column span): one where it is one, else run by run."""
    runs: list[tuple[int, int, int, int]] = []
    for row in sorted({row for row, _ in shape}):
        columns = sorted(column for r, column in shape if r == row)
        start = columns[0]
        for column, following in zip(columns, [*columns[1:], -1], strict=True):
            if following != column + 1:
                runs = _stack(runs, row, start, column + 1 - start)
                start = following
    return runs


def _stack(runs: list[tuple[int, int, int, int]], row: int, column: int, width: int) -> list[tuple[int, int, int, int]]:
    """Add a run of a row below the rectangle of the same columns, else as a rectangle of its own."""
    for i, (top, left, height, columns) in enumerate(runs):
        if (left, columns) == (column, width) and top + height == row:
            runs[i] = (top, left, height + 1, columns)
            return runs
    return [*runs, (row, column, 1, width)]


def _without_nested(grids: Sequence[Grid]) -> list[Grid]:
    """Without tables drawn inside a cell of a larger one."""
    return [grid for grid in grids if not any(other is not grid and _holds(other.box, grid.box) for other in grids)]


def _holds(outer: Box, inner: Box) -> bool:
    larger = outer.width * outer.height > inner.width * inner.height
    return larger and outer.x0 <= inner.middle[0] <= outer.x1 and outer.top <= inner.middle[1] <= outer.bottom


def _are_halves(left: Grid, right: Grid) -> bool:
    level = abs(left.ys[0] - right.ys[0]) <= SAME_HEIGHT and abs(left.ys[-1] - right.ys[-1]) <= SAME_HEIGHT
    return level and (left.xs[-1] <= right.xs[0] + SAME_RULE or right.xs[-1] <= left.xs[0] + SAME_RULE)


def _join(left: Grid, right: Grid) -> Grid:
    """One table of two halves; a column without cells stands for the gutter."""
    ys = _sides([*left.ys, *right.ys], left.ys[0], left.ys[-1], LOWEST)
    xs = (*left.xs, *right.xs)
    cells = [_moved(cell, 0, ys) for cell in left.cells]
    cells += [_moved(cell, len(left.xs), ys) for cell in right.cells]
    return Grid(xs, tuple(ys), tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _moved(cell: GridCell, columns: int, ys: Sequence[float]) -> GridCell:
    top, bottom = _nearest(ys, cell.box.top), _nearest(ys, cell.box.bottom)
    return GridCell(top, cell.column + columns, max(1, bottom - top), cell.column_span, cell.box)


def _nearest(sides: Sequence[float], at: float) -> int:
    """The number of the side, which ascend, that is nearest to a place; of two the first."""
    behind = bisect_left(sides, at)
    return min(range(max(0, behind - 1), min(len(sides), behind + 1)), key=lambda i: abs(sides[i] - at))
