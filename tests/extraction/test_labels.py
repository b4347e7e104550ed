"""Names as a person would write them, and words that are no names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.labels import as_printed, budget_topic, clean_label, is_generic, is_item, noun_phrase
from pipeline.extraction.programs import program_of

from .documents import facts_of, labels


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("こうした中で編成された文教及び科学の振興費は、", "文教及び科学の振興費"),
        ("対象となる公立の小中学校は", "公立の小中学校"),
        ("なお、国立の学校施設の緊急整備に", "国立の学校施設の緊急整備"),
        ("この間の特許出願は", "特許出願"),
        ("このうち文化財の保存修理に", "文化財の保存修理"),
        ("「英語力の改善事業」に", "英語力の改善事業"),
        ("及び情報通信分野", "情報通信分野"),
        ("学資貸与事業の事業費は、総額", "学資貸与事業の事業費"),
        ("映像振興費として総額", "映像振興費"),
    ],
)
def test_the_name_at_the_end_of_a_clause(clause: str, name: str) -> None:
    assert noun_phrase(clause) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("事業名：堤防の整備", "堤防の整備"),
        ("堤防の整備 ..................", "堤防の整備"),
        ("〔堤防の整備〕", "堤防の整備"),
        ("「堤防の整備」", "堤防の整備"),
        ("堤防の整備の計上額は", "堤防の整備"),
        ("繰入額", "繰入額"),
        ("対象地の調査", "対象地の調査"),
    ],
)
def test_what_is_cut_from_a_label(printed: str, name: str) -> None:
    assert clean_label(printed) == name


@pytest.mark.parametrize(
    "word",
    [
        "対象",
        "採択予定",
        "実施地域数",
        "【成果事例】",
        "事業の概要",
        "これまでに全国",
        "三年間",
        "要求額",
        "補助率",
        "市内",
    ],
)
def test_words_that_name_nothing(word: str) -> None:
    assert is_generic(word)


@pytest.mark.parametrize(
    "word", ["一般型", "採択課題の公開", "地域の観測網", "背景の調査事業", "全国高校生大会", "学校図書館"]
)
def test_names_that_hold_such_words(word: str) -> None:
    assert not is_generic(word)


@pytest.mark.parametrize(
    ("text", "named"), [("学校図書館の充実", True), ("事業化を支援", False), ("教員を海外に派遣する事業", True)]
)
def test_bulleted_names_and_bulleted_sentences(text: str, named: bool) -> None:
    assert is_item(text) is named


def test_topics_that_have_budgets() -> None:
    assert budget_topic("なお、就学支援に要する経費については、対象者を広げる。") == "就学支援"
    assert budget_topic("我が国の経済は、緩やかに回復している。") == ""


def test_roman_numerals_stay_as_printed() -> None:
    assert labels(facts_of("令和6年度予算案\n湖の観測(第Ⅱ期) 3億円")) == ["湖の観測(第Ⅱ期)"]
    assert as_printed("AI研究(第I期)", "ＡＩ研究（第Ⅰ期）") == "AI研究(第Ⅰ期)"


@pytest.mark.parametrize(
    ("text", "label", "number"),
    [
        ("1. 地域の学びを支える事業 3億円", "地域の学びを支える事業", "1."),
        ("67.湖の観測網 3億円", "湖の観測網", "67."),
        ("59総合的な連携事業 3億円", "総合的な連携事業", "59"),
        ("- ② 道の整備 3億円", "道の整備", "②"),
        ("1 地域科学の振興 3億円", "地域科学の振興", "1"),
        ("ア 公民館の運営 3億円", "公民館の運営", "ア"),
    ],
)
def test_list_numbers_are_no_part_of_the_name(text: str, label: str, number: str) -> None:
    (line,) = facts_of("令和6年度予算案\n" + text).lines
    assert (line.label, line.list_number) == (label, number)


@given(st.text(max_size=60))
def test_cleaning_never_fails_and_is_done_once(text: str) -> None:
    label = clean_label(text)
    assert clean_label(label) == label


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("湖の観測(第Ⅱ期)", "湖の観測（第2期）", True),
        ("湖の観測 第二期", "湖の観測(第II期)", True),
        ("湖の観測(第Ⅰ期)", "湖の観測(第Ⅱ期)", False),
        ("湖の観測", "湖の観測(第Ⅱ期)", False),
        ("「湖の観測」(仮称)", "湖の観測", True),
    ],
)
def test_one_program_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert (program_of(one, "翠川県").program_id == program_of(other, "翠川県").program_id) is same


def test_one_name_of_two_issuers_is_two_programs() -> None:
    assert program_of("総務費", "翠川県").program_id != program_of("総務費", "青海市").program_id
