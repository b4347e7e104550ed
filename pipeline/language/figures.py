"""From a numeral to what it is part of: an amount, a year, a count, a rate, a bare number, or no figure at all.

Belongs here: the order in which the readings are tried and what the characters around a numeral make of it. A numeral is
read once; what follows it decides. Does not belong here: signs, words and brackets (``lexer``), whose figure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.language import vocabulary
from pipeline.language.heads import first_characters
from pipeline.language.money import (
    approximation_after,
    approximation_before,
    meant_as_money,
    read_money,
)
from pipeline.language.numerals import KANJI_NUMERALS, Numeral, broken_numeral, read_coefficient, read_numeral
from pipeline.language.values import (
    Bound,
    Counted,
    Malformed,
    Money,
    Noise,
    Number,
    PhaseWord,
    Rate,
    Value,
    Year,
    YearUse,
)
from pipeline.language.words import is_part_of_word
from pipeline.language.years import read_year
from pipeline.model import Phase

FIGURE_HEADS = "0123456789" + KANJI_NUMERALS + "約お概ほ延計合数何幾"

# Every amount, count and broken figure holds one of these, 数億円 and 何億円 included.
_IN_FIGURES = f"[0-9{KANJI_NUMERALS}数何幾]"
_NUMERALS = re.compile(rf"{_IN_FIGURES}(?:[,.]?{_IN_FIGURES})*+")
_MONEY_FOLLOWS = re.compile(r"[ \u3000]{0,2}(?:[兆億万萬千百十拾円圓余有~-]|から|ないし|乃至|、[2-9二三四五六七八九])")
_YEAR_FOLLOWS = re.compile(r"[ \u3000]?(?:[年'(~・、-]|会計|から|及び)")
_SUPPLEMENT = re.compile(vocabulary.SUPPLEMENT)
_AMOUNT_AHEAD = re.compile(r"\d[\d,.]{0,24}[ \u3000]?(?:[千百十]{0,2}[兆億万]|[千百十]{0,2}円)")
# A12,345, where A12 is a word: what is behind the comma is no number of its own.
_TAIL = re.compile(r"(?<=\d,)\d{3}(?!\d)")
# 003 地区計画導入事業: a number with zeros in front is a code.
_CODE = re.compile(r"0\d++(?![.,・]\d)")
_DAY = re.compile(r"[\d一二三四五六七八九十]{1,3}日")
_RATE = re.compile(vocabulary.RATE)
# 数十億円, 何億円; in 件数十件 and 総数百三十件 the 数 is of the word before it.
_VAGUE = re.compile(
    r"(?<![件人総回校戸台口点個者社])[数何幾][十百千万億]{0,4}+(?![〇一二三四五六七八九])(?P<money>[兆億万]?円|(?<=[億万])円?)?"
)
# What stands behind an amount that is a unit of rounding, by what the amount is a bound of.
_ROUNDING = {
    Bound.AT_MOST: re.compile(
        r"の端(?!末)|(?:の額)?(?:は|を|について)?[、 \u3000]?(?:四捨五入|切り?捨て|切り?上げ|端数)"
    ),
    Bound.AT_LEAST: re.compile(r"[ \u3000]?\d{1,4}[円銭]未満の端(?!末)"),  # 5円以上10円未満の端数
    None: re.compile(r"に(?:切り?上げ|切り?捨て|四捨五入)"),  # これを10円に切り上げる
}
_LEVELS = {"億": 10**8, "万": 10**4}
_LEVEL_RUN = re.compile(r"[兆億万千百]{1,3}")
_COUNT_PREFIX = re.compile(r"(?:延べ|(?<![一-鿿])計|(?<![一-鿿])合計|(?<=全国)計)[ \u3000]?")
_COUNT_JOINT = re.compile(r"[ \u3000]?~[ \u3000]?")
_NEIGHBOURS = re.compile(r"[1-9一二三四五六七八]、[2-9二三四五六七八九]")
_PER = re.compile(r"[ \u3000]?(?:[1一]?か?年度?間?)?(?:当たり|当り|あたり|につき|毎|ごと|平均)")
_PER_ONE = re.compile(r"[ \u3000]?/")
# 1大学発ベンチャー at the head of a line is a list number and a name, no count of universities.
_NAME_GOES_ON = re.compile(
    r"(?!程|前後|余|採択|選定|実施|開始|終了|応募|申請|提案|整備|設置|配置|指定|認定|追加|派遣|増|減|分|等|以|未満|当|中|計|超|弱|強|新"
    r"|予定|規模|平均|目標)[一-鿿ァ-ヶ]"
)
# 花壇整備費 一: what stands alone behind a space is more often a dash, as scans have it; 学習支援=一一 is none.
_DASH = re.compile(r"(?<![^ \u3000])一+")
_POSITIONAL = re.compile(r"(?!〇$)[〇一二三四五六七八九、,・十百千]*[一二三四五六七八九〇、・十]")
# 186,079 保育園等保育料: a space parts a figure from the label of the next column.
_LABEL_GOES_ON = re.compile(
    r"・|(?!程|前後|余|以[上内下]|未満|超|弱|強|を|増|減|採択|選定|応募|当)[一-鿿々ァ-ヶーA-Za-z]"
)
# 2 地域の活性化, 4 市たばこ税, 2 法人 2,441: at the head of a line, a list number and what it numbers.
_HEADING_GOES_ON = re.compile(r"(?!で実施|程度)[ぁ-ん]|[ \u3000]+[△-]?\d")
_MOST_INDENT = 40
_WORD_GOES_ON = re.compile(r"[一-鿿々ァ-ヶー]")
_LETTER = re.compile(r"(?![余増減程約前強弱計])[一-鿿々ァ-ヶA-Za-z]")


def _by_head(entries: list[tuple[str, str]]) -> dict[str, list[tuple[re.Pattern[str], str]]]:
    table: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for pattern, meaning in entries:
        compiled = re.compile(pattern)
        for head in first_characters(pattern):
            table.setdefault(head, []).append((compiled, meaning))
    return table


_NO_FIGURE = _by_head(list(vocabulary.NUMBER_SUFFIXES))
_COUNTERS = _by_head([(counter.pattern, counter.unit) for counter in vocabulary.COUNTERS])


def numerals_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the numerals of a text start and end: no amount and no count is without a part of one.

    >>> list(numerals_in("2拠点 1,234円"))
    [(0, 1), (4, 9)]
    """
    return (found.span() for found in _NUMERALS.finditer(text))


