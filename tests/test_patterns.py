"""No regular expression of the pipeline takes long over a line that almost matches it: every one of them, over what it is made of.

A pattern that parts a run in many ways tries them all before it fails: minutes for a line of sixty dots.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import is_dataclass
from re import _constants, _parser  # type: ignore[attr-defined]  # the only reading of a pattern that there is
from typing import Any

import pytest

import pipeline
from tests.language.test_linear import PIECES

LENGTH = 300  # characters: the square of it is nothing, the cube would be noticed, two to the power of it never ends
MOST_SECONDS = 0.1
RUNS = [
    *PIECES,
    "・",
    "...",
    "…",
    " \n",
    "\t",
    "<",
    "[[",
    "|",
    "の",
    "1/2",
    "(注",
    "①",
    "●",
    "年度",
    "計",
    "額",
    "、",
    "。",
    "アア",
    "AA",
    "a:",
    "「",
]
SHOWN = (_constants.LITERAL, _constants.RANGE)
LOOKS = (_constants.ASSERT, _constants.ASSERT_NOT)
OTHERS = (
    "pipeline.orchestration",
    "pipeline.definitions",
    "pipeline.cli",
)  # they only hand on, and importing them takes long


def modules() -> Iterator[str]:
    names = (module.name for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."))
    return (name for name in names if not name.startswith(OTHERS) and not name.endswith("__main__"))


def patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value of a module, also within lists, mappings and records."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from patterns_in(part, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        yield from patterns_in([*value.keys(), *value.values()], depth)
    elif depth < 4 and is_dataclass(value) and not isinstance(value, type):
        yield from patterns_in([getattr(value, name) for name in value.__dataclass_fields__], depth)


def samples_in(parsed: Any) -> Iterator[str]:
    """What each alternative of a parsed pattern matches, written out once."""
    for operator, operand in parsed:
        if operator is _constants.BRANCH:
            for alternative in operand[1]:
                yield _sample(alternative)
                yield from samples_in(alternative)
        elif isinstance(operand, tuple) and operand and isinstance(operand[-1], _parser.SubPattern):
            yield _sample(operand[-1])
            yield from samples_in(operand[-1])


def _sample(parsed: Any) -> str:
    """A text that a parsed pattern matches, more or less: what may be there is."""
    return "".join(_sample_of(operator, operand) for operator, operand in parsed)


def _sample_of(operator: Any, operand: Any) -> str:
    if operator is _constants.LITERAL:
        return chr(operand)
    if operator is _constants.IN:
        first = operand[0]
        return chr(first[1] if first[0] is _constants.LITERAL else first[1][0]) if first[0] in SHOWN else "1"
    if operator is _constants.BRANCH:
        return _sample(operand[1][0])
    if isinstance(operand, tuple) and operand and isinstance(operand[-1], _parser.SubPattern):
        return _sample(operand[-1]) if operator not in LOOKS else ""
    return ""


def is_slow(pattern: re.Pattern[Any], text: str) -> bool:
    """Whether a search or a full match takes longer than it may; a busy machine is given a second try."""

    def strike(_number: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, strike)
    try:
        return all(_takes_long(pattern, text) for _ in range(2))
    finally:
        signal.signal(signal.SIGALRM, before)


def _takes_long(pattern: re.Pattern[Any], text: str) -> bool:
    searched = text.encode() if isinstance(pattern.pattern, bytes) else text
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_REAL, 5.0)
    try:
        pattern.search(searched)
        pattern.fullmatch(searched)
    except TimeoutError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - begun > MOST_SECONDS


@pytest.mark.parametrize("module", modules())
def test_no_pattern_takes_long_over_what_almost_matches(module: str) -> None:
    found = {one.pattern: one for value in vars(importlib.import_module(module)).values() for one in patterns_in(value)}
    slow = []
    for written, pattern in found.items():
        parsed = _parser.parse(written, pattern.flags & ~re.DEBUG)
        for piece in dict.fromkeys([*RUNS, *filter(None, samples_in(parsed))]):
            text = (piece * (LENGTH // len(piece) + 1))[:LENGTH] + "\x01"
            if is_slow(pattern, text):
                slow.append(f"{written} over {piece!r}")
                break
    assert not slow
