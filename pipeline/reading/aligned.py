"""Unruled tables: figures that line up under each other make columns.

Belongs here: which lines of a page are such a table, where its columns are. Does not belong here: ruled tables
(``grids``), and what a header says.

A column is found by its figures' right edges, since figures are set flush right; a list of names with one figure each is
no table but text, and is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Box, hull
from pipeline.reading.grids import Grid, GridCell
from pipeline.reading.spans import find_spans, with_heads
from pipeline.reading.words import RawLine, RawWord, line_box

# Right edges closer than this (in font sizes) are one column.
SAME_EDGE = 0.6
# Fewer columns, or fewer lines of figures without a head above each column, are no table.
FEWEST_COLUMNS = 2
FEWEST_LINES = 3
# A column of a table without such a head holds figures on at least this many lines.
FEWEST_FIGURES = 2
# Lines without figures between two lines of a table: a name that wraps, a heading inside the table.
LONGEST_BREAK = 4
# A wider gap than this (in line heights) ends a table.
WIDEST_GAP = 3.5
# The head of a table is at most this many lines; this many names may stand between it and the figures.
HEAD_LINES, NAMES_ABOVE = 5, 1
# A line in larger type than a table's figures by this factor is a title above it.
TITLE_SIZE = 1.3
# A head further left of narrow figures than this is one of names.
NAMES_APART = 80.0
# A name that goes on ends this close (in font sizes) to the end of its column; its lines are this far apart at most.
FULL_NAME, NAME_LEADING = 1.6, 0.6
# Columns may touch by this much.
TOUCHING = 1.0

_FIGURE = re.compile(
    r"^[(（〔【]?[△▲\-−＋+±]?[\d０-９][\d０-９,，.．、兆億万千百円]*[%％]?[)）〕】]?$|^[(（]?[-−－‐–—―─△▲皆]+[)）]?$"
)
_SIGNS = ("△", "▲")
_DIGIT = re.compile(r"[\d０-９]")


def find_aligned(lines: Sequence[RawLine]) -> list[Grid]:
    """The unruled tables among the lines of a page."""
    tables: list[Grid] = []
    for start, end in _figure_runs(lines):
        rows = sum(bool(figures_of(line)) for line in lines[start:end])
        edges = figure_edges(lines[start:end], FEWEST_FIGURES if rows >= FEWEST_LINES else 1)
        if len(edges) < FEWEST_COLUMNS:
            continue
        head = _head_start(lines, start, tables, edges)
        edges = without_signs(edges, lines[start:end], [word for line in lines[head:start] for word in line])
        if rows >= FEWEST_LINES or _heads_columns(lines[head:start], edges):
            while _goes_on(lines[start:end], lines[end:], edges[0][0]):
                end += 1
            tables.append(_grid(lines[head:end], edges, start - head))
    return tables


def _goes_on(table: Sequence[RawLine], rest: Sequence[RawLine], names_end: float) -> bool:
    """Whether the line below a table is the rest of its last name, which fills its column."""
    names = [word.box for line in table for word in line if word.box.x1 < names_end]
    last = [word for word in table[-1] if word.box.x1 < names_end]
    if not names or not last or not rest:
        return False
    size, below = last[-1].size, line_box(rest[0])
    full = last[-1].box.x1 >= max(box.x1 for box in names) - FULL_NAME * size
    beside = below.x1 < names_end and below.x0 >= last[0].box.x0 - 1.0
    return full and beside and below.top - last[-1].box.bottom < NAME_LEADING * size


def _heads_columns(head: Sequence[RawLine], edges: Sequence[tuple[float, float]]) -> bool:
    """Whether every column of figures has a word of the head above it: then one line of figures is a table."""
    words = [word for line in head for word in line if not _DIGIT.fullmatch(word.text[-1:])]
    return len(with_heads(edges, words, Box(0.0, 0.0, edges[0][0] - NAMES_APART, 0.0))[1]) == len(edges)


def is_figure(word: RawWord) -> bool:
    """Whether a word is set like a figure in a column."""
    return bool(_FIGURE.match(word.text))


def figures_of(line: RawLine) -> list[RawWord]:
    """The figures of a line, without the list number before its name."""
    numbered = len(line) > 1 and not is_figure(line[1])
    found = [word for word in (line[1:] if numbered else line) if is_figure(word)]
    return found if len(found) >= FEWEST_COLUMNS and any(_DIGIT.search(word.text) for word in found) else []


def _figure_runs(lines: Sequence[RawLine]) -> list[tuple[int, int]]:
    """Stretches of lines that end with several figures each."""
    rows = [i for i, line in enumerate(lines) if figures_of(line)]
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row - runs[-1][1] < LONGEST_BREAK and not _is_apart(lines, runs[-1][1], row):
            runs[-1] = (runs[-1][0], row + 1)
        else:
            runs.append((row, row + 1))
    return runs


def _is_apart(lines: Sequence[RawLine], end: int, row: int) -> bool:
    boxes = [line_box(line) for line in lines[end - 1 : row + 1]]
    return any(b.top - a.bottom > WIDEST_GAP * max(a.height, b.height) for a, b in zip(boxes, boxes[1:], strict=False))


def figure_edges(lines: Sequence[RawLine], fewest: int = 1) -> list[tuple[float, float]]:
    """The columns of figures as (left edge of the widest figure, right edge), left to right."""
    clusters: list[list[RawWord]] = []
    for word in sorted((word for line in lines for word in figures_of(line)), key=lambda w: w.box.x1):
        if clusters and word.box.x1 - clusters[-1][-1].box.x1 <= SAME_EDGE * word.size:
            clusters[-1].append(word)
        else:
            clusters.append([word])
    kept = [
        cluster
        for i, cluster in enumerate(clusters)
        if len(cluster) >= fewest and not _are_signs(cluster, clusters[i + 1 :])
    ]
    return _apart([(min(w.box.x0 for w in cluster), max(w.box.x1 for w in cluster)) for cluster in kept])


def _are_signs(cluster: Sequence[RawWord], right: Sequence[Sequence[RawWord]]) -> bool:
    """Signs at the left edges of cells, far from their figures; dashes left of the next column's figures are a column."""
    if any(_DIGIT.search(word.text) for word in cluster):
        return False
    if all(word.text in _SIGNS for word in cluster):
        return True
    figures = next((one for one in right if any(_DIGIT.search(word.text) for word in one)), ())
    return bool(figures) and all(word.box.x0 > min(one.box.x0 for one in figures) - TOUCHING for word in cluster)


