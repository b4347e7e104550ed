"""across_documents: last year's column of one release against that year's own release.

Belongs here: which releases and lines can be compared, and what a difference means (a revision). Does not belong here:
deciding that two names are one program, which arrives as ``program_id``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model import (
    Amount,
    BudgetLine,
    CheckKind,
    CheckStatus,
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    Nature,
    Phase,
    Qualifier,
    Reconciled,
    Relation,
)
from pipeline.reconciliation.children import subject_of
from pipeline.reconciliation.columns import Family, StatedColumn, agree, finest
from pipeline.reconciliation.figures import Standing, figure_of, name_of, standing_of
from pipeline.reconciliation.index import DocumentIndex
from pipeline.reconciliation.members import Member
from pipeline.reconciliation.verdict import Check, Comparison, compare, gather, make_check
from pipeline.reconciliation.wording import finding_clause, rounding_clause, scale_of, sentence

COMPARED_NATURES = frozenset({Nature.EXPENDITURE, Nature.REVENUE})
DRAFT_OR_BUDGET = frozenset({Phase.PROPOSED, Phase.APPROVED})  # the draft normally passes unchanged
NOT_ITSELF = frozenset({Relation.RELISTED, Relation.OUTSIDE})  # printed here, but at home elsewhere
PHASE_ORDER = (Phase.REQUESTED, Phase.PROPOSED, Phase.APPROVED, Phase.ADJUSTED, Phase.REVISED, Phase.EXECUTED)

INCLUDING = r"補正(?:予算)?(?:額|分)?(?:を|も)(?:含(?!ま)|加え)"  # not 補正を含まない
INCLUDES_SUPPLEMENT = re.compile(INCLUDING)
AFTER_SUPPLEMENT = re.compile(rf"{INCLUDING}|補正後|補正込")  # in a header
LAST_YEAR_NOTE = re.compile(rf"(?:前年度|年度(?:当初)?予算)[^。\n]{{0,20}}{INCLUDING}")  # 前年度予算額は補正予算を含む
SPACES = re.compile(r"[^\S\n]+")  # letter-spacing inside a line


@dataclass(frozen=True, slots=True)
class Sighting:
    """A program's figure in a release about that figure's own year."""

    index: DocumentIndex
    line: BudgetLine
    amount: Amount

    @property
    def record(self) -> DocumentRecord:
        return self.index.facts.record


# Program, its parent's program for an account, year and nature
Key = tuple[str | None, str | None, int | None, Nature]
Sightings = dict[Key, list[Sighting]]


def reconcile_across(documents: Sequence[DocumentFacts], about: Collection[str] | None = None) -> Reconciled:
    """Checks of every figure that an earlier release about that figure's year states as well.

    ``about`` are the documents whose figures are checked, all of ``documents`` by default. What comes of one of them depends
    on it and on those of ``documents`` that state a figure of the same program for the same fiscal year, and on no other.
    """
    indexes = [DocumentIndex.build(facts) for facts in sorted(documents, key=lambda facts: facts.record.document_id)]
    indexes = [index for index in indexes if index.facts.record.status is not DocumentStatus.WITHDRAWN]
    sightings: Sightings = {}
    for index in indexes:
        for line, amount in _program_figures(index):
            if amount.fiscal_year == index.facts.record.fiscal_year:
                sightings.setdefault(_key(index, line, amount), []).append(Sighting(index, line, amount))
    checked = [index for index in indexes if about is None or index.facts.record.document_id in about]
    return gather(check for index in checked for check in _check_document(index, sightings))


def _key(index: DocumentIndex, line: BudgetLine, amount: Amount) -> Key:
    """What two figures must share. 委託料 occurs under every heading of a budget book: an account needs its parent."""
    parent = _parent_program(index, line) if line.program_id in index.account_programs else None
    return line.program_id, parent, amount.fiscal_year, amount.nature


def _program_figures(index: DocumentIndex) -> Iterator[tuple[BudgetLine, Amount]]:
    """The dated budget figures of a document's programs, each column once, also where a line is printed again."""
    seen: set[tuple[str, Family]] = set()
    for line in index.lines.values():
        if line.program_id is None or line.is_total or line.relation in NOT_ITSELF:
            continue
        for family, amounts in index.budgets.get(line.line_id, {}).items():
            stated = [amount for amount in amounts if standing_of(amount) is Standing.STATED]
            key = (index.original_of(line), family)
            told = family.nature in COMPARED_NATURES and family.fiscal_year is not None
            if told and stated and key not in seen and agree(stated):
                seen.add(key)
                yield line, finest(stated)


def _check_document(index: DocumentIndex, sightings: Sightings) -> Iterator[Check]:
    notes: dict[int, bool] = {}
    for line, amount in _program_figures(index):
        found = sightings.get(_key(index, line, amount), ())
        candidates = [seen for seen in found if _comparable(index.facts.record, amount, seen)]
        earlier = _choose(index, line, amount, candidates)
        if earlier is not None:
            yield _check_pair(index, line, amount, earlier, notes)


def _comparable(record: DocumentRecord, amount: Amount, seen: Sighting) -> bool:
    """A release compares with an earlier one; a request never with a draft or a budget."""
    phases = {amount.phase, seen.amount.phase}
    if len(phases) > 1 and not phases <= DRAFT_OR_BUDGET:
        return False
    return amount.supplement_no == seen.amount.supplement_no and _is_earlier(seen.record, record)


