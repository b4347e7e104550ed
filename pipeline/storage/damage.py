"""What is damaged: noticed, named, set aside.

Belongs here: comparing a state's files with their seals, and ``<warehouse>/damaged/<n>/``, where what was damaged is kept
together with the reason. Does not belong here: building anything again (``walk``, ``placing``).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.locations import hash_file
from pipeline.storage.descriptor import (
    DESCRIPTOR,
    OlderDescriptor,
    Seal,
    UnreadableDescriptor,
    read_descriptor,
)
from pipeline.storage.disk import sync_folder

FOLDER = "damaged"
REASON = "REASON.txt"


def find_damage(state: Path) -> dict[str, str]:
    """What is wrong with a state's files, by their path within it; empty for a sound state and for one that another version
    of yosan wrote, which nothing can be said about. Reads every byte of it."""
    try:
        descriptor = read_descriptor(state)
    except OlderDescriptor:
        return {}
    except UnreadableDescriptor as error:
        return {DESCRIPTOR: str(error)}
    problems = {name: _compare(state / name, seal) for name, seal in descriptor.files.items()}
    return {name: f"{state / name}: {problem}" for name, problem in problems.items() if problem}


def _compare(path: Path, seal: Seal) -> str | None:
    """What is wrong with a file; ``None`` if it is as it was written."""
    try:
        size = path.stat().st_size
        if size != seal.bytes:
            return f"damaged: {size:,} bytes instead of {seal.bytes:,}"
        return None if hash_file(path) == seal.sha256 else "damaged: its bytes are not those that were written"
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return f"damaged: {error.strerror}"


def set_aside(warehouse: Path, paths: Iterable[Path], reason: str, keep: bool = False) -> None:
    """Move files or folders of the warehouse into a new folder of ``damaged/`` with the reason beside them.

    Those that are gone leave the reason alone. ``keep`` leaves files where they are as well, for readers who must not
    find a gap, until a sound one takes their place.
    """
    folder = _make_folder(warehouse)
    (folder / REASON).write_text(f"{reason} (kept in {FOLDER}/{folder.name})\n", encoding="utf-8")
    for path in paths:
        if not path.exists():
            continue
        place = folder / path.relative_to(warehouse)
        place.parent.mkdir(parents=True, exist_ok=True)
        if keep:
            os.link(path, place)
        else:
            os.replace(path, place)
    sync_folder(folder)


def list_set_aside(warehouse: Path) -> dict[int, str]:
    """Why each folder of ``damaged/`` is there, by its number."""
    reasons = {int(path.name): path / REASON for path in (warehouse / FOLDER).glob("[0-9]*") if path.name.isdecimal()}
    return {
        number: path.read_text(encoding="utf-8").strip() for number, path in sorted(reasons.items()) if path.is_file()
    }


def _make_folder(warehouse: Path) -> Path:
    """The next folder of ``damaged/``."""
    numbers = [int(path.name) for path in (warehouse / FOLDER).glob("[0-9]*") if path.name.isdecimal()]
    folder = warehouse / FOLDER / str(max(numbers, default=0) + 1)
    folder.mkdir(parents=True)
    return folder
