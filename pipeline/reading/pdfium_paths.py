"""What pdfium tells of a page's objects beside its characters.

Belongs here: paths with their corners, pictures, forms and what is drawn in them. Does not belong here: which of it is a rule
or a frame (``painted``), characters (``pdfium_chars``).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as native

from pipeline.model import Box
from pipeline.reading.limits import Limits
from pipeline.reading.opening import check_objects
from pipeline.reading.painted import Painted, PathKind, is_on_paper
from pipeline.reading.pdfium_calls import (
    address_of,
    addresses_in,
    count_in_form,
    count_marks,
    count_objects,
    count_segments,
    get_bounds,
    get_draw_mode,
    get_fill_color,
    get_matrix,
    kind_of_object,
    kind_of_value,
    mark_at,
    object_in_form,
    object_on_page,
    remove_mark,
    set_matrix,
    set_render_mode,
    set_stroke_width,
)
from pipeline.reading.pdfium_points import FEWEST_CORNERS, Part, read_parts
from pipeline.reading.places import Matrix
from pipeline.reading.raw import DIGITS

# Forms within forms beyond this are a file made to hurt; pdfium itself stops at about as many.
DEEPEST = 40
# Texts narrower than this are left out by pdfium; an outline this wide makes them wider. (Both in points.)
THINNEST, OUTLINE = 0.01, 0.1
WHITE = (255, 255, 255)
_ACTUAL_TEXT = b"ActualText"

Point = tuple[float, float]


@dataclass(slots=True)
class PageObjects:
    """The painted paths of a page that are seen, whether it paints anything but characters, and how many things it paints beside them."""

    painted: list[Painted] = field(default_factory=list)
    is_drawn: bool = False
    count: int = 0


def read_objects(page: pypdfium2.PdfPage, matrix: Matrix, limits: Limits) -> PageObjects:
    """Everything on a page but its characters; ``matrix`` leads from the page's coordinates to the paper's.

    What a text is said to mean is taken off it (``ActualText``), so that characters are read as they are printed. Raises
    ``UnreadablePage`` where there are more objects than the limit.
    """
    reader = _Reader(limits)
    there = address_of(page.raw)
    reader.read((object_on_page(there, index) for index in range(count_objects(there))), matrix, 0)
    return reader.found


class _Reader:
    """Goes through the objects of one page; what pdfium answers is written to the same places each time."""

    def __init__(self, limits: Limits) -> None:
        self.found = PageObjects()
        self._limits = limits
        self._own = native.FS_MATRIX()
        self._own_there = ctypes.addressof(self._own)
        self._sides, self._modes, self._color = (ctypes.c_float * 4)(), (ctypes.c_int * 2)(), (ctypes.c_uint * 4)()
        self._sides_there = addresses_in(self._sides)
        self._modes_there = addresses_in(self._modes)
        self._color_there = addresses_in(self._color)

    def read(self, objects: Iterator[int], matrix: Matrix, depth: int) -> None:
        """Objects of a page or of a form; ``matrix`` leads from their coordinates to the paper's."""
        placed: dict[bytes, Matrix] = {}
        for one in objects:
            kind = kind_of_object(one)
            if kind == native.FPDF_PAGEOBJ_PATH:
                self._read_path(one, matrix, placed)
            elif kind == native.FPDF_PAGEOBJ_TEXT:
                _drop_meaning(one)
                self._widen(one)
            elif kind == native.FPDF_PAGEOBJ_IMAGE:
                self.found.is_drawn = True
                self.found.count += 1
            elif kind == native.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inside = (object_in_form(one, index) for index in range(count_in_form(one)))
                self.read(inside, self._placed(one, matrix, placed), depth + 1)
            check_objects(self.found.count, self._limits)

    def _placed(self, one: int, matrix: Matrix, known: dict[bytes, Matrix]) -> Matrix:
        """From an object's own coordinates to the paper's. Most objects of a page are placed alike, which is worked out once."""
        get_matrix(one, self._own_there)
        key = bytes(self._own)
        if key not in known:
            own = self._own
            known[key] = Matrix(own.a, own.b, own.c, own.d, own.e, own.f).then(matrix)
        return known[key]

    def _widen(self, text: int) -> None:
        """pdfium leaves out texts whose glyphs are as wide as nothing: blanks, and the glyphs of fonts for hidden text.

        With an outline they are wide enough. Nothing is drawn from it: a changed text object is only asked for its characters.
        """
        get_bounds(text, *self._sides_there)
        left, _, right, _ = self._sides
        if right - left > THINNEST:
            return
        get_matrix(text, self._own_there)
        set_render_mode(text, native.FPDF_TEXTRENDERMODE_STROKE)
        set_stroke_width(text, OUTLINE)
        set_matrix(text, self._own_there)  # has its bounds counted again

    def _read_path(self, path: int, matrix: Matrix, placed: dict[bytes, Matrix]) -> None:
        """The paths without gaps that one painting operator paints. Of one that nobody sees it matters only that a page has one; a
        table may lie on thousands of white rectangles."""
        count = count_segments(path)
        if count < FEWEST_CORNERS:
            return
        is_stroked, is_white = self._look_of(path)
        if is_white and self.found.is_drawn:
            self.found.count += 1
            return
        way = self._placed(path, matrix, placed)
        painted = [_painted(part, way, is_stroked, is_white) for part in read_parts(path, count)]
        self.found.count += len(painted)
        seen = [one for one in painted if is_on_paper(one.box)]
        self.found.is_drawn |= bool(seen)
        if not is_white:
            self.found.painted += seen

    def _look_of(self, path: int) -> tuple[bool, bool]:
        """Whether a path is stroked, and whether it shows nothing. What is stroked is seen, whatever it is filled with."""
        get_draw_mode(path, *self._modes_there)
        fill, stroke = self._modes
        if stroke:
            return True, False
        return False, fill == native.FPDF_FILLMODE_NONE or self._is_white(path)

    def _is_white(self, path: int) -> bool:
        told = get_fill_color(path, *self._color_there)
        return bool(told) and tuple(self._color[:3]) == WHITE


