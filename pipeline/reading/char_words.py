"""Characters to words, all of a page together.

Belongs here: which characters stand at one height, double strikes, gaps, drawn rules between characters, leaders. Does not belong here: lines
of words, letter-spaced words (``words``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np

from pipeline.model import Box
from pipeline.reading.arrays import Flags, Numbers, changes, hulls
from pipeline.reading.raw import Chars, Rule
from pipeline.reading.words import LINE_SLACK, RawWord

# Bold is often printed as the same character twice, less than this share of its size apart.
DOUBLE_STRIKE = 0.25
# So many characters before one may be its double.
STRUCK_BEFORE = 4
# Characters further apart than this share of their size are two words.
WORD_GAP = 0.35
# Some writers map the dash that they print to this invisible character.
SOFT_HYPHEN = "\u00ad"
# The least width of a full-width and of a half-width character, as shares of its size, whatever its font states.
WIDE_ADVANCE, NARROW_ADVANCE = 0.9, 0.45
# A rule shorter than this (in points) parts no words: it is a stroke of a picture or of an outlined glyph.
SHORTEST_WALL = 12.0
# This many dots in a row are a leader between a name and its figure, a word of its own.
LEADER = 4

_LEADER = re.compile(rf"[.．…‥・･]{{{LEADER},}}|[…‥]{{2,}}")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Characters row by row from top to bottom, left to right in each; ``row`` is the number of each one's row."""

    texts: Sequence[str]
    x0: Numbers
    top: Numbers
    x1: Numbers
    bottom: Numbers
    size: Numbers
    row: Numbers

    def where(self, chosen: Flags) -> _Rows:
        texts = [self.texts[at] for at in np.flatnonzero(chosen).tolist()]
        return _Rows(texts, *(one[chosen] for one in (self.x0, self.top, self.x1, self.bottom, self.size, self.row)))


@np.errstate(invalid="ignore")  # what stands nowhere (at infinity) is near nothing, which is what comparing it says
def find_words(chars: Chars, rules: Sequence[Rule]) -> list[RawWord]:
    """The words of a page, line by line from top to bottom; a drawn rule parts words that touch it."""
    rows = _rows_of(chars)
    rows = rows.where(~_double_strikes(rows))
    if not len(rows.texts):
        return []
    blank = np.array([not text.strip() for text in rows.texts], np.bool_)
    walls = [rule for rule in rules if not rule.horizontal and rule.length >= SHORTEST_WALL]
    begins = changes(rows.row) | _behind(blank) | _behind_gaps(rows) | _behind_walls(rows, walls)
    return _cut(rows.where(~blank), np.flatnonzero(begins[~blank]))


def _rows_of(chars: Chars) -> _Rows:
    """Characters that are at the height of a row's first one belong to it."""
    x0, top, _, bottom, _ = chars.sides.T
    order = np.lexsort((x0, top + bottom))
    order = order[(bottom > top)[order]]
    numbers = _number_rows((top + bottom)[order] / 2, (bottom - top)[order])
    inside = np.lexsort((x0[order], numbers))
    order = order[inside]
    x0, top, x1, bottom, size = chars.sides[order].T
    texts = [chars.texts[at] for at in order.tolist()]
    return _Rows(texts, x0, top, x1, bottom, size, numbers[inside])


def _number_rows(middles: Numbers, heights: Numbers) -> Numbers:
    """The row of each character, which are given from top to bottom. Of those with one middle and height only the first is looked at."""
    new = np.flatnonzero(changes(middles) | changes(heights))
    numbers: list[int] = []
    number, row_middle, row_height = -1, 0.0, 0.0
    for middle, height in zip(middles[new].tolist(), heights[new].tolist(), strict=True):
        if number < 0 or abs(row_middle - middle) > LINE_SLACK * min(row_height, height):
            number, row_middle, row_height = number + 1, middle, height
        numbers.append(number)
    return np.repeat(np.array(numbers, np.int64), np.diff(np.append(new, len(middles))))


