"""What a warning is made of: two figures far apart, and whether other printed figures bear them out.

Belongs here: the row, its id, and the clause about what bears it out. Does not belong here: which figures are compared and
how far apart is far (``jumps``, ``slips``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import CheckStatus, FigureWarning, Reconciled, WarningKind, id_of
from pipeline.reconciliation.across.releases import Sighting
from pipeline.reconciliation.arithmetic.figures import figure_of, name_of
from pipeline.reconciliation.arithmetic.wording import scale_of

HOLDS = frozenset({CheckStatus.BALANCED, CheckStatus.WITHIN_ROUNDING})


@dataclass(frozen=True, slots=True)
class BorneOut:
    """The figures that printed sums and changes make: members of checks that hold, and the figures that those check."""

    amounts: frozenset[str]
    stated: frozenset[tuple[str, int | None, int | None]]

    @classmethod
    def by(cls, result: Reconciled) -> BorneOut:
        """Those of one document's checks."""
        holding = {check.reconciliation_id for check in result.checks if check.status in HOLDS}
        amounts = (m.amount_id for m in result.members if m.amount_id and m.reconciliation_id in holding)
        stated = ((c.line_id, c.fiscal_year, c.stated) for c in result.checks if c.status in HOLDS)
        return cls(frozenset(amounts), frozenset(stated))

    def holds(self, seen: Sighting) -> bool:
        """Whether a figure is one of them."""
        amount = seen.amount
        return (
            amount.amount_id in self.amounts or (amount.line_id, amount.fiscal_year, amount.amount_yen) in self.stated
        )


def value_of(seen: Sighting) -> int:
    """The figure in yen; it must state one."""
    assert seen.amount.amount_yen is not None
    return seen.amount.amount_yen


def show_figures(seen: Sighting, other: Sighting) -> str:
    """The two figures with their years, each in its own unit, and where they are printed.

    地域科学振興事業: 310,000 thousand yen for FY2023 (page 74), 3,515 thousand yen for FY2024 (page 74)
    """
    name = name_of(seen.line)
    other_name = name_of(other.line)
    own = f"{_show(seen)} for {_year(seen)} ({_place(seen, other)})"
    beside = f"{_show(other)} for {_year(other)} ({_place(other, seen)})"
    return f"{name}: {own}, {beside if other_name == name else f'{other_name}: {beside}'}"


def _show(seen: Sighting) -> str:
    figure = figure_of(seen.amount)
    return scale_of(figure).name_first(figure.value)


def _year(seen: Sighting) -> str:
    return "a year not stated" if seen.amount.fiscal_year is None else f"FY{seen.amount.fiscal_year}"


def _place(seen: Sighting, other: Sighting) -> str:
    page = f"page {seen.amount.place.page}"
    if seen.record.document_id == other.record.document_id:
        return page
    return f"{seen.record.title or seen.record.file_name}, {page}"


def show_factor(seen: Sighting, other: Sighting) -> str:
    """88.2 times as much."""
    factor = factor_of(seen, other)
    times = f"{factor:,.1f}".removesuffix(".0")
    return f"{times} times as {'much' if value_of(seen) > value_of(other) else 'little'}"


def factor_of(seen: Sighting, other: Sighting) -> float:
    """The larger of two figures by the smaller, to a tenth."""
    one, two = value_of(seen), value_of(other)
    return round(max(one, two) / min(one, two), 1)


def make_warning(
    kind: WarningKind, seen: Sighting, other: Sighting, borne_out: bool | None, words: str
) -> FigureWarning:
    """The row. ``words`` say what the two are and how they lie."""
    text = "\x1f".join((kind, seen.amount.amount_id, other.amount.amount_id))
    return FigureWarning(
        warning_id=id_of(text),
        kind=kind,
        document_id=seen.record.document_id,
        line_id=seen.line.line_id,
        amount_id=seen.amount.amount_id,
        other_amount_id=other.amount.amount_id,
        value=value_of(seen),
        other_value=value_of(other),
        factor=round(factor_of(seen, other)),
        borne_out=borne_out,
        explanation=words,
    )


def once(warnings: Iterable[FigureWarning]) -> tuple[FigureWarning, ...]:
    """The first warning about each two figures."""
    by_pair: dict[frozenset[str], FigureWarning] = {}
    for warning in warnings:
        by_pair.setdefault(frozenset((warning.amount_id, warning.other_amount_id)), warning)
    return tuple(by_pair.values())
