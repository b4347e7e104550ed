"""Amounts: every unit, level and spelling, with the precision that the last printed digit gives."""

from __future__ import annotations

import pytest

from pipeline.language import read_values, scale
from pipeline.language.values import Arrow, Bound, Malformed, Money, Number, UnitWord

from .reading import only, values_of

CHO, OKU, MAN = 10**12, 10**8, 10**4

AMOUNTS = [
    # printed, yen, precision, why
    ("12,563,000円", 12_563_000, 1, "yen with separators"),
    ("70,718千円", 70_718_000, 1_000, "thousands"),
    ("4,800万円", 48_000_000, MAN, "ten thousands"),
    ("7,530百万円", 7_530_000_000, 10**6, "millions"),
    ("7,530 百万円", 7_530_000_000, 10**6, "a space before the unit"),
    ("38 億円", 38 * OKU, OKU, "a space before 億"),
    ("5.4兆円", 54 * 10**11, 10**11, "decimals of 兆"),
    ("1兆945億円", CHO + 945 * OKU, OKU, "two levels"),
    ("1 兆 945 億円", CHO + 945 * OKU, OKU, "two levels with spaces"),
    ("3584億800万円", 3584 * OKU + 800 * MAN, MAN, "levels are not zero-padded"),
    ("350億3,306万4千円", 35_033_064_000, 1_000, "three levels, the last one 千"),
    ("1億 3,618万 5,000円", 136_185_000, 1, "levels with spaces between, yen at the end"),
    ("12億3千万円", 1_230_000_000, 10**7, "千万 as a level"),
    ("3千5百万円", 35_000_000, 10**6, "千 and 百 between the digits of one level"),
    ("2千5百億円", 2_500 * OKU, 100 * OKU, "千 and 百 before 億"),
    ("1億2千3百万円", 123_000_000, 10**6, "千 and 百 after 億"),
    ("3千500万円", 35_000_000, MAN, "a plain last number after 千"),
    ("9.8百万円", 9_800_000, 10**5, "decimals of millions"),
    ("２．９億円", 290_000_000, 10**7, "full width"),
    ("１，０６７，６０５千円", 1_067_605_000, 1_000, "full-width commas"),
    ("0・5億円", 50_000_000, 10**7, "・ as the decimal point"),
    ("4、185億2、000万円", 418_520_000_000, MAN, "、 as thousands separator"),
    ("四兆三三二億円", 4 * CHO + 332 * OKU, OKU, "kanji by position"),
    ("八八億七五〇〇万円", 8_875_000_000, MAN, "kanji by position, two levels"),
    ("百五十八億千八百万円", 15_818_000_000, 10**6, "classical kanji: the last digit printed is of hundreds of 万"),
    ("三千万円", 30_000_000, 10**7, "classical kanji: one digit of thousands"),
    ("千円札ではなく千二百円", 1_200, 100, "a classical amount in plain yen"),
    ("金壱億弐千参百万円也", 123_000_000, 10**6, "大字"),
    ("二・五億円", 250_000_000, 10**7, "kanji with ・ as the point"),
    ("四十二・六億円", 4_260_000_000, 10**7, "classical kanji with ・ as the point"),
    ("百三十・五億円", 13_050_000_000, 10**7, "classical kanji with ・ as the point, hundreds"),
    ("四十二．六億円", 4_260_000_000, 10**7, "classical kanji with ． as the point"),
    ("〇・三億円", 30_000_000, 10**7, "a kanji decimal below one"),
    ("四・七百万円", 4_700_000, 10**5, "the 百 after a kanji decimal is the unit's"),
    ("53,567億", 53_567 * OKU, OKU, "億 without 円"),
    ("2億8500万", 285_000_000, MAN, "万 without 円"),
    ("0百万円", 0, 10**6, "a stated zero"),
    ("¥1,234,000", 1_234_000, 1, "a yen sign in front"),
    ("￥1,000万円", 10_000_000, MAN, "a yen sign and a unit"),
    ("WPI60億円", 60 * OKU, OKU, "glued to a Latin name"),
    ("A.351億円", 351 * OKU, OKU, "after the letter of a list"),
]


@pytest.mark.parametrize(("printed", "yen", "precision", "why"), AMOUNTS, ids=[row[0] for row in AMOUNTS])
def test_amount(printed: str, yen: int, precision: int, why: str) -> None:
    money = values_of(printed, Money)[-1]
    assert (money.yen, money.precision, money.yen_max) == (yen, precision, None), why


