"""Trouble of the machine, in a sentence that a person can act on.

Belongs here: how a full disk and its like are told from the errors of five libraries that meet them. Does not belong here:
trouble with a document; that is its status.
"""

from __future__ import annotations

import re
from pathlib import Path

# What the message of an error says, whoever raises it (the system, Arrow, DuckDB, SQLite), and what to do about it.
TROUBLES: tuple[tuple[re.Pattern[str], str], ...] = (
    # OSError: [Errno 28] No space left on device; sqlite3: database or disk is full
    (
        re.compile(r"no space left on device|\berrno 28\b|disk is full|disk quota exceeded|\berrno 122\b", re.I),
        "the disk of {warehouse} is full: make room and run again",
    ),
    # sqlite3: disk I/O error, where a file of its own cannot grow
    (re.compile(r"disk i/o error", re.I), "the disk of {warehouse} is full or failing: make room and run again"),
    # OSError: [Errno 27] File too large; in a shell with ulimit -f
    (
        re.compile(r"file too large|\berrno 27\b", re.I),
        "a file of {warehouse} would become larger than the system lets yosan write: raise the limit (ulimit -f) and run "
        "again",
    ),
    # OSError: [Errno 30] Read-only file system; sqlite3: attempt to write a readonly database
    (
        re.compile(r"read-only file system|readonly database|permission denied|unable to open database file", re.I),
        "{warehouse} cannot be written: give yosan the right to write it, or name another with --warehouse",
    ),
    # sqlite3.OperationalError: database is locked, after it was waited for
    (
        re.compile(r"database (?:table )?is locked", re.I),
        "another program holds Dagster's records in {home}: end it, or wait for it, and run again; nothing new was published",
    ),
    # sqlite3.DatabaseError: file is not a database, in Dagster's own records
    (
        re.compile(r"file is not a database|database disk image is malformed", re.I),
        "Dagster's records of past runs are damaged: move {home} away and run again",
    ),
)


def explain_trouble(message: str, warehouse: Path, home: Path) -> str | None:
    """The sentence for an error's message; ``None`` if it is no trouble of the machine that is known here."""
    for pattern, sentence in TROUBLES:
        if pattern.search(message):
            return sentence.format(warehouse=warehouse, home=home)
    return None
