"""The main job over real folders, with real files and a real instance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipeline import storage
from pipeline.model import Source
from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.partitions import follow_documents
from pipeline.orchestration.run import Outcome, run_main_job, run_with_instance
from pipeline.sources import find_files
from pipeline.walk import Ingested

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"
OTHER = "令和8年度概算要求\n文部科学省\n\n海洋観測網整備事業　56億円\n"


class Recorder:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.started: list[tuple[str, int, int]] = []
        self.parsed: dict[str, bool] = {}
        self.waits = 0
        self.announced: list[str] = []

    def start(self, source: Source, position: int, total: int) -> None:
        """Note it."""
        self.started.append((source.source_uri, position, total))

    def finish(self, ingested: Ingested) -> None:
        """Note it."""
        self.parsed[ingested.source.source_uri] = ingested.parsed

    def wait(self) -> None:
        """Note it."""
        self.waits += 1

    def announce(self, sentence: str) -> None:
        """Note it."""
        self.announced.append(sentence)


class Place:
    """A raw folder, a warehouse and an instance of their own."""

    def __init__(self, folder: Path, instance: dg.DagsterInstance) -> None:
        self.raw, self.warehouse, self.instance = folder / "raw", folder / "warehouse", instance
        self.raw.mkdir()

    def put(self, name: str, text: str) -> None:
        """Write a release."""
        (self.raw / name).write_text(text, encoding="utf-8")

    def run(self) -> Recorder:
        """Run the main job and see that it goes well."""
        recorder = Recorder()
        outcome = run_with_instance(self.raw, self.warehouse, self.instance, recorder)
        assert (outcome.failure, outcome.findings) == (None, ())
        assert (outcome.found, outcome.parsed) == (len(find_files(self.raw)), sum(recorder.parsed.values()))
        return recorder

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        return [tuple(row.values()) for row in storage.run_query(self.warehouse, sql).to_pylist()]

    def partition(self, asset: str, name: str) -> dict[str, Any]:
        """The metadata of the last materialization of a document's partition."""
        (key,) = (source.document_id for source in find_files(self.raw) if source.source_uri == name)
        records = self.instance.fetch_materializations(
            dg.AssetRecordsFilter(dg.AssetKey(asset), asset_partitions=[key]), limit=1
        ).records
        materialization = records[0].asset_materialization
        assert materialization is not None
        return {name: value.value for name, value in materialization.metadata.items()}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Empty folders."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield Place(tmp_path, instance)


