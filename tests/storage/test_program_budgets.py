"""Which of several statements of one program's budget analysts see, on hand-made releases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import model as m
from pipeline.storage import publish, run_query

from .samples import AMOUNT, CHECK, FACTS, LINE, RECORD

REQUESTED, PROPOSED, APPROVED, ADJUSTED = m.Phase.REQUESTED, m.Phase.PROPOSED, m.Phase.APPROVED, m.Phase.ADJUSTED
EXECUTED = m.Phase.EXECUTED


def release(
    number: int,
    year: int | None,
    phase: m.Phase | None,
    *amounts: m.Amount,
    line: m.BudgetLine = LINE,
    **record: Any,
) -> m.DocumentFacts:
    """A release about a year and phase that states one program's figures; ``number`` is its document_id."""
    document_id = f"{number:016x}"
    made = replace(RECORD, document_id=document_id, fiscal_year=year, phase=phase, released_on=None)
    own_line = replace(line, line_id=f"l{number}", document_id=document_id)
    own_amounts = tuple(
        replace(amount, amount_id=f"a{number}-{n}", line_id=own_line.line_id, document_id=document_id)
        for n, amount in enumerate(amounts)
    )
    return m.DocumentFacts(
        replace(made, source_uri=f"{number}.pdf", **record),
        lines=(own_line,),
        amounts=own_amounts,
        programs=FACTS.programs[:1],
    )


def figure(amount_yen: int | None, year: int = 2008, phase: m.Phase | None = APPROVED, **changes: Any) -> m.Amount:
    """A budget figure of a year and phase."""
    return replace(AMOUNT, amount_yen=amount_yen, fiscal_year=year, phase=phase, **changes)


def budgets(
    tmp_path: Path, releases: list[m.DocumentFacts], *checks: m.Reconciliation, columns: str = "amount_yen"
) -> list[tuple[Any, ...]]:
    """The rows of program_budgets over the releases, in order of year, phase and supplement."""
    publish(tmp_path, releases, [], m.Reconciled(checks))
    sql = f"SELECT {columns} FROM program_budgets ORDER BY fiscal_year, phase, supplement_no"
    return [tuple(row.values()) for row in run_query(tmp_path, sql).to_pylist()]


@pytest.mark.parametrize(
    ("loser", "winner"),
    [
        pytest.param(
            release(9, 2009, EXECUTED, figure(1)),
            release(1, 2008, REQUESTED, figure(2)),
            id="a release about the year, whatever its phase, before a later release's last-year column",
        ),
        pytest.param(
            release(9, 2009, APPROVED, figure(1)),
            release(1, 2010, REQUESTED, figure(2)),
            id="of two last-year columns, the one of the later release",
        ),
        pytest.param(
            release(9, None, None, figure(1)),
            release(1, 2010, REQUESTED, figure(2)),
            id="a release that does not say its year comes last",
        ),
        pytest.param(release(9, 2009, REQUESTED, figure(1)), release(1, 2009, PROPOSED, figure(2)), id="proposed"),
        pytest.param(release(9, 2009, PROPOSED, figure(1)), release(1, 2009, APPROVED, figure(2)), id="approved"),
        pytest.param(release(9, 2009, APPROVED, figure(1)), release(1, 2009, ADJUSTED, figure(2)), id="adjusted"),
        pytest.param(release(9, 2009, ADJUSTED, figure(1)), release(1, 2009, EXECUTED, figure(2)), id="executed"),
        pytest.param(
            release(9, 2009, APPROVED, figure(1), released_on=date(2009, 3, 27)),
            release(1, 2009, APPROVED, figure(2), released_on=date(2009, 3, 28)),
            id="the later day",
        ),
        pytest.param(
            release(9, 2009, APPROVED, figure(1)),
            release(1, 2009, APPROVED, figure(2), released_on=date(2009, 3, 28)),
            id="a known day before an unknown one",
        ),
        pytest.param(
            release(1, 2009, APPROVED, figure(1)), release(9, 2009, APPROVED, figure(2)), id="the larger document_id"
        ),
        pytest.param(
            release(9, 2008, APPROVED, figure(1), status=m.DocumentStatus.WITHDRAWN, withdrawn_on=date(2008, 5, 1)),
            release(1, 2009, REQUESTED, figure(2)),
            id="a release that was withdrawn yields to any other",
        ),
        pytest.param(
            release(9, 2008, APPROVED, figure(1), replaced_by=f"{1:016x}"),
            release(1, 2008, REQUESTED, figure(2)),
            id="a release that was replaced yields to any other",
        ),
    ],
)
def test_one_statement_wins(tmp_path: Path, loser: m.DocumentFacts, winner: m.DocumentFacts) -> None:
    assert budgets(tmp_path / "one", [loser, winner]) == [(2,)]
    assert budgets(tmp_path / "other", [winner, loser]) == [(2,)]
    stated = run_query(tmp_path / "one", "SELECT amount_yen FROM amounts ORDER BY 1").to_pylist()
    assert [row["amount_yen"] for row in stated] == [1, 2], "the loser remains reachable"


