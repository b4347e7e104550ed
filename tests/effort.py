"""How much work something is: by a count of calls, which no other program on the machine changes, and by CPU time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def calls_of(run: Callable[[str], object], text: str) -> int:
    """How many functions are called, those written in C included."""
    count = 0

    def profile(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        run(text)
    finally:
        sys.setprofile(None)
    return count


def cpu_time_of(run: Callable[[str], object], text: str) -> float:
    """The best of three, so that a busy machine does not count."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        run(text)
        best = min(best, time.process_time() - start)
    return best


def repeated(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]
