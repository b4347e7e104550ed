"""Tables to lines and amounts: every figure under its header path, every entry below the one it is part of.

Belongs here: entries to line drafts, figures to amounts, parents across columns and pages. Does not belong here: how the
grid was found (``reading``), what columns are (``heads``), which lines are one entry (``zones``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extraction.cells import CellLine, figure_row_of, lines_of, row_of
from pipeline.extraction.context import Role
from pipeline.extraction.drafts import AmountDraft, IssueDraft, LineDraft, Row
from pipeline.extraction.heads import Column, Kind, body_start, figure_of, is_figure_line, read_head
from pipeline.extraction.labels import clean_label, is_name
from pipeline.extraction.listing import Listing, read_listing
from pipeline.extraction.state import State
from pipeline.extraction.tables.beside import settle_beside
from pipeline.extraction.tables.group_totals import adopt_by_group_totals, names_group, take_over_heading
from pipeline.extraction.tables.outline import Open, Outline
from pipeline.extraction.tables.settling import settle_columns
from pipeline.extraction.tables.zones import Entry, Zone, find_zones, read_entries
from pipeline.extraction.text.binding import bind_words
from pipeline.extraction.text.counting import bind_count
from pipeline.extraction.text.figures import figure_at
from pipeline.extraction.text.money import amount_of
from pipeline.extraction.text.sentences import NO_LISTING, Sentence, sentence_of
from pipeline.language import read_values
from pipeline.language.values import (
    Counted,
    MarkerWord,
    Money,
    Number,
    QualifierWord,
    Rate,
    RelationWord,
    UnitWord,
    Value,
)
from pipeline.model import Box, Measure, Page, Qualifier, Relation, Table

# Halves of a spread on two pages begin and end within this distance of each other.
SAME_HEIGHT = 14.0
# A row of one half stands at the height of a row of the other within this distance.
SAME_ROW = 5.0
# Columns of a table that goes on over a page keep their sides within this distance.
SAME_SIDE = 6.0

# 147.097 under 千円 is a comma that a scan shows as a point: yen and thousands are not printed with three decimals.
THOUSANDS_AS_DECIMALS, LARGEST_WHOLE_UNIT = 3, 1000

# A bare total: 計, 合計, 歳出合計.
_TOTAL = re.compile(r"^(?:合計|総計|小計|中計|計|総額|歳[入出]\W*(?:合計|総額|計))$")
# A row of averages or prices: 平均給料月額, 職員一人当たり.
_PRICE = re.compile(r"平均|月額|日額|単価|一人当たり|1人当たり|初任給")
_RELISTED = re.compile(r"[(〔](?:一部)?再掲[)〕][ \u3000]*")
_OF_ROWS = (Qualifier.INCLUDES_ESTIMATE, Qualifier.RESTATED, Qualifier.PORTION_OF)
_MARKED = "【([〔<《"


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
    another one, however alike; ``lists`` are the heads of its zones, each once: a list set in two columns may end in one. ``apart`` says of tables with the same head which zones are seen not to hold another:
    説明 that run on beside several 節 belong to none of them.
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


def read_table(page: Page, table: Table, state: State, memory: TableMemory) -> list[Row]:
    """Add the lines of a table to the state; returns the rows of all its cells for the accounting."""
    body = body_start(page, table)
    columns = read_head(page, table, body, state.context)
    if body == 0 and _has_sides_of(columns, memory.columns, table.ruled):
        columns = tuple(
            replace(c, path=m.path, role=m.role, rule=m.rule, unit=c.unit or m.unit, kind=_kind(c, m))
            for c, m in zip(columns, memory.columns, strict=True)
        )
    zones = find_zones(columns)
    _remember_unit(columns, state)
    half = _is_other_half(page, table, zones, memory)
    headings = tuple(line.label for _, line in sorted(state.accounts.items()))
    near = page.number <= memory.page + 1 and headings == memory.headings
    lists = tuple(dict.fromkeys(zone.heads for zone in zones))
    alike = _same_heads(columns, memory.columns) or (lists == memory.lists and len(lists) > 0)
    goes_on = not half and not memory.closed and near and alike
    if not half and not goes_on:
        memory.zones = {}
        memory.number += 1
    offset = 1 + max(memory.zones, default=0) if half else 0
    reader = _Reader(page, state, memory, offset)
    reader.apart = memory.apart.setdefault(tuple(column.path for column in columns), set())
    for zone in zones:
        first = next(one for one in zones if one.heads == zone.heads)
        entries = read_entries(page, table, zone, body)
        settled = settle_columns(zone, entries, state.context)
        for entry in entries:
            entry.figures = [(settled.get(column.index, column), part) for column, part in entry.figures]
        columns = tuple(settled.get(column.index, column) for column in columns)
        reader.read_zone(zone, entries, first.first, half)
    memory.page, memory.box, memory.columns, memory.headings = page.number, table.box, columns, headings
    memory.lists = lists
    memory.closed = reader.ends_in_total
    state.current = state.pending = state.item = None
    return [row_of([line]) for cell in table.cells for line in lines_of(page, cell)]


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
        self.apart: set[tuple[int, int]] = set()

    def read_zone(self, zone: Zone, entries: Sequence[Entry], first: int, half: bool) -> None:
        """Open a line for every entry and hang its figures and remarks on it.

        ``first`` is the zone's own first column, or that of a zone under the same heads: a list set in two columns.
        """
        if not zone.names:
            self._read_loose(entries, half)
            return
        key = first + self.offset
        self._note_zones_apart(entries, key)
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
            self._hang_figures(entry, memory.last, zone)
            return None
        line = _draft_line(row_of(entry.name), f"{self.memory.number}-{key}")
        if line is None:
            self._report(entry, "no_label", "figures without a name")
            return None
        self._link(entry, line, zone, key, memory)
        self.state.lines.append(line)
        self._hang_figures(entry, line, zone)
        self._read_label_counts(line)
        self._read_remarks(entry, line)
        memory.last = line
        return line

    # ------------------------------------------------------------ parents

    def _link(self, entry: Entry, line: LineDraft, zone: Zone, key: int, memory: ZoneMemory) -> None:
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
            parent, rule = self._beside(entry, key), "columns"
            memory.above = parent
        if parent is None:
            parent, rule = self._account_above(zone), "account_heading"
        if parent is not None and parent is not line:
            line.parent, line.parent_rule, line.relation = parent, rule, line.relation or Relation.COMPONENT

    def _beside(self, entry: Entry, key: int) -> LineDraft | None:
        """The entry of a zone further left whose band holds this one: 節 of a 目, 説明 of a 節."""
        lefts = sorted((left for left in self.memory.zones if left < key), reverse=True)
        for left in (left for left in lefts if (key, left) not in self.apart):
            memory = self.memory.zones[left]
            holds = [
                p
                for p in memory.placed
                if p.band.top <= entry.band.top + SAME_ROW and entry.band.bottom <= p.band.bottom + SAME_ROW
            ]
            above = [p for p in holds if p.top <= entry.top + SAME_ROW]
            if above:
                return above[-1].line
            before_first = not memory.placed or entry.top < memory.placed[0].band.top
            if before_first and memory.carried is not None and not memory.carried.is_total:
                return self.memory.zones[key].above or memory.carried
        return None

    def _note_zones_apart(self, entries: Sequence[Entry], key: int) -> None:
        """A band that runs beside several bands of a zone further left is in none of them."""
        for left in (left for left in self.memory.zones if left < key):
            bands = {(p.band.top, p.band.bottom) for p in self.memory.zones[left].placed}
            for band in {(entry.band.top, entry.band.bottom) for entry in entries}:
                inside = [b for b in bands if band[0] <= b[0] + SAME_ROW and b[1] <= band[1] + SAME_ROW]
                if len(inside) > 1:
                    self.apart.add((key, left))

    def _account_above(self, zone: Zone) -> LineDraft | None:
        """The 項 heading above a table of 目, the 款 heading above one of 項."""
        header = "".join(zone.names[0].path)
        wanted = {"目": 1, "項": 0}.get(header)
        if wanted is None:
            return None
        return next(
            (self.state.accounts[level] for level in range(wanted, -1, -1) if level in self.state.accounts), None
        )

    # ------------------------------------------------------------ figures

    def _read_loose(self, entries: Sequence[Entry], half: bool) -> None:
        """Figures of a zone without names belong to the lines at their height in the other half of the spread."""
        placed = self.memory.zones[min(self.memory.zones)].placed if half and self.memory.zones else []
        for entry in entries:
            level = [p for p in placed if abs(p.top - entry.top) <= SAME_ROW]
            zone = Zone((), tuple(column for column, _ in entry.figures), ())
            self._hang_figures(entry, level[0].line if level else None, zone)

    def _hang_figures(self, entry: Entry, line: LineDraft | None, zone: Zone) -> None:
        if line is None:
            self._report(entry, "no_label", "figures without a name")
            return
        label = row_of(entry.name).text.printed if entry.name else line.label
        evidence = "  ".join([label, *(row_of(part).text.printed for _, part in entry.figures)])
        for column, part in entry.figures:
            self._add_figure(_of_row(column, entry, self.state), part, line, " ".join(evidence.split()))
        for factor in entry.factors:
            self._issue(row_of([factor]), "not_a_fact", "a factor of the figure beside it")

    def _add_figure(self, column: Column, part: Sequence[CellLine], line: LineDraft, evidence: str) -> None:
        row, value = _figure_in(part)
        sentence = sentence_of(row, 0, len(row.text.text), NO_LISTING)
        role = column.role
        if role is None:
            self._issue(row, "role_unknown", "a column without a head, and the rows do not say what it is")
            return
        if role.is_rate or isinstance(value, Rate):
            return
        if value is None or self._is_misread(value, column):
            self._issue(row, "malformed_figure", "a figure that cannot be read as it stands")
            draft: AmountDraft | None = _unread(row, role, column.unit or self.state.context.unit)
        else:
            with _unit_of(column, self.state):
                draft = amount_of(sentence, value, role, self.state)
        if draft is None:
            return
        draft.column, draft.header_path, draft.role_rule = column.index, column.header or None, column.rule
        draft.evidence = evidence
        if draft.measure is Measure.BUDGET and _PRICE.search(line.label):
            draft.measure = Measure.UNIT_COST
        qualifier = next((v.qualifier for v in sentence.values if isinstance(v, QualifierWord)), None)
        draft.qualifier = qualifier or (Qualifier.RESTATED if role.restated else None)
        line.amounts.append(draft)

    def _is_misread(self, value: Value, column: Column) -> bool:
        """147.097 in thousands: a comma that a scan shows as a point."""
        unit = column.unit or self.state.context.unit
        whole = unit is not None and unit.factor <= LARGEST_WHOLE_UNIT
        return whole and isinstance(value, Number) and value.decimals == THOUSANDS_AS_DECIMALS

    def _report(self, entry: Entry, kind: str, reason: str) -> None:
        for _, part in entry.figures:
            self._issue(row_of(part), kind, reason)

    def _issue(self, row: Row, kind: str, reason: str) -> None:
        self.state.issues.append(IssueDraft(row, 0, len(row.text.text), kind, reason))

    # ------------------------------------------------------------ words

    def _read_label_counts(self, line: LineDraft) -> None:
        """教育委員報酬(5人): a count in a name is a count of it."""
        sentence = sentence_of(line.row, line.start, len(line.row.text.text), NO_LISTING)
        for index, value in enumerate(sentence.values):
            if isinstance(value, Counted) and not value.per:
                _count(sentence, index, line, self.state)

    def _read_remarks(self, entry: Entry, line: LineDraft) -> None:
        for row in _remark_rows(entry.remarks):
            sentence = sentence_of(row, 0, len(row.text.text), NO_LISTING)
            marker = next((v.marker for v in sentence.values if isinstance(v, MarkerWord)), None)
            line.marker = line.marker or marker
            _qualify(line, sentence)
            self.state.current, self.state.pending, self.state.item = line, None, None
            with _unit_of(None, self.state):
                bind_words(sentence, self.state)


def _unread(row: Row, role: Role, unit: UnitWord | None) -> AmountDraft:
    """A figure that is printed but cannot be read: its place and role, without a value."""
    unit_text = unit.text if unit is not None else None
    return AmountDraft(
        row, 0, len(row.text.text), None, None, unit_text, role.fiscal_year, role.phase, role.supplement_no, role.measure, role.nature,
    )  # fmt: skip


def _figure_in(part: Sequence[CellLine]) -> tuple[Row, Value | None]:
    """The one figure of a cell: of all its lines (1兆1,851 / +事項要求), else of the line that prints it alone."""
    row = figure_row_of(part)
    value = figure_of(read_values(row.text.text).values)
    if value is None:
        row = next((figure_row_of([line]) for line in part if is_figure_line(line)), row)
        value = figure_of(read_values(row.text.text).values)
    return row, value


def _qualify(line: LineDraft, sentence: Sentence) -> None:
    """推計額を含む in the remarks holds for the figures of the row."""
    word = next((v for v in sentence.values if isinstance(v, QualifierWord) and v.qualifier in _OF_ROWS), None)
    if word is None or any(isinstance(v, (Money, Number)) for v in sentence.values):
        return
    for amount in line.amounts:
        if amount.measure is Measure.BUDGET and amount.qualifier is None:
            amount.qualifier = word.qualifier


def _position(entry: Entry, line: LineDraft, before: Open | None, margin: float) -> Open:
    """Where an entry begins behind its columns' left side; the second name on a printed line begins where the first does."""
    words = entry.name[0].words
    number_x = words[0].box.x0 - margin
    text_x = words[1].box.x0 - margin if line.list_number and len(words) > 1 else number_x
    if before is not None and number_x > before.number_x and entry.is_beside(before.line):
        number_x, text_x = before.number_x, before.text_x
    return Open(line, number_x, text_x, entry.name[0].size)


