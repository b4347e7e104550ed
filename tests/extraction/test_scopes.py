"""Frames as scopes: what a box holds is about its own title, and nothing leaks into the next one."""

from __future__ import annotations

from pipeline.model import Box, DocumentFacts, Measure, Page, Phase

from .documents import MILLION, OKU, Figure, Placed, Tally, drawn, facts_of, figures, page, tallies

BAR, BODY = Box(24, 100, 280, 124), Box(24, 100, 280, 300)
NEXT_BAR, NEXT_BODY = Box(303, 100, 560, 124), Box(303, 100, 560, 300)
RELEASE = (None, [(400.0, 29.0, "平成21年度概算要求")])


def test_an_amount_in_a_box_belongs_to_the_title_bar_on_top_of_it() -> None:
    facts = drawn(
        page(
            RELEASE,
            (BAR, [(30.0, 105.0, "湖の観測")]),
            (BODY, [(150.0, 130.0, "5,500百万円"), (32.0, 150.0, "○対象:15校"), (32.0, 170.0, "○期間:3年")]),
            (NEXT_BAR, [(309.0, 105.0, "森の観測【新規】")]),
            (NEXT_BODY, [(430.0, 130.0, "700百万円"), (311.0, 150.0, "○配置:8名"), (311.0, 170.0, "○期間:5年")]),
        )
    )
    assert figures(facts) == [Figure("湖の観測", 5500 * MILLION), Figure("森の観測", 700 * MILLION)]
    assert tallies(facts) == [Tally("湖の観測", 15, "校"), Tally("森の観測", 8, "名")]


def test_a_box_that_hangs_below_its_bar_is_the_bars() -> None:
    below = Box(24, 124, 280, 300)
    facts = drawn(
        page(
            RELEASE,
            (BAR, [(30.0, 105.0, "湖の観測")]),
            (below, [(150.0, 130.0, "5億円"), (32.0, 150.0, "・調査員100名を派遣")]),
        )
    )
    assert figures(facts) == [Figure("湖の観測", 5 * OKU)]
    assert {count.line_id for count in facts.counts} == {facts.amounts[0].line_id}


def test_an_amount_in_a_corner_box_belongs_to_the_title_of_the_slide() -> None:
    slide = page(
        (Box(14, 10, 514, 50), [(24.0, 18.0, "湖の観測")]),
        (
            Box(524, 8, 768, 52),
            [(556.0, 14.0, "平成20年度予算案:530百万円"), (556.0, 30.0, "(平成19年度予算額):521百万円")],
        ),
        width=780.0,
        height=540.0,
    )
    assert figures(drawn(slide), "year", "phase") == [
        Figure("湖の観測", 530 * MILLION, 2008, Phase.PROPOSED),
        Figure("湖の観測", 521 * MILLION, 2007, Phase.APPROVED),
    ]


def test_a_unit_declared_in_a_box_does_not_leak_out_of_it() -> None:
    facts = drawn(
        page(
            RELEASE,
            (BAR, [(30.0, 105.0, "湖の観測")]),
            (BODY, [(32.0, 126.0, "(単位:千円)"), (32.0, 150.0, "観測船　4,500"), (32.0, 170.0, "観測塔　1,200")]),
            (NEXT_BAR, [(309.0, 105.0, "森の観測")]),
            (
                NEXT_BODY,
                [(311.0, 130.0, "参加者　1,480"), (311.0, 150.0, "見学者　2,100"), (311.0, 170.0, "応募者　90")],
            ),
        )
    )
    assert figures(facts) == [Figure("観測船", 4_500_000), Figure("観測塔", 1_200_000)]


