"""Printed text to normalized text, with the way back.

Belongs here: NFKC, letter-spaced runs, and the offsets that lead from a normalized character to the printed one.
Does not belong here: what the characters mean.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

# A run of at least this many single characters, one space apart, is one letter-spaced word (予 算 額).
SPACED_RUN = 3
# Digits are part of a letter-spaced word only in front of one of these (平 成 2 4 年 度, 1 2 億 円); others are columns.
_AFTER_DIGITS = "年月日億万千百兆円件人校次期"
# Kept as it is: it parts columns, where an ordinary space may part letters.
IDEOGRAPHIC_SPACE = "\u3000"

# Rules look at a text several times, and tables repeat theirs.
DISTINCT_TEXTS = 16_384

_CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff]")
_LETTER = r"[\u3005\u3040-\u30ff\u3400-\u9fff():、。・](?!\S)"
_NUMBER = rf"(?:\d(?: [\d,.](?!\S)){{0,12}}+|\d[\d,.]*+)(?= [{_AFTER_DIGITS}](?!\S))"
_SINGLES = re.compile(rf"(?<!\S)(?:{_LETTER}|{_NUMBER})(?: (?:{_LETTER}|{_NUMBER}))++")
# Ideographic spaces part columns (款　項　目), but not inside one of these words (予　算　額).
_WIDE_SINGLES = re.compile(r"(?<!\S)[一-鿿々](?:\u3000[一-鿿々](?!\S)){2,15}+")
_SPACED_WORDS = re.compile(r"予算|要求|要望|決算|補正|増減|比較|年度|単位")
# 合　計: of two letters only these, alone in their cell or before their figure.
_SPACED_TOTAL = re.compile(r"(?<!\S)(?:[合総小累](?P<gap>[ \u3000]{1,4})計|総(?P<gap_of_sum>[ \u3000]{1,4})額)(?!\S)")
# 3 ,5 7 3 億円: single digits, one space apart, before a unit. Two of them without a comma may be two numbers.
_SPACED_DIGITS = re.compile(r"(?<![\d,.])\d(?: ?[,.]? ?\d(?!\d)){1,14}+(?= ?(?:[兆億万千百円%]))")
_ONE_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{3,}")
# (1 ) 国の予算規模: a list number with a space before its bracket.
_LOOSE_NUMBER = re.compile(r"(?<=\()(?P<before> ?)\d{1,2}(?P<behind> ?)(?=\))")
# Characters that NFKC leaves apart although documents use them for one another.
_ALIKE = str.maketrans(
    {char: to for to, alike in (
        ("~", "〜～∼"), ("-", "‐‑‒–—―−─━﹣➖"), ("△", "▲∆⊿Δ"), ("・", "･•‧"), ("→", "⇒➡⟶➔"), (" ", "*"), ("×", "✕✖"),
        ("<", "〈"), (">", "〉"), ("《", "≪"), ("》", "≫"), ("/", "⁄"), ("'", "’‘′"),
    ) for char in alike}
)  # fmt: skip
# Characters that are their own normal form; most lines hold nothing else.
_PLAIN = re.compile(r"[\x00-)+-~\u3000-\u3002\u300a-\u301b\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff△→×]*+")


@dataclass(frozen=True)
class Normalized:
    """Normalized text beside the printed one. ``starts[i]`` is the printed offset of character ``i``; ``printed`` its source."""

    text: str
    printed: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed offsets of the normalized characters ``start`` to ``end``.

        A name put together from two cells may read them in another order than the page's text has them: the stretch that
        holds both.
        """
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.printed)
            return at, at
        starts, ends = self.starts[start:end], self.ends[start:end]
        if isinstance(starts, range):
            return starts[0], ends[-1]
        return min(starts), max(ends)

    def without(self, char: str) -> Normalized:
        """The same text without ``char``, for joining what was broken over a line end."""
        if char not in self.text:
            return self
        return self.keeping([i for i, one in enumerate(self.text) if one != char])

    def keeping(self, positions: Sequence[int]) -> Normalized:
        """The characters at ascending positions, each with its way back to the printed text."""
        text = "".join(self.text[i] for i in positions)
        starts, ends = compact(self.starts[i] for i in positions), compact(self.ends[i] for i in positions)
        return Normalized(text, self.printed, starts, ends)

    @cached_property
    def is_blank(self) -> bool:
        return not self.text.strip()


