"""Withdrawing a document, and taking that back: the rooms joined for one entry of a list.

Belongs here: what ``yosan withdraw`` does. Does not belong here: the list (``sources``), what is left of a withdrawn document
(``revision``), the order of a run (``walk``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline import revision, sources, storage
from pipeline.model import KnownDocument, Source, Withdrawal

UNKNOWN_TYPE = "application/octet-stream"  # of a file in which nobody has looked yet


def withdraw(
    raw: Path, warehouse: Path, reference: str, why: str, replaced_by: str | None, withdrawn_on: date | None
) -> Withdrawal:
    """Record in raw/ that a document no longer counts; what is published next follows. The caller holds the lock.

    ``reference`` and ``replaced_by`` are ids, beginnings of ids or paths below raw/, of documents in raw/ or in the published
    state. ``revision.Unfound`` where one of them is none, or the document is withdrawn already.
    """
    found = sources.find_files(raw)
    known = _known_documents(warehouse, found)
    uris = _paths_of(known, found)
    document_id = revision.find_document(reference, uris)
    entry = revision.resolve_withdrawals(sources.read_withdrawals(raw), found).get(document_id)
    if entry is not None:
        raise revision.Unfound(f"{document_id} is withdrawn already, by {entry.at}: take that back first (--undo)")
    successor = revision.find_document(replaced_by, uris) if replaced_by is not None else None
    if successor == document_id:
        raise revision.Unfound(f"{document_id} cannot replace itself: name another document")
    withdrawal = Withdrawal("", document_id, why, successor, withdrawn_on, known[document_id])
    sources.add_withdrawal(raw, withdrawal)
    return withdrawal


def undo_withdrawal(raw: Path, reference: str) -> Withdrawal:
    """Take the entry of a withdrawn document out of the list; ``revision.Unfound`` where there is none. The caller holds
    the lock."""
    found = sources.find_files(raw)
    entries = revision.resolve_withdrawals(sources.read_withdrawals(raw), found)
    paths = {source.document_id: (source.source_uri, *source.other_uris) for source in found}
    known = {key: (entry.known.source_uri,) if entry.known else () for key, entry in entries.items()}
    try:
        document_id = revision.find_document(reference, {key: paths.get(key, known[key]) for key in entries})
    except revision.Unfound as error:
        raise revision.Unfound(f"no such document is withdrawn: {error}") from error
    sources.remove_withdrawal(raw, entries[document_id].at)
    return replace(entries[document_id], document=document_id)


def _known_documents(warehouse: Path, found: Iterable[Source]) -> dict[str, KnownDocument]:
    """What is known of each document: as published, else what its file alone tells."""
    known = {
        source.document_id: KnownDocument(source.sha256, source.source_uri, UNKNOWN_TYPE, source.byte_size)
        for source in found
    }
    return known | storage.known_documents(warehouse)


def _paths_of(known: Mapping[str, KnownDocument], found: Iterable[Source]) -> dict[str, tuple[str, ...]]:
    """The paths of each document, as they are now."""
    paths = {document_id: (one.source_uri,) for document_id, one in known.items()}
    return paths | {source.document_id: (source.source_uri, *source.other_uris) for source in found}
