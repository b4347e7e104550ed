"""What a PDF parser hands to the layout: characters, rules and shapes of one page, as drawn.

Belongs here: the small frozen types that every parser fills, so that layout never sees a PDF library. Does not belong
here: order, words, tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Box


@dataclass(frozen=True, slots=True)
class Char:
    """One character as drawn; ``size`` is the font size in points."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along one axis: ``at`` is its y (horizontal) or x (vertical), from ``start`` to ``end``."""

    horizontal: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page before anybody arranged it.

    ``turned`` are characters that stand on their side; they are set aside knowingly. ``shapes`` are the bounding boxes
    of drawn rectangles and closed curves; ``is_drawn`` is true where anything but characters is painted.
    """

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    turned: tuple[Char, ...]
    rules: tuple[Rule, ...]
    shapes: tuple[Box, ...]
    is_drawn: bool
