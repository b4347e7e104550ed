"""``yosan serve``: the report and a SQL page in a browser.

Belongs here: its arguments and what it says. Does not belong here: the site (``serving``), the SQLite file (``storage``).
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from pipeline import storage
from pipeline.cli.app import (
    JOB_FAILED,
    WRONG_USE,
    WarehouseOption,
    app,
    console,
    examples,
    open_warehouse,
    stop,
    told,
    warn,
)
from pipeline.settings import Settings

PORT = 8001  # Datasette's own


@app.command(epilog=examples("yosan serve", "yosan serve --port 9000"))
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 is any that is free.")] = PORT,
    host: Annotated[str, typer.Option(help="Address; by default only this machine can ask.")] = "127.0.0.1",
    warehouse: WarehouseOption = None,
) -> None:
    """Serve the report and a read-only SQL page over the current state, until it is stopped with Ctrl-C.

    The page asks an SQLite copy of the state, which is kept in YOSAN_CACHE. A state that is published later is served after a restart.
    """
    if find_spec("datasette") is None or find_spec("uvicorn") is None:
        stop("the SQL page needs Datasette: install it with pip install 'yosan[serve]'", JOB_FAILED)
    from pipeline.serving import server  # only this command needs Datasette

    folder = open_warehouse(warehouse)
    cache = Settings().cache.expanduser()
    with told():
        try:
            state, file = storage.open_sqlite(folder, cache, _say_copying)
        except OSError as error:
            stop(f"{cache} cannot be written ({error.strerror}): name another folder with YOSAN_CACHE", JOB_FAILED)
    if not server.is_loopback(host):
        warn(f"{host} can be reached from other machines: whoever does may read all of the warehouse")
    try:
        listening = server.take_address(host, port)
    except OSError as error:
        stop(f"{host}:{port} cannot be used ({error.strerror}): name another with --port or --host", WRONG_USE)
    report = _find_report(folder)
    url = server.name_address(host, listening)
    about = f"report {url}report/index.html" if report else "no report yet: yosan report makes one"
    console.print(f"state {state} at {url} ({about}); stop with Ctrl-C", soft_wrap=True, highlight=False, markup=False)
    server.serve(listening, host, file, state, report)


def _say_copying(state: str) -> None:
    """It takes about a minute for 2,000 documents."""
    print(f"copying state {state} into SQLite, once", flush=True)


def _find_report(warehouse: Path) -> Path | None:
    """The folder of the report, if there is one."""
    report = warehouse / "report"
    return report if (report / "index.html").is_file() else None
