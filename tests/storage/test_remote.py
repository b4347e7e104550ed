"""A warehouse behind a URL: on a real S3 server, in memory, and in a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.locations import Store, StoreTrouble
from pipeline.model import DocumentFacts, Reconciled
from pipeline.storage import (
    NothingPublished,
    State,
    fetch_documents,
    open_for_reading,
    open_for_runs,
    publish,
    publish_shared,
    read_document,
    run_query,
    write_document,
)
from pipeline.storage.remote import publications

from .samples import DOCUMENT_ID, FACTS, RECONCILED, SOURCE, VERSION, later_release
from .stores import SECRET, new_url


@pytest.fixture(params=["s3", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place in a kind of store."""
    if request.param == "s3":
        request.getfixturevalue("s3")
    return new_url(request.param, tmp_path)


def years(folder: Path) -> list[int]:
    """The years of the documents in a warehouse's current state."""
    rows = run_query(folder, "SELECT fiscal_year FROM documents ORDER BY ALL").to_pylist()
    return [row["fiscal_year"] for row in rows]


def build(folder: Path, *others: DocumentFacts) -> Callable[[], State]:
    """Publishes the sample and others in a folder, as a run does before it goes to the URL."""
    return lambda: publish(folder, [FACTS, *others], [SOURCE], RECONCILED)


@pytest.mark.parametrize("url", ["s3", "memory", "file"], indirect=True)
def test_a_state_is_read_on_another_machine_as_it_was_published(url: str, tmp_path: Path) -> None:
    mine = open_for_runs(url, tmp_path / "a")
    state = publish_shared(mine, build(mine))
    there = open_for_reading(url, tmp_path / "b")
    assert (there / "current").resolve().name == state.state_id
    for path in state.path.rglob("*.*"):
        assert path.is_dir() or (there / "current" / path.relative_to(state.path)).read_bytes() == path.read_bytes()
    assert years(there) == [2008]
    publish_shared(mine, build(mine, later_release(2009, 1)))
    assert years(there) == [2008], "a reader keeps what it has opened"
    assert years(open_for_reading(url, tmp_path / "b")) == [2008, 2009]


def test_nothing_is_published_yet(url: str, tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        years(open_for_reading(url, tmp_path))


def test_current_json_names_the_state_and_the_same_state_is_not_published_again(url: str, tmp_path: Path) -> None:
    mine = open_for_runs(url, tmp_path / "a")
    state = publish_shared(mine, build(mine))
    store = Store(url)
    before = store.list_files()
    current = json.loads(store.read("CURRENT.json"))
    assert (current["number"], current["state"]) == (1, state.state_id)
    assert {f"{current['folder']}/{name}" for name in current["files"]} == {
        name for name in before if name.startswith("states/")
    }
    publish_shared(mine, build(mine))
    other = open_for_runs(url, tmp_path / "b")
    publish_shared(other, build(other))
    assert store.list_files() == before


def test_two_writers_at_once_lose_no_state(url: str, tmp_path: Path) -> None:
    """Both have seen an empty URL. Whoever is second begins again, and sees by then what the first has seen: what lies in
    raw/, which here is a list that both append to before they build."""
    raw: list[int] = []
    together = Barrier(2)

    def run(year: int) -> int:
        warehouse = open_for_runs(url, tmp_path / str(year))
        builds = 0

        def build_now() -> State:
            nonlocal builds
            builds += 1
            if builds == 1:
                known = [year]
                raw.append(year)
                together.wait(timeout=30)
            else:
                known = sorted(raw)
            return publish(warehouse, [later_release(one, 1) for one in known], [], Reconciled())

        publish_shared(warehouse, build_now)
        return builds

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, (2001, 2002))) == [1, 2]
    assert years(open_for_reading(url, tmp_path / "reader")) == [2001, 2002]
    assert list(Store(url).list_files("publications")) == [
        "publications/000000001.json",
        "publications/000000002.json",
    ]


