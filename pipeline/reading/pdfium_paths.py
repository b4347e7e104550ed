"""What pdfium tells of a page's objects beside its characters.

Belongs here: paths with their corners, pictures, forms and what is drawn in them. Does not belong here: which of it is a rule
or a frame (``painted``), characters (``pdfium_chars``).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

import pypdfium2
import pypdfium2.raw as native

from pipeline.reading.limits import Limits
from pipeline.reading.opening import check_objects
from pipeline.reading.painted import Painted, is_on_paper
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
from pipeline.reading.pdfium_parts import FEWEST_CORNERS, Path, split_paths
from pipeline.reading.pdfium_points import read_points
from pipeline.reading.places import Matrix

# Forms within forms beyond this are a file made to hurt; pdfium itself stops at about as many.
DEEPEST = 40
# Texts narrower than this are left out by pdfium; an outline this wide makes them wider. (Both in points.)
THINNEST, OUTLINE = 0.01, 0.1
WHITE = [255, 255, 255]
# Sides of a text in the order in which pdfium writes them.
_LEFT, _RIGHT = 0, 2
# Paths are split together until they have so many points, some 10 MB with what is worked out of them.
MOST_TOGETHER = 100_000
_ACTUAL_TEXT = b"ActualText"


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
    reader.read(map(object_on_page, repeat(there), range(count_objects(there))), matrix, 0)
    reader.split()
    return reader.found


class _Reader:
    """Goes through the objects of one page; what pdfium answers is written to the same places each time."""

    def __init__(self, limits: Limits) -> None:
        self.found = PageObjects()
        self._limits = limits
        self._paths: list[Path] = []
        self._points = 0
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
                inside = map(object_in_form, repeat(one), range(count_in_form(one)))
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
        if self._sides[_RIGHT] - self._sides[_LEFT] > THINNEST:
            return
        get_matrix(text, self._own_there)
        set_render_mode(text, native.FPDF_TEXTRENDERMODE_STROKE)
        set_stroke_width(text, OUTLINE)
        set_matrix(text, self._own_there)  # has its bounds counted again

    def _read_path(self, path: int, matrix: Matrix, placed: dict[bytes, Matrix]) -> None:
        """A path is put to those that are split together. Of those that nobody sees the first is enough to say that something is drawn:
        a table may lie on thousands of white rectangles."""
        count = count_segments(path)
        if count < FEWEST_CORNERS:
            return
        self.found.count += 1
        is_stroked, is_white = self._look_of(path)
        if is_white and (self.found.is_drawn or self._paths):
            return
        self._paths.append(Path(read_points(path, count), self._placed(path, matrix, placed), is_stroked, is_white))
        self._points += count
        if self._points > MOST_TOGETHER:
            self.split()

    def split(self) -> None:
        """The paths that wait become the parts that they paint."""
        painted = split_paths(self._paths)
        self.found.count += max(0, len(painted) - len(self._paths))
        self._paths, self._points = [], 0
        check_objects(self.found.count, self._limits)
        on_paper = [one for one in painted if is_on_paper(one.box)]
        self.found.is_drawn |= bool(on_paper)
        self.found.painted += [one for one in on_paper if not one.is_white]

    def _look_of(self, path: int) -> tuple[bool, bool]:
        """Whether a path is stroked, and whether it shows nothing. What is stroked is seen, whatever it is filled with."""
        get_draw_mode(path, *self._modes_there)
        fill, stroke = self._modes
        if stroke:
            return True, False
        return False, fill == native.FPDF_FILLMODE_NONE or self._is_white(path)

    def _is_white(self, path: int) -> bool:
        told = get_fill_color(path, *self._color_there)
        return bool(told) and self._color[:3] == WHITE


def _drop_meaning(text: int) -> None:
    """pdfium would give the text that a writer says is meant in place of the characters that are printed."""
    for index in range(count_marks(text) - 1, -1, -1):
        mark = mark_at(text, index)
        if kind_of_value(mark, _ACTUAL_TEXT) != native.FPDF_OBJECT_UNKNOWN:
            remove_mark(text, mark)
