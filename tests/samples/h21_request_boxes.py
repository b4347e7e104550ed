"""FY2009 request: a portrait document with a box for each program; years and amounts in full-width digits."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4

from .drawing import BLUE, NAVY, PALE, WHITE, Area, Sheet
from .figures import CITY_AREA_REQUEST, CITY_AREAS_STARTED, STRATEGIC_PROGRAM_REQUEST, Budget

TITLE = "平成２１年度概算要求における地域科学技術の事業"
LEFT, WIDTH = 48.0, 499.0
FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")


def typeset() -> bytes:
    """The release as PDF."""
    sheet = Sheet(A4, TITLE)
    sheet.text(sheet.width - LEFT, 44, "文部科学省", 12, align="right")
    sheet.text(sheet.width / 2, 72, TITLE, 18, align="center", color=NAVY, bold=True)
    sheet.rule(LEFT, LEFT + WIDTH, 102, line=2)
    sheet.lines(
        Area(LEFT, 118, WIDTH, 44),
        ("　地域の大学が生み出す研究成果を産業につなげるため、次の事業を要求する。",),
        11.5,
    )
    _city_area(sheet, Area(LEFT, 152, WIDTH, 320))
    _strategic_program(sheet, Area(LEFT, 500, WIDTH, 186))
    sheet.end_page()
    return sheet.finish()


def _head(sheet: Sheet, area: Area, number: str, budget: Budget) -> None:
    """The frame of a program with its name and its two amounts."""
    sheet.box(area, stroke=NAVY, line=1.2)
    sheet.box(Area(area.x, area.y, area.width, 30), fill=NAVY)
    sheet.text(area.x + 12, area.y + 8, f"{number}　{budget.name}", 14, color=WHITE, bold=True)
    middle = area.x + area.width - 14
    current = f"平成２１年度要求額　{_wide(budget.current)}百万円"
    sheet.text(middle, area.y + 42, current, 13, align="right", bold=True)
    if budget.prior is not None:
        prior = f"(平成２０年度予算額　{_wide(budget.prior)}百万円)"
        sheet.text(middle, area.y + 64, prior, 11.5, align="right")


def _city_area(sheet: Sheet, area: Area) -> None:
    _head(sheet, area, "１", CITY_AREA_REQUEST)
    inner = Area(area.x + 16, area.y + 94, area.width - 32, 60)
    sheet.lines(inner, ("○　地域の特色ある研究分野にしぼり、大学と企業の共同研究を進める。",), 11.5)
    box = Area(area.x + 16, area.y + 124, area.width - 32, 180)
    sheet.box(box, fill=PALE, stroke=BLUE)
    sheet.text(box.x + 12, box.y + 12, "全国６９地域(年度別)", 12.5, color=NAVY, bold=True)
    lines = [f"・平成{_wide(year)}年度開始　{_wide(number)}地域" for year, number in CITY_AREAS_STARTED.items()]
    sheet.lines(Area(box.x + 24, box.y + 40, box.width - 36, 140), lines, 12, leading=1.8)


def _strategic_program(sheet: Sheet, area: Area) -> None:
    _head(sheet, area, "２", STRATEGIC_PROGRAM_REQUEST)
    lines = (
        "○　大学が自ら定めた戦略に沿って行う、知的財産の創造と活用を支援する。",
        "○　国際的な特許の取得と、地域の大学どうしの協力に重点を置く。",
        "○　専門の人材を大学に置き、研究の芽と企業の需要を結び付ける。",
    )
    sheet.lines(Area(area.x + 16, area.y + 98, area.width - 32, 120), lines, 11.5, leading=1.9)


def _wide(value: int) -> str:
    return f"{value:,}".translate(FULL_WIDTH)
