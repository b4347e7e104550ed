"""The one place where the rooms are joined: a file to its facts, all facts to a published state.

Belongs here: the order of things, called by the Dagster assets and by ``yosan`` alike, and what happens when a document
makes the extractor fail. Does not belong here: how any step is done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from pipeline import extraction, language, reconciliation, revision, sources, storage
from pipeline.model import (
    CorrectionEntry,
    DocumentFacts,
    ProgramLink,
    Reconciled,
    ReferenceAmount,
    Source,
    Withdrawal,
    id_of,
)
from pipeline.settings import FetchSettings, Settings
from pipeline.storage import lookups
from pipeline.version import EXTRACTOR_VERSION, PUBLISHER_VERSION, RECONCILER_VERSION
from pipeline.workforce import Work, facts_of_fault, find_workforce, parse_file

__all__ = [
    "Ingested",
    "Progress",
    "StoredReference",
    "fetch",
    "find_programs",
    "foresee",
    "ingest",
    "list_stopped",
    "list_unparsed",
    "load_facts",
    "load_reference",
    "mark_of",
    "parse_file",
    "plan_aliases",
    "publish",
    "reconcile",
    "search_programs",
]

PARTICLES = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白"})  # words that tell nothing in a search
# The facts that checks between documents, and those against data sets, ask for: half of a document's tables.
COMPARED = ("pages", "budget_lines", "amounts", "extraction_issues", "programs")
DOCUMENTS_AT_ONCE = 64  # compared with their neighbours while all of these are in memory
LOOKS = 3  # at raw/ while files there are replaced; who goes on replacing them for longer does so all the time
MOST_MEANT = 20  # programs among which a person chooses

Answer = TypeVar("Answer")


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


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of documents beside what they print: by official data sets, and by the lists that a person keeps."""

    references: tuple[ReferenceAmount, ...]
    data_sets: tuple[str, ...]
    corrections: tuple[CorrectionEntry, ...]
    withdrawn: Mapping[str, Withdrawal]
    plan: reconciliation.AliasPlan


class Progress(Protocol):
    """Who is told how a run gets on. Several documents may have been started before the first of them is finished."""

    def start(self, source: Source, position: int, total: int) -> None:
        """A document is next: the one at ``position`` of ``total``, counted from 1 in the order in which they are begun."""

    def finish(self, ingested: Ingested) -> None:
        """One is stored."""

    def wait(self) -> None:
        """Another process holds the warehouse."""

    def announce(self, sentence: str) -> None:
        """Something that a person should know before it starts."""


def fetch(raw: Path, sources_file: Path, names: Sequence[str], progress: sources.FetchProgress) -> sources.FetchSummary:
    """Fetch into raw/ what the named sources list, or without names all that are enabled.

    ``sources.InvalidEntries`` if the list of sources is wrong or lacks a name, ``sources.UnreadableFiles`` if a manifest is
    damaged; whatever else fails is part of the summary.
    """
    pages = sources.choose_pages(sources.read_index_pages(sources_file), names, sources_file.name)
    return sources.fetch(raw, pages, FetchSettings(), progress)


def ingest(
    raw: Path, warehouse: Path, document_ids: Collection[str], progress: Progress, workers: str | None = None
) -> tuple[Ingested, ...]:
    """Parse those of the documents that the store does not hold whole under the present extractor, or only because their reader
    was stopped; in processes, as ``workers`` or else the setting says. The result is in the order of raw/.

    Documents that are no longer in raw/, or leave it while they are read, are left out. The caller holds the lock.
    """
    found = [source for source in sources.find_files(raw) if source.document_id in document_ids]
    _fetch_stored(warehouse, found)
    counted = _Counted(progress, len(found))
    done = {source.document_id: one for source in found if (one := _find_stored(warehouse, source, counted))}
    missing = [source for source in found if source.document_id not in done]
    for source in _read_and_store(raw, warehouse, missing, counted.start, workers):
        outline = storage.outline_document(warehouse, source.document_id, EXTRACTOR_VERSION)
        done[source.document_id] = counted.finish(Ingested(source, outline, parsed=True))
    return tuple(done[source.document_id] for source in found if source.document_id in done)


