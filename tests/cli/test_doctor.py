"""``yosan doctor`` on machines and warehouses that are well, and that are not."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline.examining
from pipeline.examining import machine
from pipeline.reporting.sheets.words import _WORDS
from pipeline.settings import PROJECT
from tests.cli.release import yosan

HOLD = """
import sys, pathlib
from pipeline import storage
with storage.warehouse_lock(pathlib.Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(small_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of a raw/ and its warehouse, to do harm to."""
    return shutil.copytree(small_warehouse.parent, tmp_path / "place", symlinks=True)


def find(place: Path, code: int = 0) -> dict[str, dict[str, str]]:
    """What is found, by its key."""
    result = yosan("doctor", "--raw", place / "raw", "--warehouse", place / "warehouse", "--format", "json")
    assert (result.exit_code, result.stderr) == (code, ""), result.stdout
    return {one["what"]: one for one in json.loads(result.stdout)}


def test_all_is_well_and_stays_as_it_is(place: Path) -> None:
    before = {path: path.lstat().st_mtime_ns for path in place.rglob("*") if path.name not in (".lock", "warehouse")}
    found = find(place)
    assert {one["level"] for one in found.values()} <= {"ok", "warning"}
    for what in ("python", "yosan", "libraries", "reader", "dictionary", "raw", "free", "state", "sound", "instance"):
        assert found[what]["level"] == "ok", found[what]
    assert found["dictionary"]["found"] == "the dictionary knows 知的・クラスター・創成・事業"
    assert "2 documents" in found["state"]["found"]
    after = {path: path.lstat().st_mtime_ns for path in place.rglob("*") if path.name not in (".lock", "warehouse")}
    assert after == before


def test_findings_as_a_table_and_in_japanese(place: Path) -> None:
    options = ("--raw", place / "none", "--warehouse", place / "warehouse", "--format", "table")
    english, japanese = yosan("doctor", *options), yosan("doctor", *options, "--lang", "ja")
    assert english.exit_code == japanese.exit_code == 1
    assert "is no folder" in english.stdout and "create it and put releases into it" in english.stdout
    assert "はフォルダではない" in japanese.stdout and "異常" in japanese.stdout


def test_nothing_published_is_a_warning_with_advice(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    found = find(tmp_path)
    assert (found["unpublished"]["level"], found["raw_empty"]["level"]) == ("warning", "warning")
    assert "`yosan run`" in found["unpublished"]["advice"]
    assert not (tmp_path / "warehouse").exists()


def test_a_damaged_file_is_an_error(place: Path) -> None:
    with (place / "warehouse" / "parquet" / "amounts.parquet").open("ab") as file:
        file.write(b"!")
    damaged = find(place, 1)["damaged"]
    assert "amounts.parquet: damaged" in damaged["found"] and "builds it again" in damaged["advice"]


def test_a_lost_state_and_a_damaged_descriptor(place: Path) -> None:
    (place / "warehouse" / "CURRENT.json").resolve().write_text("{")
    assert "CURRENT.json: damaged" in find(place, 1)["undescribed"]["found"]
    shutil.rmtree((place / "warehouse" / "current").resolve())
    assert "has lost its published state" in find(place, 1)["lost"]["found"]


def test_a_state_of_another_schema_is_a_warning(place: Path) -> None:
    descriptor = (place / "warehouse" / "CURRENT.json").resolve()
    content = json.loads(descriptor.read_text(encoding="utf-8"))
    content["versions"]["schema"] = "0000000000"
    descriptor.write_text(json.dumps(content), encoding="utf-8")
    older = find(place)["older"]
    assert older["level"] == "warning" and "schema 0000000000" in older["found"]


def test_who_holds_the_lock_is_named(place: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(place / "warehouse")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        held = find(place)["held"]
        assert held["level"] == "warning"
        if Path("/proc/locks").exists():
            assert held["found"].startswith(f"process {holder.pid} (python")
        holder.communicate("")
    assert find(place)["free"]["level"] == "ok"


def test_lists_that_cannot_be_followed_are_errors(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "raw" / "corrections.yaml").write_text("- page: 1\n", encoding="utf-8")
    (place / "sources.yaml").write_text("- name: A B\n", encoding="utf-8")
    monkeypatch.setenv("YOSAN_SOURCES", str(place / "sources.yaml"))
    result = yosan("doctor", "--raw", place / "raw", "--warehouse", place / "warehouse", "--format", "json")
    wrong = [one["found"] for one in json.loads(result.stdout) if one["what"] == "list_wrong"]
    assert result.exit_code == 1 and len(wrong) == 2
    assert wrong[0].startswith("sources.yaml:1: ") and wrong[1].startswith("corrections.yaml:1: ")


def test_a_misspelt_setting_is_a_warning(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOSAN_WARHOUSE", "x")
    monkeypatch.setenv("YOSAN_KEPT_STATES", "7")
    found = find(place)
    assert (
        "YOSAN_WARHOUSE" in found["variable_unknown"]["found"]
        and "YOSAN_WAREHOUSE" in found["variable_unknown"]["advice"]
    )
    assert "YOSAN_KEPT_STATES" in found["variables"]["found"]


def test_a_warehouse_that_cannot_be_written_is_an_error(place: Path) -> None:
    shutil.rmtree(place / "warehouse")
    (place / "warehouse").touch()
    assert find(place, 1)["unwritable"]["found"].endswith("cannot be written: Not a directory")


def test_dagsters_home(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(place))
    assert find(place)["home_bare"]["level"] == "warning"
    monkeypatch.setenv("DAGSTER_HOME", str(PROJECT))
    assert find(place)["home"]["level"] == "ok"
    monkeypatch.setenv("DAGSTER_HOME", str(place / "none"))
    assert find(place, 1)["home_wrong"]["level"] == "error"


def test_a_pipe_that_knows_no_japanese_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert next(machine.examine_environment()).what == "encoding_other"


def test_every_warning_and_error_says_what_to_do() -> None:
    folder = Path(pipeline.examining.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    grave = re.findall(r'Finding\(\s*(?:AREA|"\w+"), "(\w+)", (?:Level\.(?:WARNING|ERROR)|level)', source)
    assert len(grave) > 15
    for what in grave:
        assert f"doctor.{what}.advice" in _WORDS, what
    said = {key.split(".")[1] for key in _WORDS if key.startswith("doctor.")}
    assert said == {word for word in said if f'"{word}"' in source}, "words that nobody says"
