"""Releases told as news and notices tell them: lists inside sentences, legends of tiers, comparisons in brackets."""

from __future__ import annotations

import pytest

from pipeline.model import CountStatus, Measure, Nature, Phase, Relation

from .documents import MILLION, OKU, Figure, Tally, facts_of, figures, labels, tallies

REQUEST = "令和8年度概算要求の概要\n"
DRAFT = "令和8年度予算案の概要\n"
ASKED, DRAFTED, CHANGE = Phase.REQUESTED, Phase.PROPOSED, Measure.CHANGE


def read(text: str, *fields: str) -> list[Figure]:
    return figures(facts_of(text), *fields)


def test_what_stands_signed_behind_a_comparison_is_the_change() -> None:
    text = DRAFT + "博物館の8年度の運営費は、412億円(7年度当初予算比+12億円、+3.0%)を計上している。"
    assert read(text, "year", "measure") == [
        Figure("博物館の運営費", 412 * OKU, 2026),
        Figure("博物館の運営費", 12 * OKU, 2026, measure=CHANGE),
    ]


def test_the_highest_rate_of_growth_says_nothing_of_the_amount_behind_it() -> None:
    text = (
        DRAFT + "施設の点検を踏まえた見直しを行い、文化財保護費としては、過去30年で最高の伸び率となる26億円を計上した。"
    )
    assert read(text, "year", "phase") == [Figure("文化財保護費", 26 * OKU, 2026, DRAFTED)]


def test_items_inside_a_sentence_are_lines_of_their_own() -> None:
    text = (
        REQUEST
        + "(カッコ内は前年度予算額との増減)\n(1)読書活動の充実=①学校図書館の整備48億7900万円(3億8100万円増)、②司書の配置18億円(1億円減)"
    )
    assert read(text, "measure") == [
        Figure("学校図書館の整備", 4_879 * MILLION),
        Figure("学校図書館の整備", 381 * MILLION, measure=CHANGE),
        Figure("司書の配置", 18 * OKU),
        Figure("司書の配置", -1 * OKU, measure=CHANGE),
    ]


def test_what_follows_an_equals_sign_explains_the_name() -> None:
    text = (
        REQUEST
        + "(2)就学前教育の充実=幼稚園舎の改修など四四億二三〇〇万円\n▽里山保全事業=3億円(▲1億円)。▽渡船の補助=4億円。"
    )
    assert read(text, "measure") == [
        Figure("就学前教育の充実", 4_423 * MILLION),
        Figure("里山保全事業", 3 * OKU),
        Figure("里山保全事業", -1 * OKU, measure=CHANGE),
        Figure("渡船の補助", 4 * OKU),
    ]


def test_a_legend_of_tiers_says_what_stands_below_what() -> None:
    text = """令和8年度当初予算案の概要
上段:令和8年度当初予算案、中段:令和7年度当初、下段:令和7年度最終
(1) 里山保全事業費　14億5,574万8千円
　　　　　　　　　　14億8,170万2千円
　　　　　　　　　　12億6,677万1千円
"""
    assert read(text, "year", "phase") == [
        Figure("里山保全事業費", 1_455_748_000, 2026, DRAFTED),
        Figure("里山保全事業費", 1_481_702_000, 2025, Phase.APPROVED),
        Figure("里山保全事業費", 1_266_771_000, 2025, Phase.REVISED),
    ]


def test_of_figures_below_one_another_without_a_legend_only_the_first_is_the_budget() -> None:
    facts = facts_of(DRAFT + "里山保全事業費　14億円\n　　　　　　　　13億円\n")
    assert figures(facts) == [Figure("里山保全事業費", 14 * OKU)]
    assert [(issue.kind, issue.text) for issue in facts.issues] == [("role_unknown", "13億円")]


def test_two_figures_beside_each_other_without_a_head_are_nobodys_budget() -> None:
    facts = facts_of(
        DRAFT + "(※)( )内は、令和7年度当初予算額\n① 里山保全事業　190億円　　200億円\n　　　　　　　　(305億円)\n"
    )
    assert figures(facts, "year", "phase") == [Figure("里山保全事業", 305 * OKU, 2025, Phase.APPROVED)]
    assert [issue.text for issue in facts.issues] == ["190億円", "200億円"]


