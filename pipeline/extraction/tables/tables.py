"""Tables to lines and amounts: every figure under its header path, every entry below the one it is part of.

Belongs here: the order of things in a table, and what it is to the table before it. Does not belong here: how the grid was found
(``reading``), what columns are (``heads``), which lines are one entry (``zones``), whose part an entry is (``parents``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.cells import PrintedTable, row_of
from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.heads import Column, Kind, body_start, read_head
from pipeline.extraction.state import State
from pipeline.extraction.tables.beside import settle_beside
from pipeline.extraction.tables.cell_figures import hang_figures, report_figures
from pipeline.extraction.tables.group_totals import adopt_by_group_totals
from pipeline.extraction.tables.memory import Placed, TableMemory, ZoneMemory
from pipeline.extraction.tables.names import draft_line
from pipeline.extraction.tables.parents import SAME_ROW, link_entry, note_zones_apart
from pipeline.extraction.tables.remarks import read_label_counts, read_remarks
from pipeline.extraction.tables.settling import settle_columns
from pipeline.extraction.tables.zones import Entry, Zone, find_zones, read_entries
from pipeline.model import Page, Table

# Halves of a spread on two pages begin and end within this distance of each other.
SAME_HEIGHT = 14.0
# Columns of a table that goes on over a page keep their sides within this distance.
SAME_SIDE = 6.1


def read_table(page: Page, table: Table, state: State, memory: TableMemory) -> list[Row]:
    """Add the lines of a table to the state; returns the rows of all its cells for the accounting."""
    printed = PrintedTable(page, table)
    body = body_start(printed)
    columns = read_head(printed, body, state.context)
    if body == 0 and _has_sides_of(columns, memory.columns, table.ruled):
        columns = _under_heads_of(memory.columns, columns)
    _remember_unit(columns, state)
    half = _open_table(page, table, columns, state, memory)
    reader = _Reader(page, state, memory, offset=1 + max(memory.zones, default=0) if half else 0)
    memory.apart_here = memory.apart.setdefault(tuple(column.path for column in columns), set())
    zones = find_zones(columns)
    for zone in zones:
        first = next(one for one in zones if one.heads == zone.heads)
        entries = read_entries(printed, zone, body)
        settled = settle_columns(zone, entries, state.context)
        for entry in entries:
            entry.figures = [(settled.get(column.index, column), part) for column, part in entry.figures]
        columns = tuple(settled.get(column.index, column) for column in columns)
        reader.read_zone(zone, entries, first.first, half)
    memory.page, memory.box, memory.columns, memory.closed = page.number, table.box, columns, reader.ends_in_total
    state.current = state.pending = state.item = None
    return [line.row for line in printed.lines()]


def _under_heads_of(before: Sequence[Column], columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns without heads of their own under those of the last table."""
    return tuple(
        replace(c, path=m.path, role=m.role, rule=m.rule, unit=c.unit or m.unit, kind=_kind(c, m))
        for c, m in zip(columns, before, strict=True)
    )


def _open_table(page: Page, table: Table, columns: Sequence[Column], state: State, memory: TableMemory) -> bool:
    """Forget the last table's entries unless this one goes on with it; true if it is its other half."""
    zones = find_zones(columns)
    half = _is_other_half(page, table, zones, memory)
    headings = tuple(line.label for _, line in sorted(state.accounts.items()))
    near = page.number <= memory.page + 1 and headings == memory.headings
    lists = tuple(dict.fromkeys(zone.heads for zone in zones))
    alike = _same_heads(columns, memory.columns) or (lists == memory.lists and len(lists) > 0)
    goes_on = not half and not memory.closed and near and alike
    if not half and not goes_on:
        memory.zones = {}
        memory.number += 1
    memory.headings, memory.lists = headings, lists
    return half


def _kind(column: Column, before: Column) -> Kind:
    return (
        column.kind
        if column.kind in (Kind.EMPTY, Kind.ITEMS)
        else before.kind
        if before.kind is not Kind.EMPTY
        else column.kind
    )


