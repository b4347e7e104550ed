"""Which state of a warehouse behind a URL is the current one.

Belongs here: ``publications/<number>.json``, and the folders and copies that hang on them. Does not belong here: this machine's
copy of the warehouse (``copies``), stored documents (``stored``).

Every publication is an object of its own with the next number; the highest is the current one. It is created only if nobody
else has created it, after all that it names is there. So two writers cannot both follow the same publication: the second is told,
and begins again from what the first has published. Killed at any moment, a writer leaves the publication before his current.
``CURRENT.json`` is a copy of the newest, for people and for tools that do not list; it follows a moment later.

Each attempt at a number writes into a folder of its own, ``states/<number>-<state>-<digest of its files>``, in which nothing is ever
changed: whoever tries again finds what he has sent, and nobody's files are mixed with another's.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.locations import Store, StoreTrouble, hash_file

KEPT_STATES = 5
KEPT_PUBLICATIONS = 1000  # small objects; a writer that slept through so many would no longer be told that he is late
_DIGITS = 9
_DIGEST_DIGITS = 8


class Overtaken(Exception):
    """Somebody else has published meanwhile."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a published state: size and SHA-256 of its bytes."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A state in a store: its number, its id, the folder it lies in, and its files."""

    number: int
    state: str
    folder: str
    files: dict[str, StoredFile]


def find_newest(store: Store) -> Publication | None:
    """The current publication; ``None`` if there has been none."""
    numbers = _list_numbers(store)
    if not numbers:
        return None
    name = _name(max(numbers))
    try:
        return _parse(store.read(name))
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise StoreTrouble(f"{store.url}/{name} is no publication: remove it, and the one before counts") from error


def publish_folder(store: Store, folder: Path, state_id: str, after: Publication | None) -> Publication:
    """Send a state's folder and make it the current one after ``after``; ``Overtaken`` if that is no longer the newest."""
    number = after.number + 1 if after else 1
    files = describe_files(folder)
    publication = Publication(number, state_id, f"states/{number:0{_DIGITS}}-{state_id}-{_digest(files)}", files)
    send_files(store, folder, publication)
    content = (json.dumps(asdict(publication), indent=2) + "\n").encode()
    if not store.create(_name(number), content):
        raise Overtaken
    store.write("CURRENT.json", content)
    _prune(store, number)
    return publication


def is_whole(store: Store, publication: Publication) -> bool:
    """Whether the store holds every file of a publication in its size."""
    return not _list_missing(store, publication)


def send_files(store: Store, folder: Path, publication: Publication) -> None:
    """Send those of a state's files that are not there."""
    missing = _list_missing(store, publication)
    store.put({f"{publication.folder}/{name}": folder / name for name in missing})


def describe_files(folder: Path) -> dict[str, StoredFile]:
    """Every file of a state, by its path in the state's folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _describe(path) for path in paths}


def _list_missing(store: Store, publication: Publication) -> list[str]:
    """The files of a publication that are not in the store, or in another size."""
    held = store.list_files(publication.folder)
    sizes = {name.removeprefix(f"{publication.folder}/"): entry.size for name, entry in held.items()}
    return [name for name, file in publication.files.items() if sizes.get(name) != file.bytes]


def _describe(path: Path) -> StoredFile:
    return StoredFile(path.stat().st_size, hash_file(path))


def _digest(files: Mapping[str, StoredFile]) -> str:
    content = json.dumps({name: file.sha256 for name, file in files.items()}, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:_DIGEST_DIGITS]


def _name(number: int) -> str:
    return f"publications/{number:0{_DIGITS}}.json"


def _list_numbers(store: Store) -> list[int]:
    names = (name.removeprefix("publications/").removesuffix(".json") for name in store.list_files("publications"))
    return [int(name) for name in names if name.isdecimal()]


def _parse(content: bytes) -> Publication:
    values: dict[str, Any] = json.loads(content)
    files = {name: StoredFile(**file) for name, file in values["files"].items()}
    for name in (values["state"], *files):
        if not _stays_inside(name):
            raise ValueError(f"{name!r} leads out of the folder of a state")
    return Publication(values["number"], values["state"], values["folder"], files)


def _stays_inside(name: str) -> bool:
    """Whether a name that comes from a store leads to nowhere else on this machine."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _prune(store: Store, newest: int) -> None:
    """Remove the files of states that are no longer kept, published or not: a writer who still sends some is too late."""
    limit = newest - KEPT_STATES
    folders = [name for name in store.list_files("states") if _number_of(name) <= limit]
    old = [_name(number) for number in _list_numbers(store) if number <= newest - KEPT_PUBLICATIONS]
    store.remove([*folders, *old])


def _number_of(name: str) -> int:
    """The number in the path of a state's file; of what others put there, one that is never pruned."""
    digits = name.removeprefix("states/").partition("-")[0]
    return int(digits) if digits.isdecimal() else sys.maxsize
