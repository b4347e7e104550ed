"""Every figure with what holds of it: the correction in force, else what is printed.

Belongs here: laying corrections over figures, in one place for all other views. Does not belong here: what is asked of
figures (``program_views``, ``evidence_views``), which correction is in force (``revision``).
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.schema.columns import Column, Table, View, column, pick
from pipeline.schema.corrections import CORRECTIONS
from pipeline.schema.lines import AMOUNTS, COUNTS
from pipeline.schema.sql import quoted

IS_CORRECTED = column(
    "is_corrected",
    "BOOLEAN",
    "True if a correction is in force: a reviewed entry or an erratum",
    ja="訂正が有効であれば真(確認済みの訂正又は正誤表による)",
)
VALUE_PRINTED = column(
    "value_printed", "BIGINT?", "What is printed", unit="the row's unit", ja="印字された値(円又は件数)"
)


def _select(table: Table, alias: str, **instead: str) -> str:
    """All columns of a table by name, some of them computed: ``* REPLACE`` is known to DuckDB alone."""
    names = (one.name for one in table.columns)
    return ", ".join(f"{instead[n]} AS {quoted(n)}" if n in instead else f"{alias}.{quoted(n)}" for n in names)


_AMOUNT = _select(
    AMOUNTS,
    "a",
    amount_yen="CASE WHEN c.amount_id IS NULL THEN a.amount_yen ELSE c.corrected_value END",
    amount_yen_max="CASE WHEN c.amount_id IS NULL THEN a.amount_yen_max END",
)
_AMOUNTS_CORRECTED = f"""
SELECT {_AMOUNT},
    a.amount_yen AS amount_yen_printed, a.amount_yen_max AS amount_yen_max_printed, c.amount_id IS NOT NULL AS is_corrected,
    c.correction_id, c.reason, c.source
FROM amounts a
LEFT JOIN corrections c ON c.amount_id = a.amount_id AND c.in_force
"""

_COUNT = _select(COUNTS, "n", value="CASE WHEN c.count_id IS NULL THEN n.value ELSE c.corrected_value END")
_COUNTS_CORRECTED = f"""
SELECT {_COUNT},
    n.value AS value_printed, c.count_id IS NOT NULL AS is_corrected, c.correction_id, c.reason, c.source
FROM counts n
LEFT JOIN corrections c ON c.count_id = n.count_id AND c.in_force
"""


def _with(table: Table, **meanings: tuple[str, str]) -> tuple[Column, ...]:
    """All columns of a table, some of them with another meaning."""
    found = (meanings.get(one.name, (one.meaning, one.meaning_ja)) for one in table.columns)
    return tuple(
        replace(one, meaning=meaning, meaning_ja=ja) for one, (meaning, ja) in zip(table.columns, found, strict=True)
    )


_CORRECTION = pick(CORRECTIONS, "correction_id", "reason", "source", nullable=True)

AMOUNTS_CORRECTED = View(
    "amounts_corrected",
    "Every amount with what holds of it: the correction in force laid over what is printed.",
    (
        *_with(
            AMOUNTS,
            amount_yen=(
                "What holds: the correction in force, else what is printed",
                "有効な金額。訂正があれば訂正後の値",
            ),
            amount_yen_max=(
                "Upper end of a printed range; NULL where a correction is in force",
                "幅のある金額の上限。訂正があればNULL",
            ),
        ),
        column("amount_yen_printed", "BIGINT?", "What the document prints", unit="yen", ja="印字された金額(円)"),
        column(
            "amount_yen_max_printed",
            "BIGINT?",
            "Upper end of the range that the document prints",
            unit="yen",
            ja="印字された幅のある金額の上限(円)",
        ),
        IS_CORRECTED,
        *_CORRECTION,
    ),
    ("amounts", "corrections"),
    _AMOUNTS_CORRECTED.strip(),
    AMOUNTS.warning,
    "金額1件につき1行。訂正があれば訂正後の値を、印字された値と並べて示す。",
    AMOUNTS.warning_ja,
)

COUNTS_CORRECTED = View(
    "counts_corrected",
    "Every count with what holds of it: the correction in force laid over what is printed.",
    (
        *_with(
            COUNTS,
            value=("What holds: the correction in force, else what is printed", "有効な件数。訂正があれば訂正後の値"),
        ),
        replace(VALUE_PRINTED, nullable=False),
        IS_CORRECTED,
        *_CORRECTION,
    ),
    ("counts", "corrections"),
    _COUNTS_CORRECTED.strip(),
    COUNTS.warning,
    "件数1件につき1行。訂正があれば訂正後の値を、印字された値と並べて示す。",
    COUNTS.warning_ja,
)
