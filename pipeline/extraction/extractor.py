"""One document from its pages to its facts, rule set by rule set.

Belongs here: the order of the steps. Does not belong here: any of the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from pipeline.extraction import notes
from pipeline.extraction.assembly import Assembler
from pipeline.extraction.books import fill_accounts
from pipeline.extraction.conditions import conditions_of
from pipeline.extraction.drafts import AmountDraft, CountDraft, Errata, IssueDraft, LineDraft, Row
from pipeline.extraction.errata import read_errata
from pipeline.extraction.file_names import fiscal_year_of
from pipeline.extraction.relevance import set_aside_other_money
from pipeline.extraction.state import State
from pipeline.extraction.structure.arithmetic import link_by_arithmetic
from pipeline.extraction.structure.compositions import link_compositions
from pipeline.extraction.structure.headings import link_headings
from pipeline.extraction.structure.hierarchy import link_lines
from pipeline.extraction.structure.repeats import link_repeats
from pipeline.extraction.tables.memory import TableMemory
from pipeline.extraction.tables.tables import read_table
from pipeline.extraction.text.accounts import read_account_heading
from pipeline.extraction.text.binding import read_row
from pipeline.extraction.text.counting import settle_subjects
from pipeline.extraction.text.rows import block_rows, rows_by_element
from pipeline.extraction.text.scopes import Scopes
from pipeline.extraction.text.sentences import split_row
from pipeline.language import numerals_in, written_calendars
from pipeline.language.values import Counted, Malformed, Money
from pipeline.model import (
    Block,
    Document,
    DocumentFacts,
    DocumentRecord,
    ExtractionIssue,
    Page,
    PageRecord,
    Phase,
    Table,
    hull,
)
from pipeline.version import EXTRACTOR_VERSION


def extract(document: Document) -> DocumentFacts:
    """Everything that a document says. A document without pages gives its row and nothing else."""
    text, release = notes.text_of(document.pages), notes.release_of(document.pages)
    record = _record(document, text, release)
    pages = tuple(
        PageRecord(record.document_id, p.number, p.width, p.height, p.text, p.problem) for p in document.pages
    )
    if not document.pages:
        return DocumentFacts(record)
    state = State()
    state.release = record.fiscal_year, record.phase
    state.context.fiscal_year, state.context.phase = record.fiscal_year, record.phase
    calendars = state.context.calendars = written_calendars(text)
    notes.apply_legends(text, state.context)
    errata = read_errata(document.pages, state.release)
    rows = _read_pages([page for page in document.pages if page.number not in errata.pages], state)
    set_aside_other_money(state, document.pages)
    link_lines(state.lines)
    link_compositions(state.lines, rows)
    link_by_arithmetic(state.lines)
    state.lines += link_headings(state.lines)
    fill_accounts(state.lines)
    settle_subjects(state.lines)
    state.lines = _without_bare_rows(state.lines)
    state.lines.sort(key=lambda line: (line.row.page, line.row.offset, line.start))
    link_repeats(state.lines, record.issuer)
    state.issues += [*_left_over(state, rows), *errata.issues]
    untold = notes.untold_years(text, record.fiscal_year, calendars)
    return _assemble(record, pages, state, errata, conditions_of(document, record, release[0] is not None, untold))


def _read_pages(pages: Sequence[Page], state: State) -> list[Row]:
    rows: list[Row] = []
    memory = TableMemory()
    for page in pages:
        by_element = rows_by_element(page)
        scopes = Scopes(page, list(chain.from_iterable(by_element.values())), state)
        for at, element in enumerate(page.elements):
            if isinstance(element, Block):
                rows += _read_rows(by_element[at], scopes, state)
            else:
                scopes.enter(None)
                rows += _read_table(page, element, state, memory)
        scopes.leave()
        rows += _furniture_rows(page)
    return rows


def _furniture_rows(page: Page) -> list[Row]:
    """What was set aside (running heads, text on its side) is read for no fact, but no figure in it is lost."""
    if not page.furniture:
        return []
    box = hull(line.box for line in page.furniture)
    return list(block_rows(page, Block(page.furniture, box)))


def _read_table(page: Page, table: Table, state: State, memory: TableMemory) -> list[Row]:
    known = len(state.lines)
    rows = read_table(page, table, state, memory)
    for line in state.lines[known:]:
        line.tabular = True
    return rows


def _read_rows(rows: list[Row], scopes: Scopes, state: State) -> list[Row]:
    for row in rows:
        scopes.enter(row.frame)
        if not read_account_heading(row, state):
            read_row(row, state)
    return rows


def _without_bare_rows(lines: list[LineDraft]) -> list[LineDraft]:
    """Rows of tables that hold no fact and head no row that does say nothing."""
    heads = {id(above) for line in lines if line.amounts or line.counts for above in _ancestors(line)}
    return [line for line in lines if not line.tabular or line.amounts or line.counts or id(line) in heads]


def _ancestors(line: LineDraft) -> Iterator[LineDraft]:
    above = line.parent
    while above is not None:
        yield above
        above = above.parent


def _left_over(state: State, rows: list[Row]) -> list[IssueDraft]:
    """Money and counts that no rule bound: an issue each, so that nothing is dropped in silence."""
    covered: dict[int, set[int]] = defaultdict(set)  # page to the characters of its text
    drafts: list[AmountDraft | CountDraft | IssueDraft] = [*state.issues]
    for line in state.lines:
        drafts += [*line.amounts, *line.counts]
    for draft in drafts:
        covered[draft.row.page].update(draft.row.characters(draft.start, draft.end))
    return [issue for row in rows for issue in _unbound(row, covered[row.page])]


def _unbound(row: Row, covered: set[int]) -> Iterator[IssueDraft]:
    """The figures of a row that share no character with what is covered; a row whose numerals all are has none."""
    if all(covered.issuperset(row.characters(*numeral)) for numeral in numerals_in(row.text.text)):
        return
    for value in (value for sentence in split_row(row) for value in sentence.values):
        if isinstance(value, (Money, Counted, Malformed)) and covered.isdisjoint(
            row.characters(value.start, value.end)
        ):
            per = isinstance(value, Counted) and value.per
            kind, reason = ("not_a_fact", "the base of a unit cost") if per else ("unbound", "no line claims it")
            yield IssueDraft(row, value.start, value.end, kind, reason)


def _record(document: Document, text: str, release: tuple[int | None, Phase | None]) -> DocumentRecord:
    """What a document says of itself: its normalized text, and the year and phase that it names first."""
    source = document.source
    fiscal_year, phase = release
    if fiscal_year is None and document.pages:
        fiscal_year = fiscal_year_of(source.file_name)
    return DocumentRecord(
        source.document_id, source.sha256, source.file_name, source.source_uri, document.media_type, source.byte_size,
        document.page_count, notes.title_of(document.pages), notes.issuer_of(text), fiscal_year, phase, None,
        source.retrieved_at, document.status, document.status_detail, None, None, notes.rounding_mode(text),
        EXTRACTOR_VERSION,
    )  # fmt: skip


def _assemble(
    record: DocumentRecord,
    pages: tuple[PageRecord, ...],
    state: State,
    errata: Errata,
    conditions: tuple[ExtractionIssue, ...],
) -> DocumentFacts:
    assembler = Assembler(record.document_id, record.issuer)
    lines = assembler.lines(state.lines)
    programs, names = assembler.programs(state.lines)
    return DocumentFacts(
        record,
        pages,
        lines,
        tuple(assembler.amount(line, amount) for line in state.lines for amount in line.amounts),
        assembler.counts(state.lines),
        (*conditions, *(assembler.issue(issue) for issue in state.issues)),
        programs,
        names,
        assembler.tokens(state.lines),
        assembler.errata(errata),
    )
