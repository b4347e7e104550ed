"""Bytes to pages: what kind of file it is, its pages, their words, lines and ruled tables.

Belongs here: this entrance, which never raises on bad input, and the sentence that a person gets for it; ``texts``, ``html``
and ``pdf`` do the reading. Does not belong here: Japanese, money.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from pipeline.model import Document, DocumentStatus, Page, Source
from pipeline.reading import html, pdf, pdfium, texts
from pipeline.reading.furniture import set_furniture_aside
from pipeline.reading.limits import LONGEST_LINE
from pipeline.reading.parsers import Manner, chosen_manner
from pipeline.reading.raw import EVERY_PAGE

__all__ = ["EVERY_PAGE", "Manner", "chosen_manner", "count_pages", "join_pages", "read_document", "read_pages"]

PDF_TYPE, TEXT_TYPE, HTML_TYPE = "application/pdf", "text/plain", "text/html"
# A page under another name is what a server sends in place of a release that it does not have.
HTML_SUFFIXES = (".html", ".htm")
OTHER_ADVICE = "which is not read: supply the release as a PDF or a text"
HTML_ADVICE = "whatever its name says: fetch it again, or name it .html if that is the release"
HEAD = 1024  # bytes in which a file says what it is; a PDF's header may come after some rubbish

# What a file is, by its first bytes; names lie.
_SIGNATURES: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), media_type, name)
    for pattern, media_type, name in (
        (rb"\x89PNG\r\n", "image/png", "a PNG picture"),
        (rb"\xff\xd8\xff", "image/jpeg", "a JPEG picture"),
        (rb"GIF8[79]a", "image/gif", "a GIF picture"),
        (rb"(II\*\x00|MM\x00\*)", "image/tiff", "a TIFF picture"),
        (rb"PK\x03\x04", "application/zip", "a ZIP archive or an Office document"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "an old Office document"),
        (rb"\{\\rtf", "application/rtf", "an RTF document"),
        # A page may begin with a byte order mark, an XML declaration or comments.
        (
            rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b",
            HTML_TYPE,
            "HTML",
        ),
    )
)
# Where a download went wrong, it left nothing, or as many zero bytes as there should have been others.
_NOTHING = b" \t\r\n\f\v\x00"


def read_document(path: Path, source: Source, manner: Manner | None = None) -> Document:
    """The pages of a file, read as the settings say unless it is said here. Bad input is a document with a status and a sentence
    that says what to do."""
    data = path.read_bytes()
    if not data.strip(_NOTHING):
        return _refused(source, "application/x-empty", DocumentStatus.UNREADABLE, "the file is empty: fetch it again")
    other = _find_signature(path, data[:HEAD])
    if other is not None:
        media_type, name = other
        detail = f"the file is {name}, {HTML_ADVICE if media_type == HTML_TYPE else OTHER_ADVICE}"
        return _refused(source, media_type, DocumentStatus.UNSUPPORTED, detail)
    if _is_pdf(path, data[:HEAD]):
        return _read_pdf(path, source, manner or chosen_manner())
    return _read_text(data, source, _is_page(path))


def count_pages(path: Path) -> int | None:
    """Pages of a PDF that can be read in parts; ``None`` for any other file. The last part may have more or fewer than that."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if _find_signature(path, head) is not None or not _is_pdf(path, head):
        return None
    return pdfium.count_pages(path)


def read_pages(path: Path, manner: Manner, wanted: range) -> tuple[Page, ...]:
    """The pages of a PDF with these numbers, as they are before they are joined; none where the file as a whole cannot be read."""
    try:
        return pdf.read_pdf_pages(path, manner, wanted)
    except (pdf.Encrypted, pdf.Broken):
        return ()


def join_pages(source: Source, pages: Sequence[Page]) -> Document:
    """A PDF whose pages were read in parts: the same as ``read_document`` gives."""
    joined = set_furniture_aside(pages)
    return Document(source, PDF_TYPE, *_judge(joined), len(joined), joined)


