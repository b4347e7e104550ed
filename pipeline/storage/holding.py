"""Who is writing a warehouse, and what is left of runs that were killed.

Belongs here: looking at the lock without holding anybody up. Does not belong here: taking it (``states``).
"""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.storage.disk import SCRATCH

LOCK = ".lock"
_LOCKS = Path("/proc/locks")  # Linux: one lock a line; its fifth word is the process, the sixth device and inode
UNKNOWN = "another process"


def find_holder(warehouse: Path) -> str | None:
    """The process that holds the warehouse, by its number and name as far as the system tells; ``None`` if nobody does. A lock ends
    with its process: there are no stale ones. ``OSError`` if the lock cannot be opened."""
    path = warehouse / LOCK
    if not path.exists():
        return None
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _name_holder(path)
    lock.release()
    return None


def list_leftovers(warehouse: Path) -> list[str]:
    """What runs that were killed have left; the next run removes it."""
    return sorted(path.name for path in warehouse.glob(f"{SCRATCH}*"))


def _name_holder(lock: Path) -> str:
    inode = f":{lock.stat().st_ino}"
    try:
        held = [line.split() for line in _LOCKS.read_text(encoding="ascii").splitlines()]
        number = next(int(words[4]) for words in held if len(words) > 5 and words[5].endswith(inode))
        name = Path(f"/proc/{number}/comm").read_text(encoding="utf-8").strip()
    except (OSError, StopIteration, ValueError):
        return UNKNOWN
    return f"process {number} ({name})"
