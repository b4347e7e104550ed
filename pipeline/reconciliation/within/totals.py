"""table_total: a bare 計 or 合計 against the rows that it closes.

Belongs here: which rows a total closes, and letting arithmetic decide where several readings are possible. Does not
belong here: totals that name their group and are their rows' parent (``children``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import BudgetLine, CheckKind, CheckStatus
from pipeline.reconciliation.arithmetic.columns import StatedColumn
from pipeline.reconciliation.arithmetic.figures import Standing, figure_of, name_of, standing_of
from pipeline.reconciliation.arithmetic.index import DocumentIndex, is_part
from pipeline.reconciliation.arithmetic.members import Members, collect
from pipeline.reconciliation.arithmetic.verdict import Check, Comparison, compare, make_check
from pipeline.reconciliation.arithmetic.wording import (
    come_to,
    finding_clause,
    join_names,
    nil_clause,
    rounding_clause,
    scale_of,
    sentence,
)
from pipeline.reconciliation.within.children import subject_of
from pipeline.reconciliation.within.drafts import falls_short

# A total closes the rows since the last total of its own rank or a higher one; those of a lower rank are its subtotals.
RANKS = (("総計", 3), ("総合計", 3), ("総額", 3), ("小計", 0), ("合計", 2))
PLAIN_RANK = 1  # 計


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to see which rows a total closes."""

    rows: tuple[BudgetLine, ...]
    words: str
    below: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """A reading with what its rows come to."""

    reading: Reading
    members: Members
    comparison: Comparison

    @property
    def holds(self) -> bool:
        return self.comparison.meets and not self.members.unclear


def rank_of(label: str) -> int:
    text = "".join(label.split())
    return next((rank for ending, rank in RANKS if text.endswith(ending)), PLAIN_RANK)


def check_totals(index: DocumentIndex) -> Iterator[Check]:
    """Checks of all totals that are not their rows' parent."""
    for table_id, lines in index.tables.items():
        if not any(_is_bare_total(index, line) for line in lines):
            continue
        readings = readings_of_table(index, lines)
        for line in lines:
            if line.line_id in readings:
                yield from _check_total(index, line, readings[line.line_id], table_id)


def _is_bare_total(index: DocumentIndex, line: BudgetLine) -> bool:
    return line.is_total and not index.parts_of(line)


def readings_of_table(index: DocumentIndex, lines: Sequence[BudgetLine]) -> dict[str, list[Reading]]:
    """Total to its readings: among its siblings, or where it has none, among the table's outermost rows."""
    inside = {line.line_id for line in lines}
    siblings: dict[str | None, list[BudgetLine]] = {}
    for line in lines:
        siblings.setdefault(line.parent_line_id, []).append(line)
    result: dict[str, list[Reading]] = {}
    for group in siblings.values():
        result.update(_readings_of_group(index, group))
    outermost = [line for line in lines if line.parent_line_id not in inside]
    for line_id, readings in _readings_of_group(index, outermost).items():
        result[line_id] = result.get(line_id) or readings
    return result


def _readings_of_group(index: DocumentIndex, group: Sequence[BudgetLine]) -> dict[str, list[Reading]]:
    """Readings of every bare total among lines of one level, likeliest first."""
    positions = [i for i, line in enumerate(group) if _is_bare_total(index, line)]
    ranks = {i: rank_of(group[i].label) for i in positions}
    return {group[i].line_id: _readings_of_total(group, positions, ranks, order) for order, i in enumerate(positions)}


def _readings_of_total(
    group: Sequence[BudgetLine], positions: Sequence[int], ranks: dict[int, int], order: int
) -> list[Reading]:
    """The rows above back to a total of its rank, those back to any total, the subtotals, all; or the rows below."""
    position = positions[order]
    subtotals, start = _subtotals_above(positions, ranks, order)
    last_total = positions[order - 1] if order else -1
    options = [
        _rows(group, start, position, "the rows above it since the last total of its kind"),
        _rows(group, last_total + 1, position, "the rows directly above it"),
        Reading(tuple(group[i] for i in reversed(subtotals)), "the subtotals above it"),
    ]
    if order == len(positions) - 1:
        options.append(_rows(group, 0, position, "all rows above it"))
    if not options[0].rows:
        next_total = positions[order + 1] if order + 1 < len(positions) else len(group)
        end = _end_below(group, positions, ranks, order)
        options.append(_rows(group, position + 1, end, "all rows below it", below=True))
        options.append(_rows(group, position + 1, next_total, "the rows directly below it", below=True))
    return _distinct(options)


def _subtotals_above(positions: Sequence[int], ranks: dict[int, int], order: int) -> tuple[list[int], int]:
    """The totals of a lower rank that lie directly above, nearest first, and where the rows begin that they close."""
    subtotals: list[int] = []
    for earlier in range(order - 1, -1, -1):
        if ranks[positions[earlier]] >= ranks[positions[order]]:
            return subtotals, positions[earlier] + 1
        subtotals.append(positions[earlier])
    return subtotals, 0


def _end_below(group: Sequence[BudgetLine], positions: Sequence[int], ranks: dict[int, int], order: int) -> int:
    """Where the rows end that a total printed above them closes: at the next total of its rank."""
    for later in range(order + 1, len(positions)):
        if ranks[positions[later]] >= ranks[positions[order]]:
            return positions[later]
    return len(group)


def _rows(group: Sequence[BudgetLine], start: int, end: int, words: str, below: bool = False) -> Reading:
    return Reading(tuple(line for line in group[start:end] if is_part(line)), words, below)


