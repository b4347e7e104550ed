"""The words of a name, as fugashi with unidic-lite sees them.

Belongs here: the one Tagger of the process and the two questions yosan asks it: what are the words of this label, and
which particles at its end do not belong to the name. Does not belong here: figures; see ``lexer``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import fugashi

from pipeline.language.normal import fold


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as printed after NFKC, its dictionary form, and its part of speech in UniDic's terms (名詞, 助詞 …)."""

    surface: str
    lemma: str
    part_of_speech: str


@cache
def _tagger() -> fugashi.Tagger:
    return fugashi.Tagger()


@lru_cache(maxsize=65_536)
def tokenize(text: str) -> tuple[Word, ...]:
    """The words of a text, normalized first: full-width digits would be split one by one otherwise."""
    return tuple(
        Word(token.surface, token.feature.lemma or token.surface, token.feature.pos1 or "")
        for token in _tagger()(fold(text))
    )


@lru_cache(maxsize=65_536)
def strip_particles(name: str) -> str:
    """A normalized name without the particles and verbs that a sentence hung on it.

    >>> strip_particles("災害復旧費に")
    '災害復旧費'
    """
    words = list(_tagger()(name))
    length = len(name)
    while (
        words
        and words[-1].feature.pos1 in {"助詞", "助動詞", "補助記号", "空白"}
        and words[-1].surface not in ")」』】〕]>》・"
    ):
        length = name.rindex(words[-1].surface, 0, length)
        words.pop()
    return name[:length].rstrip(" \u3000")
