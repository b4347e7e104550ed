"""Eight ingests at once, from command lines and from Dagster runs: all succeed, none is lost, none doubled.

Takes about as long as importing Dagster eight times: 25 s on two idle cores.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import storage

# It starts many runs and takes a minute or more: make soak.
pytestmark = pytest.mark.soak

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　{},000百万円\n"
NUMBER = 8

# A run of Dagster's own on one document's partition, with an instance of its own, as its UI starts them.
DAGSTER_RUN = """
import sys
from pathlib import Path
import dagster as dg
from pipeline.orchestration.definitions import build_definitions
from pipeline.sources import fingerprint
raw, warehouse, file = map(Path, sys.argv[1:])
key = fingerprint(file).document_id
with dg.DagsterInstance.ephemeral() as instance:
    instance.add_dynamic_partitions("documents", [key])
    job = build_definitions(raw, warehouse).resolve_job_def("ingest")
    assert job.execute_in_process(instance=instance, partition_key=key).success
"""

# Its file is put into raw/ by the process itself, when all have been started.
PUT = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2], encoding='utf-8'); del sys.argv[1:3]\n"
COMMAND = "import runpy; sys.argv[0] = 'yosan'; runpy.run_module('pipeline.cli', run_name='__main__')\n"


def start(raw: Path, warehouse: Path, number: int) -> subprocess.Popen[str]:
    """Start an ingest of a release of its own: every other one is a command line."""
    file = raw / f"{number}.txt"
    if number % 2:
        code, arguments = PUT + COMMAND, ["run", "--raw", str(raw), "--warehouse", str(warehouse)]
    else:
        code, arguments = PUT + DAGSTER_RUN, [str(raw), str(warehouse), str(file)]
    command = [sys.executable, "-c", code, str(file), RELEASE.format(number), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)


def test_eight_ingests_at_once(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    runs = [start(raw, warehouse, number) for number in range(1, NUMBER + 1)]
    said = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0] * NUMBER, said
    sql = "SELECT source_uri, amount_yen FROM documents LEFT JOIN amounts USING (document_id) ORDER BY 1"
    rows = [tuple(row.values()) for row in storage.run_query(warehouse, sql).to_pylist()]
    assert rows == [(f"{number}.txt", number * 10**9) for number in range(1, NUMBER + 1)]
    assert len(list((warehouse / "documents").iterdir())) == NUMBER
    state = storage.current_state(warehouse)
    assert state is not None and storage.find_damage(state) == {}
    assert not list(warehouse.glob(".tmp-*")) and not (warehouse / "damaged").exists()
    parsed = [line for output, _ in said for line in output.splitlines() if ": parsed, extracted" in line]
    assert len(parsed) == len(set(parsed)), "no document was parsed twice"
