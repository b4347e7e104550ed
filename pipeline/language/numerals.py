"""Numerals: Arabic digits with their separators, kanji by position, classical kanji.

Belongs here: one number without its unit, read exactly (integers and a power of ten, never a float).
Does not belong here: units, money, years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
MULTIPLIERS = {"十": 10, "百": 100, "千": 1000}
# Longer runs of digits are codes or garbage: no budget has more yen than 10^19 (a BIGINT holds 9.2 × 10^18).
MOST_DIGITS = 18

# 1,234 / 1、234 / 1234, then .5 or ・5
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,]*\d)|\d{1,3}(?:、\d{3})+(?!\d|[、,]\d)|\d++(?!,\d)")
_ARABIC_RUN = re.compile(r"\d(?:[\d,]*\d)?")
_DECIMALS = re.compile(r"[.・](\d+)(?![.・]?\d)")
_KANJI_GROUPED = re.compile(
    r"[一二三四五六七八九][〇一二三四五六七八九]{0,2}(?:[、,][〇零一二三四五六七八九]{3})+(?![〇一二三四五六七八九])"
)
_KANJI_PLAIN = re.compile(r"[〇零一二三四五六七八九十百千]+")
_KANJI_DECIMALS = re.compile(r"・([〇一二三四五六七八九]+)")
_CLASSICAL = re.compile(
    r"(?:([一二三四五六七八九]?)千)?(?:([一二三四五六七八九]?)百)?(?:([一二三四五六七八九]?)十)?([一二三四五六七八九]?)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """``mantissa`` × 10^−``decimals``; ``grain`` is the power of ten of the last printed digit of a classical numeral."""

    end: int
    mantissa: int
    decimals: int
    grain: int
    kanji: bool
    grouped: bool


def read_numeral(text: str, at: int) -> Numeral | None:
    """The numeral that starts at ``at``; ``None`` if none does or if its grouping is broken (1,23,4).

    >>> read_numeral("1兆", 0).mantissa, read_numeral("八八億", 0).mantissa, read_numeral("百五十八", 0).mantissa
    (1, 88, 158)
    """
    if at >= len(text):
        return None
    return _read_arabic(text, at) if text[at].isascii() else _read_kanji(text, at)


def broken_numeral(text: str, at: int) -> int | None:
    """The end of a run of digits and commas at ``at`` that is no numeral, else ``None``."""
    run = _ARABIC_RUN.match(text, at)
    if run is None:
        return None
    numeral = _read_arabic(text, at)
    return run.end() if numeral is None else None


def _read_arabic(text: str, at: int) -> Numeral | None:
    found = _ARABIC.match(text, at)
    if found is None:
        return None
    digits = re.sub(r"[,、]", "", found.group())
    if len(digits) > MOST_DIGITS:
        return None
    decimals = _DECIMALS.match(text, found.end())
    fraction, end = (decimals.group(1), decimals.end()) if decimals else ("", found.end())
    grouped = len(digits) != len(found.group()) or bool(fraction)
    return Numeral(end, int(digits + fraction), len(fraction), 1, kanji=False, grouped=grouped)


def _read_kanji(text: str, at: int) -> Numeral | None:
    found = _KANJI_GROUPED.match(text, at)
    if found:
        return Numeral(found.end(), _positional(re.sub("[、,]", "", found.group())), 0, 1, kanji=True, grouped=True)
    found = _KANJI_PLAIN.match(text, at)
    if found is None or len(found.group()) > MOST_DIGITS:
        return None
    run = found.group()
    if any(char in MULTIPLIERS for char in run):
        return _read_classical(run, found.end())
    decimals = _KANJI_DECIMALS.match(text, found.end())
    if decimals:
        both = run + decimals.group(1)
        return Numeral(decimals.end(), _positional(both), len(decimals.group(1)), 1, kanji=True, grouped=True)
    return Numeral(found.end(), _positional(run), 0, 1, kanji=True, grouped=False)


def _positional(run: str) -> int:
    return int("".join(str(DIGITS[char]) for char in run))


def _read_classical(run: str, end: int) -> Numeral | None:
    """百五十八: each power once and in falling order; 十百千 is none."""
    found = _CLASSICAL.fullmatch(run)
    if found is None:
        return None
    value, grain = 0, 1
    for digit, power in zip(found.groups(), (1000, 100, 10, 1), strict=True):
        if digit is None or (power == 1 and not digit):
            continue
        value += (DIGITS[digit] if digit else 1) * power
        grain = power
    return Numeral(end, value, 0, grain, kanji=True, grouped=False)
