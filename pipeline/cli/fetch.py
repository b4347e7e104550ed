"""``yosan fetch``: releases that issuers list, into raw/.

Belongs here: its arguments, its progress and its summary. Does not belong here: fetching (``sources``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline import sources, walk
from pipeline.cli.app import JOB_FAILED, WRONG_USE, app, console, examples, local_folder, stop
from pipeline.settings import Settings
from pipeline.sources import Fate, FetchedLink, FetchProgress, FetchSummary

ELSEWHERE = "fetch into a folder with --raw, and copy that there"


@app.command(
    epilog=examples(
        "yosan fetch",
        "yosan fetch mext_budget",
    )
)
def fetch(
    source: Annotated[
        list[str] | None, typer.Argument(help="Sources of sources.yaml; without any, all that are enabled.")
    ] = None,
    raw: Annotated[str | None, typer.Option(help="Folder of releases; the project's raw/ by default.")] = None,
    listed: Annotated[
        Path | None, typer.Option("--sources", help="The list of sources; the project's sources.yaml by default.")
    ] = None,
) -> None:
    """Fetch releases that issuers list on their pages into raw/. Exit code 1 if a page or a release could not be fetched."""
    settings = Settings()
    folder, listed = local_folder(raw or settings.raw, ELSEWHERE), listed or settings.sources
    if not folder.is_dir():
        stop(f"{folder} is no folder: create it, or name another with --raw", WRONG_USE)
    if not listed.is_file():
        stop(f"{listed} is no file: name the list of sources with --sources", WRONG_USE)
    try:
        with _show_progress() as progress:
            summary = walk.fetch(folder, listed, source or (), progress)
    except (sources.InvalidEntries, sources.UnreadableFiles) as error:
        stop(str(error), WRONG_USE)
    except ValidationError as error:
        first = error.errors()[0]
        stop(f"YOSAN_FETCH_{str(first['loc'][0]).upper()}: {first['msg'].removeprefix('Value error, ')}", WRONG_USE)
    except OSError as error:
        stop(f"{error.filename or folder} cannot be written: {error.strerror}: run again when it can", JOB_FAILED)
    _print_summary(summary, listed)
    if summary.failed:
        raise typer.Exit(JOB_FAILED)


def _print_summary(summary: FetchSummary, listed: Path) -> None:
    """One line per source, and what a person should look at."""
    if not summary.sources:
        _say(f"no source of {listed} is enabled: set enabled: true there, or name one")
        return
    for one in summary.sources:
        if one.error is not None:
            _say(f"{one.name}: failed: {one.error}")
            continue
        counts = FetchSummary((one,)).count()
        _say(f"{one.name}: " + ", ".join(f"{fate} {counts[fate]:,}" for fate in Fate))
        for warning in one.warnings:
            _say(f"{one.name}: warning: {warning}")
    for warning in summary.warnings:
        _say(f"warning: {warning}")


@contextmanager
def _show_progress() -> Iterator[FetchProgress]:
    """A bar on a terminal, a line per release in a pipe."""
    if not console.is_terminal:
        yield _Lines()
        return
    columns = BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar)


class _Lines:
    """A line per release, whatever became of it."""

    def listed(self, source: str, links: int) -> None:
        """Say how many there are."""
        _say(f"{source}: {links:,} releases are linked")

    def finish(self, link: FetchedLink) -> None:
        """Say what became of it."""
        _say(describe(link))


class _Bar:
    """A bar per source; what is not unchanged scrolls by above it."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.task = bar.add_task("reading pages", total=None)

    def listed(self, source: str, links: int) -> None:
        """Begin with the next source."""
        self.bar.update(self.task, description=source, total=links, completed=0)

    def finish(self, link: FetchedLink) -> None:
        """Move on."""
        if link.fate is not Fate.UNCHANGED:
            self.bar.console.print(describe(link), soft_wrap=True, highlight=False, markup=False)
        self.bar.update(self.task, advance=1, description=f"{link.source} {link.title}")


def describe(link: FetchedLink) -> str:
    """One line on what became of a release."""
    what = f"{link.source}: {link.fate}: {link.url}"
    what += f" ({link.title})" if link.title else ""
    what += f" {link.path}" if link.path else ""
    return f"{what}: {link.reason}" if link.reason else what


def _say(line: str) -> None:
    console.print(line, soft_wrap=True, highlight=False, markup=False)
