"""What the page of a program shows.

Belongs here: arranging a program's rows: years and phases, cohorts, parts, kin. Does not belong here: asking for rows, HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.reporting.grouping import group
from pipeline.reporting.report.amounts import Shown, plot_budgets, show_amount, show_role
from pipeline.reporting.report.checks import ShownCheck, show_checks, title_of
from pipeline.reporting.report.figures import NOTHING, show_value, show_yen, write_signed
from pipeline.reporting.report.links import Surroundings, document_page, figure_place, program_page
from pipeline.reporting.report.rows import (
    AmountRow,
    BudgetRow,
    CheckRow,
    DocumentRow,
    Holdings,
    LineRow,
    LinkRow,
    NameRow,
    ProgramFacts,
    ProgramRow,
    RegionRow,
    RevisionRow,
)
from pipeline.reporting.report.words import say, say_value

PARTS = frozenset({"component", "of_which", "outside", None})
COHORTS = frozenset({"started", "adopted"})  # what makes regions of a year a cohort
FEWEST_COHORTS = 2  # of a chart that tells something


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a figure is printed."""

    document: str
    page: int
    line: str
    place: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Budget:
    """A figure of a year, phase and supplement."""

    year: int | None
    role: Markup
    shown: Shown
    change: Markup
    status: str | None
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed amount that is not among the budgets of years and phases."""

    label: str
    year: int | None
    role: Markup
    measure: Markup
    shown: Shown
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Region:
    """A count of regions; ``depth`` is how far it lies below a count that it is part of."""

    row: RegionRow
    depth: int
    value: Markup
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Regions:
    """What one document says of a program's regions. ``cohorts`` is for a chart, empty where there is too little for one."""

    document: str
    place: str
    rows: tuple[Region, ...]
    cohorts: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class PartOf:
    """A line below a program's line, with its amount in the same year and phase."""

    label: str
    program: str | None
    relation: str | None
    shown: Shown
    place: str | None


@dataclass(frozen=True, slots=True)
class Itemised:
    """How a document breaks a program's amount down; ``rest`` is what is not itemised, where a check says so."""

    document: str
    place: str
    year: int | None
    role: Markup
    stated: Shown
    parts: tuple[PartOf, ...]
    rest: Markup | None
    check: ShownCheck | None


@dataclass(frozen=True, slots=True)
class Kin:
    """Another program, and how it stands to this one."""

    title: str
    issuer: str | None
    place: str
    how: Markup
    reason: str


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling, and the documents that use it."""

    text: str
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure that was stated anew."""

    row: RevisionRow
    kind: Markup
    earlier: Markup
    later: Markup
    difference: str
    earlier_place: str
    later_place: str
    earlier_document: str
    later_document: str


@dataclass(frozen=True, slots=True)
class ProgramView:
    """All that a program's page shows."""

    row: ProgramRow
    budgets: tuple[Budget, ...]
    chart: list[dict[str, object]]
    regions: tuple[Regions, ...]
    parents: tuple[tuple[str, str], ...]
    itemised: tuple[Itemised, ...]
    names: tuple[Name, ...]
    successors: tuple[Kin, ...]
    predecessors: tuple[Kin, ...]
    near: tuple[Kin, ...]
    revisions: tuple[Revised, ...]
    checks: tuple[ShownCheck, ...]
    agreeing: int
    figures: tuple[Figure, ...]


