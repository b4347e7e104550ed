"""Files of raw/, found and fingerprinted.

Belongs here: where files come from and which of them are the same bytes. Does not belong here: what is inside them.

A file or a folder that cannot be opened stops the search: without its bytes it has no id, and leaving it out would take
what it says out of the warehouse in silence.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
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


def find_files(raw: Path) -> tuple[Source, ...]:
    """Every document below ``raw``, sorted by path; the same bytes under several names are one source.

    What manifests say of its bytes comes with it: when they were fetched, their day of release, what replaces them.

    Links are followed, and a folder that was seen before is not entered again. ``UnreadableFiles`` if anything cannot be
    opened. A folder that stands for a URL is made to hold what that holds now.
    """
    problems: list[str] = []
    names_by_hash: dict[str, list[str]] = defaultdict(list)
    for name, sha256 in _ask(raw, hash_file, problems).items():
        names_by_hash[sha256].append(name)
    origins = _read_origins(raw, problems)
    _refuse(raw, problems)
    sources = (_make_source(raw, sha256, names, origins.get(sha256)) for sha256, names in names_by_hash.items())
    return tuple(sorted(sources, key=lambda source: source.source_uri))


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
            answers[name] = question(raw / name)
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
    return _make_source(path.parent, hash_file(path), [path.name])


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
    """A visible file of a known suffix that is not a README.md. A link that leads nowhere is one that cannot be opened."""
    if name.startswith(".") or name.lower() == NOT_A_DOCUMENT or os.path.splitext(name)[1].lower() not in SUFFIXES:
        return False
    path = os.path.join(folder, name)
    return os.path.isfile(path) or os.path.islink(path)


def _describe(raw: Path, error: OSError) -> str:
    """What cannot be opened, and why."""
    return f"{Path(error.filename).relative_to(raw).as_posix()} ({error.strerror})"


def _read_origins(raw: Path, problems: list[str]) -> dict[str, Origin]:
    """What the manifests say, by SHA-256; a damaged one is added to ``problems``."""
    versions: list[Version] = []
    for path in list_manifests(raw):
        try:
            versions += read_manifest(path).versions
        except OSError as error:
            problems.append(_describe(raw, error))
        except InvalidManifest as error:
            problems.append(f"{path.relative_to(raw).as_posix()} (it is no manifest: {error})")
    return trace_origins(versions)


def _make_source(raw: Path, sha256: str, names: list[str], origin: Origin | None = None) -> Source:
    """The source of files that all have the same bytes; it is called by the smallest path."""
    uris = sorted(names)
    return Source(
        document_id=document_id_of(sha256),
        sha256=sha256,
        file_name=uris[0].rpartition("/")[2],
        source_uri=uris[0],
        byte_size=(raw / uris[0]).stat().st_size,
        retrieved_at=origin.retrieved_at if origin else None,
        other_uris=tuple(uris[1:]),
        released_on=origin.released_on if origin else None,
        replaced_by=origin.replaced_by if origin else None,
    )
