"""Tables about what figures come to: checks and what went into them.

Belongs here: whatever reconciliation found. Does not belong here: printed figures (``lines``).
"""

from __future__ import annotations

from pipeline.model import CheckKind, CheckStatus, Phase, RoundingMode
from pipeline.schema.columns import Table, column

RECONCILIATIONS = Table(
    "reconciliations",
    "One row per check of a printed figure against the figures that it is made of.",
    (
        column("reconciliation_id", "VARCHAR", "Made from line, kind, year and column"),
        column("document_id", "VARCHAR", "The document whose figure is checked"),
        column("kind", "VARCHAR", "What is compared", CheckKind),
        column("line_id", "VARCHAR", "The line whose figure is checked; across documents, the later document's"),
        column("fiscal_year", "INTEGER?", "Fiscal year (年度) of the figure"),
        column("phase", "VARCHAR?", "Stage of the budget cycle of the figure", Phase),
        column("unit", "VARCHAR", "`yen` or the counter"),
        column("stated", "BIGINT?", "What is printed", unit="the row's unit"),
        column("computed", "BIGINT?", "What the members come to", unit="the row's unit"),
        column("residual", "BIGINT?", "stated − computed", unit="the row's unit"),
        column("stated_low", "BIGINT?", "Lower end of what the printed precision allows", unit="the row's unit"),
        column("stated_high", "BIGINT?", "Upper end of what the printed precision allows", unit="the row's unit"),
        column("computed_low", "BIGINT?", "Lower end of the members' sum", unit="the row's unit"),
        column("computed_high", "BIGINT?", "Upper end of the members' sum", unit="the row's unit"),
        column("rounding_mode", "VARCHAR", "How figures are taken to be cut; decides closedness", RoundingMode),
        column("status", "VARCHAR", "What was found", CheckStatus),
        column("explanation", "VARCHAR", "One sentence with the figures in it"),
    ),
    ("reconciliation_id",),
    "A line may have several checks per year; partial is no error.",
)

RECONCILIATION_MEMBERS = Table(
    "reconciliation_members",
    "One row per figure that went into a check.",
    (
        column("reconciliation_id", "VARCHAR", "The check"),
        column("amount_id", "VARCHAR?", "The amount that went in, or NULL if it was a count"),
        column("count_id", "VARCHAR?", "The count that went in, or NULL if it was an amount"),
        column("sign", "INTEGER", "1 if it was added, −1 if it was taken away"),
    ),
    (),
    "One figure may be a member of several checks.",
)
