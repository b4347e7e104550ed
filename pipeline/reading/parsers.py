"""Which parser reads PDFs.

Belongs here: the parsers by the names that a setting gives them. Does not belong here: how they read.
"""

from __future__ import annotations

from pipeline.reading import pdfium, plumber
from pipeline.reading.raw import Parser
from pipeline.settings import Reader, Settings

PARSERS: dict[Reader, Parser] = {Reader.PDFIUM: pdfium.open_pages, Reader.PDFPLUMBER: plumber.open_pages}


def chosen_parser() -> Parser:
    """The parser that the environment or the project sets (``YOSAN_READER``)."""
    return PARSERS[Settings().reader]
