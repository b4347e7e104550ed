"""What is known of the tables read so far: the next may be the other half of the last, or its continuation.

Belongs here: open entries and where lines stand. Does not belong here: deciding anything by them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.heads import Column
from pipeline.extraction.tables.outline import Open, Outline
from pipeline.model import Box


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry's line with the heights it covers, for figures and entries beside it."""

    line: LineDraft
    top: float
    band: Box


@dataclass
class ZoneMemory:
    """The open entries of a zone and where its lines stand, also for the next page."""

    outline: Outline = field(default_factory=Outline)
    placed: list[Placed] = field(default_factory=list)
    last: LineDraft | None = None
    carried: LineDraft | None = None
    above: LineDraft | None = None
    position: Open | None = None


@dataclass
class TableMemory:
    """What the next table needs of the last one: it may be its other half, or its continuation.

    Zones are known by the index of their first column. ``headings`` are the 款 and 項 above it: a table under others is
    another one, however alike; ``lists`` are the heads of its zones, each once: a list set in two columns may end in one.
    ``apart`` says of tables with the same head which zones are seen not to hold another: 説明 that run on beside several 節
    belong to none of them; ``apart_here`` is that set for the table in work.
    """

    page: int = 0
    box: Box | None = None
    columns: tuple[Column, ...] = ()
    zones: dict[int, ZoneMemory] = field(default_factory=dict)
    number: int = 0
    closed: bool = True
    headings: tuple[str, ...] = ()
    lists: tuple[tuple[tuple[str, ...], ...], ...] = ()
    apart: dict[tuple[tuple[str, ...], ...], set[tuple[int, int]]] = field(default_factory=dict)
    apart_here: set[tuple[int, int]] = field(default_factory=set)
