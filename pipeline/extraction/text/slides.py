"""The title of a slide, and the boxed amounts that are its own wherever on the slide they stand.

Belongs here: which row is the title, which rows are names at all, and when a box stands apart from all of them. Does not
belong here: frames as scopes (``scopes``), the order of the rules (``owners``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.labels import clean_label
from pipeline.extraction.state import State
from pipeline.extraction.text.lines import new_line
from pipeline.extraction.text.naming import words_between
from pipeline.extraction.text.sentences import Sentence, split_row
from pipeline.extraction.text.titles import is_title
from pipeline.language.values import Money
from pipeline.model import Box

# A box further than this many letters below a name is not the name's.
APART = 4.0


def note_title(rows: Sequence[Row], state: State) -> None:
    """Keep the slide's title, the name in the largest letters of its head, and the rows that may name other things.

    A title with its amount in the same row needs no box and is not kept. Whether a row names anything is asked only where a
    box stands beside it.
    """
    upper = [name for row in rows if state.slide_head and row.top <= state.slide_head for name in _names(row)]
    first = max(upper, key=lambda sentence: sentence.row.size, default=None)
    if first is None or any(isinstance(value, Money) for value in first.values):
        return
    state.slide_title = new_line(first, _label(first), first.start, first.end, state)
    names_more = sum(name.row is first.row for name in upper) > 1
    state.slide_names = tuple(row for row in rows if row is not first.row or names_more)


def title_of_box(row: Row, state: State) -> LineDraft | None:
    """The slide's title if a row stands in a box of its own, apart from every other name, and the title has no amount yet."""
    title = state.slide_title
    if title is None or title.has_budget or row.frame is None or state.frame is not None:
        return None
    near = (other for other in state.slide_names if _is_near(other, row.frame))
    return None if any(any(_names(other)) for other in near) else title


def _names(row: Row) -> Iterator[Sentence]:
    return (sentence for sentence in split_row(row) if is_title(sentence, _label(sentence)))


def _label(sentence: Sentence) -> str:
    return clean_label(words_between(sentence, sentence.start, sentence.end))


def _is_near(row: Row, box: Box) -> bool:
    """Whether a row stands in a box, at its height, or closely above it."""
    if row.box is None:
        return False
    beside = row.box.top < box.bottom and row.box.bottom > box.top
    over = row.box.x0 < box.x1 and row.box.x1 > box.x0
    return beside or over and 0 <= box.top - row.box.bottom <= APART * row.size
