"""The same line printed again in one document, in a summary and in a detail table: linked, never merged.

Belongs here: when two lines are one. Does not belong here: programs across documents (``programs``), 再掲 (a relation).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.labels import is_generic
from pipeline.extraction.programs import program_of


def link_repeats(lines: Sequence[LineDraft], issuer: str | None) -> None:
    """Point a later line at the first one of the same program that states the same figures for a shared year and phase."""
    known: dict[str, list[LineDraft]] = defaultdict(list)
    for line in lines:
        if line.is_total or not line.budgets() or is_generic(line.label):
            continue
        earlier = known[program_of(line.label, line.issuer or issuer).program_id]
        line.same_as = next((other for other in earlier if _is_repeat(line, other)), None)
        if line.same_as is None:
            earlier.append(line)


def _is_repeat(line: LineDraft, other: LineDraft) -> bool:
    """Whether all figures of the years and phases that both state are equal, and one of them is more than nothing.

    Two entries of one list with one name are two things (教材費 of two schools), whatever they state.
    """
    if line.parent is other or other.parent is line:
        return False
    if line.parent is other.parent and line.table == other.table and not (line.prose or other.prose):
        return False
    mine, theirs = line.budgets(), other.budgets()
    shared = mine.keys() & theirs.keys()
    return any(mine[key].yen for key in shared) and all(mine[key].yen == theirs[key].yen for key in shared)
