"""Amounts: numerals with the levels 兆 億 万 千, in one number or several, with ranges and 約.

Belongs here: everything between the first digit and the 円 of one amount, as whole yen with its printed precision.
Does not belong here: which unit a table declares (extraction), what the amount is for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from pipeline.language.numerals import Numeral, read_numeral
from pipeline.language.values import Money, Number, UnitWord

LEVELS = {
    "兆": 10**12, "千億": 10**11, "百億": 10**10, "十億": 10**9, "億": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5,
    "万": 10**4, "千": 10**3, "百": 10**2,
}  # fmt: skip
# Beyond this a figure cannot be held as BIGINT and is no budget.
MOST_YEN = 9 * 10**18

_LEVEL = re.compile(r"兆|[千百十]?億|[千百十]?万|千|百")
_GAP = re.compile(r"[ \u3000]{0,2}")
_YEN = re.compile(r"[ \u3000]?円(?!滑|周|形|高|安|卓|柱|環|盤|借款)")
_RANGE = re.compile(r"[ \u3000]?(?:~|から)[ \u3000]?")
_APPROXIMATE_BEFORE = re.compile(r"(?:約|およそ|おおむね|概ね)[ \u3000]?")
_APPROXIMATE_AFTER = re.compile(r"[ \u3000]?(?:程度|前後|余り|余|強|弱)")
# After an amount that lacks its 円 (53,567億, 5,600万): a word that goes on means something else (1億総活躍, 10万トン).
_GOES_ON = re.compile(r"(?![余増減程約前後弱強])[ァ-ヶ一-鿿々A-Za-z]")
_UNIT = re.compile(r"(?:(?:100|[千百十])?[兆億万]円|千円|円)(?![ぁ-んァ-ヶ一-鿿])")

UNIT_FACTORS = {
    "円": 1, "千円": 10**3, "万円": 10**4, "十万円": 10**5, "百万円": 10**6, "100万円": 10**6, "千万円": 10**7, "億円": 10**8,
    "十億円": 10**9, "百億円": 10**10, "千億円": 10**11, "兆円": 10**12,
}  # fmt: skip


def read_money(text: str, at: int) -> Money | None:
    """The amount that starts at ``at``, 約 and range included; ``None`` if there is none.

    >>> read_money("1兆945億円", 0).yen
    1094500000000
    >>> read_money("5~20億円", 0).yen_max
    2000000000
    """
    before = _APPROXIMATE_BEFORE.match(text, at)
    start = before.end() if before else at
    if not text[start : start + 1].isdigit() and read_unit(text, start):
        return None
    low = _read_amount(text, start)
    joint = _RANGE.match(text, low.end) if low else None
    if low is not None and (joint is None or (high := _read_amount(text, joint.end())) is None):
        return _finish(text, at, low, bool(before))
    if low is None:
        return _read_open_range(text, at, start, bool(before))
    assert high is not None
    return _finish(text, at, replace(low, end=high.end, yen_max=high.yen, unit_text=high.unit_text), bool(before))


def read_unit(text: str, at: int) -> UnitWord | None:
    """A unit that stands without a number (the 百万円 of a caption)."""
    found = _UNIT.match(text, at)
    if found is None or found.group() not in UNIT_FACTORS:
        return None
    return UnitWord(at, found.end(), UNIT_FACTORS[found.group()], found.group())


def scale(number: Number, factor: int) -> tuple[int, int] | None:
    """Yen and precision of a number under a declared unit; ``None`` where it comes to a fraction of a yen.

    >>> scale(Number(0, 9, mantissa=1008884, decimals=1), 10**6)
    (100888400000, 100000)
    """
    value = Fraction(number.mantissa * factor, 10**number.decimals)
    if value.denominator != 1 or abs(value.numerator) > MOST_YEN:
        return None
    return int(value), max(1, factor * number.grain // 10**number.decimals)


def _finish(text: str, at: int, amount: Money, approximate: bool) -> Money:
    after = _APPROXIMATE_AFTER.match(text, amount.end)
    end = after.end() if after else amount.end
    return replace(amount, start=at, end=end, approximate=approximate or bool(after))


def _read_open_range(text: str, at: int, start: int, approximate: bool) -> Money | None:
    """5~20億円: the unit of the upper end belongs to both."""
    numeral = read_numeral(text, start)
    joint = _RANGE.match(text, numeral.end) if numeral else None
    if numeral is None or joint is None or joint.group().strip(" \u3000") != "~":
        return None
    top = read_numeral(text, joint.end())
    level = _LEVEL.match(text, _GAP.match(text, top.end).end()) if top else None  # type: ignore[union-attr]
    high = _read_amount(text, joint.end())
    if high is None or level is None:
        return None
    low = scale(Number(start, numeral.end, numeral.mantissa, numeral.decimals), LEVELS[level.group()])
    if low is None:
        return None
    joined = Money(at, high.end, low[0], low[1], high.unit_text, yen_max=high.yen)
    return _finish(text, at, joined, approximate)


def _read_amount(text: str, at: int) -> Money | None:
    """Numbers with falling levels; at least one level or 円 must be printed."""
    yen = Fraction(0)
    position, last_level, precision = at, MOST_YEN, 1
    unit_start: int | None = None
    while (numeral := read_numeral(text, position)) is not None:
        level_at = _GAP.match(text, numeral.end).end()  # type: ignore[union-attr]
        level = _LEVEL.match(text, level_at)
        if level is None or LEVELS[level.group()] >= last_level:
            return _close(text, at, position, numeral, yen, last_level, precision, unit_start)
        last_level = LEVELS[level.group()]
        yen += Fraction(numeral.mantissa, 10**numeral.decimals) * last_level
        precision = max(1, last_level * numeral.grain // 10**numeral.decimals)
        unit_start, position = level_at, level.end()
        following = _GAP.match(text, position).end()  # type: ignore[union-attr]
        if following > position and not _continues(text, following, last_level):
            break
        position = following
    if unit_start is None:
        return None
    return _with_yen(text, at, _trimmed(text, position), yen, precision, unit_start, last_level)


def _continues(text: str, at: int, last_level: int) -> bool:
    """After a space inside a number: a further numeral must have a lower level or 円 of its own."""
    numeral = read_numeral(text, at)
    if numeral is None:
        return False
    level = _LEVEL.match(text, _GAP.match(text, numeral.end).end())  # type: ignore[union-attr]
    return bool(_YEN.match(text, numeral.end)) or (level is not None and LEVELS[level.group()] < last_level)


def _close(
    text: str,
    at: int,
    position: int,
    numeral: Numeral,
    yen: Fraction,
    last_level: int,
    precision: int,
    unit_start: int | None,
) -> Money | None:
    """The last number: it has 円, or a unit declared elsewhere completes it (``tail``)."""
    value = yen + Fraction(numeral.mantissa, 10**numeral.decimals)
    yen_word = _YEN.match(text, numeral.end)
    if yen_word and value.denominator == 1 and value <= MOST_YEN:
        return Money(at, yen_word.end(), int(value), numeral.grain, yen_word.group().strip(" \u3000"))
    if unit_start is None or yen.denominator != 1:
        return None
    if text[position - 1] in " \u3000" or numeral.kanji:
        return _with_yen(text, at, _trimmed(text, position), yen, precision, unit_start, last_level)
    tail = Number(position, numeral.end, numeral.mantissa, numeral.decimals)
    return Money(at, numeral.end, int(yen), precision, text[unit_start:position], tail=tail, tail_level=last_level)


def _trimmed(text: str, end: int) -> int:
    while text[end - 1] in " \u3000":
        end -= 1
    return end


def _with_yen(
    text: str, at: int, end: int, yen: Fraction, precision: int, unit_start: int, last_level: int
) -> Money | None:
    """An amount that ends with a level: 円 follows, or is left out where nothing else goes on."""
    if yen.denominator != 1 or yen > MOST_YEN:
        return None
    word = _YEN.match(text, end)
    if word:
        return Money(at, word.end(), int(yen), precision, text[unit_start : word.end()].replace(" ", ""))
    if last_level < LEVELS["万"] or _GOES_ON.match(text, end):
        return None
    return Money(at, end, int(yen), precision, text[unit_start:end])
