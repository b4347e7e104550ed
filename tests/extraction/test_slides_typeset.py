"""Slides that are typeset and read back: every box's title has its own amounts and counts, and no other's.

Belongs here: properties over made-up slides. Does not belong here: tables (``test_tables_typeset``).
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings

from pipeline.model import DocumentFacts
from tests.typeset.reading import figures_lost, read_pdf
from tests.typeset.slides import Panel, SlideLook, panels, set_slide, slide_looks
from tests.typeset.strategies import YEAR

MILLION = 1_000_000
# Every example is a PDF: a failing one is shown as it is, not made smaller.
SETTINGS = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def amounts_set(found: list[Panel]) -> list[tuple[str, int, int]]:
    """Title, fiscal year and yen of every amount."""
    this_year = [(panel.name, YEAR, panel.budget * MILLION) for panel in found]
    return sorted([*this_year, *((p.name, YEAR - 1, p.last * MILLION) for p in found if p.last is not None)])


def amounts_read(facts: DocumentFacts) -> list[tuple[str, int | None, int | None]]:
    labels = {line.line_id: line.label for line in facts.lines}
    return sorted((labels[a.line_id], a.fiscal_year, a.amount_yen) for a in facts.amounts)


def counts_read(facts: DocumentFacts) -> list[tuple[str, int]]:
    labels = {line.line_id: line.label for line in facts.lines}
    return sorted((labels[count.line_id or ""], count.value) for count in facts.counts)


@given(found=panels(), look=slide_looks())
@SETTINGS
def test_boxes_keep_their_figures(found: list[Panel], look: SlideLook) -> None:
    facts = read_pdf(set_slide(found, look))
    assert amounts_read(facts) == amounts_set(found)
    assert counts_read(facts) == sorted((p.name, p.regions) for p in found if p.regions is not None)
    assert figures_lost(facts) == []
