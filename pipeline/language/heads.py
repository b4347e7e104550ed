"""The characters that a match of a pattern can begin with, so that the reader tries a pattern only where it can match.

Belongs here: reading the head of a regular expression of the plain kind that ``vocabulary`` holds. Does not belong here:
matching. A pattern whose head is of another kind is refused when the tables are loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOOKBEHIND = re.compile(r"\(\?<[=!]")
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>)?")
_OPTIONAL = re.compile(r"(?:[?*]|\{0,\d*\})[+?]?")
_CLASS_PART = re.compile(r"(?P<low>\\?.)(?:-(?P<high>[^\]]))?")
DIGITS = frozenset("0123456789")


def first_characters(pattern: str) -> frozenset[str]:
    """Every character that a match can begin with.

    >>> sorted(first_characters("終了|(?:この|その)外に|[かヶ]所"))
    ['か', 'こ', 'そ', 'ヶ', '終']
    """
    heads: set[str] = set()
    for alternative in _alternatives(pattern):
        heads |= _first_of_sequence(alternative)
    return frozenset(heads)


def _first_of_sequence(sequence: str) -> frozenset[str]:
    while _LOOKBEHIND.match(sequence):
        sequence = sequence[_end_of_atom(sequence, 0) :]
    if not sequence or sequence[0] in ".^$" or sequence.startswith(("(?=", "(?!")):
        raise ValueError(f"a pattern must begin with a character or a class: {sequence!r}")
    end = _end_of_atom(sequence, 0)
    heads = _characters(sequence[:end])
    optional = _OPTIONAL.match(sequence, end)
    return heads | _first_of_sequence(sequence[optional.end() :]) if optional else heads


def _characters(atom: str) -> frozenset[str]:
    if atom[0] == "(":
        opening = _GROUP.match(atom)
        return first_characters(atom[opening.end() : -1]) if opening else frozenset()
    if atom[0] == "[":
        return frozenset(char for part in _CLASS_PART.finditer(atom[1:-1]) for char in _class_part(part))
    return DIGITS if atom == r"\d" else frozenset(atom[-1])


def _class_part(part: re.Match[str]) -> frozenset[str]:
    low, high = part["low"], part["high"]
    if high is None:
        return _characters(low)
    return frozenset(chr(code) for code in range(ord(low), ord(high) + 1))


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, those inside its groups left whole."""
    start = at = 0
    while at < len(pattern):
        if pattern[at] == "|":
            yield pattern[start:at]
            start = at = at + 1
        else:
            at = _end_of_atom(pattern, at)
    yield pattern[start:]


def _end_of_atom(pattern: str, at: int) -> int:
    """The end of the character, escape, class or group at ``at``."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] == "[":
        return pattern.index("]", at + 1) + 1
    if pattern[at] != "(":
        return at + 1
    at += 1
    while pattern[at] != ")":
        at = _end_of_atom(pattern, at)
    return at + 1
