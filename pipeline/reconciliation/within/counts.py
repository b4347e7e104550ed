"""count_sum: a printed count against its cohorts.

Belongs here: which counts break one count down. Does not belong here: amounts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.model import CheckKind, CheckStatus, Count, RoundingMode
from pipeline.reconciliation.arithmetic.figures import figure_of_count
from pipeline.reconciliation.arithmetic.index import ADDED_UP, DocumentIndex
from pipeline.reconciliation.arithmetic.members import Member
from pipeline.reconciliation.arithmetic.verdict import Check, Comparison, Subject, compare, make_check
from pipeline.reconciliation.arithmetic.wording import come_to, scale_of, sentence

PLACES = re.compile(r"[かカヵヶケゕゖ箇個](?:所|処)")  # か所 has many spellings
SMALLEST_BREAKDOWN = 2  # a single part that differs is no breakdown but a part


def check_counts(index: DocumentIndex) -> Iterator[Check]:
    """Checks of all counts that have a breakdown in their own unit."""
    parts: dict[str, list[Count]] = {}
    for count in index.facts.counts:
        if count.parent_count_id is not None and count.relation in ADDED_UP:
            parts.setdefault(count.parent_count_id, []).append(count)
    for whole in index.facts.counts:
        same_unit = [c for c in parts.get(whole.count_id, ()) if unit_of(c) == unit_of(whole) and c is not whole]
        if whole.line_id is not None and same_unit:
            yield from _check_count(index, whole, whole.line_id, same_unit)


def unit_of(count: Count) -> str:
    return PLACES.sub("か所", unicodedata.normalize("NFKC", count.unit).strip())


def _check_count(index: DocumentIndex, whole: Count, line_id: str, parts: Sequence[Count]) -> Iterator[Check]:
    breakdowns = _breakdowns(parts)
    compared = [_compare(whole, breakdown) for breakdown in breakdowns]
    chosen = next((i for i, comparison in enumerate(compared) if not comparison.residual), 0)
    if len(parts) < SMALLEST_BREAKDOWN and compared[chosen].residual:
        return
    comparison, breakdown = compared[chosen], breakdowns[chosen]
    status = _status(comparison)
    subject = Subject(
        document_id=index.facts.record.document_id,
        kind=CheckKind.COUNT_SUM,
        line_id=line_id,
        fiscal_year=whole.fiscal_year,
        phase=None,
        rounding_mode=RoundingMode.EXACT,
        column=(whole.count_id,),
        unit=whole.unit,
    )
    explanation = _explain(comparison, len(breakdown), status, len(breakdown) < len(parts))
    yield make_check(subject, comparison, [Member(figure_of_count(c)) for c in breakdown], status, explanation)


def _compare(whole: Count, breakdown: Sequence[Count]) -> Comparison:
    members = [Member(figure_of_count(count)) for count in breakdown]
    return compare(figure_of_count(whole), members, RoundingMode.EXACT)


def _breakdowns(parts: Sequence[Count]) -> list[list[Count]]:
    """All parts; then those by year and those by something else, since a text may break a count down twice."""
    by_year = [count for count in parts if count.fiscal_year is not None]
    otherwise = [count for count in parts if count.fiscal_year is None]
    return [list(parts), *([by_year, otherwise] if by_year and otherwise else [])]


def _status(comparison: Comparison) -> CheckStatus:
    """How wide 程度 is for a count nobody says, so that a difference decides nothing."""
    if not comparison.residual:
        return CheckStatus.WITHIN_ROUNDING if comparison.approximate else CheckStatus.BALANCED
    return CheckStatus.UNVERIFIABLE if comparison.approximate else CheckStatus.MISMATCH


def _explain(comparison: Comparison, number: int, status: CheckStatus, decided_by_arithmetic: bool) -> str:
    scale = scale_of(comparison.stated)
    findings = {
        CheckStatus.BALANCED: "they agree",
        CheckStatus.WITHIN_ROUNDING: "they agree, as far as figures given as approximate can",
        CheckStatus.UNVERIFIABLE: f"the difference of {comparison.residual:,} may come of approximate figures",
        CheckStatus.MISMATCH: f"the difference of {comparison.residual:,} is not explained",
    }
    return sentence(
        f"{scale.name_first(comparison.stated.value)} stated",
        f"{come_to(number, 'part', ' listed')} {scale.show(comparison.computed)}",
        findings[status],
        "the arithmetic decides which of two breakdowns is meant" if decided_by_arithmetic else None,
    )
