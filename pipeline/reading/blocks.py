"""Words outside tables to blocks in the order in which a person reads them.

Belongs here: drawn frames and what stands in them (unruled tables among it), columns of text, bands from top to bottom. Does not belong here: what
the text says.

A page is cut again and again: into columns where a gap runs down between texts or frames, else into bands from top to
bottom. A name on the left and its figure on the right are no columns: they are read across.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from pipeline.model import Box, hull
from pipeline.reading.aligned import figures_of, find_aligned, is_figure
from pipeline.reading.grids import Grid
from pipeline.reading.words import RawLine, RawWord, group_lines, join_spaced, line_box, outside

# A drawn box smaller than this is an ornament; larger than this share of the page, its border or background.
SMALLEST_FRAME = (24.0, 9.0)
LARGEST_FRAME = 0.85
# The fullest page of a release that was measured draws 67. A picture or a map has thousands, and comparing them with each other would
# take minutes: the largest are taken.
MOST_FRAMES = 1_000
# Boxes whose sides are closer than this are one; a title bar touches the box below it within this distance.
TOUCHING = 4.0
# Runs of words on one line further apart than this (in font sizes) may stand in different columns.
COLUMN_GAP = 1.2
# Texts side by side are columns when each has this many lines of this many characters, and few are figures.
COLUMN_LINES = 3
COLUMN_CHARS = 8.0
FIGURE_SHARE = 0.3
# A band with column heads has at most this many lines, one of which falls into at least this many texts.
HEAD_BAND_LINES, HEAD_BAND_RUNS = 4, 3
# Shaded cells of a row touch within this distance.
SAME_SIDE = 1.5
# Lines further apart than this (in line heights) belong to different blocks.
BLOCK_GAP = 2.0
# Boxes may overlap by this much and still stand one above the other.
OVERLAP = 2.0

_ENDS_IN_FIGURE = re.compile(r"[\d０-９][兆億百十万千円%％]*[)）】〕]*$")


@dataclass
class Node:
    """A frame with the words, frames and tables directly in it; the page itself has no frame."""

    frame: Box | None
    words: list[RawWord] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.grids and all(child.is_empty for child in self.children)

    def extent(self) -> Box:
        """The frame, or the hull of what is in it."""
        if self.frame is not None:
            return self.frame
        return hull([word.box for word in self.words] + [grid.box for grid in self.grids])


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that are read one after another, with the frame around them."""

    lines: tuple[RawLine, ...]
    frame: Box | None


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """What is put in order: a run of words, a frame or a table. ``length`` is the characters of a run, ``ends_in_figure`` whether
    it ends in one."""

    box: Box
    what: tuple[RawWord, ...] | Node | Grid
    is_text: bool = False
    length: int = 0
    ends_in_figure: bool = False

    @classmethod
    def of_run(cls, run: RawLine) -> _Item:
        text = "".join(word.text for word in run)
        return cls(line_box(run), run, True, len(text), _ENDS_IN_FIGURE.search(text) is not None)


def read_blocks(
    words: Sequence[RawWord], shapes: Sequence[Box], grids: Sequence[Grid], page: Box
) -> list[TextBlock | Grid]:
    """Everything on a page in reading order. ``words`` are those outside ``grids``."""
    root = _tree(words, find_frames(shapes, grids, page), grids)
    return _join_blocks(_read_node(root))


def find_frames(shapes: Sequence[Box], grids: Sequence[Grid], page: Box) -> list[Box]:
    """Drawn boxes that may hold text; title bars and tabs joined with the boxes that they head."""
    frames: list[Box] = []
    tables = [grid.box for grid in grids]
    width, height = SMALLEST_FRAME
    large = LARGEST_FRAME * page.width * page.height
    fitting = {s for s in shapes if s.width >= width and s.height >= height and s.width * s.height <= large}
    for shape in sorted(fitting, key=lambda box: (-box.width * box.height, box.top, box.x0)):
        known = any(_same(shape, other) for other in frames)
        if not known and not any(_touches(table, shape) for table in tables):
            frames.append(shape)
            if len(frames) == MOST_FRAMES:
                break
    return _join_titles(frames)


