"""Pages to logical lines: what was broken over a line end is joined again.

Belongs here: which printed lines are one sentence, one name, one number or one bracket. Does not belong here: what they
say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extraction.drafts import Row
from pipeline.extraction.listing import read_listing
from pipeline.language import Normalized, compact, normalize, read_values
from pipeline.language.values import Counted, Money, Number
from pipeline.model import Block, Box, Line, Page

# A bracket that stays open for longer than this is a printing slip, not a sentence over several lines.
LONGEST_BRACKET = 6
# A bulleted line that breaks off this much earlier still goes on in a line that hangs below its text.
FREE_LETTERS_OF_ITEM = 3.5
# A line ends at the right edge of its block if less than this many letters would still fit.
FREE_LETTERS = 1.6
# Continuation lines start within this many letters of where the paragraph's text starts.
HANGING = 0.6
# The first line of a paragraph starts up to this many letters further in.
FIRST_LINE_INDENT = 2.2
# A list number or bullet and the space after it take up to this many letters.
WIDEST_NUMBER = 4.0
# Lines of one paragraph are set in one size, within this share.
SAME_SIZE = 0.15
# Lines of one paragraph follow each other within this many letter heights.
LINE_PITCH = 2.4
# On a grid of characters a width is a line width only if this many lines reach it, and it is at least so many columns.
FULL_LINES, NARROWEST_TEXT = 2, 40 * 6.0

_BROKEN_GROUP = re.compile(r"\d,\d{0,2}$|[兆億万]\d{0,4}$|[兆億万][\d,]*,\d{0,2}$")
_NUMBER_END = re.compile(r"\d$")
_DIGITS_GO_ON = re.compile(r"\d[\d,、]*(?:兆|億|万|千|百万|円)")
_UNIT_GOES_ON = re.compile(r"(?:百万円|千万円|億円|兆円|万円|千円|億|円)")
# 研究大学の強化に6 / 8億円を計上する: in prose a number that follows a particle goes on in the digits of the next line.
_PROSE_NUMBER = re.compile(r"[ぁ-ん一-鿿ァ-ヶー](?:[にへをはがとでも、]約?|から|より)\d{1,3}$")
_MONEY_GOES_ON = re.compile(r"\d[\d,]*[千百]?(?:兆|億|万|円)")
# …の増額に6, / 　　111億円: the line end in a number, and the indentation of the next line.
_BREAK_IN_NUMBER = re.compile(
    r"(?:\d,\d{0,2}|[兆億万][\d,]{0,12}|[にへをはがとでも、約らり]\d{1,3})"
    r"(?P<gap>[ \u3000]*\n[ \u3000]+)(?=\d[\d,、]*(?:兆|億|万|千|百万円|円))"
)
_WITHIN = re.compile(r"[\d,.]+(?:百万円|億円|千円|万円)の?内数$")  # under the name of what it is within
# 百七十一億 / 三千二百万円, 四億三〇〇 / 〇万円, 三七 / 〇億円.
_KANJI_END = re.compile(r"[兆億万〇一二三四五六七八九十百千]$")
_KANJI_GO_ON = re.compile(r"[〇一二三四五六七八九十百千]+[億万千]?[〇一二三四五六七八九十百千]*円")
_OPEN_GROUP = re.compile(r"\d,\d{0,2}$")
# A row of prose: long, and with a particle or a comma.
_PROSE = re.compile(r".{8,}[、をはがに].")
_PAGE_NUMBER = re.compile(r"[ \u3000-]*[\d〇一二三四五六七八九十百]{1,4}[ \u3000-]*")
_SENTENCE_END = re.compile(r"[。．:：;]$|[。][)」』]$")
# What no line of its own starts with: と見込まれ, 円及び, 当たりの年間経費, (四・四%)の増である.
# ※各事項の下段( / )内は、 / 平成26年度当初予算額: a legend of brackets that breaks off before it has said what they hold.
_LEGEND_BREAKS = re.compile(
    r"(?:[)\]】〕][ \u3000]*(?:内|書き?)?|(?:括弧|カッコ|かっこ)(?:内|書き?)?)(?:の(?:数字|金額|数値|計数|額))?は、?$"
)
_EMPTY_BRACKET = re.compile(r"[(\[【〔][ \u3000]*\n[ \u3000]*[)\]】〕]")
_GOES_ON_WITH = re.compile(r"[、。,)」』】ぁ-んー円億万々]|当たり|余り|程度|以上|\([^()]*\)[ぁ-ん、]|\([^()]*%[^()]*\)")
# Prose in Japanese has no spaces; a line of text with two gaps is a row of columns.
_COLUMNS = re.compile(r"\S[ \u3000\t]+\S+[ \u3000\t]+\S")
_NEW_START = re.compile(r"[(（【〔\[<《※]|第[一二三四五六七八九十\d]+[ \u3000]")


@dataclass(frozen=True, slots=True)
class _Measure:
    """How wide the lines of a block are, and whether that width says where a line was broken."""

    right: float
    known: bool


def rows_by_element(page: Page) -> dict[int, list[Row]]:
    """The logical lines of every block by its position among the page's elements, those of tables left to ``tables``; a
    number broken between two columns is joined in the row that it starts in."""
    rows = {at: list(block_rows(page, e)) for at, e in enumerate(page.elements) if isinstance(e, Block)}
    for at in rows:
        goes_on = _next_column(rows, at)
        if goes_on is not None and _breaks_number(rows[at][-1], rows[goes_on][0]):
            rows[at][-1] = _joined(page, rows[at][-1], rows[goes_on].pop(0))
    return rows


def _next_column(rows: dict[int, list[Row]], at: int) -> int | None:
    """The block that text goes on in, over a page number that stands between; ``None`` behind a table."""
    following = at + 1
    if _is_page_number(rows.get(following, [])):
        following += 1
    return following if rows[at] and rows.get(following) else None


def _is_page_number(rows: list[Row]) -> bool:
    return len(rows) == 1 and bool(_PAGE_NUMBER.fullmatch(rows[0].text.text))


def _breaks_number(last: Row, first: Row) -> bool:
    """…林道事業に四八一億三〇〇 at the foot of a column of prose, and 〇万円を計上する at the head of the next."""
    before, after = last.text.text.rstrip(" \u3000"), first.text.text.lstrip(" \u3000")
    kanji = _KANJI_END.search(before) and _KANJI_GO_ON.match(after)
    group = _OPEN_GROUP.search(before) and _DIGITS_GO_ON.match(after)
    alike = last.frame == first.frame and abs(last.size - first.size) <= SAME_SIZE * last.size
    return bool(kanji or group) and alike and bool(_PROSE.match(before))


def _joined(page: Page, last: Row, first: Row) -> Row:
    """Two rows as one; what is printed between them is no part of its text."""
    shift = first.offset - last.offset
    text = Normalized(
        last.text.text + first.text.text,
        page.text[last.offset : first.offset + len(first.text.printed)],
        compact((*last.text.starts, *(start + shift for start in first.text.starts))),
        compact((*last.text.ends, *(end + shift for end in first.text.ends))),
    )
    return replace(last, text=text, words=(*last.words, *first.words))


def block_rows(page: Page, block: Block) -> Iterator[Row]:
    """The logical lines of one block."""
    measure = _measure(page, block)
    group: list[Line] = []
    for line in block.lines:
        if group and not _goes_on(page, group, line, measure):
            yield _to_row(page, group, block.frame)
            group = []
        group.append(line)
    if group:
        yield _to_row(page, group, block.frame)


def _measure(page: Page, block: Block) -> _Measure:
    right = max(line.box.x1 for line in block.lines)
    if not page.on_grid:
        return _Measure(right, len(block.lines) > 1)
    full = sum(line.box.x1 >= right - FREE_LETTERS * line.size for line in block.lines)
    return _Measure(right, full >= FULL_LINES and right >= NARROWEST_TEXT)


def _goes_on(page: Page, group: list[Line], line: Line, measure: _Measure) -> bool:
    """Whether ``line`` continues the lines before it."""
    before = normalize(page.text[group[0].start : group[-1].end]).text.rstrip(" \u3000")
    after = normalize(page.text[line.start : line.end]).text.lstrip(" \u3000")
    if _BROKEN_GROUP.search(before) and _DIGITS_GO_ON.match(after):
        return True
    if _NUMBER_END.search(before) and _UNIT_GOES_ON.match(after):
        return True
    if breaks_legend(before, after):
        return True
    if _PROSE_NUMBER.search(before) and _MONEY_GOES_ON.match(after):
        return True
    if _WITHIN.match(after) and not re.search(r"[\d。]", before):
        return True
    open_brackets = before.count("(") - before.count(")")
    if open_brackets > 0 and len(group) < LONGEST_BRACKET and before[-1:] in ("、", ","):
        return True
    if page.on_grid and _COLUMNS.search(before):
        return False
    return _is_wrapped(page, group, line, measure) and not _stands_alone(before, after, page.text, line)


def breaks_legend(before: str, after: str) -> bool:
    """Whether a line end stands inside a legend of brackets: ( )内は / 平成26年度当初予算額."""
    speaks = "は" in before[-3:] and _LEGEND_BREAKS.search(before)
    return bool(speaks or _EMPTY_BRACKET.search(f"{before[-3:]}\n{after[:3]}"))


def _is_wrapped(page: Page, group: list[Line], line: Line, measure: _Measure) -> bool:
    """Whether the last line is full, and the next one starts where its paragraph goes on."""
    last = group[-1]
    if not measure.known or last.box.x1 < measure.right - FREE_LETTERS_OF_ITEM * last.size:
        return False
    if abs(line.size - last.size) > SAME_SIZE * last.size or line.box.top - last.box.top > LINE_PITCH * last.size:
        return False
    numbered = read_listing(_text(page, group[0]), page.text[group[0].start : group[0].end]).style is not None
    free = (FREE_LETTERS_OF_ITEM if numbered and not page.on_grid else FREE_LETTERS) * last.size
    if last.box.x1 < measure.right - free:
        return False
    if len(group) > 1:
        return abs(line.box.x0 - last.box.x0) <= HANGING * last.size
    shift = (line.box.x0 - last.box.x0) / last.size
    if numbered and -FIRST_LINE_INDENT <= shift < -HANGING:
        return last.box.x1 >= measure.right - FREE_LETTERS * last.size  # (一) …: a numbered paragraph, indented
    return -HANGING <= shift <= WIDEST_NUMBER if numbered else -WIDEST_NUMBER <= shift <= HANGING


def _stands_alone(before: str, after: str, printed: str, line: Line) -> bool:
    """Whether the next line is a thing of its own although the last one is full."""
    if _GOES_ON_WITH.match(after) or (_KANJI_END.search(before) and _KANJI_GO_ON.match(after)):
        return False
    if _SENTENCE_END.search(before) or _NEW_START.match(after):
        return True
    if read_listing(after, printed[line.start : line.end]).style is not None:
        return True
    return _ends_with_figure(before)


def _ends_with_figure(text: str) -> bool:
    """A line that ends with its figure is finished: 5,500百万円, (8地域); one that ends in the middle of a date is not."""
    bare = re.sub(r"の?内数$", "", text).rstrip(")」』】〕]>》 \u3000")
    if bare.endswith("円"):
        return True  # 10,000(9,000)百万円
    last = next(reversed([v for v in read_values(text).values if v.end <= len(bare)]), None)
    if last is None or last.end != len(bare):
        return False
    return isinstance(last, (Money, Counted)) or isinstance(last, Number) and last.listed


def _text(page: Page, line: Line) -> str:
    return normalize(page.text[line.start : line.end]).text


def _without_breaks(text: Normalized) -> Normalized:
    """A text without its line ends; where one breaks a number (6, / 　　111億円), without the spaces around it, too."""
    if "\n" not in text.text:
        return text
    gaps = {at for found in _BREAK_IN_NUMBER.finditer(text.text) for at in range(*found.span("gap"))}
    return text.keeping([at for at, char in enumerate(text.text) if char != "\n" and at not in gaps])


def _to_row(page: Page, group: list[Line], frame: Box | None) -> Row:
    printed = page.text[group[0].start : group[-1].end]
    box = Box(
        min(line.box.x0 for line in group),
        group[0].box.top,
        max(line.box.x1 for line in group),
        group[-1].box.bottom,
    )
    return Row(
        page.number,
        _without_breaks(normalize(printed)),
        group[0].start,
        group[0].box.x0,
        group[0].box.top,
        None if page.on_grid else box,
        page.label_reliable,
        frame=frame,
        size=max(line.size for line in group),
        words=tuple(word for line in group for word in line.words),
    )