def read_figure(text: str, at: int) -> Value | None:
    """Whatever starts with the numeral, the 約 or the 計 at ``at``; ``None`` where that is part of a word."""
    char = text[at]
    if char.isascii():
        return None if _inside_latin_word(text, at) else _read_numeral_at(text, at)
    if char in "数何幾":
        return _read_vague(text, at, at)
    if char in "約お概ほ延計合":
        return _read_prefixed(text, at)
    return _read_numeral_at(text, at)


def _read_prefixed(text: str, at: int) -> Value | None:
    """約2億円, 約10%, 計20地域."""
    start = approximation_before(text, at)
    if start is not None:
        return read_money(text, at) or _read_count(text, at, start, approximate=True)
    prefix = _COUNT_PREFIX.match(text, at)
    return _read_count(text, at, approximation_before(text, prefix.end()) or prefix.end()) if prefix else None


def _read_numeral_at(text: str, at: int) -> Value | None:
    numeral = read_numeral(text, at)
    if numeral is None:
        return _read_malformed(text, at)
    if _TAIL.match(text, at):
        end = meant_as_money(text, numeral.end) or numeral.end
        return Malformed(at, end, "the end of a number whose beginning cannot be read")
    if numeral.end == len(text):
        return _read_bare(text, at, numeral)
    if _MONEY_FOLLOWS.match(text, numeral.end) and (money := read_money(text, at)):
        return _rounding_note(text, money) or money
    if _YEAR_FOLLOWS.match(text, numeral.end) and (year := read_year(text, at)):
        return date_as_noise(text, year)
    if text[numeral.end] == "数":
        return _read_vague(text, at, numeral.end)
    return _read_what_follows(text, at, numeral) or _read_count(text, at, at) or _read_bare(text, at, numeral)


def date_as_noise(text: str, year: Year) -> Value:
    """A year with a month is a date; a bare 平成20年 stays a year, of use ``DATE``."""
    if year.use is not YearUse.DATE or text[year.end - 1] != "月":
        return year
    day = _DAY.match(text, year.end)
    return Noise(year.start, day.end() if day else year.end, "date")


