"""The characters of a page as pdfium tells them, in the boxes that pdfminer would give them.

Belongs here: from pdfium's characters to ``Char``. Does not belong here: fonts (``pdfium_runs``), paths (``pdfium_paths``), words
(``words``).

pdfium makes a text of a page: it adds spaces, line ends and hyphens that nobody printed, and leaves out what is struck twice.
What it added is left out again. Its own boxes are those of the glyphs, or as high as the font at most; a box that only depends
on the font's size and the character's advance makes lines and words come out alike whatever is printed.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, repeat

import pypdfium2
import pypdfium2.raw as native

from pipeline.reading.fonts import Fonts
from pipeline.reading.limits import Limits
from pipeline.reading.opening import check_characters, check_objects
from pipeline.reading.painted import is_on_paper
from pipeline.reading.pdfium_calls import address_of, get_loose_box, is_generated, is_unknown, owner_of
from pipeline.reading.pdfium_runs import Run, Runs
from pipeline.reading.places import Matrix
from pipeline.reading.raw import DIGITS, UNKNOWN, Char

# pdfium's widths are whole thousandths of the font's size; a glyph that stands out of its advance by less does not matter.
SAME_WIDTH = 0.002
# No glyph stands out of its advance by more (in font sizes): a wider one is another glyph than the one whose width is told.
WIDEST_OVERHANG = 0.25
# What pdfium makes of a hyphen at the end of a line.
LINE_END_HYPHEN = 2
BLANK = ord(" ")
_MAY_BE_ADDED = frozenset((BLANK, ord("\r"), ord("\n"), 0, 0xFFFE))
# Control characters are not told as they are in the text of a page, which has this for such a hyphen.
_LINE_END_HYPHEN_IN_TEXT = 0xFFFE
# The sides of a box in the order in which pdfium writes them; its y counts upwards.
_LEFT, _TOP, _RIGHT, _BOTTOM = _SIDES = range(4)


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a text's line is, on the other axis than the one that it follows, in the page's coordinates; on the paper, where its
    run is level, from where to where its characters reach, and their size."""

    at: float
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0


def read_chars(
    page: pypdfium2.PdfPage, matrix: Matrix, fonts: Fonts, limits: Limits, painted: int
) -> tuple[tuple[Char, ...], tuple[Char, ...]]:
    """The characters of a page that stand upright and those that do not.

    ``fonts`` are those of the page as they are stated, ``painted`` is the number of other things on it.
    Raises ``UnreadablePage`` where there are more than the limits.
    """
    with closing(page.get_textpage()) as text:
        reader = _Reader(text, matrix, fonts)
        reader.read()
    count = len(reader.upright) + len(reader.turned)
    check_characters(count, limits)
    check_objects(count + painted, limits)
    upright, turned = (tuple(c for c in chars if is_on_paper(c)) for chars in (reader.upright, reader.turned))
    return upright, turned


def codes_of(text: pypdfium2.PdfTextPage) -> list[int]:
    """The codes of a page's characters, all at once: pdfium tells the text of the page, in which a control character may be missing or
    another one. It is asked for each where that is so."""
    count = native.FPDFText_CountChars(text.raw)
    buffer = (ctypes.c_ushort * (count + 1))()
    told = native.FPDFText_GetText(text.raw, 0, count, buffer) - 1
    if told != count:
        return [native.FPDFText_GetUnicode(text.raw, index) for index in range(count)]
    codes: list[int] = buffer[:count]
    for index, code in enumerate(codes):
        if code < BLANK or code >= _LINE_END_HYPHEN_IN_TEXT:
            codes[index] = native.FPDFText_GetUnicode(text.raw, index)
    return codes


