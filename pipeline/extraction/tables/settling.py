"""What columns are whose heads are missing or damaged, from the arithmetic of their rows.

Belongs here: this year − last year = change, before + supplement = after, where the rows agree. Does not belong here: what
heads say (``heads``), checks of figures whose roles are known (``reconciliation``).

A role is settled only where all rows agree and the columns with a readable head fit; what stays open is reported, not
guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from pipeline.extraction.cells import figure_row_of
from pipeline.extraction.context import Context, Role
from pipeline.extraction.heads import Column, figure_of
from pipeline.extraction.tables.zones import Entry, Zone
from pipeline.language import read_values
from pipeline.language.values import Money, Number
from pipeline.model import Measure, Phase

RULE = "arithmetic"
# Fewer rows than this agree by accident.
FEWEST_ROWS = 3
# Printed figures are rounded, each by half a unit at most.
ROUNDING = 1.5

Rows = Sequence[dict[int, float]]


@dataclass(frozen=True, slots=True)
class _Roles:
    """Three columns, by index, of which the first is the sum of the others, and what each is then."""

    columns: tuple[int, int, int]
    roles: tuple[Role, Role, Role]


def settle_columns(zone: Zone, entries: Sequence[Entry], context: Context) -> dict[int, Column]:
    """The columns of figures of a zone by index; those without a head get the role that the rows prove, or none."""
    figures = {column.index: column for column in zone.figures}
    bare = {index for index, column in figures.items() if not column.path}
    if not bare or len(figures) < 2:
        return figures
    found = list(_settlements(zone.figures, bare, _rows(entries), context))
    roles = dict(zip(found[0].columns, found[0].roles, strict=True)) if len(found) == 1 else {}
    for index in bare & set(roles):
        figures[index] = replace(figures[index], role=roles[index], rule=RULE)
    open_ = bare - set(roles)
    if len(open_) > 1:
        figures |= {index: replace(figures[index], role=None) for index in open_}
    return figures


def _rows(entries: Sequence[Entry]) -> list[dict[int, float]]:
    """The plain figures of each row by column."""
    rows: list[dict[int, float]] = []
    for entry in entries:
        row: dict[int, float] = {}
        for column, part in entry.figures:
            value = figure_of(read_values(figure_row_of(part).text.text).values)
            if isinstance(value, Number):
                row[column.index] = value.mantissa / 10**value.decimals
            elif isinstance(value, Money):
                row[column.index] = float(value.yen)
        rows.append(row)
    return rows


def _settlements(columns: Sequence[Column], bare: set[int], rows: Rows, context: Context) -> Iterator[_Roles]:
    """The ways in which three columns fit together, each at most once."""
    for total, part, change in permutations(columns, 3):
        indexes = (total.index, part.index, change.index)
        if not bare & set(indexes) or not _add_up(indexes, rows):
            continue
        for roles in _readings(indexes, rows, context):
            if all(_fits(one, role, bare) for one, role in zip((total, part, change), roles, strict=True)):
                yield _Roles(indexes, roles)


def _add_up(columns: tuple[int, int, int], rows: Rows) -> bool:
    full = [[row[index] for index in columns] for row in rows if all(index in row for index in columns)]
    telling = [row for row in full if all(row)]
    return len(telling) >= FEWEST_ROWS and all(abs(a - b - c) <= ROUNDING for a, b, c in full)


def _readings(columns: tuple[int, int, int], rows: Rows, context: Context) -> Iterator[tuple[Role, Role, Role]]:
    """What total, part and change may be by their places: a change is printed last, what a supplement makes, too."""
    total, part, change = columns
    year = context.fiscal_year
    default = context.default_role
    if change > max(total, part) and year is not None:
        last = replace(default, fiscal_year=year - 1, phase=context.phase_of(year - 1), supplement_no=None)
        yield default, last, replace(default, measure=Measure.CHANGE)
    if part < change < total and context.phase is Phase.ADJUSTED:
        before = replace(default, phase=Phase.APPROVED, supplement_no=None)
        yield replace(default, phase=Phase.REVISED, supplement_no=None), before, default


def _fits(column: Column, role: Role, bare: set[int]) -> bool:
    """Whether a column without a readable head may have a role, or one with a head has it."""
    if column.index in bare:
        return True
    named = column.role
    return named is not None and (named.measure, named.fiscal_year) == (role.measure, role.fiscal_year)
