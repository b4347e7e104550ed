"""FY2012 draft: two ruled tables under one caption, with a column for the part (うち) and △ for a decrease."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4, landscape

from .drawing import NAVY, Area, Sheet
from .figures import ACCOUNTS_2012, ITEMS_2012, signed
from .parts import ruled_style

TITLE = "平成24年度文部科学省予算案の主要計数"
LEFT, WIDTH = 60.0, 722.0
WIDTHS = (222, 125, 125, 125, 125)


def typeset() -> bytes:
    """The release as PDF."""
    sheet = Sheet(landscape(A4), TITLE)
    sheet.text(LEFT + WIDTH, 44, "文部科学省", 14, align="right")
    sheet.text(sheet.width / 2, 70, TITLE, 24, align="center", color=NAVY, bold=True)
    sheet.text(LEFT + WIDTH, 130, "(単位：百万円)", 12, align="right")
    bottom = _table(sheet, 126, "Ⅰ　会計別", "会計", ACCOUNTS_2012)
    bottom = _table(sheet, bottom + 34, "Ⅱ　主な事項", "事項", ITEMS_2012)
    notes = (
        "(注)　一般会計と義務教育費国庫負担金の額には、復興のための特別会計の分を含む。",
        "　　　△は減少を、「－」は該当がないことを示す。",
    )
    sheet.lines(Area(LEFT, bottom + 16, WIDTH, 60), notes, 12)
    sheet.end_page()
    return sheet.finish()


def _table(
    sheet: Sheet, y: float, caption: str, first: str, lines: tuple[tuple[str, tuple[int | None, ...]], ...]
) -> float:
    sheet.text(LEFT, y, caption, 16, color=NAVY, bold=True)
    head = (first, "平成23年度\n予算額", "平成24年度\n予算案", "比較増△減額", "うち復興\n特別会計")
    rows = [head, *((name, *(_figure(value) for value in values)) for name, values in lines)]
    return sheet.table(LEFT, y + 28, rows, WIDTHS, ruled_style(15))


def _figure(value: int | None) -> str:
    return "－" if value is None else signed(value)
