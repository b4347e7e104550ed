"""PDF files and their pages before anything is drawn: opened, counted, measured, checked for damage, page by page.

Belongs here: what both parsers need of a file, and the errors of pdfminer. Does not belong here: what a page draws.
"""

from __future__ import annotations

import logging
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.reading.contents import ContentChecker, Weight, say_too_long
from pipeline.reading.limits import Limits, OutOfTime, time_limit
from pipeline.reading.painted import FARTHEST
from pipeline.reading.raw import EVERY_PAGE, Broken, Encrypted, PageBeyondLimit, UnreadablePage

# pdfminer keeps every stream that it has met, pictures too, for as long as the document is open: so that memory does not grow
# with the book, they are forgotten after this many pages. What it keeps beside them, fonts and pages, is small and used again.
FORGET_AFTER = 50
# pdfminer looks from the end of a file, line by line, for the table of its objects, in time that grows with the square of a
# line's length. Behind the table nothing but filling goes on for this long without the end of a line: half a second.
LONGEST_LINE = 1 << 22
LOOKED_AT = 1 << 16  # bytes at a time: nearly always the last of them say where the table is

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is not parsed yet, its number counted from 1, and the file as pdfplumber holds it."""

    pdf: Any
    source: PDFPage
    number: int


@dataclass(frozen=True, slots=True)
class _Opened:
    pdf: Any
    pages: Sequence[PDFPage]


class PagesOfFile:
    """The pages of an open file, those with the ``wanted`` numbers where some are named; its length is the number of all.

    Raises ``Encrypted`` or ``Broken`` where there are none to be had.
    """

    def __init__(self, file: BufferedReader, wanted: range = EVERY_PAGE) -> None:
        self._wanted, self._opened = wanted, _open(file)

    def __len__(self) -> int:
        return len(self._opened.pages)

    def __iter__(self) -> Iterator[Sheet]:
        for number in range(self._wanted.start, min(self._wanted.stop, len(self) + 1)):
            yield Sheet(self._opened.pdf, self._opened.pages[number - 1], number)
            if number % FORGET_AFTER == 0:
                _forget_streams(self._opened.pdf.doc)


def _forget_streams(document: Any) -> None:
    """pdfminer has no function for it, only one to keep nothing at all, with which every font is read anew for each page. A stream that is
    asked for again is read again."""
    kept = document._cached_objs
    for number in [number for number, (one, _) in kept.items() if isinstance(one, PDFStream)]:
        del kept[number]


def _open(file: BufferedReader) -> _Opened:
    _check_lines(file)
    try:
        pdf = pdfplumber.open(file)
        return _Opened(pdf, list(PDFPage.create_pages(pdf.doc)))
    except PdfError as error:
        cause = error.args[0] if error.args else error
        if any(isinstance(one, PDFEncryptionError) for one in (error, cause)):
            raise Encrypted from error
        raise Broken(str(cause)) from error


def _check_lines(file: BufferedReader) -> None:
    """Raises ``Broken`` where filling stands behind the place that says where the table of objects is, or in a file without one."""
    end = file.seek(0, os.SEEK_END)
    without_line_end = 0
    while end > 0:
        start = max(0, end - LOOKED_AT)
        file.seek(start)
        block = file.read(end - start)
        if b"startxref" in block:
            return
        without_line_end = 0 if b"\n" in block or b"\r" in block else without_line_end + len(block)
        if without_line_end >= LONGEST_LINE:
            raise Broken(f"no lines in the {without_line_end:,} bytes from byte {start:,}: cut off or filled up")
        end = start


def check_contents(checker: ContentChecker, sheet: Sheet, limits: Limits) -> None:
    """Raises ``UnreadablePage`` where a part of the page is missing or damaged, or where it is seen before it is parsed that
    there is too much of it; and what pdfminer raises."""
    if sheet.number > limits.pages:
        raise PageBeyondLimit(f"the document has more than {limits.pages:,} pages")
    problem = checker.find_problem(sheet.source)
    if problem == say_too_long(limits.content):
        raise PageBeyondLimit(problem)
    if problem is not None:
        raise UnreadablePage(problem)
    weight = checker.weigh(sheet.source, Weight(limits.objects, limits.characters))
    check_objects(weight.operators, limits)
    check_characters(weight.characters, limits)


def check_size(width: float, height: float) -> None:
    """Raises ``PageBeyondLimit`` for what is no size of paper, in points."""
    if not (0 < width < FARTHEST and 0 < height < FARTHEST):
        raise PageBeyondLimit(f"the page is {width:g} by {height:g} points, which is no size of paper")


def check_objects(count: int, limits: Limits) -> None:
    """Raises ``PageBeyondLimit`` where so many painted objects are too many, characters among them."""
    if count > limits.objects:
        raise PageBeyondLimit(f"the page draws more than {limits.objects:,} objects")


def check_characters(count: int, limits: Limits) -> None:
    """Raises ``PageBeyondLimit`` where so many characters are too many."""
    if count > limits.characters:
        raise PageBeyondLimit(f"the page has more than {limits.characters:,} characters")


@contextmanager
def page_time(limits: Limits) -> Iterator[None]:
    """Within it a page that takes too long becomes a ``PageBeyondLimit``."""
    try:
        with time_limit(limits.seconds):
            yield
    except OutOfTime:
        raise PageBeyondLimit(f"the page takes longer than {limits.seconds:g} seconds to parse") from None


@contextmanager
def page_errors() -> Iterator[None]:
    """Within it what pdfminer and pdfplumber raise becomes an ``UnreadablePage``; nothing of our own may be called there."""
    try:
        yield
    except PdfError as error:
        raise UnreadablePage(f"the page's content cannot be read ({type(error).__name__})") from error
