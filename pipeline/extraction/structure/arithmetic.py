"""A total that its neighbours exactly make is their parent, where marks are missing.

Belongs here: the search for such a total on a page, and what keeps it from finding one by accident. Does not belong here:
checking printed sums (``reconciliation``), hierarchy that marks or frames show (``hierarchy``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.extraction.drafts import AmountDraft, LineDraft
from pipeline.extraction.structure.hierarchy import is_free, set_parent
from pipeline.model import Phase, Qualifier

RULE = "arithmetic"
# Fewer parts than this make a total by accident; more than these no page lists beside each other without marks.
FEWEST_PARTS, MOST_PARTS = 2, 40
# A total with fewer significant units than this is made by accident, unless its parts are all that the page holds.
LEAST_UNITS = 1_000
# 理解増進等施策 計: a total that names its group, and may stand below it.
_NAMED_TOTAL = re.compile(r"\S[ \u3000]*(?:合計|計|総計)$")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A line with its budget figures by year and phase."""

    line: LineDraft
    budgets: dict[tuple[int | None, Phase | None], AmountDraft]


def link_by_arithmetic(lines: Sequence[LineDraft]) -> None:
    """Link the first total of each page that the lines next to it exactly make in the first year that it states."""
    pages: dict[int, list[_Stated]] = defaultdict(list)
    for line in lines:
        if is_free(line):
            pages[line.row.page].append(_Stated(line, line.budgets()))
    boxed = _figures_of_boxes(lines)
    for free in pages.values():
        for at, total in enumerate(free):
            parts = _parts_of(total, free, at) or _rest_of(total, free, at, boxed[id(total.line)])
            for part in parts:
                set_parent(part, total.line, RULE)
            if parts:
                break


def _figures_of_boxes(lines: Sequence[LineDraft]) -> dict[int, list[AmountDraft]]:
    """By the id of a title, the figures of the boxes below it in the first year that it states."""
    found: dict[int, list[AmountDraft]] = defaultdict(list)
    for line in lines:
        if line.parent is None or line.parent_rule != "frame":
            continue
        figure = line.budgets().get(next(iter(line.parent.budgets()), (None, None)))
        if figure is not None:
            found[id(line.parent)].append(figure)
    return found


def _rest_of(total: _Stated, free: Sequence[_Stated], at: int, boxed: Sequence[AmountDraft]) -> list[LineDraft]:
    """Boxes below a title, and a bar below them: what the boxes leave of the total is exactly the bar's."""
    return _making(total, free[at + 1 : at + 1 + MOST_PARTS], alone=0, known=boxed) if boxed else []


def _parts_of(total: _Stated, free: Sequence[_Stated], at: int) -> list[LineDraft]:
    """The lines right below a total that make it, or right above one that names its group; the longest such list."""
    if total.line.prose:
        return []
    after = free[at + 1 : at + 1 + MOST_PARTS]
    found = _making(total, after, alone=len(free) if at == 0 else 0)
    if not found and _NAMED_TOTAL.search(total.line.label):
        found = _making(total, reversed(free[max(0, at - MOST_PARTS) : at]), alone=at + 1)
    return found


def _making(
    total: _Stated, neighbours: Iterable[_Stated], alone: int, known: Sequence[AmountDraft] = ()
) -> list[LineDraft]:
    """The longest run of neighbours that with the ``known`` parts comes to the total; ``alone`` is how many lines the run
    and the total would be if they were all that the page holds."""
    key, stated = next(iter(total.budgets.items()), (None, None))
    parts: list[AmountDraft] = [*known]
    lines: list[LineDraft] = []
    longest = 0
    for neighbour in neighbours:
        figure = neighbour.budgets.get(key) if key is not None else None
        if figure is None or neighbour.line.prose or figure.qualifier is Qualifier.PORTION_OF:
            break
        parts.append(figure)
        lines.append(neighbour.line)
        if stated is not None and _adds_up(stated, parts, whole=len(parts) + 1 == alone):
            longest = len(lines)
    return lines[:longest]


def _adds_up(stated: AmountDraft, parts: Sequence[AmountDraft], whole: bool) -> bool:
    """Whether the parts come to the stated figure, exactly or, with different units, within half of the coarser one."""
    units = [amount.precision or 1 for amount in (stated, *parts)]
    coarse = max(units)
    if stated.yen is None or len(parts) < FEWEST_PARTS or not whole and stated.yen // coarse < LEAST_UNITS:
        return False
    slack = 0 if len(set(units)) == 1 else coarse // 2
    return abs(stated.yen - sum(amount.yen or 0 for amount in parts)) <= slack
