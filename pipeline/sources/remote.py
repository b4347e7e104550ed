"""A raw/ behind a URL, as a folder on this machine that follows it.

Belongs here: fetching what is new there, dropping what is gone. Does not belong here: what a document is (``files``).

An object is fetched once for each identity (ETag, generation, time of its last change) that the store gives it, and every time
where the store gives none. What was fetched is hashed like any other file, so ids are those of the bytes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from filelock import FileLock

from pipeline.locations import Entry, Store, StoreTrouble, find_origin, is_url, make_copy, replace_bytes

_INDEX = ".fetched.json"
_LOCK = ".lock"


def open_raw(location: str, cache: Path) -> Path:
    """The folder for a location: itself, or, for a URL, one that ``follow_origin`` fills. ``StoreTrouble`` if it is no good."""
    return make_copy(cache, "raw", location) if is_url(location) else Path(location).resolve()


def follow_origin(raw: Path) -> None:
    """Make a folder hold what its URL holds now; a folder of its own is left alone.

    ``StoreTrouble`` if the URL cannot be listed or holds nothing: a failed look is not an empty raw/.
    """
    store = find_origin(raw)
    if store is None:
        return
    with FileLock(raw / _LOCK):
        listed = {name: entry for name, entry in store.list_files().items() if not _is_hidden(name)}
        if not listed:
            raise StoreTrouble(f"{store.url} holds no files: put releases there, or check the URL")
        _check_names(store, listed)
        held = _read_index(raw)
        for name in held.keys() - listed.keys():
            (raw / name).unlink(missing_ok=True)
            _remove_empty(raw, (raw / name).parent)
        _fetch(store, raw, {name: entry for name, entry in listed.items() if not _is_held(raw, name, entry, held)})
        known = {name: entry.identity for name, entry in listed.items()}
        replace_bytes(raw / _INDEX, json.dumps(known, ensure_ascii=False, indent=1).encode())


def _is_hidden(name: str) -> bool:
    """Whether find_files would not look at it, or it only marks a folder."""
    return name.endswith("/") or any(part.startswith(".") and part != ".." for part in name.split("/"))


def _check_names(store: Store, listed: Mapping[str, Entry]) -> None:
    """``StoreTrouble`` at a name that can be no path below a folder."""
    for name in listed:
        parents = [str(one) for one in PurePosixPath(name).parents]
        if "" in name.split("/") or ".." in name.split("/") or "\0" in name or any(one in listed for one in parents):
            raise StoreTrouble(f"{store.url} has an object {name!a}, which can be no file in a folder: rename it")


def _read_index(raw: Path) -> dict[str, str | None]:
    """The identity of each object when it was fetched; without a readable index, none has been."""
    try:
        return dict(json.loads((raw / _INDEX).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _is_held(raw: Path, name: str, entry: Entry, held: Mapping[str, str | None]) -> bool:
    """Whether the folder has the object as it is now."""
    path = raw / name
    same = entry.identity is not None and held.get(name) == entry.identity
    return same and path.is_file() and path.stat().st_size == entry.size


def _fetch(store: Store, raw: Path, wanted: Mapping[str, Entry]) -> None:
    """Fetch objects beside the folder's files, and put each in its place in one rename."""
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=raw) as scratch:
        incoming = {name: Path(scratch) / str(number) for number, name in enumerate(wanted)}
        try:
            store.fetch(incoming)
        except FileNotFoundError as error:
            raise StoreTrouble(f"{store.url} changed while it was read: run again") from error
        for name, path in incoming.items():
            if path.stat().st_size != wanted[name].size:
                raise StoreTrouble(f"{store.url}/{name} changed while it was read: run again")
            target = raw / name
            if target.is_dir():
                _remove_files(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)


def _remove_files(folder: Path) -> None:
    """Remove a folder whose objects are gone, where an object now has its name."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def _remove_empty(raw: Path, folder: Path) -> None:
    """Remove folders that hold nothing any more."""
    while folder != raw and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
