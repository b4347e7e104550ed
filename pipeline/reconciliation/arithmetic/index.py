"""One document's lines, amounts and counts, looked up by what a check needs. Built once, in one pass.

Belongs here: dictionaries over the facts and the questions that they answer. Does not belong here: arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Amount, BudgetLine, DocumentFacts, Measure, Phase, ProgramKind, Relation, Severity
from pipeline.reconciliation.arithmetic.columns import (
    Family,
    StatedColumn,
    group_by_family,
    in_column,
    settle,
    stated_columns,
)
from pipeline.reconciliation.arithmetic.figures import Standing

MALFORMED = "malformed_figure"  # the issue about a figure that a scan has damaged beyond reading
MANY_COLUMNS = 8  # of one year, phase and nature on one line; from there on they are looked up by their header
ADDED_UP = frozenset({Relation.COMPONENT, None})  # うち, 再掲 and 外に lines are never added


@dataclass(frozen=True, slots=True)
class Pick:
    """What a line prints in a column. ``blank`` marks an empty cell among figures."""

    standing: Standing
    amount: Amount | None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class DocumentIndex:
    """The lookups. ``original`` gives for a line printed again the line that it repeats; ``by_header`` fills while it is
    asked for."""

    facts: DocumentFacts
    lines: dict[str, BudgetLine]
    children: dict[str | None, list[BudgetLine]]
    tables: dict[str | None, list[BudgetLine]]
    budgets: dict[str, dict[Family, list[Amount]]]
    changes: dict[str, list[Amount]]
    in_tables: frozenset[str]
    supplements: dict[str | None, frozenset[int]]
    table_years: frozenset[tuple[str | None, int]]
    account_programs: frozenset[str]
    original: dict[str, str]
    unread: frozenset[str]
    doubtful_pages: frozenset[int]
    damaged_pages: frozenset[int]
    outdented: frozenset[str] = frozenset()
    by_header: dict[tuple[str, Family], dict[str | None, list[Amount]]] = field(default_factory=dict)

    @classmethod
    def build(cls, facts: DocumentFacts, outdented: frozenset[str] = frozenset()) -> DocumentIndex:
        """The lookups of one document. ``outdented`` lines stand beside the lines that are their parents in the facts."""
        if outdented:
            facts = replace(facts, lines=_outdent(facts.lines, outdented))
        ordered = sorted(facts.lines, key=lambda line: (line.ordinal, line.line_id))
        lines = {line.line_id: line for line in ordered}
        budgets = _group_amounts(facts.amounts, Measure.BUDGET)
        troubles = [issue for issue in facts.issues if issue.severity is not Severity.INFO]
        return cls(
            facts=facts,
            lines=lines,
            children=_group_lines(ordered, "parent_line_id"),
            tables=_group_lines(ordered, "table_id"),
            budgets={line_id: group_by_family(amounts) for line_id, amounts in budgets.items()},
            changes=_group_amounts(facts.amounts, Measure.CHANGE),
            in_tables=frozenset(amount.line_id for amount in facts.amounts if amount.column is not None),
            supplements=_supplements(lines, facts.amounts),
            table_years=_table_years(lines, facts.amounts),
            account_programs=frozenset(p.program_id for p in facts.programs if p.kind is ProgramKind.ACCOUNT),
            original=_originals(lines),
            unread=frozenset(issue.line_id for issue in troubles if issue.line_id is not None),
            doubtful_pages=frozenset(issue.place.page for issue in troubles if issue.place is not None),
            damaged_pages=frozenset(i.place.page for i in troubles if i.place is not None and i.kind == MALFORMED),
            outdented=outdented,
        )

    def parts_of(self, line: BudgetLine) -> list[BudgetLine]:
        """A line's own items that may be added up, in reading order."""
        return [child for child in self.children.get(line.line_id, ()) if is_part(child)]

    def outsides_of(self, lines: Iterable[BudgetLine]) -> list[BudgetLine]:
        """What is printed beside lines as no part of them (外に, この他), in reading order."""
        beside = (child for line in lines for child in self.children.get(line.line_id, ()))
        return [child for child in beside if child.relation is Relation.OUTSIDE]

    def columns_of(self, line: BudgetLine) -> list[StatedColumn]:
        """Every column in which a line states a budget figure."""
        families = self.budgets.get(line.line_id, {})
        return [column for amounts in families.values() for column in stated_columns(amounts)]

    def pick(self, line: BudgetLine, column: StatedColumn, table_id: str | None) -> Pick:
        """What a line prints in a column of the table ``table_id``."""
        same_table = table_id is not None and line.table_id == table_id
        amounts = self._under_header(line, column)
        standing, amount = settle(in_column(amounts, column, same_table))
        if standing is not Standing.ABSENT:
            return Pick(standing, amount)
        if line.line_id in self.unread:
            return Pick(Standing.UNCLEAR, None)
        if same_table and column.amount.column is not None and line.line_id in self.in_tables:
            return Pick(Standing.NIL, None, blank=True)
        return Pick(Standing.ABSENT, None)

    def _under_header(self, line: BudgetLine, column: StatedColumn) -> list[Amount]:
        """A line's amounts of the column's family; of very many only those that can stand in the column."""
        family = column.family
        amounts = self.budgets.get(line.line_id, {}).get(family, [])
        if len(amounts) <= MANY_COLUMNS:
            return amounts
        if (line.line_id, family) not in self.by_header:
            headers = self.by_header.setdefault((line.line_id, family), {})
            for amount in amounts:
                headers.setdefault(amount.header_path, []).append(amount)
        under_header = self.by_header[line.line_id, family].get(column.amount.header_path, [])
        return under_header if under_header or column.by_header else amounts

    def lists_changes_only(self, line: BudgetLine, column: StatedColumn) -> bool:
        """True beside a supplement's column: such a table may list only the rows that the supplement changes."""
        own = column.amount.column
        return own is not None and any(other != own for other in self.supplements.get(line.table_id, ()))

    def original_of(self, line: BudgetLine) -> str:
        return self.original.get(line.line_id, line.line_id)


