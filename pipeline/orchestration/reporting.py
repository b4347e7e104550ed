"""The report as an asset: what people open in a browser, made anew after each publication.

Belongs here: its definition and its metadata. Does not belong here: pages (``reporting.report``), the order of things (``reports``).
No future annotations here: Dagster reads the types of the context and the resources at run time.
"""

from time import perf_counter

import dagster as dg

from pipeline import reports, schema, storage, walk
from pipeline.orchestration.assets import WRITERS
from pipeline.orchestration.fetching import OWNERS
from pipeline.orchestration.resources import Folders
from pipeline.version import REPORTER_VERSION


@dg.asset(
    deps=[*schema.TABLES, *schema.VIEWS],
    group_name="reporting",
    kinds={"html"},
    owners=OWNERS,
    pool=WRITERS,
    code_version=REPORTER_VERSION,
    description="`warehouse/report/`: static pages over the current state, in Japanese and English: an overview, a page per program "
    "and per document with a box on every figure, the checks that fail. It opens from the folder, without a server.",
)
def report(
    context: dg.AssetExecutionContext, folders: Folders, progress: dg.ResourceParam[walk.Progress]
) -> dg.MaterializeResult[None]:
    begun = perf_counter()
    with storage.warehouse_lock(folders.warehouse_path, progress.wait):
        made = reports.make_report(folders.raw_path, folders.warehouse_path)
    seconds = round(perf_counter() - begun, 2)
    context.log.info(f"wrote {made.index} in {seconds} s")
    return dg.MaterializeResult(
        metadata={
            "open": dg.MetadataValue.url(made.index.resolve().as_uri()),
            "file": dg.MetadataValue.path(made.index),
            "state": made.state_id or "none",
            "pages with a picture": made.pictures,
            "seconds": seconds,
        }
    )
