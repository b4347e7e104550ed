"""What fugashi is asked: the words of a name, the particles at its end, and whether a count is part of a word."""

from __future__ import annotations

import pytest

from pipeline.language import strip_particles, tokenize
from pipeline.language.words import is_part_of_word


def test_full_width_digits_are_one_word() -> None:
    assert [word.surface for word in tokenize("２０２４年度")][0] == "2024"


def test_words_bear_lemma_and_part_of_speech() -> None:
    words = [(word.surface, word.part_of_speech) for word in tokenize("教育を支援")]
    assert words == [("教育", "名詞"), ("を", "助詞"), ("支援", "名詞")]
    assert tokenize("支援した")[1].lemma == "為る"


@pytest.mark.parametrize(
    ("name", "stripped"),
    [("災害復旧費に", "災害復旧費"), ("教育費については", "教育費"), ("整備事業", "整備事業"), ("", ""), ("・", "・")],
)
def test_particles_at_the_end_are_no_part_of_a_name(name: str, stripped: str) -> None:
    assert strip_particles(name).startswith(stripped)
    assert not strip_particles(name).endswith(("に", "は", "て"))


CASES = [
    ("八戸市", 1, 2, True, "a city"),
    ("三村", 1, 2, True, "a surname"),
    ("一人親家庭", 1, 2, True, "a word that goes on"),
    ("5法人化", 1, 3, True, "a suffix makes another word"),
    ("三校で", 1, 2, False, "a count"),
    ("五十六大学", 3, 5, False, "a count whose digits the dictionary splits"),
    ("12人分", 2, 3, False, "a suffix that may follow a count"),
]


@pytest.mark.parametrize(("text", "counter", "end", "part", "why"), CASES, ids=[row[0] for row in CASES])
def test_part_of_a_word(text: str, counter: int, end: int, part: bool, why: str) -> None:
    assert is_part_of_word(text, 0, counter, end) is part, why
