"""The corners of pdfium's paths, all of a path at once.

Belongs here: how pdfium lays the points of a path in memory, whether the pdfium that is here does so, and asking for each point
where it does not. Does not belong here: what a path is (``pdfium_paths``).

A page whose text is drawn as outlines has half a million points. To ask for each takes four calls, and ten times as long as all the
rest. pdfium keeps them one behind the other, each in 12 bytes; that is no promise of its interface, so what is read from memory is
first compared with what the interface says of a path made for it.
"""

from __future__ import annotations

import ctypes
import struct
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import Any

import pypdfium2
import pypdfium2.raw as native

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
_KIND_AT, _CLOSES_AT = 8, 9
_MOVE, _CURVE = bytes([native.FPDF_SEGMENT_MOVETO]), bytes([native.FPDF_SEGMENT_BEZIERTO])
# A curve is told as its two handles, which nobody sees, and its end.
_HANDLE, _END_OF_CURVE = b"\xff", b"\xfe"
_SEEN = bytes(code != _HANDLE[0] for code in range(256))
# A part of a path with fewer corners draws nothing.
FEWEST_CORNERS = 2


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a path in its own coordinates: their kinds as pdfium numbers them, a byte each, and whether a part is closed there."""

    xs: list[float]
    ys: list[float]
    kinds: bytes
    closes: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A path without gaps: where its corners and the ends of its curves are, in its own coordinates."""

    xs: list[float]
    ys: list[float]
    is_curved: bool
    is_closed: bool


def read_parts(path: int, count: int) -> list[Part]:
    """The parts of a path with so many segments that have more than one corner."""
    points = look_up_points(path, count) if is_laid_out_as_expected() else None
    return _split(ask_for_points(path, count) if points is None else points)


def _split(points: Points) -> list[Part]:
    """Each move begins a part."""
    kinds = points.kinds.replace(_CURVE * 3, _HANDLE * 2 + _END_OF_CURVE)
    starts = [0]
    while (start := kinds.find(_MOVE, starts[-1] + 1)) > 0:
        starts.append(start)
    parts = []
    for start, end in zip(starts, [*starts[1:], len(kinds)], strict=True):
        own, closes = kinds[start:end], points.closes[start:end]
        xs, ys = points.xs[start:end], points.ys[start:end]
        is_curved = _END_OF_CURVE in own
        if is_curved:
            seen = own.translate(_SEEN)
            xs, ys, closes = list(compress(xs, seen)), list(compress(ys, seen)), bytes(compress(closes, seen))
        if len(xs) > 1:
            parts.append(Part(xs, ys, is_curved, 1 in closes))
    return parts


def ask_for_points(path: int, count: int) -> Points:
    """The points of a path, one by one."""
    point = (ctypes.c_float * 2)()
    there = addresses_in(point)
    found: list[tuple[float, float, int, bool]] = []
    for index in range(count):
        segment = segment_at(path, index)
        get_point(segment, *there)
        found.append((*point, kind_of_segment(segment), bool(closes_part(segment))))
    return Points(
        [one[0] for one in found], [one[1] for one in found], bytes(o[2] for o in found), bytes(o[3] for o in found)
    )


def look_up_points(path: int, count: int) -> Points | None:
    """The points of a path as they are in memory; ``None`` where they are not one behind the other."""
    first = segment_at(path, 0)
    if first is None or segment_at(path, count - 1) != first + (count - 1) * _LAYOUT.size:
        return None
    memory = ctypes.string_at(first, count * _LAYOUT.size)
    numbers: Any = memoryview(memory).cast("f")
    size = _LAYOUT.size
    return Points(numbers[0::3].tolist(), numbers[1::3].tolist(), memory[_KIND_AT::size], memory[_CLOSES_AT::size])


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
        return look_up_points(there, count) == ask_for_points(there, count)
