"""The vocabulary of the walkway: the frozen dataclasses that travel from room to room.

Belongs here: what one room hands to another, and the words (enumerations) that the warehouse contract fixes.
Does not belong here: how anything is read, decided, stored or shown. Nothing here imports another part of yosan.

Lengths are PDF points from the page's top-left corner, pages count from 1, character offsets count Python characters
of ``Page.text``, money is whole yen in ``int``; ``None`` means that the document does not say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ID_DIGITS = 16  # hex digits of every id
# The kind of issue of a document whose reading was stopped by what is no property of it alone: time, memory, a killed process.
READER_STOPPED = "reader_stopped"


def id_of(key: str) -> str:
    """The id of what a text alone tells from all others: the beginning of the text's SHA-256, in hex."""
    return hashlib.sha256(key.encode()).hexdigest()[:ID_DIGITS]


def document_id_of(sha256: str) -> str:
    """The id of a document, from the SHA-256 of its bytes in hex."""
    return sha256[:ID_DIGITS]


class DocumentStatus(StrEnum):
    """What became of one ingested file."""

    EXTRACTED = "extracted"
    PARTIAL = "partial"
    NO_TEXT_LAYER = "no_text_layer"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """Stage of the budget cycle that a figure belongs to (Fiscal Data Package: ``phase``)."""

    REQUESTED = "requested"
    PROPOSED = "proposed"
    APPROVED = "approved"
    ADJUSTED = "adjusted"
    REVISED = "revised"
    EXECUTED = "executed"


class Measure(StrEnum):
    """What kind of quantity an amount is; only ``BUDGET`` figures are budgets."""

    BUDGET = "budget"
    CHANGE = "change"
    UNIT_COST = "unit_cost"
    CUMULATIVE = "cumulative"


class Nature(StrEnum):
    """Which side of the account an amount stands on."""

    EXPENDITURE = "expenditure"
    REVENUE = "revenue"
    FINANCING = "financing"
    EARMARK = "earmark"
    CEILING = "ceiling"
    OTHER = "other"


class Qualifier(StrEnum):
    """What the text says of an amount that changes how it may be used."""

    PORTION_OF = "portion_of"
    INCLUDES_ESTIMATE = "includes_estimate"
    RESTATED = "restated"
    PLUS_UNQUANTIFIED = "plus_unquantified"


class Marker(StrEnum):
    """新規, 拡充, 継続, 廃止 and their kin."""

    NEW = "new"
    EXPANDED = "expanded"
    CONTINUED = "continued"
    ENDED = "ended"


class Relation(StrEnum):
    """How a line or a count stands to its parent."""

    COMPONENT = "component"
    OF_WHICH = "of_which"
    RELISTED = "relisted"
    OUTSIDE = "outside"


class CountStatus(StrEnum):
    """What the counted things do or will do."""

    IMPLEMENTING = "implementing"
    STARTED = "started"
    ADOPTED = "adopted"
    PLANNED = "planned"
    APPLIED = "applied"
    ENDED = "ended"
    PLANNED_END = "planned_end"


class ProgramKind(StrEnum):
    """What a line is about: a program, a heading over programs, or an account of the books."""

    PROGRAM = "program"
    HEADING = "heading"
    ACCOUNT = "account"


class RoundingMode(StrEnum):
    """How a document's printed figures were cut to their unit."""

    ROUND = "round"
    TRUNCATE = "truncate"
    EXACT = "exact"
    UNKNOWN = "unknown"


class CheckKind(StrEnum):
    """What a reconciliation compares."""

    SUM_OF_CHILDREN = "sum_of_children"
    YEAR_ON_YEAR = "year_on_year"
    TABLE_TOTAL = "table_total"
    COUNT_SUM = "count_sum"
    ACROSS_DOCUMENTS = "across_documents"
    AGAINST_REFERENCE = "against_reference"


class CheckStatus(StrEnum):
    """What a reconciliation found."""

    BALANCED = "balanced"
    WITHIN_ROUNDING = "within_rounding"
    PARTIAL = "partial"
    EXCEEDS = "exceeds"
    MISMATCH = "mismatch"
    UNVERIFIABLE = "unverifiable"


