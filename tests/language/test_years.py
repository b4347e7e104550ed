"""Fiscal years: every era and spelling, ranges, and what a year is there for."""

from __future__ import annotations

import pytest

from pipeline.language import Calendars, resolve_year, written_calendars
from pipeline.language.values import Noise, Year, YearUse

from .reading import kinds_in, only, values_of

YEARS = [
    ("平成20 年度", 2008, "a space before 年度"),
    ("平 成 2 4 年 度", 2012, "letter-spaced"),
    ("平成二十年度", 2008, "kanji"),
    ("令和元年度", 2019, "the first year"),
    ("令和七年度", 2025, "kanji"),
    ("昭和43年度", 1968, "昭和"),
    ("昭和六十三年度", 1988, "the last full year of 昭和"),
    ("平成元年度", 1989, "the first year of 平成"),
    ("大正12年度", 1923, "大正"),
    ("㍻20年度", 2008, "the square character for 平成"),
    ("㋿7年度", 2025, "the square character for 令和"),
    ("H26", 2014, "abbreviated"),
    ("Ｈ２６", 2014, "abbreviated, full width"),
    ("H.26", 2014, "abbreviated with a dot"),
    ("H26'", 2014, "abbreviated with an apostrophe"),
    ("R7", 2025, "令和"),
    ("S55予算額", 1980, "昭和"),
    ("令7年度", 2025, "one character of the era"),
    ("平20予算", 2008, "one character of the era before a phase"),
    ("(令7)", 2025, "one character of the era in brackets"),
    ("2027年度", 2027, "Western"),
    ("FY2024", 2024, "Western, in English"),
    ("令和6(2024)年度", 2024, "both counts in one"),
    ("2024(令和6)年度", 2024, "both counts in one, the other way round"),
    ("平成20年予算", 2008, "年 before 予算 is the fiscal year"),
    ("平成32年度", 2020, "a plan from before the change of era"),
]


@pytest.mark.parametrize(("printed", "year", "why"), YEARS, ids=[row[0] for row in YEARS])
def test_year(printed: str, year: int, why: str) -> None:
    value = only(printed, Year)
    assert (value.year, value.use) == (year, YearUse.OF), why


def test_era_left_out() -> None:
    assert [y.era_year for y in values_of("4'→5'", Year)] == [4, 5]
    assert only("5年度", Year).era_year == 5
    assert only("元年度", Year).era_year == 1
    assert only("二十年度", Year).era_year == 20


RELATIVE = [
    ("前年度", -1), ("前々年度", -2), ("一昨年度", -2), ("昨年度", -1), ("本年度", 0), ("今年度", 0), ("当年度", 0), ("翌年度", 1), ("来年度", 1),
    ("次年度", 1), ("前年度同額", -1),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "relative"), RELATIVE)
def test_relative_year(printed: str, relative: int) -> None:
    assert only(printed, Year).relative == relative


USES = [
    ("【H19〜】", 2007, YearUse.SINCE, "a start year"),
    ("平成14年度開始", 2002, YearUse.SINCE, "a cohort"),
    ("平成14年度に開始", 2002, YearUse.SINCE, "a cohort with a particle"),
    ("平成20年度以降", 2008, YearUse.SINCE, "from a year on"),
    ("平成20年度まで", 2008, YearUse.UNTIL, "up to a year"),
    ("【〜R7】", 2025, YearUse.UNTIL, "an end year"),
    ("(平成30年度～)", 2018, YearUse.SINCE, "a start year, full width"),
    ("平成20年", 2008, YearUse.DATE, "a calendar year"),
]


@pytest.mark.parametrize(("printed", "year", "use", "why"), USES, ids=[row[0] for row in USES])
def test_use(printed: str, year: int, use: YearUse, why: str) -> None:
    value = only(printed, Year)
    assert (value.year, value.use) == (year, use), why


