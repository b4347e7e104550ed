"""One pass over a large document: every line is looked at a bounded number of times."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from pipeline.model import CheckStatus, DocumentFacts, Measure, Phase, Relation
from pipeline.reconciliation import reconcile_across, reconcile_document

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