class _Counted:
    """Tells a progress at which of the documents a run is."""

    def __init__(self, told: Progress, total: int) -> None:
        self._told, self._total = told, total
        self._begun: set[str] = set()

    def start(self, source: Source) -> None:
        """One is begun, perhaps not for the first time."""
        if source.document_id not in self._begun:
            self._begun.add(source.document_id)
            self._told.start(source, len(self._begun), self._total)

    def finish(self, ingested: Ingested) -> Ingested:
        """One is stored; the same again."""
        self._told.finish(ingested)
        return ingested


def list_unparsed(warehouse: Path, found: Iterable[Source]) -> list[Source]:
    """The documents that the store does not hold under the present extractor."""
    found = tuple(found)
    _fetch_stored(warehouse, found)
    return _without_stored(warehouse, found)


def _without_stored(warehouse: Path, found: Iterable[Source]) -> list[Source]:
    """The documents of which this machine has nothing stored under the present extractor."""
    return [one for one in found if not storage.has_document(warehouse, one.document_id, EXTRACTOR_VERSION)]


def list_stopped(warehouse: Path, found: Iterable[Source]) -> list[Source]:
    """The documents whose reader was stopped: by a limit on time or memory, or because it died."""
    return [one for one in found if storage.find_stop(warehouse, one.document_id, EXTRACTOR_VERSION) is not None]


def foresee(warehouse: Path, document_ids: Iterable[str]) -> tuple[str, ...]:
    """What of the warehouse another version of yosan wrote and is therefore made again, in sentences for a person."""
    return tuple(filter(None, (_foresee_documents(warehouse, document_ids), _foresee_state(warehouse))))


def _foresee_documents(warehouse: Path, document_ids: Iterable[str]) -> str | None:
    """A sentence on the documents that another version of the extractor has stored."""
    missing = (key for key in document_ids if not storage.has_document(warehouse, key, EXTRACTOR_VERSION))
    others = [versions for versions in (storage.list_versions(warehouse, key) for key in missing) if versions]
    if not others:
        return None
    named = ", ".join(sorted({version for versions in others for version in versions}))
    was, are = ("document was", "is") if len(others) == 1 else ("documents were", "are")
    return f"{len(others):,} {was} read by another extractor ({named}) and {are} read again ({EXTRACTOR_VERSION})"


def _foresee_state(warehouse: Path) -> str | None:
    """A sentence on a published state that cannot stay as it is."""
    state = storage.current_state(warehouse)
    if state is None:
        return None
    try:
        schema = storage.read_descriptor(state).versions.schema
    except storage.OlderDescriptor:
        return "the published state was written by another version of yosan: it is rebuilt from raw/"
    except storage.UnreadableDescriptor as error:
        return f"{error}: the published state is rebuilt from raw/"
    if schema == storage.SCHEMA_VERSION:
        return None
    return f"the published state has the schema {schema} and not {storage.SCHEMA_VERSION}: it is rebuilt from raw/"


def load_facts(raw: Path, warehouse: Path) -> tuple[tuple[Source, ...], tuple[DocumentFacts, ...]]:
    """The stored facts of the files that are in raw/ now; a part that is damaged on disk is parsed again."""
    return _look_again(lambda: _load_found(raw, warehouse))


def _load_found(raw: Path, warehouse: Path) -> tuple[tuple[Source, ...], tuple[DocumentFacts, ...]]:
    found = sources.find_files(raw)
    _fetch_stored(warehouse, found)
    _read_missing(raw, warehouse, found)
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


def plan_aliases(
    raw: Path, warehouse: Path, found: Sequence[Source], workers: str | None = None
) -> reconciliation.AliasPlan:
    """What raw/aliases.yaml comes to over these documents; nothing is read for an empty list.

    ``sources.InvalidEntries`` or ``reconciliation.InvalidAliases`` where the list is wrong.
    """
    aliases = sources.read_aliases(raw)
    if not aliases:
        return reconciliation.AliasPlan()
    _read_missing(raw, warehouse, found, workers)
    catalogue = reconciliation.Catalogue.build(
        replace(facts, record=storage.name_record(facts.record, source))
        for source in found
        for facts in (_load_or_parse(raw, warehouse, source),)
    )
    return reconciliation.plan_aliases(aliases, catalogue, extraction.program_of)


