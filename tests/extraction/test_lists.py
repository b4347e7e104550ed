"""Titles, items and figures below one another; second figures; rows under a head that names the columns."""

from __future__ import annotations

import pytest

from pipeline.extraction.listing import STYLES, read_listing
from pipeline.model import CountStatus, Marker, Measure, Phase, Qualifier, Relation

from .documents import MILLION, OKU, Figure, facts_of, figures, labels, line_of

REQUESTED, PROPOSED, APPROVED = Phase.REQUESTED, Phase.PROPOSED, Phase.APPROVED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "湖の観測網整備事業\n令和7年度予算案:480百万円\n(令和6年度予算額):350百万円",
            [
                Figure("湖の観測網整備事業", 480 * MILLION, 2025, PROPOSED),
                Figure("湖の観測網整備事業", 350 * MILLION, 2024, APPROVED),
            ],
            id="a title, its figure and last year's below it",
        ),
        pytest.param(
            "令和7年度概算要求 ※( )内は前年度予算額\n森林の保全 12億円(9億円)",
            [Figure("森林の保全", 12 * OKU, 2025, REQUESTED), Figure("森林の保全", 9 * OKU, 2024, APPROVED)],
            id="a legend above the list",
        ),
        pytest.param(
            "令和7年度概算要求\n森林の保全 12億円(9億円)\n※括弧内は令和6年度予算額",
            [Figure("森林の保全", 12 * OKU, 2025, REQUESTED), Figure("森林の保全", 9 * OKU, 2024, APPROVED)],
            id="a legend below the list",
        ),
        pytest.param(
            "令和7年度概算要求\n川の保全 要求額 12億円(前年度予算額 9億円)\n森の保全 20億円(16億円)",
            [
                Figure("川の保全", 12 * OKU, 2025, REQUESTED),
                Figure("川の保全", 9 * OKU, 2024, APPROVED),
                Figure("森の保全", 20 * OKU, 2025, REQUESTED),
                Figure("森の保全", 16 * OKU, 2024, APPROVED),
            ],
            id="brackets hold what the brackets before them held in words",
        ),
        pytest.param(
            "令和6年度予算案\n古文書の修復\n前年度予算額 -\n予算額(案) 40百万円",
            [Figure("古文書の修復", None, 2023, APPROVED), Figure("古文書の修復", 40 * MILLION, 2024, PROPOSED)],
            id="a dash is no figure and no zero",
        ),
        pytest.param(
            "令和3年度 主要事業(概算要求)\n通学路の点検 5億円",
            [Figure("通学路の点検", 5 * OKU, 2021, REQUESTED)],
            id="the phase stands in the title's brackets",
        ),
        pytest.param(
            "河川改修の進み具合(令和4年度予算額)\n河川改修 6億円",
            [Figure("河川改修", 6 * OKU, 2022, APPROVED)],
            id="year and phase both stand in the title's brackets",
        ),
        pytest.param(
            "令和8年度概算要求\n星の観測事業\n 要求額 70億円\n うち建設費 30億円\n(前年度予算額 22億円)",
            [
                Figure("星の観測事業", 70 * OKU, 2026, REQUESTED),
                Figure("建設費", 30 * OKU, 2026, REQUESTED),
                Figure("建設費", 22 * OKU, 2025, APPROVED),
            ],
            id="a second figure right below a うち is that part's",
        ),
    ],
)
def test_year_and_phase(text: str, expected: list[Figure]) -> None:
    assert figures(facts_of(text), "year", "phase") == expected


def test_a_second_figure_whose_role_nobody_prints_is_no_guess() -> None:
    facts = facts_of("令和7年度概算要求\n森林の保全 12億円(9億円)")
    assert figures(facts) == [Figure("森林の保全", 12 * OKU)]
    assert [(issue.kind, issue.text) for issue in facts.issues] == [("role_unknown", "9億円")]


def test_a_name_behind_the_figure_says_whose_it_is() -> None:
    facts = facts_of(
        "令和3年度予算案\n図書館の網づくり事業 5億円\n文書館の改修 3億円\n【参考】令和2年度第3次補正予算 15億円(図書館の網づくり事業)"
    )
    assert figures(facts, "year")[-1] == Figure("図書館の網づくり事業", 15 * OKU, 2020)


def test_headings_of_sections_name_nothing() -> None:
    facts = facts_of(
        "令和3年度予算案\n山の学校事業\n【事業の概要】\n背景\n・自然に親しむ機会が減っている。\n予算額 3億円"
    )
    assert figures(facts) == [Figure("山の学校事業", 3 * OKU)]


