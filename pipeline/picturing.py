"""A stored document's page with what was read of it: the rooms joined for one picture.

Belongs here: which page is shown, from stored facts alone. Does not belong here: rendering (``reading.pictures``), drawing
(``reporting``).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PIL import Image

from pipeline import reporting, storage
from pipeline.model import DocumentFacts, Page, Source
from pipeline.reading.pictures import NoPicture, render_page
from pipeline.version import EXTRACTOR_VERSION

# Kinds of marks that are made of stored facts: no others are in the legend.
STORED = (reporting.Kind.AMOUNT, reporting.Kind.COUNT, reporting.Kind.ISSUE)


def draw_fullest_page(raw: Path, warehouse: Path, source: Source) -> Image.Image | None:
    """The page of a stored document with most figures, these marked; of two, the first.

    ``None`` where no figure has a box (a text), or the page cannot be drawn. The document is not read again, so lines and
    cells, which are not stored, have no marks.
    """
    facts = storage.read_document(warehouse, source.document_id, EXTRACTOR_VERSION)
    page = _fullest(facts)
    if page is None:
        return None
    try:
        picture = render_page(raw / source.source_uri, page.number)
    except NoPicture:
        return None
    return reporting.draw_overlay(picture, page, reporting.list_marks(page, facts), STORED)


def _fullest(facts: DocumentFacts) -> Page | None:
    places = [*(amount.place for amount in facts.amounts), *(count.place for count in facts.counts)]
    number_of = Counter(place.page for place in places if place.box is not None)
    if not number_of:
        return None
    fullest = min(number_of, key=lambda page: (-number_of[page], page))
    (stored,) = (page for page in facts.pages if page.page == fullest)
    return Page(fullest, stored.width or 0.0, stored.height or 0.0, stored.text, ())