def _double_strikes(rows: _Rows) -> Flags:
    """The second of two prints of the same character. Only one that begins close behind another can be that."""
    reach = DOUBLE_STRIKE * rows.size
    struck = np.zeros(len(rows.texts), np.bool_)
    close = ~changes(rows.row)
    close[1:] &= rows.x0[1:] - rows.x0[:-1] < reach[1:]
    kept_before = list(range(-1, len(rows.texts)))  # the nearest one that stays, of each
    for at in np.flatnonzero(close).tolist():
        one = at
        for _ in range(STRUCK_BEFORE):
            one = kept_before[one]
            if one < 0 or rows.row[one] != rows.row[at]:
                break
            if rows.texts[one] == rows.texts[at] and rows.x0[at] - rows.x0[one] < reach[at]:
                struck[at] = True
                kept_before[at + 1] = kept_before[at]
                break
    return struck


def _behind(chosen: Flags) -> Flags:
    """Those before which a chosen one stands."""
    return np.append(False, chosen[:-1])


def _behind_gaps(rows: _Rows) -> Flags:
    """Where there is room for more than letter spacing before a character; some fonts state too narrow widths."""
    ends = np.maximum(rows.x1, rows.x0 + np.array(list(map(_least_advance, rows.texts))) * rows.size)
    behind = np.zeros(len(rows.texts), np.bool_)
    is_apart = rows.x0[1:] - ends[:-1] > WORD_GAP * np.maximum(rows.size[1:], rows.size[:-1])
    behind[1:] = (rows.x0[1:] > rows.x1[:-1]) & is_apart
    return behind


@lru_cache(maxsize=1 << 14)
def _least_advance(text: str) -> float:
    return WIDE_ADVANCE if unicodedata.east_asian_width(text[0]) in "WF" else NARROW_ADVANCE


def _behind_walls(rows: _Rows, walls: Sequence[Rule]) -> Flags:
    """Where a rule stands between the middles of two characters. Rows below each other that the same rules cross are looked at together."""
    behind = np.zeros(len(rows.texts), np.bool_)
    if not walls:
        return behind
    places, tops, ends = (np.array(one) for one in zip(*sorted((w.at, w.start, w.end) for w in walls), strict=True))
    firsts = np.flatnonzero(changes(rows.row))
    heights, bounds = ((rows.top + rows.bottom) / 2)[firsts], [*firsts.tolist(), len(rows.texts)]
    middles = (rows.x0 + rows.x1) / 2
    crossed = ((number, ((tops < height) & (height < ends)).tobytes()) for number, height in enumerate(heights))
    for key, together in groupby(crossed, itemgetter(1)):
        own = places[np.frombuffer(key, np.bool_)]
        numbers = [number for number, _ in together]
        here = np.arange(max(1, bounds[numbers[0]]), bounds[numbers[-1] + 1])
        nearest = np.append(own, np.inf)[np.searchsorted(own, middles[here - 1])]
        behind[here] = nearest <= middles[here]
    return behind


def _cut(rows: _Rows, starts: Numbers) -> list[RawWord]:
    """The words that begin at ``starts``, and at the ends of the leaders in them."""
    if not len(starts):
        return []
    firsts = [start for word in _spans(starts.tolist(), rows) for start in _part_at_leaders(rows, *word)]
    first = np.array(firsts)
    boxes = hulls(rows.x0, rows.top, rows.x1, rows.bottom, first).tolist()
    sizes = np.maximum.reduceat(rows.size, first).tolist()
    return [
        RawWord("".join(rows.texts[start:end]).replace(SOFT_HYPHEN, "-"), Box(*box), size)
        for (start, end), box, size in zip(_spans(firsts, rows), boxes, sizes, strict=True)
    ]


def _spans(starts: list[int], rows: _Rows) -> Iterator[tuple[int, int]]:
    """From each start to the next."""
    return pairwise([*starts, len(rows.texts)])


def _part_at_leaders(rows: _Rows, start: int, end: int) -> list[int]:
    """Where the words of a run without gaps begin: a leader of dots parts what stands before and behind it."""
    texts = rows.texts[start:end]
    if not _LEADER.search("".join(texts)):
        return [start]
    found = _LEADER.finditer("".join([text[:1] for text in texts]))
    sides = {0, *(side for leader in found for side in leader.span())}
    return [start + side for side in sorted(sides) if side < end - start]
