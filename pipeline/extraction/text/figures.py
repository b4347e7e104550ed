"""The figures of a sentence: each with the words and values since the figure before it.

Belongs here: which values are figures at all, and what stands around one. Does not belong here: whose they are
(``owners``), what they are (``roles``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extraction.text.sentences import Sentence
from pipeline.language.values import (
    Bracket,
    Counted,
    Money,
    Nil,
    Number,
    PhaseWord,
    RelationWord,
    UnitWord,
    Value,
    Year,
)
from pipeline.model import Relation

# 7億円増, 8億円の修正減少, 8155億円上積み, 9258億円多い, 七百七十二億円(一・二%)の減, 4687億円減って, 三兆三千億円、四・〇%の増, 前年度を7億円上回る.
SUFFIX_CHANGE = re.compile(
    r"[ \u3000]?(?:[(（][^()]*%[^()]*[)）]|、[^、。()%]{1,8}%(?:\([^()]*\))?)?[ \u3000]?の?(?:(?:修正)?(?P<word>増|減)(?:額|加|少)?(?:って|え|り|し)?(?!税|資|員|災)|(?P<side>上|下)回(?:る|り|って|った)|(?P<more>上積み|上乗せ|積み増し?|多[いく])|(?P<less>少な[いく]))"
)
# 前年度比3.1%増の20億円, 1.7%増となる36兆円, 前年度から倍増し、20億円, 皆増の12億円, 同額の8億円: what stands behind is the budget.
GROWN_TO = re.compile(
    r"(?:同額|(?:%|パーセント|倍|割(?:\d分)?)(?:程度|弱|強)?の?(?:増加?|減少?)?|(?:倍|半|皆|微|純|大幅な?)(?:増|減)加?)"
    r"(?:の|と(?:なる|なり、?|する|し、?|した)|し、?|させ、?)[ \u3000]?約?$"
)
_RELISTED_BEFORE = re.compile(r"[(〔\[【<](?:一部)?再掲[)〕\]】>][ \u3000]*$")
PORTION_BEHIND = re.compile(r"[ \u3000]?の?内数")  # 1,905の内数
_RELISTED_BEHIND = re.compile(r"[ \u3000]*[(〔\[【<](?:一部)?再掲[)〕\]】>]|[ \u3000]+再掲[ \u3000]*$")
# A request whose amount is left open.
UNQUANTIFIED = "事項要求"
_WORD = re.compile(r"[ぁ-ん一-鿿ァ-ヶ]")
_VALUE_BEFORE = " \u3000\t=(.…・→:‥【《<[〔,、"
_VALUE_AFTER = " \u3000\t)→(」】》>]〕+"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence. ``start`` is where the words that may name it start, ``group`` the values among them."""

    sentence: Sentence
    index: int
    value: Value
    start: int
    group: tuple[Value, ...]
    depth: int

    @property
    def words(self) -> str:
        """The text between the figure before it and this one."""
        return self.sentence.text[self.start : self.value.start]

    @property
    def following(self) -> str:
        """The text after it."""
        return self.sentence.text[self.value.end : self.sentence.end]

    @property
    def relation(self) -> Relation | None:
        """うち, 外に or 再掲 before it."""
        return next((v.relation for v in self.group if isinstance(v, RelationWord)), None)

    @property
    def is_relisted_behind(self) -> bool:
        """留学生の宿舎 48(再掲): the word stands behind the figure."""
        return bool(_RELISTED_BEHIND.match(self.following))

    @property
    def bracket(self) -> str:
        """The bracket that the figure stands in; empty outside brackets."""
        stack: list[str] = []
        for value in self.sentence.values:
            if isinstance(value, Bracket) and value.start < self.value.start:
                if value.opening:
                    stack.append(value.char)
                elif stack:
                    stack.pop()
        return stack[-1] if stack else ""

    @property
    def next_value(self) -> Value | None:
        """The value right behind it in the sentence."""
        values = self.sentence.values
        return values[self.index + 1] if self.index + 1 < len(values) else None

    @property
    def previous_value(self) -> Value | None:
        """The value right before it in the sentence."""
        return self.sentence.values[self.index - 1] if self.index else None

    @property
    def end(self) -> int:
        """Where the words of the next figure start: after the figure and its 増 or 減."""
        suffix = SUFFIX_CHANGE.match(self.sentence.text, self.value.end)
        return suffix.end() if suffix else self.value.end


def figure_at(sentence: Sentence, index: int, start: int) -> Figure:
    """The figure at a position of the sentence's values, whose words start at ``start``."""
    value = sentence.values[index]
    group = tuple(v for v in sentence.values[:index] if v.start >= start)
    return Figure(sentence, index, value, start, group, sentence.depth(value.start))


def is_figure(sentence: Sentence, value: Value, unit: UnitWord | None) -> bool:
    """Whether a value states something: money, a count, a bare number under a unit, a dash in the place of an amount."""
    if isinstance(value, (Money, Counted)):
        return True
    if isinstance(value, Number):
        return unit is not None and stands_as_value(sentence.text, value)
    if isinstance(value, Nil) and value.word == UNQUANTIFIED:
        return not _said_in_words(sentence.text, value)
    if isinstance(value, Nil):
        named = any(isinstance(v, (Year, PhaseWord)) for v in sentence.values if v.end <= value.start)
        return bool(value.unit_text) or named or (unit is not None and stands_as_value(sentence.text, value))
    return False


def _said_in_words(text: str, value: Value) -> bool:
    """事項要求とは、…をいう: the words are explained, not put in the place of an amount."""
    return value.end < len(text) and bool(_WORD.match(text, value.end))


def stands_as_value(text: str, value: Value) -> bool:
    """Whether a number stands alone as a cell or item does, and is no part of a word."""
    before = value.start == 0 or text[value.start - 1] in _VALUE_BEFORE
    before = before or bool(_RELISTED_BEFORE.search(text[: value.start]))  # (再掲)21
    after = value.end >= len(text) or text[value.end] in _VALUE_AFTER
    behind = _RELISTED_BEHIND, PORTION_BEHIND
    return before and (after or any(word.match(text, value.end) for word in behind))
