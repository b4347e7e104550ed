"""The same line printed again in one document, in a summary and in a detail table: linked, never merged.

Belongs here: when two lines are one. Does not belong here: programs across documents (``programs``), 再掲 (a relation).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extraction.drafts import AmountDraft, LineDraft
from pipeline.extraction.labels import is_generic
from pipeline.extraction.programs import program_of
from pipeline.model import Phase

# A name that is printed more often than this with other figures (教材費 of every school) names no one thing.
MOST_PRINTINGS = 20


@dataclass(frozen=True, slots=True)
class _Printed:
    line: LineDraft
    budgets: dict[tuple[int | None, Phase | None], AmountDraft]


def link_repeats(lines: Sequence[LineDraft], issuer: str | None) -> None:
    """Point a later line at the first one of the same program that states the same figures for a shared year and phase."""
    known: dict[str, list[_Printed]] = defaultdict(list)
    for line in lines:
        printed = _Printed(line, line.budgets())
        if line.is_total or not printed.budgets or is_generic(line.label):
            continue
        earlier = known[program_of(line.label, line.issuer or issuer).program_id]
        line.same_as = next((other.line for other in earlier if _is_repeat(printed, other)), None)
        if line.same_as is None and len(earlier) < MOST_PRINTINGS:
            earlier.append(printed)


def _is_repeat(one: _Printed, two: _Printed) -> bool:
    """Whether all figures of the years and phases that both state are equal, and one of them is more than nothing.

    Two entries of one list with one name are two things (教材費 of two schools), whatever they state.
    """
    line, other = one.line, two.line
    if line.parent is other or other.parent is line:
        return False
    if line.parent is other.parent and line.table == other.table and not (line.prose or other.prose):
        return False
    mine, theirs = one.budgets, two.budgets
    stated = 0
    for key, amount in mine.items():
        if key in theirs:
            if theirs[key].yen != amount.yen:
                return False
            stated = stated or amount.yen or 0
    return stated != 0