def test_the_bracket_behind_a_quoted_thing_holds_its_amount() -> None:
    text = DRAFT + "「里山保全交付金」(1,000億円)については、予算額の約91%に当たる906億円を交付する。"
    facts = facts_of(text)
    assert figures(facts) == [Figure("里山保全交付金", 1_000 * OKU)]
    assert [(issue.kind, issue.text) for issue in facts.issues] == [("not_a_fact", "906億円")]


def test_a_total_in_brackets_behind_a_count_belongs_to_what_was_counted() -> None:
    facts = facts_of(
        DRAFT + "「市町村が行う事業」98件(計6,875億円)については、約7割の69件(計4,838億円)が契約済みである。"
    )
    assert figures(facts) == [Figure("市町村が行う事業", 6_875 * OKU)]
    assert [issue.text for issue in facts.issues if issue.kind == "not_a_fact"] == ["4,838億円"]


@pytest.mark.parametrize("kind", ["普通預金", "定期預金", "自由金利型(大口)定期"])
def test_what_is_deposited_at_a_bank_is_no_budget(kind: str) -> None:
    facts = facts_of(f"令和8年度補正予算の概要（単位：円）\n\n松竹銀行　200,000,000　{kind}\n")
    assert facts.amounts == ()
    assert [(issue.kind, issue.reason) for issue in facts.issues] == [("not_a_fact", "a balance or a stock")]


@pytest.mark.parametrize("line", ["令和8年3月3 1 日", "山田 三 夫", "別表 2"])
def test_a_bare_number_below_a_hundred_is_no_amount_in_yen(line: str) -> None:
    facts = facts_of(f"令和8年度補正予算の概要（単位：円）\n\n{line}\n")
    assert facts.amounts == ()


def test_a_bare_number_below_a_hundred_may_be_an_amount_in_thousands() -> None:
    facts = facts_of("令和8年度予算案の概要（単位：千円）\n\n科目存置　1\n")
    assert figures(facts) == [Figure("科目存置", 1_000)]


def test_a_bare_number_in_kanji_may_be_an_amount_in_millions() -> None:
    facts = facts_of("平成28年度予算案(単位:百万円)\n里山保全事業=二八\n博物館支援=一一\n")
    assert figures(facts) == [Figure("里山保全事業", 28 * MILLION), Figure("博物館支援", 11 * MILLION)]


def test_what_a_deposit_earns_may_be_budgeted() -> None:
    facts = facts_of("令和8年度予算案の概要（単位：円）\n\n財産運用収入　200,000　普通預金利子\n")
    assert figures(facts) == [Figure("財産運用収入", 200_000)]


def test_the_price_of_a_region_and_a_year_is_no_count() -> None:
    text = "令和8年度 里山保全事業\n【広域型】(事業規模及び期間:1地域1年度あたり2億円程度×3年間)\n"
    facts = facts_of(text)
    assert [(a.measure, a.amount_yen) for a in facts.amounts] == [(Measure.UNIT_COST, 2 * OKU)]
    assert facts.counts == ()


def test_a_clause_of_result_is_not_what_is_counted() -> None:
    text = "令和8年度 里山保全事業\n11地域から提案があり、外部有識者による審査の結果、7地域を選定した。"
    assert tallies(facts_of(text), "status")[-1] == Tally("里山保全事業", 7, "地域", status=CountStatus.ADOPTED)


def test_the_budget_measure_is_no_name() -> None:
    text = "里山保全事業\n予算措置\n- 令和8年度政府予算額 100億円 (令和7年度予算額 90億円)\n"
    assert labels(facts_of(text)) == ["里山保全事業"]


@pytest.mark.parametrize("spaced", ["備考", "備　　考"])
def test_an_estimate_for_the_year_heads_a_column_of_the_draft(spaced: str) -> None:
    text = f"""令和8年度 主要事項
区　　　分　　　前年度予算額　　令和8年度予定額　　比較増△減額　　{spaced}
　　　　　　　　　　百万円　　　　　　百万円　　　　　百万円
里山保全　　　　　　5,542　　　　　　　5,637　　　　　　　95
"""
    assert read(text, "year", "phase", "measure") == [
        Figure("里山保全", 5_542 * MILLION, 2025, Phase.APPROVED),
        Figure("里山保全", 5_637 * MILLION, 2026, DRAFTED),
        Figure("里山保全", 95 * MILLION, 2026, DRAFTED, CHANGE),
    ]


