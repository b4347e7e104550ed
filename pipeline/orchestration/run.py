"""The main job in this process, for the command line.

Belongs here: which Dagster instance a run uses, and what came of it. Does not belong here: the job.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stderr
from dataclasses import dataclass, replace
from pathlib import Path

import dagster as dg
from sqlalchemy.exc import SQLAlchemyError

from pipeline import sources, storage, walk
from pipeline.model import Source
from pipeline.orchestration.assets import NOTICES, extracted_documents, published_warehouse
from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.failures import describe_failure, was_interrupted
from pipeline.orchestration.jobs import MAIN_JOB
from pipeline.orchestration.partitions import follow_documents, range_tags
from pipeline.orchestration.reporting import report
from pipeline.orchestration.troubles import explain_trouble
from pipeline.settings import PROJECT, Settings
from pipeline.walk import Progress

CONFIGURATION = "dagster.yaml"
# What an instance inside a warehouse starts with.
OWN_INSTANCE = """\
telemetry:
  enabled: false
# Nothing is printed within a step; the processes that Dagster would start to catch it cost time.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: why the job failed, ``None`` if it did not; how many documents there are and how many of them had
    to be parsed; what failed asset checks found; what was damaged in the warehouse, and set aside; entries of reviewed lists
    that rest, and a report that could not be written."""

    failure: str | None
    found: int = 0
    parsed: int = 0
    findings: tuple[str, ...] = ()
    damages: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def open_places(raw: str, warehouse: str) -> tuple[Path, Path]:
    """The folders that a run works on: raw/ and the warehouse, or this machine's copies where they are URLs.

    ``StoreTrouble`` at a URL that is no good.
    """
    cache = Settings().cache
    return sources.open_raw(raw, cache), storage.open_for_runs(warehouse, cache)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a run is wanted: with Dagster's log (``verbose``), by whom documents are read (as ``YOSAN_WORKERS`` would say it;
    ``None`` as it is set), and whether those are tried ``again`` whose reader was stopped."""

    verbose: bool = False
    workers: str | None = None
    again: bool = False


AS_SET = Wish()


def run_main_job(raw: Path, warehouse: Path, progress: Progress, wish: Wish = AS_SET) -> Outcome:
    """Ingest and publish; whatever the documents are, the job itself goes well. ``KeyboardInterrupt`` on Ctrl-C."""
    # Two commands that start at once would also trip over each other while Dagster sets up its storage.
    with storage.warehouse_lock(warehouse, progress.wait):
        home = _prepare_home(raw, warehouse)
        # What Dagster says of its own troubles on the way is for who asked for its log.
        quiet = nullcontext() if wish.verbose else redirect_stderr(io.StringIO())
        try:
            with quiet, dg.DagsterInstance.from_config(str(home)) as instance:
                outcome = run_with_instance(raw, warehouse, instance, progress, wish)
        except dg.DagsterExecutionInterruptedError as error:
            raise KeyboardInterrupt from error
        except (dg.DagsterError, SQLAlchemyError, sqlite3.Error) as error:
            # Dagster keeps its records on the same disk, and does not tell what it could not write.
            outcome = Outcome(f"Dagster cannot keep its records in {home}: {' '.join(str(error).split())}")
        trouble = explain_trouble(outcome.failure or "", warehouse, home)
        return replace(outcome, failure=trouble) if trouble else outcome


