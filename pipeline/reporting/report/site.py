"""A report as its files.

Belongs here: which pages there are, and asking for rows in batches. Does not belong here: putting files on a disk (``placing``).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from pipeline.reporting.report import lists, pages
from pipeline.reporting.report.checks import show_checks
from pipeline.reporting.report.documents import Documents
from pipeline.reporting.report.links import Surroundings, document_page, program_page
from pipeline.reporting.report.overview import survey
from pipeline.reporting.report.programs import Programs
from pipeline.reporting.report.rows import (
    Asked,
    Holdings,
    read_document_facts,
    read_failed,
    read_holdings,
    read_program_facts,
)

DOCUMENTS_AT_ONCE, PROGRAMS_AT_ONCE = 100, 1000
WANTED_PICTURES = """
SELECT DISTINCT p.document_id, p.page FROM (
    SELECT document_id, page FROM amounts WHERE x0 IS NOT NULL
    UNION ALL SELECT document_id, page FROM counts WHERE x0 IS NOT NULL
    UNION ALL SELECT document_id, page FROM extraction_issues WHERE page IS NOT NULL
) p JOIN documents d USING (document_id) WHERE d.media_type = 'application/pdf' ORDER BY ALL
"""
File = tuple[str, bytes]
Item = TypeVar("Item")


def list_pictures(asked: Asked) -> dict[str, list[int]]:
    """The pages of PDFs that a report shows: those with a figure or an issue."""
    wanted: dict[str, list[int]] = {}
    for row in asked.ask(WANTED_PICTURES).to_pylist():
        wanted.setdefault(row["document_id"], []).append(row["page"])
    return wanted


def make_empty_site() -> Iterator[File]:
    """The files of a report where nothing is published yet: it says how to begin."""
    yield from _scripts(None)
    yield "index.html", pages.render_overview(None, None)
    yield "programs.html", pages.render_list(None, "programs", 0)
    yield "documents.html", pages.render_list(None, "documents", 0)
    yield "checks.html", pages.render_checks(None, (), None)


def make_site(asked: Asked, state_id: str, around: Surroundings) -> Iterator[File]:
    """The files of a report, one at a time: the same state and surroundings give the same bytes."""
    holdings = read_holdings(asked, state_id)
    yield from _scripts(holdings)
    yield "index.html", pages.render_overview(state_id, survey(holdings))
    yield "programs.html", pages.render_list(state_id, "programs", len(holdings.programs))
    yield "documents.html", pages.render_list(state_id, "documents", len(holdings.documents))
    failed = show_checks(*read_failed(asked), holdings.document_of())
    yield "checks.html", pages.render_checks(state_id, failed, holdings.totals)
    documents = Documents(holdings, around)
    for share in _batches(holdings.documents, DOCUMENTS_AT_ONCE):
        facts = read_document_facts(asked, [row.document_id for row in share])
        for document in documents.view(share, facts):
            yield document_page(document.row.document_id), pages.render_document(state_id, document)
    programs = Programs(holdings, around)
    for some in _batches(holdings.programs, PROGRAMS_AT_ONCE):
        known = read_program_facts(asked, [row.program_id for row in some])
        for program in programs.view(some, known):
            yield program_page(program.row.program_id), pages.render_program(state_id, program)


def _scripts(holdings: Holdings | None) -> Iterator[File]:
    """What is not a page: style and scripts, and the data of the long lists."""
    yield from pages.list_static().items()
    yield "data/words.js", lists.write_script("yosanWords", lists.list_words())
    yield "data/programs.js", lists.write_script("yosanRows", lists.list_programs(holdings) if holdings else [])
    yield "data/documents.js", lists.write_script("yosanRows", lists.list_documents(holdings) if holdings else [])


def _batches(items: tuple[Item, ...], size: int) -> Iterator[tuple[Item, ...]]:
    rest = iter(items)
    while share := tuple(islice(rest, size)):
        yield share