def test_a_legend_of_the_page_holds_in_its_boxes() -> None:
    facts = drawn(
        page(
            RELEASE,
            (Box(24, 60, 571, 90), [(32.0, 68.0, "要求額　980百万円　(750百万円)　※(　)内は平成20年度予算額")]),
            (BAR, [(30.0, 105.0, "湖の観測")]),
            (BODY, [(120.0, 130.0, "980百万円(750百万円)"), (32.0, 150.0, "○対象:15校"), (32.0, 170.0, "○期間:3年")]),
        )
    )
    assert [amount.fiscal_year for amount in facts.amounts] == [2009, 2008, 2009, 2008]


def test_the_box_of_a_ministry_names_no_line() -> None:
    slide = page(
        (None, [(10.0, 21.0, "交通の確保")]),
        (Box(596, 7, 773, 31), [(651.0, 13.0, "内閣府、デジタル庁")]),
        (None, [(575.0, 38.0, "令和5年度補正予算額　279億円")]),
        width=780.0,
        height=540.0,
    )
    assert figures(drawn(slide), "year", "phase") == [Figure("交通の確保", 279 * OKU, 2023, Phase.ADJUSTED)]


def test_a_year_in_a_picture_does_not_change_the_release_of_a_slide() -> None:
    slide = page(
        (None, [(10.0, 21.0, "学びの支援"), (500.0, 38.0, "令和5年度補正予算額　4億円")]),
        (Box(425, 313, 557, 330), [(430.0, 318.0, "R4当初予算")]),
        (None, [(30.0, 400.0, "○見守りの拡充　3億円")]),
        width=780.0,
        height=540.0,
    )
    assert figures(drawn(slide), "year")[1] == Figure("見守りの拡充", 3 * OKU, 2023)


def test_caps_below_their_head_are_no_budgets() -> None:
    slide = page(
        (None, [(10.0, 21.0, "活躍の推進"), (500.0, 38.0, "令和5年度補正予算額　6億円")]),
        (Box(224, 426, 482, 444), [(230.0, 431.0, "交付上限")]),
        (None, [(12.0, 449.0, "(1)推進型　1/2　都道府県800万円、市500万円")]),
        width=780.0,
        height=540.0,
    )
    facts = drawn(slide)
    assert [(amount.measure, amount.nature) for amount in facts.amounts[1:]] == [("unit_cost", "ceiling")] * 2


def test_the_amount_may_stand_at_the_bottom_of_its_box() -> None:
    left, right = Box(40, 90, 290, 240), Box(305, 90, 555, 240)
    facts = drawn(
        page(
            RELEASE,
            (
                left,
                [
                    (48.0, 98.0, "◆ 劇場の活性化"),
                    (52.0, 120.0, "○国宝　125件"),
                    (52.0, 136.0, "○対象:公立の劇場等"),
                    (150.0, 220.0, "3,010百万円"),
                ],
            ),
            (
                right,
                [
                    (313.0, 98.0, "◆ 文化の継承"),
                    (317.0, 120.0, "○教室　300か所"),
                    (317.0, 136.0, "○指導者の養成　450人"),
                    (420.0, 220.0, "要求額　5億円"),
                ],
            ),
        )
    )
    assert figures(facts) == [Figure("劇場の活性化", 3010 * MILLION), Figure("文化の継承", 5 * OKU)]
    assert tallies(facts) == [Tally("国宝", 125, "件"), Tally("教室", 300, "か所"), Tally("指導者の養成", 450, "人")]
    assert len(facts.lines) == 2


def test_a_head_of_several_cells_that_ends_in_a_cap_makes_caps() -> None:
    slide = page(
        (None, [(10.0, 21.0, "活躍の推進"), (500.0, 38.0, "令和5年度補正予算額　6億円")]),
        (None, [(12.0, 431.0, "メニュー　補助率　交付上限"), (12.0, 449.0, "(1)推進型　1/2　都道府県800万円")]),
        width=780.0,
        height=540.0,
    )
    assert [amount.measure for amount in drawn(slide).amounts] == ["budget", "unit_cost"]


