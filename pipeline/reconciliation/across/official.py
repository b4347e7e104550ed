"""against_reference: an issuer's totals and items against official data sets of appropriations.

Belongs here: which figures of a data set a printed figure compares with, and what follows. Does not belong here: reading
data sets (``sources``).

Only initial budgets (当初予算) are compared. A data set's figures after supplements, which it prints as those of the year
before, are compared with nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from pipeline.model import (
    CheckKind,
    CheckStatus,
    DocumentFacts,
    Nature,
    Phase,
    ReferenceAmount,
    ReferenceGrain,
    ReferenceSource,
    RoundingMode,
)
from pipeline.reconciliation.across.releases import (
    DRAFT_OR_BUDGET,
    NOT_ITSELF,
    Releases,
    Sighting,
    program_figures,
    why_no_initial_budget,
)
from pipeline.reconciliation.arithmetic.columns import StatedColumn
from pipeline.reconciliation.arithmetic.figures import Figure, Standing, figure_of, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.intervals import WHOLE_YEN, Approximation
from pipeline.reconciliation.arithmetic.members import Member
from pipeline.reconciliation.arithmetic.verdict import Check, Comparison, compare, make_check
from pipeline.reconciliation.arithmetic.wording import (
    Scale,
    finding_clause,
    plural,
    rounding_clause,
    scale_of,
    sentence,
)
from pipeline.reconciliation.within.children import subject_of
from pipeline.reconciliation.within.drafts import is_total_label

GENERAL_ACCOUNT = "一般会計"
# 一般会計歳出予算額 合計; エネルギー対策特別会計
ACCOUNT_LABEL = re.compile(
    r"(?P<account>一般会計|\w+特別会計)(?:歳出)?(?:当初)?(?:予算)?(?:案|額)?(?:総額|総計|合計|計)?"
)
# Behind a ministry's name: 文部科学省所管 一般会計, 文部科学関係予算(案), 文部科学関係 合計. The bare name may be anything.
ISSUER_TOTAL = (
    r"(?:所管|関係)?の?(?P<account>一般会計|\w+特別会計)?(?:歳出)?(?:当初)?(?:予算)?(?:案|額)?(?:総額|総計|合計|計)?"
)
MINISTRY_ENDING = re.compile(r"[省庁府院]$")
NAMES = {
    ReferenceSource.MOF_JIKOU: "the Ministry of Finance's budget by item",
    ReferenceSource.RS_SUMMARY: "the project review",
}
COSTS_OF = "に必要な経費"
WHICH_ACCOUNTS = "the document does not say which accounts it adds up"
ACCOUNT_DECIDED = "the document names no account, and the arithmetic decides that the general account is meant"
OTHER_NAME = "the item of the budget may hold more than the line that is named almost like it"
OTHER_CUT = "a project of the review may be cut differently than the program of that name"
# The budget is passed in thousands of yen and printed so: its figures are exact. Reviews are filled in by hand in whole
# millions as often as in thousands, which the zeros at their end tell.
REVIEW_UNITS = (10**6, 10**3)

Notes = dict[tuple[str, int], bool]


@dataclass(frozen=True, slots=True)
class Official:
    """Figures of a data set that together are what a document states. ``what`` names them; ``doubt`` says why they may not
    be just what it states, so that only agreement says anything."""

    rows: tuple[ReferenceAmount, ...]
    what: str
    doubt: str | None

    @property
    def source(self) -> ReferenceSource:
        return self.rows[0].source

    @property
    def members(self) -> list[Member]:
        return [Member(_figure(row)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Library:
    """Initial budgets by ministry and year: those of an account, and those of a name that only one row bears."""

    accounts: dict[tuple[str, int, str], list[ReferenceAmount]] = field(default_factory=dict)
    names: dict[tuple[ReferenceSource, str, int, str], list[ReferenceAmount]] = field(default_factory=dict)
    ministries: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, references: Sequence[ReferenceAmount]) -> Library:
        library = cls()
        for row in _fullest_files(_initial_budgets(references)):
            ministry = plain(row.ministry)
            library.ministries.add(ministry)
            name = plain(row.item_name).removesuffix(COSTS_OF)
            library.names.setdefault((row.source, ministry, row.fiscal_year, name), []).append(row)
            if row.source is ReferenceSource.MOF_JIKOU:
                library.accounts.setdefault((ministry, row.fiscal_year, plain(row.account)), []).append(row)
        return library


def plain(name: str) -> str:
    """A name without differences of width, spacing and punctuation.

    >>> plain("文部科学関係予算（案）　合計") == plain("文部科学関係予算(案)合計")
    True
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()


