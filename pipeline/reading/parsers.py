"""Which parser reads PDFs, and how much of one.

Belongs here: the parsers by the names that a setting gives them, and what else is set about reading. Does not belong here: how
they read.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.reading import pdfium, plumber
from pipeline.reading.limits import DEFAULT, Limits
from pipeline.reading.raw import Parser
from pipeline.settings import Reader, Settings

PARSERS: dict[Reader, Parser] = {Reader.PDFIUM: pdfium.open_pages, Reader.PDFPLUMBER: plumber.open_pages}


@dataclass(frozen=True, slots=True)
class Manner:
    """How PDFs are read: by which library, within which limits."""

    reader: Reader = Reader.PDFIUM
    limits: Limits = DEFAULT


def chosen_parser() -> Parser:
    """The parser that the environment or the project sets (``YOSAN_READER``)."""
    return PARSERS[Settings().reader]


def chosen_manner() -> Manner:
    """What the environment or the project sets (``YOSAN_READER``, ``YOSAN_LIMIT_…``); limits that are not set are the usual."""
    settings = Settings()
    limits = Limits(
        settings.limit_objects or DEFAULT.objects,
        settings.limit_characters or DEFAULT.characters,
        settings.limit_content or DEFAULT.content,
        settings.limit_page_seconds or DEFAULT.seconds,
        settings.limit_pages or DEFAULT.pages,
    )
    return Manner(settings.reader, limits)
