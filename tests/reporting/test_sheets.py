"""How figures, checks and trees read, without a warehouse."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import pytest

from pipeline import model
from pipeline.reporting import sheets
from pipeline.reporting.sheets import checks as check_sheets
from pipeline.reporting.sheets.documents import walk_lines
from pipeline.reporting.sheets.figures import Money, show_money
from pipeline.reporting.sheets.words import _WORDS, name_value, say
from pipeline.schema import MEANINGS
from pipeline.settings import Language
from pipeline.storage.lookups import CheckMade, Line, Term

EN, JA = Language.ENGLISH, Language.JAPANESE
CHECK = CheckMade(
    reconciliation_id="r",
    status="mismatch",
    kind="table_total",
    label="計",
    fiscal_year=2008,
    phase="proposed",
    unit="yen",
    stated=100_000_000,
    computed=90_000_000,
    residual=10_000_000,
    stated_low=99_500_000,
    stated_high=100_500_000,
    computed_low=89_000_000,
    computed_high=91_000_000,
    rounding_mode="round",
    explanation="",
    has_correction=False,
    terms=(Term(1, 95_000_000, "95", "甲"), Term(-1, 5_000_000, "5", "乙")),
    line_id="l",
    document_id="d",
    source_uri="a.pdf",
    page=3,
)


@pytest.mark.parametrize(
    ("money", "qualifier", "english", "japanese"),
    [
        (Money(None, None), None, "—", "—"),
        (Money(0, None), None, "0", "0"),
        (Money(7_530_000_000, None), None, "7,530", "7,530"),
        (Money(500_000_000, 2_000_000_000), None, "500 to 2,000", "500〜2,000"),
        (Money(None, 2_000_000_000), "portion_of", "at most 2,000 (within a larger figure, 内数)", "2,000の内数"),
        (Money(None, None), "portion_of", "part of a figure that is not stated (内数)", "内数"),
        (Money(1_500, None), "restated", "0.0015 (restated)", "0.0015(組替後)"),
        (Money(None, None), "plus_unquantified", "— + items without an amount", "—+事項要求"),
    ],
)
def test_an_amount_is_never_zero_where_none_is_stated(
    money: Money, qualifier: str | None, english: str, japanese: str
) -> None:
    assert show_money(EN, money, qualifier, False) == english
    assert show_money(JA, money, qualifier, False) == japanese


def test_arithmetic_is_written_out() -> None:
    assert sheets.write_out(EN, CHECK) == ("100 ⇔ 95 − 5 = 90 (million yen); off by 10 (may be 89 to 91 as printed)")
    assert sheets.write_out(JA, CHECK) == "100 ⇔ 95 − 5 = 90 (百万円); 差 10 (印字の端数により 89〜91 の範囲)"


def test_terms_that_do_not_come_to_what_was_computed_are_left_out() -> None:
    assert sheets.write_out(EN, replace(CHECK, terms=(*CHECK.terms, Term(1, None, "－", None)))).startswith(
        "100 ⇔ 90 ("
    )
    assert sheets.write_out(EN, replace(CHECK, terms=CHECK.terms[:1] * 2)).startswith("100 ⇔ 90 (")


def test_a_long_sum_is_cut_and_says_how_many_terms_there_are() -> None:
    many = replace(CHECK, computed=30, residual=70, unit="校", stated=100, terms=(Term(1, 1, "1", None),) * 30)
    assert f"+ … ({30 - check_sheets.TERMS_SHOWN}) = 30" in sheets.write_out(EN, many)


def test_a_tree_loses_no_line_and_goes_round_in_no_ring() -> None:
    def line(key: str, parent: str | None) -> Line:
        return Line(key, parent, None, 0, 0, key, None, None, None, None, False, None, 1)

    lines = [line("a", None), line("b", "a"), line("c", "b"), line("d", "e"), line("e", "d"), line("f", "gone")]
    assert [(depth, one.line_id) for depth, one in walk_lines(lines)] == [
        (0, "a"),
        (1, "b"),
        (2, "c"),
        (0, "f"),
        (0, "d"),
        (1, "e"),
    ]


def test_every_word_is_there_in_both_languages_with_the_same_values() -> None:
    for key, (english, japanese) in _WORDS.items():
        assert bool(english) == bool(japanese), key
        assert sorted(re.findall(r"{(\w+)", english)) == sorted(re.findall(r"{(\w+)", japanese)), key


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("kind", model.ProgramKind),
        ("phase", model.Phase),
        ("relation", model.Relation),
        ("marker", model.Marker),
        ("count", model.CountStatus),
        ("check", model.CheckStatus),
        ("check", model.CheckKind),
        ("link", model.LinkKind),
        ("measure", model.Measure),
        ("nature", model.Nature),
        ("severity", model.Severity),
    ],
)
def test_every_allowed_value_has_a_word(column: str, kind: type[StrEnum]) -> None:
    assert kind in MEANINGS
    for value in kind:
        assert f"{column}.{value}" in _WORDS
        name_value(JA, column, value)


def test_every_word_that_is_said_is_in_the_table_and_every_word_of_the_table_is_said() -> None:
    folder = Path(inspect.getfile(sheets)).parents[2]
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py") if path.name != "words.py"]
    strings = {
        node.value
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    plain = {key for key in _WORDS if "." not in key}
    assert plain <= strings, "words that nobody says"
    with pytest.raises(KeyError):
        say(EN, "no such word")
