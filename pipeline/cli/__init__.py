"""The command line: run, parse, query, search, publish, withdraw, reference, fetch.

Belongs here: arguments, tables and progress on a terminal, exit codes; a module per command, in the order of ``--help``.
Does not belong here: work.
"""

from pipeline.cli import run, parse, query, search, publish, withdraw, reference, fetch  # noqa: I001 -- the order of --help
from pipeline.cli.app import app

__all__ = ["app", "fetch", "main", "parse", "publish", "query", "reference", "run", "search", "withdraw"]


def main() -> None:
    """The entry point ``yosan``."""
    app()
