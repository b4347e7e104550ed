"""Sentences: whose figure it is, what it is, and what it is part of. Expectations are written from the sentences."""

from __future__ import annotations

import pytest

from pipeline.model import Measure, Phase, Relation

from .documents import MILLION, OKU, Figure, facts_of, figures

HEAD = "令和6年度予算案の説明\n"
COMPONENT, OF_WHICH = Relation.COMPONENT, Relation.OF_WHICH


def read(sentence: str, *fields: str) -> list[Figure]:
    return figures(facts_of(HEAD + sentence), *fields)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "港湾整備費は、三百二十億円であり、前年度予算額三百五億円に比べ、十五億円(四・九%)の増となっている。",
            [
                Figure("港湾整備費", 320 * OKU, 2024, Phase.PROPOSED),
                Figure("港湾整備費", 305 * OKU, 2023, Phase.APPROVED),
                Figure("港湾整備費", 15 * OKU, 2024, Phase.PROPOSED, Measure.CHANGE),
            ],
            id="subject, last year and a change behind its rate",
        ),
        pytest.param(
            "港湾整備費は、前年度に対し3億円、4.0%の減となる。",
            [Figure("港湾整備費", -3 * OKU, 2024, Phase.PROPOSED, Measure.CHANGE)],
            id="the rate stands between the change and its word",
        ),
        pytest.param(
            "史跡整備費は前年度に比べて12億円増の98億円である。",
            [
                Figure("史跡整備費", 12 * OKU, 2024, Phase.PROPOSED, Measure.CHANGE),
                Figure("史跡整備費", 98 * OKU, 2024, Phase.PROPOSED),
            ],
            id="the change comes first and is this year's",
        ),
        pytest.param(
            "渡船の補助は前年度を9億円下回る412億円となった。",
            [
                Figure("渡船の補助", -9 * OKU, 2024, Phase.PROPOSED, Measure.CHANGE),
                Figure("渡船の補助", 412 * OKU, 2024, Phase.PROPOSED),
            ],
            id="by how much a budget is below last year's is a change",
        ),
        pytest.param(
            "渡船の補助は、前年度予算額を9億円上回り、430億円を計上している。",
            [
                Figure("渡船の補助", 9 * OKU, 2024, Phase.PROPOSED, Measure.CHANGE),
                Figure("渡船の補助", 430 * OKU, 2024, Phase.PROPOSED),
            ],
            id="by how much a budget is above last year's is a change",
        ),
        pytest.param(
            "漁港の改修に必要な経費として、八億円を計上する。",
            [Figure("漁港の改修", 8 * OKU, 2024, Phase.PROPOSED)],
            id="Xに必要な経費として",
        ),
        pytest.param(
            "漁港の改修に要する経費は、八億円である。",
            [Figure("漁港の改修", 8 * OKU, 2024, Phase.PROPOSED)],
            id="Xに要する経費は",
        ),
        pytest.param(
            "体育館の改修には、前年度と同額の8億円を充てる。",
            [Figure("体育館の改修", 8 * OKU, 2024, Phase.PROPOSED)],
            id="an unchanged amount is this year's",
        ),
        pytest.param(
            "なお、令和5年度補正予算においては、橋の復旧に25億円を計上した。",
            [Figure("橋の復旧", 25 * OKU, 2023, Phase.ADJUSTED)],
            id="another year's supplement named at the head",
        ),
        pytest.param(
            "令和2年度から令和5年度までの累計額は31億円に達した。",
            [Figure("総額", 31 * OKU, None, None, Measure.CUMULATIVE)],
            id="a total over years is no budget",
        ),
    ],
)
def test_roles_in_a_sentence(sentence: str, expected: list[Figure]) -> None:
    assert read(sentence, "year", "phase", "measure") == expected


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        pytest.param(
            "文化費は90億円である。その内訳は、劇場費40億円、図書費30億円及び美術費20億円である。",
            [
                Figure("文化費", 90 * OKU),
                Figure("劇場費", 40 * OKU, parent="文化費", relation=COMPONENT),
                Figure("図書費", 30 * OKU, parent="文化費", relation=COMPONENT),
                Figure("美術費", 20 * OKU, parent="文化費", relation=COMPONENT),
            ],
            id="the breakdown follows in the next sentence",
        ),
        pytest.param(
            "体育費は、9億円である。これは、選手の育成5億円及び施設の改修4億円から成る。",
            [
                Figure("体育費", 9 * OKU),
                Figure("選手の育成", 5 * OKU, parent="体育費", relation=COMPONENT),
                Figure("施設の改修", 4 * OKU, parent="体育費", relation=COMPONENT),
            ],
            id="これは、…から成る",
        ),
        pytest.param(
            "学資貸与事業の事業費は、総額71億円(財政融資60億円及び機関債11億円)である。",
            [
                Figure("学資貸与事業の事業費", 71 * OKU),
                Figure("財政融資", 60 * OKU, parent="学資貸与事業の事業費", relation=COMPONENT),
                Figure("機関債", 11 * OKU, parent="学資貸与事業の事業費", relation=COMPONENT),
            ],
            id="parts in brackets behind a total",
        ),
        pytest.param(
            "校舎整備費136億円(前年度141億円)のうち、校舎の耐震化に89億円を充てる。",
            [
                Figure("校舎整備費", 136 * OKU),
                Figure("校舎整備費", 141 * OKU),
                Figure("校舎の耐震化", 89 * OKU, parent="校舎整備費", relation=OF_WHICH),
            ],
            id="のうち after the figure",
        ),
        pytest.param(
            "芸術費は、1,016億円である。このうち保存修理に61億円、映像の振興に25億円を充てる。",
            [
                Figure("芸術費", 1016 * OKU),
                Figure("保存修理", 61 * OKU, parent="芸術費", relation=OF_WHICH),
                Figure("映像の振興", 25 * OKU, parent="芸術費", relation=OF_WHICH),
            ],
            id="one うち for the whole list",
        ),
        pytest.param(
            "私学助成費は、120億円(うち東部分20億円、西部分10億円)である。",
            [
                Figure("私学助成費", 120 * OKU),
                Figure("東部分", 20 * OKU, parent="私学助成費", relation=OF_WHICH),
                Figure("西部分", 10 * OKU, parent="私学助成費", relation=OF_WHICH),
            ],
            id="one うち for a list in brackets",
        ),
    ],
)
def test_parts_of_a_sentence(sentences: str, expected: list[Figure]) -> None:
    assert read(sentences, "parent", "relation") == expected