RANGES = [
    ("5〜20億円", 5 * OKU, 20 * OKU, OKU, "the unit belongs to both ends"),
    ("5~20億円", 5 * OKU, 20 * OKU, OKU, "ASCII tilde"),
    ("10～15億円", 10 * OKU, 15 * OKU, OKU, "full-width tilde"),
    ("5-20億円", 5 * OKU, 20 * OKU, OKU, "a hyphen between digits"),
    ("1.5〜2.5億円", 150_000_000, 250_000_000, 10**7, "decimals at both ends"),
    ("5千万円~2億円", 50_000_000, 200_000_000, 10**7, "two complete amounts"),
    ("10億円から15億円", 10 * OKU, 15 * OKU, OKU, "から between two amounts"),
    ("三億円ないし五億円", 3 * OKU, 5 * OKU, OKU, "ないし"),
    ("二〜三千万円", 20_000_000, 30_000_000, 10**7, "the 千 of the upper end belongs to both"),
    ("二、三億円", 2 * OKU, 3 * OKU, OKU, "two neighbouring digits"),
    ("500〜1,000千円", 500_000, 1_000_000, 1_000, "thousands"),
]


@pytest.mark.parametrize(("printed", "low", "high", "precision", "why"), RANGES, ids=[row[0] for row in RANGES])
def test_range(printed: str, low: int, high: int, precision: int, why: str) -> None:
    money = only(printed, Money)
    assert (money.yen, money.yen_max, money.precision) == (low, high, precision), why


def test_the_number_of_a_list_item_is_no_digit_of_its_amount() -> None:
    assert [m.yen for m in values_of("①１億円 ②２億円", Money)] == [OKU, 2 * OKU]


def test_from_one_amount_to_the_next_is_a_change_and_no_range() -> None:
    reading = read_values("18億円から23億円に増額")
    first, arrow, second = reading.values[:3]
    assert isinstance(first, Money) and isinstance(arrow, Arrow) and isinstance(second, Money)
    assert (first.yen, first.yen_max, second.yen) == (18 * OKU, None, 23 * OKU)


def test_falling_amounts_are_no_range() -> None:
    assert [m.yen_max for m in values_of("20億円~5億円", Money)] == [None, None]


def test_two_columns_with_a_minus_between_are_no_range() -> None:
    assert [m.yen for m in values_of("5億円 -18億円", Money)] == [5 * OKU, -18 * OKU]


APPROXIMATE = [
    ("約2億円", None), ("およそ3億円", None), ("おおむね3億円", None), ("概ね3億円", None), ("2億円程度", None), ("2億円前後", None),
    ("2億円余", None), ("2億円余り", None), ("八十七億余円", None), ("5億円強", None), ("5億円弱", None), ("10兆円規模", None),
    ("2億円以上", Bound.AT_LEAST), ("2億円超", Bound.AT_LEAST), ("2億円以内", Bound.AT_MOST), ("2億円未満", Bound.AT_MOST),
    ("2億円以下", Bound.AT_MOST),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "bound"), APPROXIMATE)
def test_approximate(printed: str, bound: Bound | None) -> None:
    money = only(printed, Money)
    assert money.approximate and money.bound is bound
    assert money.end == len(printed), "the word belongs to the printed amount"


@pytest.mark.parametrize("printed", ["契約2億円", "10億円強化", "3億円余剰", "公約3億円"])
def test_words_that_only_look_like_an_approximation(printed: str) -> None:
    assert not only(printed, Money).approximate


SIGNED = [
    ("△12億円", -12), ("▲12億円", -12), ("▼12億円", -12), ("△ 12億円", -12), ("△　　　12億円", -12), ("-12億円", -12), ("−12億円", -12),
    ("－12億円", -12), ("マイナス12億円", -12), ("減 12億円", -12), ("(減12億円)", -12), ("+12億円", 12), ("＋12億円", 12), ("増 12億円", 12),
    ("▲約12億円", -12), ("±0億円", 0), ("▲0億円", 0),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "oku"), SIGNED)
def test_sign(printed: str, oku: int) -> None:
    money = only(printed, Money)
    assert (money.yen, money.signed) == (oku * OKU, True)


def test_a_word_that_ends_in_decrease_is_no_sign() -> None:
    assert not only("増減 12億円", Money).signed
    assert not only("削減12億円", Money).signed


UNITS = [
    ("(単位:百万円)", 10**6), ("（単位：千円）", 10**3), ("単位は100万円", 10**6), ("(単位:事業、百万円)", 10**6), ("金額単位・百万円", 10**6),
    ("(百万円)", 10**6), ("〔単位：億円〕", OKU), ("【単位：億円】", OKU), ("単位 千円", 10**3), ("単 位 : 百 万 円", 10**6), ("(百万円、%)", 10**6),
    ("金額(千円)", 10**3), ("百万円単位", 10**6), ("(単位:円)", 1), ("(単位万円)", MAN), ("(単位:10億円)", 10**9), ("(単位:兆円)", CHO), ("金額の単位は千円である。", 10**3),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "factor"), UNITS)
def test_declared_unit(printed: str, factor: int) -> None:
    unit = only(printed, UnitWord)
    assert unit.factor == factor and unit.declared
    assert not values_of(printed, Money)


@pytest.mark.parametrize(
    "printed", ["【10億円】", "〔10億円〕", "[1億円]", "(100万円)", "(10万円)", "<1千円>", "(1,000円)", "(百億円)"]
)
def test_an_amount_in_brackets_is_no_unit(printed: str) -> None:
    assert only(printed, Money).yen
    assert not values_of(printed, UnitWord)


