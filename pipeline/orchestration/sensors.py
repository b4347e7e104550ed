"""Who starts runs without being asked, and who says that one failed.

Belongs here: sensors. Does not belong here: what is due after a change in raw/ (``watching``).
No future annotations here: Dagster reads the types of the context and the resources at run time.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import dagster as dg

from pipeline import locations, sources, storage
from pipeline.orchestration.alerts import send_alert
from pipeline.orchestration.failures import describe_failure
from pipeline.orchestration.jobs import ingest, publish, reextract
from pipeline.orchestration.partitions import DOCUMENTS, NAME, has_runs_in_flight, range_over
from pipeline.orchestration.resources import Folders
from pipeline.orchestration.watching import decide
from pipeline.version import EXTRACTOR_VERSION, PUBLISHER_VERSION, RECONCILER_VERSION

LOOK_EVERY_SECONDS = 30
MEMORY = ".glance.json"  # in the warehouse: what was seen of each file
RULES = "/".join((EXTRACTOR_VERSION, RECONCILER_VERSION, PUBLISHER_VERSION))
READERS: dict[str, Callable[[Path], Sequence[object]]] = {
    "aliases": sources.read_aliases,
    "corrections": sources.read_corrections,
    "withdrawals": sources.read_withdrawals,
}
TROUBLES = (sources.UnreadableFiles, sources.InvalidEntries, locations.StoreTrouble)


@dg.sensor(
    jobs=[ingest, publish, reextract],
    minimum_interval_seconds=LOOK_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Notices what is put into raw/, taken out of it, or changed in the lists beside it (aliases, corrections, "
    "withdrawals), what manifests say otherwise of its files, and official data sets that are loaded. All new documents are one "
    "run. What cannot be opened is named, and nothing is taken for gone because of it.",
)
def raw_folder(context: dg.SensorEvaluationContext, folders: Folders) -> dg.SensorResult | dg.SkipReason:
    try:
        look = sources.glance(folders.raw_path, folders.warehouse_path / MEMORY)
        entries = {name: len(read(folders.raw_path)) for name, read in READERS.items()}
        references = storage.hash_references(folders.warehouse_path)
    except TROUBLES as trouble:
        return dg.SkipReason(str(trouble))
    known = context.instance.get_dynamic_partitions(NAME)
    decision = decide(look, known, context.cursor, RULES, references)
    if not decision.publish:
        return dg.SkipReason(decision.why)
    context.log.info(decision.why)
    drop = () if has_runs_in_flight(context.instance) else decision.drop
    kept = [one for one in known if one not in drop]
    tags = range_over([*kept, *decision.add], decision.extract)
    job = publish if not tags else ingest if decision.add else reextract
    return dg.SensorResult(
        run_requests=[
            dg.RunRequest(decision.run_key, job_name=job.name, tags={**tags, "yosan/why": decision.why[:250]})
        ],
        dynamic_partitions_requests=[
            *([DOCUMENTS.build_add_request(list(decision.add))] if decision.add else []),
            *([DOCUMENTS.build_delete_request(list(drop))] if drop else []),
        ],
        asset_events=[dg.AssetMaterialization("reviewed_lists", metadata=entries)] if decision.lists_changed else [],
        cursor=decision.cursor,
    )


@dg.run_failure_sensor(
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Says in one line which job failed, in which step, and why, and posts that to the webhook of YOSAN_WEBHOOK "
    "where one is set. What is published stays as it was.",
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    line = tell_failure(context)
    context.log.error(line)
    send_alert(f"{line} (run {context.dagster_run.run_id})")


def tell_failure(context: dg.RunFailureSensorContext) -> str:
    """One line about a failed run."""
    reasons = [reason for event in context.get_step_failure_events() if (reason := describe_failure(event))]
    why = "; ".join(reasons) or context.failure_event.message
    return f"the job {context.dagster_run.job_name} failed ({why}); what is published stays as it was"