def _distinct(readings: Sequence[Reading]) -> list[Reading]:
    """Readings that have rows, each set of rows once."""
    by_rows = {tuple(row.line_id for row in reading.rows): reading for reading in reversed(readings) if reading.rows}
    return [reading for reading in readings if any(reading is kept for kept in by_rows.values())]


def _check_total(
    index: DocumentIndex, total: BudgetLine, readings: Sequence[Reading], table_id: str | None
) -> Iterator[Check]:
    for column in index.columns_of(total):
        if column.contradicted or standing_of(column.amount) is not Standing.STATED:
            continue
        trials = [t for reading in readings if (t := try_reading(index, column, reading, table_id)) is not None]
        if not any(trial.holds for trial in trials):
            strict = [_in_columns(index, total, reading) for reading in readings]
            trials += [
                t for reading in strict if (t := try_reading(index, column, reading, table_id, True)) is not None
            ]
        if not any(trial.holds for trial in trials):
            wider = [try_reading(index, column, reading, table_id) for reading in _with_outsides(index, readings)]
            trials += [trial for trial in wider if trial is not None and trial.holds]
        check = _decide(index, total, column, trials) if trials else None
        if check is not None:
            yield check


def _in_columns(index: DocumentIndex, total: BudgetLine, reading: Reading) -> Reading:
    """Only the rows that stand in columns like the total's own, where a list of clauses passes for a part of the table."""
    in_columns = total.line_id in index.in_tables
    rows = (row for row in reading.rows if not in_columns or row.line_id in index.in_tables)
    return Reading(tuple(rows), f"{reading.words} that stand in its columns, without what is listed beside them")


def _with_outsides(index: DocumentIndex, readings: Sequence[Reading]) -> Iterator[Reading]:
    """A project 80, 外に 20, and 100 as the total: what stands beside the rows is added where the total says so."""
    for reading in readings:
        outsides = index.outsides_of(reading.rows)
        if outsides:
            names = join_names([name_of(line) for line in outsides])
            yield Reading((*reading.rows, *outsides), f"{reading.words} and {names} beside them", reading.below)


def try_reading(
    index: DocumentIndex, column: StatedColumn, reading: Reading, table_id: str | None, inside: bool = False
) -> Trial | None:
    """What the rows of one reading come to, or nothing where they print no figure in the column."""
    members = collect(index, reading.rows, column, table_id, inside=inside)
    if not members.comparable:
        return None
    comparison = compare(figure_of(column.amount), members.added, index.facts.record.rounding_mode)
    return Trial(reading, members, comparison)


def _decide(index: DocumentIndex, total: BudgetLine, column: StatedColumn, trials: Sequence[Trial]) -> Check | None:
    """The likeliest reading, unless only another one balances.

    Outside tables and lists nothing says which rows a failing total would close, so only one that holds is reported; nor is
    a single row below a total known to be all that it closes.
    """
    holding = next((trial for trial in trials if trial.holds), None)
    chosen = holding or trials[0]
    single_below = chosen.reading.below and len(chosen.reading.rows) == 1
    if holding is None and (total.table_id is None or single_below):
        return None
    doubt = None if holding is not None else _doubt(index, total, column, chosen)
    status = CheckStatus.UNVERIFIABLE if chosen.members.unclear or doubt else chosen.comparison.status
    subject = subject_of(index, total, column, CheckKind.TABLE_TOTAL)
    explanation = _explain(index, chosen, status, doubt, decided_by_arithmetic=chosen is not trials[0])
    return make_check(
        subject, chosen.comparison, chosen.members.added, status, explanation, bool(chosen.members.unclear)
    )


def _doubt(index: DocumentIndex, total: BudgetLine, column: StatedColumn, trial: Trial) -> str | None:
    """Why a total that fails may still be right."""
    if total.place.page in index.damaged_pages:
        return "other figures of this page are damaged, so that one of these may be misread"
    if index.lists_changes_only(total, column) and falls_short(trial.comparison):
        return "beside a supplement only the rows that it changes may be listed"
    return None


def _explain(
    index: DocumentIndex, trial: Trial, status: CheckStatus, doubt: str | None, decided_by_arithmetic: bool
) -> str:
    comparison, members = trial.comparison, trial.members
    scale = scale_of(comparison.stated)
    stated = f"{scale.name_first(comparison.stated.value)} stated as the total"
    if members.unclear:
        return sentence(stated, join_names(members.unclear), "so the sum cannot be checked")
    mode = index.facts.record.rounding_mode
    finding = (
        rounding_clause(scale, comparison.residual, mode, comparison.approximate)
        if comparison.meets
        else finding_clause(status, scale, comparison.residual)
    )
    return sentence(
        stated,
        f"{come_to(len(members.added), 'row')} {scale.show(comparison.computed)}",
        nil_clause(members.without_figure),
        doubt or finding,
        _beside_clause(index, trial.reading.rows),
        f"the arithmetic decides that the total closes {trial.reading.words}" if decided_by_arithmetic else None,
    )


def _beside_clause(index: DocumentIndex, rows: Sequence[BudgetLine]) -> str | None:
    names = [name_of(row) for row in rows if row.line_id in index.outdented]
    if not names:
        return None
    are = "is a row of its own, though it is" if len(names) == 1 else "are rows of their own, though they are"
    return f"the arithmetic decides that {join_names(names)} {are} set in under another"
