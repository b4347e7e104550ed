"""The one place where the rooms are joined: a file to its facts, all facts to a published state.

Belongs here: the order of things, called by the Dagster assets and by ``yosan`` alike, and what happens when a document
makes the extractor fail. Does not belong here: how any step is done.
"""

from __future__ import annotations

import gc
import hashlib
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline import extraction, reading, reconciliation, sources, storage
from pipeline.model import (
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    ExtractionIssue,
    Reconciled,
    ReferenceAmount,
    RoundingMode,
    Severity,
    Source,
)
from pipeline.version import EXTRACTOR_VERSION

# What a mistake in a rule raises when it meets a text that nobody thought of. Not OSError or MemoryError: those are the
# machine's trouble, would hit the next document as well, and stop the run.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
ID_DIGITS = 16
LONGEST_MESSAGE = 200  # characters of an error's message in a status; some carry half a document


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file: its stored document in brief, and whether it had to be parsed for it."""

    source: Source
    outline: storage.Outline
    parsed: bool


@dataclass(frozen=True, slots=True)
class StoredReference:
    """An official data set that was loaded, whether it is new, and how well the project reviews loaded so far add up."""

    loaded: sources.LoadedReference
    fresh: bool
    agreement: tuple[sources.Agreement, ...]


class Progress(Protocol):
    """Who is told how a run gets on."""

    def start(self, source: Source, position: int, total: int) -> None:
        """The document at ``position`` of ``total``, counted from 1, is next."""

    def finish(self, ingested: Ingested) -> None:
        """It is stored."""

    def wait(self) -> None:
        """Another process holds the warehouse."""


def parse_file(path: Path, source: Source) -> DocumentFacts:
    """The facts of one file, read now and stored nowhere.

    A file that makes the extractor fail is a document with that for its status, so that it does not stop the others.
    """
    try:
        return extraction.extract(reading.read_document(path, source))
    except FAULTS as fault:
        return _facts_of_fault(source, fault)


def ingest(raw: Path, warehouse: Path, document_ids: Collection[str], progress: Progress) -> tuple[Ingested, ...]:
    """Parse those of the documents that the store does not hold whole under the present extractor.

    Documents that are no longer in raw/ are left out. The caller holds the lock.
    """
    found = [source for source in sources.find_files(raw) if source.document_id in document_ids]
    done: list[Ingested] = []
    for position, source in enumerate(found, start=1):
        progress.start(source, position, len(found))
        done.append(_ingest_one(raw, warehouse, source))
        progress.finish(done[-1])
    return tuple(done)


def list_unparsed(warehouse: Path, found: Iterable[Source]) -> list[Source]:
    """The documents that the store does not hold under the present extractor."""
    return [one for one in found if not storage.has_document(warehouse, one.document_id, EXTRACTOR_VERSION)]


def load_facts(raw: Path, warehouse: Path) -> tuple[tuple[Source, ...], tuple[DocumentFacts, ...]]:
    """The stored facts of the files that are in raw/ now; a part that is damaged on disk is parsed again."""
    found = sources.find_files(raw)
    return found, tuple(_load_or_parse(raw, warehouse, source) for source in found)


def reconcile(documents: Sequence[DocumentFacts], references: Sequence[ReferenceAmount] = ()) -> Reconciled:
    """The checks within each document, those between documents, and those against official data sets."""
    with _no_search_for_cycles():
        parts = [reconciliation.reconcile_document(facts) for facts in documents]
        parts.append(reconciliation.reconcile_across(documents))
        parts.append(reconciliation.reconcile_references(documents, references))
    return Reconciled(
        tuple(check for part in parts for check in part.checks),
        tuple(member for part in parts for member in part.members),
        tuple(revision for part in parts for revision in part.revisions),
        tuple(warning for part in parts for warning in part.warnings),
        tuple(references),
    )


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Checks are many small objects, all kept, none in a cycle: looking for cycles among them takes a third of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def publish(raw: Path, warehouse: Path) -> storage.State:
    """Build the state of what is in raw/ now and swap it in. The caller holds the lock."""
    found, printed = load_facts(raw, warehouse)
    documents = tuple(reconciliation.suggest(facts) for facts in printed)
    return storage.publish(warehouse, documents, found, reconcile(documents, storage.read_references(warehouse)))


def load_reference(path: Path, warehouse: Path, on_wait: Callable[[], None]) -> StoredReference:
    """Keep the figures of an official data set; every state that is published from now on has them."""
    loaded = sources.load_reference(path)
    with storage.warehouse_lock(warehouse, on_wait):
        fresh = storage.write_reference(warehouse, loaded.sha256, loaded.figures)
        return StoredReference(loaded, fresh, sources.review_agreement(storage.read_references(warehouse)))


def _ingest_one(raw: Path, warehouse: Path, source: Source) -> Ingested:
    """One document, parsed unless all of it is stored."""
    key = source.document_id, EXTRACTOR_VERSION
    parsed = not storage.has_document(warehouse, *key)
    if not parsed:
        try:
            return Ingested(source, storage.outline_document(warehouse, *key), parsed)
        except storage.CorruptedDocument:
            parsed = True
    _parse_and_store(raw, warehouse, source)
    return Ingested(source, storage.outline_document(warehouse, *key), parsed)


def _load_or_parse(raw: Path, warehouse: Path, source: Source) -> DocumentFacts:
    try:
        return storage.read_document(warehouse, source.document_id, EXTRACTOR_VERSION)
    except storage.CorruptedDocument:
        return _parse_and_store(raw, warehouse, source)


def _parse_and_store(raw: Path, warehouse: Path, source: Source) -> DocumentFacts:
    """Parse a file and keep its facts; facts that break the schema are the extractor's failure like any other."""
    facts = parse_file(raw / source.source_uri, source)
    try:
        storage.write_document(warehouse, facts)
    except storage.InvalidRows as fault:
        facts = _facts_of_fault(source, fault)
        storage.write_document(warehouse, facts)
    return facts


def _facts_of_fault(source: Source, fault: Exception) -> DocumentFacts:
    """A document without facts that says how the extractor failed on it, and where."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno} in {last.name}"
    message = " ".join(str(fault).split())[:LONGEST_MESSAGE].encode("utf-8", "replace").decode()
    reason = f"{type(fault).__name__} at {place}: {message}"
    detail = f"the extractor failed on this document ({reason}): report it together with the file"
    issue_id = hashlib.sha256(f"{source.document_id}\x1fextractor_failed".encode()).hexdigest()[:ID_DIGITS]
    issue = ExtractionIssue(issue_id, source.document_id, None, "extractor_failed", Severity.ERROR, "", reason, None)
    return DocumentFacts(_record_of_fault(source, detail), issues=(issue,))


def _record_of_fault(source: Source, detail: str) -> DocumentRecord:
    return DocumentRecord(
        document_id=source.document_id,
        sha256=source.sha256,
        file_name=source.file_name,
        source_uri=source.source_uri,
        media_type="application/octet-stream",
        byte_size=source.byte_size,
        page_count=None,
        title=None,
        issuer=None,
        fiscal_year=None,
        phase=None,
        released_on=None,
        retrieved_at=source.retrieved_at,
        status=DocumentStatus.UNREADABLE,
        status_detail=detail,
        replaced_by=None,
        withdrawn_on=None,
        rounding_mode=RoundingMode.UNKNOWN,
        extractor_version=EXTRACTOR_VERSION,
    )