# A check that failed cannot be right; the others are listed from the gravest to the mildest behind those.
FAILING = (CheckStatus.MISMATCH, CheckStatus.EXCEEDS)
GRAVEST_FIRST = (
    *FAILING,
    CheckStatus.UNVERIFIABLE,
    CheckStatus.PARTIAL,
    CheckStatus.WITHIN_ROUNDING,
    CheckStatus.BALANCED,
)


class CandidateKind(StrEnum):
    """In what way two programs' names are near each other."""

    STAGE_MISSING = "stage_missing"
    ISSUER_MISSING = "issuer_missing"
    SPELLING = "spelling"
    WORD_ORDER = "word_order"
    WORDING = "wording"
    CONTAINMENT = "containment"


class AliasKind(StrEnum):
    """What a person says of programs: several names are one, one name is two, one goes on as another."""

    MERGE = "merge"
    SPLIT = "split"
    SUCCESSOR = "successor"


class LinkKind(StrEnum):
    """How a program goes on as another: its next stage, 改組, or 統合 with others."""

    STAGE = "stage"
    REORGANISED = "reorganised"
    UNITED = "united"


class LinkSource(StrEnum):
    """Who says that a program goes on as another: a person's list, or the stages in the names."""

    REVIEWED = "reviewed"
    STAGE = "stage"


class RevisionKind(StrEnum):
    """What lies between two releases that state one figure differently."""

    REVISION = "revision"  # the same fact, stated anew
    REQUEST_TO_DRAFT = "request_to_draft"  # two facts: what was asked for and what came of it


class WarningKind(StrEnum):
    """Why a printed figure should be looked at although no check fails."""

    YEAR_ON_YEAR_JUMP = "year_on_year_jump"
    UNIT_SLIP = "unit_slip"
    PART_EXCEEDS_WHOLE = "part_exceeds_whole"


class ReferenceSource(StrEnum):
    """An official data set of appropriations that figures are checked against."""

    MOF_JIKOU = "mof_jikou"  # 予算書 事項別内訳
    RS_SUMMARY = "rs_summary"  # 行政事業レビュー 2-1 予算・執行サマリ
    RS_ITEMS = "rs_items"  # 行政事業レビュー 2-2 歳出予算項目


class ReferenceGrain(StrEnum):
    """What a row of a data set counts: rows of one grain may be added up, rows of two never."""

    PROGRAM = "program"  # the whole of a program (事業) or of an item (事項) of the budget
    ACCOUNT = "account"  # a program's part in one account
    ITEM = "item"  # a program's part in one 目


