"""Small documents for the tests of extraction: texts, and drawn pages made word by word.

Belongs here: how a test writes down a document and what it compares. Does not belong here: expectations.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pipeline.extraction import extract
from pipeline.model import (
    Amount,
    Block,
    Box,
    BudgetLine,
    Count,
    CountStatus,
    Document,
    DocumentFacts,
    DocumentStatus,
    Line,
    Measure,
    Page,
    Phase,
    Relation,
    Source,
    Word,
)
from pipeline.reading.texts import read_text_pages

MILLION, OKU = 10**6, 10**8
LETTER = 12.0  # height of the letters on a drawn page; a full-width one is as wide


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as a test expects it; what is left out is not compared."""

    label: str
    yen: int | None
    year: int | None = None
    phase: Phase | None = None
    measure: Measure = Measure.BUDGET
    parent: str | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """A count as a test expects it."""

    subject: str
    value: int
    unit: str
    year: int | None = None
    status: CountStatus | None = None
    of: int | None = None
    relation: Relation | None = None


def facts_of(text: str) -> DocumentFacts:
    """Everything that a text says."""
    return extract(_document(read_text_pages(text.strip("\n"))))


def drawn(*pages: Page) -> DocumentFacts:
    """Everything that drawn pages say."""
    return extract(_document(pages))


def _document(pages: tuple[Page, ...]) -> Document:
    sha = hashlib.sha256("".join(page.text for page in pages).encode()).hexdigest()
    source = Source(sha[:16], sha, "sample.txt", "sample.txt", 1)
    return Document(source, "text/plain", DocumentStatus.EXTRACTED, None, len(pages), pages)


Placed = tuple[float, float, str]


def page(
    *blocks: tuple[Box | None, list[Placed]], width: float = 595.0, height: float = 842.0, number: int = 1
) -> Page:
    """A drawn page: blocks of lines, each line placed by its left and upper edge; blocks may stand in a frame."""
    elements: list[Block] = []
    parts: list[str] = []
    start = 0
    for frame, placed in blocks:
        lines: list[Line] = []
        for x, top, text in placed:
            box = Box(x, top, x + LETTER * len(text), top + LETTER)
            word = Word(text, box, start, start + len(text), LETTER)
            lines.append(Line((word,), box, start, start + len(text), LETTER))
            parts.append(text + "\n")
            start += len(text) + 1
        elements.append(Block(tuple(lines), _hull(lines), frame))
    return Page(number, width, height, "".join(parts), tuple(elements))


def _hull(lines: list[Line]) -> Box:
    return Box(
        min(line.box.x0 for line in lines),
        min(line.box.top for line in lines),
        max(line.box.x1 for line in lines),
        max(line.box.bottom for line in lines),
    )


def line_of(facts: DocumentFacts, line_id: str | None) -> BudgetLine | None:
    return next((line for line in facts.lines if line.line_id == line_id), None)


def labels(facts: DocumentFacts) -> list[str]:
    """The labels of all lines in reading order."""
    return [line.label for line in facts.lines]


def figures(facts: DocumentFacts, *fields: str) -> list[Figure]:
    """All amounts in reading order, with the fields named beside label and yen."""
    found = sorted(facts.amounts, key=lambda amount: (amount.place.page, amount.place.char_start))
    return [_figure(facts, amount, set(fields)) for amount in found]


def _figure(facts: DocumentFacts, amount: Amount, fields: set[str]) -> Figure:
    line = line_of(facts, amount.line_id)
    assert line is not None
    parent = line_of(facts, line.parent_line_id)
    stated = {
        "year": amount.fiscal_year,
        "phase": amount.phase,
        "measure": amount.measure,
        "parent": parent.label if parent else None,
        "relation": line.relation,
    }
    return Figure(line.label, amount.amount_yen, **{key: value for key, value in stated.items() if key in fields})  # type: ignore[arg-type]


def tallies(facts: DocumentFacts, *fields: str) -> list[Tally]:
    """All counts in reading order, with the fields named beside subject, value and unit."""
    found = sorted(facts.counts, key=lambda count: (count.place.page, count.place.char_start))
    return [_tally(facts, count, set(fields)) for count in found]


def _tally(facts: DocumentFacts, count: Count, fields: set[str]) -> Tally:
    whole = next((other for other in facts.counts if other.count_id == count.parent_count_id), None)
    stated = {
        "year": count.fiscal_year,
        "status": count.status,
        "of": whole.value if whole else None,
        "relation": count.relation,
    }
    kept = {key: value for key, value in stated.items() if key in fields}
    return Tally(count.subject, count.value, count.unit, **kept)  # type: ignore[arg-type]