def _touches(table: Box, shape: Box) -> bool:
    """Whether a shape is a cell of a table or drawn over it; a frame around the whole table is neither."""
    if _contains(shape, table) and not _same(shape, table):
        return False
    x, y = shape.middle
    return table.x0 - TOUCHING <= x <= table.x1 + TOUCHING and table.top - TOUCHING <= y <= table.bottom + TOUCHING


def _same(left: Box, right: Box) -> bool:
    sides = ((left.x0, right.x0), (left.top, right.top), (left.x1, right.x1), (left.bottom, right.bottom))
    return all(abs(a - b) < TOUCHING for a, b in sides)


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 - TOUCHING <= inner.x0
        and inner.x1 <= outer.x1 + TOUCHING
        and outer.top - TOUCHING <= inner.top
        and inner.bottom <= outer.bottom + TOUCHING
    )


def _join_titles(frames: list[Box]) -> list[Box]:
    joined = list(frames)
    for bar in sorted(frames, key=lambda box: box.top):
        below = next((i for i, box in enumerate(joined) if box != bar and _heads(bar, box)), None)
        if below is not None:
            joined[below] = hull([bar, joined[below]])
    return sorted(set(joined), key=lambda box: (box.top, box.x0))


def _heads(bar: Box, box: Box) -> bool:
    """A bar of the same width that stands on a box, or a tab across its upper edge."""
    if bar.height >= box.height:
        return False
    stands = (
        abs(bar.x0 - box.x0) < TOUCHING and abs(bar.x1 - box.x1) < TOUCHING and abs(bar.bottom - box.top) < TOUCHING
    )
    across = box.x0 - TOUCHING <= bar.x0 and bar.x1 <= box.x1 + TOUCHING
    straddles = across and bar.top < box.top - 1 and bar.bottom > box.top - TOUCHING
    return stands or straddles


def _tree(words: Sequence[RawWord], frames: Sequence[Box], grids: Sequence[Grid]) -> Node:
    nodes = [Node(frame) for frame in sorted(frames, key=lambda box: box.width * box.height)]
    root = Node(None)
    for i, node in enumerate(nodes):
        assert node.frame is not None
        _parent_of(node.frame, nodes[i + 1 :], root).children.append(node)
    for word in words:
        _holder(word.box.middle, nodes, root).words.append(word)
    for grid in grids:
        _parent_of(grid.box, nodes, root).grids.append(grid)
    _dissolve_bands(root)
    return root


def _dissolve_bands(node: Node) -> None:
    """Shaded column heads, shaded cells and every other row shaded are parts of a table, no frames."""
    tiles = _tiles([child for child in node.children if _is_small(child)])
    for child in node.children:
        _dissolve_bands(child)
        if _is_head_band(child) or child in tiles or _is_stripe(child, node):
            node.words += _take_words(child)


def _take_words(node: Node) -> list[RawWord]:
    """The words of a frame and of those in it, which are left empty."""
    words = [*node.words, *(word for child in node.children for word in _take_words(child))]
    node.words = []
    return words


def _is_small(node: Node) -> bool:
    """Whether a frame, and each one in it, has room for a cell's lines only."""
    return not node.grids and len(group_lines(node.words)) <= HEAD_BAND_LINES and all(map(_is_small, node.children))


def _tiles(nodes: Sequence[Node]) -> list[Node]:
    """Boxes that stand side by side without a gap, several in a row: the shaded cells of a table."""
    right_of = {id(a): [b for b in nodes if _adjoins(a, b)] for a in nodes}
    rows = [[a, b, c] for a in nodes for b in right_of[id(a)] for c in right_of[id(b)]]
    tiles = [one for row in rows for one in row]
    stacked = [a for a in nodes if any(_stands_on(a, b) or _stands_on(b, a) for b in tiles)]
    return [*tiles, *stacked]


def _adjoins(left: Node, right: Node) -> bool:
    """Whether a box begins where another one ends, at a height of both."""
    a, b = left.extent(), right.extent()
    level = min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.height, b.height)
    return level and abs(a.x1 - b.x0) < SAME_SIDE


def _stands_on(upper: Node, lower: Node) -> bool:
    a, b = upper.extent(), lower.extent()
    level = min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 * min(a.width, b.width)
    return level and abs(a.bottom - b.top) < SAME_SIDE


