"""Files of raw/, found and fingerprinted.

Belongs here: where files come from and which of them are the same bytes. Does not belong here: what is inside them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path

from pipeline.model import Source

__all__ = ["find_files"]

SUFFIXES = frozenset({".pdf", ".txt", ".md", ".html", ".htm"})
CHUNK_BYTES = 1 << 20
ID_DIGITS = 16  # hex digits of the SHA-256 that make a document_id


def find_files(raw: Path) -> tuple[Source, ...]:
    """Every document below ``raw``, sorted by path; the same bytes under several names are one source."""
    paths_by_hash: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(raw.rglob("*")):
        if _is_document(path, raw):
            paths_by_hash[_hash_file(path)].append(path)
    sources = (_make_source(raw, sha256, paths) for sha256, paths in paths_by_hash.items())
    return tuple(sorted(sources, key=lambda source: source.source_uri))


def _is_document(path: Path, raw: Path) -> bool:
    """A regular, visible file of a known suffix that is not a README.md."""
    if any(part.startswith(".") for part in path.relative_to(raw).parts):
        return False
    return path.suffix.lower() in SUFFIXES and path.name != "README.md" and path.is_file() and not path.is_symlink()


def _hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, read in chunks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _make_source(raw: Path, sha256: str, paths: list[Path]) -> Source:
    """The source of files that all have the same bytes; it is called by the smallest path."""
    uris = sorted(path.relative_to(raw).as_posix() for path in paths)
    first = raw / uris[0]
    return Source(
        document_id=sha256[:ID_DIGITS],
        sha256=sha256,
        file_name=first.name,
        source_uri=uris[0],
        byte_size=first.stat().st_size,
        other_uris=tuple(uris[1:]),
    )
