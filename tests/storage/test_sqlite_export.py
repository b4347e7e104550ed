"""A state as an SQLite file: the same rows, exactly."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from pipeline import storage
from pipeline.schema import TABLES, VIEWS
from pipeline.storage.sqlite_export import KEPT, export_sqlite
from tests.storage.samples import FACTS, RECONCILED, SOURCE, later_release


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    storage.publish(folder, [FACTS, later_release(2009, 7_600_000_000)], [SOURCE], RECONCILED)
    return folder


@pytest.fixture(scope="module")
def file(warehouse: Path) -> Path:
    return storage.open_sqlite(warehouse, warehouse / "cache")[1]


def test_every_table_and_view_is_there_with_its_rows(warehouse: Path, file: Path) -> None:
    with sqlite3.connect(file) as connection:
        for name in (*TABLES, *VIEWS):
            (rows,) = storage.run_query(warehouse, f'SELECT count(*) AS n FROM "{name}"').to_pylist()
            assert connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (rows["n"],), name
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        described = connection.execute("PRAGMA table_info(program_names)").fetchall()
        assert {row[1] for row in described if row[5]} == set(TABLES["program_names"].key)
        targets = {row[2] for row in connection.execute("PRAGMA foreign_key_list(program_budgets)")}
        assert {"programs", "documents", "budget_lines", "amounts"} <= targets


def test_values_keep_what_they_are(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        amounts = dict(connection.execute("SELECT amount_id, amount_yen FROM amounts"))
        assert amounts["a1"] == 7_530_000_000 and isinstance(amounts["a4"], int) and amounts["a4"] == -470_000_000
        asked = "SELECT amount_yen, amount_million_yen, bound_yen, typeof(amount_million_yen) FROM program_budgets"
        found = connection.execute(f"{asked} WHERE program_id = 'p2'").fetchall()
        assert found == [(6_000_000_000, "6000.000000", None, "text")]
        assert connection.execute(f"{asked} WHERE program_id = 'p3'").fetchall() == [
            (None, None, 2_000_000_000, "null")
        ]
        record = "SELECT released_on, retrieved_at, byte_size FROM documents WHERE document_id = '0123456789abcdef'"
        assert connection.execute(record).fetchone() == ("2007-12-24", "2026-11-24T01:02:03Z", 4_000_000_000)
        flags = connection.execute("SELECT DISTINCT is_total, typeof(is_total) FROM budget_lines").fetchall()
        assert flags == [(0, "integer")]


def test_the_same_state_is_the_same_file_and_made_once(warehouse: Path, file: Path, tmp_path: Path) -> None:
    before = file.stat().st_mtime_ns
    assert storage.open_sqlite(warehouse, warehouse / "cache")[1] == file
    assert file.stat().st_mtime_ns == before
    export_sqlite(warehouse / "yosan.duckdb", tmp_path / "again.db")
    assert (tmp_path / "again.db").read_bytes() == file.read_bytes()


def test_files_of_old_states_leave_the_cache(warehouse: Path, tmp_path: Path) -> None:
    for age in range(KEPT + 1):
        old = tmp_path / "sqlite" / f"old{age}-1"
        old.mkdir(parents=True)
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    made = storage.open_sqlite(warehouse, tmp_path)[1].parent
    left = {path.name for path in (tmp_path / "sqlite").iterdir()}
    assert left == {made.name, *(f"old{age}-1" for age in range(KEPT - 1))}


def test_what_cannot_be_read_or_written_is_said(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(storage.NothingPublished):
        storage.open_sqlite(tmp_path, tmp_path / "cache")
    (tmp_path / "broken.duckdb").write_bytes(b"x" * 10_000)
    with pytest.raises(storage.DamagedState):
        export_sqlite(tmp_path / "broken.duckdb", tmp_path / "broken.db")
    (tmp_path / "taken").touch()
    with pytest.raises(OSError):
        storage.open_sqlite(warehouse, tmp_path / "taken")
