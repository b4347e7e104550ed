"""Which names a list beside them hangs on, where only the arithmetic can tell.

Belongs here: items set at the height of a 節 that cannot be its parts. Does not belong here: what heights and rules decide
(``tables``), checks (``reconciliation``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.extraction.drafts import LineDraft

COLUMNS, ARITHMETIC = "columns", "arithmetic"


def settle_beside(lines: Sequence[LineDraft]) -> None:
    """Items that come to more than the line beside them are parts of what that line is a part of.

    目 消防費 with its 節 in one column and its 説明 in the next: the 説明 may be items of a 節, or a second list of the 目.
    """
    lists: dict[int, list[LineDraft]] = defaultdict(list)
    for line in lines:
        if line.parent_rule == COLUMNS and line.parent is not None and line.parent.parent is not None:
            lists[id(line.parent.parent)].append(line)
    for listed in lists.values():
        if any(_exceed(listed, parent) for parent in _parents(listed)):
            for line in listed:
                assert line.parent is not None
                line.parent, line.parent_rule = line.parent.parent, ARITHMETIC


def _parents(lines: Sequence[LineDraft]) -> list[LineDraft]:
    found = {id(line.parent): line.parent for line in lines if line.parent is not None}
    return list(found.values())


def _exceed(lines: Sequence[LineDraft], parent: LineDraft) -> bool:
    """Whether the items of a line come to more than it states in any year."""
    items = [line.budgets() for line in lines if line.parent is parent]
    for key, stated in parent.budgets().items():
        figures = [budgets[key].yen or 0 for budgets in items if key in budgets]
        if stated.yen is not None and 0 <= stated.yen < sum(figures):
            return True
    return False
