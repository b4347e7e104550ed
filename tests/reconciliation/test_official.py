"""against_reference: an issuer's totals and items against official data sets of appropriations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.model import (
    CheckStatus,
    Nature,
    Phase,
    Qualifier,
    Reconciled,
    Reconciliation,
    ReferenceAmount,
    ReferenceGrain,
    ReferenceSource,
    RoundingMode,
)
from pipeline.reconciliation import reconcile_references

from .facts import MILLION, Sheet

MINISTRY = "山河省"
BLANK = ReferenceAmount(
    reference_id="", source=ReferenceSource.MOF_JIKOU, source_file="mof.json", source_sha256="a", source_row=1,
    source_key="", grain=ReferenceGrain.PROGRAM, ministry=MINISTRY, account="一般会計", sub_account=None,
    organization=None, section=None, item_name="", detail=None, fiscal_year=2024, phase=Phase.APPROVED,
    supplement_no=None, budget_kind="当初予算", amount_yen=0, includes_supplement=False,
)  # fmt: skip


def official(name: str, yen: int, **fields: Any) -> ReferenceAmount:
    own: dict[str, Any] = {"reference_id": f"{fields.get('source_sha256', 'a')}:{name}:{fields.get('fiscal_year')}"}
    return replace(BLANK, **{**own, "item_name": name, "amount_yen": yen, **fields})


# 4,000.212 million yen in the general account
BUDGET = (
    official("渡し舟の維持に必要な経費", 900_212_000),
    official("花壇の整備に必要な経費", 3_100_000_000),
    official("花壇の整備に必要な経費", 9_000_000_000, fiscal_year=2023, phase=Phase.REVISED, includes_supplement=True),
    official("渡船勘定へ繰入れ", 70_000_000, account="舟運特別会計"),
    official("他省の経費", 5_000_000_000, ministry="海原省"),
)


def statement(label: str, million: float, **fields: Any) -> Sheet:
    """The ministry's FY2024 draft with one line."""
    sheet = Sheet(year=2024, issuer=MINISTRY)
    sheet.amount(sheet.line(label, program_id=label), million, **fields)
    return sheet


def against(sheet: Sheet, references: tuple[ReferenceAmount, ...] = BUDGET, **facts: Any) -> Reconciled:
    return reconcile_references([sheet.facts(**facts)], references)


def only(sheet: Sheet, references: tuple[ReferenceAmount, ...] = BUDGET, **facts: Any) -> Reconciliation:
    (row,) = against(sheet, references, **facts).checks
    return row


@pytest.mark.parametrize(
    "label",
    [
        "一般会計",
        "一般会計歳出予算額 合計",
        "山河省所管 一般会計",
        "山河省一般会計予算(案)",
        "山河関係一般会計予算額",
    ],
)
def test_the_general_account_is_the_sum_of_its_items(label: str) -> None:
    row = only(statement(label, 4_000))
    assert (row.stated, row.computed, row.status) == (4_000 * MILLION, 4_000_212_000, CheckStatus.WITHIN_ROUNDING)
    assert (row.kind, row.fiscal_year, row.phase) == ("against_reference", 2024, Phase.PROPOSED)
    assert row.explanation == (
        "4,000 million yen stated for FY2024; the Ministry of Finance's budget by item (山河省 一般会計, 2 items) "
        "has 4,000.212; the difference of -0.212 lies within rounding."
    )


def test_the_rows_of_the_data_set_are_the_members() -> None:
    members = against(statement("一般会計", 4_000)).members
    assert [(m.reference_id, m.amount_id, m.sign) for m in members] == [
        ("a:渡し舟の維持に必要な経費:None", None, 1),
        ("a:花壇の整備に必要な経費:None", None, 1),
    ]


@pytest.mark.parametrize(
    ("million", "mode", "status"),
    [
        (4_000.212, RoundingMode.ROUND, CheckStatus.BALANCED),
        (4_000, RoundingMode.TRUNCATE, CheckStatus.WITHIN_ROUNDING),
        (4_001, RoundingMode.TRUNCATE, CheckStatus.MISMATCH),
        (3_997, RoundingMode.UNKNOWN, CheckStatus.MISMATCH),
    ],
)
def test_the_documents_intervals_decide(million: float, mode: RoundingMode, status: CheckStatus) -> None:
    unit = 1_000 if million % 1 else MILLION
    assert only(statement("一般会計", million, precision_yen=unit), mode=mode).status is status


def test_a_difference_may_be_a_change_of_the_draft() -> None:
    assert only(statement("一般会計", 4_400)).explanation.endswith(
        "the difference of 399.788 is more than rounding allows: "
        "one of them is wrong, or the draft was changed before it was passed."
    )


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        ("一般会計", {"phase": Phase.REQUESTED}),
        ("一般会計", {"phase": Phase.ADJUSTED, "supplement_no": 1}),
        ("一般会計", {"phase": Phase.REVISED}),
        ("一般会計", {"fiscal_year": 2022}),
        ("一般会計", {"nature": Nature.REVENUE}),
        ("一般会計", {"qualifier": Qualifier.PORTION_OF}),
        ("山河省", {}),  # a ministry's bare name may say who takes part
        ("海原省一般会計", {}),
        ("一般会計繰入金", {}),
        ("花壇関係経費", {}),
    ],
)
def test_other_figures_are_not_compared(label: str, fields: dict[str, Any]) -> None:
    assert against(statement(label, 4_000, **fields)).checks == ()


