"""All views in one list.

Belongs here: the order of views, and how one is made. Does not belong here: their columns and SQL (``corrected_views``,
``program_views``, ``year_views``, ``evidence_views``).
"""

from __future__ import annotations

from pipeline.schema.columns import View, describe_table, full_meaning
from pipeline.schema.corrected_views import AMOUNTS_CORRECTED, COUNTS_CORRECTED
from pipeline.schema.evidence_views import COVERAGE, EVIDENCE, UNRECONCILED
from pipeline.schema.program_views import PROGRAM_BUDGETS, REGION_COUNTS
from pipeline.schema.sql import literals, quoted
from pipeline.schema.year_views import PROGRAM_YEARS, YEAR_ON_YEAR

# A view stands behind those that it reads.
VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        AMOUNTS_CORRECTED,
        COUNTS_CORRECTED,
        PROGRAM_BUDGETS,
        REGION_COUNTS,
        PROGRAM_YEARS,
        YEAR_ON_YEAR,
        UNRECONCILED,
        EVIDENCE,
        COVERAGE,
    )
}


def create_view_sql(name: str) -> str:
    """The statements that make a view with its comments."""
    view = VIEWS[name]
    comments = [f"COMMENT ON VIEW {quoted(name)} IS {literals((describe_table(view),))};"]
    for column in view.columns:
        target = f"{quoted(name)}.{quoted(column.name)}"
        comments.append(f"COMMENT ON COLUMN {target} IS {literals((full_meaning(column),))};")
    return "\n".join((f"CREATE VIEW {quoted(name)} AS\n{view.sql};", *comments))
