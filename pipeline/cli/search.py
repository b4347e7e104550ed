"""``yosan search``: programs by Japanese words.

Belongs here: its arguments and how programs are printed. Does not belong here: words (``language``), the question to the
warehouse (``storage``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from pipeline import storage, walk
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


@app.command(
    epilog=examples(
        "yosan search くらすたー",
        "yosan search 地域 産学官 --limit 5",
    )
)
def search(
    words: Annotated[list[str], typer.Argument(metavar="TEXT", help="Words of a name, or a part of one.")],
    limit: Annotated[int, typer.Option(min=1, help="How many programs are printed at most.")] = 20,
    warehouse: WarehouseOption = None,
) -> None:
    """Find programs by Japanese words, best first."""
    text = " ".join(words)
    if not any(char.isalnum() for char in text):
        stop("there is no word to look for: name a program, or a part of its name", WRONG_USE)
    try:
        found = walk.search_programs(open_warehouse(warehouse), text, limit)
    except (storage.NothingPublished, storage.InvalidQuery) as error:
        stop(str(error), WRONG_USE)
    except storage.DamagedState as error:
        stop(str(error), JOB_FAILED)
    if not found:
        console.print(f"no program is called like {text!r}: try fewer words, or a part of one", markup=False)
        return
    table = make_table("program_id", "name", "stage", "issuer", "kind", "years", "documents")
    for program in found:
        add_row(
            table,
            program.program_id,
            program.name,
            program.stage,
            program.issuer,
            program.kind,
            describe_years(program.fiscal_years),
            "\n".join(program.documents),
        )
    console.print(table)


def describe_years(years: Iterable[int]) -> str:
    """Ascending years, those that follow each other as one span.

    >>> describe_years([2005, 2006, 2007, 2009])
    '2005-2007, 2009'
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(f"{span[0]}-{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)
