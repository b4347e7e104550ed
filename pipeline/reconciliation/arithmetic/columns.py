"""Which amounts stand in the same column: same year, phase, supplement and nature, and where need be the same header.

Belongs here: what makes a column and how one line's amount is found in another line's column. Does not belong here:
what is added up.

A parent and its items need not bear the same header: a budget book prints 目 under 本年度予算額 and its 節 under
節 / 金額. So the header decides only where year, phase and nature leave several columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model import Amount, Nature, Phase, RoundingMode
from pipeline.reconciliation.arithmetic.figures import Standing, figure_of, standing_of
from pipeline.reconciliation.arithmetic.intervals import possible_modes, printed_interval

# A line has one expenditure figure a year and phase, but several of these: 国県支出金, 地方債, その他 …
NATURES_TOLD_BY_HEADER = frozenset({Nature.FINANCING, Nature.EARMARK, Nature.OTHER})


class Family(NamedTuple):
    """Amounts that can be compared at all."""

    fiscal_year: int | None
    phase: Phase | None
    supplement_no: int | None
    nature: Nature


@dataclass(frozen=True, slots=True)
class StatedColumn:
    """One column in which a line states something. ``by_header``: only amounts under the same header belong to it."""

    amount: Amount
    by_header: bool
    contradicted: bool = False  # the line states different figures for one column

    @property
    def family(self) -> Family:
        return family_of(self.amount)


def family_of(amount: Amount) -> Family:
    return Family(amount.fiscal_year, amount.phase, amount.supplement_no, amount.nature)


def group_by_family(amounts: Iterable[Amount]) -> dict[Family, list[Amount]]:
    result: dict[Family, list[Amount]] = {}
    for amount in amounts:
        result.setdefault(family_of(amount), []).append(amount)
    return result


def stated_columns(amounts: Sequence[Amount]) -> list[StatedColumn]:
    """The columns of one line's amounts of one family; financing and うち figures without a header compare with none."""
    printed = [amount for amount in amounts if amount.amount_yen is not None]
    printed = [amount for amount in printed if standing_of(amount) is Standing.STATED] or printed
    if printed and printed[0].nature in NATURES_TOLD_BY_HEADER:
        printed = [amount for amount in printed if amount.header_path is not None]
        return [_one_column(same, by_header=True) for same in _by_header(printed)]
    if not printed:
        return []
    if agree(printed):
        return [_one_column(printed, by_header=False)]
    return [_one_column(same, by_header=True) for same in _by_header(printed)]


def _by_header(amounts: Sequence[Amount]) -> list[list[Amount]]:
    groups: dict[tuple[str | None, int | None], list[Amount]] = {}
    for amount in amounts:
        groups.setdefault((amount.header_path, amount.column), []).append(amount)
    return list(groups.values())


def _one_column(amounts: Sequence[Amount], by_header: bool) -> StatedColumn:
    return StatedColumn(finest(amounts), by_header, contradicted=not agree(amounts))


def agree(amounts: Sequence[Amount]) -> bool:
    """True where the amounts can be one figure, printed once or several times, finer or coarser."""
    if len(amounts) < 2:
        return True
    first, *others = (a for a in sorted(amounts, key=_fineness) if a.amount_yen is not None)
    return all(_may_be_same(first, other) for other in others)


def _may_be_same(left: Amount, right: Amount) -> bool:
    if standing_of(left) is not standing_of(right):
        return False
    if left.amount_yen == right.amount_yen:
        return True
    one, other = figure_of(left), figure_of(right)
    if one.unit == other.unit:
        return False
    return any(
        printed_interval(one.value, one.unit, mode, one.approximation).meets(
            printed_interval(other.value, other.unit, mode, other.approximation)
        )
        for mode in possible_modes(RoundingMode.UNKNOWN)
    )


def finest(amounts: Sequence[Amount]) -> Amount:
    """The amount with the smallest unit of its last digit, the first of several."""
    return min(amounts, key=_fineness)


def _fineness(amount: Amount) -> int:
    return amount.precision_yen or 1


def in_column(amounts: Sequence[Amount], column: StatedColumn, same_table: bool) -> list[Amount]:
    """Those of a line's amounts (of the column's family) that stand in the column."""
    wanted = column.amount
    under_header = [amount for amount in amounts if amount.header_path == wanted.header_path]
    if column.by_header or under_header:
        amounts = under_header
    if same_table and len(amounts) > 1:
        amounts = [amount for amount in amounts if amount.column == wanted.column] or amounts
    return list(amounts)


def settle(amounts: Sequence[Amount]) -> tuple[Standing, Amount | None]:
    """One standing for a line's amounts in one column: a stated figure goes before a dash or words."""
    if not amounts:
        return Standing.ABSENT, None
    stated = [amount for amount in amounts if standing_of(amount) is Standing.STATED]
    if stated:
        return (Standing.STATED if agree(stated) else Standing.UNCLEAR), finest(stated)
    unclear = [amount for amount in amounts if standing_of(amount) is Standing.UNCLEAR]
    return (Standing.UNCLEAR, unclear[0]) if unclear else (Standing.NIL, amounts[0])