PIPED = """令和8年度予算案の概要
(単位:百万円)

| 事項 | 前年度予算額 | 8年度予算額(案) | 比較増△減額 | 備考 |
|---|---:|---:|---:|---|
| 里山保全 | 1,200 | 1,500 | 300 | 12地域 |
| 　うち拠点 | 800|900 | 100 | |
| 計 | 1,200 | 1,500 | 300 | |

以上のほか、図書館の整備に5億円を計上した。
"""


def test_cells_between_strokes_are_columns() -> None:
    facts = facts_of(PIPED)
    assert figures(facts, "year", "measure", "parent") == [
        Figure("里山保全", 1_200 * MILLION, 2025),
        Figure("里山保全", 1_500 * MILLION, 2026),
        Figure("里山保全", 300 * MILLION, 2026, measure=CHANGE),
        Figure("拠点", 800 * MILLION, 2025, parent="里山保全"),
        Figure("拠点", 900 * MILLION, 2026, parent="里山保全"),
        Figure("拠点", 100 * MILLION, 2026, measure=CHANGE, parent="里山保全"),
        Figure("計", 1_200 * MILLION, 2025),
        Figure("計", 1_500 * MILLION, 2026),
        Figure("計", 300 * MILLION, 2026, measure=CHANGE),
        Figure("図書館の整備", 5 * OKU, 2026),
    ]
    assert tallies(facts) == [Tally("里山保全", 12, "地域")]
    assert all(facts.pages[0].text[a.place.char_start : a.place.char_end] == a.amount_text for a in facts.amounts)


def test_strokes_at_the_ends_may_be_missing_and_a_first_cell_empty() -> None:
    text = """令和7年度予算 補助事業の執行状況
(単位:百万円)
所管 | 補助事業等名 | 交付決定額 | 不用額
内閣府 | 渡船の補助 | 108 | 21
 | 計 | 108 | -
"""
    facts = facts_of(text)
    assert [(a.amount_yen, a.nature) for a in facts.amounts] == [
        (108 * MILLION, Nature.OTHER),
        (21 * MILLION, Nature.OTHER),
        (108 * MILLION, Nature.OTHER),
        (None, Nature.OTHER),
    ]
    assert labels(facts) == ["渡船の補助", "計"]


def test_the_bracket_of_a_stage_is_part_of_the_name() -> None:
    text = "地域の知の拠点\n(1) 里山創成事業(第Ⅰ期)(令和8 年度予算:16 億円)\n(2) 里山創成事業(第Ⅱ期)(令和8 年度予算:75 億円)\n"
    facts = facts_of(text)
    assert figures(facts) == [Figure("里山創成事業(第Ⅰ期)", 16 * OKU), Figure("里山創成事業(第Ⅱ期)", 75 * OKU)]
    assert [program.stage for program in facts.programs] == ["第1期", "第2期"]


def test_spaces_inside_the_bracket_of_a_draft_change_nothing() -> None:
    text = "里山の学校\n就学支援等事業 (R8 予算額 ( 案 ) 52 億円 (R7 予算額 62 億円 ))\n"
    assert read(text, "year", "phase") == [
        Figure("就学支援等事業", 52 * OKU, 2026, DRAFTED),
        Figure("就学支援等事業", 62 * OKU, 2025, Phase.APPROVED),
    ]


def test_the_whole_stands_before_uchi_and_the_part_behind_it() -> None:
    text = (
        REQUEST
        + "一般会計では、三兆四六一八億円、特別会計では、五七一三億円。更に一般会計のうち、里山振興費は一兆六三一五億円で、二八六一億円の増額であった。"
    )
    found = [figure for figure in read(text, "parent", "relation") if figure.label == "里山振興費"]
    assert {(figure.parent, figure.relation) for figure in found} == {("一般会計", Relation.OF_WHICH)}


def test_a_bullet_below_a_list_inside_a_sentence_is_no_part_of_its_last_item() -> None:
    text = REQUEST + "▽先駆的な取組として、①人材への投資 890億円、②実証の加速 489億円\n▽重点技術 6626億円\n"
    assert [figure.parent for figure in read(text, "parent")] == [None, None, None]


def test_parts_that_are_parted_by_bullets_in_one_sentence() -> None:
    text = "令和8年度補正予算の概要\n校舎の復旧に273億円を計上した。内訳は▽公立学校 114億円▽私立学校 159億円。"
    assert read(text, "parent") == [
        Figure("校舎の復旧", 273 * OKU),
        Figure("公立学校", 114 * OKU, parent="校舎の復旧"),
        Figure("私立学校", 159 * OKU, parent="校舎の復旧"),
    ]