class Programs:
    """The pages of programs, from what all pages need; one program's facts come with each call."""

    def __init__(self, holdings: Holdings, around: Surroundings) -> None:
        self._documents = holdings.document_of()
        self._order = {row.document_id: number for number, row in enumerate(holdings.documents)}
        self._programs = holdings.program_of()
        self._around = around
        self._budgets = group(holdings.budgets, lambda row: row.program_id)
        self._names = group(holdings.names, lambda row: row.program_id)
        self._after = group(holdings.links, lambda row: row.program_id)
        self._before = group(holdings.links, lambda row: row.successor_id)
        self._near: dict[str, list[Kin]] = defaultdict(list)
        for one in holdings.candidates:
            how = say_value("candidate_kind", one.kind)
            self._near[one.program_id].append(self._kin(one.other_program_id, how, one.reason))
            self._near[one.other_program_id].append(self._kin(one.program_id, how, one.reason))

    def view(self, programs: Sequence[ProgramRow], facts: ProgramFacts) -> Iterator[ProgramView]:
        """The views of some programs, from the facts of all of them."""
        lines = group(facts.lines, lambda row: row.program_id or "")
        below = group(facts.lines, lambda row: row.parent_line_id or "")
        amounts = group(facts.amounts, lambda row: row.line_id)
        amount_of = {row.amount_id: row for row in facts.amounts}
        checks = group(show_checks(facts.checks, facts.members, self._documents), lambda one: one.row.line_id)
        regions = group(facts.regions, lambda row: row.program_id)
        revisions = group(facts.revisions, lambda row: row.program_id)
        parent_of = dict(facts.parents)
        for program in programs:
            key = program.program_id
            own = sorted(lines.get(key, ()), key=lambda line: (self._order[line.document_id], line.ordinal))
            budgets = self._budgets.get(key, ())
            chosen = {row.amount_id for row in budgets}
            made = [check for line in own for check in checks.get(line.line_id, ())]
            yield ProgramView(
                program,
                tuple(self._budget(row, amount_of) for row in budgets),
                plot_budgets(tuple(budgets)),
                tuple(self._regions(regions.get(key, ()))),
                self._parents(own, parent_of, key),
                tuple(self._itemised(own, below, amounts, checks)),
                tuple(self._spellings(self._names.get(key, ()))),
                tuple(self._linked(self._after.get(key, ()), lambda link: link.successor_id)),
                tuple(self._linked(self._before.get(key, ()), lambda link: link.program_id)),
                tuple(self._near.get(key, ())),
                tuple(map(self._revised, revisions.get(key, ()))),
                tuple(check for check in made if not check.agrees),
                sum(check.agrees for check in made),
                tuple(
                    self._figure(line, row)
                    for line in own
                    for row in amounts.get(line.line_id, ())
                    if row.amount_id not in chosen
                ),
            )

    def _budget(self, row: BudgetRow, amount_of: Mapping[str, AmountRow]) -> Budget:
        amount = amount_of.get(row.amount_id)
        return Budget(
            row.fiscal_year,
            show_role(row.phase, row.supplement_no),
            show_amount(amount) if amount else Shown(NOTHING),
            Markup("") if row.change_yen is None else Markup(write_signed(row.change_yen)),
            row.reconciliation_status,
            self._evidence(amount) if amount else None,
        )

    def _evidence(self, row: AmountRow) -> Evidence:
        document = self._documents[row.document_id]
        return Evidence(
            title_of(document) or "",
            row.page,
            row.evidence,
            figure_place(row.document_id, row.amount_id),
            self._around.source(document, row.page),
        )

    def _figure(self, line: LineRow, row: AmountRow) -> Figure:
        kinds = [say_value("measure", row.measure)]
        if row.nature != "expenditure":
            kinds.append(say_value("nature", row.nature))
        return Figure(
            line.label,
            row.fiscal_year,
            show_role(row.phase, row.supplement_no),
            Markup(" · ").join(kinds),
            show_amount(row),
            self._evidence(row),
        )

    def _regions(self, rows: Iterable[RegionRow]) -> Iterator[Regions]:
        by_document = group(rows, lambda row: row.document_id)
        for document_id in sorted(by_document, key=self._order.__getitem__):
            ordered = list(_nest(by_document[document_id]))
            shown = tuple(self._region(row, depth) for row, depth in ordered)
            place = document_page(document_id)
            yield Regions(
                title_of(self._documents[document_id]) or "", place, shown, _cohorts(by_document[document_id])
            )

    def _region(self, row: RegionRow, depth: int) -> Region:
        value = show_value(row.value, row.unit) + Markup(" ") + Markup.escape(row.unit)
        if row.is_corrected:
            value += Markup(' <small class="note">{}</small>').format(say("printed_was", row.value_printed))
        document = self._documents[row.document_id]
        evidence = Evidence(
            title_of(document) or "",
            row.page,
            row.evidence,
            figure_place(row.document_id, row.count_id),
            self._around.source(document, row.page),
        )
        return Region(row, depth, value, evidence)

    def _parents(self, own: Iterable[LineRow], parent_of: Mapping[str, str], key: str) -> tuple[tuple[str, str], ...]:
        """The programs that its lines belong under, each once."""
        above = (parent_of.get(line.parent_line_id or "") for line in own)
        found = [one for one in above if one is not None]
        return tuple((self._programs[one].name, program_page(one)) for one in dict.fromkeys(found) if one != key)

    def _itemised(
        self,
        own: Iterable[LineRow],
        below: Mapping[str, Sequence[LineRow]],
        amounts: Mapping[str, Sequence[AmountRow]],
        checks: Mapping[str, Sequence[ShownCheck]],
    ) -> Iterator[Itemised]:
        for line in own:
            parts = [one for one in below.get(line.line_id, ()) if one.relation in PARTS and not one.is_total]
            if not parts:
                continue
            document = self._documents[line.document_id]
            year, phase = _choose_column(document, line, parts, amounts)
            check = next((one for one in checks.get(line.line_id, ()) if _sums(one.row, year, phase)), None)
            stated = _pick(amounts.get(line.line_id, ()), year, phase)
            yield Itemised(
                title_of(document) or "",
                document_page(line.document_id) + f"#l-{line.line_id}",
                year,
                show_role(phase, None),
                show_amount(stated) if stated else Shown(NOTHING, (say("unstated"),)),
                tuple(self._part(one, _pick(amounts.get(one.line_id, ()), year, phase)) for one in parts),
                _rest(check),
                check,
            )

    def _part(self, line: LineRow, amount: AmountRow | None) -> PartOf:
        return PartOf(
            line.label,
            program_page(line.program_id) if line.program_id else None,
            line.relation,
            show_amount(amount) if amount else Shown(NOTHING, (say("unstated"),)),
            figure_place(amount.document_id, amount.amount_id) if amount else None,
        )

    def _spellings(self, rows: Iterable[NameRow]) -> Iterator[Name]:
        for text, same in group(rows, lambda row: row.name_as_written).items():
            ids = sorted((row.document_id for row in same), key=self._order.__getitem__)
            yield Name(text, tuple((title_of(self._documents[one]) or "", document_page(one)) for one in ids))

    def _linked(self, links: Iterable[LinkRow], other: Callable[[LinkRow], str]) -> Iterator[Kin]:
        for link in links:
            yield self._kin(other(link), say_value("link_kind", link.kind), link.reason)

    def _kin(self, program_id: str, how: Markup, reason: str) -> Kin:
        program = self._programs[program_id]
        return Kin(program.name, program.issuer, program_page(program_id), how, reason)

    def _revised(self, row: RevisionRow) -> Revised:
        return Revised(
            row,
            say_value("revision_kind", row.kind),
            show_yen(row.from_yen),
            show_yen(row.to_yen),
            write_signed(row.difference_yen),
            figure_place(row.from_document_id, row.from_amount_id),
            figure_place(row.to_document_id, row.to_amount_id),
            title_of(self._documents.get(row.from_document_id)) or "",
            title_of(self._documents.get(row.to_document_id)) or "",
        )


