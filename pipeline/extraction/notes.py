"""What a document says of itself: title, issuer, year and phase, how its figures were rounded.

Belongs here: facts of the whole document. Does not belong here: facts of a line.
"""

from __future__ import annotations

import re

from pipeline.extraction.context import Context
from pipeline.extraction.headings import apply_heading
from pipeline.language import fold
from pipeline.model import Page, Phase, RoundingMode

_ISSUERS = re.compile(
    r"文部科学省|文部省|科学技術庁|文化庁|スポーツ庁|内閣府|内閣官房|厚生労働省|経済産業省|総務省|財務省|農林水産省|国土交通省|環境省|外務省|法務省|防衛省|復興庁|デジタル庁|こども家庭庁|[一-鿿]{1,4}[市県](?=一般会計|予算|[ \u3000]|$)"
)
_TRUNCATED = re.compile(r"切り?捨て")
_ROUNDED = re.compile(r"四捨五入")
# How many lines from the top may hold the title, the issuer and the release's year.
HEAD_LINES = 8


def rounding_mode(pages: tuple[Page, ...]) -> RoundingMode:
    """The mode that a note names; unknown where none does."""
    text = fold("".join(page.text for page in pages))
    if _TRUNCATED.search(text):
        return RoundingMode.TRUNCATE
    return RoundingMode.ROUND if _ROUNDED.search(text) else RoundingMode.UNKNOWN


def title_of(pages: tuple[Page, ...]) -> str | None:
    """The first printed line that is a name."""
    for line in _head(pages):
        if re.search(r"[一-鿿ァ-ヶ]{3}", line):
            return line.strip()[:120]
    return None


def issuer_of(pages: tuple[Page, ...]) -> str | None:
    """The first ministry, agency, prefecture or city that the head of the document names."""
    for line in _head(pages):
        found = _ISSUERS.search(fold(line))
        if found:
            return found.group()
    return None


def release_of(pages: tuple[Page, ...]) -> tuple[int | None, Phase | None]:
    """Fiscal year and phase of the first line that names a year."""
    context = Context()
    for line in _all_lines(pages):
        apply_heading(fold(line), context, first=True)
        if context.fiscal_year is not None:
            break
    return context.fiscal_year, context.phase


def _head(pages: tuple[Page, ...]) -> list[str]:
    return _all_lines(pages)[:HEAD_LINES]


def _all_lines(pages: tuple[Page, ...]) -> list[str]:
    return [line for page in pages for line in page.text.split("\n") if line.strip()]
