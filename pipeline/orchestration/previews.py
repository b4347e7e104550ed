"""The first rows of a table as Markdown, which the UI opens in a window as wide as the screen.

Belongs here: which columns tell a person something, and values as text. Does not belong here: reading rows (``storage``).

The UI squeezes a table among the metadata into a third of the page, where Japanese names stand one character below another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import dagster as dg

from pipeline import storage

PREVIEW_ROWS = 10
MOST_COLUMNS = 7  # as many as a window has room for
LONGEST_VALUE = 40  # characters; a page's whole text is no preview
SHORTEST_IN_A_WINDOW = 1000  # characters; the UI squeezes shorter Markdown in among the metadata
SMALLEST_GROUPED = 10_000  # an amount is read in groups of three digits, a year is not

# What a person looks for first, where that is not what stands first.
TELLING: Mapping[str, tuple[str, ...]] = {
    "documents": ("file_name", "title", "issuer", "fiscal_year", "phase", "page_count", "status"),
    "budget_lines": ("label", "ordinal", "level", "account", "relation", "is_total", "page"),
    "amounts": ("amount_text", "amount_yen", "fiscal_year", "phase", "measure", "header_path", "page"),
    "reconciliations": ("kind", "fiscal_year", "phase", "stated", "computed", "residual", "status"),
    "coverage": ("source_uri", "title", "status", "amounts", "counts", "issues", "placed_share"),
    "evidence": ("label", "figure_text", "value", "unit", "fiscal_year", "phase", "link"),
}
_NO_FIGURE = re.compile(r"_id$|^sha256$|^x[01]$|^top$|^bottom$|^char_")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def show_preview(name: str, preview: storage.Preview) -> dict[str, Any]:
    """Size and first rows of a table or a view, as metadata."""
    if not preview.first:
        return {"dagster/row_count": preview.rows, "preview": dg.MetadataValue.text("no rows")}
    table = write_table(preview.first, TELLING.get(name) or choose_columns(preview.first))
    return {"dagster/row_count": preview.rows, "preview": dg.MetadataValue.md(table.ljust(SHORTEST_IN_A_WINDOW))}


def choose_columns(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The first columns that have values, those before ids and places on a page."""
    filled = [name for name in (rows[0] if rows else ()) if any(row[name] is not None for row in rows)]
    return tuple(sorted(filled, key=lambda name: bool(_NO_FIGURE.search(name)))[:MOST_COLUMNS])


def write_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """A Markdown table with numbers to the right; whatever a document prints stays text."""
    numeric = [all(_is_number(row[name]) for row in rows if row[name] is not None) for name in columns]
    heads = _write_row([_escape(name) for name in columns])
    rule = _write_row(["---:" if is_number else "---" for is_number in numeric])
    return "\n".join([heads, rule, *(_write_row([_write_value(row[name]) for name in columns]) for row in rows)])


def _write_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _write_value(value: Any) -> str:
    if value is None:
        return ""
    if _is_number(value):
        return f"{value:,}" if isinstance(value, Decimal) or abs(value) >= SMALLEST_GROUPED else str(value)
    text = " ".join(str(value).split())
    return _escape(text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…")


def _escape(text: str) -> str:
    """Text in which nothing means anything to Markdown.

    >>> _escape("![a](http://b|c)")
    '\\\\!\\\\[a\\\\]\\\\(http\\\\:\\\\/\\\\/b\\\\|c\\\\)'
    """
    return _PUNCTUATION.sub(r"\\\1", text)
