"""Programs are found by their words and by parts of their names, in the order that a person expects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import extraction, storage, walk
from pipeline.language import tokenize
from pipeline.model import DocumentFacts, LabelToken, ProgramName, Reconciled
from pipeline.walk import search_programs

from .samples import AMOUNT, FACTS, LINE, RECORD

NAMES = (
    "知的クラスター創成事業",
    "知的クラスター創成事業(第Ⅰ期)",
    "知的クラスター創成事業(第Ⅱ期)",
    "産業クラスター計画",
    "都市エリア産学官連携促進事業",
    "学校の取組を支援する事業",
    "21世紀COEプログラム",
    "子供の学習支援事業",
    "文化財の保存事業",
    "文化財の活用事業",
)


def make_document() -> DocumentFacts:
    """A line, an amount and the words for each name."""
    programs = [extraction.program_of(name, "文部科学省") for name in NAMES]
    lines = tuple(
        replace(LINE, line_id=f"l{n}", program_id=program.program_id, label=name, ordinal=n)
        for n, (program, name) in enumerate(zip(programs, NAMES, strict=True))
    )
    return replace(
        FACTS,
        lines=lines,
        amounts=tuple(
            replace(AMOUNT, amount_id=f"a{n}{year}", line_id=line.line_id, fiscal_year=year)
            for n, line in enumerate(lines)
            for year in (2007, 2008)
        ),
        counts=(),
        issues=(),
        programs=tuple(programs),
        program_names=tuple(
            ProgramName(program.program_id, RECORD.document_id, name)
            for program, name in zip(programs, NAMES, strict=True)
        ),
        tokens=tuple(
            LabelToken(line.line_id, position, word.surface, word.lemma, word.part_of_speech)
            for line in lines
            for position, word in enumerate(tokenize(line.label))
        ),
    )


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    storage.publish(folder, [make_document()], [], Reconciled())
    return folder


def found(warehouse: Path, text: str, limit: int = 20) -> list[str]:
    return [program.name for program in search_programs(warehouse, text, limit)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("知的クラスター創成事業", [NAMES[0], NAMES[1], NAMES[2]]),
        ("知的クラスター創成事業（第２期）", [NAMES[2], NAMES[0], NAMES[1]]),
        ("クラスター 第Ⅱ期", [NAMES[2], NAMES[3], NAMES[0], NAMES[1]]),
        ("くらすたー計画", [NAMES[3]]),
        ("ｸﾗｽﾀｰ計画", [NAMES[3], NAMES[0], NAMES[1], NAMES[2]]),
        ("取り組み", [NAMES[5]]),
        ("こどもの学習", [NAMES[7]]),
        ("２１世紀ＣＯＥ", [NAMES[6]]),
        ("coe", [NAMES[6]]),
        ("リア産学", [NAMES[4]]),
        ("保存 文化財", [NAMES[8], NAMES[9]]),
        ("「文化財の活用」", [NAMES[9], NAMES[8]]),
        ("宇宙", []),
        ("宇宙の事業", []),
    ],
)
def test_what_is_found_first(warehouse: Path, text: str, names: list[str]) -> None:
    assert found(warehouse, text)[: len(names) or None] == names


def test_at_most_so_many(warehouse: Path) -> None:
    assert found(warehouse, "クラスター", limit=2) == found(warehouse, "クラスター")[:2]


def test_what_is_said_of_a_program(warehouse: Path) -> None:
    (program,) = search_programs(warehouse, "21世紀COEプログラム", 1)
    assert (program.fiscal_years, program.documents) == ((2007, 2008), ("mext/yosan.pdf",))
    assert (program.issuer, program.kind, program.stage) == ("文部科学省", "program", None)


def test_a_question_is_no_sql(warehouse: Path) -> None:
    assert found(warehouse, "x' OR 1=1 --") == []


def test_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(storage.NothingPublished):
        walk.search_programs(tmp_path, "文化財", 1)
