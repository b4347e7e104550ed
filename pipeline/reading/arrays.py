"""The arrays in which a page's characters and corners are looked at together.

Belongs here: their types, and what several readers ask of them. Does not belong here: what a character or a corner is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
Flags = NDArray[np.bool_]


def changes(values: Numbers) -> Flags:
    """Where a value differs from the one before it; the first one does."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def hulls(x0: Numbers, top: Numbers, x1: Numbers, bottom: Numbers, starts: Numbers) -> Numbers:
    """The sides of the boxes around what stands from each of ``starts`` to the next, a row each in the order of ``Box``."""
    reaches = ((np.minimum, x0), (np.minimum, top), (np.maximum, x1), (np.maximum, bottom))
    return np.column_stack([reach.reduceat(along, starts) for reach, along in reaches])
