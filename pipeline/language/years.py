"""Fiscal years: eras, abbreviations, Western years, years without their era, and what a year is there for.

Belongs here: 平成20年度, H26, 2027年度, 5年度, 前年度, 平成14年度開始, 平成13年3月 (a date, no fiscal year).
Does not belong here: which era an era-less year belongs to; that takes the document (extraction), with ``resolve_era``.
"""

from __future__ import annotations

import re

from pipeline.language.numerals import read_numeral
from pipeline.language.values import Year, YearUse

# First year of each era, as the Western year in which its first fiscal year starts.
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
ABBREVIATIONS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
# The last year of each era that documents still print (昭和64, 平成31).
LAST_YEARS = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31, "令和": 99}
# Budget documents that yosan reads: nothing before the modern state, nothing far ahead.
EARLIEST, LATEST = 1868, 2100

_NUMBER = r"(?:元|\d{1,2}|[〇一二三四五六七八九十]{1,4})"
_ERA = re.compile(
    rf"(?P<era>{'|'.join(ERAS)})[ \u3000]?(?P<number>{_NUMBER})[ \u3000]?(?P<unit>年度|年)?(?P<month>\d{{1,2}}月|[一二三四五六七八九十]+月)?"
)
_ABBREVIATION = re.compile(
    r"(?P<era>[MTSHR])\.?(?P<number>\d{1,2}|元)(?![\d.,A-Za-z])(?P<unit>年度|年)?(?P<month>\d{1,2}月)?"
)
_WESTERN = re.compile(r"(?P<number>(?:18|19|20)\d{2})[ \u3000]?(?P<unit>年度|年)(?P<month>\d{1,2}月)?")
_ERALESS = re.compile(r"(?P<number>\d{1,2}|[〇一二三四五六七八九十]{1,4})[ \u3000]?(?P<unit>年度)(?!間)")
_APOSTROPHE = re.compile(r"(?P<number>\d{1,2})'")
_RELATIVE = re.compile(r"(?P<word>前々年度|前年度|前年(?!度|比)|昨年度|本年度|今年度|当年度|翌年度|来年度)")
RELATIVES = {
    "前々年度": -2,
    "前年度": -1,
    "前年": -1,
    "昨年度": -1,
    "本年度": 0,
    "今年度": 0,
    "当年度": 0,
    "翌年度": 1,
    "来年度": 1,
}

_RANGE = re.compile(
    r"[ \u3000]?(?:~|から|-)[ \u3000]?(?=(?:平成|令和|昭和|[HRS])?[\d元一二三四五六七八九十]+[ \u3000]?年)"
)
_SINCE = re.compile(r"[ \u3000]?(?:~|より|から|以降|開始|発足|創設|着手|事業開始|度開始)")
_STARTED = re.compile(r"[ \u3000]?(?:に|から|より)?(?:開始|発足|創設|着手)(?!予定)")
_UNTIL = re.compile(r"[ \u3000]?(?:まで|以前)")


def read_year(text: str, at: int) -> Year | None:
    """The year that starts at ``at``, with what it is there for; ``None`` if there is none.

    >>> read_year("平成20年度予算案", 0).year, read_year("H26", 0).year, read_year("前年度", 0).relative
    (2008, 2014, -1)
    """
    for reader in (_read_era, _read_western, _read_eraless, _read_relative):
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


def _read_era(text: str, at: int) -> Year | None:
    found = _ERA.match(text, at) or (_ABBREVIATION.match(text, at) if _starts_word(text, at) else None)
    if found is None:
        return None
    era = ABBREVIATIONS.get(found["era"], found["era"])
    number = _number(found["number"])
    if number is None or not 0 < number <= LAST_YEARS[era]:
        return None
    return _with_use(text, found, ERAS[era] + number - 1, None)


def _read_western(text: str, at: int) -> Year | None:
    found = _WESTERN.match(text, at)
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
    return Year(at, found.end(), None, relative=RELATIVES[found["word"]])


def _with_use(text: str, found: re.Match[str], year: int | None, era_year: int | None) -> Year:
    groups = found.groupdict()
    is_date = groups.get("month") is not None or groups.get("unit") == "年"
    end = found.end()
    use = YearUse.DATE if is_date else YearUse.OF
    if joint := _RANGE.match(text, end):
        upper = read_year(text, joint.end())
        if upper is not None and upper.relative is None:
            return Year(found.start(), upper.end, None, use=YearUse.RANGE)
    if started := _STARTED.match(text, end):
        return Year(found.start(), started.end(), year, era_year, use=YearUse.SINCE)
    if not is_date:
        use = YearUse.SINCE if _SINCE.match(text, end) else YearUse.UNTIL if _UNTIL.match(text, end) else YearUse.OF
    return Year(found.start(), end, year, era_year, use=use)


def _number(printed: str) -> int | None:
    if printed == "元":
        return 1
    numeral = read_numeral(printed, 0)
    return numeral.mantissa if numeral and numeral.end == len(printed) else None


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isascii() and text[at - 1].isalnum())
