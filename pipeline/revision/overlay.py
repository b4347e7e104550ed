"""All that was said later, laid together: which correction of a figure is in force, and what found no figure.

Belongs here: what holds where several speak of one figure. Does not belong here: what each of them says (``corrections``,
``errata``), laying values over figures (the views do).

A person's entry overrules errata: it was written by somebody who may have read them. Errata that agree count once. Where they
contradict each other none is in force, and a person has to say what holds. What is corrected in one place is corrected wherever
the document prints the same figure of the same line again, unless that printing is corrected by itself (``repeats``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model import (
    Correction,
    CorrectionEntry,
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    Erratum,
    ExtractionIssue,
    Revised,
    Severity,
    Source,
    id_of,
)
from pipeline.revision import corrections, errata
from pipeline.revision.finding import Unfound, WrongEntries, find_document
from pipeline.revision.repeats import repeat_corrections

UNMATCHED = "erratum_unmatched"


@dataclass(frozen=True, slots=True)
class Published:
    """What is about to be published: all rows of ``documents`` and ``errata``, the files of raw/, and any document's facts.

    Only the facts of documents that a correction or an erratum names are asked for.
    """

    records: Sequence[DocumentRecord]
    errata: Sequence[Erratum]
    found: Sequence[Source]
    facts_of: Callable[[str], DocumentFacts]


def revise(entries: Sequence[CorrectionEntry], published: Published) -> Revised:
    """The corrections of a state and the issues of errata that fit no figure.

    ``WrongEntries`` with every entry that names no document or no figure, or one that another entry corrects. Entries about
    a withdrawn document rest.
    """
    reviewed = _reviewed(entries, published)
    printed, unmatched = _errata(published)
    taken = {_figure_id(one) for one in reviewed}
    overruled = [replace(one, in_force=False) for one, _ in printed if _figure_id(one) in taken]
    settled, contradicting = _settle([pair for pair in printed if _figure_id(pair[0]) not in taken])
    stated = (*reviewed, *overruled, *settled)
    repeats = repeat_corrections(stated, frozenset(map(_figure_id, stated)), published.facts_of)
    return Revised((*stated, *repeats), tuple(_issue(*one) for one in (*unmatched, *contradicting)))


def _reviewed(entries: Sequence[CorrectionEntry], published: Published) -> list[Correction]:
    uris = _uris(published)
    withdrawn = {one.document_id for one in published.records if one.status is DocumentStatus.WITHDRAWN}
    at: dict[str, str] = {}
    found: list[Correction] = []
    mistakes: list[str] = []
    for entry in entries:
        try:
            document_id = find_document(entry.document, uris)
            if document_id in withdrawn:
                continue
            corrected = corrections.corrections_of(entry, published.facts_of(document_id))
            known = next((at[_figure_id(one)] for one in corrected if _figure_id(one) in at), None)
            if known is not None:
                raise Unfound(f"{known} corrects the same figure: keep one of them")
        except Unfound as error:
            mistakes.append(f"{entry.at}: document {entry.document}: {error.args[0]}")
            continue
        found += corrected
        at |= {_figure_id(one): entry.at for one in corrected}
    if mistakes:
        raise WrongEntries("\n".join(mistakes))
    return found


def _uris(published: Published) -> Mapping[str, Sequence[str]]:
    """The paths of every document; a path at which other bytes lie now is no longer that of a withdrawn document."""
    present = {source.document_id: (source.source_uri, *source.other_uris) for source in published.found}
    taken = {path for paths in present.values() for path in paths}
    left = {one.document_id: (one.source_uri,) if one.source_uri not in taken else () for one in published.records}
    return {document_id: present.get(document_id, paths) for document_id, paths in left.items()}


def _errata(
    published: Published,
) -> tuple[list[tuple[Correction, Erratum]], list[tuple[Erratum, str]]]:
    """The corrections that errata give, each with its erratum, and the errata that give none, each with the reason."""
    records = {record.document_id: record for record in published.records}
    found: list[tuple[Correction, Erratum]] = []
    unmatched: list[tuple[Erratum, str]] = []
    for one in sorted(published.errata, key=lambda erratum: (erratum.document_id, erratum.ordinal)):
        try:
            corrected = errata.corrections_of(one, records[one.document_id], published.records, published.facts_of)
        except Unfound as error:
            unmatched.append((one, str(error.args[0])))
            continue
        found += [(correction, one) for correction in corrected]
    return found, unmatched


def _settle(
    printed: Sequence[tuple[Correction, Erratum]],
) -> tuple[list[Correction], list[tuple[Erratum, str]]]:
    """Of errata about one figure the first is in force if all agree, else none."""
    by_figure: dict[str, list[tuple[Correction, Erratum]]] = defaultdict(list)
    for pair in printed:
        by_figure[_figure_id(pair[0])].append(pair)
    settled: list[Correction] = []
    contradicting: list[tuple[Erratum, str]] = []
    for pairs in by_figure.values():
        agree = len({correction.corrected_value for correction, _ in pairs}) == 1
        settled += [replace(one, in_force=agree and at == 0) for at, (one, _) in enumerate(pairs)]
        if not agree:
            values = ", ".join(sorted({erratum.right_text for _, erratum in pairs}))
            reason = f"errata contradict each other ({values}): say in raw/corrections.yaml what holds"
            contradicting += [(erratum, reason) for _, erratum in pairs]
    return settled, contradicting


def _figure_id(correction: Correction) -> str:
    return correction.amount_id or correction.count_id or ""


def _issue(erratum: Erratum, reason: str) -> ExtractionIssue:
    key = f"{erratum.erratum_id}|{UNMATCHED}"
    return ExtractionIssue(
        id_of(key),
        erratum.document_id,
        None,
        UNMATCHED,
        Severity.WARNING,
        erratum.wrong_text,
        reason,
        erratum.place,
    )
