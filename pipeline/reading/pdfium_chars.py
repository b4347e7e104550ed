"""The characters of a page as pdfium tells them, in the boxes that pdfminer would give them.

Belongs here: from pdfium's characters to ``Char``. Does not belong here: asking pdfium for them (``pdfium_text``), fonts
(``pdfium_runs``), paths (``pdfium_paths``), words (``words``).

pdfium makes a text of a page: it adds spaces, line ends and hyphens that nobody printed, and leaves out what is struck twice.
What it added is left out again. Its own boxes are those of the glyphs, or as high as the font at most; a box that only depends
on the font's size and the character's advance makes lines and words come out alike whatever is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pypdfium2

from pipeline.reading.arrays import Flags, Numbers
from pipeline.reading.fonts import Fonts
from pipeline.reading.limits import Limits
from pipeline.reading.opening import check_characters, check_objects
from pipeline.reading.painted import FARTHEST
from pipeline.reading.pdfium_runs import Run, Runs
from pipeline.reading.pdfium_text import BLANK, BOTTOM, LEFT, RIGHT, TOP, Told, ask
from pipeline.reading.places import Matrix
from pipeline.reading.raw import DIGITS, UNKNOWN, Chars

# pdfium's widths are whole thousandths of the font's size; a glyph that stands out of its advance by less does not matter.
SAME_WIDTH = 0.002
# No glyph stands out of its advance by more (in font sizes): a wider one is another glyph than the one whose width is told.
WIDEST_OVERHANG = 0.25
# What pdfium makes of a hyphen at the end of a line.
LINE_END_HYPHEN = 2
# Codes are smaller: a font's number times this and a code are one number for both.
_MORE_THAN_CODES = 1 << 32
# From a run what the sides of its characters come from, see ``Run``.
_SIDES_OF_RUN: tuple[Callable[[Run], float], ...] = (
    lambda run: run.along[0],
    lambda run: run.along[1],
    lambda run: run.left,
    lambda run: run.top,
    lambda run: run.right,
    lambda run: run.bottom,
)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where characters are set, in the page's coordinates, and their advances in font sizes."""

    xs: Numbers
    ys: Numbers
    advances: Numbers

    def put(self, at: int, x: float, y: float, advance: float) -> None:
        self.xs[at], self.ys[at], self.advances[at] = x, y, advance

    def are_same(self, some: Numbers, others: Numbers) -> Flags:
        same: Flags = np.logical_and.reduce([one[some] == one[others] for one in (self.xs, self.ys, self.advances)])
        return same


@np.errstate(
    over="ignore", invalid="ignore"
)  # what is too far away for a number is no place on paper, and is left out as such
def read_chars(
    page: pypdfium2.PdfPage, matrix: Matrix, fonts: Fonts, limits: Limits, painted: int
) -> tuple[Chars, Chars]:
    """The characters of a page that stand upright and those that do not.

    ``fonts`` are those of the page as they are stated, ``painted`` is the number of other things on it.
    Raises ``UnreadablePage`` where there are more than the limits.
    """
    with closing(page.get_textpage()) as text:
        told = ask(text)
        if not len(told.numbers):
            return Chars(), Chars()
        reader = _Reader(told, Runs(text.raw, matrix, fonts))
        printed, texts = reader.read()
    check_characters(len(printed), limits)
    check_objects(len(printed) + painted, limits)
    chars = Chars(texts, reader.sides_of(printed, matrix))
    on_paper = np.all(np.abs(chars.sides) < FARTHEST, axis=1)
    upright = reader.of_char(lambda run: run.is_upright)[printed]
    return chars.where(on_paper & upright), chars.where(on_paper & ~upright)


