"""Numerals: Arabic digits with their separators, kanji by position, classical kanji, and digits with 千, 百 and 十 between.

Belongs here: one number without its unit, read exactly (integers and a power of ten, never a float).
Does not belong here: units, money, years, and whether a kanji numeral is part of a word (``words``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
# 大字, as deeds and old budgets write them: 金壱億弐千参百万円.
DIGITS |= {"壱": 1, "壹": 1, "弐": 2, "貳": 2, "参": 3, "參": 3}
MULTIPLIERS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
KANJI_NUMERALS = "".join(DIGITS) + "".join(MULTIPLIERS)
# Longer runs of digits are codes or garbage: no budget has more yen than 10^19 (a BIGINT holds 9.2 × 10^18).
MOST_DIGITS = 18

_D = "".join(DIGITS)
_1_TO_9 = "".join(char for char, value in DIGITS.items() if value)
# 1, 234,567 and 1,.234,567 as scans have it: one number or two, which nobody can say who sees no more than the line.
_SPLIT = r",[ .]\d{3}(?!\d)"
# Repetitions are bounded or possessive: a run that is longer is no numeral and is passed over at once (``broken_numeral``).
_ARABIC = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}}){{1,6}}+(?![,\d]?\d|{_SPLIT})"  # 1,234,567
    r"|\d{1,3}(?:、\d{3}){1,6}+(?!\d|[、,]\d)"  # 1、234
    rf"|\d{{1,3}}+(?!\d|,\d|、\d{{3}}(?:\d|、\d)|{_SPLIT})"  # 123, but not the first part of 1、234、56
    r"|\d{4,18}+(?!\d|,\d|、\d{3}(?:\d|、\d))"  # 1234
)
_ARABIC_RUN = re.compile(rf"\d(?:(?:[,、]|(?={_SPLIT}),[ .])?\d)*+")
_DECIMALS = re.compile(r"[.・](\d{1,18}+)(?![.・]?\d)")  # .5, and ・5 in print
_KANJI_GROUPED = re.compile(rf"[{_1_TO_9}][{_D}]{{0,2}}(?:[、,][{_D}]{{3}}){{1,6}}+(?![、,]?[{_D}])")  # 二、六一二
_KANJI_RUN = re.compile(rf"[{KANJI_NUMERALS}]++")
# 一一九・三, and 九・八百万円, where 百 is the unit's; 五十・六十 are two numbers.
_KANJI_DECIMALS = re.compile(rf"[・.]([{_D}]{{1,18}}+)(?![{KANJI_NUMERALS}](?![万億円])|[{KANJI_NUMERALS}]{{2}})")
# 三十七・四億円: after classical numerals ・ is a point only where a unit or a level follows.
_POINT_OF_CLASSICAL = re.compile(
    rf"[・.]([{_D}]{{1,18}}+)(?=[ \u3000]?(?:[千百]?[兆億万円]|千円|%|パーセント|ポイント|倍))"
)
_POWER_TERMS = "".join(rf"(?:([{_1_TO_9}]?)[{power}])?" for power in ("千", "百", "十拾"))
_CLASSICAL = re.compile(rf"{_POWER_TERMS}([{_1_TO_9}]?)")  # 百五十八


@dataclass(frozen=True, slots=True)
class Numeral:
    """``mantissa`` × 10^−``decimals``; ``grain`` is the power of ten of the last printed digit of a classical numeral."""

    end: int
    mantissa: int
    decimals: int
    grain: int
    kanji: bool
    grouped: bool


def read_numeral(text: str, at: int) -> Numeral | None:
    """The numeral that starts at ``at``; ``None`` if none does or if its grouping is broken (1,23,4).

    >>> read_numeral("1兆", 0).mantissa, read_numeral("八八億", 0).mantissa, read_numeral("百五十八", 0).mantissa
    (1, 88, 158)
    """
    if at >= len(text):
        return None
    return _read_arabic(text, at) if text[at].isascii() else _read_kanji(text, at)


def read_coefficient(text: str, at: int) -> Numeral | None:
    """A numeral with the small levels between its digits: 3千5百 is 3,500, and its last printed digit stands for 100.

    >>> coefficient = read_coefficient("3千5百万円", 0)
    >>> coefficient.mantissa, coefficient.grain, coefficient.end
    (3500, 100, 4)
    """
    numeral = read_numeral(text, at)
    total = numeral and _with_level(text, numeral)
    while total is not None and total is not numeral and not total.decimals:
        numeral = read_numeral(text, total.end)
        term = numeral and _with_level(text, numeral)
        if numeral is None or term is None or term.decimals or term.mantissa >= total.grain:
            break
        total = replace(term, mantissa=total.mantissa + term.mantissa)
        if term is numeral:
            break
    return total


def broken_numeral(text: str, at: int) -> int | None:
    """The end of a run of digits and commas at ``at`` that is no numeral, else ``None``."""
    if read_numeral(text, at) is not None:
        return None
    run = _ARABIC_RUN.match(text, at) or _KANJI_RUN.match(text, at)
    return run.end() if run else None


def _with_level(text: str, numeral: Numeral) -> Numeral:
    """The numeral times the 千, 百 or 十 right after it; itself where none follows."""
    power = MULTIPLIERS.get(text[numeral.end : numeral.end + 1])
    if power is None:
        return numeral
    return replace(numeral, end=numeral.end + 1, mantissa=numeral.mantissa * power, grain=numeral.grain * power)


def _read_arabic(text: str, at: int) -> Numeral | None:
    found = _ARABIC.match(text, at)
    if found is None:
        return None
    printed = found.group()
    digits = printed.replace(",", "").replace("、", "")
    if len(digits) > MOST_DIGITS:
        return None
    end, grouped = found.end(), len(digits) != len(printed)
    decimals = _DECIMALS.match(text, end) if text[end : end + 1] in (".", "・") else None
    if decimals is None:
        return Numeral(end, int(digits), 0, 1, kanji=False, grouped=grouped)
    fraction = decimals.group(1)
    return Numeral(decimals.end(), int(digits + fraction), len(fraction), 1, kanji=False, grouped=True)


def _read_kanji(text: str, at: int) -> Numeral | None:
    run = _KANJI_RUN.match(text, at)
    if run is None:
        return None
    end, digits = run.end(), run.group()
    if text[end : end + 1] in ("、", ",") and (found := _KANJI_GROUPED.match(text, at)):
        return Numeral(found.end(), _positional(re.sub("[、,]", "", found.group())), 0, 1, kanji=True, grouped=True)
    if len(digits) > MOST_DIGITS:
        return None
    if not MULTIPLIERS.keys().isdisjoint(digits):
        return _read_classical(text, digits, end)
    if text[end : end + 1] in ("・", ".") and (decimals := _KANJI_DECIMALS.match(text, end)):
        both = digits + decimals.group(1)
        return Numeral(decimals.end(), _positional(both), len(decimals.group(1)), 1, kanji=True, grouped=True)
    return Numeral(end, _positional(digits), 0, 1, kanji=True, grouped=False)


def _positional(run: str) -> int:
    return int("".join(str(DIGITS[char]) for char in run))


def _read_classical(text: str, run: str, end: int) -> Numeral | None:
    """百五十八, and 三十七・四 before a unit: each power once and in falling order; 十百千 is none."""
    found = _CLASSICAL.fullmatch(run)
    if found is None:
        return None
    value, grain = 0, 1
    for digit, power in zip(found.groups(), (1000, 100, 10, 1), strict=True):
        if digit is None or (power == 1 and not digit):
            continue
        value += (DIGITS[digit] if digit else 1) * power
        grain = power
    decimals = _POINT_OF_CLASSICAL.match(text, end)
    if decimals is None:
        return Numeral(end, value, 0, grain, kanji=True, grouped=False)
    fraction = decimals.group(1)
    mantissa = value * 10 ** len(fraction) + _positional(fraction)
    return Numeral(decimals.end(), mantissa, len(fraction), 1, kanji=True, grouped=True)
