"""What the characters of one text object share, as pdfium tells it: a font, its size, where its axes point.

Belongs here: fonts with their descents and widths, text set downwards. Does not belong here: single characters
(``pdfium_chars``).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as native

from pipeline.model import Box, hull
from pipeline.reading.fonts import Fonts, Stated, key_of
from pipeline.reading.pdfium_calls import (
    address_of,
    font_of,
    get_ascent,
    get_descent,
    get_font_name,
    get_font_size,
    get_glyph_width,
    get_origin,
    get_text_matrix,
)
from pipeline.reading.places import Matrix

# Where the box of a character that is set downwards ends above its origin, in font sizes, unless its font says otherwise.
VERTICAL_TOP = 0.88
LONGEST_NAME = 128  # bytes; names in PDF have 127 at most
# The bytes of a matrix that say how a text is turned and stretched; the others say where it stands.
_TURNED = 4 * ctypes.sizeof(ctypes.c_float)


@dataclass(slots=True)
class Font:
    """A font's descent as stated, how far pdfium thinks that it reaches below and above its line, and the widths of its
    glyphs by their characters; all in font sizes."""

    handle: int | None
    descent: float
    below: float
    above: float
    may_be_vertical: bool
    widths: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, font: int | None, stated: Fonts) -> Font:
        """What is stated under the font's name; of several descents the one next to what pdfium says."""
        below, above, name = ctypes.c_float(), ctypes.c_float(), ctypes.create_string_buffer(LONGEST_NAME)
        get_descent(font, 1.0, ctypes.addressof(below))
        get_ascent(font, 1.0, ctypes.addressof(above))
        get_font_name(font, ctypes.addressof(name), LONGEST_NAME)
        known = stated.get(key_of(name.value), Stated({-abs(below.value)}))
        descent = min(known.descents, key=lambda one: abs(one - below.value))
        return cls(font, descent, below.value, above.value, known.may_be_vertical)

    def width_of(self, code: int) -> float:
        """The width of the glyph that pdfium finds for a character; the font may have another one for it."""
        width = self.widths.get(code)
        if width is None:
            told = ctypes.c_float()
            get_glyph_width(self.handle, code, 1.0, ctypes.addressof(told))
            width = self.widths[code] = told.value
        return width


@dataclass(slots=True)
class Run:
    """What the text objects that are set alike share. ``along`` is a step of one font size in the direction of the text, on the paper; ``left``,
    ``right``, ``top`` and ``bottom`` are the sides of a character without width, counted from its origin. ``unit`` is, in the page's
    own coordinates, the length of a font size along the axis that the text follows, with its sign; 0 where it follows none.
    ``is_level`` is true where all characters of one line reach from one height to another."""

    font: Font
    is_vertical: bool
    is_upright: bool
    along: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float
    unit: float
    follows_x: bool
    is_level: bool


class Runs:
    """Makes the runs of a page; each font is looked at once, and so is each way to set one."""

    def __init__(self, text: Any, matrix: Matrix, stated: Fonts) -> None:
        self._text, self._there = text, address_of(text)
        self._matrix = matrix
        self._stated = stated
        self._fonts: dict[int | None, Font] = {}
        self._known: dict[tuple[int, float, bytes], Run] = {}
        self._size, self._told = ctypes.c_float(), native.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._size_there, self._told_there = ctypes.addressof(self._size), ctypes.addressof(self._told)
        self._x_there, self._y_there = ctypes.addressof(self._x), ctypes.addressof(self._y)

    def of(self, index: int, owner: int) -> Run:
        """The run of a character and of the text object that owns it."""
        get_font_size(owner, self._size_there)
        get_text_matrix(self._there, index, self._told_there)
        font, told, size = self._font_of(owner), self._told, self._size.value
        key = (id(font), size, bytes(told)[:_TURNED])
        run = self._known.get(key)
        if run is None:
            run = self._run(index, font, Matrix(told.a, told.b, told.c, told.d, 0.0, 0.0), size)
            if not font.may_be_vertical:
                self._known[key] = run
        return run

    def _font_of(self, owner: int) -> Font:
        key = font_of(owner)
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = Font.of(key, self._stated)
        return font

    def _run(self, index: int, font: Font, own: Matrix, size: float) -> Run:
        is_vertical = font.may_be_vertical and self._is_vertical(index, font, own, size)
        low = 0.0 if is_vertical else font.descent * size
        a, b, c, d, _, _ = own.then(self._matrix)
        follows_x, follows_y = own.b == own.c == 0, own.a == own.d == 0
        unit = 0.0 if is_vertical else own.a * size if follows_x else own.b * size if follows_y else 0.0
        left, right = sorted((c * low, c * (low + size)))
        top, bottom = sorted((d * low, d * (low + size)))
        return Run(
            font=font,
            is_vertical=is_vertical,
            is_upright=a * d < 0 and b * c >= 0,  # the paper's y counts downwards: what stands upright has a negative d
            along=(a * size, b * size),
            left=left,
            right=right,
            top=top,
            bottom=bottom,
            unit=unit,
            follows_x=follows_x,
            is_level=follows_x and unit != 0 and self._matrix.b == self._matrix.c == 0 == b,
        )

    def origin_of(self, index: int) -> tuple[float, float]:
        """Where a character is set."""
        get_origin(self._there, index, self._x_there, self._y_there)
        return self._x.value, self._y.value

    def glyph_of(self, index: int) -> Box:
        """The box of a character's glyph, its y counted upwards: ``top`` is the lower side."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        native.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return Box(left.value, bottom.value, right.value, top.value)

    def _is_vertical(self, index: int, font: Font, own: Matrix, size: float) -> bool:
        """Whether a text is set downwards, which shows in the box that pdfium makes around glyph and font."""
        loose = native.FS_RECTF()
        native.FPDFText_GetLooseCharBox(self._text, index, loose)
        found = Box(loose.left, loose.bottom, loose.right, loose.top)
        glyph, (x, y) = self.glyph_of(index), self.origin_of(index)
        width = font.width_of(native.FPDFText_GetUnicode(self._text, index))
        level = own._replace(e=x, f=y).box(0.0, font.below * size, width * size, font.above * size)
        upright = Box(x, y + (VERTICAL_TOP - 1) * size, x + size, y + VERTICAL_TOP * size)
        return _distance(hull([upright, glyph]), found) < _distance(hull([level, glyph]), found)


def _distance(one: Box, other: Box) -> float:
    sides = ((one.x0, other.x0), (one.top, other.top), (one.x1, other.x1), (one.bottom, other.bottom))
    return sum(abs(a - b) for a, b in sides)
