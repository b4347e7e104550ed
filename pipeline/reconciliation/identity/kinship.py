"""Which programs the documents themselves take for two: listed under one parent, one under the other, or with two figures.

Belongs here: what the lines and amounts of all documents say of two programs. Does not belong here: names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import Amount, BudgetLine, Measure, Nature, Phase, Qualifier, Relation

# A document's figure for a year, phase and supplement
_Cell = tuple[str, int | None, Phase | None, int | None]


@dataclass(frozen=True, slots=True)
class Kinship:
    """By program: its lines, the lines that its lines stand under, and its budgets in yen by document, year and phase.

    A line printed again or relisted says nothing of what it stands under.
    """

    lines: dict[str, set[str]]
    parents: dict[str, set[str]]
    figures: dict[str, dict[_Cell, set[int]]]

    @classmethod
    def build(cls, lines: Iterable[BudgetLine], amounts: Iterable[Amount] = ()) -> Kinship:
        """In one pass over the lines and amounts of any documents."""
        own: dict[str, set[str]] = defaultdict(set)
        parents: dict[str, set[str]] = defaultdict(set)
        program_of_line: dict[str, str] = {}
        for line in lines:
            if line.program_id is None:
                continue
            program_of_line[line.line_id] = line.program_id
            own[line.program_id].add(line.line_id)
            told = line.same_as_line_id is None and line.relation is not Relation.RELISTED
            if line.parent_line_id is not None and told:
                parents[line.program_id].add(line.parent_line_id)
        return cls(dict(own), dict(parents), _figures(program_of_line, amounts))

    def tells_apart(self, one: str, other: str) -> bool:
        """Whether some document takes the programs for two."""
        above, above_other = self.parents.get(one, set()), self.parents.get(other, set())
        if above & above_other or above & self.lines.get(other, set()) or above_other & self.lines.get(one, set()):
            return True
        mine, its = self.figures.get(one, {}), self.figures.get(other, {})
        return any(mine[cell].isdisjoint(its[cell]) for cell in mine.keys() & its.keys())


def _figures(program_of_line: dict[str, str], amounts: Iterable[Amount]) -> dict[str, dict[_Cell, set[int]]]:
    figures: dict[str, dict[_Cell, set[int]]] = {}
    for amount in amounts:
        program = program_of_line.get(amount.line_id)
        budget = amount.measure is Measure.BUDGET and amount.nature is Nature.EXPENDITURE
        if program is None or not budget or amount.amount_yen is None or amount.qualifier is Qualifier.PORTION_OF:
            continue
        cell = amount.document_id, amount.fiscal_year, amount.phase, amount.supplement_no
        figures.setdefault(program, {}).setdefault(cell, set()).add(amount.amount_yen)
    return figures
