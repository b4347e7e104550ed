"""Counts: their subject, year, status and the count they are part of.

Belongs here: what the words around a counted number say of it. Does not belong here: what is a counter (``language``).
"""

from __future__ import annotations

import re

from pipeline.extraction.context import Context
from pipeline.extraction.drafts import CountDraft, LineDraft, Row
from pipeline.extraction.labels import clean_label, is_name
from pipeline.language.values import Arrow, Bracket, Counted, Money, RelationWord, StatusWord, Value, Year, YearUse
from pipeline.model import CountStatus, Relation

# 43件の大学知的財産本部の基盤整備: what is counted follows.
_FOLLOWING_SUBJECT = re.compile(r"の([^のをがにはで、。()\s]{2,20})")
# A longer text before a count is a sentence about something else.
LONGEST_SUBJECT = 24


def bind_count(
    row: Row, values: list[Value], index: int, group: list[Value], label: str, line: LineDraft, context: Context
) -> None:
    """Add the count at ``values[index]`` to its line."""
    value = values[index]
    assert isinstance(value, Counted)
    draft = CountDraft(row, value.start, value.end, value.value, value.unit, value.approximate)
    draft.status = _status(values, index, group, line)
    draft.fiscal_year = _year(group, context)
    draft.subject = _subject(row.text.text, value, label, line)
    _bind_parent(draft, values, index, group, line)
    line.counts.append(draft)


def _status(values: list[Value], index: int, group: list[Value], line: LineDraft) -> CountStatus | None:
    """The word after the count in its clause, else the one before it, else that of the count it is listed with."""
    for value in values[index + 1 :]:
        if isinstance(value, (Counted, Money, Arrow)):
            break
        if isinstance(value, StatusWord):
            return value.status
    before = [v for v in group if isinstance(v, StatusWord)]
    if before:
        return before[-1].status
    if any(isinstance(v, Year) and v.use is YearUse.SINCE for v in group):
        return CountStatus.STARTED
    same_row = [c for c in line.counts if c.row is line.counts[-1].row] if line.counts else []
    listed = not any(isinstance(v, (Year, RelationWord, Bracket, Arrow)) for v in group)
    return same_row[-1].status if same_row and listed and index and same_row[-1].end <= values[index].start else None


def _year(group: list[Value], context: Context) -> int | None:
    year = next((v for v in reversed(group) if isinstance(v, Year)), None)
    return context.year_of(year) if year else None


def _subject(text: str, value: Counted, label: str, line: LineDraft) -> str:
    following = _FOLLOWING_SUBJECT.match(text, value.end)
    if following and is_name(following.group(1)):
        return following.group(1)
    name = clean_label(label)
    if is_name(name) and 1 <= len(name) <= LONGEST_SUBJECT and name != value.unit:
        return name
    return line.label


def _bind_parent(draft: CountDraft, values: list[Value], index: int, group: list[Value], line: LineDraft) -> None:
    """A cohort, a うち or a subset by status belongs to the last total of its unit on the same line."""
    total = next((c for c in reversed(line.counts) if c.parent is None and c.unit == draft.unit), None)
    if total is None:
        return
    if (
        any(isinstance(v, RelationWord) and v.relation is Relation.OF_WHICH for v in group)
        or draft.status in (CountStatus.ENDED, CountStatus.PLANNED_END)
        and total.status is None
    ):
        draft.parent, draft.relation = total, Relation.OF_WHICH
    elif _is_cohort(draft, values, index, group) and draft.value < total.value:
        draft.parent, draft.relation = total, Relation.COMPONENT


def _is_cohort(draft: CountDraft, values: list[Value], index: int, group: list[Value]) -> bool:
    depth = sum(1 if v.opening else -1 for v in values[:index] if isinstance(v, Bracket))
    since = any(isinstance(v, Year) and v.use is YearUse.SINCE for v in group)
    relative = any(isinstance(v, Year) and v.relative is not None for v in group)
    return not relative and (since or depth > 0)
