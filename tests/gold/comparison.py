"""Gold rows against found rows, with messages that say what to look at.

Belongs here: pairing rows and telling differences. Does not belong here: which differences are allowed.
"""

from __future__ import annotations

from collections.abc import Sequence

from .files import Row


def compare(expected: Sequence[Row], found: Sequence[Row], *, others_allowed: bool = False) -> list[str]:
    """What is missing among the found rows and what is too much, one message each; empty where all agree.

    A gold row agrees with a found row that has the same values under the gold row's keys; every found row is used once.
    """
    left = list(found)
    missing: set[int] = set()
    # Rows with open keys fit several found rows, so the others choose first.
    for place in sorted(range(len(expected)), key=lambda place: -len(expected[place])):
        match = next((other for other in left if not differences(expected[place], other)), None)
        if match is None:
            missing.add(place)
        else:
            left.remove(match)
    messages = [_missing(expected[place], left) for place in sorted(missing)]
    return messages if others_allowed else messages + [f"too much: {_show(row)}" for row in left]


def differences(expected: Row, found: Row) -> list[str]:
    """The keys of the gold row under which the found row says something else."""
    return [key for key, value in expected.items() if found[key] != value]


def _missing(row: Row, left: Sequence[Row]) -> str:
    """The gold row and the found row that differs from it least."""
    message = f"missing: {_show(row)}"
    if not left:
        return message
    nearest = min(left, key=lambda other: len(differences(row, other)))
    wrong = differences(row, nearest)
    if len(wrong) > len(row) // 2:
        return f"{message}\n    nothing near it was found"
    pairs = ", ".join(f"{key} is {nearest[key]!s} instead of {row[key]!s}" for key in wrong)
    return f"{message}\n    nearest found: {pairs}"


def _show(row: Row) -> str:
    """The row without what is NULL or false."""
    return ", ".join(f"{key} {value}" for key, value in row.items() if value is not None and value is not False)
