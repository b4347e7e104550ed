"""A program as a sheet.

Belongs here: what of it is shown, and in which order. Does not belong here: finding it (``storage``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.model import Phase
from pipeline.reporting.grouping import group
from pipeline.reporting.sheets.checks import checks_section, show_status
from pipeline.reporting.sheets.figures import (
    Money,
    show_change,
    show_corrected,
    show_money,
    show_phase,
    show_place,
    show_rate,
    show_year,
    show_yen,
)
from pipeline.reporting.sheets.layout import Section, Sheet
from pipeline.reporting.sheets.sparklines import draw_sparkline
from pipeline.reporting.sheets.words import name_value, say, say_sentence
from pipeline.settings import Language
from pipeline.storage.lookups import CheckMade, Figure, Part, ProgramPortrait, RegionCount

INDENT = "　"  # as wide as a character of a label
LONGEST_COURSE = 60  # years; a wider span can only come of a misread year


def program_sheet(lang: Language, program: ProgramPortrait) -> Sheet:
    """All that is known of a program."""
    sections = (
        _figures(lang, program.figures),
        *_optional(_regions(lang, program.regions)),
        *_optional(_parents(lang, program)),
        *_optional(_parts(lang, program)),
        *_optional(_links(lang, program)),
        checks_section(lang, program.checks, say(lang, "checks")),
    )
    return Sheet(program.name, _facts(lang, program), sections)


def _optional(section: Section | None) -> tuple[Section, ...]:
    return () if section is None else (section,)


def _facts(lang: Language, program: ProgramPortrait) -> tuple[tuple[str, str], ...]:
    facts = [
        (say(lang, "id"), program.program_id),
        (say(lang, "issuer"), program.issuer or say(lang, "not_said")),
        *(((say(lang, "stage"), program.stage),) if program.stage else ()),
        (say(lang, "kind"), name_value(lang, "kind", program.kind)),
        (say(lang, "names"), "、".join(program.names) or say(lang, "not_said")),
    ]
    return (*facts, *((f"{say(lang, 'sparkline')}: {phase}", line) for phase, line in _courses(lang, program.figures)))


def _courses(lang: Language, figures: Sequence[Figure]) -> Iterator[tuple[str, str]]:
    """A sparkline per phase that has figures of two years or more, over the years between its first and its last."""
    for phase in Phase:
        if phase is Phase.ADJUSTED:
            continue  # supplements of a year are no course
        by_year: dict[int, int | None] = {}
        for figure in figures:
            if figure.phase == phase and figure.fiscal_year is not None:
                by_year[figure.fiscal_year] = figure.amount_yen  # of budgets after supplements the last
        stated = [year for year, value in by_year.items() if value is not None]
        if len(stated) < 2 or max(stated) - min(stated) >= LONGEST_COURSE:
            continue
        years = range(min(stated), max(stated) + 1)
        line = draw_sparkline([by_year.get(year) for year in years])
        yield name_value(lang, "phase", phase), f"{line} {years[0]}–{years[-1]}"


def _figures(lang: Language, figures: Sequence[Figure]) -> Section:
    title = say(lang, "figures")
    if not figures:
        return Section(title, note=say(lang, "no_figures"))
    columns = ("fiscal_year", "phase", "amount", "change", "check", "printed", "where")
    rows = tuple(_figure_row(lang, figure) for figure in figures)
    return Section(title, tuple(say(lang, name) for name in columns), rows)


def _figure_row(lang: Language, figure: Figure) -> tuple[str, ...]:
    marker = name_value(lang, "marker", figure.marker)
    phase = show_phase(lang, figure.phase, figure.supplement_no)
    return (
        show_year(lang, figure.fiscal_year),
        f"{phase} [{marker}]" if marker else phase,
        _amount(lang, figure),
        _change(lang, figure),
        show_status(lang, figure.reconciliation_status) if figure.reconciliation_status else "",
        figure.amount_text,
        show_place(lang, figure.source_uri, figure.page),
    )


def _amount(lang: Language, figure: Figure) -> str:
    """What holds of a figure, with what is printed where it is corrected."""
    held = Money(figure.amount_yen, figure.bound_yen)
    text = show_money(lang, held, figure.qualifier, figure.approximate)
    if not figure.is_corrected:
        return text
    printed = Money(figure.amount_yen_printed, figure.bound_yen_printed)
    return show_corrected(lang, text, show_money(lang, printed, figure.qualifier, figure.approximate))


def _change(lang: Language, figure: Figure) -> str:
    """The change against last year: as computed, and as printed where that is another or the only one."""
    printed = figure.printed_change_yen
    if figure.change_yen is None:
        return "" if printed is None else say(lang, "printed_change", figure=show_change(printed))
    text = show_change(figure.change_yen)
    if figure.change_rate is not None:
        text = f"{text} ({show_rate(figure.change_rate)})"
    if printed is None or printed == figure.change_yen:
        return text
    return say(lang, "both_changes", figure=text, printed=show_change(printed))


def _regions(lang: Language, regions: Sequence[RegionCount]) -> Section | None:
    """Counts of regions, cohorts below what they are part of, document by document."""
    if not regions:
        return None
    rows: list[tuple[str, ...]] = []
    for _, some in groupby(regions, key=lambda one: one.document_id):
        counts = list(some)
        here = {count.count_id for count in counts}
        roots = [count for count in counts if count.parent_count_id not in here]
        rows.extend(_region_rows(lang, roots, counts))
    columns = ("what", "fiscal_year", "status", "number", "printed", "where")
    return Section(say(lang, "regions"), tuple(say(lang, name) for name in columns), tuple(rows))


def _region_rows(
    lang: Language, roots: Sequence[RegionCount], counts: Sequence[RegionCount]
) -> Iterator[tuple[str, ...]]:
    """Each count before its parts. What goes round in a ring has no root, and is not reached."""
    below = group(counts, lambda count: count.parent_count_id or "")
    open_: list[tuple[int, RegionCount]] = [(0, count) for count in reversed(_by_cohort(roots))]
    while open_:
        depth, count = open_.pop()
        yield _region_row(lang, depth, count)
        open_.extend((depth + 1, part) for part in reversed(_by_cohort(below.get(count.count_id, []))))


def _by_cohort(counts: Iterable[RegionCount]) -> list[RegionCount]:
    return sorted(counts, key=lambda one: (one.fiscal_year is None, one.fiscal_year or 0, one.page, one.count_id))


def _region_row(lang: Language, depth: int, count: RegionCount) -> tuple[str, ...]:
    relation = name_value(lang, "relation", count.relation)
    number = f"{count.value:,} {count.unit}"
    if count.approximate:
        number = say(lang, "about", figure=number)
    if count.is_corrected:
        number = show_corrected(lang, number, f"{count.value_printed:,}")
    return (
        INDENT * depth + (f"{relation}: {count.subject}" if relation else count.subject),
        "" if count.fiscal_year is None else show_year(lang, count.fiscal_year),
        name_value(lang, "count", count.status),
        number,
        count.count_text,
        show_place(lang, count.source_uri, count.page),
    )


def _parents(lang: Language, program: ProgramPortrait) -> Section | None:
    if not program.parents:
        return None
    rows = tuple(
        (
            parent.name,
            parent.program_id,
            name_value(lang, "relation", parent.relation),
            "、".join(parent.documents),
        )
        for parent in program.parents
    )
    return Section(say(lang, "parents"), tuple(say(lang, name) for name in ("name", "id", "relation", "where")), rows)


def _parts(lang: Language, program: ProgramPortrait) -> Section | None:
    """The parts of each of its lines, year by year, and what of the line they leave open."""
    if not program.parts:
        return None
    sums = [check for check in program.checks if check.kind == "sum_of_children"]
    rows: list[tuple[str, ...]] = []
    for (line_id, year, phase), some in groupby(program.parts, key=_part_of):
        rows.extend(_part_row(lang, part) for part in some)
        rows.extend(
            _open_rows(
                lang, [one for one in sums if (one.line_id, one.fiscal_year, one.phase) == (line_id, year, phase)]
            )
        )
    columns = ("fiscal_year", "phase", "name", "amount", "printed", "where")
    return Section(say(lang, "parts"), tuple(say(lang, name) for name in columns), tuple(rows))


def _part_of(part: Part) -> tuple[str, int | None, str | None]:
    return part.parent_line_id, part.fiscal_year, part.phase


def _part_row(lang: Language, part: Part) -> tuple[str, ...]:
    relation = name_value(lang, "relation", part.relation)
    label = part.label if part.relation in (None, "component") else f"{relation}: {part.label}"
    place = show_place(lang, part.source_uri, part.page)
    if part.amount_text is None:
        return "", "", label, say(lang, "nil"), "", place
    amount = _part_amount(lang, part)
    return (
        show_year(lang, part.fiscal_year),
        show_phase(lang, part.phase, part.supplement_no),
        label,
        amount,
        part.amount_text,
        place,
    )


def _part_amount(lang: Language, part: Part) -> str:
    held = Money.of_printed(part.amount_yen, part.amount_yen_max, part.qualifier)
    text = show_money(lang, held, part.qualifier, part.approximate)
    if not part.is_corrected:
        return text
    printed = Money.of_printed(part.amount_yen_printed, part.amount_yen_max_printed, part.qualifier)
    return show_corrected(lang, text, show_money(lang, printed, part.qualifier, part.approximate))


def _open_rows(lang: Language, sums: Sequence[CheckMade]) -> Iterator[tuple[str, ...]]:
    """What the parts come to, what is stated, and what is not itemised."""
    for check in sums:
        if check.stated is None or check.computed is None or check.residual is None:
            continue
        figures = {"listed": check.computed, "stated": check.stated}
        if check.status == "partial":
            figures["not_itemised"] = check.residual
        year, phase = show_year(lang, check.fiscal_year), show_phase(lang, check.phase, None)
        found = show_status(lang, check.status)
        if check.has_correction:
            found += f" ({say(lang, 'of_printed')})"
        for name, value in figures.items():
            yield year, phase, f"= {say(lang, name)}", show_yen(value), "", found


def _links(lang: Language, program: ProgramPortrait) -> Section | None:
    if not program.links:
        return None
    rows = tuple(
        (
            name_value(lang, "direction", link.direction),
            link.name,
            link.program_id,
            name_value(lang, "link", link.kind),
            say_sentence(lang, link.reason),
        )
        for link in program.links
    )
    columns = ("relation", "name", "id", "kind", "why")
    return Section(say(lang, "links"), tuple(say(lang, name) for name in columns), rows)
