"""Headings without a figure over the lines that they head: Ⅰ 学術の振興 over 1．学術情報の整備 48億円.

Belongs here: which heading of the outline becomes a line, and of what it is the parent. Does not belong here: parents that state
a figure of their own (``hierarchy``, ``arithmetic``), headings of budget books (``text.accounts``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.structure.hierarchy import INDENT_TOLERANCE, is_free, set_parent

RULE = "heading"
# A heading over a single line is a title of it as often as not.
FEWEST_LINES = 2


def link_headings(lines: Sequence[LineDraft]) -> list[LineDraft]:
    """Link the lines that have no parent to the heading above them; the headings that thereby become lines."""
    headed: dict[int, list[LineDraft]] = defaultdict(list)
    headings: dict[int, LineDraft] = {}
    for line in lines:
        heading = _heading_of(line)
        if heading is not None:
            headings[id(heading)] = heading
            headed[id(heading)].append(line)
    used = [heading for key, heading in headings.items() if len(headed[key]) >= FEWEST_LINES]
    for heading in used:
        heading.opened = True
        for line in headed[id(heading)]:
            set_parent(line, heading, RULE)
    return [*used, *_link_upwards(used)]


def _heading_of(line: LineDraft) -> LineDraft | None:
    """The innermost heading above a line that states a budget, on its page if the page is drawn."""
    if not is_free(line) or line.prose or not line.headings:
        return None
    heading = line.headings[-1]
    below = line.style is not None or line.indent > heading.indent + INDENT_TOLERANCE
    near = line.row.box is None or heading.row.page == line.row.page
    own = heading.opened or heading.amounts or heading.counts or heading.style == line.style
    return heading if below and near and not own else None


def _link_upwards(used: Sequence[LineDraft]) -> list[LineDraft]:
    """Two headings or more below one are its parts: Ⅰ over 1 and 2, each with its lines."""
    outer: dict[int, LineDraft] = {}
    below: dict[int, list[LineDraft]] = defaultdict(list)
    for heading in used:
        if heading.headings and heading.parent is None:
            above = heading.headings[-1]
            outer[id(above)] = above
            below[id(above)].append(heading)
    fresh = [above for key, above in outer.items() if len(below[key]) >= FEWEST_LINES and _may_head(above, below[key])]
    for above in fresh:
        for heading in below[id(above)]:
            set_parent(heading, above, RULE)
    unopened = [above for above in fresh if not above.opened]
    for above in unopened:
        above.opened = True
    return [*unopened, *(_link_upwards(unopened) if unopened else [])]


def _may_head(above: LineDraft, headings: Sequence[LineDraft]) -> bool:
    """A heading without a figure, and on the page of the headings below it if the page is drawn."""
    near = all(one.row.box is None or one.row.page == above.row.page for one in headings)
    return near and not above.amounts and not above.counts
