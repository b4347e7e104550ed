"""One file to its facts, and what a process does that is there for nothing else.

Belongs here: reading and extraction joined, what is kept of a document on which they fail, and the limits that a process sets
itself. Does not belong here: who starts such processes and ends them (``workforce``); files of the warehouse. Nothing here or below
imports Dagster, DuckDB, pandas or pyarrow: a process that reads pages is small, and there within a second.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import Any

from pipeline import extraction, reading
from pipeline.model import (
    READER_STOPPED,
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    ExtractionIssue,
    Page,
    RoundingMode,
    Severity,
    Source,
    id_of,
)
from pipeline.settings import Settings
from pipeline.version import EXTRACTOR_VERSION, RULES_VERSION

# What a mistake in a rule raises when it meets a text that nobody thought of. Not OSError or MemoryError: those are the
# machine's trouble, would hit the next document as well, and stop the run.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
LONGEST_MESSAGE = 200  # characters of an error's message in a status; some carry half a document

# The longest book that was measured, 614 pages of tables, takes two minutes on a busy machine, 1,200 pages twice that.
# Pages that one process reads at a time: enough to open the file for, few enough to be in memory at once.
LONGEST_PART = 50
MOST_SECONDS = 900.0
MOST_CPU_SECONDS = 600
# That book's facts take 0.4 GB. More than this is no release, and two of them would fill a small machine.
MOST_MEMORY = 2 * 2**30

# A process is ended when it has more than the limit, and gets nothing at all beyond this many times that: at the edge libraries
# crash, or get slow, and the document would be told as one that they cannot read.
NEVER_MORE = 1.5

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux

# pdfminer leaves circles behind, some megabytes of them for so many objects.
OBJECTS_BETWEEN_COLLECTIONS = 100_000

# Where it is known (Linux), the limit is on what a process has for itself: of its address space much is never used, as with the
# dictionary of words, and what pdfium keeps free for itself.
_MEMORY = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS


@dataclass(frozen=True, slots=True)
class Orders:
    """How a process reads documents: in which manner, and what one document may take: seconds on the clock, seconds of a
    processor, bytes of memory."""

    manner: reading.Manner = field(default_factory=reading.Manner)
    seconds: float = MOST_SECONDS
    cpu_seconds: int = MOST_CPU_SECONDS
    memory: int = MOST_MEMORY


@dataclass(frozen=True, slots=True)
class Work:
    """A file to be read."""

    path: Path
    source: Source


@dataclass(frozen=True, slots=True)
class Count:
    """A file whose pages are to be counted: whoever read it whole has died."""

    work: Work


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of a file that are to be read and put ``into`` a file that waits for the others."""

    work: Work
    wanted: range
    into: Path


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a process was stopped, and what a person can do; ``is_death`` where it died by itself or was killed by others."""

    why: str
    advice: str
    is_death: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """Pages that nobody could read."""

    numbers: range
    stop: Stop


@dataclass(frozen=True, slots=True)
class Join:
    """A file all of whose pages were read or lost, to be made into facts."""

    work: Work
    parts: tuple[Path, ...]
    lost: tuple[Lost, ...]


Task = Work | Count | Part | Join


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process made of its task, and by which rules: facts, or the number of pages of a file that is counted or is to be read
    in parts; or the trouble of the machine that kept it from them. A part that was read has none of these."""

    rules: str
    facts: DocumentFacts | None = None
    pages: int | None = None
    trouble: OSError | MemoryError | None = None


def work_of(task: Task) -> Work:
    """The file that a task is about."""
    return task if isinstance(task, Work) else task.work


def chosen_orders() -> Orders:
    """What the environment or the project sets (``YOSAN_READER``, ``YOSAN_LIMIT_…``)."""
    settings = Settings()
    return Orders(
        reading.chosen_manner(),
        settings.limit_seconds or MOST_SECONDS,
        settings.limit_cpu_seconds or MOST_CPU_SECONDS,
        settings.limit_memory or MOST_MEMORY,
    )


def parse_file(path: Path, source: Source, manner: reading.Manner | None = None) -> DocumentFacts:
    """The facts of one file, read now and stored nowhere.

    A file that makes the extractor fail is a document with that for its status, so that it does not stop the others.
    """
    try:
        with _few_collections():
            return extraction.extract(reading.read_document(path, source, manner))
    except FAULTS as fault:
        return facts_of_fault(source, fault)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Within it Python looks for circles of objects that nobody needs seldom: a document is made of millions of objects that are all
    needed until it is done, and looking through them again and again takes a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def serve(pipe: connection.Connection, orders: Orders) -> None:
    """What a process does: reads the files that it is sent, one after the other, until nobody sends any."""
    _be_quiet()
    _end_with_parent()
    _limit(_MEMORY, int(NEVER_MORE * orders.memory))
    _limit(resource.RLIMIT_CORE, 0)
    gc.freeze()  # what is there for all documents is needed to the end
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        _limit(resource.RLIMIT_CPU, _cpu_seconds() + orders.cpu_seconds)
        answer = do_task(task, orders)
        pipe.send(answer)
        if answer.trouble is not None:
            return  # what filled the memory may fill it still


