"""How much of a page is read before it is reported instead.

Belongs here: the limits with their reasons, and the clock that stops a page. Does not belong here: what a page is.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# The fullest page of a release that was measured draws its text as 10,000 outlines. A page with several times that many
# objects is a map or a scanned outline, which no layout rule was made for, and would take more memory than a book.
MOST_OBJECTS = 50_000
# The densest page of a release that was measured has some 2,200 characters, a newspaper's may have 15,000; a page with more
# than this is a font's sample sheet or made to hurt, and arranging it would take minutes.
MOST_CHARACTERS = 30_000
# So many objects take some 5 MB to write down; more than ten times that is pictures, or zeros packed to burst.
MOST_CONTENT = 64 * 2**20
# A paragraph of a release has some 500 characters, a whole release without line ends may have 10,000. The words of a longer line
# are compared with each other for minutes, and nothing printed looks like it.
LONGEST_LINE = 10_000
# The thickest book of a budget that was measured has 1,200 pages; each costs memory until the last one is read.
MOST_PAGES = 5_000
# A page of text takes less than a second, one drawn as outlines 6. The limit is far above, so that what is read does not depend on how fast the machine is.
MOST_SECONDS = 60.0
# The clock strikes again after this many seconds where its first stroke was lost, as within a destructor. Not sooner, because a
# second stroke must not meet what the first one still cleans up.
AGAIN = 0.2


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: objects, characters, bytes of unpacked content, seconds in the parser; and pages of a file."""

    objects: int = MOST_OBJECTS
    characters: int = MOST_CHARACTERS
    content: int = MOST_CONTENT
    seconds: float = MOST_SECONDS
    pages: int = MOST_PAGES


DEFAULT = Limits()


class OutOfTime(BaseException):
    """The time is over. No ``Exception``: the PDF libraries catch those and go on."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``OutOfTime`` within the block when it takes longer, between two steps of Python code.

    Interrupts only in the main thread of a POSIX system, where ``yosan`` and Dagster's steps run; elsewhere the block
    runs to its end.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    running = True

    def strike(_number: int, _frame: object) -> None:
        if running:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, strike)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
            yield
        finally:
            running = False  # a stroke between here and the next line stops nothing any more
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
