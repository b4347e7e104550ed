"""Names that wait for their figure: titles, bulleted names, names at the same height.

Belongs here: which waiting name a nameless figure belongs to, and what becomes of a title over bulleted items. Does not
belong here: which rows are names (``titles``), the order of the rules (``owners``).
"""

from __future__ import annotations

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.state import State, add_line, open_line
from pipeline.extraction.text.figures import Figure
from pipeline.model import Relation

# Words this close in height (in letters) stand on one line.
ONE_HEIGHT = 0.5


def take_waiting(state: State, figure: Figure | None = None) -> LineDraft | None:
    """The name that waits for a figure: the last one printed; a bullet's words are about no bullet beside it."""
    item = None if figure is not None and _stands_beside(state.item, figure) else state.item
    waiting = item or state.pending
    return open_waiting(state, waiting) if waiting is not None else None


def _stands_beside(item: LineDraft | None, figure: Figure) -> bool:
    return item is not None and item.style is not None and item.style == figure.sentence.listing.style


def open_waiting(state: State, line: LineDraft) -> LineDraft:
    """Open a name that waited; a bulleted one leaves the title above it waiting for the next item."""
    if (line.style or "").startswith("bullet") and has_open_title(line, line.row.page, state):
        return item_of_title(line, state)
    open_line(line, state)
    return line


def lists_under_title(figure: Figure, state: State) -> bool:
    """Bulleted items with their figures on a slide whose title has none."""
    sentence = figure.sentence
    bulleted = (sentence.listing.style or "").startswith("bullet") and not sentence.is_prose
    return bulleted and has_open_title(None, sentence.row.page, state)


def has_open_title(line: LineDraft | None, page: int, state: State) -> bool:
    """Whether the slide's title has no figure of its own, so that the bulleted names below it are its parts."""
    title = state.pending
    if state.slide_head is None or title is None or title is line:
        return False
    return title.row.page == page and title.style is None


def item_of_title(line: LineDraft, state: State) -> LineDraft:
    """Open a bulleted line as a part of the title above it, which goes on waiting for the next item."""
    title = state.pending
    assert title is not None
    add_line(title, state)
    line.parent, line.parent_rule, line.relation = title, "title_over_items", line.relation or Relation.COMPONENT
    open_line(line, state)
    state.pending = title
    return line
