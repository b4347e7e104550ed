"""What a PDF parser hands to the layout: characters, rules and shapes of one page, as drawn.

Belongs here: the small frozen types that every parser fills, what it raises, and the protocol that it follows, so that layout
never sees a PDF library. Does not belong here: order, words, tables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import NamedTuple, Protocol, overload

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.reading.limits import DEFAULT, Limits

UNKNOWN = "\ufffd"  # a character that is printed, but not known
# Places are told to a thousandth of a point. Beyond it are the sums of the parsers, which would put what stands at one height
# now in this order and now in that.
DIGITS = 3
# The numbers of ``Char`` behind its text.
SIDES = 5


# The numbers of all pages, however many there are.
EVERY_PAGE = range(1, sys.maxsize)


class Encrypted(Exception):
    """The file needs a password."""


class Broken(Exception):
    """The file is no PDF that can be opened."""


class UnreadablePage(Exception):
    """One page's content cannot be read; the message says why."""


class PageBeyondLimit(UnreadablePage):
    """One page is not read because it goes beyond a limit; the message says which."""


class Char(NamedTuple):
    """One character as drawn, with the sides of its box; ``size`` is the font size in points.

    The box goes from where the character is set to where it ends, and is one font size high, however tall the glyph is.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)


@dataclass(frozen=True, slots=True, eq=False)
class Chars(Sequence[Char]):
    """The characters of a page, in no order that means anything. ``texts`` is what each says; ``sides`` has a row for each and the columns
    ``x0``, ``top``, ``x1``, ``bottom`` and ``size`` of ``Char``: a page has thousands, which are looked at together."""

    texts: Sequence[str] = ()
    sides: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, SIDES)))

    @classmethod
    def of(cls, chars: Iterable[Char]) -> Chars:
        every = tuple(chars)
        sides = np.array([char[1:] for char in every], dtype=np.float64)
        return cls(tuple(char.text for char in every), sides.reshape(-1, SIDES))

    def where(self, chosen: NDArray[np.bool_]) -> Chars:
        """Those for which ``chosen`` is true."""
        return Chars(tuple(compress(self.texts, chosen.tolist())), self.sides[chosen])

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Char: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Char]: ...
    def __getitem__(self, index: int | slice) -> Char | Sequence[Char]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return Char(self.texts[index], *self.sides[index].tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Chars):
            return NotImplemented
        return tuple(self.texts) == tuple(other.texts) and np.array_equal(self.sides, other.sides)

    __hash__ = None  # type: ignore[assignment]


class Rule(NamedTuple):
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
    chars: Chars
    turned: Chars
    rules: tuple[Rule, ...]
    shapes: tuple[Box, ...]
    is_drawn: bool


class Parser(Protocol):
    """How pages are had from a file, whatever library reads them."""

    def __call__(
        self, path: Path, limits: Limits = DEFAULT, wanted: range = EVERY_PAGE
    ) -> AbstractContextManager[Iterator[RawPage | UnreadablePage]]:
        """The pages of a file with the ``wanted`` numbers, one in memory at a time. Raises ``Encrypted`` or ``Broken`` for the file as a whole.

        A page that is damaged or goes beyond ``limits`` is an ``UnreadablePage`` in its place. Places are points from the
        upper left corner of the page's paper (its media box), turned as it is shown. Text counts however it is painted:
        white, invisible, clipped, or beside the paper.
        """
