"""How a release's amounts break down, for its icicle.

Belongs here: which lines are in the picture and how much of each is not itemised. Does not belong here: drawing.

Every line with an amount of its own in the release's year and phase has a place as long as that amount; below it lie its
components. What a うち line, a total or a line that is printed again has is in other lines already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.reporting.report.amounts import PORTION_OF
from pipeline.reporting.report.figures import write_million
from pipeline.reporting.report.rows import AmountRow, DocumentRow, LineRow

FEWEST = 2  # lines of a picture that tells something
LEFT_OUT = frozenset({"of_which", "relisted", "outside"})
Column = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A line with its amount in yen and what it is made of; ``rest`` is what its parts leave over, 0 if they are more."""

    line_id: str
    label: str
    yen: int
    text: str
    rest: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The top lines of a release in one year and phase, and how many lines have no amount of their own there."""

    fiscal_year: int
    phase: str
    parts: tuple[Part, ...]
    left_out: int


@dataclass(slots=True)
class _Tree:
    amount_of: dict[str, int]
    below: dict[str | None, list[LineRow]] = field(default_factory=dict)


def break_down(document: DocumentRow, lines: Sequence[LineRow], amounts: Iterable[AmountRow]) -> Breakdown | None:
    """The breakdown of a release; ``None`` where fewer than two of its lines have an amount in one year and phase."""
    usable = [amount for amount in amounts if _is_own(amount)]
    column = _choose_column(document, usable)
    if column is None:
        return None
    amount_of: dict[str, int] = {}
    for amount in usable:
        if (amount.fiscal_year, amount.phase) == column and amount.amount_yen is not None:
            amount_of.setdefault(amount.line_id, amount.amount_yen)
    tree = _Tree(amount_of)
    drawn = [line for line in lines if not (line.is_total or line.same_as_line_id or line.relation in LEFT_OUT)]
    known = {line.line_id for line in drawn}
    for line in drawn:
        tree.below.setdefault(line.parent_line_id if line.parent_line_id in known else None, []).append(line)
    parts = _parts_below(tree, None)
    shown = sum(line.line_id in amount_of for line in drawn)
    return Breakdown(*column, parts, len(drawn) - shown) if shown >= FEWEST else None


def _is_own(amount: AmountRow) -> bool:
    """Whether an amount is its line's own budget, and has a length."""
    return (
        (amount.measure, amount.nature) == ("budget", "expenditure")
        and amount.qualifier != PORTION_OF
        and amount.supplement_no is None
        and amount.amount_yen_max is None
        and (amount.amount_yen or 0) > 0
    )


def _choose_column(document: DocumentRow, amounts: Iterable[AmountRow]) -> Column | None:
    """The release's own year and phase, if it states amounts of them; else the year and phase of most amounts."""
    sizes = Counter((one.fiscal_year, one.phase) for one in amounts if one.fiscal_year and one.phase)
    own = document.fiscal_year or 0, document.phase or ""
    if sizes[own] >= FEWEST:
        return own
    return min(sizes, key=lambda column: (-sizes[column], column), default=None)


def _parts_below(tree: _Tree, line_id: str | None) -> tuple[Part, ...]:
    """The lines right below one; of one without an amount, those below it."""
    parts: list[Part] = []
    for line in tree.below.get(line_id, []):
        below = _parts_below(tree, line.line_id)
        yen = tree.amount_of.get(line.line_id)
        if yen is None:
            parts += below
            continue
        rest = max(0, yen - sum(part.yen for part in below)) if below else 0
        parts.append(Part(line.line_id, line.label, yen, write_million(yen), rest, below))
    return tuple(parts)


def plot(breakdown: Breakdown) -> list[dict[str, object]]:
    """The same as plain lists for a chart."""
    return [_plot(part) for part in breakdown.parts]


def _plot(part: Part) -> dict[str, object]:
    named = {"id": part.line_id, "label": part.label, "yen": part.yen, "text": part.text}
    if not part.parts:
        return named
    return named | {
        "rest": part.rest,
        "restText": write_million(part.rest),
        "parts": [_plot(one) for one in part.parts],
    }