def _connect(gathered: storage.Gathered, reviewed: Sequence[ProgramLink]) -> None:
    """Add the links between the programs of all documents, and the near matches that a person should look at."""
    programs = gathered.programs()
    links = reconciliation.standing_links(programs, reviewed)
    near = gathered.near_before(links)
    if near is None:
        words = {program.program_id: language.tokenize(program.name_normalized) for program in programs}
        settled = [(link.program_id, link.successor_id) for link in links]
        near = reconciliation.find_candidates(programs, words, settled)
    candidates, kin = gathered.judged()
    undecided = [one for one in near if one.pair not in candidates and one.pair not in kin]
    met = {key for one in undecided for key in one.pair}
    kinship = reconciliation.Kinship.build(*gathered.printed_of(met))
    shown = [one for one in near if one.pair in candidates]
    shown += reconciliation.leave_out_kin(undecided, kinship)
    pairs = {one.pair for one in shown}
    gathered.fresh.add_connections(shown, links, [one for one in near if one.pair not in pairs])


def search_programs(warehouse: Path, text: str, limit: int) -> tuple[storage.FoundProgram, ...]:
    """Programs whose names have the words of ``text``, or parts of it, best first.

    ``storage.NothingPublished`` without a published state.
    """
    asked = extraction.program_of(text, None)
    words = language.tokenize(asked.name_normalized)
    telling = [word for word in words if word.part_of_speech not in PARTICLES] or words
    terms = [extraction.program_of(term, None).name_normalized for term in text.split()]
    question = storage.Question(
        asked.name_normalized,
        asked.stage,
        tuple(word.lemma.lower() for word in telling),
        # A stage is no part of a name.
        tuple(term for term in terms if term and term in asked.name_normalized) or (asked.name_normalized,),
    )
    return storage.search_programs(warehouse, question, limit)


def find_programs(warehouse: Path, text: str) -> tuple[tuple[str, str], ...]:
    """Id and name of the programs that a person may mean by an id, the beginning of one, a name or words; one where it is clear.

    An id goes before a name, a name before words. ``storage.NothingPublished`` without a published state.
    """
    if lookups.may_be_id(text) and (named := lookups.find_by_id(warehouse, text.lower())):
        return named
    found = search_programs(warehouse, text, MOST_MEANT)
    exact = [program for program in found if program.is_exact]
    return tuple((program.program_id, program.name) for program in exact or found)


def publish(
    raw: Path, warehouse: Path, on_notice: Callable[[str], None] = lambda _: None, workers: str | None = None
) -> storage.State:
    """Build the state of what is in raw/ now and swap it in, also where the warehouse has a URL. The caller holds the lock.

    ``on_notice`` is told in a sentence of each entry of raw/aliases.yaml that rests; again if a state is built again.
    What is not stored yet is parsed, as ``workers`` or else the setting says.
    """
    return storage.publish_shared(
        warehouse, lambda: _look_again(lambda: _publish_here(raw, warehouse, on_notice, workers))
    )


def _publish_here(raw: Path, warehouse: Path, on_notice: Callable[[str], None], workers: str | None) -> storage.State:
    """The state of what is in raw/ now, on this machine.

    Rows that the present state has are taken from it: what does not change costs no more than being copied. The result is
    the same, byte for byte, as without it. ``sources.InvalidEntries`` or ``revision.WrongEntries`` where a list that a person
    keeps in raw/ cannot be followed; the old state stays.
    """
    current = storage.current_state(warehouse)
    with ThreadPoolExecutor(1) as meanwhile:  # hashes are computed outside Python
        looked = meanwhile.submit(storage.find_damage, current) if current else None
        found = sources.find_files(raw)
        _fetch_stored(warehouse, found)
    damage = looked.result() if looked else {}
    present = storage.Present(None) if damage else storage.open_present(warehouse)
    kept = Settings().kept_states
    said = _listen(raw, warehouse, found, workers)
    for sentence in said.plan.resting:
        on_notice(sentence)
    try:
        return storage.publish_gathered(warehouse, _gather(raw, warehouse, found, present, said, workers), kept, damage)
    except storage.DamagedState:
        nothing = storage.Present(None)
        return storage.publish_gathered(warehouse, _gather(raw, warehouse, found, nothing, said, workers), kept, damage)


