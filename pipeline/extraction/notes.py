"""What a document says of itself: title, issuer, year and phase, how its figures were rounded.

Belongs here: facts of the whole document. Does not belong here: facts of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from pipeline.extraction.context import Context
from pipeline.extraction.text.headings import apply_heading, apply_legend, read_columns
from pipeline.extraction.text.rows import breaks_legend
from pipeline.language import Calendars, fold, read_values
from pipeline.language.values import Year, YearUse
from pipeline.model import Page, Phase, RoundingMode

ISSUERS = re.compile(
    r"文部科学省|文部省|科学技術庁|文化庁|スポーツ庁|内閣府|内閣官房|厚生労働省|経済産業省|総務省|財務省|農林水産省|国土交通省|環境省|外務省|法務省|防衛省|復興庁|デジタル庁|こども家庭庁|消費者庁|金融庁|警察庁|総理府|会計検査院|人事院|宮内庁|観光庁|気象庁|海上保安庁|特許庁|中小企業庁|資源エネルギー庁|林野庁|水産庁|消防庁|原子力規制委員会|公正取引委員会|個人情報保護委員会|(?:(?<=年度)|(?<![一-鿿]))(?!年度)[一-鿿]{1,4}[都道府県市町村区](?=一般会計|予算|当初|教育委員会|[ \u3000]|$)"
)
_ISSUER_ACTS = re.compile(rf"(?P<issuer>{ISSUERS.pattern})(?:では|は、|の要求額)")
_ONLY_ISSUERS = re.compile(
    rf"(?:(?:{ISSUERS.pattern})(?:本省|大臣官房[一-鿿]*|[一-鿿]{{2,8}}[局課室])?[、・,/ \u3000()]*)+"
)
# A line that may print a year without its era.
_SHORT_YEAR = re.compile(r"(?<!\d)\d{1,2}[ \u3000]?年度")
_TRUNCATED = re.compile(r"切り?捨て")
_ROUNDED = re.compile(r"四捨五入")
# How many lines from the top may hold the title, the issuer and the release's year.
HEAD_LINES = 8
# A longer line of the head is a sentence that may name anybody.
LONGEST_HEADING = 40


def text_of(pages: tuple[Page, ...]) -> str:
    """The printed lines of a document, normalized one by one; none of them is blank."""
    return "\n".join(map(fold, _all_lines(pages)))


def rounding_mode(text: str) -> RoundingMode:
    """The mode that a note in a document's text names; unknown where none does."""
    if _TRUNCATED.search(text):
        return RoundingMode.TRUNCATE
    return RoundingMode.ROUND if _ROUNDED.search(text) else RoundingMode.UNKNOWN


def untold_years(text: str, fiscal_year: int | None, calendars: Calendars) -> tuple[str, ...]:
    """Years without their era, as printed, that may be several in the text of a document of a year, or of none."""
    context = Context(fiscal_year=fiscal_year, calendars=calendars)
    printed: dict[str, None] = {}
    for line in text.split("\n"):
        for value in read_values(line).values if _SHORT_YEAR.search(line) else ():
            if not isinstance(value, Year) or value.era_year is None or value.use is not YearUse.OF:
                continue
            if context.year_of(value) is None:
                printed[line[value.start : value.end]] = None
    return tuple(printed)


def title_of(pages: tuple[Page, ...]) -> str | None:
    """The first printed line that is a name."""
    for line in head_lines(pages):
        if re.search(r"[一-鿿ァ-ヶ]{3}", line) and not names_issuers(fold(line).strip()):
            return line.strip()[:120]
    return None


def issuer_of(text: str) -> str | None:
    """The ministry, agency, prefecture or city that issues the document with this text.

    A line of the head that holds little else names it, then a heading, then a sentence that it is the subject of
    (文部科学省では、…); one that is only mentioned (経済産業省をはじめとする関係府省) does not.
    """
    lines = text.split("\n")
    head = [line.strip() for line in lines[:HEAD_LINES]]
    for line in sorted((line for line in head if len(line) <= LONGEST_HEADING), key=lambda line: len(line) > 16):
        found = ISSUERS.search(line)
        if found and not line.startswith("("):
            return found.group()
    for line in lines:
        found = _ISSUER_ACTS.search(line)
        if found:
            return found["issuer"]
    return None


def names_issuers(label: str) -> bool:
    """Whether a label is nothing but ministries: the box 内閣府, or 総務省、経済産業省."""
    return _ONLY_ISSUERS.fullmatch(label) is not None


def release_of(pages: tuple[Page, ...]) -> tuple[int | None, Phase | None]:
    """Fiscal year and phase of the first line that names a year."""
    return release_named(_all_lines(pages))


def release_named(lines: Iterable[str]) -> tuple[int | None, Phase | None]:
    """Fiscal year and phase of the first of the lines that names a year."""
    context = Context()
    for line in lines:
        text = fold(line)
        apply_heading(text, context, read_columns(text, context))
        if context.fiscal_year is not None:
            break
    return context.fiscal_year, context.phase


def only_issuer(label: str) -> str | None:
    """The one ministry that a label is nothing but; ``None`` where it names several, or something else."""
    found = ISSUERS.findall(label) if names_issuers(label) else []
    return found[0] if len(found) == 1 else None


def apply_legends(text: str, context: Context) -> None:
    """A legend of the brackets that stands below what it explains holds for what stands above it as well."""
    for line, following in pairwise((*text.split("\n"), "")):
        if context.brackets:
            break
        apply_legend(line + following if breaks_legend(line, following) else line, context)


def head_lines(pages: tuple[Page, ...]) -> list[str]:
    """The first printed lines, which may hold title, issuer and year."""
    return list(islice(_all_lines(pages), HEAD_LINES))


def _all_lines(pages: tuple[Page, ...]) -> Iterator[str]:
    return (line for page in pages for line in page.text.split("\n") if line.strip())