@pytest.mark.parametrize("url", ["memory"], indirect=True)
@pytest.mark.soak
def test_a_writer_who_is_overtaken_again_and_again_says_so(url: str, tmp_path: Path) -> None:
    mine, other = open_for_runs(url, tmp_path / "a"), open_for_runs(url, tmp_path / "b")
    year = iter(range(2001, 2050))

    def be_overtaken() -> State:
        publish_shared(other, build(other, later_release(next(year), 1)))
        return build(mine)()

    with pytest.raises(StoreTrouble, match="other runs published 5 times"):
        publish_shared(mine, be_overtaken)
    assert years(open_for_reading(url, tmp_path / "c")) == [2005, 2008]


class Killed(BaseException):
    """What no handler of ours catches, as a kill."""


@pytest.mark.parametrize("last", ["put", "create"])
@pytest.mark.soak
def test_a_push_that_is_killed_before_the_state_is_named_leaves_the_old_one(
    url: str, last: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = open_for_runs(url, tmp_path / "a")
    publish_shared(mine, build(mine))

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(Store, last, die)
        publish_shared(mine, build(mine, later_release(2009, 1)))
    assert years(open_for_reading(url, tmp_path / "b")) == [2008]
    publish_shared(mine, build(mine, later_release(2009, 1)))
    assert years(open_for_reading(url, tmp_path / "b")) == [2008, 2009]


def test_files_that_are_damaged_or_lost_there_are_told_and_published_again(url: str, tmp_path: Path) -> None:
    mine = open_for_runs(url, tmp_path / "a")
    publish_shared(mine, build(mine))
    store = Store(url)
    name = next(name for name in store.list_files("states") if name.endswith("amounts.parquet"))
    whole = store.read(name)
    store.write(name, whole[:-1] + b"?")
    with pytest.raises(
        StoreTrouble, match=r"is damaged \(other bytes than were published in parquet/amounts.parquet\)"
    ):
        open_for_reading(url, tmp_path / "b")
    store.remove([name])
    with pytest.raises(StoreTrouble, match="is damaged"):
        open_for_reading(url, tmp_path / "b")
    publish_shared(mine, build(mine))
    assert years(open_for_reading(url, tmp_path / "b")) == [2008]


@pytest.mark.parametrize("url", ["memory"], indirect=True)
@pytest.mark.parametrize("name", ["../../outside", "/tmp/outside"])
def test_a_publication_cannot_name_files_outside_of_its_folder(url: str, name: str, tmp_path: Path) -> None:
    mine = open_for_runs(url, tmp_path / "a")
    publish_shared(mine, build(mine))
    store = Store(url)
    (at,) = store.list_files("publications")
    said = json.loads(store.read(at))
    for altered in (said | {"files": said["files"] | {name: {"bytes": 1, "sha256": "0"}}}, said | {"state": name}):
        store.write(at, json.dumps(altered).encode())
        with pytest.raises(StoreTrouble, match="is no publication"):
            open_for_reading(url, tmp_path / "b")


@pytest.mark.parametrize("url", ["memory"], indirect=True)
@pytest.mark.soak
def test_old_states_go_and_all_others_stay(url: str, tmp_path: Path) -> None:
    mine = open_for_runs(url, tmp_path / "a")
    Store(url).write("states/notes.txt", b"somebody's")
    for year in range(2001, 2009):
        publish_shared(mine, build(mine, later_release(year, 1)))
    names = Store(url).list_files("states")
    numbers = {int(name.split("/")[1].split("-")[0]) for name in names if "notes" not in name}
    assert numbers == {4, 5, 6, 7, 8} and "states/notes.txt" in names
    assert years(open_for_reading(url, tmp_path / "b")) == [2008, 2008]


def test_a_stored_document_is_read_on_another_machine(url: str, tmp_path: Path) -> None:
    mine, other = open_for_runs(url, tmp_path / "a"), open_for_runs(url, tmp_path / "b")
    old = replace(FACTS, record=replace(FACTS.record, extractor_version="0.9+abc"))
    for facts in (old, FACTS):
        write_document(mine, facts)
        publish_shared(mine, build(mine))
    assert list(Store(url).list_files("documents")) == [f"documents/{DOCUMENT_ID}/{VERSION}.zip"]
    fetch_documents(other, [DOCUMENT_ID, "0" * 16], VERSION)
    assert read_document(other, DOCUMENT_ID, VERSION) == FACTS
    assert not list(other.glob(".tmp-*"))


@pytest.mark.parametrize("harm", ["bytes", "path"])
def test_a_stored_document_that_is_damaged_there_is_removed(harm: str, tmp_path: Path) -> None:
    url = new_url("memory", tmp_path)
    mine, other = open_for_runs(url, tmp_path / "a"), open_for_runs(url, tmp_path / "b")
    write_document(mine, FACTS)
    publish_shared(mine, build(mine))
    (name,) = Store(url).list_files("documents")
    content = bytearray(Store(url).read(name))
    content[len(content) // 2] ^= 1
    if harm == "path":
        with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
            archive.writestr("../outside.parquet", b"")
        content = bytearray((tmp_path / "evil.zip").read_bytes())
    Store(url).write(name, bytes(content))
    fetch_documents(other, [DOCUMENT_ID], VERSION)
    assert not (other / "documents").exists() and not (other / "outside.parquet").exists()
    assert Store(url).list_files("documents") == {}


@pytest.mark.parametrize("url", ["s3", "memory", "file"], indirect=True)
def test_two_creators_of_one_object_are_told_apart(url: str) -> None:
    stores = [Store(url) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda number: stores[number].create("x", str(number).encode()), range(8)))
    assert won.count(True) == 1
    assert Store(url).read("x") == str(won.index(True)).encode()


def test_credentials_are_nowhere(s3: dict[str, str], tmp_path: Path) -> None:
    url = new_url("s3", tmp_path)
    mine = open_for_runs(url, tmp_path / "a")
    write_document(mine, FACTS)
    publish_shared(mine, build(mine))
    open_for_reading(url, tmp_path / "b")
    store = Store(url)
    contents = [store.read(name) for name in store.list_files()]
    contents += [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in content or b"AKIATEST" in content for content in contents)


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:1", "nowhere"])
def test_a_store_that_cannot_be_reached_is_told_in_one_sentence(
    endpoint: str, s3: dict[str, str], tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        **s3,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_MAX_ATTEMPTS": "1",
        "YOSAN_CACHE": str(tmp_path),
    }
    assert_sentence(
        ["query", "SELECT 1", "--warehouse", "s3://bucket/x"], environment, "s3://bucket/x cannot be listed"
    )


def test_without_credentials_in_one_sentence(s3: dict[str, str], tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "YOSAN_CACHE": str(tmp_path),
        "HOME": str(tmp_path),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    environment = {name: value for name, value in environment.items() if "ACCESS_KEY" not in name}
    assert_sentence(["query", "SELECT 1", "--warehouse", "s3://bucket/x"], environment, "credentials")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (f"s3://AKIATEST:{SECRET}@bucket/x", "must hold no password"),
        ("nosuch://bucket/x", "nosuch"),
    ],
)
def test_a_url_that_is_no_good(url: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOSAN_CACHE", str(tmp_path))
    for arguments in (["query", "SELECT 1", "--warehouse", url], ["run", "--raw", url, "--warehouse", str(tmp_path)]):
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
        assert words in result.stderr and SECRET not in result.stderr


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("YOSAN_CACHE", str(tmp_path / "file"))
    result = CliRunner().invoke(app, ["query", "SELECT 1", "--warehouse", "memory://x"], catch_exceptions=False)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert f"{tmp_path / 'file'} cannot be written (Not a directory)" in result.stderr


def assert_sentence(arguments: list[str], environment: dict[str, str], words: str) -> None:
    """The command leaves with one sentence that has these words and no secret."""
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert (result.returncode, result.stdout) == (1, ""), result.stderr
    assert result.stderr.startswith("yosan: ") and result.stderr.count("\n") == 1, result.stderr
    assert words in result.stderr and SECRET not in result.stderr


def test_a_publication_that_is_no_publication_is_named(tmp_path: Path) -> None:
    url = new_url("memory", tmp_path)
    Store(url).write("publications/000000007.json", b"{}")
    with pytest.raises(StoreTrouble, match="000000007.json is no publication"):
        publications.find_newest(Store(url))
