"""Pictures of stored documents' pages: one with what was read of it, and plain ones that are kept.

Belongs here: which page is shown, from stored facts alone; where pictures are kept. Does not belong here: rendering
(``reading.pictures``), drawing (``reporting``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

from pipeline import reporting, sources, storage
from pipeline.locations import replace_bytes
from pipeline.model import DocumentFacts, Page, Source
from pipeline.reading.pictures import PIXELS_PER_POINT, NoPicture, render_page
from pipeline.version import EXTRACTOR_VERSION

# Kinds of marks that are made of stored facts: no others are in the legend.
STORED = (reporting.Kind.AMOUNT, reporting.Kind.COUNT, reporting.Kind.ISSUE)
PICTURES = "pictures"  # within the warehouse: a folder per document, named by its hash, with a file per page
# At 100 dots an inch, print of 7 points can be read, and a page has some 60 kB.
DOTS_PER_POINT = 100 / 72
QUALITY = 70  # of WebP; print stays legible, and half of it is paper
EFFORT = 2  # of WebP, from 0 to 6: a twentieth larger than with 4, in half the time
Kept = dict[str, dict[int, Path]]


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


def keep_pictures(raw: Path, warehouse: Path, found: Mapping[str, Source], wanted: Mapping[str, Iterable[int]]) -> Kept:
    """The pictures of pages, by document and page; made now where there are none, of the files of raw/ that are ``found``.

    A picture is made once: it stands under the hash of what it is a picture of. A page that cannot be drawn, or whose file is gone
    or another before it was, has none.
    """
    kept: Kept = {}
    for document_id, pages in wanted.items():
        for page in pages:
            path = warehouse / PICTURES / document_id / f"{page}.webp"
            source = found.get(document_id)
            if path.exists() or (source and _keep(raw, source, page, path)):
                kept.setdefault(document_id, {})[page] = path
    return kept


def _keep(raw: Path, source: Source, number: int, path: Path) -> bool:
    """Draw a page into a file, whole or not at all; whether it could be drawn."""
    file = raw / source.source_uri
    seen = sources.see_file(file)
    try:
        picture = render_page(file, number)
    except NoPicture:
        return False
    if not sources.is_unchanged(file, source, seen):
        return False
    width, height = (max(1, round(side * DOTS_PER_POINT / PIXELS_PER_POINT)) for side in picture.size)
    shrunk = picture.resize((width, height), Image.Resampling.HAMMING)
    packed = BytesIO()
    shrunk.save(packed, "WEBP", quality=QUALITY, method=EFFORT)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(path, packed.getvalue())
    return True


def _fullest(facts: DocumentFacts) -> Page | None:
    places = [*(amount.place for amount in facts.amounts), *(count.place for count in facts.counts)]
    number_of = Counter(place.page for place in places if place.box is not None)
    if not number_of:
        return None
    fullest = min(number_of, key=lambda page: (-number_of[page], page))
    (stored,) = (page for page in facts.pages if page.page == fullest)
    return Page(fullest, stored.width or 0.0, stored.height or 0.0, stored.text, ())
