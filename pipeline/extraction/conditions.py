"""What a user of the facts must know of the document as a whole: unread pages, broken fonts, an assumed fiscal year.

Belongs here: issues about pages and documents. Does not belong here: issues about single expressions (``drafts``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Document, DocumentRecord, ExtractionIssue, Page, Place, Severity, id_of


def conditions_of(
    document: Document, record: DocumentRecord, year_is_stated: bool, untold_years: Sequence[str]
) -> tuple[ExtractionIssue, ...]:
    """One issue for each condition; their place is the page, or none for the document."""
    issues = [issue for page in document.pages for issue in _page_conditions(record.document_id, page)]
    if record.fiscal_year is not None and not year_is_stated:
        reason = f"no page names a fiscal year; FY{record.fiscal_year} is taken from the file's name"
        issues.append(_issue(record.document_id, "assumed_fiscal_year", record.file_name, reason, None))
    for printed in untold_years:
        reason = "the era or the century is left out, and the document leaves more than one reading: its figures have no fiscal year"
        issues.append(_issue(record.document_id, "ambiguous_year", printed, reason, None))
    return tuple(issues)


def _page_conditions(document_id: str, page: Page) -> Iterator[ExtractionIssue]:
    if page.problem is not None:
        yield _issue(document_id, "unread_page", f"page {page.number}", page.problem, None)
    if not page.label_reliable:
        reason = "the page's font maps to characters that Japanese text does not have: figures hold, names may not"
        yield _issue(document_id, "unreliable_labels", f"page {page.number}", reason, page)


def _issue(document_id: str, kind: str, text: str, reason: str, page: Page | None) -> ExtractionIssue:
    key = f"{document_id}|{kind}|{text}"
    identity = id_of(key)
    place = Place(page.number, None, 0, 0) if page is not None else None
    return ExtractionIssue(identity, document_id, None, kind, Severity.WARNING, text, reason, place)
