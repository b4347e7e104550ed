"""Sentences of the warehouse, which are English, are shown in Japanese as well."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pipeline import extraction, language, reading, reconciliation, revision, workforce
from pipeline.reporting.report.words import say_sentence
from pipeline.reporting.sentences import CLAUSES, translate
from tests.reporting.report.conftest import Reported

ROOMS = (extraction, language, reading, reconciliation, revision, workforce)
SAID = (
    "SELECT DISTINCT reason AS said FROM extraction_issues UNION SELECT DISTINCT status_detail FROM documents UNION "
    "SELECT DISTINCT reason FROM program_candidates UNION SELECT DISTINCT explanation FROM warnings UNION "
    "SELECT DISTINCT problem FROM pages UNION SELECT DISTINCT suggestion_reason FROM amounts UNION "
    "SELECT DISTINCT explanation FROM reconciliations"
)


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        (
            "1,234 thousand yen stated as the total; the 3 rows come to 1,233; the difference of 1 lies within rounding.",
            "合計の印字は1,234千円。3行の合計は1,233。差1は四捨五入の範囲内です。",
        ),
        (
            "a supplement of 5 million yen stated; 31 (FY2008 budget after supplements) less nothing (FY2008 budget) is 31; "
            "the difference of -26 is more than rounding allows.",
            "補正額の印字は5百万円。31（2008年度補正後予算額）からなし（2008年度予算額）を引くと31。差-26は端数処理では説明できません。",
        ),
        (
            "80 million yen stated for FY2008; the FY2008 release (概算要求, 案) has 90 for 研究, 開発; the difference of -10 is "
            "more than rounding allows, which makes it a revision after that release.",
            "2008年度の印字は80百万円。2008年度の資料（概算要求, 案）では研究, 開発が90。差-10は端数処理では説明できず、その資料の後の変更です。",
        ),
        (
            "7 yen stated; 研究費, 旅費 and 2 more are printed as nothing and add nothing; they agree.",
            "印字は7円。研究費、旅費ほか2件は「－」又は空欄で、加わりません。一致します。",
        ),
        (
            "reading it took longer than 900 seconds: raise YOSAN_LIMIT_SECONDS or split the document, then yosan run --again",
            "読み取りが900秒を超えました（YOSAN_LIMIT_SECONDSを上げるか、資料を分けてください、その後 yosan run --again）",
        ),
        (
            "damaged: page 3, 5-7; fetch the file again; the other pages were read",
            "壊れているページ：3, 5-7。ファイルを取得し直してください。ほかのページは読み取りました",
        ),
    ],
)
def test_a_sentence_clause_by_clause(english: str, japanese: str) -> None:
    assert translate(english) == japanese


def test_names_are_left_as_they_are() -> None:
    assert translate("no figure is printed for R&D, Phase 2 and 研究") == "R&D, Phase 2 and 研究に額の印字がありません"
    assert (
        translate("one name says the other and draft figure more")
        == "一方の名称がもう一方にdraft figureを加えたものです"
    )


def test_a_sentence_with_an_unknown_clause_stays_whole_and_is_marked() -> None:
    assert translate("they agree; it rains") is None
    assert say_sentence("they agree; it <rains>") == '<span lang="en">they agree; it &lt;rains&gt;</span>'
    assert say_sentence("名称が変わっただけ。<b>") == '<span lang="ja">名称が変わっただけ。&lt;b&gt;</span>'
    assert say_sentence(None) == ""


def test_every_sentence_of_the_samples_and_of_files_in_trouble_is_known(samples: Reported, troubles: Reported) -> None:
    said = {str(row["said"]) for one in (samples, troubles) for row in one.ask(SAID) if row["said"]}
    assert [sentence for sentence in sorted(said) if translate(sentence) is None] == [
        "printed by mistake"
    ]  # a person's


def test_every_clause_is_one_that_the_warehouse_may_say() -> None:
    """A reworded sentence leaves its clause behind, and is found here."""
    written = " ".join(_literals())
    left_behind = [english for english, _ in CLAUSES if not all(piece in written for piece in _pieces(english))]
    assert "\n".join(left_behind) == ""


def _literals() -> list[str]:
    files = [file for room in ROOMS for file in Path(str(room.__file__)).parent.rglob("*.py")]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


# Where the rooms put a sentence together of words: what stands between these is written in one piece.
JOINTS = re.compile(
    r"\{\*?\}|[:,()]|\b(?:items?|parts?|rows?|comes?|the|is|are|much|little|more|less|about|thousand|million|change|supplement|nothing|within)\b"
)


def _pieces(english: str) -> list[str]:
    return [piece.strip() for piece in JOINTS.split(english) if piece.strip()]
