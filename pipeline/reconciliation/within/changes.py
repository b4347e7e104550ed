"""year_on_year: a printed change against this year less last year; a 補正額 against the budget after it less before it.

Belongs here: finding the two figures of the same line that a change lies between. Does not belong here: sums of changes
over lines, which say nothing that the columns themselves do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Amount, BudgetLine, CheckKind, CheckStatus, Marker, Measure, Phase
from pipeline.reconciliation.arithmetic.columns import (
    NATURES_TOLD_BY_HEADER,
    Family,
    StatedColumn,
    group_by_family,
    in_column,
    settle,
    stated_columns,
)
from pipeline.reconciliation.arithmetic.figures import Standing, figure_of, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.members import Members
from pipeline.reconciliation.arithmetic.verdict import Check, Comparison, compare, make_check
from pipeline.reconciliation.arithmetic.wording import (
    Scale,
    finding_clause,
    join_names,
    nil_clause,
    rounding_clause,
    scale_of,
    sentence,
)
from pipeline.reconciliation.within.children import column_name, subject_of

# Which of several figures of a year a change is measured from, likeliest first. A supplement is a change itself.
BEFORE_A_SUPPLEMENT = frozenset({Phase.APPROVED, Phase.PROPOSED, Phase.REVISED})  # a second one follows on the first
LIKELY_PHASES = (Phase.APPROVED, Phase.PROPOSED, None, Phase.REVISED, Phase.EXECUTED, Phase.REQUESTED)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a change: what the line prints for a year and phase."""

    standing: Standing
    amount: Amount | None
    name: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A change with the two ends that it may lie between."""

    later: End
    earlier: End
    members: Members
    comparison: Comparison
    is_supplement: bool

    @property
    def holds(self) -> bool:
        return self.comparison.meets and not self.members.unclear


def check_changes(index: DocumentIndex) -> Iterator[Check]:
    """Checks of all printed changes and of all supplements between two printed budgets."""
    for line_id, changes in index.changes.items():
        line = index.lines.get(line_id)
        if line is not None:
            for column in stated_changes(changes):
                yield from _check_span(index, line, column, _year_ends(index, line, column.amount))
    for line in index.lines.values():
        yield from _check_supplement(index, line)


def stated_changes(changes: Sequence[Amount]) -> list[StatedColumn]:
    """The change columns of one line."""
    columns = [column for amounts in group_by_family(changes).values() for column in stated_columns(amounts)]
    return [c for c in columns if standing_of(c.amount) is Standing.STATED and not c.contradicted]


def _year_ends(index: DocumentIndex, line: BudgetLine, change: Amount) -> list[tuple[End, End]]:
    """Pairs of this year's and last year's figure that the change may lie between, likeliest first."""
    families = [f for f in index.budgets.get(line.line_id, {}) if f.nature is change.nature]
    families = [f for f in families if f.nature not in NATURES_TOLD_BY_HEADER]
    stated_years = [f.fiscal_year for f in families if f.fiscal_year is not None]
    year = change.fiscal_year if change.fiscal_year is not None else max(stated_years, default=None)
    if year is None:
        return []
    of_phase = [f for f in families if f.fiscal_year == year and f.phase is change.phase]
    this_year = of_phase or [f for f in families if f.fiscal_year == year]
    later = _ends(index, line, this_year, change)
    last_year = [f for f in families if f.fiscal_year == year - 1]
    earlier = _ends(index, line, last_year, change) or _blank_last_year(index, line, change, year - 1)
    return [(this, last) for last in earlier for this in later]


def _ends(index: DocumentIndex, line: BudgetLine, families: Sequence[Family], change: Amount) -> list[End]:
    """What the line prints for each of the families, one end for every figure that may be meant."""
    result: list[End] = []
    for family in sorted((f for f in families if f.phase in LIKELY_PHASES), key=lambda f: LIKELY_PHASES.index(f.phase)):
        amounts = index.budgets[line.line_id][family]
        columns = sorted(stated_columns(amounts), key=lambda c: _header_head(c.amount) != _header_head(change))
        for column in columns:
            standing, amount = settle(in_column(amounts, column, same_table=True))
            result.append(End(standing, amount, column_name(family)))
        if not columns:
            standing, amount = settle(amounts)
            result.append(End(standing, amount, column_name(family)))
    return result


def _header_head(amount: Amount) -> str | None:
    """The outermost header cell, which columns of one comparison share."""
    return amount.header_path.split(" / ")[0] if amount.header_path else None


def _blank_last_year(index: DocumentIndex, line: BudgetLine, change: Amount, year: int) -> list[End]:
    """Nothing, for a new line or a cell left blank in a table that has last year's column."""
    has_column = (line.table_id, year) in index.table_years and change.column is not None
    if has_column or line.marker is Marker.NEW:
        return [End(Standing.NIL, None, f"FY{year}", blank=True)]
    return []


