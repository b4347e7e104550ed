"""Files of raw/, found and fingerprinted.

Belongs here: where files come from and which of them are the same bytes. Does not belong here: what is inside them.

A file or a folder that cannot be opened stops the search: without its bytes it has no id, and leaving it out would take
what it says out of the warehouse in silence.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.locations import hash_file
from pipeline.model import Source, document_id_of
from pipeline.sources.manifest import InvalidManifest, Origin, Version, list_manifests, read_manifest, trace_origins
from pipeline.sources.remote import follow_origin

# What releases come as, also where nothing reads them yet: a person who puts a scan or a spreadsheet into raw/ is told so.
SUFFIXES = frozenset(
    (
        *(".pdf", ".txt", ".md", ".html", ".htm"),
        *(".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff"),
    )
)
# Says what the folder holds, and is no release.
NOT_A_DOCUMENT = "readme.md"
Answer = TypeVar("Answer")


class UnreadableFiles(Exception):
    """Files or folders that cannot be opened; the message names each, and what to do."""


class ChangedFiles(UnreadableFiles):
    """Files that others took the place of, or that went, while they were read."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """A file's bytes: their SHA-256, and how many there were."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What tells whether a file was written to, or another took its place. No program can set the time of the last change."""

    inode: int
    size: int
    changed_ns: int


def find_files(raw: Path) -> tuple[Source, ...]:
    """Every document below ``raw``, sorted by path; the same bytes under several names are one source.

    What manifests say of its bytes comes with it: when they were fetched, their day of release, what replaces them.

    Links are followed, and a folder that was seen before is not entered again. ``UnreadableFiles`` if anything cannot be
    opened. A folder that stands for a URL is made to hold what that holds now.
    """
    problems: list[str] = []
    names_by_bytes: dict[_Measured, list[str]] = defaultdict(list)
    for name, measured in _ask(raw, _measure, problems).items():
        names_by_bytes[measured].append(name)
    origins = _read_origins(raw, problems)
    _refuse(raw, problems)
    sources = (_make_source(one, names, origins.get(one.sha256)) for one, names in names_by_bytes.items())
    return tuple(sorted(sources, key=lambda source: source.source_uri))


def see_file(path: Path) -> Sight | None:
    """A file as it is now; ``None`` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Sight(found.st_ino, found.st_size, found.st_ctime_ns)


def is_unchanged(path: Path, source: Source, seen: Sight | None) -> bool:
    """Whether a file that was ``seen`` before it was read had the source's bytes all the time until now."""
    try:
        return seen is not None and see_file(path) == seen and hash_file(path) == source.sha256
    except OSError:
        return False


def ask_files(raw: Path, question: Callable[[Path], Answer]) -> dict[str, Answer]:
    """The answer of each file that is a document, by its sorted path below ``raw``; raises as ``find_files`` does."""
    problems: list[str] = []
    answers = _ask(raw, question, problems)
    _refuse(raw, problems)
    return answers


def _ask(raw: Path, question: Callable[[Path], Answer], problems: list[str]) -> dict[str, Answer]:
    follow_origin(raw)
    answers: dict[str, Answer] = {}
    for name in sorted(_walk(raw, problems)):
        try:
            os.fsencode(name).decode()
            path = raw / name
            if not stat.S_ISREG(path.stat().st_mode):
                problems.append(f"{name} (it is no file)")  # to read a pipe, or what never ends, would never end
                continue
            answers[name] = question(path)
        except FileNotFoundError as error:
            if os.path.lexists(raw / name):  # else it was taken away since the folder was listed
                problems.append(_describe(raw, error))
        except OSError as error:
            problems.append(_describe(raw, error))
        except UnicodeDecodeError:
            problems.append(f"{name!a} (its name is not UTF-8)")
    return answers


def find_origins(raw: Path) -> dict[str, Origin]:
    """What the manifests of ``raw`` say, by SHA-256; ``UnreadableFiles`` if one is damaged."""
    problems: list[str] = []
    origins = _read_origins(raw, problems)
    _refuse(raw, problems)
    return origins


def _refuse(raw: Path, problems: list[str]) -> None:
    if problems:
        raise UnreadableFiles(f"cannot open {', '.join(problems)}: mend it or move it out of {raw}")


def fingerprint(path: Path) -> Source:
    """A file outside raw/ as a source of its own."""
    return _make_source(_measure(path), [path.name])


def _measure(path: Path) -> _Measured:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return _Measured(digest, file.tell())


def _walk(raw: Path, problems: list[str]) -> Iterator[str]:
    """Paths of documents below ``raw``, with slashes; a folder that cannot be listed is added to ``problems``."""
    seen: set[Path] = set()
    walk = os.walk(raw, followlinks=True, onerror=lambda error: problems.append(_describe(raw, error)))
    for folder, subfolders, names in walk:
        here = Path(folder)
        if here.resolve() in seen:
            subfolders.clear()
            continue
        seen.add(here.resolve())
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        below = "" if here == raw else f"{here.relative_to(raw).as_posix()}/"
        yield from (f"{below}{name}" for name in names if _is_document(folder, name))


def _is_document(folder: str, name: str) -> bool:
    """Whatever has a visible name of a known suffix that is not README.md, folders apart; it may turn out that it cannot be opened."""
    if name.startswith(".") or name.lower() == NOT_A_DOCUMENT or os.path.splitext(name)[1].lower() not in SUFFIXES:
        return False
    return not os.path.isdir(os.path.join(folder, name))


def _describe(raw: Path, error: OSError) -> str:
    """What cannot be opened, and why."""
    return f"{Path(error.filename).relative_to(raw).as_posix()} ({error.strerror})"


def _read_origins(raw: Path, problems: list[str]) -> dict[str, Origin]:
    """What the manifests say, by SHA-256; a damaged one is added to ``problems``."""
    manifests: list[tuple[Version, ...]] = []
    for path in list_manifests(raw):
        try:
            manifests.append(read_manifest(path).versions)
        except OSError as error:
            problems.append(_describe(raw, error))
        except InvalidManifest as error:
            problems.append(f"{path.relative_to(raw).as_posix()} (it is no manifest: {error})")
    return trace_origins(*manifests)


def _make_source(measured: _Measured, names: list[str], origin: Origin | None = None) -> Source:
    """The source of files that all have the same bytes; it is called by the smallest path."""
    uris = sorted(names)
    return Source(
        document_id=document_id_of(measured.sha256),
        sha256=measured.sha256,
        file_name=uris[0].rpartition("/")[2],
        source_uri=uris[0],
        byte_size=measured.size,
        retrieved_at=origin.retrieved_at if origin else None,
        other_uris=tuple(uris[1:]),
        released_on=origin.released_on if origin else None,
        replaced_by=origin.replaced_by if origin else None,
    )
