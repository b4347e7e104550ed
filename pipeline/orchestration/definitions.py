"""The definitions as a function of the folders, so that tests and other deployments can build their own.

Belongs here: the list of what there is. Does not belong here: assets, checks, jobs and sensors themselves.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from pipeline.orchestration import assets, checks, fetching, jobs, reporting, schedules, sensors
from pipeline.orchestration.resources import Folders, IndexPages, Readers, SilentProgress
from pipeline.settings import Settings
from pipeline.walk import Progress


def build_definitions(
    raw: Path,
    warehouse: Path,
    progress: Progress | None = None,
    index_pages: Path | None = None,
    workers: str | None = None,
) -> dg.Definitions:
    """Assets, checks, jobs, sensors and the schedule over the given folders; ``progress`` is told how a run gets on,
    ``index_pages`` is the list of what is fetched, the project's by default, ``workers`` is who reads, by default as it is set."""
    settings = Settings()
    return dg.Definitions(
        assets=[
            fetching.fetched_releases,
            assets.reviewed_lists,
            assets.raw_documents,
            assets.extracted_documents,
            assets.published_warehouse,
            reporting.report,
        ],
        asset_checks=[checks.everything_accounted_for, checks.published_tables],
        jobs=[jobs.ingest, jobs.reextract, jobs.publish, jobs.fetch],
        schedules=[schedules.daily_fetch],
        sensors=[sensors.raw_folder, sensors.failed_runs],
        resources={
            "folders": Folders(raw=str(raw), warehouse=str(warehouse)),
            "index_pages": IndexPages(file=str(index_pages or settings.sources)),
            "readers": Readers(workers=settings.workers if workers is None else workers),
            "progress": progress or SilentProgress(),
        },
    )