def _is_stripe(child: Node, node: Node) -> bool:
    """Whether a box is a shaded row: several of its figures end where figures of other rows do."""
    if not _is_small(child) or not child.words:
        return False
    others = [word for one in node.children if one is not child for word in one.words]
    edges = {round(word.box.x1) for line in group_lines([*node.words, *others]) for word in figures_of(line)}
    lines = group_lines(child.words)
    return any(sum(bool(edges & _near(word.box.x1)) for word in figures_of(line)) > 1 for line in lines)


def _near(x: float) -> set[int]:
    return {round(x) - 1, round(x), round(x) + 1}


def _is_head_band(node: Node) -> bool:
    if node.children or node.grids or not node.words or any(is_figure(word) for word in node.words):
        return False
    lines = group_lines(node.words)
    return len(lines) <= HEAD_BAND_LINES and max(len(_runs(line)) for line in lines) >= HEAD_BAND_RUNS


def _parent_of(box: Box, nodes: Iterable[Node], root: Node) -> Node:
    return next((node for node in nodes if node.frame is not None and _contains(node.frame, box)), root)


def _holder(point: tuple[float, float], nodes: Iterable[Node], root: Node) -> Node:
    x, y = point
    return next(
        (
            n
            for n in nodes
            if n.frame and n.frame.x0 - 1 <= x <= n.frame.x1 + 1 and n.frame.top - 1 <= y <= n.frame.bottom + 1
        ),
        root,
    )


def _read_node(node: Node) -> list[TextBlock | Grid]:
    aligned = find_aligned(group_lines(node.words))
    free = outside([grid.box for grid in aligned], node.words)
    items = [_Item.of_run(run) for line in group_lines(free) for run in _runs(line)]
    items += [_Item(grid.box, grid) for grid in aligned]
    items += [_Item(child.extent(), child) for child in node.children if not child.is_empty]
    items += [_Item(grid.box, grid) for grid in node.grids]
    read: list[TextBlock | Grid] = []
    for group in _arrange(items):
        read += _emit(group, node.frame)
    return read


def _emit(group: Sequence[_Item], frame: Box | None) -> list[TextBlock | Grid]:
    """One unbroken group: text lines of a block, or a single frame or table."""
    if all(item.is_text for item in group):
        words = [word for item in group if isinstance(item.what, tuple) for word in item.what]
        return [TextBlock(tuple(group_lines(words)), frame)]
    read: list[TextBlock | Grid] = []
    for item in group:
        if isinstance(item.what, Node):
            read += _read_node(item.what)
        elif isinstance(item.what, Grid):
            read.append(item.what)
        else:
            read.append(TextBlock((join_spaced(item.what),), frame))
    return read


def _runs(line: RawLine) -> list[RawLine]:
    """A line cut where its words stand far apart."""
    runs: list[list[RawWord]] = []
    for word in line:
        if runs and word.box.x0 - runs[-1][-1].box.x1 <= COLUMN_GAP * max(word.size, runs[-1][-1].size):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [tuple(run) for run in runs]


def _arrange(items: Sequence[_Item]) -> list[list[_Item]]:
    """Groups of items in reading order; the items of one group are read line by line."""
    if len(items) < 2:
        return [list(items)] if items else []
    columns = _columns(sorted(items, key=_left_of))
    if len(columns) > 1:
        return [group for column in columns for group in _arrange(column)]
    bands = _bands(items)
    if len(bands) == 1:
        return [sorted(items, key=lambda item: (item.box.top, item.box.x0))]
    return [group for run in _column_runs(bands) for group in (_arrange(run) if len(run) < len(items) else [run])]


def _column_runs(bands: Sequence[list[_Item]]) -> list[list[_Item]]:
    """Bands, those together through which the same columns run."""
    runs: list[list[_Item]] = []
    at = 0
    while at < len(bands):
        end, together = at + 1, list(bands[at])
        candidate = sorted(bands[at], key=_left_of)
        for ahead in range(at + 1, len(bands)):
            for item in bands[ahead]:
                insort(candidate, item, key=_left_of)
            if len(_gaps(candidate)) == 0:
                break
            columns = _columns(candidate)
            if len(columns) > 1 and (_are_texts(columns) or not _is_beside(bands[ahead], columns)):
                end, together = ahead + 1, [item for band in bands[at : ahead + 1] for item in band]
        runs.append(together)
        at = end
    return runs


