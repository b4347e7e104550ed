"""Notices and briefings in sentences: what is added to a budget, legends over two lines, supplements without a year."""

from __future__ import annotations

import pytest

from pipeline.model import CountStatus, Measure, Phase, Relation

from .documents import MILLION, OKU, Figure, Tally, facts_of, figures, tallies

DRAFT = "令和8年度予算案の概要\n"
SUPPLEMENT = "令和8年度補正予算の概要\n"
DRAFTED, ADJUSTED, APPROVED = Phase.PROPOSED, Phase.ADJUSTED, Phase.APPROVED


def read(text: str, *fields: str) -> list[Figure]:
    return figures(facts_of(text), *fields)


@pytest.mark.parametrize(
    "legend",
    [
        "※ 各事項の下段(  )内は\n　 令和7年度当初予算額",
        "(※)各事項の下段(\n)内は、令和7年度当初予算額",
        "※括弧書きは、\n令和7年度当初予算額",
    ],
)
def test_a_legend_of_brackets_may_break_off_at_a_line_end(legend: str) -> None:
    assert read(f"{DRAFT}{legend}\n① 里山の保全　19億円(30億円)\n", "year", "phase") == [
        Figure("里山の保全", 19 * OKU, 2026, DRAFTED),
        Figure("里山の保全", 30 * OKU, 2025, APPROVED),
    ]


def test_a_legend_over_two_lines_holds_for_what_stands_above_it() -> None:
    text = f"{DRAFT}① 里山の保全　19億円(30億円)\n※ (　)内は\n　令和7年度当初予算額\n"
    assert [figure.year for figure in read(text, "year")] == [2026, 2025]


def test_a_supplement_without_a_year_has_none_where_the_release_has_no_phase() -> None:
    text = "令和8年度予算の重点事項\n① 里山の保全　19億円\n【補正予算】2億円\n"
    assert read(text, "year", "phase")[1] == Figure("里山の保全", 2 * OKU, None, ADJUSTED)


def test_what_is_put_together_from_two_years_is_of_neither() -> None:
    text = f"{DRAFT}海洋観測網の整備　1,000百万円\n　※この他、令和7年度補正予算額 200百万円\n　※合わせて 1,200百万円\n"
    assert read(text, "year", "phase", "relation") == [
        Figure("海洋観測網の整備", 1_000 * MILLION, 2026, DRAFTED),
        Figure("この他", 200 * MILLION, 2025, ADJUSTED, relation=Relation.OUTSIDE),
        Figure("合計", 1_200 * MILLION, None, None),
    ]


def test_what_is_put_together_from_one_budget_is_of_that_budget() -> None:
    text = f"{DRAFT}○ 海洋観測網の整備　3,000百万円(このほか、沿岸枠 500百万円)、合わせて 3,500百万円\n"
    assert read(text, "year", "phase")[-1] == Figure("合計", 3_500 * MILLION, 2026, DRAFTED)


def test_an_addition_without_a_name_is_not_named_by_a_particle() -> None:
    text = f"{DRAFT}図書館の整備に10億円を計上し、このほか補正予算で2億円を措置し、合わせて12億円とする。\n"
    assert [figure.label for figure in read(text)] == ["図書館の整備", "この他", "合計"]


def test_a_part_without_a_name_is_not_named_by_the_pronoun_before_uchi() -> None:
    text = (
        f"{SUPPLEMENT}高校改革の推進に、3,009億円を計上。このうち、2,955億円を都道府県の基金に配分し、改革を進める。\n"
    )
    part = read(text, "parent", "relation")[1]
    assert (part.label, part.parent, part.relation) == ("うち", "高校改革の推進", Relation.OF_WHICH)


def test_what_stands_before_as_is_what_for_and_not_whose() -> None:
    text = f"{SUPPLEMENT}高等学校教育改革の推進は、公教育の再生の柱として、3,009億円を計上。\n"
    assert read(text) == [Figure("高等学校教育改革の推進", 3_009 * OKU)]


def test_a_reduction_named_as_such_keeps_its_own_name() -> None:
    text = f"{SUPPLEMENT}既定経費の減額として 827,457百万円の修正減少を行う。\n"
    assert read(text, "measure") == [Figure("既定経費の減額", -827_457 * MILLION, measure=Measure.CHANGE)]


def test_the_budget_of_a_supplement_is_not_the_initial_one() -> None:
    text = f"{SUPPLEMENT}「端末の整備等」に充てられる予算額は、742億円。\n"
    assert read(text, "year", "phase") == [Figure("端末の整備等", 742 * OKU, 2026, ADJUSTED)]


def test_the_whole_budget_of_a_ministry_is_no_sum_over_years() -> None:
    assert read(f"{SUPPLEMENT}文部科学省関係の予算総額は1兆6,091億円。\n", "measure") == [
        Figure("文部科学省関係", 16_091 * OKU)
    ]
    assert read(f"{DRAFT}里山研究 予算総額 84億円\n", "measure")[0].measure is Measure.CUMULATIVE