def _gather(
    raw: Path, warehouse: Path, found: Sequence[Source], present: storage.Present, said: _Said, workers: str | None
) -> storage.Gathered:
    """The rows of the next state: those of the present one that stay, those of new documents, and what several decide."""
    fresh = storage.Fresh()
    fresh.add_references(storage.read_reference_rows(warehouse))
    changed = [one for one in found if present.marks.get(one.document_id) != _mark_now(warehouse, one, said)]
    _read_missing(raw, warehouse, changed, workers)
    marks = _renew(raw, warehouse, found, changed, present, said, fresh)
    neighbourhood = storage.Neighbourhood(present, fresh, present.marks.keys() - marks)
    _compare(raw, warehouse, {source.document_id: source for source in found}, neighbourhood, said, fresh)
    change = neighbourhood.change
    gathered = storage.Gathered(fresh, present, change.fresh | change.gone, change.affected | change.gone)
    _connect(gathered, said.plan.links)
    errata = gathered.errata()
    if not errata and not said.corrections:
        return gathered
    source_of = {source.document_id: source for source in found}
    published = revision.Published(
        gathered.documents(), errata, found, lambda key: _settled_facts(raw, warehouse, source_of[key], said.plan)
    )
    return replace(gathered, revised=revision.revise(said.corrections, published))


def _listen(raw: Path, warehouse: Path, found: Sequence[Source], workers: str | None) -> _Said:
    """What is said of the documents beside what they print. Withdrawn documents name no program, whether their file is still
    there or not."""
    withdrawn = revision.resolve_withdrawals(sources.read_withdrawals(raw), found)
    standing = [source for source in found if source.document_id not in withdrawn]
    return _Said(
        storage.read_references(warehouse),
        storage.hash_references(warehouse),
        sources.read_corrections(raw),
        withdrawn,
        plan_aliases(raw, warehouse, standing, workers),
    )


def _renew(
    raw: Path,
    warehouse: Path,
    found: Sequence[Source],
    changed: Sequence[Source],
    present: storage.Present,
    said: _Said,
    fresh: storage.Fresh,
) -> AbstractSet[str]:
    """Add the rows of the documents that the present state has not, or has otherwise; the ids of all documents."""
    for source in changed:
        rows = _follow(said.plan, _settle(raw, warehouse, source))
        if withdrawal := said.withdrawn.get(source.document_id):
            rows = storage.facts_to_rows(revision.stand_down(storage.facts_from_rows(rows), withdrawal))
        # Told anew: its reader may have been stopped just now.
        fresh.add(rows, source, _mark_now(warehouse, source, said))
    here = {source.document_id for source in found}
    gone = revision.gone(said.withdrawn, here)
    for facts in gone:
        document_id = facts.record.document_id
        mark = mark_of(None, said.plan, said.withdrawn[document_id])
        if present.marks.get(document_id) != mark:
            fresh.add(storage.facts_to_rows(facts), None, mark)
    return here | {facts.record.document_id for facts in gone}


def _compare(
    raw: Path,
    warehouse: Path,
    source_of: Mapping[str, Source],
    neighbourhood: storage.Neighbourhood,
    said: _Said,
    fresh: storage.Fresh,
) -> None:
    """Add the checks of the documents that a change reaches: their own, those between them, and against data sets."""
    change = neighbourhood.change
    for document_id in sorted(change.affected - change.fresh):
        fresh.add_checks(_settle_checks(raw, warehouse, source_of[document_id]))

    def facts_of(document_id: str) -> DocumentFacts:
        return _settled_facts(raw, warehouse, source_of[document_id], said.plan, COMPARED)

    held: dict[str, DocumentFacts] = {}
    for batch, around in neighbourhood.batches(DOCUMENTS_AT_ONCE):
        held = {one: held[one] if one in held else facts_of(one) for one in sorted(around)}
        across = reconciliation.reconcile_across(tuple(held.values()), batch)
        fresh.add_checks(storage.checks_to_rows(across))
    standing = change.affected.intersection(source_of).difference(said.withdrawn)
    for document_id in sorted(standing if said.references else ()):
        against = reconciliation.reconcile_references([facts_of(document_id)], said.references)
        fresh.add_checks(storage.checks_to_rows(against))


