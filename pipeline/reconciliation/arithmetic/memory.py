"""Checks are many small objects, all of them kept and none in a cycle.

Belongs here: what that allows the interpreter to leave out. Does not belong here: anything about figures.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """Looking for cycles among a hundred thousand lines and their checks finds none and takes a third of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
