"""Amounts: numerals with the levels 兆 億 万 千, in one number or several, with ranges and 約.

Belongs here: everything between the first digit and the 円 of one amount, as whole yen with its printed precision.
Does not belong here: which unit a table declares (extraction), what the amount is for.

    amount  = [約] term … [余] 円 [程度]      350億3,306万4千円
    term    = coefficient [兆 | 億 | 万]      levels fall: 1兆945億円
    range   = amount ~ amount, number ~ amount (the unit belongs to both ends)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.language.numerals import KANJI_NUMERALS, MULTIPLIERS, Numeral, read_coefficient, read_numeral
from pipeline.language.values import Bound, Money, Number, UnitWord

LEVELS = {"兆": 10**12, "億": 10**8, "万": 10**4, "萬": 10**4}
# Beyond this a figure cannot be held as BIGINT and is no budget.
MOST_YEN = 9 * 10**18
# PDF text often parts a number from its unit, by up to two spaces (7,530  百万円).
_GAP = re.compile(r"[ \u3000]{0,2}")
# 円 is money, except at the head of another word.
_YEN = re.compile(r"[ \u3000]?(?P<over>有?余)?(?P<word>[円圓])(?!滑|周|形|高|安|卓|柱|環|盤|借款|グラフ)")
_RANGE = re.compile(r"[ \u3000]?(?P<joint>~|から|乃至|ないし)[ \u3000]?|(?P<hyphen>-)(?=[\d一-鿿])")
# 18億円から23億円に: a change from one figure to the next, no range.
_RESULT = re.compile(r"[ \u3000]?(?:程度|余り?)?(?:に|へ|増|減|と(?:なる|なった|する))")
# What a range's upper end may hold after its digits, for its unit to be the lower end's too.
_SIMPLE = re.compile(r"[ \u3000]*[千百十]*[兆億万]?[ \u3000]?円?")
# Two neighbouring digits, 二、三億円: somewhere between the two.
_EITHER = re.compile(r"(?P<low>[1-8一二三四五六七八])、(?=(?P<high>[2-9二三四五六七八九])[千百]?[兆億万件人社校名])")
_SPACED_LEVEL = re.compile(r"[ \u3000]{1,2}(?P<level>[千百十])(?=[万億円])")
# What may follow an amount that lacks its 円. 53,567億 and 5,600万 end there; 1億総活躍, 10万トン and 3万の応募 do not.
_ENDS = re.compile(r"$|[ \u3000\t\n)\]】〕>》」』(\[【〔<《,、。→+/×:;=~-]|[余増減程約前後弱強]")
_ENDS_AFTER_OKU = re.compile(r"[をにがはでとのへも](?![ァ-ヶ])")

# 契約, 節約 and their kin end in 約 and approximate nothing.
_APPROXIMATE_BEFORE = re.compile(
    r"(?:(?<![契予条節公制要集規解特確成倹])約|およそ|おおむね|おおよそ|概ね|概算で|ほぼ)[ \u3000]?"
)
_APPROXIMATE_AFTER = re.compile(
    r"[ \u3000]?(?:(?P<at_least>以上|超)|(?P<at_most>以内|以下|未満)|程度|前後|余り|あまり|余(?![剰裕暇地])|強(?![化靭靱い])"
    r"|弱(?![体者点い])|ほど|規模|台(?![帳風湾]))"
)

UNIT_FACTORS = {
    "円": 1, "千円": 10**3, "1千円": 10**3, "1,000円": 10**3, "1000円": 10**3, "万円": 10**4, "十万円": 10**5, "10万円": 10**5,
    "百万円": 10**6, "100万円": 10**6, "千万円": 10**7, "億円": 10**8, "1億円": 10**8, "十億円": 10**9, "10億円": 10**9,
    "百億円": 10**10, "千億円": 10**11, "兆円": 10**12,
}  # fmt: skip
# Without 単位 these are classical amounts; no table is in 百億円.
# An amount in kanji that is spelled like a unit of large tables; behind 単位, in brackets or alone it is that unit.
_TEN_OKU = "十億円"
_GLUED = re.compile(r"[ぁ-んァ-ヶ一-鿿々ー」』](?<!位)")
_AMOUNTS_BY_THEMSELVES = frozenset({"十万円", "千万円", "百億円", "千億円"})
_UNIT = re.compile(
    rf"(?:{'|'.join(' ?'.join(unit) for unit in sorted(UNIT_FACTORS, key=len, reverse=True))})(?![ぁ-んァ-ヶ一-鿿])"
)

# Levels or 円 after digits that are no amount: they were meant as one (the 億円 of 1,23,4億円).
_MEANT = re.compile(rf"[ \u3000]?[十百千]{{0,2}}(?:[兆億万][\d,{KANJI_NUMERALS}兆億万]{{0,40}}+円?|円)(?![ァ-ヶ一-鿿])")


@dataclass(frozen=True, slots=True)
class Approximation:
    """What a word before or after a figure makes of it, and where that word ends."""

    end: int
    approximate: bool = False
    bound: Bound | None = None


def read_money(text: str, at: int) -> Money | None:
    """The amount that starts at ``at``, 約 and range included; ``None`` if there is none.

    >>> read_money("1兆945億円", 0).yen
    1094500000000
    >>> read_money("5~20億円", 0).yen_max
    2000000000
    """
    start = approximation_before(text, at) or at
    if not text[start : start + 1].isdigit() and _is_bare_unit(text, start):
        return None
    amount = _read_either(text, start) or _read_range(text, start)
    if amount is None:
        return None
    after = approximation_after(text, amount.end)
    approximate = amount.approximate or after.approximate or start > at
    return replace(amount, start=at, end=after.end, approximate=approximate, bound=after.bound)


def _is_bare_unit(text: str, at: int) -> bool:
    """Whether 十億円 or 百万円 at ``at`` names a unit; glued to a name or a particle (図書館費十億円) ten 億 are an amount."""
    unit = read_unit(text, at)
    if unit is None or unit.text in _AMOUNTS_BY_THEMSELVES:
        return False
    return not (unit.text == _TEN_OKU and _GLUED.search(text[max(0, at - 1) : at]))


def read_unit(text: str, at: int) -> UnitWord | None:
    """A unit that stands without a number (the 百万円 of a caption)."""
    found = _UNIT.match(text, at)
    if found is None:
        return None
    unit = found.group().replace(" ", "")
    return UnitWord(at, found.end(), UNIT_FACTORS[unit], unit)


def meant_as_money(text: str, at: int) -> int | None:
    """The end of the level or 円 at ``at``, after digits that are no amount."""
    found = _MEANT.match(text, at)
    return found.end() if found else None


def approximation_before(text: str, at: int) -> int | None:
    """The end of the 約 or およそ at ``at``."""
    if text[at : at + 1] not in ("約", "お", "概", "ほ"):
        return None
    found = _APPROXIMATE_BEFORE.match(text, at)
    return found.end() if found else None


def approximation_after(text: str, at: int) -> Approximation:
    """What 程度, 余, 以上 or 以内 after a figure makes of it."""
    found = _APPROXIMATE_AFTER.match(text, at)
    if found is None:
        return Approximation(at)
    bound = Bound.AT_LEAST if found["at_least"] else Bound.AT_MOST if found["at_most"] else None
    return Approximation(found.end(), True, bound)


def scale(number: Number, factor: int) -> tuple[int, int] | None:
    """Yen and precision of a number under a declared unit; ``None`` where it comes to a fraction of a yen.

    >>> scale(Number(0, 9, mantissa=1008884, decimals=1), 10**6)
    (100888400000, 100000)
    """
    yen, rest = divmod(number.mantissa * factor, 10**number.decimals)
    if rest or abs(yen) > MOST_YEN:
        return None
    return yen, max(1, factor * number.grain // 10**number.decimals)


# ---------------------------------------------------------------- ranges


def _read_range(text: str, at: int) -> Money | None:
    """An amount, or two that ~, - or から join into a range."""
    low = _read_amount(text, at)
    if low is None:
        return _read_open_range(text, at)
    joint = _RANGE.match(text, low.end)
    high = _read_amount(text, joint.end()) if joint else None
    if joint is None or high is None or high.yen <= low.yen or low.tail is not None:
        return low
    if joint["joint"] == "から" and _RESULT.match(text, high.end):
        return low
    return replace(low, end=high.end, yen_max=high.yen, unit_text=high.unit_text)


def _read_open_range(text: str, at: int) -> Money | None:
    """5~20億円: the unit of the upper end belongs to both; in 二~三千万円 its 千 does, too."""
    numeral = read_numeral(text, at)
    joint = _RANGE.match(text, numeral.end) if numeral else None
    if numeral is None or joint is None or joint["joint"] == "から":
        return None
    high, top = _read_amount(text, joint.end()), read_numeral(text, joint.end())
    if high is None or top is None or not top.mantissa or not _SIMPLE.fullmatch(text, top.end, high.end):
        return None
    unit = high.yen * 10**top.decimals // top.mantissa
    low = scale(_lower_end(numeral, top), unit)
    if low is None or low[0] >= high.yen:
        return None
    return Money(at, high.end, low[0], low[1], high.unit_text, yen_max=high.yen)


def _lower_end(numeral: Numeral, top: Numeral) -> Number:
    """The lower end of a range as a number, with the classical 千 or 百 that only the upper end prints."""
    shared = top.grain if top.grain > numeral.grain and numeral.mantissa < 10 else 1
    return Number(0, 0, numeral.mantissa * shared, numeral.decimals, numeral.grain * shared)


def _read_either(text: str, at: int) -> Money | None:
    """二、三億円: about two to three hundred million yen."""
    found = _EITHER.match(text, at)
    low = read_numeral(found["low"], 0) if found else None
    high = read_numeral(found["high"], 0) if found else None
    if found is None or low is None or high is None or high.mantissa != low.mantissa + 1:
        return None
    top = _read_amount(text, found.end())
    if top is None or top.yen % high.mantissa:
        return None
    factor = top.yen // high.mantissa
    return replace(top, start=at, yen=low.mantissa * factor, precision=factor, yen_max=top.yen, approximate=True)


# ---------------------------------------------------------------- one amount


@dataclass(slots=True)
class _Terms:
    """The terms read so far: their sum, the unit of the last printed digit, the last level and where its word stands."""

    end: int
    yen: int = 0
    precision: int = 1
    level: int = 10**16
    unit_start: int | None = None

    def add(self, numeral: Numeral, level: int) -> bool:
        """Add a term; ``False`` where it is not less than the level before it, or no whole number of yen."""
        yen, rest = divmod(numeral.mantissa * level, 10**numeral.decimals)
        if rest or self.unit_start is not None and yen >= self.level:
            return False
        self.yen += yen
        self.precision = max(1, level * numeral.grain // 10**numeral.decimals)
        self.level = level
        return self.yen <= MOST_YEN


def _read_amount(text: str, at: int) -> Money | None:
    """Numbers with falling levels; at least one level or 円 must be printed."""
    terms = _Terms(at)
    position = at
    while (numeral := _read_coefficient(text, position)) is not None:
        level_at = _GAP.match(text, numeral.end).end()  # type: ignore[union-attr]
        level = LEVELS.get(text[level_at : level_at + 1], terms.level)
        if level >= terms.level:
            return _close(text, at, position, numeral, terms)
        if not terms.add(numeral, level):
            return None
        terms.unit_start, terms.end = _unit_start(text, numeral, level_at), level_at + 1
        position = _GAP.match(text, terms.end).end()  # type: ignore[union-attr]
    return _without_last_number(text, at, terms)


def _read_coefficient(text: str, at: int) -> Numeral | None:
    """The number of a term, also where a space parts it from the 百 of its 百万円."""
    numeral = read_coefficient(text, at)
    spaced = _SPACED_LEVEL.match(text, numeral.end) if numeral else None
    if numeral is None or spaced is None:
        return numeral
    power = MULTIPLIERS[spaced["level"]]
    return replace(numeral, end=spaced.end(), mantissa=numeral.mantissa * power, grain=numeral.grain * power)


def _unit_start(text: str, numeral: Numeral, level_at: int) -> int:
    """Where the unit of a term starts: after its last digit, the 百 of 百万円 included."""
    start = level_at
    while not numeral.kanji and text[start - 1] in MULTIPLIERS:
        start -= 1
    return start


def _close(text: str, at: int, position: int, numeral: Numeral, terms: _Terms) -> Money | None:
    """The last number: it has 円, or a unit declared elsewhere completes it (``tail``)."""
    yen = _YEN.match(text, numeral.end)
    if yen is not None:
        unit_start = _unit_start(text, numeral, numeral.end)
        return _money(text, at, yen, terms, unit_start) if terms.add(numeral, 1) else None
    if terms.unit_start is None or not _ENDS.match(text, numeral.end):
        return None
    if text[position - 1] in " \u3000" or numeral.kanji:
        return _without_last_number(text, at, terms)
    tail = Number(position, numeral.end, numeral.mantissa, numeral.decimals, numeral.grain)
    unit_text = text[terms.unit_start : terms.end]
    return Money(at, numeral.end, terms.yen, terms.precision, unit_text, tail=tail, tail_level=terms.level)


def _without_last_number(text: str, at: int, terms: _Terms) -> Money | None:
    """An amount that ends with a level: 円 follows, or is left out where nothing else goes on."""
    if terms.unit_start is None:
        return None
    yen = _YEN.match(text, terms.end)
    if yen is not None:
        return _money(text, at, yen, terms, terms.unit_start)
    ends = _ENDS.match(text, terms.end) or terms.level > LEVELS["万"] and _ENDS_AFTER_OKU.match(text, terms.end)
    unit_text = text[terms.unit_start : terms.end]
    return Money(at, terms.end, terms.yen, terms.precision, unit_text) if ends else None


def _money(text: str, at: int, yen: re.Match[str], terms: _Terms, unit_start: int) -> Money:
    unit_text = re.sub(r"[ \u3000]|有?余", "", text[unit_start : yen.end()])
    return Money(at, yen.end(), terms.yen, terms.precision, unit_text, approximate=bool(yen["over"]))
