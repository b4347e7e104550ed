"""The figures of an entry to amounts, each under the head of its column.

Belongs here: cells to values, and issues for those that are none. Does not belong here: what a column is (``heads``, ``settling``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from pipeline.extraction.cells import CellLine, figure_row_of, row_of
from pipeline.extraction.context import Role
from pipeline.extraction.drafts import AmountDraft, IssueDraft, LineDraft, Row
from pipeline.extraction.heads import Column, figure_of, is_figure_line
from pipeline.extraction.state import State
from pipeline.extraction.tables.zones import Entry
from pipeline.extraction.text.money import amount_of
from pipeline.extraction.text.sentences import NO_LISTING, sentence_of
from pipeline.language import read_values
from pipeline.language.values import Number, QualifierWord, Rate, UnitWord, Value
from pipeline.model import Measure, Qualifier

# 147.097 under 千円 is a comma that a scan shows as a point: yen and thousands are not printed with three decimals.
THOUSANDS_AS_DECIMALS, LARGEST_WHOLE_UNIT = 3, 1000
# A row of averages or prices: 平均給料月額, 職員一人当たり.
_PRICE = re.compile(r"平均|月額|日額|単価|一人当たり|1人当たり|初任給")


def hang_figures(entry: Entry, line: LineDraft | None, state: State) -> None:
    """Add the figures of an entry to its line; without a line they are issues."""
    if line is None:
        report_figures(entry, "no_label", "figures without a name", state)
        return
    label = row_of(entry.name).text.printed if entry.name else line.label
    printed = " ".join([label, *(row_of(part).text.printed for _, part in entry.figures)])
    evidence = " ".join(printed.split())
    for column, part in entry.figures:
        _add_figure(_of_row(column, entry, state), part, line, evidence, state)
    for factor in entry.factors:
        _issue(row_of([factor]), "not_a_fact", "a factor of the figure beside it", state)


def report_figures(entry: Entry, kind: str, reason: str, state: State) -> None:
    """The figures of an entry as issues."""
    for _, part in entry.figures:
        _issue(row_of(part), kind, reason, state)


@contextmanager
def unit_of(column: Column | None, state: State) -> Iterator[None]:
    """The unit of a column in place of the one declared; none for remarks, whose bare numbers are no amounts."""
    before = state.context.unit
    state.context.unit = (column.unit or before) if column is not None else None
    try:
        yield
    finally:
        state.context.unit = before


def _add_figure(column: Column, part: Sequence[CellLine], line: LineDraft, evidence: str, state: State) -> None:
    row, value = _figure_in(part)
    sentence = sentence_of(row, 0, len(row.text.text), NO_LISTING)
    role = column.role
    if role is None:
        _issue(row, "role_unknown", "a column without a head, and the rows do not say what it is", state)
        return
    if role.is_rate or isinstance(value, Rate):
        return
    if value is None or _is_misread(value, column, state):
        _issue(row, "malformed_figure", "a figure that cannot be read as it stands", state)
        draft: AmountDraft | None = _unread(row, role, column.unit or state.context.unit)
    else:
        with unit_of(column, state):
            draft = amount_of(sentence, value, role, state)
    if draft is None:
        return
    draft.column, draft.header_path, draft.role_rule = column.index, column.header or None, column.rule
    draft.evidence = evidence
    if draft.measure is Measure.BUDGET and _PRICE.search(line.label):
        draft.measure = Measure.UNIT_COST
    qualifier = next((v.qualifier for v in sentence.values if isinstance(v, QualifierWord)), None)
    draft.qualifier = qualifier or (Qualifier.RESTATED if role.restated else None)
    line.amounts.append(draft)


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


def _figure_in(part: Sequence[CellLine]) -> tuple[Row, Value | None]:
    """The one figure of a cell: of all its lines (1兆1,851 / +事項要求), else of the line that prints it alone."""
    row = figure_row_of(part)
    value = figure_of(read_values(row.text.text).values)
    if value is None:
        row = next((figure_row_of([line]) for line in part if is_figure_line(line)), row)
        value = figure_of(read_values(row.text.text).values)
    return row, value


def _is_misread(value: Value, column: Column, state: State) -> bool:
    """147.097 in thousands: a comma that a scan shows as a point."""
    unit = column.unit or state.context.unit
    whole = unit is not None and unit.factor <= LARGEST_WHOLE_UNIT
    return whole and isinstance(value, Number) and value.decimals == THOUSANDS_AS_DECIMALS


def _unread(row: Row, role: Role, unit: UnitWord | None) -> AmountDraft:
    """A figure that is printed but cannot be read: its place and role, without a value."""
    unit_text = unit.text if unit is not None else None
    return AmountDraft(
        row, 0, len(row.text.text), None, None, unit_text, role.fiscal_year, role.phase, role.supplement_no, role.measure, role.nature,
    )  # fmt: skip


def _issue(row: Row, kind: str, reason: str, state: State) -> None:
    state.issues.append(IssueDraft(row, 0, len(row.text.text), kind, reason))
