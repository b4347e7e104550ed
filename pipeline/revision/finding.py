"""The documents and the figures that a correction or a withdrawal names.

Belongs here: from an id, its beginning or a path to a document; the figures of a page, amounts and counts alike. Does not
belong here: what is said of them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import DocumentFacts
from pipeline.revision.values import YEN, same_print

LISTED = 8  # figures that an error names


class WrongEntries(ValueError):
    """Entries that fit no document or no figure; the message has a line per entry, with its file and line."""


class Unfound(Exception):
    """What is named is not there, or not once; the message says why, and what is there instead."""


class Several(Unfound):
    """What is named is there more than once; the message lists what is meant by it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount or a count as a correction sees it; ``value`` is in yen or in things of ``unit``."""

    amount_id: str | None
    count_id: str | None
    document_id: str
    page: int
    char_start: int
    text: str
    value: int | None
    unit: str
    unit_text: str | None
    label: str
    evidence: str

    @property
    def figure_id(self) -> str:
        return self.amount_id or self.count_id or ""

    def described(self) -> str:
        """The figure with its label, as an error names it."""
        return f"{self.text} ({self.label})" if self.label else self.text


def find_document(reference: str, uris: Mapping[str, Sequence[str]]) -> str:
    """The document_id that a person means by an id, the beginning of one, or a path below raw/.

    ``uris`` has the paths of every document. ``Unfound`` with the reason where it is none, ``Several`` where it is several.
    """
    named = [key for key, paths in uris.items() if reference in paths]
    found = named or [key for key in uris if reference and key.startswith(reference.lower())]
    if not found:
        raise Unfound(_say_none(reference, uris))
    if len(named) > 1:
        raise Several(
            f"{len(named)} documents have the path {reference}: name one by its id: {', '.join(sorted(named)[:LISTED])}"
        )
    if len(found) > 1:
        raise Several(f"{reference} begins {len(found)} ids: {', '.join(sorted(found)[:LISTED])}: write more of it")
    return found[0]


def _say_none(reference: str, uris: Mapping[str, Sequence[str]]) -> str:
    """That no document is meant, and which there are: first those whose paths look most like what was written."""
    said = f"no document has the id or the path {reference}" if reference else "no document is named"
    if not uris:
        return f"{said}, as there are none"
    named = sorted(
        (min(paths, key=lambda path: -_likeness(path, reference), default=""), key) for key, paths in uris.items()
    )
    alike = sorted(named, key=lambda one: -_likeness(one[0], reference))  # stable: paths in their order
    listed = ", ".join(f"{key} ({path})" if path else key for path, key in alike[:LISTED])
    more = f" and {len(uris) - LISTED:,} more, as the table documents lists them" if len(uris) > LISTED else ""
    return f"{said}: there are {listed}{more}: write an id, the beginning of one, or a path"


def figures_of(facts: DocumentFacts, page: int) -> list[Figure]:
    """The figures that a page prints, in reading order."""
    found = [figure for figure in _figures(facts) if figure.page == page]
    return sorted(found, key=lambda figure: (figure.char_start, figure.figure_id))


def at_one_place(figures: Sequence[Figure]) -> bool:
    """Whether figures are one printed expression; it may stand for several lines."""
    return len({figure.char_start for figure in figures}) == 1


def is_beside(figure: Figure, item: str) -> bool:
    """Whether the figure's line is named so: one of the two names holds the other, or the printed line holds it."""
    wanted, label = same_print(item), same_print(figure.label)
    return wanted in label or wanted in same_print(figure.evidence) or bool(label) and label in wanted


def list_alike(figures: Sequence[Figure], printed: str) -> str:
    """Those of the figures that look most like a text, for an error."""
    if not figures:
        return "no figure"
    by_likeness = sorted(figures, key=lambda one: -_likeness(one.text, printed))  # stable: reading order
    listed = list(dict.fromkeys(figure.described() for figure in by_likeness))
    more = f" and {len(listed) - LISTED} more" if len(listed) > LISTED else ""
    return ", ".join(listed[:LISTED]) + more


def _likeness(text: str, printed: str) -> float:
    return difflib.SequenceMatcher(None, same_print(text), same_print(printed)).ratio()


def _figures(facts: DocumentFacts) -> Iterator[Figure]:
    labels = {line.line_id: line.label for line in facts.lines}
    for amount in facts.amounts:
        yield Figure(
            amount.amount_id, None, amount.document_id, amount.place.page, amount.place.char_start, amount.amount_text,
            amount.amount_yen, YEN, amount.unit_text, labels[amount.line_id], amount.evidence,
        )  # fmt: skip
    for count in facts.counts:
        yield Figure(
            None, count.count_id, count.document_id, count.place.page, count.place.char_start, count.count_text,
            count.value, count.unit, None, labels.get(count.line_id or "", count.subject), count.evidence,
        )  # fmt: skip
