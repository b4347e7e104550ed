"""Where on the page some characters of a row are printed.

Belongs here: from character offsets to a bounding box, over the words that hold them. Does not belong here: rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pipeline.model import Box, Word, hull


def box_of(words: Sequence[Word], start: int, end: int) -> Box | None:
    """The box of the characters ``start`` to ``end`` of the page's text; ``None`` where no word holds any of them."""
    held = [
        word.box if start <= word.start and word.end <= end else _clipped(word, start, end)
        for word in words
        if word.start < end and start < word.end
    ]
    return hull(held) if held else None


def _clipped(word: Word, start: int, end: int) -> Box:
    """The part of a word's box that some of its characters take, full-width ones twice as much as others."""
    widths = [2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in word.text]
    unit = word.box.width / sum(widths)
    before = sum(widths[: max(0, start - word.start)])
    behind = sum(widths[max(0, end - word.start) :])
    return Box(word.box.x0 + unit * before, word.box.top, word.box.x1 - unit * behind, word.box.bottom)
