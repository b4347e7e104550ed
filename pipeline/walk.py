"""The one place where the rooms are joined: a file to its facts, all facts to a published state.

Belongs here: the order of things, called by the Dagster assets and by ``yosan`` alike. Does not belong here: how any step
is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import extraction, reading, reconciliation, sources, storage
from pipeline.extraction import EXTRACTOR_VERSION
from pipeline.model import DocumentFacts, Reconciled, Source


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one pass over raw/ did: how many files there are and how many of them had to be parsed."""

    found: int
    parsed: int


def parse_file(path: Path, source: Source) -> DocumentFacts:
    """The facts of one file, read now and stored nowhere."""
    return extraction.extract(reading.read_document(path, source))


def ingest(raw: Path, warehouse: Path, on_progress: Callable[[Source, bool], None]) -> Ingested:
    """Parse every file of raw/ that the store does not hold under the present extractor.

    ``on_progress`` is called for each file with whether it had to be parsed.
    """
    found = sources.find_files(raw)
    parsed = 0
    for source in found:
        known = storage.has_document(warehouse, source.document_id, EXTRACTOR_VERSION)
        if not known:
            storage.write_document(warehouse, parse_file(raw / source.source_uri, source))
            parsed += 1
        on_progress(source, not known)
    return Ingested(len(found), parsed)


def load_facts(raw: Path, warehouse: Path) -> tuple[tuple[Source, ...], tuple[DocumentFacts, ...]]:
    """The stored facts of the files that are in raw/ now; a part that is damaged on disk is parsed again."""
    found = sources.find_files(raw)
    return found, tuple(_load_or_parse(raw, warehouse, source) for source in found)


def _load_or_parse(raw: Path, warehouse: Path, source: Source) -> DocumentFacts:
    try:
        return storage.read_document(warehouse, source.document_id, EXTRACTOR_VERSION)
    except storage.CorruptedDocument:
        facts = parse_file(raw / source.source_uri, source)
        storage.write_document(warehouse, facts)
        return facts


def reconcile(documents: Sequence[DocumentFacts]) -> Reconciled:
    """The checks within each document and those between documents."""
    parts = [reconciliation.reconcile_document(facts) for facts in documents]
    parts.append(reconciliation.reconcile_across(documents))
    return Reconciled(
        tuple(check for part in parts for check in part.checks),
        tuple(member for part in parts for member in part.members),
    )


def publish(raw: Path, warehouse: Path) -> storage.State:
    """Build the state of what is in raw/ now and swap it in."""
    found, documents = load_facts(raw, warehouse)
    return storage.publish(warehouse, documents, found, reconcile(documents))