def _check_supplement(index: DocumentIndex, line: BudgetLine) -> Iterator[Check]:
    """補正前の額 + 補正額 = 計, where a line prints all three."""
    families = index.budgets.get(line.line_id, {})
    for family, amounts in families.items():
        if family.phase is not Phase.ADJUSTED or family.nature in NATURES_TOLD_BY_HEADER:
            continue
        alike = [f for f in families if (f.fiscal_year, f.nature) == (family.fiscal_year, family.nature)]
        if sum(f.phase is Phase.ADJUSTED for f in alike) > 1:
            continue  # of several supplements none alone makes the difference
        after = [f for f in alike if f.phase is Phase.REVISED]
        before = [f for f in alike if f.phase in BEFORE_A_SUPPLEMENT]
        for column in stated_changes(amounts):
            ends = [
                (a, b)
                for b in _ends(index, line, before, column.amount)
                for a in _ends(index, line, after, column.amount)
            ]
            yield from _check_span(index, line, column, [(a, b) for a, b in ends if a.amount is not b.amount])


def _check_span(
    index: DocumentIndex, line: BudgetLine, column: StatedColumn, ends: Sequence[tuple[End, End]]
) -> Iterator[Check]:
    """One check of a change: between the likeliest ends, unless only others balance."""
    tried = (_span(index, column, later, earlier) for later, earlier in ends)
    spans = (span for span in tried if span.members.comparable)
    likeliest = next(spans, None)
    if likeliest is None:
        return
    chosen = likeliest if likeliest.holds else next((span for span in spans if span.holds), likeliest)
    status = _status(index, line, column, chosen)
    subject = subject_of(index, line, column, CheckKind.YEAR_ON_YEAR)
    explanation = _explain(index, chosen, status, decided_by_arithmetic=chosen is not likeliest)
    open_sum = bool(chosen.members.unclear)
    yield make_check(subject, chosen.comparison, chosen.members.added, status, explanation, open_sum)


def _span(index: DocumentIndex, column: StatedColumn, later: End, earlier: End) -> Span:
    members = Members()
    members.take(later.name, later.standing, later.amount, 1, later.blank)
    members.take(earlier.name, earlier.standing, earlier.amount, -1, earlier.blank)
    mode = index.facts.record.rounding_mode
    comparison = compare(figure_of(column.amount), members.added, mode)
    return Span(later, earlier, members, comparison, is_supplement=column.amount.measure is Measure.BUDGET)


def _status(index: DocumentIndex, line: BudgetLine, column: StatedColumn, span: Span) -> CheckStatus:
    """A blank that arithmetic refutes was no nil, and on a page with unread figures a 補正額 may be misread as well:
    neither proves that the document is wrong."""
    if span.members.unclear:
        return CheckStatus.UNVERIFIABLE
    doubtful = column.family.phase is Phase.ADJUSTED and line.place.page in index.doubtful_pages
    if not span.comparison.meets and (span.members.blank or doubtful):
        return CheckStatus.UNVERIFIABLE
    return span.comparison.status


def _explain(index: DocumentIndex, span: Span, status: CheckStatus, decided_by_arithmetic: bool) -> str:
    comparison, members = span.comparison, span.members
    scale = scale_of(comparison.stated)
    noun = "supplement" if span.is_supplement else "change"
    stated = f"a {noun} of {scale.name_first(comparison.stated.value)} stated"
    if members.unclear:
        return sentence(stated, join_names(members.unclear), f"so the {noun} cannot be checked")
    difference = f"{_show_end(span.later, scale)} less {_show_end(span.earlier, scale)}"
    computed = f"{difference} is {scale.show(comparison.computed)}"
    mode = index.facts.record.rounding_mode
    finding = (
        rounding_clause(scale, comparison.residual, mode, comparison.approximate)
        if comparison.meets
        else finding_clause(status, scale, comparison.residual)
    )
    why = _why_undecided(members) if status is CheckStatus.UNVERIFIABLE else None
    choice = "the arithmetic decides between several figures of these years" if decided_by_arithmetic else None
    return sentence(stated, computed, None if why else nil_clause(members.without_figure), finding, why, choice)


def _why_undecided(members: Members) -> str:
    if members.blank:
        return f"no figure is printed for {members.blank[0]}"
    return "other figures of this page could not be read, so that one of these may be misread"


def _show_end(end: End, scale: Scale) -> str:
    """31 (FY2008 draft)."""
    shown = "nothing" if end.amount is None or end.standing is Standing.NIL else scale.show(figure_of(end.amount).value)
    return f"{shown} ({end.name})"