class Severity(StrEnum):
    """How much an extraction issue matters to somebody who uses the tables."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class CorrectionSource(StrEnum):
    """Who corrects a printed figure: a person, in a reviewed list, or the issuer, in an erratum release (正誤表)."""

    REVIEWED = "reviewed"
    ERRATUM = "erratum"


# ---------------------------------------------------------------- what sources hands to reading


@dataclass(frozen=True, slots=True)
class Source:
    """One file of raw/, before anybody looked inside.

    ``document_id`` is the first 16 hex digits of ``sha256``; ``source_uri`` is relative to raw/; ``retrieved_at``,
    ``released_on`` and ``replaced_by`` (a document_id) come from a manifest and are ``None`` for a file that a person put
    there; ``other_uris`` are further paths of the same bytes.
    """

    document_id: str
    sha256: str
    file_name: str
    source_uri: str
    byte_size: int
    retrieved_at: datetime | None = None
    other_uris: tuple[str, ...] = ()
    released_on: date | None = None
    replaced_by: str | None = None


# ---------------------------------------------------------------- what sources hands to revision


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """What a person says of one printed figure; ``at`` is file and line of the entry.

    ``document`` is a document_id, the beginning of one, or a path below raw/. ``printed`` is the figure as printed on
    ``page``; ``beside`` a part of its line's label. ``corrected`` is whole yen or a number of things, or a figure as a
    document would print it.
    """

    at: str
    document: str
    page: int
    printed: str
    beside: str | None
    corrected: int | str
    reason: str
    who: str
    corrected_on: date


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What is still known of a document whose file is gone."""

    sha256: str
    source_uri: str
    media_type: str
    byte_size: int
    page_count: int | None = None
    title: str | None = None
    issuer: str | None = None
    fiscal_year: int | None = None
    phase: Phase | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A document that no longer counts, and why; ``at`` is file and line of the entry.

    ``document`` and ``replaced_by`` are document_ids, beginnings of them, or paths below raw/; ``known`` is what its row
    holds once its file is gone.
    """

    at: str
    document: str
    why: str
    replaced_by: str | None
    withdrawn_on: date | None
    known: KnownDocument | None


# ---------------------------------------------------------------- what sources hands to reconciliation


@dataclass(frozen=True, slots=True)
class Alias:
    """What a person says of programs; ``at`` is file and line of the entry.

    Names are written as a release writes them, or are program_ids. ``names`` are merged or split into ``into``, or are what
    ``into`` succeeds. ``document`` is a document_id, the beginning of one, or a path below raw/ or its last part.
    """

    at: str
    kind: AliasKind
    names: tuple[str, ...]
    into: str
    issuer: str | None
    document: str | None
    link: LinkKind | None
    reason: str


# ---------------------------------------------------------------- what reading hands to extraction


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in points, ``x0 <= x1`` and ``top <= bottom``."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around all."""
    first, *others = boxes
    if not others:
        return first
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for box in others:
        x0 = box.x0 if box.x0 < x0 else x0
        top = box.top if box.top < top else top
        x1 = box.x1 if box.x1 > x1 else x1
        bottom = box.bottom if box.bottom > bottom else bottom
    return Box(x0, top, x1, bottom)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a visible gap, as printed. ``start`` and ``end`` are offsets into ``Page.text``."""

    text: str
    box: Box
    start: int
    end: int
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words that a person reads in one go, left to right; their text stands in ``Page.text[start:end]``.

    In ``Page.text`` the words of a line are parted by what was printed or, in a PDF, by one space; lines end with a newline.
    """

    words: tuple[Word, ...]
    box: Box
    start: int
    end: int
    size: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together (a paragraph, a text box, a column of a list), top to bottom.

    ``frame`` is the drawn rectangle that encloses them, if there is one.
    """

    lines: tuple[Line, ...]
    box: Box
    frame: Box | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; a cell that spans rows or columns is one cell at its upper left position."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[Line, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows and columns count from 0; every position is covered by one cell at most.

    ``ruled`` is false where only the alignment of figures makes the columns; every line of text is a row then.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    box: Box
    ruled: bool = True


Element = Block | Table


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order.

    ``elements`` hold every word but the furniture (page numbers, running heads) exactly once. ``on_grid`` is true for
    text documents, whose boxes are positions on a grid of characters (``COLUMN_WIDTH`` by ``ROW_HEIGHT``) that serve the
    layout rules and are never published. ``problem`` says why a page could not be read; ``is_beyond_limit`` if that is a limit of
    the reader's and no fault of the file. ``label_reliable`` is false where the page's font maps to wrong characters.
    """

    number: int
    width: float
    height: float
    text: str
    elements: tuple[Element, ...]
    furniture: tuple[Line, ...] = ()
    on_grid: bool = False
    problem: str | None = None
    is_beyond_limit: bool = False
    label_reliable: bool = True

    def lines(self) -> Iterator[Line]:
        """All lines in reading order, without the furniture."""
        for element in self.elements:
            if isinstance(element, Block):
                yield from element.lines
            else:
                for cell in element.cells:
                    yield from cell.lines


COLUMN_WIDTH = 6.0  # width of a half-width character on the grid of a text document; a full-width one takes two
ROW_HEIGHT = 12.0  # height of a line on that grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its pages. Bad input is a document without pages and with a status and a sentence, never an exception."""

    source: Source
    media_type: str
    status: DocumentStatus
    status_detail: str | None
    page_count: int | None
    pages: tuple[Page, ...]


