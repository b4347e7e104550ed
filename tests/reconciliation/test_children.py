"""sum_of_children: each status, which items count, and what must not raise an alarm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import CheckKind, CheckStatus, Measure, Nature, Phase, Qualifier, Relation, RoundingMode
from pipeline.reconciliation import reconcile_document

from .facts import MILLION, Sheet, checks_of, only


def settlement(parts: tuple[float, ...], total: float) -> Sheet:
    """MEXT's FY2005 settlement: 本省, 所轄機関 and 文化庁 under the ministry's total."""
    sheet = Sheet(year=2005, phase=Phase.EXECUTED)
    ministry = sheet.row("文部科学省所管", total)
    for label, part in zip(("文部科学本省", "所轄機関", "文化庁"), parts, strict=False):
        sheet.row(label, part, ministry)
    return sheet


@pytest.mark.parametrize(
    ("parts", "total", "status"),
    [
        ((6_026_546, 4_743, 114_136), 6_145_426, CheckStatus.WITHIN_ROUNDING),  # off by 1
        ((13_543, 111, 576), 14_232, CheckStatus.WITHIN_ROUNDING),  # off by 2
        ((5_866_384, 4_632, 112_492), 5_983_508, CheckStatus.BALANCED),
    ],
)
@pytest.mark.parametrize("mode", [RoundingMode.TRUNCATE, RoundingMode.UNKNOWN])
def test_mext_settlement_holds(parts: tuple[float, ...], total: float, status: CheckStatus, mode: RoundingMode) -> None:
    assert only(reconcile_document(settlement(parts, total).facts(mode))).status is status


@pytest.mark.parametrize("mode", list(RoundingMode))
def test_mext_settlement_fails_in_every_mode_without_a_row(mode: RoundingMode) -> None:
    row = only(reconcile_document(settlement((5_866_384, 112_492), 5_983_508).facts(mode)))
    assert row.status is CheckStatus.PARTIAL
    assert row.residual == 4_632 * MILLION


def test_truncation_reaches_further_up_than_rounding_and_not_down() -> None:
    """Three truncated parts lose less than three units: a total that is 3 above them does not hold, nor one below."""
    facts = settlement((100, 100, 100), 303).facts(RoundingMode.TRUNCATE)
    assert only(reconcile_document(facts)).status is CheckStatus.PARTIAL
    facts = settlement((100, 100, 100), 299).facts(RoundingMode.TRUNCATE)
    assert only(reconcile_document(facts)).status is CheckStatus.EXCEEDS
    facts = settlement((100, 100, 100), 299).facts(RoundingMode.UNKNOWN)
    assert only(reconcile_document(facts)).status is CheckStatus.WITHIN_ROUNDING


def test_an_unknown_mode_is_one_mode_for_all_figures() -> None:
    """303 against 3 × 100 holds neither rounded nor truncated, though the hulls of both would meet."""
    facts = settlement((100, 100, 100), 303).facts(RoundingMode.UNKNOWN)
    assert only(reconcile_document(facts)).status is CheckStatus.PARTIAL


def test_a_single_item_leaves_most_of_the_figure_open() -> None:
    sheet = Sheet()
    parent = sheet.row("産学官連携の戦略的な展開", 22_796)
    sheet.row("産学官連携戦略展開事業", 2_819, parent)
    sheet.line("研究成果の技術移転活動の総合的支援", parent)
    row = only(reconcile_document(sheet.facts()))
    assert (row.kind, row.status) == (CheckKind.SUM_OF_CHILDREN, CheckStatus.PARTIAL)
    assert (row.stated, row.computed, row.residual) == tuple(n * MILLION for n in (22_796, 2_819, 19_977))
    assert row.explanation == (
        "22,796 million yen stated; the 1 item listed comes to 2,819; "
        "no figure is printed for 研究成果の技術移転活動の総合的支援; 19,977 is not itemised."
    )


def test_balanced_row_has_members_bounds_and_a_sentence() -> None:
    result = reconcile_document(settlement((10, 20, 30), 60).facts())
    row = only(result)
    assert (row.stated_low, row.stated_high) == (59_500_000, 60_500_000)
    assert (row.computed_low, row.computed_high) == (58_500_000, 61_500_000)
    assert row.explanation == "60 million yen stated; the 3 items listed come to 60; they agree."
    assert [(m.amount_id, m.sign) for m in result.members] == [("a#1", 1), ("a#2", 1), ("a#3", 1)]
    assert all(m.reconciliation_id == row.reconciliation_id for m in result.members)


def test_more_than_the_parent_exceeds() -> None:
    row = only(reconcile_document(settlement((8, 7, 5), 10).facts()))
    assert row.status is CheckStatus.EXCEEDS
    assert "10 more than stated" in row.explanation


@pytest.mark.parametrize(
    ("complete", "status"),
    [(True, CheckStatus.MISMATCH), (False, CheckStatus.PARTIAL), (None, CheckStatus.PARTIAL)],
)
def test_a_shortfall_depends_on_whether_the_list_is_complete(complete: bool | None, status: CheckStatus) -> None:
    sheet = Sheet()
    parent = sheet.row("産学官連携の推進", 120, children_complete=complete)
    sheet.row("大学発ベンチャーの創出", 23, parent)
    sheet.row("マッチングファンド", 43, parent)
    assert only(reconcile_document(sheet.facts())).status is status


def two_years(last: tuple[float, ...], this: tuple[float, ...], last_phase: Phase = Phase.APPROVED) -> Sheet:
    """A parent and its items with last year's and this year's column."""
    sheet = Sheet()
    parent = None
    for number, (before, now) in enumerate(zip(last, this, strict=True)):
        line = sheet.line(f"item {number}", parent)
        sheet.amount(line, before, fiscal_year=2007, phase=last_phase, column=1)
        sheet.amount(line, now, column=2)
        parent = parent or line
    return sheet


def test_a_list_that_balances_in_another_column_is_complete() -> None:
    rows = {row.fiscal_year: row for row in reconcile_document(two_years((9, 4, 5), (90, 40, 30)).facts()).checks}
    assert rows[2007].status is CheckStatus.BALANCED
    assert rows[2008].status is CheckStatus.MISMATCH
    assert "the same items balance for FY2007 budget" in rows[2008].explanation


def test_examples_stay_examples_even_if_they_balance_once() -> None:
    sheet = two_years((9, 4, 5), (90, 40, 30))
    parent = sheet.lines[0]
    sheet.lines = [sheet.lines[1], sheet.lines[2]]
    sheet.line(parent.label, line_id=parent.line_id, children_complete=False)
    assert {row.status for row in reconcile_document(sheet.facts()).checks} == {
        CheckStatus.BALANCED,
        CheckStatus.PARTIAL,
    }


def test_a_supplement_lists_only_what_changes() -> None:
    """補正前 29,290 with one item of 27,313, 補正額 41 = 41: the list is not complete for the whole budget."""
    sheet = Sheet(phase=None)
    for label, before, change in (("総務費", 29_290, 41), ("総務管理費", 27_313, 41)):
        line = sheet.line(label, "a:総務費" if label == "総務管理費" else None)
        sheet.amount(line, before, phase=Phase.APPROVED, column=1)
        sheet.amount(line, change, phase=Phase.ADJUSTED, column=2)
        sheet.amount(line, before + change, phase=Phase.REVISED, column=3)
    sums = checks_of(reconcile_document(sheet.facts()), CheckKind.SUM_OF_CHILDREN)
    assert {row.phase: row.status for row in sums} == {
        Phase.APPROVED: CheckStatus.PARTIAL,
        Phase.ADJUSTED: CheckStatus.BALANCED,
        Phase.REVISED: CheckStatus.PARTIAL,
    }


def test_a_dash_is_nil_and_named() -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    sheet.row("一", 30, parent)
    sheet.row("二", None, parent)
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.BALANCED
    assert "二 is printed as nothing and adds nothing" in row.explanation


def test_a_blank_cell_of_a_column_of_figures_is_nil() -> None:
    sheet = two_years((9, 4, 5), (4, 4, 0))
    sheet.amounts = sheet.amounts[:-1]
    rows = {row.fiscal_year: row for row in reconcile_document(sheet.facts()).checks}
    assert rows[2008].status is CheckStatus.BALANCED
    assert "adds nothing" in rows[2008].explanation


def test_a_list_of_dashes_is_no_sum() -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    sheet.row("一", None, parent)
    assert reconcile_document(sheet.facts()).checks == ()


def test_printed_zero_is_an_interval() -> None:
    facts = settlement((0, 0, 0), 1).facts(RoundingMode.ROUND)
    assert only(reconcile_document(facts)).status is CheckStatus.WITHIN_ROUNDING


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"qualifier": Qualifier.PORTION_OF}, "内数"),
        ({"amount_yen_max": 900 * MILLION}, "a range"),
        ({"amount_yen": None, "amount_text": "事項要求"}, "事項要求"),
    ],
)
def test_a_member_of_unknown_size_makes_the_sum_unverifiable(fields: dict[str, object], words: str) -> None:
    sheet = Sheet()
    parent = sheet.row("研究拠点国際化推進", 2_400)
    sheet.row("国際共同研究支援", 1_500, parent)
    sheet.amount(sheet.line("海外研究連絡拠点の設置", parent), 900, **fields)
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.UNVERIFIABLE
    assert words in row.explanation
    assert (row.stated, row.computed) == (2_400 * MILLION, 1_500 * MILLION)
    assert (row.computed_low, row.computed_high) == (None, None)


def test_a_figure_that_could_not_be_read_makes_the_sum_unverifiable() -> None:
    sheet = Sheet()
    parent = sheet.row("衛生費", 30)
    sheet.row("保健衛生費", 10, parent)
    sheet.unread(sheet.line("清掃費", parent))
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.UNVERIFIABLE


def test_the_stated_part_of_an_open_figure_is_checked() -> None:
    sheet = Sheet()
    parent = sheet.line("科学技術関係")
    sheet.amount(parent, 11_850, qualifier=Qualifier.PLUS_UNQUANTIFIED)
    sheet.row("宇宙", 11_850, parent)
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED


def test_approximate_members_are_at_best_within_rounding() -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    sheet.amount(sheet.line("子", parent), 30, approximate=True, amount_text="約30")
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.WITHIN_ROUNDING
    assert row.computed_high == 31 * MILLION


@pytest.mark.parametrize("relation", [Relation.OF_WHICH, Relation.RELISTED, Relation.OUTSIDE])
def test_only_components_are_added(relation: Relation) -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    sheet.row("子", 30, parent)
    sheet.row("別", 10, parent, relation=relation)
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED


@pytest.mark.parametrize("measure", [Measure.UNIT_COST, Measure.CUMULATIVE, Measure.CHANGE])
def test_only_budgets_are_added(measure: Measure) -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    child = sheet.row("子", 30, parent)
    sheet.amount(child, 5, measure=measure)
    assert only(reconcile_document(sheet.facts()), CheckKind.SUM_OF_CHILDREN).status is CheckStatus.BALANCED


def test_a_request_is_never_added_to_a_draft() -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    sheet.amount(sheet.line("子", parent), 30, phase=Phase.REQUESTED)
    assert reconcile_document(sheet.facts()).checks == ()


def test_a_part_larger_than_its_whole_exceeds() -> None:
    sheet = Sheet()
    parent = sheet.row("義務教育費", 30)
    sheet.row("うち 復興", 40, parent, relation=Relation.OF_WHICH)
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.EXCEEDS
    assert row.explanation == (
        "30 million yen stated; うち 復興, which is a part of it (うち), is stated as 40; that is 10 more than stated."
    )


def test_a_part_within_its_whole_makes_no_row() -> None:
    sheet = Sheet()
    parent = sheet.row("義務教育費", 30)
    sheet.row("うち 復興", 20, parent, relation=Relation.OF_WHICH)
    assert reconcile_document(sheet.facts()).checks == ()


def test_items_of_a_heading_without_a_figure_count_in_its_place() -> None:
    sheet = Sheet()
    parent = sheet.row("教育費", 60)
    heading = sheet.line("小学校費", parent)
    sheet.row("学校管理費", 20, heading)
    sheet.row("教育振興費", 10, heading)
    sheet.row("計", 30, heading, is_total=True)
    sheet.row("社会教育費", 30, parent)
    assert only(reconcile_document(sheet.facts()), CheckKind.SUM_OF_CHILDREN).status is CheckStatus.BALANCED


def test_a_line_printed_twice_counts_once() -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    first = sheet.row("子", 30, parent)
    sheet.row("子 (詳細)", 30, parent, same_as_line_id=first, table_id="detail")
    sheet.row("親 (詳細)", 30, parent, same_as_line_id=parent, table_id="detail")
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED


def test_of_two_lists_the_one_that_makes_the_figure_is_meant() -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    sheet.row("事業A", 10, parent, table_id="by program")
    sheet.row("事業B", 20, parent, table_id="by program")
    sheet.row("一般会計", 25, parent, table_id="by account")
    row = only(reconcile_document(sheet.facts()))
    assert row.status is CheckStatus.BALANCED
    assert "the arithmetic decides which of several lists is meant" in row.explanation


def test_a_budget_book_prints_items_under_another_header() -> None:
    sheet = Sheet()
    parent = sheet.line("公平委員会費")
    sheet.amount(parent, 30, header_path="本年度予算額", column=1)
    sheet.amount(sheet.line("旅費", parent), 30, header_path="節 / 金額", column=7)
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.BALANCED


def test_financing_columns_are_told_apart_by_their_headers() -> None:
    sheet = Sheet()
    parent = sheet.line("総務費")
    child = sheet.line("総務管理費", parent)
    for line in (parent, child):
        sheet.amount(line, 5, nature=Nature.FINANCING, header_path="財源 / 地方債", column=3)
        sheet.amount(line, 7, nature=Nature.FINANCING, header_path="財源 / その他", column=4)
        sheet.amount(line, 9, nature=Nature.EARMARK)
    rows = reconcile_document(sheet.facts()).checks
    assert [(row.stated, row.status) for row in rows] == [
        (5 * MILLION, CheckStatus.BALANCED),
        (7 * MILLION, CheckStatus.BALANCED),
    ]


def test_a_figure_stated_in_two_amounts_cannot_be_checked() -> None:
    sheet = Sheet()
    parent = sheet.row("親", 30)
    sheet.amount(parent, 50)
    sheet.row("子", 30, parent)
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.UNVERIFIABLE


def test_the_same_figure_printed_coarser_is_one_figure() -> None:
    sheet = Sheet()
    parent = sheet.row("親", 1_234)
    sheet.amount(parent, 1_200, precision_yen=100 * MILLION, unit_text="億円")
    sheet.row("子", 1_234, parent)
    row = only(reconcile_document(sheet.facts()))
    assert (row.stated, row.status) == (1_234 * MILLION, CheckStatus.BALANCED)


def test_reductions_fall_short_and_exceed_by_size() -> None:
    assert only(reconcile_document(settlement((-30, -20), -100).facts())).status is CheckStatus.PARTIAL
    assert only(reconcile_document(settlement((-90, -20), -100).facts())).status is CheckStatus.EXCEEDS


def test_a_named_total_is_missed_in_either_direction() -> None:
    for parts in ((10, 20), (30, 40)):
        sheet = Sheet()
        total = sheet.row("理解増進等施策　計", 60)
        for number, part in enumerate(parts):
            sheet.row(f"事業{number}", part, total)
        row = only(reconcile_document(sheet.facts()))
        assert (row.kind, row.status) == (CheckKind.TABLE_TOTAL, CheckStatus.MISMATCH)


def test_general_account_is_no_total() -> None:
    sheet = Sheet()
    account = sheet.row("一般会計", 60)
    sheet.row("事業", 20, account)
    assert only(reconcile_document(sheet.facts())).status is CheckStatus.PARTIAL


def test_ids_depend_on_the_column_and_not_on_the_order_of_lines() -> None:
    sheet = two_years((9, 4, 5), (90, 50, 40))
    ids = {row.reconciliation_id for row in reconcile_document(sheet.facts()).checks}
    sheet.lines.reverse()
    sheet.amounts.reverse()
    assert {row.reconciliation_id for row in reconcile_document(sheet.facts()).checks} == ids
    assert len(ids) == 2
    assert all(len(one) == 16 for one in ids)


def test_a_ring_of_parents_ends() -> None:
    sheet = Sheet()
    sheet.row("甲", 1, "a:乙")
    sheet.line("丙", "a:甲")
    sheet.line("丁", "a:丙")
    sheet.line("乙", "a:丁")
    reconcile_document(sheet.facts())


@given(
    st.lists(st.integers(0, 10**12), min_size=1, max_size=30),
    st.sampled_from([1, 1_000, 10**6, 10**8]),
    st.sampled_from([RoundingMode.ROUND, RoundingMode.TRUNCATE, RoundingMode.UNKNOWN]),
)
def test_a_true_list_never_raises_an_alarm(parts: list[int], unit: int, mode: RoundingMode) -> None:
    def cut(value: int) -> int:
        return (value + unit // 2 * (mode is not RoundingMode.TRUNCATE)) // unit * unit

    sheet = Sheet()
    parent = sheet.line("親", children_complete=True)
    sheet.amount(parent, 0, amount_yen=cut(sum(parts)), precision_yen=unit)
    for number, part in enumerate(parts):
        child = sheet.line(f"子{number}", parent)
        sheet.amount(child, 0, amount_yen=cut(part), precision_yen=unit)
    row = only(reconcile_document(sheet.facts(mode)))
    assert row.status is (CheckStatus.WITHIN_ROUNDING if row.residual else CheckStatus.BALANCED)
