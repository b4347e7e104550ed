"""Rows of a table without rules: the line that heads it named the columns.

Belongs here: 事項 前年度予算額 予算額(案) 比較増△減 and the rows below it. Does not belong here: tables with drawn rules or
with columns that reading found (``tables``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.context import HeadedColumn, Role
from pipeline.extraction.drafts import IssueDraft, LineDraft
from pipeline.extraction.labels import clean_label, is_name
from pipeline.extraction.state import State, open_line
from pipeline.extraction.text.figures import PORTION_BEHIND, stands_as_value
from pipeline.extraction.text.headings import REMARKS, has_figures
from pipeline.extraction.text.lines import apply_markers, new_line
from pipeline.extraction.text.money import amount_of
from pipeline.extraction.text.naming import words_between
from pipeline.extraction.text.sentences import NO_LISTING, Sentence
from pipeline.language.values import MarkerWord, Money, Nil, Number, QualifierWord, Rate, Value
from pipeline.model import Qualifier

UNPLACED = "a row has fewer figures than its table has columns, and this one stands below none of their heads"
_WORDS = re.compile(r"[一-鿿ぁ-んァ-ヶ]")


def bind_columns(sentence: Sentence, state: State) -> Sentence | None:
    """Bind the cells of a row to the columns in force; returns what is left to be read as words, if anything is."""
    cells = _cells(sentence)
    columns = [column for column in state.context.columns if column.role.header != REMARKS]
    if not cells or len(cells) > len(state.context.columns) or _is_item(sentence, cells, columns):
        return sentence
    line = _line_of_row(sentence, cells[0].start, state)
    if line is None:
        return sentence
    open_line(line, state)
    for cell, position in zip(cells, _positions(sentence, cells, columns), strict=False):
        if position is None:
            state.issues.append(IssueDraft(sentence.row, cell.start, cell.end, "role_unknown", UNPLACED))
        else:
            _add_cell(sentence, cell, columns[position].role, position, line, state)
    apply_markers(sentence, line)
    return _remainder(sentence, cells[min(len(cells), len(columns)) - 1].end, state)


def _is_item(sentence: Sentence, cells: Sequence[Value], columns: Sequence[HeadedColumn]) -> bool:
    """・川の調査 5億円 after a table of two columns: an item of a list, whose figure has a unit of its own."""
    bullet = (sentence.listing.style or "").startswith("bullet")
    return bullet and len(cells) < len(columns) and all(isinstance(cell, Money) for cell in cells)


def _positions(sentence: Sentence, cells: Sequence[Value], columns: Sequence[HeadedColumn]) -> list[int | None]:
    """The column of each cell: in order, and where a text file leaves some blank, the one whose head it stands below."""
    place = sentence.place
    if place is None or len(cells) >= len(columns):
        return list(range(min(len(cells), len(columns))))
    found = [_below(place(c.start - sentence.start), place(c.end - sentence.start), columns) for c in cells]
    known = [position for position in found if position is not None]
    clear = len(known) == len(found) and known == sorted(set(known))
    return found if clear else [None] * len(found)


def _below(left: int, right: int, columns: Sequence[HeadedColumn]) -> int | None:
    """The one column whose head a cell stands below; ``None`` for none and for several."""
    below = [
        index
        for index, column in enumerate(columns)
        if column.left is not None and column.right is not None and left < column.right and column.left < right
    ]
    return below[0] if len(below) == 1 else None


def restate_column(sentence: Sentence, state: State) -> bool:
    """(組替後) in a row of its own below a head: last year's budget in that column is the one after reorganisation."""
    columns, place = state.context.columns, sentence.place
    word = next((v for v in sentence.values if isinstance(v, QualifierWord)), None)
    if place is None or word is None or word.qualifier is not Qualifier.RESTATED:
        return False
    start, end = word.start - sentence.start, word.end - sentence.start
    if sentence.body.strip("() \u3000") != sentence.body[start:end]:
        return False
    below = _below(place(start), place(end), columns)
    if below is None:
        return False
    column = replace(columns[below], role=replace(columns[below].role, restated=True))
    state.context.columns = (*columns[:below], column, *columns[below + 1 :])
    return True


def _line_of_row(sentence: Sentence, end: int, state: State) -> LineDraft | None:
    label = clean_label(words_between(sentence, sentence.start, end))
    return new_line(sentence, label, sentence.start, end, state) if is_name(label) else state.item or state.pending


def _add_cell(sentence: Sentence, cell: Value, role: Role, position: int, line: LineDraft, state: State) -> None:
    if role.is_rate or isinstance(cell, (Rate, MarkerWord)):
        return
    draft = amount_of(sentence, cell, role, state)
    if draft is None:
        return
    draft.column, draft.header_path, draft.role_rule = position, role.header, "header"
    if role.restated:
        draft.qualifier = Qualifier.RESTATED
    if PORTION_BEHIND.match(sentence.text, cell.end):
        draft.qualifier = Qualifier.PORTION_OF
    line.amounts.append(draft)


def _remainder(sentence: Sentence, start: int, state: State) -> Sentence | None:
    values = [v for v in sentence.values if v.start >= start]
    if not has_figures(tuple(values), state.context.unit):
        return None
    return Sentence(sentence.row, start, sentence.end, NO_LISTING, values)


def _cells(sentence: Sentence) -> list[Value]:
    """The figures of a row that stand as cells, up to the first word after them."""
    cells: list[Value] = []
    for value in sentence.values:
        if isinstance(value, (Number, Money, Nil, Rate)) and stands_as_value(sentence.text, value):
            between = sentence.text[cells[-1].end : value.start] if cells else ""
            if _WORDS.search(PORTION_BEHIND.sub("", between, count=1)):
                break
            cells.append(value)
    return cells
