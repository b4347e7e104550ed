"""``yosan query``: the answer to a question in SQL.

Belongs here: its arguments and how an answer is printed. Does not belong here: the database (``storage``).
"""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import storage
from pipeline.cli.app import WRONG_USE, WarehouseOption, add_row, app, console, make_table, open_warehouse, stop


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="A SELECT over the warehouse.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Print the answer to a SQL query; the warehouse cannot be changed by it."""
    try:
        rows = storage.run_query(open_warehouse(warehouse), sql)
    except (storage.NothingPublished, storage.InvalidQuery) as error:
        stop(str(error), WRONG_USE)
    table = make_table(*rows.column_names)
    for row in rows.to_pylist():
        add_row(table, *row.values())
    console.print(table)
