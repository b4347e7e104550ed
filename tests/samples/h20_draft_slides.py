"""FY2008 draft: landscape slides, one program each, the amount in a corner box, then a summary table.

The overview slide names its parts in square brackets; the new one of them has a slide of its own, the other has none.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportlab.lib.pagesizes import A4, landscape

from .drawing import BLUE, CREAM, NAVY, PALE, Area, Sheet
from .figures import (
    CITY_AREA,
    CLUSTER_SECOND,
    DEVELOPED_COHORTS,
    GENERAL_COHORTS,
    INNOVATION_SUPPORT,
    STRATEGIC,
    STRATEGIC_PROGRAM,
    TRANSFER_SUPPORT,
    Budget,
)
from .parts import MARGIN, corner_box, panel, ruled_style, title_bar

TITLE = "平成20年度予算案における地域イノベーション施策"
CORNER = 566.0  # left edge of the corner box
TOP = 124.0  # upper edge of what stands below title, corner box and lead
FULL, HALF = 770.0, 373.0  # widths of panels
RIGHT = MARGIN + FULL - HALF  # left edge of the right one of two panels


def typeset() -> bytes:
    """The release as PDF."""
    sheet = Sheet(landscape(A4), TITLE)
    for draw in (_cover, _cluster, _city_area, _support, _overview, _strategic_program, _summary):
        draw(sheet)
        sheet.end_page()
    return sheet.finish()


def _cover(sheet: Sheet) -> None:
    sheet.box(Area(MARGIN, 110, sheet.width - 2 * MARGIN, 110), fill=PALE, stroke=NAVY, line=2)
    sheet.text(sheet.width / 2, 149, TITLE, 30, align="center", color=NAVY, bold=True)
    sheet.text(sheet.width / 2, 240, "文部科学省", 20, align="center")
    sheet.text(262, 316, "掲載する施策", 16, color=NAVY, bold=True)
    sheet.rule(262, 580, 342)
    budgets = (CLUSTER_SECOND, CITY_AREA, INNOVATION_SUPPORT, STRATEGIC)
    sheet.lines(Area(270, 356, 330, 150), [f"・{budget.name}" for budget in budgets], 16, leading=2.0)


def _head(sheet: Sheet, budget: Budget, note: str | None = None) -> None:
    """Title bar and corner box of a program's slide."""
    title_bar(sheet, budget.name, CORNER - 14)
    current = ("平成20年度予算案", f"{budget.current:,}百万円")
    last = ("【新規】", "") if budget.prior is None else ("(平成19年度予算額)", f"{budget.prior:,}百万円")
    corner_box(sheet, CORNER, (current, last), note)


def _lead(sheet: Sheet, sentence: str) -> None:
    """A sentence under the title."""
    sheet.text(MARGIN + 4, 86, sentence, 13, room=CORNER - MARGIN - 10)


def _cluster(sheet: Sheet) -> None:
    _head(sheet, CLUSTER_SECOND)
    _lead(sheet, "大学を中心に研究機関や企業が集まる地域を、世界に通用する拠点へと育てる。")
    first = (
        "・平成14年4月に開始",
        "・全国18地域",
        "・平成18年度末に11地域が終了",
        "・平成19年度末に4地域が終了予定",
    )
    bottom = panel(sheet, MARGIN, TOP, HALF, "知的クラスター創成事業(第Ⅰ期)", first)
    sheet.arrow(MARGIN + HALF + 6, TOP + 84, 12)
    second = (
        "・平成19年度は6地域を採択",
        "・平成20年度は3地域を採択予定",
        "・支援は原則として5年間",
        "・地域も国費の1/2以上の資金を用意",
    )
    panel(sheet, RIGHT, TOP, HALF, "知的クラスター創成事業(第Ⅱ期)", second)
    lines = (
        "・参加研究者　平成18年度は2,654人(うち産業界 927人)",
        "・特許出願　2,230件",
        "・事業化　803件",
    )
    bottom = panel(sheet, MARGIN, bottom + 24, FULL, "これまでの成果", lines)
    sheet.text(MARGIN, bottom + 22, "クラスターが育つには長い年月がかかるため、第Ⅱ期では有望な地域に支援を重ねる。", 14)


def _city_area(sheet: Sheet) -> None:
    _head(sheet, CITY_AREA)
    _lead(sheet, "都市の規模に応じた地域で、大学の知恵と企業の力を組み合わせる共同研究を進める。")
    kinds = (
        "・一般型　1地域あたり年間約1億円×3年",
        "・発展型　1地域あたり年間約2億円×3年",
    )
    bottom = panel(sheet, MARGIN, TOP, FULL, "支援の型", kinds)
    top = bottom + 24
    bottom = panel(sheet, MARGIN, top, HALF, "一般型及び連携基盤整備型：18地域", _cohorts(GENERAL_COHORTS))
    panel(sheet, RIGHT, top, HALF, "発展型：14地域", _cohorts(DEVELOPED_COHORTS))
    notes = (
        "・中核となる機関は都道府県又は政令指定都市が選ぶ。",
        "・発展型は、優れた成果をあげ、その先の伸びが見込まれる地域が対象となる。",
    )
    sheet.lines(Area(MARGIN, bottom + 22, FULL, 60), notes, 14, leading=1.7)


