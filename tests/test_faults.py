"""What happens to files, clocks and Dagster's records while a run is under way; SECURITY.md lists it all.

Belongs here: faults that hit a run as a whole, each of them really caused. Elsewhere: disks (``test_troubles``), kills (``test_kills``),
runs that meet (``test_concurrency``, ``test_cli``).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy.exc import OperationalError

from pipeline import sources, storage, walk
from pipeline.model import Source
from pipeline.orchestration.partitions import NAME
from pipeline.orchestration.resources import SilentProgress
from pipeline.orchestration.run import run_main_job
from pipeline.picturing import keep_pictures
from pipeline.settings import PROJECT
from pipeline.storage.history import list_states
from tests.orchestration.test_sensors import Watched

OLD = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"
NEW = "令和8年度概算要求\n文部科学省\n\n海洋観測網整備事業　56億円\n"
OTHER = "令和8年度概算要求\n文部科学省\n\n極域環境調査事業　7億円\n"
READERS = ["0", "1"]  # this process, and one of its own


class Meddler(SilentProgress):
    """Does something to raw/ when a document has been looked at and is about to be read."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        self._meddle = meddle

    def start(self, source: Source, position: int, total: int) -> None:
        """A document is next."""
        if source.source_uri == "a.txt":
            self._meddle()


def put(raw: Path, name: str, text: str) -> Path:
    """A release, in one rename."""
    raw.mkdir(exist_ok=True)
    fresh = raw / f".{name}"
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, raw / name)
    return raw / name


def ingest(raw: Path, warehouse: Path, meddle: Callable[[], object], workers: str) -> list[str]:
    """Read what is in raw/; the documents that were stored."""
    ids = {source.document_id for source in sources.find_files(raw)}
    done = walk.ingest(raw, warehouse, ids, Meddler(meddle), workers)
    return [one.source.source_uri for one in done]


def published(warehouse: Path) -> list[tuple[str, int]]:
    """The figures that readers see, each with the bytes that it was read from."""
    sql = "SELECT sha256, amount_yen FROM documents LEFT JOIN amounts USING (document_id) ORDER BY amount_yen"
    return [(row["sha256"], row["amount_yen"]) for row in storage.run_query(warehouse, sql).to_pylist()]


def sha256_of(text: str) -> str:
    """The hash of a release's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


# ---------------------------------------------------------------- a file replaced or removed while a run is under way


@pytest.mark.parametrize("workers", READERS)
def test_a_file_replaced_before_it_is_read_gives_its_facts_to_no_other_bytes(tmp_path: Path, workers: str) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    put(raw, "a.txt", OLD)
    put(raw, "b.txt", NEW)
    assert ingest(raw, warehouse, lambda: put(raw, "a.txt", OTHER), workers) == ["b.txt"]
    walk.publish(raw, warehouse)
    assert published(warehouse) == [(sha256_of(OTHER), 700_000_000), (sha256_of(NEW), 5_600_000_000)]


def test_a_file_that_was_another_only_while_it_was_read_gives_no_facts(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    file = put(raw, "a.txt", OLD)
    (source,) = sources.find_files(raw)
    seen = sources.see_file(file)
    put(raw, "a.txt", OTHER)
    put(raw, "a.txt", OLD)
    assert (sources.see_file(file) == seen, sources.is_unchanged(file, source, seen)) == (False, False)
    seen = sources.see_file(file)
    assert sources.is_unchanged(file, source, seen)


@pytest.mark.parametrize("workers", READERS)
def test_a_file_removed_before_it_is_read_holds_up_no_other(tmp_path: Path, workers: str) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    file = put(raw, "a.txt", OLD)
    put(raw, "b.txt", NEW)
    assert ingest(raw, warehouse, file.unlink, workers) == ["b.txt"]
    walk.publish(raw, warehouse)
    assert published(warehouse) == [(sha256_of(NEW), 5_600_000_000)]


# A program that writes a.txt anew whenever somebody is about to open it: Python tells of that before it happens.
REPLACED_AT_EVERY_LOOK = """
import os, sys
from pathlib import Path
from pipeline import sources, walk
raw, warehouse = map(Path, sys.argv[1:])
text, count = (raw / "a.txt").read_text(encoding="utf-8"), 0
def watch(event, values):
    global count
    if event == "open" and str(values[0]).endswith("/raw/a.txt"):
        count += 1
        (raw / ".fresh").write_text(text + "\\n" * count, encoding="utf-8")
        os.replace(raw / ".fresh", raw / "a.txt")
sys.addaudithook(watch)
try:
    walk.publish(raw, warehouse, workers="0")
except sources.UnreadableFiles as error:
    print(error)
