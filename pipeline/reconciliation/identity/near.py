"""When two programs' names are near each other: a rule per kind, each with the pair it was written for.

Belongs here: the keys under which names meet, and what a rule says of two names that meet. Does not belong here: finding the
pairs and scoring them (``candidates``), the worth of words (``names``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.model import CandidateKind, Program, ProgramKind
from pipeline.reconciliation.identity.names import ALIKE, NameParts, is_light, weight

# A core shorter than this names no one program: 推進 and 推進事業 are words.
SHORTEST_CORE = 4
# 学校費 and 学校 are not one; an account is compared beyond its spelling only where its core is longer than this.
SHORTEST_ACCOUNT = 6
SHORTEST_OF_ANYBODY = 6
# A name that holds another and more is a near match only of a long one, and where all that it says more is light.
FEWEST_SHARED, SHORTEST_SHARED, LEAST_SHARE = 3, 7, 0.65
# Homophones must share this much of their letters: 創成 and 創生 in a long name, not 公演事業 and 講演事業.
LEAST_ALIKE = 0.85
_LONG_VOWEL = re.compile(r"(?<=[ァ-ヺ])[ー一]|[ー一](?=[ァ-ヺ])")
_KANA_SIZES = str.maketrans("ァィゥェォヵヶヴ", "アイウエオカケブ")


@dataclass(frozen=True, slots=True)
class Name:
    """A program and what the words of its name are worth."""

    program: Program
    parts: NameParts

    @property
    def home(self) -> tuple[str | None, str | None]:
        """Names are compared within one issuer and stage."""
        return self.program.issuer, self.program.stage


@dataclass(frozen=True, slots=True)
class Near:
    """A near match before it is scored."""

    kind: CandidateKind
    reason: str


# A key says which names meet, ``None`` for one that meets none; the verdict says whether two of them are near.
Key = Callable[[Name], Hashable]
Verdict = Callable[[Name, Name], Near | None]


def likeness(one: Name, other: Name) -> float:
    """The share of letters that two names have in common, in order."""
    first, second = sorted((one.program.name_normalized, other.program.name_normalized))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _same_name(name: Name) -> Hashable:
    return name.program.issuer, name.program.name_normalized


def _stage_missing(one: Name, other: Name) -> Near | None:
    stages = [name.program.stage for name in (one, other)]
    if None not in stages or stages == [None, None]:
        return None
    stage = next(stage for stage in stages if stage)
    return Near(CandidateKind.STAGE_MISSING, f"the same name, once with {stage} and once without a stage")


def _same_lemmas(name: Name) -> Hashable:
    return (name.home, name.parts.lemmas) if name.parts.lemmas else None


def _spelled_otherwise(one: Name, other: Name) -> Near | None:
    return Near(CandidateKind.SPELLING, "the same words in another spelling, or with other particles")


def _same_skeleton(name: Name) -> Hashable:
    plain = _LONG_VOWEL.sub("", name.program.name_normalized.replace("ヶ", "ケ").replace("箇", "ケ"))
    return name.home, plain.translate(_KANA_SIZES)


def _long_vowels(one: Name, other: Name) -> Near | None:
    return Near(CandidateKind.SPELLING, "the same letters but for long vowels and small kana")


def _same_reading(name: Name) -> Hashable:
    return (name.home, name.parts.reading) if name.parts.reading else None


def _homophones(one: Name, other: Name) -> Near | None:
    if likeness(one, other) < LEAST_ALIKE:
        return None
    return Near(CandidateKind.SPELLING, "they are read alike and share most of their letters")


def _same_words(name: Name) -> Hashable:
    return (name.home, tuple(sorted(name.parts.lemmas))) if len(name.parts.core) > 1 else None


def _other_order(one: Name, other: Name) -> Near | None:
    return Near(CandidateKind.WORD_ORDER, "the same words in another order")


def _is_telling(name: Name) -> bool:
    account = name.program.kind is ProgramKind.ACCOUNT
    return sum(map(len, name.parts.core)) >= (SHORTEST_ACCOUNT if account else SHORTEST_CORE)


def _same_core(name: Name) -> Hashable:
    return (name.home, name.parts.core, name.parts.instrument) if _is_telling(name) else None


def _other_ending(one: Name, other: Name) -> Near | None:
    few, many = sorted(
        (set(one.parts.generic), set(other.parts.generic)), key=lambda words: (len(words), sorted(words))
    )
    if few == many:
        return Near(CandidateKind.CONTAINMENT, "the same name with another word for its expenses")
    if few < many:
        return Near(CandidateKind.CONTAINMENT, f"one name says the other and only {'・'.join(sorted(many - few))} more")
    said = " and ".join("・".join(sorted(words)) for words in (few - many, many - few))
    return Near(CandidateKind.WORDING, f"the same name with other words for a program: {said}")


def _alike_core(name: Name) -> Hashable:
    core = tuple(ALIKE.get(lemma, lemma) for lemma in name.parts.core)
    return (name.home, core, name.parts.instrument) if _is_telling(name) else None


def _other_wording(one: Name, other: Name) -> Near | None:
    said = " and ".join(
        "・".join(lemma for lemma in mine.parts.core if lemma not in its.parts.core)
        for mine, its in ((one, other), (other, one))
    )
    return Near(CandidateKind.WORDING, f"the same name with words that stand for one another: {said}")


def same_name_anywhere(name: Name) -> Hashable:
    """The key of a name whoever's it is; accounts and short names (総務費, 一般型) are everybody's."""
    program = name.program
    if program.kind is ProgramKind.ACCOUNT or len(program.name_normalized) < SHORTEST_OF_ANYBODY:
        return None
    return program.name_normalized, program.stage


def issuer_missing(one: Name, other: Name) -> Near | None:
    """The same name with and without an issuer: 湖の観測 of a release that does not say whose it is."""
    issuers = [name.program.issuer for name in (one, other)]
    if None not in issuers:
        return None
    issuer = next(issuer for issuer in issuers if issuer)
    return Near(CandidateKind.ISSUER_MISSING, f"the same name, once of {issuer} and once of an unknown issuer")


def may_be_held(name: Name) -> bool:
    """Whether a name is long enough to be looked for inside others."""
    core = name.parts.core
    return _is_telling(name) and len(core) >= FEWEST_SHARED and sum(map(len, core)) >= SHORTEST_SHARED


def goes_further(one: Name, other: Name) -> Near | None:
    """Whether ``other`` says all that ``one`` says, in its order, and little more: 研究拠点形成, 国際研究拠点形成(WPI)."""
    rest = iter(other.parts.core)
    if one.parts.instrument != other.parts.instrument or not all(lemma in rest for lemma in one.parts.core):
        return None
    more = list(other.parts.core)
    for lemma in one.parts.core:
        more.remove(lemma)
    share = sum(map(weight, one.parts.core)) / sum(map(weight, other.parts.core))
    if not more or share < LEAST_SHARE or not all(map(is_light, more)):
        return None
    return Near(CandidateKind.CONTAINMENT, f"one name says the other and {'・'.join(more)} more")


# The first rule that finds a pair decides its kind.
RULES: tuple[tuple[Key, Verdict], ...] = (
    (_same_name, _stage_missing),  # 知的クラスター創成事業, 知的クラスター創成事業(第Ⅱ期)
    (_same_lemmas, _spelled_otherwise),  # 子どもの学習支援, 子供の学習支援
    (_same_skeleton, _long_vowels),  # データベース, データーベース
    (_same_reading, _homophones),  # 知的クラスター創成事業, 知的クラスター創生事業
    (_same_words, _other_order),  # 産学官連携推進事業, 連携推進産学官事業
    (_same_core, _other_ending),  # 大学改革推進, 大学改革推進事業
    (_alike_core, _other_wording),  # 産学官連携推進事業, 産学官連携促進事業
)
