"""The jobs: what is run together, and in which process.

Belongs here: jobs and their selections. Does not belong here: who starts them (``sensors``, ``run``).

Few, fat steps that share what they import: one process for all of them is the fastest.
"""

from __future__ import annotations

import dagster as dg

from pipeline.orchestration.assets import extracted_documents, published_warehouse
from pipeline.orchestration.fetching import fetched_releases
from pipeline.orchestration.reporting import report

MAIN_JOB, REEXTRACT_JOB, PUBLISH_JOB, FETCH_JOB = "ingest", "reextract", "publish", "fetch"

ingest = dg.define_asset_job(
    MAIN_JOB,
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(fetched_releases),
    executor_def=dg.in_process_executor,
    description="raw/ becomes the warehouse: parse the documents of the run's partitions that are not stored yet under the "
    "present extractor, reconcile all that are in raw/, publish a new state and its report.",
)

reextract = dg.define_asset_job(
    REEXTRACT_JOB,
    selection=dg.AssetSelection.assets(extracted_documents, *published_warehouse.keys, report),
    executor_def=dg.in_process_executor,
    description="After a change of the rules: every document of the run's partitions that an older extractor had read is read anew "
    "by the present one, and a new state is published. Choose all partitions; they are one run.",
)

publish = dg.define_asset_job(
    PUBLISH_JOB,
    selection=dg.AssetSelection.assets(*published_warehouse.keys, report),
    executor_def=dg.in_process_executor,
    description="A new state of what is in raw/ now, without new documents: for renamed or removed files, and for changed "
    "lists of aliases, corrections and withdrawals.",
)

fetch = dg.define_asset_job(
    FETCH_JOB,
    selection=dg.AssetSelection.assets(fetched_releases),
    executor_def=dg.in_process_executor,
    description="Releases that the enabled pages of sources.yaml list, into raw/; what is new there is ingested by its own run.",
)
