"""The sensors, evaluated on a real instance over real folders, and the runs that they ask for."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from pipeline import storage
from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.partitions import NAME
from pipeline.orchestration.resources import Folders
from pipeline.orchestration.sensors import raw_folder, tell_failure
from pipeline.sources import find_files
from pipeline.sources.manifest import KnownPage, Manifest, Version, read_manifest, write_manifest
from tests.storage.test_references import FIGURE

RELEASE = "令和{year}年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"
LONG_AGO = 1_600_000_000


class Watched:
    """A raw folder, a warehouse, an instance, and the cursor between two looks."""

    def __init__(self, folder: Path, instance: dg.DagsterInstance) -> None:
        self.raw, self.warehouse, self.instance = folder / "raw", folder / "warehouse", instance
        self.raw.mkdir()
        self.cursor: str | None = None
        self.defs = build_definitions(self.raw, self.warehouse)

    def put(self, name: str, text: str) -> None:
        """A file that was written long ago."""
        (self.raw / name).parent.mkdir(exist_ok=True)
        (self.raw / name).write_text(text, encoding="utf-8")
        os.utime(self.raw / name, (LONG_AGO, LONG_AGO))

    def look(self) -> dg.SensorResult | dg.SkipReason:
        """What the sensor says; its partitions and its cursor are kept, as the daemon does."""
        folders = Folders(raw=str(self.raw), warehouse=str(self.warehouse))
        with dg.build_sensor_context(self.instance, self.cursor, resources={"folders": folders}) as context:
            said = raw_folder(context)
        assert isinstance(said, (dg.SensorResult, dg.SkipReason))
        if isinstance(said, dg.SensorResult):
            for change in said.dynamic_partitions_requests or ():
                if isinstance(change, dg.AddDynamicPartitionsRequest):
                    self.instance.add_dynamic_partitions(NAME, list(change.partition_keys))
                else:
                    for key in change.partition_keys:
                        self.instance.delete_dynamic_partition(NAME, key)
            self.cursor = said.cursor  # last, as the daemon does: a look that fails is none
        return said

    def run(self) -> dg.ExecuteInProcessResult:
        """The one run that a look asks for."""
        said = self.look()
        assert isinstance(said, dg.SensorResult)
        (request,) = said.run_requests or ()
        job = self.defs.resolve_job_def(request.job_name or "")
        return job.execute_in_process(instance=self.instance, tags=request.tags, raise_on_error=False)

    def why(self) -> str:
        """Why a look asks for nothing."""
        said = self.look()
        assert isinstance(said, dg.SkipReason)
        return said.skip_message or ""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """Empty folders."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield Watched(tmp_path, instance)


def version_of(path: str, sha256: str, replaces: str | None) -> Version:
    """What one address held, the later version an hour after the first."""
    return Version(
        url="https://a.jp/budget.txt",
        path=path,
        sha256=sha256,
        byte_size=1,
        title="予算案",
        linked_from="https://a.jp/",
        retrieved_at=datetime(2026, 8, 31, 2 if replaces else 1, tzinfo=UTC),
        replaces=replaces,
    )


def uris(watched: Watched) -> list[str]:
    """The published documents."""
    return [
        row["source_uri"]
        for row in storage.run_query(watched.warehouse, "SELECT source_uri FROM documents ORDER BY ALL").to_pylist()
    ]


def test_files_put_into_raw_are_published_by_one_run_and_then_left_alone(watched: Watched) -> None:
    assert watched.why() == "raw/ holds no documents: put PDFs or texts there"
    for year in (5, 6, 7):
        watched.put(f"r{year}.txt", RELEASE.format(year=year))
    result = watched.run()
    assert (result.success, result.job_def.name) == (True, "ingest")
    assert len(result.asset_materializations_for_node("extracted_documents")) == 3
    assert uris(watched) == ["r5.txt", "r6.txt", "r7.txt"]
    assert watched.why() == "nothing has changed among 3 files"


def test_run_takes_only_new_documents_and_an_unreadable_one_holds_back_none(watched: Watched) -> None:
    watched.put("r5.txt", RELEASE.format(year=5))
    watched.run()
    watched.put("empty.pdf", "")
    watched.put("r6.txt", RELEASE.format(year=6))
    result = watched.run()
    assert result.success
    assert len(result.asset_materializations_for_node("extracted_documents")) == 2
    assert uris(watched) == ["empty.pdf", "r5.txt", "r6.txt"]


@pytest.mark.soak  # several runs, one after the other: make soak
def test_removed_file_leaves_the_tables_and_its_partition_goes(watched: Watched) -> None:
    watched.put("r5.txt", RELEASE.format(year=5))
    watched.put("r6.txt", RELEASE.format(year=6))
    watched.run()
    (watched.raw / "r5.txt").unlink()
    result = watched.run()
    assert (result.success, result.job_def.name) == (True, "publish")
    assert uris(watched) == ["r6.txt"]
    assert watched.instance.get_dynamic_partitions(NAME) == [find_files(watched.raw)[0].document_id]


