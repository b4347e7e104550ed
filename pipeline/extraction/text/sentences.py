"""Rows to sentences: the parts of a row that are read in one go, with their values.

Belongs here: where a sentence starts and ends, how deep in brackets a place is, whether it is prose. Does not belong
here: what its figures mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extraction.drafts import Row
from pipeline.extraction.listing import CIRCLED, Listing, read_listing
from pipeline.extraction.text.contextual import settle_values
from pipeline.language import read_values
from pipeline.language.values import Bracket, Money, Value

# Japanese text files print ambiguous characters (△, …) as wide as letters of the language.
_WIDE = "WFA"
NO_LISTING = Listing(None, None, 0)
_SENTENCE = re.compile(r"[^。]+。?[」』)]*")
# (一) 私立学校の助成 私立大学等経常費補助については、…: a heading that the paragraph runs in from.
_RUN_IN_HEAD = re.compile(r"([^、。 \u3000はがを\d]{2,24})[ \u3000]+(?=[^、。]{4})")
# 。 or a verb at the end (ignoring a closing bracket): a sentence, not an item of a list.
_PREDICATE = re.compile(r"(?:。|である|であった|とする|ている|された|した|となる|なった|する|予定)[」』)]*[ \u3000]*$")
_BEFORE_ITEM = "、,=＝:： \u3000。"
_ASIDES = "()<>《》[]【】〔〕"
_CIRCLED = re.compile(f"[{CIRCLED}]")


@dataclass
class Sentence:
    """A part of a row: its values, shifted to the row's offsets, and its list number.

    ``inset`` is how far behind the row's beginning the first item inside it begins, for each of these items.
    """

    row: Row
    start: int
    end: int
    listing: Listing
    values: list[Value]
    inset: float = 0.0

    @property
    def text(self) -> str:
        """The whole row's text, which all offsets refer to."""
        return self.row.text.text

    @property
    def body(self) -> str:
        """The sentence's own text."""
        return self.text[self.start : self.end]

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence with a predicate rather than an item of a list."""
        return bool(_PREDICATE.search(self.body))

    @property
    def is_bracketed(self) -> bool:
        """Whether it stands in brackets as a whole, as a second figure below the first one does."""
        return self.body.lstrip(" \u3000")[:1] in ("(", "<", "[", "【", "〔", "《")

    def depth(self, at: int) -> int:
        """How many brackets are open at an offset; quotation marks are none."""
        depth = 0
        for value in self.values:
            if isinstance(value, Bracket) and value.start < at and value.char in _ASIDES:
                depth += 1 if value.opening else -1
        return max(depth, 0)

    @property
    def place(self) -> Callable[[int], int] | None:
        """From an offset in ``body`` to the half-width characters printed before it; ``None`` where boxes tell."""
        return self._printed_before if self.row.box is None else None

    def _printed_before(self, at: int) -> int:
        starts = self.row.text.starts
        end = starts[self.start + at] if self.start + at < len(starts) else None
        indent = round(2 * self.row.indent / self.row.size)
        return indent + sum(
            2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in self.row.text.printed[:end]
        )

    def between(self, start: int, end: int) -> list[Value]:
        """The values that lie wholly between two offsets."""
        return [value for value in self.values if value.start >= start and value.end <= end]


def sentence_of(row: Row, start: int, end: int, listing: Listing) -> Sentence:
    """The characters ``start`` to ``end`` of a row as one sentence."""
    text = row.text.text
    values = list(read_values(text[start:end]).values)
    if start:
        values = [replace(value, start=value.start + start, end=value.end + start) for value in values]
    return Sentence(row, start, end, listing, settle_values(values, text, start, end))


def _items_within(row: Row, start: int, end: int) -> list[int]:
    """Where the items of a list inside a sentence start: …の実施=①少人数指導148億円、②道徳教育18億円."""
    if not _CIRCLED.search(row.text.printed):
        return []
    printed = [row.text.printed[at] for at in row.text.starts[start:end]]
    found = [
        start + at for at, char in enumerate(printed) if char in CIRCLED and (not at or printed[at - 1] in _BEFORE_ITEM)
    ]
    numbers = [CIRCLED.index(printed[at - start]) for at in found]
    if len(found) < 2 or numbers != list(range(len(found))):
        return []
    items = [row.text.text[a:b] for a, b in pairwise((*found, end))]
    with_money = [item for item in items if any(isinstance(v, Money) for v in read_values(item).values)]
    return [at for at in found if at > start] if len(with_money) > 1 else []


def _read_own_listing(row: Row, start: int, end: int) -> Listing:
    """The list number or bullet of a sentence that does not begin its row: 。▽教員の研修, ②道徳教育."""
    printed = row.text.printed[row.text.starts[start] :]
    listing = read_listing(row.text.text[start:end], printed)
    own = listing.style == "circled" or (listing.style or "").startswith("bullet")
    return Listing(listing.style, listing.number, start + listing.end) if own else Listing(None, None, start)


def split_row(row: Row) -> Iterator[Sentence]:
    """The sentences of a row; the list number belongs to the first."""
    text = row.text.text
    listing = read_listing(text, row.text.printed)
    start = listing.end
    head = _RUN_IN_HEAD.match(text, start) if listing.number is not None and "。" in text else None
    if head is not None:
        yield sentence_of(row, start, head.end(1), listing)
        listing, start = Listing(None, None, listing.end), head.end()
    first = 0
    for piece in _SENTENCE.finditer(text[start:]):
        begin = start + piece.start()
        for end in (*_items_within(row, begin, start + piece.end()), start + piece.end()):
            own = _read_own_listing(row, begin, end) if begin > start else listing
            sentence = sentence_of(row, own.end if begin > start else begin, end, own)
            if begin > start and own.style is not None:
                first = first or begin
                sentence.inset = first * row.size / 2
            yield sentence
            begin = end
