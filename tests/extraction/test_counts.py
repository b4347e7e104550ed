"""Counts: subject, year, status and what they are part of."""

from __future__ import annotations

import pytest

from pipeline.extraction.drafts import CountDraft, LineDraft, Row
from pipeline.extraction.text.counting import settle_subjects
from pipeline.language import normalize
from pipeline.model import CountStatus, Measure, Relation

from .documents import Tally, facts_of, labels, tallies

ADOPTED, APPLIED, PLANNED = CountStatus.ADOPTED, CountStatus.APPLIED, CountStatus.PLANNED
STARTED, ENDED = CountStatus.STARTED, CountStatus.ENDED
HEAD = "令和6年度予算案\n干潟の再生事業 12億円\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("対象:全国 150校", Tally("干潟の再生事業", 150, "校")),
        ("採択課題は28件である。", Tally("干潟の再生事業", 28, "件", status=ADOPTED)),
        (
            "【実施地域数】\nこれまでに全国69地域で実施",
            Tally("干潟の再生事業", 69, "地域", status=CountStatus.IMPLEMENTING),
        ),
        ("指導員を54名配置する。", Tally("指導員", 54, "名")),
        ("81名の調査員を配置", Tally("調査員", 81, "名")),
        ("耐震診断を行う学校は240校である。", Tally("耐震診断を行う学校", 240, "校")),
        ("この間の特許出願は、612件を数えた。", Tally("特許出願", 612, "件")),
        ("令和8年度までに200か所とする。", Tally("干潟の再生事業", 200, "か所", 2026, PLANNED)),
        ("13機関を採択予定", Tally("干潟の再生事業", 13, "機関", status=PLANNED)),
        ("令和5年度は、6地域を採択", Tally("干潟の再生事業", 6, "地域", 2023, ADOPTED)),
    ],
)
def test_one_count(text: str, expected: Tally) -> None:
    assert tallies(facts_of(HEAD + text), "year", "status") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "都市型 : 18地域\n 令和2年度開始地域(8地域)\n 令和3年度開始地域(10地域)",
            [
                Tally("都市型", 18, "地域"),
                Tally("都市型", 8, "地域", 2020, STARTED, 18, Relation.COMPONENT),
                Tally("都市型", 10, "地域", 2021, STARTED, 18, Relation.COMPONENT),
            ],
            id="cohorts below their total",
        ),
        pytest.param(
            "干潟の再生事業を実施(全国18地域。令和3年度末に11地域が事業を終了。)",
            [
                Tally("干潟の再生事業", 18, "地域"),
                Tally("干潟の再生事業", 11, "地域", 2021, ENDED, 18, Relation.OF_WHICH),
            ],
            id="a subset by status is no cohort",
        ),
        pytest.param(
            "令和5年度は 2,654人(うち企業は927人)",
            [
                Tally("干潟の再生事業", 2654, "人", 2023),
                Tally("企業", 927, "人", 2023, None, 2654, Relation.OF_WHICH),
            ],
            id="うち bears the year of its whole",
        ),
        pytest.param(
            "受講者は480人、うち企業から120人",
            [Tally("受講者", 480, "人"), Tally("受講者", 120, "人", None, None, 480, Relation.OF_WHICH)],
            id="where they come from is not what they are",
        ),
        pytest.param(
            "【拠点数】 12拠点\n 令和4年度採択 5拠点(応募33件から採択)\n 令和6年度採択予定 7拠点",
            [
                Tally("干潟の再生事業", 12, "拠点"),
                Tally("干潟の再生事業", 5, "拠点", 2022, ADOPTED, 12, Relation.COMPONENT),
                Tally("干潟の再生事業", 33, "件", 2022, APPLIED),
                Tally("干潟の再生事業", 7, "拠点", 2024, PLANNED, 12, Relation.COMPONENT),
            ],
            id="applications in brackets are no cohort",
        ),
        pytest.param(
            "令和5年度は35館から応募があり、12館を採択",
            [Tally("干潟の再生事業", 35, "館", 2023, APPLIED), Tally("干潟の再生事業", 12, "館", 2023, ADOPTED)],
            id="the year is the whole sentence's",
        ),
        pytest.param(
            "令和4年度は、6地域を採択\n令和5年度は、3地域を採択予定",
            [Tally("干潟の再生事業", 6, "地域", 2022, ADOPTED), Tally("干潟の再生事業", 3, "地域", 2023, PLANNED)],
            id="two dated counts are not part of each other",
        ),
        pytest.param(
            "貸与人員は86人から96人に拡大する。",
            [Tally("貸与人員", 86, "人", 2023), Tally("貸与人員", 96, "人", 2024)],
            id="from last year's to this year's",
        ),
        pytest.param(
            "地域の観測点を12か所に設置(令和4年度は9か所)",
            [Tally("地域の観測点", 12, "か所"), Tally("地域の観測点", 9, "か所", 2022)],
            id="a comparison in brackets is no part",
        ),
        pytest.param(
            "研究支援者:64人→70人",
            [Tally("研究支援者", 64, "人"), Tally("研究支援者", 70, "人")],
            id="an arrow keeps the subject",
        ),
        pytest.param(
            "対象は9地域であり、その内訳は、令和4年度開始が5地域、令和5年度に開始する予定のものが4地域である。",
            [
                Tally("干潟の再生事業", 9, "地域"),
                Tally("干潟の再生事業", 5, "地域", 2022, STARTED, 9, Relation.COMPONENT),
                Tally("干潟の再生事業", 4, "地域", 2023, PLANNED, 9, Relation.COMPONENT),
            ],
            id="a word of status stays in its clause",
        ),
    ],
)
def test_counts_together(text: str, expected: list[Tally]) -> None:
    assert tallies(facts_of(HEAD + text), "year", "status", "of", "relation") == expected


