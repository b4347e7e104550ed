"""What the page of a document shows.

Belongs here: its lines as a tree, its pages with a box or a mark on every figure. Does not belong here: asking for rows, HTML.

A figure, its box and whatever points to it share the figure's id: ``a-<id>`` is the figure among the lines, ``b-<id>`` its box or
mark on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.reporting.grouping import group
from pipeline.reporting.report.amounts import Shown, show_amount, show_role
from pipeline.reporting.report.breakdown import Breakdown, break_down
from pipeline.reporting.report.checks import ShownCheck, show_checks, title_of
from pipeline.reporting.report.figures import show_value
from pipeline.reporting.report.links import Surroundings, document_page, picture_file, program_page
from pipeline.reporting.report.rows import (
    AmountRow,
    CountRow,
    DocumentFacts,
    DocumentRow,
    Holdings,
    IssueRow,
    LineRow,
    PageRow,
)
from pipeline.reporting.report.words import say, say_value

MOST_AT_ONCE = 500  # lines that a browser draws without a pause
AROUND = 1.5  # points of air between a figure and its box


@dataclass(frozen=True, slots=True)
class Chip:
    """A figure of a line; ``text`` is what is printed, below its column's header."""

    figure_id: str
    kind: str
    shown: Shown
    year: int | None
    role: Markup
    text: str
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree; ``opens`` if lines lie below it, ``closes`` how many lists end behind it."""

    line: LineRow
    chips: tuple[Chip, ...]
    checks: tuple[ShownCheck, ...]
    program: str | None
    opens: bool
    closes: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure or an issue on a page. ``style`` is its place on the picture."""

    figure_id: str
    kind: str
    label: str
    style: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a page's text; of the figures that it prints, the first is ``figure_id``."""

    text: str
    figure_id: str | None = None
    kind: str = ""
    others: tuple[str, ...] = ()

    @property
    def ids(self) -> str:
        """All its figures, as an attribute lists them."""
        return " ".join((self.figure_id or "", *self.others))


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page with a picture and boxes, or with its text and marks."""

    number: int
    problem: str | None
    picture: str | None
    ratio: str
    marks: tuple[Mark, ...]
    segments: tuple[Segment, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """All that a document's page shows."""

    row: DocumentRow
    title: str | None
    source: str | None
    replaced_by: tuple[str, str] | None
    breakdown: Breakdown | None
    nodes: tuple[Node, ...]
    unbound: tuple[Chip, ...]
    pages: tuple[ShownPage, ...]
    left_out: bool
    issues: tuple[IssueRow, ...]

    @property
    def is_long(self) -> bool:
        """Whether a browser should draw its lines only as they come into sight."""
        return len(self.nodes) > MOST_AT_ONCE


class Documents:
    """The pages of documents, from what all pages need; some documents' facts come with each call."""

    def __init__(self, holdings: Holdings, around: Surroundings) -> None:
        self._documents = holdings.document_of()
        self._around = around

    def view(self, documents: Sequence[DocumentRow], facts: DocumentFacts) -> Iterator[DocumentView]:
        """The views of some documents, from the facts of all of them."""
        pages = group(facts.pages, lambda row: row.document_id)
        lines = group(facts.lines, lambda row: row.document_id)
        amounts = group(facts.amounts, lambda row: row.document_id)
        counts = group(facts.counts, lambda row: row.document_id)
        issues = group(facts.issues, lambda row: row.document_id)
        checks = group(show_checks(facts.checks, facts.members, self._documents), lambda one: one.row.document_id)
        for document in documents:
            key = document.document_id
            one = _Printed(
                lines.get(key, []), amounts.get(key, []), counts.get(key, []), issues.get(key, []), checks.get(key, [])
            )
            shown = tuple(self._pages(document, pages.get(key, []), one))
            yield DocumentView(
                document,
                title_of(document),
                self._around.source(document),
                self._successor(document),
                break_down(document, one.lines, one.amounts),
                tuple(_nodes(one)),
                tuple(_count_chip(count) for count in one.counts if count.line_id is None),
                shown,
                len(shown) < len(pages.get(key, [])),
                tuple(one.issues),
            )

    def _successor(self, document: DocumentRow) -> tuple[str, str] | None:
        """Title and page of the document that replaces one."""
        successor = self._documents.get(document.replaced_by or "")
        return None if successor is None else (title_of(successor) or "", document_page(successor.document_id))

    def _pages(self, document: DocumentRow, pages: Iterable[PageRow], printed: _Printed) -> Iterator[ShownPage]:
        """The pages that show something."""
        placed = group(_places(printed), lambda place: place.page)
        for page in pages:
            places = placed.get(page.page, [])
            if not places and page.problem is None:
                continue
            pictured = self._around.has_picture(document.document_id, page.page) and page.width and page.height
            yield ShownPage(
                page.page,
                page.problem,
                picture_file(document.document_id, page.page) if pictured else None,
                f"{page.width or 1:g} / {page.height or 1:g}",
                tuple(_marks(places, page)) if pictured else (),
                () if pictured else tuple(_segments(page.text, places)),
                self._around.source(document, page.page),
            )