def test_years_phases_and_supplements_do_not_compete(tmp_path: Path) -> None:
    supplements = (figure(3, phase=ADJUSTED, supplement_no=1), figure(4, phase=ADJUSTED, supplement_no=2))
    stated = release(1, 2008, APPROVED, figure(1, year=2007), figure(2), *supplements, figure(5, phase=EXECUTED))
    columns = "fiscal_year, phase, supplement_no, amount_yen"
    assert budgets(tmp_path, [stated], columns=columns) == [
        (2007, "approved", None, 1),
        (2008, "adjusted", 1, 3),
        (2008, "adjusted", 2, 4),
        (2008, "approved", None, 2),
        (2008, "executed", None, 5),
    ]


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        (figure(39, qualifier=m.Qualifier.PORTION_OF), (None, 39, "portion_of")),
        (figure(5, amount_yen_max=20), (5, 20, None)),
        (figure(None), (None, None, None)),
        (figure(0), (0, None, None)),
        (figure(7, qualifier=m.Qualifier.RESTATED), (7, None, "restated")),
    ],
)
def test_what_is_not_the_programs_own_amount_is_a_bound(
    tmp_path: Path, stated: m.Amount, shown: tuple[int | None, int | None, str | None]
) -> None:
    columns = "amount_yen, bound_yen, qualifier"
    assert budgets(tmp_path, [release(1, 2008, APPROVED, stated)], columns=columns) == [shown]


@pytest.mark.parametrize(
    "other",
    [
        release(1, 2008, APPROVED, figure(1, measure=m.Measure.UNIT_COST)),
        release(1, 2008, APPROVED, figure(1, measure=m.Measure.CUMULATIVE)),
        release(1, 2008, APPROVED, figure(1, nature=m.Nature.FINANCING)),
        release(1, 2008, APPROVED, figure(1, nature=m.Nature.REVENUE)),
        release(1, 2008, APPROVED, figure(1), line=replace(LINE, is_total=True)),
    ],
)
def test_what_is_no_budget_of_a_program_is_not_shown(tmp_path: Path, other: m.DocumentFacts) -> None:
    assert budgets(tmp_path, [other]) == []


def test_change_and_exact_millions_stand_beside_the_amount(tmp_path: Path) -> None:
    change = figure(-1_250_000, measure=m.Measure.CHANGE)
    stated = release(1, 2008, APPROVED, figure(7_530_500_000), change)
    columns = "amount_million_yen::VARCHAR AS million, change_yen, marker, title, page"
    assert budgets(tmp_path, [stated], columns=columns) == [
        ("7530.500000", -1_250_000, "expanded", RECORD.title, 1),
    ]


def test_gravest_finding_about_the_figure_is_shown(tmp_path: Path) -> None:
    stated = release(1, 2008, APPROVED, figure(1, year=2007), figure(2))
    check = replace(CHECK, document_id=f"{1:016x}", line_id="l1", phase=APPROVED)
    checks = (
        replace(check, reconciliation_id="r1", status=m.CheckStatus.BALANCED),
        replace(check, reconciliation_id="r2", status=m.CheckStatus.UNVERIFIABLE),
        replace(check, reconciliation_id="r3", status=m.CheckStatus.PARTIAL),
        replace(check, reconciliation_id="r4", status=m.CheckStatus.MISMATCH, unit="地域"),
        replace(check, reconciliation_id="r5", status=m.CheckStatus.MISMATCH, phase=REQUESTED),
    )
    columns = "fiscal_year, reconciliation_status"
    assert budgets(tmp_path, [stated], *checks, columns=columns) == [(2007, None), (2008, "unverifiable")]