def _are_texts(columns: Sequence[list[_Item]]) -> bool:
    return all(item.is_text for column in columns for item in column)


def _is_beside(band: Sequence[_Item], columns: Sequence[list[_Item]]) -> bool:
    """Whether a band lies in one column alone: what follows frames side by side need not be in their columns."""
    return sum(any(item in column for item in band) for column in columns) < 2


def _bands(items: Sequence[_Item]) -> list[list[_Item]]:
    bands: list[list[_Item]] = []
    bottom = 0.0
    for item in sorted(items, key=lambda one: (one.box.top, one.box.x0)):
        if bands and item.box.top < bottom - OVERLAP:
            bands[-1].append(item)
        else:
            bands.append([item])
        bottom = max(bottom, item.box.bottom) if len(bands[-1]) > 1 else item.box.bottom
    return bands


def _left_of(item: _Item) -> float:
    return item.box.x0


def _gaps(items: Sequence[_Item]) -> list[float]:
    """The x at which nothing stands from the top to the bottom of the items, which are ordered by their left sides."""
    gaps: list[float] = []
    right = items[0].box.x1
    for item in items:
        box = item.box
        if box.x0 > right + 1.0:
            gaps.append((right + box.x0) / 2)
        if box.x1 > right:
            right = box.x1
    return gaps


def _columns(items: Sequence[_Item]) -> list[list[_Item]]:
    """Items, ordered by their left sides, in columns; texts that are no column of their own are read together with their neighbours
    on the left."""
    strips: list[list[_Item]] = [[]]
    gaps = _gaps(items)
    for item in items:
        if len(strips) <= len(gaps) and item.box.x0 > gaps[len(strips) - 1]:
            strips.append([])
        strips[-1].append(item)
    columns: list[list[_Item]] = []
    for strip in strips:
        if columns and _reads_across(columns[-1], strip):
            columns[-1] += strip
        else:
            columns.append(strip)
    return columns


def _reads_across(left: Sequence[_Item], right: Sequence[_Item]) -> bool:
    only_texts = all(item.is_text for item in right) and all(item.is_text for item in left)
    if only_texts and not (_is_text_column(right) and _is_text_column(left)):
        return True
    return not _are_level(left, right)  # (単位：千円) in the corner above a narrow table: nothing stands beside it


def _are_level(left: Sequence[_Item], right: Sequence[_Item]) -> bool:
    """Whether any item of one column stands beside one of the other."""
    sides = [(item.box.top, item.box.bottom - OVERLAP) for item in right]
    for item in left:
        top, bottom = item.box.top, item.box.bottom - OVERLAP
        for other_top, other_bottom in sides:
            if top < other_bottom and other_top < bottom:
                return True
    return False


def _is_text_column(items: Sequence[_Item]) -> bool:
    lengths = [item.length for item in items if item.is_text]
    if len(lengths) < COLUMN_LINES:
        return False
    figures = sum(item.ends_in_figure for item in items)
    return figures <= FIGURE_SHARE * len(lengths) and median(lengths) >= COLUMN_CHARS


def _join_blocks(parts: Sequence[TextBlock | Grid]) -> list[TextBlock | Grid]:
    """Text blocks that follow each other closely in one frame and one column are one."""
    joined: list[TextBlock | Grid] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, TextBlock) and isinstance(last, TextBlock) and _follows(last, part):
            joined[-1] = TextBlock((*last.lines, *part.lines), last.frame)
        else:
            joined.append(part)
    return joined


def _follows(above: TextBlock, below: TextBlock) -> bool:
    upper, lower = line_box(above.lines[-1]), line_box(below.lines[0])
    column = hull(line_box(line) for line in above.lines)
    beside = lower.x0 > column.x1 or lower.x1 < column.x0
    gap = lower.top - upper.bottom
    return (
        above.frame == below.frame
        and not beside
        and -lower.height <= gap <= BLOCK_GAP * max(upper.height, lower.height)
    )
