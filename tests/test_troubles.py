"""A full disk, a limit and a read-only folder end in one sentence, and what was published stays as it was."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import storage, walk
from pipeline.orchestration.resources import SilentProgress
from pipeline.orchestration.run import run_main_job
from pipeline.orchestration.troubles import explain_trouble

OLD = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"
NEW = "令和8年度概算要求\n文部科学省\n\n海洋観測網整備事業　56億円\n"
UNHARMED = "nothing new was published"
DISK_BYTES = 48 << 20
FREE_BYTES = 200 << 10  # enough for Dagster's records and a document's rows now and then, never for a database


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, with a raw/ and a published warehouse on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = f"size={DISK_BYTES}"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"this machine lets nobody mount a small disk: {mounted.stderr.strip()}")
    try:
        (folder / "raw").mkdir()
        (folder / "raw" / "old.txt").write_text(OLD, encoding="utf-8")
        assert run_main_job(folder / "raw", folder / "warehouse", SilentProgress()).failure is None
        (folder / "raw" / "new.txt").write_text(NEW, encoding="utf-8")
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def yosan_run(folder: Path, limit: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """`yosan run` in a process of its own."""
    command = [sys.executable, "-m", "pipeline.cli", "run"]
    command += ["--raw", str(folder / "raw"), "--warehouse", str(folder / "warehouse")]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)


def assert_one_sentence(run: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit code 1 and one sentence."""
    assert run.returncode == 1, run.stdout + run.stderr
    assert run.stderr.startswith("yosan: ") and run.stderr.count("\n") == 1, run.stderr
    for word in words:
        assert word in run.stderr


def assert_old_state(warehouse: Path) -> None:
    """What was published before is there, whole."""
    state = storage.current_state(warehouse)
    assert state is not None and storage.find_damage(state) == {}
    assert storage.run_query(warehouse, "SELECT amount_yen FROM amounts").to_pylist() == [{"amount_yen": 1_234_000_000}]


def fill(folder: Path, free: int) -> None:
    """Leave so many bytes free."""
    space = os.statvfs(folder)
    (folder / "filling").write_bytes(bytes(space.f_bavail * space.f_frsize - free))


@pytest.mark.soak  # seconds of waiting for a disk or for another process: make soak
def test_full_disk(disk: Path) -> None:
    fill(disk, FREE_BYTES)
    assert_one_sentence(
        yosan_run(disk), f"the disk of {disk / 'warehouse'} is full", "make room and run again", UNHARMED
    )
    assert_old_state(disk / "warehouse")
    (disk / "filling").unlink()
    assert run_main_job(disk / "raw", disk / "warehouse", SilentProgress()).failure is None
    assert storage.summarize(disk / "warehouse").amounts == 2
    assert not list((disk / "warehouse").glob(".tmp-*"))


@pytest.mark.soak  # seconds of waiting for a disk or for another process: make soak
def test_read_only_disk(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert_one_sentence(yosan_run(disk), f"{disk / 'warehouse'} cannot be written", "Read-only file system")
    assert_old_state(disk / "warehouse")


@pytest.mark.soak  # seconds of waiting for a disk or for another process: make soak
def test_file_that_the_system_does_not_let_grow(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "old.txt").write_text(OLD, encoding="utf-8")
    walk.publish(tmp_path / "raw", tmp_path / "warehouse")
    (tmp_path / "raw" / "new.txt").write_text(NEW, encoding="utf-8")
    limit = 512 << 10  # bytes; Dagster's records stay below it, a database does not
    run = yosan_run(tmp_path, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert_one_sentence(run, str(tmp_path / "warehouse"), UNHARMED)
    assert_old_state(tmp_path / "warehouse")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("publish_warehouse: OSError: [Errno 28] No space left on device", "is full"),
        ("(sqlite3.OperationalError) database or disk is full", "is full"),
        ("_duckdb.IOException: IO Error: Could not write file: Disk quota exceeded", "is full"),
        ("OSError: [Errno 27] File too large", "ulimit -f"),
        ("(sqlite3.OperationalError) attempt to write a readonly database", "cannot be written"),
        (
            "(sqlite3.OperationalError) database is locked [SQL: INSERT INTO runs]",
            "holds Dagster's records in /w/.dagster",
        ),
        ("(sqlite3.DatabaseError) file is not a database", "move /w/.dagster away"),
    ],
)
def test_trouble_is_told_whoever_met_it(message: str, words: str) -> None:
    told = explain_trouble(message, Path("/w"), Path("/w/.dagster"))
    assert told is not None and words in told and "/w" in told


def test_other_failures_are_no_trouble_of_the_machine() -> None:
    assert explain_trouble("extracted_documents: KeyError: 'rows'", Path("/w"), Path("/w/.dagster")) is None
