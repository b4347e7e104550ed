"""The body of a table: names on the left, their figures on the right, zone by zone, entry by entry.

Belongs here: which columns belong together, which lines are one name, which figures stand beside it. Does not belong
here: what figures mean, which entry is part of which (``tables``).

A zone is some columns of names and the columns of figures on their right; a budget book has three of them side by side
(目 and its years, 節 and 金額, 説明). Rows come from the lines of text, held together by the rules that are drawn: a
cell may hold one name over four lines, or four names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extraction.cells import CellLine, PrintedTable, row_of, split_at_edge, split_at_gaps
from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.heads import Column, Kind, ends_in_figure, is_damaged_figure, is_figure_line, is_unit_line
from pipeline.extraction.listing import Listing, read_listing
from pipeline.model import Box, Table

# Lines whose middles are closer than this share of their size stand at one height.
SAME_HEIGHT = 0.6
# A line that ends this close (in font sizes) to its column's end is full: the next one may go on with it.
FULL_LINE = 1.6
# A name that goes on hangs no further right than this (in font sizes) from where its text began.
HANGING = 0.8
# Nor further left than this from where its number began: that is the next heading.
OUTDENT = 0.6
# In an unruled table a name that goes on fills this share of its column at least.
LONG_LINE = 0.55

_LEADER = re.compile(r"^[.．…‥・･]{2,}$")
_OPENING = re.compile(r"^[(〔]?(?:うち|再掲|一部再掲|内)")
_NUMBER = re.compile(r"^[ \u3000]*(?:\d{1,3}|\(\d{1,2}\))[.、]?[ \u3000]*$")


@dataclass(frozen=True, slots=True)
class Zone:
    """Columns that make one list: names, figures, remarks; ``kinds`` says of each row what its figures are (補正, 現計)."""

    names: tuple[Column, ...]
    figures: tuple[Column, ...]
    remarks: tuple[Column, ...]
    kinds: tuple[Column, ...] = ()

    @property
    def first(self) -> int:
        return min(column.index for column in (*self.names, *self.figures))

    @property
    def heads(self) -> tuple[tuple[str, ...], ...]:
        """The header paths, by which the second column of a list is known; unheaded columns are each their own."""
        paths = tuple(column.path for column in (*self.names, *self.figures))
        return paths if all(paths) else (*paths, (str(self.first),))


@dataclass
class Entry:
    """One row of a zone: the lines of its name, its figures by column, its remarks, the band it stands in."""

    band: Box
    name: list[CellLine] = field(default_factory=list)
    figures: list[tuple[Column, list[CellLine]]] = field(default_factory=list)
    remarks: list[CellLine] = field(default_factory=list)
    factors: list[CellLine] = field(default_factory=list)
    kind: CellLine | None = None

    @property
    def top(self) -> float:
        lines = [*self.name, *(line for _, part in self.figures for line in part)]
        return min(line.box.top for line in lines)

    def is_beside(self, line: LineDraft) -> bool:
        """Whether the entry stands on the same printed line as another one's name."""
        first = self.name[0]
        return first.page.number == line.row.page and abs(first.box.top - line.row.top) < SAME_HEIGHT * first.size

    @property
    def listing(self) -> Listing:
        row = row_of(self.name)
        return read_listing(row.text.text, row.text.printed)


def find_zones(columns: Sequence[Column]) -> list[Zone]:
    """The zones of a table from left to right; figures before any name belong to the zone without names."""
    zones: list[Zone] = []
    names: list[Column] = []
    figures: list[Column] = []
    remarks: list[Column] = []
    kinds: list[Column] = []
    for column in [*columns, None]:
        starts = column is None or column.kind is Kind.ITEMS or (column.kind is Kind.NAMES and figures)
        if starts and figures:
            zones.append(Zone(tuple(names), tuple(figures), tuple(remarks), tuple(kinds)))
            names, figures, remarks, kinds = [], [], [], []
        if column is None:
            break
        if column.kind is Kind.ITEMS:
            zones.append(Zone((column,), (column,), ()))
        elif column.kind is Kind.NAMES:
            names.append(column)
        elif column.kind is Kind.FIGURES:
            figures.append(column)
        elif column.kind is Kind.ROW_KINDS:
            kinds.append(column)
        elif column.kind in (Kind.REMARKS, Kind.ASIDE):
            remarks.append(column)
    return _give_remarks(zones, [*names, *remarks])


