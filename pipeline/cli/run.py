"""``yosan run``: read what is new and publish.

Belongs here: its arguments and its summary. Does not belong here: the job (``orchestration.run``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from pipeline import storage
from pipeline.cli.app import (
    JOB_FAILED,
    WRONG_USE,
    LangOption,
    WarehouseOption,
    app,
    choose_language,
    console,
    examples,
    stop,
)
from pipeline.cli.progress import show_progress
from pipeline.cli.sheets import print_section
from pipeline.locations import StoreTrouble, lies_within
from pipeline.reporting.sheets import say, summary_section
from pipeline.settings import Language, Settings

STOPPED_BY_A_PERSON = 130  # what shells say of a command that Ctrl-C ended


@app.command(
    epilog=examples(
        "yosan run",
        "yosan run --raw releases --warehouse tables --lang ja",
        "yosan run --raw s3://bucket/raw --warehouse s3://bucket/warehouse",
    )
)
def run(
    raw: Annotated[str | None, typer.Option(help="Folder or URL of releases; the project's raw/ by default.")] = None,
    warehouse: WarehouseOption = None,
    workers: Annotated[
        str | None,
        typer.Option(
            help="Number of processes that read documents, one per core by default; or a Dask scheduler, tcp://host:port."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read those documents again whose reader was stopped.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show Dagster's log.")] = False,
    lang: LangOption = None,
) -> None:
    """Read what is new in raw/ and publish the warehouse."""
    settings = _settle(workers)
    try:
        _run(
            raw or settings.raw,
            warehouse or settings.warehouse,
            settings.workers,
            again,
            verbose,
            choose_language(lang),
        )
    except KeyboardInterrupt:
        stop("stopped: nothing new was published; what has been read by now is not read again", STOPPED_BY_A_PERSON)


def _run(raw: str, warehouse: str, workers: str, again: bool, verbose: bool, language: Language) -> None:
    """The job from its folders to its summary."""
    from pipeline.orchestration.run import (
        Wish,
        open_places,  # Dagster takes seconds to import, and only this command needs it
        run_main_job,
    )

    if lies_within(warehouse, raw):
        stop(f"{warehouse} lies within {raw}, where its files would be read as releases: name another", WRONG_USE)
    try:
        releases, folder = open_places(raw, warehouse)
        if not releases.is_dir():
            stop(f"{releases} is no folder: create it and put releases into it, or name another with --raw", WRONG_USE)
        with show_progress(plain=verbose or not console.is_terminal) as progress:
            outcome = run_main_job(releases, folder, progress, Wish(verbose, workers, again))
    except StoreTrouble as error:
        stop(str(error), JOB_FAILED)
    except OSError as error:
        stop(f"the warehouse {warehouse} cannot be written: {error.strerror}", JOB_FAILED)
    for damage in outcome.damages:
        _print(say(language, "run.noticed", damage=damage))
    if outcome.failure is not None:
        stop(f"the job failed, and nothing new was published: {outcome.failure}", JOB_FAILED)
    _print(say(language, "run.documents", found=f"{outcome.found:,}", parsed=f"{outcome.parsed:,}"))
    _print_summary(folder, language)
    for notice in outcome.notices:
        _print(say(language, "run.warning", notice=notice))
    for finding in outcome.findings:
        _print(say(language, "run.check", finding=finding))


def _settle(workers: str | None) -> Settings:
    """The settings, with what was said on the command line."""
    try:
        return Settings() if workers is None else Settings(workers=workers)
    except ValidationError as error:
        said = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        stop(f"--workers {workers}: {said}", WRONG_USE)


def _print_summary(warehouse: Path, language: Language) -> None:
    """Where the warehouse is, how much it holds, and which documents a person should look at."""
    _print(say(language, "run.warehouse", path=warehouse / "yosan.duckdb"))
    print_section(summary_section(language, storage.summarize(warehouse)))
    for uri, status, detail in storage.list_unread(warehouse):
        _print(f"{uri}: {status}: {detail}")


def _print(sentence: str) -> None:
    """A sentence as it is, on one line."""
    console.print(sentence, soft_wrap=True, highlight=False, markup=False)