def test_a_bulleted_sentence_names_nothing() -> None:
    facts = facts_of("令和3年度予算案\n山の学校事業 3億円\n○ 県境を越えた取組による事業化を支援\n・1校当たり200万円")
    assert figures(facts, "measure") == [
        Figure("山の学校事業", 3 * OKU),
        Figure("山の学校事業", 2 * MILLION, measure=Measure.UNIT_COST),
    ]


def test_a_name_before_a_bracket_that_comes_first_keeps_what_follows() -> None:
    facts = facts_of("令和6年度補正予算案\n(1) 研修費の補助(補助率1/2、上限50万円/人) 8億円\n(2) 広報 1億円")
    assert figures(facts, "measure") == [
        Figure("研修費の補助", 500_000, measure=Measure.UNIT_COST),
        Figure("研修費の補助", 8 * OKU),
        Figure("広報", 1 * OKU),
    ]


def test_a_bullet_is_about_no_bullet_beside_it() -> None:
    facts = facts_of("令和6年度予算案\n橋の長寿命化 9億円\n・27橋の点検\n・前年度 7億円")
    assert figures(facts, "year") == [Figure("橋の長寿命化", 9 * OKU, 2024), Figure("橋の長寿命化", 7 * OKU, 2023)]


@pytest.mark.parametrize(
    ("row", "yen"),
    [("【10億円】【H19~】", 10 * OKU), ("【12億円】", 12 * OKU), ("観測費は、百億円(うち塔二億円)である。", 100 * OKU)],
)
def test_amounts_that_are_spelled_like_units(row: str, yen: int) -> None:
    facts = facts_of("平成21年度概算要求\n星の観測事業\n" + row)
    assert facts.amounts[0].amount_yen == yen


def test_a_unit_in_brackets_is_a_unit() -> None:
    assert figures(facts_of("平成21年度概算要求(単位:100万円)\n星の観測事業 12")) == [
        Figure("星の観測事業", 12 * MILLION)
    ]


def test_letters_refer_to_lettered_titles() -> None:
    facts = facts_of("令和5年度補正予算案\nA.職場の改善事業\nB.用具の開発事業\n補正予算額 A.351億円 B.3.9億円")
    assert figures(facts) == [Figure("職場の改善事業", 351 * OKU), Figure("用具の開発事業", 390 * MILLION)]


def test_a_request_without_a_figure_is_null_and_not_nothing() -> None:
    facts = facts_of("令和8年度概算要求\n海外拠点の設置\n事項要求")
    (amount,) = facts.amounts
    assert (amount.amount_yen, amount.qualifier, amount.phase) == (None, Qualifier.PLUS_UNQUANTIFIED, REQUESTED)
    assert labels(facts) == ["海外拠点の設置"]


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("令和6年度予算案\n棚田の再生【新規】 3億円", Marker.NEW),
        ("令和6年度予算案\n・棚田の再生 3億円\n(新規)", Marker.NEW),
        ("令和6年度予算案\n棚田の新規就農者を支える事業 3億円", None),
    ],
)
def test_markers_stand_apart(text: str, marker: Marker | None) -> None:
    assert [line.marker for line in facts_of(text).lines] == [marker]


def test_a_footnote_qualifies_the_figures_above_it() -> None:
    facts = facts_of(
        "令和8年度概算要求\n官民の研究投資\n要求額 21億円\n(前年度予算額 19億円)\n※運営費交付金中の推計額を含む"
    )
    assert [amount.qualifier for amount in facts.amounts] == [Qualifier.INCLUDES_ESTIMATE] * 2


def test_partly_relisted_is_not_relisted() -> None:
    facts = facts_of("令和3年度予算案(単位:千円)\n3. 教材の標準化(一部再掲) 98,000\n うち改修 42,000")
    whole, part = facts.lines
    assert (whole.relation, part.relation) == (None, Relation.OF_WHICH)
    assert line_of(facts, part.parent_line_id) == whole


def test_rows_under_a_head_take_its_columns() -> None:
    facts = facts_of(
        "令和6年度予算案(単位:百万円)\n事項 前年度予算額 予算額(案) 比較増△減\n堤防の整備 1,200 1,150 △50\n水門の整備 - 300 300"
    )
    assert figures(facts, "year", "measure") == [
        Figure("堤防の整備", 1200 * MILLION, 2023),
        Figure("堤防の整備", 1150 * MILLION, 2024),
        Figure("堤防の整備", -50 * MILLION, 2024, measure=Measure.CHANGE),
        Figure("水門の整備", None, 2023),
        Figure("水門の整備", 300 * MILLION, 2024),
        Figure("水門の整備", 300 * MILLION, 2024, measure=Measure.CHANGE),
    ]


