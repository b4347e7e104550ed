"""``yosan history``: the states that can be opened.

Belongs here: its arguments and how states are listed. Does not belong here: finding them (``storage``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from pipeline import storage
from pipeline.cli.app import (
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
from pipeline.cli.formats import Format, default_format, print_tsv

NAMES = ("state", "current", "built_at", "documents", "amounts", "share_reconciled", "what_changed")


@app.command(
    epilog=examples(
        "yosan history",
        "yosan history --format json",
    )
)
def history(
    warehouse: WarehouseOption = None,
    format: Annotated[
        Format | None, typer.Option(help="table, tsv or json; a table on a terminal, tsv in a pipe by default.")
    ] = None,
) -> None:
    """List the states that are kept, the one published last first."""
    folder = open_warehouse(warehouse)
    states = storage.list_states(folder)
    if not states:
        stop(f"{folder} has no published state: fill it with `yosan run`", WRONG_USE)
    rows = _list_rows(states)
    wanted = format or default_format()
    if wanted is Format.JSON:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif wanted is Format.TSV:
        print_tsv(NAMES, (row.values() for row in rows))
    else:
        table = make_table("state", "built at", "documents", "amounts", "reconciled", "what changed")
        for row in rows:
            add_row(table, *_show(row))
        console.print(table)


def _list_rows(states: Sequence[storage.KeptState]) -> list[dict[str, Any]]:
    """What is told of each state."""
    changes = storage.tell_changes(states)
    return [_make_row(state, change) for state, change in zip(states, changes, strict=True)]


def _make_row(state: storage.KeptState, change: str) -> dict[str, Any]:
    said = state.descriptor
    values = (
        state.state_id,
        state.is_current,
        said and said.built_at.isoformat(),
        said and len(said.inputs),
        said and said.count_rows("amounts"),
        said and _round(said.checks.reconciled),
        change,
    )
    return dict(zip(NAMES, values, strict=True))


def _round(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _show(row: dict[str, Any]) -> list[Any]:
    """A row as people read it."""
    share = row["share_reconciled"]
    return [
        f"{row['state']}{' (current)' if row['current'] else ''}",
        row["built_at"] and row["built_at"].replace("T", " ").replace("+00:00", " UTC"),
        *(f"{row[name]:,}" if row[name] is not None else None for name in ("documents", "amounts")),
        None if share is None else f"{share:.1%}",
        row["what_changed"],
    ]
