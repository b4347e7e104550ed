"""Pages to logical lines: what was broken over a line end is joined again.

Belongs here: which printed lines are one sentence, one number or one bracket. Does not belong here: what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.drafts import Row
from pipeline.language import normalize
from pipeline.model import Block, Box, Line, Page

# A bracket that stays open for longer than this is a printing slip, not a sentence over several lines.
LONGEST_BRACKET = 6

_BROKEN_GROUP = re.compile(r"\d,\d{0,2}$|[兆億万]\d{0,4}$|[兆億万][\d,]*,\d{0,2}$")
_NUMBER_END = re.compile(r"\d$")
_DIGITS_GO_ON = re.compile(r"\d[\d,]*(?:兆|億|万|千|百万|円)")
_UNIT_GOES_ON = re.compile(r"(?:百万円|千万円|億円|兆円|万円|千円|億|円)")


def read_rows(page: Page) -> Iterator[Row]:
    """The logical lines of a page in reading order, those of ruled tables left to ``tables``."""
    for element in page.elements:
        if isinstance(element, Block):
            yield from _block_rows(page, element)


def _block_rows(page: Page, block: Block) -> Iterator[Row]:
    group: list[Line] = []
    for line in block.lines:
        if group and not _goes_on(page, group, line):
            yield _to_row(page, group)
            group = []
        group.append(line)
    if group:
        yield _to_row(page, group)


def _goes_on(page: Page, group: list[Line], line: Line) -> bool:
    """Whether ``line`` continues the lines before it."""
    before = normalize(page.text[group[0].start : group[-1].end]).text
    after = normalize(page.text[line.start : line.end]).text.lstrip(" \u3000")
    if _BROKEN_GROUP.search(before) and _DIGITS_GO_ON.match(after):
        return True
    if _NUMBER_END.search(before) and _UNIT_GOES_ON.match(after):
        return True
    open_brackets = before.count("(") - before.count(")")
    return open_brackets > 0 and len(group) < LONGEST_BRACKET and before[-1] in "、,"


def _to_row(page: Page, group: list[Line]) -> Row:
    printed = page.text[group[0].start : group[-1].end]
    box = Box(
        min(line.box.x0 for line in group),
        group[0].box.top,
        max(line.box.x1 for line in group),
        group[-1].box.bottom,
    )
    return Row(
        page.number,
        normalize(printed).without("\n"),
        group[0].start,
        group[0].box.x0,
        group[0].box.top,
        None if page.on_grid else box,
        page.label_reliable,
    )
