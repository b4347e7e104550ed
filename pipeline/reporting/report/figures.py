"""How figures, years and shares are written.

Belongs here: exact text of money, era years, percentages. Does not belong here: which figures are shown.

Money is whole yen in ``int`` and is written in 百万円 with all its digits: nothing is rounded, so that what is seen adds up.
"""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from pipeline.reporting.million import write_digits
from pipeline.reporting.report.words import both, say

# The fiscal years in which an era's first year lies. FY2019 began as 平成31年度 and is called 令和元年度 by most releases.
ERAS = ((2019, "令和"), (1989, "平成"), (1926, "昭和"))
MINUS = "−"
NOTHING = Markup('<span class="null">—</span>')


def write_million(yen: int) -> str:
    """Yen in 百万円, exact.

    >>> write_million(7_530_000_000), write_million(-1_234_567), write_million(500_000), write_million(0)
    ('7,530', '−1.234567', '0.5', '0')
    """
    digits = write_digits(yen)
    return f"{MINUS}{digits}" if yen < 0 else digits


def write_signed(yen: int) -> str:
    """The same with its sign.

    >>> write_signed(2_000_000), write_signed(-2_000_000), write_signed(0)
    ('+2', '−2', '0')
    """
    return f"+{write_million(yen)}" if yen > 0 else write_million(yen)


def write_yen(yen: int) -> str:
    """Whole yen, for who wants every digit.

    >>> write_yen(-7_530_000_000)
    '−¥7,530,000,000'
    """
    return f"{MINUS}¥{-yen:,}" if yen < 0 else f"¥{yen:,}"


def write_number(value: int, unit: str) -> str:
    """A value in its unit: yen in 百万円, things as they are."""
    return write_million(value) if unit == "yen" else write_count(value)


def write_count(value: int) -> str:
    """A whole number with separators."""
    return f"{MINUS}{-value:,}" if value < 0 else f"{value:,}"


def show_yen(yen: int) -> Markup:
    """Yen in 百万円, with the whole yen on hover."""
    return Markup(f'<span class="num" title="{write_yen(yen)}">{write_million(yen)}</span>')


def show_value(value: int, unit: str) -> Markup:
    """A value in its unit, of money with the whole yen on hover."""
    return show_yen(value) if unit == "yen" else Markup(f'<span class="num">{write_count(value)}</span>')


@cache
def show_year(year: int | None) -> Markup:
    """A fiscal year in both languages.

    >>> show_year(2008).striptags()
    '2008（平成20）年度FY2008'
    """
    if year is None:
        return say("no_year")
    return both(f"{year}（{write_era(year)}）年度", f"FY{year}")


def write_era(year: int) -> str:
    """The era's year of a fiscal year.

    >>> write_era(2008), write_era(2019), write_era(1880)
    ('平成20', '令和元', '1880')
    """
    for first, era in ERAS:
        if year >= first:
            return f"{era}{'元' if year == first else year - first + 1}"
    return str(year)


def write_share(part: int, whole: int) -> str | None:
    """A share in percent, cut to one place, so that 100 % means all; ``None`` of nothing.

    >>> write_share(2, 3), write_share(1999, 2000), write_share(5, 5), write_share(0, 0)
    ('66.6 %', '99.9 %', '100 %', None)
    """
    if not whole:
        return None
    percent, tenth = divmod(part * 1000 // whole, 10)
    return f"{percent} %" if percent == 100 else f"{percent}.{tenth} %"
