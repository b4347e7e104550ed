"""What pdfium tells of the characters of a page, asked for all of them at once.

Belongs here: codes, owners, boxes; which characters nobody printed. Does not belong here: where a character is on the paper
(``pdfium_chars``), fonts (``pdfium_runs``).
"""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2
import pypdfium2.raw as native

from pipeline.reading.arrays import Flags, Numbers, changes
from pipeline.reading.pdfium_calls import address_of, get_loose_box, is_generated, is_unknown, owner_of

BLANK = ord(" ")
_MAY_BE_ADDED = (BLANK, ord("\r"), ord("\n"), 0, 0xFFFE)
# Control characters are not told as they are in the text of a page, which has this for a hyphen at the end of a line.
_LINE_END_HYPHEN_IN_TEXT = 0xFFFE


@dataclass(frozen=True, slots=True)
class Told:
    """The characters that a text object owns, in their order; those without an owner nobody printed.

    ``numbers`` are theirs in pdfium's text, ``codes`` are UTF-16 units. ``boxes`` have four columns, which ``SIDES`` names: the box around a
    character's advance and glyph, in the page's coordinates. ``is_added`` are those that pdfium may have put between others of their object. ``objects``
    numbers the text objects, whose addresses are ``owners``; ``first`` is the place of the first character of each.
    """

    numbers: Numbers
    codes: Numbers
    boxes: Numbers
    is_unknown: Flags
    is_added: Flags
    objects: Numbers
    owners: list[int]
    first: Numbers


LEFT, TOP, RIGHT, BOTTOM = SIDES = range(4)


def ask(text: pypdfium2.PdfTextPage) -> Told:
    """Everything that is asked of each character of a page."""
    there, codes = address_of(text.raw), np.array(codes_of(text), dtype=np.int64)
    every = range(len(codes))
    owners = np.fromiter(map(owner_of, repeat(there), every), np.uintp, len(codes))
    unknown = np.fromiter(map(is_unknown, repeat(there), every), np.bool_, len(codes))
    numbers = np.flatnonzero(owners)
    owned, own_codes = owners[numbers], codes[numbers]
    begins = changes(owned)
    first = np.flatnonzero(begins)
    return Told(
        numbers,
        own_codes,
        _boxes_of(there, len(codes))[numbers],
        unknown[numbers],
        _added(there, numbers, own_codes),
        np.cumsum(begins) - 1,
        owned[first].tolist(),
        first,
    )


def codes_of(text: pypdfium2.PdfTextPage) -> list[int]:
    """The codes of a page's characters, all at once: pdfium tells the text of the page, in which a control character may be missing or
    another one. It is asked for each where that is so."""
    count = native.FPDFText_CountChars(text.raw)
    buffer = (ctypes.c_ushort * (count + 1))()
    told = native.FPDFText_GetText(text.raw, 0, count, buffer) - 1
    if told != count:
        return [native.FPDFText_GetUnicode(text.raw, index) for index in range(count)]
    codes: list[int] = buffer[:count]
    for index, code in enumerate(codes):
        if code < BLANK or code >= _LINE_END_HYPHEN_IN_TEXT:
            codes[index] = native.FPDFText_GetUnicode(text.raw, index)
    return codes


def _boxes_of(text: int, count: int) -> Numbers:
    boxes = np.empty((count, len(SIDES)), np.float32)
    first, size = boxes.ctypes.data, len(SIDES) * boxes.itemsize
    deque(map(get_loose_box, repeat(text), range(count), range(first, first + count * size, size)), maxlen=0)
    return boxes.astype(float)


def _added(text: int, numbers: Numbers, codes: Numbers) -> Flags:
    added = np.zeros(len(codes), np.bool_)
    for place in np.flatnonzero(np.isin(codes, _MAY_BE_ADDED)).tolist():
        added[place] = is_generated(text, int(numbers[place])) == 1
    return added