@lru_cache(maxsize=DISTINCT_TEXTS)
def normalize(printed: str) -> Normalized:
    """NFKC, dashes, triangles and tildes made one of a kind, letter-spaced words joined.

    >>> normalize("平 成 ２４ 年 度").text
    '平成24年度'
    """
    text, starts, ends = _folded_with_offsets(printed)
    dropped = _letter_spacing(text)
    folded = Normalized(text, printed, starts, ends)
    return folded.keeping([i for i in range(len(text)) if i not in dropped]) if dropped else folded


def fold(text: str) -> str:
    """Normalized text alone, for comparing names."""
    return normalize(text).text


def _folded_with_offsets(printed: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The folded text and, for each of its characters, where its source starts and ends."""
    if _end_of_plain_run(printed, 0) == len(printed):
        return printed, range(len(printed)), range(1, len(printed) + 1)  # which take no memory, however long
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(printed):
        end = _end_of_plain_run(printed, at)
        if end > at:
            parts.append(printed[at:end])
            starts.extend(range(at, end))
            ends.extend(range(at + 1, end + 1))
        else:
            end = _end_of_cluster(printed, at)
            folded = _apart(
                _folded(printed[at:end]), printed[at], parts[-1][-1:] if parts else "", printed[end : end + 1]
            )
            parts.append(folded)
            starts.extend([at] * len(folded))
            ends.extend([end] * len(folded))
        at = end
    return "".join(parts), compact(starts), compact(ends)


def compact(offsets: Iterable[int]) -> Sequence[int]:
    """Offsets in four bytes each: those of a book's lines are many, and as numbers of Python they take ten times as much."""
    return array("i", offsets)


@lru_cache(maxsize=16_384)
def _folded(cluster: str) -> str:
    if cluster == IDEOGRAPHIC_SPACE:
        return cluster
    return unicodedata.normalize("NFKC", cluster).translate(_ALIKE)


def _apart(folded: str, char: str, before: str, after: str) -> str:
    """A character that folds to digits with a space between these and the digits beside it: ①１億円 is no 11億円."""
    if unicodedata.category(char) == "Nd" or folded == char:
        return folded
    left = " " if folded[:1].isdigit() and before.isdigit() else ""
    right = " " if folded[-1:].isdigit() and after.isdigit() else ""
    return left + folded + right


def _end_of_plain_run(printed: str, at: int) -> int:
    """The end of the characters from ``at`` that stay as they are; one that a mark follows is not among them."""
    end = _PLAIN.match(printed, at).end()  # type: ignore[union-attr]
    return end - 1 if at < end < len(printed) and _is_mark(printed[end]) else end


def _end_of_cluster(printed: str, at: int) -> int:
    """The end of one character with the marks that combine with it (ﾊ + ﾞ, か + U+3099)."""
    end = at + 1
    while end < len(printed) and _is_mark(printed[end]):
        end += 1
    return end


def _is_mark(char: str) -> bool:
    return char in "ﾞﾟ" or unicodedata.combining(char) > 0


def _letter_spacing(text: str) -> set[int]:
    """The indices of the spaces inside letter-spaced runs."""
    dropped: set[int] = set()
    if " " not in text and IDEOGRAPHIC_SPACE not in text:
        return dropped
    for wide in _WIDE_SINGLES.finditer(text) if IDEOGRAPHIC_SPACE in text else ():
        if _SPACED_WORDS.search(wide.group().replace(IDEOGRAPHIC_SPACE, "")):
            dropped.update(range(wide.start() + 1, wide.end(), 2))
    for total in _SPACED_TOTAL.finditer(text):
        dropped.update(range(total.start() + 1, total.end() - 1))
    for run in _SPACED_DIGITS.finditer(text):
        if _ONE_NUMBER.fullmatch(run.group().replace(" ", "")):
            dropped.update(i for i in range(run.start(), run.end()) if text[i] == " ")
    for number in _LOOSE_NUMBER.finditer(text):
        dropped.update(i for name in ("before", "behind") for i in range(*number.span(name)))
    for run in _SINGLES.finditer(text):
        parts = run.group().split(" ")
        if len(parts) >= SPACED_RUN and sum(bool(_CJK.match(part)) for part in parts) >= SPACED_RUN - 1:
            dropped.update(i for i in range(run.start(), run.end()) if text[i] == " ")
    return dropped
