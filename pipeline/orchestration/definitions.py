"""The definitions as a function of the folders, so that tests and other deployments can build their own.

Belongs here: the list of what there is. Does not belong here: assets, checks, jobs and sensors themselves.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from pipeline.orchestration import assets, checks, jobs, sensors
from pipeline.orchestration.resources import Folders, SilentProgress
from pipeline.walk import Progress


def build_definitions(raw: Path, warehouse: Path, progress: Progress | None = None) -> dg.Definitions:
    """Assets, checks, jobs and sensors over the given folders; ``progress`` is told how a run gets on."""
    return dg.Definitions(
        assets=[assets.reviewed_lists, assets.raw_documents, assets.extracted_documents, assets.published_warehouse],
        asset_checks=[checks.everything_accounted_for, checks.published_tables],
        jobs=[jobs.ingest, jobs.publish],
        sensors=[sensors.raw_folder, sensors.failed_runs],
        resources={
            "folders": Folders(raw=str(raw), warehouse=str(warehouse)),
            "progress": progress or SilentProgress(),
        },
    )
