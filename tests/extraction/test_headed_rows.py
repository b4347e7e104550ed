"""Rows of text tables under a line that heads the columns: which column, and so which year and phase, a figure has."""

from __future__ import annotations

import pytest

from pipeline.model import Measure, Nature, Phase, Qualifier

from .documents import MILLION, Figure, facts_of, figures

APPROVED, PROPOSED, REQUESTED = Phase.APPROVED, Phase.PROPOSED, Phase.REQUESTED


@pytest.mark.parametrize(
    "head",
    [
        "区分　前年度予算額　予算額（案）",
        "区　分　　前年度予算額　　予算額（案）",
        "施　策　名　　5年度　　6年度",
        "主要経費　　5年度　　6年度",
        "　　　　　R5当初　R6予算案",
        "　　　　　令和5年度　令和6年度",
        "款　項　　令和5年度　令和6年度",
    ],
)
def test_a_head_is_known_by_its_columns_however_its_first_word_is_set(head: str) -> None:
    found = figures(facts_of(f"令和6年度予算案（単位：百万円）\n{head}\n入江の調査　　32　　35"), "year", "phase")
    assert found == [
        Figure("入江の調査", 32 * MILLION, 2023, APPROVED),
        Figure("入江の調査", 35 * MILLION, 2024, PROPOSED),
    ]


def test_a_change_below_a_head_without_a_word_for_names_is_no_budget() -> None:
    facts = facts_of("令和7年度概算要求（単位：百万円）\n　　　　R6当初　R7要求　増▲減\n丘の調査　18　15　▲3")
    assert [(a.amount_text, a.measure) for a in facts.amounts][-1] == ("▲3", Measure.CHANGE)


def test_the_sum_of_a_budget_and_its_supplement_is_the_revised_budget() -> None:
    facts = facts_of("令和4年度9月補正予算案（単位：千円）\n款　補正前の額　補正額　計\n入江費　910　▲35　875")
    assert [a.phase for a in facts.amounts] == [APPROVED, Phase.ADJUSTED, Phase.REVISED]


def test_funds_and_ceilings_are_no_expenditure() -> None:
    funds = facts_of(
        "令和7年度予算案（単位：千円）\n事業名　予算額　国庫支出金　地方債　一般財源\n橋の点検　50　25　20　5"
    )
    assert [a.nature for a in funds.amounts] == [Nature.EXPENDITURE, *[Nature.FINANCING] * 3]
    ceiling = facts_of("令和6年度当初予算（単位：千円）\n事項　期間　限度額\n給食の配送　令和6年度～令和8年度　84,000")
    assert [a.nature for a in ceiling.amounts] == [Nature.CEILING]


def test_a_figure_beside_a_blank_cell_has_the_column_whose_head_it_stands_below() -> None:
    text = (
        "平成20年度予算案　(単位:百万円)\n"
        "                 19年度予算額    20年度予算案   増減\n"
        "入江の調査             1,200           1,350    150\n"
        "新しい船                                 400    400"
    )
    blank = [a for a in facts_of(text).amounts if a.amount_text == "400"]
    assert [(a.fiscal_year, a.measure) for a in blank] == [(2008, Measure.BUDGET), (2008, Measure.CHANGE)]


def test_a_figure_below_no_head_of_a_row_with_blank_cells_is_an_issue() -> None:
    text = "令和6年度予算案（単位：百万円）\n事項　　　　　　　　前年度予算額　　予算額（案）\n入江の調査　35"
    facts = facts_of(text)
    assert not facts.amounts
    assert [(issue.kind, issue.text) for issue in facts.issues] == [("role_unknown", "35")]


def test_several_figures_in_a_row_without_a_head_are_issues() -> None:
    facts = facts_of("令和7年度概算要求（単位：百万円）\n入江の調査　　32　　35　　3\n丘の調査　5")
    assert [a.amount_text for a in facts.amounts] == ["5"]
    assert [issue.text for issue in facts.issues if issue.kind == "role_unknown"] == ["32", "35", "3"]
    assert REQUESTED is facts.amounts[0].phase


@pytest.mark.parametrize("between", ["丘の調査に5億円を計上する。\n・沢の調査 6億円", "・沢の調査 6億円"])
def test_the_columns_of_a_table_end_with_it(between: str) -> None:
    text = f"令和7年度概算要求（単位：億円）\n事項　前年度予算額　要求額\n入江の調査　　32　　35\n{between}"
    last = facts_of(text).amounts[-1]
    assert (last.amount_text, last.fiscal_year, last.phase) == ("6億円", 2025, REQUESTED)


def test_a_second_row_of_the_head_says_which_column_is_restated() -> None:
    text = (
        "平成30年度予算案（単位：百万円）\n"
        "　　　　　　前年度予算額　予算額（案）\n"
        "　　　　　　（組替後）\n"
        "入江の調査　　　64　　　71"
    )
    assert [a.qualifier for a in facts_of(text).amounts] == [Qualifier.RESTATED, None]


@pytest.mark.parametrize("portion", ["の内数", " の内数", "百万円の内数"])
def test_a_portion_in_a_column_is_no_budget_of_its_own(portion: str) -> None:
    text = f"平成29年度概算要求（単位：百万円）\n事項　前年度予算額　要求額\n入江の調査　　1,800{portion}　　1,905{portion}"
    found = [(a.fiscal_year, a.amount_yen, a.qualifier) for a in facts_of(text).amounts]
    assert found == [
        (2016, 1800 * MILLION, Qualifier.PORTION_OF),
        (2017, 1905 * MILLION, Qualifier.PORTION_OF),
    ]


def test_a_portion_behind_a_name_takes_the_unit_in_force() -> None:
    (amount,) = facts_of("平成29年度概算要求（単位：百万円）\n入江の調査　　1,905の内数").amounts
    assert (amount.amount_yen, amount.qualifier) == (1905 * MILLION, Qualifier.PORTION_OF)