def without_signs(
    edges: Sequence[tuple[float, float]], body: Sequence[RawLine], head: Sequence[RawWord]
) -> list[tuple[float, float]]:
    """Columns without those of dashes alone over which no text of the head stands: they are signs of the next column."""
    names = [word.box for line in body for word in line if word.box.x1 < edges[0][0]]
    if not head or not names:
        return list(edges)
    _, named = with_heads(edges, head, hull(names))
    words = [word for line in body for word in line if _DIGIT.search(word.text)]
    filled = {
        i for i, (left, right) in enumerate(edges) for w in words if left - 1 <= w.box.x0 and w.box.x1 <= right + 1
    }
    return [edge for i, edge in enumerate(edges) if i in named | filled or i == len(edges) - 1]


def _apart(ranges: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Ranges that overlap are one column whose figures are not set quite flush (scans)."""
    columns: list[tuple[float, float]] = []
    for left, right in ranges:
        if columns and left < columns[-1][1] - TOUCHING:
            columns[-1] = (min(left, columns[-1][0]), right)
        else:
            columns.append((left, right))
    return columns


def _head_start(
    lines: Sequence[RawLine], start: int, before: Sequence[Grid], edges: Sequence[tuple[float, float]]
) -> int:
    """The first line of the head above a table's first figures; a sentence runs across its columns, a head does not.

    Names without figures may stand between the head and the figures, or above figures that go on from another page.
    """
    floor = before[-1].ys[-1] if before else 0.0
    head = start
    first = start
    while head > 0 and start - head < HEAD_LINES:
        above, below = line_box(lines[head - 1]), line_box(lines[head])
        apart = above.top < floor or below.top - above.bottom > WIDEST_GAP * above.height
        margin = min(word.box.x0 for line in lines[start : start + HEAD_LINES] for word in line)
        middle = (margin + edges[0][0]) / 2
        across = any(word.box.x0 < middle and word.box.x1 > edges[0][0] for word in lines[head - 1])
        large = lines[head - 1][0].size > TITLE_SIZE * max(word.size for word in lines[start])
        aside = lines[head - 1][0].box.x0 > edges[-1][1]  # (単位：千円) at the edge of the page
        if apart or across or large or aside:
            break
        head -= 1
        if above.x1 >= edges[0][0] or (first == start and start - head <= NAMES_ABOVE):
            first = head
    return first


def _grid(lines: Sequence[RawLine], edges: Sequence[tuple[float, float]], head: int) -> Grid:
    box = hull(line_box(line) for line in lines)
    xs = [box.x0, *(_left_side(lines, edges, i, head) for i in range(len(edges)))]
    if any(word.box.x0 > edges[-1][1] for line in lines for word in line):
        xs.append(edges[-1][1] + 1.0)
    xs.append(max(box.x1, edges[-1][1]) + 1.0)
    ys = [line_box(line).top for line in lines] + [box.bottom]
    spans = find_spans(lines[:head], edges)
    cells: list[GridCell] = []
    for row in range(len(lines)):
        column = 0
        while column < len(xs) - 1:
            wide = spans.get((row, column - 1), 1)
            box = Box(xs[column], ys[row], xs[column + wide], ys[row + 1])
            cells.append(GridCell(row, column, 1, wide, box))
            column += wide
    return Grid(tuple(xs), tuple(ys), tuple(cells))


def _left_side(lines: Sequence[RawLine], edges: Sequence[tuple[float, float]], index: int, head: int) -> float:
    """Where a column begins: behind the column before it; the first one before its widest figure or its head."""
    if index:
        return edges[index - 1][1] + 1.0
    names = [word.box for line in lines[head:] for word in line if word.box.x1 < edges[0][0]]
    words = [word for line in lines[:head] for word in line]
    first = with_heads(edges, words, hull(names))[0][0][0] if names else edges[0][0]
    inside = [word.box.x1 for line in lines for word in line if word.box.x1 < first]
    return (max(inside, default=first) + first) / 2 if inside else first - 1.0
