"""When releases are fetched.

Belongs here: schedules. Does not belong here: what a fetch is (``fetching``).
No future annotations here: Dagster reads the types of the context and the resources at run time.
"""

import dagster as dg

from pipeline import sources
from pipeline.orchestration.fetching import TIMEZONE
from pipeline.orchestration.jobs import fetch
from pipeline.orchestration.resources import IndexPages

EARLY = "30 5 * * *"  # before the ministries' working day


@dg.schedule(
    job=fetch,
    cron_schedule=EARLY,
    execution_timezone=TIMEZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Fetches every morning once a source of sources.yaml is enabled; until then it starts nothing.",
)
def daily_fetch(context: dg.ScheduleEvaluationContext, index_pages: IndexPages) -> dg.RunRequest | dg.SkipReason:
    try:
        pages = sources.read_index_pages(index_pages.path)
    except sources.InvalidEntries as error:
        return dg.SkipReason(str(error))
    enabled = [page.name for page in pages if page.enabled]
    if not enabled:
        return dg.SkipReason(f"no source of {index_pages.path.name} is enabled: set enabled: true there")
    return dg.RunRequest(tags={"yosan/sources": ", ".join(enabled)[:250]})
