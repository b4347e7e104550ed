"""Bytes to pages: what kind of file it is, its pages, their words, lines and ruled tables.

Belongs here: this entrance, which never raises on bad input; ``texts`` and ``pdf`` do the reading. Does not belong here:
Japanese, money.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Document, DocumentStatus, Page, Source
from pipeline.reading import pdf, texts

__all__ = ["read_document"]

PDF_TYPE, TEXT_TYPE = "application/pdf", "text/plain"

# What a file is, by its first bytes; names lie.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "image/png", "a PNG picture"),
    (b"\xff\xd8\xff", "image/jpeg", "a JPEG picture"),
    (b"PK\x03\x04", "application/zip", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage", "an old Office document"),
    (b"<!doctype html", "text/html", "an HTML page"),
    (b"<html", "text/html", "an HTML page"),
)


def read_document(path: Path, source: Source) -> Document:
    """The pages of a file. Bad input is a document with a status and a sentence that says what to do."""
    data = path.read_bytes()
    if not data.strip():
        return _refused(source, "application/x-empty", DocumentStatus.UNREADABLE, "the file is empty: fetch it again")
    head = data[:1024].lstrip().lower()
    for signature, media_type, name in _SIGNATURES:
        if head.startswith(signature.lower()):
            detail = f"the file is {name}, which is not read: supply the release as a PDF or a text"
            return _refused(source, media_type, DocumentStatus.UNSUPPORTED, detail)
    if b"%pdf-" in head or path.suffix.lower() == ".pdf":
        return _read_pdf(path, source)
    return _read_text(data, source)


def _read_text(data: bytes, source: Source) -> Document:
    text = texts.decode_text(data)
    if text is None:
        detail = "the text is in no known encoding: save it as UTF-8 or Shift_JIS"
        return _refused(source, TEXT_TYPE, DocumentStatus.UNREADABLE, detail)
    pages = texts.read_text_pages(text)
    return Document(source, TEXT_TYPE, DocumentStatus.EXTRACTED, None, len(pages), pages)


def _read_pdf(path: Path, source: Source) -> Document:
    try:
        pages = pdf.read_pdf_pages(path)
    except pdf.Encrypted:
        detail = "the PDF needs a password: save a copy without one"
        return _refused(source, PDF_TYPE, DocumentStatus.ENCRYPTED, detail)
    except pdf.Broken:
        detail = "the PDF is damaged or cut short: fetch it again"
        return _refused(source, PDF_TYPE, DocumentStatus.UNREADABLE, detail)
    if not pages:
        detail = "the PDF has no readable page: fetch it again"
        return _refused(source, PDF_TYPE, DocumentStatus.UNREADABLE, detail)
    return Document(source, PDF_TYPE, *_judge(pages), len(pages), pages)


def _judge(pages: tuple[Page, ...]) -> tuple[DocumentStatus, str | None]:
    """Extracted, partial (naming the pages) or without a text layer."""
    if all(not page.text.strip() for page in pages):
        return DocumentStatus.NO_TEXT_LAYER, "no page has characters: run OCR on it and supply the result"
    unread = [str(page.number) for page in pages if page.problem]
    if unread:
        return (
            DocumentStatus.PARTIAL,
            f"without readable characters: page {', '.join(unread)}; the other pages were read",
        )
    return DocumentStatus.EXTRACTED, None


def _refused(source: Source, media_type: str, status: DocumentStatus, detail: str) -> Document:
    return Document(source, media_type, status, detail, None, ())