def check_against(documents: Sequence[DocumentFacts], references: Sequence[ReferenceAmount]) -> Iterator[Check]:
    """Checks of all totals and items that a data set of their issuer states as well."""
    library = Library.of(references)
    notes: Notes = {}
    for index in Releases.of(documents).indexes:
        ministry = plain(index.facts.record.issuer or "")
        if ministry in library.ministries:
            totals = ((seen, _official_total(library, ministry, seen)) for seen in _line_figures(index))
            items = ((seen, one) for seen in program_figures(index) for one in _official_items(library, ministry, seen))
            for seen, official in chain(totals, items):
                if official is not None and _is_initial(seen):
                    yield _check(seen, official, notes)


# ---------------------------------------------------------------- the data sets


def _initial_budgets(references: Iterable[ReferenceAmount]) -> list[ReferenceAmount]:
    return [
        row
        for row in references
        if row.phase is Phase.APPROVED and row.grain is ReferenceGrain.PROGRAM and not row.includes_supplement
    ]


def _fullest_files(rows: Sequence[ReferenceAmount]) -> list[ReferenceAmount]:
    """Of two files that state one ministry's year, a part and the whole or two editions, the one with more rows."""
    sizes = Counter((row.source, row.ministry, row.fiscal_year, row.source_sha256) for row in rows)
    fullest: dict[tuple[ReferenceSource, str, int], tuple[int, str]] = {}
    for (source, ministry, year, sha256), size in sizes.items():
        key = source, ministry, year
        fullest[key] = max(fullest.get(key, (0, "")), (size, sha256))
    return [row for row in rows if fullest[row.source, row.ministry, row.fiscal_year][1] == row.source_sha256]


def _figure(row: ReferenceAmount) -> Figure:
    units = REVIEW_UNITS if row.source is ReferenceSource.RS_SUMMARY and row.amount_yen else ()
    unit = next((unit for unit in units if row.amount_yen % unit == 0), WHOLE_YEN)
    return Figure(row.amount_yen, unit, Approximation.NONE, None, None, "円", reference_id=row.reference_id)


# ---------------------------------------------------------------- the documents


def _line_figures(index: DocumentIndex) -> Iterator[Sighting]:
    """What lines that may be an issuer's total state, each column once."""
    seen: set[tuple[object, ...]] = set()
    for line in index.lines.values():
        if line.relation in NOT_ITSELF:
            continue
        for column in index.columns_of(line):
            key = (index.original_of(line), *column.family)
            stated = standing_of(column.amount) is Standing.STATED and not column.contradicted
            if stated and column.family.nature is Nature.EXPENDITURE and key not in seen:
                seen.add(key)
                yield Sighting(index, line, column.amount)


def _is_initial(seen: Sighting) -> bool:
    return seen.amount.phase in DRAFT_OR_BUDGET and seen.amount.supplement_no is None


def _official_total(library: Library, ministry: str, seen: Sighting) -> Official | None:
    """The account that a line is the total of; where it says none, the general account, for what that is worth."""
    named = _total_of_issuer(ministry, plain(seen.line.label))
    bare = ACCOUNT_LABEL.fullmatch(plain(seen.line.label)) if _at_the_top(ministry, seen) else None
    match = named or bare
    if match is None:
        return None
    account = match["account"] or plain(seen.line.account or "")
    rows = library.accounts.get((ministry, seen.amount.fiscal_year or 0, account or GENERAL_ACCOUNT))
    if not rows:
        return None
    what = f"{rows[0].ministry} {rows[0].account}, {plural(len(rows), 'item')}"
    return Official(tuple(rows), what, doubt=None if account else WHICH_ACCOUNTS)