def test_second_run_parses_nothing_and_leaves_the_same_rows(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.put("b.md", OTHER)
    first = place.run()
    assert first.started == [("a.txt", 1, 2), ("b.md", 2, 2)]
    assert first.parsed == {"a.txt": True, "b.md": True}
    state = (place.warehouse / "current").resolve()
    assert place.run().started == []
    assert (place.warehouse / "current").resolve() == state
    assert place.ask("SELECT label, amount_yen FROM amounts JOIN budget_lines USING (line_id) ORDER BY 2") == [
        ("地域研究拠点整備事業", 1_234_000_000),
        ("海洋観測網整備事業", 5_600_000_000),
    ]


@pytest.mark.soak  # several runs, one after the other: make soak
def test_what_is_stored_is_not_parsed_again_by_another_instance(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.run()
    with dg.DagsterInstance.ephemeral() as stranger:
        place.instance = stranger
        assert place.run().parsed == {"a.txt": False}
        assert place.partition("extracted_documents", "a.txt")["outcome"] == "unchanged"
        assert place.run().parsed == {}, "it has been shown"


@pytest.mark.soak  # several runs, one after the other: make soak
def test_removed_documents_leave_and_added_ones_enter(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.run()
    (place.raw / "a.txt").unlink()
    place.put("b.txt", OTHER)
    assert place.run().parsed == {"b.txt": True}
    assert place.ask("SELECT source_uri FROM documents") == [("b.txt",)]
    assert place.ask("SELECT name FROM programs") == [("海洋観測網整備事業",)]
    assert place.instance.get_dynamic_partitions("documents") == [find_files(place.raw)[0].document_id]
    (place.raw / "b.txt").unlink()
    assert place.run().started == []
    assert place.ask("SELECT count(*) FROM documents") == [(0,)]
    place.put("a.txt", RELEASE)
    assert True not in place.run().parsed.values()
    assert place.ask("SELECT source_uri FROM documents") == [("a.txt",)]


@pytest.mark.soak
def test_renamed_file_keeps_its_facts(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.run()
    (place.raw / "a.txt").rename(place.raw / "予算 案.txt")
    assert place.run().parsed == {}
    assert place.ask("SELECT source_uri, file_name FROM documents") == [("予算 案.txt", "予算 案.txt")]


@pytest.mark.soak  # several runs, one after the other: make soak
def test_document_that_is_damaged_in_the_store_is_mended(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.run()
    (part,) = place.warehouse.glob("documents/*/*/amounts.parquet")
    part.unlink()
    place.run()
    assert part.exists()
    assert place.ask("SELECT count(*) FROM amounts") == [(1,)]


def test_partition_of_each_document_says_what_became_of_it(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.put("empty.pdf", "")
    place.run()
    good, bad = place.partition("extracted_documents", "a.txt"), place.partition("extracted_documents", "empty.pdf")
    assert (good["outcome"], good["status"], good["pages"], good["amounts"]) == ("parsed", "extracted", 1, 1)
    assert (bad["status"], bad["amounts"]) == ("unreadable", 0)
    assert bad["status_detail"] == "the file is empty: fetch it again"
    assert (good["file"], good["bytes"]) == ("a.txt", len(RELEASE.encode()))


def test_partition_is_kept_under_a_run_in_flight(place: Place) -> None:
    job = build_definitions(place.raw, place.warehouse).resolve_job_def("ingest")
    place.instance.add_dynamic_partitions("documents", ["gone"])
    run = place.instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
    follow_documents(place.instance, ["new"])
    assert place.instance.get_dynamic_partitions("documents") == ["gone", "new"]
    place.instance.delete_run(run.run_id)
    follow_documents(place.instance, ["new"])
    assert place.instance.get_dynamic_partitions("documents") == ["new"]


def test_steps_pass_over_a_partition_without_a_document(place: Place) -> None:
    place.put("a.txt", RELEASE)
    job = build_definitions(place.raw, place.warehouse).resolve_job_def("ingest")
    place.instance.add_dynamic_partitions("documents", ["gone"])
    result = job.execute_in_process(instance=place.instance, partition_key="gone")
    assert result.success
    (materialization,) = result.asset_materializations_for_node("extracted_documents")
    assert materialization.metadata["outcome"].value == "no longer in raw/"


def test_every_table_is_materialized_with_its_size(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.run()
    for table, rows in (("documents", 1), ("amounts", 1), ("counts", 0), ("program_budgets", 1)):
        event = place.instance.get_latest_materialization_event(dg.AssetKey(table))
        assert event is not None and event.asset_materialization is not None
        assert event.asset_materialization.metadata["dagster/row_count"].value == rows, table


def test_file_that_cannot_be_opened_fails_the_job_and_keeps_what_is_published(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.run()
    (place.raw / "broken.pdf").symlink_to("nowhere")
    outcome = run_with_instance(place.raw, place.warehouse, place.instance, Recorder())
    assert outcome.failure is not None and "broken.pdf (No such file or directory)" in outcome.failure
    assert place.ask("SELECT source_uri FROM documents") == [("a.txt",)]


def test_job_that_fails_says_in_which_step_and_why(place: Place) -> None:
    place.put("a.txt", RELEASE)
    place.warehouse.write_text("a file where the folder should be", encoding="utf-8")
    outcome = run_with_instance(place.raw, place.warehouse, place.instance, Recorder())
    assert outcome.failure is not None
    assert outcome.failure.startswith("extracted_documents: FileExistsError")


@pytest.mark.soak  # several runs, one after the other: make soak
def test_other_folders_have_an_instance_inside_the_warehouse(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    assert run_main_job(raw, warehouse, Recorder()) == Outcome(None)
    with dg.DagsterInstance.from_config(str(warehouse / ".dagster")) as instance:
        assert not instance.telemetry_enabled
        assert [run.job_name for run in instance.get_runs()] == ["ingest"]