RANGES = [
    ("平成18〜22年度", 2006, 2010),
    ("平成18年度〜平成22年度", 2006, 2010),
    ("平成十八年度から平成二十二年度まで", 2006, 2010),
    ("令和3年度から令和7年度", 2021, 2025),
    ("令和5・6年度", 2023, 2024),
    ("令和5、6年度", 2023, 2024),
    ("H18-H22", 2006, 2010),
    ("H18〜22", 2006, 2010),
    ("R5〜R7", 2023, 2025),
    ("2018～2022年度", 2018, 2022),
    ("2018～22年度", 2018, 2022),
    ("昭和63年度〜平成2年度", 1988, 1990),
]


@pytest.mark.parametrize(("printed", "first", "last"), RANGES)
def test_range_is_one_value(printed: str, first: int, last: int) -> None:
    value = only(printed, Year)
    assert (value.year, value.last, value.use) == (first, last, YearUse.RANGE)


@pytest.mark.parametrize("printed", ["【H19〜】", "(平成30年度～)", "【〜R7】"])
def test_the_tilde_of_an_open_range_belongs_to_the_year(printed: str) -> None:
    """Left alone, it would stay in the program's name."""
    assert only(printed, Year).end - only(printed, Year).start == len(printed) - 2


NO_YEARS = [
    ("H3ロケット", "a rocket"),
    ("M7級地震", "a magnitude"),
    ("H2Aロケット", "a rocket"),
    ("R2D2", "a name"),
    ("2年度目", "the second year of something"),
    ("3年度間", "a duration"),
    ("大7", "no era of a budget release stands so"),
    ("令和6年4月1日", "a date"),
    ("R6.4.1", "a date"),
    ("2024.4.1", "a date"),
    ("平成120年度", "no such year"),
    ("大学2年生", "students"),
]


@pytest.mark.parametrize(("printed", "why"), NO_YEARS, ids=[row[0] for row in NO_YEARS])
def test_no_fiscal_year(printed: str, why: str) -> None:
    assert not values_of(printed, Year), why


def test_a_date_is_one_value() -> None:
    assert kinds_in("平成13年3月31日") == ["Noise"]
    assert only("平成十三年三月三十一日", Noise).why == "date"


def test_the_nearest_era_is_chosen() -> None:
    pairs = [(16, 2003), (63, 1988), (2, 2021), (5, 2023)]
    assert [resolve_year(number, near, Calendars()) for number, near in pairs] == [2004, 1988, 2020, 2023]
    assert resolve_year(0, 2020, Calendars()) is None


WESTERN, BOTH = Calendars(eras=False, western=True), Calendars(eras=True, western=True)


@pytest.mark.parametrize(
    ("number", "near", "calendars", "year"),
    [
        (18, 2018, WESTERN, 2018),
        (17, 2018, WESTERN, 2017),
        (98, 1999, WESTERN, None),  # no era has so many years
        (30, 2018, WESTERN, 2018),  # 平成30年度
        (18, 2008, WESTERN, 2006),  # 平成18年度
        (18, 2012, WESTERN, None),  # six years from 平成18年度 and from 2018
        (6, 2025, WESTERN, 2024),  # 令和6年度: nobody writes 2006 as 6年度
        (17, 2018, BOTH, None),
        (29, 2018, BOTH, 2017),  # 平成29年度
        (6, 2025, BOTH, 2024),
        (18, 2006, BOTH, 2006),
    ],
)
def test_a_year_of_two_digits_is_read_where_the_document_leaves_one_reading(
    number: int, near: int, calendars: Calendars, year: int | None
) -> None:
    assert resolve_year(number, near, calendars) == year


@pytest.mark.parametrize(
    ("text", "calendars"),
    [
        ("2018年度予算案", WESTERN),
        ("FY2018 budget", WESTERN),
        ("平成30年度(2018年度)予算案", BOTH),
        ("2018年度予算案 H29からの継続", BOTH),
        ("平成30年度予算案 2030年までに 2018年3月31日", Calendars()),
        ("18年度予算案", Calendars()),
        ("2018年度 H3ロケット SDGs", WESTERN),
    ],
)
def test_how_a_document_writes_its_fiscal_years(text: str, calendars: Calendars) -> None:
    assert written_calendars(text) == calendars
