"""FY2008 progress report: a portrait list in 億円 that goes back several years, with dot leaders instead of rules."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4

from .drawing import BLUE, NAVY, Area, Sheet
from .figures import CITY_AREA_APPROVED, CITY_AREAS_STARTED, CLUSTER_APPROVED, CLUSTER_FIRST_APPROVED
from .parts import leader_line

TITLE = "地域科学技術施策の進み具合(平成20年度予算額)"
LEFT, WIDTH = 60.0, 475.0
SHOWN_COHORTS = (17, 18, 19)


def typeset() -> bytes:
    """The release as PDF."""
    sheet = Sheet(A4, TITLE)
    sheet.text(LEFT + WIDTH, 48, "文部科学省", 12, align="right")
    sheet.text(LEFT, 76, TITLE, 18, color=NAVY, bold=True)
    sheet.rule(LEFT, LEFT + WIDTH, 104, line=2)
    y = _list(sheet, 128, "知的クラスター創成事業", CLUSTER_APPROVED)
    y = _list(sheet, y, "知的クラスター創成事業(第Ⅰ期)", CLUSTER_FIRST_APPROVED)
    y = _notes(sheet, y, ("○　全国18地域(うち3地域は最終年度)で、研究成果をとりまとめる。",))
    y = _list(sheet, y, "都市エリア産学官連携促進事業", CITY_AREA_APPROVED)
    cohorts = [f"○　平成{year}年度開始　{CITY_AREAS_STARTED[year]}地域" for year in SHOWN_COHORTS]
    _notes(sheet, y, cohorts)
    sheet.end_page()
    return sheet.finish()


def _list(sheet: Sheet, y: float, name: str, amounts: dict[int, int]) -> float:
    """A program's heading and a line for every year; the ``y`` below."""
    sheet.box(Area(LEFT, y, 6, 20), fill=BLUE)
    sheet.text(LEFT + 14, y + 3, name, 15, color=NAVY, bold=True)
    y += 34
    for year, amount in amounts.items():
        leader_line(sheet, Area(LEFT + 24, y, WIDTH - 24, 20), y, f"平成{year}年度予算額", f"{amount}億円", 13)
        y += 27
    return y + 18


def _notes(sheet: Sheet, y: float, lines: tuple[str, ...] | list[str]) -> float:
    return sheet.lines(Area(LEFT + 24, y - 8, WIDTH - 24, 120), lines, 13, leading=1.9) + 24
