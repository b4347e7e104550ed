"""A person's entries to corrections: each must name one printed figure, and say what holds instead.

Belongs here: which figure an entry means, and why it means none. Does not belong here: errata (``errata``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.model import (
    Correction,
    CorrectionEntry,
    CorrectionSource,
    DocumentFacts,
    DocumentRecord,
    Erratum,
    id_of,
)
from pipeline.revision.finding import LISTED, Figure, Unfound, at_one_place, figures_of, is_beside, list_alike
from pipeline.revision.values import YEN, same_print, value_of


def corrections_of(entry: CorrectionEntry, facts: DocumentFacts) -> tuple[Correction, ...]:
    """What an entry says of a document: a correction for each figure at the one place that it names.

    ``Unfound`` with the reason where it names no figure, several, or no value.
    """
    figures = _find(entry, facts)
    return tuple(
        correct(figure, _corrected(entry, figure), entry.reason, entry.who, entry.corrected_on) for figure in figures
    )


def correct(
    figure: Figure,
    value: int,
    reason: str,
    who: str | None,
    corrected_on: date | None,
    by: tuple[Erratum, DocumentRecord] | None = None,
) -> Correction:
    """A figure's correction by a person, or ``by`` an erratum and its document; its id is made from the figure and from which."""
    erratum, record = by or (None, None)
    source = CorrectionSource.REVIEWED if erratum is None else CorrectionSource.ERRATUM
    return Correction(
        id_of(f"{figure.figure_id}|{source if erratum is None else erratum.erratum_id}"),
        figure.amount_id,
        figure.count_id,
        figure.document_id,
        figure.page,
        figure.text,
        figure.value,
        value,
        figure.unit,
        reason,
        who,
        corrected_on,
        source,
        erratum.erratum_id if erratum else None,
        record.document_id if record else None,
        True,
    )


def _find(entry: CorrectionEntry, facts: DocumentFacts) -> list[Figure]:
    """The figures that stand where the entry says."""
    on_page = figures_of(facts, entry.page)
    printed = [figure for figure in on_page if same_print(figure.text) == same_print(entry.printed)]
    found = [figure for figure in printed if entry.beside is None or is_beside(figure, entry.beside)]
    if not found:
        raise Unfound("; ".join(_why_none(entry, facts, on_page, printed)))
    if not at_one_place(found):
        labels = ", ".join(dict.fromkeys(figure.label for figure in found))
        raise Unfound(f"page {entry.page} prints {entry.printed} several times ({labels}): name one with beside")
    return found


def _why_none(
    entry: CorrectionEntry, facts: DocumentFacts, on_page: Sequence[Figure], printed: Sequence[Figure]
) -> Iterator[str]:
    if printed:
        yield f"page {entry.page} prints {entry.printed} beside {list_alike(printed, entry.printed)}"
        yield f"none of them is beside {entry.beside}"
        return
    beside = [figure for figure in on_page if entry.beside is not None and is_beside(figure, entry.beside)]
    yield f"page {entry.page} no longer prints {entry.printed}; what is printed there: {list_alike(beside or on_page, entry.printed)}"
    elsewhere = sorted(
        {page.page for page in facts.pages if page.page != entry.page and _prints(facts, page.page, entry)}
    )
    if elsewhere:
        yield f"it is printed on page {', '.join(map(str, elsewhere[:LISTED]))}"


def _prints(facts: DocumentFacts, page: int, entry: CorrectionEntry) -> bool:
    return any(same_print(figure.text) == same_print(entry.printed) for figure in figures_of(facts, page))


def _corrected(entry: CorrectionEntry, figure: Figure) -> int:
    """The value that the entry states; a text without a unit is refused: nobody could say in which unit it is."""
    if isinstance(entry.corrected, int):
        return entry.corrected
    value = value_of(entry.corrected, figure.unit, None)
    if value is None:
        example = "whole yen or an amount such as 1,234百万円" if figure.unit == YEN else f"a number or 12{figure.unit}"
        raise Unfound(f"corrected: {entry.corrected} is no value for {figure.text}: write {example}")
    return value
