"""Errata (正誤表): what another release should have printed, pair by pair.

Belongs here: which pages are errata, their pairs of 誤 and 正, and where in which release these belong. Does not belong here:
finding that release (``revision``), how pairs are printed (``errata_pairs``).

Figures of errata are no amounts and no counts: the release that they correct states them already. Each is an issue of kind
``erratum``, or ``erratum_unread`` where no pair could be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extraction import notes
from pipeline.extraction.cells import lines_of, row_of
from pipeline.extraction.drafts import Errata, ErratumDraft, IssueDraft, Part, Row
from pipeline.extraction.errata_pairs import Pair, read_pairs
from pipeline.extraction.text.rows import block_rows
from pipeline.language import fold, read_values
from pipeline.language.values import Counted, Malformed, Money, Nil, Number, Value
from pipeline.model import Block, Page, Phase, hull

ERRATUM, UNREAD = "erratum", "erratum_unread"
# A page with this share of its figures in pairs holds errata; what else it prints is the figure beside them.
SHARE_IN_PAIRS = 0.5
_WORDS = ("誤", "訂正")  # without one of them no page is looked at closely
# A pair needs a mark or a head 誤, a 誤り or a 訂正; 過誤納金 makes none.
_MAY_PAIR = re.compile(r"誤(?:\W|り|$)|訂正")
_SPEAKS = re.compile(r"正誤|訂正|誤り|誤植|誤記")
_TITLE = re.compile(r"正誤表[ \u3000)」』】]*$|^[(「『【]?正誤表[ \u3000(]")
TITLE_LINES = 4  # further down the words name something else, an entry of the contents for one
_RELEASE = re.compile(r"年度.*(?:予算|要求|要望|決算|補正)")
_QUOTED = re.compile(r"[「『](?P<title>[^」』]*年度[^」』]*)[」』]")
# 平成20年度予算案主要事項の正誤表, …の一部訂正について
_TITLE_END = re.compile(
    r"(?:の|に係る|に関する)?[ \u3000]*[(「『【]?(?:正誤表|(?:一部)?訂正)(?:について)?[)」』】]?[ \u3000]*$"
)
_AROUND = " \u3000()[]【】「」『』<>"


def read_errata(pages: Sequence[Page], release: tuple[int | None, Phase | None]) -> Errata:
    """The errata among the pages; ``release`` is the year and phase that the document names first."""
    if not any(word in page.text for page in pages for word in _WORDS):
        return Errata()
    titled = any(_TITLE.search(fold(line).strip()) for line in notes.head_lines(tuple(pages))[:TITLE_LINES])
    if not titled and not any(_MAY_PAIR.search(page.text) for page in pages):
        return Errata()
    found = {page.number: pairs for page, pairs in read_pairs(pages)}
    numbers = frozenset(page.number for page in pages if titled or _is_errata(page, found[page.number]))
    if not numbers:
        return Errata()
    title = _release_title(pages)
    year, phase = notes.release_named([title]) if title else (None, None)
    errata = Errata(numbers, title, year, phase) if year is not None else Errata(numbers, title, *release)
    for page in pages:
        if page.number in numbers:
            errata.drafts += [draft for pair in found.get(page.number, ()) for draft in _drafts(pair)]
            errata.issues += _issues(page, bool(found.get(page.number)))
    return errata


def _is_errata(page: Page, pairs: Sequence[Pair]) -> bool:
    """Whether a page of a document with another title is one of errata: it says so, and holds little else."""
    if not pairs or not (any(pair.headed for pair in pairs) or _SPEAKS.search(fold(page.text))):
        return False
    figures = [value for row in _rows(page) for value in read_values(row.text.text).values if _is_figure(value)]
    paired = sum(len(_figures(side)) for pair in pairs for side in (pair.wrong, pair.right))
    return paired >= SHARE_IN_PAIRS * len(figures)


def _is_figure(value: Value) -> bool:
    """Whether a value looks like a figure by itself."""
    listed = isinstance(value, Number) and value.listed
    return listed or isinstance(value, (Money, Counted, Malformed))


def _release_title(pages: Sequence[Page]) -> str | None:
    """The title of the release that is corrected: in quotes, or on a line of the head that names a year and a budget."""
    head = [fold(line).strip() for line in notes.head_lines(tuple(pages))]
    for line in head:
        quoted = _QUOTED.search(line)
        if quoted:
            return quoted["title"].strip()
    named = next((line for line in head if _RELEASE.search(line)), None)
    bare = _TITLE_END.sub("", named).strip() if named else ""
    return bare or None


def _drafts(pair: Pair) -> Iterator[ErratumDraft]:
    """The figures that differ; the whole of both sides where they are words, or not the same number of figures."""
    wrong, right = _figures(pair.wrong), _figures(pair.right)
    differ = [(a, b) for a, b in zip(wrong, right, strict=False) if a.text != b.text]
    if len(wrong) != len(right) or not differ:
        differ = [(pair.wrong, pair.right)]
    for a, b in differ:
        yield ErratumDraft(a, b, pair.page, pair.item, pair.unit_text, pair.evidence)


def _figures(part: Part) -> list[Part]:
    """The figures of one side, in order; a number that does not look like a figure is one where nothing else is there."""
    values = [value for value in read_values(part.row.text.text).values if part.start <= value.start < part.end]
    alone = fold(part.text).strip(_AROUND)
    found: list[Part] = []
    for value in values:
        figure = Part(part.row, value.start, min(value.end, part.end))
        plain = isinstance(value, Number) and not value.listed or isinstance(value, Nil)
        if (
            isinstance(value, (Money, Counted))
            or isinstance(value, (Number, Nil))
            and (not plain or figure.text == alone)
        ):
            found.append(figure)
    return found


def _issues(page: Page, paired: bool) -> Iterator[IssueDraft]:
    """One for each figure of a page of errata, so that nothing is dropped in silence."""
    kind = ERRATUM if paired else UNREAD
    reason = (
        "it stands in an erratum, which corrects another release, and is no figure of its own"
        if paired
        else "it stands in an erratum of which no pair of 誤 and 正 can be read"
    )
    for row in _rows(page):
        for value in read_values(row.text.text).values:
            if _is_figure(value):
                yield IssueDraft(row, value.start, value.end, kind, reason)


def _rows(page: Page) -> Iterator[Row]:
    for element in page.elements:
        if isinstance(element, Block):
            yield from block_rows(page, element)
        else:
            yield from (row_of(lines_of(page, cell)) for cell in element.cells if cell.lines)
    if page.furniture:
        yield from block_rows(page, Block(page.furniture, hull(line.box for line in page.furniture)))
