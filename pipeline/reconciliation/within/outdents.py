"""Rows that are set in under another row, but stand beside it: their table's total says so.

Belongs here: telling such rows by the arithmetic of a total that otherwise fails. Does not belong here: hierarchies that
the document marks in any other way than by indentation.

A budget book prints 廃目, items that were given up, without a number: 鈴川財産区特別会計繰入金 700 is followed by a row of 728,900,
which cannot be a part of it, and the 計 below counts both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model import BudgetLine, CheckStatus
from pipeline.reconciliation.arithmetic.columns import StatedColumn
from pipeline.reconciliation.arithmetic.figures import Standing
from pipeline.reconciliation.arithmetic.index import DocumentIndex
from pipeline.reconciliation.arithmetic.verdict import Check
from pipeline.reconciliation.within.totals import Reading, readings_of_table, try_reading

INDENTATION = "indentation"  # the rule of a parent that is known by nothing but how far a row is set in


def find_outdented(index: DocumentIndex, totals: Iterable[Check]) -> frozenset[str]:
    """The rows that make a total hold which fails without them, although they are set in under one of its rows."""
    failing = {check.row.line_id for check in totals if check.row.status is CheckStatus.MISMATCH}
    tables = dict.fromkeys(index.lines[line_id].table_id for line_id in failing)
    found: set[str] = set()
    for table_id in tables:
        readings = readings_of_table(index, index.tables[table_id]) if table_id is not None else {}
        for line_id in failing & readings.keys():
            for column in index.columns_of(index.lines[line_id]):
                found.update(_of_total(index, column, readings[line_id], table_id))
    return frozenset(found)


def _of_total(
    index: DocumentIndex, column: StatedColumn, readings: Sequence[Reading], table_id: str | None
) -> Iterator[str]:
    for reading in readings:
        extra = [child for row in reading.rows for child in _set_in(index, row, column, table_id)]
        trial = try_reading(index, column, Reading((*reading.rows, *extra), ""), table_id) if extra else None
        plain = try_reading(index, column, reading, table_id)
        if trial is not None and trial.holds and (plain is None or not plain.holds):
            yield from (line.line_id for line in extra)
            return


def _set_in(index: DocumentIndex, row: BudgetLine, column: StatedColumn, table_id: str | None) -> list[BudgetLine]:
    """A row's items in the table, where nothing but indentation says so; none where it or all of them print no figure."""
    parts = [part for part in index.parts_of(row) if part.parent_rule == INDENTATION and part.table_id == table_id]
    if index.pick(row, column, table_id).standing is not Standing.STATED:
        return []
    printed = (index.pick(part, column, table_id).amount for part in parts)
    return parts if any(amount is not None and amount.amount_yen for amount in printed) else []
