"""Hand-written facts of the samples, and comparing them with what the pipeline finds.

Belongs here: gold files, reading them, comparing. Does not belong here: what the pipeline should do about a difference.
"""

from __future__ import annotations

from .comparison import compare
from .files import Gold, Row, read_gold
from .findings import find_amounts, find_checks, find_counts, find_document, find_lines, find_printings

__all__ = [
    "Gold",
    "Row",
    "compare",
    "find_amounts",
    "find_checks",
    "find_counts",
    "find_document",
    "find_lines",
    "find_printings",
    "read_gold",
]