def test_a_table_of_contents_holds_no_figures() -> None:
    facts = facts_of("令和6年度予算案(目次)\n1 学校の整備 ............ 3\n2 道路の整備 ............ 14")
    assert (facts.amounts, facts.counts) == ((), ())


def test_each_kind_of_bracket_has_a_role_of_its_own() -> None:
    facts = facts_of(
        "令和5年度予算案(単位:億円)\n○ 海の調査 84(前年度 82)<補正 12>\n○ 星の調査 181(170)<3>\n○ 森の調査 640(△12)"
    )
    assert figures(facts, "year", "phase", "measure") == [
        Figure("海の調査", 84 * OKU, 2023, PROPOSED),
        Figure("海の調査", 82 * OKU, 2022, APPROVED),
        Figure("海の調査", 12 * OKU, 2022, Phase.ADJUSTED),
        Figure("星の調査", 181 * OKU, 2023, PROPOSED),
        Figure("星の調査", 170 * OKU, 2022, APPROVED),
        Figure("星の調査", 3 * OKU, 2022, Phase.ADJUSTED),
        Figure("森の調査", 640 * OKU, 2023, PROPOSED),
        Figure("森の調査", -12 * OKU, 2023, PROPOSED, Measure.CHANGE),
    ]


def test_a_legend_names_its_bracket() -> None:
    facts = facts_of(
        "令和5年度予算案 ※( )内は前年度予算額、[ ]内は令和4年度第2次補正予算額\n海の調査 84億円(82億円)[12億円]"
    )
    assert figures(facts, "year", "phase") == [
        Figure("海の調査", 84 * OKU, 2023, PROPOSED),
        Figure("海の調査", 82 * OKU, 2022, APPROVED),
        Figure("海の調査", 12 * OKU, 2022, Phase.ADJUSTED),
    ]


def test_a_heading_without_a_figure_ends_what_stands_above_it() -> None:
    facts = facts_of("令和4年度予算案\n(1) 森の観測\n 予算額 5億円\n(2) 海の観測 8億円\n(3) その他\n  事務費 1億円")
    assert {line.label: line.parent_line_id for line in facts.lines}["事務費"] is None


def test_the_years_of_a_head_are_its_columns_and_not_the_release() -> None:
    facts = facts_of("令和5年度予算案(単位:億円)\n区分 4年度予算額 5年度予算額(案) 増減\n技術の振興 137 139 +2")
    assert figures(facts, "year", "measure") == [
        Figure("技術の振興", 137 * OKU, 2022),
        Figure("技術の振興", 139 * OKU, 2023),
        Figure("技術の振興", 2 * OKU, 2023, measure=Measure.CHANGE),
    ]


def test_a_year_in_brackets_behind_a_figure_goes_with_the_word_before_it() -> None:
    facts = facts_of("67.湖の観測網(拡充)[達成目標 7-3-2]\n要求額 55億円(平成21年度)\n予算額 46億円(平成20年度)")
    assert figures(facts, "year", "phase") == [
        Figure("湖の観測網", 55 * OKU, 2009, REQUESTED),
        Figure("湖の観測網", 46 * OKU, 2008, APPROVED),
    ]


def test_an_open_request_before_last_years_figure() -> None:
    facts = facts_of("令和8年度概算要求 ※( )内は前年度予算額\n校舎の整備　事項要求(363億円)")
    assert figures(facts, "year", "phase") == [
        Figure("校舎の整備", None, 2026, REQUESTED),
        Figure("校舎の整備", 363 * OKU, 2025, APPROVED),
    ]


def test_the_same_as_last_year_does_not_move_the_year() -> None:
    facts = facts_of("令和8年度概算要求\n奨学金の充実　6,548億円(前年同)")
    assert figures(facts, "year", "phase") == [Figure("奨学金の充実", 6548 * OKU, 2026, REQUESTED)]


def test_one_うち_for_a_row_of_parts() -> None:
    facts = facts_of("令和8年度概算要求\n奨学金の充実　65億円\n　うち給付型　54億円、貸与型　11億円")
    assert figures(facts, "parent", "relation")[1:] == [
        Figure("給付型", 54 * OKU, parent="奨学金の充実", relation=Relation.OF_WHICH),
        Figure("貸与型", 11 * OKU, parent="奨学金の充実", relation=Relation.OF_WHICH),
    ]


