"""Published states: whole, named by their content, and swapped in one rename.

Belongs here: the order in which a state is made and published, and the lock that publishers hold. Does not belong here: what
is in a state (``gathering``), its files (``building``), making it the current one (``placing``), one document's files
(``documents``), reading what is published (``queries``).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.model import DocumentFacts, Reconciled, Source
from pipeline.storage.building import build_state
from pipeline.storage.disk import SCRATCH, clear_leftovers
from pipeline.storage.gathering import Gathered, gather_facts
from pipeline.storage.holding import LOCK
from pipeline.storage.placing import KEPT_STATES, place_state


@dataclass(frozen=True, slots=True)
class State:
    """A published state; ``rows`` is the number of rows by table."""

    state_id: str
    path: Path
    rows: dict[str, int]


@contextmanager
def warehouse_lock(warehouse: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the warehouse alone; ``on_wait`` is called once if another process holds it.

    Who holds it may take it again: a run holds it as a whole, and so does each of its steps. Whoever takes it first removes
    what killed runs left behind.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    lock = FileLock(warehouse / LOCK, is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        on_wait()
        lock.acquire()
    try:
        if lock.lock_counter == 1:
            clear_leftovers(warehouse)
        yield
    finally:
        lock.release()


def publish(
    warehouse: Path,
    documents: Iterable[DocumentFacts],
    sources: Iterable[Source],
    reconciled: Reconciled,
    kept_states: int = KEPT_STATES,
) -> State:
    """Make a state of these documents alone the current one; the caller holds the lock."""
    return publish_gathered(warehouse, gather_facts(documents, sources, reconciled), kept_states)


def publish_gathered(
    warehouse: Path, gathered: Gathered, kept_states: int = KEPT_STATES, damage: Mapping[str, str] | None = None
) -> State:
    """Build a state and make it the current one; the caller holds the lock. ``damage`` is what ``find_damage`` says of the state
    that is current now, where the caller has asked already."""
    warehouse.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=warehouse) as scratch:
        building = Path(scratch) / "state"
        state_id, sizes = build_state(building, gathered)
        target = place_state(warehouse, building, state_id, kept_states, damage)
    return State(state_id, target, sizes)
