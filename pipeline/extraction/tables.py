"""Ruled tables to lines and amounts: the header path of a column says what its figures are.

Belongs here: header rows, column roles, body rows. Does not belong here: how the grid was found (``reading``), lists and
sentences (``binding``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extraction.binding import Sentence, State, amount_of, bind_words, open_line, sentence_of
from pipeline.extraction.context import Context, Role
from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.labels import clean_label, is_name
from pipeline.extraction.listing import read_listing
from pipeline.language import normalize, read_values
from pipeline.language.values import MarkerWord, Money, Nil, Number, QualifierWord, Rate, RelationWord, UnitWord, Value
from pipeline.model import Box, Cell, Measure, Nature, Page, Phase, Qualifier, Relation, Table

_FINANCING = re.compile(r"財源|国庫支出金|国県支出金|[県市地方]+債|分担金|その他(?:特定)?$")
_EARMARK = re.compile(r"うち")
_REMARKS = re.compile(r"備\s*考|摘\s*要|説\s*明")
_RATE = re.compile(r"率|%")
_THIS_YEAR = re.compile(r"本\s*年\s*度|当\s*年\s*度")
_COMPARISON = re.compile(r"比\s*較|増\s*[△・]?\s*減\s*額?")
_TOTAL = re.compile(r"^(?:合計|総計|小計|計|総額|歳[入出]合計)$")


def read_table(page: Page, table: Table, state: State) -> list[Row]:
    """Add the lines of a ruled table to the state; returns the rows of all cells for the accounting."""
    grid = _grid(table)
    body_start = _first_body_row(page, table, grid)
    if body_start > 0 or len(state.table_roles) != table.column_count:
        state.table += 1
        state.table_roles = tuple(
            _column_role(page, grid, column, body_start, state) for column in range(table.column_count)
        )
    rows: list[Row] = []
    for row in range(body_start, table.row_count):
        rows += _read_body_row(page, grid, row, table, state)
    state.context.columns = ()
    return rows


def _grid(table: Table) -> dict[tuple[int, int], Cell]:
    """Every covered position to its cell."""
    return {
        (cell.row + down, cell.column + right): cell
        for cell in table.cells
        for down in range(cell.row_span)
        for right in range(cell.column_span)
    }


def _first_body_row(page: Page, table: Table, grid: dict[tuple[int, int], Cell]) -> int:
    """The first row with a figure right of its first column."""
    for row in range(table.row_count):
        cells = [grid[row, column] for column in range(1, table.column_count) if (row, column) in grid]
        if any(cell.row == row and _figure(read_values(cell_text(page, cell)).values) for cell in cells):
            return row
    return table.row_count


def _figure(values: tuple[Value, ...]) -> Value | None:
    """The one figure of a cell that holds nothing else but a sign, a bracket or a qualifier."""
    figures = [v for v in values if isinstance(v, (Number, Money, Nil, Rate))]
    words = [
        v
        for v in values
        if not isinstance(v, (Number, Money, Nil, Rate, QualifierWord, MarkerWord)) and not hasattr(v, "opening")
    ]
    return figures[0] if len(figures) == 1 and not words else None


def cell_text(page: Page, cell: Cell) -> str:
    """The normalized text of a cell, its lines joined."""
    if not cell.lines:
        return ""
    return normalize(page.text[cell.lines[0].start : cell.lines[-1].end]).without("\n").text


def _column_role(page: Page, grid: dict[tuple[int, int], Cell], column: int, body: int, state: State) -> Role | None:
    """What the header cells above a column say of its figures; ``None`` for a column of labels."""
    seen: list[Cell] = []
    for row in range(body):
        cell = grid.get((row, column))
        if cell is not None and cell not in seen:
            seen.append(cell)
    texts = [re.sub(r"[ \u3000]+", "", cell_text(page, cell)) for cell in seen]
    path = " / ".join(text for text in texts if text)
    return role_of_header(path, state.context) if path else None


def role_of_header(path: str, context: Context) -> Role | None:
    """The role of a column from its header path (本年度予算額の財源内訳 / 特定財源 / 国県支出金)."""
    if _REMARKS.search(path):
        return Role(header="備考")
    joined = path.replace(" / ", "")
    values = list(read_values(joined).values)
    unit = next((v for v in values if isinstance(v, UnitWord)), None)
    if unit is not None:
        context.unit = unit
    if _RATE.search(joined):
        return Role(header=path, is_rate=True)
    if _FINANCING.search(joined):
        return replace(context.default_role, nature=Nature.FINANCING, header=path)
    if _EARMARK.search(joined):
        return replace(context.default_role, nature=Nature.EARMARK, header=path)
    if _COMPARISON.search(joined):
        return replace(context.default_role, measure=Measure.CHANGE, header=path)
    role = context.role_of(values)
    if role is None:
        return replace(context.default_role, header=path) if _THIS_YEAR.search(joined) or unit else None
    restated = any(isinstance(v, QualifierWord) and v.qualifier is Qualifier.RESTATED for v in values)
    phase = role.phase if role.phase or role.fiscal_year != context.fiscal_year else context.phase
    return replace(role, header=path, restated=restated, phase=phase or _default_phase(role, context))


def _default_phase(role: Role, context: Context) -> Phase | None:
    return None if role.fiscal_year != context.fiscal_year else context.phase


def _cell_row(page: Page, cell: Cell) -> Row | None:
    if not cell.lines:
        return None
    first, last = cell.lines[0], cell.lines[-1]
    box = Box(min(x.box.x0 for x in cell.lines), first.box.top, max(x.box.x1 for x in cell.lines), last.box.bottom)
    text = normalize(page.text[first.start : last.end]).without("\n")
    return Row(
        page.number, text, first.start, first.box.x0, first.box.top, None if page.on_grid else box, page.label_reliable
    )


def _read_body_row(page: Page, grid: dict[tuple[int, int], Cell], row: int, table: Table, state: State) -> list[Row]:
    cells = [(c, grid[row, c]) for c in range(table.column_count) if (row, c) in grid and grid[row, c].row == row]
    line: LineDraft | None = None
    rows: list[Row] = []
    for column, cell in cells:
        cell_row = _cell_row(page, cell)
        if cell_row is None or cell.column != column:
            continue
        rows.append(cell_row)
        role = state.table_roles[column]
        sentence = sentence_of(cell_row, 0, len(cell_row.text.text), read_listing("", ""))
        value = _figure(tuple(sentence.values))
        if role is None and value is None or line is None and not isinstance(value, (Number, Money)):
            line = _label_line(cell_row, state) or line
        elif line is not None and role is not None and role.header == "備考":
            _read_remarks(sentence, line, state)
        elif line is not None and role is not None and value is not None:
            _add_figure(sentence, value, role, column, line, state)
    return rows


def _label_line(row: Row, state: State) -> LineDraft | None:
    """A new line from a label cell; ``None`` where the cell holds no name."""
    text = row.text.text
    listing = read_listing(text, row.text.printed)
    label = clean_label(re.sub(r"^(?:うち[、 \u3000]?|[(〔](?:一部)?再掲[)〕])", "", text[listing.end :]))
    squeezed = re.sub(r"[ \u3000]", "", label)
    if _TOTAL.match(squeezed):
        label = squeezed
    if not is_name(label):
        return None
    line = LineDraft(row, listing.end, len(text), label, listing.number, listing.style, row.indent)
    line.is_total = bool(_TOTAL.match(label))
    line.table = f"{state.table}"
    head = read_values(text[listing.end :]).values
    line.relation = next((v.relation for v in head[:2] if isinstance(v, RelationWord)), None)
    line.marker = next(
        (
            v.marker
            for v in head
            if isinstance(v, MarkerWord) and v.start > 0 and text[listing.end + v.start - 1] in "【([〔"
        ),
        None,
    )
    if line.relation in (Relation.OF_WHICH, Relation.RELISTED, Relation.OUTSIDE):
        line.parent = next((x for x in reversed(state.lines) if x.relation in (None, Relation.COMPONENT)), None)
        line.parent_rule = "words" if line.parent else None
    open_line(line, state)
    return line


def _add_figure(sentence: Sentence, value: Value, role: Role, column: int, line: LineDraft, state: State) -> None:
    if role.is_rate or isinstance(value, Rate):
        return
    draft = amount_of(sentence, value, role, state)
    if draft is None:
        return
    draft.column, draft.header_path, draft.role_rule = column, role.header, "header"
    draft.qualifier = Qualifier.RESTATED if role.restated else None
    qualifier = next((v for v in sentence.values if isinstance(v, QualifierWord)), None)
    if qualifier is not None:
        draft.qualifier = qualifier.qualifier
    line.amounts.append(draft)


def _read_remarks(sentence: Sentence, line: LineDraft, state: State) -> None:
    marker = next((v for v in sentence.values if isinstance(v, MarkerWord)), None)
    if marker is not None and line.marker is None:
        line.marker = marker.marker
    state.current, state.pending = line, None
    bind_words(sentence, state)
