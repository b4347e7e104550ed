"""From a normalized text to the values in it, in one pass from left to right.

Belongs here: the order in which the readers are tried and what a figure's neighbours make of it (a sign, a percent
sign, a counter). Does not belong here: whose figure it is.

The scan is linear: at every position one reader at most consumes text, and what it consumed is not read again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.language import vocabulary
from pipeline.language.money import read_money, read_unit
from pipeline.language.numerals import broken_numeral, read_numeral
from pipeline.language.values import (
    Arrow,
    Bracket,
    Counted,
    Malformed,
    MarkerWord,
    Money,
    Nil,
    Noise,
    Number,
    PhaseWord,
    QualifierWord,
    Rate,
    Reading,
    RelationWord,
    RoleWord,
    StatusWord,
    Value,
    Year,
    YearUse,
)
from pipeline.language.years import read_year

OPENING = "(「『【〔[<《{"
CLOSING = ")」』】〕]>》}"

_KANJI_DIGITS = "〇零一二三四五六七八九十百千元"
_SIGN = re.compile(r"(?P<sign>[△+±]|-)(?P<gap>[ \u3000]*)(?=[\d〇一二三四五六七八九十])")
_SIGN_BEFORE_BRACKET = re.compile(r"△[ \u3000]*(?=\()")
_RATE_AFTER = re.compile(r"[ \u3000]?(?:%|パーセント|割[^引]|ポイント|倍)")
_COUNT_GAP = re.compile(r"[ \u3000]?")
_APPROXIMATE_BEFORE = re.compile(r"(?:約|およそ|概ね|延べ|計|合計)[ \u3000]?")
_APPROXIMATE_AFTER = re.compile(r"[ \u3000]?(?:程度|前後|余り|余|弱|強)")
_PER = re.compile(r"[ \u3000]?(?:当たり|当り|あたり|につき|毎|ごと|/)")
_NIL = re.compile(r"(?:-+|皆減|皆無)(?P<unit>[ \u3000]?(?:[兆億百千十万]*円))?(?![\w△])")
_ARROW = re.compile(r"→|->|=>")
_TIMES_MONEY = re.compile(r"[ \u3000]?×[ \u3000]?")
_DECLARED = re.compile(
    r"(?:(?:金額)?単位(?:は|・|:|[ \u3000])*[^()\n円]{0,8}?)(?P<unit>(?:100|[千百十])?[兆億万]円|千円|円)"
)
_BRACKETED_UNIT = re.compile(r"[(\[〔](?P<unit>(?:100|[千百十])?[兆億万]円|千円|円)[)\]〕]")

# 1大学発ベンチャー is a list number and a name, no count of universities.
_GOES_ON = re.compile(
    r"(?!程|前後|余|採択|選定|実施|開始|終了|応募|申請|提案|整備|設置|配置|指定|増|減|分|等|以|未満|当|中|計|超|弱|強|新|予定|を|が|の|に|で)[一-鿿ァ-ヶ]"
)
_MULTIPLIED_COUNT = re.compile(r"(?P<level>[億万千百])")


def _compile(entries: tuple[tuple[str, object], ...]) -> list[tuple[re.Pattern[str], object]]:
    return [(re.compile(pattern), meaning) for pattern, meaning in entries]


_NOISE = _compile(vocabulary.NOISE)
_PHASES = _compile(vocabulary.PHASES)
_MARKERS = _compile(vocabulary.MARKERS)
_QUALIFIERS = _compile(vocabulary.QUALIFIERS)
_RELATIONS = _compile(vocabulary.RELATIONS)
_STATUSES = _compile(vocabulary.STATUSES)
_ROLES = [(re.compile(pattern), (measure, nature, rate)) for pattern, measure, nature, rate in vocabulary.ROLES]
_COUNTERS = [(re.compile(counter.pattern), counter.unit) for counter in vocabulary.COUNTERS]


@lru_cache(maxsize=65_536)
def read_values(text: str) -> Reading:
    """Every value in a normalized text. Never raises; what looks like a figure and is none is ``Malformed``."""
    values: list[Value] = []
    at = 0
    while at < len(text):
        value = _read_at(text, at)
        if value is None or value.end <= at:
            at += 1
            continue
        values.append(value)
        at = value.end
    return Reading(text, tuple(values))


def _read_at(text: str, at: int) -> Value | None:
    for reader in _READERS:
        value = reader(text, at)
        if value is not None:
            return value
    return None


# ---------------------------------------------------------------- readers, in the order in which they are tried


def _read_bracket(text: str, at: int) -> Value | None:
    char = text[at]
    if char in OPENING:
        unit = _BRACKETED_UNIT.match(text, at)
        if unit:
            word = read_unit(text, unit.start("unit"))
            return replace(word, start=at, end=unit.end(), declared=True) if word else None
        return Bracket(at, at + 1, opening=True, char=char)
    return Bracket(at, at + 1, opening=False, char=char) if char in CLOSING else None


def _read_declaration(text: str, at: int) -> Value | None:
    found = _DECLARED.match(text, at) if text[at] in "金単" else None
    word = read_unit(text, found.start("unit")) if found else None
    return replace(word, start=at, declared=True) if word else None


def _read_noise(text: str, at: int) -> Value | None:
    if at and text[at].isdigit() and (text[at - 1].isdigit()):
        return None
    if _money_starts(text, at):
        return None
    for pattern, why in _NOISE:
        found = pattern.match(text, at)
        if found and found.end() > at and not (why == "duration" and _is_fiscal(text, at)):
            return Noise(at, found.end(), str(why))
    return None


def _money_starts(text: str, at: int) -> bool:
    """Money wins over codes and durations that start alike (5千万円, 1億年)."""
    return (text[at].isdigit() or text[at] in _KANJI_DIGITS) and read_money(text, at) is not None


def _is_fiscal(text: str, at: int) -> bool:
    return read_year(text, at) is not None


def _read_fiscal_year(text: str, at: int) -> Value | None:
    if text[at] not in "明大昭平令前昨本今当翌来MTSHR〇一二三四五六七八九十" and not text[at].isdigit():
        return None
    if at and text[at].isdigit() and text[at - 1].isdigit():
        return None
    year = read_year(text, at)
    if year is not None and year.use is YearUse.DATE:
        return Noise(year.start, year.end, "date") if _has_month(text, year) else year
    return year


def _has_month(text: str, year: Year) -> bool:
    return text[year.end - 1] == "月"


def _read_signed(text: str, at: int) -> Value | None:
    found = _SIGN.match(text, at)
    if found is None or (found["sign"] == "-" and not _may_be_minus(text, at, found["gap"])):
        return None
    value = _read_figure(text, found.end())
    negative = found["sign"] in "△-"
    if isinstance(value, Money):
        sign = -1 if negative else 1
        return replace(value, start=at, yen=sign * value.yen, signed=True)
    if isinstance(value, Number):
        return replace(value, start=at, mantissa=(-1 if negative else 1) * value.mantissa, signed=True, listed=True)
    return replace(value, start=at) if isinstance(value, Rate) else None


def _may_be_minus(text: str, at: int, gap: str) -> bool:
    """A hyphen is a sign only at the start of a cell and directly before its digits."""
    return not gap and (at == 0 or text[at - 1] in " \u3000(:\t\n")


def _read_figure(text: str, at: int) -> Value | None:
    """Money, a rate, a count or a bare number at ``at``."""
    char = text[at]
    if not (char.isdigit() or char in _KANJI_DIGITS or char in "約お概延計合"):
        return None
    if at and char.isascii() and (text[at - 1].isascii() and text[at - 1].isalnum()):
        return None
    money = read_money(text, at)
    if money is not None:
        return money
    before = _APPROXIMATE_BEFORE.match(text, at)
    start = before.end() if before else at
    counted = _read_counted(text, at, start, before)
    return counted if counted or before else _read_bare(text, at)


def _read_counted(text: str, at: int, start: int, before: re.Match[str] | None) -> Value | None:
    numeral = read_numeral(text, start)
    if numeral is None or numeral.decimals:
        return None
    end, value = numeral.end, numeral.mantissa
    level = _MULTIPLIED_COUNT.match(text, end)
    if level and not numeral.kanji:
        value, end = value * {"億": 10**8, "万": 10**4, "千": 10**3, "百": 10**2}[level["level"]], level.end()
    unit_at = _COUNT_GAP.match(text, end).end()  # type: ignore[union-attr]
    for pattern, unit in _COUNTERS:
        found = pattern.match(text, unit_at)
        if found and not _GOES_ON.match(text, found.end()):
            return _with_surroundings(text, at, found.end(), value, unit, before)
    return None


def _with_surroundings(text: str, at: int, end: int, value: int, unit: str, before: re.Match[str] | None) -> Counted:
    after = _APPROXIMATE_AFTER.match(text, end)
    approximate = bool(after) or bool(before and before.group()[0] in "約お概")
    per = _PER.match(text, end)
    return Counted(at, after.end() if after else end, value, unit, approximate, per=bool(per))


def _read_bare(text: str, at: int) -> Value | None:
    numeral = read_numeral(text, at)
    if numeral is None:
        end = broken_numeral(text, at)
        return Malformed(at, end, "digits and commas that are no number") if end else None
    rate = _RATE_AFTER.match(text, numeral.end)
    if rate:
        return Rate(at, rate.end())
    if numeral.kanji and not _stands_alone(text, at, numeral.end):
        return None
    after = _APPROXIMATE_AFTER.match(text, numeral.end)
    return Number(
        at,
        after.end() if after else numeral.end,
        numeral.mantissa,
        numeral.decimals,
        numeral.grain,
        approximate=bool(after),
        kanji=numeral.kanji,
        listed=numeral.grouped,
    )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A kanji numeral without a unit is a figure only as a cell of its own (=二八)."""
    before = start == 0 or text[start - 1] in " \u3000=:(\t,、→"
    after = end == len(text) or text[end] in " \u3000)\t\n,、→"
    return before and after


