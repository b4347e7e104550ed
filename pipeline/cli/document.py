"""``yosan document``: one document, its lines with figures and checks in place.

Belongs here: its arguments, and what is printed where. Does not belong here: which document is meant (``revision``), how it reads
(``reporting.sheets``).
"""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from pipeline import revision
from pipeline.cli.app import (
    WRONG_USE,
    LangOption,
    WarehouseOption,
    app,
    choose_language,
    examples,
    open_warehouse,
    stop,
    told,
)
from pipeline.cli.completion import offer_documents
from pipeline.cli.formats import Format, FormatOption, default_format, print_object, print_records
from pipeline.cli.sheets import print_sheet
from pipeline.reporting.sheets import FIGURE_COLUMNS, document_sheet, list_figures
from pipeline.storage import lookups


@app.command(
    epilog=examples(
        "yosan document h20_draft_regional_innovation.pdf",
        "yosan document ad72a214 --lang ja",
        "yosan document ad72a214 --format json",
    )
)
def document(
    document_: Annotated[
        str,
        typer.Argument(
            metavar="ID|PATH",
            help="Its id, as much of it as no other id begins with, or its path below raw/.",
            autocompletion=offer_documents,
        ),
    ],
    warehouse: WarehouseOption = None,
    format_: FormatOption = None,
    lang: LangOption = None,
) -> None:
    """Show one document: what became of it, its lines as a tree with figures and checks, what is open.

    Amounts are shown in million yen. TSV holds its figures and JSON everything, in yen. Where several documents are called so, they are
    named, and the exit code is 3.
    """
    language, wanted = choose_language(lang), format_ or default_format()
    folder = open_warehouse(warehouse)
    with told():
        document_id = revision.find_document(document_, lookups.list_paths(folder))
        portrait = lookups.look_up_document(folder, document_id)
    if portrait is None:
        stop(f"another run has just taken {document_} out of the warehouse: ask again", WRONG_USE)
    if wanted is Format.JSON:
        print_object(dataclasses.asdict(portrait))
    elif wanted is Format.TSV:
        print_records(FIGURE_COLUMNS, list_figures(portrait), wanted)
    else:
        print_sheet(document_sheet(language, portrait))
