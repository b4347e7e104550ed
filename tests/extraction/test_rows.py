"""Printed lines to logical rows: what is one sentence, one name or one number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.drafts import Row
from pipeline.extraction.text.rows import rows_by_element
from pipeline.model import Page
from pipeline.reading.texts import read_text_pages

from .documents import LETTER, Figure, Placed, facts_of, figures, page


def read_rows(page: Page) -> list[Row]:
    return [row for rows in rows_by_element(page).values() for row in rows]


def rows(*lines: Placed) -> list[str]:
    """The rows of a drawn block, without the spaces that part its words."""
    return [row.text.text for row in read_rows(page((None, list(lines))))]


def paragraph(*texts: str, left: float = 60.0, first: float = 72.0) -> list[Placed]:
    """Lines of one paragraph with an indented first line."""
    return [(first if n == 0 else left, 100.0 + 18 * n, text) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(
            ("堤防の整備費は、三十億円であり、前年", "度予算額二十億円に比べ、十億円の増とな", "る。"),
            id="a word broken in two",
        ),
        pytest.param(
            ("堤防の整備費は、一二億円(前年度一億円)", "(四・四%)の増である。"), id="a rate in brackets after a figure"
        ),
        pytest.param(
            ("この間の調査は、昨年までに二、六一二件", "(前期比一・三%)、工事は八件を数えた。"), id="a count at the end"
        ),
        pytest.param(
            ("堤防の調査に充てる経費のうち、一一地域", "当たりの年間経費は五億円程度とする。"), id="1地域 and 当たり"
        ),
        pytest.param(
            ("このうち堤防の保存修理に要する額六一億", "4、500万円を充てる。"), id="an amount broken at its level"
        ),
        pytest.param(
            ("堤防の計画は、平成十三年の三月、第2の3", "月において定められたものとされている。"),
            id="a month broken from its number",
        ),
    ],
)
def test_a_sentence_goes_on_over_full_lines(texts: tuple[str, ...]) -> None:
    assert rows(*paragraph(*texts)) == ["".join(texts)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            (60.0, "堤防の整備費は三十億円である。これは多い。"),
            (72.0, "水門の整備費は二十億円である。"),
            id="a new paragraph",
        ),
        pytest.param(
            (60.0, "・堤防の整備に要する経費を充てるものです"), (60.0, "・水門の整備に要する経費"), id="a new bullet"
        ),
        pytest.param(
            (60.0, "平成20年度予算案　:　7,530百万円"), (60.0, "(平成19年度予算額)"), id="last year's figure below"
        ),
        pytest.param((60.0, "平成17年度開始地域(8地域)"), (60.0, "平成18年度開始地域"), id="a cohort below"),
        pytest.param((60.0, "39億円の内数"), (60.0, "47億円"), id="a figure below a figure within another"),
        pytest.param(
            (60.0, "A.介護の職場を改善する事業のための補助金"), (60.0, "B.用具の開発事業"), id="a lettered title"
        ),
    ],
)
def test_things_of_their_own_are_not_joined(first: tuple[float, str], second: tuple[float, str]) -> None:
    found = rows((first[0], 100.0, first[1]), (second[0], 118.0, second[1]))
    assert len(found) == 2


def test_a_numbered_paragraph_goes_on_to_the_left_of_its_number() -> None:
    texts = (
        "(一)学校の助成 補助については、十億円(前年",
        "度九億円)を計上する。その総額は百七十一億",
        "三千二百万円である。",
    )
    assert rows(*paragraph(*texts)) == ["".join(texts)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("なお、堤防の補修のため、二六四億五〇", "〇〇万円を計上する。", "二六四億五〇〇〇万円"),
        ("なお、堤防の補修のためには、新たに二七", "〇億円を計上する。", "二七〇億円"),
    ],
)
def test_a_kanji_numeral_goes_on_over_a_line_end(first: str, second: str, joined: str) -> None:
    (row,) = rows(*paragraph(first, second))
    assert joined in row


def test_a_line_that_ends_early_is_finished() -> None:
    assert len(rows((60.0, 100.0, "水門"), (60.0, 118.0, "堤防の整備に要する経費"))) == 2


def test_a_name_over_two_lines_of_a_title_bar_is_one() -> None:
    assert rows((48.0, 100.0, "先端の分野を担う人を育てるプログ"), (48.0, 114.0, "ラム")) == [
        "先端の分野を担う人を育てるプログラム"
    ]


def test_text_hangs_below_its_bullet() -> None:
    bulleted = "・19年度の評価を踏まえ、世界に届くクラ"
    assert (
        rows((32.0, 100.0, bulleted), (42.0, 117.0, "スターを支援"), (32.0, 134.0, "・次の取組の準備"))[0]
        == bulleted + "スターを支援"
    )


def text_rows(text: str) -> list[str]:
    (only,) = read_text_pages(text)
    return [row.text.text for row in read_rows(only)]


def test_wrapped_prose_in_a_text_is_joined() -> None:
    lines = [
        "堤防の整備費は三十億円であり、前年度に比べて大き",
        "く増えている。その内訳は堤防の補修が二十億円、新",
        "設が十億円である。",
    ]
    assert text_rows("\n".join(lines)) == ["".join(lines)]


def test_rows_of_columns_in_a_text_are_not_joined() -> None:
    table = ["事項　　　　　　　　　前年度予算額　　予算額(案)", "堤防の整備　　　　　　　　　1,200　　　　1,150"]
    assert len(text_rows("\n".join(table))) == 2


@given(st.lists(st.text(alphabet="堤防水門の、。は1２億円()（）・ ", min_size=1, max_size=30), min_size=1, max_size=8))
def test_no_character_is_lost(texts: list[str]) -> None:
    printed = [text for text in texts if text.strip()]
    if not printed:
        return
    found = "".join(row.text.printed for row in read_rows(page((None, paragraph(*printed)))))
    assert found.replace("\n", "") == "".join(printed)


def test_a_row_leads_back_to_the_printed_text() -> None:
    (row,) = read_rows(page((None, [(60.0, 100.0, "　１２億円")])))
    place = row.place(row.text.text.index("12"), len(row.text.text))
    assert (place.char_start, place.char_end) == (1, 5)
    assert place.box is not None and place.box.height == LETTER


def two_columns(foot: str, head: str) -> list[str]:
    """The rows of two columns of text with the page number between them in reading order."""
    columns = page((None, [(40.0, 118.0, foot)]), (None, [(290.0, 700.0, "三")]), (None, [(320.0, 100.0, head)]))
    return [row.text.text for row in read_rows(columns)]


def test_a_number_goes_on_at_the_head_of_the_next_column() -> None:
    rows_of_page = two_columns("し、堤防の事業に四億円、水門の事業に二六四億五〇", "〇〇万円を充てる。")
    assert rows_of_page[0].endswith("水門の事業に二六四億五〇〇〇万円を充てる。")
    assert rows_of_page[1:] == ["三"]


def test_what_a_joined_number_is_printed_as_leads_back_to_both_columns() -> None:
    foot, head = "し、堤防の事業に四億円、水門の事業に二六四億五〇", "〇〇万円を充てる。"
    columns = page((None, [(40.0, 118.0, foot)]), (None, [(290.0, 700.0, "三")]), (None, [(320.0, 100.0, head)]))
    row = next(iter(read_rows(columns)))
    at = row.text.text.index("二六四億")
    place = row.place(at, at + len("二六四億五〇〇〇万円"))
    assert columns.text[place.char_start : place.char_end] == "二六四億五〇\n三\n〇〇万円"


def test_numbers_of_two_columns_that_are_complete_stay_apart() -> None:
    assert len(two_columns("し、水門の事業に二六四億円を充てるものである。", "二〇万円は別である。")) == 3


def test_a_row_that_is_no_prose_ends_with_its_column() -> None:
    assert len(two_columns("水門 二六四億", "三〇〇万円")) == 3


@pytest.mark.parametrize(
    ("text", "label", "yen"),
    [
        ("　離島の診療所の改修に6,\n　　111億円を充てる。", "離島の診療所の改修", 611_100_000_000),
        ("　離島の診療所の改修に12,\n　450百万円", "離島の診療所の改修", 12_450_000_000),
        ("　離島の診療所の改修に3億\n　　5,000万円を充てる。", "離島の診療所の改修", 350_000_000),
        ("堤防の強化に6\n8億円を計上する。", "堤防の強化", 6_800_000_000),
        ("　堤防の強化には、約6\n　8億円を計上する。", "堤防の強化", 6_800_000_000),
    ],
)
def test_a_number_that_a_line_end_breaks_is_one_number(text: str, label: str, yen: int) -> None:
    facts = facts_of("令和5年度予算案\n" + text)
    assert figures(facts) == [Figure(label, yen)]


def test_a_broken_number_that_cannot_be_one_is_an_issue() -> None:
    facts = facts_of("令和5年度予算案\n堤防の強化に6,\n　8億円を計上する。\n水門の強化に612\n3,450百万円を計上する。")
    assert not facts.amounts
    assert [issue.kind for issue in facts.issues] == ["malformed_figure", "malformed_figure"]


def test_a_number_apart_from_its_line_is_not_joined_with_the_next() -> None:
    (page_read,) = read_text_pages("堤防の強化 6\n8億円\n")
    assert [row.text.text for row in read_rows(page_read)] == ["堤防の強化 6", "8億円"]


@pytest.mark.parametrize(
    "name",
    [
        "・" * 80,
        "施設整備" + "・" * 80 + "次頁",
        "支援対象" * 20 + "〇",
        "新たに" * 20 + "〇",
        "事業" + " ・" * 60 + "x",
    ],
)
def test_a_line_of_dots_or_of_repeated_words_is_read_at_once(name: str) -> None:
    """Each was parted in more ways than there are seconds in a year."""
    facts = facts_of(f"令和8年度予算案\n\n{name} 15億円\n{name}\n海洋観測網整備事業　56億円\n")
    assert 5_600_000_000 in [amount.amount_yen for amount in facts.amounts]