def is_part(line: BudgetLine) -> bool:
    """True for a line that is added into its parent or its table's total."""
    return line.relation in ADDED_UP and not line.is_total


def _outdent(lines: Sequence[BudgetLine], outdented: frozenset[str]) -> tuple[BudgetLine, ...]:
    parents = {line.line_id: line.parent_line_id for line in lines}
    return tuple(
        replace(line, parent_line_id=parents.get(line.parent_line_id or "")) if line.line_id in outdented else line
        for line in lines
    )


def _group_lines(lines: Sequence[BudgetLine], attribute: str) -> dict[str | None, list[BudgetLine]]:
    result: dict[str | None, list[BudgetLine]] = {}
    for line in lines:
        result.setdefault(getattr(line, attribute), []).append(line)
    return result


def _group_amounts(amounts: Sequence[Amount], measure: Measure) -> dict[str, list[Amount]]:
    result: dict[str, list[Amount]] = {}
    for amount in amounts:
        if amount.measure is measure:
            result.setdefault(amount.line_id, []).append(amount)
    return result


def _supplements(lines: dict[str, BudgetLine], amounts: Sequence[Amount]) -> dict[str | None, frozenset[int]]:
    """The columns of supplements (補正額) in each table that has any."""
    columns: dict[str | None, set[int]] = {}
    for amount in amounts:
        if amount.column is not None and amount.phase is Phase.ADJUSTED and amount.line_id in lines:
            columns.setdefault(lines[amount.line_id].table_id, set()).add(amount.column)
    return {table_id: frozenset(own) for table_id, own in columns.items()}


def _table_years(lines: dict[str, BudgetLine], amounts: Sequence[Amount]) -> frozenset[tuple[str | None, int]]:
    """The years for which a table has a column of budget figures."""
    return frozenset(
        (lines[amount.line_id].table_id, amount.fiscal_year)
        for amount in amounts
        if amount.column is not None and amount.measure is Measure.BUDGET
        if amount.fiscal_year is not None and amount.line_id in lines
    )


def _originals(lines: dict[str, BudgetLine]) -> dict[str, str]:
    """Line to the first printing of it, where it is printed more than once; of a ring of links the least id."""
    result: dict[str, str] = {}
    for line in lines.values():
        seen = {line.line_id: None}  # in order, and looked up
        target = line.same_as_line_id
        while target is not None and target in lines and target not in seen:
            seen[target] = None
            target = result.get(target, lines[target].same_as_line_id)
        root = min(seen) if target in seen else next(reversed(seen))
        result.update({repeated: root for repeated in seen if repeated != root})
    return result
