"""Where no figure stands no table is looked for, which changes nothing.

Belongs here: what counts as a figure for that, a page without one within a table. Does not belong here: tables.
"""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.model import Block, Box
from pipeline.reading.aligned import figures_of
from pipeline.reading.pdf import has_figures, read_page
from pipeline.reading.raw import Char, Chars, RawPage, Rule
from pipeline.reading.words import RawWord
from tests.typeset.paper import MARGIN, Paper
from tests.typeset.reading import facts_read, read_pdf
from tests.typeset.tables import BLANK, Entry, Head, Look, TableText, typeset

HEADS = (Head("事業名", width=200.0, holds_figures=False), Head("令和6年度予算額"), Head("令和7年度予算額"))
FIRST = (
    Entry("湖の観測", (("1,204", 1_204_000), ("1,310", 1_310_000))),
    Entry("川の調査", (("52", 52_000), ("61", 61_000))),
)
LAST = (Entry("森の保全", (("730", 730_000), ("745", 745_000))), Entry("山の記録", (("8", 8_000), ("9", 9_000))))
NAMES = (
    Entry("図書館と公民館を結ぶ取組", ((BLANK, None), (BLANK, None))),
    Entry("学校の庭", ((BLANK, None), (BLANK, None))),
)

PIECES = (
    "1",
    "２",
    "九",
    "十",
    "△",
    "-",
    "(",
    "（",
    "〔",
    "【",
    "+",
    "±",
    ",",
    "，",
    ".",
    "億",
    "円",
    "%",
    ")",
    "〕",
    "皆",
    "森",
)
words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)


def word(text: str, x: float = 0.0) -> RawWord:
    return RawWord(text, Box(x, 0.0, x + 10.0, 10.0), 10.0)


@given(st.lists(words, min_size=2, max_size=4))
@example(["【△5%】", "皆"])
def test_what_lines_up_as_figures_is_seen_at_a_glance(texts: list[str]) -> None:
    line = tuple(word(text, 50.0 * number) for number, text in enumerate(texts))
    assert has_figures(line) or not figures_of(line)


def page_of(texts: list[list[str]]) -> RawPage:
    """A drawn table of these cells."""
    rows, columns = len(texts), len(texts[0])
    rules = [Rule(True, 100.0 + 20 * row, 50.0, 50.0 + 100 * columns) for row in range(rows + 1)]
    rules += [Rule(False, 50.0 + 100 * column, 100.0, 100.0 + 20 * rows) for column in range(columns + 1)]
    chars = [
        Char(char, x, y, x + 9, y + 9, 9.0)
        for row, cells in enumerate(texts)
        for column, cell in enumerate(cells)
        for x, y, char in ((55.0 + 100 * column + 9 * at, 105.0 + 20 * row, char) for at, char in enumerate(cell))
    ]
    return RawPage(1, 595.0, 842.0, Chars.of(chars), Chars(), tuple(rules), (), True)


def test_a_drawn_table_needs_figures() -> None:
    assert all(
        isinstance(one, Block) for one in read_page(page_of([["名", "前"], ["川", "森"], ["湖", "庭"]])).elements
    )
    assert not isinstance(read_page(page_of([["名", "前"], ["川", "12"], ["湖", "九百"]])).elements[0], Block)


def set_pages(*pages: tuple[Entry, ...]) -> bytes:
    """One table that goes on over pages, its head on the first."""
    paper = Paper()
    paper.text(paper.width / 2, 40, "令和7年度予算案の概要", 16, "center")
    paper.text(paper.width - MARGIN, 70, "（単位：千円）", 9, "right")
    for number, entries in enumerate(pages):
        if number:
            paper.end_page()
        typeset(paper, TableText(HEADS, entries), MARGIN, 86, Look(), with_head=number == 0)
    return paper.finish()


def test_a_page_of_names_between_two_pages_of_a_table_changes_nothing() -> None:
    with_names, without = read_pdf(set_pages(FIRST, NAMES, LAST)), read_pdf(set_pages(FIRST, LAST))
    assert "学校の庭" in with_names.pages[1].text
    assert [(one.label, one.yen, one.year) for one in facts_read(with_names)] == [
        (entry.label, yen, year)
        for entry in (*FIRST, *LAST)
        for (_, yen), year in zip(entry.figures, (2024, 2025), strict=True)
    ]
    assert facts_read(with_names) == facts_read(without)