def test_a_breakdown_is_complete_and_a_list_of_main_items_is_not() -> None:
    whole, examples = (
        facts_of(HEAD + "研究費は14億円である。" + end)
        for end in ("その内訳は、基礎研究9億円及び応用研究5億円である。", "その主なものは、基礎研究9億円である。")
    )
    assert whole.lines[0].children_complete is True
    assert examples.lines[0].children_complete is False


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("国内総生産は五百兆円程度となる見通しである。", "an economic aggregate"),
        ("国立大学の授業料標準額は53万5,800円に据え置かれる。", "a price that somebody pays"),
        ("水素の関連市場は約3兆円とされる。", "a market figure"),
        (
            "決算は当初の見込みを3億円下回る。",
            "a difference from a plan or a request, not from last year's budget",
        ),
        ("県内の製造品出荷額等は令和4年度に6兆円であった。", "a market figure"),
        ("水産物の輸出額は3,900億円に上る。", "a market figure"),
        ("林業産出額は5,800億円である。", "an economic aggregate"),
        ("県内総生産は9兆円である。", "an economic aggregate"),
        ("令和4年度の共同研究の受入額は311億円に達した。", "money received or spent by others"),
        ("事業規模30兆円の達成を目指す。", "the size of an undertaking, not what the budget pays for it"),
    ],
)
def test_money_that_is_nobodys_budget_becomes_an_issue(sentence: str, reason: str) -> None:
    facts = facts_of(HEAD + sentence)
    assert facts.amounts == ()
    assert [issue.reason for issue in facts.issues] == [reason]


@pytest.mark.parametrize("name", ["授業料等の減免", "低所得世帯の支援", "賃金引上げの支援", "卸売市場"])
def test_a_program_about_tuition_or_wages_keeps_its_budget(name: str) -> None:
    assert read(f"{name}に3億円を計上する。") == [Figure(name, 3 * OKU)]


def test_a_price_belongs_to_what_the_paragraph_is_about() -> None:
    found = read("巡回公演費は12億円である。単価は、一公演につき約0.5億円を上限とする。", "measure")
    assert found == [Figure("巡回公演費", 12 * OKU), Figure("巡回公演費", 50 * MILLION, measure=Measure.UNIT_COST)]


def test_within_names_the_line_that_encloses_the_figure() -> None:
    facts = facts_of(HEAD + "研究交流推進費は、国際協力費30億円の内数として措置する。")
    assert figures(facts) == [Figure("研究交流推進費", 30 * OKU)]
    assert [amount.qualifier for amount in facts.amounts] == ["portion_of"]


def test_a_topic_without_a_figure_waits_for_the_next_sentence() -> None:
    found = read("義務教育費負担金については、裁量制を導入する。令和4年度の決算額は28億円であった。", "year", "phase")
    assert found == [Figure("義務教育費負担金", 28 * OKU, 2022, Phase.EXECUTED)]


def test_a_sentence_that_mentions_a_year_does_not_change_the_release() -> None:
    found = read("平成14年度に始まった計画を見直す。\n河川費 7億円", "year", "phase")
    assert found == [Figure("河川費", 7 * OKU, 2024, Phase.PROPOSED)]