def _give_remarks(zones: list[Zone], columns: Sequence[Column]) -> list[Zone]:
    """Text columns without figures behind the last zone are its remarks."""
    if zones and columns and columns[0].index > zones[-1].figures[-1].index:
        last = zones[-1]
        zones[-1] = Zone(last.names, last.figures, (*last.remarks, *columns), last.kinds)
    return zones


def read_entries(printed: PrintedTable, zone: Zone, body: int) -> list[Entry]:
    """The entries of a zone from top to bottom. An entry without figures is a heading; one without a name, a loose figure."""
    if zone.names == zone.figures:
        return _read_items(printed, zone, body)
    bands = _bands(printed.table, zone, body)
    names = _lines(printed, zone.names, body)
    figures = [(column, line) for column in zone.figures for line in _lines(printed, (column,), body)]
    figures = [(column, line) for column, line in figures if not is_unit_line(line)]
    entries: list[Entry] = []
    for band in bands:
        inside = [line for line in names if _in_band(line, band)]
        there = [(column, line) for column, line in figures if band.top <= line.middle < band.bottom]
        entries += _read_band(band, inside, there, zone, printed.table.ruled)
    _add_remarks(entries, _lines(printed, zone.remarks, body))
    kinds = _lines(printed, zone.kinds, body)
    for entry in entries:
        entry.kind = next((line for line in kinds if entry.band.top <= line.middle < entry.band.bottom), None)
    return entries


def _lines(printed: PrintedTable, columns: Sequence[Column], body: int) -> list[CellLine]:
    wanted = {column.index for column in columns}
    cells = [cell for cell in printed.table.cells if cell.column in wanted and cell.row >= body]
    lines = (part for cell in cells for line in printed.lines_of(cell) if (part := _without_leader(line)) is not None)
    return sorted(lines, key=lambda line: (line.middle, line.box.x0))


def _without_leader(line: CellLine) -> CellLine | None:
    """A line without the dots that lead to its figure."""
    words = tuple(word for word in line.words if not _LEADER.match(word.text))
    if len(words) == len(line.words):
        return line
    return CellLine(line.page, words, line.cell) if words else None


def _bands(table: Table, zone: Zone, body: int) -> list[Box]:
    """The heights between the rules across a zone's first column of figures; one band without rules."""
    x0 = min(column.x0 for column in (*zone.names, *zone.figures))
    x1 = max(column.x1 for column in zone.figures)
    column = zone.figures[0].index
    cells = sorted((c for c in table.cells if c.column <= column < c.column + c.column_span), key=lambda c: c.row)
    boxes = [Box(x0, c.box.top, x1, c.box.bottom) for c in cells if c.row >= body]
    if not table.ruled:
        return [Box(x0, boxes[0].top, x1, boxes[-1].bottom)] if boxes else []
    return boxes


def _in_band(line: CellLine, band: Box) -> bool:
    """By its own height; by the first band of its cell where the cell spans several (a 款 over its 項)."""
    cell = line.cell.box
    spans = cell.height > 1.5 * band.height and cell.top <= band.top + 1 and band.bottom <= cell.bottom + 1
    if spans:
        return abs(cell.top - band.top) < 2.0
    return band.top <= line.middle < band.bottom