def _of_row(column: Column, entry: Entry, state: State) -> Column:
    """A column as the row's own word says: 補正, 現計."""
    if entry.kind is None or column.role is None:
        return column
    text = entry.kind.text
    role = state.context.role_of(list(read_values(text).values))
    if role is None:
        return column
    header = " / ".join(filter(None, (column.header, text)))
    return replace(column, role=replace(column.role, fiscal_year=role.fiscal_year, phase=role.phase, header=header))


class _unit_of:
    """The unit of a column in place of the one declared; none for remarks, whose bare numbers are no amounts."""

    def __init__(self, column: Column | None, state: State) -> None:
        self.column, self.state = column, state

    def __enter__(self) -> None:
        self.before = self.state.context.unit
        self.state.context.unit = (self.column.unit or self.before) if self.column is not None else None

    def __exit__(self, *_: object) -> None:
        self.state.context.unit = self.before


def _draft_line(row: Row, table: str) -> LineDraft | None:
    """A new line from the text of a name; ``None`` where it holds no name."""
    text = row.text.text
    listing = read_listing(text, row.text.printed)
    sentence = sentence_of(row, listing.end, len(text), listing)
    label = _label(sentence, listing)
    squeezed = re.sub(r"[ \u3000]", "", label)
    if _TOTAL.match(squeezed):
        label = squeezed
    if not is_name(label):
        return None
    line = LineDraft(row, listing.end, len(text), label, listing.number, listing.style, row.indent)
    line.is_total = bool(_TOTAL.match(label))
    line.table, line.tabular = table, True
    line.relation = next((v.relation for v in sentence.values[:3] if isinstance(v, RelationWord)), None)
    line.marker = next((v.marker for v in sentence.values if isinstance(v, MarkerWord) and _is_marked(text, v)), None)
    return line