@pytest.mark.parametrize(
    "text", ["(原則5年間程度)", "第2期基本計画", "国費の1/2以上", "〇 人の困難に気づく", "1 地域科学の振興"]
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert facts_of(HEAD + text).counts == ()


def test_the_base_of_a_price_is_an_issue_and_no_count() -> None:
    facts = facts_of(HEAD + "・小型(1地域あたり年間1億円程度×3年)")
    assert facts.counts == ()
    assert [issue.reason for issue in facts.issues] == ["the base of a unit cost"]


def test_a_count_behind_a_note_mark_is_a_count() -> None:
    facts = facts_of(HEAD + "・観測の体制が整いつつある。(※43件の観測塔の補修)")
    assert tallies(facts) == [Tally("観測塔", 43, "件")]


def test_no_name_reaches_out_of_a_bracket() -> None:
    facts = facts_of(HEAD + "・最長10年間支援(令和5年度までに12大学を採択、令和6年度は3大学を採択予定)")
    assert tallies(facts, "year", "status") == [
        Tally("干潟の再生事業", 12, "大学", 2023, ADOPTED),
        Tally("干潟の再生事業", 3, "大学", 2024, PLANNED),
    ]


def test_what_a_price_is_multiplied_by_is_a_count_and_no_name() -> None:
    facts = facts_of("令和6年度概算要求\n単価:6地区×約2.5億円")
    assert [(count.value, count.unit) for count in facts.counts] == [(6, "地区")]
    assert [(a.amount_yen, a.measure) for a in facts.amounts] == [(250_000_000, Measure.UNIT_COST)]
    assert [line.label for line in facts.lines] == ["総額"]


def test_the_year_between_a_count_and_what_is_done_then_is_the_count_s() -> None:
    found = tallies(
        facts_of("令和6年度概算要求\n湖の観測 24億円\n実施地域:16地域\nうち3地域は令和6年度末に終了予定"),
        "year",
        "status",
    )
    assert found[1] == Tally("湖の観測", 3, "地域", 2024, CountStatus.PLANNED_END)


def test_applications_in_brackets_are_of_the_year_of_the_adoptions() -> None:
    found = tallies(facts_of("令和6年度概算要求\n湖の観測 24億円\n令和5年度採択 18校(応募 47校)"), "year", "status")
    assert [(tally.value, tally.year, tally.status) for tally in found] == [
        (18, 2023, CountStatus.ADOPTED),
        (47, 2023, CountStatus.APPLIED),
    ]


def test_the_number_of_a_section_counts_nothing_and_names_nothing() -> None:
    assert labels(facts_of("令和6年度予算案\n三\n\n8億円を計上する。")) == ["総額"]


def test_a_clause_says_which_of_the_things_are_counted() -> None:
    found = tallies(facts_of("令和6年度予算案\n林道の整備に8億円を計上する。間伐を行う市町村は、約900市町村を見込む。"))
    assert found == [Tally("間伐を行う市町村", 900, "市町村")]


def test_cohorts_below_a_dated_total_of_what_runs_are_its_parts() -> None:
    text = (
        "令和6年度予算案\n湖の観測 24億円\n令和6年度は9地域で実施\n令和4年度開始地域(4地域)\n令和5年度開始地域(5地域)"
    )
    found = tallies(facts_of(text), "year", "of", "relation")
    assert [(tally.value, tally.of, tally.relation) for tally in found] == [
        (9, None, None),
        (4, 9, Relation.COMPONENT),
        (5, 9, Relation.COMPONENT),
    ]


def test_a_price_below_a_heading_that_only_counts_is_the_program_s() -> None:
    facts = facts_of(
        "令和6年度予算案\n湖の観測の推進事業\n令和6年度予算案:24億円\n\n第2期の地域\n9地域\n\n1地域あたり年間3億円程度"
    )
    program = next(line for line in facts.lines if line.label == "湖の観測の推進事業")
    assert [a.line_id for a in facts.amounts if a.measure is Measure.UNIT_COST] == [program.line_id]


def test_what_is_done_with_the_counted_things_is_no_part_of_their_name() -> None:
    found = tallies(facts_of("令和6年度概算要求\n海の教育 4億円\n・高校との連携 令和5年度採択 18校(応募 47校)"))
    assert {tally.subject for tally in found} == {"高校との連携"}


def test_a_total_with_its_breakdown_before_anything_is_named() -> None:
    found = tallies(facts_of("令和6年度予算案\n合計30拠点(内訳 東部20拠点、西部10拠点)"), "of", "relation")
    assert found == [
        Tally("合計", 30, "拠点"),
        Tally("東部", 20, "拠点", of=30, relation=Relation.COMPONENT),
        Tally("西部", 10, "拠点", of=30, relation=Relation.COMPONENT),
    ]


def test_a_part_whose_noun_is_the_counter_is_of_the_same_things() -> None:
    text = "令和5年度予算案\n湖の観測 24億円\n湖の観測の実施地域は14地域(うち令和5年度に新たに採択する予定の地域は4地域)である。"
    whole, part = tallies(facts_of(text), "of", "relation")
    assert (part.value, part.of, part.relation) == (4, 14, Relation.OF_WHICH)
    assert part.subject == whole.subject


def test_all_prefectures_are_no_number_of_a_program() -> None:
    found = tallies(facts_of("令和6年度予算案\n端末の更新 24億円\n47都道府県に基金を造成"))
    assert found == [Tally("都道府県", 47, "都道府県")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("指定管理者選定評価委員会委員　19人", Tally("指定管理者選定評価委員会委員", 19, "人")),
        ("7人槽　34基", Tally("7人槽", 34, "基")),
    ],
)
def test_words_of_a_name_are_neither_status_nor_list_number(row: str, expected: Tally) -> None:
    found = tallies(facts_of("令和7年度予算の説明\n" + row + "　1,200千円\n"), "status")
    assert found == [expected]


@pytest.mark.parametrize(
    ("label", "subject"),
    [("4,800円", "受講料"), ("32,000円×45人×12月", "受講料"), ("4,800円券", "4,800円券"), ("教材", "教材")],
)
def test_what_is_multiplied_with_a_price_is_of_what_the_line_above_names(label: str, subject: str) -> None:
    row = Row(1, normalize("4,800円×120人"), 0, 0.0, 0.0, None)
    line = LineDraft(row, 0, 6, label, parent=LineDraft(row, 0, 0, "受講料"))
    line.counts.append(CountDraft(row, 7, 11, 120, "人", approximate=False, subject=label))
    settle_subjects([line])
    assert line.counts[0].subject == subject
