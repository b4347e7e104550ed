"""How a run gets on, on a terminal and in a pipe.

Belongs here: who is told by the walk. Does not belong here: what is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from pipeline import walk
from pipeline.cli.app import WAITING, console, say_waiting
from pipeline.model import Source


@contextmanager
def show_progress(plain: bool) -> Iterator[walk.Progress]:
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
        self.done = self.total = 0

    def start(self, source: Source, position: int, total: int) -> None:
        """The line is printed when the document is done."""
        self.total = total

    def finish(self, ingested: walk.Ingested) -> None:
        """Print what became of it."""
        self.done += 1
        print(f"{self.done}/{self.total} {describe(ingested)}", flush=True)

    def wait(self) -> None:
        """Say so."""
        say_waiting()

    def announce(self, sentence: str) -> None:
        """Print it."""
        print(sentence, flush=True)


class BarProgress:
    """A bar that names the file that was begun last; documents that have been parsed scroll by above it."""

    def __init__(self, bar: Bar) -> None:
        self.bar = bar
        self.task = bar.add_task("", total=None)

    def start(self, source: Source, position: int, total: int) -> None:
        """Name the file."""
        self.bar.update(self.task, description=source.source_uri, total=total)

    def finish(self, ingested: walk.Ingested) -> None:
        """Move on."""
        if ingested.parsed:
            self.bar.console.print(describe(ingested), highlight=False, markup=False)
        self.bar.update(self.task, advance=1)
        if self.bar.tasks[self.task].finished:
            self.bar.update(self.task, description="publishing")

    def wait(self) -> None:
        """Say so where the file's name stands."""
        self.bar.update(self.task, description=WAITING)

    def announce(self, sentence: str) -> None:
        """Print it above the bar."""
        self.bar.console.print(sentence, soft_wrap=True, highlight=False, markup=False)


def describe(ingested: walk.Ingested) -> str:
    """One line on what became of a document."""
    outline = ingested.outline
    verb = "parsed" if ingested.parsed else "unchanged"
    pages = "unknown" if outline.record.page_count is None else outline.record.page_count
    found = f"pages {pages}, amounts {outline.amounts}, counts {outline.counts}, issues {outline.issues}"
    return f"{ingested.source.source_uri}: {verb}, {outline.record.status}, {found}"
