"""Parts that an overview names: the one composition that no number, indent or sentence proves.

Belongs here: the rule "an overview block that names its parts, in brackets of their own 「[…]」 or by ※数字は…を示している, opens a
composition; the headed blocks after it are its parts", and what ends a composition. Does not belong here: the other rules
of the hierarchy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.labels import clean_label, is_generic, is_name
from pipeline.extraction.structure.hierarchy import fits_within, set_parent
from pipeline.language import read_values
from pipeline.language.values import MarkerWord, PhaseWord, UnitWord, Year
from pipeline.model import Relation

RULE = "overview_names_parts"
# [研究成果の活用]: on a line of its own.
_NAMED_PART = re.compile(r"^[ \u3000]*[\[〔][ \u3000]*(?P<name>[^\[\]〔〕\d]{4,40}?)[ \u3000]*[\]〕][ \u3000]*$")
# [窓口のイメージ], [事業の流れ]: what a picture shows, no part of a budget.
_CAPTION = re.compile(
    r"(?:イメージ|スキーム|フロー|スケジュール|ポイント|図|表|例|写真|流れ|体制|概要|目的|背景|取組|取り組み|効果|目標|対象|要件)$"
)
# ※数字は20年度予算案(括弧内は19年度予算額)を示している: the legend of a picture of the parts.
_PARTS_LEGEND = re.compile(r"※[ \u3000]?.{0,4}(?:数字|数値|金額|計数)は.*(?:示|表|である)")


def link_compositions(lines: list[LineDraft], rows: Sequence[Row]) -> None:
    """Link the parts of every overview, and add the named parts that have no figure of their own as lines."""
    named: list[LineDraft] = []
    whole: LineDraft | None = None
    left = 0
    for item in _in_reading_order(lines, rows):
        if isinstance(item, Row):
            part = _named_part(item)
            if part is not None or _PARTS_LEGEND.search(item.text.text):
                overview = _overview_above(lines, item)
                if overview is not None and overview is not whole:
                    whole, left = overview, _stated(overview)
                if part is not None and overview is not None:
                    named.append(_line_of_part(item, part, overview))
        elif whole is not None and item is not whole and item.has_budget and item.parent is None:
            if item.tabular or not _may_be_part(item, whole) or _stated_like(item, whole) > left:
                whole = None
                continue
            set_parent(item, whole, RULE)
            left -= _stated_like(item, whole)
    lines += [line for line in named if not _is_known(line, lines)]


def _in_reading_order(lines: Sequence[LineDraft], rows: Sequence[Row]) -> list[LineDraft | Row]:
    items: list[tuple[tuple[int, int, int], LineDraft | Row]] = []
    items += [((line.row.page, line.row.offset, 1), line) for line in lines]
    items += [((row.page, row.offset, 0), row) for row in rows]
    return [item for _, item in sorted(items, key=lambda entry: entry[0])]


def _named_part(row: Row) -> str | None:
    """The name in square brackets of its own; a marker, a unit, a year or a heading such as [参考] is none."""
    found = _NAMED_PART.match(row.text.text)
    name = clean_label(found["name"]) if found else ""
    if not is_name(name) or is_generic(name) or _CAPTION.search(name):
        return None
    values = read_values(name).values
    says = any(isinstance(v, (MarkerWord, UnitWord, Year)) or isinstance(v, PhaseWord) and v.phase for v in values)
    return None if says else name


def _overview_above(lines: Sequence[LineDraft], row: Row) -> LineDraft | None:
    """The headed block that the row stands in: the last line with a budget, if it is part of nothing itself."""
    place = (row.page, row.offset)
    before = [line for line in lines if (line.row.page, line.row.offset) < place and line.has_budget]
    last = max(before, key=lambda line: (line.row.page, line.row.offset, line.start), default=None)
    return last if last is not None and last.parent is None and _is_headed(last) else None


def _is_headed(line: LineDraft) -> bool:
    """Whether the line is a block's title, with its figures below it, rather than an item of a list or of a sentence."""
    return not line.prose and all(amount.row is not line.row for amount in line.amounts)


def _may_be_part(line: LineDraft, whole: LineDraft) -> bool:
    """A headed block with a budget of its own that is no larger than the whole's, and no neighbour by its number."""
    neighbour = line.style is not None and line.style == whole.style
    return _is_headed(line) and not neighbour and fits_within(line, whole)


def _stated(whole: LineDraft) -> int:
    return next((amount.yen or 0 for amount in whole.budgets().values()), 0)


def _stated_like(line: LineDraft, whole: LineDraft) -> int:
    """What the line states in the year and phase of the whole's first figure."""
    key = next(iter(whole.budgets()), None)
    amount = line.budgets().get(key) if key is not None else None
    return amount.yen or 0 if amount is not None else 0


def _line_of_part(row: Row, name: str, whole: LineDraft) -> LineDraft:
    at = max(row.text.text.find(name), 0)
    line = LineDraft(row, at, at + len(name), name, indent=row.indent, frame=row.frame)
    line.parent, line.parent_rule, line.relation = whole, RULE, Relation.COMPONENT
    return line


def _is_known(line: LineDraft, lines: Sequence[LineDraft]) -> bool:
    return any(other.label == line.label and other.parent is line.parent for other in lines)