# ---------------------------------------------------------------- what extraction hands to reconciliation and storage


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. ``box`` is ``None`` in a text document."""

    page: int
    box: Box | None
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One row of ``documents``."""

    document_id: str
    sha256: str
    file_name: str
    source_uri: str
    media_type: str
    byte_size: int
    page_count: int | None
    title: str | None
    issuer: str | None
    fiscal_year: int | None
    phase: Phase | None
    released_on: date | None
    retrieved_at: datetime | None
    status: DocumentStatus
    status_detail: str | None
    replaced_by: str | None
    withdrawn_on: date | None
    rounding_mode: RoundingMode
    extractor_version: str


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One row of ``pages``: the page's text in reading order, so that every character offset can be looked up."""

    document_id: str
    page: int
    width: float | None
    height: float | None
    text: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line item as printed in one document. ``parent_rule`` names the rule that found the parent.

    ``table_id`` is the same for lines of one table or list, also when it goes on over pages. ``children_complete`` is true
    where the text says that the items listed are all, false where it says that they are examples.
    """

    line_id: str
    document_id: str
    program_id: str | None
    parent_line_id: str | None
    parent_rule: str | None
    ordinal: int
    level: int
    label: str
    list_number: str | None
    account: str | None
    marker: Marker | None
    relation: Relation | None
    is_total: bool
    same_as_line_id: str | None
    table_id: str | None
    children_complete: bool | None
    place: Place


@dataclass(frozen=True, slots=True)
class Amount:
    """A stated amount in yen. ``role_rule`` says what decided its year, phase and measure (header, words, arithmetic …).

    ``column`` is the position of its column in the table, for checks that compare columns; ``None`` outside tables.
    """

    amount_id: str
    line_id: str
    document_id: str
    fiscal_year: int | None
    phase: Phase | None
    supplement_no: int | None
    measure: Measure
    nature: Nature
    header_path: str | None
    column: int | None
    amount_yen: int | None
    amount_yen_suggested: int | None
    suggestion_reason: str | None
    amount_yen_max: int | None
    precision_yen: int | None
    approximate: bool
    qualifier: Qualifier | None
    amount_text: str
    unit_text: str | None
    label_reliable: bool
    role_rule: str
    place: Place
    evidence: str


@dataclass(frozen=True, slots=True)
class Count:
    """A stated number of things: regions, sites, institutions, people, projects, patents."""

    count_id: str
    line_id: str | None
    document_id: str
    subject: str
    unit: str
    value: int
    fiscal_year: int | None
    status: CountStatus | None
    parent_count_id: str | None
    relation: Relation | None
    approximate: bool
    count_text: str
    place: Place
    evidence: str


@dataclass(frozen=True, slots=True)
class ExtractionIssue:
    """A money or count expression that became no figure, or a page that could not be read, with the reason."""

    issue_id: str
    document_id: str
    line_id: str | None
    kind: str
    severity: Severity
    text: str
    reason: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Erratum:
    """One correction that an erratum release (正誤表) prints: what is wrong (誤) and what is right (正).

    ``release_title``, ``fiscal_year`` and ``phase`` are what it says of the release that it corrects, ``release_page``
    and ``item`` where in it the figure stands. ``unit_text`` is the unit that a caption declares. ``place`` is where 誤
    is printed.
    """

    erratum_id: str
    document_id: str
    ordinal: int
    release_title: str | None
    fiscal_year: int | None
    phase: Phase | None
    release_page: int | None
    item: str | None
    wrong_text: str
    right_text: str
    unit_text: str | None
    place: Place
    evidence: str


@dataclass(frozen=True, slots=True)
class Program:
    """What lines of any document are about."""

    program_id: str
    name: str
    name_normalized: str
    stage: str | None
    issuer: str | None
    kind: ProgramKind


@dataclass(frozen=True, slots=True)
class ProgramName:
    """A spelling of a program's name in one document."""

    program_id: str
    document_id: str
    name_as_written: str


@dataclass(frozen=True, slots=True)
class LabelToken:
    """One word of a line's label."""

    line_id: str
    position: int
    surface: str
    lemma: str
    part_of_speech: str


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything that one document says, in reading order."""

    record: DocumentRecord
    pages: tuple[PageRecord, ...] = ()
    lines: tuple[BudgetLine, ...] = ()
    amounts: tuple[Amount, ...] = ()
    counts: tuple[Count, ...] = ()
    issues: tuple[ExtractionIssue, ...] = ()
    programs: tuple[Program, ...] = ()
    program_names: tuple[ProgramName, ...] = ()
    tokens: tuple[LabelToken, ...] = ()
    errata: tuple[Erratum, ...] = ()


# ---------------------------------------------------------------- what reconciliation hands to storage


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One check that was made. Figures are yen, or counts where ``unit`` is a counter."""

    reconciliation_id: str
    document_id: str
    kind: CheckKind
    line_id: str
    fiscal_year: int | None
    phase: Phase | None
    unit: str
    stated: int | None
    computed: int | None
    residual: int | None
    stated_low: int | None
    stated_high: int | None
    computed_low: int | None
    computed_high: int | None
    rounding_mode: RoundingMode
    status: CheckStatus
    explanation: str


