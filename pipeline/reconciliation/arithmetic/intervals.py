"""The interval that a printed figure stands for, after XBRL Calculations 1.1.

Belongs here: bounds, whether they are closed, and how intervals are added, negated and compared. Does not belong here:
what a figure is about and what follows when two intervals do not meet.

Bounds are counted in half yen: half of any printed unit is then a whole number, and nothing is a float.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from pipeline.model import RoundingMode

HALVES = 2  # half yen in a yen
WHOLE_YEN = 1  # a figure printed to the yen was not cut: it is exact in every mode


class Approximation(Enum):
    """How a text loosens a figure."""

    NONE = "none"
    ABOUT = "about"  # 約, 程度: either side
    OVER = "over"  # 余: not less


@dataclass(frozen=True, slots=True)
class Interval:
    """All values between two bounds, in half yen."""

    low: int
    high: int
    low_closed: bool = True
    high_closed: bool = True

    def negated(self) -> Interval:
        """The interval of the figure with the other sign: the bounds change places."""
        return Interval(-self.high, -self.low, self.high_closed, self.low_closed)

    def plus(self, other: Interval) -> Interval:
        """The interval of a sum; its bound is closed only if both are."""
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def meets(self, other: Interval) -> bool:
        """True where one value lies in both; a single common point counts only if both bounds there are closed."""
        return _reaches(self, other) and _reaches(other, self)

    def holds(self, halves: int) -> bool:
        """True where the value, in half yen, lies inside."""
        return self.meets(Interval(halves, halves))

    @property
    def low_yen(self) -> int:
        """The lower bound in whole yen, never above it."""
        return self.low // HALVES

    @property
    def high_yen(self) -> int:
        """The upper bound in whole yen, never below it."""
        return -(-self.high // HALVES)


def _reaches(lower: Interval, upper: Interval) -> bool:
    """True where the first does not end before the second begins."""
    if upper.low == lower.high:
        return upper.low_closed and lower.high_closed
    return upper.low < lower.high


NOTHING = Interval(0, 0)


def printed_interval(
    value: int, unit: int, mode: RoundingMode, approximation: Approximation = Approximation.NONE
) -> Interval:
    """What a value whose last printed digit counts ``unit`` may stand for under one mode (not ``UNKNOWN``)."""
    middle, width = value * HALVES, unit * HALVES
    if approximation is Approximation.ABOUT:
        return Interval(middle - width, middle + width)
    if approximation is Approximation.OVER:
        return Interval(middle, middle + width, high_closed=False)
    if mode is RoundingMode.EXACT or unit <= WHOLE_YEN:
        return Interval(middle, middle)
    if mode is RoundingMode.TRUNCATE:
        return _truncated(value, middle, width)
    return Interval(middle - width // HALVES, middle + width // HALVES)


def _truncated(value: int, middle: int, width: int) -> Interval:
    """Digits were cut off towards zero; a printed 0 may be anything of less than one unit, of either sign."""
    if value == 0:
        return Interval(-width, width, low_closed=False, high_closed=False)
    if value > 0:
        return Interval(middle, middle + width, high_closed=False)
    return Interval(middle - width, middle, low_closed=False)


def add_up(intervals: Iterable[Interval]) -> Interval:
    """The interval of a sum of figures."""
    result = NOTHING
    for interval in intervals:
        result = result.plus(interval)
    return result


def possible_modes(mode: RoundingMode) -> tuple[RoundingMode, ...]:
    """The modes under which a check may hold: both, where the document does not say which it uses."""
    return (RoundingMode.ROUND, RoundingMode.TRUNCATE) if mode is RoundingMode.UNKNOWN else (mode,)
