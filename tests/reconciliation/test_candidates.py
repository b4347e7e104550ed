"""Near matches: what a person would compare is found, and what a person would not is left alone.

The pairs are written by hand; both lists must hold to the last pair.
"""

from __future__ import annotations

import time

import pytest

from pipeline.extraction.programs import program_of
from pipeline.language import tokenize
from pipeline.model import CandidateKind, Program, ProgramCandidate, Relation
from pipeline.reconciliation import Kinship, find_candidates, leave_out_kin

from .facts import Sheet

MINISTRY = "文部科学省"
NEAR = (
    ("知的クラスター創成事業", "知的クラスター創成事業(第Ⅱ期)", "stage_missing"),
    ("知的クラスター創成事業", "知的クラスタ創成事業", "spelling"),
    ("知的クラスター創成事業", "知的クラスター創生事業", "spelling"),
    ("知的クラスター創成事業", "知的クラスタ一創成事業", "spelling"),
    ("知的クラスター創成事業", "知的クラスター創成", "containment"),
    ("知的クラスター創成事業", "知的クラスター創成プログラム", "wording"),
    ("都市エリア産学官連携促進事業", "都市エリア産学官連携推進事業", "wording"),
    ("都市エリア産学官連携促進事業", "都市エリア産学官連携の促進", "containment"),
    ("子どもの学習支援事業", "子供の学習支援事業", "spelling"),
    ("こどもの居場所づくり事業", "子供の居場所作り事業", "spelling"),
    ("地域の取組支援事業", "地域の取り組み支援事業", "spelling"),
    ("街づくり推進事業", "まちづくり推進事業", "spelling"),
    ("学術データベースの整備", "学術データーベースの整備", "spelling"),
    ("コンピュータ教育の推進", "コンピューター教育の推進", "spelling"),
    ("大学改革推進等補助金", "大学改革推進補助金", "spelling"),
    ("大学改革推進等補助金", "大学改革促進等補助金", "wording"),
    ("私立大学等経常費補助", "私立大学等経常費補助金", "containment"),
    ("5か年整備計画", "五カ年整備計画", "spelling"),
    ("産学官連携戦略展開事業", "戦略展開産学官連携事業", "word_order"),
    ("教育研究基盤の整備", "研究教育基盤の整備", "word_order"),
    ("地域イノベーション創出総合支援事業", "地域イノベーション創出支援事業", "containment"),
    ("世界トップレベル研究拠点プログラム", "世界トップレベル国際研究拠点形成促進プログラム(WPI)", "containment"),
    ("世界トップレベル研究拠点プログラム", "世界トップレベル研究拠点プログラム(WPI)", "containment"),
    ("次世代研究者の育成に必要な経費", "次世代研究者育成事業", "containment"),
    ("次世代研究者育成プログラム", "次世代研究者養成プログラム", "wording"),
    ("原子力人材の育成", "原子力人材育成事業", "containment"),
    ("スーパーサイエンスハイスクール支援事業", "スーパーサイエンスハイスクール事業", "containment"),
    ("大学発新産業創出プログラム", "大学発新産業創出プロジェクト", "wording"),
    ("科学技術関係人材の養成・活躍促進", "科学技術関係人材育成・活躍促進事業", "wording"),
    ("国際研究交流の推進", "国際研究交流推進プログラム", "containment"),
    ("学校施設の環境改善", "学校施設環境改善事業費", "containment"),
    ("幼児教育の質の向上", "幼児教育の質向上事業", "containment"),
)
APART = (
    ("大学改革推進等補助金", "大学改革推進事業費"),
    ("大学改革推進等補助金", "大学改革推進委託費"),
    ("知的クラスター創成事業(第Ⅰ期)", "知的クラスター創成事業(第Ⅱ期)"),
    ("知的クラスター創成事業", "産業クラスター創成事業"),
    ("北部地区整備事業", "南部地区整備事業"),
    ("小学校施設整備事業", "中学校施設整備事業"),
    ("小学校施設整備事業", "小学校体育施設整備事業"),
    ("一般型", "発展型"),
    ("総務費", "総務管理費"),
    ("小学校費", "中学校費"),
    ("国立大学法人運営費交付金", "国立大学法人施設整備費補助金"),
    ("国立大学法人運営費交付金", "国立高等専門学校機構運営費交付金"),
    ("公演事業", "講演事業"),
    ("公園の整備", "後援の整備"),
    ("第1号館の整備", "第2号館の整備"),
    ("21世紀COEプログラム", "グローバルCOEプログラム"),
    ("大学教育の国際化推進プログラム", "大学教育の情報化推進プログラム"),
    ("地域の観測", "地域の観光"),
    ("文化財の保存", "文化財の活用"),
    ("これまでの取組", "これまでの成果"),
    ("科学技術振興費", "文教及び科学振興費"),
    ("義務教育費国庫負担金", "義務教育費"),
    ("私立大学等経常費補助金", "私立高等学校等経常費助成費補助金"),
    ("推進", "推進事業"),
    ("整備", "整備事業"),
    ("研究の推進", "教育の推進"),
    ("次世代研究者育成プログラム", "次世代技術者育成プログラム"),
    ("地域イノベーション創出総合支援事業", "地域イノベーションクラスタープログラム"),
    ("文部科学本省", "文部科学本省所轄機関"),
    ("スーパーサイエンスハイスクール支援事業", "スーパーグローバルハイスクール支援事業"),
    ("道路橋りょう費", "道路橋りょう維持費"),
    ("学校保健の推進", "学校安全の推進"),
    ("航空機燃料税財源空港整備事業費", "航空機燃料税財源北海道空港整備事業費"),
    ("スポーツ振興費", "スポーツ施設費"),
)


