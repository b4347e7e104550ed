"""Characters to words and lines.

Belongs here: double strikes, gaps, letter-spaced words, what stands on one line. Does not belong here: which lines belong
together (``blocks``), tables (``grids``, ``aligned``).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from pipeline.model import Box, hull
from pipeline.reading.raw import Char, Rule

# A word is in a box also where its middle lies this far outside (in points).
INSIDE = 1.0
# Bold is often printed as the same character twice, less than this share of its size apart.
DOUBLE_STRIKE = 0.25
# Characters further apart than this share of their size are two words.
WORD_GAP = 0.35
# Some writers map the dash that they print to this invisible character.
SOFT_HYPHEN = "\u00ad"
# The least width of a full-width and of a half-width character, as shares of its size, whatever its font states.
WIDE_ADVANCE, NARROW_ADVANCE = 0.9, 0.45
# A rule shorter than this (in points) parts no words: it is a stroke of a picture or of an outlined glyph.
SHORTEST_WALL = 12.0
# Words whose middles are closer than this share of the smaller height stand on one line.
LINE_SLACK = 0.5
# Letter-spaced words (予 算 額): gaps of one run differ by less than this share of the widest.
EVEN_GAPS = 0.45
# This many dots in a row are a leader between a name and its figure, a word of its own.
LEADER = 4
# Texts on one line, a gap of this many font sizes apart, whose sizes differ by this factor, are two lines.
SIZE_STEP, STEP_GAP = 1.4, 1.2
# A run of single characters this far apart (in font sizes) is no longer one word.
WIDEST_SPACING = 4.5
# Gaps of whole font sizes are common (full-width blanks). Parsers' sums differ by less than this (in points), so that such
# a gap is always taken for the same.
TIE = 0.05
# Fewer single characters than this are a letter-spaced word only where they are all that stands there (歳  出).
SPACED_RUN = 3

_LEFT_SIDE, _SIDE_OF_WORD = attrgetter("x0"), attrgetter("box.x0")
_HEIGHT_AND_SIDE = itemgetter(0, 1)
_LEADER = re.compile(rf"[.．…‥・･]{{{LEADER},}}|[…‥]{{2,}}")
_LETTER = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\u2f00-\u2fdf\uff10-\uff5e]")
_DIGIT = re.compile(r"[0-9０-９]")
_SPACED = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\u2f00-\u2fdf0-9０-９，．,.（）()・\uff21-\uff5a]")


@dataclass(frozen=True, slots=True)
class RawWord:
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
    return [word for word in words if not any(is_inside(word.box, box) for box in boxes)]


def line_box(line: RawLine) -> Box:
    return hull(word.box for word in line)


class WordField:
    """Words by their heights, so that those in a box are found without a look at all others."""

    def __init__(self, words: Sequence[RawWord]) -> None:
        self._words = words
        self._middles = [word.box.middle for word in words]
        self._order = sorted(range(len(words)), key=lambda number: self._middles[number][1])
        self._heights = [self._middles[number][1] for number in self._order]

    def numbers_inside(self, box: Box) -> list[int]:
        """The numbers of the words whose middles lie in a box, ascending."""
        first = bisect_left(self._heights, box.top - INSIDE)
        last = bisect_right(self._heights, box.bottom + INSIDE)
        left, right = box.x0 - INSIDE, box.x1 + INSIDE
        return sorted(number for number in self._order[first:last] if left <= self._middles[number][0] <= right)

    def inside(self, box: Box) -> list[RawWord]:
        """The words whose middles lie in a box, in their order."""
        return [self._words[number] for number in self.numbers_inside(box)]


def find_words(chars: Sequence[Char], rules: Sequence[Rule]) -> list[RawWord]:
    """The words of a page, line by line from top to bottom; a drawn rule parts words that touch it."""
    upright = [rule for rule in rules if not rule.horizontal and rule.length >= SHORTEST_WALL]
    words: list[RawWord] = []
    for row in _rows([char for char in chars if char.bottom > char.top]):
        middle = (row[0].top + row[0].bottom) / 2
        walls = sorted(rule.at for rule in upright if rule.start < middle < rule.end)
        words += _split_row(_without_double_strikes(row), walls)
    return words


def group_lines(words: Iterable[RawWord]) -> list[RawLine]:
    """Words at one height, left to right; letter-spaced words joined."""
    placed = sorted(((word.box.middle[1], word.box.x0, word) for word in words), key=_HEIGHT_AND_SIDE)
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


def _rows(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters at one height, left to right."""
    rows: list[list[Char]] = []
    row_middle = row_height = 0.0
    for char in sorted(sorted(chars, key=_LEFT_SIDE), key=_twice_the_middle):
        middle, height = (char.top + char.bottom) / 2, char.bottom - char.top
        if rows and abs(row_middle - middle) <= LINE_SLACK * min(row_height, height):
            rows[-1].append(char)
        else:
            rows.append([char])
            row_middle, row_height = middle, height
    for row in rows:
        row.sort(key=_LEFT_SIDE)
    return rows


def _twice_the_middle(char: Char) -> float:
    return char.top + char.bottom


def _without_double_strikes(row: Sequence[Char]) -> list[Char]:
    kept: list[Char] = []
    for char in row:
        reach = DOUBLE_STRIKE * char.size
        if kept and char.x0 - kept[-1].x0 >= reach:  # the others are further to the left
            kept.append(char)
            continue
        for other in kept[-4:]:
            if other.text == char.text and abs(other.x0 - char.x0) < reach:
                break
        else:
            kept.append(char)
    return kept


def _split_row(row: Sequence[Char], walls: Sequence[float]) -> list[RawWord]:
    words: list[RawWord] = []
    run: list[Char] = []
    for char in row:
        blank = not char.text.strip()
        if run and (blank or _is_gap(run[-1], char) or (walls and _is_walled(run[-1], char, walls))):
            words += _cut_leaders(run)
            run = []
        if not blank:
            run.append(char)
    return words + _cut_leaders(run) if run else words


def _is_gap(before: Char, char: Char) -> bool:
    """Whether there is room for more than letter spacing behind a character; some fonts state too narrow widths."""
    if char.x0 <= before.x1:
        return False
    nominal = (WIDE_ADVANCE if unicodedata.east_asian_width(before.text[0]) in "WF" else NARROW_ADVANCE) * before.size
    end = max(before.x1, before.x0 + nominal)
    return char.x0 - end > WORD_GAP * max(char.size, before.size)


def _is_walled(before: Char, char: Char, walls: Sequence[float]) -> bool:
    """Whether a rule stands between two characters."""
    at = bisect_left(walls, (before.x0 + before.x1) / 2)
    return at < len(walls) and walls[at] <= (char.x0 + char.x1) / 2


def _cut_leaders(run: Sequence[Char]) -> list[RawWord]:
    """The words of a run without gaps: a leader of dots parts what stands before and behind it."""
    word = _word(run)
    if not _LEADER.search(word.text):
        return [word]
    text = "".join([char.text[:1] for char in run])
    sides = [0, *(side for leader in _LEADER.finditer(text) for side in leader.span()), len(run)]
    return [_word(run[start:end]) for start, end in zip(sides, sides[1:], strict=False) if end > start]


def _word(run: Sequence[Char]) -> RawWord:
    texts, x0s, tops, x1s, bottoms, sizes = zip(*run, strict=True)
    box = Box(min(x0s), min(tops), max(x1s), max(bottoms))
    return RawWord("".join(texts).replace(SOFT_HYPHEN, "-"), box, max(sizes))


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