"""


def test_a_file_that_never_stays_the_same_is_named_and_the_old_state_stays(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    put(raw, "b.txt", NEW)
    walk.publish(raw, warehouse)
    put(raw, "a.txt", OLD)
    command = [sys.executable, "-c", REPLACED_AT_EVERY_LOOK, str(raw), str(warehouse)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == "a.txt changed while being read: run again when nobody writes to raw/\n"
    assert published(warehouse) == [(sha256_of(NEW), 5_600_000_000)]
    assert len(list((warehouse / "documents").iterdir())) == 1, "nothing is stored of bytes that were never read"
    walk.publish(raw, warehouse)
    assert len(published(warehouse)) == 2


def test_a_picture_of_a_file_that_was_replaced_is_not_kept(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    first, second = sorted((PROJECT / "raw").glob("*.pdf"))[:2]
    (raw / "a.pdf").write_bytes(first.read_bytes())
    found = {source.document_id: source for source in sources.find_files(raw)}
    (raw / "a.pdf").write_bytes(second.read_bytes())
    assert keep_pictures(raw, warehouse, found, dict.fromkeys(found, [1])) == {}
    (raw / "a.pdf").write_bytes(first.read_bytes())
    assert [list(pages) for pages in keep_pictures(raw, warehouse, found, dict.fromkeys(found, [1])).values()] == [[1]]


def test_a_document_removed_between_sensor_and_run_is_passed_over(tmp_path: Path) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        watched = Watched(tmp_path, instance)
        watched.put("a.txt", OLD)
        watched.put("b.txt", NEW)
        said = watched.look()
        assert isinstance(said, dg.SensorResult)
        (request,) = said.run_requests or ()
        (watched.raw / "a.txt").unlink()
        job = watched.defs.resolve_job_def(request.job_name or "")
        assert job.execute_in_process(instance=instance, tags=request.tags).success
        assert published(watched.warehouse) == [(sha256_of(NEW), 5_600_000_000)]
        watched.look()
        assert instance.get_dynamic_partitions(NAME) == [one.document_id for one in sources.find_files(watched.raw)]


# ---------------------------------------------------------------- a clock that goes back


class YearsAgo(datetime):
    """The clock of a machine that has lost its battery."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """Long before all else that happened here."""
        return datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=1)


def test_a_state_published_by_a_clock_that_went_back_is_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    monkeypatch.setenv("YOSAN_KEPT_STATES", "2")
    published_ids = []
    for text in (OLD, NEW, OTHER):
        put(raw, "a.txt", text)
        published_ids.append(walk.publish(raw, warehouse).state_id)
        monkeypatch.setattr("pipeline.storage.descriptor.datetime", YearsAgo)
    states = list_states(warehouse)
    assert [state.state_id for state in states] == [published_ids[2], published_ids[1]], "the oldest went, by number"
    assert (states[0].is_current, storage.find_state(warehouse, "previous").state_id) == (True, published_ids[1])
    assert [state.descriptor.built_at.year for state in states if state.descriptor] == [2001, 2001]
    assert published(warehouse) == [(sha256_of(OTHER), 700_000_000)]


# ---------------------------------------------------------------- Dagster's own records are held by somebody else


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Nobody else can write a database of SQLite."""
    with closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


@pytest.mark.soak  # SQLite waits before it gives up
@pytest.mark.parametrize("name", ["history/runs.db", "history/runs/index.db", "schedules/schedules.db"])
def test_a_run_whose_records_are_held_says_so_or_does_without(tmp_path: Path, name: str) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    put(raw, "a.txt", OLD)
    assert run_main_job(raw, warehouse, SilentProgress()).failure is None
    put(raw, "b.txt", NEW)
    command = [sys.executable, "-m", "pipeline.cli", "run", "--raw", str(raw), "--warehouse", str(warehouse)]
    with held(warehouse / ".dagster" / name):
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        assert run.stderr.startswith("yosan: ") and run.stderr.count("\n") == 1, run.stderr
        assert f"another program holds Dagster's records in {warehouse / '.dagster'}" in run.stderr
        assert published(warehouse) == [(sha256_of(OLD), 1_234_000_000)]
    else:
        assert len(published(warehouse)) == 2, "nothing is written there by a run"
    assert run_main_job(raw, warehouse, SilentProgress()).failure is None
    assert len(published(warehouse)) == 2


@pytest.mark.soak  # SQLite waits before it gives up
def test_a_sensor_that_cannot_read_dagsters_records_asks_again_for_the_same_run(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        watched = Watched(tmp_path, instance)
        watched.put("a.txt", OLD)
        with held(tmp_path / "home" / "history" / "runs" / "index.db"), pytest.raises(OperationalError, match="locked"):
            watched.look()
        assert watched.run().success
        assert published(watched.warehouse) == [(sha256_of(OLD), 1_234_000_000)]
