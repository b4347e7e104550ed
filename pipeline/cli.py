"""The command line: run, parse, query.

Belongs here: arguments, tables on a terminal, exit codes (0 done, 1 the job failed, 2 wrong use). Does not belong here: work.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from pipeline import storage, walk
from pipeline.model import DocumentFacts, Source
from pipeline.orchestration.run import run_main_job
from pipeline.settings import Settings

app = typer.Typer(help="Japanese budget releases become tables that people can trust.", no_args_is_help=True)
console = Console()


class Format(StrEnum):
    """How facts are printed."""

    JSON = "json"
    TABLE = "table"


@app.command()
def run(
    raw: Annotated[Path | None, typer.Option(help="Folder of releases; the project's raw/ by default.")] = None,
    warehouse: Annotated[Path | None, typer.Option(help="Folder of the warehouse.")] = None,
    verbose: Annotated[bool, typer.Option(help="Show Dagster's log.")] = False,
) -> None:
    """Read what is new in raw/ and publish the warehouse."""
    settings = Settings()
    raw, warehouse = (raw or settings.raw).resolve(), (warehouse or settings.warehouse).resolve()
    if not raw.is_dir():
        console.print(f"{raw} is no folder: create it and put releases into it, or name another with --raw")
        raise typer.Exit(2)
    with console.status(f"reading {raw}"):
        done = run_main_job(raw, warehouse, verbose)
    if not done:
        console.print("the job failed; run again with --verbose to see where")
        raise typer.Exit(1)
    _print_summary(warehouse)


def _print_summary(warehouse: Path) -> None:
    summary = storage.summarize(warehouse)
    console.print(f"warehouse: {warehouse / 'yosan.duckdb'}", soft_wrap=True)
    table = Table("what", "how many")
    for status, number in summary.documents.items():
        table.add_row(f"documents {status}", f"{number:,}")
    for name in ("programs", "lines", "amounts", "counts", "issues"):
        table.add_row(name, f"{getattr(summary, name):,}")
    for status, number in summary.checks.items():
        table.add_row(f"checks {status}", f"{number:,}")
    console.print(table)


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A PDF or a text.")],
    format: Annotated[Format, typer.Option(help="json or table")] = Format.JSON,
) -> None:
    """Print the facts of one file without touching a warehouse."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    facts = walk.parse_file(file, Source(digest[:16], digest, file.name, file.name, file.stat().st_size))
    if format is Format.JSON:
        print(json.dumps(dataclasses.asdict(facts), ensure_ascii=False, indent=2, default=str))
    else:
        console.print(_facts_table(facts))


def _facts_table(facts: DocumentFacts) -> Table:
    labels = {line.line_id: line.label for line in facts.lines}
    table = Table("page", "line", "year", "phase", "measure", "yen", "printed", title=facts.record.title)
    for amount in facts.amounts:
        cells: list[Any] = [amount.place.page, labels[amount.line_id], amount.fiscal_year, amount.phase, amount.measure]
        yen = "" if amount.amount_yen is None else f"{amount.amount_yen:,}"
        table.add_row(*("" if cell is None else str(cell) for cell in cells), yen, amount.amount_text)
    return table


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="A SELECT over the warehouse.")],
    warehouse: Annotated[Path | None, typer.Option(help="Folder of the warehouse.")] = None,
) -> None:
    """Print the answer to a SQL query; the warehouse cannot be changed by it."""
    rows = storage.run_query((warehouse or Settings().warehouse).resolve(), sql)
    table = Table(*rows.column_names)
    for row in rows.to_pylist():
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    console.print(table)


def main() -> None:
    """The entry point ``yosan``."""
    app()


if __name__ == "__main__":
    main()
