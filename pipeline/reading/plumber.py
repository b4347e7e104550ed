"""pdfplumber's view of a page as a ``RawPage``.

Belongs here: opening files with pdfplumber, what its objects mean, its errors. Does not belong here: layout.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.model import Box
from pipeline.reading.contents import ContentChecker, say_too_long
from pipeline.reading.limits import DEFAULT, Limits, OutOfTime, time_limit
from pipeline.reading.raw import Char, RawPage, Rule

# A rectangle thinner than this is drawn as a rule.
RULE_WIDTH = 3.0
# A stroke that leaves its axis by less than this is straight.
STRAIGHT = 1.0
# A rectangle over more than this share of the page, both ways, is its background or border.
WHOLE_PAGE = 0.92
# Coordinates beyond this are no place on paper, and a page that is larger is none. (PDF itself ends at 14,400 points.)
FARTHEST = 20_000.0

UNKNOWN = "\ufffd"  # a character that is printed, but not known
_UNMAPPED = re.compile(r"\(cid:\d+\)")
# pdfminer keeps every stream that it has met, pictures too, for as long as the document is open: so that memory does not grow
# with the book, it is opened anew after this many pages.
REOPEN_AFTER = 50

PdfError = (
    PDFException,
    PSException,
    PdfminerException,
    MalformedPDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What the calls of pdfminer and pdfplumber raise on broken files. Nothing else may be called where this is caught: the same
errors in our own rules are mistakes, not damage of the file."""

# Warnings about fonts and metadata that nobody can act on.
logging.getLogger("pdfminer").setLevel(logging.ERROR)
logging.getLogger("pdfplumber").setLevel(logging.ERROR)


class Encrypted(Exception):
    """The file needs a password."""


class Broken(Exception):
    """The file is no PDF that can be opened."""


class UnreadablePage(Exception):
    """One page's content cannot be read; the message says why."""


class PageBeyondLimit(UnreadablePage):
    """One page is not read because it goes beyond a limit; the message says which."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file as pdfplumber holds it, and its pages, none of them parsed."""

    pdf: Any
    pages: Sequence[PDFPage]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What pdfplumber makes of a page; ``left`` and ``top`` are where its upper left corner is in these coordinates."""

    width: float
    height: float
    left: float
    top: float
    objects: dict[str, list[dict[str, Any]]]


@contextmanager
def open_pages(path: Path, limits: Limits = DEFAULT) -> Iterator[Iterator[RawPage | UnreadablePage]]:
    """The pages of a file, one in memory at a time. Raises ``Encrypted`` or ``Broken`` for the file as a whole.

    A page that is damaged or goes beyond ``limits`` is an ``UnreadablePage`` in its place.
    """
    with path.open("rb") as file:
        yield _read_pages(file, _open(file), limits)


def _open(file: BufferedReader) -> _Opened:
    try:
        pdf = pdfplumber.open(file)
        return _Opened(pdf, list(PDFPage.create_pages(pdf.doc)))
    except PdfError as error:
        cause = error.args[0] if error.args else error
        if any(isinstance(one, PDFEncryptionError) for one in (error, cause)):
            raise Encrypted from error
        raise Broken(str(cause)) from error


def _read_pages(file: BufferedReader, opened: _Opened, limits: Limits) -> Iterator[RawPage | UnreadablePage]:
    checker = ContentChecker(limits.content)
    total = len(opened.pages)
    for start in range(0, total, REOPEN_AFTER):
        if start > 0:
            opened = _open(file)
        for number in range(start + 1, min(start + REOPEN_AFTER, total) + 1):
            yield _read_page(opened.pdf, opened.pages[number - 1], number, checker, limits)


def _read_page(
    pdf: Any, source: PDFPage, number: int, checker: ContentChecker, limits: Limits
) -> RawPage | UnreadablePage:
    try:
        sheet = _parse_page(pdf, source, number, checker, limits)
    except UnreadablePage as problem:
        return problem
    return _arrange(number, sheet)


def _parse_page(pdf: Any, source: PDFPage, number: int, checker: ContentChecker, limits: Limits) -> _Sheet:
    """All that the libraries do for a page, and nothing of our own."""
    try:
        with time_limit(limits.seconds):
            problem = checker.find_problem(source)
            if problem == say_too_long(limits.content):
                raise PageBeyondLimit(problem)
            if problem is not None:
                raise UnreadablePage(problem)
            return _parse_objects(_LimitedPage(pdf, source, number, limits))
    except OutOfTime:
        raise PageBeyondLimit(f"the page takes longer than {limits.seconds:g} seconds to parse") from None
    except PdfError as error:
        raise UnreadablePage(f"the page's content cannot be read ({type(error).__name__})") from error


def _parse_objects(page: Any) -> _Sheet:
    try:
        width, height = float(page.width), float(page.height)
        if not (0 < width < FARTHEST and 0 < height < FARTHEST):
            raise PageBeyondLimit(f"the page is {width:g} by {height:g} points, which is no size of paper")
        return _Sheet(width, height, float(page.bbox[0]), float(page.bbox[1]), page.objects)
    finally:
        page.close()


class _LimitedPage(Page):
    """pdfplumber's page, parsed by a device that has limits."""

    def __init__(self, pdf: Any, source: PDFPage, number: int, limits: Limits) -> None:
        super().__init__(pdf, source, number)
        self._limits = limits

    @property
    def layout(self) -> LTPage:
        device = _LimitedDevice(self.pdf.rsrcmgr, self._limits)
        PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        return device.get_result()


