"""The report as a command and as an asset: where it is written, what it says without a state, and who fails when it cannot be."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.resources import SilentProgress
from pipeline.orchestration.run import run_main_job, run_with_instance
from pipeline.walk import publish
from tests.test_cli import assert_wrong_use, yosan

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw/ with one release."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(RELEASE, encoding="utf-8")
    return tmp_path / "raw"


def test_the_command_says_where_the_report_is(raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    publish(raw, warehouse)
    result = yosan("report", "--raw", raw, "--warehouse", warehouse)
    assert (result.exit_code, result.stdout) == (0, f"report: {warehouse}/report/index.html\n")
    assert "地域研究拠点整備事業" in (warehouse / "report" / "data" / "programs.js").read_text(encoding="utf-8")


def test_without_a_state_the_report_says_how_to_begin(tmp_path: Path) -> None:
    result = yosan("report", "--raw", tmp_path / "raw", "--warehouse", tmp_path / "warehouse")
    assert result.exit_code == 0 and "nothing is published yet" in result.stdout
    assert "yosan run" in (tmp_path / "warehouse" / "report" / "index.html").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_one_sentence(raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    publish(raw, warehouse)
    (warehouse / "report").mkdir()  # somebody's own folder in its place
    result = yosan("report", "--raw", raw, "--warehouse", warehouse)
    assert (
        result.exit_code == 1 and result.stderr.startswith("yosan: the report in ") and result.stderr.count("\n") == 1
    )
    assert_wrong_use(yosan("report", "--raw", "s3://bucket/raw", "--warehouse", warehouse), "s3://bucket/raw")


def test_a_damaged_state_is_named(raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    state = publish(raw, warehouse)
    (state.path / "yosan.duckdb").write_bytes(b"no database")
    result = yosan("report", "--raw", raw, "--warehouse", warehouse)
    assert result.exit_code == 1 and "damaged" in result.stderr and result.stderr.count("\n") == 1


def test_the_asset_leads_to_its_pages(raw: Path, tmp_path: Path) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        outcome = run_with_instance(raw, tmp_path / "warehouse", instance, SilentProgress())
        event = instance.get_latest_materialization_event(dg.AssetKey("report"))
    assert (outcome.failure, outcome.notices) == (None, ())
    assert event is not None and event.asset_materialization is not None
    metadata = event.asset_materialization.metadata
    index = tmp_path / "warehouse" / "report" / "index.html"
    assert metadata["file"].value == str(index) and index.is_file()
    assert str(metadata["open"].value).startswith("file://")
    assert metadata["state"].value == (tmp_path / "warehouse" / "current").resolve().name


@pytest.mark.soak
def test_a_report_that_cannot_be_written_leaves_the_run_its_success(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "warehouse" / "report").mkdir(parents=True)
    outcome = run_main_job(raw, tmp_path / "warehouse", SilentProgress())
    assert outcome.failure is None and outcome.parsed == 1
    (notice,) = outcome.notices
    assert notice.startswith("the report was not written (report: ") and "yosan report" in notice


def test_a_state_without_new_documents_has_its_report_as_well(raw: Path, tmp_path: Path) -> None:
    job = build_definitions(raw, tmp_path / "warehouse").resolve_job_def("publish")
    assert dg.AssetKey("report") in job.asset_layer.selected_asset_keys
