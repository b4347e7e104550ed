"""``yosan report``: what people open in a browser.

Belongs here: its arguments and its one line of summary. Does not belong here: pages (``reporting.report``), the order of things
(``reports``).
"""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import reports, sources, storage
from pipeline.cli.app import (
    JOB_FAILED,
    WRONG_USE,
    WarehouseOption,
    app,
    console,
    examples,
    local_folder,
    open_warehouse,
    say_waiting,
    stop,
)
from pipeline.settings import Settings


@app.command(epilog=examples("yosan report", "yosan report --open", "yosan report --raw releases --warehouse tables"))
def report(
    raw: Annotated[
        str | None,
        typer.Option(help="Folder of releases, for pictures of pages and links; the project's raw/ by default."),
    ] = None,
    warehouse: WarehouseOption = None,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write the report: HTML that opens from warehouse/report/ without a server or a network."""
    releases = local_folder(raw or Settings().raw, "name a folder that holds the releases with --raw")
    folder = open_warehouse(warehouse)
    try:
        with storage.warehouse_lock(folder, say_waiting):
            made = reports.make_report(releases, folder)
    except (sources.UnreadableFiles, storage.InvalidQuery) as error:
        stop(str(error), WRONG_USE)
    except storage.DamagedState as error:
        stop(str(error), JOB_FAILED)
    except OSError as error:
        stop(f"the report in {folder} cannot be written: {error.strerror}", JOB_FAILED)
    if made.state_id is None:
        console.print("nothing is published yet: the report says how to begin", highlight=False)
    console.print(f"report: {made.index}", soft_wrap=True, highlight=False, markup=False)
    if show:
        typer.launch(made.index.as_uri())
