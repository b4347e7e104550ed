"""Warnings: a figure about 10³ or 10⁶ off its neighbours, as when 千円 is taken for 百万円.

Belongs here: who a figure's neighbours are and how near to a power of ten counts. Does not belong here: other jumps
(``jumps``).

Budgets of one heading differ by a thousand times as a matter of course, so only two kinds of neighbours are asked: the same
program in the same or the next year, in another document or in another unit; and the rows of one list, where all others
are of one size. Two figures of one document in one unit are no evidence: 公園費補助金 of the state and of the prefecture are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.model import BudgetLine, FigureWarning, Nature, Phase, WarningKind
from pipeline.reconciliation.across.releases import Releases, Sighting, key_of, program_figures
from pipeline.reconciliation.arithmetic.columns import Family, agree
from pipeline.reconciliation.arithmetic.figures import Standing, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex, is_part
from pipeline.reconciliation.arithmetic.wording import sentence
from pipeline.reconciliation.warnings.alarms import BorneOut, make_warning, show_figures, value_of

POWERS = {10**3: "a thousand", 10**6: "a million"}
# 29 of 30 pairs of years of a program lie within a factor of three, so a slip lies within three times its power of ten.
SLACK = 3
# A list whose other rows differ more than this has no size that a row could be off; a list of few rows has none either.
LARGEST_SPREAD = 100
FEWEST_OTHERS = 4
# A supplement is no neighbour of a budget, and a settlement may be anything.
NEIGHBOURING_PHASES = frozenset({Phase.REQUESTED, Phase.PROPOSED, Phase.APPROVED, Phase.REVISED, None})
YEARS_APART = 1
WITNESS_YEARS = 2  # a figure that agrees with the year after next bears out that the one between is odd

Group = tuple[str | None, str | None, Nature]


def find_slips(index: DocumentIndex, borne_out: BorneOut) -> Iterator[FigureWarning]:
    """Slips within one document."""
    for figures in _by_program([program_figures(index)]).values():
        yield from _odd_ones(figures, borne_out)
    for lines in index.children.values():
        yield from _odd_rows(index, [line for line in lines if is_part(line)], borne_out)


def find_slips_across(releases: Releases) -> Iterator[FigureWarning]:
    """Slips between documents."""
    for figures in _by_program(releases.figures).values():
        if len({seen.record.document_id for seen in figures}) > 1:
            yield from _odd_ones(figures, None)


# ---------------------------------------------------------------- the same program


def _by_program(documents: Iterable[Iterable[Sighting]]) -> dict[Group, list[Sighting]]:
    """Figures that may be neighbours. A name under which a document prints unlike figures of one year is no one program."""
    result: dict[Group, list[Sighting]] = {}
    for printed in documents:
        own: dict[Group, list[Sighting]] = {}
        for seen in printed:
            if seen.amount.phase in NEIGHBOURING_PHASES and seen.amount.supplement_no is None and value_of(seen) > 0:
                program, parent, _, nature = key_of(seen)
                own.setdefault((program, parent, nature), []).append(seen)
        for group, figures in own.items():
            if _is_one_program(figures):
                result.setdefault(group, []).extend(_each_once(figures))
    return result


def _each_once(figures: Iterable[Sighting]) -> Iterable[Sighting]:
    """The first of those that a document repeats; else a name on every page would be compared with itself."""
    once: dict[tuple[object, ...], Sighting] = {}
    for seen in figures:
        amount = seen.amount
        once.setdefault((amount.fiscal_year, amount.phase, amount.amount_yen, amount.unit_text), seen)
    return once.values()


def _is_one_program(figures: Sequence[Sighting]) -> bool:
    by_column: dict[tuple[int | None, Phase | None], list[Sighting]] = {}
    for seen in figures:
        by_column.setdefault((seen.amount.fiscal_year, seen.amount.phase), []).append(seen)
    return all(
        agree([one.amount, other.amount])
        or (_in_two_units(one, other) and power_between(value_of(one), value_of(other)))
        for same in by_column.values()
        for one, other in pairwise(same)
    )


def _odd_ones(figures: Sequence[Sighting], borne_out: BorneOut | None) -> Iterator[FigureWarning]:
    """Figures off by a power of ten from neighbours, and near to none; of two that lie so, the later document's or line's."""
    suspects: dict[str, Sighting] = {}
    years: dict[int, list[Sighting]] = {}
    for seen in figures:
        years.setdefault(seen.amount.fiscal_year or 0, []).append(seen)
    for seen in figures:
        year = seen.amount.fiscal_year or 0
        around = [
            other for near in range(year - WITNESS_YEARS, year + WITNESS_YEARS + 1) for other in years.get(near, ())
        ]
        others = [other for other in around if _read_apart(seen, other, borne_out is None)]
        off = [other for other in others if _years_apart(seen, other) <= YEARS_APART and _are_off(seen, other)]
        if off and not any(_is_near(seen, other) for other in others if _years_apart(seen, other) <= WITNESS_YEARS):
            suspects[seen.amount.amount_id] = min(off, key=lambda other: _distance(seen, other))
    for seen in figures:
        other = suspects.get(seen.amount.amount_id)
        if other is None:
            continue
        mutual = other.amount.amount_id in suspects
        if not mutual or _order(seen) > _order(other):
            yield _slip(seen, other, borne_out)


def _read_apart(seen: Sighting, other: Sighting, across: bool) -> bool:
    """Whether the units of two dated figures were read from different places."""
    if seen is other or seen.amount.fiscal_year is None or other.amount.fiscal_year is None:
        return False
    in_two_documents = seen.record.document_id != other.record.document_id
    return in_two_documents if across else _in_two_units(seen, other)


def _years_apart(seen: Sighting, other: Sighting) -> int:
    return abs((seen.amount.fiscal_year or 0) - (other.amount.fiscal_year or 0))


def _are_off(seen: Sighting, other: Sighting) -> bool:
    return power_between(value_of(seen), value_of(other)) is not None


def _in_two_units(seen: Sighting, other: Sighting) -> bool:
    return seen.amount.unit_text != other.amount.unit_text


def power_between(one: int, two: int) -> int | None:
    """The power of ten that two positive figures are off by, within ``SLACK``."""
    small, large = sorted((one, two))
    fitting = (power for power in POWERS if small * power <= SLACK * large and large <= SLACK * small * power)
    return next(fitting, None)


def _is_near(seen: Sighting, other: Sighting) -> bool:
    small, large = sorted((value_of(seen), value_of(other)))
    return large <= SLACK * small


def _distance(seen: Sighting, other: Sighting) -> tuple[int, str, int]:
    return _years_apart(seen, other), other.record.document_id, other.line.ordinal


def _order(seen: Sighting) -> tuple[int, str, int, int]:
    record = seen.record
    return record.fiscal_year or 0, record.document_id, seen.line.ordinal, seen.amount.fiscal_year or 0


# ---------------------------------------------------------------- the rows of one list


def _odd_rows(index: DocumentIndex, lines: Sequence[BudgetLine], borne_out: BorneOut) -> Iterator[FigureWarning]:
    """Rows off by a power of ten from a list whose other rows are of one size, unless sums and changes bear them out."""
    if len(lines) <= FEWEST_OTHERS:
        return
    columns: dict[tuple[Family, str | None, str | None], list[Sighting]] = {}
    for line in lines:
        for family, amounts in index.budgets.get(line.line_id, {}).items():
            if len(amounts) == 1 and standing_of(amounts[0]) is Standing.STATED and (amounts[0].amount_yen or 0) > 0:
                column = family, line.table_id, amounts[0].unit_text
                columns.setdefault(column, []).append(Sighting(index, line, amounts[0]))
    for rows in columns.values():
        odd = _odd_row(rows)
        if odd is not None and not borne_out.holds(odd[0]):
            yield _slip(*odd, borne_out)


def _odd_row(rows: Sequence[Sighting]) -> tuple[Sighting, Sighting] | None:
    """The largest or the smallest row with the middle one of the others, if only that row is of another size."""
    ordered = sorted(rows, key=value_of)
    for odd, others in ((ordered[-1], ordered[:-1]), (ordered[0], ordered[1:])):
        if len(others) < FEWEST_OTHERS or value_of(others[-1]) > LARGEST_SPREAD * value_of(others[0]):
            continue
        middle = others[(len(others) - 1) // 2]
        if power_between(value_of(odd), value_of(middle)):
            return odd, middle
    return None


def _slip(seen: Sighting, other: Sighting, borne_out: BorneOut | None) -> FigureWarning:
    known = None if borne_out is None else borne_out.holds(seen) and borne_out.holds(other)
    return make_slip(seen, other, known)


def make_slip(seen: Sighting, other: Sighting, borne_out: bool | None) -> FigureWarning:
    """The warning about two figures that are off by a power of ten."""
    power = power_between(value_of(seen), value_of(other))
    assert power is not None
    apart = f"about {POWERS[power]} times {'more' if value_of(seen) > value_of(other) else 'less'}"
    words = sentence(show_figures(seen, other), f"{apart}, as if one were in the wrong unit: look at the unit of both")
    return make_warning(WarningKind.UNIT_SLIP, seen, other, borne_out, words)
