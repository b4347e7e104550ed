"""The command line: run, parse, query.

Belongs here: arguments, tables and progress on a terminal, exit codes (0 done, 1 the job failed, 2 wrong use). Does not
belong here: work.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from pipeline import reading, reporting, sources, storage, walk
from pipeline.model import DocumentFacts, Page, Source
from pipeline.reading.pictures import NoPicture, render_page
from pipeline.settings import Settings

JOB_FAILED, WRONG_USE = 1, 2
PIPE_WIDTH = 10_000

app = typer.Typer(
    help="Japanese budget releases become tables that people can trust.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
# A pipe has no width: rows stay whole there, for grep and diff.
console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
errors = Console(stderr=True)


class Format(StrEnum):
    """How facts are printed."""

    JSON = "json"
    TABLE = "table"


def _stop(message: str, code: int) -> NoReturn:
    """Leave with one sentence."""
    errors.print(f"yosan: {message}", soft_wrap=True, highlight=False, markup=False)
    raise typer.Exit(code)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"yosan {version('yosan')}")
        raise typer.Exit


@app.callback()
def options(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Options of the command itself."""


@app.command()
def run(
    raw: Annotated[Path | None, typer.Option(help="Folder of releases; the project's raw/ by default.")] = None,
    warehouse: Annotated[
        Path | None, typer.Option(help="Folder of the warehouse; the project's warehouse/ by default.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show Dagster's log.")] = False,
) -> None:
    """Read what is new in raw/ and publish the warehouse."""
    from pipeline.orchestration.run import (
        run_main_job,  # Dagster takes seconds to import, and only this command needs it
    )

    settings = Settings()
    raw, warehouse = (raw or settings.raw).resolve(), (warehouse or settings.warehouse).resolve()
    if not raw.is_dir():
        _stop(f"{raw} is no folder: create it and put releases into it, or name another with --raw", WRONG_USE)
    if warehouse.is_relative_to(raw):
        _stop(f"{warehouse} lies within {raw}, where its files would be read as releases: name another", WRONG_USE)
    try:
        with _progress(plain=verbose or not console.is_terminal) as progress:
            outcome = run_main_job(raw, warehouse, progress, verbose)
    except OSError as error:
        _stop(f"the warehouse {warehouse} cannot be written: {error.strerror}", JOB_FAILED)
    if outcome.failure is not None:
        _stop(f"the job failed, and nothing new was published: {outcome.failure}", JOB_FAILED)
    console.print(f"documents: {outcome.found:,}, of which parsed now: {outcome.parsed:,}", highlight=False)
    _print_summary(warehouse)
    for finding in outcome.findings:
        console.print(f"check {finding}", soft_wrap=True, highlight=False, markup=False)


@contextmanager
def _progress(plain: bool) -> Iterator[walk.Progress]:
    """A bar on a terminal, a line per document in a pipe."""
    if plain:
        yield LineProgress()
        return
    columns = BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False)
    with Bar(*columns, console=console, transient=True) as bar:
        yield BarProgress(bar)


class LineProgress:
    """A line per document that was parsed, for logs and pipes."""

    def __init__(self) -> None:
        self.place = ""

    def start(self, source: Source, position: int, total: int) -> None:
        """The line is printed when the document is done."""
        self.place = f"{position}/{total}"

    def finish(self, ingested: walk.Ingested) -> None:
        """Print what became of it."""
        print(f"{self.place} {describe(ingested)}", flush=True)

    def wait(self) -> None:
        """Say so."""
        print("waiting: another process is writing the warehouse", flush=True)


class BarProgress:
    """A bar that names the file in work; documents that have been parsed scroll by above it."""

    def __init__(self, bar: Bar) -> None:
        self.bar = bar
        self.task = bar.add_task("", total=None)

    def start(self, source: Source, position: int, total: int) -> None:
        """Name the file."""
        self.bar.update(self.task, description=source.source_uri, total=total, completed=position - 1)

    def finish(self, ingested: walk.Ingested) -> None:
        """Move on."""
        if ingested.parsed:
            self.bar.console.print(describe(ingested), highlight=False, markup=False)
        self.bar.update(self.task, advance=1, description="publishing")

    def wait(self) -> None:
        """Say so where the file's name stands."""
        self.bar.update(self.task, description="waiting: another process is writing the warehouse")


def describe(ingested: walk.Ingested) -> str:
    """One line on what became of a document."""
    outline = ingested.outline
    verb = "parsed" if ingested.parsed else "unchanged"
    pages = "unknown" if outline.record.page_count is None else outline.record.page_count
    found = f"pages {pages}, amounts {outline.amounts}, counts {outline.counts}, issues {outline.issues}"
    return f"{ingested.source.source_uri}: {verb}, {outline.record.status}, {found}"