def _nest(rows: Sequence[RegionRow]) -> Iterator[tuple[RegionRow, int]]:
    """Counts with those that are part of them behind them."""
    known = {row.count_id for row in rows}
    below = group(rows, lambda row: row.parent_count_id if row.parent_count_id in known else None)
    waiting = [(row, 0) for row in reversed(below.get(None, ()))]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        waiting += [(one, depth + 1) for one in reversed(below.get(row.count_id, ()))]


def _cohorts(rows: Sequence[RegionRow]) -> tuple[dict[str, object], ...]:
    """The largest breakdown of a count by year, for a chart."""
    groups = group(
        (
            row
            for row in rows
            if row.relation in ("component", None) and row.fiscal_year is not None and row.status in COHORTS
        ),
        lambda row: (row.parent_count_id or "", row.subject, row.unit, row.status or ""),
    )
    if not groups:
        return ()
    largest = groups[min(groups, key=lambda key: (-len(groups[key]), key))]
    points: list[dict[str, object]] = [
        {"year": row.fiscal_year, "value": row.value, "unit": row.unit} for row in largest
    ]
    return tuple(points) if len({row.fiscal_year for row in largest}) >= FEWEST_COHORTS else ()


def _choose_column(
    document: DocumentRow, line: LineRow, parts: Sequence[LineRow], amounts: Mapping[str, Sequence[AmountRow]]
) -> tuple[int | None, str | None]:
    """The year and phase in which most of a line and its parts have an amount; the document's own before others."""
    sizes: dict[tuple[int | None, str | None], int] = defaultdict(int)
    for one in (line, *parts):
        for column in {(row.fiscal_year, row.phase) for row in amounts.get(one.line_id, ()) if _is_budget(row)}:
            sizes[column] += 1
    own = document.fiscal_year, document.phase
    if not sizes or own in sizes:
        return own
    return min(sizes, key=lambda column: (-sizes[column], -(column[0] or 0), column[1] or ""))


def _is_budget(row: AmountRow) -> bool:
    return (row.measure, row.nature) == ("budget", "expenditure")


def _pick(rows: Iterable[AmountRow], year: int | None, phase: str | None) -> AmountRow | None:
    """A line's budget of a year and phase."""
    return next((row for row in rows if _is_budget(row) and (row.fiscal_year, row.phase) == (year, phase)), None)


def _sums(check: CheckRow, year: int | None, phase: str | None) -> bool:
    """Whether a check is of a line's amount and its parts in a year and phase."""
    return (check.kind, check.unit, check.fiscal_year, check.phase) == ("sum_of_children", "yen", year, phase)


def _rest(check: ShownCheck | None) -> Markup | None:
    """What is not itemised."""
    if check is None or check.row.status != "partial" or check.row.residual is None:
        return None
    return show_yen(check.row.residual)
