"""The command line: run, fetch, parse, query, search, report, history, diff, publish, withdraw, reference.

Belongs here: arguments, tables and progress on a terminal, exit codes; a module per command, in the order of ``--help``.
Does not belong here: work.
"""

from pipeline.cli import (  # isort: skip -- the order of --help
    run,
    fetch,
    parse,
    query,
    search,
    report,
    history,
    diff,
    publish,
    withdraw,
    reference,
)
from pipeline.cli.app import app

__all__ = [
    "app",
    "diff",
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
    "withdraw",
]


def main() -> None:
    """The entry point ``yosan``."""
    app()
