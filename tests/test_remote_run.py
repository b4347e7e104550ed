"""The command with raw/ and warehouse on a real S3 server, each process with a cache of its own, as on machines of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.locations import Store
from tests.storage.stores import SECRET, new_url

# It starts many runs and takes a minute or more: make soak.
pytestmark = pytest.mark.soak

RELEASE = "令和{year}年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,23{year}百万円\n"


def start(environment: dict[str, str], cache: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command on a machine whose cache this is."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment, "YOSAN_CACHE": str(cache), "PYTHONIOENCODING": "utf-8"},
    )


def finish(process: subprocess.Popen[str], code: int = 0) -> str:
    """What it printed, once it has left with this code; never a secret."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == code and SECRET not in out + err, out + err
    return out + err


def test_runs_on_two_machines_at_once(s3: dict[str, str], tmp_path: Path) -> None:
    raw, warehouse = new_url("s3", tmp_path), new_url("s3", tmp_path)
    folders = ["--raw", raw, "--warehouse", warehouse]
    one, two, reader = (tmp_path / name for name in ("one", "two", "reader"))
    Store(raw).write("7.txt", RELEASE.format(year=7).encode())
    environment = {**s3, "YOSAN_RAW": raw, "YOSAN_WAREHOUSE": warehouse}
    assert "of which parsed now: 1" in finish(start(environment, one, "run"))
    Store(raw).write("mext/8.txt", RELEASE.format(year=8).encode())
    at_once = [start(s3, cache, "run", *folders, "--verbose") for cache in (one, two)]
    for process in at_once:
        assert "documents: 2, of which parsed now: " in finish(process)
    sql = "SELECT source_uri, amount_yen FROM amounts JOIN documents USING (document_id) ORDER BY ALL"
    said = finish(start(s3, reader, "query", sql, "--warehouse", warehouse))
    assert said.splitlines()[1:] == ["7.txt\t1237000000", "mext/8.txt\t1238000000"]
    unchanged = finish(start(s3, tmp_path / "three", "run", *folders))
    assert "documents: 2, of which parsed now: 0" in unchanged, "what one machine has read no other reads again"


def test_a_store_that_refuses_stops_the_run_in_one_sentence(
    s3: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YOSAN_CACHE", str(tmp_path))
    raw, nowhere = new_url("s3", tmp_path), "s3://there-is-no-such-bucket/x"
    Store(raw).write("7.txt", RELEASE.format(year=7).encode())
    said = CliRunner().invoke(app, ["run", "--raw", raw, "--warehouse", nowhere], catch_exceptions=False)
    assert said.exit_code == 1 and f"{nowhere} cannot be written" in said.stderr and said.stderr.count("\n") == 1
    said = CliRunner().invoke(app, ["run", "--raw", f"{raw}/nothing"], catch_exceptions=False)
    assert said.stderr == f"yosan: {raw}/nothing holds no files: put releases there, or check the URL\n"


def test_a_warehouse_within_raw_is_refused() -> None:
    said = CliRunner().invoke(app, ["run", "--raw", "s3://b/x/", "--warehouse", "s3://b/x/warehouse"])
    words = "s3://b/x/warehouse lies within s3://b/x/, where its files would be read as releases: name another"
    assert (said.exit_code, said.stderr) == (2, f"yosan: {words}\n")
