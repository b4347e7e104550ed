"""Figures in money that are nobody's budget: GDP, tuition, prices, markets.

Belongs here: the words, as data, and the reason that is recorded instead of an amount. Does not belong here: unit costs
and cumulative totals, which are amounts with another measure (``roles``).
"""

from __future__ import annotations

import re

from pipeline.extraction.text.figures import SUFFIX_CHANGE, Figure
from pipeline.extraction.text.roles import is_unit_cost
from pipeline.language.values import Number, UnitWord

SLIGHT = 100  # what is below it is a day, a number of a list or what a scan took for a digit
BALANCE = "a balance or a stock"

# What a sentence is about when its figure is no budget; each entry with the sentence it was written for.
NO_BUDGETS: tuple[tuple[str, str], ...] = (
    (
        r"国内総生産|国民総生産|総生産額?|国民所得|GDP|GNP|経済規模|経済成長|(?:総)?産出額|付加価値額?",
        "an economic aggregate",
    ),  # 国内総生産は500兆円程度, 農業総産出額は9兆円
    (
        r"授業料|入学料|入学金|検定料|入場料|利用料|使用料|手数料|保険料(?!負担金|補助)|月謝|学費",
        "a price that somebody pays",
    ),
    (r"事業規模", "the size of an undertaking, not what the budget pays for it"),  # 事業規模30兆円の達成
    (r"利率|金利|物価|賃金|給与水準|時給|年収|月収|所得|家計", "an economic indicator"),
    (
        r"(?<!卸売)(?<!公設)市場(?:規模)?|産業規模|売上高?|売上額|販売[額高]|出荷[額高]|生産[額高]|輸出入?[額高]|輸入[額高]|貿易[額高]|取引[額高]|消費額|民間投資|投資額|経済効果|波及効果",
        "a market figure",
    ),
    (r"資本金|総資産|純資産|時価総額|保険金|契約高|債務残高|国債残高|預金|貯蓄", BALANCE),
    (
        r"(?:受入|獲得|契約|調達|寄附|実績)額|研究費受入",
        "money received or spent by others",
    ),  # 共同研究の受入額は311億円
    (r"被害額|損害額|損失額|賠償額|寄付金額|募金", "a loss or a gift"),
)
_PATTERNS = tuple((re.compile(pattern), reason) for pattern, reason in NO_BUDGETS)
# 授業料減免事業, 低所得世帯の支援: a program about it, and its figure is a budget.
_YEAR = r"(?:明治|大正|昭和|平成|令和)?[\d〇一二三四五六七八九十元]{1,4}年度?"
_ENDS_NAME = re.compile(
    rf"(?:標準|平均)?(?:総額|額|等|水準|規模|残高)?(?:は|が|を|も|の|で|と|に|して)*(?:{_YEAR}(?:に|で|の|は|には)?)?(?:年間|年額|月額|平均|約|およそ)*[ \u3000]*"
)


# 見込みを3億円下回る: compared with something else than last year's budget.
_PLANNED = re.compile(r"(?:見込み?|見通し|目標|計画|想定|予定|試算|要求|要望)[額値]?を[ \u3000]?約?[ \u3000]?$")


# 予算額の約91%に当たる906億円
_SHARE = re.compile(r"(?:%|パーセント|割|分の\d+)(?:程度|弱|強)?に(?:当たる|あたる|相当する)[ \u3000]?約?$")


# 約8割の198件(計8,539億円)
_OF_SHARE = re.compile(r"(?:割|%|分の\d+)の[\d,]+[^\d()、。]{1,5}\((?:計|総額|約)*$")


# 松竹銀行 200,000,000 普通預金, 梅桜信用金庫 30,000,000 自由金利型(大口)定期
_DEPOSITED = re.compile(
    r"[ \u3000]*(?:自由金利型)?\(?(?:普通|定期|当座|通知|大口)\)?(?:定期)?(?:預金|貯金|(?<=定期))(?![^\s、。])"
)


def _is_deposited(figure: Figure) -> bool:
    """What is behind the figure is the kind of account that holds it."""
    return bool(_DEPOSITED.match(figure.sentence.text, figure.value.end))


def _differs_from_plan(figure: Figure) -> bool:
    suffix = SUFFIX_CHANGE.match(figure.sentence.text, figure.value.end)
    return suffix is not None and suffix["side"] is not None and bool(_PLANNED.search(figure.words))


def is_slight(figure: Figure, unit: UnitWord | None) -> bool:
    """3月3 1日 and 山田 三 below 単位:円: a bare number below a hundred, which no budget has in yen."""
    value = figure.value
    if not isinstance(value, Number) or unit is None or unit.factor != 1:
        return False
    return not value.listed and not value.signed and 0 < value.mantissa < SLIGHT


def not_a_budget(figure: Figure) -> str | None:
    """Why the figure is no budget, from the subject in its own clause; ``None`` if nothing says so."""
    if is_unit_cost(figure):
        return None
    if _SHARE.search(figure.words) or _OF_SHARE.search(figure.sentence.text, 0, figure.value.start):
        return "a share of the figure before it"
    if _differs_from_plan(figure):
        return "a difference from a plan or a request, not from last year's budget"
    if _is_deposited(figure):
        return BALANCE
    clause = re.split(r"[、。]", figure.words.rstrip("、 \u3000"))[-1]
    for pattern, reason in _PATTERNS:
        found = pattern.search(clause)
        if found and _ENDS_NAME.fullmatch(clause[found.end() :]):
            return reason
    return None
