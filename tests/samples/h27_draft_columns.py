"""FY2015 draft: a table in 億円 without any rule that goes on over the page, its head not printed again.

The rates of the two first lines are published; the others are the change over the prior year, worked out for this sample.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from reportlab.lib.pagesizes import A4

from .drawing import NAVY, Area, Sheet
from .figures import ALL_2015, EDUCATION_2015, SUPPLEMENT_2014, in_japanese_units, signed
from .parts import unruled_style

TITLE = "平成27年度文部科学省予算案の会計別概要"
LEFT, WIDTH = 48.0, 499.0
WIDTHS = (139, 95, 95, 95, 75)
HEAD = ("区分", "平成26年度\n予算額(組替後)", "平成27年度\n予算案", "比較増△減額", "増減率(％)")
POINTS = (
    "１　考え方",
    "　・教育の再生と科学技術の振興を、財政の健全化と両立させながら進める。",
    "　・施策の効果を点検し、重なりのある事業をまとめる。",
    "　・前年度の額は、本年度の区分に合わせて組み替えて示す。",
    "",
    "２　教育",
    "　・少人数での指導や専門スタッフの配置など、学校を支える体制を整える。",
    "　・意欲のある子どもが家庭の事情にかかわらず学べるよう、修学支援を進める。",
    "　・被災した地域の学校の再建と、子どもの心のケアを続ける。",
    "",
    "３　科学技術",
    "　・若手の研究者が腰を据えて研究に取り組める環境をつくる。",
    "　・大学と企業が組織どうしで協力する共同研究を広げる。",
    "　・防災に役立つ観測と研究を続け、成果を地域に届ける。",
    "",
    "４　文化とスポーツ",
    "　・地域の文化財を守り、まちづくりに生かす取組を支える。",
    "　・競技者の育成と、だれもが体を動かせる場の整備を進める。",
)

PLANS = (
    "７　これからの予定",
    "　・予算案は、国会での審議を経て成立する。",
    "　・成立した後は、速やかに公募の手続を始める。",
    "　・事業の進み具合は、年度の途中でも点検して公表する。",
)


def typeset() -> bytes:
    """The release as PDF."""
    sheet = Sheet(A4, TITLE)
    _first_page(sheet)
    sheet.end_page()
    _second_page(sheet)
    sheet.end_page()
    return sheet.finish()


def _first_page(sheet: Sheet) -> None:
    sheet.text(LEFT + WIDTH, 48, "文部科学省", 12, align="right")
    sheet.text(sheet.width / 2, 80, TITLE, 18, align="center", color=NAVY, bold=True)
    y = sheet.lines(Area(LEFT, 124, WIDTH, 440), POINTS, 11.5, leading=1.85)
    sheet.text(LEFT, y + 24, "５　会計別の予算案", 11.5)
    sheet.text(LEFT + WIDTH, y + 26, "(単位：億円)", 10.5, align="right")
    sheet.table(LEFT, y + 44, [HEAD, *_section("文部科学関係", ALL_2015)], WIDTHS, unruled_style(11))


def _second_page(sheet: Sheet) -> None:
    y = sheet.table(LEFT, 56, _section("文教関係", EDUCATION_2015), WIDTHS, unruled_style(11))
    notes = (
        "(注)　計数は、それぞれ四捨五入しているため、端数において合計や差し引きと一致しない場合がある。",
        "　　　△は減少を示す。",
    )
    y = sheet.lines(Area(LEFT, y + 16, WIDTH, 60), notes, 10)
    sheet.text(LEFT, y + 30, "６　関連する補正予算", 11.5)
    sheet.text(LEFT + 12, y + 54, f"文部科学関係　平成26年度補正予算額　{SUPPLEMENT_2014:,}億円", 11.5)
    sheet.lines(Area(LEFT, y + 100, WIDTH, 120), PLANS, 11.5, leading=1.85)


def _section(name: str, lines: tuple[tuple[str, tuple[int, int, int]], ...]) -> list[tuple[str, ...]]:
    """A heading without figures and its rows, set one character in."""
    return [(name, "", "", "", ""), *(_row(label, *values) for label, values in lines)]


def _row(label: str, prior: int, current: int, change: int) -> tuple[str, ...]:
    return f"　{label}", in_japanese_units(prior), in_japanese_units(current), signed(change), _rate(change, prior)


def _rate(change: int, prior: int) -> str:
    """The change in percent of the prior year, to one decimal place."""
    rate = (Decimal(change) * 100 / prior).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"△{-rate}" if rate < 0 else f"{rate}"
