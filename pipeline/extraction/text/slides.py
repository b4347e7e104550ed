"""The title of a slide, and the boxed amounts that are its own wherever on the slide they stand.

Belongs here: which row is the title, which rows are names at all, and when a box stands apart from all of them. Does not
belong here: frames as scopes (``scopes``), the order of the rules (``owners``).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.labels import clean_label
from pipeline.extraction.state import State
from pipeline.extraction.text.lines import new_line
from pipeline.extraction.text.naming import words_between
from pipeline.extraction.text.rows import read_rows
from pipeline.extraction.text.sentences import Sentence, split_row
from pipeline.extraction.text.titles import is_title
from pipeline.language.values import Money
from pipeline.model import Box, Page

# A box further than this many letters below a name is not the name's.
APART = 4.0


def note_title(page: Page, state: State) -> None:
    """Keep the slide's title, the name in the largest letters of its head, and the rows that name other things.

    A title with its amount in the same row needs no box and is not kept.
    """
    named = list(_names(page))
    upper = [sentence for sentence in named if state.slide_head and sentence.row.top <= state.slide_head]
    first = max(upper, key=lambda sentence: sentence.row.size, default=None)
    if first is None or any(isinstance(value, Money) for value in first.values):
        return
    state.slide_title = new_line(first, _label(first), first.start, first.end, state)
    state.slide_names = tuple(sentence.row for sentence in named if sentence is not first)


def title_of_box(row: Row, state: State) -> LineDraft | None:
    """The slide's title if a row stands in a box of its own, apart from every other name, and the title has no amount yet."""
    title = state.slide_title
    if title is None or title.has_budget or row.frame is None or state.frame is not None:
        return None
    return None if any(_is_near(name, row.frame) for name in state.slide_names) else title


def _names(page: Page) -> Iterator[Sentence]:
    for row in read_rows(page):
        yield from (sentence for sentence in split_row(row) if is_title(sentence, _label(sentence)))


def _label(sentence: Sentence) -> str:
    return clean_label(words_between(sentence, sentence.start, sentence.end))


def _is_near(name: Row, box: Box) -> bool:
    """Whether a name stands in a box, at its height, or closely above it."""
    if name.box is None:
        return False
    beside = name.box.top < box.bottom and name.box.bottom > box.top
    over = name.box.x0 < box.x1 and name.box.x1 > box.x0
    return beside or over and 0 <= box.top - name.box.bottom <= APART * name.size
