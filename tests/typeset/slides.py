"""Made-up slides: boxes in columns, each with a title in one corner and its amount in another.

Belongs here: what a slide says, how it may look, and setting it. Does not belong here: tables.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from pipeline.model import Box

from .paper import A4_WIDE, MARGIN, Paper
from .strategies import TITLE, names

LEGEND = "※（　）内は令和7年度予算額"
PADDING = 8.0
HEAD_ROOM = 110.0  # points for the slide's title and its legend
GAP = 14.0  # points between boxes


@dataclass(frozen=True, slots=True)
class Panel:
    """One box: its title, this year's and last year's figure in 百万円, how many 地域 it supports."""

    name: str
    budget: int
    last: int | None
    regions: int | None


@dataclass(frozen=True, slots=True)
class SlideLook:
    """How many boxes stand side by side, the size of the letters, the corner of the amounts, whether titles are bold."""

    columns: int
    size: float
    corner: str
    bold: bool


def panels() -> st.SearchStrategy[list[Panel]]:
    """Two to six boxes with different names."""
    figures = st.integers(10, 99_999)
    return names(2, 6).flatmap(
        lambda found: st.tuples(
            *(
                st.builds(Panel, st.just(name), figures, st.none() | figures, st.none() | st.integers(2, 90))
                for name in found
            )
        ).map(list)
    )


def slide_looks() -> st.SearchStrategy[SlideLook]:
    """One to three columns; amounts at the bottom right or below the title."""
    return st.builds(
        SlideLook,
        st.integers(1, 3),
        st.sampled_from((10.0, 11.0, 12.0)),
        st.sampled_from(("bottom right", "below the title")),
        st.booleans(),
    )


def set_slide(found: list[Panel], look: SlideLook) -> bytes:
    """The slide as a PDF of one page."""
    paper = Paper(A4_WIDE)
    paper.text(paper.width / 2, 30, TITLE, 20, "center")
    paper.text(paper.width - MARGIN, 70, LEGEND, 9, "right")
    width = (paper.width - 2 * MARGIN - (look.columns - 1) * GAP) / look.columns
    rows = -(-len(found) // look.columns)
    height = min(150.0, (paper.height - HEAD_ROOM - MARGIN - (rows - 1) * GAP) / rows)
    for at, panel in enumerate(found):
        x0 = MARGIN + (at % look.columns) * (width + GAP)
        top = HEAD_ROOM + (at // look.columns) * (height + GAP)
        _set_panel(paper, Box(x0, top, x0 + width, top + height), panel, look)
    return paper.finish()


def _set_panel(paper: Paper, box: Box, panel: Panel, look: SlideLook) -> None:
    paper.box(box)
    left, line = box.x0 + PADDING, 1.6 * look.size
    paper.text(left, box.top + PADDING, panel.name, look.size, bold=look.bold)
    amount = f"{panel.budget:,}百万円" + (f"（{panel.last:,}百万円）" if panel.last is not None else "")
    if look.corner == "below the title":
        paper.text(left, box.top + PADDING + line, amount, look.size)
    else:
        paper.text(box.x1 - PADDING, box.bottom - PADDING - look.size, amount, look.size, "right")
    if panel.regions is not None:
        shift = 2 if look.corner == "below the title" else 1
        paper.text(left, box.top + PADDING + shift * line, f"○対象：{panel.regions}地域", look.size)
