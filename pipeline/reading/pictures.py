"""Pictures of pages as a person sees them.

Belongs here: rendering a page of a PDF. Does not belong here: anything drawn on the picture.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
from PIL import Image

# 144 dots an inch, at which print of 6 points can be read.
PIXELS_PER_POINT = 2.0
# A poster is rendered more coarsely, so that a picture never takes more than 75 MB.
LONGEST_SIDE = 5_000


class NoPicture(Exception):
    """The page cannot be rendered; the message says why."""


def render_page(path: Path, number: int) -> Image.Image:
    """One page, counted from 1, upright and with all of its paper, so that its boxes fit when both have one width.

    Raises ``NoPicture`` where the file has no such page or the page is damaged.
    """
    try:
        with closing(pypdfium2.PdfDocument(path)) as document:
            if not 1 <= number <= len(document):
                raise NoPicture(f"there is no page {number} among {len(document)}")
            _show_whole_paper(document, number - 1)
            page = document[number - 1]
            scale = min(PIXELS_PER_POINT, LONGEST_SIDE / max(page.get_size()))
            picture: Image.Image = page.render(scale=scale).to_pil()
            return picture.convert("RGB")  # a copy: the rendered one's memory is the document's
    except pypdfium2.PdfiumError as error:
        raise NoPicture(str(error)) from error


def _show_whole_paper(document: pypdfium2.PdfDocument, index: int) -> None:
    """Undo the crop box: boxes are counted from the corner of the paper. Takes effect when the page is loaded again."""
    with closing(document[index]) as page:
        page.set_cropbox(*page.get_mediabox())