def _read_band(
    band: Box, names: Sequence[CellLine], figures: Sequence[tuple[Column, CellLine]], zone: Zone, ruled: bool
) -> list[Entry]:
    rows = _rows(figures)
    if ruled and len(rows) <= 1 and names and not _has_several_names(names):
        return [Entry(band, _number_first(names), rows[0] if rows else [])]
    entries = [Entry(band, [line]) for line in _merge_same_height(names)]
    for row in rows:
        _give_row(entries, row, band)
    entries.sort(key=lambda entry: entry.top)
    return _join_wrapped(entries, zone, ruled)


def _number_first(names: Sequence[CellLine]) -> list[CellLine]:
    """A number set at half height beside a name of two lines belongs before it."""
    numbers = [line for line in names if _NUMBER.match(line.text)]
    return [*numbers, *(line for line in names if line not in numbers)]


def _has_several_names(names: Sequence[CellLine]) -> bool:
    """Whether more than one line of a cell begins with a number of its own."""
    return len(names) > 1 and sum(_listing_of(line).number is not None for line in names) > 1


def _listing_of(line: CellLine) -> Listing:
    row = row_of([line])
    return read_listing(row.text.text, row.text.printed)


def _merge_same_height(lines: Sequence[CellLine]) -> list[CellLine]:
    """Pieces of one line that stand in neighbouring columns (1 | 市民税) as one."""
    merged: list[CellLine] = []
    for line in lines:
        last = merged[-1] if merged else None
        if last is not None and abs(last.middle - line.middle) < SAME_HEIGHT * line.size and line.page is last.page:
            words = tuple(sorted((*last.words, *line.words), key=lambda word: word.box.x0))
            merged[-1] = CellLine(line.page, words, last.cell)
        else:
            merged.append(line)
    return merged


def _rows(figures: Sequence[tuple[Column, CellLine]]) -> list[list[tuple[Column, list[CellLine]]]]:
    """Figures at one height; what follows a figure in its cell and is none itself (+事項要求) stays with it."""
    rows: list[tuple[float, dict[int, tuple[Column, list[CellLine]]]]] = []
    for column, line in sorted(figures, key=lambda one: one[1].middle):
        if is_figure_line(line) or is_damaged_figure(line):
            row = next((r for r in rows if abs(r[0] - line.middle) < SAME_HEIGHT * max(line.size, 8.0)), None)
            if row is None:
                row = (line.middle, {})
                rows.append(row)
            row[1].setdefault(column.index, (column, []))[1].append(line)
        elif rows and column.index in rows[-1][1]:
            rows[-1][1][column.index][1].append(line)
    return [[cells[index] for index in sorted(cells)] for _, cells in rows]


def _give_row(entries: list[Entry], row: list[tuple[Column, list[CellLine]]], band: Box) -> None:
    """Figures to the name at their height; a row without a name is an entry of its own."""
    line = row[0][1][0]
    beside = [e for e in entries if e.name and abs(e.name[0].middle - line.middle) < SAME_HEIGHT * max(line.size, 8.0)]
    if beside:
        beside[0].figures += row
    else:
        entries.append(Entry(band, [], list(row)))


def _join_wrapped(entries: Sequence[Entry], zone: Zone, ruled: bool) -> list[Entry]:
    """Entries with the lines of wrapped names joined: backwards onto a figure line, or forwards to one."""
    ends = (line.box.x1 for entry in entries for line in entry.name)
    right = max((column.x1 for column in zone.names) if ruled else ends, default=0.0)
    left = min((column.x0 for column in zone.names), default=0.0)
    joined: list[Entry] = []
    for entry in entries:
        last = joined[-1] if joined else None
        if last is not None and _goes_on(last, entry, left, right, ruled):
            last.name += entry.name
            last.figures += entry.figures
        else:
            joined.append(entry)
    return joined


