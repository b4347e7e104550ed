"""What a sheet is made of.

Belongs here: sheets and sections. Does not belong here: what stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table; ``note`` stands below it. Without columns it is the note alone."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A heading, what is said first (name and value), and sections."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
