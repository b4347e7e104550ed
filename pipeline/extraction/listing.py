"""List numbers and bullets at the head of a line.

Belongs here: the styles of numbering, as data, each with its example. Does not belong here: what the order of styles means
for the hierarchy (``hierarchy``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language import read_values
from pipeline.language.heads import first_characters
from pipeline.language.values import Counted

# A year or an amount starts like a list number: 15年度, 100万円, 3人以下, 1校あたり. Counts (47県, 120名配置) the grammar knows.
_NO_LIST_NUMBER = r"年度|年|月|百万円|億|万|千円|兆|円|人以[上下]|人槽|[^ \u3000\d]{1,5}(?:あたり|当たり|につき)"

# Style and pattern over normalized text; NFKC turned ① into 1 and Ⅰ into I, so the printed character decides between them.
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("section", re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:章|節|部)?[ \u3000、.](?=\S)")),  # 第一 総論, 第2章 歳出
    ("kanji-bracket", re.compile(r"\([一二三四五六七八九十]+\)")),  # (一) 教育の質の向上
    ("roman-bracket", re.compile(r"\((?:i{1,3}|iv|v|vi{1,3}|ix|x)\)")),  # (ⅰ) 共同利用の推進
    ("bracket", re.compile(r"\(\d{1,2}\)")),  # (1) 知的クラスター創成事業
    ("letter", re.compile(r"[A-H][.)、][ \u3000]?(?=[^\d ])")),  # A.職場環境改善事業
    ("katakana-bracket", re.compile(r"\([ア-ン]\)")),  # (ア) 公民館
    ("kanji", re.compile(r"[一二三四五六七八九十]{1,2}[ \u3000、.](?![〇一二三四五六七八九十])")),  # 一 高等教育の充実
    ("roman", re.compile(r"(?:I{1,3}|IV|VI{0,3}|IX|X)(?=[ \u3000.．])")),  # Ⅰ 学術研究の振興
    ("number", re.compile(r"\d{1,3}[.)、](?!\d)")),  # 1. 図書館の整備
    (
        "number",
        re.compile(rf"\d{{1,3}}(?:[ \u3000]|(?=[一-鿿ァ-ヶ]))(?![\d,]*[ \u3000]?(?:{_NO_LIST_NUMBER}))"),
    ),  # 59総合的産学官連携推進事業
    ("katakana", re.compile(r"[ア-オカ-コ][ \u3000](?=\S)")),  # ア 公民館の運営
)
BULLET = re.compile(r"[・○〇●◎◇◆□■◯▽▼▷▪▶►•※★☆→\-*]+[ \u3000]?(?=[^\d ])|[○●◇◆□■◯・][ \u3000]*(?=\S)|〇[ \u3000]+")
# - ① 目的: the number counts, the bullet before it does not.
_BULLETED_CIRCLE = re.compile(r"[・○●◎◇◆□■\-‐−*][ \u3000]*(?=[①-⑳])")
# The number, its counter and as much of what follows as tells a counter from the start of a name.
_LONGEST_COUNT = 24
# Their order is their number.
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DIGITS = re.compile(r"\d+[ \u3000]?")


def _styles_by_head() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """The styles that can start with a character, in their order; ``0`` stands for every digit."""
    heads = {head for _, pattern in STYLES for head in first_characters(pattern.pattern)}
    return {head: tuple(style for style in STYLES if head in first_characters(style[1].pattern)) for head in heads}


_STYLES_BY_HEAD = _styles_by_head()


@dataclass(frozen=True, slots=True)
class Listing:
    """The head of a line: its style, its number (``None`` for a bullet) and where the text after it starts."""

    style: str | None
    number: str | None
    end: int


# Every step of reading a table looks at the heads of its lines.
@lru_cache(maxsize=4_096)
def read_listing(text: str, printed: str) -> Listing:
    """The list number or bullet at the start of a normalized line; ``end`` is 0 without one."""
    start = len(text) - len(text.lstrip(" \u3000\t"))
    stripped = printed.lstrip(" \u3000\t")
    bullet = _BULLETED_CIRCLE.match(stripped)
    skip = bullet.end() if bullet else 0
    return _read_one(text, stripped[skip:], start + skip)


def _read_one(text: str, printed: str, start: int) -> Listing:
    first = printed[:1]
    if first in CIRCLED and first:
        digits = _DIGITS.match(text, start)
        if digits:
            return Listing("circled", first, digits.end())
    begins = text[start : start + 1]
    for style, pattern in _STYLES_BY_HEAD.get("0" if begins.isdecimal() else begins, ()):
        found = pattern.match(text, start)
        if found and not (style == "number" and _counts(text, start)):
            return Listing(style, found.group().strip(" \u3000"), _skip_space(text, found.end()))
    bullet = BULLET.match(text, start)
    if bullet:
        return Listing("bullet" + text[start], None, _skip_space(text, bullet.end()))
    return Listing(None, None, start)


def _counts(text: str, start: int) -> bool:
    """47県に基金を造成 starts with a count; 1 地域支援補助金 and 59総合的産学官連携推進事業 with a list number."""
    first = next(iter(read_values(text[start : start + _LONGEST_COUNT]).values), None)
    return isinstance(first, Counted) and first.start == 0


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \u3000":
        at += 1
    return at
