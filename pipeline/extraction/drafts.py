"""Line items, amounts and counts while they are still being put together.

Belongs here: the mutable drafts that the rules of this room fill in, before ids are given. Does not belong here: rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extraction.places import box_of
from pipeline.language import Normalized
from pipeline.model import Box, CountStatus, Marker, Measure, Nature, Phase, Place, Qualifier, Relation, Word


@dataclass(frozen=True, slots=True)
class Row:
    """One logical line of a page: its normalized text with the way back to ``Page.text``.

    ``offset`` is where the printed text starts in ``Page.text``; ``indent`` the left edge in points (or grid units);
    ``frame`` the drawn rectangle around it; ``size`` the height of its letters; ``words`` are those it is made of.
    """

    page: int
    text: Normalized
    offset: int
    indent: float
    top: float
    box: Box | None
    label_reliable: bool = True
    table: str | None = None
    frame: Box | None = None
    size: float = 0.0
    words: tuple[Word, ...] = ()

    def place(self, start: int, end: int) -> Place:
        """The place of the normalized characters ``start`` to ``end``."""
        own = self.characters(start, end)
        exact = box_of(self.words, own.start, own.stop) if self.box is not None else None
        return Place(self.page, exact or self.box, own.start, own.stop)

    def characters(self, start: int, end: int) -> range:
        """The characters of the page's text that the normalized ones were printed as."""
        first, last = self.text.span(start, end)
        return range(self.offset + first, self.offset + last)


@dataclass(eq=False)
class AmountDraft:
    """A figure of a line; ``row`` and the offsets say where it is printed."""

    row: Row
    start: int
    end: int
    yen: int | None
    precision: int | None
    unit_text: str | None
    fiscal_year: int | None = None
    phase: Phase | None = None
    supplement_no: int | None = None
    measure: Measure = Measure.BUDGET
    nature: Nature = Nature.EXPENDITURE
    yen_max: int | None = None
    approximate: bool = False
    qualifier: Qualifier | None = None
    header_path: str | None = None
    column: int | None = None
    role_rule: str = "words"
    evidence: str | None = None


@dataclass(eq=False)
class CountDraft:
    """A count of a line."""

    row: Row
    start: int
    end: int
    value: int
    unit: str
    approximate: bool
    subject: str | None = None
    fiscal_year: int | None = None
    status: CountStatus | None = None
    relation: Relation | None = None
    parent: CountDraft | None = None


@dataclass(eq=False)
class IssueDraft:
    """An expression that became no figure, with the reason."""

    row: Row
    start: int
    end: int
    kind: str
    reason: str


@dataclass(eq=False)
class LineDraft:
    """A line item with what hangs on it.

    Drafts are compared by identity. ``opened`` is true once it is one of the document's lines, ``tabular`` for a row of a
    table, ``prose`` for a line that a sentence names: its indentation says nothing of the hierarchy. ``outline`` holds the
    headings above it, outermost first, and ``headings`` those of them that may be lines themselves. ``frame`` is the drawn rectangle that it stands in, ``body`` the
    one that it is the title of: the frame around a title bar. ``issuer`` is the ministry whose box stands on its slide.
    """

    row: Row
    start: int
    end: int
    label: str
    list_number: str | None = None
    style: str | None = None
    indent: float = 0.0
    marker: Marker | None = None
    relation: Relation | None = None
    is_total: bool = False
    parent: LineDraft | None = None
    parent_rule: str | None = None
    children_complete: bool | None = None
    table: str | None = None
    amounts: list[AmountDraft] = field(default_factory=list)
    counts: list[CountDraft] = field(default_factory=list)
    heading: bool = False
    prose: bool = False
    tabular: bool = False
    opened: bool = False
    outline: tuple[str, ...] = ()
    headings: tuple[LineDraft, ...] = ()
    frame: Box | None = None
    body: Box | None = None
    account: str | None = None
    issuer: str | None = None
    same_as: LineDraft | None = None
    takes_over: LineDraft | None = None
    joins: tuple[LineDraft, ...] = ()  # the lines that its figure puts together: 合わせて12億円

    @property
    def has_budget(self) -> bool:
        """Whether a budget figure hangs on the line (unit costs, changes and counts are none)."""
        return any(amount.measure is Measure.BUDGET for amount in self.amounts)

    def budgets(self) -> dict[tuple[int | None, Phase | None], AmountDraft]:
        """The stated budget figures by year and phase; the first where one is stated twice."""
        found: dict[tuple[int | None, Phase | None], AmountDraft] = {}
        for amount in self.amounts:
            if amount.measure is Measure.BUDGET and amount.yen is not None and amount.nature is Nature.EXPENDITURE:
                found.setdefault((amount.fiscal_year, amount.phase), amount)
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """Characters of a row."""

    row: Row
    start: int
    end: int

    @property
    def text(self) -> str:
        """As printed."""
        first, last = self.row.text.span(self.start, self.end)
        return self.row.text.printed[first:last].replace("\n", "").strip()


@dataclass(frozen=True, slots=True)
class ErratumDraft:
    """One figure, or some words, that a release got wrong."""

    wrong: Part
    right: Part
    page: int | None
    item: str | None
    unit_text: str | None
    evidence: str


@dataclass
class Errata:
    """The errata of a document: their pages, what they say of the release, pairs and the issues of their figures."""

    pages: frozenset[int] = frozenset()
    title: str | None = None
    fiscal_year: int | None = None
    phase: Phase | None = None
    drafts: list[ErratumDraft] = field(default_factory=list)
    issues: list[IssueDraft] = field(default_factory=list)