def test_a_small_unit_on_top_of_a_column_is_a_unit_and_no_amount() -> None:
    unit = only("千円", UnitWord)
    assert (unit.factor, unit.declared) == (1_000, False)
    assert only("千 円", UnitWord).factor == 1_000


@pytest.mark.parametrize("printed", ["百万円未満四捨五入", "1,000円未満は切捨て", "千円未満切り捨て", "億円未満の端数"])
def test_a_unit_of_rounding_is_neither_an_amount_nor_a_unit(printed: str) -> None:
    assert not values_of(printed, Money) and not values_of(printed, UnitWord)


def test_a_declared_unit_completes_the_last_number() -> None:
    money = only("410億4700", Money)
    assert money.yen == 410 * OKU and money.tail is not None
    assert (money.tail.mantissa, money.tail_level) == (4_700, OKU)


def test_scale_is_exact() -> None:
    assert scale(Number(0, 1, mantissa=1_008_884, decimals=1), 10**6) == (100_888_400_000, 10**5)
    assert scale(Number(0, 1, mantissa=15, decimals=1), 1) is None, "half a yen"
    assert scale(Number(0, 1, mantissa=-25), 10**3) == (-25_000, 1_000)
    assert scale(Number(0, 1, mantissa=3_000, grain=1_000), MAN) == (30_000_000, 10**7)


NO_AMOUNT = [
    ("1億総活躍", "a slogan"),
    ("3万の応募", "applications, not yen"),
    ("10万トン", "a weight"),
    ("5億ドル", "another currency"),
    ("10万人", "people"),
    ("円滑な実施", "円 at the head of a word"),
    ("為替は1円高", "円高"),
    ("億円", "a unit without a number"),
    ("△", "a sign without a number"),
    ("十百千", "powers in no order"),
    ("数百の事業", "a vague number"),
]


@pytest.mark.parametrize(("printed", "why"), NO_AMOUNT, ids=[row[0] for row in NO_AMOUNT])
def test_no_amount(printed: str, why: str) -> None:
    assert not values_of(printed, Money), why


MALFORMED = [
    "1,23,4億円", "1,2345円", "123,45千円", "1、234、56億円", "十百千円", "1.5円", "30億12,345万円", "99999999兆円", "1" * 30 + "円",
    "数十億円", "十数億円", "数千万円", "6兆7,4", "5億3億円",
    "1, 234,567,890円", "12, 345,678千円", "1,234, 567円", "4, 800千円", "123, 456,789", "1,234,.567,000円",
]  # fmt: skip


@pytest.mark.parametrize("printed", MALFORMED)
def test_what_cannot_be_read_is_malformed_whole_and_never_a_guess(printed: str) -> None:
    malformed = only(printed, Malformed)
    assert (malformed.start, malformed.end) == (0, len(printed))
    assert not values_of(printed, Money) and not values_of(printed, Number)


@pytest.mark.parametrize(("printed", "rest"), [("乙A12,345", "345"), ("令和5,300百万円", "300百万円")])
def test_the_end_of_a_number_is_not_taken_for_the_whole(printed: str, rest: str) -> None:
    malformed = only(printed, Malformed)
    assert printed[malformed.start : malformed.end] == rest
    assert not values_of(printed, Money) and not values_of(printed, Number)


@pytest.mark.parametrize(
    "printed",
    [
        "5円未満の端数があるときは切り捨て",
        "5円以上10円未満の端数があるときは",
        "これを10円に切り上げる",
        "1,000円に切上げ",
    ],
)
def test_a_unit_of_rounding_is_no_amount(printed: str) -> None:
    assert not values_of(printed, Money)


@pytest.mark.parametrize("printed", ["花壇整備費 一", "道路費 一一 5"])
def test_what_may_be_a_dash_is_no_number(printed: str) -> None:
    assert [one.why for one in values_of(printed, Malformed)] == ["a dash or the numeral one"]
    assert not [one for one in values_of(printed, Number) if one.kanji]


def test_ones_behind_an_equals_sign_are_a_number() -> None:
    assert [one.mantissa for one in values_of("学習支援=一一", Number)] == [11]


def test_a_space_behind_a_comma_parts_what_cannot_be_one_number() -> None:
    assert [one.mantissa for one in values_of("12, 3456", Number)] == [12, 3456]
    assert [one.mantissa for one in values_of("2024, 100", Number)] == [2024, 100]
    assert [one.yen for one in values_of("1,000円, 200円", Money)] == [1_000, 200]


def test_unmatched_brackets_do_not_disturb_an_amount() -> None:
    assert only("((((10億円", Money).yen == 10 * OKU
    assert only("10億円)))】", Money).yen == 10 * OKU


@pytest.mark.parametrize("text", ["図書館費十億円、体育館費二億円", "図書館の整備に十億円"])
def test_ten_oku_glued_to_a_name_is_an_amount(text: str) -> None:
    assert next(value.yen for value in read_values(text).values if isinstance(value, Money)) == 10**9
