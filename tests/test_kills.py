"""A run that is killed leaves the old state or the new one, whole, and the next run completes it.

The command is a real process that ends itself with SIGKILL at a named point: Python tells of every rename, removal and opened
file before it happens (its audit events), so nothing of yosan is changed for it. ``benchmarks/kills.py`` kills at random
moments instead, a hundred times.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import storage, walk
from pipeline.orchestration.resources import SilentProgress
from pipeline.orchestration.run import run_main_job

# It starts many runs and takes a minute or more: make soak.
pytestmark = pytest.mark.soak

OLD = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"
NEW = "令和8年度概算要求\n文部科学省\n\n海洋観測網整備事業　56億円\n"
BEFORE, AFTER = [1_234_000_000], [1_234_000_000, 5_600_000_000]

KILLED_AT = """
import os, runpy, signal, sys
event, text, *arguments = sys.argv[1:]
def watch(name, values):
    if name == event and any(text in str(value) for value in values):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
sys.argv = ["yosan", *arguments]
runpy.run_module("pipeline.cli", run_name="__main__")
"""

POINTS = {
    "the lock is asked for": ("open", "/.lock", BEFORE),
    "a release is looked at": ("open", "/raw/new.txt", BEFORE),
    "a document gets its folder": ("os.mkdir", "/documents/", BEFORE),
    "a document's rows take their place": ("os.rename", "/documents/", BEFORE),
    "what a document decides takes its place": ("os.rename", "/settled-", BEFORE),
    "a state gets its folder": ("os.mkdir", "/state/parquet", BEFORE),
    "the database before is copied": ("shutil.copyfile", "yosan.duckdb", BEFORE),
    "a state's dictionary is written": ("open", "/state/DICTIONARY.md", BEFORE),
    "a state's data package is written": ("open", "/state/datapackage.json", BEFORE),
    "a state's descriptor is written": ("open", "/state/CURRENT.json", BEFORE),
    "a state gets its number": ("open", "/state/PUBLISHED", BEFORE),
    "a state takes its place": ("os.rename", "/states/", BEFORE),
    "a link to a state is made": ("os.symlink", "/.tmp-current", BEFORE),
    "a state becomes the current one": ("os.rename", "/.tmp-current", BEFORE),
    "an old state leaves its place": ("os.rename", "/.tmp-removed-", AFTER),
    "an old state's files are removed": ("shutil.rmtree", "/.tmp-removed-", AFTER),
    "a report's first page is written": ("open", "/index.html", AFTER),
    "a report takes its place": ("os.rename", "/report-", AFTER),
    "a report becomes the current one": ("os.rename", "/.tmp-report", AFTER),
    "Dagster is told of a document": ("open", "/.dagster/", BEFORE),
}


def amounts(warehouse: Path) -> list[int]:
    """What readers see; the state that they see is whole."""
    state = storage.current_state(warehouse)
    assert state is not None and storage.find_damage(state) == {}
    rows = storage.run_query(warehouse, "SELECT amount_yen FROM amounts ORDER BY 1").to_pylist()
    return [row["amount_yen"] for row in rows]


@pytest.mark.parametrize("point", POINTS)
def test_run_that_is_killed_when(point: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event, text, seen = POINTS[point]
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    (raw / "old.txt").write_text(OLD, encoding="utf-8")
    walk.publish(raw, warehouse)
    (raw / "new.txt").write_text(NEW, encoding="utf-8")
    arguments = ["run", "--raw", str(raw), "--warehouse", str(warehouse)]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, event, text, *arguments],
        env={**os.environ, "YOSAN_KEPT_STATES": "1"},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert amounts(warehouse) == seen
    monkeypatch.setenv("YOSAN_KEPT_STATES", "1")
    outcome = run_main_job(raw, warehouse, SilentProgress())
    assert (outcome.failure, outcome.findings, outcome.damages) == (None, (), ())
    assert amounts(warehouse) == AFTER
    assert not list(warehouse.glob(".tmp-*")), "what the killed run left is gone"
    assert [folder.name for folder in (warehouse / "states").iterdir()] == [(warehouse / "current").resolve().name]
    assert len(list((warehouse / "documents").iterdir())) == 2
