"""One program however it is written, and never two for one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.programs import program_of
from pipeline.language import fold
from pipeline.model import Program

MINISTRY = "文部科学省"
NAMES = (
    "知的クラスター創成事業",
    "21世紀COEプログラム",
    "大学改革推進等補助金",
    "次世代5G基盤の整備",
    "Society5.0実現化研究拠点支援事業",
    "地域の「学び」を支える事業",
    "Ⅱ型糖尿病対策の推進",
    "第1期生の支援制度",
)
ROMANS, KANJI = "ⅠⅡⅢⅣⅤ", "一二三四五"


def program(label: str, issuer: str | None = MINISTRY) -> Program:
    return program_of(label, issuer)


def widen(text: str) -> str:
    """Half-width letters, digits and marks as full-width ones."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def stages(number: int) -> st.SearchStrategy[str]:
    """Every way to write one stage behind a name."""
    roman, kanji = ROMANS[number - 1], KANJI[number - 1]
    written = [
        f"第{one}期" for one in (roman, fold(roman), fold(roman).lower(), str(number), widen(str(number)), kanji)
    ]
    brackets = ["()", "（）", "[]", "【】", "〔〕", "＜＞", "《》"]
    inside = [*written, f"{roman}期", f"{number}期", f"{kanji}期"]
    bracketed = [f"{pair[0]}{one}{pair[1]}" for one in inside for pair in brackets]
    return st.sampled_from([*written, *(f" {one}" for one in written), f"{roman}期", f" {roman}期", *bracketed])


HEADS = (
    "",
    "① ",
    "⑫",
    "(1)",
    "（３）",
    "1. ",
    "２．　",
    "3) ",
    "ア　",
    "(ア)",
    "㋐",
    "・",
    "◆ ",
    "【新規】",
    "A. ",
    "一、",
    "Ⅰ．",
)
PREFIXES = ("", "文部科学省 ", "文部科学省　", "【文部科学省】", "（文科省）", "文科省：", "文部科学省\n")
TAILS = (
    "",
    "（仮称）",
    "(案)",
    "【仮称】",
    "（新規）",
    "(拡充)",
    "※",
    "※１",
    "(注2)",
    "*1",
    "〔一部新規〕",
    "（文部科学省）",
)


@st.composite
def writings(draw: st.DrawFn, name: str, stage: int | None) -> str:
    """One way to write a name: numbered, marked, quoted, widened, letter-spaced and broken."""
    if draw(st.booleans()):
        name = widen(name)
    for at in sorted(draw(st.sets(st.integers(1, len(name) - 1), max_size=2)), reverse=True):
        name = name[:at] + draw(st.sampled_from([" ", "\n", "\u3000"])) + name[at:]
    name = draw(st.sampled_from(["{}", "「{}」", "『{}』"])).format(name)
    staged = name + (draw(stages(stage)) if stage else "")
    return "".join(draw(st.sampled_from(part)) for part in (HEADS, PREFIXES)) + staged + draw(st.sampled_from(TAILS))


@given(st.data(), st.sampled_from(NAMES), st.sampled_from([None, 1, 2, 3, 4, 5]))
def test_every_writing_of_a_name_is_one_program(data: st.DataObject, name: str, stage: int | None) -> None:
    plain = program(name + (f"(第{stage}期)" if stage else ""))
    written = data.draw(writings(name, stage))
    found = program(written)
    assert (found.program_id, found.stage) == (plain.program_id, plain.stage), written
    assert found.stage == (f"第{stage}期" if stage else None)


@given(st.data(), st.sampled_from(NAMES), st.sampled_from([*itertools.permutations([None, 1, 2, 3, 4, 5], 2)]))
def test_every_stage_is_a_program_of_its_own(
    data: st.DataObject, name: str, pair: tuple[int | None, int | None]
) -> None:
    one, other = (data.draw(writings(name, stage)) for stage in pair)
    assert program(one).program_id != program(other).program_id
    assert program(one).name_normalized == program(other).name_normalized


@given(st.text(max_size=40), st.sampled_from([None, MINISTRY, "青海市"]))
def test_any_label_has_a_program_with_a_name(label: str, issuer: str | None) -> None:
    found = program(label, issuer)
    assert len(found.program_id) == 16 and found == program(label, issuer)
    assert found.name or not label.strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("21世紀COEプログラム", "COEプログラム"),
        ("21世紀COEプログラム", "世紀COEプログラム"),
        ("5G基盤の整備", "G基盤の整備"),
        ("Society5.0の実現", "Society50の実現"),
        ("補助率1/2の事業", "補助率12の事業"),
        ("C++教育の推進", "C教育の推進"),
        ("Ⅱ型糖尿病対策", "型糖尿病対策"),
        ("Ⅱ型糖尿病対策", "Ⅰ型糖尿病対策"),
        ("Ⅱ型糖尿病対策", "糖尿病対策(第Ⅱ期)"),
        ("第1期生の支援", "生の支援(第1期)"),
        ("第1期生の支援", "第2期生の支援"),
        ("湖の観測(第0期)", "湖の観測"),
        ("湖の観測(第Ⅰ期・第Ⅱ期)", "湖の観測(第Ⅰ期)"),
        ("1.5℃の目標", "5℃の目標"),
        ("小学校(1)", "小学校(2)"),
        ("一般型", "発展型"),
        ("文部科学省共済組合負担金", "共済組合負担金"),
        ("文部科学省予算", "予算"),
        ("経済産業省 湖の観測", "湖の観測"),
        ("湖の観測(継続分)", "湖の観測(新規分)"),
        ("湖の観測(フェーズ1)", "湖の観測(フェーズ2)"),
        ("大学改革推進等補助金", "大学改革推進事業費"),
        ("A.I.の活用", "I.の活用"),
    ],
)
def test_what_is_no_writing_of_the_same_name_stays_apart(one: str, other: str) -> None:
    assert program(one).program_id != program(other).program_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("湖の観測(第Ⅰ・Ⅱ期)", "湖の観測(第１期及び第２期)"),
        ("湖の観測(フェーズⅡ)", "湖の観測 第２フェーズ"),
        ("湖の観測(第Ⅻ期)", "湖の観測(第十二期)"),
        ("文科省湖の観測事業(第Ⅱ期)", "湖の観測事業(第2期)"),
        ("ﾌﾟﾛｸﾞﾗﾑの開発", "プログラムの開発"),
        ("1,000人計画", "1000人計画"),
        ("第1期 生の支援", "第1期生の支援"),
        ("第2期 初等教育の改善", "初等教育の改善(第Ⅱ期)"),
    ],
)
def test_further_writings_of_one_program(one: str, other: str) -> None:
    assert program(one).program_id == program(other).program_id


def test_a_program_is_called_without_what_stands_around_it() -> None:
    assert program("① 文部科学省 知的クラスター\n創成事業（第Ⅱ期）※1").name == "知的クラスター創成事業（第Ⅱ期）"


def test_the_ministry_before_a_name_says_whose_it_is_where_nothing_else_does() -> None:
    assert program("経済産業省 湖の観測", None) == program("湖の観測", "経済産業省")
    assert program("湖の観測", None).issuer is None
