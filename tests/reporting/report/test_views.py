"""What pages show, from rows made by hand: amounts that are no numbers, arithmetic, breakdowns, cohorts, lists."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from markupsafe import Markup

from pipeline.reporting.report.amounts import plot_budgets, show_amount
from pipeline.reporting.report.breakdown import break_down, plot
from pipeline.reporting.report.checks import show_checks
from pipeline.reporting.report.documents import _overlapping, _Place, _segments
from pipeline.reporting.report.figures import write_million
from pipeline.reporting.report.lists import write_json
from pipeline.reporting.report.rows import AmountRow, BudgetRow, CheckRow, DocumentRow, LineRow, MemberRow

MILLION = 10**6
AMOUNT = AmountRow(
    amount_id="a",
    line_id="l",
    document_id="d",
    fiscal_year=2008,
    phase="proposed",
    supplement_no=None,
    measure="budget",
    nature="expenditure",
    header_path=None,
    amount_yen=7530 * MILLION,
    amount_yen_max=None,
    amount_yen_printed=7530 * MILLION,
    amount_yen_suggested=None,
    suggestion_reason=None,
    approximate=False,
    qualifier=None,
    amount_text="7,530百万円",
    unit_text="百万円",
    label_reliable=True,
    is_corrected=False,
    reason=None,
    page=1,
    x0=None,
    top=None,
    x1=None,
    bottom=None,
    char_start=0,
    char_end=8,
    evidence="7,530百万円",
)
LINE = LineRow("l", "d", "p", None, 0, 0, "全体", None, None, None, None, False, None, 1)
DOCUMENT = DocumentRow(
    document_id="d",
    source_uri="a.txt",
    media_type="text/plain",
    title="予算案",
    issuer="文部科学省",
    fiscal_year=2008,
    phase="proposed",
    released_on=None,
    status="extracted",
    status_detail=None,
    replaced_by=None,
    withdrawn_on=None,
    rounding_mode="unknown",
    page_count=1,
    pages_read=1,
    lines=0,
    amounts=0,
    counts=0,
    issues=0,
    checks=0,
    checks_balanced=0,
    checks_within_rounding=0,
    checks_failed=0,
    expressions_found=0,
    expressions_placed=0,
    expressions_open=0,
)
CHECK = CheckRow(
    reconciliation_id="r",
    document_id="d",
    kind="table_total",
    line_id="l",
    fiscal_year=2008,
    phase="proposed",
    unit="yen",
    stated=14232 * MILLION,
    computed=14230 * MILLION,
    residual=2 * MILLION,
    stated_low=14232 * MILLION,
    stated_high=14233 * MILLION,
    computed_low=14230 * MILLION,
    computed_high=14233 * MILLION,
    rounding_mode="truncate",
    status="within_rounding",
    explanation="",
    label="合計",
    page=1,
)


def _text(markup: Markup) -> str:
    return markup.striptags()


@pytest.mark.parametrize(
    ("row", "value", "note"),
    [
        (AMOUNT, "7,530", None),
        (replace(AMOUNT, amount_yen=0), "0", None),
        (replace(AMOUNT, amount_yen=None), "—", "「－」又は文言のみの記載"),
        (replace(AMOUNT, qualifier="portion_of"), "—", "内数：7,530 の内数（上限）"),
        (replace(AMOUNT, amount_yen=500 * MILLION, amount_yen_max=2000 * MILLION), "500〜2,000", None),
        (replace(AMOUNT, amount_yen=8, is_corrected=True, reason="a <misprint>"), "0.000008", "訂正済み。印字は 7,530"),
        (replace(AMOUNT, approximate=True), "7,530", "概数"),
        (replace(AMOUNT, amount_yen_suggested=7 * MILLION, suggestion_reason="sum"), "7,530", "検算からの推定は 7"),
        (replace(AMOUNT, label_reliable=False), "7,530", "文字の対応が誤っているページの読み取り"),
    ],
)
def test_an_amount_and_what_must_be_said_beside_it(row: AmountRow, value: str, note: str | None) -> None:
    shown = show_amount(row)
    assert _text(shown.value).startswith(value)
    assert [_text(one)[: len(note or "")] for one in shown.notes] == ([note] if note else [])
    assert "<misprint>" not in "".join(shown.notes)


@pytest.mark.parametrize("yen", [0, 1, -1, 999_999, 10**6, -(10**6), 123_456_789_012_345_678, 5 * 10**5])
def test_millions_are_exact(yen: int) -> None:
    whole, _, rest = write_million(yen).replace("−", "-").replace(",", "").partition(".")
    assert int(f"{whole}{rest.ljust(6, '0')}") == yen


def test_a_bound_is_a_hollow_bar_and_never_a_budget() -> None:
    own = BudgetRow("p", 2008, "proposed", None, 3 * MILLION, None, None, None, None, "a", "l")
    bound = replace(own, fiscal_year=2009, amount_yen=None, bound_yen=9 * MILLION, qualifier="portion_of")
    unsaid = replace(own, fiscal_year=2010, amount_yen=None)
    bars = plot_budgets((own, bound, unsaid, replace(own, fiscal_year=None)))
    assert [(bar["year"], bar["yen"], bar["bound"]) for bar in bars] == [
        (2008, 3 * MILLION, False),
        (2009, 9 * MILLION, True),
    ]


def test_arithmetic_has_its_terms_in_order_with_signs_and_places() -> None:
    members = [
        MemberRow("r", 1, "a1", "d", 1, "一", 8000 * MILLION),
        MemberRow("r", 1, "a2", "e", 1, "二", 7000 * MILLION),
        MemberRow("r", -1, None, None, None, "三", None),
    ]
    (shown,) = show_checks([CHECK], members, {"d": DOCUMENT, "e": replace(DOCUMENT, document_id="e", title=None)})
    assert [(term.sign, _text(term.value), term.place, term.anchor, term.document) for term in shown.terms] == [
        ("", "8,000", "documents/d.html#a-a1", "#a-a1", None),
        ("+", "7,000", "documents/e.html#a-a2", None, "a.txt"),
        ("−", "—", None, None, None),
    ]
    assert (_text(shown.residual), shown.stated_range, shown.meet) == ("+2", "14,232 – 14,233", True)


def test_a_check_without_exact_figures_has_no_interval() -> None:
    unknown = replace(CHECK, computed=None, residual=None, computed_low=None, computed_high=None, status="unverifiable")
    (shown,) = show_checks([unknown], [], {})
    assert (_text(shown.computed), shown.computed_range, shown.meet) == ("—", None, None)


def test_a_breakdown_leaves_out_what_other_lines_hold() -> None:
    lines = [
        LINE,
        replace(LINE, line_id="l1", parent_line_id="l", relation="component", label="一"),
        replace(LINE, line_id="l2", parent_line_id="l", relation="of_which", label="うち"),
        replace(LINE, line_id="l3", is_total=True, label="計"),
        replace(LINE, line_id="l4", parent_line_id="l", relation="component", label="内数"),
        replace(LINE, line_id="l5", label="見出し"),
        replace(LINE, line_id="l6", parent_line_id="l5", label="下"),
    ]
    amounts = [
        replace(AMOUNT, amount_id=f"a{n}", line_id=line.line_id, amount_yen=yen * MILLION, qualifier=qualifier)
        for n, (line, yen, qualifier) in enumerate(
            [
                (lines[0], 10, None),
                (lines[1], 6, None),
                (lines[2], 3, None),
                (lines[3], 10, None),
                (lines[4], 4, "portion_of"),
                (lines[6], 2, None),
            ]
        )
    ]
    found = break_down(DOCUMENT, lines, amounts)
    assert found is not None and (found.fiscal_year, found.phase, found.left_out) == (2008, "proposed", 2)
    assert plot(found) == [
        {
            "id": "l",
            "label": "全体",
            "yen": 10 * MILLION,
            "text": "10",
            "rest": 4 * MILLION,
            "restText": "4",
            "parts": [{"id": "l1", "label": "一", "yen": 6 * MILLION, "text": "6"}],
        },
        {"id": "l6", "label": "下", "yen": 2 * MILLION, "text": "2"},
    ]


def test_parts_that_are_more_than_their_whole_leave_no_rest() -> None:
    lines = [LINE, replace(LINE, line_id="l1", parent_line_id="l", relation="component")]
    amounts = [AMOUNT, replace(AMOUNT, amount_id="b", line_id="l1", amount_yen=8000 * MILLION)]
    found = break_down(DOCUMENT, lines, amounts)
    assert found is not None and found.parts[0].rest == 0


def test_a_breakdown_of_one_line_tells_nothing() -> None:
    assert break_down(DOCUMENT, [LINE], [AMOUNT]) is None
    assert break_down(DOCUMENT, [], []) is None


def test_figures_that_share_print_are_one_mark() -> None:
    places = [
        _Place(name, "amount", "", 1, None, start, end) for name, start, end in (("a", 2, 5), ("b", 3, 6), ("c", 7, 8))
    ]
    assert [[one.figure_id for one in cluster] for cluster in _overlapping(places)] == [["a", "b"], ["c"]]
    segments = list(_segments("0123456789", reversed(places)))
    assert "".join(one.text for one in segments) == "0123456789"
    assert [(one.text, one.ids) for one in segments if one.figure_id] == [("2345", "a b"), ("7", "c")]


def test_data_in_a_page_can_end_neither_its_element_nor_its_statement() -> None:
    text = "</script><!--&\u2028\u2029'\"\\"
    written = write_json([text])
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == [text]
