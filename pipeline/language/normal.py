"""Printed text to normalized text, with the way back.

Belongs here: NFKC, letter-spaced runs, and the offsets that lead from a normalized character to the printed one.
Does not belong here: what the characters mean.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

# A run of at least this many single characters, one space apart, is one letter-spaced word (予 算 額).
SPACED_RUN = 3
# Kept as it is: it parts columns, where an ordinary space may part letters.
IDEOGRAPHIC_SPACE = "\u3000"

_CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff]")
_SINGLE = r"(?:[\u3005\u3040-\u30ff\u3400-\u9fff():、。・]|[\d,.]+)(?=\s|$)"
_SINGLES = re.compile(rf"(?<!\S){_SINGLE}(?: {_SINGLE})+")
# Characters that NFKC leaves apart although documents use them for one another.
_ALIKE = str.maketrans({"〜": "~", "～": "~", "‐": "-", "‑": "-", "–": "-", "—": "-", "―": "-", "−": "-", "─": "-", "━": "-", "﹣": "-", "▲": "△", "･": "・", "⇒": "→", "➡": "→", "⟶": "→", "➔": "→", "*": " ", "✕": "×", "〈": "<", "〉": ">", "≪": "《", "≫": "》", "∼": "~"})  # fmt: skip


@dataclass(frozen=True)
class Normalized:
    """Normalized text beside the printed one. ``starts[i]`` is the printed offset of character ``i``; ``printed`` its source."""

    text: str
    printed: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed offsets of the normalized characters ``start`` to ``end``."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.printed)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def without(self, char: str) -> Normalized:
        """The same text without ``char``, for joining what was broken over a line end."""
        kept = [i for i, one in enumerate(self.text) if one != char]
        text = "".join(self.text[i] for i in kept)
        return Normalized(text, self.printed, tuple(self.starts[i] for i in kept), tuple(self.ends[i] for i in kept))

    @cached_property
    def is_blank(self) -> bool:
        return not self.text.strip()


def normalize(printed: str) -> Normalized:
    """NFKC, dashes, triangles and tildes made one of a kind, letter-spaced words joined.

    >>> normalize("平 成 ２４ 年 度").text
    '平成24年度'
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(printed):
        cluster = printed[start:end]
        for char in (
            cluster if cluster == IDEOGRAPHIC_SPACE else unicodedata.normalize("NFKC", cluster).translate(_ALIKE)
        ):
            chars.append(char)
            starts.append(start)
            ends.append(end)
    kept = _without_letter_spacing("".join(chars))
    return Normalized(
        "".join(chars[i] for i in kept), printed, tuple(starts[i] for i in kept), tuple(ends[i] for i in kept)
    )


def fold(text: str) -> str:
    """Normalized text alone, for comparing names."""
    return normalize(text).text


def _clusters(printed: str) -> list[tuple[int, int]]:
    """Base characters with the marks that combine with them (ﾊ + ﾞ, か + U+3099)."""
    spans: list[tuple[int, int]] = []
    for i, char in enumerate(printed):
        if spans and (char in "ﾞﾟ" or unicodedata.combining(char)):
            spans[-1] = (spans[-1][0], i + 1)
        else:
            spans.append((i, i + 1))
    return spans


def _without_letter_spacing(text: str) -> list[int]:
    """The indices to keep once the spaces inside letter-spaced runs are left out."""
    dropped: set[int] = set()
    for run in _SINGLES.finditer(text):
        parts = run.group().split(" ")
        if len(parts) >= SPACED_RUN and sum(bool(_CJK.match(part)) for part in parts) >= SPACED_RUN - 1:
            dropped.update(i for i in range(run.start(), run.end()) if text[i] == " ")
    return [i for i in range(len(text)) if i not in dropped]