def _goes_on(above: Entry, below: Entry, left: float, right: float, ruled: bool) -> bool:
    """Whether the lower entry is the rest of the upper one's name."""
    if not above.name or (above.figures and below.figures):
        return False
    if not below.name:
        return not above.figures and _is_close(above, below)
    if not _is_close(above, below) or below.listing.style is not None:
        return False
    line, listing = above.name[-1], above.listing
    text = row_of(above.name).text.text
    if text.count("(") > text.count(")"):
        return True
    start = above.name[0].box.x0 - OUTDENT * line.size
    hanging = start <= below.name[0].box.x0 <= _text_start(above, listing) + HANGING * line.size
    full = line.box.x1 >= right - FULL_LINE * line.size
    long = line.box.x1 - left >= LONG_LINE * (right - left)
    opened = listing.number is not None or bool(_OPENING.match(text))
    return hanging and (full if ruled or above.figures else long and opened or full)


def _is_close(above: Entry, below: Entry) -> bool:
    line = above.name[-1]
    return below.top - line.box.bottom < 2.2 * line.size


def _text_start(entry: Entry, listing: Listing) -> float:
    """Where the text of a name begins behind its number."""
    words = entry.name[0].words
    number = listing.number
    if len(words) > 1 and _OPENING.fullmatch(words[0].text.rstrip(")）〕")):
        return words[1].box.x0
    return (
        words[1].box.x0
        if number is not None and len(words) > 1 and len(words[0].text) <= len(number) + 1
        else words[0].box.x0
    )


def _add_remarks(entries: Sequence[Entry], lines: Sequence[CellLine]) -> None:
    """Remarks to the entry beside which they stand: the last one that begins at or above them in their band."""
    for line in lines:
        beside = [e for e in entries if e.name and e.band.top <= line.middle < e.band.bottom]
        if beside:
            lowest = line.middle + SAME_HEIGHT * line.size
            owner = next((e for e in reversed(beside) if e.top <= lowest), beside[0])
            owner.remarks.append(line)


def _read_items(printed: PrintedTable, zone: Zone, body: int) -> list[Entry]:
    """Entries of a column that holds names and figures: 補償給付費  405,446×10/10  405,446; two pairs on a line."""
    column = zone.names[0]
    cells = [cell for cell in printed.table.cells if cell.column == column.index and cell.row >= body]
    edge = _figure_edge([line for cell in cells for line in printed.lines_of(cell)])
    entries: list[Entry] = []
    for cell in sorted(cells, key=lambda one: one.row):
        found: list[Entry] = []
        for line in printed.lines_of(cell):
            if not is_unit_line(line):
                found += _read_item_line(line, column, edge)
        entries += _join_wrapped(found, zone, ruled=True)
    return entries


def _figure_edge(lines: Sequence[CellLine]) -> float:
    """Where the figures of a column end, by those that stand apart from their names."""
    edges = [line.words[-1].box.x1 for line in lines if ends_in_figure(line)]
    return max(edges, default=0.0)


def _read_item_line(line: CellLine, column: Column, edge: float) -> list[Entry]:
    """The pairs of name and figure on a line; figures that stand in a formula are kept as its factors."""
    entries: list[Entry] = []
    parts = split_at_gaps(line)
    parts[-1:] = split_at_edge(parts[-1], edge)
    for part in parts:
        if entries and entries[-1].name and is_figure_line(part) and not _is_list_number(part, line):
            entries[-1].figures.append((column, [part]))
        elif entries and re.search(r"[×/]", part.text) and re.search(r"\d", part.text):
            entries[-1].factors.append(part)
        elif entries and not entries[-1].figures:
            entries[-1].name.append(part)
        else:
            entries.append(Entry(line.cell.box, [part]))
    for entry in entries:
        entry.factors += [figure for _, lines in entry.figures[:-1] for figure in lines]
        entry.figures = entry.figures[-1:]
        entry.name = _merge_same_height(entry.name)
    return entries


def _is_list_number(part: CellLine, line: CellLine) -> bool:
    return part.words[0] is line.words[0]
