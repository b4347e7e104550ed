"""What a question on the SQL page may do: read the tables of one file.

Belongs here: SQLite's own permission for every action of a statement, and limits. Datasette asks this module, as one of its plugins, for
each connection. Does not belong here: which statements Datasette lets through; these hold whatever it does.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import hookimpl

from pipeline.reporting.sql_page import DATABASE_NAME

LONGEST_VALUE = 20_000_000  # bytes; the longest page text of a release has some 30,000 characters
_READING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE)
# What Datasette asks to draw its pages, all of them about the file itself.
_PRAGMAS = frozenset(
    (
        *("foreign_key_list", "function_list", "index_info", "index_list", "index_xinfo", "table_info", "table_xinfo"),
        *("page_count", "page_size", "schema_version", "database_list"),
    )
)
# Functions of SQLite and its shell that reach beyond the file.
_REFUSED = frozenset(
    ("load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "fileio_read", "fileio_write")
)


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Restrict a connection to the exported file; Datasette's own database in memory is left alone, and shown to nobody."""
    if database != DATABASE_NAME:
        return
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    conn.set_authorizer(decide)


def decide(action: int, first: str | None, second: str | None, *_: Any) -> int:
    """SQLite's question whether an action of a statement is allowed; what is not known here is not."""
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").lower() in _REFUSED else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if (first or "").lower() in _PRAGMAS else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_DENY
