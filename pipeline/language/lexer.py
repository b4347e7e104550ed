"""From a normalized text to the values in it, in one pass from left to right.

Belongs here: the dispatch from a character to the readers that can start with it, their order, and what stands by itself:
brackets, signs, dashes, arrows, unit captions, words of ``vocabulary``. Does not belong here: what a numeral is part of
(``figures``), and whose figure it is (extraction).

The scan is linear: one search finds the next character that can start a value, one reader at most consumes text, and what it
consumed is not read again. Every pattern is bounded or possessive.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from pipeline.language import vocabulary
from pipeline.language.figures import FIGURE_HEADS, amount_ahead, date_as_noise, read_figure
from pipeline.language.heads import first_characters
from pipeline.language.money import read_money, read_unit
from pipeline.language.numerals import read_numeral
from pipeline.language.values import (
    Arrow,
    Bracket,
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
    Same,
    StatusWord,
    Value,
    YearUse,
)
from pipeline.language.years import YEAR_HEADS, read_year
from pipeline.model import Marker, Phase

OPENING = "(「『【〔[<《{"
CLOSING = ")」』】〕]>》}"

_SPACES = " \u3000"
_NUMERAL_AHEAD = r"[ \u3000]*+(?=(?:約|¥)?[\d〇一二三四五六七八九十百千])"
# △ stands far from its digits where it stands at the left edge of a cell; 減 and 増 only where no word goes before them.
_SIGN = re.compile(rf"(?P<sign>[△▼+±-]|マイナス|(?<![一-鿿ァ-ヶ])[減増]){_NUMERAL_AHEAD}")
_NIL = re.compile(
    r"(?:--?|ー)(?P<unit>[ \u3000]?[兆億百千十万]{0,2}円)?(?![\w△-])"
    r"|(?P<word>皆[増減無](?!\w)|(?:なし|無し|該当なし)(?=$|[ \u3000)\t])|事項要求(?=$|[ \u3000)\t(\[【〔<《]))"
)
# センタ ー: the end of a word that the layout broke, no dash.
_KATAKANA_BEFORE = re.compile(r"[ァ-ヺ][ \u3000]{1,2}$")
_NIL_BEFORE = " \u3000(:\t\n、→|/"
_LATIN_PART = re.compile(r"(?:[-/&'](?=[A-Za-z0-9])|(?<=\d)\.(?=\d))?(?:[A-Za-z]++|(?P<digits>\d++))")
_PAGE_NUMBER = re.compile(r"[ \u3000]*+-[ \u3000]?\d{1,4}[ \u3000]?-[ \u3000]*+$")
_ARROW = re.compile(r"→|->|=>|⇨")
# 18億円から23億円に: the first is what it was.
_FROM_TO = re.compile(r"から(?=[ \u3000]?約?[\d一二三四五六七八九十百千])")
_UNITS = r"(?:100|10|1)?[千百十]?[兆億万]円|1?千円|1,?000円|円"
# (単位:事業、百万円), 単位は100万円, 金額単位・百万円; 金額(千円) and 金額:千円) declare without the word.
_DECLARED = re.compile(
    rf"(?:金額)?単位[ \u3000]?(?:は|・|:)?[ \u3000]?(?:[^()〔〕\[\]\n円\d]{{0,8}}?)(?P<unit>{_UNITS})"
    rf"|金額[ \u3000]?[:(](?P<unit_of_amount>{_UNITS})(?=[)、,・])"
)
# In brackets of its own only a unit that is no amount: (百万円) declares, 【10億円】 states.
_BRACKETED_UNIT = re.compile(
    r"[(\[〔<【](?P<unit>十億円|百万円|[兆億万千]?円)(?:[、,・/][ \u3000]?[%人件校])?[)\]〕>】]"
)
_UNIT_OF = re.compile(rf"(?P<unit>{_UNITS})単位")
_YEN_SIGN = re.compile(r"¥[ \u3000]?(?=\d)")
_ACCOUNT_CODE = re.compile(r"[(〔\[<](?:款|項|目|節|事項)[)〕\]>][ \u3000]?\d{1,3}(?![\d,.]|[億万千百兆円])")
_ITEM = re.compile(r"(?<![\d円%人件])\(\d{1,2}\)(?=[ぁ-ん一-鿿ァ-ヶA-Za-z])(?!内数|組替|推計)")
_NOTE_MARK = re.compile(r"\((?:注[ \u3000]?\d{0,2}|※\d{1,2})\)")
# In round brackets alone 終了 marks a program, unless a count stands before them; no count is longer than this.
_ENDED = re.compile(r"(?<=\()終了(?=\))")
LONGEST_COUNT = 24
_COUNT_AT_END = re.compile(
    rf"[\d〇一二三四五六七八九十百千](?:{'|'.join(counter.pattern for counter in vocabulary.COUNTERS)})[ \u3000]*\($"
)
_ROUNDING_UNIT = re.compile(r"[百千十万億]{0,2}円未満")

Reader = Callable[[str, int], Value | None]


@lru_cache(maxsize=65_536)
def read_values(text: str) -> Reading:
    """Every value in a normalized text. Never raises; what looks like a figure and is none is ``Malformed``."""
    values: list[Value] = []
    found = _HEAD.search(text)
    while found is not None:
        at = found.start()
        value = _read_at(text, at)
        if value is not None:
            values.append(value)
        elif text[at].isascii() and text[at].isalpha():
            at = _end_of_latin_word(text, at) - 1
        found = _HEAD.search(text, value.end if value is not None else at + 1)
    return Reading(text, tuple(values))


def _read_at(text: str, at: int) -> Value | None:
    for reader in _TABLE[text[at]]:
        value = reader(text, at)
        if value is not None:
            return value
    return None


# ---------------------------------------------------------------- brackets, units


def _read_bracket(text: str, at: int) -> Value | None:
    char = text[at]
    if char in CLOSING:
        return Bracket(at, at + 1, opening=False, char=char)
    unit = _BRACKETED_UNIT.match(text, at)
    word = read_unit(text, unit.start("unit")) if unit else None
    if unit and word:
        return replace(word, start=at, end=unit.end(), declared=True)
    return Bracket(at, at + 1, opening=True, char=char)


def _read_declaration(text: str, at: int) -> Value | None:
    found = _DECLARED.match(text, at)
    if found is None:
        return None
    word = read_unit(found["unit"] or found["unit_of_amount"], 0)
    return replace(word, start=at, end=found.end(), declared=True) if word else None


def _read_unit_word(text: str, at: int) -> Value | None:
    """A unit by itself: the 百万円 of a table head."""
    return None if at and text[at - 1] not in " \u3000([\t:・、〔<" else read_unit(text, at)


def _read_unit_of(text: str, at: int) -> Value | None:
    """百万円単位 declares a unit; 百万円未満四捨五入 is neither an amount nor the unit of the figures."""
    if found := _ROUNDING_UNIT.match(text, at):
        return Noise(at, found.end(), "rounding note")
    found = _UNIT_OF.match(text, at)
    word = read_unit(found["unit"], 0) if found else None
    return replace(word, start=at, end=found.end(), declared=True) if found and word else None


# ---------------------------------------------------------------- signs, dashes, arrows


def _read_signed(text: str, at: int) -> Value | None:
    found = _SIGN.match(text, at)
    if found is None or found["sign"] == "-" and not _may_be_minus(text, at, found.end()):
        return None
    value = _read_yen_sign(text, found.end()) if text[found.end()] == "¥" else read_figure(text, found.end())
    negative = found["sign"] not in "+±増"
    if isinstance(value, Money):
        return replace(value, start=at, yen=-value.yen if negative else value.yen, signed=True)
    if isinstance(value, Number):
        mantissa = -value.mantissa if negative else value.mantissa
        return replace(value, start=at, mantissa=mantissa, signed=True, listed=True)
    return replace(value, start=at) if isinstance(value, Rate) else None


def _may_be_minus(text: str, at: int, digits: int) -> bool:
    """A hyphen is a sign only at the start of a cell and directly before its digits."""
    return digits == at + 1 and (at == 0 or text[at - 1] in " \u3000(:\t\n[<→|")


def _read_yen_sign(text: str, at: int) -> Value | None:
    """¥1,234."""
    found = _YEN_SIGN.match(text, at)
    numeral = read_numeral(text, found.end()) if found else None
    if found is None or numeral is None or numeral.decimals:
        return None
    money = read_money(text, found.end())
    if money is not None:
        return replace(money, start=at)
    return Money(at, numeral.end, numeral.mantissa, 1, "¥")


def _read_nil(text: str, at: int) -> Value | None:
    """A dash in the place of a figure; glued to the word before it only together with its unit (予算額-百万円)."""
    found = _NIL.match(text, at)
    if found is None:
        return None
    unit = (found["unit"] or "").strip(_SPACES) or None
    before = text[at - 1] if at else " "
    if text[at] == "ー" and _KATAKANA_BEFORE.search(text, max(0, at - 3), at):
        return None
    if before not in _NIL_BEFORE and not (found["word"] and before in OPENING):
        glued = unit and not before.isdigit() and not (before.isascii() and before.isalpha()) and before != "-"
        return Nil(at, found.end(), unit) if glued else None
    return Nil(at, found.end(), unit, found["word"])


def _read_same(text: str, at: int) -> Value | None:
    return Same(at, at + 2) if text.startswith("同額", at) else None


def _read_page_number(text: str, at: int) -> Value | None:
    """- 12 - on a line of its own."""
    found = _PAGE_NUMBER.match(text, at)
    return Noise(at, found.end(), "page") if found and not text[:at].strip(_SPACES) else None


def _read_arrow(text: str, at: int) -> Value | None:
    found = _ARROW.match(text, at)
    return Arrow(at, found.end()) if found else None


def _read_from_to(text: str, at: int) -> Value | None:
    found = _FROM_TO.match(text, at) if at and text[at - 1] in "円億人件校" else None
    return Arrow(at, found.end()) if found else None


# ---------------------------------------------------------------- words


def _read_fiscal_year(text: str, at: int) -> Value | None:
    year = read_year(text, at)
    return date_as_noise(text, year) if year is not None else None


def _read_until_year(text: str, at: int) -> Value | None:
    """【~R7】: the tilde belongs to the year."""
    if at and text[at - 1] not in " \u3000([【〔<《":
        return None
    year = read_year(text, at + 1)
    return replace(year, start=at) if year is not None and year.use is YearUse.UNTIL else None


def _read_latin_name(text: str, at: int) -> Value | None:
    """Digits that belong to a Latin word are no figure (COVID-19, SINET6, G7, R2D2)."""
    end = _end_of_latin_word(text, at)
    return Noise(at, end, "name") if any(char.isdigit() for char in text[at:end]) else None


def _end_of_latin_word(text: str, at: int) -> int:
    """The end of letters and the digits that hang on them, but before an amount (A.351億円, WPI60億円)."""
    while (part := _LATIN_PART.match(text, at)) and not (part["digits"] and amount_ahead(text, part.start("digits"))):
        at = part.end()
    return at


def _supplement(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    printed = groups.get("ordinal") or groups.get("number")
    numeral = read_numeral(printed, 0) if printed else None
    return numeral.mantissa if numeral else None


def _word_reader(pattern: str, build: Callable[[re.Match[str]], Value]) -> Reader:
    match = re.compile(pattern).match

    def read(text: str, at: int) -> Value | None:
        found = match(text, at)
        return build(found) if found else None

    return read


def _phase_word(phase: Phase | None) -> Callable[[re.Match[str]], Value]:
    return lambda found: PhaseWord(found.start(), found.end(), phase, _supplement(found))


def _role_word(entry: tuple[str, object, object, bool]) -> Callable[[re.Match[str]], Value]:
    return lambda found: RoleWord(found.start(), found.end(), *entry[1:])  # type: ignore[arg-type]


def _plain_word(kind: Callable[..., Value], meaning: object) -> Callable[[re.Match[str]], Value]:
    return lambda found: kind(found.start(), found.end(), meaning)


# ---------------------------------------------------------------- the table


def _vocabulary_readers() -> list[tuple[str, Reader]]:
    """Roles and phases before what merely holds them; patterns with the readers made of them."""
    early = [(entry[0], _word_reader(entry[0], _role_word(entry))) for entry in vocabulary.ROLES]
    early += [(pattern, _word_reader(pattern, _phase_word(phase))) for pattern, phase in vocabulary.PHASES]
    for kind, entries in ((Noise, vocabulary.NOISE), (QualifierWord, vocabulary.QUALIFIERS)):
        early += [(pattern, _word_reader(pattern, _plain_word(kind, meaning))) for pattern, meaning in entries]
    return early


def _later_vocabulary() -> list[tuple[str, Reader]]:
    kinds = (
        (RelationWord, vocabulary.RELATIONS),
        (MarkerWord, vocabulary.MARKERS),
        (StatusWord, vocabulary.STATUSES),
    )
    return [
        (pattern, _word_reader(pattern, _plain_word(kind, meaning)))
        for kind, entries in kinds
        for pattern, meaning in entries
    ]


def _dispatch_table() -> dict[str, tuple[Reader, ...]]:
    """For every character that can start a value, the readers to try, in order."""
    table: dict[str, list[Reader]] = {}

    def add(heads: str | frozenset[str], reader: Reader) -> None:
        for head in heads:
            table.setdefault(head, []).append(reader)

    add("(〔[<【", _read_bracket_noise)
    add(OPENING + CLOSING, _read_bracket)
    add("金単", _read_declaration)
    for pattern, reader in _vocabulary_readers():
        add(first_characters(pattern), reader)
    add("元" + YEAR_HEADS, _read_fiscal_year)
    add("一", _read_relative_year)
    add("~", _read_until_year)
    add("-", _read_page_number)
    add("△▼+±-マ減増", _read_signed)
    add("1円百千十万億", _read_unit_of)
    add(FIGURE_HEADS, read_figure)
    add("¥", _read_yen_sign)
    add("-ー皆な無該事", _read_nil)
    add("→-=⇨", _read_arrow)
    add("同", _read_same)
    add("か", _read_from_to)
    add("円千万十百億兆1", _read_unit_word)
    add("終", _read_end_of_program)
    for pattern, reader in _later_vocabulary():
        add(first_characters(pattern), reader)
    add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", _read_latin_name)
    return {head: tuple(readers) for head, readers in table.items()}


def _read_bracket_noise(text: str, at: int) -> Value | None:
    """(注1) and (※2) are note marks, (款)10 is a number of the account's table, 2の(4)について names an item of a list."""
    if found := _NOTE_MARK.match(text, at):
        return Noise(at, found.end(), "note mark")
    if found := _ITEM.match(text, at):
        return Noise(at, found.end(), "list number")
    found = _ACCOUNT_CODE.match(text, at)
    return Noise(at, found.end(), "account code") if found else None


def _read_end_of_program(text: str, at: int) -> Value | None:
    """湖の観測事業(終了), 湖の観測事業(20地域)(終了), (終了)湖の観測事業; 9拠点(終了) says what the sites do."""
    if not _ENDED.match(text, at) or _COUNT_AT_END.search(text[max(0, at - LONGEST_COUNT) : at]):
        return None
    return MarkerWord(at, at + len("終了"), Marker.ENDED)


def _read_relative_year(text: str, at: int) -> Value | None:
    return read_year(text, at) if text.startswith("一昨年度", at) else None


_TABLE = _dispatch_table()
_HEAD = re.compile("[" + "".join(re.escape(head) for head in sorted(_TABLE)) + "]")
