"""Which line is part of which, each rule with an example and with what must not be linked."""

from __future__ import annotations

import pytest

from pipeline.model import Box, DocumentFacts, Page

from .documents import MILLION, OKU, Figure, drawn, facts_of, figures, line_of, page


def parents(facts: DocumentFacts) -> dict[str, str | None]:
    """Label to the label of the parent."""
    found = {}
    for line in facts.lines:
        parent = line_of(facts, line.parent_line_id)
        found[line.label] = parent.label if parent else None
    return found


def rules(facts: DocumentFacts) -> set[str | None]:
    return {line.parent_rule for line in facts.lines if line.parent_line_id}


def test_numbering() -> None:
    facts = facts_of("令和6年度予算案(単位:百万円)\n1 川の保全 900\n (1) 堤防 600\n (2) 水門 300\n2 山の保全 70")
    assert parents(facts) == {"川の保全": None, "堤防": "川の保全", "水門": "川の保全", "山の保全": None}
    assert rules(facts) == {"numbering"}


def test_indentation() -> None:
    facts = facts_of("令和6年度予算案\n川の保全 9億円\n  堤防 6億円\n  水門 3億円\n山の保全 7億円")
    assert parents(facts) == {"川の保全": None, "堤防": "川の保全", "水門": "川の保全", "山の保全": None}
    assert rules(facts) == {"indentation"}


TITLE = (None, [(28.0, 29.0, "1　湖の保全"), (450.0, 29.0, "令和6年度予算案")])


def box(
    x: float, top: float, title: str, amount: str, *items: str
) -> tuple[tuple[Box | None, list[tuple[float, float, str]]], ...]:
    """A title bar and the box that it belongs to."""
    bar, body = Box(x, top, x + 260, top + 24), Box(x, top, x + 260, top + 150)
    lines = [(x + 8, top + 60 + 18 * n, item) for n, item in enumerate(items)]
    return (bar, [(x + 6, top + 5, title)]), (body, [(x + 150, top + 30, amount), *lines])


def lake(total: str) -> Page:
    headline = (Box(24, 60, 571, 90), [(32.0, 68.0, f"予算額　{total}")])
    return page(
        TITLE,
        headline,
        *box(24, 100, "水草の刈取り", "1,250百万円", "○全国15か所で実施"),
        *box(303, 100, "水質の観測", "730百万円", "○対象:8地域"),
    )


def test_a_total_that_its_neighbours_exactly_make_is_their_parent() -> None:
    facts = drawn(lake("1,980百万円"))
    assert parents(facts) == {"湖の保全": None, "水草の刈取り": "湖の保全", "水質の観測": "湖の保全"}
    assert rules(facts) == {"arithmetic"}
    assert [count.subject for count in facts.counts] == ["水草の刈取り", "水質の観測"]


def test_a_total_that_its_neighbours_miss_by_one_is_not() -> None:
    assert set(parents(drawn(lake("1,981百万円"))).values()) == {None}


def test_a_figure_within_another_makes_no_total() -> None:
    facts = facts_of("令和6年度予算案\n川の保全 12,300百万円\n堤防 4,300百万円\n水門 8,000百万円の内数")
    assert set(parents(facts).values()) == {None}


def test_a_named_total_below_its_rows_is_their_parent() -> None:
    facts = drawn(
        page(
            TITLE,
            (None, [(60.0, 100.0, "水草の刈取り　1,250百万円"), (60.0, 120.0, "水質の観測　730百万円")]),
            (Box(24, 160, 571, 190), [(200.0, 168.0, "湖の施策　計　1,980百万円")]),
        )
    )
    assert parents(facts) == {"水草の刈取り": "湖の施策 計", "水質の観測": "湖の施策 計", "湖の施策 計": None}


def test_round_figures_do_not_make_a_total_by_accident() -> None:
    facts = facts_of("令和6年度予算案\n川の保全 10億円\n山の保全 6億円\n海の保全 4億円\n空の保全 3億円")
    assert set(parents(facts).values()) == {None}


def test_a_box_within_a_box_is_part_of_it() -> None:
    outer = Box(20, 60, 575, 300)
    facts = drawn(
        page(
            TITLE,
            (Box(20, 60, 575, 84), [(30.0, 66.0, "人づくりの一括支援")]),
            (
                outer,
                [
                    (300.0, 90.0, "予算額　3,260百万円"),
                    (30.0, 110.0, "○三つの支援からなる"),
                    (30.0, 130.0, "○学校と結ぶ"),
                ],
            ),
            (Box(30, 160, 280, 184), [(36.0, 166.0, "若手の派遣")]),
            (
                Box(30, 160, 280, 290),
                [(160.0, 190.0, "1,480百万円"), (36.0, 210.0, "○対象:15校"), (36.0, 230.0, "○期間:3年")],
            ),
        )
    )
    assert parents(facts) == {"人づくりの一括支援": None, "若手の派遣": "人づくりの一括支援"}
    assert rules(facts) == {"frame"}


def test_boxes_side_by_side_are_not_part_of_each_other() -> None:
    facts = drawn(page(TITLE, *box(24, 100, "水草の刈取り", "1,250百万円"), *box(303, 100, "水質の観測", "730百万円")))
    assert set(parents(facts).values()) == {None}


