"""Which entry of a table is part of which, by numbers and indentation.

Belongs here: the stack of open entries and what closes them. Does not belong here: totals, うち lines and the columns of
other zones (``tables``), lists outside tables (``hierarchy``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extraction.drafts import LineDraft

# Left edges closer than this (in font sizes) are one indentation.
SAME_INDENT = 0.6
# Styles of numbering from the outermost; among those at one indentation the later stand below the earlier.
RANKS = (
    "section", "roman", "kanji", "number", "roman-bracket", "kanji-bracket", "bracket", "katakana", "katakana-bracket", "circled",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Open:
    """An entry that later ones may belong to: where its number and its text begin."""

    line: LineDraft
    number_x: float
    text_x: float
    size: float


@dataclass
class Outline:
    """The open entries of one zone, outermost first."""

    stack: list[Open] = field(default_factory=list)

    def place(self, entry: Open) -> LineDraft | None:
        """Open an entry below those it belongs to; its parent, ``None`` at the top."""
        while self.stack and not _is_below(entry, self.stack[-1], self.stack):
            self.stack.pop()
        parent = self.stack[-1].line if self.stack else None
        self.stack.append(entry)
        return parent

    def clear(self) -> None:
        self.stack.clear()


def _is_below(entry: Open, above: Open, stack: list[Open]) -> bool:
    slack = SAME_INDENT * max(entry.size, above.size)
    style, other = entry.line.style, above.line.style
    if style is not None and style == other:
        return entry.text_x > above.text_x + slack and entry.number_x > above.number_x + slack
    if style is not None and any(one.line.style == style and abs(one.text_x - entry.text_x) <= slack for one in stack):
        return False
    if style is None:
        return entry.number_x > above.number_x + slack
    if abs(entry.number_x - above.number_x) <= slack:
        return other is not None and _rank(style) > _rank(other)
    return entry.number_x > above.number_x + slack


def _rank(style: str) -> int:
    return RANKS.index(style) if style in RANKS else len(RANKS)
