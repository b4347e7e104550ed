"""Which figure of which release is the same figure as another release's.

Belongs here: figures of releases about their own year, which of them a later release states too, and why two of them may
not be one fact. Does not belong here: deciding that two names are one program, which arrives as ``program_id``; what
follows from a difference (``across``, ``revisions``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter

from pipeline.model import (
    Amount,
    BudgetLine,
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    Nature,
    Phase,
    Qualifier,
    Relation,
)
from pipeline.reconciliation.arithmetic.columns import Family, agree, finest
from pipeline.reconciliation.arithmetic.figures import Figure, Standing, figure_of, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.members import Member
from pipeline.reconciliation.arithmetic.verdict import Comparison, compare

COMPARED_NATURES = frozenset({Nature.EXPENDITURE, Nature.REVENUE})
DRAFT_OR_BUDGET = frozenset({Phase.PROPOSED, Phase.APPROVED})  # the draft normally passes unchanged
NOT_ITSELF = frozenset({Relation.RELISTED, Relation.OUTSIDE})  # printed here, but at home elsewhere
PHASE_ORDER = (Phase.REQUESTED, Phase.PROPOSED, Phase.APPROVED, Phase.ADJUSTED, Phase.REVISED, Phase.EXECUTED)

INCLUDING = r"補正(?:予算)?(?:額|分)?(?:を|も)(?:含(?!ま)|加え)"  # not 補正を含まない
INCLUDES_SUPPLEMENT = re.compile(INCLUDING)
AFTER_SUPPLEMENT = re.compile(rf"{INCLUDING}|補正後|補正込")  # in a header
LAST_YEAR_NOTE = re.compile(rf"(?:前年度|年度(?:当初)?予算)[^。\n]{{0,20}}{INCLUDING}")  # 前年度予算額は補正予算を含む
RESTATED = "the figure is restated (組替後)"
WITH_SUPPLEMENTS = "the figure includes supplementary budgets (補正を含む)"
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
Fact = tuple[Key, frozenset[Phase | None], int | None]  # key, phases that compare with each other, supplement
Spot = tuple[str | None, Relation | None, str | None]  # parent program, relation, account


@dataclass(slots=True)
class Shelf:
    """What one release prints for one fact, in reading order, sorted once however many later figures ask for it."""

    record: DocumentRecord
    sightings: list[Sighting] = field(default_factory=list)
    by_spot: dict[Spot, list[Sighting]] = field(default_factory=dict)
    settled: dict[Spot | None, Sighting | None] = field(default_factory=dict)
    by_value: list[tuple[int, int, Sighting]] = field(default_factory=list)

    def add(self, seen: Sighting) -> None:
        """Put a figure behind the others; all of them before anything is asked."""
        self.sightings.append(seen)
        self.by_spot.setdefault(spot_of(seen), []).append(seen)

    def choose(self, later: Sighting) -> Sighting | None:
        """The figure at the same place, else anywhere; of figures that cannot be one, only one that agrees."""
        spot = spot_of(later)
        narrowed = self._agreed(spot) if spot in self.by_spot else None
        return narrowed or self._agreed(None) or self._first_that_meets(later)

    def _agreed(self, spot: Spot | None) -> Sighting | None:
        if spot not in self.settled:
            group = self.sightings if spot is None else self.by_spot[spot]
            finest_one = min(group, key=lambda seen: seen.amount.precision_yen or 1)
            self.settled[spot] = finest_one if agree([seen.amount for seen in group]) else None
        return self.settled[spot]

    def _first_that_meets(self, later: Sighting) -> Sighting | None:
        """Of the figures of about the same size, since no other can; each figure once."""
        if not self.by_value:
            distinct: dict[Figure, tuple[int, int, Sighting]] = {}
            for order, seen in enumerate(self.sightings):
                figure = replace(figure_of(seen.amount), amount_id=None, text="")
                distinct.setdefault(figure, (figure.value, order, seen))
            self.by_value = sorted(distinct.values(), key=itemgetter(0, 1))
        figure = figure_of(later.amount)
        reach = figure.unit + max(figure_of(seen.amount).unit for _, _, seen in self.by_value)
        start = bisect_left(self.by_value, figure.value - reach, key=itemgetter(0))
        end = bisect_right(self.by_value, figure.value + reach, key=itemgetter(0))
        near = sorted(self.by_value[start:end], key=itemgetter(1))
        return next((seen for _, _, seen in near if compare_sightings(later, seen).meets), None)


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure and the same figure in an earlier release; ``reason`` says why they may not be one fact."""

    later: Sighting
    earlier: Sighting
    comparison: Comparison
    reason: str | None


