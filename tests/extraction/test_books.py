"""Accounts, sides of the account, and lines that are printed twice."""

from __future__ import annotations

import pytest

from pipeline.extraction.books import account_in
from pipeline.model import Nature

from .documents import facts_of


def test_the_account_of_a_line_is_named_in_its_label_above_it_or_in_a_heading() -> None:
    facts = facts_of(
        "令和6年度予算案(単位:百万円)\n一般会計\n文化費 9,000\n1 エネルギー対策特別会計 500\n (1) 水素の研究 300\n"
    )
    assert {line.label: line.account for line in facts.lines} == {
        "文化費": "一般会計",
        "エネルギー対策特別会計": "エネルギー対策特別会計",
        "水素の研究": "エネルギー対策特別会計",
    }


def test_no_account_is_said() -> None:
    assert [line.account for line in facts_of("令和6年度予算案\n会計事務の改善 3億円").lines] == [None]


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("国民健康保険特別会計繰出金", "国民健康保険特別会計"),
        ("一般会計", "一般会計"),
        ("水道事業会計補助金", "水道事業会計"),
    ],
)
def test_accounts_in_names(text: str, account: str) -> None:
    assert account_in(text) == account


def test_what_stands_under_revenue_is_revenue() -> None:
    facts = facts_of("令和6年度予算案(単位:千円)\n1 歳入\n市税 900\n2 歳出\n文化費 700")
    assert {line.label: amount.nature for line, amount in zip(facts.lines, facts.amounts, strict=True)} == {
        "市税": Nature.REVENUE,
        "文化費": Nature.EXPENDITURE,
    }


def test_fees_are_revenue_where_revenue_is_listed() -> None:
    facts = facts_of("令和6年度予算案\n歳入\n使用料 3億円\n歳出\n文化費 7億円")
    assert [(amount.amount_yen, amount.nature) for amount in facts.amounts] == [
        (3 * 10**8, Nature.REVENUE),
        (7 * 10**8, Nature.EXPENDITURE),
    ]


def originals(text: str) -> list[tuple[str, str | None]]:
    facts = facts_of(text)
    names = {line.line_id: line.label for line in facts.lines}
    return [(line.label, names.get(line.same_as_line_id or "")) for line in facts.lines]


def test_a_line_printed_again_is_linked_to_its_first_printing() -> None:
    text = "令和6年度予算案\n教育費は70億円である。その内訳は、校舎費40億円及び図書費30億円である。\n校舎費は40億円(前年度38億円)で、耐震化を進める。"
    assert originals(text) == [("教育費", None), ("校舎費", None), ("図書費", None), ("校舎費", "校舎費")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("令和6年度予算案\n東学校 5億円\n  教材費 3億円\n西学校 6億円\n  教材費 4億円", id="other figures"),
        pytest.param("令和6年度予算案\n教材費 3億円\n教材費 3億円", id="two entries of one list"),
        pytest.param("令和6年度予算案\n湖の観測(第Ⅰ期) 3億円\n\n参考\n湖の観測(第Ⅱ期) 3億円", id="two stages"),
    ],
)
def test_lines_that_only_look_alike_are_not_linked(text: str) -> None:
    assert {same for _, same in originals(text)} == {None}
