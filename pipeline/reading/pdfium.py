"""pdfium's view of a page as a ``RawPage``, the same as pdfplumber's and many times faster.

Belongs here: opening files with pdfium, the limits of a page before native code sees it. Does not belong here: what its
characters (``pdfium_chars``) and paths (``pdfium_paths``) mean; layout.

pdfium keeps what it can of a damaged stream and cannot be interrupted, so pdfminer opens the file first and its streams are
checked before pdfium parses a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pypdfium2
from pdfplumber.page import Page

from pipeline.reading import plumber
from pipeline.reading.contents import ContentChecker
from pipeline.reading.fonts import Fonts, stated_fonts
from pipeline.reading.limits import DEFAULT, Limits
from pipeline.reading.opening import (
    PagesOfFile,
    Sheet,
    check_contents,
    check_size,
    page_errors,
    page_time,
)
from pipeline.reading.painted import draw
from pipeline.reading.pdfium_chars import read_chars
from pipeline.reading.pdfium_paths import read_objects
from pipeline.reading.places import Matrix
from pipeline.reading.raw import EVERY_PAGE, RawPage, UnreadablePage


@contextmanager
def open_pages(
    path: Path, limits: Limits = DEFAULT, wanted: range = EVERY_PAGE
) -> Iterator[Iterator[RawPage | UnreadablePage]]:
    """See ``raw.Parser``. A file whose pages pdfium does not find is left to pdfplumber."""
    with path.open("rb") as file:
        sheets = PagesOfFile(file, wanted)
        with _open(path) as document:
            if document is not None and len(document) == len(sheets):
                checker = ContentChecker(limits.content)
                yield (_read_page(document, sheet, checker, limits) for sheet in sheets)
                return
    with plumber.open_pages(path, limits, wanted) as pages:
        yield pages


def count_pages(path: Path) -> int | None:
    """Pages of a PDF as pdfium counts them, in no time; ``None`` where it finds none."""
    with _open(path) as document:
        return None if document is None else len(document)


@contextmanager
def _open(path: Path) -> Iterator[pypdfium2.PdfDocument | None]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        yield None
        return
    with closing(document):
        yield document


def _read_page(
    document: pypdfium2.PdfDocument, sheet: Sheet, checker: ContentChecker, limits: Limits
) -> RawPage | UnreadablePage:
    try:
        with page_time(limits):
            with page_errors():
                check_contents(checker, sheet, limits)
                paper = Page(sheet.pdf, sheet.source, sheet.number)
                width, height = float(paper.width), float(paper.height)
                matrix = _matrix(sheet.source.mediabox, int(paper.rotation))
                fonts = stated_fonts(sheet.source.resources)
            check_size(width, height)
            return _parse(document, sheet.number, width, height, matrix, fonts, limits)
    except UnreadablePage as problem:
        return problem


def _matrix(mediabox: tuple[float, float, float, float], rotation: int) -> Matrix:
    """From the page's own coordinates, which count upwards, to those of the paper as it is shown."""
    x0, x1 = sorted((mediabox[0], mediabox[2]))
    y0, y1 = sorted((mediabox[1], mediabox[3]))
    turned = {
        90: Matrix(0.0, 1.0, 1.0, 0.0, -y0, -x0),
        180: Matrix(-1.0, 0.0, 0.0, 1.0, x1, -y0),
        270: Matrix(0.0, -1.0, -1.0, 0.0, y1, x1),
    }
    return turned.get(rotation, Matrix(1.0, 0.0, 0.0, -1.0, -x0, y1))


def _parse(
    document: pypdfium2.PdfDocument,
    number: int,
    width: float,
    height: float,
    matrix: Matrix,
    fonts: Fonts,
    limits: Limits,
) -> RawPage:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise UnreadablePage(f"the page's content cannot be read ({error})") from error
    with closing(page):
        objects = read_objects(page, matrix, limits)
        upright, turned = read_chars(page, matrix, fonts, limits, objects.count)
    return RawPage(number, width, height, upright, turned, *draw(objects.painted, width, height), objects.is_drawn)