@dataclass(frozen=True, slots=True)
class Releases:
    """All documents that were not withdrawn, each one's figures, and those of releases about their own year."""

    indexes: tuple[DocumentIndex, ...]
    figures: tuple[tuple[Sighting, ...], ...]
    sightings: Sightings
    shelves: dict[Fact, dict[str, Shelf]]
    notes: dict[tuple[str, int], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Sequence[DocumentFacts]) -> Releases:
        """In the order of their ids, so that the order in which they come does not matter."""
        standing = [facts for facts in documents if facts.record.status is not DocumentStatus.WITHDRAWN]
        ordered = sorted(standing, key=lambda facts: facts.record.document_id)
        indexes = tuple(DocumentIndex.build(facts) for facts in ordered)
        sightings: Sightings = {}
        shelves: dict[Fact, dict[str, Shelf]] = {}
        figures = tuple(tuple(program_figures(index)) for index in indexes)
        for own in figures:
            for seen in own:
                if seen.amount.fiscal_year == seen.record.fiscal_year:
                    sightings.setdefault(key_of(seen), []).append(seen)
                    of_fact = shelves.setdefault(_fact_of(seen), {})
                    of_fact.setdefault(seen.record.document_id, Shelf(seen.record)).add(seen)
        return cls(indexes, figures, sightings, shelves)

    def pairs(self) -> Iterator[Pair]:
        """Every figure that an earlier release about that figure's year states as well."""
        for own in self.figures:
            for later in own:
                yield from self.pair(later)

    def pair(self, later: Sighting, phase: Phase | None = None) -> Iterator[Pair]:
        """The figure with the one that the latest of the earlier releases states, for another phase if one is given."""
        shelves = self.shelves.get(_fact_of(later, phase), {}).values()
        earlier = [shelf for shelf in shelves if is_earlier(shelf.record, later.record)]
        if not earlier:
            return
        seen = max(earlier, key=lambda shelf: _recency(shelf.record)).choose(later)
        if seen is not None:
            yield Pair(later, seen, compare_sightings(later, seen), _not_comparable(later, seen, self.notes))


def _fact_of(seen: Sighting, phase: Phase | None = None) -> Fact:
    """A request and a draft or a budget are never one fact, nor are two supplements."""
    own = phase if phase is not None else seen.amount.phase
    phases = DRAFT_OR_BUDGET if own in DRAFT_OR_BUDGET else frozenset({own})
    return key_of(seen), phases, seen.amount.supplement_no


def key_of(seen: Sighting) -> Key:
    """What two figures must share. 委託料 occurs under every heading of a budget book: an account needs its parent."""
    program = seen.line.program_id
    parent = parent_program(seen) if program in seen.index.account_programs else None
    return program, parent, seen.amount.fiscal_year, seen.amount.nature


def program_figures(index: DocumentIndex) -> Iterator[Sighting]:
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
                yield Sighting(index, line, finest(stated))


def is_earlier(one: DocumentRecord, other: DocumentRecord) -> bool:
    """True where the first release is known to come before the second."""
    if one.fiscal_year is None or other.fiscal_year is None or one.fiscal_year != other.fiscal_year:
        return one.fiscal_year is not None and other.fiscal_year is not None and one.fiscal_year < other.fiscal_year
    if one.phase is None or other.phase is None:
        return False
    if one.phase is not other.phase:
        return PHASE_ORDER.index(one.phase) < PHASE_ORDER.index(other.phase)
    return one.released_on is not None and other.released_on is not None and one.released_on < other.released_on


def _recency(record: DocumentRecord) -> tuple[int, date, str]:
    phase = PHASE_ORDER.index(record.phase) if record.phase is not None else -1
    return phase, record.released_on or date.min, record.document_id


def spot_of(seen: Sighting) -> Spot:
    """What tells the places apart at which a release lists a program more than once."""
    return parent_program(seen), seen.line.relation, seen.line.account


def parent_program(seen: Sighting) -> str | None:
    """The program of the line above."""
    parent = seen.index.lines.get(seen.line.parent_line_id or "")
    return parent.program_id if parent is not None else None


def compare_sightings(later: Sighting, earlier: Sighting) -> Comparison:
    """Two figures, each cut as its own document says."""
    modes = later.record.rounding_mode, earlier.record.rounding_mode
    return compare(figure_of(later.amount), [Member(figure_of(earlier.amount))], *modes)


def _not_comparable(later: Sighting, earlier: Sighting, notes: dict[tuple[str, int], bool]) -> str | None:
    """Why the two figures are not the same fact, in words; nothing where they are."""
    own_words = (later.amount, earlier.amount)
    if any(amount.qualifier is Qualifier.RESTATED for amount in own_words):
        return RESTATED
    initial = later.amount.phase in DRAFT_OR_BUDGET or later.amount.phase is None
    if initial and (any(includes_supplement(one) for one in own_words) or _page_note(later, notes)):
        return WITH_SUPPLEMENTS
    return None


def why_no_initial_budget(seen: Sighting, notes: dict[tuple[str, int], bool]) -> str | None:
    """Why a figure is not the initial budget (当初予算) as it was passed, in words; nothing where it is."""
    if seen.amount.qualifier is Qualifier.RESTATED:
        return RESTATED
    last_year = (seen.amount.fiscal_year or 0) < (seen.record.fiscal_year or 0)
    if includes_supplement(seen.amount) or (last_year and _page_note(seen, notes)):
        return WITH_SUPPLEMENTS
    return None


def includes_supplement(amount: Amount) -> bool:
    """True where the header or the words of a figure say that supplementary budgets are in it."""
    in_header = AFTER_SUPPLEMENT.search(SPACES.sub("", amount.header_path or ""))
    return (in_header or INCLUDES_SUPPLEMENT.search(SPACES.sub("", amount.evidence))) is not None


def _page_note(seen: Sighting, notes: dict[tuple[str, int], bool]) -> bool:
    """True where a note on the page says that last year's figures include supplementary budgets."""
    document_id = seen.record.document_id
    if (document_id, seen.amount.place.page) not in notes:
        for page in seen.index.facts.pages:
            found = LAST_YEAR_NOTE.search(SPACES.sub("", page.text))
            notes[document_id, page.page] = found is not None
        notes.setdefault((document_id, seen.amount.place.page), False)
    return notes[document_id, seen.amount.place.page]
