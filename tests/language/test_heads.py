"""The first characters of patterns, by which the reader finds the patterns to try."""

from __future__ import annotations

import re

import pytest

from pipeline.language import vocabulary
from pipeline.language.heads import first_characters

HEADS = [
    ("終了", "終"),
    ("終了|廃止", "終廃"),
    ("(?:この|その)外に", "こそ"),
    ("(?P<era>平成|令和)元", "平令"),
    ("[かヶ]所|箇所", "かヶ箇"),
    ("[0-3]x", "0123"),
    (r"\d月", "0123456789"),
    (r"\(案\)", "("),
    ("を?実施", "を実"),
    ("[ 　]?円", " 　円"),
    ("[億万]{0,2}円", "億万円"),
    ("(?<![一-鿿])内、", "内"),
    ("(?:甲|乙(?:丙|丁))戊", "甲乙"),
]


@pytest.mark.parametrize(("pattern", "heads"), HEADS, ids=[row[0] for row in HEADS])
def test_first_characters(pattern: str, heads: str) -> None:
    assert first_characters(pattern) == frozenset(heads)


@pytest.mark.parametrize("pattern", ["", ".x", "^x", "(?=x)x", "$"])
def test_a_head_that_is_no_character_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="must begin"):
        first_characters(pattern)


def all_patterns() -> list[str]:
    words = (vocabulary.PHASES, vocabulary.MARKERS, vocabulary.QUALIFIERS, vocabulary.RELATIONS, vocabulary.STATUSES)
    patterns = [entry[0] for table in words for entry in table] + [entry[0] for entry in vocabulary.ROLES]
    patterns += [pattern for pattern, _ in vocabulary.NOISE + vocabulary.NUMBER_SUFFIXES]
    return patterns + [counter.pattern for counter in vocabulary.COUNTERS]


@pytest.mark.parametrize("pattern", all_patterns())
def test_no_pattern_of_the_vocabulary_matches_nothing(pattern: str) -> None:
    """An empty match would be a value without characters."""
    assert first_characters(pattern)
    assert not re.compile(pattern).match("")
