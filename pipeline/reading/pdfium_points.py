"""The points of pdfium's paths, all of a path at once.

Belongs here: how pdfium lays the points of a path in memory, whether the pdfium that is here does so, and asking for each point
where it does not. Does not belong here: what the points draw (``pdfium_parts``).

A page whose text is drawn as outlines has half a million points. To ask for each takes four calls, and ten times as long as all the
rest. pdfium keeps them one behind the other, each in 12 bytes; that is no promise of its interface, so what is read from memory is
first compared with what the interface says of a path made for it.
"""

from __future__ import annotations

import ctypes
import struct
from contextlib import closing
from functools import cache
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as native
from numpy.typing import NDArray

from pipeline.reading.pdfium_calls import (
    address_of,
    addresses_in,
    closes_part,
    count_segments,
    get_point,
    kind_of_segment,
    segment_at,
)

# Two floats, the kind of the segment that ends there, whether it closes its part of the path, and two bytes of nothing.
_LAYOUT = struct.Struct("=ffB?xx")
_POINT = np.dtype(
    {
        "names": ["x", "y", "kind", "closes"],
        "formats": ["f4", "f4", "u1", "?"],
        "offsets": [0, 4, 8, 9],
        "itemsize": _LAYOUT.size,
    }
)
Points = NDArray[Any]  # of _POINT


def points_in(memory: bytes) -> Points:
    """Points, in the coordinates of their paths; ``kind`` and ``closes`` are as pdfium has them."""
    return np.frombuffer(memory, _POINT)


def count_points(memory: bytes) -> int:
    return len(memory) // _LAYOUT.size


def read_points(path: int, count: int) -> bytes:
    """The points of a path with so many segments."""
    memory = look_up_points(path, count) if is_laid_out_as_expected() else None
    return ask_for_points(path, count) if memory is None else memory


def ask_for_points(path: int, count: int) -> bytes:
    """The points of a path, one by one."""
    point = (ctypes.c_float * 2)()
    there = addresses_in(point)
    found: list[bytes] = []
    for index in range(count):
        segment = segment_at(path, index)
        get_point(segment, *there)
        found.append(_LAYOUT.pack(*point, kind_of_segment(segment), bool(closes_part(segment))))
    return b"".join(found)


def look_up_points(path: int, count: int) -> bytes | None:
    """The points of a path as they are in memory; ``None`` where they are not one behind the other."""
    first = segment_at(path, 0)
    if first is None or segment_at(path, count - 1) != first + (count - 1) * _LAYOUT.size:
        return None
    return ctypes.string_at(first, count * _LAYOUT.size)


@cache
def is_laid_out_as_expected() -> bool:
    """Whether this pdfium keeps points as it is thought to, which is tried with a path of all kinds of segments."""
    with closing(pypdfium2.PdfDocument.new()) as document, closing(document.new_page(100.0, 100.0)) as page:
        path = native.FPDFPageObj_CreateNewPath(1.5, 2.25)
        native.FPDFPath_LineTo(path, -3.0, 4.0)
        native.FPDFPath_BezierTo(path, 5.0, 6.5, 7.0, 8.0, 9.0, 10.0)
        native.FPDFPath_Close(path)
        native.FPDFPath_MoveTo(path, 11.0, 12.0)
        native.FPDFPath_LineTo(path, 13.0, 14.0)
        native.FPDFPage_InsertObject(page, path)
        there = address_of(path)
        count = count_segments(there)
        seen = look_up_points(there, count)
        return seen is not None and points_in(seen).tolist() == points_in(ask_for_points(there, count)).tolist()
