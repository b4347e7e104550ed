"""The overview that names its parts: two releases where it does, and several where the blocks after it are no parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import DocumentFacts

from .documents import facts_of, line_of

SAMPLES = Path(__file__).parents[1] / "extraction_samples"
RULE = "overview_names_parts"


def links(facts: DocumentFacts) -> dict[str, tuple[str, str | None]]:
    """Label of each part to its whole and the rule."""
    found = {}
    for line in facts.lines:
        whole = line_of(facts, line.parent_line_id)
        if whole is not None:
            found[line.label] = (whole.label, line.parent_rule)
    return found


def sample(name: str) -> DocumentFacts:
    return facts_of((SAMPLES / name).read_text(encoding="utf-8"))


def test_parts_named_in_brackets_of_their_own() -> None:
    whole = "海辺の研究ネットワークの充実"
    assert links(sample("overview_names_parts.txt")) == {
        "沿岸記録共有基盤事業": (whole, RULE),
        "潮間帯観測拠点の整備": (whole, RULE),
    }


def test_a_legend_that_stands_for_a_picture_of_the_parts() -> None:
    whole = "森を育てる人づくりの展開"
    assert links(sample("overview_has_legend.txt")) == {
        "林業入門講座事業": (whole, RULE),
        "木工技術継承事業": (whole, RULE),
    }


def test_blocks_in_the_same_order_are_no_parts_without_a_sign() -> None:
    assert links(sample("blocks_side_by_side.txt")) == {}


OVERVIEW = "観光の振興\n\n令和6年度予算案:900百万円\n\n{sign}\n\n"
PART = "案内所の整備\n\n令和6年度予算案:{amount}百万円\n"


def test_a_named_part_without_a_figure_is_a_line() -> None:
    facts = facts_of(OVERVIEW.format(sign="[案内板の多言語化]") + PART.format(amount=300))
    assert links(facts) == {"案内板の多言語化": ("観光の振興", RULE), "案内所の整備": ("観光の振興", RULE)}


@pytest.mark.parametrize(
    "sign",
    [
        "[参考]",
        "[事業の概要]",
        "[新規]",
        "[単位:百万円]",
        "[令和6年度予算案]",
        "[窓口のイメージ]",
        "〔支援の流れ〕",
        "※( )内は前年度予算額",
        "※計数は四捨五入している。",
    ],
)
def test_brackets_and_notes_that_name_no_part(sign: str) -> None:
    assert links(facts_of(OVERVIEW.format(sign=sign) + PART.format(amount=300))) == {}


def test_a_block_larger_than_the_whole_ends_the_composition() -> None:
    text = OVERVIEW.format(sign="[案内所の整備]") + PART.format(amount=300)
    facts = facts_of(text + "\n道路の整備\n\n令和6年度予算案:5,000百万円\n\n橋の整備\n\n令和6年度予算案:200百万円\n")
    assert set(links(facts)) == {"案内所の整備"}


def test_parts_that_would_come_to_more_than_the_whole_end_the_composition() -> None:
    text = OVERVIEW.format(sign="[案内所の整備]") + PART.format(amount=600)
    facts = facts_of(text + "\n橋の整備\n\n令和6年度予算案:400百万円\n")
    assert set(links(facts)) == {"案内所の整備"}


def test_the_next_number_of_one_list_is_no_part_of_the_one_before() -> None:
    text = "1. 観光の振興\n令和6年度予算案:900百万円\n[案内板の整備]\n2. 農業の振興\n令和6年度予算案:300百万円\n"
    assert set(links(facts_of(text))) == {"案内板の整備"}
