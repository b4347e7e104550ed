"""Which programs the documents themselves list as two: siblings under one parent, and a parent and its items.

Belongs here: what the lines of all documents say of two programs. Does not belong here: names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import BudgetLine, Relation


@dataclass(frozen=True, slots=True)
class Kinship:
    """By program: its lines, and the lines that its lines stand under. A line printed again or relisted says nothing."""

    lines: dict[str, set[str]]
    parents: dict[str, set[str]]

    @classmethod
    def build(cls, lines: Iterable[BudgetLine]) -> Kinship:
        """In one pass over the lines of any documents."""
        own: dict[str, set[str]] = defaultdict(set)
        parents: dict[str, set[str]] = defaultdict(set)
        for line in lines:
            if line.program_id is None:
                continue
            own[line.program_id].add(line.line_id)
            told = line.same_as_line_id is None and line.relation is not Relation.RELISTED
            if line.parent_line_id is not None and told:
                parents[line.program_id].add(line.parent_line_id)
        return cls(dict(own), dict(parents))

    def tells_apart(self, one: str, other: str) -> bool:
        """Whether some document lists both programs under one parent, or one of them under the other."""
        above, above_other = self.parents.get(one, set()), self.parents.get(other, set())
        return bool(
            above & above_other or above & self.lines.get(other, set()) or above_other & self.lines.get(one, set())
        )
