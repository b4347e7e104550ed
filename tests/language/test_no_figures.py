"""Digits that are no figure: nothing in these texts may become an amount, a count or a number."""

from __future__ import annotations

import pytest

from pipeline.language.values import Arrow, Counted, Malformed, Nil, Noise, Number, Rate, Same

from .reading import figures_in, kinds_in, only, values_of

NO_FIGURES = [
    ("令和6年4月1日", "a date"),
    ("平成十三年三月", "a date in kanji"),
    ("R6.4.1", "a date"),
    ("2024/4/1", "a date"),
    ("4月1日から8月31日", "days"),
    ("10:30から12:00", "times"),
    ("03-5253-4111(内線3456)", "telephone"),
    ("電話 03(5253)4111", "telephone with brackets"),
    ("TEL:03-5253-4111", "telephone"),
    ("〒100-0000", "postal code"),
    ("https://example.go.jp/a/1312250.htm", "an address"),
    ("霞が関3-2-2", "a street address"),
    ("平成15年法律第112号", "a law number"),
    ("第22条第1項", "article and paragraph"),
    ("第145回審議会", "a session"),
    ("第2期", "a stage"),
    ("(第Ⅱ期)", "a stage in Roman digits"),
    ("第二期", "a stage in kanji"),
    ("第５期基本計画", "full width"),
    ("1/2", "a fraction"),
    ("補助率１／３", "a fraction, full width"),
    ("定額、1/2、1/3", "fractions in a row"),
    ("3分の1", "a fraction in words"),
    ("10分の9.5", "a fraction with decimals"),
    ("二分の一", "a fraction in kanji"),
    ("21世紀COE", "a century"),
    ("二十一世紀", "a century in kanji"),
    ("10年~30年", "durations"),
    ("3か年計画", "a duration"),
    ("五箇年計画", "a duration in kanji"),
    ("12時間", "a duration"),
    ("×3年", "the years of a unit cost"),
    ("5 年間で", "a duration in spaced text"),
    ("10〜15年間", "a range of years"),
    ("P68", "a page"),
    ("P.12-15", "pages"),
    ("12頁", "a page"),
    ("45 ページ参照", "a page"),
    ("- 12 -", "a page number"),
    ("－ 12 －", "a page number, full width"),
    ("資料2-1", "a document number"),
    ("表1 主要経費", "a table number"),
    ("別紙3", "a number of an annex"),
    ("(注1)", "a note"),
    ("※2", "a note"),
    ("達成目標7-3-2", "a goal number"),
    ("(款)10 教育費", "a number of the account's table"),
    ("10款 教育費", "a number of the account's table"),
    ("COVID-19", "a name"),
    ("SINET6", "a name"),
    ("Society5.0", "a name"),
    ("Society 5.0", "a name"),
    ("ISO 9001", "a standard"),
    ("ISO/IEC 27001/27002", "standards"),
    ("5G", "a name"),
    ("3D", "a name"),
    ("G7", "a name"),
    ("H3ロケット", "a rocket"),
    ("ETC2.0", "a name"),
    ("No.3", "a number"),
    ("Ver.2.1", "a version"),
    ("12.5%", "a rate"),
    ("１０．０％増", "a rate, full width"),
    ("一一九・三%", "a rate in kanji"),
    ("▲ 5.0%", "a signed rate"),
    ("1.2倍", "a multiple"),
    ("3割程度", "tenths"),
    ("30〜40%", "a range of rates"),
    ("10.5ポイント", "points"),
    ("10万トン", "a weight"),
    ("300km", "a length"),
    ("5億ドル", "another currency"),
    ("2つ", "things"),
    ("4〜6月期", "months"),
    ("年2回", "how often"),
    ("3本柱", "a metaphor"),
    ("59総合的な推進", "a list number glued to a name"),
    ("003 地区計画導入事業費", "a code before a name"),
    ("2の(4)については", "an item of a list"),
    ("(3)地域の拠点", "a list number glued to a name"),
    ("月1回", "how often"),
    ("20,000部", "copies"),
    ("3.5人月", "work"),
    ("01北海道", "a code glued to a name"),
]


