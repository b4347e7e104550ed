"""New lines: what a row gives one besides its name.

Belongs here: list number, marker, relation, place and table of a line at the moment it is made. Does not belong here: whose
figure is whose (``owners``).
"""

from __future__ import annotations

import re
from typing import TypeGuard

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.state import State
from pipeline.extraction.text.figures import Figure
from pipeline.extraction.text.naming import stands_apart
from pipeline.extraction.text.sentences import Sentence
from pipeline.language.values import MarkerWord, RelationWord, Value
from pipeline.model import Relation

TOTAL = re.compile(r"^(?:合計|総計|小計|計|総額|歳[入出]合計)$")


def new_line(sentence: Sentence, label: str, start: int, end: int, state: State) -> LineDraft:
    """A line that is not yet one of the document's (``open_line`` makes it one)."""
    row, listing = sentence.row, sentence.listing
    line = LineDraft(row, start, end, label, listing.number, listing.style, row.indent + sentence.inset)
    line.is_total = bool(TOTAL.match(label))
    line.table = f"{row.page}-{state.table}"
    line.outline = tuple(heading.words for heading in state.outline)
    line.headings = tuple(heading.line for heading in state.outline if heading.line is not None)
    line.frame, line.body = row.frame, state.frame or row.frame
    line.relation = next((v.relation for v in sentence.between(start, end) if _relates(v, sentence)), None)
    apply_markers(sentence, line)
    return line


def begin_line(figure: Figure, name: str, state: State) -> LineDraft:
    """A new line for a figure that has a name of its own; lines of one sentence are a list of their own."""
    line = new_line(figure.sentence, name, figure.start, figure.value.start, state)
    line.relation = figure.relation or (Relation.RELISTED if figure.is_relisted_behind else None)
    line.prose = figure.sentence.is_prose
    if line.prose:
        line.table = f"{line.table}-{figure.sentence.row.offset}"
    return line


def _relates(value: Value, sentence: Sentence) -> TypeGuard[RelationWord]:
    """Whether a word relates the whole line: (再掲) does, (一部再掲) says it of some of its parts."""
    return isinstance(value, RelationWord) and "一部" not in sentence.text[max(0, value.start - 2) : value.end]


def apply_markers(sentence: Sentence, line: LineDraft) -> None:
    """The first 新規, 拡充 … of the sentence that stands apart marks a line that has no marker yet."""
    for value in sentence.values:
        if isinstance(value, MarkerWord) and line.marker is None and stands_apart(sentence.text, value):
            line.marker = value.marker
