"""What must hold for every amount and every text: an amount reads back as itself, and no text does harm.

The writers here share nothing with the grammar: they spell an integer the way documents do, and say which unit their last
printed digit has.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.language import normalize, read_values, scale
from pipeline.language.values import Money, Number, UnitWord

from .reading import only

GROUPS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))
KANJI = "〇一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
# Up to 9,999 兆: more than every budget, and within a BIGINT.
YEN = st.integers(min_value=1, max_value=9_999 * 10**12)
Written = tuple[str, int]


def grouped(number: int) -> str:
    return f"{number:,}"


def positional(number: int) -> str:
    return "".join(KANJI[int(digit)] for digit in str(number))


def classical(number: int) -> str:
    """二千三十 for 2030; 千, not 一千."""
    parts = []
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            parts.append((KANJI[digit] if digit > 1 or power == 1 else "") + name)
    return "".join(parts)


def mixed_small(number: int) -> str:
    """3千5百 for 3500."""
    parts = [(number // power % 10, name) for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, ""))]
    return "".join(f"{digit}{name}" for digit, name in parts if digit)


def lowest_power(number: int) -> int:
    power = 1
    while number % (power * 10) == 0:
        power *= 10
    return power


def in_levels(yen: int, spell: Callable[[int], str]) -> Written:
    parts = [(yen // size % 10_000, size, name) for size, name in GROUPS]
    printed = [(spell(count) + name, size) for count, size, name in parts if count]
    return "".join(text for text, _ in printed) + "円", printed[-1][1]


def in_levels_by_digit(yen: int, spell: Callable[[int], str]) -> Written:
    """Spelled digit by digit with their powers: the last printed digit has the lowest power in which the amount has one."""
    return in_levels(yen, spell)[0], lowest_power(yen)


def with_decimals(yen: int, unit: int, name: str, point: str) -> Written:
    """To as many decimals as the amount needs."""
    whole, rest = divmod(yen, unit)
    digits = str(rest).zfill(len(str(unit)) - 1).rstrip("0")
    return (f"{whole:,}{point}{digits}{name}", unit // 10 ** len(digits)) if digits else (f"{whole:,}{name}", unit)


WRITERS: tuple[Callable[[int], Written], ...] = (
    lambda yen: (f"{yen}円", 1),
    lambda yen: (f"{yen:,}円", 1),
    lambda yen: (f"{yen:,}円".translate(FULL_WIDTH), 1),
    lambda yen: (f"{yen:,}円".replace(",", "、"), 1),
    lambda yen: (f"¥{yen:,}", 1),
    lambda yen: in_levels(yen, str),
    lambda yen: in_levels(yen, grouped),
    lambda yen: in_levels(yen, positional),
    lambda yen: (in_levels(yen, grouped)[0].translate(FULL_WIDTH), in_levels(yen, grouped)[1]),
    lambda yen: in_levels_by_digit(yen, classical),
    lambda yen: in_levels_by_digit(yen, mixed_small),
    lambda yen: with_decimals(yen, 10**3, "千円", "."),
    lambda yen: with_decimals(yen, 10**4, "万円", "."),
    lambda yen: with_decimals(yen, 10**6, "百万円", "."),
    lambda yen: with_decimals(yen, 10**8, "億円", "・"),
    lambda yen: with_decimals(yen, 10**12, "兆円", "."),
)


@settings(max_examples=400)
@given(yen=YEN, write=st.sampled_from(WRITERS))
@example(yen=10**12, write=WRITERS[9])
@example(yen=1_000, write=WRITERS[9])
@example(yen=10, write=WRITERS[10])
@example(yen=10**10, write=WRITERS[9])
@example(yen=10**7, write=WRITERS[9])
def test_every_amount_reads_back_as_itself(yen: int, write: Callable[[int], Written]) -> None:
    printed, precision = write(yen)
    # These are units of tables; a document prints an amount of one unit with its digit (1千円).
    if printed in ("千円", "百万円", "十億円"):
        assert only(printed, UnitWord).factor == yen
        return
    money = only(printed, Money)
    assert (money.yen, money.precision) == (yen, precision), printed
    assert (money.start, money.end) == (0, len(normalize(printed).text))


@given(
    number=st.integers(0, 9 * 10**6),
    decimals=st.integers(0, 3),
    unit=st.sampled_from([1, 10**3, 10**4, 10**6, 10**8, 10**12]),
)
def test_a_number_under_a_declared_unit_is_exact_or_nothing(number: int, decimals: int, unit: int) -> None:
    scaled = scale(Number(0, 1, mantissa=number, decimals=decimals), unit)
    if number * unit % 10**decimals:
        assert scaled is None
    else:
        assert scaled == (number * unit // 10**decimals, max(1, unit // 10**decimals))


# What documents are made of, so that texts of it meet every reader.
PIECES = (
    "0 1 2 9 10 12,345 1,23,4 ３ 〇 一 二 十 百 千 万 億 兆 円 百万円 千円 . , 、 ・ 〜 ~ - － △ ▲ + ± ( ) （ ） 【 】 [ ] 「 」 約 程度 余 以上 年 年度 月 日 平成 令和 昭和 H R7 "
    "H26 FY 前年度 ' 第 次 号 期 補正 予算 案 (案) 概算要求 要望額 決算額 増減 率 % うち 内、 再掲 外に 新規 終了 予定 採択 地域 大学 件 人 校 か所 あたり → ⇒ 単位 : 電話 TEL P No. ※ 注 "
    "http:// COVID COE 事業 の に から まで \t 数 参 壱 ㍻ ㈱ ｶﾞ ¥ / = 皆増 同額 事項要求"
)
# Digits and signs of every kind, and what is there and cannot be seen.
STRANGE = (
    "０９〇零一二三四五六七八九十百千万億兆京壱弐参拾廿①⑩⑴⒈㈠㊀Ⅰⅷ½¼㍻㋿㌫円銭￥¥$%％‰△▲▼−－-–—ー~〜～…‥・，,、。．.：()（）[]【】「」〈〉{}<>"
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202e\u2066\u2069\ufe0f\U000e0100\u0301\u3099\u309a\u20dd\x00\x7f\u2028\u0660\u0967\U0001d7d8"
)
HOSTILE_TEXT = st.lists(
    st.one_of(st.sampled_from(STRANGE), st.sampled_from(PIECES.split(" ")), st.characters()), max_size=100
).map("".join)
DOCUMENT_TEXT = st.lists(st.sampled_from([*PIECES.split(" "), " ", "　", "\n"]), max_size=30).map("".join)


@settings(max_examples=500)
@given(st.one_of(st.text(max_size=80), DOCUMENT_TEXT, HOSTILE_TEXT))
@example("\ud800億円")
@example("１" * 40 + "億円")
@example("H1~" * 2_000)
@example("~")
@example("(" * 3_000 + "5億円")
def test_no_text_does_harm(printed: str) -> None:
    """Reading never raises; values are in order, without overlaps, and every one has a place in the print."""
    text = normalize(printed)
    at = 0
    for value in read_values(text.text).values:
        assert at <= value.start < value.end <= len(text.text)
        at = value.end
        start, end = text.span(value.start, value.end)
        assert 0 <= start < end <= len(printed)
        if isinstance(value, Money):
            assert value.precision >= 1 and (value.yen_max is None or value.yen_max > abs(value.yen))


@given(st.one_of(st.text(max_size=80), DOCUMENT_TEXT, HOSTILE_TEXT))
def test_every_normalized_character_comes_from_its_place_in_the_print(printed: str) -> None:
    text = normalize(printed)
    assert len(text.starts) == len(text.ends) == len(text.text)
    assert list(text.starts) == sorted(text.starts)
    for char, start, end in zip(text.text, text.starts, text.ends, strict=True):
        # A space may part digits that come from different characters (①１).
        assert char == " " or char in normalize(printed[start:end]).text


@given(DOCUMENT_TEXT, DOCUMENT_TEXT)
def test_a_line_end_parts_two_texts(first: str, second: str) -> None:
    """Reading is local: what stands on one line does not change how the next line's amounts read."""
    alone = [value.yen for value in read_values(normalize(second).text).values if isinstance(value, Money)]
    both = read_values(normalize(first + "。\n" + second).text)
    offset = len(normalize(first + "。\n").text)
    assert [v.yen for v in both.values if isinstance(v, Money) and v.start >= offset] == alone
