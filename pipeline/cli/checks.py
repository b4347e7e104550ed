"""``yosan checks``: what checks found, worst first.

Belongs here: its arguments, and what is printed where. Does not belong here: checking (``reconciliation``), how a check reads
(``reporting.sheets``).
"""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from pipeline import revision
from pipeline.cli.app import (
    LangOption,
    WarehouseOption,
    app,
    choose_language,
    console,
    examples,
    open_warehouse,
    told,
)
from pipeline.cli.completion import offer_documents
from pipeline.cli.formats import Format, FormatOption, default_format, print_records
from pipeline.cli.sheets import print_section
from pipeline.model import CheckKind
from pipeline.reporting.sheets import checks_section, say, write_out
from pipeline.storage import lookups

SHOWN = 50  # checks that a person is shown


@app.command(
    epilog=examples(
        "yosan checks --failed",
        "yosan checks --kind table_total --document h17_settlement.pdf",
        "yosan checks --failed --format tsv > failed.tsv",
    )
)
def checks(
    failed: Annotated[bool, typer.Option("--failed", help="Only those whose figures cannot all be right.")] = False,
    kind: Annotated[CheckKind | None, typer.Option("--kind", help="Only checks of this kind.")] = None,
    document: Annotated[
        str | None,
        typer.Option(
            "--document",
            help="Only those of a document: an id, its beginning, or a path.",
            autocompletion=offer_documents,
        ),
    ] = None,
    warehouse: WarehouseOption = None,
    format_: FormatOption = None,
    lang: LangOption = None,
) -> None:
    """List what checks found, worst first, with the arithmetic written out.

    What is stated stands left of ⇔, what its terms come to on the right, in million yen; TSV and JSON have yen. The exit code is 0 also
    where checks fail.
    """
    language, wanted = choose_language(lang), format_ or default_format()
    folder = open_warehouse(warehouse)
    with told():
        document_id = None if document is None else revision.find_document(document, lookups.list_paths(folder))
        found = lookups.list_checks(folder, failed, kind, document_id)
    if wanted is not Format.TABLE:
        names = [field.name for field in dataclasses.fields(lookups.CheckMade)]
        records = [{**dataclasses.asdict(check), "arithmetic": write_out(language, check)} for check in found]
        print_records([*names, "arithmetic"], records, wanted)
        return
    print_section(checks_section(language, found[:SHOWN], "", failed))
    if len(found) > SHOWN:
        console.print(say(language, "more", number=f"{len(found) - SHOWN:,}"), highlight=False)
