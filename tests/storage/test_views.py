"""The views on hand-made releases, each row worked out by hand. ``program_budgets`` has a file of its own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline import model as m
from pipeline.storage import publish, run_query

from .samples import AMOUNT, CHECK, COUNT, DOCUMENT_ID, FACTS, ISSUE, LINE, PLACE, RECONCILED, RECORD, SOURCE
from .test_program_budgets import ADJUSTED, APPROVED, EXECUTED, PROPOSED, REQUESTED, figure, release

REVISED = m.Phase.REVISED


def ask(tmp_path: Path, sql: str, *releases: m.DocumentFacts) -> list[tuple[Any, ...]]:
    """The answer over the releases."""
    publish(tmp_path, releases, [], m.Reconciled())
    return [tuple(row.values()) for row in run_query(tmp_path, sql).to_pylist()]


# ---------------------------------------------------------------- program_years

PHASES = "requested_yen, proposed_yen, approved_yen, adjusted_yen, revised_yen, executed_yen, unphased_yen"


def test_a_year_is_a_row_with_a_column_per_phase(tmp_path: Path) -> None:
    releases = (
        release(1, 2008, REQUESTED, figure(10, phase=REQUESTED)),
        release(2, 2008, PROPOSED, figure(9, phase=PROPOSED), figure(8, year=2007)),
        release(3, 2008, EXECUTED, figure(7, phase=EXECUTED), figure(6, phase=None)),
    )
    sql = f"SELECT name, kind, fiscal_year, {PHASES}, has_bound, supplements, documents FROM program_years ORDER BY 3"
    assert ask(tmp_path, sql, *releases) == [
        ("事業1", "program", 2007, None, None, 8, None, None, None, None, False, 0, 1),
        ("事業1", "program", 2008, 10, 9, None, None, None, 7, 6, False, 0, 3),
    ]


@pytest.mark.parametrize(
    ("stated", "adjusted", "revised", "supplements"),
    [
        pytest.param([figure(3, phase=ADJUSTED, supplement_no=1), figure(-1, phase=ADJUSTED, supplement_no=2)], 2, None, 2, id="supplements add up"),
        pytest.param([figure(3, phase=ADJUSTED, supplement_no=1), figure(3, phase=ADJUSTED)], 3, None, 1, id="an unnumbered one may be a numbered one"),
        pytest.param([figure(4, phase=ADJUSTED)], 4, None, 1, id="an unnumbered one alone counts"),
        pytest.param([figure(None, phase=ADJUSTED, supplement_no=1), figure(5, phase=ADJUSTED, supplement_no=2)], 5, None, 2, id="a printed dash adds nothing"),
        pytest.param([figure(9, phase=ADJUSTED, supplement_no=1, qualifier=m.Qualifier.PORTION_OF), figure(5, phase=ADJUSTED, supplement_no=2)], None, None, 2, id="with one that is only a bound there is no sum"),
        pytest.param([figure(20, phase=REVISED, supplement_no=1), figure(30, phase=REVISED, supplement_no=2), figure(25, phase=REVISED)], None, 30, 0, id="of budgets after supplements the last"),
        pytest.param([figure(25, phase=REVISED)], None, 25, 0, id="an unnumbered budget after supplements alone"),
    ],
)  # fmt: skip
def test_supplements_of_a_year(
    tmp_path: Path, stated: list[m.Amount], adjusted: int | None, revised: int | None, supplements: int
) -> None:
    sql = "SELECT adjusted_yen, revised_yen, supplements FROM program_years"
    assert ask(tmp_path, sql, release(1, 2008, APPROVED, *stated)) == [(adjusted, revised, supplements)]


def test_figure_of_a_supplement_is_no_budget_of_the_year(tmp_path: Path) -> None:
    stated = release(1, 2008, APPROVED, figure(5), figure(1, phase=PROPOSED, supplement_no=1))
    assert ask(tmp_path, "SELECT approved_yen, proposed_yen FROM program_years", stated) == [(5, None)]


def test_bound_is_no_amount_but_is_told(tmp_path: Path) -> None:
    stated = release(1, 2008, APPROVED, figure(39, qualifier=m.Qualifier.PORTION_OF))
    assert ask(tmp_path, "SELECT approved_yen, has_bound FROM program_years", stated) == [(None, True)]


def test_sum_beyond_bigint_takes_no_other_row_with_it(tmp_path: Path) -> None:
    most = 2**63 - 1
    supplements = [figure(most, phase=ADJUSTED, supplement_no=n) for n in (1, 2)]
    stated = release(1, 2008, APPROVED, figure(5), *supplements)
    assert ask(tmp_path, "SELECT approved_yen, adjusted_yen FROM program_years", stated) == [(5, None)]


def test_years_can_be_made_columns(tmp_path: Path) -> None:
    stated = release(1, 2008, APPROVED, figure(5), figure(4, year=2007))
    sql = "PIVOT (SELECT name, fiscal_year, approved_yen FROM program_years) ON fiscal_year USING first(approved_yen)"
    assert ask(tmp_path, sql, stated) == [("事業1", 4, 5)]


# ---------------------------------------------------------------- year_on_year

COMPARED = "fiscal_year, phase, amount_yen, last_year_phase, last_year_yen, change_yen, change_rate"


@pytest.mark.parametrize(
    ("this", "last", "compared"),
    [
        (REQUESTED, [(APPROVED, 100), (PROPOSED, 90)], ("approved", 100, 20, "0.200000")),
        (REQUESTED, [(PROPOSED, 90)], ("proposed", 90, 30, "0.333333")),
        (PROPOSED, [(APPROVED, 90), (REQUESTED, 1), (REVISED, 2), (EXECUTED, 3)], ("approved", 90, 30, "0.333333")),
        (APPROVED, [(APPROVED, 180)], ("approved", 180, -60, "-0.333333")),
        (EXECUTED, [(APPROVED, 100), (EXECUTED, 120)], ("executed", 120, 0, "0.000000")),
        (REVISED, [(REVISED, 96)], ("revised", 96, 24, "0.250000")),
        (REVISED, [(APPROVED, 96)], (None, None, None, None)),
        (APPROVED, [(APPROVED, 0)], ("approved", 0, 120, None)),
        (APPROVED, [(APPROVED, None), (PROPOSED, 60)], ("proposed", 60, 60, "1.000000")),
        (APPROVED, [], (None, None, None, None)),
    ],
)
def test_a_figure_beside_last_years(
    tmp_path: Path,
    this: m.Phase,
    last: list[tuple[m.Phase, int | None]],
    compared: tuple[str | None, int | None, int | None, str | None],
) -> None:
    before = [figure(yen, year=2007, phase=phase) for phase, yen in last]
    stated = release(1, 2008, APPROVED, figure(120, phase=this), *before)
    rows = ask(tmp_path, f"SELECT {COMPARED} FROM year_on_year WHERE fiscal_year = 2008", stated)
    *figures, rate = compared
    assert rows == [(2008, this.value, 120, *figures, None if rate is None else Decimal(rate))]


@pytest.mark.parametrize(
    ("this", "last", "rate"),
    [
        (2_000_001, 2_000_000, "0.000001"),  # 0.0000005: half is rounded away from zero
        (1_999_999, 2_000_000, "-0.000001"),
        (20_000_009, 20_000_000, "0.000000"),  # 0.00000045
        (10**18, 1, "999999999999999999.000000"),
        (2**63 - 1, 2**63 - 2, "0.000000"),
    ],
)
def test_rate_is_exact(tmp_path: Path, this: int, last: int, rate: str) -> None:
    stated = release(1, 2008, APPROVED, figure(this), figure(last, year=2007))
    sql = "SELECT change_rate, typeof(change_rate) FROM year_on_year WHERE fiscal_year = 2008"
    assert ask(tmp_path, sql, stated) == [(Decimal(rate), "DECIMAL(28,6)")]


def test_both_documents_and_the_printed_change_are_named(tmp_path: Path) -> None:
    change = figure(5, measure=m.Measure.CHANGE)
    earlier = release(1, 2007, APPROVED, figure(100, year=2007))
    later = release(2, 2008, APPROVED, figure(90), figure(85, year=2007, qualifier=m.Qualifier.RESTATED), change)
    columns = "change_yen, printed_change_yen, qualifier, last_year_qualifier, document_id, last_year_document_id"
    rows = ask(tmp_path, f"SELECT {columns} FROM year_on_year WHERE fiscal_year = 2008", earlier, later)
    assert rows == [(-10, 5, None, None, f"{2:016x}", f"{1:016x}")]


def test_a_gap_of_a_year_is_no_last_year(tmp_path: Path) -> None:
    stated = release(1, 2008, APPROVED, figure(5), figure(4, year=2006))
    rows = ask(tmp_path, "SELECT fiscal_year, last_year_yen FROM year_on_year ORDER BY 1", stated)
    assert rows == [(2006, None), (2008, None)]


# ---------------------------------------------------------------- evidence, unreconciled, coverage, region_counts


def test_evidence_leads_to_the_page(tmp_path: Path) -> None:
    record = replace(RECORD, source_uri="mext/予算 [案]#1.pdf")
    text = replace(
        release(7, 2008, APPROVED, replace(figure(3), place=m.Place(2, None, 4, 6))),
        counts=(replace(COUNT, count_id="c9", line_id=None, document_id=f"{7:016x}", place=m.Place(1, None, 0, 3)),),
    )
    text = replace(text, record=replace(text.record, media_type="text/plain", source_uri="a/b.txt"))
    publish(tmp_path, [replace(FACTS, record=record), text], [], RECONCILED)
    sql = (
        "SELECT figure_id, figure_text, page_text, value, unit, fiscal_year, phase, label, page, x0, bottom, link "
        "FROM evidence WHERE figure_id IN ('a4', 'c1', 'a7-0', 'c9') ORDER BY figure_id"
    )
    quoted = "mext/%E4%BA%88%E7%AE%97%20%5B%E6%A1%88%5D%231.pdf#page=1"
    page_text = FACTS.pages[0].text[PLACE.char_start : PLACE.char_end]
    label, link = LINE.label, "a/b.txt"
    assert [tuple(row.values()) for row in run_query(tmp_path, sql).to_pylist()] == [
        ("a4", "7,530百万円", page_text, -470_000_000, "yen", 2008, "proposed", label, 1, 72.0, 112.0, quoted),
        ("a7-0", "7,530百万円", None, 3, "yen", 2008, "approved", label, 2, None, None, link),
        ("c1", "9地域", page_text, 9, "地域", 2008, None, label, 1, None, None, quoted),
        ("c9", "9地域", None, 9, "地域", 2008, None, None, 1, None, None, link),
    ]


def test_unreconciled_has_everything_but_what_holds(tmp_path: Path) -> None:
    checks = tuple(replace(CHECK, reconciliation_id=status.value, status=status) for status in m.CheckStatus)
    publish(tmp_path, [FACTS], [SOURCE], m.Reconciled(checks))
    rows = run_query(
        tmp_path, "SELECT reconciliation_id, label, residual, link FROM unreconciled ORDER BY 1"
    ).to_pylist()
    assert [row["reconciliation_id"] for row in rows] == ["exceeds", "mismatch", "partial", "unverifiable"]
    assert {(row["label"], row["residual"], row["link"]) for row in rows} == {
        (LINE.label, 1_530_000_000, "a/yosan.pdf#page=1")
    }


def test_coverage_counts_printed_expressions_once(tmp_path: Path) -> None:
    def at(start: int, end: int, page: int = 1) -> m.Place:
        return m.Place(page, None, start, end)

    amounts = (
        replace(AMOUNT, amount_id="a1", place=at(0, 5)),
        replace(AMOUNT, amount_id="a2", place=at(0, 5)),  # two figures from one expression
        replace(AMOUNT, amount_id="a3", place=at(0, 5, page=2)),
    )
    counts = (replace(COUNT, place=at(6, 8)),)
    issues = (
        ISSUE,  # a page: no expression
        replace(ISSUE, issue_id="i2", place=at(0, 5)),  # about a figure that was placed
        replace(ISSUE, issue_id="i3", place=at(10, 12)),
        replace(ISSUE, issue_id="i4", place=at(10, 10)),  # nothing printed
    )
    pages = (*FACTS.pages, m.PageRecord(DOCUMENT_ID, 2, None, None, "", "the page is damaged"))
    read = replace(FACTS, amounts=amounts, counts=counts, issues=issues, pages=pages)
    unread = m.DocumentFacts(replace(RECORD, document_id="f" * 16, status=m.DocumentStatus.UNREADABLE))
    publish(tmp_path, [read, unread], [SOURCE], m.Reconciled())
    columns = (
        "pages_read, amounts, counts, issues, expressions_found, expressions_placed, expressions_open, placed_share"
    )
    rows = run_query(tmp_path, f"SELECT {columns} FROM coverage ORDER BY document_id").to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        (1, 3, 1, 4, 4, 3, 1, Decimal("0.7500")),
        (0, 0, 0, 0, 0, 0, 0, None),
    ]


def test_share_of_placed_expressions_is_cut_and_never_one_too_early(tmp_path: Path) -> None:
    amounts = tuple(replace(AMOUNT, amount_id=f"x{n}", place=m.Place(1, None, n, n + 1)) for n in range(20_000))
    issue = replace(ISSUE, place=m.Place(2, None, 0, 1))
    publish(tmp_path, [replace(FACTS, amounts=amounts, issues=(issue,))], [SOURCE], m.Reconciled())
    assert run_query(tmp_path, "SELECT placed_share FROM coverage").to_pylist() == [{"placed_share": Decimal("0.9999")}]


def test_region_counts_keep_line_program_and_parent(tmp_path: Path) -> None:
    cohort = replace(
        COUNT, count_id="c2", value=4, parent_count_id="c1", relation=m.Relation.COMPONENT, status=m.CountStatus.STARTED
    )
    loose = replace(COUNT, count_id="c3", line_id=None, unit="拠点", value=2)
    people = replace(COUNT, count_id="c4", unit="人")
    publish(tmp_path, [replace(FACTS, counts=(COUNT, cohort, loose, people))], [SOURCE], RECONCILED)
    sql = "SELECT count_id, name, unit, value, status, parent_count_id, relation FROM region_counts ORDER BY 1"
    assert [tuple(row.values()) for row in run_query(tmp_path, sql).to_pylist()] == [
        ("c1", "事業2", "地域", 9, "implementing", None, None),
        ("c2", "事業2", "地域", 4, "started", "c1", "component"),
        ("c3", None, "拠点", 2, "implementing", None, None),
    ]


def test_coverage_says_how_the_checks_of_each_document_came_out(tmp_path: Path) -> None:
    checks = tuple(replace(CHECK, reconciliation_id=status.value, status=status) for status in m.CheckStatus)
    publish(tmp_path, [FACTS], [SOURCE], m.Reconciled(checks))
    columns = "checks, checks_balanced, checks_within_rounding, checks_failed"
    rows = run_query(tmp_path, f"SELECT {columns} FROM coverage").to_pylist()
    assert [tuple(row.values()) for row in rows] == [(6, 1, 1, 2)]
