"""``yosan show``: one program, year by year, with its parts and its checks.

Belongs here: its arguments, and what is printed where. Does not belong here: which program is meant (``walk``), how it reads
(``reporting.sheets``).
"""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from pipeline import walk
from pipeline.cli.app import (
    SEVERAL_FOUND,
    WRONG_USE,
    LangOption,
    WarehouseOption,
    add_row,
    app,
    choose_language,
    console,
    examples,
    make_table,
    open_warehouse,
    stop,
    told,
    warn,
)
from pipeline.cli.completion import offer_programs
from pipeline.cli.formats import Format, FormatOption, default_format, print_object, print_records, print_tsv
from pipeline.cli.sheets import print_sheet
from pipeline.reporting.sheets import program_sheet, say
from pipeline.settings import Language
from pipeline.storage import lookups


@app.command(
    epilog=examples(
        "yosan show 都市エリア産学官連携促進事業",
        "yosan show 74df66 --lang ja",
        "yosan show '知的クラスター創成事業(第Ⅱ期)' --format json",
    )
)
def show(
    program: Annotated[
        list[str],
        typer.Argument(
            help="Its name, words of it, its program_id, or the beginning of that (6 digits or more).",
            autocompletion=offer_programs,
        ),
    ],
    warehouse: WarehouseOption = None,
    format_: FormatOption = None,
    lang: LangOption = None,
) -> None:
    """Show one program: budget by year and phase, regions, parts, checks, successors.

    Amounts are shown in million yen. TSV holds its budgets and JSON everything, in yen. Where several programs are called so, they are
    listed, and the exit code is 3.
    """
    text = " ".join(program)
    if not any(char.isalnum() for char in text):
        stop("there is no word to look for: name a program, or a part of its name", WRONG_USE)
    language, wanted = choose_language(lang), format_ or default_format()
    folder = open_warehouse(warehouse)
    with told():
        found = walk.find_programs(folder, text)
        if not found:
            stop(f"no program is called like {text!r}: try fewer words, or a part of one", WRONG_USE)
        if len(found) > 1:
            _list_several(found, text, wanted, language)
        portrait = lookups.look_up_program(folder, found[0][0])
    if portrait is None:
        stop(f"another run has just taken {found[0][1]} out of the warehouse: ask again", WRONG_USE)
    if wanted is Format.JSON:
        print_object(dataclasses.asdict(portrait))
    elif wanted is Format.TSV:
        names = [field.name for field in dataclasses.fields(lookups.Figure)]
        print_records(names, [dataclasses.asdict(figure) for figure in portrait.figures], wanted)
    else:
        print_sheet(program_sheet(language, portrait))


def _list_several(found: tuple[tuple[str, str], ...], text: str, wanted: Format, language: Language) -> None:
    """The programs that may be meant; leaves."""
    warn(say(language, "several", number=len(found), text=text))
    if wanted is Format.TABLE:
        table = make_table(say(language, "id"), say(language, "name"))
        for one in found:
            add_row(table, *one)
        console.print(table)
    elif wanted is Format.TSV:
        print_tsv(("program_id", "name"), found)
    else:
        print_object([{"program_id": program_id, "name": name} for program_id, name in found])
    raise typer.Exit(SEVERAL_FOUND)