class _Reader:
    """Goes through the characters of one page and collects those that stand upright and the turned ones.

    What is asked of every character is asked of all at once: the object that owns it, whether it is known, its box.
    """

    def __init__(self, text: pypdfium2.PdfTextPage, matrix: Matrix, fonts: Fonts) -> None:
        self.upright: list[Char] = []
        self.turned: list[Char] = []
        self._there = address_of(text.raw)
        self._matrix = matrix
        self._runs = Runs(text.raw, matrix, fonts)
        self._lines: dict[tuple[float, float, float], _Line] = {}
        self._codes = codes_of(text)
        every = range(len(self._codes))
        self._owners: list[int | None] = list(map(owner_of, repeat(self._there), every))
        self._unknown: list[int] = list(map(is_unknown, repeat(self._there), every))
        self._boxes = _boxes_of(self._there, len(every))

    def read(self) -> None:
        """The page from its first character to its last."""
        owners = self._owners
        owned = (index for index, owner in enumerate(owners) if owner is not None)
        for owner, together in groupby(owned, owners.__getitem__):
            assert owner is not None
            indices = list(together)
            run = self._runs.of(indices[0], owner)
            self._read_run(run, self._line_of(run, indices[0]), indices)

    def _read_run(self, run: Run, line: _Line, indices: Iterable[int]) -> None:
        """The characters of one text object."""
        codes = self._codes
        added: int | None = None
        place: tuple[float, float, float] | None = None
        for index in indices:
            code = codes[index]
            if code in _MAY_BE_ADDED and is_generated(self._there, index) == 1:
                added = index
                continue
            if added is not None and not self._are_together(added, index):
                self._add_blank(run, added)
            here = self._place(run, line, index, code)
            if here == place:
                self._join(run, code)
            else:
                self._add(run, line, index, code, here)
            place, added = here, None
        if added is not None:
            self._add_blank(run, added)

    def _line_of(self, run: Run, index: int) -> _Line:
        """Where the line is that a run follows, in the page's coordinates, and how high its characters reach on the paper."""
        x, y = self._runs.origin_of(index)
        if not run.is_level:
            return _Line(y if run.follows_x else x)
        key = (y, run.top, run.bottom)
        if key not in self._lines:
            middle = self._matrix.point(x, y)[1]
            top, bottom = round(middle + run.top, DIGITS), round(middle + run.bottom, DIGITS)
            self._lines[key] = _Line(y, top, bottom, round(bottom - top, DIGITS))
        return self._lines[key]

    def _are_together(self, added: int, index: int) -> bool:
        """Of two blanks pdfium keeps the first, which it may have added: one before a character stands where the character does,
        any other one where the second, printed blank stood."""
        return self._runs.origin_of(added) == self._runs.origin_of(index)

    def _add_blank(self, run: Run, index: int) -> None:
        place = (*self._runs.origin_of(index), run.font.width_of(BLANK))
        self._add(run, None, index, BLANK, place)

    def _add(self, run: Run, line: _Line | None, index: int, code: int, place: tuple[float, float, float]) -> None:
        text = self._text_of(index, code)
        if line is not None and run.is_level and place[1] == line.at:
            x = self._matrix.a * place[0] + self._matrix.e
            across = run.along[0] * place[2]
            x0, x1 = (x, x + across) if across > 0 else (x + across, x)
            x0, x1 = round(x0 + run.left, DIGITS), round(x1 + run.right, DIGITS)
            char = Char(text, x0, line.top, x1, line.bottom, line.size)
        else:
            char = self._char(run, text, place)
        (self.upright if run.is_upright else self.turned).append(char)

    def _char(self, run: Run, text: str, place: tuple[float, float, float]) -> Char:
        x, y = self._matrix.point(place[0], place[1])
        across, down = run.along[0] * place[2], run.along[1] * place[2]
        x0, x1 = (x, x + across) if across > 0 else (x + across, x)
        top, bottom = (y, y + down) if down > 0 else (y + down, y)
        x0, top = round(x0 + run.left, DIGITS), round(top + run.top, DIGITS)
        x1, bottom = round(x1 + run.right, DIGITS), round(bottom + run.bottom, DIGITS)
        return Char(text, x0, top, x1, bottom, round(x1 - x0 if run.is_vertical else bottom - top, DIGITS))

    def _join(self, run: Run, code: int) -> None:
        """A glyph that stands for several characters is told as several at one place."""
        chars = self.upright if run.is_upright else self.turned
        text = chars[-1].text + chr(code)
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        chars[-1] = chars[-1]._replace(text=whole if len(text) > 1 else text)

    def _text_of(self, index: int, code: int) -> str:
        if code == 0 or self._unknown[index] == 1:
            return UNKNOWN
        return "-" if code == LINE_END_HYPHEN else chr(code)

    def _place(self, run: Run, line: _Line, index: int, code: int) -> tuple[float, float, float]:
        """Where a character is set, in the page's coordinates, and its advance in font sizes.

        The width that pdfium tells may be that of another glyph for the same character, and its box around advance and glyph is
        too wide where the glyph stands out. Where the two agree they are right; only then it is not asked any further.
        """
        unit = run.unit
        if unit == 0:
            return self._measure(run, index, code)
        start, end = self._reach(run, index)
        told, length = run.font.width_of(code), abs(unit)
        if abs(end - start - told * length) > SAME_WIDTH * length:
            return self._measure(run, index, code)
        first = start if unit > 0 else end
        return (first, line.at, told) if run.follows_x else (line.at, first, told)

    def _reach(self, run: Run, index: int) -> tuple[float, float]:
        """From where to where the box around advance and glyph reaches, along the axis that the text follows."""
        first, last = (_LEFT, _RIGHT) if run.follows_x else (_BOTTOM, _TOP)
        return self._boxes[len(_SIDES) * index + first], self._boxes[len(_SIDES) * index + last]

    def _measure(self, run: Run, index: int, code: int) -> tuple[float, float, float]:
        """The same from the character's origin, its glyph's own box and the box around both."""
        x, y = self._runs.origin_of(index)
        if run.is_vertical:
            return x, y, 1.0
        told = run.font.width_of(code)
        if run.unit == 0:
            return x, y, told
        glyph = self._runs.glyph_of(index)
        sides = (*self._reach(run, index), *((glyph.x0, glyph.x1) if run.follows_x else (glyph.top, glyph.bottom)))
        ahead = run.unit > 0
        reached, of_glyph = ((sides[side + ahead] - (x if run.follows_x else y)) / run.unit for side in (0, 2))
        stands_out = reached - of_glyph < SAME_WIDTH
        return x, y, told if stands_out and 0 < told < reached < told + WIDEST_OVERHANG else reached


def _boxes_of(text: int, count: int) -> list[float]:
    """The four sides of the box around advance and glyph of each character, one after the other."""
    boxes = (native.FS_RECTF * count)()
    first, size = ctypes.addressof(boxes), ctypes.sizeof(native.FS_RECTF)
    for index, there in zip(range(count), range(first, first + count * size, size), strict=True):
        get_loose_box(text, index, there)
    return list(array("f", bytes(boxes)))
