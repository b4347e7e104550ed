"""``yosan reference``: official data sets that issuers' totals are checked against.

Belongs here: its arguments and what it prints. Does not belong here: formats (``sources``), files (``storage``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import sources, storage, walk
from pipeline.cli.app import JOB_FAILED, WRONG_USE, app, console, examples, local_folder, say_waiting, stop
from pipeline.settings import Settings

reference = typer.Typer(help="Official data sets that issuers' totals are checked against.", no_args_is_help=True)
app.add_typer(reference, name="reference")


@reference.callback()
def options() -> None:
    """Official data sets that issuers' totals are checked against."""


@reference.command(
    epilog=examples(
        "yosan reference load mof-jikou-2025.json.gz", "yosan reference load 2-1_RS_2024.zip --warehouse tables"
    )
)
def load(
    file: Annotated[
        Path, typer.Argument(help="mof-jikou JSON, or the CSV of sheet 2-1 or 2-2 of the RS System; also .gz or .zip.")
    ],
    warehouse: Annotated[
        Path | None, typer.Option(help="Folder of the warehouse; the project's warehouse/ by default.")
    ] = None,
) -> None:
    """Keep an official data set in the warehouse; the next run checks against it."""
    if not file.is_file():
        stop(f"{file} is no file: name a data set", WRONG_USE)
    warehouse = local_folder(warehouse or Settings().warehouse, "load the data set where the warehouse is a folder")
    try:
        stored = walk.load_reference(file, warehouse, say_waiting)
    except sources.InvalidReference as error:
        stop(str(error), WRONG_USE)
    except storage.CorruptedReference as error:
        stop(str(error), JOB_FAILED)
    except OSError as error:
        stop(f"{error.filename or file} cannot be opened: {error.strerror}", JOB_FAILED)
    _print_stored(file, stored)


def _print_stored(file: Path, stored: walk.StoredReference) -> None:
    """What was read, what was left out, and how well it adds up."""
    figures = stored.loaded.figures
    years = sorted({figure.fiscal_year for figure in figures})
    known = "loaded" if stored.fresh else "was loaded before, and is as it was"
    lines = [
        f"{file.name}: {known}: {len(figures):,} figures, FY{years[0]} to FY{years[-1]} ({figures[0].source.value})"
    ]
    lines += [f"left out, {reason}: {number:,}" for reason, number in sorted(stored.loaded.left_out.items())]
    for one in stored.agreement:
        lines.append(f"project reviews, {one.words}: {one.holding:,} of {one.compared:,} program-years")
    lines.append("publish it and check against it with `yosan run`")
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False, markup=False)
