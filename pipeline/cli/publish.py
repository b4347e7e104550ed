"""``yosan publish``: the current state in a PostgreSQL database.

Belongs here: its arguments and what it says. Does not belong here: the database (``storage``).
"""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import storage
from pipeline.cli.app import JOB_FAILED, WRONG_USE, WarehouseOption, app, console, examples, open_warehouse, stop


@app.command(
    epilog=examples(
        "yosan publish postgresql://analyst@localhost/budgets",
    )
)
def publish(
    target: Annotated[
        str,
        typer.Argument(
            help="postgresql://USER@HOST/DATABASE; leave the password to PGPASSWORD or ~/.pgpass.", show_default=False
        ),
    ],
    warehouse: WarehouseOption = None,
) -> None:
    """Publish the current state into the schema yosan of a PostgreSQL database."""
    if not storage.is_postgres(target):
        stop("the target is no PostgreSQL URL: write postgresql://USER@HOST/DATABASE", WRONG_USE)
    try:
        done = storage.publish_to_postgres(open_warehouse(warehouse), target)
    except storage.NothingPublished as error:
        stop(str(error), WRONG_USE)
    except storage.CannotPublish as error:
        stop(str(error), JOB_FAILED)
    verb = "published to" if done.changed else "is what is already in"
    rows = f"{sum(done.rows.values()):,} rows in {len(done.rows)} tables"
    said = f"state {done.state_id} {verb} {done.target}: {rows}"
    console.print(said, soft_wrap=True, highlight=False, markup=False)