def do_task(task: Task, orders: Orders) -> Answer:
    """What becomes of a task, in this process."""
    try:
        match task:
            case Work():
                pages = reading.count_pages(task.path)
                if pages is not None and pages > LONGEST_PART:
                    return Answer(RULES_VERSION, pages=pages)
                return Answer(RULES_VERSION, facts=parse_file(task.path, task.source, orders.manner))
            case Count():
                return Answer(RULES_VERSION, pages=reading.count_pages(task.work.path))
            case Part():
                return Answer(RULES_VERSION, facts=_read_part(task, orders))
            case Join():
                return Answer(RULES_VERSION, facts=_join_parts(task, orders))
    except (OSError, MemoryError) as trouble:
        return Answer(RULES_VERSION, trouble=trouble.with_traceback(None))


def _read_part(part: Part, orders: Orders) -> DocumentFacts | None:
    """Put a part's pages where they wait for the others; facts where a rule fails on one, which are the document's."""
    try:
        with _few_collections():
            pages = reading.read_pages(part.work.path, orders.manner, part.wanted)
    except FAULTS as fault:
        return facts_of_fault(part.work.source, fault)
    with part.into.open("wb") as file:
        pickle.dump(pages, file, pickle.HIGHEST_PROTOCOL)
    return None


def _join_parts(join: Join, orders: Orders) -> DocumentFacts:
    """The facts of a document that was read in parts: the same as if it had been read whole."""
    source = join.work.source
    pages = [page for path in join.parts for page in pickle.loads(path.read_bytes())]
    if not pages:
        return parse_file(join.work.path, source, orders.manner)
    for path in join.parts:
        path.unlink()
    pages += [
        Page(number, 0.0, 0.0, "", (), problem=lost.stop.why, is_beyond_limit=not lost.stop.is_death)
        for lost in join.lost
        for number in lost.numbers
    ]
    pages.sort(key=lambda page: page.number)
    try:
        with _few_collections():
            facts = extraction.extract(reading.join_pages(source, pages))
    except FAULTS as fault:
        return facts_of_fault(source, fault)
    whys = sorted({lost.stop.why for lost in join.lost})
    issues = [_issue(source, READER_STOPPED, "; ".join(whys))] if whys else []
    return replace(facts, issues=(*facts.issues, *issues))


def _limit(what: int, most: int) -> None:
    """Lower what this process may have, within what it was given."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _cpu_seconds() -> int:
    """Seconds of a processor that this process has had, and the one that has begun."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return int(used.ru_utime + used.ru_stime) + 1


def _be_quiet() -> None:
    """Ctrl-C in a terminal goes to all processes; the one that waits for this one ends it. What libraries print about a file is
    for nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stderr.fileno() if sys.stderr is not None else 2)
    os.close(nowhere)


def _end_with_parent() -> None:
    """End this process when the one that waits for it does, however that ended.

    That one is watched; Linux itself ends this one with the server that it was forked from, which ends with that one, too.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def facts_of_fault(source: Source, fault: Exception) -> DocumentFacts:
    """A document without facts that says how the extractor failed on it, and where."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno} in {last.name}"
    message = " ".join(str(fault).split())[:LONGEST_MESSAGE].encode("utf-8", "replace").decode()
    reason = f"{type(fault).__name__} at {place}: {message}"
    detail = f"the extractor failed on this document ({reason}): report it together with the file"
    return _without_facts(source, "extractor_failed", reason, detail)


def facts_of_stop(source: Source, stop: Stop) -> DocumentFacts:
    """A document without facts that says why the process that read it was stopped."""
    return _without_facts(source, READER_STOPPED, stop.why, f"{stop.why}: {stop.advice}, then yosan run --again")


def _without_facts(source: Source, kind: str, reason: str, detail: str) -> DocumentFacts:
    return DocumentFacts(_unread_record(source, detail), issues=(_issue(source, kind, reason),))


def _issue(source: Source, kind: str, reason: str) -> ExtractionIssue:
    issue_id = id_of(f"{source.document_id}\x1f{kind}")
    return ExtractionIssue(issue_id, source.document_id, None, kind, Severity.ERROR, "", reason, None)


def _unread_record(source: Source, detail: str) -> DocumentRecord:
    known: dict[str, Any] = {
        name: getattr(source, name) for name in ("document_id", "sha256", "file_name", "source_uri")
    }
    return DocumentRecord(
        **known,
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