def test_a_program_is_that_of_the_ministry_whose_box_stands_on_its_slide() -> None:
    def slide(number: int, title: str, ministry: str) -> Page:
        return page(
            (None, [(10.0, 21.0, title), (500.0, 38.0, "令和5年度補正予算額　3億円")]),
            (Box(596, 7, 773, 31), [(651.0, 13.0, ministry)]),
            width=780.0,
            height=540.0,
            number=number,
        )

    facts = drawn(slide(1, "交通の確保", "国土交通省"), slide(2, "通信の確保", "総務省"))
    assert {program.name: program.issuer for program in facts.programs} == {
        "交通の確保": "国土交通省",
        "通信の確保": "総務省",
    }


def slide_of(*blocks: tuple[Box | None, list[Placed]]) -> DocumentFacts:
    return drawn(page(*blocks, width=842.0, height=595.0))


def test_a_box_apart_from_everything_else_holds_the_amount_of_the_slide() -> None:
    facts = slide_of(
        (None, [(30.0, 24.0, "湖の観測網の整備")]),
        (None, [(30.0, 64.0, "令和6年度補正予算案")]),
        (None, [(30.0, 300.0, "観測の体制")]),
        (Box(540, 460, 812, 535), [(557.0, 475.0, "予算額(案)"), (680.0, 505.0, "48億円")]),
    )
    assert figures(facts) == [Figure("湖の観測網の整備", 48 * OKU)]


def test_a_box_close_below_a_name_holds_the_amount_of_that_name() -> None:
    facts = slide_of(
        (None, [(30.0, 24.0, "湖の観測網の整備")]),
        (None, [(30.0, 64.0, "令和6年度補正予算案")]),
        (None, [(560.0, 430.0, "観測船の建造")]),
        (Box(540, 460, 812, 535), [(680.0, 475.0, "48億円")]),
    )
    assert figures(facts) == [Figure("観測船の建造", 48 * OKU)]


def test_a_box_before_the_title_holds_its_amount_and_what_bounds_it() -> None:
    facts = slide_of(
        (Box(24, 30, 176, 100), [(40.0, 40.0, "1,070億円"), (80.0, 75.0, "の内数")]),
        (None, [(196.0, 40.0, "農村の通信網の整備")]),
        (None, [(196.0, 80.0, "令和6年度補正予算")]),
        (None, [(45.0, 200.0, "○令和6年度は12地区で調査を行う予定。")]),
    )
    assert figures(facts) == [Figure("農村の通信網の整備", 1070 * OKU)]
    assert [amount.qualifier for amount in facts.amounts] == ["portion_of"]
    assert tallies(facts) == [Tally("農村の通信網の整備", 12, "地区")]


def test_a_price_and_a_count_below_the_boxes_of_a_slide_are_about_its_title() -> None:
    below = Box(40, 120, 300, 200)
    facts = slide_of(
        (Box(0, 0, 842, 70), [(30.0, 24.0, "港の改修"), (600.0, 44.0, "令和6年度補正予算額 2億円")]),
        (
            below,
            [
                (52.0, 130.0, "荷さばき地の上屋を直す。"),
                (52.0, 150.0, "補助率は定額である。"),
                (52.0, 170.0, "公募による。"),
            ],
        ),
        (None, [(40.0, 380.0, "※1か所当たりの事業費は概ね3,000万円を見込む。")]),
        (None, [(40.0, 480.0, "令和5年度は860事業所を支援した。")]),
    )
    assert figures(facts, "measure") == [
        Figure("港の改修", 2 * OKU),
        Figure("港の改修", 30 * MILLION, measure=Measure.UNIT_COST),
    ]
    assert tallies(facts, "year") == [Tally("港の改修", 860, "事業所", 2023)]


def test_a_phase_in_brackets_says_more_than_a_bare_budget_before_it() -> None:
    facts = facts_of("令和7年度予算のポイント（政府案）\n■ 入江の調査　　　9億円")
    assert [amount.phase for amount in facts.amounts] == [Phase.PROPOSED]