def _follow(plan: reconciliation.AliasPlan, rows: storage.Rows) -> storage.Rows:
    """A document's rows with the programs that a plan takes its own for."""
    if not plan.mark:
        return rows
    facts = storage.facts_from_rows(rows)
    followed = reconciliation.apply_aliases(facts, plan)
    return rows if followed is facts else {**rows, **storage.facts_to_rows(followed)}


def _mark_now(warehouse: Path, source: Source, said: _Said) -> str:
    """The mark of a document of raw/, by what is stored of it and said of it now."""
    stop = storage.find_stop(warehouse, source.document_id, EXTRACTOR_VERSION)
    return mark_of(source, said.plan, said.withdrawn.get(source.document_id), said.data_sets, stop)


def mark_of(
    source: Source | None,
    plan: reconciliation.AliasPlan,
    withdrawn: Withdrawal | None = None,
    data_sets: Sequence[str] = (),
    stop: str | None = None,
) -> str:
    """What a document's rows in a state are made of: its bytes under their names, what people said of it, the rules,
    what it is checked against, and why its reader was stopped, which it need not be the next time."""
    names: tuple[str, ...] = ()
    if source is not None:
        origin = source.retrieved_at, source.released_on, source.replaced_by
        names = (source.document_id, source.source_uri, *source.other_uris, *map(str, origin))
    if withdrawn is not None:
        names = (*names, repr(replace(withdrawn, at="")))
    rules = (EXTRACTOR_VERSION, RECONCILER_VERSION, PUBLISHER_VERSION)
    stopped = () if stop is None else (stop,)
    return id_of("\x1f".join((*names, *rules, plan.mark, *data_sets, *stopped)))


def _settle(raw: Path, warehouse: Path, source: Source, tables: Collection[str] = storage.SETTLED) -> storage.Rows:
    """What a document adds to a state by itself, or at least these ``tables`` of it; decided, and even parsed, only where that is
    not stored."""
    key = source.document_id, EXTRACTOR_VERSION, RECONCILER_VERSION
    try:
        return storage.read_settled(warehouse, *key, tables)
    except (storage.NotSettled, storage.CorruptedDocument) as error:
        if isinstance(error, storage.NotSettled):
            storage.set_settled_aside(warehouse, *key, error)
        printed = _load_or_parse(raw, warehouse, source)
        facts = reconciliation.suggest(printed)
        checks = reconciliation.reconcile_document(facts)
        return storage.write_settled(warehouse, printed, facts, checks, RECONCILER_VERSION)


def _settle_checks(raw: Path, warehouse: Path, source: Source) -> storage.Rows:
    """The checks of a document alone, decided only where they are not stored."""
    try:
        return storage.read_settled_checks(warehouse, source.document_id, EXTRACTOR_VERSION, RECONCILER_VERSION)
    except storage.NotSettled:
        return _settle(raw, warehouse, source)


def _settled_facts(
    raw: Path,
    warehouse: Path,
    source: Source,
    plan: reconciliation.AliasPlan,
    tables: Collection[str] = storage.FACTS,
) -> DocumentFacts:
    """A document's facts as they are published, or at least those of these ``tables``."""
    facts = storage.facts_from_rows(_follow(plan, _settle(raw, warehouse, source, tables)))
    return replace(facts, record=storage.name_record(facts.record, source))


def _fetch_stored(warehouse: Path, found: Iterable[Source]) -> None:
    """Have what other machines have stored of these documents, where the warehouse has a URL."""
    storage.fetch_documents(warehouse, [source.document_id for source in found], EXTRACTOR_VERSION)


def load_reference(path: Path, warehouse: Path, on_wait: Callable[[], None]) -> StoredReference:
    """Keep the figures of an official data set; every state that is published from now on has them."""
    loaded = sources.load_reference(path)
    with storage.warehouse_lock(warehouse, on_wait):
        fresh = storage.write_reference(warehouse, loaded.sha256, loaded.figures)
        return StoredReference(loaded, fresh, sources.review_agreement(storage.read_references(warehouse)))


