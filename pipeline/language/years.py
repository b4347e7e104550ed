"""Fiscal years: eras, abbreviations, Western years, years without their era, and what a year is there for.

Belongs here: 平成20年度, H26, 2027年度, 5年度, 前年度, 平成14年度開始, 平成13年3月 (a date, no fiscal year).
Does not belong here: which era an era-less year belongs to; that takes the document (extraction), with ``resolve_year``.

    year   = era number [(Western)] 年度 | abbreviation number | Western 年度 | number 年度 | 前年度
    range  = year ~ year, number ~ year (平成18~22年度)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.numerals import read_numeral
from pipeline.language.values import Year, YearUse

# First year of each era, as the Western year in which its first fiscal year starts.
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
ABBREVIATIONS = {
    "M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和", "明": "明治", "大": "大正", "昭": "昭和", "平": "平成", "令": "令和",
}  # fmt: skip
# The last year of each era; 令和 leaves room for plans.
LAST_YEARS = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31, "令和": 50}
# Plans from before a change of era count on: 平成32年度 is 2020.
PLANNED_YEARS = 15
# Budget documents that yosan reads: nothing before the modern state, nothing far ahead.
EARLIEST, LATEST = 1868, 2100
RELATIVES = {
    "前々年度": -2, "前前年度": -2, "一昨年度": -2, "前年度": -1, "前年": -1, "昨年度": -1, "本年度": 0, "今年度": 0, "当年度": 0,
    "翌年度": 1, "来年度": 1, "次年度": 1, "翌々年度": 2,
}  # fmt: skip
SPOKEN = frozenset({"昨年度", "今年度", "来年度", "一昨年度"})
# In a document that writes Western years, 18年度 may be 2018. A reading further from the document's year than this is no
# certain one; two readings, which are twelve years apart or more, are never both as near.
NEAREST_YEARS = 5
SHORTEST_WESTERN = 10  # Western years are shortened to two digits
# Characters at which a year can start, beside digits and kanji numerals.
YEAR_HEADS = "明大昭平令前昨本今当翌来次MTSHRF"

_SP = r"[ \u3000]?"
_KANJI_NUMBER = "[〇一二三四五六七八九十]{1,4}"
_NUMBER = rf"(?:元|\d{{1,2}}(?!\d)|{_KANJI_NUMBER})"
_MONTH = r"\d{1,2}月|[一二三四五六七八九十]{1,2}月"
# 平成20年予算 is a budget year; 平成20年 and 平成20年3月 are dates. 2年度目 and 3年度間 count years.
_UNIT = rf"(?P<unit>(?:会計)?年度(?!間|目|ごと|毎)|年(?=予算|補正|当初|概算|決算)|年(?!度)(?P<month>{_MONTH})?)"
_WESTERN_YEAR = r"(?:18|19|20)\d{2}"

_ERA = re.compile(
    rf"(?P<era>{'|'.join(ERAS)}){_SP}(?P<number>{_NUMBER}){_SP}(?:\({_SP}{_WESTERN_YEAR}{_SP}\)(?={_SP}年))?{_SP}{_UNIT}?"
)
# H26, R7, H.26, 令7, 平20: not in front of a name (H3ロケット, R2D2), and 令7 only as a year.
_ABBREVIATION = re.compile(
    rf"(?P<era>[SHR])\.?(?P<number>\d{{1,2}}(?!\d)|元)(?![.,]\d|[A-Za-zァ-ヶ])'?{_UNIT}?"
    rf"|(?P<short>[MT明大昭平令])\.?(?P<short_number>\d{{1,2}}(?!\d)|元){_SP}"
    r"(?P<short_unit>年度|'|(?=予算|補正|当初|要求|概算|決算)|(?=[)\]】〕~→])|(?<=[昭平令]\d)(?=$|[ \u3000])|(?<=[昭平令]\d\d)(?=$|[ \u3000]))"
)
_WESTERN = re.compile(
    rf"(?P<number>{_WESTERN_YEAR}){_SP}(?:\({_SP}(?:{'|'.join(ERAS)}|[SHR]){_SP}{_NUMBER}{_SP}(?:年{_SP})?\)(?={_SP}年))?{_SP}{_UNIT}"
)
# What tells the calendar of a document: a Western date or 2030年までに tells nothing of its fiscal years.
_WRITTEN_WESTERN = re.compile(rf"(?<!\d){_WESTERN_YEAR}{_SP}年度|FY{_SP}{_WESTERN_YEAR}(?!\d)")
_WRITTEN_ERA = re.compile(
    rf"(?:{'|'.join(ERAS)}){_SP}(?:元|\d|[一二三四五六七八九十])|(?<![A-Za-z])[SHR]\d{{1,2}}(?![\dA-Za-zァ-ヶ])"
)
_FY = re.compile(rf"FY{_SP}(?P<number>{_WESTERN_YEAR})(?!\d)")
_ERALESS = re.compile(rf"(?P<number>\d{{1,2}}|元|{_KANJI_NUMBER}){_SP}(?P<unit>年度(?!間|目|ごと|毎))")
_ERALESS_DATE = re.compile(rf"(?P<number>\d{{1,2}}|{_KANJI_NUMBER}){_SP}年(?!間)(?:{_MONTH})?")
_APOSTROPHE = re.compile(r"(?P<number>\d{1,2})'(?!\d)")
# 前年度剰余金受入 and 前年度繰越金 are revenue of the year that takes them in.
_RELATIVE = re.compile(
    r"(?P<word>" + "|".join(sorted(RELATIVES, key=len, reverse=True)) + r")(?!比|並|同[月期]|度|からの繰越|繰越|剰余金)"
)

_JOINT = rf"{_SP}(?:~|から|-|・|、|及び){_SP}"
# 平成18~22年度, H18~22: two numbers and one unit.
_ERA_SPAN = re.compile(
    rf"(?P<era>{'|'.join(ERAS)}|(?<![A-Za-z])[SHR]){_SP}(?P<number>{_NUMBER})(?P<joint>{_JOINT})(?P<last>{_NUMBER})(?P<unit>{_SP}年度?)?(?![\d.,A-Za-z月日])"
)
_WESTERN_SPAN = re.compile(
    rf"(?P<number>{_WESTERN_YEAR})(?P<joint>{_JOINT})(?P<last>{_WESTERN_YEAR}|\d{{2}}(?!\d)){_SP}(?P<unit>年度?)"
)
_ERALESS_SPAN = re.compile(
    rf"(?P<number>\d{{1,2}}|{_KANJI_NUMBER})(?P<joint>{_SP}(?:~|-|・){_SP})(?P<last>\d{{1,2}}|{_KANJI_NUMBER}){_SP}(?P<unit>年度(?!間|目))"
)
_RANGE = re.compile(rf"{_SP}(?:~|から|-){_SP}(?=(?:明治|大正|昭和|平成|令和|[SHR])?{_SP}[\d元一二三四五六七八九十])")
_SINCE = re.compile(rf"{_SP}(?:~|より|から|以降|開始|発足|創設|着手|事業開始)")
_OPEN_END = re.compile(rf"{_SP}~(?={_SP}(?:$|[)\]】〕>》]))")
_STARTED = re.compile(rf"{_SP}(?:に|から|より)?{_SP}(?:新規)?(?:開始|発足|創設|着手)(?!予定)")
_UNTIL = re.compile(rf"{_SP}(?:末)?(?:まで|以前)")
# What the words at a head have in common; most 大, 本 and 前 fail here, before any longer pattern is tried.
_START = re.compile(
    r"明治|大正|昭和|平成|令和|[明大昭平令]\.?[\d元]|[MTSHR]\.?[\d元]|FY|前[々前]?年|昨年|本年|今年|当年|翌|来年|次年|一昨|[\d〇一二三四五六七八九十元]"
)


def read_year(text: str, at: int) -> Year | None:
    """The year that starts at ``at``, with what it is there for; ``None`` if there is none.

    >>> read_year("平成20年度予算案", 0).year, read_year("H26", 0).year, read_year("前年度", 0).relative
    (2008, 2014, -1)
    """
    if not _START.match(text, at) or _inside_latin_word(text, at):
        return None
    for reader in (_read_span, _read_era, _read_western, _read_eraless, _read_relative):
        year = reader(text, at)
        if year is not None:
            return year
    return None


def resolve_era(era_year: int, near: int) -> int | None:
    """The Western year of an era-less year in a document about the year ``near``: the one nearest to it.

    >>> resolve_era(16, 2003), resolve_era(63, 1988), resolve_era(2, 2021)
    (2004, 1988, 2020)
    """
    candidates = [ERAS[era] + era_year - 1 for era in ERAS if 0 < era_year <= LAST_YEARS[era]]
    return min(candidates, key=lambda year: abs(year - near), default=None)


@dataclass(frozen=True, slots=True)
class Calendars:
    """How a document writes the fiscal years that it writes in full: with eras, in Western years, or in both."""

    eras: bool = True
    western: bool = False


def written_calendars(text: str) -> Calendars:
    """How a normalized text writes its fiscal years.

    >>> written_calendars("2018年度予算案"), written_calendars("平成30年度(2018年度)予算案")
    (Calendars(eras=False, western=True), Calendars(eras=True, western=True))
    """
    western = bool(_WRITTEN_WESTERN.search(text))
    return Calendars(not western or bool(_WRITTEN_ERA.search(text)), western)


def resolve_year(number: int, near: int, calendars: Calendars) -> int | None:
    """The Western year of a year that is printed without its era or its century, in a document about the year ``near``; ``None``
    where the document leaves more than one reading.

    Where only eras are written, the nearest era's. Where both calendars are, the era's unless the Western reading is as near.
    Where only Western years are, the one reading that is near.

    >>> resolve_year(18, 2018, Calendars(eras=False, western=True)), resolve_year(18, 2006, Calendars())
    (2018, 2006)
    """
    of_era = resolve_era(number, near)
    if not calendars.western or number < SHORTEST_WESTERN or of_era is None:
        return of_era
    western = min((century + number for century in (1900, 2000)), key=lambda year: abs(year - near))
    if calendars.eras:
        return of_era if abs(of_era - near) < abs(western - near) else None
    fitting = [year for year in (of_era, western) if abs(year - near) <= NEAREST_YEARS]
    return fitting[0] if len(fitting) == 1 else None


# ---------------------------------------------------------------- one year


def _read_era(text: str, at: int) -> Year | None:
    found = _ERA.match(text, at) or _ABBREVIATION.match(text, at)
    year = _era_year(found) if found else None
    return _with_use(text, found, year, None) if found and year is not None else None


def _read_western(text: str, at: int) -> Year | None:
    found = _WESTERN.match(text, at) or _FY.match(text, at)
    if found is None or not EARLIEST <= int(found["number"]) <= LATEST:
        return None
    return _with_use(text, found, int(found["number"]), None)


def _read_eraless(text: str, at: int) -> Year | None:
    found = _ERALESS.match(text, at) or _APOSTROPHE.match(text, at)
    number = _number(found["number"]) if found else None
    if found is None or number is None or not 0 < number <= LAST_YEARS["昭和"]:
        return None
    return _with_use(text, found, None, number)


def _read_relative(text: str, at: int) -> Year | None:
    found = _RELATIVE.match(text, at)
    if found is None:
        return None
    return Year(at, found.end(), None, relative=RELATIVES[found["word"]], spoken=found["word"] in SPOKEN)


def _with_use(text: str, found: re.Match[str], year: int | None, era_year: int | None) -> Year:
    groups, start, end = found.groupdict(), found.start(), found.end()
    joint = _RANGE.match(text, end)
    upper = _plain_year(text, joint.end()) if joint else None
    if upper is not None:
        return Year(start, upper[0], year, era_year, use=YearUse.RANGE, last=upper[1])
    if started := _STARTED.match(text, end):
        return Year(start, started.end(), year, era_year, use=YearUse.SINCE)
    if groups.get("month") or groups.get("unit") == "年" and not _is_budget_year(text, end):
        return Year(start, end, year, era_year, use=YearUse.DATE)
    use = _use_around(text, start, end)
    tilde = _OPEN_END.match(text, end) if use is YearUse.SINCE else None
    return Year(start, tilde.end() if tilde else end, year, era_year, use=use)


def _is_budget_year(text: str, end: int) -> bool:
    """平成20年予算 and 平成20年度予算 are the same year."""
    return text.startswith(("予算", "補正", "当初", "概算", "決算"), end)


def _use_around(text: str, start: int, end: int) -> YearUse:
    if _SINCE.match(text, end):
        return YearUse.SINCE
    before = text[start - 1] if start else ""
    return YearUse.UNTIL if before == "~" or _UNTIL.match(text, end) else YearUse.OF


# ---------------------------------------------------------------- ranges that print the unit once


def _read_span(text: str, at: int) -> Year | None:
    """平成18~22年度, 令和5・6年度, 2018~2022年度, 18~22年度."""
    if found := _ERA_SPAN.match(text, at):
        is_range = found["joint"].strip(" \u3000") in ("~", "から", "-")
        if not found["unit"] and not (is_range and found["era"] in ABBREVIATIONS):
            return None
        return _span(found, _year_of_era(found["era"], found["number"]), _year_of_era(found["era"], found["last"]))
    if found := _WESTERN_SPAN.match(text, at):
        first, last = int(found["number"]), int(found["last"])
        return _span(found, first, last if last > EARLIEST else first // 100 * 100 + last)
    found = _ERALESS_SPAN.match(text, at)
    number, last_number = (_number(found["number"]), _number(found["last"])) if found else (None, None)
    if found is None or number is None or last_number is None or not 0 < number < last_number:
        return None
    return Year(at, found.end(), None, number, use=YearUse.RANGE)


def _span(found: re.Match[str], first: int | None, last: int | None) -> Year | None:
    if first is None or last is None or first >= last:
        return None
    return Year(found.start(), found.end(), first, use=YearUse.RANGE, last=last)


def _plain_year(text: str, at: int) -> tuple[int, int | None] | None:
    """The end and the Western year of the upper end of a range; the year is ``None`` where the era is left out."""
    if found := _ERA.match(text, at) or _ABBREVIATION.match(text, at):
        return found.end(), _era_year(found)
    if found := _WESTERN.match(text, at):
        return found.end(), int(found["number"])
    eraless = _ERALESS.match(text, at) or _APOSTROPHE.match(text, at) or _ERALESS_DATE.match(text, at)
    return (eraless.end(), None) if eraless else None


# ---------------------------------------------------------------- numbers


def _era_year(found: re.Match[str]) -> int | None:
    if found["era"]:
        return _year_of_era(found["era"], found["number"])
    return _year_of_era(found["short"], found["short_number"])


def _year_of_era(era: str, printed: str) -> int | None:
    era = ABBREVIATIONS.get(era, era)
    number = _number(printed)
    return ERAS[era] + number - 1 if number is not None and 0 < number <= LAST_YEARS[era] + PLANNED_YEARS else None


def _number(printed: str) -> int | None:
    if printed == "元":
        return 1
    numeral = read_numeral(printed, 0)
    return numeral.mantissa if numeral and numeral.end == len(printed) else None


def _inside_latin_word(text: str, at: int) -> bool:
    return at > 0 and text[at].isascii() and text[at - 1].isascii() and text[at - 1].isalnum()
