"""Warnings: a part that is larger than its whole.

Belongs here: うち lines beside their parent, and うち columns beside the row's own figure. Does not belong here: sums of items
(``children``), in which うち lines are never added.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import FigureWarning, Nature, Relation, WarningKind
from pipeline.reconciliation.across.releases import Sighting
from pipeline.reconciliation.arithmetic.columns import StatedColumn
from pipeline.reconciliation.arithmetic.figures import Standing, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.wording import sentence
from pipeline.reconciliation.warnings.alarms import BorneOut, make_warning, show_figures, value_of


def find_excess_parts(index: DocumentIndex, borne_out: BorneOut) -> Iterator[FigureWarning]:
    """Parts that are larger than their wholes by more than both were rounded by."""
    for line in index.lines.values():
        for column in index.columns_of(line):
            part = Sighting(index, line, column.amount)
            whole = _whole_of(part, column)
            if whole is not None and _exceeds(part, whole):
                known = borne_out.holds(part) and borne_out.holds(whole)
                words = sentence(show_figures(part, whole), "a part cannot be more than the whole it is printed under")
                yield make_warning(WarningKind.PART_EXCEEDS_WHOLE, part, whole, known, words)


def _whole_of(part: Sighting, column: StatedColumn) -> Sighting | None:
    """うち拠点形成 900 below 地域振興 800, or a column うち復興 90 beside 予算額 80: what the figure is a part of."""
    index, line = part.index, part.line
    if part.amount.nature is Nature.EARMARK:
        own = [c.amount for c in index.columns_of(line) if c.amount.nature is Nature.EXPENDITURE]
        amounts = [a for a in own if (a.fiscal_year, a.phase) == (part.amount.fiscal_year, part.amount.phase)]
        return Sighting(index, line, amounts[0]) if len(amounts) == 1 else None
    parent = index.lines.get(line.parent_line_id or "") if line.relation is Relation.OF_WHICH else None
    picked = index.pick(parent, column, line.table_id) if parent is not None else None
    if parent is None or picked is None or picked.amount is None or picked.standing is not Standing.STATED:
        return None
    return Sighting(index, parent, picked.amount)


def _exceeds(part: Sighting, whole: Sighting) -> bool:
    stated = standing_of(part.amount) is Standing.STATED and standing_of(whole.amount) is Standing.STATED
    if not stated or value_of(whole) <= 0:
        return False
    slack = (part.amount.precision_yen or 1) + (whole.amount.precision_yen or 1)
    return value_of(part) - value_of(whole) > slack
