"""What a correction says instead of a figure: a text to whole yen or to a number of things.

Belongs here: reading one figure that stands alone. Does not belong here: figures in running text (``extraction``).
"""

from __future__ import annotations

import re

from pipeline.language import fold, read_values, scale
from pipeline.language.money import read_unit
from pipeline.language.values import Counted, Money, Nil, Number

_SPACES = re.compile(r"[\s\u3000]+")
_BRACKETS = "()[]【】〔〕「」『』<>《》"
YEN = "yen"


def same_print(text: str) -> str:
    """A printed text without what differs between two prints of it: width, spaces, kinds of dashes.

    >>> same_print("２，８１９ 百万円") == same_print("2,819百万円")
    True
    """
    return _SPACES.sub("", fold(text))


def figure_in(text: str) -> Money | Number | Counted | Nil | None:
    """The one figure that a text is, brackets around it aside; ``None`` where it is more or less than one."""
    bare = fold(text).strip(" \u3000" + _BRACKETS)
    found = [value for value in read_values(bare).values if isinstance(value, (Money, Number, Counted, Nil))]
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(bare)):
        return None
    return found[0]


def value_of(text: str, unit: str, unit_text: str | None) -> int | None:
    """What a figure comes to in yen, or in things of ``unit``; ``None`` for a range, words, a figure of another unit.

    A number without a unit is in the unit that ``unit_text`` declares.

    >>> value_of("1,234百万円", "yen", None)
    1234000000
    >>> value_of("1,234", "yen", "千円")
    1234000
    >>> value_of("12地域", "地域", None)
    12
    """
    figure = figure_in(text)
    if unit != YEN:
        return _number_of_things(figure, unit)
    if isinstance(figure, Money):
        return figure.yen if figure.yen_max is None and figure.tail is None else None
    declared = read_unit(fold(unit_text), 0) if unit_text else None
    if isinstance(figure, Number) and figure.high is None and declared is not None:
        scaled = scale(figure, declared.factor)
        return scaled[0] if scaled else None
    return None


def _number_of_things(figure: Money | Number | Counted | Nil | None, unit: str) -> int | None:
    if isinstance(figure, Counted):
        return figure.value if figure.unit == unit and figure.value_max is None else None
    if isinstance(figure, Number) and figure.high is None and not figure.decimals:
        return figure.mantissa
    return None