@dataclass(frozen=True, slots=True)
class _Printed:
    """What is printed in one document."""

    lines: list[LineRow]
    amounts: list[AmountRow]
    counts: list[CountRow]
    issues: list[IssueRow]
    checks: list[ShownCheck]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a figure or an issue stands."""

    figure_id: str
    kind: str
    label: str
    page: int
    box: tuple[float, float, float, float] | None
    start: int
    end: int


def _nodes(printed: _Printed) -> Iterator[Node]:
    """The tree as a sequence: every line, with the lists that begin and end at it."""
    known = {line.line_id for line in printed.lines}
    below = group(printed.lines, lambda line: line.parent_line_id if line.parent_line_id in known else None)
    amounts = group(printed.amounts, lambda row: row.line_id)
    counts = group(printed.counts, lambda row: row.line_id)
    checks = group(printed.checks, lambda one: one.row.line_id)
    waiting = [(line, 0) for line in reversed(below.get(None, ()))]
    while waiting:
        line, depth = waiting.pop()
        children = below.get(line.line_id, [])
        waiting += [(child, depth + 1) for child in reversed(children)]
        after = waiting[-1][1] if waiting else 0
        yield Node(
            line,
            (
                *(_amount_chip(row) for row in amounts.get(line.line_id, ())),
                *(_count_chip(row) for row in counts.get(line.line_id, ())),
            ),
            tuple(checks.get(line.line_id, ())),
            program_page(line.program_id) if line.program_id else None,
            bool(children),
            0 if children else depth - after,
        )


def _amount_chip(row: AmountRow) -> Chip:
    role = show_role(row.phase, row.supplement_no)
    if row.measure != "budget":
        role += Markup(" · ") + say_value("measure", row.measure)
    if row.nature != "expenditure":
        role += Markup(" · ") + say_value("nature", row.nature)
    return Chip(
        row.amount_id,
        "amount",
        show_amount(row),
        row.fiscal_year,
        role,
        f"{row.header_path}：{row.amount_text}" if row.header_path else row.amount_text,
        row.is_corrected,
    )


def _count_chip(row: CountRow) -> Chip:
    value = show_value(row.value, row.unit) + Markup(' <span class="unit">{}</span>').format(row.unit)
    notes = [say("printed_was", row.value_printed)] if row.is_corrected else []
    if row.approximate:
        notes.append(say("approximate"))
    role = Markup(" · ").join(
        one for one in (say_value("count_status", row.status), say_value("relation", row.relation)) if one
    )
    return Chip(
        row.count_id, "count", Shown(value, tuple(notes)), row.fiscal_year, role, row.count_text, row.is_corrected
    )


def _places(printed: _Printed) -> Iterator[_Place]:
    """Where everything stands, in the order of the text."""
    labels = {line.line_id: line.label for line in printed.lines}
    for row in printed.amounts:
        label = f"{labels.get(row.line_id, '')} {row.amount_text}".strip()
        yield _Place(row.amount_id, "amount", label, row.page, _box(row), row.char_start, row.char_end)
    for count in printed.counts:
        label = f"{count.subject} {count.count_text}"
        yield _Place(count.count_id, "count", label, count.page, _box(count), count.char_start, count.char_end)
    for issue in printed.issues:
        if issue.page is not None and issue.char_start is not None and issue.char_end is not None:
            yield _Place(issue.issue_id, "issue", issue.text, issue.page, _box(issue), issue.char_start, issue.char_end)


def _box(row: AmountRow | CountRow | IssueRow) -> tuple[float, float, float, float] | None:
    if row.x0 is None or row.top is None or row.x1 is None or row.bottom is None:
        return None
    return row.x0, row.top, row.x1, row.bottom


def _marks(places: Iterable[_Place], page: PageRow) -> Iterator[Mark]:
    """Boxes in reading order, in percent of the picture."""
    width, height = page.width or 1.0, page.height or 1.0
    for place in sorted(places, key=lambda one: (one.start, one.end, one.figure_id)):
        if place.box is None:
            continue
        x0, top, x1, bottom = place.box
        style = (
            f"left:{_percent(x0 - AROUND, width)};top:{_percent(top - AROUND, height)};"
            f"width:{_percent(x1 - x0 + 2 * AROUND, width)};height:{_percent(bottom - top + 2 * AROUND, height)}"
        )
        yield Mark(place.figure_id, place.kind, place.label or "?", style)


def _percent(length: float, whole: float) -> str:
    return f"{100 * length / whole:.3f}%"


def _segments(text: str, places: Iterable[_Place]) -> Iterator[Segment]:
    """The text in stretches; what is printed in one breath with a figure is one stretch, whoever it belongs to."""
    at = 0
    for cluster in _overlapping(sorted(places, key=lambda one: (one.start, one.end, one.figure_id))):
        start, end = cluster[0].start, max(one.end for one in cluster)
        if at < start:
            yield Segment(text[at:start])
        first, *others = cluster
        yield Segment(text[start:end], first.figure_id, first.kind, tuple(one.figure_id for one in others))
        at = end
    if at < len(text):
        yield Segment(text[at:])


def _overlapping(places: Iterable[_Place]) -> Iterator[list[_Place]]:
    """Places that share characters, together."""
    cluster: list[_Place] = []
    for place in places:
        if cluster and place.start >= max(one.end for one in cluster):
            yield cluster
            cluster = []
        cluster.append(place)
    if cluster:
        yield cluster