def test_last_years_figure_of_the_data_set_is_no_initial_budget() -> None:
    """It is after supplements: 9,000 here, of which no release of the year before knows."""
    sheet = statement("一般会計", 4_000)
    sheet.amount("a:一般会計", 8_000, fiscal_year=2023, phase=Phase.APPROVED)
    assert [row.fiscal_year for row in against(sheet).checks] == [2024]


def test_last_years_own_data_set_is_compared() -> None:
    sheet = statement("一般会計", 4_000)
    sheet.amount("a:一般会計", 8_000, fiscal_year=2023, phase=Phase.APPROVED)
    earlier = official("花壇の整備に必要な経費", 8_000 * MILLION, fiscal_year=2023, source_sha256="b")
    assert {row.fiscal_year: row.status for row in against(sheet, (*BUDGET, earlier)).checks} == {
        2024: CheckStatus.WITHIN_ROUNDING,
        2023: CheckStatus.BALANCED,
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"qualifier": Qualifier.RESTATED}, "since the figure is restated (組替後)"),
        ({"header_path": "前年度予算額(補正後)"}, "since the figure includes supplementary budgets (補正を含む)"),
    ],
)
def test_a_restated_figure_is_not_judged(fields: dict[str, Any], reason: str) -> None:
    row = only(statement("一般会計", 4_400, **fields))
    assert (row.status, reason in row.explanation) == (CheckStatus.UNVERIFIABLE, True)


def test_where_no_account_is_named_only_agreement_says_anything() -> None:
    row = only(statement("山河関係予算", 4_000))
    assert row.status is CheckStatus.WITHIN_ROUNDING
    assert "the arithmetic decides that the general account is meant" in row.explanation
    row = only(statement("山河関係予算", 4_070))
    assert row.status is CheckStatus.UNVERIFIABLE
    assert "since the document does not say which accounts it adds up" in row.explanation


def test_a_special_account() -> None:
    assert only(statement("舟運特別会計", 70)).status is CheckStatus.BALANCED


def test_a_programs_part_in_the_general_account_is_no_total() -> None:
    for above, compared in (("渡し舟復活事業", 0), ("会計別 計", 1), ("山河省所管", 1)):
        sheet = Sheet(year=2024, issuer=MINISTRY)
        parent = sheet.line(above, program_id=above)
        sheet.amount(sheet.line("一般会計", parent, program_id="一般会計"), 300)
        assert len(against(sheet).checks) == compared


def test_another_ministrys_document_is_not_compared() -> None:
    sheet = statement("一般会計", 4_000)
    sheet.record["issuer"] = "森林省"
    assert against(sheet).checks == ()


def test_a_part_of_a_data_set_is_not_added_to_the_whole() -> None:
    part = official("花壇の整備に必要な経費", 3_100_000_000, source_sha256="0")
    assert only(statement("一般会計", 4_000), (*BUDGET, part)).computed == 4_000_212_000


def test_an_item_of_the_very_name() -> None:
    row = only(statement("花壇の整備に　必要な経費", 3_100))
    assert (row.status, row.computed) == (CheckStatus.BALANCED, 3_100 * MILLION)
    assert only(statement("花壇の整備に必要な経費", 3_000)).status is CheckStatus.MISMATCH


def test_an_item_named_without_its_ending_is_compared_for_agreement_only() -> None:
    assert only(statement("花壇の整備", 3_100)).status is CheckStatus.BALANCED
    row = only(statement("花壇の整備", 3_000))
    assert row.status is CheckStatus.UNVERIFIABLE
    assert "since the item of the budget may hold more than the line that is named almost like it" in row.explanation


def test_a_name_that_two_items_bear_names_neither() -> None:
    second = official("花壇の整備に必要な経費", 5_000_000, organization="別の庁", reference_id="second")
    assert against(statement("花壇の整備に必要な経費", 3_100), (*BUDGET, second)).checks == ()


def test_a_project_of_the_review_may_be_cut_differently() -> None:
    review = official("渡し舟復活事業", 12_000_000, source=ReferenceSource.RS_SUMMARY, account="")
    balanced = only(statement("渡し舟復活事業", 12), (review,))
    assert (balanced.status, balanced.computed_low, balanced.computed_high) == (
        CheckStatus.BALANCED,
        11_500_000,
        12_500_000,
    )
    row = only(statement("渡し舟復活事業", 14), (review,))
    assert row.status is CheckStatus.UNVERIFIABLE
    assert "since a project of the review may be cut differently than the program of that name" in row.explanation


def test_accounts_and_items_of_a_review_are_not_compared() -> None:
    parts = tuple(
        official("渡し舟復活事業", 5_000_000, source=source, grain=grain)
        for source, grain in (
            (ReferenceSource.RS_SUMMARY, ReferenceGrain.ACCOUNT),
            (ReferenceSource.RS_ITEMS, ReferenceGrain.ITEM),
        )
    )
    assert against(statement("渡し舟復活事業", 12), parts).checks == ()


def test_without_data_sets_there_is_nothing_to_check() -> None:
    assert against(statement("一般会計", 4_000), ()) == Reconciled()