def _read_nil(text: str, at: int) -> Value | None:
    if text[at] not in "-皆":
        return None
    found = _NIL.match(text, at)
    before_ok = at == 0 or text[at - 1] in " \u3000(:\t\n、→"
    if found is None or not before_ok or found.group() == "--" * (len(found.group()) // 2) and len(found.group()) > 3:
        return None
    return Nil(at, found.end(), (found["unit"] or "").strip(" \u3000") or None)


def _read_arrow(text: str, at: int) -> Value | None:
    found = _ARROW.match(text, at)
    return Arrow(at, found.end()) if found else None


def _read_phase(text: str, at: int) -> Value | None:
    if text[at] not in "補予概要第政当現支決成内0123456789一二三":
        return None
    for pattern, phase in _PHASES:
        found = pattern.match(text, at)
        if found and found.end() > at:
            return PhaseWord(at, found.end(), phase, _supplement_no(found))  # type: ignore[arg-type]
    return None


def _supplement_no(found: re.Match[str]) -> int | None:
    printed = found.groupdict().get("supplement")
    numeral = read_numeral(printed, 0) if printed else None
    return numeral.mantissa if numeral else None


def _word_reader(
    entries: Sequence[tuple[re.Pattern[str], object]], build: Callable[[int, int, object], Value]
) -> Callable[[str, int], Value | None]:
    def read(text: str, at: int) -> Value | None:
        for pattern, meaning in entries:
            found = pattern.match(text, at)
            if found and found.end() > at:
                return build(at, found.end(), meaning)
        return None

    return read


def _read_unit_word(text: str, at: int) -> Value | None:
    if text[at] not in "円千万十百億兆1" or (at and text[at - 1] not in " \u3000([\t:・、"):
        return None
    return read_unit(text, at)


_READERS: tuple[Callable[[str, int], Value | None], ...] = (
    _read_bracket,
    _read_declaration,
    _word_reader(_ROLES, lambda start, end, m: RoleWord(start, end, *m)),  # type: ignore[misc]
    _read_phase,
    _read_noise,
    _read_fiscal_year,
    _read_signed,
    _read_figure,
    _word_reader(_QUALIFIERS, lambda start, end, m: QualifierWord(start, end, m)),  # type: ignore[arg-type]
    _read_nil,
    _read_arrow,
    _read_unit_word,
    _word_reader(_RELATIONS, lambda start, end, m: RelationWord(start, end, m)),  # type: ignore[arg-type]
    _word_reader(_STATUSES, lambda start, end, m: StatusWord(start, end, m)),  # type: ignore[arg-type]
    _word_reader(_MARKERS, lambda start, end, m: MarkerWord(start, end, m)),  # type: ignore[arg-type]
)
