"""Errata (正誤表): what is wrong, what is right and where, in every way in which they are printed here."""

from __future__ import annotations

import pytest

from pipeline.extraction import unaccounted
from pipeline.model import DocumentFacts, Phase, Severity
from tests.typeset.errata import errata_sheet
from tests.typeset.reading import figures_lost, read_pdf

from .documents import facts_of

HEADING = ("平成20年度予算案の主要事項　正誤表", "文部科学省")
Read = tuple[int | None, str | None, str, str]


def pairs(facts: DocumentFacts) -> list[Read]:
    """Page, item, 誤 and 正 of each erratum."""
    assert [one.ordinal for one in facts.errata] == list(range(len(facts.errata)))
    return [(one.release_page, one.item, one.wrong_text, one.right_text) for one in facts.errata]


def assert_no_figure_of_its_own(facts: DocumentFacts) -> None:
    """Nothing that could be added up, and nothing lost."""
    assert (facts.lines, facts.amounts, facts.counts) == ((), (), ())
    assert unaccounted(facts) == () and figures_lost(facts) == []
    assert {(issue.kind, issue.severity) for issue in facts.issues} == {("erratum", Severity.INFO)}


@pytest.mark.parametrize("ruled", [True, False])
def test_table_with_a_column_for_each_side(ruled: bool) -> None:
    rows = [
        ("3", "北浜クラスター事業", "7,530百万円", "7,350百万円"),
        ("〃", "南浜エリア事業", "9地域", "8地域"),
        ("5", "海洋観測網整備事業", "1,200百万円", "1,020百万円"),
    ]
    facts = read_pdf(errata_sheet(HEADING, rows, ruled))
    assert pairs(facts) == [
        (3, "北浜クラスター事業", "7,530百万円", "7,350百万円"),
        (3, "南浜エリア事業", "9地域", "8地域"),
        (5, "海洋観測網整備事業", "1,200百万円", "1,020百万円"),
    ]
    assert {(one.release_title, one.fiscal_year, one.phase) for one in facts.errata} == {
        ("平成20年度予算案の主要事項", 2008, Phase.PROPOSED)
    }
    first = facts.errata[0].place
    assert facts.pages[0].text[first.char_start : first.char_end] == "7,530百万円"
    assert first.box is not None and 320 <= first.box.x0 < first.box.x1 <= 430
    assert_no_figure_of_its_own(facts)


def test_table_whose_caption_declares_the_unit() -> None:
    rows = [("3", "北浜クラスター事業", "7,530", "7,350")]
    facts = read_pdf(errata_sheet(HEADING, rows, caption="(単位：百万円)"))
    assert pairs(facts) == [(3, "北浜クラスター事業", "7,530", "7,350")]
    assert facts.errata[0].unit_text is not None and "百万円" in facts.errata[0].unit_text
    assert_no_figure_of_its_own(facts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "頁　　箇所　　　　　　　誤　　　　　　　正\n ３　　北浜クラスター事業　　7,530百万円　　7,350百万円",
            (3, "北浜クラスター事業", "7,530百万円", "7,350百万円"),
            id="columns of a text",
        ),
        pytest.param(
            "3ページ　北浜クラスター事業\n（誤）7,530百万円（前年度 7,000百万円）\n（正）7,350百万円（前年度 7,000百万円）",
            (3, "北浜クラスター事業", "7,530百万円", "7,350百万円"),
            id="a line for each side, of which one figure differs",
        ),
        pytest.param(
            "p.3 「北浜クラスター事業」の金額\n誤　75.3億円　→　正　73.5億円",
            (3, "北浜クラスター事業", "75.3億円", "73.5億円"),
            id="both sides on a line",
        ),
        pytest.param(
            "第3頁 北浜クラスター事業 上から5行目\n誤：9地域\n正：8地域",
            (3, "北浜クラスター事業", "9地域", "8地域"),
            id="a count, with the line of the page",
        ),
        pytest.param(
            "3頁の北浜クラスター事業において「7,530百万円」とあるのは「7,350百万円」の誤りです。",
            (3, "北浜クラスター事業において", "7,530百万円", "7,350百万円"),
            id="a sentence",
        ),
        pytest.param(
            "3ページ 北浜クラスター事業\n訂正前 7,530百万円\n訂正後 7,350百万円",
            (3, "北浜クラスター事業", "7,530百万円", "7,350百万円"),
            id="before and after",
        ),
        pytest.param(
            "誤 7,530百万円\n正 7,350百万円", (None, None, "7,530百万円", "7,350百万円"), id="without a place"
        ),
    ],
)
def test_words_that_say_which_side_is_which(text: str, expected: Read) -> None:
    facts = facts_of("\n".join(HEADING) + "\n\n" + text)
    assert pairs(facts) == [expected]
    assert_no_figure_of_its_own(facts)


def test_words_are_an_erratum_as_they_stand() -> None:
    facts = facts_of("\n".join(HEADING) + "\n\n3ページ\n誤 北浜クラスタ事業\n正 北浜クラスター事業\n")
    assert pairs(facts) == [(3, None, "北浜クラスタ事業", "北浜クラスター事業")]


def test_not_the_same_number_of_figures_is_left_whole() -> None:
    facts = facts_of("\n".join(HEADING) + "\n\n3ページ\n誤 1億円、2億円\n正 3億円\n")
    assert pairs(facts) == [(3, None, "1億円、2億円", "3億円")]


def test_erratum_that_cannot_be_read_gives_no_budget_either() -> None:
    facts = facts_of("\n".join(HEADING) + "\n\n北浜クラスター事業は正しくは7,350百万円です。\n")
    assert (facts.errata, facts.amounts, facts.lines) == ((), (), ())
    assert [(issue.kind, issue.text) for issue in facts.issues] == [("erratum_unread", "7,350百万円")]


def test_title_of_the_release_in_quotes() -> None:
    text = "「平成20年度予算案における重点施策」の一部訂正について\n文部科学省\n\n3ページ\n誤 1億円\n正 2億円\n"
    assert [one.release_title for one in facts_of(text).errata] == ["平成20年度予算案における重点施策"]


@pytest.mark.parametrize(
    "text",
    [
        "令和7年度予算案\n文部科学省\n\n過誤防止事業　12億円\n是正指導事業　3億円\n",
        "令和7年度予算案\n文部科学省\n\n目次\n正誤表の見方　3\n\n北浜クラスター事業　12億円\n南浜エリア事業　3億円\n",
        "令和7年度予算案\n文部科学省\n\n誤　差は正　味　30億円\n北浜クラスター事業　12億円\n南浜エリア事業　3億円\n",
    ],
)
def test_release_that_only_uses_the_words_is_read_as_ever(text: str) -> None:
    facts = facts_of(text)
    assert facts.errata == () and len(facts.amounts) >= 2


def test_page_of_errata_in_another_release_leaves_its_other_pages() -> None:
    release = "令和7年度予算案\n文部科学省\n\n北浜クラスター事業　12億円\n"
    facts = facts_of(release + "\f令和6年度予算案の訂正\n2ページ 南浜エリア事業\n誤 3億円\n正 4億円\n")
    assert [amount.amount_yen for amount in facts.amounts] == [1_200_000_000]
    assert pairs(facts) == [(2, "南浜エリア事業", "3億円", "4億円")]
