"""Stated against computed: do the intervals meet, what status follows, and which row comes of it.

Belongs here: comparing one figure with a sum, ids, and assembling rows. Does not belong here: finding the figures, and
the rules that only one kind of check has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.model import (
    CheckKind,
    CheckStatus,
    Phase,
    Reconciled,
    Reconciliation,
    ReconciliationMember,
    RoundingMode,
    id_of,
)
from pipeline.reconciliation.arithmetic.columns import StatedColumn
from pipeline.reconciliation.arithmetic.figures import Figure
from pipeline.reconciliation.arithmetic.intervals import (
    Approximation,
    Interval,
    add_up,
    possible_modes,
    printed_interval,
)
from pipeline.reconciliation.arithmetic.members import Member

YEN = "yen"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A stated figure beside a computed one, under the mode that lets them meet, or else the first that is possible."""

    stated: Figure
    computed: int
    stated_interval: Interval
    computed_interval: Interval
    meets: bool
    approximate: bool

    @property
    def residual(self) -> int:
        return self.stated.value - self.computed

    @property
    def status(self) -> CheckStatus:
        """The status where the kind of check has no more to say than that it holds or fails."""
        if not self.meets:
            return CheckStatus.MISMATCH
        return CheckStatus.WITHIN_ROUNDING if self.residual or self.approximate else CheckStatus.BALANCED


def interval_of(figure: Figure, mode: RoundingMode) -> Interval:
    return printed_interval(figure.value, figure.unit, mode, figure.approximation)


def compare(
    stated: Figure, members: Sequence[Member], mode: RoundingMode, members_mode: RoundingMode | None = None
) -> Comparison:
    """Compare a figure with its members. Members of another document may have been cut in another mode.

    Under an unknown mode all figures of one document are taken as cut in one and the same of the possible modes.
    """
    modes = [(one, one) for one in possible_modes(mode)]
    if members_mode is not None:
        modes = [(one, other) for one in possible_modes(mode) for other in possible_modes(members_mode)]
    tried = [(interval_of(stated, one), _sum_interval(members, other)) for one, other in modes]
    meeting = next(((left, right) for left, right in tried if left.meets(right)), None)
    left, right = meeting or tried[0]
    return Comparison(
        stated=stated,
        computed=sum(member.sign * member.figure.value for member in members),
        stated_interval=left,
        computed_interval=right,
        meets=meeting is not None,
        approximate=any(f.approximation is not Approximation.NONE for f in (stated, *(m.figure for m in members))),
    )


def _sum_interval(members: Sequence[Member], mode: RoundingMode) -> Interval:
    printed = ((member.sign, interval_of(member.figure, mode)) for member in members)
    return add_up(interval if sign > 0 else interval.negated() for sign, interval in printed)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check is about: the line, the kind of check and the column, which together make its id."""

    document_id: str
    kind: CheckKind
    line_id: str
    fiscal_year: int | None
    phase: Phase | None
    rounding_mode: RoundingMode
    column: tuple[object, ...] = ()
    unit: str = YEN

    @property
    def reconciliation_id(self) -> str:
        """A digest of line, kind, year, phase and column; never of the order in which anything was found."""
        parts = (self.line_id, self.kind.value, self.fiscal_year, self.phase and self.phase.value, *self.column)
        text = "\x1f".join("" if part is None else str(part) for part in parts)
        return id_of(text)


def column_identity(column: StatedColumn) -> tuple[object, ...]:
    """What tells columns of one year and phase apart; the header only where there are several."""
    amount = column.amount
    header = (amount.header_path, amount.column) if column.by_header else ()
    return (amount.supplement_no, amount.nature.value, *header)


@dataclass(frozen=True, slots=True)
class Check:
    """One row with its members, on the way out."""

    row: Reconciliation
    members: tuple[ReconciliationMember, ...] = field(default=())


def make_check(
    subject: Subject,
    comparison: Comparison,
    members: Sequence[Member],
    status: CheckStatus,
    explanation: str,
    open_sum: bool = False,
) -> Check:
    """The row of a check. ``open_sum``: a member's size is not known, so what could be added has no bounds."""
    added = bool(members) or not open_sum
    row = Reconciliation(
        reconciliation_id=subject.reconciliation_id,
        document_id=subject.document_id,
        kind=subject.kind,
        line_id=subject.line_id,
        fiscal_year=subject.fiscal_year,
        phase=subject.phase,
        unit=subject.unit,
        stated=comparison.stated.value,
        computed=comparison.computed if added else None,
        residual=comparison.residual if added else None,
        stated_low=comparison.stated_interval.low_yen,
        stated_high=comparison.stated_interval.high_yen,
        computed_low=comparison.computed_interval.low_yen if not open_sum else None,
        computed_high=comparison.computed_interval.high_yen if not open_sum else None,
        rounding_mode=subject.rounding_mode,
        status=status,
        explanation=explanation,
    )
    return Check(row, tuple(_member_row(row.reconciliation_id, member) for member in members))


def _member_row(reconciliation_id: str, member: Member) -> ReconciliationMember:
    figure = member.figure
    return ReconciliationMember(reconciliation_id, figure.amount_id, figure.count_id, member.sign, figure.reference_id)


def gather(checks: Iterable[Check]) -> Reconciled:
    """All checks as rows, the first of those with one id."""
    by_id: dict[str, Check] = {}
    for check in checks:
        by_id.setdefault(check.row.reconciliation_id, check)
    rows = tuple(check.row for check in by_id.values())
    return Reconciled(rows, tuple(member for check in by_id.values() for member in check.members))
