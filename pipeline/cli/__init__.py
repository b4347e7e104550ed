"""The command line: run, fetch, parse, query, search, show, document, checks, history, diff, publish, withdraw, reference, report.

Belongs here: arguments, tables and progress on a terminal, exit codes; a module per command, in the order of ``--help``.
Does not belong here: work.
"""

from pipeline.cli import (  # isort: skip -- the order of --help
    run,
    fetch,
    parse,
    query,
    search,
    show,
    document,
    checks,
    report,
    history,
    diff,
    publish,
    withdraw,
    reference,
    serve,
    doctor,
)
from pipeline.cli.app import app

__all__ = [
    "app",
    "checks",
    "diff",
    "doctor",
    "document",
    "fetch",
    "history",
    "main",
    "parse",
    "publish",
    "query",
    "reference",
    "report",
    "run",
    "search",
    "serve",
    "show",
    "withdraw",
]


def main() -> None:
    """The entry point ``yosan``."""
    app()
