"""Processes of this machine that read documents, have limits and may die.

Belongs here: starting such processes, giving them work, and what is said of a document that one of them did not survive. Does not
belong here: what such a process does (``parsing``), who else may read (``workforce``), what becomes of the facts (``walk``).

Every process has a pipe of its own. The pools of Python and of the libraries that were looked at share pipes and locks between their
processes, so that one that is killed while it sends leaves the others waiting for ever.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import connection, forkserver, resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from time import monotonic
from types import ModuleType

from pipeline.model import DocumentFacts, Source
from pipeline.version import EXTRACTOR_VERSION, RULES_VERSION
from pipeline.workforce.dividing import Division
from pipeline.workforce.parsing import Answer, Orders, Stop, Task, Work, serve

# A process that was killed is gone by then; its exit code is not waited for longer.
PATIENCE = 5.0
# How often it is looked how much memory they have.
LOOK_EVERY = 0.5
MEBIBYTE = 2**20
# What a child of the server finds there when it begins.
PRELOADED = ["pipeline.workforce.parsing"]

OnStart = Callable[[Source], None]
Facts = Generator[DocumentFacts, None, None]


class OtherRules(Exception):
    """Who reads has other rules than who asks; the message is a sentence for a person."""


class LocalProcesses:
    """Processes of this machine, each with one document at a time; they live as long as one reading."""

    def __init__(self, orders: Orders, count: int) -> None:
        self._orders, self._count = orders, count

    def read(self, works: Sequence[Work], on_start: OnStart) -> Facts:
        """See ``workforce.Workforce``."""
        with tempfile.TemporaryDirectory(prefix="yosan-") as scratch:
            crew = _Crew(self._orders, self._count, works, on_start, Division(Path(scratch)))
            try:
                crew.employ()
                while crew.busy:
                    for reader in _wait(crew.busy):
                        facts = crew.take(reader)
                        crew.employ()  # the next documents are being read while this one is stored
                        if facts is not None:
                            yield facts
            finally:
                crew.dismiss()


class _Crew:
    """The processes of one reading, and the tasks that none has yet."""

    def __init__(
        self, orders: Orders, count: int, works: Sequence[Work], on_start: OnStart, division: Division
    ) -> None:
        self._orders, self._count, self._on_start, self._division = orders, count, on_start, division
        self._waiting: deque[Task] = deque(works)
        self.busy: list[_Reader] = []
        self._idle: list[_Reader] = []

    def employ(self) -> None:
        """Give tasks to processes until all are busy."""
        while self._waiting and len(self.busy) < self._count:
            task = self._waiting.popleft()
            if isinstance(task, Work):
                self._on_start(task.source)
            self.busy.append(self._begin(task))

    def _begin(self, task: Task) -> _Reader:
        while self._idle:
            reader = self._idle.pop()
            if reader.begin(task):
                return reader
            reader.end()  # it was killed while it had nothing to do
        reader = _Reader(self._orders)
        reader.begin(task)  # if it is dead already, that shows where its answer is waited for
        return reader

    def take(self, reader: _Reader) -> DocumentFacts | None:
        """The facts of a document, if those of a process that is done, dead or overdue were the last that it needs."""
        outcome = reader.finish()
        self.busy.remove(reader)  # only now: whoever dismisses the crew because of an error ends this process, too
        if reader.serves:
            self._idle.append(reader)
        followed = self._division.follow(reader.task, outcome)
        if isinstance(followed, DocumentFacts):
            return stamp(followed)
        # A document that is begun is ended before another: what waits for its other parts is on the disk.
        self._waiting.extendleft(reversed(followed))
        return None

    def dismiss(self) -> None:
        """End all processes, whatever they are at."""
        for reader in (*self.busy, *self._idle):
            reader.end()


class _Reader:
    """A process that reads, its task, and the end of its pipe that is ours. ``due`` is when it must have answered."""

    task: Task

    def __init__(self, orders: Orders) -> None:
        self._orders, self.serves = orders, True
        self.due = 0.0
        _start_server()
        self.pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=serve, args=(theirs, orders), name="yosan reader", daemon=True)
        self._process.start()
        theirs.close()

    def begin(self, task: Task) -> bool:
        """Hand over a task; whether the process was there to take it."""
        self.task, self.due = task, monotonic() + self._orders.seconds
        try:
            self.pipe.send(task)
        except OSError:
            return False
        return True

    def finish(self) -> Answer | Stop:
        """What became of the task; a process that cannot go on is ended."""
        try:
            answer: Answer | None = self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError):
            return _explain_death(self.end(), self._orders)
        if answer is None:
            stop = _explain_time(self._orders) if self.is_overdue() else explain_memory(self._orders)
            self.end()
            return stop
        check_rules(answer)
        if answer.trouble is None:
            return answer
        self.end()
        if isinstance(answer.trouble, MemoryError):
            return explain_memory(self._orders)
        raise answer.trouble

    def is_overdue(self) -> bool:
        """Whether it should have answered by now."""
        return self.due <= monotonic()

    def is_overweight(self) -> bool:
        """Whether it has more memory for itself than it may; elsewhere than on Linux only the system sees to that."""
        try:
            _, resident, shared, *_ = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()
        except OSError:
            return False
        return (int(resident) - int(shared)) * resource.getpagesize() > self._orders.memory

    def end(self) -> int | None:
        """Kill the process unless it is dead; its exit code, that of a signal being negative, if it can be had."""
        self.serves = False
        if not self.pipe.closed:
            died = self.pipe.poll()
            self.pipe.close()
            if died:
                self._process.join(PATIENCE)
        self._process.kill()
        self._process.join(PATIENCE)
        return self._process.exitcode


def check_rules(answer: Answer) -> None:
    """Raise ``OtherRules`` where an answer was made by others than this process's."""
    if answer.rules != RULES_VERSION:
        raise OtherRules("who reads documents has other rules than this process: start both with one version of yosan")


