"""From an official data set to a check in the warehouse: ``yosan reference load`` and what is published after it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline import sources, storage, walk
from pipeline.cli import app
from tests.sources.references import ITEMS_HEAD, SUMMARY_HEAD, mof, sheet, write

RELEASE = "令和6年度予算案\n文部科学省\n\n一般会計　{}百万円\n"
INITIAL = {"会計": "一般会計", "予算種別": "当初予算", "予算額（歳出予算項目ごと）": "5000000"}
SUMS = {"当初予算（合計）": "5000000"}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw/ with two drafts of one ministry, of which one is wrong."""
    folder = tmp_path / "raw"
    folder.mkdir()
    write(folder, "right.txt", RELEASE.format("1,800"))
    write(folder, "wrong.txt", RELEASE.format("1,700"))
    return folder


def load(file: Path, warehouse: Path) -> Result:
    arguments = ["reference", "load", str(file), "--warehouse", str(warehouse)]
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_a_data_set_is_checked_against_when_the_warehouse_is_published(raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    file = write(
        tmp_path, "mof.json", mof({"ministry": "文部科学省"}, {"ministry": "文部科学省", "name": "第二の経費"})
    )
    result = load(file, warehouse)
    assert result.exit_code == 0
    assert "mof.json: loaded: 4 figures, FY2023 to FY2024 (mof_jikou)" in result.stdout
    walk.publish(raw, warehouse)
    checks = storage.run_query(
        warehouse,
        "SELECT file_name, r.status, residual, count(m.reference_id) AS items "
        "FROM reconciliations r JOIN documents USING (document_id) JOIN reconciliation_members m USING (reconciliation_id) "
        "JOIN reference_amounts f ON f.reference_id = m.reference_id AND NOT f.includes_supplement "
        "WHERE kind = 'against_reference' GROUP BY ALL ORDER BY ALL",
    )
    assert [tuple(row.values()) for row in checks.to_pylist()] == [
        ("right.txt", "balanced", 0, 2),
        ("wrong.txt", "mismatch", -100_000_000, 2),
    ]


def test_loading_twice_gives_the_same_state(raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    file = write(tmp_path, "mof.json", mof({}))
    load(file, warehouse)
    first = walk.publish(raw, warehouse)
    assert "was loaded before, and is as it was" in load(file, warehouse).stdout
    assert walk.publish(raw, warehouse).state_id == first.state_id
    assert first.rows["reference_amounts"] == 2


def test_how_well_project_reviews_add_up_is_printed(tmp_path: Path) -> None:
    load(write(tmp_path, "2-1.csv", sheet(SUMMARY_HEAD, SUMS, {"会計": "一般会計", "当初予算": "4000000"})), tmp_path)
    result = load(
        write(tmp_path, "2-2.csv", sheet(ITEMS_HEAD, INITIAL, {**INITIAL, "予算種別": "予備費等1"})), tmp_path
    )
    assert "left out, 予備費等1: 1" in result.stdout
    assert "project reviews, initial budget = accounts: 0 of 1 program-years" in result.stdout
    assert "project reviews, initial budget = items: 1 of 1 program-years" in result.stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "is no file: name a data set"),
        ("a,b\n", "data: it is no data set that is known here"),
        (mof({}, {"amount": "9"}), "data, row 2 (amount)"),
    ],
)
def test_what_cannot_be_loaded_leaves_with_2_and_one_sentence(text: str | None, words: str, tmp_path: Path) -> None:
    if text is not None:
        write(tmp_path, "data", text)
    result = load(tmp_path / "data", tmp_path / "warehouse")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("yosan: ") and result.stderr.count("\n") == 1 and words in result.stderr
    assert not (tmp_path / "warehouse").exists()


@pytest.mark.parametrize(
    "harm", ["cut", *(pytest.param(harm, marks=pytest.mark.soak) for harm in ("garbage", "flipped"))]
)
@pytest.mark.soak
def test_a_damaged_stored_data_set_stops_the_run_with_its_name_and_leaves_the_state(
    raw: Path, tmp_path: Path, harm: str
) -> None:
    warehouse = tmp_path / "warehouse"
    file = write(tmp_path, "mof.json", mof({"ministry": "文部科学省"}))
    load(file, warehouse)
    before = walk.publish(raw, warehouse)
    (stored,) = (warehouse / "reference").iterdir()
    sound = stored.read_bytes()
    flipped = sound[:60] + bytes(255 - byte for byte in sound[60:64]) + sound[64:]
    stored.write_bytes({"cut": sound[:-20], "garbage": b"PAR1", "flipped": flipped}[harm])
    harmed = stored.read_bytes()
    write(raw, "new.txt", RELEASE.format("1,900"))
    ran = CliRunner().invoke(app, ["run", "--raw", str(raw), "--warehouse", str(warehouse)], catch_exceptions=False)
    assert (ran.exit_code, ran.stderr.count("\n")) == (1, 1)
    assert f"nothing new was published: publish_warehouse: {stored} is damaged (" in ran.stderr
    assert "load the data set again with `yosan reference load`" in ran.stderr
    assert (warehouse / "current").resolve() == before.path and storage.find_damage(before.path) == {}
    assert stored.read_bytes() == harmed, "nothing is changed that a person could still look at"
    load(file, warehouse)
    assert walk.publish(raw, warehouse).rows["reference_amounts"] == before.rows["reference_amounts"]


def test_figures_that_another_loader_makes_of_the_same_bytes_are_checked_against(raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    loaded = sources.load_reference(write(tmp_path, "mof.json", mof({"ministry": "文部科学省"})))
    storage.write_reference(warehouse, loaded.sha256, loaded.figures)
    walk.publish(raw, warehouse)
    others = tuple(replace(figure, amount_yen=figure.amount_yen + 1_000_000) for figure in loaded.figures)
    storage.write_reference(warehouse, loaded.sha256, others)
    walk.publish(raw, warehouse)
    rows = storage.run_query(
        warehouse,
        "SELECT DISTINCT r.computed - f.amount_yen AS d FROM reconciliations r JOIN reconciliation_members m "
        "USING (reconciliation_id) JOIN reference_amounts f USING (reference_id)",
    )
    assert rows.to_pylist() == [{"d": 0}]