def test_withdrawal_is_published_and_shown_at_the_lists(watched: Watched) -> None:
    watched.put("r5.txt", RELEASE.format(year=5))
    watched.run()
    watched.put("withdrawals.yaml", "- document: r5.txt\n  why: 公表が取り消された\n")
    said = watched.look()
    assert isinstance(said, dg.SensorResult)
    (request,) = said.run_requests or ()
    assert request.job_name == "publish"
    (event,) = said.asset_events
    assert event.asset_key == dg.AssetKey("reviewed_lists")
    assert event.metadata["withdrawals"].value == 1


@pytest.mark.soak
def test_manifest_is_published_once_and_a_fetch_that_finds_nothing_new_is_no_reason(watched: Watched) -> None:
    watched.put("mof/r5.txt", RELEASE.format(year=5))
    watched.put("mof/r6.txt", RELEASE.format(year=6))
    watched.run()
    first, second = (find.sha256 for find in find_files(watched.raw))
    versions = version_of("mof/r5.txt", first, None), version_of("mof/r6.txt", second, first)
    write_manifest(watched.raw / "mof" / "manifest.json", Manifest(versions=versions))
    result = watched.run()
    assert (result.success, result.job_def.name) == (True, "publish")
    rows = storage.run_query(watched.warehouse, "SELECT replaced_by FROM documents ORDER BY source_uri").to_pylist()
    assert [row["replaced_by"] for row in rows] == [second[:16], None]
    manifest = read_manifest(watched.raw / "mof" / "manifest.json")
    read_again = {"https://a.jp/": KnownPage(headers={"date": "Mon, 31 Aug 2026 01:00:00 GMT"}, mark="m")}
    write_manifest(watched.raw / "mof" / "manifest.json", manifest.model_copy(update={"pages": read_again}))
    assert watched.why() == "nothing has changed among 2 files"


@pytest.mark.soak  # several runs, one after the other: make soak
def test_loaded_data_set_is_published(watched: Watched) -> None:
    watched.put("r5.txt", RELEASE.format(year=5))
    watched.run()
    storage.write_reference(watched.warehouse, "a" * 64, [FIGURE])
    result = watched.run()
    assert (result.success, result.job_def.name) == (True, "publish")
    counted = storage.run_query(watched.warehouse, "SELECT count(*) AS n FROM reference_amounts").to_pylist()
    assert counted == [{"n": 1}]
    assert watched.why() == "nothing has changed among 1 files"


@pytest.mark.soak  # several runs, one after the other: make soak
def test_new_rules_read_everything_again_in_a_job_of_its_own(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.put("r5.txt", RELEASE.format(year=5))
    watched.put("r6.txt", RELEASE.format(year=6))
    watched.run()
    monkeypatch.setattr("pipeline.orchestration.sensors.RULES", "later/1/1")
    result = watched.run()
    assert (result.success, result.job_def.name) == (True, "reextract")
    assert len(result.asset_materializations_for_node("extracted_documents")) == 2


def test_list_that_is_wrong_is_named_with_its_line_and_starts_nothing(watched: Watched) -> None:
    watched.put("r5.txt", RELEASE.format(year=5))
    watched.put("withdrawals.yaml", "- why: 文書がない\n")
    assert "withdrawals.yaml:1: document: " in watched.why()
    (watched.raw / "withdrawals.yaml").unlink()
    assert watched.run().success


def test_file_that_cannot_be_opened_is_named_and_nothing_is_dropped(watched: Watched) -> None:
    watched.put("r5.txt", RELEASE.format(year=5))
    watched.run()
    (watched.raw / "r5.txt").unlink()
    (watched.raw / "broken.pdf").symlink_to("nowhere")
    assert "broken.pdf (No such file or directory)" in watched.why()
    assert len(watched.instance.get_dynamic_partitions(NAME)) == 1


def test_look_at_a_thousand_known_files_takes_under_a_second(watched: Watched) -> None:
    for number in range(1_000):
        watched.put(f"{number}.txt", str(number))
    assert isinstance(watched.look(), dg.SensorResult)
    begun = time.process_time()  # other processes do not count
    assert watched.why() == "nothing has changed among 1000 files"
    assert time.process_time() - begun < 1


def test_failed_run_is_told_in_one_line(watched: Watched) -> None:
    watched.put("r5.txt", RELEASE.format(year=5))
    watched.warehouse.mkdir()
    (watched.warehouse / "states").write_text("a file where a folder should be", encoding="utf-8")
    result = watched.run()
    assert not result.success
    failure = next(event for event in result.all_events if event.is_failure and not event.is_step_event)
    context = dg.build_run_status_sensor_context(
        "failed_runs", failure, watched.instance, result.dagster_run, repository_def=watched.defs.get_repository_def()
    ).for_run_failure()
    line = tell_failure(context)
    assert line.startswith("the job ingest failed (publish_warehouse: ")
    assert "\n" not in line and line.endswith("; what is published stays as it was")