def _print_summary(warehouse: Path) -> None:
    """Where the warehouse is, how much it holds, and which documents a person should look at."""
    summary = storage.summarize(warehouse)
    console.print(f"warehouse: {warehouse / 'yosan.duckdb'}", soft_wrap=True, highlight=False, markup=False)
    table = _make_table("what", "how many")
    for status, number in summary.documents.items():
        table.add_row(f"documents {status}", f"{number:,}")
    for name in ("programs", "lines", "amounts", "counts", "issues"):
        table.add_row(name, f"{getattr(summary, name):,}")
    for status, number in summary.checks.items():
        table.add_row(f"checks {status}", f"{number:,}")
    console.print(table)
    for uri, status, detail in storage.list_unread(warehouse):
        console.print(f"{uri}: {status}: {detail}", soft_wrap=True, highlight=False, markup=False)


@app.command()
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
        _stop(f"{file} is no file: name a PDF or a text", WRONG_USE)
    if page is not None and overlay is None:
        _stop("--page says which page --overlay draws: name the picture with --overlay PAGE.png", WRONG_USE)
    if overlay is not None and overlay.suffix.lower() != ".png":
        _stop(f"{overlay} is no name of a PNG picture: end it in .png", WRONG_USE)
    try:
        source = sources.fingerprint(file)
        if overlay is not None:
            _draw(file, source, overlay, 1 if page is None else page)
            return
        facts = walk.parse_file(file, source)
    except OSError as error:
        _stop(f"{file} cannot be opened: {error.strerror}", WRONG_USE)
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
        _stop(f"page {number} of {file} cannot be drawn: {problem}", JOB_FAILED)
    marks = reporting.list_marks(page, walk.parse_file(file, source))
    try:
        reporting.draw_overlay(picture, page, marks).save(overlay, "PNG")
    except OSError as error:
        _stop(f"{overlay} cannot be written: {error.strerror}", WRONG_USE)
    table = _make_table("key", "what", "printed", "read as")
    for mark in marks:
        if mark.key:
            _add_row(table, mark.key, mark.kind, mark.text, mark.meaning)
    console.print(table)


def _find_page(file: Path, source: Source, number: int) -> Page:
    """The page as the layout left it, which the facts no longer hold; a sentence where there is none to draw."""
    document = reading.read_document(file, source)
    if not document.pages:
        _stop(f"{file} has no page to draw: {document.status_detail}", WRONG_USE)
    if document.pages[0].on_grid:
        _stop(f"{file} is a text, which has no page to draw: --overlay is for PDFs", WRONG_USE)
    if not 1 <= number <= len(document.pages):
        _stop(f"{file} has no page {number}: --page goes from 1 to {len(document.pages)}", WRONG_USE)
    return document.pages[number - 1]


def _print_facts(facts: DocumentFacts) -> None:
    """Amounts, counts and issues of a document as one table."""
    labels = {line.line_id: line.label for line in facts.lines}
    table = _make_table("page", "line", "year", "what", "value", "printed")
    for amount in facts.amounts:
        what = " ".join(filter(None, (amount.phase, amount.measure, amount.qualifier)))
        value = "" if amount.amount_yen is None else f"{amount.amount_yen:,} yen"
        _add_row(
            table, amount.place.page, labels.get(amount.line_id), amount.fiscal_year, what, value, amount.amount_text
        )
    for count in facts.counts:
        what = " ".join(filter(None, ("count", count.status)))
        value = f"{count.value:,} {count.unit}"
        _add_row(table, count.place.page, count.subject, count.fiscal_year, what, value, count.count_text)
    for issue in facts.issues:
        page = issue.place.page if issue.place else None
        _add_row(table, page, labels.get(issue.line_id or ""), None, f"issue: {issue.kind}", issue.reason, issue.text)
    record = facts.record
    said = filter(None, (record.source_uri, record.status, record.status_detail, record.title))
    console.print(": ".join(said), soft_wrap=True, highlight=False, markup=False)
    console.print(table)


def _make_table(*names: str) -> Table:
    """A table that cuts nothing off: a figure that is too wide for its column goes on below."""
    table = Table()
    for name in names:
        table.add_column(escape(name), overflow="fold")
    return table


def _add_row(table: Table, *cells: Any) -> None:
    """A row of printed text, in which brackets are no markup and what is not said is empty."""
    table.add_row(*("" if cell is None else escape(str(cell)) for cell in cells))


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="A SELECT over the warehouse.")],
    warehouse: Annotated[
        Path | None, typer.Option(help="Folder of the warehouse; the project's warehouse/ by default.")
    ] = None,
) -> None:
    """Print the answer to a SQL query; the warehouse cannot be changed by it."""
    try:
        rows = storage.run_query((warehouse or Settings().warehouse).resolve(), sql)
    except (storage.NothingPublished, storage.InvalidQuery) as error:
        _stop(str(error), WRONG_USE)
    table = _make_table(*rows.column_names)
    for row in rows.to_pylist():
        _add_row(table, *row.values())
    console.print(table)


def main() -> None:
    """The entry point ``yosan``."""
    app()


if __name__ == "__main__":
    main()
