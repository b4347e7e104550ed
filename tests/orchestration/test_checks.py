"""The asset checks, evaluated by a real instance over documents that do and do not pass them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipeline import schema, storage, walk
from pipeline.model import Relation
from pipeline.orchestration import findings
from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.resources import SilentProgress
from pipeline.orchestration.run import run_with_instance
from pipeline.sources import find_files

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"


class Project:
    """Folders with one good release, and their job."""

    def __init__(self, folder: Path, instance: dg.DagsterInstance) -> None:
        self.raw, self.warehouse, self.instance = folder / "raw", folder / "warehouse", instance
        self.raw.mkdir()
        (self.raw / "a.txt").write_text(RELEASE, encoding="utf-8")

    def evaluate(self) -> dict[str, dg.AssetCheckEvaluation]:
        """What each check says of a run over all documents."""
        self.instance.add_dynamic_partitions("documents", [source.document_id for source in find_files(self.raw)])
        keys = self.instance.get_dynamic_partitions("documents")
        result = (
            build_definitions(self.raw, self.warehouse)
            .resolve_job_def("ingest")
            .execute_in_process(
                instance=self.instance,
                tags={
                    "dagster/asset_partition_range_start": keys[0],
                    "dagster/asset_partition_range_end": keys[-1],
                },
            )
        )
        assert result.success, "a check that does not pass does not fail the run"
        return {one.check_name: one for one in result.get_asset_check_evaluations()}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Not run yet."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield Project(tmp_path, instance)


def listed(evaluation: dg.AssetCheckEvaluation) -> list[dict[str, Any]]:
    """The findings of a check as the UI lists them."""
    listing = evaluation.metadata["listing"]
    assert isinstance(listing, dg.TableMetadataValue)
    return [dict(record.data) for record in listing.records]


def test_all_pass_on_a_release_that_is_whole(project: Project) -> None:
    evaluations = project.evaluate()
    assert {"every_document_read", "everything_accounted_for", "table_total_agrees", "key_is_unique"} < set(evaluations)
    assert all(one.passed for one in evaluations.values())


def lose_amounts(project: Project) -> None:
    """Store the release as an extractor would that drops every amount in silence."""
    (source,) = find_files(project.raw)
    facts = walk.parse_file(project.raw / "a.txt", source)
    storage.write_document(project.warehouse, replace(facts, amounts=()))


def test_expression_that_is_in_no_table_is_an_error_with_its_place(project: Project) -> None:
    project.warehouse.mkdir()
    lose_amounts(project)
    found = project.evaluate()["everything_accounted_for"]
    assert (found.passed, found.severity, found.blocking) == (False, dg.AssetCheckSeverity.ERROR, False)
    assert found.description == "expressions that are in no table: 1"
    start = RELEASE.index("1,234")
    assert listed(found) == [
        {"file": "a.txt", "page": 1, "text": "1,234百万円", "from": start, "to": start + len("1,234百万円")}
    ]


def test_failed_error_check_is_told_to_the_command_line(project: Project) -> None:
    project.warehouse.mkdir()
    lose_amounts(project)
    for _ in range(2):  # also by a run that has nothing to extract
        outcome = run_with_instance(project.raw, project.warehouse, project.instance, SilentProgress())
        assert (outcome.failure, outcome.parsed) == (None, 0)
        assert outcome.findings == ("everything_accounted_for: expressions that are in no table: 1",)


def test_document_that_could_not_be_read_is_a_warning(project: Project) -> None:
    (project.raw / "empty.pdf").touch()
    found = project.evaluate()["every_document_read"]
    assert (found.passed, found.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert listed(found) == [
        {"file": "empty.pdf", "status": "unreadable", "what to do": "the file is empty: fetch it again"}
    ]


def test_total_that_its_parts_exceed_is_a_warning_with_the_figures(project: Project) -> None:
    (source,) = find_files(project.raw)
    facts = walk.parse_file(project.raw / "a.txt", source)
    (line,), (amount,) = facts.lines, facts.amounts
    child = replace(line, line_id="child", parent_line_id=line.line_id, ordinal=line.ordinal + 1, level=1)
    child = replace(child, relation=Relation.COMPONENT)
    storage.write_document(
        project.warehouse,
        replace(
            facts,
            lines=(line, child),
            amounts=(amount, replace(amount, amount_id="b", line_id="child", amount_yen=9_000_000_000)),
        ),
    )
    found = project.evaluate()["sum_of_children_agrees"]
    assert (found.passed, found.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert listed(found)[0]["label"] == "地域研究拠点整備事業"
    assert listed(found)[0]["file"] == "a.txt" and "9,000" in listed(found)[0]["explanation"]


def test_document_without_any_figure_is_a_warning(project: Project) -> None:
    (project.raw / "notice.txt").write_text("会議の日程をお知らせします。\n", encoding="utf-8")
    found = project.evaluate()["every_document_has_figures"]
    assert (found.passed, found.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert [one["file"] for one in listed(found)] == ["notice.txt"]


@pytest.mark.soak
def test_share_that_falls_against_the_state_before_is_a_warning(project: Project) -> None:
    total = (
        "令和7年度予算案\n文部科学省\n\n区分　令和7年度\n甲事業　100百万円\n乙事業　{second}百万円\n合計　300百万円\n"
    )
    (project.raw / "b.txt").write_text(total.format(second=200), encoding="utf-8")
    first = project.evaluate()["share_that_agrees_is_steady"]
    assert (first.passed, first.metadata["share that agrees"].value, "share before" in first.metadata) == (
        True,
        1.0,
        False,
    )
    (project.raw / "b.txt").write_text(total.format(second=250), encoding="utf-8")
    second = project.evaluate()["share_that_agrees_is_steady"]
    assert (second.passed, second.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert second.description == "the share of checks that agree fell from 100.0% to 0.0%"


def test_tables_that_are_not_as_described_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "states" / "1"
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "yosan.duckdb") as connection:
        for name, table in schema.TABLES.items():
            kept = [f'"{column.name}" {column.type}' for column in table.columns if column.name != "amount_text"]
            connection.execute(f'CREATE TABLE "{name}" ({", ".join(kept)})')
        connection.execute("INSERT INTO programs (program_id) VALUES ('p'), ('p'), (NULL)")
    (tmp_path / "current").symlink_to(Path("states") / "1")
    with storage.open_state(tmp_path) as state:
        wrong = findings.list_wrong_columns(state)["amounts"]
        repeated = findings.list_repeated_keys(state)
    assert {"column": "amount_text", "described": "VARCHAR NOT NULL", "published": "absent"} in wrong
    assert {"column": "amount_id", "described": "VARCHAR NOT NULL", "published": "VARCHAR"} in wrong
    assert repeated["programs"] == [{"program_id": "p", "rows": 2}, {"program_id": None, "rows": 1}]
    assert repeated["amounts"] == []
