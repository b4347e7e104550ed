"""The published figures that the samples print, as data. Amounts are in the unit that the names of the constants say.

Belongs here: figures as their sources print them. Does not belong here: wording and layout; and rates or differences that
nobody published, but for those that ``h27_draft_columns`` marks as its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """What a program gets in the year of the release, and what it got the year before (``None``: new)."""

    name: str
    current: int
    prior: int | None


# FY2008 draft, 百万円
CLUSTER_SECOND = Budget("知的クラスター創成事業(第Ⅱ期)", 7_530, 5_521)
CITY_AREA = Budget("都市エリア産学官連携促進事業", 4_600, 4_510)
INNOVATION_SUPPORT = Budget("地域イノベーション創出総合支援事業", 11_025, 9_411)
STRATEGIC = Budget("産学官連携の戦略的な展開", 22_796, 21_221)
STRATEGIC_PROGRAM = Budget("産学官連携戦略展開事業", 2_819, None)
TRANSFER_SUPPORT = "研究成果の技術移転活動の総合的支援"  # a part of STRATEGIC, no amount published

# FY2008: regions that started in FY2005, FY2006, FY2007
GENERAL_COHORTS = {17: 8, 18: 5, 19: 5}
DEVELOPED_COHORTS = {17: 5, 18: 4, 19: 5}

# FY2009 request, 百万円
CITY_AREA_REQUEST = Budget("都市エリア産学官連携促進事業", 5_500, 4_600)
STRATEGIC_PROGRAM_REQUEST = Budget("産学官連携戦略展開事業", 4_940, 2_819)
# City areas by the year of Heisei in which they started
CITY_AREAS_STARTED = {14: 19, 15: 9, 16: 9, 17: 13, 18: 9, 19: 10}

# Approved budgets, 億円, by the year of Heisei
CLUSTER_APPROVED = {17: 100, 18: 100}
CLUSTER_FIRST_APPROVED = {20: 16}
CITY_AREA_APPROVED = {18: 40, 19: 45}

# FY2003 draft, 億円
EXAMPLES_OF_2003 = (
    Budget("大学発ベンチャー創出", 23, 18),
    Budget("共同研究マッチングファンド", 43, 28),
    Budget("産学官連携支援事業", 14, 9),
    Budget("大学知的財産本部の整備", 24, None),
    Budget("技術移転支援センターの整備", 16, None),
)

# FY2005 settlement, 百万円, truncated: 現額, 支出済, 繰越, 不用
SETTLEMENT_2005: tuple[tuple[str, tuple[int | None, ...]], ...] = (
    ("文部科学本省", (6_026_546, 5_866_384, 146_618, 13_543)),
    ("所轄機関", (4_743, 4_632, None, 111)),
    ("文化庁", (114_136, 112_492, 1_067, 576)),
    ("合計", (6_145_426, 5_983_508, 147_685, 14_232)),
)

# FY2012 draft, 百万円: prior, current, change, of which the special account for reconstruction
ACCOUNTS_2012: tuple[tuple[str, tuple[int | None, ...]], ...] = (
    ("一般会計", (5_542_807, 5_637_658, 94_851, 224_905)),
    ("エネルギー対策特別会計", (134_883, 124_501, -10_382, None)),
)
ITEMS_2012: tuple[tuple[str, tuple[int | None, ...]], ...] = (
    ("義務教育費国庫負担金", (1_566_649, 1_559_694, -6_955, 2_166)),
)

# FY2015 draft, 億円: prior (restated), current, change
ALL_2015 = (
    ("一般会計", (53_536, 53_378, -158)),
    ("復興特別会計", (1_450, 2_196, 746)),
    ("計", (54_986, 55_574, 588)),
)
EDUCATION_2015 = (
    ("一般会計", (40_792, 40_676, -117)),
    ("復興特別会計", (1_183, 2_001, 818)),
    ("計", (41_976, 42_677, 701)),
)
SUPPLEMENT_2014 = 2_587


def in_japanese_units(hundred_million: int) -> str:
    """A sum of 億円 as releases write it: 5兆3,536 or 1,450."""
    trillions, rest = divmod(hundred_million, 10_000)
    return f"{trillions}兆{rest:,}" if trillions else f"{rest:,}"


def signed(value: int) -> str:
    """A figure with △ for a decrease."""
    return f"△{-value:,}" if value < 0 else f"{value:,}"
