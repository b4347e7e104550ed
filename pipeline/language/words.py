"""The words of a name, as fugashi with unidic-lite sees them.

Belongs here: the one Tagger of the process and the three questions yosan asks it: what are the words of this label, which
particles at its end do not belong to the name, and whether a counted number is part of a word (八戸, 三村, 一人親).
Does not belong here: figures; see ``lexer``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache

import fugashi

from pipeline.language.normal import fold

# Enough context for the dictionary to see a word that reaches beyond a count.
_CONTEXT = 6
# Where UniDic prints part of speech, lemma and reading among a word's features.
_POS, _LEMMA, _KANA = 0, 7, 17
# Parts of speech that a sentence hangs on a name.
_HANGING = frozenset({"助詞", "助動詞", "補助記号", "空白"})
# Suffixes that may follow a counter; others make it another word (法人化, 地域間, 大学院).
_AFTER_COUNTERS = frozenset(
    [
        "分",
        "等",
        "当たり",
        "あたり",
        "当り",
        "毎",
        "ごと",
        "ずつ",
        "余",
        "余り",
        "強",
        "弱",
        "増",
        "減",
        "程度",
        "内",
        "ほど",
        "超",
        "目",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as printed after NFKC, its dictionary form, its part of speech in UniDic's terms (名詞, 助詞 …), and how it
    is read, in katakana; a word that the dictionary does not know reads as it is written."""

    surface: str
    lemma: str
    part_of_speech: str
    reading: str = ""


@cache
def _tagger() -> fugashi.Tagger:
    return fugashi.Tagger()


def tokenize(text: str) -> tuple[Word, ...]:
    """The words of a text, normalized first: full-width digits would be split one by one otherwise."""
    return _words(fold(text))


@lru_cache(maxsize=65_536)
def _words(normalized: str) -> tuple[Word, ...]:
    return tuple(_word(token.surface, token.feature_raw) for token in _tagger()(normalized))


@lru_cache(maxsize=16_384)
def _word(surface: str, features: str) -> Word:
    """A word with what UniDic prints of it; of a word that it does not know that is little more than the part of speech."""
    printed = next(csv.reader([features]))
    lemma, kana = (printed[_LEMMA], printed[_KANA]) if len(printed) > _KANA else ("", "")
    return Word(surface, lemma or surface, printed[_POS], kana or surface)


@lru_cache(maxsize=65_536)
def strip_particles(name: str) -> str:
    """A normalized name without the particles and verbs that a sentence hung on it.

    >>> strip_particles("災害復旧費に")
    '災害復旧費'
    """
    length = len(name)
    for word in reversed(_words(name)):
        if word.part_of_speech not in _HANGING or word.surface in ")」』】〕]>》・":
            break
        length = name.rindex(word.surface, 0, length)
    return name[:length].rstrip(" \u3000")


def is_part_of_word(text: str, start: int, counter: int, end: int) -> bool:
    """Whether the number from ``start`` and its counter from ``counter`` to ``end`` are part of other words.

    >>> is_part_of_word("八戸市", 0, 1, 2), is_part_of_word("三校で", 0, 1, 2), is_part_of_word("一人親家庭", 0, 1, 2)
    (True, False, True)
    """
    at = max(0, start - _CONTEXT)
    for token in _tagger()(text[at : end + _CONTEXT]):
        at += len(token.white_space)
        begins, at = at, at + len(token.surface)
        if begins < start < at or begins < end < at:
            return True
        if begins < counter < at and token.feature.pos2 == "固有名詞":
            return True
        if begins == end and token.feature.pos1 == "接尾辞" and token.surface not in _AFTER_COUNTERS:
            return True
    return False