def run_with_instance(
    raw: Path, warehouse: Path, instance: dg.DagsterInstance, progress: Progress, wish: Wish = AS_SET
) -> Outcome:
    """``run_main_job`` with the runs and partitions of ``instance``."""
    try:
        found = sources.find_files(raw)
        sources.read_aliases(raw)  # before hours of parsing
    except (sources.UnreadableFiles, sources.InvalidEntries) as error:
        return Outcome(str(error))
    document_ids = [source.document_id for source in found]
    for sentence in walk.foresee(warehouse, document_ids):
        progress.announce(sentence)
    follow_documents(instance, document_ids)
    pending = _find_pending(warehouse, found, instance)
    if wish.again:
        pending |= {source.document_id for source in walk.list_stopped(warehouse, found)}
    tags = range_tags(instance, pending)
    known = storage.list_set_aside(warehouse)
    result = (
        build_definitions(raw, warehouse, progress, workers=wish.workers)
        .resolve_job_def(MAIN_JOB)
        .execute_in_process(
            instance=instance,
            tags=tags,
            # With nothing to extract there is no partition to run over, and a state to publish all the same: files go, too.
            asset_selection=None if tags else [*published_warehouse.keys, report.key],
            run_config={"loggers": {"console": {"config": {"log_level": "INFO" if wish.verbose else "CRITICAL"}}}},
            raise_on_error=False,
        )
    )
    damages = tuple(why for number, why in storage.list_set_aside(warehouse).items() if number not in known)
    if any(was_interrupted(event) for event in result.all_events):
        raise KeyboardInterrupt
    if not result.success and not _only_the_report_failed(result):
        return Outcome(_why(result), damages=damages)
    parsed = _count_parsed(result) if tags else 0
    return Outcome(None, len(found), parsed, _findings(result), damages, _notices(result))


def _only_the_report_failed(result: dg.ExecuteInProcessResult) -> bool:
    """Whether all is published and only its pages could not be written."""
    return {event.step_key for event in result.all_events if event.is_step_failure} == {report.op.name}


def _find_pending(warehouse: Path, found: Sequence[Source], instance: dg.DagsterInstance) -> set[str]:
    """What a run must extract: what the store does not hold, and what it holds and this instance has never shown."""
    shown = instance.get_materialized_partitions(extracted_documents.key)
    unparsed = {source.document_id for source in walk.list_unparsed(warehouse, found)}
    return unparsed | {source.document_id for source in found if source.document_id not in shown}


def _count_parsed(result: dg.ExecuteInProcessResult) -> int:
    """How many documents were not in the store."""
    materializations = result.asset_materializations_for_node("extracted_documents")
    return sum(one.metadata["outcome"].value == "parsed" for one in materializations)


def _notices(result: dg.ExecuteInProcessResult) -> tuple[str, ...]:
    """What publishing had to say of the reviewed lists."""
    materializations = result.asset_materializations_for_node("publish_warehouse")
    said = (one.metadata[NOTICES].value for one in materializations if NOTICES in one.metadata)
    notices = [notice for notices in said for notice in str(notices).splitlines()]
    if _only_the_report_failed(result):
        notices.append(f"the report was not written ({_why(result)}): `yosan report` writes it")
    return tuple(notices)


def _why(result: dg.ExecuteInProcessResult) -> str:
    """The step that failed and the error at the bottom of it, in one line."""
    reasons = (describe_failure(event) for event in result.all_events)
    return next((reason for reason in reasons if reason), "no step says why")


def _findings(result: dg.ExecuteInProcessResult) -> tuple[str, ...]:
    """What the failed asset checks have to say; warnings are about the documents and stand in the tables."""
    failed = (
        one
        for one in result.get_asset_check_evaluations()
        if not one.passed and one.severity is dg.AssetCheckSeverity.ERROR
    )
    return tuple(sorted(f"{one.check_name}: {one.description}" for one in failed))


def _prepare_home(raw: Path, warehouse: Path) -> Path:
    """The project's instance for the project's folders, else one that lives inside the warehouse.

    A package that is installed without the project around it has none.
    """
    settings = Settings()
    places = open_places(settings.raw, settings.warehouse)
    if (PROJECT / CONFIGURATION).exists() and (raw.resolve(), warehouse.resolve()) == places:
        return PROJECT
    home = warehouse / ".dagster"
    home.mkdir(parents=True, exist_ok=True)
    if not (home / CONFIGURATION).exists():
        (home / CONFIGURATION).write_text(OWN_INSTANCE, encoding="utf-8")
    return home
