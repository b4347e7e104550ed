"""What the words of a program's name are worth in comparing it with another.

Belongs here: which words say what a program is, which only say that it is one, and what form of money it is; as data, in
dictionary forms. Does not belong here: finding the words (they arrive), which pairs are compared (``candidates``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# … に必要な経費 says that money is spent, 事業, プログラム and 総合 that something is a program; neither says which.
EXPENSES = frozenset(("経費", "費", "費用", "必要", "要する", "金", "分", "等", "的", "為る", "為", "関する", "係る"))
GENERIC = EXPENSES | frozenset(
    ("事業", "プログラム", "プロジェクト", "施策", "取り組み", "予算", "関係", "総合", "実施", "本", "新")
)
# Words that ministries put for one another when they rename a program; the first stands for all.
ALIKE: dict[str, str] = {
    word: group[0]
    for group in (
        ("推進", "促進", "振興"),
        ("育成", "養成"),
        ("支援", "援助"),
        ("強化", "充実"),
        ("形成", "構築"),
    )
    for word in group
}
# The legal form of the money. 大学改革推進等補助金 and 大学改革推進委託費 are two things.
INSTRUMENTS = frozenset(
    ("補助", "交付", "負担", "委託", "助成", "出資", "貸し付け", "貸付", "補給", "拠出", "分担", "基金", "会計", "債務")
)
# What is done with the thing, and less telling than the thing.
WEAK = frozenset(
    (*ALIKE.values(), "整備", "展開", "活用", "国際", "戦略", "緊急", "特別", "高度", "拡充", "創出", "運営")
)
WEAK_WEIGHT = 0.5
_ENDINGS = GENERIC | INSTRUMENTS
_SAYING_NOTHING = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞"})
_KANJI_DIGITS = dict(zip("〇一二三四五六七八九", "0123456789", strict=True))


class NameWord(Protocol):
    """A word of a name: as written, in its dictionary form, its part of speech (品詞), and how it is read."""

    @property
    def surface(self) -> str: ...

    @property
    def lemma(self) -> str: ...

    @property
    def part_of_speech(self) -> str: ...

    @property
    def reading(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NameParts:
    """``lemmas``: all words but particles; ``core``: those that say which program it is; ``instrument``: the form of the
    money at its end, empty if none; ``reading``: how it is read, without particles; ``generic``: words for a program."""

    lemmas: tuple[str, ...]
    core: tuple[str, ...]
    generic: tuple[str, ...]
    instrument: str
    reading: str


def take_apart(words: Sequence[NameWord]) -> NameParts:
    """A name as what its words are worth."""
    told = [word for word in words if word.part_of_speech not in _SAYING_NOTHING]
    lemmas = [_lemma(word) for word in told]
    end, instrument = len(lemmas), ""
    while end and lemmas[end - 1] in _ENDINGS:
        end -= 1
        instrument = lemmas[end] if lemmas[end] in INSTRUMENTS else instrument
    core = tuple(lemma for lemma in lemmas[:end] if lemma not in GENERIC)
    return NameParts(
        tuple(lemma for lemma in lemmas if lemma != "等"),
        core,
        tuple(lemma for lemma in lemmas if lemma in GENERIC - EXPENSES),
        instrument,
        "".join(word.reading for word in told if _lemma(word) != "等"),
    )


def is_light(lemma: str) -> bool:
    """Whether a word says what is done rather than with what, or is a Latin abbreviation (WPI)."""
    return ALIKE.get(lemma, lemma) in WEAK or lemma.isascii() and lemma.isalpha()


def weight(lemma: str) -> float:
    """How much a word of the core says: its length, less for a light one."""
    return len(lemma) * (WEAK_WEIGHT if is_light(lemma) else 1.0)


def _lemma(word: NameWord) -> str:
    """The dictionary form; UniDic adds the foreign word (クラスター-cluster), and kanji digits are digits."""
    lemma = word.lemma.split("-")[0] or word.surface
    if word.part_of_speech == "名詞" and lemma in _KANJI_DIGITS:
        return _KANJI_DIGITS[lemma]
    return lemma