def test_bulleted_names_under_a_title_without_a_figure_are_its_parts() -> None:
    slide = page(
        (None, [(10.0, 12.0, "通信網の整備")]),
        (None, [(160.0, 53.0, "○海底線の敷設　127億円"), (160.0, 70.0, "○基地局の整備　27億円")]),
        width=842.0,
        height=595.0,
    )
    facts = drawn(slide)
    assert parents(facts) == {"通信網の整備": None, "海底線の敷設": "通信網の整備", "基地局の整備": "通信網の整備"}
    assert rules(facts) == {"title_over_items"}


def test_items_in_two_columns_of_a_slide_stand_beside_each_other() -> None:
    slide = page(
        (None, [(10.0, 12.0, "窓口の改革　予算額　5,173億円")]),
        (None, [(15.0, 224.0, "○先進例の支援(10.2億円)")]),
        (None, [(400.0, 224.0, "○標準化の支援"), (426.0, 240.0, "(5,163億円)")]),
        width=842.0,
        height=595.0,
    )
    assert figures(drawn(slide), "parent") == [
        Figure("窓口の改革", 5173 * OKU),
        Figure("先進例の支援", 1020 * MILLION, parent="窓口の改革"),
        Figure("標準化の支援", 5163 * OKU, parent="窓口の改革"),
    ]


def test_a_title_does_not_reach_into_the_next_slide() -> None:
    first, second = (
        page((None, [(10.0, 12.0, title), (500.0, 40.0, amount)]), width=842.0, height=595.0, number=number)
        for number, title, amount in ((1, "通信網の整備", "9億円"), (2, "単位:億円", "7億円"))
    )
    facts = drawn(first, second)
    (first_line, *_) = facts.lines
    assert first_line.label == "通信網の整備"
    assert all(amount.line_id != first_line.line_id for amount in facts.amounts if amount.place.page == 2)


@pytest.mark.parametrize(("left", "right"), [("海底線の敷設", "基地局の整備")])
def test_names_on_the_left_and_amounts_on_the_right_meet_at_one_height(left: str, right: str) -> None:
    slide = page(
        (
            None,
            [
                (10.0, 12.0, "通信網の整備"),
                (160.0, 38.0, "補正予算額"),
                (160.0, 53.0, f"○{left}"),
                (160.0, 70.0, f"○{right}"),
            ],
        ),
        (None, [(650.0, 53.0, "205億円"), (650.0, 70.0, "39億円の内数")]),
        width=842.0,
        height=595.0,
    )
    assert figures(drawn(slide)) == [Figure(left, 205 * OKU), Figure(right, 39 * OKU)]


def test_boxes_that_share_the_width_of_a_bar_and_the_bar_below_make_its_total() -> None:
    left, right = Box(40, 132, 290, 360), Box(300, 132, 555, 360)
    facts = drawn(
        page(
            (None, [(40.0, 60.0, "令和6年度概算要求")]),
            (Box(40, 91, 555, 123), [(50.0, 99.0, "湖の観測"), (400.0, 99.0, "9,640百万円")]),
            (left, [(46.0, 139.0, "■ 観測網の整備"), (46.0, 160.0, "4,320百万円"), (46.0, 190.0, "増設する。")]),
            (right, [(306.0, 139.0, "■ 観測船の建造"), (306.0, 160.0, "1,600百万円"), (306.0, 190.0, "建造する。")]),
            (Box(40, 368, 556, 395), [(49.0, 376.0, "■ 人材の育成 3,720百万円")]),
        )
    )
    assert [(figure.label, figure.parent) for figure in figures(facts, "parent")] == [
        ("湖の観測", None),
        ("観測網の整備", "湖の観測"),
        ("観測船の建造", "湖の観測"),
        ("人材の育成", "湖の観測"),
    ]


def test_a_bar_below_boxes_that_leaves_another_rest_is_no_part() -> None:
    left = Box(40, 132, 290, 360)
    facts = drawn(
        page(
            (None, [(40.0, 60.0, "令和6年度概算要求")]),
            (Box(40, 91, 555, 123), [(50.0, 99.0, "湖の観測"), (400.0, 99.0, "9,640百万円")]),
            (left, [(46.0, 139.0, "■ 観測網の整備"), (46.0, 160.0, "4,320百万円"), (46.0, 190.0, "増設する。")]),
            (Box(40, 368, 556, 395), [(49.0, 376.0, "■ 人材の育成 3,720百万円")]),
        )
    )
    assert {figure.label: figure.parent for figure in figures(facts, "parent")}["人材の育成"] is None


def test_boxes_below_a_box_with_a_text_of_its_own_are_a_new_block() -> None:
    whole = Box(40, 91, 555, 300)
    facts = drawn(
        page(
            (None, [(40.0, 60.0, "令和6年度概算要求")]),
            (whole, [(50.0, 99.0, "湖の観測"), (400.0, 120.0, "9,640百万円"), (50.0, 150.0, "観測を続ける。")]),
            (Box(40, 312, 290, 420), [(46.0, 319.0, "港の改修"), (46.0, 340.0, "320百万円"), (46.0, 360.0, "直す。")]),
            (
                Box(300, 312, 555, 420),
                [(306.0, 319.0, "道の改修"), (306.0, 340.0, "600百万円"), (306.0, 360.0, "直す。")],
            ),
        )
    )
    assert {figure.parent for figure in figures(facts, "parent")} == {None}
