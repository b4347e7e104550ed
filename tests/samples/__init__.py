"""The project's own sample releases, typeset into raw/ from published figures in the project's own words.

Belongs here: figures, layout and drawing of the samples, and ``RELEASES``, which names them all. Does not belong here: what
the pipeline should find in them (``tests/gold``).
"""

from __future__ import annotations

from collections.abc import Callable

from . import (
    h15_draft_text,
    h17_settlement_table,
    h20_draft_slides,
    h20_progress_report,
    h21_request_boxes,
    h24_draft_table,
    h27_draft_columns,
    r8_request_text,
)

__all__ = ["RELEASES"]

RELEASES: dict[str, Callable[[], bytes]] = {
    "h15_draft_industry_academia.txt": h15_draft_text.typeset,
    "h17_settlement.pdf": h17_settlement_table.typeset,
    "h20_draft_regional_innovation.pdf": h20_draft_slides.typeset,
    "h20_regional_progress.pdf": h20_progress_report.typeset,
    "h21_request_regional_programs.pdf": h21_request_boxes.typeset,
    "h24_draft_main_figures.pdf": h24_draft_table.typeset,
    "h27_draft_accounts.pdf": h27_draft_columns.typeset,
    "r8_request_science.txt": r8_request_text.typeset,
}
"""File name in raw/ to the function that gives its bytes, the same bytes each time."""
