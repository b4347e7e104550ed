"""What the figure grammar finds in a text: small frozen values with their place in the normalized text.

Belongs here: the kinds of value and nothing else. How they are found is in ``numerals``, ``money``, ``years`` and
``lexer``; what they are bound to is extraction's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model import CountStatus, Marker, Measure, Nature, Phase, Qualifier, Relation


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the normalized text."""

    start: int
    end: int


class Bound(StrEnum):
    """How a figure limits what it stands for."""

    AT_LEAST = "at_least"  # 2億円以上, 100人超
    AT_MOST = "at_most"  # 2億円以内, 50件未満


@dataclass(frozen=True, slots=True)
class Money(Span):
    """An amount with a unit, in yen; ``yen`` to ``yen_max`` for a range.

    ``tail`` is a last number without a unit that a declared unit completes (410億4700 under 単位:万円); ``tail_level`` is
    the level before it. Without such a declaration the amount is not known.
    """

    yen: int
    precision: int
    unit_text: str
    yen_max: int | None = None
    approximate: bool = False
    signed: bool = False
    tail: Number | None = None
    tail_level: int = 0
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Number(Span):
    """A numeral without a unit: ``mantissa`` × 10^−``decimals``. ``grain`` is the power of its last printed digit (千 → 1000)."""

    mantissa: int
    decimals: int = 0
    grain: int = 1
    signed: bool = False
    approximate: bool = False
    kanji: bool = False
    listed: bool = False  # has thousands separators, a sign or decimals: looks like a figure, not like a list number
    high: Number | None = None  # the upper end of a range (10~15)


@dataclass(frozen=True, slots=True)
class Nil(Span):
    """A printed dash, or a word in a figure's place: nothing is stated. ``word`` is 皆減, 皆増, 皆無, なし or 事項要求."""

    unit_text: str | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Same(Span):
    """同額: the other year's figure is this one again."""


@dataclass(frozen=True, slots=True)
class Rate(Span):
    """A percentage or a ratio; never money."""


@dataclass(frozen=True, slots=True)
class Counted(Span):
    """A number of things; ``value`` to ``value_max`` for a range (10~15校), which is always approximate."""

    value: int
    unit: str
    approximate: bool = False
    per: bool = False  # the 1地域 of 1地域あたり: part of a unit cost
    value_max: int | None = None
    bound: Bound | None = None


class YearUse(StrEnum):
    """What a year is there for."""

    OF = "of"  # the year of a figure
    SINCE = "since"  # 平成14年度開始, 【H19〜】
    UNTIL = "until"  # 平成20年度まで
    RANGE = "range"  # 平成18年度〜22年度
    DATE = "date"  # 平成13年3月: no fiscal year


@dataclass(frozen=True, slots=True)
class Year(Span):
    """A fiscal year: ``year`` in Western count, or ``era_year`` where the era is left out, or ``relative`` (前年度 → −1).

    ``spoken`` years (今年度, 来年度) count from the day of writing, the other relative ones from the year that the text is about.
    """

    year: int | None
    era_year: int | None = None
    relative: int | None = None
    use: YearUse = YearUse.OF
    spoken: bool = False
    last: int | None = None  # the other end of a range of fiscal years (平成18~22年度: 2010), in Western count


@dataclass(frozen=True, slots=True)
class PhaseWord(Span):
    """予算案, 概算要求額 …; ``phase`` is ``None`` for a bare 予算."""

    phase: Phase | None
    supplement_no: int | None = None


@dataclass(frozen=True, slots=True)
class RoleWord(Span):
    """A word that says what kind of figure stands by it (増減, 単価, 総額, 限度額)."""

    measure: Measure | None = None
    nature: Nature | None = None
    is_rate: bool = False


@dataclass(frozen=True, slots=True)
class MarkerWord(Span):
    marker: Marker


@dataclass(frozen=True, slots=True)
class QualifierWord(Span):
    qualifier: Qualifier


@dataclass(frozen=True, slots=True)
class RelationWord(Span):
    relation: Relation


@dataclass(frozen=True, slots=True)
class StatusWord(Span):
    """A word that says what counted things do (採択, 終了予定)."""

    status: CountStatus


@dataclass(frozen=True, slots=True)
class UnitWord(Span):
    """A unit without a number (百万円): ``factor`` yen; ``declared`` where 単位 or brackets make it a declaration."""

    factor: int
    text: str
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Arrow(Span):
    """From one figure to the next (15,216億円→15,627億円)."""


@dataclass(frozen=True, slots=True)
class Bracket(Span):
    """An opening or closing bracket; ``depth`` is the number of open brackets outside it."""

    opening: bool
    char: str


@dataclass(frozen=True, slots=True)
class Noise(Span):
    """Digits that are no figure: dates, law numbers, list numbers, 第2期, telephone numbers."""

    why: str


@dataclass(frozen=True, slots=True)
class Malformed(Span):
    """Digits and units that look like a figure and are none that can be read (1,23,4億円)."""

    why: str


Value = (
    Money | Number | Nil | Same | Rate | Counted | Year | PhaseWord | RoleWord | MarkerWord | QualifierWord | RelationWord
    | StatusWord | UnitWord | Arrow | Bracket | Noise | Malformed
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalized text and the values in it, left to right, without overlaps."""

    text: str
    values: tuple[Value, ...] = field(default=())
