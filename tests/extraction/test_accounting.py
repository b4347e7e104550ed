"""Nothing is dropped in silence: every money or count expression is an amount, a count or an issue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction import unaccounted
from pipeline.model import DocumentFacts

from .documents import facts_of


def spans(facts: DocumentFacts) -> list[tuple[int, int]]:
    places = [*(a.place for a in facts.amounts), *(c.place for c in facts.counts)]
    places += [issue.place for issue in facts.issues if issue.place is not None]
    return [(place.char_start, place.char_end) for place in places]


NAMES = st.sampled_from(
    ["湖の観測事業", "森の保全", "・橋の点検", "(1) 道の整備", "対象", "", "第Ⅱ期計画", "うち", "※この他に"]
)
FIGURES = st.sampled_from(
    ["12億円", "3,500百万円", "(4億円)", "18地域", "5億円→7億円", "1地域あたり2億円", "1,23,4億円", "約3億円程度", "△2億円", "9億円増", "4.8%", "(内数 2億円)"]
)  # fmt: skip
ENDS = st.sampled_from(["", "。", "である。", "を計上する。", "(前年度 3億円)", "(新規)"])
LINES = st.lists(st.tuples(NAMES, FIGURES, FIGURES, ENDS), min_size=1, max_size=6)


@given(LINES)
def test_every_expression_of_any_text_is_accounted_for(lines: list[tuple[str, str, str, str]]) -> None:
    text = "令和6年度予算案\n" + "\n".join(f"{name} {one} {other}{end}" for name, one, other, end in lines)
    assert unaccounted(facts_of(text)) == ()


@given(LINES)
def test_no_figure_is_bound_twice(lines: list[tuple[str, str, str, str]]) -> None:
    facts = facts_of("令和6年度予算案\n" + "\n".join(f"{name} {one} {other}{end}" for name, one, other, end in lines))
    found = [(amount.place.char_start, amount.place.char_end) for amount in facts.amounts]
    assert len(found) == len(set(found))


@given(st.text(alphabet="湖の億円百万第期1２〇一十△()（）「」【】。、うち内数 \n", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    facts = facts_of("令和6年度予算案\n" + text)
    assert all(start <= end for start, end in spans(facts))


@pytest.mark.parametrize("text", ["1,23,4億円", "億円", "△", "十百千"])
def test_what_looks_like_a_figure_and_is_none_becomes_no_amount(text: str) -> None:
    assert facts_of("令和6年度予算案\n湖の観測 " + text).amounts == ()


def test_a_span_that_no_table_holds_is_found() -> None:
    facts = facts_of("令和6年度予算案\n湖の観測 12億円")
    bare = DocumentFacts(facts.record, facts.pages)
    assert [missing.text for missing in unaccounted(bare)] == ["12億円"]
