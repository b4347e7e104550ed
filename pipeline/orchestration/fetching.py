"""Releases that issuers list, fetched into raw/: the asset and what it shows. The schedule is in ``schedules``.

Belongs here: when a fetch is tried again, and how its summary is shown. Does not belong here: fetching (``sources``).
No future annotations here: Dagster reads the types of the context and the resources at run time.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import dagster as dg

from pipeline import locations, sources, walk
from pipeline.orchestration.resources import Folders, IndexPages
from pipeline.sources import Fate

OWNERS = ["team:yosan"]
TIMEZONE = "Asia/Tokyo"
LISTED = 100  # links shown; their numbers are beside them
# The fetcher itself asks again within minutes; this is for a network that is away for longer.
TRY_AGAIN = dg.RetryPolicy(max_retries=3, delay=300, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)
# A fetch of the morning that is not done by then: the schedule is off, or every source has failed.
FRESH = dg.FreshnessPolicy.cron("0 9 * * *", timedelta(hours=6), TIMEZONE)
ALL_FETCHED = "every_release_fetched"


class FetchLog:
    """Tells Dagster's log how a fetch gets on."""

    def __init__(self, log: dg.DagsterLogManager) -> None:
        self._log = log

    def listed(self, source: str, links: int) -> None:
        """How many releases a source links."""
        self._log.info(f"{source}: {links:,} releases are linked")

    def finish(self, link: sources.FetchedLink) -> None:
        """What became of one that is not as before."""
        if link.fate is not Fate.UNCHANGED:
            self._log.info(f"{link.source}: {link.fate}: {link.url}" + (f": {link.reason}" if link.reason else ""))


@dg.asset(
    group_name="sources",
    kinds={"http", "file"},
    owners=OWNERS,
    retry_policy=TRY_AGAIN,
    freshness_policy=FRESH,
    check_specs=[
        dg.AssetCheckSpec(
            ALL_FETCHED,
            asset="fetched_releases",
            description="Every page could be read, and every release that it lists was fetched; nothing looked odd.",
        )
    ],
    description="The releases that ministries list on the pages of `sources.yaml`, fetched into raw/ under their content. What is "
    "there is never overwritten; a page that cannot be read is not taken for an empty one.",
)
def fetched_releases(
    context: dg.AssetExecutionContext, folders: Folders, index_pages: IndexPages
) -> Iterator[dg.MaterializeResult[Any]]:
    if locations.find_origin(folders.raw_path) is not None:
        raise dg.Failure("raw/ is behind a URL: fetch into a folder, and copy that there", allow_retries=False)
    try:
        summary = walk.fetch(folders.raw_path, index_pages.path, (), FetchLog(context.log))
    except (sources.InvalidEntries, sources.UnreadableFiles) as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    errors = {one.name: one.error for one in summary.sources if one.error is not None}
    if errors and len(errors) == len(summary.sources):
        raise dg.Failure("no page could be read: " + "; ".join(f"{name}: {why}" for name, why in errors.items()))
    yield dg.MaterializeResult(metadata=describe_summary(summary), check_results=[_check(summary)])


def describe_summary(summary: sources.FetchSummary) -> dict[str, Any]:
    """How many releases had each fate, and those that are not as before."""
    metadata: dict[str, Any] = {fate.value: number for fate, number in summary.count().items()}
    links = summary.links(*(fate for fate in Fate if fate is not Fate.UNCHANGED))
    return metadata | {"sources": len(summary.sources)} | _table("releases", [_tell(link) for link in links])


def _check(summary: sources.FetchSummary) -> dg.AssetCheckResult:
    """What a person should look at."""
    odd = [{"source": one.name, "what": one.error} for one in summary.sources if one.error is not None]
    odd += [{"source": one.name, "what": warning} for one in summary.sources for warning in one.warnings]
    odd += [{"source": "all", "what": warning} for warning in summary.warnings]
    odd += [
        {"source": link.source, "what": f"{link.fate}: {link.url}: {link.reason or ''}"}
        for link in summary.links(Fate.FAILED, Fate.REFUSED, Fate.VANISHED)
    ]
    return dg.AssetCheckResult(
        passed=not odd,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"pages and releases that a person should look at: {len(odd)}" if odd else None,
        metadata={"findings": len(odd), **_table("listing", odd)},
        check_name=ALL_FETCHED,
    )


def _tell(link: sources.FetchedLink) -> dict[str, str]:
    return {
        "source": link.source,
        "fate": link.fate.value,
        "title": link.title,
        "url": link.url,
        "path": link.path or "",
        "reason": link.reason or "",
    }


def _table(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: dg.MetadataValue.table([dg.TableRecord(row) for row in rows[:LISTED]])} if rows else {}
