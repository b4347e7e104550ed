"""The parts of paths: where the pen is lifted, what of a curve is seen, what kind each is.

Belongs here: points as pdfium has them in memory, and what comes of them. Does not belong here: whole pages.
"""

from __future__ import annotations

import math
import struct

import pypdfium2.raw as native

from pipeline.model import Box
from pipeline.reading.painted import PathKind, is_on_paper
from pipeline.reading.pdfium_parts import Path, split_paths
from pipeline.reading.places import Matrix


def test_a_path_to_no_place_is_not_on_paper() -> None:
    corners = [(0.0, 0.0, native.FPDF_SEGMENT_MOVETO), (math.inf, -math.inf, native.FPDF_SEGMENT_LINETO)]
    points = b"".join(struct.pack("=ffB?xx", *corner, False) for corner in corners)
    turned = Matrix(1.0, 1.0, 1.0, 1.0, 0.0, 0.0)  # puts infinity less infinity on an axis
    assert [is_on_paper(one.box) for one in split_paths([Path(points, turned, True, False)])] == [False]


def test_a_path_comes_apart_where_the_pen_is_lifted() -> None:
    """A curve and a line, drawn by one operator: of the curve its ends count and not its handles."""
    move, line, curve = native.FPDF_SEGMENT_MOVETO, native.FPDF_SEGMENT_LINETO, native.FPDF_SEGMENT_BEZIERTO
    corners = [(0, 0, move), (90, 90, curve), (-90, 90, curve), (10, 0, curve), (20, 5, move), (30, 5, line)]
    corners += [(40, 0, move), (40, 9, line), (48, 9, line), (48, 0, line), (40, 0, line), (70, 70, move)]
    points = b"".join(struct.pack("=ffB?xx", *corner, False) for corner in corners)
    placed = Matrix(1.0, 0.0, 0.0, -1.0, 100.0, 50.0)
    found = split_paths([Path(points, placed, is_stroked=True, is_white=False)])
    assert [(one.kind, one.box) for one in found] == [
        (PathKind.CURVE, Box(100.0, 50.0, 110.0, 50.0)),
        (PathKind.LINE, Box(120.0, 45.0, 130.0, 45.0)),
        (PathKind.RECTANGLE, Box(140.0, 41.0, 148.0, 50.0)),
    ]
    assert found[0].points == [(100.0, 50.0), (110.0, 50.0)]
