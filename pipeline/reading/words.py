"""Words to lines.

Belongs here: what stands on one line, letter-spaced words, words in a box. Does not belong here: where a word ends
(``char_words``), which lines belong together (``blocks``), tables (``grids``, ``aligned``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from pipeline.model import Box, hull

# A word is in a box also where its middle lies this far outside (in points).
INSIDE = 1.0
# Words whose middles are closer than this share of the smaller height stand on one line.
LINE_SLACK = 0.5
# Letter-spaced words (予 算 額): gaps of one run differ by less than this share of the widest.
EVEN_GAPS = 0.45
# Texts on one line, a gap of this many font sizes apart, whose sizes differ by this factor, are two lines.
SIZE_STEP, STEP_GAP = 1.4, 1.2
# A run of single characters this far apart (in font sizes) is no longer one word.
WIDEST_SPACING = 4.5
# Gaps of whole font sizes are common (full-width blanks). Parsers' sums differ by less than this (in points), so that such
# a gap is always taken for the same.
TIE = 0.05
# Fewer single characters than this are a letter-spaced word only where they are all that stands there (歳  出).
SPACED_RUN = 3

_SIDE_OF_WORD = attrgetter("box.x0")
_HEIGHT_AND_SIDE = itemgetter(0, 1)
_LETTER = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\u2f00-\u2fdf\uff10-\uff5e]")
_DIGIT = re.compile(r"[0-9０-９]")
_SPACED = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\u2f00-\u2fdf0-9０-９，．,.（）()・\uff21-\uff5a]")


class RawWord(NamedTuple):
    """Characters without a visible gap. ``size`` is the largest font size in it."""

    text: str
    box: Box
    size: float


RawLine = tuple[RawWord, ...]


def is_inside(box: Box, outer: Box) -> bool:
    """Whether the middle of a box lies in another one."""
    x, y = box.middle
    return outer.x0 - INSIDE <= x <= outer.x1 + INSIDE and outer.top - INSIDE <= y <= outer.bottom + INSIDE


def outside(boxes: Sequence[Box], words: Sequence[RawWord]) -> list[RawWord]:
    """The words whose middles lie in none of the boxes."""
    return WordField(words).outside(boxes) if boxes else list(words)


def line_box(line: RawLine) -> Box:
    return hull(word.box for word in line)


class WordField:
    """Words by their heights, so that those in a box are found without a look at all others."""

    def __init__(self, words: Sequence[RawWord]) -> None:
        self.words = words
        self._middles = [word.box.middle for word in words]
        self._order = sorted(range(len(words)), key=lambda number: self._middles[number][1])
        self._heights = [self._middles[number][1] for number in self._order]

    def numbers_inside(self, box: Box) -> list[int]:
        """The numbers of the words whose middles lie in a box, ascending."""
        first = bisect_left(self._heights, box.top - INSIDE)
        last = bisect_right(self._heights, box.bottom + INSIDE)
        left, right, middles = box.x0 - INSIDE, box.x1 + INSIDE, self._middles
        return sorted([number for number in self._order[first:last] if left <= middles[number][0] <= right])

    def inside(self, box: Box) -> list[RawWord]:
        """The words whose middles lie in a box, in their order."""
        return [self.words[number] for number in self.numbers_inside(box)]

    def outside(self, boxes: Sequence[Box]) -> list[RawWord]:
        """The words whose middles lie in none of the boxes, in their order."""
        inside = {number for box in boxes for number in self.numbers_inside(box)}
        return [word for number, word in enumerate(self.words) if number not in inside]


def group_lines(words: Iterable[RawWord]) -> list[RawLine]:
    """Words at one height, left to right; letter-spaced words joined."""
    every = list(words)
    if len(every) < 2:
        return [(word,) for word in every]
    placed = sorted([(word.box.middle[1], word.box.x0, word) for word in every], key=_HEIGHT_AND_SIDE)
    lines: list[list[RawWord]] = []
    first_middle = first_height = 0.0
    for middle, _, word in placed:
        height = word.box.height
        if lines and abs(first_middle - middle) <= LINE_SLACK * min(first_height, height):
            lines[-1].append(word)
        else:
            lines.append([word])
            first_middle, first_height = middle, height
    return [line for words_of_line in lines for line in _lines_at(words_of_line)]


def _lines_at(words: list[RawWord]) -> list[RawLine]:
    """The lines of the words at one height: one, unless a text in another size stands far away."""
    if len(words) == 1:
        return [(words[0],)]
    words.sort(key=_SIDE_OF_WORD)
    return [join_spaced(part) for part in _split_at_sizes(words)]


def _split_at_sizes(line: list[RawWord]) -> list[list[RawWord]]:
    """A line cut where a text in another size stands far away: a slide's title and the small print in its corner."""
    parts = [line[:1]]
    for before, word in zip(line, line[1:], strict=False):
        small, large = sorted((before.size, word.size))
        if large > SIZE_STEP * small and word.box.x0 - before.box.x1 > STEP_GAP * large:
            parts.append([])
        parts[-1].append(word)
    return parts


def join_spaced(line: Sequence[RawWord]) -> RawLine:
    """A line with its letter-spaced words joined: 歳 | 出 | 合 | 計 is one word, and so is ２ | ， | ０ | ４ | ２."""
    if sum(len(word.text) == 1 for word in line) < 2:
        return tuple(line)
    joined: list[RawWord] = []
    run: list[RawWord] = []
    for word in [*line, None]:
        if word is not None and _may_follow(run, word):
            run.append(word)
            continue
        joined += _join_run(run, alone=len(run) == len(line))
        run = [word] if word is not None else []
    return tuple(joined)


def _may_follow(run: Sequence[RawWord], word: RawWord) -> bool:
    """Whether a word goes on with a run of single characters at even gaps."""
    if not run:
        return True
    if len(word.text) != 1 or any(len(one.text) != 1 for one in run) or not _SPACED.match(word.text):
        return False
    gap = word.box.x0 - run[-1].box.x1
    if gap > WIDEST_SPACING * word.size or not _SPACED.match(run[-1].text):
        return False
    gaps = [b.box.x0 - a.box.x1 for a, b in zip(run, run[1:], strict=False)]
    digits = bool(_DIGIT.match(word.text)) and bool(_DIGIT.match(run[-1].text))
    if digits and gap > word.size + TIE:
        return False
    return all(abs(gap - other) <= max(EVEN_GAPS * max(gap, other), 0.6 * word.size) for other in gaps)


def _join_run(run: Sequence[RawWord], alone: bool) -> list[RawWord]:
    enough = len(run) >= SPACED_RUN or (alone and len(run) > 1)
    if not enough or not any(_LETTER.match(word.text) for word in run):
        return list(run)
    text = "".join(word.text for word in run)
    return [RawWord(text, hull(word.box for word in run), max(word.size for word in run))]
