"""Which figures are added up for a stated one.

Belongs here: walking from a line to the items whose figures stand in one column, past headings without a figure of
their own, and past lines that only repeat another. Does not belong here: whether the sum agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model import Amount, BudgetLine
from pipeline.reconciliation.arithmetic.columns import StatedColumn
from pipeline.reconciliation.arithmetic.figures import Figure, Standing, figure_of, name_of, standing_of, why_unclear
from pipeline.reconciliation.arithmetic.index import DocumentIndex


@dataclass(frozen=True, slots=True)
class Member:
    """A figure that is added (``sign`` 1) or taken away (−1)."""

    figure: Figure
    sign: int = 1


@dataclass(slots=True)
class Members:
    """What was found for one sum. ``printed`` are the lines that say anything there, a figure or a dash."""

    added: list[Member] = field(default_factory=list)
    nil: list[str] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)

    @property
    def comparable(self) -> bool:
        """True where there is anything to compare: a list of dashes is not a sum."""
        return bool(self.added or self.unclear)

    @property
    def without_figure(self) -> list[str]:
        """The lines that print a dash or a blank."""
        return [*self.nil, *self.blank]

    def take(self, name: str, standing: Standing, amount: Amount | None, sign: int = 1, blank: bool = False) -> None:
        """File one amount under its standing."""
        if standing is Standing.STATED and amount is not None:
            self.added.append(Member(figure_of(amount), sign))
        elif standing is Standing.NIL:
            (self.blank if blank else self.nil).append(name)
        elif standing is Standing.UNCLEAR:
            self.unclear.append(f"{name} {_reason(amount)}")
        else:
            self.missing.append(name)


def _reason(amount: Amount | None) -> str:
    if amount is None:
        return "could not be read"
    if standing_of(amount) is Standing.STATED:
        return "is stated in different amounts"
    return why_unclear(amount)


def collect(
    index: DocumentIndex,
    rows: Iterable[BudgetLine],
    column: StatedColumn,
    table_id: str | None,
    owner: str | None = None,
    inside: bool = False,
) -> Members:
    """The rows' figures in a column; in place of a row without a figure there, its own items.

    A line that is printed twice counts once, and never within itself (``owner`` is the line whose figure is checked).
    ``inside``: only items of the table ``table_id`` stand in for their row, none that another list has beside it.
    """
    result = Members()
    counted = {owner} if owner is not None else set()
    waiting = list(rows)[::-1]
    visited: set[str] = set()
    while waiting:
        line = waiting.pop()
        original = index.original_of(line)
        if line.line_id in visited or original in counted:
            continue
        visited.add(line.line_id)
        pick = index.pick(line, column, table_id)
        parts = index.parts_of(line) if pick.standing is Standing.ABSENT or pick.blank else []
        parts = [part for part in parts if not inside or part.table_id == table_id]
        if parts:
            waiting.extend(reversed(parts))
            continue
        result.take(name_of(line), pick.standing, pick.amount, blank=pick.blank)
        if pick.standing is not Standing.ABSENT:
            counted.add(original)
            result.printed.add(original)
    return result
