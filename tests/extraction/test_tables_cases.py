"""Kinds of tables that were once misread, each set as plainly as it shows.

Belongs here: single cases and what they must give. Does not belong here: made-up tables (``test_tables_typeset``).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model import DocumentFacts, Measure, Nature, Phase, Relation
from tests.typeset.paper import A4_WIDE, MARGIN, Paper
from tests.typeset.reading import facts_read, figures_lost, read_pdf
from tests.typeset.ruling import GRID, RULINGS
from tests.typeset.strategies import CHANGE, LAST, NAME, TITLE, YEAR
from tests.typeset.tables import Entry, Fact, Head, Look, TableText, typeset

THIS = Head("令和8年度予算案", width=84, year=YEAR, phase=Phase.PROPOSED)
PLAIN = Look(far_signs=False)


def row(label: str, *figures: int | str, number: str = "", depth: int = 0, parent: str | None = None) -> Entry:
    """A row whose figures are printed with thousands separators and △; texts are printed as they are."""
    cells = tuple(
        (one, None) if isinstance(one, str) else (f"{'△' if one < 0 else ''}{abs(one):,}", one) for one in figures
    )
    return Entry(label, cells, number, depth, parent)


def page(*tables: tuple[TableText, Look], title: str = TITLE) -> DocumentFacts:
    """Tables below each other on one page under a title and a unit at the page's right edge."""
    paper = Paper(A4_WIDE)
    paper.text(paper.width / 2, 40, title, 16, "center")
    paper.text(paper.width - MARGIN, 70, "（単位：千円）", 9, "right")
    y = 86.0
    for table, look in tables:
        y = typeset(paper, table, MARGIN, y, look) + 24
    return read_pdf(paper.finish())


def in_order(facts: list[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.label, fact.header, fact.yen or 0))


SCHOOLS = row("学校整備事業", 1_200, 1_500, 300)
PORTS = row("港湾保存交付金", 8_400, 7_900, -500)
FORESTS = row("森林調査委託費", 950, 1_010, 60)
THREE = (SCHOOLS, PORTS, FORESTS)


@pytest.mark.parametrize("sign", ["△", "▲", "−"])
@pytest.mark.parametrize("ruling", ["grid", "columns only", "rows only", "none"])
def test_a_sign_at_the_edge_of_its_cell_belongs_to_the_figure(ruling: str, sign: str) -> None:
    rows = (
        Entry("学校整備事業", (("1,200", 1_200), ("1,500", 1_500), ("300", 300))),
        Entry("港湾保存交付金", (("8,400", 8_400), ("7,900", 7_900), (f"{sign}500", -500))),
        Entry("森林調査委託費", (("20,950", 20_950), ("10,010", 10_010), (f"{sign}10,940", -10_940))),
        Entry("離島振興事業", (("20,950", 20_950), ("120,950", 120_950), ("1,100,000", 1_100_000))),
    )
    table = TableText((NAME, LAST, THIS, CHANGE), rows)
    facts = page((table, Look(ruling=RULINGS[ruling], far_signs=True)))
    assert in_order(facts_read(facts)) == in_order(table.facts())


def test_a_dash_in_the_column_before_is_no_sign() -> None:
    rows = (
        Entry("学校整備事業", (("-", None), ("1,500", 1_500), ("1,500", 1_500))),
        Entry("港湾保存交付金", (("-", None), ("7,900", 7_900), ("7,900", 7_900))),
        Entry("森林調査委託費", (("950", 950), ("1,010", 1_010), ("60", 60))),
    )
    table = TableText((NAME, LAST, THIS, CHANGE), rows)
    facts = page((table, Look(ruling=RULINGS["none"])))
    assert in_order(facts_read(facts)) == in_order(table.facts())


@pytest.mark.parametrize("ruling", ["none, shaded head", "none, striped"])
def test_shading_without_rules_parts_no_table(ruling: str) -> None:
    table = TableText((NAME, LAST, THIS, CHANGE), THREE)
    facts = page((table, Look(ruling=RULINGS[ruling])))
    assert in_order(facts_read(facts)) == in_order(table.facts())


def test_a_unit_at_the_page_edge_holds_for_a_narrow_table() -> None:
    table = TableText(
        (NAME, replace(THIS, text="金額")), tuple(row(one.label, 1_000 + i) for i, one in enumerate(THREE))
    )
    facts = page((table, PLAIN))
    assert sorted(fact.yen or 0 for fact in facts_read(facts)) == [1_000_000, 1_001_000, 1_002_000]


