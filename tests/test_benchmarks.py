"""The benchmark of injected errors: its own arithmetic, and a short run on the sample releases."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from injection.changes import KINDS, Change
from injection.equations import equations_of, figures_of

from pipeline.model import DocumentFacts, RoundingMode
from pipeline.reconciliation import reconcile_document

from .reconciliation.facts import MILLION, Sheet

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def small_table(total: int) -> DocumentFacts:
    sheet = Sheet()
    for label, million in (("甲", 10), ("乙", 20), ("計", total)):
        sheet.amount(sheet.line(label, is_total=label == "計"), million, column=1)
    return sheet.facts(RoundingMode.UNKNOWN)


@pytest.mark.parametrize(("yen", "broken"), [(30, False), (31, False), (32, True), (29, False), (28, True)])
def test_a_change_is_visible_where_the_residual_leaves_what_rounding_or_cutting_off_allows(
    yen: int, broken: bool
) -> None:
    """Rounded, the three figures allow 1.5 units either way, closed; cut off, less than 2 above and 1 below."""
    facts = small_table(30)
    (equation,) = equations_of([facts], reconcile_document(facts))
    changed = replace(facts, amounts=(*facts.amounts[:-1], replace(facts.amounts[-1], amount_yen=yen * MILLION)))
    assert equation.broken(figures_of([changed])) is broken


def test_without_the_total_or_all_its_rows_nothing_is_left_to_see() -> None:
    facts = small_table(30)
    (equation,) = equations_of([facts], reconcile_document(facts))
    assert equation.broken(figures_of([replace(facts, amounts=facts.amounts[1:])]))
    assert not equation.broken(figures_of([replace(facts, amounts=facts.amounts[:-1])]))
    assert not equation.broken(figures_of([replace(facts, amounts=facts.amounts[-1:])]))


@pytest.mark.parametrize("seed", range(5))
def test_every_change_changes_figures_and_nothing_but_the_lines_that_it_names(seed: int) -> None:
    sheet = Sheet()
    for parent in ("一", "二"):
        top = sheet.line(parent)
        for label, million in (("甲", -10), ("乙", 20)):
            line = sheet.line(f"{parent}{label}", top)
            sheet.amount(line, million * len(parent), column=1)
            sheet.amount(line, million + 3, column=2, fiscal_year=2007)
    facts = sheet.facts()
    for name, kind in KINDS:
        change = kind(facts, random.Random(seed))
        assert isinstance(change, Change), name
        before, after = figures_of([facts]), figures_of([change.facts])
        differing = {one for one in before if before[one] != after.get(one)}
        assert differing, name
        assert {before[one].line_id for one in differing} <= change.lines, name


def test_a_short_run_reports_every_visible_error_of_the_samples_and_says_what_it_leaves_out() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YOSAN_RS")}
    command = [sys.executable, str(BENCHMARKS / "error_injection.py"), "--changes", "90"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=BENCHMARKS.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "left out: the review sheets of the RS System" in done.stdout
    (whole,) = (line.split() for line in done.stdout.splitlines() if line.strip().startswith("all "))
    assert whole[1] == "90" and whole[2] == whole[4] != "0"
