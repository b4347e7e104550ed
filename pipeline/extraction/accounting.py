"""Is every money or count expression accounted for? A second, simple scan that shares nothing with the grammar.

Belongs here: plain patterns over the printed text, and the spans that no fact and no issue covers. Does not belong here:
the figure grammar; sharing it would make both blind to the same thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from pipeline.model import DocumentFacts

_DIGIT = "0-9０-９"
_MONEY = re.compile(rf"[{_DIGIT}][{_DIGIT},，.．]*[ 　]?(?:百万円|千円|億円|万円|兆円|円)")
# 003 地域振興費: a number that begins with 0 is a code.
_COUNT = re.compile(
    rf"(?<![{_DIGIT}])(?![0０][{_DIGIT}])[{_DIGIT}][{_DIGIT},，]*[ 　]?(?:地域|拠点|[かカヵヶ]所|箇所|件)(?![一-鿿ァ-ヶ])"
)


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """An expression of the printed text that is in no table. Offsets are those of ``PageRecord.text``."""

    document_id: str
    page: int
    start: int
    end: int
    text: str


def unaccounted(facts: DocumentFacts) -> tuple[Unaccounted, ...]:
    """The expressions of a document that are in ``amounts``, ``counts`` and ``extraction_issues`` nowhere."""
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    places = [a.place for a in facts.amounts] + [c.place for c in facts.counts]
    for place in places + [i.place for i in facts.issues if i.place is not None]:
        covered[place.page].append((place.char_start, place.char_end))
    missing: list[Unaccounted] = []
    for page in facts.pages:
        for start, end in _expressions(page.text):
            if not any(a < end and start < b for a, b in covered[page.page]):
                missing.append(Unaccounted(facts.record.document_id, page.page, start, end, page.text[start:end]))
    return tuple(missing)


def _expressions(text: str) -> list[tuple[int, int]]:
    return sorted((m.start(), m.end()) for pattern in (_MONEY, _COUNT) for m in pattern.finditer(text))
