"""The command itself: its options, and what its commands share.

Belongs here: the terminal, tables on it, and leaving with a sentence and an exit code. Does not belong here: commands.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline import revision, storage
from pipeline.locations import StoreTrouble, is_url
from pipeline.settings import Language, Settings

JOB_FAILED, WRONG_USE, SEVERAL_FOUND = 1, 2, 3
EXIT_CODES = {
    0: "done",
    JOB_FAILED: "the job failed, or something on this machine is in its way",
    WRONG_USE: "wrong use, or nothing is called so",
    SEVERAL_FOUND: "several things are called so; they are listed",
}
PIPE_WIDTH = 10_000
WAITING = "waiting: another process is writing the warehouse"

app = typer.Typer(
    help="Japanese budget releases become tables that people can trust.",
    epilog="Exit codes: " + "; ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES.items()) + ".",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
# A pipe has no width: rows stay whole there, for grep and diff.
console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
errors = Console(stderr=True)


# What a terminal would act upon instead of showing it: labels and names come from documents.
_UNSEEN = dict.fromkeys((*range(32), *range(127, 160), *range(8234, 8239), *range(8294, 8298)), "�")
_UNSEEN |= {ord("\n"): "\n"}


@dataclass(slots=True)
class _Mode:
    """How this process tells of errors."""

    debug: bool = False


_mode = _Mode()


def stop(message: str, code: int) -> NoReturn:
    """Leave with one sentence; with ``--debug`` behind what led to it."""
    if _mode.debug and sys.exc_info()[0] is not None:
        traceback.print_exc()
    warn(message)
    raise typer.Exit(code)


def examples(*lines: str) -> str:
    """What stands at the end of a command's help: one example a line."""
    return "\n\n".join(("Examples:", *lines))


@contextmanager
def told() -> Iterator[None]:
    """What readers of a warehouse may run into, as one sentence and an exit code."""
    try:
        yield
    except revision.Several as error:
        stop(str(error), SEVERAL_FOUND)
    except (storage.NothingPublished, storage.UnknownState, storage.InvalidQuery, revision.Unfound) as error:
        stop(str(error), WRONG_USE)
    except (storage.DamagedState, StoreTrouble) as error:
        stop(str(error), JOB_FAILED)


def tell_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody thought of, as one sentence: a ``sys.excepthook``. Python leaves with 1 then."""
    if isinstance(error, OSError) and error.filename is not None:
        warn(f"{error.filename} cannot be used: {error.strerror}")
        return
    said = " ".join(f"{kind.__name__}: {error}".split())
    warn(f"something unexpected happened ({said}): ask again as `yosan --debug …` and report what it prints")


def warn(message: str) -> None:
    """One sentence beside the answer."""
    errors.print(f"yosan: {message}", soft_wrap=True, highlight=False, markup=False)


WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", help="Folder or URL of the warehouse; the project's warehouse/ by default."),
]


LangOption = Annotated[
    Language | None, typer.Option("--lang", help="Language of what is shown; YOSAN_LANG or en by default.")
]


def choose_language(asked: Language | None) -> Language:
    """The language that was asked for, or the one of the environment."""
    return asked or Settings().lang


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
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback behind an error; stands before the command.")
    ] = False,
) -> None:
    """Options of the command itself."""
    _mode.debug = debug
    sys.excepthook = sys.__excepthook__ if debug else tell_unexpected
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
    table.add_row(*("" if cell is None else escape(visible(str(cell))) for cell in cells))


def visible(text: str) -> str:
    """A text whose control characters are seen and not obeyed."""
    return text.translate(_UNSEEN)