def test_a_unit_behind_a_bracket_is_that_of_both_figures() -> None:
    facts = facts_of(
        "令和6年度概算要求 ※( )内は前年度予算額\n1.養殖業の強化 10,000(9,000)百万円\n 餌の研究を12地区で支援"
    )
    assert figures(facts, "year") == [
        Figure("養殖業の強化", 10_000 * MILLION, 2024),
        Figure("養殖業の強化", 9_000 * MILLION, 2023),
    ]
    assert [amount.precision_yen for amount in facts.amounts] == [MILLION, MILLION]


def test_十億円_behind_a_name_is_an_amount_and_in_a_caption_a_unit() -> None:
    assert figures(facts_of("令和6年度予算案\n観測船の建造 ⼗億円")) == [Figure("観測船の建造", 10 * OKU)]
    assert figures(facts_of("令和6年度予算案\n予算額 十億円")) == []


def test_figures_of_two_dated_years_around_an_arrow_keep_their_years() -> None:
    facts = facts_of("H28' 10億円 → H29' 12億円")
    assert figures(facts, "year") == [Figure("総額", 10 * OKU, 2016), Figure("総額", 12 * OKU, 2017)]


def test_an_amount_in_brackets_before_its_name() -> None:
    facts = facts_of("令和6年度予算案\n【12億円】観測船の建造\n【3億円】図書館の改修")
    assert figures(facts) == [Figure("観測船の建造", 12 * OKU), Figure("図書館の改修", 3 * OKU)]


def test_a_second_figure_in_brackets_names_nothing_behind_it() -> None:
    facts = facts_of("令和6年度概算要求 ※【 】内は前年度予算額\n観測船の建造 12億円\n【9億円】対象の拡大")
    assert figures(facts, "year")[1] == Figure("観測船の建造", 9 * OKU, 2023)


def test_a_total_of_two_spaced_letters() -> None:
    facts = facts_of("令和6年度予算案(単位:百万円)\n事項　予算額(案)\n海岸の清掃　240\n漁礁の設置　75\n合　計　320")
    assert [line.label for line in facts.lines if line.is_total] == ["合計"]


def test_a_number_in_a_name_is_no_list_number() -> None:
    assert labels(facts_of("令和6年度予算案\n30人以下学級の推進 3億円")) == ["30人以下学級の推進"]


def test_a_list_of_places_heads_nothing() -> None:
    facts = facts_of(
        "令和6年度予算案\n湖の観測網の整備 12億円\n\n　東浜地域、南浜地域、北浜地域\n\n1地域あたり年間3億円程度×5年"
    )
    assert labels(facts) == ["湖の観測網の整備"]


def test_an_amount_ends_before_the_remark_in_brackets() -> None:
    (amount,) = facts_of("令和6年度予算案\n通信網の整備 12億円(推計額)").amounts
    assert (amount.amount_text, amount.qualifier) == ("12億円", Qualifier.INCLUDES_ESTIMATE)


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ("47県に基金を造成", None),
        ("12学校を支援", None),
        ("20台を整備", None),
        ("1 地域支援補助金", "1"),
        ("3 団体への補助", "3"),
        ("59総合的連携推進事業", "59"),
    ],
)
def test_a_count_at_the_start_of_a_row_is_no_list_number(row: str, number: str | None) -> None:
    assert read_listing(row, row).number == number


def test_a_role_word_inside_a_name_is_part_of_the_name() -> None:
    text = (
        "令和6年度予算案(単位:百万円)\n苗木の比較  820\n増減要因の調査  610\n前年度からの繰越工事  300\n差引き収支の公開  20\n"
        "比較研究所の整備  15"
    )
    assert figures(facts_of(text), "year", "phase", "measure") == [
        Figure("苗木の比較", 820 * MILLION, 2024, PROPOSED),
        Figure("増減要因の調査", 610 * MILLION, 2024, PROPOSED),
        Figure("前年度からの繰越工事", 300 * MILLION, 2024, PROPOSED),
        Figure("差引き収支の公開", 20 * MILLION, 2024, PROPOSED),
        Figure("比較研究所の整備", 15 * MILLION, 2024, PROPOSED),
    ]


