"""sum_of_children: a line's figure against the figures of its items.

Belongs here: which lines are checked against their items, when a list counts as complete, and うち items that exceed
what they are part of. Does not belong here: bare totals (``totals``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model import BudgetLine, CheckKind, CheckStatus, Phase, Qualifier, Relation, RoundingMode
from pipeline.reconciliation.columns import Family, StatedColumn
from pipeline.reconciliation.figures import Standing, figure_of, name_of, standing_of
from pipeline.reconciliation.index import DocumentIndex
from pipeline.reconciliation.members import Member, Members, collect
from pipeline.reconciliation.verdict import Check, Comparison, Subject, column_identity, compare, make_check
from pipeline.reconciliation.wording import (
    come_to,
    finding_clause,
    join_names,
    nil_clause,
    rounding_clause,
    scale_of,
    sentence,
)

# 理解増進等施策 計 and 歳出合計 close their rows like a bare 計; 会計, 統計, 設計, 家計, 推計, 累計 are other words.
TOTAL_LABEL = re.compile(r"(?:合計|総計|小計|(?<![会統設家推累時])計)$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A column of a line with what its items come to, before anything is concluded."""

    line: BudgetLine
    column: StatedColumn
    members: Members
    comparison: Comparison
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
        listed = self.line.children_complete is not False and not self.members.missing
        return CheckKind.TABLE_TOTAL if total and listed else CheckKind.SUM_OF_CHILDREN


def is_total_label(label: str) -> bool:
    return TOTAL_LABEL.search("".join(label.split())) is not None


def check_children(index: DocumentIndex) -> Iterator[Check]:
    """Checks of all lines that have items."""
    for line in index.lines.values():
        if line.line_id in index.children:
            yield from _check_line(index, line)


def _check_line(index: DocumentIndex, line: BudgetLine) -> Iterator[Check]:
    columns = [c for c in index.columns_of(line) if c.amount.qualifier is not Qualifier.PORTION_OF]
    parts = index.parts_of(line)
    drafted = [(column, _draft(index, line, column, parts)) for column in columns]
    drafts = [draft for _, draft in drafted if draft is not None]
    for column, draft in drafted:
        too_large = _part_that_exceeds(index, line, column)
        if too_large is not None:
            yield too_large
        elif draft is not None:
            yield _conclude(index, draft, drafts)


def _draft(index: DocumentIndex, line: BudgetLine, column: StatedColumn, parts: Sequence[BudgetLine]) -> Draft | None:
    """The comparison for one column, or nothing where no item prints anything there.

    A summary and a detail table may both list the items: where all together are too much, one list alone may be meant.
    """
    draft = _draft_of_list(index, line, column, parts)
    if draft is None or draft.comparison.meets or _falls_short(draft.comparison):
        return draft
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
    return replace(draft, other_unit=names) if not rest or _falls_short(comparison) else draft


def _list_meant(drafts: Sequence[Draft]) -> Draft | None:
    """Of several lists of the same items of which none makes the figure the fullest, if none is too much."""
    if not all(_falls_short(one.comparison) for one in drafts):
        return None
    return max(drafts, key=lambda one: abs(one.comparison.computed), default=None)


def _draft_of_list(
    index: DocumentIndex, line: BudgetLine, column: StatedColumn, parts: Sequence[BudgetLine]
) -> Draft | None:
    members = collect(index, parts, column, line.table_id, index.original_of(line))
    if not members.comparable:
        return None
    comparison = compare(figure_of(column.amount), members.added, index.facts.record.rounding_mode)
    return Draft(line, column, members, comparison)


def _conclude(index: DocumentIndex, draft: Draft, drafts: Sequence[Draft]) -> Check:
    witness = _balancing_column(index, draft, drafts) if _may_be_incomplete(draft) else None
    status = _status(draft, witness is not None)
    subject = subject_of(index, draft.line, draft.column, draft.kind)
    explanation = _explain(draft, status, witness, subject.rounding_mode)
    return make_check(subject, draft.comparison, draft.members.added, status, explanation, draft.undecidable)


def subject_of(index: DocumentIndex, line: BudgetLine, column: StatedColumn, kind: CheckKind) -> Subject:
    """What a check of one column is about."""
    record = index.facts.record
    return Subject(
        document_id=record.document_id,
        kind=kind,
        line_id=line.line_id,
        fiscal_year=column.amount.fiscal_year,
        phase=column.amount.phase,
        rounding_mode=record.rounding_mode,
        column=column_identity(column),
    )


