"""FY2005 settlement: a ruled table in 百万円 whose note says that it truncates; a dash for none."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4, landscape

from .drawing import BLACK, NAVY, PALE, Area, Sheet
from .figures import SETTLEMENT_2005
from .parts import ruled_style

TITLE = "平成17年度文部科学省所管歳出決算"
LEFT, WIDTH = 60.0, 722.0
HEAD = ("区分", "歳出予算現額", "支出済歳出額", "翌年度繰越額", "不用額")


def typeset() -> bytes:
    """The release as PDF."""
    sheet = Sheet(landscape(A4), TITLE)
    sheet.text(LEFT + WIDTH, 44, "文部科学省", 14, align="right")
    sheet.text(sheet.width / 2, 70, TITLE, 24, align="center", color=NAVY, bold=True)
    lead = (
        "　一般会計の歳出について、組織別の決算は次の表のとおりである。",
        "　予算現額に対し、大部分を年度内に支出した。残りは翌年度に繰り越すか、不用とした。",
    )
    sheet.lines(Area(LEFT, 122, WIDTH, 60), lead, 14, leading=1.8)
    sheet.text(LEFT + WIDTH, 190, "(単位：百万円)", 12, align="right")
    rows = [HEAD, *((name, *(_figure(value) for value in values)) for name, values in SETTLEMENT_2005)]
    style = [
        *ruled_style(15),
        ("TOPPADDING", (0, 0), (-1, -1), 12),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 12),
        ("BACKGROUND", (0, -1), (-1, -1), PALE),
        ("LINEABOVE", (0, -1), (-1, -1), 1.2, BLACK),
    ]
    bottom = sheet.table(LEFT, 212, rows, (174, 137, 137, 137, 137), style)
    notes = (
        "(注)　単位未満は切り捨てて表示したため、内訳を足した額と合計が合わないことがある。",
        "　　　「－」は該当する額がないことを示す。",
    )
    sheet.lines(Area(LEFT, bottom + 16, WIDTH, 60), notes, 12)
    sheet.end_page()
    return sheet.finish()


def _figure(value: int | None) -> str:
    return "－" if value is None else f"{value:,}"
