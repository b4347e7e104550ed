"""Phases, roles, markers, qualifiers, relations, statuses: the fixed words, one case per spelling."""

from __future__ import annotations

import pytest

from pipeline.language.values import (
    MarkerWord,
    PhaseWord,
    QualifierWord,
    RelationWord,
    RoleWord,
    StatusWord,
)
from pipeline.model import CountStatus, Marker, Measure, Nature, Phase, Qualifier, Relation

from .reading import only, values_of

REQUESTED, PROPOSED, APPROVED = Phase.REQUESTED, Phase.PROPOSED, Phase.APPROVED
ADJUSTED, REVISED, EXECUTED = Phase.ADJUSTED, Phase.REVISED, Phase.EXECUTED

PHASES = [
    ("概算要求額", REQUESTED, None), ("概算要求・要望額", REQUESTED, None), ("要求・要望額", REQUESTED, None), ("要望額", REQUESTED, None),
    ("要求額", REQUESTED, None), ("予算要求額", REQUESTED, None), ("予算案概算要求額", REQUESTED, None), ("予算概算要求", REQUESTED, None),
    ("予算案", PROPOSED, None), ("予算（案）", PROPOSED, None), ("予算額(案)", PROPOSED, None), ("予算〔案〕", PROPOSED, None), ("政府案", PROPOSED, None),
    ("当初予算案", PROPOSED, None), ("当初(案)", PROPOSED, None), ("政府予算案", PROPOSED, None), ("予算額(政府案)", PROPOSED, None),
    ("概算決定額", PROPOSED, None), ("予算案額", PROPOSED, None), ("予算額", APPROVED, None), ("当初予算額", APPROVED, None), ("当初予算", APPROVED, None),
    ("政府予算額", APPROVED, None), ("成立予算", APPROVED, None), ("補正前の額", APPROVED, None), ("既定予算額", APPROVED, None),
    ("補正予算", ADJUSTED, None), ("補正予算額", ADJUSTED, None), ("補正予算案", ADJUSTED, None), ("補正額", ADJUSTED, None),
    ("第2次補正予算", ADJUSTED, 2), ("第２次補正", ADJUSTED, 2), ("第二次補正予算（案）", ADJUSTED, 2), ("2次補正", ADJUSTED, 2), ("補正予算(第1号)", ADJUSTED, 1),
    ("補正予算案（第３号）", ADJUSTED, 3), ("補正第1号", ADJUSTED, 1), ("第1号補正予算", ADJUSTED, 1), ("一号補正", ADJUSTED, 1),
    ("補正後の額", REVISED, None), ("補正後予算額", REVISED, None), ("予算現額", REVISED, None), ("現計予算額", REVISED, None), ("予算現計", REVISED, None),
    ("決算額", EXECUTED, None), ("決算", EXECUTED, None), ("決算見込額", EXECUTED, None), ("決算見込み額", EXECUTED, None), ("支出済額", EXECUTED, None),
    ("執行額", EXECUTED, None), ("予算", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "phase", "supplement"), PHASES, ids=[row[0] for row in PHASES])
def test_phase(printed: str, phase: Phase | None, supplement: int | None) -> None:
    word = only(printed, PhaseWord)
    assert (word.phase, word.supplement_no) == (phase, supplement)
    assert (word.start, word.end) == (0, word.end)


def test_request_after_a_year() -> None:
    assert only("R7要求", PhaseWord).phase is REQUESTED
    assert only("令和8年度要求", PhaseWord).phase is REQUESTED
    assert not values_of("要求水準", PhaseWord)


def test_no_phase_in_what_is_to_be_asked_for_later() -> None:
    assert not values_of("事項要求", PhaseWord)


CHANGES = [
    "比較増△減", "比較増減額", "増△減", "増▲減", "増・減", "増減", "増減額", "対前年度増減額", "対前年度比", "対前年度", "前年度比較", "前年度との差", "差引",
    "差引増減額", "差額", "比 較 増 減",
]  # fmt: skip
RATES = [
    "増減率",
    "増△減率",
    "伸率",
    "伸び率",
    "対前年度伸び率",
    "前年度比増減率",
    "対前年度増減率",
    "構成比",
    "執行率",
    "増加率",
]


@pytest.mark.parametrize("printed", CHANGES)
def test_word_for_a_change(printed: str) -> None:
    word = only(printed, RoleWord)
    assert (word.measure, word.is_rate) == (Measure.CHANGE, False)


@pytest.mark.parametrize("printed", RATES)
def test_word_for_a_rate(printed: str) -> None:
    word = only(printed, RoleWord)
    assert (word.measure, word.is_rate) == (None, True)