def _rounding_note(text: str, money: Money) -> Noise | None:
    """百万円未満四捨五入, 1,000円未満は切捨て, 10円に切り上げる: a unit of rounding, no amount."""
    words = _ROUNDING.get(money.bound)
    return Noise(money.start, money.end, "rounding note") if words and words.match(text, money.end) else None


def _read_vague(text: str, at: int, word: int) -> Value | None:
    """数億円, 十数億円: an amount without a number. 数十件 holds no 十件."""
    found = _VAGUE.match(text, word)
    if found is None or found.end() == word + 1 and at == word:
        return None
    if found["money"] is not None:
        return Malformed(at, found.end(), "an amount in words that give no number")
    return Noise(at, found.end(), "vague number")


def _read_malformed(text: str, at: int) -> Value | None:
    """1,23,4億円, 十百千円, thirty digits: together with the unit that was meant."""
    end = broken_numeral(text, at)
    if end is None:
        return None
    meant = meant_as_money(text, end)
    if meant is None and not text[at].isascii() and end - at < 4:
        return None
    return Malformed(at, meant or end, "digits and commas that are no number")


# ---------------------------------------------------------------- what follows a numeral


def _read_what_follows(text: str, at: int, numeral: Numeral) -> Value | None:
    """A supplement (2次補正), a rate, or what makes the number no figure (月, 年間, 分の1, 世紀 …)."""
    end = numeral.end
    head = text[end]
    if head in "次号" and (found := _SUPPLEMENT.match(text, end)):
        return PhaseWord(at, found.end(), Phase.ADJUSTED, numeral.mantissa)
    if rate := _RATE.match(text, end):
        return Rate(at, rate.end())
    for pattern, why in _NO_FIGURE.get(head, ()):
        found = pattern.match(text, end)
        if found is not None:
            return Noise(at, found.end(), why)
    return None