def _drop_meaning(text: int) -> None:
    """pdfium would give the text that a writer says is meant in place of the characters that are printed."""
    for index in range(count_marks(text) - 1, -1, -1):
        mark = mark_at(text, index)
        if kind_of_value(mark, _ACTUAL_TEXT) != native.FPDF_OBJECT_UNKNOWN:
            remove_mark(text, mark)


def _painted(part: Part, placed: Matrix, is_stroked: bool, is_white: bool) -> Painted:
    kind = _kind_of(part, placed)
    xs, ys = (part.xs[:2], part.ys[:2]) if kind is PathKind.LINE else (part.xs, part.ys)
    if kind is PathKind.CURVE and is_stroked:
        corners = [placed.point(x, y) for x, y in zip(xs, ys, strict=True)]
        rounded = [(round(x, DIGITS), round(y, DIGITS)) for x, y in corners]
        return Painted(kind, _box(corners), is_stroked, is_white, rounded)
    if placed.b == placed.c == 0:  # what is farthest to one side stays so
        return Painted(
            kind, _box([placed.point(min(xs), min(ys)), placed.point(max(xs), max(ys))]), is_stroked, is_white
        )
    return Painted(kind, _box(list(map(placed.point, xs, ys))), is_stroked, is_white)


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(round(min(xs), DIGITS), round(min(ys), DIGITS), round(max(xs), DIGITS), round(max(ys), DIGITS))


def _kind_of(part: Part, placed: Matrix) -> PathKind:
    """What a path is, as pdfminer judges it."""
    if part.is_curved:
        return PathKind.CURVE
    count = len(part.xs)
    if count == 2 or (count == 3 and part.is_closed and (part.xs[0], part.ys[0]) == (part.xs[2], part.ys[2])):
        return PathKind.LINE
    is_upright = placed.b == placed.c == 0 or placed.a == placed.d == 0
    return PathKind.RECTANGLE if count == 5 and is_upright and _is_rectangle(part) else PathKind.CURVE


def _is_rectangle(part: Part) -> bool:
    """Four sides along the axes that end where they began."""
    x0, x1, x2, x3, x4 = part.xs
    y0, y1, y2, y3, y4 = part.ys
    if (x0, y0) != (x4, y4):
        return False
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0)
