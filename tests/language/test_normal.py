"""Normalization: one spelling for what documents use for one another, letter spacing, and the way back to the print."""

from __future__ import annotations

import pytest

from pipeline.language import Normalized, fold, normalize

FOLDED = [
    ("２０２４年度", "2024年度", "full-width digits"),
    ("㍻２０年度", "平成20年度", "one character for an era"),
    ("㈱", "(株)", "one character for a word"),
    ("①", "1", "circled"),
    ("第Ⅱ期", "第II期", "Roman digits"),
    ("⼈⽂学", "人文学", "Kangxi radicals"),
    ("ﾊﾞｲｵ", "バイオ", "half-width katakana with its mark"),
    ("か\u3099", "が", "a combining mark"),
    ("▲５", "△5", "triangles"),
    ("−5－5‐5―5", "-5-5-5-5", "dashes"),
    ("5〜6～7", "5~6~7", "tildes"),
    ("10⇒12", "10→12", "arrows"),
    ("１／２", "1/2", "a fraction"),
    ("½", "1/2", "a fraction in one character"),
    ("〈案〉", "<案>", "angle brackets"),
    ("4’→5’", "4'→5'", "apostrophes"),
]


@pytest.mark.parametrize(("printed", "folded", "why"), FOLDED, ids=[row[2] for row in FOLDED])
def test_one_spelling(printed: str, folded: str, why: str) -> None:
    assert fold(printed) == folded


SPACED = [
    ("予 算 額", "予算額", "one word"),
    ("平 成 2 4 年 度", "平成24年度", "digits inside a word"),
    ("総 額 1 0 億 円", "総額10億円", "digits before a unit"),
    ("単 位 : 百 万 円", "単位:百万円", "with a colon"),
    ("製 造 業 62.3 57.1", "製造業 62.3 57.1", "columns of figures are not joined"),
    ("製 造 業 8 5 5", "製造業 8 5 5", "nor columns of single digits"),
    ("(1) 事 業 名", "(1) 事業名", "a list number"),
    ("教育 費", "教育 費", "two words"),
    ("A B C", "A B C", "Latin letters"),
    ("予　算　額　1,200", "予算額　1,200", "a word of budgets under ideographic spaces"),
    ("款　項　目　節", "款　項　目　節", "columns under ideographic spaces"),
    ("1 , 2 3 4 百 万 円", "1,234百万円", "a separator by itself"),
    ("総 額 1 兆 9 4 5 億 円", "総額1兆945億円", "levels"),
    ("事　項", "事　項", "an ideographic space parts columns"),
]


@pytest.mark.parametrize(("printed", "folded", "why"), SPACED, ids=[row[2] for row in SPACED])
def test_letter_spacing(printed: str, folded: str, why: str) -> None:
    assert fold(printed) == folded


def test_figures_of_two_columns_stay_apart_after_a_letter_spaced_name() -> None:
    """Joined, they would be one figure that nobody printed."""
    assert "357" not in fold("製 造 業 62 357").replace(" 357", "")


APART = [
    ("①１億円", "1 1億円", "a circled number before an amount"),
    ("１①の事業", "1 1の事業", "a circled number after a number"),
    ("①②", "1 2", "two circled numbers"),
    ("1㎡2,000円", "1m2 2,000円", "a unit that ends in a digit"),
    ("1½", "1 1/2", "a fraction after a number"),
    ("①産学官", "1産学官", "before a name nothing is put between"),
]


@pytest.mark.parametrize(("printed", "folded", "why"), APART, ids=[row[0] for row in APART])
def test_digits_of_different_characters_do_not_run_together(printed: str, folded: str, why: str) -> None:
    """①１億円 would read as 11億円, a wrong figure that looks right."""
    assert fold(printed) == folded


def test_span_leads_back_to_the_print() -> None:
    text = normalize("予 算 額 ㍻２０年度 ﾊﾞｲｵ")
    start = text.text.index("平成20年度")
    assert text.printed[slice(*text.span(start, start + 6))] == "㍻２０年度"
    start = text.text.index("バイオ")
    assert text.printed[slice(*text.span(start, start + 3))] == "ﾊﾞｲｵ"
    assert text.printed[slice(*text.span(0, 3))] == "予 算 額"


def test_span_of_nothing_is_a_place() -> None:
    text = normalize("予算")
    assert text.span(1, 1) == (1, 1)
    assert text.span(2, 2) == (2, 2)


def test_a_number_broken_over_a_line_end_is_joined_and_keeps_its_place() -> None:
    joined = normalize("3,6\n26億円").without("\n")
    assert joined.text == "3,626億円"
    assert joined.span(0, 7) == (0, 8)


def test_blank() -> None:
    assert normalize(" \u3000\n").is_blank
    assert not normalize("-").is_blank


def test_span_of_pieces_that_are_read_in_another_order_holds_them_all() -> None:
    printed = "本年度\n市長等"
    name = Normalized("市長等本年度", printed, (4, 5, 6, 0, 1, 2), (5, 6, 7, 1, 2, 3))
    assert name.span(0, 6) == (0, 7)
    assert name.span(0, 3) == (4, 7)


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("3 ,5 7 3 億円", "3,573 億円"),
        ("3 ,8 5 3 億3 0 0 万円", "3,853 億300 万円"),
        ("1 3 .6 %", "13.6 %"),
        ("(1 ) 予算規模", "(1) 予算規模"),
        ("5 5 億円", "5 5 億円"),  # one number or two
        ("採択 3 5 2 件", "採択 3 5 2 件"),  # columns
        ("1,000 2,000 3 円", "1,000 2,000 3 円"),
    ],
)
def test_digits_set_apart_are_one_number_only_where_nothing_else_is_possible(printed: str, joined: str) -> None:
    assert normalize(printed).text == joined