def test_what_leads_a_section_is_above_what_its_subsections_name() -> None:
    text = HEAD + (
        "第一 学術の振興\n学術振興費は、128億円である。\n一 研究\n 観測研究費は35億円である。\n"
        "二 連携\n 連携推進費は42億円である。\n第二 文化\n文化振興費は61億円である。"
    )
    assert figures(facts_of(text), "parent") == [
        Figure("学術振興費", 128 * OKU),
        Figure("観測研究費", 35 * OKU, parent="学術振興費"),
        Figure("連携推進費", 42 * OKU, parent="学術振興費"),
        Figure("文化振興費", 61 * OKU),
    ]


def test_a_paragraph_runs_in_from_its_heading() -> None:
    text = HEAD + (
        "(一)学校の助成 学校経常費補助については、24億5千万円(前年度 23億円)を計上し、うち特別補助に3億円を充てる。\n"
        "(二)留学生の受入れ 受入れを580人から680人に拡大するとともに、給与月額を17万円とする。"
    )
    assert figures(facts_of(text), "year", "measure", "parent") == [
        Figure("学校経常費補助", 2450 * MILLION, 2024),
        Figure("学校経常費補助", 23 * OKU, 2023),
        Figure("特別補助", 3 * OKU, 2024, parent="学校経常費補助"),
        Figure("留学生の受入れ", 170_000, None, measure=Measure.UNIT_COST),
    ]


@pytest.mark.parametrize("text", ["湖の観測に五十・六十億円を計上する。", "湖の観測 五十・六十億円"])
def test_two_numbers_before_one_unit_are_an_issue_and_no_amount(text: str) -> None:
    facts = facts_of(f"令和6年度予算案\n{text}")
    assert not facts.amounts
    assert [issue.text for issue in facts.issues] == ["五十・六十億円"]


@pytest.mark.parametrize(
    ("sentence", "label", "yen"),
    [
        ("橋の修繕費は、前年度比3.1%増の2,223億円。", "橋の修繕費", 2223 * OKU),
        ("港湾整備費は、前年度比0.3%減の6兆600億円となった。", "港湾整備費", 60600 * OKU),
        ("灯台整備費は前年度に対し1.7％増となる3兆8,889億円を計上。", "灯台整備費", 38889 * OKU),
        ("湖の観測は前年度予算額に比べ4.2%増の31億円。", "湖の観測", 31 * OKU),
        ("湖の観測は前年度から倍増し、20億円", "湖の観測", 20 * OKU),
        ("史跡の整備は皆増の12億円とした。", "史跡の整備", 12 * OKU),
        ("史跡の整備は前年度の4割増の14億円。", "史跡の整備", 14 * OKU),
        ("史跡の整備は前年度と同額の14億円。", "史跡の整備", 14 * OKU),
        ("史跡の整備は平成30年度比3割増の14億円。", "史跡の整備", 14 * OKU),
    ],
)
def test_an_amount_behind_its_growth_is_the_budget_that_has_grown(sentence: str, label: str, yen: int) -> None:
    assert read(sentence, "year", "phase") == [Figure(label, yen, 2024, Phase.PROPOSED)]


def test_an_amount_behind_its_growth_is_of_the_year_named_before_the_comparison() -> None:
    sentence = "史跡の整備は、令和5年度予算額が前年度比3%増の14億円であった。"
    assert read(sentence, "year", "phase") == [Figure("史跡の整備", 14 * OKU, 2023, Phase.APPROVED)]


def test_the_budget_behind_a_change_in_yen_stays_apart_from_it() -> None:
    assert read("史跡の整備は2億円増の115億円、渡船の補助は前年度を3億円上回る14億円である。", "measure") == [
        Figure("史跡の整備", 2 * OKU, measure=Measure.CHANGE),
        Figure("史跡の整備", 115 * OKU),
        Figure("渡船の補助", 3 * OKU, measure=Measure.CHANGE),
        Figure("渡船の補助", 14 * OKU),
    ]


@pytest.mark.parametrize(
    ("head", "years", "issues"),
    [
        ("2018年度予算案", [2018, 2017], []),
        ("平成18年度予算案", [2006, 2005], []),
        ("平成30年度(2018年度)予算案", [None, None], ["18年度", "17年度"]),
        ("2012年度予算案", [None, 2017], ["18年度"]),
        ("予算案", [None, None], ["18年度", "17年度"]),
    ],
)
def test_a_newspapers_year_of_two_digits_is_read_where_one_reading_is_left_else_it_is_an_issue(
    head: str, years: list[int | None], issues: list[str]
) -> None:
    facts = facts_of(f"{head}\n文部科学省\n\n湖の観測事業　18年度予算　200億円(17年度予算　290億円)")
    assert [amount.fiscal_year for amount in facts.amounts] == years
    assert [issue.text for issue in facts.issues if issue.kind == "ambiguous_year"] == issues


def test_a_heading_whose_year_cannot_be_told_leaves_its_figures_without_a_year() -> None:
    facts = facts_of("平成30年度(2018年度)予算案\n\n湖の観測事業　200億円\n17年度予算\n川の観測事業　100億円")
    assert [(amount.fiscal_year, amount.amount_yen) for amount in facts.amounts] == [
        (2018, 200 * OKU),
        (None, 100 * OKU),
    ]
