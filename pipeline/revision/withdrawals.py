"""Documents that no longer count: their facts leave, their rows stay and say why.

Belongs here: which documents a list of withdrawals means and what is left of them. Does not belong here: writing the list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.model import (
    ID_DIGITS,
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    KnownDocument,
    RoundingMode,
    Source,
    Withdrawal,
    document_id_of,
)
from pipeline.revision.finding import Unfound, WrongEntries, find_document
from pipeline.version import EXTRACTOR_VERSION


def stand_down(facts: DocumentFacts, entry: Withdrawal) -> DocumentFacts:
    """A withdrawn document without its facts."""
    return DocumentFacts(_withdrawn(facts.record, entry))


def gone(named: Mapping[str, Withdrawal], present: Collection[str]) -> tuple[DocumentFacts, ...]:
    """The withdrawn documents whose file is gone: those that are not ``present`` in raw/."""
    return tuple(
        DocumentFacts(_withdrawn(_remembered(document_id, entry.known), entry))
        for document_id, entry in sorted(named.items())
        if document_id not in present and entry.known is not None
    )


def resolve_withdrawals(withdrawals: Sequence[Withdrawal], found: Sequence[Source]) -> dict[str, Withdrawal]:
    """The entries by document_id, ``replaced_by`` as a document_id, too; ``WrongEntries`` with all that are wrong."""
    uris = {source.document_id: (source.source_uri, *source.other_uris) for source in found}
    uris |= {
        document_id_of(entry.known.sha256): uris.get(document_id_of(entry.known.sha256), (entry.known.source_uri,))
        for entry in withdrawals
        if entry.known is not None
    }
    named: dict[str, Withdrawal] = {}
    mistakes: list[str] = []
    for entry in withdrawals:
        try:
            document_id, resolved = _resolve(entry, uris)
            if document_id in named:
                raise Unfound(f"{entry.document} is withdrawn by {named[document_id].at} already: keep one of them")
            named[document_id] = resolved
        except Unfound as error:
            mistakes.append(f"{entry.at}: {error.args[0]}")
    if mistakes:
        raise WrongEntries("\n".join(mistakes))
    return named


def _resolve(entry: Withdrawal, uris: Mapping[str, Sequence[str]]) -> tuple[str, Withdrawal]:
    """The document and the entry with whole ids."""
    try:
        document_id = find_document(entry.document, uris)
    except Unfound as error:
        raise Unfound(f"{error.args[0]}: take the entry out, or record it with `yosan withdraw`") from error
    if entry.replaced_by is None or _is_whole_id(entry.replaced_by):
        return document_id, entry
    return document_id, replace(entry, replaced_by=find_document(entry.replaced_by, uris))


def _is_whole_id(reference: str) -> bool:
    """A whole id may be that of a document which has itself left raw/."""
    return len(reference) == ID_DIGITS and set(reference) <= set("0123456789abcdef")


def _withdrawn(record: DocumentRecord, entry: Withdrawal) -> DocumentRecord:
    return replace(
        record,
        status=DocumentStatus.WITHDRAWN,
        status_detail=entry.why,
        replaced_by=entry.replaced_by,
        withdrawn_on=entry.withdrawn_on,
    )


def _remembered(document_id: str, known: KnownDocument) -> DocumentRecord:
    """The row of a document whose file is gone, from what its entry says of it."""
    return DocumentRecord(
        document_id, known.sha256, PurePosixPath(known.source_uri).name, known.source_uri, known.media_type,
        known.byte_size, known.page_count, known.title, known.issuer, known.fiscal_year, known.phase, None, None,
        DocumentStatus.WITHDRAWN, None, None, None, RoundingMode.UNKNOWN, EXTRACTOR_VERSION,
    )  # fmt: skip