@pytest.mark.parametrize("printed", ["総事業費", "予算総額", "累計", "累計額", "全体事業費"])
def test_word_for_several_years(printed: str) -> None:
    assert only(printed, RoleWord).measure is Measure.CUMULATIVE


@pytest.mark.parametrize("printed", ["単価", "補助単価", "月額", "平均額", "基準額"])
def test_word_for_a_unit_cost(printed: str) -> None:
    word = only(printed, RoleWord)
    assert (word.measure, word.nature) == (Measure.UNIT_COST, None)


@pytest.mark.parametrize("printed", ["上限2億円", "補助上限額 2億円", "限度額 2億円", "最大2億円", "補助限度額 2億円"])
def test_word_for_a_ceiling(printed: str) -> None:
    assert only(printed, RoleWord).nature is Nature.CEILING


MARKERS = [
    ("【新規】", Marker.NEW), ("(新規)", Marker.NEW), ("新規要望", Marker.NEW), ("新設", Marker.NEW), ("[新]", Marker.NEW), ("【拡】", Marker.EXPANDED),
    ("★拡充", Marker.EXPANDED), ("(拡充)", Marker.EXPANDED), ("(一部新規)", Marker.EXPANDED), ("〔継続分〕", Marker.CONTINUED), ("(継)", Marker.CONTINUED),
    ("(廃止)", Marker.ENDED), ("【終了】", Marker.ENDED),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "marker"), MARKERS)
def test_marker(printed: str, marker: Marker) -> None:
    assert only(printed, MarkerWord).marker is marker


QUALIFIERS = [
    ("39.2億円の内数", Qualifier.PORTION_OF), ("内数", Qualifier.PORTION_OF), ("運営費交付金中の推計額", Qualifier.INCLUDES_ESTIMATE),
    ("推計額を含む", Qualifier.INCLUDES_ESTIMATE), ("(組替後)", Qualifier.RESTATED), ("組換掲記", Qualifier.RESTATED), ("組み替え後", Qualifier.RESTATED),
    ("10億円+事項要求", Qualifier.PLUS_UNQUANTIFIED), ("10億円 ＋ 事項要求", Qualifier.PLUS_UNQUANTIFIED), ("10億円及び事項要求", Qualifier.PLUS_UNQUANTIFIED),
    ("10億円と事項要求", Qualifier.PLUS_UNQUANTIFIED), ("10億円+α", Qualifier.PLUS_UNQUANTIFIED),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "qualifier"), QUALIFIERS)
def test_qualifier(printed: str, qualifier: Qualifier) -> None:
    assert only(printed, QualifierWord).qualifier is qualifier


RELATIONS = [
    ("うち3億円", Relation.OF_WHICH), ("内、施設整備費", Relation.OF_WHICH), ("(内 3億円)", Relation.OF_WHICH), ("内 3億円", Relation.OF_WHICH),
    ("このうち3億円", Relation.OF_WHICH), ("【再掲】", Relation.RELISTED), ("(一部再掲)", Relation.RELISTED), ("※外に3億円", Relation.OUTSIDE),
    ("この他3億円", Relation.OUTSIDE), ("このほか、3億円", Relation.OUTSIDE), ("その他に3億円", Relation.OUTSIDE), ("別途3億円", Relation.OUTSIDE),
    ("上記のほか、3億円", Relation.OUTSIDE),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "relation"), RELATIONS)
def test_relation(printed: str, relation: Relation) -> None:
    assert only(printed, RelationWord).relation is relation


@pytest.mark.parametrize(
    "printed",
    [
        "海外に派遣",
        "国内、海外",
        "年内、",
        "その他の経費",
        "その他に要する",
        "うちわ",
        "内訳",
        "(内科・外科)",
        "内閣府",
        "以外に",
    ],
)
def test_words_that_only_hold_a_relation(printed: str) -> None:
    assert not values_of(printed, RelationWord)


STATUSES = [
    ("採択予定", CountStatus.PLANNED), ("採択", CountStatus.ADOPTED), ("選定", CountStatus.ADOPTED), ("応募", CountStatus.APPLIED), ("申請", CountStatus.APPLIED),
    ("終了予定", CountStatus.PLANNED_END), ("終了する見込み", CountStatus.PLANNED_END), ("終了", CountStatus.ENDED), ("開始", CountStatus.STARTED),
    ("開始予定", CountStatus.PLANNED), ("実施中", CountStatus.IMPLEMENTING), ("で実施", CountStatus.IMPLEMENTING), ("で実施する予定", CountStatus.PLANNED),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "status"), STATUSES)
def test_status(printed: str, status: CountStatus) -> None:
    assert values_of(printed, StatusWord)[0].status is status


def test_a_start_up_is_no_start() -> None:
    assert not values_of("スタートアップの創出", StatusWord)
    assert not values_of("ブックスタートの日", StatusWord)
