"""What pdfium tells of a page's objects beside its characters.

Belongs here: paths with their corners, pictures, forms and what is drawn in them. Does not belong here: which of it is a rule
or a frame (``painted``), characters (``pdfium_chars``).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as native

from pipeline.model import Box
from pipeline.reading.limits import Limits
from pipeline.reading.opening import check_objects
from pipeline.reading.painted import Painted, PathKind
from pipeline.reading.pdfium_points import Part, read_parts
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
    """The painted paths of a page, whether it shows a picture, and how many things it paints beside characters."""

    painted: list[Painted] = field(default_factory=list)
    has_image: bool = False
    count: int = 0


def read_objects(page: pypdfium2.PdfPage, matrix: Matrix, limits: Limits) -> PageObjects:
    """Everything on a page but its characters; ``matrix`` leads from the page's coordinates to the paper's.

    What a text is said to mean is taken off it (``ActualText``), so that characters are read as they are printed. Raises
    ``UnreadablePage`` where there are more objects than the limit.
    """
    found = PageObjects()
    count, get = native.FPDFPage_CountObjects(page), native.FPDFPage_GetObject
    _collect(found, (get(page, index) for index in range(count)), matrix, limits, 0)
    return found


def _collect(found: PageObjects, objects: Iterator[Any], matrix: Matrix, limits: Limits, depth: int) -> None:
    for one in objects:
        kind = native.FPDFPageObj_GetType(one)
        if kind == native.FPDF_PAGEOBJ_PATH:
            painted = _read_path(one, matrix)
            found.painted += painted
            found.count += len(painted)
        elif kind == native.FPDF_PAGEOBJ_TEXT:
            _drop_meaning(one)
            _widen(one)
        elif kind == native.FPDF_PAGEOBJ_IMAGE:
            found.has_image = True
            found.count += 1
        elif kind == native.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            count, get = native.FPDFFormObj_CountObjects(one), native.FPDFFormObj_GetObject
            inside = (get(one, index) for index in range(count))
            _collect(found, inside, _matrix_of(one).then(matrix), limits, depth + 1)
        check_objects(found.count, limits)


def _matrix_of(one: Any) -> Matrix:
    found = native.FS_MATRIX()
    native.FPDFPageObj_GetMatrix(one, found)
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _drop_meaning(text: Any) -> None:
    """pdfium would give the text that a writer says is meant in place of the characters that are printed."""
    for index in range(native.FPDFPageObj_CountMarks(text) - 1, -1, -1):
        mark = native.FPDFPageObj_GetMark(text, index)
        if native.FPDFPageObjMark_GetParamValueType(mark, _ACTUAL_TEXT) != native.FPDF_OBJECT_UNKNOWN:
            native.FPDFPageObj_RemoveMark(text, mark)


def _widen(text: Any) -> None:
    """pdfium leaves out texts whose glyphs are as wide as nothing: blanks, and the glyphs of fonts for hidden text.

    With an outline they are wide enough. Nothing is drawn from it: a changed text object is only asked for its characters.
    """
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    native.FPDFPageObj_GetBounds(text, left, bottom, right, top)
    if right.value - left.value > THINNEST:
        return
    matrix = native.FS_MATRIX()
    native.FPDFPageObj_GetMatrix(text, matrix)
    native.FPDFTextObj_SetTextRenderMode(text, native.FPDF_TEXTRENDERMODE_STROKE)
    native.FPDFPageObj_SetStrokeWidth(text, OUTLINE)
    native.FPDFPageObj_SetMatrix(text, matrix)  # has its bounds counted again


def _read_path(path: Any, matrix: Matrix) -> list[Painted]:
    """The paths without gaps that one painting operator paints."""
    parts = read_parts(path)
    if not parts:
        return []
    fill, stroke = ctypes.c_int(), native.FPDF_BOOL()
    native.FPDFPath_GetDrawMode(path, fill, stroke)
    is_stroked = bool(stroke.value)
    # What is stroked is seen, whatever it is filled with.
    is_white = not is_stroked and (fill.value == native.FPDF_FILLMODE_NONE or _is_white(path))
    placed = _matrix_of(path).then(matrix)
    return [_painted(part, placed, is_stroked, is_white) for part in parts]


def _is_white(path: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = native.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return bool(told) and (red.value, green.value, blue.value) == WHITE


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
