"""The head of a table without upright rules: which columns its texts stand over.

Belongs here: columns as wide as what stands over them, texts over several columns. Does not belong here: where a head
begins and ends (``aligned``, ``levels``), what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Box
from pipeline.reading.words import RawLine, RawWord

# A text over several columns stands in their middle, give or take this many font sizes.
OFF_MIDDLE = 1.2
# Room between a column's figures and its side.
PADDING = 3.0

Columns = Sequence[tuple[float, float]]


def with_heads(
    edges: Sequence[tuple[float, float]], head: Sequence[RawWord], names: Box
) -> tuple[list[tuple[float, float]], set[int]]:
    """Columns as wide as their figures and the lowest text over each; it may end left of narrow figures set flush right.

    The second value is the columns that have such a text.
    """
    columns = list(edges)
    named: set[int] = set()
    orphans: list[RawWord] = []
    for word in sorted(head, key=lambda one: -one.box.middle[1]):
        below = [i for i, (left, right) in enumerate(edges) if word.box.x0 < right and word.box.x1 > left]
        if len(below) == 1 and below[0] not in named:
            columns[below[0]] = _widened(columns[below[0]], word)
            named.add(below[0])
        elif not below and not names.x0 <= word.box.middle[0] <= names.x1:
            orphans.append(word)
    for word in orphans:
        nearest = next((i for i, (_, right) in enumerate(edges) if right > word.box.x1), None)
        if nearest is not None and nearest not in named:
            columns[nearest] = _widened(columns[nearest], word)
            named.add(nearest)
    return columns, named


def _widened(column: tuple[float, float], word: RawWord) -> tuple[float, float]:
    return min(column[0], word.box.x0), max(column[1], word.box.x1)


def find_spans(head: Sequence[RawLine], edges: Columns) -> dict[tuple[int, int], int]:
    """How many columns of figures a text of the head stands over, by its line and its first column, where several."""
    names = Box(0.0, 0.0, edges[0][0] - 1.0, 0.0)
    words = [word for line in head for word in line if word.box.x1 > edges[0][0] - 1.0]
    columns, _ = with_heads(edges, words, names)
    texts = [[word for word in line if word.box.middle[0] > columns[0][0]] for line in head]
    below: list[tuple[int, int] | None] = [None for _ in columns]  # the text under which a column stands, so far
    spans: dict[tuple[int, int], int] = {}
    for row in range(len(head) - 1, -1, -1):
        found = [(word, _range(word, texts[row], columns, below, texts[:row])) for word in texts[row]]
        for number, (_, (first, last)) in enumerate(found):
            below[first : last + 1] = [(row, number)] * (last - first + 1)
            if last > first:
                spans[row, first] = last - first + 1
    return spans


def _range(
    word: RawWord,
    texts: Sequence[RawWord],
    columns: Columns,
    below: Sequence[tuple[int, int] | None],
    above: Sequence[Sequence[RawWord]],
) -> tuple[int, int]:
    """The first and last column that a text stands over.

    Those in whose middle it stands, with texts below and none beside it: as many as have these on one line, else as few as
    possible. What stands under one text further down is not taken apart.
    """
    own = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - word.box.middle[0]))
    level: list[tuple[int, int]] = []
    uneven: list[tuple[int, int]] = []
    for first, last in _ranges(len(columns)):
        under = below[first : last + 1]
        cut = (first > 0 and below[first - 1] == under[0]) or (last + 1 < len(columns) and below[last + 1] == under[-1])
        left, right = _sides(columns, first, last)
        middle = abs((left + right) / 2 - word.box.middle[0]) <= OFF_MIDDLE * word.size
        beside = any(one is not word and left < one.box.middle[0] < right for one in texts)
        if None in under or cut or not middle or beside or _is_headed(columns, first, last, own, above):
            continue
        (level if len({one[0] for one in under if one}) == 1 else uneven).append((first, last))
    widest = max(level, key=lambda one: one[1] - one[0], default=None)
    return widest or min(uneven, key=lambda one: one[1] - one[0], default=(own, own))


def _ranges(count: int) -> Iterator[tuple[int, int]]:
    return ((first, last) for first in range(count) for last in range(first + 1, count))


def _sides(columns: Columns, first: int, last: int) -> tuple[float, float]:
    left = columns[first - 1][1] + PADDING if first else columns[0][0] - PADDING
    return left, columns[last][1] + PADDING


def _is_headed(columns: Columns, first: int, last: int, own: int, above: Sequence[Sequence[RawWord]]) -> bool:
    """Whether another column of a range has a text of its own further up: 令和7年度 beside and above 比較."""
    others = [sum(_sides(columns, i, i)) / 2 for i in range(first, last + 1) if i != own]
    words = [word for line in above for word in line]
    return any(abs(x - word.box.middle[0]) <= OFF_MIDDLE * word.size for x in others for word in words)