def stamp(facts: DocumentFacts) -> DocumentFacts:
    """Facts as they are stored here: the version has in it what this process's settings say."""
    return replace(facts, record=replace(facts.record, extractor_version=EXTRACTOR_VERSION))


def _wait(busy: Sequence[_Reader]) -> list[_Reader]:
    """Those that have answered, are dead, or take too much time or memory: at least one, once there is one."""
    while True:
        left = max(0.0, min(reader.due for reader in busy) - monotonic())
        ready = connection.wait([reader.pipe for reader in busy], min(left, LOOK_EVERY))
        done = [one for one in busy if one.pipe in ready or one.is_overdue() or one.is_overweight()]
        if done:
            return done


# ---------------------------------------------------------------- what is said of a document: why, and what to do


def _explain_time(orders: Orders) -> Stop:
    return Stop(
        f"reading it took longer than {orders.seconds:g} seconds", "raise YOSAN_LIMIT_SECONDS or split the document"
    )


def explain_memory(orders: Orders) -> Stop:
    """What is said of a document that took too much memory."""
    took = f"reading it took more than {orders.memory / MEBIBYTE:,.0f} MB of memory"
    return Stop(took, "raise YOSAN_LIMIT_MEMORY or split the document")


def _explain_death(code: int | None, orders: Orders) -> Stop:
    """What ended a process, by its exit code."""
    if code is None or code >= 0:
        advice = "report it together with the file, or supply it as a text"
        return Stop(f"the process that read it ended (exit code {code})", advice, is_death=True)
    name = _name_signal(-code)
    if name == "SIGXCPU":
        took = f"reading it took more than {orders.cpu_seconds:,} seconds of a processor"
        return Stop(took, "raise YOSAN_LIMIT_CPU_SECONDS or split the document")
    if name in ("SIGKILL", "SIGTERM"):
        advice = "see that the machine has memory to spare"
        return Stop(f"the process that read it was killed ({name})", advice, is_death=True)
    crash = f"the library that reads PDFs crashed on it ({name})"
    return Stop(crash, "save it anew with another program", is_death=True)


def _name_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


# ---------------------------------------------------------------- how a process is started


class _Process(ForkServerProcess):
    """A child of the server that knows nothing of the command that asked for it: importing that would take a second and 100 MB.

    It may also be started by a process that Python calls daemonic, as Dask's are: it watches whoever started it, and ends with it.
    """

    def start(self) -> None:
        """Start it, whatever Python calls the process that it is started by."""
        told = multiprocessing.current_process()._config  # type: ignore[attr-defined]
        with _STARTING, _no_main():
            is_daemon = told.pop("daemon", None)
            try:
                super().start()
            finally:
                if is_daemon is not None:
                    told["daemon"] = is_daemon


# What is set aside while a process starts is set aside by one thread at a time.
_STARTING = threading.Lock()


class _Context(ForkServerContext):
    Process = _Process


# Not forked from here: this process has threads, whose locks a fork would copy as they are.
_CONTEXT = _Context()


def _start_server() -> None:
    """Start the process that readers are forked from, once. It and they are deaf to Ctrl-C from the start."""
    resource_tracker.ensure_running()  # which would lift the block below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        _CONTEXT.set_forkserver_preload(PRELOADED)
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _no_main() -> Iterator[None]:
    """Within it this process has no main module that a child would be told to import."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
