"""One pass over a large document: every line is looked at a bounded number of times."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from pipeline.model import CheckStatus, DocumentFacts, Measure, Phase, Relation
from pipeline.reconciliation import reconcile_across, reconcile_document, suggest

from .facts import Sheet


def budget_book(headings: int) -> DocumentFacts:
    """Headings of ten rows with two years, a change, a うち row and a subtotal each, in one table under one grand total."""
    sheet = Sheet(phase=None)
    for heading in range(headings):
        parent = _two_years(sheet, f"{heading}", None, 100)
        for row in range(10):
            _two_years(sheet, f"{heading}/{row}", parent, 10)
        _two_years(sheet, f"{heading}/うち", parent, 10, relation=Relation.OF_WHICH)
        _two_years(sheet, f"{heading}/小計", None, 100, is_total=True)
    _two_years(sheet, "合計", None, 100 * headings, is_total=True)
    return sheet.facts()


def _two_years(sheet: Sheet, label: str, parent: str | None, million: float, **fields: Any) -> str:
    line = sheet.line(label, parent, program_id=label, **fields)
    sheet.amount(line, million, column=2)
    sheet.amount(line, million, fiscal_year=2007, phase=Phase.APPROVED, column=1)
    sheet.amount(line, 0, measure=Measure.CHANGE, column=3)
    return line


def calls(work: Callable[[], object]) -> int:
    """How many Python calls the work makes: a measure that does not depend on the machine."""
    number = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal number
        number += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize("reconcile", [reconcile_document, lambda facts: reconcile_across([facts])])
def test_ten_times_the_lines_take_ten_times_the_calls(reconcile: Callable[[DocumentFacts], object]) -> None:
    small, large = budget_book(10), budget_book(100)
    assert calls(lambda: reconcile(large)) <= 10.5 * calls(lambda: reconcile(small))


def test_the_whole_book_balances() -> None:
    checks = reconcile_document(budget_book(20)).checks
    assert {row.status for row in checks} == {CheckStatus.BALANCED}
    assert len({row.reconciliation_id for row in checks}) == len(checks)


def test_an_empty_document_has_no_checks() -> None:
    assert reconcile_document(Sheet().facts()).checks == ()
    assert reconcile_across([]).checks == ()


def one_list(rows: int) -> DocumentFacts:
    """One line with all others as its items in two columns, of which one falls short by the last item."""
    sheet = Sheet(phase=None)
    top = sheet.line("総額")
    for label in ("総額", *map(str, range(rows))):
        line = top if label == "総額" else sheet.line(label, top)
        sheet.amount(line, 7 * rows if line == top else 7, column=1)
        sheet.amount(line, 7 * rows if line == top else 7, fiscal_year=2007, phase=Phase.APPROVED, column=2)
    sheet.amounts[-1] = replace(sheet.amounts[-1], amount_yen=0)
    return sheet.facts()


def wide_table(columns: int) -> DocumentFacts:
    """Three lines with as many columns of one year, each of which has a header of its own."""
    sheet = Sheet()
    for label, million in (("総額", 3), ("甲", 1), ("乙", 2)):
        line = sheet.line(label, None if label == "総額" else "a:総額")
        for column in range(columns):
            sheet.amount(line, million * (column + 1), column=column, header_path=f"第{column}区")
    return sheet.facts()


def same_names(rows: int) -> list[DocumentFacts]:
    """Two releases that list one program under every heading, each time with another figure."""
    sheets = [Sheet("a", 2007, Phase.APPROVED), Sheet("b", 2008)]
    for sheet in sheets:
        for row in range(rows):
            heading = sheet.line(f"{row}", program_id=f"{row}")
            line = sheet.line(f"{row}のその他", heading, program_id="その他")
            sheet.amount(line, 100 * row, fiscal_year=2007, phase=Phase.APPROVED)
    return [sheet.facts() for sheet in sheets]


def many_releases(number: int) -> list[DocumentFacts]:
    """Releases of one program, each with last year's column."""
    documents = []
    for year in range(number):
        sheet = Sheet(f"{year:04}", 1900 + year)
        line = sheet.line("総務費", program_id="総務費")
        sheet.amount(line, 7)
        sheet.amount(line, 7, fiscal_year=1899 + year, phase=Phase.APPROVED)
        documents.append(sheet.facts())
    return documents


@pytest.mark.parametrize(
    ("work", "make"),
    [
        (suggest, one_list),
        (reconcile_document, one_list),
        (reconcile_document, wide_table),
        (reconcile_across, same_names),
        (reconcile_across, many_releases),
    ],
)
def test_ten_times_as_much_of_one_kind_takes_ten_times_the_calls(
    work: Callable[[Any], object], make: Callable[[int], Any]
) -> None:
    small, large = make(30), make(300)
    assert calls(lambda: work(large)) <= 10.5 * calls(lambda: work(small))
