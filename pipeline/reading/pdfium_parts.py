"""The parts of a page's paths: where each is on the paper, and whether it is a stroke, a rectangle or anything else.

Belongs here: lifting of the pen, the ends of curves, places under a matrix, for many paths at once: a page whose text is drawn as
outlines has half a million points. Does not belong here: having the points from pdfium (``pdfium_points``), which parts are rules or
frames (``painted``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as native

from pipeline.model import Box
from pipeline.reading.arrays import Flags, Numbers, hulls
from pipeline.reading.painted import Painted, PathKind
from pipeline.reading.pdfium_points import Points, count_points, points_in
from pipeline.reading.places import Matrix
from pipeline.reading.raw import DIGITS

# A part of a path with fewer corners draws nothing.
FEWEST_CORNERS = 2
# A curve is told as its two handles, which nobody sees, and its end.
_OF_A_CURVE = 3
_CORNERS_OF_RECTANGLE = 5


@dataclass(frozen=True, slots=True)
class Path:
    """What one painting operator paints: its points as ``pdfium_points`` reads them, the matrix from their coordinates to the paper's."""

    points: bytes
    placed: Matrix
    is_stroked: bool
    is_white: bool


@dataclass(frozen=True, slots=True)
class _Corners:
    """What is seen of many paths: the corners and the ends of curves on the paper, and the first one of each part."""

    xs: Numbers
    ys: Numbers
    ends_curve: Flags
    closes: Flags
    path: Numbers
    starts: Numbers

    @property
    def sizes(self) -> Numbers:
        return np.diff(np.append(self.starts, len(self.xs)))


@np.errstate(over="ignore", invalid="ignore")  # what is too far away for a number has a box that is not on paper
def split_paths(paths: Sequence[Path]) -> list[Painted]:
    """The parts without gaps of all paths, in their order. What is only filled is told as a rectangle or a curve alike, for nothing
    depends on it."""
    if not paths:
        return []
    corners = _corners_of(paths)
    kinds = _kinds_of(corners, np.array([_is_upright(path.placed) for path in paths]))
    xs, ys = corners.xs, corners.ys
    parts = zip(
        kinds,
        np.round(hulls(xs, ys, xs, ys, corners.starts), DIGITS).tolist(),
        corners.starts.tolist(),
        corners.sizes.tolist(),
        corners.path[corners.starts].tolist(),
        strict=True,
    )
    return [
        _painted(kind, Box(*box), paths[path], corners, range(start, start + size))
        for kind, box, start, size, path in parts
        if size >= FEWEST_CORNERS
    ]


def _painted(kind: PathKind, box: Box, path: Path, corners: _Corners, own: range) -> Painted:
    if kind is not PathKind.CURVE or not path.is_stroked:
        return Painted(kind, box, path.is_stroked, path.is_white)
    xs, ys = (np.round(along[own.start : own.stop], DIGITS).tolist() for along in (corners.xs, corners.ys))
    return Painted(kind, box, path.is_stroked, path.is_white, list(zip(xs, ys, strict=True)))


def _corners_of(paths: Sequence[Path]) -> _Corners:
    points = points_in(b"".join(path.points for path in paths))
    counts = [count_points(path.points) for path in paths]
    path = np.repeat(np.arange(len(paths)), counts)
    xs, ys = _places(points, np.repeat(np.array([path.placed for path in paths]), counts, axis=0))
    begins = points["kind"] == native.FPDF_SEGMENT_MOVETO
    begins[np.cumsum([0, *counts[:-1]])] = True
    seen = ~_handles(points)
    part = np.cumsum(begins)[seen]
    starts = np.flatnonzero(np.diff(part, prepend=0))
    ends_curve = points["kind"][seen] == native.FPDF_SEGMENT_BEZIERTO
    return _Corners(xs[seen], ys[seen], ends_curve, points["closes"][seen], path[seen], starts)


def _places(points: Points, placed: Numbers) -> tuple[Numbers, Numbers]:
    """The points on the paper; ``placed`` has the six numbers of the matrix of each."""
    a, b, c, d, e, f = placed.T
    x, y = points["x"].astype(float), points["y"].astype(float)
    return a * x + c * y + e, b * x + d * y + f


def _handles(points: Points) -> Flags:
    """Which points are handles of curves: of each three in a row the first two."""
    in_curve = points["kind"] == native.FPDF_SEGMENT_BEZIERTO
    numbers = np.arange(len(points))
    before = np.maximum.accumulate(np.where(in_curve, -1, numbers))  # the last point that is none of a curve
    handles: Flags = in_curve & ((numbers - before) % _OF_A_CURVE != 0)
    return handles


def _kinds_of(corners: _Corners, is_upright: Flags) -> list[PathKind]:
    """What each part is, as pdfminer judges it."""
    starts, sizes = corners.starts, corners.sizes
    curved = np.logical_or.reduceat(corners.ends_curve, starts)
    closed = np.logical_or.reduceat(corners.closes, starts)
    lines = ~curved & ((sizes == FEWEST_CORNERS) | (closed & _returns(corners, FEWEST_CORNERS)))
    upright = is_upright[corners.path[starts]]
    rectangles = ~curved & upright & _returns(corners, _CORNERS_OF_RECTANGLE - 1) & _has_right_angles(corners)
    choice = np.where(lines, 0, np.where(rectangles, 1, 2))
    kinds = (PathKind.LINE, PathKind.RECTANGLE, PathKind.CURVE)
    return [kinds[number] for number in choice.tolist()]


def _returns(corners: _Corners, steps: int) -> Flags:
    """Which parts end where they began after so many steps."""
    there = np.flatnonzero(corners.sizes == steps + 1)
    first = corners.starts[there]
    returns = np.zeros(len(corners.starts), dtype=bool)
    same = (corners.xs[first] == corners.xs[first + steps]) & (corners.ys[first] == corners.ys[first + steps])
    returns[there] = same
    return returns


def _has_right_angles(corners: _Corners) -> Flags:
    """Which parts of five corners go along one axis, then along the other, and so on."""
    there = np.flatnonzero(corners.sizes == _CORNERS_OF_RECTANGLE)
    steps = corners.starts[there][:, None] + np.arange(_CORNERS_OF_RECTANGLE)
    stays_x, stays_y = (np.diff(along[steps], axis=1) == 0 for along in (corners.xs, corners.ys))
    upright_first = stays_x[:, 0] & stays_y[:, 1] & stays_x[:, 2] & stays_y[:, 3]
    level_first = stays_y[:, 0] & stays_x[:, 1] & stays_y[:, 2] & stays_x[:, 3]
    right = np.zeros(len(corners.starts), dtype=bool)
    right[there] = upright_first | level_first
    return right


def _is_upright(placed: Matrix) -> bool:
    return placed.b == placed.c == 0 or placed.a == placed.d == 0