def _is_earlier(one: DocumentRecord, other: DocumentRecord) -> bool:
    """True where the first release is known to come before the second."""
    if one.fiscal_year is None or other.fiscal_year is None or one.fiscal_year != other.fiscal_year:
        return one.fiscal_year is not None and other.fiscal_year is not None and one.fiscal_year < other.fiscal_year
    if one.phase is None or other.phase is None:
        return False
    if one.phase is not other.phase:
        return PHASE_ORDER.index(one.phase) < PHASE_ORDER.index(other.phase)
    return one.released_on is not None and other.released_on is not None and one.released_on < other.released_on


def _choose(index: DocumentIndex, line: BudgetLine, amount: Amount, candidates: Sequence[Sighting]) -> Sighting | None:
    """The figure of the latest of the earlier releases.

    Where it prints several that cannot be one, none is meant for sure, and only one that agrees is taken.
    """
    if not candidates:
        return None
    latest = max(_recency(seen.record) for seen in candidates)
    candidates = [seen for seen in candidates if _recency(seen.record) == latest]
    narrowed = [seen for seen in candidates if _same_place(index, line, seen)] or candidates
    for group in (narrowed, candidates):
        if agree([seen.amount for seen in group]):
            return min(group, key=lambda seen: seen.amount.precision_yen or 1)
    return next((seen for seen in candidates if _compare(index, amount, seen).meets), None)


def _recency(record: DocumentRecord) -> tuple[int, date, str]:
    phase = PHASE_ORDER.index(record.phase) if record.phase is not None else -1
    return phase, record.released_on or date.min, record.document_id


def _same_place(index: DocumentIndex, line: BudgetLine, seen: Sighting) -> bool:
    """Same relation, account and parent program, for a program that a release lists more than once."""
    same_parent = _parent_program(index, line) == _parent_program(seen.index, seen.line)
    return same_parent and (line.relation, line.account) == (seen.line.relation, seen.line.account)


def _parent_program(index: DocumentIndex, line: BudgetLine) -> str | None:
    parent = index.lines.get(line.parent_line_id or "")
    return parent.program_id if parent is not None else None


def _compare(index: DocumentIndex, amount: Amount, seen: Sighting) -> Comparison:
    modes = index.facts.record.rounding_mode, seen.record.rounding_mode
    return compare(figure_of(amount), [Member(figure_of(seen.amount))], *modes)


def _check_pair(
    index: DocumentIndex, line: BudgetLine, amount: Amount, seen: Sighting, notes: dict[int, bool]
) -> Check:
    comparison = _compare(index, amount, seen)
    reason = _not_comparable(index, amount, seen, notes)
    status = CheckStatus.UNVERIFIABLE if reason else comparison.status
    column = StatedColumn(amount, by_header=False)
    subject = subject_of(index, line, column, CheckKind.ACROSS_DOCUMENTS)
    explanation = _explain(index, line, comparison, seen, reason)
    return make_check(subject, comparison, [Member(figure_of(seen.amount))], status, explanation)


def _not_comparable(index: DocumentIndex, amount: Amount, seen: Sighting, notes: dict[int, bool]) -> str | None:
    """Why the two figures are not the same fact, in words; nothing where they are."""
    if Qualifier.RESTATED in (amount.qualifier, seen.amount.qualifier):
        return "the figure is restated (組替後)"
    if amount.phase in DRAFT_OR_BUDGET or amount.phase is None:
        own_words = (amount, seen.amount)
        if any(_includes_supplement(one) for one in own_words) or _page_note(index, amount.place.page, notes):
            return "the figure includes supplementary budgets (補正を含む)"
    return None


def _includes_supplement(amount: Amount) -> bool:
    in_header = AFTER_SUPPLEMENT.search(SPACES.sub("", amount.header_path or ""))
    return (in_header or INCLUDES_SUPPLEMENT.search(SPACES.sub("", amount.evidence))) is not None


def _page_note(index: DocumentIndex, number: int, notes: dict[int, bool]) -> bool:
    """True where a note on the page says that last year's figures include supplementary budgets."""
    if not notes:
        for page in index.facts.pages:
            notes[page.page] = LAST_YEAR_NOTE.search(SPACES.sub("", page.text)) is not None
    return notes.get(number, False)


def _explain(index: DocumentIndex, line: BudgetLine, comparison: Comparison, seen: Sighting, reason: str | None) -> str:
    scale = scale_of(comparison.stated)
    year = seen.amount.fiscal_year
    stated = f"{scale.name_first(comparison.stated.value)} stated for FY{year}"
    title = seen.record.title or seen.record.file_name
    source = f"the FY{year} release ({title}) has {scale.show(comparison.computed)}"
    if name_of(seen.line) != name_of(line):
        source += f" for {name_of(seen.line)}"
    if reason:
        difference = f"the difference of {scale.show(comparison.residual)} is not judged"
        return sentence(stated, source, f"{difference}, since {reason}")
    mode = index.facts.record.rounding_mode
    if comparison.meets:
        return sentence(stated, source, rounding_clause(scale, comparison.residual, mode, comparison.approximate))
    beyond = finding_clause(CheckStatus.MISMATCH, scale, comparison.residual)
    return sentence(stated, source, f"{beyond}, which makes it a revision after that release")
