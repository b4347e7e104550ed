"""Painted paths as rules and shapes.

Belongs here: what of a path is a rule, a frame, a background or nothing, once for every parser. Does not belong here: how a
PDF library tells its paths; which rules make a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from pipeline.model import Box
from pipeline.reading.raw import Char, Rule

# A rectangle thinner than this is drawn as a rule.
RULE_WIDTH = 3.0
# Parsers' sums differ by less than this: a rectangle of just that width is a rule, and one as high as wide is upright.
TIE = 0.005
# A stroke that leaves its axis by less than this is straight.
STRAIGHT = 1.0
# A rectangle over more than this share of the page, both ways, is its background or border.
WHOLE_PAGE = 0.92
# Coordinates beyond this are no place on paper, and a page that is larger is none. (PDF itself ends at 14,400 points.)
FARTHEST = 20_000.0


class PathKind(Enum):
    """What the operators of a path come to: one stroke, a rectangle along the axes, anything else."""

    LINE = auto()
    RECTANGLE = auto()
    CURVE = auto()


class Painted(NamedTuple):
    """One path without gaps, as painted. ``points`` are its corners and the ends of its curves, where they are needed."""

    kind: PathKind
    box: Box
    is_stroked: bool
    is_white: bool
    points: Sequence[tuple[float, float]] = ()

    @property
    def is_visible(self) -> bool:
        """Stroked, or filled with something else than white: white fills lie behind texts and show nothing."""
        return self.is_stroked or not self.is_white


def is_on_paper(box: Box | Char) -> bool:
    """Whether a place can be one, on the paper or beside it."""
    return abs(box.x0) < FARTHEST and abs(box.top) < FARTHEST and abs(box.x1) < FARTHEST and abs(box.bottom) < FARTHEST


def draw(painted: Iterable[Painted], width: float, height: float) -> tuple[tuple[Rule, ...], tuple[Box, ...]]:
    """The rules and the shapes that a person sees on a page of that size."""
    drawn = [one for one in painted if one.is_visible and not _is_whole_page(one.box, width, height)]
    rules = tuple(rule for one in drawn for rule in _rules(one))
    return rules, tuple(one.box for one in drawn if one.kind is not PathKind.LINE)


def _is_whole_page(box: Box, width: float, height: float) -> bool:
    return box.width > WHOLE_PAGE * width and box.height > WHOLE_PAGE * height


def _rules(one: Painted) -> list[Rule]:
    """The straight strokes of a path: itself where it is thin, the four sides of a stroked rectangle."""
    box = one.box
    if box.height <= RULE_WIDTH + TIE and box.width > box.height + TIE:
        return [Rule(True, box.middle[1], box.x0, box.x1)]
    if box.width <= RULE_WIDTH + TIE:
        return [Rule(False, box.middle[0], box.top, box.bottom)]
    if one.kind is PathKind.RECTANGLE:
        return _sides(box) if one.is_stroked else []
    return _strokes(one.points) if one.kind is PathKind.CURVE and one.is_stroked else []


def _sides(box: Box) -> list[Rule]:
    level = [Rule(True, y, box.x0, box.x1) for y in (box.top, box.bottom)]
    return level + [Rule(False, x, box.top, box.bottom) for x in (box.x0, box.x1)]


def _strokes(points: Sequence[tuple[float, float]]) -> list[Rule]:
    """The axis-parallel strokes of a polyline."""
    rules: list[Rule] = []
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        if abs(y1 - y0) <= STRAIGHT < abs(x1 - x0):
            rules.append(Rule(True, y0, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= STRAIGHT < abs(y1 - y0):
            rules.append(Rule(False, x0, min(y0, y1), max(y0, y1)))
    return rules
