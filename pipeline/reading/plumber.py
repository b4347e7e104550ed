"""pdfplumber's view of a page as a ``RawPage``.

Belongs here: opening files with pdfplumber, what its objects mean, its errors. Does not belong here: layout.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.model import Box
from pipeline.reading.raw import Char, RawPage, Rule

# A rectangle thinner than this is drawn as a rule.
RULE_WIDTH = 3.0
# A stroke that leaves its axis by less than this is straight.
STRAIGHT = 1.0
# A page with more objects than this is a drawing (a map, a scanned outline), which no layout rule was made for.
MOST_OBJECTS = 100_000
# A rectangle over more than this share of the page, both ways, is its background or border.
WHOLE_PAGE = 0.92
# Coordinates beyond this are no place on paper.
FARTHEST = 20_000.0

PdfError = (PDFException, PSException, PdfminerException, MalformedPDFException, ValueError, KeyError, TypeError)
"""What pdfminer raises on broken files; its parser lets ValueError, KeyError and TypeError through."""

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # font warnings that nobody can act on


class Encrypted(Exception):
    """The file needs a password."""


class Broken(Exception):
    """The file is no PDF that can be opened."""


class UnreadablePage(Exception):
    """One page's content cannot be read; the message says why."""


@contextmanager
def open_pages(path: Path) -> Iterator[Iterator[RawPage | UnreadablePage]]:
    """The pages of a file, one in memory at a time. Raises ``Encrypted`` or ``Broken`` for the file as a whole."""
    try:
        with pdfplumber.open(path) as pdf:
            yield _read_pages(pdf)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise Encrypted from error
    except PdfError as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
            raise Encrypted from error
        raise Broken(str(cause)) from error


def _read_pages(pdf: Any) -> Iterator[RawPage | UnreadablePage]:
    for number, page in enumerate(pdf.pages, start=1):
        try:
            yield _read_page(number, page)
        except UnreadablePage as problem:
            yield problem
        except PdfError as error:
            yield UnreadablePage(f"the page's content cannot be read ({type(error).__name__})")
        finally:
            page.close()


def _read_page(number: int, page: Any) -> RawPage:
    objects: dict[str, list[dict[str, Any]]] = page.objects
    if sum(map(len, objects.values())) > MOST_OBJECTS:
        raise UnreadablePage(f"the page draws more than {MOST_OBJECTS:,} objects")
    chars = objects.get("char", [])
    upright = tuple(_char(one) for one in chars if one["upright"] and _is_on_paper(one))
    turned = tuple(_char(one) for one in chars if not one["upright"] and _is_on_paper(one))
    painted = [one for kind in ("rect", "line", "curve") for one in objects.get(kind, []) if _is_on_paper(one)]
    drawn = [one for one in painted if _is_visible(one) and not _is_whole_page(one, page)]
    return RawPage(
        number,
        float(page.width),
        float(page.height),
        upright,
        turned,
        tuple(rule for one in drawn for rule in _rules(one)),
        tuple(_box(one) for one in drawn if one["object_type"] != "line"),
        bool(painted or objects.get("image")),
    )


def _is_visible(one: dict[str, Any]) -> bool:
    """Stroked, or filled with something else than white: white fills lie behind texts and show nothing."""
    return bool(one["stroke"]) or not _is_white(one.get("non_stroking_color"))


def _is_white(color: Any) -> bool:
    parts = tuple(color) if isinstance(color, (list, tuple)) else (color,)
    return parts in ((1,), (1, 1, 1), (0, 0, 0, 0))


def _is_whole_page(one: dict[str, Any], page: Any) -> bool:
    return bool(one["width"] > WHOLE_PAGE * page.width and one["height"] > WHOLE_PAGE * page.height)


def _is_on_paper(one: dict[str, Any]) -> bool:
    return all(abs(one[side]) < FARTHEST for side in ("x0", "top", "x1", "bottom"))


def _char(one: dict[str, Any]) -> Char:
    return Char(one["text"], _box(one), float(one["size"]))


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
