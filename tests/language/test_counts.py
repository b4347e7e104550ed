"""Counts: number, counter, approximation; and the words in which number and counter are part of a name."""

from __future__ import annotations

import pytest

from pipeline.language.values import Bound, Counted, Noise, Number
from pipeline.language.vocabulary import COUNTERS

from .reading import kinds_in, only, values_of

COUNTS = [
    ("18地域", 18, "地域", "plain"),
    ("うち3地域", 3, "地域", "after うち"),
    ("一般型8地域", 8, "地域", "glued to a name"),
    ("5拠点", 5, "拠点", "sites"),
    ("15カ所", 15, "か所", "katakana カ"),
    ("五ヵ所", 5, "か所", "kanji, small ヵ"),
    ("五ヶ所", 5, "か所", "small ヶ"),
    ("100か所", 100, "か所", "hiragana"),
    ("全国1５ヵ所", 15, "か所", "widths mixed"),
    ("12箇所", 12, "か所", "箇"),
    ("百三十三件", 133, "件", "classical kanji"),
    ("五十六大学", 56, "大学", "classical kanji, no word of the dictionary"),
    ("二、六五四件", 2_654, "件", "kanji with separators"),
    ("10,000人", 10_000, "人", "separators"),
    ("2.5万人", 25_000, "人", "decimals of 万"),
    ("3億7千万人", 370_000_000, "人", "levels"),
    ("1万2千件", 12_000, "件", "levels with 千"),
    ("八十六万六千人", 866_000, "人", "kanji levels"),
    ("81名", 81, "名", "people"),
    ("47都道府県", 47, "都道府県", "prefectures"),
    ("1,741市区町村", 1_741, "市区町村", "longest counter first"),
    ("4都市", 4, "都市", "cities"),
    ("3県", 3, "県", "prefectures"),
    ("1,200世帯", 1_200, "世帯", "households"),
    ("45戸", 45, "戸", "dwellings"),
    ("12冊", 12, "冊", "books"),
    ("3組", 3, "組", "pairs"),
    ("3台", 3, "台", "machines"),
    ("5 拠点", 5, "拠点", "a space before the counter"),
    ("年間 1,250 回", 1_250, "回", "events"),
    ("86国立大学", 86, "大学", "kind and counter in one word"),
    ("1,200人／年", 1_200, "人", "people a year are no unit cost"),
    ("総数百三十件", 130, "件", "数 is of the word before it"),
    ("延べ69地域", 69, "地域", "延べ"),
    ("計20地域", 20, "地域", "計"),
    ("10大学×約3億円", 10, "大学", "a number of units at a unit cost"),
    ("工作教室の開設 48教室", 48, "教室", "a name that holds its counter"),
    ("測量機の更新 2機", 2, "機", "a name that holds its counter"),
]


@pytest.mark.parametrize(("printed", "value", "unit", "why"), COUNTS, ids=[row[0] for row in COUNTS])
def test_count(printed: str, value: int, unit: str, why: str) -> None:
    counted = only(printed, Counted)
    assert (counted.value, counted.unit, counted.per) == (value, unit, False), why


@pytest.mark.parametrize("counter", COUNTERS, ids=[counter.unit for counter in COUNTERS])
def test_every_counter_of_the_table_counts(counter: object) -> None:
    unit = counter.unit  # type: ignore[attr-defined]
    assert [(c.value, c.unit) for c in values_of(f"全国の12{unit}で", Counted)] == [(12, unit)]


def test_two_counts_side_by_side() -> None:
    assert [(c.value, c.unit) for c in values_of("12地域10クラスター", Counted)] == [(12, "地域"), (10, "クラスター")]


@pytest.mark.parametrize("printed", ["約30校", "30校程度", "およそ30校", "30校余り", "30校前後"])
def test_approximate(printed: str) -> None:
    counted = only(printed, Counted)
    assert counted.approximate and (counted.start, counted.end) == (0, len(printed))


def test_bounds() -> None:
    assert only("100団体以上", Counted).bound is Bound.AT_LEAST
    assert only("50件以内", Counted).bound is Bound.AT_MOST


def test_a_treaty_and_a_contract_approximate_nothing() -> None:
    assert not only("契約3件", Counted).approximate
    assert not only("設計3件", Counted).approximate


def test_range() -> None:
    counted = only("10〜15校", Counted)
    assert (counted.value, counted.value_max, counted.approximate) == (10, 15, True)
    counted = only("二、三件", Counted)
    assert (counted.value, counted.value_max, counted.approximate) == (2, 3, True)


@pytest.mark.parametrize(
    "printed",
    ["1地域当たり5億円", "1校あたり3,000千円", "1件につき2億円", "1人当り5万円", "一人当たり5万円", "1校／3億円"],
)
def test_the_one_of_a_unit_cost(printed: str) -> None:
    assert only(printed, Counted).per


def test_a_number_without_a_counter() -> None:
    number = only("30程度", Number)
    assert (number.mantissa, number.approximate) == (30, True)


PARTS_OF_WORDS = [
    ("八戸市の計画", "a city"),
    ("二本松市", "a city"),
    ("三重県", "a prefecture"),
    ("千葉県", "a prefecture"),
    ("四国地域", "an island"),
    ("十勝地域", "a region"),
    ("三村", "a surname"),
    ("六ヶ所村", "a village"),
    ("一戸町", "a town"),
    ("四日市市", "a city"),
    ("百貨店", "a shop"),
    ("一人親家庭", "families"),
    ("三人称", "grammar"),
    ("一本化", "unification"),
    ("国立5法人化", "incorporation"),
    ("全国5地域間", "between regions"),
    ("県内3大学病院", "hospitals"),
    ("一般", "general"),
    ("千代田区", "a ward"),
    ("一人ひとり", "everyone"),
    ("1人1台端末", "one each"),
    ("35人学級", "a class size"),
    ("35人以下学級", "a class size"),
    ("数十件", "a vague number holds no ten"),
    ("〇 自治体の役割", "a bullet"),
    ("〇校", "a blank to be filled in"),
    ("1大学発ベンチャー", "a list number glued to a name"),
    ("2大学知的財産本部の整備", "a list number glued to a name"),
    ("2 地域の活性化", "a list number and a name"),
    ("4 市たばこ税 1,900", "a list number and a name in kana"),
    ("2 法人 2,441,300", "a list number, a name and its amount"),
    ("- 2 事業の概要", "a bullet, a list number and a heading"),
    ("186,079 保育園等保育料 181", "an amount and the label of the next column"),
    ("1,200 施設整備費 300", "an amount and the label of the next column"),
    ("003 地区計画導入事業費 26", "a code and a name"),
    ("002 小学校ICT教育", "a code and a name"),
    ("三 施設の整備", "a list number in kanji and a name"),
    ("2 教室の改修", "a list number and a name"),
    ("1海域環境調査事業", "a list number glued to a name"),
    ("4機関車の保存", "a list number glued to a name"),
    ("第2機動隊", "a number of a unit of police"),
]


@pytest.mark.parametrize(("printed", "why"), PARTS_OF_WORDS, ids=[row[0] for row in PARTS_OF_WORDS])
def test_no_count(printed: str, why: str) -> None:
    assert not values_of(printed, Counted), why


def test_students_per_class_are_no_digits_left_over() -> None:
    assert kinds_in("35人学級") == ["Noise"]
    assert only("1人1台", Noise).why == "name"
