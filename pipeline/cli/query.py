"""``yosan query``: the answer to a question in SQL.

Belongs here: its arguments, and where an answer goes. Does not belong here: the database (``storage``), how values are
written in files (``reporting.answers``).
"""

from __future__ import annotations

import io
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer
from rich.console import Console

from pipeline import storage
from pipeline.cli.app import (
    JOB_FAILED,
    PIPE_WIDTH,
    WRONG_USE,
    WarehouseOption,
    add_row,
    app,
    console,
    examples,
    make_table,
    open_warehouse,
    stop,
    warn,
)
from pipeline.cli.completion import offer_states
from pipeline.reporting import answers


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    PARQUET = "parquet"


@app.command(
    epilog=examples(
        "yosan query 'SELECT * FROM coverage'",
        "yosan query 'SELECT * FROM program_budgets' --output budgets.csv --excel",
        "yosan query 'SELECT count(*) FROM amounts' --state previous",
    )
)
def query(
    sql: Annotated[str, typer.Argument(help="A SELECT over the warehouse.")],
    warehouse: WarehouseOption = None,
    state: Annotated[
        str | None,
        typer.Option(
            help="An earlier state that is kept, by its id or the beginning of it (yosan history).",
            autocompletion=offer_states,
        ),
    ] = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format", help="By default what --output's name ends in; else a table on a terminal, TSV in a pipe."
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="File to write instead of printing; Parquet needs one.")] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="CSV for Excel: with a byte order mark, and formulas in text disarmed.")
    ] = False,
) -> None:
    """Print the answer to a SQL query, or write it to a file; the warehouse cannot be changed by it."""
    folder = open_warehouse(warehouse)
    chosen = _choose_format(format_, output, excel)
    if output is not None and output.resolve().is_relative_to(folder):
        stop(f"{output} lies in the warehouse, which no query changes: name another file", WRONG_USE)
    try:
        rows = storage.run_query(folder, sql, state=state)
        if unsound := storage.find_unsound_description(folder, state):
            warn(unsound)
        if chosen is Format.TABLE:
            _print_table(rows, output)
        else:
            _write(_encode(rows, chosen, excel), output)
    except (storage.NothingPublished, storage.UnknownState, storage.InvalidQuery, answers.UnwritableAnswer) as error:
        stop(str(error), WRONG_USE)
    except storage.DamagedState as error:
        stop(str(error), JOB_FAILED)
    except OSError as error:
        if output is None:  # a pipe that was closed, as by head, is no failure to speak of
            raise
        stop(f"{output} cannot be written: {error.strerror}", JOB_FAILED)


def _choose_format(format_: Format | None, output: Path | None, excel: bool) -> Format:
    """The format that was asked for, by name, by the file's ending, or by where the answer goes."""
    chosen = format_ or (Format.CSV if excel else None)
    if chosen is None and output is not None:
        ending = output.suffix[1:].lower()
        if ending not in [one.value for one in Format]:
            stop(f"the name of {output} does not say how to write it: add --format", WRONG_USE)
        chosen = Format(ending)
    chosen = chosen or (Format.TABLE if console.is_terminal else Format.TSV)
    if excel and chosen is not Format.CSV:
        stop(f"--excel is for CSV: leave out --format {chosen}", WRONG_USE)
    if chosen is Format.PARQUET and output is None:
        stop("Parquet is no text: name a file with --output", WRONG_USE)
    return chosen


def _encode(rows: pa.Table, format_: Format, excel: bool) -> bytes:
    """The answer as the bytes of a file."""
    if format_ is Format.CSV:
        return answers.write_csv(rows, for_excel=excel)
    encode = {Format.TSV: answers.write_tsv, Format.JSON: answers.write_json, Format.PARQUET: answers.write_parquet}
    return encode[format_](rows)


def _write(content: bytes, output: Path | None) -> None:
    """Print, or write a file whole or not at all."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    scratch = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        scratch.write_bytes(content)
        os.replace(scratch, output)
    finally:
        scratch.unlink(missing_ok=True)


def _print_table(rows: pa.Table, output: Path | None) -> None:
    """A table for people, on the terminal or in a file."""
    table = make_table(*rows.column_names)
    for row in answers.answer_rows(rows):
        add_row(table, *row)
    if output is None:
        console.print(table)
        return
    drawn = io.StringIO()
    Console(width=PIPE_WIDTH, file=drawn).print(table)
    _write(drawn.getvalue().encode(), output)
