"""What a fetch came to: the words in which it is told.

Belongs here: one fate per linked release, and their sums. Does not belong here: how anything is fetched (``fetching``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Fate(StrEnum):
    """What became of one linked release."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    VANISHED = "vanished"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FetchedLink:
    """One linked release: ``path`` is below raw/, ``reason`` a sentence where the fate needs one."""

    source: str
    url: str
    title: str
    fate: Fate
    path: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedSource:
    """One source: ``error`` says why its index could not be read (nothing is called vanished then)."""

    name: str
    issuer: str
    links: tuple[FetchedLink, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """A whole fetch, source by source, and what holds for all of them."""

    sources: tuple[FetchedSource, ...]
    warnings: tuple[str, ...] = ()

    def links(self, *fates: Fate) -> Iterator[FetchedLink]:
        """The links of some fates, or all of them."""
        return (link for source in self.sources for link in source.links if not fates or link.fate in fates)

    def count(self) -> dict[Fate, int]:
        """How many links had each fate, with zeros."""
        return {fate: sum(1 for _ in self.links(fate)) for fate in Fate}

    @property
    def failed(self) -> bool:
        """Whether anything failed that another run may bring; what is refused stays refused."""
        return any(source.error for source in self.sources) or any(self.links(Fate.FAILED))


class FetchProgress(Protocol):
    """Who is told how a fetch gets on."""

    def listed(self, source: str, links: int) -> None:
        """A source's pages are read; so many releases are linked there."""

    def finish(self, link: FetchedLink) -> None:
        """One release is done."""
