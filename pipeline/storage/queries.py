"""Questions to the published state.

Belongs here: opening it read-only, and the few questions that every room asks. Does not belong here: writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.model import KnownDocument, Phase

DATABASE = "yosan.duckdb"
CURRENT = "current"


class NothingPublished(Exception):
    """The warehouse has no published state yet."""


class InvalidQuery(Exception):
    """SQL that cannot be answered; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How much the warehouse holds; ``documents`` and ``checks`` by status, sorted, without zeros."""

    documents: dict[str, int]
    programs: int
    lines: int
    amounts: int
    counts: int
    issues: int
    checks: dict[str, int]


@dataclass(frozen=True, slots=True)
class Preview:
    """Number of rows of a table or view, and the first of them."""

    rows: int
    first: list[dict[str, Any]]


def run_query(warehouse: Path, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
    """The answer to a query, which can neither write nor read anything but the published state; ``parameters`` are the
    values of its ``$names``.

    ``NothingPublished`` without a state, ``InvalidQuery`` for SQL that is wrong, forbidden or without an answer.
    """
    return _ask(_current_database(warehouse), sql, parameters)


def query_state_before(warehouse: Path, sql: str) -> pa.Table | None:
    """The answer of the state that was published before the current one; ``None`` if that is gone, or asked in vain for what
    it did not have yet."""
    current = current_folder(warehouse)
    others = [path for path in current.parent.iterdir() if path != current and (path / DATABASE).is_file()]
    if not others:
        return None
    latest = max(others, key=lambda path: (path.stat().st_mtime_ns, path.name))
    try:
        return _ask(latest / DATABASE, sql)
    except InvalidQuery:
        return None


def _ask(database: Path, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
    with open_read_only(database) as connection:
        try:
            answer = connection.sql(sql, params=parameters)
            if answer is None:
                raise InvalidQuery("the statement has no answer: ask with SELECT")
            return answer.to_arrow_table()
        except duckdb.Error as error:
            raise InvalidQuery(" ".join(str(error).split("\n\n")[0].split())) from error


def preview(warehouse: Path, names: Iterable[str], limit: int) -> dict[str, Preview]:
    """Size and first rows of tables and views, all from one state."""
    with open_read_only(_current_database(warehouse)) as connection:
        return {name: _preview_one(connection, name, limit) for name in names}


def open_read_only(database: Path) -> duckdb.DuckDBPyConnection:
    """A connection that sees one file and whose settings a query cannot change; times are shown in UTC."""
    connection = duckdb.connect(database, read_only=True, config={"enable_external_access": "false"})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET lock_configuration = true")
    return connection


def summarize(warehouse: Path) -> Summary:
    """How much the published state holds."""
    sizes = run_query(
        warehouse,
        "SELECT (SELECT count(*) FROM programs) AS programs, (SELECT count(*) FROM budget_lines) AS lines, "
        "(SELECT count(*) FROM amounts) AS amounts, (SELECT count(*) FROM counts) AS counts, "
        "(SELECT count(*) FROM extraction_issues) AS issues",
    ).to_pylist()[0]
    return Summary(
        documents=_count_by_status(warehouse, "documents"),
        checks=_count_by_status(warehouse, "reconciliations"),
        **sizes,
    )


def current_folder(warehouse: Path) -> Path:
    """The folder of the current state, resolved once; ``NothingPublished`` if there is none."""
    folder = (warehouse / CURRENT).resolve()
    if not (folder / DATABASE).is_file():
        raise NothingPublished(f"{warehouse} has no published state: fill it with `yosan run`")
    return folder


def _current_database(warehouse: Path) -> Path:
    """The database of the current state, resolved once; ``NothingPublished`` if there is none."""
    return current_folder(warehouse) / DATABASE


def _preview_one(connection: duckdb.DuckDBPyConnection, name: str, limit: int) -> Preview:
    """Size and first rows of one table or view."""
    (size,) = connection.sql(f'SELECT count(*) AS rows FROM "{name}"').to_arrow_table().to_pylist()
    first = connection.sql(f'SELECT * FROM "{name}" LIMIT {limit}').to_arrow_table().to_pylist()
    return Preview(size["rows"], first)


def _count_by_status(warehouse: Path, table: str) -> dict[str, int]:
    """Number of rows of a table by its status."""
    rows = run_query(warehouse, f"SELECT status, count(*) AS n FROM {table} GROUP BY status ORDER BY status")
    return {row["status"]: row["n"] for row in rows.to_pylist()}


def known_documents(warehouse: Path) -> dict[str, KnownDocument]:
    """What the published state knows of each document, by its id; nothing where there is no state."""
    names = [field.name for field in fields(KnownDocument)]
    try:
        rows = run_query(warehouse, f"SELECT document_id, {', '.join(names)} FROM documents").to_pylist()
    except NothingPublished:
        return {}
    return {
        row["document_id"]: KnownDocument(**{name: row[name] for name in names if name != "phase"}, phase=_phase(row))
        for row in rows
    }


def _phase(row: dict[str, Any]) -> Phase | None:
    return Phase(row["phase"]) if row["phase"] else None


def list_unread(warehouse: Path) -> list[tuple[str, str, str | None]]:
    """Path, status and what to do about each document that could not be read whole."""
    rows = run_query(
        warehouse,
        "SELECT source_uri, status, status_detail FROM documents "
        "WHERE status NOT IN ('extracted', 'withdrawn') ORDER BY source_uri",
    ).to_pylist()
    return [(row["source_uri"], row["status"], row["status_detail"]) for row in rows]
