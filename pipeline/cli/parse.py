"""``yosan parse``: the facts of one file, and a page of it with what was read.

Belongs here: its arguments and how facts are printed. Does not belong here: drawing (``reporting``).
"""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline import reading, reporting, sources, walk
from pipeline.cli.app import JOB_FAILED, WRONG_USE, add_row, app, console, examples, make_table, stop
from pipeline.model import DocumentFacts, Page, Source
from pipeline.reading.pictures import NoPicture, render_page


class Format(StrEnum):
    """How facts are printed."""

    JSON = "json"
    TABLE = "table"


@app.command(
    epilog=examples(
        "yosan parse release.pdf",
        "yosan parse release.pdf --format table",
        "yosan parse release.pdf --overlay page.png --page 2",
    )
)
def parse(
    file: Annotated[Path, typer.Argument(help="A PDF or a text.")],
    format: Annotated[Format, typer.Option(help="json or table")] = Format.JSON,
    overlay: Annotated[
        Path | None,
        typer.Option(
            help="Draw a page of the PDF with what was read as this PNG, and print what its keys mean instead."
        ),
    ] = None,
    page: Annotated[int | None, typer.Option(help="The page that --overlay draws; the first by default.")] = None,
) -> None:
    """Print the facts of one file without touching a warehouse."""
    if not file.is_file():
        stop(f"{file} is no file: name a PDF or a text", WRONG_USE)
    if page is not None and overlay is None:
        stop("--page says which page --overlay draws: name the picture with --overlay PAGE.png", WRONG_USE)
    if overlay is not None and overlay.suffix.lower() != ".png":
        stop(f"{overlay} is no name of a PNG picture: end it in .png", WRONG_USE)
    try:
        source = sources.fingerprint(file)
        if overlay is not None:
            _draw(file, source, overlay, 1 if page is None else page)
            return
        facts = walk.parse_file(file, source)
    except OSError as error:
        stop(f"{file} cannot be opened: {error.strerror}", WRONG_USE)
    if format is Format.JSON:
        print(json.dumps(dataclasses.asdict(facts), ensure_ascii=False, indent=2, default=str))
    else:
        _print_facts(facts)


def _draw(file: Path, source: Source, overlay: Path, number: int) -> None:
    """Write the picture of a page and print the list of its keys. Raises OSError where the file cannot be read."""
    page = _find_page(file, source, number)
    try:
        picture = render_page(file, number)
    except NoPicture as problem:
        stop(f"page {number} of {file} cannot be drawn: {problem}", JOB_FAILED)
    marks = reporting.list_marks(page, walk.parse_file(file, source))
    try:
        reporting.draw_overlay(picture, page, marks).save(overlay, "PNG")
    except OSError as error:
        stop(f"{overlay} cannot be written: {error.strerror}", WRONG_USE)
    table = make_table("key", "what", "printed", "read as")
    for mark in marks:
        if mark.key:
            add_row(table, mark.key, mark.kind, mark.text, mark.meaning)
    console.print(table)


def _find_page(file: Path, source: Source, number: int) -> Page:
    """The page as the layout left it, which the facts no longer hold; a sentence where there is none to draw."""
    document = reading.read_document(file, source)
    if not document.pages:
        stop(f"{file} has no page to draw: {document.status_detail}", WRONG_USE)
    if document.pages[0].on_grid:
        stop(f"{file} is a text, which has no page to draw: --overlay is for PDFs", WRONG_USE)
    if not 1 <= number <= len(document.pages):
        stop(f"{file} has no page {number}: --page goes from 1 to {len(document.pages)}", WRONG_USE)
    return document.pages[number - 1]


def _print_facts(facts: DocumentFacts) -> None:
    """Amounts, counts and issues of a document as one table."""
    labels = {line.line_id: line.label for line in facts.lines}
    table = make_table("page", "line", "year", "what", "value", "printed")
    for amount in facts.amounts:
        what = " ".join(filter(None, (amount.phase, amount.measure, amount.qualifier)))
        value = "" if amount.amount_yen is None else f"{amount.amount_yen:,} yen"
        add_row(
            table, amount.place.page, labels.get(amount.line_id), amount.fiscal_year, what, value, amount.amount_text
        )
    for count in facts.counts:
        what = " ".join(filter(None, ("count", count.status)))
        value = f"{count.value:,} {count.unit}"
        add_row(table, count.place.page, count.subject, count.fiscal_year, what, value, count.count_text)
    for issue in facts.issues:
        page = issue.place.page if issue.place else None
        add_row(table, page, labels.get(issue.line_id or ""), None, f"issue: {issue.kind}", issue.reason, issue.text)
    record = facts.record
    said = filter(None, (record.source_uri, record.status, record.status_detail, record.title))
    console.print(": ".join(said), soft_wrap=True, highlight=False, markup=False)
    console.print(table)
