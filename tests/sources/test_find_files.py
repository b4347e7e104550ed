"""What is found below raw/, and under which name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.sources import find_files


def put(raw: Path, uri: str, content: bytes) -> None:
    """Write a file below raw/."""
    path = raw / uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_same_bytes_are_one_source_under_the_smallest_path(tmp_path: Path) -> None:
    for uri in ("b/second.pdf", "a/first.pdf", "c.txt"):
        put(tmp_path, uri, b"same")
    (source,) = find_files(tmp_path)
    digest = hashlib.sha256(b"same").hexdigest()
    assert (source.document_id, source.sha256, source.byte_size) == (digest[:16], digest, 4)
    assert (source.source_uri, source.file_name) == ("a/first.pdf", "first.pdf")
    assert source.other_uris == ("b/second.pdf", "c.txt")


def test_only_visible_documents_are_found_in_order(tmp_path: Path) -> None:
    wanted = ["A.PDF", "b.html", "c/予算.txt", "d.md", "e.htm"]
    for uri in (*wanted, "README.md", "c/README.md", ".hidden.pdf", ".git/x.txt", "aliases.yaml", "picture.png"):
        put(tmp_path, uri, uri.encode())
    (tmp_path / "folder.pdf").mkdir()
    assert [source.source_uri for source in find_files(tmp_path)] == wanted


def test_empty_file_is_found_and_missing_folder_is_empty(tmp_path: Path) -> None:
    put(tmp_path, "empty.pdf", b"")
    assert [source.byte_size for source in find_files(tmp_path)] == [0]
    assert find_files(tmp_path / "absent") == ()
