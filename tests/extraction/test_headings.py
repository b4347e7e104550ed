"""Headings without a figure are lines where they head several, and nothing where they only head a section."""

from __future__ import annotations

from .documents import OKU, Figure, facts_of, figures, labels

TITLE = "令和8年度概算要求の概要\n"


def read(text: str) -> list[Figure]:
    return figures(facts_of(TITLE + text), "parent")


def test_a_numbered_heading_is_the_parent_of_what_it_heads() -> None:
    text = """
Ⅰ 読書の振興
1．学校図書館の整備 48億円
・蔵書を増やす。
2．司書の配置 18億円

Ⅱ 体育の振興
1．学校体育館の整備 12億円
2．指導員の配置 3億円
"""
    assert read(text) == [
        Figure("学校図書館の整備", 48 * OKU, parent="読書の振興"),
        Figure("司書の配置", 18 * OKU, parent="読書の振興"),
        Figure("学校体育館の整備", 12 * OKU, parent="体育の振興"),
        Figure("指導員の配置", 3 * OKU, parent="体育の振興"),
    ]


def test_headings_below_a_heading_are_its_parts() -> None:
    text = """
第1 教育
1．読書の振興
(1) 学校図書館の整備 48億円
(2) 司書の配置 18億円
2．体育の振興
(1) 学校体育館の整備 12億円
(2) 指導員の配置 3億円
"""
    facts = facts_of(TITLE + text)
    assert labels(facts)[0] == "教育"
    lines = {line.line_id: line for line in facts.lines}
    above = {line.label: lines[line.parent_line_id].label for line in facts.lines if line.parent_line_id}
    assert (above["読書の振興"], above["体育の振興"], above["指導員の配置"]) == ("教育", "教育", "体育の振興")
    assert [line.level for line in facts.lines] == [0, 1, 2, 2, 1, 2, 2]


def test_a_heading_with_a_figure_of_its_own_is_found_by_its_number() -> None:
    text = "1．読書の振興 66億円\n(1) 学校図書館の整備 48億円\n(2) 司書の配置 18億円\n"
    assert [figure.parent for figure in read(text)] == [None, "読書の振興", "読書の振興"]


def test_a_section_of_a_description_heads_nothing() -> None:
    text = "1．事業の概要\n○ 学校図書館の整備 48億円\n○ 司書の配置 18億円\n"
    assert [figure.parent for figure in read(text)] == [None, None]


def test_a_heading_over_one_line_is_no_line() -> None:
    assert labels(facts_of(TITLE + "1．読書の振興\n(1) 学校図書館の整備 48億円\n")) == ["学校図書館の整備"]
