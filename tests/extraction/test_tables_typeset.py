"""Tables that are typeset and read back: what was set must be found, whatever tool drew it.

Belongs here: properties over made-up tables. Does not belong here: single cases that once went wrong
(``test_tables_cases``).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.typeset.paper import A4_WIDE, MARGIN, Paper
from tests.typeset.reading import facts_read, figures_lost, read_pdf
from tests.typeset.ruling import RULINGS
from tests.typeset.strategies import HEADS, ONE_ROW, TITLE, looks, outlines, tables
from tests.typeset.tables import Fact, Look, TableText, typeset

# Every example is a PDF: a failing one is shown as it is, not made smaller.
SETTINGS = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

# Without rules, one row alone on a page has no columns.
FEWEST_ROWS = 2


def set_page(table: TableText, look: Look) -> bytes:
    """A page with a title, a unit and one table."""
    paper = Paper(A4_WIDE)
    paper.text(paper.width / 2, 40, TITLE, 16, "center")
    paper.text(paper.width - MARGIN, 70, "（単位：千円）", 9, "right")
    typeset(paper, table, MARGIN, 86, look)
    return paper.finish()


def sorted_facts(facts: list[Fact], whole_paths: bool = True) -> list[Fact]:
    """Facts in one order; without rules nobody can say where a head's text goes on and where another begins."""
    if not whole_paths:
        facts = [replace(fact, header=fact.header.replace(" / ", "")) for fact in facts]
    return sorted(facts, key=lambda fact: (fact.label, fact.header, fact.yen or 0))


def check(table: TableText, look: Look) -> None:
    """Set a table, read it, compare all it says; no figure may be missing."""
    facts = read_pdf(set_page(table, look))
    whole = look.ruling.columns
    assert sorted_facts(facts_read(facts), whole) == sorted_facts(table.facts(), whole)
    assert figures_lost(facts) == []


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("ruling", RULINGS)
@given(data=st.data())
@SETTINGS
def test_tables_are_read_as_set(ruling: str, head: str, data: st.DataObject) -> None:
    check(data.draw(tables(HEADS[head])), data.draw(looks(RULINGS[ruling])))


@pytest.mark.parametrize("ruling", RULINGS)
@given(data=st.data())
@SETTINGS
def test_parts_are_below_their_wholes(ruling: str, data: st.DataObject) -> None:
    check(data.draw(outlines(HEADS["one row"])), data.draw(looks(RULINGS[ruling])))


@pytest.mark.parametrize("ruling", RULINGS)
@given(data=st.data())
@SETTINGS
def test_names_of_several_lines_are_one(ruling: str, data: st.DataObject) -> None:
    narrow = (replace(ONE_ROW[0], width=90), *ONE_ROW[1:])
    check(data.draw(tables(narrow, long=True)), data.draw(looks(RULINGS[ruling])))


@pytest.mark.parametrize("ruling", ["grid", "rows only", "none"])
@given(data=st.data())
@SETTINGS
def test_tables_go_on_over_the_page(ruling: str, data: st.DataObject) -> None:
    """The second half has the head again; the unit stands on the first page only."""
    table = data.draw(tables(ONE_ROW).filter(lambda one: len(one.entries) >= 2 * FEWEST_ROWS))
    look = data.draw(looks(RULINGS[ruling]))
    middle = data.draw(st.integers(FEWEST_ROWS, len(table.entries) - FEWEST_ROWS))
    paper = Paper(A4_WIDE)
    paper.text(paper.width / 2, 40, TITLE, 16, "center")
    paper.text(paper.width - MARGIN, 70, "（単位：千円）", 9, "right")
    typeset(paper, replace(table, entries=table.entries[:middle]), MARGIN, 86, look)
    paper.end_page()
    typeset(paper, replace(table, entries=table.entries[middle:]), MARGIN, 86, look, with_head=True)
    facts = read_pdf(paper.finish())
    assert sorted_facts(facts_read(facts), look.ruling.columns) == sorted_facts(table.facts(), look.ruling.columns)
    assert figures_lost(facts) == []
