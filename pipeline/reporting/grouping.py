"""Rows by a key.

Belongs here: that alone. Does not belong here: keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Key = TypeVar("Key")


def group(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Items by their key; keys come in the order of their first item.

    >>> group(["ab", "b", "ac"], lambda text: text[0])
    {'a': ['ab', 'ac'], 'b': ['b']}
    """
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