@dataclass(frozen=True, slots=True)
class ReconciliationMember:
    """A figure that a check added up (``sign`` 1) or took away (``sign`` −1): of a document or of a data set."""

    reconciliation_id: str
    amount_id: str | None
    count_id: str | None
    sign: int
    reference_id: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """Two releases that state one program's figure of one year differently; the earlier release comes first (``from_``)."""

    revision_id: str
    kind: RevisionKind
    program_id: str
    fiscal_year: int
    phase: Phase | None
    supplement_no: int | None
    from_phase: Phase | None
    from_yen: int
    to_yen: int
    difference_yen: int
    from_document_id: str
    from_line_id: str
    from_amount_id: str
    to_document_id: str
    to_line_id: str
    to_amount_id: str
    explanation: str


@dataclass(frozen=True, slots=True)
class FigureWarning:
    """A figure far off one that it should be near. ``factor`` is the larger of the two by the smaller, in whole times.

    ``borne_out``: printed sums or changes of the document make both figures; ``None`` where two documents print them.
    """

    warning_id: str
    kind: WarningKind
    document_id: str
    line_id: str
    amount_id: str
    other_amount_id: str
    value: int
    other_value: int
    factor: int
    borne_out: bool | None
    explanation: str


@dataclass(frozen=True, slots=True)
class ReferenceAmount:
    """One figure of an official data set, in yen.

    ``source_row`` counts the data set's records from 1. ``includes_supplement`` is true for a figure after supplementary
    budgets, which compares with no initial budget (当初予算).
    """

    reference_id: str
    source: ReferenceSource
    source_file: str
    source_sha256: str
    source_row: int
    source_key: str
    grain: ReferenceGrain
    ministry: str
    account: str
    sub_account: str | None
    organization: str | None
    section: str | None
    item_name: str
    detail: str | None
    fiscal_year: int
    phase: Phase
    supplement_no: int | None
    budget_kind: str
    amount_yen: int
    includes_supplement: bool


@dataclass(frozen=True, slots=True)
class ProgramCandidate:
    """Two programs that a person should compare; ``program_id`` is the smaller id. ``score`` is above 0 and at most 1: what
    to look at first, no probability."""

    program_id: str
    other_program_id: str
    score: float
    kind: CandidateKind
    reason: str

    @property
    def pair(self) -> tuple[str, str]:
        """Both ids, the smaller first."""
        return self.program_id, self.other_program_id


@dataclass(frozen=True, slots=True)
class ProgramLink:
    """A program that goes on as another; the two stay two."""

    program_id: str
    successor_id: str
    kind: LinkKind
    reason: str
    source: LinkSource


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What one document or many come to: checks with their members, what differs between releases, what should be looked
    at, the data sets that were checked against, and how programs are connected across documents."""

    checks: tuple[Reconciliation, ...] = ()
    members: tuple[ReconciliationMember, ...] = ()
    revisions: tuple[Revision, ...] = ()
    warnings: tuple[FigureWarning, ...] = ()
    references: tuple[ReferenceAmount, ...] = ()
    candidates: tuple[ProgramCandidate, ...] = ()
    links: tuple[ProgramLink, ...] = ()


# ---------------------------------------------------------------- what revision hands to storage


@dataclass(frozen=True, slots=True)
class Correction:
    """What holds instead of one printed figure, in yen or in things of its ``unit``.

    ``erratum_id`` is the erratum that says so; a reviewed entry has ``who`` and ``corrected_on`` instead. A correction
    that another one overrules is not ``in_force``.
    """

    correction_id: str
    amount_id: str | None
    count_id: str | None
    document_id: str
    page: int
    printed_text: str
    printed_value: int | None
    corrected_value: int
    unit: str
    reason: str
    who: str | None
    corrected_on: date | None
    source: CorrectionSource
    erratum_id: str | None
    erratum_document_id: str | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class Revised:
    """What was said later about printed figures, and what of it found no figure."""

    corrections: tuple[Correction, ...] = ()
    issues: tuple[ExtractionIssue, ...] = ()