def _has_sides_of(columns: Sequence[Column], before: Sequence[Column], ruled: bool) -> bool:
    """Whether columns stand where those of the last table stood; without rules only figures' right edges say so."""
    if len(columns) != len(before):
        return False
    if not ruled:
        return all(abs(a.x1 - b.x1) <= SAME_SIDE for a, b in zip(columns[1:], before[1:], strict=True))
    return all(
        abs(a.x0 - b.x0) <= SAME_SIDE and abs(a.x1 - b.x1) <= SAME_SIDE for a, b in zip(columns, before, strict=True)
    )


def _same_heads(columns: Sequence[Column], before: Sequence[Column]) -> bool:
    """Whether the innermost head cells are the same; a title may stand above them on the first page."""
    return len(columns) == len(before) and all(a.path[-1:] == b.path[-1:] for a, b in zip(columns, before, strict=True))


def _remember_unit(columns: Sequence[Column], state: State) -> None:
    """千円 on top of a column holds for the table's continuation, too."""
    unit = next((column.unit for column in columns if column.unit is not None), None)
    if unit is not None:
        state.context.unit = unit


def _is_other_half(page: Page, table: Table, zones: Sequence[Zone], memory: TableMemory) -> bool:
    """A table that begins with figures without names, level with the one on the page before."""
    if memory.box is None or not zones or zones[0].names or page.number != memory.page + 1:
        return False
    return abs(table.box.top - memory.box.top) < SAME_HEIGHT and abs(table.box.bottom - memory.box.bottom) < SAME_HEIGHT


class _Reader:
    """Reads the zones of one table from left to right."""

    def __init__(self, page: Page, state: State, memory: TableMemory, offset: int) -> None:
        self.page, self.state, self.memory, self.offset = page, state, memory, offset
        self.ends_in_total = False

    def read_zone(self, zone: Zone, entries: Sequence[Entry], first: int, half: bool) -> None:
        """Open a line for every entry and hang its figures and remarks on it.

        ``first`` is the zone's own first column, or that of a zone under the same heads: a list set in two columns.
        """
        if not zone.names:
            self._read_loose(entries, half)
            return
        key = first + self.offset
        note_zones_apart(entries, key, self.memory)
        memory = self.memory.zones.setdefault(key, ZoneMemory())
        memory.placed, memory.carried = [], memory.last
        lines: list[tuple[Entry, LineDraft]] = []
        for entry in entries:
            line = self._line(entry, zone, key, memory)
            if line is not None:
                memory.placed.append(Placed(line, entry.top, entry.band))
                lines.append((entry, line))
        adopt_by_group_totals([line for _, line in lines])
        settle_beside([line for _, line in lines])
        if key == min(self.memory.zones) and lines:
            self.ends_in_total = lines[-1][1].is_total

    def _line(self, entry: Entry, zone: Zone, key: int, memory: ZoneMemory) -> LineDraft | None:
        if not entry.name:
            hang_figures(entry, memory.last, self.state)
            return None
        line = draft_line(row_of(entry.name), f"{self.memory.number}-{key}")
        if line is None:
            report_figures(entry, "no_label", "figures without a name", self.state)
            return None
        link_entry(entry, line, zone, key, self.memory, self.state.accounts)
        self.state.lines.append(line)
        hang_figures(entry, line, self.state)
        read_label_counts(line, self.state)
        read_remarks(entry, line, self.state)
        memory.last = line
        return line

    def _read_loose(self, entries: Sequence[Entry], half: bool) -> None:
        """Figures of a zone without names belong to the lines at their height in the other half of the spread."""
        placed = self.memory.zones[min(self.memory.zones)].placed if half and self.memory.zones else []
        for entry in entries:
            level = [p for p in placed if abs(p.top - entry.top) <= SAME_ROW]
            hang_figures(entry, level[0].line if level else None, self.state)