@pytest.mark.parametrize(("printed", "why"), NO_FIGURES, ids=[row[0] for row in NO_FIGURES])
def test_no_figure(printed: str, why: str) -> None:
    assert not figures_in(printed), why
    assert not values_of(printed, Counted) and not values_of(printed, Malformed), why


NIL = [
    ("-", None, None), ("－", None, None), ("─", None, None), ("‐", None, None), ("―", None, None), ("ー", None, None), ("‐ 百万円", "百万円", None),
    ("－千円", "千円", None), ("前年度予算額 －", None, None), ("予算額‐百万円", "百万円", None), ("皆増", None, "皆増"), ("皆減", None, "皆減"),
    ("皆無", None, "皆無"), ("事項要求", None, "事項要求"), ("該当なし", None, "該当なし"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "unit", "word"), NIL, ids=[row[0] for row in NIL])
def test_nothing_is_stated(printed: str, unit: str | None, word: str | None) -> None:
    nil = only(printed, Nil)
    assert (nil.unit_text, nil.word) == (unit, word)
    assert not figures_in(printed)


@pytest.mark.parametrize("printed", ["----------", "3-4", "産-学", "皆無である", "センタ ー"])
def test_dashes_and_words_that_are_no_nil(printed: str) -> None:
    assert not values_of(printed, Nil)


def test_zero_is_a_number_and_no_nil() -> None:
    number = only("0", Number)
    assert (number.mantissa, number.listed) == (0, False)
    assert only("▲0", Number).signed


def test_a_dash_before_a_number_in_the_next_column_is_no_minus() -> None:
    assert kinds_in("－ 240") == ["Nil", "Number"]
    assert only("－ 240", Number).mantissa == 240
    assert only("－240", Number).mantissa == -240


def test_same_amount() -> None:
    assert only("(同額)", Same)
    assert only("前年度同額", Same)


@pytest.mark.parametrize("printed", ["10→12", "10⇒12", "10->12", "10➡12"])
def test_arrow(printed: str) -> None:
    assert only(printed, Arrow)
    assert [n.mantissa for n in values_of(printed, Number)] == [10, 12]


def test_the_sign_of_a_rate_is_the_rates() -> None:
    assert kinds_in("▲9.5%(641億円)") == ["Rate", "Money"]
    assert kinds_in("+2.9%") == ["Rate"]


@pytest.mark.parametrize("printed", ["5.9%増", "5.9％の減", "2割減少", "1.2倍"])
def test_words_of_growth_belong_to_their_rate(printed: str) -> None:
    """In 3,109億円、5.9%増 the amount is no change."""
    rate = only(printed, Rate)
    assert (rate.start, rate.end) == (0, len(printed))


def test_a_rate_of_rounding_words_is_noise() -> None:
    assert only("百万円未満四捨五入", Noise).why == "rounding note"
    assert values_of("12.5%", Rate)


NUMBERS = [
    ("8,200", 8_200, 0, True),
    ("100,888.4", 1_008_884, 1, True),
    ("100", 100, 0, False),
    ("二、六一二(一一九・三%)", 2_612, 0, True),
    ("=二八", 28, 0, False),
    ("二、六一二", 2_612, 0, True),
    ("１，０６７，６０５", 1_067_605, 0, True),
    ("△ 10,382", -10_382, 0, True),
    ("－2,500", -2_500, 0, True),
    ("+154", 154, 0, True),
    ("減 1,234", -1_234, 0, True),
]


@pytest.mark.parametrize(("printed", "mantissa", "decimals", "listed"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_number(printed: str, mantissa: int, decimals: int, listed: bool) -> None:
    number = only(printed, Number)
    assert (number.mantissa, number.decimals, number.listed) == (mantissa, decimals, listed)


def test_range_of_numbers() -> None:
    number = only("10〜15", Number)
    assert number.high is not None and (number.mantissa, number.high.mantissa) == (10, 15)


def test_half_of_a_word_is_no_number() -> None:
    assert not values_of("参 考", Number)
    assert not values_of("〇 概要", Number)
