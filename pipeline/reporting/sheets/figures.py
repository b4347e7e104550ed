"""How figures read: in million yen with all their places, bounds as bounds, what is not stated as a dash.

Belongs here: figures, years, places and phases as text. Does not belong here: which figures are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.reporting.million import write_digits
from pipeline.reporting.sheets.words import name_value, say
from pipeline.settings import Language

PORTION = "portion_of"
YEN = "yen"
# Qualifiers that leave a figure a figure.
_REMARKS = ("includes_estimate", "restated", "plus_unquantified")


@dataclass(frozen=True, slots=True)
class Money:
    """What holds of an amount: its own value, an upper bound, or neither. Yen."""

    own: int | None
    bound: int | None

    @classmethod
    def of_printed(cls, amount: int | None, most: int | None, qualifier: str | None) -> Money:
        """From the columns of ``amounts``, in which the figure of a 内数 is a bound and not the line's own."""
        if qualifier == PORTION:
            return cls(None, amount if most is None else most)
        return cls(amount, most)


def show_yen(yen: int) -> str:
    """Yen as million yen, exactly.

    >>> show_yen(7_530_000_000), show_yen(1_234_500), show_yen(-1), show_yen(0)
    ('7,530', '1.2345', '-0.000001', '0')
    """
    digits = write_digits(yen)
    return f"-{digits}" if yen < 0 else digits


def show_change(yen: int) -> str:
    """A difference in million yen with its sign.

    >>> show_change(100_000_000), show_change(-5_000_000), show_change(0)
    ('+100', '-5', '0')
    """
    return f"+{show_yen(yen)}" if yen > 0 else show_yen(yen)


def show_rate(rate: Decimal) -> str:
    """A rate in percent with its sign, to one place.

    >>> show_rate(Decimal("0.195652")), show_rate(Decimal("-0.5")), show_rate(Decimal("0"))
    ('+19.6%', '-50.0%', '0.0%')
    """
    percent = f"{rate * 100:,.1f}%"
    return f"+{percent}" if rate > 0 else percent


def show_money(lang: Language, money: Money, qualifier: str | None, approximate: bool | None) -> str:
    """An amount as it is to be understood: never 0 for what is not stated."""
    if qualifier == PORTION:
        return say(lang, "portion") if money.bound is None else say(lang, "at_most", figure=show_yen(money.bound))
    if money.own is None:
        # Words without a figure (事項要求 alone) are no zero either.
        text = say(lang, "nil")
    elif money.bound is not None:
        text = say(lang, "span", low=show_yen(money.own), high=show_yen(money.bound))
    else:
        text = show_yen(money.own)
    if approximate:
        text = say(lang, "about", figure=text)
    return say(lang, qualifier, figure=text) if qualifier in _REMARKS else text


def show_corrected(lang: Language, text: str, printed: str) -> str:
    """A corrected figure with the printed one beside it."""
    return say(lang, "corrected", figure=text, printed=printed)


def show_value(value: int | None, unit: str) -> str:
    """A value of a check: million yen, or things counted."""
    if value is None:
        return "—"
    return show_yen(value) if unit == YEN else f"{value:,}"


def show_unit(lang: Language, unit: str) -> str:
    """The unit of ``show_value``."""
    return say(lang, "amount") if unit == YEN else unit


def show_year(lang: Language, year: int | None) -> str:
    """A fiscal year."""
    return say(lang, "year.") if year is None else say(lang, "year", year=year)


def show_phase(lang: Language, phase: str | None, supplement_no: int | None) -> str:
    """A phase, with the number of its supplement."""
    words = name_value(lang, "phase", phase)
    return words if supplement_no is None else f"{words} {say(lang, 'supplement', number=supplement_no)}"


def show_place(lang: Language, path: str, page: int) -> str:
    """Document and page."""
    return say(lang, "place", path=path, page=page)
