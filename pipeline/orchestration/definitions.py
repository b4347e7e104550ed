"""The definitions as a function of the folders, so that tests and other deployments can build their own.

Belongs here: jobs and the list of what there is. Does not belong here: assets and checks.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from pipeline.orchestration.assets import (
    everything_accounted_for,
    extracted_documents,
    no_failed_reconciliation,
    published_tables,
    raw_documents,
)
from pipeline.orchestration.resources import Folders


def build_definitions(raw: Path, warehouse: Path, log_level: str = "INFO") -> dg.Definitions:
    """Assets, checks and jobs over the given folders; ``log_level`` is that of the console."""
    console = {"loggers": {"console": {"config": {"log_level": log_level}}}}
    return dg.Definitions(
        assets=[raw_documents, extracted_documents, published_tables],
        asset_checks=[everything_accounted_for, no_failed_reconciliation],
        jobs=[
            dg.define_asset_job(
                "list_documents", selection=[raw_documents], executor_def=dg.in_process_executor, config=console
            ),
            dg.define_asset_job(
                "extract_documents",
                selection=[extracted_documents],
                executor_def=dg.in_process_executor,
                config=console,
            ),
            dg.define_asset_job(
                "publish",
                selection=dg.AssetSelection.assets(published_tables),
                executor_def=dg.in_process_executor,
                config=console,
            ),
        ],
        resources={"folders": Folders(raw=str(raw), warehouse=str(warehouse))},
    )
