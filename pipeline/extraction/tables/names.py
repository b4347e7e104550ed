"""The name of an entry as a new line: its label, number, marker and relation.

Belongs here: what the names' cells say. Does not belong here: which line it is part of (``parents``), figures (``cell_figures``).
"""

from __future__ import annotations

import re

from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.labels import clean_label, is_name
from pipeline.extraction.listing import Listing, read_listing
from pipeline.extraction.text.sentences import Sentence, sentence_of
from pipeline.language.values import Counted, MarkerWord, Noise, RelationWord

# A bare total: 計, 合計, 歳出合計.
_TOTAL = re.compile(r"^(?:合計|総計|小計|中計|計|総額|歳[入出]\W*(?:合計|総額|計))$")
_RELISTED = re.compile(r"[(〔](?:一部)?再掲[)〕][ \u3000]*")
_MARKED = "【([〔<《"


def draft_line(row: Row, table: str) -> LineDraft | None:
    """A new line from the text of a name; ``None`` where it holds no name."""
    text = row.text.text
    listing = read_listing(text, row.text.printed)
    sentence = sentence_of(row, listing.end, len(text), listing)
    if _is_count(sentence):
        return None
    label = _label(sentence, listing)
    squeezed = label.replace(" ", "").replace("\u3000", "")
    if _TOTAL.match(squeezed):
        label = squeezed
    if not is_name(label):
        return None
    line = LineDraft(row, listing.end, len(text), label, listing.number, listing.style, row.indent)
    line.is_total = bool(_TOTAL.match(label))
    line.table, line.tabular = table, True
    line.relation = next((v.relation for v in sentence.values[:3] if isinstance(v, RelationWord)), None)
    line.marker = next((v.marker for v in sentence.values if isinstance(v, MarkerWord) and _is_marked(text, v)), None)
    return line


def _is_marked(text: str, value: MarkerWord) -> bool:
    return value.start > 0 and text[value.start - 1] in _MARKED


def _label(sentence: Sentence, listing: Listing) -> str:
    """A name without its number, its marker and the counts behind it."""
    text = sentence.text[listing.end :]
    counts = [v for v in sentence.values if isinstance(v, Counted)]
    if counts:
        head = sentence.text[listing.end : counts[0].start].rstrip(" \u3000(")
        tail = _without_measures(sentence, counts[-1].end).strip(" \u3000)、")
        text = head if head and not tail else text
    for value in sentence.values:
        if isinstance(value, MarkerWord) and _is_marked(sentence.text, value):
            text = text.replace(sentence.text[value.start - 1 : value.end + 1], "")
    return clean_label(_RELISTED.sub("", text))


def _is_count(sentence: Sentence) -> bool:
    """1件 alone in its cell counts what another cell names."""
    first = sentence.values[0] if sentence.values else None
    whole = sentence.body.strip(" \u3000、。()")
    return isinstance(first, Counted) and sentence.text[first.start : first.end] == whole


def _without_measures(sentence: Sentence, start: int) -> str:
    """農園の借上 7か所 7,231m2: what stands behind the count but measures."""
    text = sentence.text[start:]
    for value in sentence.values:
        if isinstance(value, Noise) and value.why == "measure" and value.start >= start:
            text = text.replace(sentence.text[value.start : value.end], "")
    return text
