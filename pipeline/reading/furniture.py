"""Page numbers and running heads: what stands on a page and belongs to no text.

Belongs here: setting lines aside by their place and their repetition. Does not belong here: what the rest says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Block, Line, Page

# Page numbers and running heads stand within this share of the page's height from its edge.
MARGIN = 0.09
# A running head stands at the same place on this many pages at least, and on this share of them.
FEWEST_PAGES = 3
SHARE_OF_PAGES = 0.4
# "The same place" in points.
SAME_PLACE = 4.0

# A repeated line that states a figure is a heading, whatever page it stands on (6款 農林水産業費 1,010,897千円).
_FIGURE = re.compile(r"[\d０-９][,，][\d０-９]{3}|[\d０-９]{3,}[千百万億兆円]")
COLUMN_SPACE = "\u3000"
_DASHED = re.compile(r"^(?:[\-‐−–―─][ \u3000]?\d{1,4}[ \u3000]?[\-‐−–―─][ \u3000]*)+$")
_PAGE_NUMBER = re.compile(r"^[\-‐−–―─ー~〜 ]*(?:\d{1,4}|[〇一二三四五六七八九十]{1,4}|[ivx]{1,5})[\-‐−–―─ー~〜 ]*$")


def set_furniture_aside(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with their page numbers and running heads moved to ``furniture``."""
    seen = Counter(key for page in pages for key in {_key(page, line) for line in _margin_lines(page)})
    often = max(FEWEST_PAGES, SHARE_OF_PAGES * sum(bool(page.elements) for page in pages))
    repeated = {key for key, times in seen.items() if times >= often}
    return tuple(_without(page, {key for key in repeated if not _FIGURE.search(key[0])}) for page in pages)


def _is_dashed(page: Page, line: Line) -> bool:
    """Page numbers between dashes ("- 12 -", two of them on a spread) are no text wherever they stand."""
    return bool(_DASHED.match(unicodedata.normalize("NFKC", page.text[line.start : line.end])))


def _without(page: Page, repeated: set[tuple[str, int, int]]) -> Page:
    aside = [line for line in _margin_lines(page) if _is_page_number(page, line) or _key(page, line) in repeated]
    aside += [line for line in _text_lines(page) if line not in aside and _is_dashed(page, line)]
    if not aside:
        return page
    elements = []
    for element in page.elements:
        if isinstance(element, Block):
            lines = tuple(line for line in element.lines if line not in aside)
            if not lines:
                continue
            element = replace(element, lines=lines)
        elements.append(element)
    return replace(page, elements=tuple(elements), furniture=(*page.furniture, *aside))


def _margin_lines(page: Page) -> list[Line]:
    """Lines of text, not of tables, at the upper or lower edge."""
    low, high = MARGIN * page.height, (1 - MARGIN) * page.height
    return [line for line in _text_lines(page) if line.box.bottom < low or line.box.top > high]


def _text_lines(page: Page) -> list[Line]:
    return [line for element in page.elements if isinstance(element, Block) for line in element.lines]


def _key(page: Page, line: Line) -> tuple[str, int, int]:
    return page.text[line.start : line.end], round(line.box.x0 / SAME_PLACE), round(line.box.top / SAME_PLACE)


def _is_page_number(page: Page, line: Line) -> bool:
    """A number alone, or between dashes beside a running foot without figures."""
    text = page.text[line.start : line.end]
    if _PAGE_NUMBER.match(unicodedata.normalize("NFKC", text)):
        return True
    parts = [unicodedata.normalize("NFKC", part) for part in text.split(COLUMN_SPACE)]
    rest = [part for part in parts if not _DASHED.match(part)]
    return len(rest) < len(parts) and not any(_FIGURE.search(part) for part in rest)
