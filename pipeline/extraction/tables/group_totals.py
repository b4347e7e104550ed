"""Totals of a table that name their group: 文教関係計 over the rows of 文教関係.

Belongs here: which rows such a total is the parent of. Does not belong here: bare totals (計), which stand outside the
hierarchy, and parents by numbers and indentation (``outline``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.tables.outline import Outline
from pipeline.model import Relation

# A total that names its group: 文教関係 計, 会計別 計; not 会計, 統計, 設計, 推計, 累計, 家計.
_GROUP_TOTAL = re.compile(r"(?:合計|総計|小計|総額|(?<![会統設推累家集])計)$")


def take_over_heading(total: LineDraft, outline: Outline) -> None:
    """文教関係 … 文教関係計: the total is the group's line; it stands where the heading without figures stood."""
    name = _GROUP_TOTAL.sub("", "".join(total.label.split()))
    depth = next((i for i, one in enumerate(outline.stack) if one.line.label == name and not one.line.amounts), None)
    if depth is None:
        outline.clear()
        return
    heading = outline.stack[depth].line
    total.parent, total.parent_rule, total.relation = heading.parent, heading.parent_rule, heading.relation
    total.takes_over = heading
    del outline.stack[depth:]


def adopt_by_group_totals(lines: Sequence[LineDraft]) -> None:
    """A total that names its group is the parent of the group's rows: those after it at the top, those before it below."""
    for total in lines:
        if total.takes_over is not None:
            _adopt(total, [line for line in lines if line.parent is total.takes_over])
    tops = [line for line in lines if line.parent is None and line.relation in (None, Relation.COMPONENT)]
    group: list[LineDraft] = []
    opener: LineDraft | None = None
    for line in tops:
        if names_group(line):
            if group:
                _adopt(line, group)
                group, opener = [], None
            else:
                opener = line
        elif line.is_total:
            group, opener = [], None
        elif opener is not None:
            _adopt(opener, [line])
        else:
            group.append(line)


def names_group(line: LineDraft) -> bool:
    """Whether a line is the total of a group that it names."""
    return not line.is_total and bool(_GROUP_TOTAL.search("".join(line.label.split())))


def _adopt(total: LineDraft, rows: Sequence[LineDraft]) -> None:
    for row in rows:
        row.parent, row.parent_rule, row.relation = total, "group_total", row.relation or Relation.COMPONENT