def _find_signature(path: Path, head: bytes) -> tuple[str, str] | None:
    """The media type and the name of what a file is that is neither a PDF nor a text."""
    found = ((media_type, name) for pattern, media_type, name in _SIGNATURES if pattern.match(head))
    return next((one for one in found if not (one[0] == HTML_TYPE and _is_page(path))), None)


def _is_pdf(path: Path, head: bytes) -> bool:
    return b"%PDF-" in head or path.suffix.lower() == ".pdf"


def _is_page(path: Path) -> bool:
    return path.suffix.lower() in HTML_SUFFIXES


def _read_text(data: bytes, source: Source, is_page: bool) -> Document:
    media_type = HTML_TYPE if is_page else TEXT_TYPE
    text = texts.decode_text(data)
    if text is None:
        detail = "the text is in no known encoding: save it as UTF-8 or Shift_JIS"
        return _refused(source, media_type, DocumentStatus.UNREADABLE, detail)
    pages = (html.read_html_page(text),) if is_page else texts.read_text_pages(text)
    longest = max((len(line) for page in pages for line in page.text.split("\n")), default=0)
    if longest > LONGEST_LINE:
        detail = (
            f"a line has {longest:,} characters, more than the {LONGEST_LINE:,} that are read: save it with line ends"
        )
        return _refused(source, media_type, DocumentStatus.UNREADABLE, detail)
    return Document(source, media_type, DocumentStatus.EXTRACTED, None, len(pages), pages)


def _read_pdf(path: Path, source: Source, manner: Manner) -> Document:
    try:
        pages = pdf.read_pdf_pages(path, manner)
    except pdf.Encrypted:
        detail = "the PDF needs a password: save a copy without one"
        return _refused(source, PDF_TYPE, DocumentStatus.ENCRYPTED, detail)
    except pdf.Broken:
        detail = "the PDF is damaged, cut short or no PDF at all: fetch it again"
        return _refused(source, PDF_TYPE, DocumentStatus.UNREADABLE, detail)
    return join_pages(source, pages)


def _judge(pages: tuple[Page, ...]) -> tuple[DocumentStatus, str | None]:
    """What can be said of a PDF as a whole, and what a person can do about the pages that were not read."""
    damaged = [page.number for page in pages if page.problem and not _was_parsed(page) and not page.is_beyond_limit]
    beyond = _say_beyond(pages)
    drawn = [page.number for page in pages if page.problem and _was_parsed(page)]
    parts = []
    if damaged:
        parts.append(f"damaged: page {_list_numbers(damaged)}; fetch the file again")
    if beyond:
        parts.append(beyond)
    if drawn:
        parts.append(f"without characters although something is drawn: page {_list_numbers(drawn)}; run OCR on it")
    if not any(page.text.strip() for page in pages):
        if beyond:
            return DocumentStatus.UNREADABLE, "; ".join(["the PDF has no readable page", *parts])
        if damaged or not pages:
            return DocumentStatus.UNREADABLE, "the PDF has no readable page: fetch it again"
        return DocumentStatus.NO_TEXT_LAYER, "no page has characters: run OCR on it and supply the result"
    if not parts:
        return DocumentStatus.EXTRACTED, None
    return DocumentStatus.PARTIAL, "; ".join([*parts, "the other pages were read"])


def _say_beyond(pages: Iterable[Page]) -> str | None:
    """Which pages go beyond which limit, and what to do about them; ``None`` if none does."""
    numbers: dict[str, list[int]] = {}
    for page in pages:
        if page.problem and page.is_beyond_limit:
            numbers.setdefault(page.problem, []).append(page.number)
    said = [f"page {_list_numbers(those)} ({problem})" for problem, those in numbers.items()]
    return f"beyond a limit: {', '.join(said)}; supply what is printed there as a text" if said else None


def _was_parsed(page: Page) -> bool:
    """A page that could not be parsed has no size."""
    return page.width > 0


def _list_numbers(numbers: Iterable[int]) -> str:
    """Ascending numbers with runs drawn together.

    >>> _list_numbers([1, 2, 3, 7, 9, 10])
    '1-3, 7, 9-10'
    """
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _refused(source: Source, media_type: str, status: DocumentStatus, detail: str) -> Document:
    return Document(source, media_type, status, detail, None, ())
