"""What is found below raw/, and under which name."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline.sources import UnreadableFiles, find_files

NOBODY = 65534


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
    wanted = ["A.PDF", "b.html", "c/予算 要求.txt", "d.md", "e.htm", "scan.png"]
    for uri in (*wanted, "README.md", "c/readme.md", ".hidden.pdf", ".git/x.txt", "aliases.yaml", "notes"):
        put(tmp_path, uri, uri.encode())
    (tmp_path / "folder.pdf").mkdir()
    assert [source.source_uri for source in find_files(tmp_path)] == wanted


def test_empty_file_is_found(tmp_path: Path) -> None:
    put(tmp_path, "empty.pdf", b"")
    assert [source.byte_size for source in find_files(tmp_path)] == [0]


def test_empty_folder_is_empty_and_a_missing_one_is_not(tmp_path: Path) -> None:
    assert find_files(tmp_path) == ()
    with pytest.raises(UnreadableFiles, match="No such file or directory"):
        find_files(tmp_path / "absent")


def test_links_are_followed_once(tmp_path: Path) -> None:
    raw, elsewhere = tmp_path / "raw", tmp_path / "elsewhere"
    put(raw, "a.txt", b"one")
    put(elsewhere, "b.txt", b"two")
    (raw / "link.txt").symlink_to("a.txt")
    (raw / "more").symlink_to(elsewhere)
    (elsewhere / "round").symlink_to(raw)
    first, second = find_files(raw)
    assert (first.source_uri, first.other_uris) == ("a.txt", ("link.txt",))
    assert (second.source_uri, second.other_uris) == ("more/b.txt", ())


def test_every_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    put(tmp_path, "good.txt", b"good")
    (tmp_path / "broken.pdf").symlink_to("gone.pdf")
    (tmp_path / "also.pdf").symlink_to("gone.pdf")
    with pytest.raises(UnreadableFiles, match=r"also\.pdf \(No such file.*\), broken\.pdf \(No such file"):
        find_files(tmp_path)


def test_name_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "予算.txt".encode("cp932")))).write_bytes(b"x")
    with pytest.raises(UnreadableFiles, match="its name is not UTF-8"):
        find_files(tmp_path)


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may open everything: be nobody for a while. Anybody else stays who they are."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(user)


def test_folder_that_may_not_be_listed_is_no_empty_folder() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders let nobody but their owner in
        raw = Path(name)
        raw.chmod(0o755)
        put(raw, "open.txt", b"open")
        put(raw, "closed/secret.txt", b"secret")
        (raw / "closed").chmod(0)
        with without_rights(), pytest.raises(UnreadableFiles, match=r"closed \(Permission denied\)"):
            find_files(raw)
        (raw / "closed").chmod(0o755)
        put(raw, "locked.txt", b"locked")
        (raw / "locked.txt").chmod(0)
        with without_rights(), pytest.raises(UnreadableFiles, match=r"locked\.txt \(Permission denied\)"):
            find_files(raw)


def test_what_is_no_file_is_named_and_not_waited_for(tmp_path: Path) -> None:
    """To read a pipe that nobody writes to, or a device that never ends, would never end."""
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "endless.pdf").symlink_to("/dev/zero")
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        here = os.open(tmp_path, os.O_RDONLY)  # an address is shorter than most paths
        listener.bind(f"/proc/self/fd/{here}/socket.txt")
        os.close(here)
        with pytest.raises(
            UnreadableFiles,
            match=r"endless\.pdf \(it is no file\), pipe\.pdf \(it is no file\), socket\.txt \(it is no file\)",
        ):
            find_files(tmp_path)


def test_links_in_a_circle_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to("b.pdf")
    (tmp_path / "b.pdf").symlink_to("a.pdf")
    with pytest.raises(UnreadableFiles, match=r"a\.pdf \(Too many levels of symbolic links\)"):
        find_files(tmp_path)
