"""Every command that reads a warehouse, before one that is broken: one sentence, an exit code, no traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.cli.release import yosan

READERS = {
    "query": ("query", "SELECT count(*) FROM amounts"),
    "search": ("search", "湖沼"),
    "show": ("show", "湖沼研究の推進"),
    "document": ("document", "draft.txt"),
    "checks": ("checks",),
    "diff": ("diff", "current", "current"),
    "publish": ("publish", "postgresql://nobody@127.0.0.1:9/none"),
    "serve": ("serve", "--port", "0"),
}


@pytest.fixture
def broken(small_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse whose database and whose Parquet files are not what they were."""
    monkeypatch.setenv("YOSAN_CACHE", str(tmp_path / "cache"))
    warehouse = shutil.copytree(small_warehouse, tmp_path / "warehouse", symlinks=True)
    for path in (warehouse / "current").resolve().rglob("*"):
        if path.suffix in (".duckdb", ".parquet"):
            path.write_bytes(b"broken" * 2000)
    return warehouse


@pytest.mark.parametrize("name", READERS)
def test_a_broken_warehouse_is_one_sentence(broken: Path, name: str) -> None:
    result = yosan(*READERS[name], "--warehouse", broken)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1), result.stderr
    assert name == "serve" or result.stdout == "", "serve says that it begins to copy"
    assert result.stderr.startswith("yosan: ") and "Traceback" not in result.stderr
    assert "`yosan run`" in result.stderr, "what to do"


@pytest.mark.parametrize("name", ["show", "document", "checks"])
def test_a_state_of_another_version_is_one_sentence(small_warehouse: Path, tmp_path: Path, name: str) -> None:
    warehouse = shutil.copytree(small_warehouse, tmp_path / "warehouse", symlinks=True)
    with duckdb.connect(str((warehouse / "yosan.duckdb").resolve())) as connection:
        for view in ("unreconciled", "coverage", "year_on_year"):
            connection.execute(f"DROP VIEW {view}")
    result = yosan(*READERS[name], "--warehouse", warehouse)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.stderr
    assert "was published by another version of yosan" in result.stderr and "`yosan run`" in result.stderr
