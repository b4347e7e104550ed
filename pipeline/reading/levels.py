"""Tables of which only level rules are drawn: their rows come from the rules, their columns from the figures.

Belongs here: which rules make such a table, and the sides of columns that nobody drew. Does not belong here: tables with
upright rules (``grids``), tables without any rule (``aligned``).

The missing upright rules are put in where the columns of figures end; the rest is then a ruled table like any other. In
the head a rule below a text shows how many columns the text stands over.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Box, hull
from pipeline.reading.aligned import FEWEST_COLUMNS, figure_edges, figures_of, without_signs
from pipeline.reading.grids import SAME_SIDE, Grid, grid_of, join_halves, merge_rules
from pipeline.reading.raw import Rule
from pipeline.reading.spans import with_heads
from pipeline.reading.words import RawLine, RawWord, group_lines, is_inside

# A table has a rule above its head, one below it and one at its end; fewer may be underlined titles.
FEWEST_RULES = 3
# Shorter rules underline words.
SHORTEST = 120.0
# Of the lines below the head at least this share hold figures; the others are parts of names.
FIGURE_LINES = 0.4
# Or, where names have many lines, this share of the rows.
FIGURE_ROWS = 0.7
# A column's side is drawn this far right of its figures where there is room.
BEHIND_FIGURES = 3.0


def find_levelled(rules: Sequence[Rule], words: Sequence[RawWord], taken: Sequence[Grid]) -> list[Grid]:
    """The tables with level rules alone. ``words`` are those outside the tables ``taken`` already."""
    level = [rule for rule in merge_rules(rules) if rule.horizontal and not any(_is_in(rule, one) for one in taken)]
    grids: list[Grid] = []
    for group in _same_extent([rule for rule in level if rule.length >= SHORTEST]):
        grid = _levelled(group, level, words)
        if grid is not None and not any(_overlap(grid.box, other.box) for other in [*grids, *taken]):
            grids.append(grid)
    return join_halves(sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])))


def _is_in(rule: Rule, grid: Grid) -> bool:
    x, box = (rule.start + rule.end) / 2, grid.box
    return box.x0 <= x <= box.x1 and box.top - SAME_SIDE <= rule.at <= box.bottom + SAME_SIDE


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _same_extent(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that begin and end at the same x, top to bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        first = (
            g for g in groups if abs(g[0].start - rule.start) <= SAME_SIDE and abs(g[0].end - rule.end) <= SAME_SIDE
        )
        group = next(first, None)
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    return [group for group in groups if len(group) >= FEWEST_RULES]


def _levelled(group: Sequence[Rule], level: Sequence[Rule], words: Sequence[RawWord]) -> Grid | None:
    box = Box(group[0].start, group[0].at, group[0].end, group[-1].at)
    lines = group_lines(word for word in words if is_inside(word.box, box))
    inside = [word for line in lines for word in line]
    first = next((line for line in lines if figures_of(line)), None)
    if first is None:
        return None
    head_end = max((rule.at for rule in group if rule.at <= first[0].box.middle[1]), default=box.top)
    body = [line for line in lines if line[0].box.middle[1] > head_end]
    head = [word for word in inside if word.box.middle[1] <= head_end]
    edges = figure_edges(body)
    names = [word.box for line in body for word in line if edges and word.box.x1 < edges[0][0]]
    if head_end <= box.top or len(edges) < FEWEST_COLUMNS or not names or not _is_tabular(body, group):
        return None
    edges, _ = with_heads(without_signs(edges, body, head), head, hull(names))
    across = [rule for rule in level if box.top - 1 <= rule.at <= box.bottom + 1 and _is_within(rule, box)]
    sides = _sides(edges, inside, [rule for rule in across if rule.at < head_end], box)
    return grid_of([*across, *_upright(sides, across, inside, head_end, box)])


def _is_tabular(body: Sequence[RawLine], rules: Sequence[Rule]) -> bool:
    """Whether enough lines hold figures, or enough rows where a name has several lines."""
    rows: dict[int, bool] = {}
    for line in body:
        row = sum(rule.at <= line[0].box.middle[1] for rule in rules)
        rows[row] = rows.get(row, False) or bool(figures_of(line))
    lines = sum(bool(figures_of(line)) for line in body)
    return lines >= FIGURE_LINES * len(body) or (len(rows) > 1 and sum(rows.values()) >= FIGURE_ROWS * len(rows))


def _is_within(rule: Rule, box: Box) -> bool:
    return rule.start >= box.x0 - SAME_SIDE and rule.end <= box.x1 + SAME_SIDE


def _sides(
    edges: Sequence[tuple[float, float]], words: Sequence[RawWord], head_rules: Sequence[Rule], box: Box
) -> list[float]:
    """Where columns end: where a rule of the head ends between two columns, else behind the figures."""
    names = [word.box.x1 for word in words if word.box.x1 < edges[0][0]]
    gaps = [(max(names, default=box.x0), edges[0][0]), *((a[1], b[0]) for a, b in zip(edges, edges[1:], strict=False))]
    if any(word.box.x0 > edges[-1][1] + 1 for word in words):
        gaps.append((edges[-1][1], min(w.box.x0 for w in words if w.box.x0 > edges[-1][1] + 1)))
    ends = [x for rule in head_rules for x in (rule.start, rule.end) if box.x0 + 1 < x < box.x1 - 1]
    return [_side(left, right, ends) for left, right in gaps]


def _side(left: float, right: float, ends: Sequence[float]) -> float:
    drawn = next((x for x in ends if left - 1 <= x <= right + 1), None)
    return drawn if drawn is not None else left + min(BEHIND_FIGURES, (right - left) / 2)


def _upright(
    sides: Sequence[float], across: Sequence[Rule], words: Sequence[RawWord], head_end: float, box: Box
) -> list[Rule]:
    """The sides of the columns, band by band, but where a text stands across them or over several columns."""
    ys = sorted({rule.at for rule in across})
    upright = [Rule(False, x, box.top, box.bottom) for x in (box.x0, box.x1)]
    for top, bottom in zip(ys, ys[1:], strict=False):
        inside = [word for word in words if top <= word.box.middle[1] < bottom]
        below = [rule for rule in across if rule.at == bottom and bottom < head_end]
        hidden = {x for rule in below for x in _hidden(rule, sides, inside)}
        crossed = {x for x in sides for word in inside if word.box.x0 + 1 < x < word.box.x1 - 1}
        upright += [Rule(False, x, top, bottom) for x in sides if x not in hidden | crossed]
    return upright


def _hidden(rule: Rule, sides: Sequence[float], words: Sequence[RawWord]) -> list[float]:
    """The sides over a rule that part no texts above it: those between the columns of one text.

    Texts stand in the middle of their columns, so each ends as far from its middle as it began.
    """
    inner = [x for x in sides if rule.start + SAME_SIDE < x < rule.end - SAME_SIDE]
    texts = _stacks([word for word in words if rule.start < word.box.middle[0] < rule.end])
    kept: list[float] = []
    for text, following in zip(texts, texts[1:], strict=False):
        free = [x for x in inner if x not in kept and text.middle[0] < x < following.middle[0]]
        between = [x for x in free if text.x1 - 1 <= x <= following.x0 + 1] or free
        if between:
            end = 2 * text.middle[0] - (kept[-1] if kept else rule.start)
            kept.append(min(between, key=lambda x, end=end: abs(end - x)))  # type: ignore[misc]
    return [x for x in inner if x not in kept]


def _stacks(words: Sequence[RawWord]) -> list[Box]:
    """Words of a band as texts, left to right; what stands one above the other is one text."""
    stacks: list[Box] = []
    for word in sorted(words, key=lambda one: one.box.x0):
        if stacks and word.box.x0 < stacks[-1].x1:
            stacks[-1] = hull([stacks[-1], word.box])
        else:
            stacks.append(word.box)
    return stacks
