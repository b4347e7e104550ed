"""One file to its facts, and what a process does that is there for nothing else.

Belongs here: reading and extraction joined, what is kept of a document on which they fail, and the limits that a process sets
itself. Does not belong here: who starts such processes and ends them (``workforce``); files of the warehouse. Nothing here or below
imports Dagster, DuckDB, pandas or pyarrow: a process that reads pages is small, and there within a second.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import threading
import traceback
from dataclasses import dataclass, field
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
MOST_SECONDS = 900.0
MOST_CPU_SECONDS = 600
# That book's facts take 0.4 GB. More than this is no release, and two of them would fill a small machine.
MOST_MEMORY = 2 * 2**30

# A process is ended when it has more than the limit, and gets nothing at all beyond this many times that: at the edge libraries
# crash, or get slow, and the document would be told as one that they cannot read.
NEVER_MORE = 1.5

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux

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
class Answer:
    """What a process made of a file, and by which rules: facts, or the trouble of the machine that kept it from them."""

    rules: str
    facts: DocumentFacts | None = None
    trouble: OSError | MemoryError | None = None


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
        return extraction.extract(reading.read_document(path, source, manner))
    except FAULTS as fault:
        return facts_of_fault(source, fault)


def serve(pipe: connection.Connection, orders: Orders) -> None:
    """What a process does: reads the files that it is sent, one after the other, until nobody sends any."""
    _be_quiet()
    _end_with_parent()
    _limit(_MEMORY, int(NEVER_MORE * orders.memory))
    _limit(resource.RLIMIT_CORE, 0)
    while True:
        try:
            work = pipe.recv()
        except EOFError:
            return
        _limit(resource.RLIMIT_CPU, _cpu_seconds() + orders.cpu_seconds)
        answer = _answer(work, orders)
        pipe.send(answer)
        if answer.trouble is not None:
            return  # what filled the memory may fill it still


def _answer(work: Work, orders: Orders) -> Answer:
    try:
        return Answer(RULES_VERSION, facts=parse_file(work.path, work.source, orders.manner))
    except (OSError, MemoryError) as trouble:
        return Answer(RULES_VERSION, trouble=trouble.with_traceback(None))


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


def facts_of_stop(source: Source, reason: str, advice: str) -> DocumentFacts:
    """A document without facts that says why the process that read it was stopped."""
    return _without_facts(source, READER_STOPPED, reason, f"{reason}: {advice}, then yosan run --again")


def _without_facts(source: Source, kind: str, reason: str, detail: str) -> DocumentFacts:
    issue_id = id_of(f"{source.document_id}\x1f{kind}")
    issue = ExtractionIssue(issue_id, source.document_id, None, kind, Severity.ERROR, "", reason, None)
    return DocumentFacts(_unread_record(source, detail), issues=(issue,))


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
