"""Made-up budget tables: names, figures, heads and hierarchies as releases print them.

Belongs here: hypothesis strategies for contents and looks. Does not belong here: how they are set (``tables``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from pipeline.model import Measure, Nature, Phase

from .ruling import Ruling
from .tables import BLANK, DASH, Entry, Head, Look, TableText

YEAR = 2026
TITLE = "令和8年度予算案の概要"
WORLDS = (
    "農山村", "学校", "科学技術", "文化財", "国際交流", "大学院", "若手研究者", "図書館", "生涯学習", "観光", "子育て",
    "森林", "港湾", "情報基盤", "共生社会", "会計", "統計", "食と農", "スポーツ", "離島",
)  # fmt: skip
DEEDS = ("連携", "支援", "整備", "振興", "保存", "普及", "調査", "推進", "活性化", "人材育成", "設計", "研究開発")
KINDS = ("事業", "推進費", "補助金", "委託費", "交付金", "等経費", "事務費", "プログラム", "プロジェクト")
SIGNS = ("△", "▲", "−")
FULL_WIDTH_BELOW = 100_000  # longer figures in full-width digits need more room than a column has
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def names(least: int = 2, most: int = 8, long: bool = False) -> st.SearchStrategy[list[str]]:
    """Different names of programs; ``long`` ones need several lines in a column."""
    parts = [st.sampled_from(WORLDS), st.sampled_from(DEEDS), st.sampled_from(KINDS)]
    if long:
        parts = [st.sampled_from(WORLDS), st.sampled_from(("における", "を活用した", "との協働による")), *parts]
    return st.lists(st.tuples(*parts).map("".join), min_size=least, max_size=most, unique=True)


def units() -> st.SearchStrategy[int]:
    """Figures of one to eight digits."""
    return st.one_of(st.integers(1, 9_999), st.integers(1_000, 999_999), st.integers(1_000_000, 99_999_999))


def printed(value: int, sign: str = "△", full_width: bool = False) -> str:
    """A figure as it is printed.

    >>> printed(-1234), printed(56, full_width=True)
    ('△1,234', '５６')
    """
    text = f"{sign if value < 0 else ''}{abs(value):,}"
    return text.translate(FULL_WIDTH) if full_width and abs(value) < FULL_WIDTH_BELOW else text


def looks(ruling: Ruling, **fixed: object) -> st.SearchStrategy[Look]:
    """Looks with one kind of ruling."""
    free = st.builds(
        Look,
        ruling=st.just(ruling),
        size=st.sampled_from((8.0, 9.0, 10.5)),
        figure_line=st.sampled_from(("first", "middle", "last")) if ruling.rows else st.just("first"),
        bold=st.booleans(),
        head_spacing=st.sampled_from((0.0, 4.0)),
        far_signs=st.booleans() if ruling.columns else st.just(False),
        row_gap=st.sampled_from((3.0, 6.0)),
    )
    return free.map(lambda look: replace(look, **fixed))  # type: ignore[arg-type]


NAME = Head("事項", width=150, holds_figures=False)
REMARK = Head("備考", width=70, holds_figures=False)
RATE = Head("増減率", width=60, measure=None)
CHANGE = Head("比較増△減額", width=76, year=YEAR, phase=Phase.PROPOSED, measure=Measure.CHANGE)
LAST = Head("前年度予算額", width=76, year=YEAR - 1, phase=Phase.APPROVED)
THIS = Head("令和8年度予算案", width=84, year=YEAR, phase=Phase.PROPOSED)
EARMARK = Head("うち推進枠", width=74, year=YEAR, phase=Phase.PROPOSED, nature=Nature.EARMARK)


def _financing(text: str) -> Head:
    return Head(text, width=74, year=YEAR, phase=Phase.PROPOSED, nature=Nature.FINANCING)


FINANCING = Head(
    "財源内訳",
    (Head("特定財源", (_financing("国県支出金"), _financing("地方債"), _financing("その他"))), _financing("一般財源")),
)
ONE_ROW = (NAME, LAST, THIS, CHANGE)
WITH_RATE = (NAME, THIS, LAST, CHANGE, RATE, REMARK)
TWO_ROWS = (
    NAME,
    Head("令和7年度\n予算額", width=76, year=YEAR - 1, phase=Phase.APPROVED),
    Head("令和8年度", (replace(THIS, text="予算案"), EARMARK)),
    CHANGE,
)
THREE_ROWS = (
    replace(NAME, text="目", width=105),
    replace(THIS, text="本年度予算額", width=74),
    replace(LAST, width=74),
    replace(CHANGE, text="比較", width=74),
    FINANCING,
)
HEADS = {"one row": ONE_ROW, "rates and remarks": WITH_RATE, "two rows": TWO_ROWS, "three rows": THREE_ROWS}


@st.composite
def tables(draw: st.DrawFn, heads: Sequence[Head] = ONE_ROW, blanks: bool = True, long: bool = False) -> TableText:
    """A table of entries without a hierarchy."""
    sign, full_width = draw(st.sampled_from(SIGNS)), draw(st.booleans())
    text = TableText(tuple(heads), ())
    columns = [column for column in text.columns if column.holds_figures]
    entries = []
    for name in draw(names(long=long)):
        cells = [draw(_figures(column, sign, full_width, blanks)) for column in columns]
        if all(value is None for _, value in cells[:1]):
            cells[0] = ("1,234", 1_234)
        entries.append(Entry(name, tuple(cells)))
    return replace(text, entries=tuple(entries))


def _figures(column: Head, sign: str, full_width: bool, blanks: bool) -> st.SearchStrategy[tuple[str, int | None]]:
    if column.measure is None:
        return st.integers(-999, 999).map(lambda rate: (f"{rate / 10:.1f}%".replace("-", sign), None))
    value = units()
    if column.measure is Measure.CHANGE:
        value = st.one_of(value, value.map(lambda one: -one))
    stated = value.map(lambda one: (printed(one, sign, full_width), one))
    empty = st.sampled_from(((BLANK, None), (DASH, None)))
    return st.one_of(stated, stated, stated, empty) if blanks else stated


BRANCHES = (("1", "2", "3", "4"), ("(1)", "(2)", "(3)", "(4)"), ("①", "②", "③", "④"))
BULLETS = (("○",) * 4, ("・",) * 4, ("-",) * 4)


@st.composite
def outlines(draw: st.DrawFn, heads: Sequence[Head] = ONE_ROW, long: bool = False) -> TableText:
    """A table of entries with parts, by numbers or by indentation alone, with a total above or below them."""
    numbers = draw(st.sampled_from((BRANCHES, None)))
    pool = iter(draw(names(least=14, most=14, long=long)))
    text = TableText(tuple(heads), ())
    columns = [column for column in text.columns if column.holds_figures]
    entries: list[Entry] = []

    def grow(depth: int, parent: str | None, most: int) -> None:
        for at in range(draw(st.integers(1 if depth else 2, most))):
            name = next(pool)
            figures = tuple(draw(_figures(column, "△", False, False)) for column in columns)
            number = numbers[depth][at] if numbers else ""
            entries.append(Entry(name, figures, number, depth, parent))
            if depth < 2 and draw(st.booleans()):
                grow(depth + 1, name, 2)

    grow(0, None, 2)
    figures = tuple(draw(_figures(column, "△", False, False)) for column in columns)
    total = Entry(draw(st.sampled_from(("計", "合計", "合　　計", "総計"))), figures)
    total = replace(total, name=total.label.replace("　", ""))
    at_top = draw(st.booleans())
    return replace(text, entries=(total, *entries) if at_top else (*entries, total))
