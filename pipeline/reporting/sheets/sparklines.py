"""Figures of several years as one line of bars.

Belongs here: drawing one. Does not belong here: which figures.
"""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NOTHING = "·"  # where no figure is stated


def draw_sparkline(values: Sequence[int | None]) -> str:
    """One character per value, from zero or the lowest, whichever is lower; a point where nothing is stated.

    >>> draw_sparkline([4000, None, 4500, 8000])
    '▅·▅█'
    >>> draw_sparkline([0, 0]), draw_sparkline([-1, 1]), draw_sparkline([None])
    ('▁▁', '▁█', '·')
    """
    stated = [value for value in values if value is not None]
    base = min([0, *stated])
    reach = max([0, *stated]) - base
    return "".join(NOTHING if value is None else _draw(value - base, reach) for value in values)


def _draw(height: int, reach: int) -> str:
    """The bar of a height; the lowest is drawn as well, so that a zero is seen."""
    return BARS[0] if reach == 0 else BARS[(height * (len(BARS) - 1) + reach // 2) // reach]
