"""Which line is part of which, where no word beside it says so.

Belongs here: the rules that find a line's parent in flowing text, each named in ``parent_rule``: numbering, indentation,
frames, the line that leads a section. Does not belong here: うち and 内訳 (``breakdown``), compositions named by an overview
(``compositions``), totals that neighbours make (``arithmetic``), tables (``tables``), checks (``reconciliation``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.text.scopes import encloses
from pipeline.model import Box, Relation

# Less than this many points to the right is the same indentation (one half-width column on the grid is 6).
INDENT_TOLERANCE = 4.0
# Items that start further to the right than this stand in another column.
COLUMN_SHIFT = 100.0
# A narrower frame this close below a title bar hangs on it.
BELOW_BAR = 24.0
# Boxes that share the width of a bar between them reach its edges; one that takes more than this of it is its neighbour.
SHARE_OF_BAR = 0.6
# A frame no higher than this many letters is a bar; below a higher one, boxes as wide as it are a new block.
BAR_HEIGHT = 3.0


def link_lines(lines: Sequence[LineDraft]) -> None:
    """Set parent, rule and relation of the lines that have none. Lines are in reading order."""
    _link_lists(lines)
    _link_frames(lines)
    _link_sections(lines)


def set_parent(line: LineDraft, parent: LineDraft, rule: str) -> None:
    """Make a line a component of another one, by a named rule."""
    line.parent, line.parent_rule = parent, rule
    line.relation = line.relation or Relation.COMPONENT


def is_free(line: LineDraft) -> bool:
    """Whether a line still needs a parent and may have one: it states a budget in flowing text and is no bare total."""
    return line.parent is None and not line.is_total and line.has_budget and not line.tabular and not line.heading


# ---------------------------------------------------------------- lists: numbering and indentation


def _link_lists(lines: Sequence[LineDraft]) -> None:
    stacks: dict[Box | None, list[LineDraft]] = defaultdict(list)
    for line in lines:
        if not is_free(line) or line.prose:
            continue
        stack = stacks[line.frame]
        _turn_page(stack, line)
        rule = _pop_to_parent(stack, line)
        if stack and rule:
            set_parent(line, stack[-1], rule)
        stack.append(line)


def _turn_page(stack: list[LineDraft], line: LineDraft) -> None:
    """On a new drawn page only a numbered list goes on."""
    if line.row.box is None or not stack or stack[-1].row.page == line.row.page:
        return
    numbered = line.style is not None and not line.style.startswith("bullet")
    stack[:] = [
        above for above in stack if numbered and above.style is not None and not above.style.startswith("bullet")
    ]


def _pop_to_parent(stack: list[LineDraft], line: LineDraft) -> str | None:
    """Take from the stack what cannot be above the line; the rule by which its new top is the parent."""
    if line.style is not None:
        for depth, above in enumerate(stack):
            if above.style == line.style and _stands_beside(line, above):
                del stack[depth:]
                return "numbering"
        while stack and stack[-1].indent > line.indent + INDENT_TOLERANCE:
            stack.pop()
        if stack and (stack[-1].style is not None or line.indent > stack[-1].indent + INDENT_TOLERANCE):
            return "numbering" if stack[-1].row.page == line.row.page else None
        stack.clear()
        return None
    while stack and (stack[-1].indent + INDENT_TOLERANCE >= line.indent or stack[-1].outline != line.outline):
        stack.pop()
    return "indentation" if stack and _is_item_below(line, stack[-1]) else None


def _stands_beside(line: LineDraft, above: LineDraft) -> bool:
    """Whether an item of the same style is no deeper; far to the right on a drawn page is another column."""
    shift = line.indent - above.indent
    return shift <= INDENT_TOLERANCE or line.row.box is not None and shift > COLUMN_SHIFT


def _is_item_below(line: LineDraft, above: LineDraft) -> bool:
    """On a drawn page only items of one list are compared by indentation: titles are centred, amounts stand anywhere."""
    if line.row.box is None:
        return True
    return line.row.page == above.row.page and _is_item(line) and _is_item(above)


def _is_item(line: LineDraft) -> bool:
    return any(amount.row is line.row for amount in line.amounts)


# ---------------------------------------------------------------- frames


def _link_frames(lines: Sequence[LineDraft]) -> None:
    """A box within a box is part of it: so are narrower boxes that hang on a title bar with an amount."""
    framed = [line for line in lines if line.has_budget and line.frame is not None]
    for line in framed:
        outer = [other for other in framed if other is not line and _frames_hold(other, line)]
        whole = min(outer, key=lambda other: _area(other.body), default=None)
        if is_free(line) and whole is not None:
            set_parent(line, whole, "frame")


def _frames_hold(outer: LineDraft, inner: LineDraft) -> bool:
    a, b = outer.body, inner.body
    if a is None or b is None or outer.row.page != inner.row.page or a == b:
        return False
    if encloses(a, b) and _area(a) > _area(b):
        return outer.row.offset < inner.row.offset
    inset = a.x0 + INDENT_TOLERANCE < b.x0 and b.x1 < a.x1 - INDENT_TOLERANCE
    inside = a.x0 - INDENT_TOLERANCE < b.x0 and b.x1 < a.x1 + INDENT_TOLERANCE
    bar = a.height <= BAR_HEIGHT * outer.row.size
    shares = bar and inside and b.width < SHARE_OF_BAR * a.width
    return (inset or shares) and 0 <= b.top - a.bottom <= BELOW_BAR


def _area(box: Box | None) -> float:
    return box.width * box.height if box else float("inf")


# ---------------------------------------------------------------- sections


def _link_sections(lines: Sequence[LineDraft]) -> None:
    """第三 科学技術の振興: 科学技術振興費は…。一 研究開発: …推進費は…: what the subsections name is part of what leads the section."""
    leads: dict[tuple[str, ...], LineDraft] = {}
    for line in lines:
        if not line.prose or not line.outline or line.is_total:
            continue
        leads.setdefault(line.outline, line)
        lead = next(
            (leads[line.outline[:n]] for n in range(len(line.outline) - 1, 0, -1) if line.outline[:n] in leads), None
        )
        if is_free(line) and lead is not None and fits_within(line, lead):
            set_parent(line, lead, "section_lead")


def fits_within(line: LineDraft, whole: LineDraft) -> bool:
    """Whether a line states a budget of a year and phase that the whole states too, and none that is larger."""
    limits = whole.budgets()
    pairs = [(amount.yen, limits[key].yen) for key, amount in line.budgets().items() if key in limits]
    return bool(pairs) and all(yen is not None and limit is not None and yen <= limit for yen, limit in pairs)
