"""The one table of words: both languages, every value that a page can show, nothing that no page says."""

from __future__ import annotations

import re
from enum import StrEnum
from importlib.resources import files

import pytest

from pipeline import model as m
from pipeline.reporting.report import words

KINDS: dict[str, type[StrEnum]] = {
    "phase": m.Phase,
    "document_status": m.DocumentStatus,
    "program_kind": m.ProgramKind,
    "measure": m.Measure,
    "nature": m.Nature,
    "qualifier": m.Qualifier,
    "marker": m.Marker,
    "relation": m.Relation,
    "count_status": m.CountStatus,
    "check_kind": m.CheckKind,
    "check_status": m.CheckStatus,
    "severity": m.Severity,
    "rounding_mode": m.RoundingMode,
    "warning_kind": m.WarningKind,
    "candidate_kind": m.CandidateKind,
    "link_kind": m.LinkKind,
    "revision_kind": m.RevisionKind,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_has_a_word(kind: str) -> None:
    assert {f"{kind}.{value}" for value in KINDS[kind]} == {
        key for key in words.WORDS if key.startswith(f"{kind}.")
    } - {"kind.all"}


def test_both_languages_have_the_same_places() -> None:
    for key, (japanese, english) in words.WORDS.items():
        places = [len(re.findall(r"\{\d?\}", text)) for text in (japanese, english)]
        assert japanese and english and places[0] == places[1], key


def test_no_word_is_left_over() -> None:
    folder = files("pipeline.reporting.report")
    said = "".join(path.read_text() for path in (folder / "templates").iterdir())
    said += "".join(
        path.read_text() for path in folder.iterdir() if path.name.endswith(".py") and path.name != "words.py"
    )
    composed = {"theme", "search", *KINDS}  # keys that are put together from a kind and a value
    unused = [
        key
        for key in words.WORDS
        if f'"{key}"' not in said and key.partition(".")[0] not in composed and key not in words.SPOKEN_BY_SCRIPTS
    ]
    assert unused == []


def test_what_is_put_into_a_phrase_is_text() -> None:
    assert "<b>" not in words.say("page_n", "<b>") and "&lt;b&gt;" in words.say("page_n", "<b>")
    assert words.say_value("phase", None) == ""
    assert words.say_value("phase", "<new>") == "&lt;new&gt;"