def test_units_on_top_of_columns_are_their_own() -> None:
    thousands = replace(THIS, unit="千円")
    millions = replace(LAST, unit="百万円", factor=10**6)
    table = TableText((NAME, millions, thousands), tuple(row(one.label, 12, 13_000) for one in THREE))
    assert in_order(facts_read(page((table, PLAIN)))) == in_order(table.facts())


@pytest.mark.parametrize("ruling", RULINGS)
def test_a_row_of_units_parts_no_head_from_its_columns(ruling: str) -> None:
    heads = (NAME, *(replace(head, unit="千円") for head in (LAST, THIS, CHANGE)))
    table = TableText(heads, THREE)
    facts = page((table, Look(ruling=RULINGS[ruling])))
    assert in_order(facts_read(facts)) == in_order(table.facts())


@pytest.mark.parametrize("ruling", RULINGS)
def test_headings_without_figures_head_the_rows_below_them(ruling: str) -> None:
    schools = tuple(replace(one, depth=1, parent="学校教育") for one in THREE)
    library = row("図書館整備費", 100, 200, 100, depth=1, parent="社会教育")
    total = row("合計", 10_650, 10_610, -40)
    entries = (row("学校教育", "", "", ""), *schools, row("社会教育", "", "", ""), library, total)
    table = TableText((NAME, LAST, THIS, CHANGE), entries)
    facts = page((table, Look(ruling=RULINGS[ruling])))
    assert in_order(facts_read(facts)) == in_order(table.facts())


@pytest.mark.parametrize("ruling", RULINGS)
def test_tables_below_each_other_are_two(ruling: str) -> None:
    first = TableText((NAME, LAST, THIS, CHANGE), THREE)
    second = replace(first, entries=tuple(row(f"{one.label}等", 5_000, 5_500, 500) for one in THREE))
    look = Look(ruling=RULINGS[ruling])
    facts = page((first, look), (second, look))
    assert in_order(facts_read(facts)) == in_order(first.facts() + second.facts())


@pytest.mark.parametrize("ruling", [name for name in RULINGS if not name.startswith("none")])
def test_tables_beside_each_other_are_read_under_their_own_heads(ruling: str) -> None:
    heads = (NAME, LAST, THIS)
    left = TableText(heads, tuple(Entry(one.label, one.figures[:2]) for one in THREE))
    right = TableText(heads, tuple(Entry(f"{one.label}補助", one.figures[1:]) for one in THREE))
    paper = Paper(A4_WIDE)
    paper.text(paper.width / 2, 40, TITLE, 16, "center")
    paper.text(paper.width - MARGIN, 70, "（単位：千円）", 9, "right")
    typeset(paper, left, MARGIN, 86, Look(ruling=RULINGS[ruling]))
    typeset(paper, right, 440, 86, Look(ruling=RULINGS[ruling]))
    assert in_order(facts_read(read_pdf(paper.finish()))) == in_order(left.facts() + right.facts())


def years(number: int, year: int, phase: Phase) -> Head:
    parts = ("一般会計", "特別会計", "合計")
    return Head(f"令和{number}年度", tuple(Head(part, year=year, phase=phase) for part in parts))


@pytest.mark.parametrize("ruling", RULINGS)
def test_years_over_three_columns_each(ruling: str) -> None:
    heads = (NAME, years(7, YEAR - 1, Phase.APPROVED), years(8, YEAR, Phase.PROPOSED))
    labels = ("学校整備事業", "港湾保存交付金", "森林調査委託費", "離島振興費")
    table = TableText(heads, tuple(row(label, 100, 200 + i, 300 + i, 110, 220, 330) for i, label in enumerate(labels)))
    facts = page((table, Look(ruling=RULINGS[ruling])))
    assert in_order(facts_read(facts)) == in_order(table.facts())


SUPPLEMENT = (
    NAME,
    Head("補正前の額", year=YEAR, phase=Phase.APPROVED),
    Head("補正額", year=YEAR, phase=Phase.ADJUSTED),
    Head("計", year=YEAR, phase=Phase.REVISED),
)
ADJUSTED = (
    row("学校整備事業", 1_200, 300, 1_500),
    row("港湾保存交付金", 8_400, -500, 7_900),
    row("森林調査委託費", 950, 60, 1_010),
)


@pytest.mark.parametrize("heads", [SUPPLEMENT, (NAME, *(replace(head, text="") for head in SUPPLEMENT[1:]))])
def test_before_supplement_and_after(heads: tuple[Head, ...]) -> None:
    table = TableText(heads, ADJUSTED)
    facts = page((table, PLAIN), title="令和8年度補正予算（第2号）の概要")
    assert in_order(facts_read(facts)) == in_order(table.facts())


