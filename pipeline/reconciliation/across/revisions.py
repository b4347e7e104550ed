"""What changed between releases: the same figure stated anew, and what became of a request.

Belongs here: which differences are listed, and their sentence. Does not belong here: which figures make a pair
(``releases``); a request is never checked against a draft, and what lies between them is no mismatch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import Phase, Revision, RevisionKind, id_of
from pipeline.reconciliation.across.releases import DRAFT_OR_BUDGET, Key, Pair, Releases, Sighting, key_of
from pipeline.reconciliation.arithmetic.figures import name_of
from pipeline.reconciliation.arithmetic.wording import PHASE_NAMES, Scale, scale_of, sentence

TENTHS_OF_A_PERCENT = 1000


def list_revisions(pairs: Iterable[Pair]) -> Iterator[Revision]:
    """The pairs that differ beyond rounding, save those that may not be one fact."""
    for pair in pairs:
        if not pair.reason and not pair.comparison.meets:
            yield _revision(RevisionKind.REVISION, pair)


def list_granted_requests(releases: Releases) -> Iterator[Revision]:
    """Requests that the first draft or budget of their year does not repeat.

    Each is compared once: with the releases about its own year before those that print it as last year's figure.
    """
    answered: set[Key] = set()
    for later in _drafts_and_budgets(releases):
        key = key_of(later)
        if key in answered:
            continue
        for pair in releases.pair(later, Phase.REQUESTED):
            answered.add(key)
            if not pair.reason and not pair.comparison.meets:
                yield _revision(RevisionKind.REQUEST_TO_DRAFT, pair)


def _drafts_and_budgets(releases: Releases) -> list[Sighting]:
    """Initial budgets and drafts, the figures nearest to the request first."""
    figures = (seen for own in releases.figures for seen in own)
    initial = [seen for seen in figures if seen.amount.phase in DRAFT_OR_BUDGET and seen.amount.supplement_no is None]
    return sorted(initial, key=_distance_from_request)


def _distance_from_request(seen: Sighting) -> tuple[int, bool, str, int]:
    year = seen.record.fiscal_year
    years = abs(year - (seen.amount.fiscal_year or 0)) if year is not None else 0
    return years, seen.amount.phase is Phase.APPROVED, seen.record.document_id, seen.line.ordinal


def _revision(kind: RevisionKind, pair: Pair) -> Revision:
    later, earlier = pair.later, pair.earlier
    text = "\x1f".join((kind, earlier.amount.amount_id, later.amount.amount_id))
    assert later.line.program_id is not None and later.amount.fiscal_year is not None
    return Revision(
        revision_id=id_of(text),
        kind=kind,
        program_id=later.line.program_id,
        fiscal_year=later.amount.fiscal_year,
        phase=later.amount.phase,
        supplement_no=later.amount.supplement_no,
        from_phase=earlier.amount.phase,
        from_yen=pair.comparison.computed,
        to_yen=pair.comparison.stated.value,
        difference_yen=pair.comparison.residual,
        from_document_id=earlier.record.document_id,
        from_line_id=earlier.line.line_id,
        from_amount_id=earlier.amount.amount_id,
        to_document_id=later.record.document_id,
        to_line_id=later.line.line_id,
        to_amount_id=later.amount.amount_id,
        explanation=_explain(kind, pair),
    )


def _explain(kind: RevisionKind, pair: Pair) -> str:
    """知的クラスター創成事業, FY2008: the request (title) has 9,100 million yen, the draft (title) 8,500; 600 less (-6.6 %)."""
    scale = scale_of(pair.comparison.stated)
    before, after = pair.comparison.computed, pair.comparison.stated.value
    names = _source(pair.earlier), _source(pair.later)
    figures = f"{names[0]} has {scale.name_first(before)}, {names[1]} {scale.show(after)}"
    subject = f"{name_of(pair.later.line)}, FY{pair.later.amount.fiscal_year}"
    meaning = "what was asked for and what came of it, no conflict" if kind is RevisionKind.REQUEST_TO_DRAFT else None
    return sentence(f"{subject}: {figures}", _change(scale, before, after), meaning)


def _source(seen: Sighting) -> str:
    return f"the {PHASE_NAMES[seen.amount.phase]} ({seen.record.title or seen.record.file_name})"


def _change(scale: Scale, before: int, after: int) -> str:
    difference = after - before
    words = f"{scale.show(abs(difference))} {'more' if difference > 0 else 'less'}"
    if before <= 0:
        return words
    tenths = round(difference * TENTHS_OF_A_PERCENT / before)
    return f"{words} ({'+' if tenths > 0 else '-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10} %)"
