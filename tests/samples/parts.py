"""The parts that releases are made of: title bars, corner boxes with the amount, panels, leader lines, table styles.

Belongs here: layouts that more than one page uses. Does not belong here: figures and wording.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .drawing import BLACK, BLUE, CREAM, NAVY, PALE, WHITE, Area, Sheet
from .fonts import width_of

MARGIN = 36.0
LEADER = "…"
PANEL_STRIP = 30.0  # height of a panel's heading
PANEL_LEADING = 1.8  # line to line in a panel, in sizes

# (label, figure) of one line in a corner box; a line without a figure has ""
AmountLine = tuple[str, str]


def title_bar(sheet: Sheet, title: str, right: float) -> None:
    """A dark bar with the program's name, from the left margin to ``right``."""
    area = Area(MARGIN, 32, right - MARGIN, 40)
    sheet.box(area, fill=NAVY)
    sheet.text(area.x + 14, area.y + 10, title, 20, color=WHITE, bold=True, room=area.width - 28)


def corner_box(sheet: Sheet, x: float, lines: Sequence[AmountLine], note: str | None = None) -> None:
    """The amount in the upper right corner: labels to the left, figures to the right, a note in small type below."""
    width = sheet.width - MARGIN - x
    leading = 19.0
    height = leading * len(lines) + 8 + (13 if note else 0)
    sheet.box(Area(x, 28, width, height), fill=CREAM, stroke=NAVY, line=1.2)
    y = 33.0
    for label, figure in lines:
        sheet.text(x + 10, y, label, 11.5, bold=label != "" and not label.startswith("("))
        sheet.text(x + width - 10, y, figure, 12.5, align="right", bold=not figure.endswith(")"))
        y += leading
    if note:
        sheet.text(x + width - 10, y, note, 9, align="right", room=width - 20)


def panel(
    sheet: Sheet, x: float, y: float, width: float, title: str, lines: Sequence[str], *, size: float = 16, rows: int = 0
) -> float:
    """A box with its heading in a strip on top, as high as its lines need or ``rows`` lines would; its lower edge."""
    leading = PANEL_LEADING * size
    area = Area(x, y, width, PANEL_STRIP + 10 + leading * max(len(lines), rows) + 4)
    sheet.box(area, stroke=BLUE, line=1)
    sheet.box(Area(x, y, width, PANEL_STRIP), fill=PALE, stroke=BLUE, line=1)
    sheet.text(x + 12, y + 7, title, 15, color=NAVY, bold=True, room=width - 24)
    inner = Area(x + 14, y + PANEL_STRIP + 10, width - 28, area.height - PANEL_STRIP - 10)
    sheet.lines(inner, lines, size, leading=PANEL_LEADING)
    return y + area.height


def leader_line(sheet: Sheet, area: Area, y: float, label: str, figure: str, size: float = 11.5) -> None:
    """A name and a figure at the two edges of an area with dots between them."""
    gap = area.width - width_of(label, size) - width_of(figure, size) - 16
    dots = int(gap // width_of(LEADER, size))
    sheet.text(area.x, y, label, size)
    sheet.text(area.x + area.width, y, figure, size, align="right")
    if dots > 1:
        right = area.x + area.width - width_of(figure, size) - 8
        sheet.text(right, y, LEADER * dots, size, align="right", color=BLUE)


def ruled_style(size: float, *, text_columns: Sequence[int] = (0,)) -> list[Any]:
    """A table with all rules drawn, a tinted head row and figures set against the right edge."""
    style: list[Any] = [
        ("FONTSIZE", (0, 0), (-1, -1), size),
        ("LEADING", (0, 0), (-1, -1), size * 1.3),
        ("GRID", (0, 0), (-1, -1), 0.6, BLACK),
        ("BOX", (0, 0), (-1, -1), 1.2, BLACK),
        ("BACKGROUND", (0, 0), (-1, 0), PALE),
        ("ALIGN", (0, 1), (-1, -1), "RIGHT"),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 7),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
    ]
    return [*style, *(("ALIGN", (column, 1), (column, -1), "LEFT") for column in text_columns)]


def unruled_style(size: float) -> list[Any]:
    """A table without any rule, its figures set against the right edge."""
    return [
        ("FONTSIZE", (0, 0), (-1, -1), size),
        ("LEADING", (0, 0), (-1, -1), size * 1.3),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
        ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
