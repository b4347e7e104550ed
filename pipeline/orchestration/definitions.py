"""The definitions as a function of the folders, so that tests and other deployments can build their own.

Belongs here: jobs and the list of what there is. Does not belong here: assets and checks.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from pipeline.orchestration import assets, checks
from pipeline.orchestration.resources import Folders, SilentProgress
from pipeline.walk import Progress

MAIN_JOB = "ingest"

# Few, fat steps that share what they import: one process for all of them is the fastest.
ingest = dg.define_asset_job(
    MAIN_JOB,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="raw/ becomes the warehouse: parse the documents of the run's partitions that are not stored yet, reconcile "
    "all that are in raw/, publish a new state.",
)


def build_definitions(raw: Path, warehouse: Path, progress: Progress | None = None) -> dg.Definitions:
    """Assets, checks and the job over the given folders; ``progress`` is told how a run gets on."""
    return dg.Definitions(
        assets=[assets.raw_documents, assets.extracted_documents, assets.published_warehouse],
        asset_checks=[checks.everything_accounted_for, checks.every_document_read, checks.no_failed_reconciliation],
        jobs=[ingest],
        resources={
            "folders": Folders(raw=str(raw), warehouse=str(warehouse)),
            "progress": progress or SilentProgress(),
        },
    )
