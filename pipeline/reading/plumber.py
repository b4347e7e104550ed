"""pdfplumber's view of a page as a ``RawPage``: the reference, which every other parser is compared with.

Belongs here: parsing pages with pdfplumber, what its objects mean. Does not belong here: opening files, layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdfminer.layout import LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import mult_matrix
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from pipeline.model import Box
from pipeline.reading.contents import ContentChecker
from pipeline.reading.limits import DEFAULT, Limits
from pipeline.reading.opening import (
    PagesOfFile,
    Sheet,
    check_characters,
    check_contents,
    check_objects,
    check_size,
    page_errors,
    page_time,
)
from pipeline.reading.painted import Painted, PathKind, draw, is_on_paper
from pipeline.reading.raw import DIGITS, EVERY_PAGE, UNKNOWN, Char, Chars, RawPage, UnreadablePage

# The half-width tilde has a number in Adobe's collection of Japanese characters and none in pdfminer's table of it.
JAPAN1, MISSING_FROM_JAPAN1 = "Adobe-Japan1", {631: "~"}
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_KINDS = {"line": PathKind.LINE, "rect": PathKind.RECTANGLE, "curve": PathKind.CURVE}


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What pdfplumber makes of a page; ``left`` and ``top`` are where its upper left corner is in these coordinates."""

    width: float
    height: float
    left: float
    top: float
    objects: dict[str, list[dict[str, Any]]]


@contextmanager
def open_pages(
    path: Path, limits: Limits = DEFAULT, wanted: range = EVERY_PAGE
) -> Iterator[Iterator[RawPage | UnreadablePage]]:
    """See ``raw.Parser``."""
    with path.open("rb") as file:
        checker = ContentChecker(limits.content)
        yield (_read_page(sheet, checker, limits) for sheet in PagesOfFile(file, wanted))


def _read_page(sheet: Sheet, checker: ContentChecker, limits: Limits) -> RawPage | UnreadablePage:
    try:
        with page_time(limits), page_errors():
            check_contents(checker, sheet, limits)
            parsed = _parse_objects(_LimitedPage(sheet.pdf, sheet.source, sheet.number, limits))
    except UnreadablePage as problem:
        return problem
    return _arrange(sheet.number, parsed)


def _parse_objects(page: Any) -> _Parsed:
    try:
        width, height = float(page.width), float(page.height)
        check_size(width, height)
        return _Parsed(width, height, float(page.bbox[0]), float(page.bbox[1]), page.objects)
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
        check_objects(self._painted, self._limits)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        """Called by pdfminer for each character; gives its advance."""
        self._characters += 1
        check_characters(self._characters, self._limits)
        return float(super().render_char(*args, **kwargs))

    def handle_undefined_char(self, font: Any, cid: int) -> str:
        """Called by pdfminer for a glyph whose character it does not know."""
        known = MISSING_FROM_JAPAN1.get(cid) if getattr(font, "cidcoding", None) == JAPAN1 else None
        return known or str(super().handle_undefined_char(font, cid))

    def render_string_vertical(
        self,
        seq: Any,
        matrix: Any,
        pos: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        *rest: Any,
    ) -> Any:
        """Called by pdfminer for a text set downwards. Horizontal scaling widens its glyphs and not, as pdfminer has it, the
        distances between them, which would then run into what stands below."""
        if not scaling:
            return pos
        widened = mult_matrix((scaling, 0.0, 0.0, 1.0, 0.0, 0.0), matrix)
        spaces = charspace / scaling, wordspace / scaling
        step = dxscale / scaling
        return super().render_string_vertical(seq, widened, pos, font, fontsize, 1.0, *spaces, rise, step, *rest)


def _arrange(number: int, parsed: _Parsed) -> RawPage:
    if parsed.left or parsed.top:
        for one in (one for kind in parsed.objects.values() for one in kind):
            _move(one, -parsed.left, -parsed.top)
    upright: list[Char] = []
    turned: list[Char] = []
    for one in parsed.objects.get("char", []):
        char = _char(one)
        if is_on_paper(char):
            (upright if one["upright"] else turned).append(char)
    every = (_painted(one) for kind in ("rect", "line", "curve") for one in parsed.objects.get(kind, []))
    painted = [one for one in every if is_on_paper(one.box)]
    return RawPage(
        number,
        parsed.width,
        parsed.height,
        Chars.of(upright),
        Chars.of(turned),
        *draw(painted, parsed.width, parsed.height),
        bool(painted or parsed.objects.get("image")),
    )


def _move(one: dict[str, Any], right: float, down: float) -> None:
    """Shift an object's place: pdfplumber counts from the origin of the paper, which need not be the page's corner."""
    for side, by in (("x0", right), ("x1", right), ("top", down), ("bottom", down)):
        one[side] += by
    if one.get("pts"):
        one["pts"] = [(x + right, y + down) for x, y in one["pts"]]


def _char(one: dict[str, Any]) -> Char:
    """A character; pdfminer writes "(cid:123)" for a glyph whose character it does not know: digits that nobody printed."""
    text = UNKNOWN if _UNMAPPED.fullmatch(one["text"]) else one["text"]
    box = _box(one)
    return Char(text, box.x0, box.top, box.x1, box.bottom, round(float(one["size"]), DIGITS))


def _painted(one: dict[str, Any]) -> Painted:
    points = tuple((round(float(x), DIGITS), round(float(y), DIGITS)) for x, y in one.get("pts") or ())
    is_white = _is_white(one.get("non_stroking_color"))
    return Painted(_KINDS[one["object_type"]], _box(one), bool(one["stroke"]), is_white, points)


def _is_white(color: Any) -> bool:
    parts = tuple(color) if isinstance(color, (list, tuple)) else (color,)
    return parts in ((1,), (1, 1, 1), (0, 0, 0, 0))


def _box(one: dict[str, Any]) -> Box:
    x0, top, x1, bottom = (round(float(one[side]), DIGITS) for side in ("x0", "top", "x1", "bottom"))
    return Box(x0, top, x1, bottom)
