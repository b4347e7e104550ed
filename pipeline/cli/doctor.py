"""``yosan doctor``: what is installed, where things are, what is damaged, and what to do about it.

Belongs here: its arguments, and what is printed where. Does not belong here: looking (``examining``), words (``reporting.sheets``).
"""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline import examining
from pipeline.cli.app import JOB_FAILED, LangOption, WarehouseOption, app, choose_language, examples
from pipeline.cli.formats import Format, FormatOption, default_format, print_records
from pipeline.cli.sheets import print_section
from pipeline.reporting.sheets import Level, finding_records, findings_section
from pipeline.settings import Settings


@app.command(epilog=examples("yosan doctor", "yosan doctor --lang ja", "yosan doctor --format json"))
def doctor(
    raw: Annotated[str | None, typer.Option(help="Folder or URL of releases; the project's raw/ by default.")] = None,
    warehouse: WarehouseOption = None,
    format_: FormatOption = None,
    lang: LangOption = None,
) -> None:
    """Look over the machine and the warehouse, and say what to do.

    Nothing is changed. The exit code is 1 where there is an error, and 0 where there are only warnings.
    """
    settings = Settings()
    language, wanted = choose_language(lang), format_ or default_format()
    findings = list(examining.examine(raw or settings.raw, warehouse or settings.warehouse, settings))
    if wanted is Format.TABLE:
        print_section(findings_section(language, findings))
    else:
        print_records(("level", "area", "what", "found", "advice"), finding_records(language, findings), wanted)
    if any(one.level is Level.ERROR for one in findings):
        raise typer.Exit(JOB_FAILED)
