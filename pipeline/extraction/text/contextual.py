"""Values that only their context tells: a unit or an amount, a note mark or a count, whose unit stands behind a bracket.

Belongs here: what the words around a value in its row make of it. Does not belong here: the grammar of a value alone
(``language``), whose figure it is (``owners``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.language import read_values, scale
from pipeline.language.values import (
    Bracket,
    Counted,
    Malformed,
    Money,
    Nil,
    Noise,
    Number,
    RoleWord,
    UnitWord,
    Value,
    Year,
)
from pipeline.model import Measure

# Units that are declared with digits: (100万円).
_UNITS_WITH_DIGITS = frozenset({"100万円", "1,000円", "1000円", "1千円", "1円"})
# So far back a rule looks for the end of a name or of a number: further than the longest number is written.
LOOK_BACK = 100  # characters
LONGEST_COUNT = 40  # characters of a figure and its counter
LEVELS = {"兆円": 10**12, "億円": 10**8, "万円": 10**4}
SHARED_UNITS = {"百万円": 10**6, "億円": 10**8, "千円": 10**3, "万円": 10**4}
_SHARED_UNIT = re.compile(
    r"(?<![\d,.])(?P<first>\d[\d,.]*+)[ \u3000]?\([ \u3000]*(?P<second>\d[\d,.]*+)[ \u3000]*\)[ \u3000]?(?P<unit>百万円|億円|千円|万円)"
)
# 観測船の建造 十億円: behind a name it is an amount; behind 予算額 or 単位 it heads a column.
_TEN_OKU = "十億円"
_NAME_BEFORE = re.compile(r"[一-鿿ァ-ヶー)」](?<![額位案算分計目])[ \u3000]+$")
_NUMBER_BEFORE = re.compile(r"[〇一二三四五六七八九十百千]+・$")
_DIGIT_BEFORE = re.compile(r"(?<![\d,.A-Za-z]) ?\d $")
_ONE_DIGIT = re.compile(r"\d ?[兆億万千百円]")
_OPEN_WORDS = "事項要求"
_OPEN_REQUEST = re.compile(rf"(?<=[ \u3000:]){_OPEN_WORDS}(?=[ \u3000]?\()")

# Behind 増減, 比較 or 差引 the name goes on (増減要因の分析, 差引き収支の公開), but not in 増減額, 比較増加, 差額三億円, 差引不足.
_NAME_BEHIND = re.compile(
    r"(?:の(?=[一-鿿ァ-ヶ]))?(?![額増減比約計分後当予残合過不純歳主は〇一二三四五六七八九十百千])[一-鿿ァ-ヶ]"
)
_NAME_OF = re.compile(r"[一-鿿ァ-ヶー](?<![額度案算])の$")  # 品種の比較, not 予算額の比較
_FROM_YEAR = re.compile(r"からの(?![増減伸比差])[一-鿿ァ-ヶ]")


def settle_values(values: list[Value], text: str, start: int, end: int) -> list[Value]:
    """The values between two offsets of a row as their context settles them, in the order of the text."""
    values = [value for value in values if not _in_name(value, text)]
    settled = [_without_pair(_in_context(value, text), text) for value in values]
    settled = _with_shared_units(settled, text, start, end)
    return _with_open_requests(settled, text, start, end)


def _in_name(value: Value, text: str) -> bool:
    """品種の比較, 増減要因の分析, 前年度からの繰越事業: the word is part of a name, and says nothing of the figure."""
    if isinstance(value, Year):
        return value.relative is not None and bool(_FROM_YEAR.match(text, value.end))
    if not isinstance(value, RoleWord) or value.measure is not Measure.CHANGE:
        return False
    compared = text[value.start : value.end] == "比較" and bool(_NAME_OF.search(_just_before(value, text)))
    return compared or bool(_NAME_BEHIND.match(text, value.end))


def _without_pair(value: Value, text: str) -> Value:
    """五十・六十億円 and 5 5 億円: whether two numbers before one unit are one or two, a person has to say."""
    if not isinstance(value, Money):
        return value
    near = _just_before(value, text)
    before = _NUMBER_BEFORE.search(near)
    if before is None and _ONE_DIGIT.match(text, value.start):
        before = _DIGIT_BEFORE.search(near)
    start = value.start - len(near)
    return Malformed(start + before.start(), value.end, "two numbers before one unit") if before else value


def _just_before(value: Value, text: str) -> str:
    """The characters before a value that can be part of its expression."""
    return text[max(0, value.start - LOOK_BACK) : value.start]


def _with_shared_units(values: list[Value], text: str, start: int, end: int) -> list[Value]:
    """10,000(9,000)百万円: the unit behind the bracket is that of both figures."""
    if "(" not in text or "円" not in text:
        return values
    for found in _SHARED_UNIT.finditer(text, start, end):
        factor = SHARED_UNITS[found["unit"]]
        pair = [_scaled(values, found.start(name), factor, found["unit"]) for name in ("first", "second")]
        if pair[0] is None or pair[1] is None:
            continue
        brackets = [v for v in values if isinstance(v, Bracket) and found.start() <= v.start < found.end()]
        outside = [v for v in values if v.end <= found.start() or v.start >= found.end()]
        values = sorted([*outside, *brackets, pair[0], pair[1]], key=lambda value: value.start)
    return values


def _scaled(values: list[Value], at: int, factor: int, unit: str) -> Money | None:
    """The number at an offset as an amount in a unit."""
    number = next((v for v in values if isinstance(v, Number) and v.start == at), None)
    scaled = scale(number, factor) if number is not None else None
    return Money(number.start, number.end, scaled[0], scaled[1], unit) if number is not None and scaled else None


def _with_open_requests(values: list[Value], text: str, start: int, end: int) -> list[Value]:
    """施設の整備 事項要求(363億円): the words stand in the place of the amount, and the bracket behind is a second figure."""
    if _OPEN_WORDS not in text:
        return values
    taken = [(value.start, value.end) for value in values]
    found = [
        Nil(m.start(), m.end(), None, _OPEN_WORDS)
        for m in _OPEN_REQUEST.finditer(text, start, end)
        if not any(a < m.end() and m.start() < b for a, b in taken)
    ]
    return sorted([*values, *found], key=lambda value: value.start) if found else values


def _in_context(value: Value, text: str) -> Value:
    """【10億円】 beside a title and …は、百億円(うち… are amounts although they are spelled like units; ※43件の is a count."""
    if isinstance(value, Noise) and value.why == "note mark":
        return _count_behind_mark(value, text)
    if not isinstance(value, UnitWord) or 0 <= text.find("単位") < value.end:
        return value
    inner = text[value.start : value.end].strip("()【】〔〕[]<>")
    named = inner == _TEN_OKU and not text[value.end :].strip() and bool(_NAME_BEFORE.search(_just_before(value, text)))
    spoken = named or value.start > 0 and text[value.start - 1] == "、" and inner[0] in "十百千"
    numbered = inner[0].isdigit() and inner not in _UNITS_WITH_DIGITS
    if not (spoken or numbered):
        return value
    at = text.index(inner, value.start)
    level = re.sub(r"^[\d,十百千]+(?=[兆億万])", "", inner)
    precision = value.factor if spoken else LEVELS.get(level, value.factor)
    return Money(at, at + len(inner), value.factor, precision, level)


def _count_behind_mark(mark: Noise, text: str) -> Value:
    """The count that starts with the digits of what looks like a note mark; the mark itself if there is none."""
    if not text.startswith("※", mark.start):
        return mark
    behind = text[mark.start + 1 : mark.start + 1 + LONGEST_COUNT]
    first = next(iter(read_values(behind).values), None)
    if not isinstance(first, Counted) or first.start > 0:
        return mark
    return replace(first, start=mark.start + 1, end=mark.start + 1 + first.end)