def test_rules_between_paragraphs_make_no_table() -> None:
    paper = Paper(A4_WIDE)
    paper.text(paper.width / 2, 30, TITLE, 16, "center")
    for y in (55, 165, 255, 560):
        paper.stroke(MARGIN, y, paper.width - MARGIN, y)
    for at in range(10):
        text = "農山村連携支援事業は、令和8年度に1,200百万円を計上し、前年度の1,100百万円から100百万円の増とする。"
        paper.text(30, 70 + 18 * at, text, 10)
    facts = read_pdf(paper.finish())
    assert {amount.header_path for amount in facts.amounts} == {None}


def bare(*heads: Head) -> tuple[Head, ...]:
    return tuple(replace(head, text="") for head in heads)


def test_columns_without_heads_are_what_their_rows_add_up_to() -> None:
    table = TableText((NAME, *bare(LAST, THIS, CHANGE)), THREE)
    facts = page((table, PLAIN))
    assert in_order(facts_read(facts)) == in_order(table.facts())
    assert {amount.role_rule for amount in facts.amounts} == {"arithmetic"}


def test_columns_without_heads_that_do_not_add_up_are_reported() -> None:
    rows = (
        row("学校整備事業", 1_200, 1_500, 340),
        row("港湾保存交付金", 8_400, 7_900, -500),
        row("森林調査委託費", 950, 1_010, 60),
    )
    facts = page((TableText((NAME, *bare(LAST, THIS, CHANGE)), rows), PLAIN))
    assert facts_read(facts) == []
    assert [issue.kind for issue in facts.issues].count("role_unknown") == 9
    assert figures_lost(facts) == []


def test_a_head_that_can_be_read_must_fit_the_arithmetic() -> None:
    spans = Head("特別会計", width=80, year=YEAR, phase=Phase.PROPOSED)
    table = TableText((NAME, replace(THIS, text="一般会計"), spans, *bare(CHANGE)), THREE)
    facts = page((table, PLAIN))
    assert {(amount.role_rule, amount.measure) for amount in facts.amounts} == {("header", Measure.BUDGET)}


@pytest.mark.parametrize("with_head", [True, False])
@pytest.mark.parametrize("ruling", ["grid", "rows only", "none"])
def test_a_table_goes_on_over_the_page(ruling: str, with_head: bool) -> None:
    first = TableText((NAME, LAST, THIS, CHANGE), THREE)
    second = replace(first, entries=tuple(row(f"{one.label}補助", 2_000, 2_600, 600) for one in THREE))
    look = Look(ruling=RULINGS[ruling])
    paper = Paper(A4_WIDE)
    paper.text(paper.width / 2, 40, TITLE, 16, "center")
    paper.text(paper.width - MARGIN, 70, "（単位：千円）", 9, "right")
    typeset(paper, first, MARGIN, 86, look)
    paper.end_page()
    typeset(paper, second, MARGIN, 86, look, with_head=with_head)
    assert in_order(facts_read(read_pdf(paper.finish()))) == in_order(first.facts() + second.facts())


def test_halves_of_a_spread_are_one_table() -> None:
    left = TableText((NAME, LAST), tuple(Entry(one.label, one.figures[:1]) for one in THREE))
    right = TableText((THIS, CHANGE), tuple(Entry(one.label, one.figures[1:]) for one in THREE))
    whole = TableText((NAME, LAST, THIS, CHANGE), THREE)
    paper = Paper(A4_WIDE)
    paper.text(paper.width / 2, 40, TITLE, 16, "center")
    paper.text(300, 70, "（単位：千円）", 9, "right")
    typeset(paper, left, MARGIN, 86, PLAIN)
    _typeset_right_half(paper, right, 420)
    assert in_order(facts_read(read_pdf(paper.finish()))) == in_order(whole.facts())


def _typeset_right_half(paper: Paper, table: TableText, x: float) -> None:
    """The half of a spread that has no names: a narrow column for them is left out by setting it without text."""
    heads = (Head("", width=0.0, holds_figures=False), *table.heads)
    typeset(paper, TableText(heads, tuple(replace(one, label="") for one in table.entries)), x, 86, PLAIN)


def test_of_which_rows_belong_to_the_row_above() -> None:
    rows = (*THREE[:2], row("うち防災分", 400, 420, 20), THREE[2], row("計", 10_550, 10_410, -140))
    facts = page((TableText((NAME, LAST, THIS, CHANGE), rows), PLAIN))
    lines = {line.label: line for line in facts.lines}
    part = next(line for label, line in lines.items() if "防災分" in label)
    assert part.relation is Relation.OF_WHICH
    assert part.parent_line_id == lines["港湾保存交付金"].line_id
    assert lines["計"].is_total