class _LimitedDevice(PDFPageAggregatorWithMarkedContent):
    """Stops a page while it is being parsed: afterwards one with millions of objects would have filled the memory."""

    def __init__(self, manager: Any, limits: Limits) -> None:
        super().__init__(manager, laparams=None)
        self._limits = limits
        self._painted = self._characters = 0

    def tag_cur_item(self) -> None:
        """Called by pdfplumber for everything that is painted."""
        super().tag_cur_item()
        self._painted += 1
        if self._painted > self._limits.objects:
            raise PageBeyondLimit(f"the page draws more than {self._limits.objects:,} objects")

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        """Called by pdfminer for each character; gives its advance."""
        self._characters += 1
        if self._characters > self._limits.characters:
            raise PageBeyondLimit(f"the page has more than {self._limits.characters:,} characters")
        return float(super().render_char(*args, **kwargs))


def _arrange(number: int, sheet: _Sheet) -> RawPage:
    if sheet.left or sheet.top:
        for one in (one for kind in sheet.objects.values() for one in kind):
            _move(one, -sheet.left, -sheet.top)
    chars = sheet.objects.get("char", [])
    upright = tuple(_char(one) for one in chars if one["upright"] and _is_on_paper(one))
    turned = tuple(_char(one) for one in chars if not one["upright"] and _is_on_paper(one))
    painted = [one for kind in ("rect", "line", "curve") for one in sheet.objects.get(kind, []) if _is_on_paper(one)]
    drawn = [one for one in painted if _is_visible(one) and not _is_whole_page(one, sheet)]
    return RawPage(
        number,
        sheet.width,
        sheet.height,
        upright,
        turned,
        tuple(rule for one in drawn for rule in _rules(one)),
        tuple(_box(one) for one in drawn if one["object_type"] != "line"),
        bool(painted or sheet.objects.get("image")),
    )


def _move(one: dict[str, Any], right: float, down: float) -> None:
    """Shift an object's place: pdfplumber counts from the origin of the paper, which need not be the page's corner."""
    for side, by in (("x0", right), ("x1", right), ("top", down), ("bottom", down)):
        one[side] += by
    if one.get("pts"):
        one["pts"] = [(x + right, y + down) for x, y in one["pts"]]


def _is_visible(one: dict[str, Any]) -> bool:
    """Stroked, or filled with something else than white: white fills lie behind texts and show nothing."""
    return bool(one["stroke"]) or not _is_white(one.get("non_stroking_color"))


def _is_white(color: Any) -> bool:
    parts = tuple(color) if isinstance(color, (list, tuple)) else (color,)
    return parts in ((1,), (1, 1, 1), (0, 0, 0, 0))


def _is_whole_page(one: dict[str, Any], sheet: _Sheet) -> bool:
    return bool(one["width"] > WHOLE_PAGE * sheet.width and one["height"] > WHOLE_PAGE * sheet.height)


def _is_on_paper(one: dict[str, Any]) -> bool:
    return all(abs(one[side]) < FARTHEST for side in ("x0", "top", "x1", "bottom"))


def _char(one: dict[str, Any]) -> Char:
    """pdfminer writes (cid:631) for a glyph whose character it does not know: digits that nobody printed."""
    text = UNKNOWN if _UNMAPPED.fullmatch(one["text"]) else one["text"]
    return Char(text, _box(one), float(one["size"]))


def _box(one: dict[str, Any]) -> Box:
    return Box(float(one["x0"]), float(one["top"]), float(one["x1"]), float(one["bottom"]))


def _rules(one: dict[str, Any]) -> list[Rule]:
    """The straight strokes of an object: itself where it is thin, the four sides of a stroked rectangle."""
    box = _box(one)
    if box.height <= RULE_WIDTH and box.width > box.height:
        return [Rule(True, box.middle[1], box.x0, box.x1)]
    if box.width <= RULE_WIDTH:
        return [Rule(False, box.middle[0], box.top, box.bottom)]
    if one["object_type"] == "rect":
        return _sides(box) if one["stroke"] else []
    return _strokes(one) if one["object_type"] == "curve" and one["stroke"] else []


def _sides(box: Box) -> list[Rule]:
    level = [Rule(True, y, box.x0, box.x1) for y in (box.top, box.bottom)]
    return level + [Rule(False, x, box.top, box.bottom) for x in (box.x0, box.x1)]


def _strokes(one: dict[str, Any]) -> list[Rule]:
    """The axis-parallel strokes of a polyline."""
    rules: list[Rule] = []
    points = one.get("pts") or []
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        if abs(y1 - y0) <= STRAIGHT < abs(x1 - x0):
            rules.append(Rule(True, float(y0), float(min(x0, x1)), float(max(x0, x1))))
        elif abs(x1 - x0) <= STRAIGHT < abs(y1 - y0):
            rules.append(Rule(False, float(x0), float(min(y0, y1)), float(max(y0, y1))))
    return rules
