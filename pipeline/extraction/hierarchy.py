"""Which line is part of which.

Belongs here: the rules that find a line's parent where no word says it, each named in ``parent_rule``: numbering, indentation,
and the overview that names its parts. Does not belong here: arithmetic checks (``reconciliation``).
"""

from __future__ import annotations

import re

from pipeline.extraction.drafts import LineDraft, Row
from pipeline.model import Measure, Relation

# Less than this many points to the right is the same indentation (one half-width column on the grid is 6).
INDENT_TOLERANCE = 4.0

# [研究成果の活用]: an overview names its parts in square brackets on a line of their own.
_NAMED_PART = re.compile(r"^[ \u3000]*[\[〔](?P<name>[^\[\]〔〕\d]{4,40})[\]〕][ \u3000]*$")
# ※数字は20年度予算案(括弧内は19年度予算額)を示している: a legend that stands for a picture of the parts.
_PARTS_LEGEND = re.compile(r"※.{0,4}(?:数字|数値|金額)は.*(?:示|表)")


def link_lines(lines: list[LineDraft]) -> None:
    """Set parent, rule and relation of every line that has none yet. Lines are in reading order."""
    stack: list[LineDraft] = []
    for line in lines:
        if line.parent is not None or line.is_total or not _has_budget(line):
            continue
        rule = _pop_to_parent(stack, line)
        if stack and rule:
            line.parent, line.parent_rule = stack[-1], rule
            line.relation = line.relation or Relation.COMPONENT
        stack.append(line)


def link_compositions(lines: list[LineDraft], rows: list[Row]) -> list[tuple[LineDraft, Row, str]]:
    """Headed blocks after an overview block that names its parts are those parts.

    Returns the named parts themselves, which have no figure of their own: (parent, row, name).
    """
    named: list[tuple[LineDraft, Row, str]] = []
    opener: LineDraft | None = None
    for item in _in_reading_order(lines, rows):
        if isinstance(item, Row):
            part = _NAMED_PART.match(item.text.text)
            whole = _last_overview(lines, item) if part or _PARTS_LEGEND.search(item.text.text) else None
            opener = whole or opener
            if part and whole is not None:
                named.append((whole, item, part["name"]))
        elif opener is not None and _may_be_part(item, opener):
            item.parent, item.parent_rule, item.relation = opener, "overview_names_parts", Relation.COMPONENT
        elif item is not opener and item.parent is None and _has_budget(item):
            opener = None
    return named


def _in_reading_order(lines: list[LineDraft], rows: list[Row]) -> list[LineDraft | Row]:
    items: list[tuple[tuple[int, int, int], LineDraft | Row]] = []
    items += [((line.row.page, line.row.offset, 1), line) for line in lines]
    items += [((row.page, row.offset, 0), row) for row in rows]
    return [item for _, item in sorted(items, key=lambda entry: entry[0])]


def _last_overview(lines: list[LineDraft], row: Row) -> LineDraft | None:
    before = [line for line in lines if (line.row.page, line.row.offset) < (row.page, row.offset) and _has_budget(line)]
    return before[-1] if before and before[-1].parent is None else None


def _may_be_part(line: LineDraft, whole: LineDraft) -> bool:
    """A headed block with a budget of its own that is no larger than the whole's of the same year and phase."""
    if line is whole or line.parent is not None or not _has_budget(line) or line.style is not None:
        return False
    stated = {
        (a.fiscal_year, a.phase): a.yen for a in whole.amounts if a.measure is Measure.BUDGET and a.yen is not None
    }
    pairs = [
        (a.yen, stated.get((a.fiscal_year, a.phase)))
        for a in line.amounts
        if a.measure is Measure.BUDGET and a.yen is not None
    ]
    return bool(pairs) and all(limit is not None and yen <= limit for yen, limit in pairs)


def _has_budget(line: LineDraft) -> bool:
    return any(amount.measure is Measure.BUDGET for amount in line.amounts)


def _pop_to_parent(stack: list[LineDraft], line: LineDraft) -> str | None:
    """Take from the stack what cannot be above the line; the rule by which its new top is the parent."""
    if line.style is not None:
        for depth, above in enumerate(stack):
            if above.style == line.style and line.indent <= above.indent + INDENT_TOLERANCE:
                del stack[depth:]
                return "numbering"
        while stack and stack[-1].indent > line.indent + INDENT_TOLERANCE:
            stack.pop()
        if stack and (stack[-1].style is not None or line.indent > stack[-1].indent + INDENT_TOLERANCE):
            return "numbering" if stack[-1].row.page == line.row.page else None
        stack.clear()
        return None
    while stack and stack[-1].indent + INDENT_TOLERANCE >= line.indent:
        stack.pop()
    return "indentation"