def _find_stored(warehouse: Path, source: Source, counted: _Counted) -> Ingested | None:
    """A document that need not be parsed; ``None`` for one that must be, also because what is stored of it is damaged."""
    key = source.document_id, EXTRACTOR_VERSION
    if not storage.has_document(warehouse, *key) or storage.find_stop(warehouse, *key) is not None:
        return None
    try:
        outline = storage.outline_document(warehouse, *key)
    except storage.CorruptedDocument as damage:
        storage.set_document_aside(warehouse, *key, damage)
        return None
    counted.start(source)
    return counted.finish(Ingested(source, outline, parsed=False))


def _load_or_parse(raw: Path, warehouse: Path, source: Source) -> DocumentFacts:
    key = source.document_id, EXTRACTOR_VERSION
    try:
        return storage.read_document(warehouse, *key)
    except storage.CorruptedDocument as damage:
        if storage.has_document(warehouse, *key):
            storage.set_document_aside(warehouse, *key, damage)
    _read_missing(raw, warehouse, [source])
    if not storage.has_document(warehouse, *key):
        message = f"{source.source_uri} changed while being read: run again when nobody writes to raw/"
        raise sources.ChangedFiles(message)
    return storage.read_document(warehouse, *key)


def _look_again(once: Callable[[], Answer]) -> Answer:
    """What is made of the files of raw/; made again where files were replaced while they were read."""
    for _ in range(LOOKS - 1):
        with suppress(sources.ChangedFiles):
            return once()
    return once()


def _read_missing(raw: Path, warehouse: Path, found: Iterable[Source], workers: str | None = None) -> None:
    """Parse and store those of the documents of which nothing is stored under the present extractor, and that stay as they are
    meanwhile."""
    for _ in _read_and_store(raw, warehouse, _without_stored(warehouse, found), workers=workers):
        pass


def _read_and_store(
    raw: Path,
    warehouse: Path,
    missing: Iterable[Source],
    on_start: Callable[[Source], None] = lambda _: None,
    workers: str | None = None,
) -> Iterator[Source]:
    """Parse documents and store the facts of each as soon as they are there; the documents in that order.

    The newest come first, as they are waited for, and of one day the largest, so that at the end none waits for one that takes long.
    A file that another takes the place of meanwhile, or that goes, is left out: facts belong to the bytes that they were read from.
    """
    ordered = sorted(missing, key=lambda source: (_day_of(source), source.byte_size), reverse=True)
    waiting = {source.document_id: source for source in ordered}
    while waiting:
        seen: dict[str, sources.Sight | None] = {}
        try:
            with closing(_read_all(raw, list(waiting.values()), seen, on_start, workers)) as every:
                for facts in every:
                    source = waiting.pop(facts.record.document_id)
                    if sources.is_unchanged(raw / source.source_uri, source, seen[source.document_id]):
                        _store(warehouse, source, facts)
                        yield source
        except FileNotFoundError:
            gone = [key for key, source in waiting.items() if not (raw / source.source_uri).exists()]
            if not gone:
                raise
            for key in gone:
                del waiting[key]


def _read_all(
    raw: Path,
    wanted: Sequence[Source],
    seen: dict[str, sources.Sight | None],
    on_start: Callable[[Source], None],
    workers: str | None,
) -> Generator[DocumentFacts, None, None]:
    """The facts of documents; each is ``seen`` before it is read. ``FileNotFoundError`` where one is gone."""

    def begin(source: Source) -> None:
        seen[source.document_id] = sources.see_file(raw / source.source_uri)
        on_start(source)

    works = [Work(raw / source.source_uri, source) for source in wanted]
    # Closed however this ends: processes at work end with it.
    with closing(find_workforce(workers).read(works, begin)) as every:
        yield from every


def _day_of(source: Source) -> date:
    """When a document came out, or was fetched; where nobody knows, it may be as old as any."""
    fetched = source.retrieved_at.date() if source.retrieved_at else date.min
    return source.released_on or fetched


def _store(warehouse: Path, source: Source, facts: DocumentFacts) -> None:
    """Store a document's facts; those that break the schema are the extractor's failure like any other."""
    try:
        storage.write_document(warehouse, facts)
    except storage.InvalidRows as fault:
        storage.write_document(warehouse, facts_of_fault(source, fault))