def test_numbered_items_of_a_sentence_are_named_from_their_number_on() -> None:
    text = (
        f"{SUPPLEMENT}追加事項は、(1)暮らしの安心の確保 7,118百万円、(2)21世紀型の港の整備 14,056百万円、"
        "(3)円高に伴う不安定性への対応並びに中小企業及び地方の支援 4,307百万円である。\n"
    )
    assert [figure.label for figure in read(text)] == [
        "暮らしの安心の確保",
        "21世紀型の港の整備",
        "円高に伴う不安定性への対応並びに中小企業及び地方の支援",
    ]


def test_revenue_carried_over_is_of_the_year_that_takes_it_in() -> None:
    text = f"{SUPPLEMENT}歳入は、一般会計からの受入 127百万円のほか、前年度剰余金受入13百万円及びその他収入 16百万円である。\n"
    assert [(figure.label, figure.year) for figure in read(text, "year")] == [
        ("一般会計からの受入", 2026),
        ("前年度剰余金受入", 2026),
        ("その他収入", 2026),
    ]


def test_what_a_budget_was_before_its_amendment_is_not_last_years() -> None:
    text = f"{DRAFT}文教費は、国会修正前の予算における5,496億円から6,560億円となった。\n"
    assert read(text, "year", "phase") == [
        Figure("文教費", 5_496 * OKU, 2026, None),
        Figure("文教費", 6_560 * OKU, 2026, DRAFTED),
    ]


def test_an_increase_is_that_of_what_the_expenses_are_for() -> None:
    text = f"{DRAFT}文教費は、6,560億円を計上している。また、高校無償化の実施に伴う経費として64億円増額された。\n"
    assert read(text, "measure")[1] == Figure("高校無償化の実施に伴う経費", 64 * OKU, measure=Measure.CHANGE)


def test_expenses_without_a_name_are_not_those_of_the_line_before() -> None:
    text = (
        "令和9年度予算案の概算要求\n一般会計の要求額は31兆6688億円で、このうち、医療に11兆1352億円を充てる。\n"
        "また、待機児童の解消に向けて、保育所を増設したりするための費用に6200億円を盛り込んだ。\n"
    )
    facts = facts_of(text)
    assert [figure.yen for figure in figures(facts)] == [316_688 * OKU, 111_352 * OKU]
    assert [(issue.kind, issue.text) for issue in facts.issues] == [("no_label", "6200億円")]


def test_what_a_figure_is_compared_with_is_not_its_year() -> None:
    text = "令和9年度予算案の概算要求\n社会保障費を今年度の当初予算より積み増したほか、対策を拡充し、過去最大となる31兆6688億円を求める。\n"
    assert [(figure.year, figure.phase) for figure in read(text, "year", "phase")] == [(2027, Phase.REQUESTED)]


@pytest.mark.parametrize(
    ("word", "sign"), [("上積みして", 1), ("多い額とし", 1), ("少ない額とし", -1), ("上乗せして", 1)]
)
def test_more_and_less_than_last_year_are_changes(word: str, sign: int) -> None:
    text = f"令和9年度予算案の概算要求\n医療費は、今年度の当初予算より8155億円{word}いる。\n"
    assert read(text, "measure") == [Figure("医療費", sign * 8_155 * OKU, measure=Measure.CHANGE)]


def test_this_year_in_a_request_is_the_year_in_which_it_is_written() -> None:
    text = "令和9年度概算要求\n図書館の整備　10億円(今年度予算額 8億円)\n"
    assert [figure.year for figure in read(text, "year")] == [2027, 2026]


def test_a_note_below_a_table_is_not_about_its_last_row() -> None:
    text = (
        "令和9年度概算要求\n(単位:億円)\n区分　要求額\n一般会計　186,684\n労働保険特別会計　48,556\n\n"
        "(注)\n 1. 年金の特例措置に要する経費の令和9年度所要額(846億円)は、基準の枠外で要求している。\n"
    )
    assert read(text)[-1] == Figure("年金の特例措置", 846 * OKU)


def test_two_digits_set_apart_before_a_unit_are_no_amount() -> None:
    facts = facts_of(f"{DRAFT}所得譲与税 5 5 億円\n")
    assert facts.amounts == ()
    assert [issue.kind for issue in facts.issues] == ["malformed_figure"]


def test_a_change_between_two_columns_has_the_later_year_where_nothing_else_names_one() -> None:
    text = "予算のポイント\n(単位:億円)\n区分　令和7年度予算額　令和8年度予算額(案)　対前年度増△減額\n先端研究拠点　71　72　1\n"
    assert read(text, "year", "phase", "measure")[-1] == Figure("先端研究拠点", OKU, 2026, DRAFTED, Measure.CHANGE)


def test_a_bracket_behind_one_count_says_nothing_of_the_next() -> None:
    facts = facts_of(f"{DRAFT}○ 研究拠点プログラム 72億円\n　　令和8年度は新規3拠点(予定)を含め21拠点を支援\n")
    assert tallies(facts, "status") == [
        Tally("研究拠点プログラム", 3, "拠点", status=CountStatus.PLANNED),
        Tally("研究拠点プログラム", 21, "拠点"),
    ]
