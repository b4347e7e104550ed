"""The main job in this process, for the command line.

Belongs here: which Dagster instance a run uses and in which order its two steps go. Does not belong here: the steps.

Partitions must exist before a run over them starts, so the listing of raw/ runs first and the rest second.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipeline.orchestration.definitions import build_definitions
from pipeline.settings import PROJECT

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"


def run_main_job(raw: Path, warehouse: Path, verbose: bool = False) -> bool:
    """Ingest and publish; true when the job itself went well, whatever the documents are."""
    with _instance(warehouse) as instance:
        return _run(raw, warehouse, instance, verbose)


def _run(raw: Path, warehouse: Path, instance: dg.DagsterInstance, verbose: bool) -> bool:
    defs = build_definitions(raw, warehouse, log_level="INFO" if verbose else "CRITICAL")
    if not defs.resolve_job_def("list_documents").execute_in_process(instance=instance, raise_on_error=False).success:
        return False
    keys = instance.get_dynamic_partitions("documents")
    if keys:
        tags = {RANGE_START: keys[0], RANGE_END: keys[-1]}
        job = defs.resolve_job_def("extract_documents")
        if not job.execute_in_process(instance=instance, tags=tags, raise_on_error=False).success:
            return False
    return defs.resolve_job_def("publish").execute_in_process(instance=instance, raise_on_error=False).success


@contextmanager
def _instance(warehouse: Path) -> Iterator[dg.DagsterInstance]:
    """The project's instance for the project's warehouse, else one that lives inside the warehouse."""
    home = PROJECT if warehouse.resolve() == (PROJECT / "warehouse").resolve() else warehouse.resolve() / ".dagster"
    home.mkdir(parents=True, exist_ok=True)
    if home != PROJECT and not (home / "dagster.yaml").exists():
        (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n", encoding="utf-8")
    before = os.environ.get("DAGSTER_HOME")
    os.environ["DAGSTER_HOME"] = str(home)
    try:
        with dg.DagsterInstance.get() as instance:
            yield instance
    finally:
        if before is None:
            del os.environ["DAGSTER_HOME"]
        else:
            os.environ["DAGSTER_HOME"] = before
