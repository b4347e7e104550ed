"""A raw/ behind a URL: what is found there is what lies there now."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.locations import Store, StoreTrouble
from pipeline.sources import find_files, open_raw
from tests.storage.stores import new_url


@pytest.fixture(params=["s3", "memory", "file"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place in each kind of store."""
    if request.param == "s3":
        request.getfixturevalue("s3")
    return new_url(request.param, tmp_path)


def found(raw: Path) -> dict[str, tuple[str, ...]]:
    """The other names and the path of what is found, by its text."""
    sources = find_files(raw)
    return {(raw / one.source_uri).read_text(): (one.source_uri, *one.other_uris) for one in sources}


def test_files_are_found_with_their_paths_and_by_their_bytes(url: str, tmp_path: Path) -> None:
    store = Store(url)
    for name in ("a.txt", "mext/h20/予算 [案] #1.txt", "copy.md", "README.md", ".hidden/x.txt", "data.bin"):
        store.write(name, {"copy.md": b"a.txt"}.get(name, name.encode()))
    expected = {"a.txt": ("a.txt", "copy.md"), "mext/h20/予算 [案] #1.txt": ("mext/h20/予算 [案] #1.txt",)}
    raw = open_raw(url, tmp_path / "cache")
    assert found(raw) == expected
    assert (raw / "data.bin").is_file() and not (raw / ".hidden").exists()


def test_what_changes_there_changes_here(url: str, tmp_path: Path) -> None:
    store, raw = Store(url), open_raw(url, tmp_path / "cache")
    for name in ("same.txt", "a/changes.txt", "a/b/goes.txt"):
        store.write(name, name.encode())
    find_files(raw)
    fetched = (raw / "same.txt").stat().st_ino
    store.write("a/changes.txt", b"a/changed.txt")  # in as many bytes
    store.remove(["a/b/goes.txt"])
    store.write("new.txt", b"new")
    assert found(raw) == {"same.txt": ("same.txt",), "a/changed.txt": ("a/changes.txt",), "new": ("new.txt",)}
    assert (raw / "same.txt").stat().st_ino == fetched, "what has not changed is not fetched again"
    assert not (raw / "a" / "b").exists()


def test_a_file_that_takes_a_folders_name_takes_its_place(url: str, tmp_path: Path) -> None:
    store, raw = Store(url), open_raw(url, tmp_path / "cache")
    store.write("a.txt/inner.txt", b"inner")
    assert found(raw) == {"inner": ("a.txt/inner.txt",)}
    store.remove(["a.txt/inner.txt"])
    if url.startswith("file:"):
        Path(url.removeprefix("file://"), "a.txt").rmdir()
    store.write("a.txt", b"outer")
    assert found(raw) == {"outer": ("a.txt",)}


def test_what_was_lost_or_cut_short_here_is_fetched_again(url: str, tmp_path: Path) -> None:
    store, raw = Store(url), open_raw(url, tmp_path / "cache")
    store.write("a.txt", b"a")
    store.write("b.txt", b"b")
    find_files(raw)
    (raw / "a.txt").unlink()
    (raw / "b.txt").write_bytes(b"")
    assert found(raw) == {"a": ("a.txt",), "b": ("b.txt",)}
    (raw / ".fetched.json").write_text("{")
    assert found(raw) == {"a": ("a.txt",), "b": ("b.txt",)}


def test_a_failed_look_is_not_an_empty_folder(url: str, tmp_path: Path) -> None:
    store, raw = Store(url), open_raw(url, tmp_path / "cache")
    store.write("a.txt", b"a")
    find_files(raw)
    store.remove(["a.txt"])
    with pytest.raises(StoreTrouble, match="holds no files"):
        find_files(raw)
    assert (raw / "a.txt").is_file()


@pytest.mark.parametrize("names", [("a", "a/b.txt"), ("x//y.txt",)])
def test_a_name_that_can_be_no_file_is_told(names: tuple[str, ...], s3: dict[str, str], tmp_path: Path) -> None:
    url = new_url("s3", tmp_path)
    for name in names:
        Store(url).write(name, b"x")
    with pytest.raises(StoreTrouble, match="can be no file in a folder"):
        find_files(open_raw(url, tmp_path / "cache"))


def test_a_folder_of_its_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    assert open_raw(str(tmp_path), tmp_path / "cache") == tmp_path.resolve()
    assert found(tmp_path) == {"a": ("a.txt",)}
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