# ---------------------------------------------------------------- counts


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number of things before its counter: 3億7千万, 2.5万, 百三十三."""

    end: int
    value: int
    approximate: bool = False


def _read_count(text: str, at: int, start: int, approximate: bool = False) -> Counted | None:
    """The count whose number starts at ``start``; ``at`` is where its 約 or 計 starts."""
    low = _read_quantity(text, start)
    if low is None or text[start] == "〇" or _CODE.match(text, start):
        return None
    counted = _with_counter(text, at, start, low, None, approximate)
    joint = _COUNT_JOINT.match(text, low.end) if counted is None else None
    neighbours = _NEIGHBOURS.match(text, start) if counted is None and joint is None else None
    if joint is None and neighbours is None:
        return counted
    high = _read_quantity(text, joint.end() if joint else neighbours.end() - 1)  # type: ignore[union-attr]
    if high is None or high.value <= low.value or neighbours and high.value != low.value + 1:
        return None
    return _with_counter(text, at, start, high, low.value, approximate=True)


def _read_quantity(text: str, at: int) -> _Quantity | None:
    """Whole numbers with the levels 億 and 万."""
    total, position, below = 0, at, 10**16
    while (numeral := read_coefficient(text, position)) is not None:
        level = _LEVELS.get(text[numeral.end : numeral.end + 1], 1)
        value, rest = divmod(numeral.mantissa * level, 10**numeral.decimals)
        if rest or level >= below or position > at and value >= below:
            return None
        total, below, position = total + value, level, numeral.end + (level > 1)
        if level == 1:
            break
    return _Quantity(position, total) if position > at else None


def _with_counter(
    text: str, at: int, start: int, quantity: _Quantity, low: int | None, approximate: bool
) -> Counted | None:
    gap = text[quantity.end : quantity.end + 1] == " "
    counter = quantity.end + gap
    for pattern, unit in _COUNTERS.get(text[counter : counter + 1], ()):
        found = pattern.match(text, counter)
        if found and not _is_name(text, start, counter, found.end()):
            after = approximation_after(text, found.end())
            value, value_max = (quantity.value, None) if low is None else (low, quantity.value)
            per = bool(_PER.match(text, found.end()) or value == 1 and _PER_ONE.match(text, found.end()))
            close = approximate or after.approximate
            return Counted(at, after.end, value, unit, close, per, value_max=value_max, bound=after.bound)
    return None


def _is_name(text: str, start: int, counter: int, end: int) -> bool:
    """Whether number and counter are no count: part of a name (八戸市, 1大学発ベンチャー), or how often (年2回)."""
    before = text[start - 1] if start else " "
    goes_on = _WORD_GOES_ON.match(text, end)
    if text[counter] == "回" and before in "年月週日":
        return True
    apart = text[counter - 1] == " "
    if apart and (_LABEL_GOES_ON.match(text, end) or _is_at_head(text, start) and _HEADING_GOES_ON.match(text, end)):
        return True
    if goes_on and before in " \u3000\t([【〔<《・" and _NAME_GOES_ON.match(text, end):
        return True
    is_kanji = not text[start].isascii()
    return bool(goes_on or is_kanji) and is_part_of_word(text, start, counter, end)


def _is_at_head(text: str, start: int) -> bool:
    """Whether nothing but bullets and spaces stands before ``start``."""
    return start <= _MOST_INDENT and not text[:start].strip(" \u3000\t(-・○●◎◇◆□■※*>")


# ---------------------------------------------------------------- bare numbers


def _read_bare(text: str, at: int, numeral: Numeral) -> Value | None:
    end = numeral.end
    if numeral.kanji and not numeral.grouped and not _stands_alone(text, at, end):
        return None
    if _DASH.fullmatch(text, at, end):
        return Malformed(at, end, "a dash or the numeral one")
    if level := _LEVEL_RUN.match(text, end):
        meant = meant_as_money(text, end)
        if meant is not None and (text[meant - 1] in "円圓" or text[meant - 1].isdigit()):
            return Malformed(at, meant, "an amount that is no whole number of yen, or too large")
        return Noise(at, level.end(), "number of things")
    if text[end : end + 1] in ("円", "圓"):
        return Malformed(at, end + 1, "a fraction of a yen")
    if _CODE.match(text, at):
        return Noise(at, end, "code")
    if not numeral.grouped and _LETTER.match(text, end):
        return Noise(at, end, "part of a word")
    return _read_noise_range(text, at, end) or _number(text, at, numeral)


def _read_noise_range(text: str, at: int, end: int) -> Value | None:
    """4~6月, 30~40%, 10~15年間: what the upper end is, the lower end is, too."""
    joint = _COUNT_JOINT.match(text, end)
    top = read_numeral(text, joint.end()) if joint else None
    if joint is None or top is None or top.end >= len(text):
        return None
    value = _read_what_follows(text, joint.end(), top)
    return replace(value, start=at) if isinstance(value, (Noise, Rate)) else None


def _number(text: str, at: int, numeral: Numeral) -> Number:
    joint = _COUNT_JOINT.match(text, numeral.end)
    top = read_numeral(text, joint.end()) if joint else None
    high = None
    if top is not None and top.mantissa * 10**numeral.decimals > numeral.mantissa * 10**top.decimals:
        is_last = top.end == len(text) or text[top.end] in " \u3000)"
        high = Number(joint.end(), top.end, top.mantissa, top.decimals, top.grain) if is_last and joint else None  # fmt: skip
    after = approximation_after(text, high.end if high else numeral.end)
    return Number(
        at, after.end, numeral.mantissa, numeral.decimals, numeral.grain,
        approximate=after.approximate, kanji=numeral.kanji, listed=numeral.grouped, high=high,
    )  # fmt: skip


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A kanji numeral without a unit is a figure only as a cell of its own (=二八); 〇 is a bullet, 参 half of 参考."""
    if not _POSITIONAL.fullmatch(text, start, end):
        return False
    before = start == 0 or text[start - 1] in " \u3000=:(\t,、→"
    after = end == len(text) or text[end] in " \u3000()\t\n,、→"
    return before and after


def amount_ahead(text: str, at: int) -> bool:
    """Whether digits go on to a level or 円, so that they are an amount even right after a Latin letter."""
    return _AMOUNT_AHEAD.match(text, at) is not None


def _inside_latin_word(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    return before.isascii() and before.isalnum() and (before.isdigit() or not amount_ahead(text, at))
