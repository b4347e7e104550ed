"""What checks found, worst first, with the figures that went in.

Belongs here: the question, and its order. Does not belong here: the arithmetic as a person reads it (``reporting``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.model import CheckKind
from pipeline.schema import FAILED
from pipeline.schema import WORST_FIRST as WORST
from pipeline.storage.lookups.asking import as_rows, ask

# Each check with its terms. One whose figures went in twice is one check; a figure of a data set stands under the name that this
# gives it.
CHECKS = """
WITH terms AS (
    SELECT m.reconciliation_id, list({
        'sign': m.sign, 'value': coalesce(a.amount_yen, c.value, f.amount_yen),
        'text': coalesce(a.amount_text, c.count_text, f.budget_kind), 'label': coalesce(l.label, c.subject, f.item_name)
    } ORDER BY m.sign DESC, l.ordinal, coalesce(a.page, c.page), coalesce(a.char_start, c.char_start),
        coalesce(m.amount_id, m.count_id, m.reference_id)) AS terms
    FROM reconciliation_members m
    LEFT JOIN amounts a ON a.amount_id = m.amount_id
    LEFT JOIN counts c ON c.count_id = m.count_id
    LEFT JOIN reference_amounts f ON f.reference_id = m.reference_id
    LEFT JOIN budget_lines l ON l.line_id = coalesce(a.line_id, c.line_id)
    GROUP BY m.reconciliation_id
)
SELECT r.reconciliation_id, r.status, r.kind, l.label, r.fiscal_year, r.phase, r.unit, r.stated, r.computed, r.residual,
    r.stated_low, r.stated_high, r.computed_low, r.computed_high, r.rounding_mode, r.explanation,
    coalesce(u.has_correction, false) AS has_correction, t.terms,
    r.line_id, r.document_id, d.source_uri, l.page,
    l.ordinal
FROM reconciliations r
JOIN budget_lines l ON l.line_id = r.line_id
JOIN documents d ON d.document_id = r.document_id
LEFT JOIN unreconciled u ON u.reconciliation_id = r.reconciliation_id
LEFT JOIN terms t ON t.reconciliation_id = r.reconciliation_id
""".strip()

WORST_FIRST = f"{WORST}, source_uri, ordinal, kind, fiscal_year, phase, reconciliation_id"
# What is only there to order by.
ORDERING = ("ordinal",)


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that went into a check: added (``sign`` 1) or taken away (−1); ``value`` in the check's unit, ``text`` as printed."""

    sign: int
    value: int | None
    text: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class CheckMade:
    """A row of ``reconciliations`` with the label, the page and the document of its line, and its terms. ``has_correction``: a
    figure of it is corrected since; the check is of what is printed."""

    reconciliation_id: str
    status: str
    kind: str
    label: str
    fiscal_year: int | None
    phase: str | None
    unit: str
    stated: int | None
    computed: int | None
    residual: int | None
    stated_low: int | None
    stated_high: int | None
    computed_low: int | None
    computed_high: int | None
    rounding_mode: str
    explanation: str
    has_correction: bool
    terms: tuple[Term, ...]
    line_id: str
    document_id: str
    source_uri: str
    page: int


def list_checks(
    warehouse: Path, failed_only: bool = False, kind: CheckKind | None = None, document_id: str | None = None
) -> tuple[CheckMade, ...]:
    """The checks of the published state, worst first; ``failed_only`` those whose figures cannot all be right."""
    conditions = {
        f"r.status {FAILED}": failed_only,
        "r.kind = $kind": kind is not None,
        "r.document_id = $document_id": document_id is not None,
    }
    where = " AND ".join(condition for condition, wanted in conditions.items() if wanted) or "true"
    asked = {"kind": kind, "document_id": document_id}
    parameters = {name: str(value) for name, value in asked.items() if value is not None}
    sql = f"SELECT * FROM ({CHECKS} WHERE {where}) ORDER BY {WORST_FIRST}"
    return as_checks(ask(warehouse, sql, parameters))


def as_checks(rows: Iterable[Mapping[str, Any]] | None) -> tuple[CheckMade, ...]:
    """Rows of ``CHECKS`` as dataclasses."""
    return tuple(
        CheckMade(
            **{name: value for name, value in row.items() if name not in ("terms", *ORDERING)},
            terms=as_rows(Term, row["terms"]),
        )
        for row in rows or ()
    )
