"""raw/ at a glance, for who looks at it every half minute: a file that has not been touched is not read again.

Belongs here: what was seen of each file, and its hash from then. Does not belong here: what a run takes (``files``, which reads every
byte), what follows from a change (``orchestration.watching``).
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.locations import hash_file, replace_bytes
from pipeline.model import document_id_of
from pipeline.sources.aliases import ALIASES_FILE
from pipeline.sources.corrections import CORRECTIONS_FILE
from pipeline.sources.files import ask_files, find_origins
from pipeline.sources.manifest import Origin
from pipeline.sources.withdrawals import WITHDRAWALS_FILE

REVIEWED_LISTS = (ALIASES_FILE, CORRECTIONS_FILE, WITHDRAWALS_FILE)

# A file that was written to less long ago may still be growing: copying a release takes longer than a look at it.
QUIET_SECONDS = 5
_NANOSECONDS = 1_000_000_000

# Size, time of the last write, and time of the last change of any kind, which a copy that keeps the old date cannot set.
_Stamp = tuple[int, int, int]
_Memory = dict[str, tuple[_Stamp, str]]


@dataclass(frozen=True, slots=True)
class Glance:
    """What lies in raw/: document ids by path, the hash of each reviewed list that there is, paths that are being written, and
    what manifests say of each document that lies there, by its id."""

    documents: dict[str, str]
    lists: dict[str, str]
    growing: tuple[str, ...] = ()
    origins: dict[str, Origin] = field(default_factory=dict)


def glance(raw: Path, memory: Path) -> Glance:
    """Look at raw/, and read only files that ``memory`` (a file that is replaced) does not know as they are now.

    ``UnreadableFiles`` where something cannot be opened. While files are growing, none is read.
    """
    stamps = ask_files(raw, _stamp)
    growing = tuple(name for name, stamp in stamps.items() if _is_growing(stamp))
    if growing:
        return Glance({}, {}, growing)
    known = _read_memory(memory)
    hashes = {name: _hash_once(raw, name, stamp, known) for name, stamp in stamps.items()}
    fresh = {name: (stamp, hashes[name]) for name, stamp in stamps.items()}
    if fresh != known:
        memory.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(memory, json.dumps(fresh, ensure_ascii=False).encode())
    origins = find_origins(raw)
    return Glance(
        documents={name: document_id_of(sha256) for name, sha256 in hashes.items()},
        lists=_hash_lists(raw),
        origins={document_id_of(sha256): origins[sha256] for sha256 in hashes.values() if sha256 in origins},
    )


def _stamp(path: Path) -> _Stamp:
    found = os.stat(path)
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _is_growing(stamp: _Stamp) -> bool:
    """A date in the future is a wrong clock, and no reason to wait for it."""
    age = time.time_ns() - stamp[1]
    return 0 <= age < QUIET_SECONDS * _NANOSECONDS


def _hash_once(raw: Path, name: str, stamp: _Stamp, known: _Memory) -> str:
    remembered = known.get(name)
    return remembered[1] if remembered and remembered[0] == stamp else hash_file(raw / name)


def _read_memory(memory: Path) -> _Memory:
    """What was seen before; nothing where that cannot be read, which only costs reading the files."""
    try:
        held = json.loads(memory.read_text(encoding="utf-8"))
        return {name: (tuple(stamp), sha256) for name, (stamp, sha256) in held.items()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        return {}


def _hash_lists(raw: Path) -> dict[str, str]:
    """Lists are short and read each time."""
    paths = (raw / name for name in REVIEWED_LISTS)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}
