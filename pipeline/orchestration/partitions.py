"""One dynamic partition per document, keyed by its content.

Belongs here: the partitions, how they follow raw/, and how a run takes several. Does not belong here: what is done with them.

Partitions must be there before a run over them starts; one run takes a range of them in the order in which they were added.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import dagster as dg

NAME = "documents"
DOCUMENTS = dg.DynamicPartitionsDefinition(name=NAME)
RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"

# A partition must not go away under a run that was started with it.
IN_FLIGHT = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def follow_documents(instance: dg.DagsterInstance, document_ids: Collection[str]) -> None:
    """Add the partitions of documents that are new, and drop those of documents that are gone.

    While any run is in flight none is dropped; steps pass over partitions without a document.
    """
    known = dict.fromkeys(instance.get_dynamic_partitions(NAME))
    here = dict.fromkeys(document_ids)
    if new := [document_id for document_id in here if document_id not in known]:
        instance.add_dynamic_partitions(NAME, new)
    if has_runs_in_flight(instance):
        return
    for document_id in known:
        if document_id not in here:
            instance.delete_dynamic_partition(NAME, document_id)


def has_runs_in_flight(instance: dg.DagsterInstance) -> bool:
    """Whether any run is waiting or under way."""
    return bool(instance.get_run_records(dg.RunsFilter(statuses=IN_FLIGHT), limit=1))


def range_tags(instance: dg.DagsterInstance, wanted: Collection[str]) -> dict[str, str]:
    """``range_over`` the partitions that there are."""
    return range_over(instance.get_dynamic_partitions(NAME), wanted)


def range_over(partitions: Sequence[str], wanted: Collection[str]) -> dict[str, str]:
    """The tags that make one run take the wanted partitions and those that were added between them; empty for none."""
    asked = frozenset(wanted)
    keys = [key for key in partitions if key in asked]
    return {RANGE_START: keys[0], RANGE_END: keys[-1]} if keys else {}
