"""What a person sees of a materialization beside its size: pictures and charts, small enough to be kept with every run.

Belongs here: pictures as Markdown that the UI shows without asking any other server. Does not belong here: what is on a page's
picture (``picturing``).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import dagster as dg
from PIL import Image

from pipeline import storage

PICTURE_WIDTHS = (1000, 700, 450)  # pixels; the next where a picture comes to more than it may
MOST_BYTES = 200_000
COLORS = 64  # print, marks and what lies between them
BAR_COLOR = "#3b6fb6"
LABEL_WIDTH, BAR_WIDTH, ROW_HEIGHT, FONT_SIZE = 190, 380, 22, 13  # pixels
MOST_BARS = 40

FIGURES_BY_YEAR = (
    "SELECT coalesce(fiscal_year::VARCHAR, 'no year') AS label, count(*) AS value FROM amounts "
    "GROUP BY ALL ORDER BY label"
)
# Programs may contain one another, so that no sum over them is shown: those that are followed through most years, each by itself.
FOLLOWED = 4
BUDGETS_BY_YEAR = f"""
WITH told AS (
    SELECT name, program_id, fiscal_year, max_by(amount_yen, phase_order) AS yen FROM (
        SELECT *, CASE phase WHEN 'requested' THEN 1 WHEN 'proposed' THEN 2 WHEN 'approved' THEN 3 ELSE 0 END AS phase_order
        FROM program_budgets WHERE amount_yen > 0 AND fiscal_year IS NOT NULL AND supplement_no IS NULL)
    GROUP BY ALL),
followed AS (
    SELECT program_id FROM told GROUP BY ALL ORDER BY count(*) DESC, max(yen) DESC, program_id LIMIT {FOLLOWED})
SELECT concat(name, ' ', fiscal_year) AS label, yen // 1000000 AS value FROM told JOIN followed USING (program_id)
ORDER BY name, program_id, fiscal_year
"""
CHECKS_BY_STATUS = "SELECT status AS label, count(*) AS value FROM reconciliations GROUP BY ALL ORDER BY label"

# Table or view, name and query of what is charted, and the unit of the bars.
CHARTS = (
    ("amounts", "figures by fiscal year", FIGURES_BY_YEAR, "figures"),
    ("program_budgets", "budgets by fiscal year", BUDGETS_BY_YEAR, "百万円"),
    ("reconciliations", "checks by status", CHECKS_BY_STATUS, "checks"),
)


def show_more(state: storage.OpenState) -> dict[str, dict[str, Any]]:
    """Charts of the published state, as metadata by table or view; no chart where there is nothing to draw."""
    shown: dict[str, dict[str, Any]] = {}
    for asset, name, sql, unit in CHARTS:
        rows = state.ask(sql).to_pylist()
        bars = [(row["label"], row["value"]) for row in rows if row["value"] is not None][-MOST_BARS:]
        if bars:
            shown.setdefault(asset, {})[name] = show_chart(name, bars, unit)
    return shown


def show_picture(picture: Image.Image) -> dg.MetadataValue:
    """A picture of a page as a small PNG within Markdown."""
    return dg.MetadataValue.md(_inline("the page with what was read", "image/png", _shrink(picture)))


def show_chart(title: str, bars: Sequence[tuple[str, int]], unit: str) -> dg.MetadataValue:
    """Horizontal bars, from the top, as a drawing within Markdown."""
    return dg.MetadataValue.md(_inline(title, "image/svg+xml", _draw_bars(bars, unit).encode()))


def _inline(title: str, media_type: str, content: bytes) -> str:
    return f"![{title}](data:{media_type};base64,{base64.b64encode(content).decode()})"


def _shrink(picture: Image.Image) -> bytes:
    """As PNG, as wide as the bytes allow; the narrowest in any case."""
    packed = b""
    for width in PICTURE_WIDTHS:
        height = max(1, round(picture.height * width / picture.width))
        small = picture if picture.width <= width else picture.resize((width, height), Image.Resampling.LANCZOS)
        packed = _pack(small)
        if len(packed) <= MOST_BYTES:
            break
    return packed


def _pack(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    # The colours that differ most, however few pixels have them: marks are small, and told apart by nothing else.
    colors = picture.quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    colors.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw_bars(bars: Sequence[tuple[str, int]], unit: str) -> str:
    """An SVG with a row for each bar: label, bar, value."""
    largest = max(1, *(abs(value) for _, value in bars))
    width, height = LABEL_WIDTH + BAR_WIDTH + 150, ROW_HEIGHT * len(bars) + 8
    rows = "".join(_draw_bar(row, label, value, largest, unit) for row, (label, value) in enumerate(bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
        f'font-size="{FONT_SIZE}"><rect width="100%" height="100%" fill="white"/>{rows}</svg>'
    )


def _draw_bar(row: int, label: str, value: int, largest: int, unit: str) -> str:
    top, middle = ROW_HEIGHT * row + 6, ROW_HEIGHT * row + 18
    length = max(1, round(abs(value) / largest * BAR_WIDTH))
    return (
        f'<text x="{LABEL_WIDTH - 8}" y="{middle}" text-anchor="end">{escape(_cut(label))}</text>'
        f'<rect x="{LABEL_WIDTH}" y="{top}" width="{length}" height="{ROW_HEIGHT - 6}" fill="{BAR_COLOR}"/>'
        f'<text x="{LABEL_WIDTH + length + 6}" y="{middle}">{value:,} {escape(unit)}</text>'
    )


def _cut(label: str) -> str:
    """A label that fits: its end, which has the year, is kept."""
    return label if len(label) <= 14 else f"{label[:8]}…{label[-5:]}"
