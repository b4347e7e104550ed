"""Errata sheets (正誤表) with known contents, set as a table with or without rules.

Belongs here: how they are set. Does not belong here: what tests expect of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Box

from .paper import Paper

SIZE, ROW, TOP, LEFT = 11.0, 24.0, 150.0, 40.0
WIDTHS = (50.0, 230.0, 110.0, 110.0)
HEAD = ("頁", "箇所", "誤", "正")


def errata_sheet(
    heading: Sequence[str],
    rows: Sequence[Sequence[str]],
    ruled: bool = True,
    head: Sequence[str] = HEAD,
    caption: str = "",
) -> bytes:
    """A page with a heading of several lines and a table of pairs below it."""
    paper = Paper()
    for number, line in enumerate(heading):
        paper.text(LEFT, 40 + 22 * number, line, 14)
    paper.text(LEFT + sum(WIDTHS), TOP - 18, caption, 9, align="right")
    for number, cells in enumerate((head, *rows)):
        x, top = LEFT, TOP + ROW * number
        for text, width in zip(cells, WIDTHS, strict=True):
            if ruled:
                paper.box(Box(x, top, x + width, top + ROW))
            paper.text(x + 6, top + (ROW - SIZE) / 2, text, SIZE)
            x += width
    paper.end_page()
    return paper.finish()
