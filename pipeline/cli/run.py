"""``yosan run``: read what is new and publish.

Belongs here: its arguments and its summary. Does not belong here: the job (``orchestration.run``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import storage
from pipeline.cli.app import JOB_FAILED, WRONG_USE, app, console, make_table, stop
from pipeline.cli.progress import show_progress
from pipeline.settings import Settings


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
        stop(f"{raw} is no folder: create it and put releases into it, or name another with --raw", WRONG_USE)
    if warehouse.is_relative_to(raw):
        stop(f"{warehouse} lies within {raw}, where its files would be read as releases: name another", WRONG_USE)
    try:
        with show_progress(plain=verbose or not console.is_terminal) as progress:
            outcome = run_main_job(raw, warehouse, progress, verbose)
    except OSError as error:
        stop(f"the warehouse {warehouse} cannot be written: {error.strerror}", JOB_FAILED)
    for damage in outcome.damages:
        console.print(f"damaged: {damage}", soft_wrap=True, highlight=False, markup=False)
    if outcome.failure is not None:
        stop(outcome.failure, JOB_FAILED)
    console.print(f"documents: {outcome.found:,}, of which parsed now: {outcome.parsed:,}", highlight=False)
    _print_summary(warehouse)
    for finding in outcome.findings:
        console.print(f"check {finding}", soft_wrap=True, highlight=False, markup=False)


def _print_summary(warehouse: Path) -> None:
    """Where the warehouse is, how much it holds, and which documents a person should look at."""
    summary = storage.summarize(warehouse)
    console.print(f"warehouse: {warehouse / 'yosan.duckdb'}", soft_wrap=True, highlight=False, markup=False)
    table = make_table("what", "how many")
    for status, number in summary.documents.items():
        table.add_row(f"documents {status}", f"{number:,}")
    for name in ("programs", "lines", "amounts", "counts", "issues"):
        table.add_row(name, f"{getattr(summary, name):,}")
    for status, number in summary.checks.items():
        table.add_row(f"checks {status}", f"{number:,}")
    console.print(table)
    for uri, status, detail in storage.list_unread(warehouse):
        console.print(f"{uri}: {status}: {detail}", soft_wrap=True, highlight=False, markup=False)