def test_full_width_mixed_and_decimal_figures() -> None:
    rows = (
        Entry("学校整備事業", (("５兆３，５３６", 5_353_600_000_000),)),
        Entry("港湾保存交付金", (("1,234", 123_400_000_000),)),
        Entry("森林調査委託費", (("９．８", 980_000_000),)),
    )
    head = Head("令和8年度予算案（億円）", width=120, year=YEAR, phase=Phase.PROPOSED, factor=1)
    facts = page((TableText((NAME, head), rows), PLAIN))
    assert sorted(fact.yen or 0 for fact in facts_read(facts)) == [980_000_000, 123_400_000_000, 5_353_600_000_000]


def test_earmarks_and_rates_are_kept_apart() -> None:
    heads = (
        NAME,
        Head(
            "令和8年度",
            (replace(THIS, text="要求・要望額", phase=Phase.REQUESTED), Head("うち推進枠", nature=Nature.EARMARK)),
        ),
        Head("増減率", measure=None),
    )
    rows = tuple(Entry(one.label, (("1,500", 1_500), ("200", 200), ("△3.5%", None))) for one in THREE)
    facts = page((TableText(heads, rows), PLAIN), title="令和8年度概算要求の概要")
    assert [(f.nature, f.yen) for f in facts_read(facts)] == [
        (Nature.EXPENDITURE, 1_500_000),
        (Nature.EARMARK, 200_000),
    ] * 3


def test_bold_printed_twice_is_read_once() -> None:
    table = TableText((NAME, LAST, THIS, CHANGE), THREE)
    facts = page((table, replace(PLAIN, bold=True, head_spacing=3.0, ruling=GRID)))
    assert in_order(facts_read(facts)) == in_order(table.facts())


def test_what_is_owed_at_the_end_of_a_year_is_no_budget_and_its_changes_are_of_the_year_in_which_they_come() -> None:
    changes = Head("8年度中増減見込", (Head("起債見込額", width=80), Head("元金償還見込額", width=80)))
    heads = (
        NAME,
        Head("6年度末現在高", width=90),
        Head("7年度末現在高見込額", width=100),
        changes,
        Head("8年度末現在高見込額", width=100),
    )
    rows = (
        row("教育債", 2_400, 2_300, 250, 100, 2_450),
        row("土木債", 8_400, 8_100, 0, 500, 7_600),
        row("計", 10_800, 10_400, 250, 600, 10_050),
    )
    facts = page((TableText(heads, rows), PLAIN), title="令和8年度予算に関する説明書")
    said = {(one.header_path, one.measure, one.nature, one.fiscal_year, one.phase) for one in facts.amounts}
    assert said == {
        ("6年度末現在高", Measure.BUDGET, Nature.OTHER, 2024, None),
        ("7年度末現在高見込額", Measure.BUDGET, Nature.OTHER, 2025, None),
        ("8年度中増減見込 / 起債見込額", Measure.CHANGE, Nature.EXPENDITURE, 2026, None),
        ("8年度中増減見込 / 元金償還見込額", Measure.CHANGE, Nature.EXPENDITURE, 2026, None),
        ("8年度末現在高見込額", Measure.BUDGET, Nature.OTHER, 2026, None),
    }


def test_what_moves_a_fund_between_two_balances_is_no_budget() -> None:
    heads = (NAME, Head("前月末残高"), Head("受入額"), Head("払出額"), Head("本月末残高"))
    rows = (row("財政調整基金", 5_000, 300, 100, 5_200), row("学校整備基金", 800, 20, 10, 810))
    facts = page((TableText(heads, rows), PLAIN))
    assert len(facts.amounts) == 8
    assert {(one.measure, one.nature) for one in facts.amounts} == {(Measure.BUDGET, Nature.OTHER)}


def test_what_is_deposited_where_a_head_says_is_no_budget() -> None:
    heads = (NAME, Head("前月末残高"), Head("受入額"), Head("本月末残高"), Head("預金先への預入額"))
    facts = page(
        (TableText(heads, (row("財政調整基金", 5_000, 300, 5_300, 5_300), row("緑化基金", 800, 20, 820, 820))), PLAIN)
    )
    assert len(facts.amounts) == 8
    assert {(one.measure, one.nature) for one in facts.amounts} == {(Measure.BUDGET, Nature.OTHER)}
