"""What the printed figures of untouched documents must come to, and whether a change can be seen by it.

Belongs here: arithmetic on the figures that a check names as its own, with bounds worked out here and not by the code under
test. Does not belong here: what the checks say after a change.

An equation is taken from every check of the untouched documents that holds, or that finds the items short of the whole
(``partial``). From then on only its figures count: the stated one, found on the check's line by year, phase and value, and the
members with their signs, and the dashes beside them: cells without a figure in a member's column under the same parent. After
a change the residual is worked out from the changed figures; a dash, and a member whose row is gone, add nothing. The change is *visible* by the equation

    where the check held, if the residual left its bounds: half a unit of each figure where figures are rounded, less than a
    unit of each in its own direction where digits are cut off, either of both where the document says nothing, and no
    allowance at all for whole yen;
    where the items fell short, if they now come to more than the whole by more than these bounds;
    never, if the stated figure's row is gone, or every member's is: there is nothing left to compare.

An item that is a part of a line (うち) may not come to more than the line: an equation of the second sort.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from pipeline.model import (
    Amount,
    BudgetLine,
    CheckKind,
    CheckStatus,
    Count,
    DocumentFacts,
    Measure,
    Phase,
    Reconciled,
    Reconciliation,
    Relation,
    RoundingMode,
)

HOLDING = frozenset({CheckStatus.BALANCED, CheckStatus.WITHIN_ROUNDING})
SUMS = frozenset({CheckKind.SUM_OF_CHILDREN, CheckKind.TABLE_TOTAL})
Printed = Amount | Count
Cell = tuple[str | None, str | None, int | None, str | None]  # table, parent line, column, header


@dataclass(frozen=True, slots=True)
class Equation:
    """``stated`` less the signed members is nothing, or with ``one_sided`` nothing less than nothing in size."""

    line_id: str
    stated: str
    members: tuple[tuple[str, int], ...]
    modes: tuple[tuple[RoundingMode, RoundingMode], ...]
    one_sided: bool

    def broken(self, figures: Mapping[str, Printed]) -> bool:
        """Whether the figures as they now are printed lie beyond the bounds."""
        stated = figures.get(self.stated)
        members = [(figures[name], sign) for name, sign in self.members if name in figures]
        members = [(one, sign) for one, sign in members if _value(one) is not None]
        if stated is None or _value(stated) is None or not members:
            return False
        return all(self._beyond(stated, members, *modes) for modes in self.modes)

    def _beyond(
        self, stated: Printed, members: Sequence[tuple[Printed, int]], mode: RoundingMode, members_mode: RoundingMode
    ) -> bool:
        bounds = [_bounds(stated, 1, mode), *(_bounds(one, -sign, members_mode) for one, sign in members)]
        low, low_open = sum(b[0] for b in bounds), any(b[2] for b in bounds)
        high, high_open = sum(b[1] for b in bounds), any(b[3] for b in bounds)
        above, below = (low >= 0 if low_open else low > 0), (high <= 0 if high_open else high < 0)
        if not self.one_sided:
            return above or below
        return above if (_value(stated) or 0) < 0 else below


def _value(one: Printed) -> int | None:
    return one.value if isinstance(one, Count) else one.amount_yen


def _bounds(one: Printed, sign: int, mode: RoundingMode) -> tuple[int, int, bool, bool]:
    """Twice the lowest and the highest value that a printed figure stands for, and whether each is out of reach."""
    value = _value(one) or 0
    unit = 1 if isinstance(one, Count) else one.precision_yen or 1
    down, up, down_open, up_open = _widths(one, value, unit, mode)
    if sign < 0:
        value, down, up, down_open, up_open = -value, up, down, up_open, down_open
    return 2 * value - down, 2 * value + up, down_open, up_open


def _widths(one: Printed, value: int, unit: int, mode: RoundingMode) -> tuple[int, int, bool, bool]:
    """How far below and above the figure, in half yen."""
    text = one.count_text if isinstance(one, Count) else one.amount_text
    if one.approximate:
        return (0, 2 * unit, False, True) if "余" in text else (2 * unit, 2 * unit, False, False)
    if unit == 1 or mode is RoundingMode.EXACT:
        return 0, 0, False, False
    if mode is RoundingMode.ROUND:
        return unit, unit, False, False
    down, up = (2 * unit if value <= 0 else 0), (2 * unit if value >= 0 else 0)
    return down, up, down > 0, up > 0


def figures_of(documents: Iterable[DocumentFacts]) -> dict[str, Printed]:
    """Every amount and count by its id."""
    result: dict[str, Printed] = {}
    for facts in documents:
        result.update((amount.amount_id, amount) for amount in facts.amounts)
        result.update((count.count_id, count) for count in facts.counts)
    return result


def equations_of(documents: Sequence[DocumentFacts], untouched: Reconciled) -> list[Equation]:
    """The equations that the untouched documents stand in."""
    figures = figures_of(documents)
    modes = {facts.record.document_id: facts.record.rounding_mode for facts in documents}
    of_line: dict[str | None, list[Printed]] = defaultdict(list)
    for figure in figures.values():
        of_line[figure.line_id].append(figure)
    members: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for member in untouched.members:
        members[member.reconciliation_id].append((member.amount_id or member.count_id or "", member.sign))
    dashes = _Dashes.of(documents)
    found = []
    for check in untouched.checks:
        own = members[check.reconciliation_id]
        stated = _stated(check, of_line[check.line_id], [figures[name] for name, _ in own])
        if stated is not None and own and check.status in HOLDING | {CheckStatus.PARTIAL}:
            pairs = _mode_pairs(check, figures[own[0][0]].document_id, modes)
            beside = dashes.beside([figures[name] for name, _ in own]) if check.kind in SUMS else ()
            one_sided = check.status is CheckStatus.PARTIAL
            found.append(Equation(check.line_id, stated, (*own, *((name, 1) for name in beside)), pairs, one_sided))
    return [*found, *(one for facts in documents for one in _parts(facts))]


@dataclass(frozen=True, slots=True)
class _Dashes:
    """The cells without a figure of all tables, by table, parent, column and header."""

    lines: Mapping[str, BudgetLine]
    cells: Mapping[Cell, list[str]]

    @classmethod
    def of(cls, documents: Sequence[DocumentFacts]) -> _Dashes:
        dashes = cls({line.line_id: line for facts in documents for line in facts.lines}, defaultdict(list))
        for facts in documents:
            for amount in facts.amounts:
                if (
                    amount.amount_yen is None
                    and amount.column is not None
                    and not dashes.lines[amount.line_id].is_total
                ):
                    dashes.cells[dashes.cell(amount)].append(amount.amount_id)
        return dashes

    def cell(self, amount: Amount) -> Cell:
        line = self.lines[amount.line_id]
        return line.table_id, line.parent_line_id, amount.column, amount.header_path

    def beside(self, members: Sequence[Printed]) -> list[str]:
        """The dashes in the members' rows' column."""
        columns = dict.fromkeys(self.cell(one) for one in members if isinstance(one, Amount) and one.column is not None)
        return [name for cell in columns for name in self.cells.get(cell, ())]


def _stated(check: Reconciliation, candidates: Sequence[Printed], members: Sequence[Printed]) -> str | None:
    """The figure on the check's line that it is about; of several equal ones that of its members' column."""
    ids = {_id(one) for one in members}
    fitting = [one for one in candidates if _value(one) == check.stated and _id(one) not in ids]
    if check.kind is CheckKind.COUNT_SUM:
        fitting = [one for one in fitting if isinstance(one, Count)]
        return _id(fitting[0]) if fitting else None
    amounts = [one for one in fitting if isinstance(one, Amount)]
    amounts = [a for a in amounts if (a.fiscal_year, a.phase) == (check.fiscal_year, check.phase)]
    changes = [a for a in amounts if a.measure is Measure.CHANGE or a.phase is Phase.ADJUSTED]
    amounts = changes if check.kind is CheckKind.YEAR_ON_YEAR else [a for a in amounts if a.measure is Measure.BUDGET]
    if not amounts:
        return None
    columns = {(one.nature, one.supplement_no, one.header_path) for one in members if isinstance(one, Amount)}
    natures = {nature for nature, _, _ in columns}
    return max(
        amounts, key=lambda a: (a.nature in natures, (a.nature, a.supplement_no, a.header_path) in columns)
    ).amount_id


def _id(one: Printed) -> str:
    return one.count_id if isinstance(one, Count) else one.amount_id


def _mode_pairs(
    check: Reconciliation, other: str, modes: Mapping[str, RoundingMode]
) -> tuple[tuple[RoundingMode, RoundingMode], ...]:
    """The ways in which the stated figure and the members may have been cut; within one document all in the same way."""
    if other == check.document_id:
        return tuple((mode, mode) for mode in _possible(modes[other]))
    return tuple(product(_possible(modes[check.document_id]), _possible(modes[other])))


def _possible(mode: RoundingMode) -> tuple[RoundingMode, ...]:
    return (RoundingMode.ROUND, RoundingMode.TRUNCATE) if mode is RoundingMode.UNKNOWN else (mode,)


def _parts(facts: DocumentFacts) -> Iterator[Equation]:
    """Every うち item against what it is part of, where each prints one figure of a year and phase and the part is less."""
    amounts: dict[tuple[str, int | None, Phase | None], list[Amount]] = defaultdict(list)
    for amount in facts.amounts:
        if amount.measure is Measure.BUDGET and amount.qualifier is None and amount.amount_yen_max is None:
            amounts[(amount.line_id, amount.fiscal_year, amount.phase)].append(amount)
    figures = figures_of([facts])
    pairs = tuple((mode, mode) for mode in _possible(facts.record.rounding_mode))
    parents = {line.line_id: line.parent_line_id for line in facts.lines if line.relation is Relation.OF_WHICH}
    for (line_id, year, phase), own in amounts.items():
        whole = amounts.get((parents.get(line_id) or "", year, phase), [])
        if len(own) == len(whole) == 1 and own[0].nature is whole[0].nature and (whole[0].amount_yen or 0) > 0:
            equation = Equation(whole[0].line_id, whole[0].amount_id, ((own[0].amount_id, 1),), pairs, one_sided=True)
            if not equation.broken(figures):
                yield equation
