"""A line's figure beside what its items come to, and which of several readings of the items is meant.

Belongs here: letting arithmetic decide between several lists of items, between pages, and whether a price is an item. Does not
belong here: what follows from a difference (``children``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model import BudgetLine, CheckKind
from pipeline.reconciliation.arithmetic.columns import StatedColumn
from pipeline.reconciliation.arithmetic.figures import Standing, figure_of, name_of, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.members import Members, collect
from pipeline.reconciliation.arithmetic.verdict import Comparison, compare
from pipeline.reconciliation.arithmetic.wording import join_names

# 理解増進等施策 計 and 歳出合計 close their rows like a bare 計; 会計, 統計, 設計, 家計, 推計, 累計 are other words.
TOTAL_LABEL = re.compile(r"(?:合計|総計|小計|(?<![会統設家推累時])計)$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A column of a line with what its items come to, before anything is concluded."""

    line: BudgetLine
    column: StatedColumn
    members: Members
    comparison: Comparison
    changes_only: bool = False  # the table may list only the rows that a supplement changes
    choice: str | None = None  # what the arithmetic decided where the items could be read in several ways
    other_unit: tuple[str, ...] = ()  # items printed in another unit than their column's, which may be prices or limits

    @property
    def undecidable(self) -> bool:
        return bool(self.members.unclear or self.other_unit) or self.column.contradicted or self.is_range

    @property
    def is_range(self) -> bool:
        return standing_of(self.column.amount) is Standing.UNCLEAR

    @property
    def kind(self) -> CheckKind:
        """A total that names its group closes its rows, provided that all of them print a figure."""
        total = self.line.is_total or is_total_label(self.line.label)
        some_rows = self.changes_only and falls_short(self.comparison)
        listed = self.line.children_complete is not False and not self.members.missing and not some_rows
        return CheckKind.TABLE_TOTAL if total and listed else CheckKind.SUM_OF_CHILDREN


def is_total_label(label: str) -> bool:
    return TOTAL_LABEL.search("".join(label.split())) is not None


def draft_column(
    index: DocumentIndex, line: BudgetLine, column: StatedColumn, parts: Sequence[BudgetLine]
) -> Draft | None:
    """The comparison for one column, or nothing where no item prints anything there.

    A summary and a detail table may both list the items: where all together are too much, one list alone may be meant.
    """
    draft = _draft_of_list(index, line, column, parts)
    if draft is None or draft.comparison.meets:
        return draft
    if falls_short(draft.comparison):
        return _with_outsides(index, draft, parts) or draft
    lists: dict[str | None, list[BudgetLine]] = {}
    for part in parts:
        lists.setdefault(part.table_id, []).append(part)
    alone = [_draft_of_list(index, line, column, listed) for listed in lists.values()] if len(lists) > 1 else []
    drafted = [one for one in alone if one is not None]
    holding = next((one for one in drafted if one.comparison.meets), None)
    up_to_a_page = _up_to_a_page(index, line, column, lists.values()) if holding is None else None
    meant = holding or up_to_a_page or _list_meant(drafted)
    if meant is None:
        return _without_other_units(index, draft)
    return meant if meant.choice else replace(meant, choice="the arithmetic decides which of several lists is meant")


def _with_outsides(index: DocumentIndex, draft: Draft, parts: Sequence[BudgetLine]) -> Draft | None:
    """The items and what is printed beside them (外に, この他), where only together they make the figure."""
    outsides = index.outsides_of(parts)
    wider = _draft_of_list(index, draft.line, draft.column, [*parts, *outsides]) if outsides else None
    if wider is None or not wider.comparison.meets or wider.undecidable or wider.members.missing:
        return None
    names = join_names([name_of(line) for line in outsides])
    return replace(wider, choice=f"the arithmetic decides that {names}, printed beside the items, is added as well")


def _up_to_a_page(
    index: DocumentIndex, line: BudgetLine, column: StatedColumn, lists: Iterable[Sequence[BudgetLine]]
) -> Draft | None:
    """The items down to the end of a page, where they make the figure.

    In a table over several pages the rows of the next page may be taken for items of the last line before the break.
    """
    for listed in lists:
        pages = sorted({part.place.page for part in listed})
        for last, after in pairwise(pages):
            before_the_break = [part for part in listed if part.place.page <= last]
            draft = _draft_of_list(index, line, column, before_the_break)
            if draft is not None and draft.comparison.meets and not draft.undecidable:
                words = f"the arithmetic decides that the items from page {after} on belong to another line"
                return replace(draft, choice=words)
    return None


def _without_other_units(index: DocumentIndex, draft: Draft) -> Draft:
    """A unit price or a limit prints its own unit inside a column of another (440,000円×2件　880 under 千円)."""
    stated = draft.comparison.stated
    if draft.line.table_id is None or draft.column.amount.column is None or draft.undecidable:
        return draft
    others = [member for member in draft.members.added if member.figure.unit_text != stated.unit_text]
    rest = [member for member in draft.members.added if member.figure.unit_text == stated.unit_text]
    if not others:
        return draft
    names = tuple(dict.fromkeys(member.figure.text for member in others))
    comparison = compare(stated, rest, index.facts.record.rounding_mode)
    if rest and comparison.meets:
        kept = replace(draft.members, added=rest)
        words = f"the arithmetic decides that {join_names(names)}, in another unit than the column, {'is' if len(names) == 1 else 'are'} no part"
        return replace(draft, members=kept, comparison=comparison, choice=words)
    return replace(draft, other_unit=names) if not rest or falls_short(comparison) else draft


def _list_meant(drafts: Sequence[Draft]) -> Draft | None:
    """Of several lists of the same items of which none makes the figure the fullest, if none is too much."""
    if not all(falls_short(one.comparison) for one in drafts):
        return None
    return max(drafts, key=lambda one: abs(one.comparison.computed), default=None)


def _draft_of_list(
    index: DocumentIndex, line: BudgetLine, column: StatedColumn, parts: Sequence[BudgetLine]
) -> Draft | None:
    members = collect(index, parts, column, line.table_id, index.original_of(line))
    if not members.comparable:
        return None
    comparison = compare(figure_of(column.amount), members.added, index.facts.record.rounding_mode)
    return Draft(line, column, members, comparison, index.lists_changes_only(line, column))


def falls_short(comparison: Comparison) -> bool:
    """True where the items come to less in size; of a reduction (△) the items may be smaller reductions."""
    return comparison.residual * comparison.stated.value > 0
