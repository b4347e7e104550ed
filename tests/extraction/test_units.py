"""A unit holds from its declaration on, wherever that stands."""

from __future__ import annotations

from tests.extraction.documents import facts_of

PEOPLE = """平成20年度予算(単位:千円)
文書費 10
ア 職員一人当たりの給与(主な職種) (単位 円)
平均給料月額 339,301
"""
RANKS = """平成20年度予算(単位:千円)
文書費 10
ウ 級別職員数(単位 人、%)
課長級 37
"""


def test_a_declaration_holds_though_its_line_names_a_count() -> None:
    assert [amount.amount_yen for amount in facts_of(PEOPLE).amounts] == [10_000, 339_301]


def test_another_unit_ends_that_of_money() -> None:
    assert [amount.amount_yen for amount in facts_of(RANKS).amounts] == [10_000]
