"""The command itself: its options, and what its commands share.

Belongs here: the terminal, tables on it, and leaving with a sentence (exit codes: 0 done, 1 the job failed, 2 wrong use).
Does not belong here: commands.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline import storage
from pipeline.locations import StoreTrouble, is_url
from pipeline.settings import Settings

JOB_FAILED, WRONG_USE = 1, 2
PIPE_WIDTH = 10_000
WAITING = "waiting: another process is writing the warehouse"

app = typer.Typer(
    help="Japanese budget releases become tables that people can trust.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
# A pipe has no width: rows stay whole there, for grep and diff.
console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
errors = Console(stderr=True)


def stop(message: str, code: int) -> NoReturn:
    """Leave with one sentence."""
    warn(message)
    raise typer.Exit(code)


def warn(message: str) -> None:
    """One sentence beside the answer."""
    errors.print(f"yosan: {message}", soft_wrap=True, highlight=False, markup=False)


WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", help="Folder or URL of the warehouse; the project's warehouse/ by default."),
]


def open_warehouse(location: str | None) -> Path:
    """The folder in which readers find the warehouse; for a URL, this machine's copy of its current state."""
    settings = Settings()
    try:
        return storage.open_for_reading(location or settings.warehouse, settings.cache)
    except StoreTrouble as error:
        stop(str(error), JOB_FAILED)
    except OSError as error:
        stop(f"{settings.cache} cannot be written ({error.strerror}): name another folder with YOSAN_CACHE", JOB_FAILED)


def say_waiting() -> None:
    """Another process holds the warehouse."""
    print(WAITING, flush=True)


def local_folder(place: Path | str, advice: str) -> Path:
    """A folder of this machine; leaves with a sentence where the place is a URL."""
    if is_url(str(place)):
        stop(f"{place} is no folder of this machine: {advice}", WRONG_USE)
    return Path(place).resolve()


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
    try:
        Settings()
    except ValidationError as error:
        first = error.errors()[0]
        stop(f"YOSAN_{str(first['loc'][0]).upper()} is set to {first['input']!r}: {first['msg']}", WRONG_USE)


def make_table(*names: str) -> Table:
    """A table that cuts nothing off: a figure that is too wide for its column goes on below."""
    table = Table()
    for name in names:
        table.add_column(escape(name), overflow="fold")
    return table


def add_row(table: Table, *cells: Any) -> None:
    """A row of printed text, in which brackets are no markup and what is not said is empty."""
    table.add_row(*("" if cell is None else escape(str(cell)) for cell in cells))