def candidates(*programs: Program, kinship: Kinship | None = None) -> tuple[ProgramCandidate, ...]:
    words = {program.program_id: tokenize(program.name_normalized) for program in programs}
    found = find_candidates(programs, words)
    return found if kinship is None else leave_out_kin(found, kinship)


def named(*names: str, issuer: str | None = MINISTRY) -> list[Program]:
    return [program_of(name, issuer) for name in names]


@pytest.mark.parametrize(("one", "other", "kind"), NEAR)
def test_a_person_would_compare_them(one: str, other: str, kind: str) -> None:
    (found,) = candidates(*named(one, other))
    assert found.kind == kind and 0.5 < found.score < 1 and found.reason
    assert found.program_id < found.other_program_id


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_person_would_not_compare_them(one: str, other: str) -> None:
    first, second = named(one, other)
    assert first.program_id != second.program_id and candidates(first, second) == ()


def test_all_names_together_meet_as_they_do_alone() -> None:
    every = {p.program_id: p for pair in NEAR for p in named(*pair[:2])} | {
        p.program_id: p for pair in APART for p in named(*pair)
    }
    found = candidates(*every.values())
    met = {(one.program_id, one.other_program_id) for one in found}
    assert len(met) == len(found), "each pair once"
    wanted = [tuple(sorted(p.program_id for p in named(*pair[:2]))) for pair in NEAR]
    assert met >= set(wanted)
    unwanted = [tuple(sorted(p.program_id for p in named(*pair))) for pair in APART]
    assert met.isdisjoint(unwanted)
    assert candidates(*reversed(every.values())) == found


def test_names_of_two_issuers_do_not_meet() -> None:
    assert candidates(*named("湖の観測事業", issuer="青海市"), *named("湖の観測プログラム", issuer="翠川県")) == ()
    assert candidates(*named("湖の観測事業", issuer="青海市"), *named("湖の観測事業", issuer="翠川県")) == ()


def test_a_name_without_an_issuer_meets_the_few_that_have_one() -> None:
    lost = named("湖の観測事業", issuer=None)
    (found,) = candidates(*lost, *named("湖の観測事業", issuer="青海市"))
    assert found.kind is CandidateKind.ISSUER_MISSING
    assert candidates(*lost, *(named("湖の観測事業", issuer=f"第{n}市")[0] for n in range(9))) == ()
    assert candidates(*named("総務費", issuer=None), *named("総務費", issuer="青海市")) == ()


def test_a_name_inside_many_others_is_near_none_of_them() -> None:
    family = named("地域医療研究拠点事業", *(f"{how}地域医療研究拠点事業" for how in ("国際", "戦略", "緊急", "特別")))
    pairs = {(one.program_id, one.other_program_id) for one in candidates(*family)}
    assert not any(family[0].program_id in pair for pair in pairs)


def test_spelling_scores_above_wording() -> None:
    (spelling,) = candidates(*named("都市エリア産学官連携促進事業", "都市エリアー産学官連携促進事業"))
    (wording,) = candidates(*named("都市エリア産学官連携促進事業", "都市エリア産学官連携推進事業"))
    assert spelling.score > wording.score


@pytest.mark.parametrize("below", [True, False])
def test_what_a_document_lists_as_two_is_two(below: bool) -> None:
    one, other = named("産学官連携の推進", "産学官連携推進事業")
    sheet = Sheet()
    top = sheet.line("総計")
    first = sheet.line("a", top, program_id=one.program_id)
    sheet.line("b", first if below else top, program_id=other.program_id)
    lines = sheet.facts().lines
    assert len(candidates(one, other)) == 1
    assert candidates(one, other, kinship=Kinship.build(lines)) == ()


@pytest.mark.parametrize(("million", "near"), [(100, 1), (90, 0)])
def test_two_figures_of_one_year_in_one_document_are_of_two_programs(million: int, near: int) -> None:
    one, other = named("科学技術予算", "科学技術関係予算")
    sheet = Sheet()
    sheet.row("a", 100, program_id=one.program_id)
    sheet.row("b", million, program_id=other.program_id)
    facts = sheet.facts()
    assert len(candidates(one, other, kinship=Kinship.build(facts.lines, facts.amounts))) == near


def test_a_line_relisted_under_a_parent_does_not_tell_two_programs_apart() -> None:
    one, other = named("産学官連携の推進", "産学官連携推進事業")
    sheet = Sheet()
    top = sheet.line("総計")
    sheet.line("a", top, program_id=one.program_id)
    sheet.line("b", top, program_id=other.program_id, relation=Relation.RELISTED)
    assert len(candidates(one, other, kinship=Kinship.build(sheet.facts().lines))) == 1


def test_settled_pairs_are_left_out() -> None:
    one, other = named("湖の観測事業", "湖の観測プログラム")
    words = {program.program_id: tokenize(program.name_normalized) for program in (one, other)}
    assert find_candidates([one, other], words, settled=[(other.program_id, one.program_id)]) == ()


def test_the_cost_grows_with_the_names_and_not_with_their_square() -> None:
    def seconds(number: int) -> float:
        programs = [program_of(f"第{n}地区海洋観測研究拠点整備事業", MINISTRY) for n in range(number)]
        words = {program.program_id: tokenize(program.name_normalized) for program in programs}
        started = time.process_time()
        find_candidates(programs, words)
        return time.process_time() - started

    seconds(100)
    assert seconds(8_000) < 80 * max(seconds(500), 0.01), "16 times the names; their square is 256 times as much"