def _cohorts(cohorts: Mapping[int, int]) -> list[str]:
    return [f"・平成{year}年度開始　{number}地域" for year, number in cohorts.items()]


def _support(sheet: Sheet) -> None:
    _head(sheet, INNOVATION_SUPPORT, "※運営費交付金中の推計額")
    _lead(sheet, "地域の拠点施設を足場に、研究の芽を見いだす段階から企業化までを支える。")
    priority = (
        "・シーズ発掘試験　有望な研究の芽を掘り起こす",
        "・育成研究　大学と企業が共同で芽を育てる",
        "・研究開発資源活用型　蓄えた成果を試作に生かす",
        "・地域ニーズ即応型【新規】　地元の課題に応える",
    )
    bottom = panel(sheet, MARGIN, TOP + 10, 426, "重点地域研究開発推進プログラム", priority)
    gathered = (
        "・企業化の必要が大きい課題に",
        "　産学官の研究者が集まって取り組む",
        "・基礎的な研究から試作までを",
        "　一つの計画として進める",
    )
    panel(sheet, 486, TOP + 10, 320, "地域結集型研究開発プログラム", gathered)
    sheet.arrow(408, bottom + 28, 24, down=True)
    goal = Area(190, bottom + 76, 460, 56)
    sheet.box(goal, fill=CREAM, stroke=BLUE, radius=10)
    sheet.text(420, goal.y + 19, "地域から次々と新しい事業が生まれる", 18, align="center", color=NAVY, bold=True)


def _overview(sheet: Sheet) -> None:
    _head(sheet, STRATEGIC, "※運営費交付金中の推計額を含む")
    _lead(sheet, "大学の研究成果を役立てるため、知的財産の活用から技術移転までを一体で進める。")
    for x, name in ((MARGIN, STRATEGIC_PROGRAM.name), (RIGHT, TRANSFER_SUPPORT)):
        sheet.box(Area(x, TOP + 40, HALF, 110), fill=PALE, stroke=NAVY, radius=30, line=1.5)
        sheet.text(x + HALF / 2, TOP + 86, f"[{name}]", 18, align="center", color=NAVY, bold=True, room=HALF - 8)
    sheet.arrow(408, TOP + 180, 24, down=True)
    goal = Area(120, TOP + 230, 600, 60)
    sheet.box(goal, fill=CREAM, stroke=BLUE, radius=10)
    sheet.text(420, goal.y + 20, "大学の知が絶え間なく社会に届く仕組みをつくる", 20, align="center", bold=True)
    sheet.text(MARGIN, TOP + 330, "※数字は予算案の額を、括弧内の数字は前年度の予算額を示している。", 12.5)


def _strategic_program(sheet: Sheet) -> None:
    _head(sheet, STRATEGIC_PROGRAM)
    _lead(sheet, "大学が自ら立てた戦略にもとづく知的財産の活動を応援する。")
    before = (
        "・大学知的財産本部整備事業(平成15年度から)　43件を整備",
        "・産学官連携活動高度化促進事業(平成13年度から)　コーディネーター81名を配置(平成19年4月現在)",
    )
    bottom = panel(sheet, MARGIN, TOP, FULL, "これまでの取組", before)
    sheet.arrow(408, bottom + 14, 24, down=True)
    strategy = (
        "・国際的な産学官連携の体制を強める",
        "・大学どうしの連携で地域の活動を広げる",
        "・活動の基盤が弱い大学を支える",
        "・支援は5年間",
    )
    top = bottom + 54
    panel(sheet, MARGIN, top, HALF, "戦略展開プログラム", strategy)
    coordinators = (
        "・経験豊かなコーディネーターを",
        "　大学の求めに応じて配置",
        "・研究の芽と企業の需要を結び付ける",
    )
    panel(sheet, RIGHT, top, HALF, "コーディネートプログラム", coordinators, rows=4)


def _summary(sheet: Sheet) -> None:
    title_bar(sheet, "施策別の予算案", sheet.width - MARGIN)
    sheet.text(MARGIN + FULL, 96, "(単位：百万円)", 12, align="right")
    rows = [("事項", "平成19年度予算額", "平成20年度予算案", "備考")]
    rows += [_row(CLUSTER_SECOND), _row(CITY_AREA), _row(INNOVATION_SUPPORT, "運営費交付金中の推計額")]
    rows += [_row(STRATEGIC, "運営費交付金中の推計額を含む"), _row(STRATEGIC_PROGRAM, "新規", indent=True)]
    style = [
        *ruled_style(14, text_columns=(0, 3)),
        ("TOPPADDING", (0, 0), (-1, -1), 14),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 14),
        ("LEFTPADDING", (0, 5), (0, 5), 28),
    ]
    bottom = sheet.table(MARGIN, 116, rows, (300, 130, 130, 210), style)
    note = "(注)産学官連携の戦略的な展開の内訳は、新規の事業に限って掲げた。「－」は前年度に計上がないことを示す。"
    sheet.text(MARGIN, bottom + 14, note, 12)


def _row(budget: Budget, remark: str = "", indent: bool = False) -> tuple[str, str, str, str]:
    prior = "－" if budget.prior is None else f"{budget.prior:,}"
    return budget.name, prior, f"{budget.current:,}", remark
