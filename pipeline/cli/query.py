"""``yosan query``: the answer to a question in SQL.

Belongs here: its arguments and how an answer is printed. Does not belong here: the database (``storage``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline import storage
from pipeline.cli.app import JOB_FAILED, WRONG_USE, add_row, app, console, make_table, stop
from pipeline.settings import Settings


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="A SELECT over the warehouse.")],
    warehouse: Annotated[
        Path | None, typer.Option(help="Folder of the warehouse; the project's warehouse/ by default.")
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(help="An earlier state that is kept, by its id or the beginning of it (yosan history)."),
    ] = None,
) -> None:
    """Print the answer to a SQL query; the warehouse cannot be changed by it."""
    try:
        rows = storage.run_query((warehouse or Settings().warehouse).resolve(), sql, state)
    except (storage.NothingPublished, storage.UnknownState, storage.InvalidQuery) as error:
        stop(str(error), WRONG_USE)
    except storage.DamagedState as error:
        stop(str(error), JOB_FAILED)
    table = make_table(*rows.column_names)
    for row in rows.to_pylist():
        add_row(table, *row.values())
    console.print(table)