def _status(draft: Draft, balances_elsewhere: bool) -> CheckStatus:
    """A shortfall is partial, unless the list is known to be complete; examples never are."""
    if draft.undecidable:
        return CheckStatus.UNVERIFIABLE
    if draft.comparison.meets or draft.kind is CheckKind.TABLE_TOTAL:
        return draft.comparison.status
    if not _falls_short(draft.comparison):
        return CheckStatus.EXCEEDS
    if draft.line.children_complete is False:
        return CheckStatus.PARTIAL
    said_complete = draft.line.children_complete is True and not draft.members.missing
    return CheckStatus.MISMATCH if said_complete or balances_elsewhere else CheckStatus.PARTIAL


def _may_be_incomplete(draft: Draft) -> bool:
    """Whether another column is asked at all: only of a sum that falls short."""
    return not draft.undecidable and not draft.comparison.meets and _falls_short(draft.comparison)


def _falls_short(comparison: Comparison) -> bool:
    """True where the items come to less in size; of a reduction (△) the items may be smaller reductions."""
    return comparison.residual * comparison.stated.value > 0


def _balancing_column(index: DocumentIndex, draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Another column of the same table in which the same items make the line's figure.

    A supplementary column says nothing of the others: it lists the items that change, and only those.
    """
    table_id = draft.line.table_id
    if table_id is None or any(part.table_id != table_id for part in index.parts_of(draft.line)):
        return None
    return next((other for other in drafts if other is not draft and _vouches(other, draft)), None)


def _vouches(other: Draft, draft: Draft) -> bool:
    same_kind = other.column.family.nature is draft.column.family.nature
    whole = other.column.family.phase is not Phase.ADJUSTED or draft.column.family.phase is Phase.ADJUSTED
    holds = other.comparison.meets and not other.undecidable and other.comparison.computed != 0
    return same_kind and whole and holds and other.members.printed == draft.members.printed


def _explain(draft: Draft, status: CheckStatus, witness: Draft | None, mode: RoundingMode) -> str:
    comparison, members = draft.comparison, draft.members
    scale = scale_of(comparison.stated)
    stated = f"{scale.name_first(comparison.stated.value)} stated"
    if status is CheckStatus.UNVERIFIABLE:
        return sentence(stated, *_why_undecidable(draft), "so the sum cannot be checked")
    listed = f"{come_to(len(members.added), 'item', ' listed')} {scale.show(comparison.computed)}"
    if comparison.meets:
        agreement = rounding_clause(scale, comparison.residual, mode, comparison.approximate)
        return sentence(stated, listed, nil_clause(members.without_figure), agreement, draft.choice)
    vouched = witness is not None and status is CheckStatus.MISMATCH
    return sentence(
        stated,
        listed,
        nil_clause(members.without_figure),
        f"no figure is printed for {join_names(members.missing)}" if members.missing else None,
        f"the same items balance for {column_name(witness.column.family)}" if witness and vouched else None,
        finding_clause(status, scale, comparison.residual),
    )


def _why_undecidable(draft: Draft) -> Iterator[str]:
    if draft.is_range:
        yield "it is itself a range"
    elif draft.column.contradicted:
        yield "it is also stated in another amount"
    if draft.members.unclear:
        yield join_names(draft.members.unclear)
    if draft.other_unit:
        yield f"{join_names(draft.other_unit)} in another unit than the column may be a price or a limit"


def column_name(family: Family) -> str:
    """FY2008 proposed."""
    year = "the year not stated" if family.fiscal_year is None else f"FY{family.fiscal_year}"
    return f"{year} {family.phase.value}" if family.phase else year


def _part_that_exceeds(index: DocumentIndex, line: BudgetLine, column: StatedColumn) -> Check | None:
    """A うち item may not be larger than the line that it is part of; only where it is, there is a row."""
    if standing_of(column.amount) is not Standing.STATED or column.contradicted:
        return None
    mode = index.facts.record.rounding_mode
    for part in index.children.get(line.line_id, ()):
        pick = index.pick(part, column, line.table_id) if part.relation is Relation.OF_WHICH else None
        if pick is None or pick.standing is not Standing.STATED or pick.amount is None:
            continue
        member = Member(figure_of(pick.amount))
        comparison = compare(figure_of(column.amount), [member], mode)
        if not comparison.meets and 0 < comparison.stated.value < comparison.computed:
            subject = subject_of(index, line, column, CheckKind.SUM_OF_CHILDREN)
            return make_check(subject, comparison, [member], CheckStatus.EXCEEDS, _explain_excess(part, comparison))
    return None


def _explain_excess(part: BudgetLine, comparison: Comparison) -> str:
    scale = scale_of(comparison.stated)
    of_which = f"{name_of(part)}, which is a part of it (うち), is stated as {scale.show(comparison.computed)}"
    return sentence(
        f"{scale.name_first(comparison.stated.value)} stated",
        of_which,
        finding_clause(CheckStatus.EXCEEDS, scale, comparison.residual),
    )
