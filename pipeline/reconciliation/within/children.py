"""sum_of_children: a line's figure against the figures of its items.

Belongs here: which lines are checked against their items, when a list counts as complete, and うち items that exceed
what they are part of. Does not belong here: which of the items are added up (``drafts``); bare totals (``totals``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import BudgetLine, CheckKind, CheckStatus, Phase, Qualifier, Relation, RoundingMode
from pipeline.reconciliation.arithmetic.columns import Family, StatedColumn
from pipeline.reconciliation.arithmetic.figures import Standing, figure_of, name_of, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.members import Member
from pipeline.reconciliation.arithmetic.verdict import Check, Comparison, Subject, column_identity, compare, make_check
from pipeline.reconciliation.arithmetic.wording import (
    PHASE_NAMES,
    come_to,
    finding_clause,
    join_names,
    nil_clause,
    rounding_clause,
    scale_of,
    sentence,
)
from pipeline.reconciliation.within.drafts import Draft, draft_column, falls_short


def check_children(index: DocumentIndex) -> Iterator[Check]:
    """Checks of all lines that have items."""
    for line in index.lines.values():
        if line.line_id in index.children:
            yield from _check_line(index, line)


def _check_line(index: DocumentIndex, line: BudgetLine) -> Iterator[Check]:
    columns = [c for c in index.columns_of(line) if c.amount.qualifier is not Qualifier.PORTION_OF]
    parts = index.parts_of(line)
    drafted = [(column, draft_column(index, line, column, parts)) for column in columns]
    drafts = [draft for _, draft in drafted if draft is not None]
    for column, draft in drafted:
        too_large = _part_that_exceeds(index, line, column)
        if too_large is not None:
            yield too_large
        elif draft is not None:
            yield _conclude(index, draft, drafts)


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
    if not falls_short(draft.comparison):
        return CheckStatus.EXCEEDS
    if draft.line.children_complete is False:
        return CheckStatus.PARTIAL
    said_complete = draft.line.children_complete is True and not draft.members.missing
    return CheckStatus.MISMATCH if said_complete or balances_elsewhere else CheckStatus.PARTIAL


def _may_be_incomplete(draft: Draft) -> bool:
    """Whether another column is asked at all: only of a sum that falls short."""
    return not draft.undecidable and not draft.comparison.meets and falls_short(draft.comparison)


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
        yield "the line states another amount for the same column as well"
    if draft.members.unclear:
        yield join_names(draft.members.unclear)
    if draft.other_unit:
        yield f"{join_names(draft.other_unit)} in another unit than the column may be a price or a limit"


def column_name(family: Family) -> str:
    """FY2008 draft."""
    year = "the year not stated" if family.fiscal_year is None else f"FY{family.fiscal_year}"
    return f"{year} {PHASE_NAMES[family.phase]}" if family.phase else year


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
