"""What the pipeline found, as rows with the keys of the gold files.

Belongs here: naming lines and counts by what is printed instead of by id. Does not belong here: comparing.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import BudgetLine, DocumentFacts, Reconciliation

from .files import Row


def find_document(facts: DocumentFacts) -> Row:
    """The document's row."""
    record = facts.record
    return {
        "title": record.title,
        "issuer": record.issuer,
        "fiscal_year": record.fiscal_year,
        "phase": record.phase,
        "rounding_mode": record.rounding_mode,
        "page_count": record.page_count,
        "status": record.status,
    }


def find_amounts(facts: DocumentFacts) -> list[Row]:
    """All amounts, each with its line's label, parent and marker."""
    lines = _by_id(facts)
    return [
        {
            "page": amount.place.page,
            "label": lines[amount.line_id].label,
            "parent": _parent_label(lines, lines[amount.line_id]),
            "marker": lines[amount.line_id].marker,
            "fiscal_year": amount.fiscal_year,
            "phase": amount.phase,
            "supplement_no": amount.supplement_no,
            "measure": amount.measure,
            "nature": amount.nature,
            "amount_yen": amount.amount_yen,
            "amount_yen_max": amount.amount_yen_max,
            "precision_yen": amount.precision_yen,
            "approximate": amount.approximate,
            "qualifier": amount.qualifier,
        }
        for amount in facts.amounts
    ]


def find_counts(facts: DocumentFacts) -> list[Row]:
    """All counts, each with the value of the count that it is part of."""
    counts = {count.count_id: count for count in facts.counts}
    return [
        {
            "page": count.place.page,
            "subject": count.subject,
            "unit": count.unit,
            "value": count.value,
            "fiscal_year": count.fiscal_year,
            "status": count.status,
            "relation": count.relation,
            "of": counts[count.parent_count_id].value if count.parent_count_id else None,
            "approximate": count.approximate,
        }
        for count in facts.counts
    ]


def find_lines(facts: DocumentFacts) -> list[Row]:
    """All lines."""
    lines = _by_id(facts)
    return [
        {
            "page": line.place.page,
            "label": line.label,
            "parent": _parent_label(lines, line),
            "relation": line.relation,
            "is_total": line.is_total,
            "marker": line.marker,
        }
        for line in facts.lines
    ]


def find_printings(facts: DocumentFacts) -> list[tuple[str, list[int]]]:
    """Labels with the pages on which linked lines (one line printed several times) stand."""
    lines = _by_id(facts)
    groups: dict[str, list[BudgetLine]] = {}
    for line in facts.lines:
        original = line
        while original.same_as_line_id is not None:
            original = lines[original.same_as_line_id]
        groups.setdefault(original.line_id, []).append(line)
    return [(group[0].label, sorted({line.place.page for line in group})) for group in groups.values()]


def find_checks(facts: DocumentFacts, checks: Iterable[Reconciliation]) -> list[Row]:
    """The checks of a document's lines, equal ones once."""
    lines = _by_id(facts)
    rows: list[Row] = []
    for check in checks:
        if check.line_id not in lines:
            continue
        row: Row = {
            "kind": check.kind,
            "label": lines[check.line_id].label,
            "fiscal_year": check.fiscal_year,
            "phase": check.phase,
            "unit": check.unit,
            "stated": check.stated,
            "computed": check.computed,
            "residual": check.residual,
            "status": check.status,
        }
        if row not in rows:
            rows.append(row)
    return rows


def _by_id(facts: DocumentFacts) -> dict[str, BudgetLine]:
    return {line.line_id: line for line in facts.lines}


def _parent_label(lines: dict[str, BudgetLine], line: BudgetLine) -> str | None:
    return lines[line.parent_line_id].label if line.parent_line_id else None
