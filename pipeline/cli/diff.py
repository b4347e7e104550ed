"""``yosan diff``: what two states differ in, and why.

Belongs here: its arguments and how changes are printed. Does not belong here: comparing (``storage``).
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from pipeline import storage
from pipeline.cli.app import (
    JOB_FAILED,
    WRONG_USE,
    WarehouseOption,
    add_row,
    app,
    console,
    examples,
    make_table,
    open_warehouse,
    stop,
)
from pipeline.cli.completion import offer_states
from pipeline.cli.formats import Format, default_format, print_tsv

SHOWN = 50  # changes that a person is shown one by one
NAMES = ("what", "kind", "id", "document_id", "file", "page", "line", "printed", "before", "after", "reason")


@app.command(
    epilog=examples(
        "yosan diff",
        "yosan diff previous current --format tsv",
    )
)
def diff(
    before: Annotated[
        str,
        typer.Argument(help="A state: an id, the beginning of one, current or previous.", autocompletion=offer_states),
    ] = "previous",
    after: Annotated[
        str, typer.Argument(help="The state to compare it with.", autocompletion=offer_states)
    ] = "current",
    warehouse: WarehouseOption = None,
    format: Annotated[
        Format | None, typer.Option(help="table, tsv or json; a table on a terminal, tsv in a pipe by default.")
    ] = None,
) -> None:
    """Print which documents and figures appeared, changed and vanished from one state to another, and why."""
    folder = open_warehouse(warehouse)
    try:
        old, new = (storage.find_state(folder, name) for name in (before, after))
        changes = storage.compare_states(old, new)
    except storage.UnknownState as error:
        stop(str(error), WRONG_USE)
    except storage.DamagedState as error:
        stop(str(error), JOB_FAILED)
    wanted = format or default_format()
    if wanted is Format.JSON:
        said = {"before": old.state_id, "after": new.state_id, "changes": [dataclasses.asdict(one) for one in changes]}
        print(json.dumps(said, ensure_ascii=False, indent=2, default=str))
    elif wanted is Format.TSV:
        print_tsv(NAMES, (_cells(change) for change in changes))
    else:
        _print_tables(f"{old.state_id} → {new.state_id}", changes)


def _print_tables(title: str, changes: Sequence[storage.Difference]) -> None:
    """The changes of each file in numbers, then one by one."""
    if not changes:
        console.print(f"{title}: nothing differs", highlight=False)
        return
    console.print(title, highlight=False)
    counts = (storage.APPEARED, storage.CHANGED, storage.VANISHED)
    summary = make_table("file", "why", *(f"figures {name}" for name in counts))
    for (file, reason), sizes in storage.count_changes(changes).items():
        add_row(summary, file, reason, *(f"{sizes[name]:,}" for name in counts))
    console.print(summary)
    table = make_table("what", "file", "page", "line", "printed", "before", "after", "why")
    for change in changes[:SHOWN]:
        what = f"{change.kind} {change.what}"
        row = change.file, change.page, change.line, change.printed
        add_row(table, what, *row, _say(change.before), _say(change.after), change.reason)
    console.print(table)
    if len(changes) > SHOWN:
        console.print(f"{len(changes) - SHOWN:,} more: --format tsv or json prints all of them", highlight=False)


def _cells(change: storage.Difference) -> list[Any]:
    """A change as a row of TSV."""
    values = {name: getattr(change, name) for name in NAMES}
    return list((values | {"before": _say(change.before), "after": _say(change.after)}).values())


def _say(fields: dict[str, Any]) -> str:
    """Fields in one cell."""
    return "; ".join(f"{name} {'—' if value is None else value}" for name, value in fields.items())