def _is_marked(text: str, value: MarkerWord) -> bool:
    return value.start > 0 and text[value.start - 1] in _MARKED


def _label(sentence: Sentence, listing: Listing) -> str:
    """A name without its number, its marker and the counts behind it."""
    text = sentence.text[listing.end :]
    counts = [v for v in sentence.values if isinstance(v, Counted)]
    if counts:
        head = sentence.text[listing.end : counts[0].start].rstrip(" \u3000(")
        tail = sentence.text[counts[-1].end :].strip(" \u3000)")
        text = head if head and not tail else text
    for value in sentence.values:
        if isinstance(value, MarkerWord) and _is_marked(sentence.text, value):
            text = text.replace(sentence.text[value.start - 1 : value.end + 1], "")
    return clean_label(_RELISTED.sub("", text))


def _count(sentence: Sentence, index: int, line: LineDraft, state: State) -> None:
    bind_count(figure_at(sentence, index, sentence.start), line.label, line, state.context)


def _remark_rows(lines: Sequence[CellLine]) -> Iterator[Row]:
    """The lines of a remark, those joined that go on with what stands above them."""
    group: list[CellLine] = []
    for line in lines:
        if group and not _goes_on(group, line):
            yield row_of(group)
            group = []
        group.append(line)
    if group:
        yield row_of(group)


def _goes_on(group: Sequence[CellLine], line: CellLine) -> bool:
    """A figure or word broken at the line end (4地 / 域), a figure alone (10地域), a bracket: no statement of its own."""
    above, text = row_of(group).text.text, line.text.strip(" \u3000")
    if text[:1] in "(〔" or above.count("(") > above.count(")"):
        return True
    values = read_values(text).values
    if len(values) == 1 and isinstance(values[0], (Counted, Money)) and values[0].end - values[0].start == len(text):
        return True
    joint = read_values(above + text).values
    return any(isinstance(v, (Counted, Money)) and v.start < len(above) < v.end for v in joint)