def _total_of_issuer(ministry: str, label: str) -> re.Match[str] | None:
    """文部科学関係予算 is 文部科学省's; the bare name of a ministry is not taken for a total."""
    for name in (ministry, MINISTRY_ENDING.sub("", ministry)):
        if label.startswith(name) and label != name:
            return re.compile(ISSUER_TOTAL).fullmatch(label, len(name))
    return None


def _at_the_top(ministry: str, seen: Sighting) -> bool:
    """True where a line belongs under nothing but the issuer or a total: programs have parts in the general account, too."""
    above = seen.index.lines.get(seen.line.parent_line_id or "")
    if above is None:
        return True
    label = plain(above.label)
    return is_total_label(above.label) or label == ministry or _total_of_issuer(ministry, label) is not None


def _official_items(library: Library, ministry: str, seen: Sighting) -> Iterator[Official]:
    """Rows that bear a line's very name; a name that several rows bear names none of them.

    An item of the budget is passed under its name, to which 「に必要な経費」 belongs.
    """
    label = plain(seen.line.label)
    for source in NAMES:
        rows = library.names.get((source, ministry, seen.amount.fiscal_year or 0, label.removesuffix(COSTS_OF)), [])
        if len(rows) == 1:
            same_name = label == plain(rows[0].item_name)
            doubt = OTHER_CUT if source is ReferenceSource.RS_SUMMARY else None if same_name else OTHER_NAME
            yield Official(tuple(rows), rows[0].item_name, doubt)


# ---------------------------------------------------------------- the check


def _check(seen: Sighting, official: Official, notes: Notes) -> Check:
    members_mode = RoundingMode.EXACT if official.source is ReferenceSource.MOF_JIKOU else RoundingMode.ROUND
    comparison = compare(figure_of(seen.amount), official.members, seen.record.rounding_mode, members_mode)
    reason = why_no_initial_budget(seen, notes)
    undecided = reason or (official.doubt and not comparison.meets)
    status = CheckStatus.UNVERIFIABLE if undecided else comparison.status
    column = StatedColumn(seen.amount, by_header=False)
    subject = subject_of(seen.index, seen.line, column, CheckKind.AGAINST_REFERENCE)
    subject = replace(subject, column=(*subject.column, official.source))
    return make_check(subject, comparison, official.members, status, _explain(seen, official, comparison, reason))


def _explain(seen: Sighting, official: Official, comparison: Comparison, reason: str | None) -> str:
    scale = scale_of(comparison.stated)
    stated = f"{scale.name_first(comparison.stated.value)} stated for FY{seen.amount.fiscal_year}"
    source = f"{NAMES[official.source]} ({official.what}) has {scale.show(comparison.computed)}"
    if reason:
        not_judged = f"the difference of {scale.show(comparison.residual)} is not judged, since {reason}"
        return sentence(stated, source, not_judged)
    mode = seen.record.rounding_mode
    if comparison.meets:
        choice = ACCOUNT_DECIDED if official.doubt == WHICH_ACCOUNTS else None
        agreement = rounding_clause(scale, comparison.residual, mode, comparison.approximate)
        return sentence(stated, source, agreement, choice)
    return sentence(stated, source, _difference(official, scale, comparison))


def _difference(official: Official, scale: Scale, comparison: Comparison) -> str:
    if official.doubt:
        return f"the difference of {scale.show(comparison.residual)} is not judged, since {official.doubt}"
    beyond = finding_clause(CheckStatus.MISMATCH, scale, comparison.residual)
    return f"{beyond}: one of them is wrong, or the draft was changed before it was passed"
