"""The process's one DuckDB in memory, for questions about rows that are in no file or in several.

Belongs here: connections to it. Does not belong here: the database of a state that people ask, which is opened by itself and locked
against everything else (``queries``).

An instance of DuckDB takes 0.04 s of processor time to start, whatever it is asked; a connection to one that runs takes
0.0005 s. Connections share nothing but the instance as long as they make temporary tables alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from pipeline.schema import literals

# One instance knows a file once: a second thread waits until the first has let go of it.
_ONE_AT_A_TIME = threading.Lock()
_FILE = "file"


@cache
def _instance() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def connect() -> duckdb.DuckDBPyConnection:
    """A connection of its own, to be closed."""
    return _instance().cursor()


@contextmanager
def connect_to_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose tables are those of a database file, for reading. ``duckdb.Error`` where the file cannot be opened."""
    with _ONE_AT_A_TIME, connect() as connection:
        connection.execute(f"ATTACH {literals((str(path),))} AS {_FILE} (READ_ONLY)")
        try:
            connection.execute(f"USE {_FILE}")
            yield connection
        finally:
            connection.execute("USE memory")
            connection.execute(f"DETACH {_FILE}")