class _Reader:
    """Works out where the characters of one page are set, which of them were printed, and what they say."""

    def __init__(self, told: Told, runs: Runs) -> None:
        self._told, self._runs = told, runs
        self._own = [
            runs.of(number, owner) for number, owner in zip(told.numbers[told.first].tolist(), told.owners, strict=True)
        ]
        self._ways = list({id(run): run for run in self._own}.values())
        number_of = {id(run): number for number, run in enumerate(self._ways)}
        self._way = np.array([number_of[id(run)] for run in self._own])[told.objects]

    def of_char(self, ask: Callable[[Run], float]) -> Numbers:
        """What the run of each character has, asked of each way to set a text once."""
        of_way: Numbers = np.array([ask(run) for run in self._ways])
        of_char: Numbers = of_way[self._way]
        return of_char

    def read(self) -> tuple[Numbers, list[str]]:
        """The characters that were printed, by their places among those told, and what each says."""
        told, places = self._told, self._places
        blanks = self._blanks()
        for at in blanks:
            places.put(at, *self._origin_of(at), self._run_of(at).font.width_of(BLANK))
        texts = self._texts()
        real = np.flatnonzero(~told.is_added)
        joins = np.zeros(len(real), np.bool_)
        joins[1:] = (told.objects[real[1:]] == told.objects[real[:-1]]) & places.are_same(real[1:], real[:-1])
        heads = real[np.maximum.accumulate(np.where(joins, 0, np.arange(len(real))))]
        for head, at in zip(heads[joins].tolist(), real[joins].tolist(), strict=True):
            texts[head] = _join(texts[head], chr(told.codes[at]))
        printed = np.sort(np.append(real[~joins], np.array(blanks, dtype=real.dtype)))
        return printed, [texts[at] for at in printed.tolist()]

    def sides_of(self, printed: Numbers, matrix: Matrix) -> Numbers:
        """The boxes of characters on the paper and their sizes, as ``Chars`` has them."""
        x, y, advance = (one[printed] for one in (self._places.xs, self._places.ys, self._places.advances))
        right, down = matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
        along_x, along_y, left, top, more_right, bottom = (self.of_char(ask)[printed] for ask in _SIDES_OF_RUN)
        ends_right, ends_down = right + along_x * advance, down + along_y * advance
        x0, x1 = np.minimum(right, ends_right) + left, np.maximum(right, ends_right) + more_right
        y0, y1 = np.minimum(down, ends_down) + top, np.maximum(down, ends_down) + bottom
        x0, y0, x1, y1 = np.round((x0, y0, x1, y1), DIGITS)
        is_vertical = self.of_char(lambda run: run.is_vertical)[printed]
        size = np.round(np.where(is_vertical, x1 - x0, y1 - y0), DIGITS)
        return np.column_stack([x0, y0, x1, y1, size])

    @cached_property
    def _places(self) -> _Places:
        """Where characters are set.

        The width that pdfium tells may be that of another glyph for the same character, and its box around advance and glyph is
        too wide where the glyph stands out. Where the two agree they are right; only then it is not asked any further.
        """
        boxes, unit = self._told.boxes, self.of_char(lambda run: run.unit)
        follows_x = self.of_char(lambda run: run.follows_x)
        start = np.where(follows_x, boxes[:, LEFT], boxes[:, BOTTOM])
        end = np.where(follows_x, boxes[:, RIGHT], boxes[:, TOP])
        first, line, advances = np.where(unit > 0, start, end), self._lines()[self._told.objects], self._advances()
        places = _Places(np.where(follows_x, first, line), np.where(follows_x, line, first), advances)
        length = np.abs(unit)
        doubtful = (unit == 0) | (np.abs(end - start - advances * length) > SAME_WIDTH * length)
        for at in np.flatnonzero(doubtful & ~self._told.is_added).tolist():
            places.put(at, *self._measure(at, float(start[at]), float(end[at])))
        return places

    def _run_of(self, at: int) -> Run:
        return self._own[int(self._told.objects[at])]

    def _origin_of(self, at: int) -> tuple[float, float]:
        return self._runs.origin_of(int(self._told.numbers[at]))

    def _lines(self) -> Numbers:
        """Where the line is that each text object follows, on the other axis."""
        firsts = zip(self._own, self._told.first.tolist(), strict=True)
        return np.array([self._origin_of(at)[1 if run.follows_x else 0] for run, at in firsts])

    def _advances(self) -> Numbers:
        """The widths that pdfium tells; each character of a font is asked for once."""
        fonts = list({id(run.font): run.font for run in self._ways}.values())
        number_of = {id(font): number for number, font in enumerate(fonts)}
        numbers = self.of_char(lambda run: number_of[id(run.font)])
        glyphs, places = np.unique(numbers * _MORE_THAN_CODES + self._told.codes, return_inverse=True)
        asked = (divmod(glyph, _MORE_THAN_CODES) for glyph in glyphs.tolist())
        return np.array([fonts[number].width_of(code) for number, code in asked])[places]

    def _measure(self, at: int, start: float, end: float) -> tuple[float, float, float]:
        """Where a character is set and its advance, from its origin, its glyph's own box and the box around both."""
        run, code = self._run_of(at), int(self._told.codes[at])
        x, y = self._origin_of(at)
        if run.is_vertical:
            return x, y, 1.0
        told = run.font.width_of(code)
        if run.unit == 0:
            return x, y, told
        glyph = self._runs.glyph_of(int(self._told.numbers[at]))
        sides = (start, end, *((glyph.x0, glyph.x1) if run.follows_x else (glyph.top, glyph.bottom)))
        ahead = run.unit > 0
        reached, of_glyph = ((sides[side + ahead] - (x if run.follows_x else y)) / run.unit for side in (0, 2))
        stands_out = reached - of_glyph < SAME_WIDTH
        return x, y, told if stands_out and 0 < told < reached < told + WIDEST_OVERHANG else reached

    def _blanks(self) -> list[int]:
        """The blanks that were printed although pdfium says that it added them: of two it keeps the first, which it may have added. One
        before a character stands where the character does, any other one where the second, printed blank stood."""
        told = self._told
        kept: list[int] = []
        for at in np.flatnonzero(told.is_added).tolist():
            is_last = at + 1 == len(told.objects) or told.objects[at + 1] != told.objects[at]
            if is_last or (not told.is_added[at + 1] and self._origin_of(at) != self._origin_of(at + 1)):
                kept.append(at)
        return kept

    def _texts(self) -> list[str]:
        """What each character says; a kept blank among those that were added says that."""
        told = self._told
        codes = np.where(told.is_added, BLANK, told.codes)
        texts = list(map(chr, codes.tolist()))
        for at in np.flatnonzero((codes == 0) | told.is_unknown).tolist():
            texts[at] = UNKNOWN
        for at in np.flatnonzero((codes == LINE_END_HYPHEN) & ~told.is_unknown).tolist():
            texts[at] = "-"
        return texts


def _join(text: str, more: str) -> str:
    """A glyph that stands for several characters is told as several at one place, and so are the halves of one beyond the first plane."""
    return (text + more).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
