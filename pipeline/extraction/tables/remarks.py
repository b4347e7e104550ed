"""What is said of an entry beside its figures: counts in its name, and remarks.

Belongs here: words. Does not belong here: figures in columns (``cell_figures``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extraction.cells import CellLine, row_of
from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.state import State
from pipeline.extraction.tables.cell_figures import unit_of
from pipeline.extraction.tables.zones import Entry
from pipeline.extraction.text.binding import bind_words
from pipeline.extraction.text.counting import bind_count
from pipeline.extraction.text.figures import figure_at
from pipeline.extraction.text.sentences import NO_LISTING, Sentence, sentence_of
from pipeline.language import read_values
from pipeline.language.values import Counted, MarkerWord, Money, Number, QualifierWord
from pipeline.model import Measure, Qualifier

_OF_ROWS = (Qualifier.INCLUDES_ESTIMATE, Qualifier.RESTATED, Qualifier.PORTION_OF)


def read_label_counts(line: LineDraft, state: State) -> None:
    """教育委員報酬(5人): a count in a name is a count of it."""
    sentence = sentence_of(line.row, line.start, len(line.row.text.text), NO_LISTING)
    for index, value in enumerate(sentence.values):
        if isinstance(value, Counted) and not value.per:
            _count(sentence, index, line, state)


def read_remarks(entry: Entry, line: LineDraft, state: State) -> None:
    """Markers, qualifiers and counts of the remarks beside an entry."""
    for row in _remark_rows(entry.remarks):
        sentence = sentence_of(row, 0, len(row.text.text), NO_LISTING)
        marker = next((v.marker for v in sentence.values if isinstance(v, MarkerWord)), None)
        line.marker = line.marker or marker
        _qualify(line, sentence)
        state.current, state.pending, state.item = line, None, None
        with unit_of(None, state):
            bind_words(sentence, state)


def _qualify(line: LineDraft, sentence: Sentence) -> None:
    """推計額を含む in the remarks holds for the figures of the row."""
    word = next((v for v in sentence.values if isinstance(v, QualifierWord) and v.qualifier in _OF_ROWS), None)
    if word is None or any(isinstance(v, (Money, Number)) for v in sentence.values):
        return
    for amount in line.amounts:
        if amount.measure is Measure.BUDGET and amount.qualifier is None:
            amount.qualifier = word.qualifier


def _count(sentence: Sentence, index: int, line: LineDraft, state: State) -> None:
    bind_count(figure_at(sentence, index, sentence.start), line.label, line, state.context)


def _remark_rows(lines: Sequence[CellLine]) -> Iterator[Row]:
    """The lines of a remark, those joined that go on with what stands above them."""
    group: list[CellLine] = []
    for line in lines:
        if group and not _goes_on(group, line):
            yield row_of(group)
            group = []
        group.append(line)
    if group:
        yield row_of(group)


def _goes_on(group: Sequence[CellLine], line: CellLine) -> bool:
    """A figure or word broken at the line end (4地 / 域), a figure alone (10地域), a bracket: no statement of its own."""
    above, text = row_of(group).text.text, line.text.strip(" \u3000")
    if text[:1] in "(〔" or above.count("(") > above.count(")"):
        return True
    values = read_values(text).values
    if len(values) == 1 and isinstance(values[0], (Counted, Money)) and values[0].end - values[0].start == len(text):
        return True
    joint = read_values(above + text).values
    return any(isinstance(v, (Counted, Money)) and v.start < len(above) < v.end for v in joint)
