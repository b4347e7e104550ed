"""Documents are read behind a real scheduler of Dask's, by workers in processes of their own on this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from pipeline import walk
from pipeline.orchestration.resources import SilentProgress
from pipeline.sources import find_files
from pipeline.walk import Ingested
from pipeline.workforce.cluster import NoCluster

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　{},234百万円\n　実施は{}地域\n" + "普通の文。\n" * 50
NUMBER = 50
KILLED_AFTER = 10  # documents


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process of Dask's, once it has said that it is there; with all that it started it is gone afterwards."""
    command = [sys.executable, "-m", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as started:
        try:
            assert started.stderr is not None
            assert any("Starting established connection" in line or "Scheduler at" in line for line in started.stderr)
            yield started
        finally:
            kill(started)


def kill(started: subprocess.Popen[str]) -> None:
    """Kill a process and all below it."""
    if started.poll() is None:
        below = psutil.Process(started.pid).children(recursive=True)
        started.kill()
        for one in below:
            if one.is_running():
                one.kill()


class KillsAWorker(SilentProgress):
    """Kills a process once so many documents are done."""

    def __init__(self, victim: subprocess.Popen[str]) -> None:
        self.victim, self.done = victim, 0

    def finish(self, ingested: Ingested) -> None:
        """Count, and kill."""
        self.done += 1
        if self.done == KILLED_AFTER:
            kill(self.victim)


def put(raw: Path, number: int) -> set[str]:
    """Releases in raw/; their ids."""
    raw.mkdir()
    for each in range(1, number + 1):
        (raw / f"{each}.txt").write_text(RELEASE.format(each, each), encoding="utf-8")
    return {source.document_id for source in find_files(raw)}


def stored(warehouse: Path) -> dict[str, bytes]:
    """Every file of the stored documents."""
    folder = warehouse / "documents"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


@pytest.mark.soak
def test_worker_that_is_killed_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    ids = put(tmp_path / "raw", NUMBER)
    walk.ingest(tmp_path / "raw", tmp_path / "expected", ids, SilentProgress(), "2")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]
    with ExitStack() as running:
        running.enter_context(process(*scheduler))
        first, _ = (running.enter_context(process(*worker)) for _ in range(2))
        progress = KillsAWorker(first)
        done = walk.ingest(tmp_path / "raw", tmp_path / "found", ids, progress, address)
        assert (len(done), progress.done) == (NUMBER, NUMBER) and first.wait() != 0
    assert stored(tmp_path / "found") == stored(tmp_path / "expected")


def test_scheduler_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = put(tmp_path / "raw", 1)
    monkeypatch.setattr("pipeline.workforce.cluster.TIME_TO_CONNECT", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(NoCluster, match=f"^no scheduler answers at {address}: start one with dask scheduler"):
        walk.ingest(tmp_path / "raw", tmp_path / "warehouse", ids, SilentProgress(), address)


def test_cluster_without_its_extra_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = put(tmp_path / "raw", 1)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster, match=r"pip install 'yosan\[cluster\]'"):
        walk.ingest(tmp_path / "raw", tmp_path / "warehouse", ids, SilentProgress(), "tcp://127.0.0.1:1")
