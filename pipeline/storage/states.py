"""Published states: whole, named by their content, and swapped in one rename.

Belongs here: ``<warehouse>/states/<id>/``, the links that lead to the current one, and the lock that publishers hold.
Does not belong here: what is in a state (``gathering``) and its files (``building``), one document's files
(``documents``), reading what is published (``queries``).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.model import DocumentFacts, Reconciled, Source
from pipeline.storage.building import build_state
from pipeline.storage.datapackage import DATAPACKAGE
from pipeline.storage.gathering import Gathered, gather_facts
from pipeline.storage.queries import CURRENT, DATABASE

KEPT_STATES = 5
LINKS = (DATABASE, "parquet", "CURRENT.json", "DICTIONARY.md", DATAPACKAGE)


@dataclass(frozen=True, slots=True)
class State:
    """A published state; ``rows`` is the number of rows by table."""

    state_id: str
    path: Path
    rows: dict[str, int]


@contextmanager
def warehouse_lock(warehouse: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the warehouse alone; ``on_wait`` is called once if another process holds it.

    Who holds it may take it again: a run holds it as a whole, and so does each of its steps.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    lock = FileLock(warehouse / ".lock", is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        on_wait()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def publish(
    warehouse: Path, documents: Iterable[DocumentFacts], sources: Iterable[Source], reconciled: Reconciled
) -> State:
    """Make a state of these documents alone the current one; the caller holds the lock."""
    return publish_gathered(warehouse, gather_facts(documents, sources, reconciled))


def publish_gathered(warehouse: Path, gathered: Gathered) -> State:
    """Build a state and make it the current one; the caller holds the lock."""
    warehouse.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=warehouse) as scratch:
        building = Path(scratch) / "state"
        state_id, sizes = build_state(building, gathered)
        target = place_state(warehouse, building, state_id)
    return State(state_id, target, sizes)


def place_state(warehouse: Path, building: Path, state_id: str) -> Path:
    """Make the state in a folder of the warehouse the current one; the caller holds the lock."""
    target = warehouse / "states" / state_id
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        os.replace(building, target)
    os.utime(target)
    _swap_links(warehouse, state_id)
    _remove_old_states(warehouse, state_id)
    return target


def _swap_links(warehouse: Path, state_id: str) -> None:
    """Point ``current`` at a state by one rename, and see that the links through it are there."""
    _replace_link(warehouse / CURRENT, Path("states") / state_id)
    for name in LINKS:
        if not (warehouse / name).is_symlink():
            _replace_link(warehouse / name, Path(CURRENT) / name)


def _replace_link(link: Path, target: Path) -> None:
    """Make or replace a relative symbolic link in one rename."""
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    os.replace(fresh, link)


def _remove_old_states(warehouse: Path, current: str) -> None:
    """Keep the states published last; a reader that has a removed one open keeps its open file."""
    states = sorted((warehouse / "states").iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    others = [path for path in states if path.name != current]
    for path in others[KEPT_STATES - 1 :]:
        shutil.rmtree(path)
