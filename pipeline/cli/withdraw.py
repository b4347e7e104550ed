"""``yosan withdraw``: record that a document no longer counts, or that it does again.

Belongs here: its arguments and what it says. Does not belong here: the list (``sources``), what follows from it
(``revision``).
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline import revision, sources, storage, withdrawing
from pipeline.cli.app import JOB_FAILED, WRONG_USE, app, console, examples, local_folder, say_waiting, stop
from pipeline.cli.completion import offer_documents
from pipeline.model import Withdrawal
from pipeline.settings import Settings

ELSEWHERE = "copy withdrawals.yaml from there, withdraw, and put it back"


@app.command(
    epilog=examples(
        "yosan withdraw mext/h20_draft.pdf --why 'replaced on the next day' --replaced-by mext/h20_draft_2.pdf",
        "yosan withdraw mext/h20_draft.pdf --undo",
    )
)
def withdraw(
    document: Annotated[
        str,
        typer.Argument(
            help="Its id, as much of it as no other id begins with, or its path below raw/.",
            autocompletion=offer_documents,
        ),
    ],
    why: Annotated[
        str | None, typer.Option(help="The reason, in one sentence; it stands in the document's row.")
    ] = None,
    replaced_by: Annotated[
        str | None, typer.Option(help="The document that replaces it: an id or a path.", autocompletion=offer_documents)
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day on which the issuer withdrew it.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the withdrawal of this document back.")] = False,
    raw: Annotated[Path | None, typer.Option(help="Folder of releases; the project's raw/ by default.")] = None,
    warehouse: Annotated[
        Path | None, typer.Option(help="Folder of the warehouse; the project's warehouse/ by default.")
    ] = None,
) -> None:
    """Record in raw/withdrawals.yaml that a document no longer counts; the next run publishes without its figures."""
    settings = Settings()
    raw, warehouse = (
        local_folder(raw or settings.raw, ELSEWHERE),
        local_folder(warehouse or settings.warehouse, ELSEWHERE),
    )
    if not raw.is_dir():
        stop(f"{raw} is no folder: name the folder of releases with --raw", WRONG_USE)
    reason = (why or "").strip()
    _refuse_contradiction(undo, reason, others=why or replaced_by or on)
    day = None if on is None else _read_day(on)
    try:
        with storage.warehouse_lock(warehouse, say_waiting):
            if undo:
                _tell("counts again", withdrawing.undo_withdrawal(raw, document), "with")
            else:
                recorded = withdrawing.withdraw(raw, warehouse, document, reason, replaced_by, day)
                _tell("is withdrawn", recorded, "without")
    except (revision.Unfound, revision.WrongEntries, sources.InvalidEntries, sources.UnreadableFiles) as error:
        stop(str(error), WRONG_USE)
    except storage.DamagedState as error:
        stop(str(error), JOB_FAILED)
    except OSError as error:
        stop(f"the withdrawal cannot be recorded: {error.filename}: {error.strerror}", JOB_FAILED)


def _refuse_contradiction(undo: bool, reason: str, others: str | None) -> None:
    """Leave where something is to be taken back and said at once, or is to be withdrawn without a reason."""
    if undo and others:
        stop(
            "--undo takes a withdrawal back and needs nothing else: leave out --why, --replaced-by and --on", WRONG_USE
        )
    if not undo and not reason:
        stop('a withdrawal needs its reason: say it with --why "…"', WRONG_USE)


def _read_day(text: str) -> date:
    """The day that ``--on`` names; leaves with a sentence where there is no such day."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        stop(f"--on {text!r} is no day: write year, month and day, as in 2026-11-24", WRONG_USE)


def _tell(what: str, entry: Withdrawal, how: str) -> None:
    name = f" ({entry.known.source_uri})" if entry.known else ""
    sentence = f"{entry.document}{name} {what}; `yosan run` publishes {how} its figures"
    console.print(sentence, soft_wrap=True, highlight=False, markup=False)
