"""The one place where the rooms are joined: a file to its facts, all facts to a published state.

Belongs here: the order of things, called by the Dagster assets and by ``yosan`` alike, and what happens when a document
makes the extractor fail. Does not belong here: how any step is done.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
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
from pipeline.version import EXTRACTOR_VERSION, PUBLISHER_VERSION, RECONCILER_VERSION

# What a mistake in a rule raises when it meets a text that nobody thought of. Not OSError or MemoryError: those are the
# machine's trouble, would hit the next document as well, and stop the run.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
ID_DIGITS = 16
DOCUMENTS_AT_ONCE = 64  # compared with their neighbours while all of these are in memory
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


def publish(raw: Path, warehouse: Path) -> storage.State:
    """Build the state of what is in raw/ now and swap it in. The caller holds the lock.

    Rows that the present state has are taken from it: what does not change costs no more than being copied. The result is
    the same, byte for byte, as without it.
    """
    found = sources.find_files(raw)
    try:
        return storage.publish_gathered(warehouse, _gather(raw, warehouse, found, storage.open_present(warehouse)))
    except storage.DamagedState:
        return storage.publish_gathered(warehouse, _gather(raw, warehouse, found, storage.Present(None)))


def _gather(raw: Path, warehouse: Path, found: Sequence[Source], present: storage.Present) -> storage.Gathered:
    """The rows of the next state: those of the present one that stay, those of new documents, and what several decide."""
    references = storage.read_references(warehouse)
    data_sets = tuple(sorted({figure.source_sha256 for figure in references}))
    marks = {source.document_id: mark_of(source, data_sets) for source in found}
    fresh = storage.Fresh()
    fresh.add_references(storage.read_reference_rows(warehouse))
    for source in found:
        if present.marks.get(source.document_id) != marks[source.document_id]:
            fresh.add(_settle(raw, warehouse, source), source, marks[source.document_id])
    neighbourhood = storage.Neighbourhood(present, fresh, present.marks.keys() - marks.keys())
    change = neighbourhood.change
    source_of = {source.document_id: source for source in found}
    for document_id in sorted(change.affected - change.fresh):
        fresh.add_checks(_settle(raw, warehouse, source_of[document_id]))
    for batch, around in neighbourhood.batches(DOCUMENTS_AT_ONCE):
        documents = [_settled_facts(raw, warehouse, source_of[document_id]) for document_id in sorted(around)]
        fresh.add_checks(storage.checks_to_rows(reconciliation.reconcile_across(documents, batch)))
    for document_id in sorted(change.affected if references else ()):
        facts = _settled_facts(raw, warehouse, source_of[document_id])
        fresh.add_checks(storage.checks_to_rows(reconciliation.reconcile_references([facts], references)))
    return storage.Gathered(fresh, present, change.fresh | change.gone, change.affected | change.gone)


def mark_of(source: Source, data_sets: Sequence[str] = ()) -> str:
    """What a document's rows in a state are made of: its bytes under their names, the rules, and what it is checked against."""
    names = (source.document_id, source.source_uri, *source.other_uris, str(source.retrieved_at))
    rules = (EXTRACTOR_VERSION, RECONCILER_VERSION, PUBLISHER_VERSION)
    return hashlib.sha256("\x1f".join((*names, *rules, *data_sets)).encode()).hexdigest()[:ID_DIGITS]


def _settle(raw: Path, warehouse: Path, source: Source) -> storage.Rows:
    """All that a document adds to a state by itself; decided, and even read, only where that is not stored."""
    key = source.document_id, EXTRACTOR_VERSION, RECONCILER_VERSION
    try:
        return storage.read_settled(warehouse, *key)
    except (storage.NotSettled, storage.CorruptedDocument):
        printed = _load_or_parse(raw, warehouse, source)
        facts = reconciliation.suggest(printed)
        storage.write_settled(warehouse, printed, facts, reconciliation.reconcile_document(facts), RECONCILER_VERSION)
    return storage.read_settled(warehouse, *key)


def _settled_facts(raw: Path, warehouse: Path, source: Source) -> DocumentFacts:
    """A document's facts as they are published."""
    facts = storage.facts_from_rows(_settle(raw, warehouse, source))
    return replace(facts, record=storage.name_record(facts.record, source))


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