@pytest.mark.parametrize(
    "word", ["比較増△減", "対前年度増減額", "前年度との比較", "前年度予算額との比較", "差引増減", "増減額"]
)
def test_a_role_word_at_the_end_of_its_phrase_says_what_the_figure_is(word: str) -> None:
    text = f"令和6年度予算案(単位:百万円)\n苗木の研究  820 ({word} 30)"
    assert figures(facts_of(text), "measure") == [
        Figure("苗木の研究", 820 * MILLION),
        Figure("苗木の研究", 30 * MILLION, measure=Measure.CHANGE),
    ]


@pytest.mark.parametrize("row", ["48(再掲)", "(再掲)48", "48(一部再掲)", "【再掲】48", "48【再掲】", "48 再掲"])
@pytest.mark.parametrize("indent", ["", "  "])
def test_a_line_is_relisted_where_the_word_stands_before_or_behind_its_figure(row: str, indent: str) -> None:
    text = f"令和3年度予算案(単位:億円)\n交流の推進  310\n{indent}宿舎の修繕    {row}\n通訳の研修  12"
    assert figures(facts_of(text), "relation", "year") == [
        Figure("交流の推進", 310 * OKU, 2021),
        Figure("宿舎の修繕", 48 * OKU, 2021, relation=Relation.RELISTED),
        Figure("通訳の研修", 12 * OKU, 2021),
    ]


@pytest.mark.parametrize("bracket", ["(終了)", "【終了】", "(廃止)"])
def test_an_ended_program_is_marked_before_its_name(bracket: str) -> None:
    facts = facts_of(f"平成16年度予算案\n{bracket}旧館の改修  前年度予算額 210百万円")
    assert [(line.label, line.marker) for line in facts.lines] == [("旧館の改修", Marker.ENDED)]


@pytest.mark.parametrize("bracket", ["（終了）", "(終了)", "【終了】", "〔終了〕"])
@pytest.mark.parametrize("gap", ["", " "])
def test_an_ended_program_is_marked_behind_its_name(bracket: str, gap: str) -> None:
    facts = facts_of(f"平成16年度予算案\n湖の観測事業{gap}{bracket}　2億円\n川の観測事業　3億円")
    assert [(line.label, line.marker) for line in facts.lines] == [
        ("湖の観測事業", Marker.ENDED),
        ("川の観測事業", None),
    ]


@pytest.mark.parametrize("text", ["湖の観測事業（20地域）（終了）", "湖の観測事業 (20地域) (終了)　2億円"])
def test_an_end_behind_a_program_and_its_count_in_brackets_is_that_of_both(text: str) -> None:
    facts = facts_of(f"平成16年度予算案\n{text}")
    assert [(line.label, line.marker) for line in facts.lines] == [("湖の観測事業", Marker.ENDED)]
    assert [(count.value, count.unit, count.status) for count in facts.counts] == [(20, "地域", CountStatus.ENDED)]


def test_an_end_behind_a_count_is_the_counts_and_does_not_mark_the_line() -> None:
    facts = facts_of("平成16年度予算案\n観測の支援 3億円 9拠点(終了)")
    assert [(line.label, line.marker) for line in facts.lines] == [("観測の支援", None)]
    assert [(count.value, count.unit, count.status) for count in facts.counts] == [(9, "拠点", CountStatus.ENDED)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("20地域（終了予定）", CountStatus.PLANNED_END),
        ("20地域（採択）", CountStatus.ADOPTED),
        ("20地域（うち5地域は終了）", None),
        ("20地域（前年度に終了した事業を含む）", None),
    ],
)
def test_a_bracket_behind_a_count_says_its_status_where_it_says_nothing_else(
    text: str, status: CountStatus | None
) -> None:
    facts = facts_of(f"平成16年度予算案\n観測の支援 3億円\n　{text}")
    assert facts.counts[0].status is status


def test_a_name_that_speaks_of_an_end_is_no_marker() -> None:
    facts = facts_of("平成16年度予算案\n事業終了後の調査　2億円\n第2期終了評価(事業終了分)　3億円")
    assert [line.marker for line in facts.lines] == [None, None]


@pytest.mark.parametrize("behind", ["一 湖", "1) 湖", "ア) 湖", ".湖", " 湖", "章 湖", "湖の観測"])
def test_every_list_number_is_looked_for(behind: str) -> None:
    """Patterns are tried only where a text begins with a character with which one may."""
    for char in map(chr, range(0x21, 0xD800)):
        if any(pattern.match(char + behind) for _, pattern in STYLES) and not char.isdecimal():
            assert read_listing(char + behind, char + behind).end, char
