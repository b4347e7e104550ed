"""Which line an entry of a table is part of.

Belongs here: words, numbers and indentation of an entry, the zones beside it, the headings above the table. Does not belong here:
lists outside tables (``structure.hierarchy``), sums (``beside``, ``group_totals``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.tables.group_totals import names_group, take_over_heading
from pipeline.extraction.tables.memory import Placed, TableMemory
from pipeline.extraction.tables.outline import Open
from pipeline.extraction.tables.zones import Entry, Zone
from pipeline.model import Relation

# A row of one half stands at the height of a row of the other within this distance.
SAME_ROW = 5.0

Accounts = Mapping[int, LineDraft]


def link_entry(entry: Entry, line: LineDraft, zone: Zone, key: int, tables: TableMemory, accounts: Accounts) -> None:
    """Find the line that an entry is part of, by words, numbers, indentation, the zones beside it or the headings above."""
    memory = tables.zones[key]
    if line.is_total:
        memory.outline.clear()
        return
    if names_group(line):
        take_over_heading(line, memory.outline)
        return
    if line.relation in (Relation.OF_WHICH, Relation.OUTSIDE, Relation.RELISTED):
        whole = memory.outline.stack[-1].line if memory.outline.stack else None
        if whole is not None:
            line.parent, line.parent_rule = whole, "words"
        return
    position = _position(entry, line, memory.position, min(column.x0 for column in zone.names))
    parent = memory.outline.place(position)
    memory.position = position
    rule = "numbering" if line.style is not None else "indentation"
    if parent is None:
        parent, rule = _beside(entry, key, tables), "columns"
        memory.above = parent
    if parent is None:
        parent, rule = _account_above(zone, accounts), "account_heading"
    if parent is not None and parent is not line:
        line.parent, line.parent_rule, line.relation = parent, rule, line.relation or Relation.COMPONENT


def note_zones_apart(entries: Sequence[Entry], key: int, tables: TableMemory) -> None:
    """A band that runs beside several bands of a zone further left is in none of them."""
    for left in (left for left in tables.zones if left < key):
        bands = {(p.band.top, p.band.bottom) for p in tables.zones[left].placed}
        for band in {(entry.band.top, entry.band.bottom) for entry in entries}:
            inside = [b for b in bands if band[0] <= b[0] + SAME_ROW and b[1] <= band[1] + SAME_ROW]
            if len(inside) > 1:
                tables.apart_here.add((key, left))


def _beside(entry: Entry, key: int, tables: TableMemory) -> LineDraft | None:
    """The entry of a zone further left whose band holds this one: 節 of a 目, 説明 of a 節."""
    lefts = sorted((left for left in tables.zones if left < key), reverse=True)
    for left in (left for left in lefts if (key, left) not in tables.apart_here):
        memory = tables.zones[left]
        holding = _last_holding(entry, memory.placed)
        if holding is not None:
            return holding.line
        before_first = not memory.placed or entry.top < memory.placed[0].band.top
        if before_first and memory.carried is not None and not memory.carried.is_total:
            return tables.zones[key].above or memory.carried
    return None


def _last_holding(entry: Entry, placed: Sequence[Placed]) -> Placed | None:
    """The last of the entries whose band holds this one and that begin at its height or above."""
    band, top = entry.band, entry.top
    for p in reversed(placed):
        inside = p.band.top <= band.top + SAME_ROW and band.bottom <= p.band.bottom + SAME_ROW
        if inside and p.top <= top + SAME_ROW:
            return p
    return None


def _account_above(zone: Zone, accounts: Accounts) -> LineDraft | None:
    """The 項 heading above a table of 目, the 款 heading above one of 項."""
    header = "".join(zone.names[0].path)
    wanted = {"目": 1, "項": 0}.get(header)
    if wanted is None:
        return None
    return next((accounts[level] for level in range(wanted, -1, -1) if level in accounts), None)


def _position(entry: Entry, line: LineDraft, before: Open | None, margin: float) -> Open:
    """Where an entry begins behind its columns' left side; the second name on a printed line begins where the first does."""
    words = entry.name[0].words
    number_x = words[0].box.x0 - margin
    text_x = words[1].box.x0 - margin if line.list_number and len(words) > 1 else number_x
    if before is not None and number_x > before.number_x and entry.is_beside(before.line):
        number_x, text_x = before.number_x, before.text_x
    return Open(line, number_x, text_x, entry.name[0].size)
