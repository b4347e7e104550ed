"""Questions to the published state.

Belongs here: opening it read-only, and the few questions that every room asks. Does not belong here: writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.model import KnownDocument, Phase
from pipeline.storage.descriptor import DATABASE, OlderDescriptor, UnreadableDescriptor, read_descriptor
from pipeline.storage.history import find_state
from pipeline.storage.placing import CURRENT, current_state

# DuckDB's errors about the file rather than the question; a question that is forbidden is a PermissionException.
FILE_ERRORS = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
# What DuckDB says of a table that is not there; what it goes on to suggest may be a table of its own.
UNKNOWN_TABLE = re.compile(r'Table with name "?(?P<name>.+?)"? does not exist')
ATTEMPTS = 3  # to open a state; only states that come and go while it is opened use up more than one


class NothingPublished(Exception):
    """The warehouse has no published state yet."""


class DamagedState(Exception):
    """A state of which a part is missing, damaged, or of another schema; the message names the part."""


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


@dataclass(frozen=True, slots=True)
class OpenState:
    """One published state, for several questions that must have one answer; ``folder`` is where it lies."""

    folder: Path
    connection: duckdb.DuckDBPyConnection

    @property
    def state_id(self) -> str:
        """The state's id."""
        return self.folder.name

    def ask(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The answer to one query; ``DamagedState`` and ``InvalidQuery`` as of ``run_query``."""
        try:
            statements = len(self.connection.extract_statements(sql))
            if statements > 1:
                raise InvalidQuery(f"these are {statements} statements, and a question is one: ask them one by one")
            answer = self.connection.sql(sql, params=parameters)
            if answer is None:
                raise InvalidQuery("the statement has no answer: ask with SELECT")
            return answer.to_arrow_table()
        except duckdb.CatalogException as error:
            raise InvalidQuery(_say_unknown(self.connection, error)) from error
        except duckdb.Error as error:
            if is_about_file(error):
                raise DamagedState(_say_damaged(self.folder, error)) from error
            raise InvalidQuery(_first_line(error)) from error


def run_query(
    warehouse: Path, sql: str, parameters: Mapping[str, Any] | None = None, state: str | None = None
) -> pa.Table:
    """The answer to a query, which can neither write nor read anything but one published state: the current one, or one that is
    kept, by its id or a beginning of it. ``parameters`` are the values of the query's ``$names``.

    ``NothingPublished`` without a state, ``UnknownState`` for one that is not kept, ``DamagedState`` for one that cannot be
    read, ``InvalidQuery`` for SQL that is wrong, forbidden, more than one statement or without an answer.
    """
    folder = None if state is None else find_state(warehouse, state).folder
    with open_state(warehouse, folder) as opened:
        return opened.ask(sql, parameters)


def find_unsound_description(warehouse: Path, state: str | None = None) -> str | None:
    """A sentence where the ``CURRENT.json`` of the current state, or of one that is kept, does not say what it should; the
    state's tables can be asked nevertheless. ``None`` where it does, and for a state of another version of yosan."""
    folder = warehouse if state is None else find_state(warehouse, state).folder
    try:
        read_descriptor(folder)
    except OlderDescriptor:
        return None
    except UnreadableDescriptor as error:
        advice = "" if state else "; `yosan run` sets it aside and makes it again"
        return f"{error}: the answer is the database's, but what it was built from cannot be told{advice}"
    return None


def preview(state: OpenState, names: Iterable[str], limit: int) -> dict[str, Preview]:
    """Size and first rows of tables and views."""
    return {name: _preview_one(state.connection, name, limit) for name in names}


def is_about_file(error: duckdb.Error) -> bool:
    """Whether DuckDB complains of the file rather than of the question. A block whose checksum is wrong has no class of its own."""
    return type(error) is duckdb.Error or isinstance(error, FILE_ERRORS)


def open_read_only(database: Path) -> duckdb.DuckDBPyConnection:
    """A connection that sees one file and whose settings a query cannot change; times are shown in UTC."""
    connection = duckdb.connect(database, read_only=True, config={"enable_external_access": "false"})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET lock_configuration = true")
    return connection


def summarize(warehouse: Path) -> Summary:
    """How much the published state holds."""
    with open_state(warehouse) as state:
        sizes = state.ask(
            "SELECT (SELECT count(*) FROM programs) AS programs, (SELECT count(*) FROM budget_lines) AS lines, "
            "(SELECT count(*) FROM amounts) AS amounts, (SELECT count(*) FROM counts) AS counts, "
            "(SELECT count(*) FROM extraction_issues) AS issues",
        ).to_pylist()[0]
        return Summary(
            documents=_count_by_status(state, "documents"),
            checks=_count_by_status(state, "reconciliations"),
            **sizes,
        )


@contextmanager
def open_state(warehouse: Path, folder: Path | None = None) -> Iterator[OpenState]:
    """A state to ask, the current one if no folder is given. A state that another run removes between finding and opening it is
    looked for again; one that is open stays readable. Raises what ``run_query`` does."""
    for attempt in range(1, ATTEMPTS + 1):
        found = folder or current_folder(warehouse)
        database = found / DATABASE
        try:
            connection = open_read_only(database)
            break
        except duckdb.Error as error:
            if folder or attempt == ATTEMPTS or database.exists():
                raise DamagedState(_say_damaged(database.parent, error)) from error
    with connection:
        yield OpenState(found, connection)


def current_folder(warehouse: Path) -> Path:
    """The folder of the current state, resolved once; ``NothingPublished`` if there is none."""
    folder = current_state(warehouse)
    if folder:
        return folder
    if (warehouse / CURRENT).is_symlink():
        gone = (warehouse / CURRENT).readlink()
        raise NothingPublished(f"{warehouse} has lost its published state {gone}: build it again with `yosan run`")
    raise NothingPublished(f"{warehouse} has no published state: fill it with `yosan run`")


def _say_damaged(folder: Path, error: duckdb.Error) -> str:
    """One sentence on a database that cannot be read."""
    return f"{folder / DATABASE} is damaged ({_first_line(error)}): `yosan run` sets it aside and builds it again"


def _say_unknown(connection: duckdb.DuckDBPyConnection, error: duckdb.CatalogException) -> str:
    """One sentence on something that the state does not have; for a table, those that it has."""
    unknown = UNKNOWN_TABLE.search(str(error))
    if unknown is None:
        return _first_line(error)
    tables = (name for (name,) in connection.sql("SHOW TABLES").fetchall())
    return f"there is no table {unknown['name']}: the tables and views are {', '.join(sorted(tables))}"


def _first_line(error: duckdb.Error) -> str:
    """What DuckDB says first, in one line."""
    return " ".join(str(error).split("\n\n")[0].split())


def _preview_one(connection: duckdb.DuckDBPyConnection, name: str, limit: int) -> Preview:
    """Size and first rows of one table or view."""
    (size,) = connection.sql(f'SELECT count(*) AS rows FROM "{name}"').to_arrow_table().to_pylist()
    first = connection.sql(f'SELECT * FROM "{name}" LIMIT {limit}').to_arrow_table().to_pylist()
    return Preview(size["rows"], first)


def _count_by_status(state: OpenState, table: str) -> dict[str, int]:
    """Number of rows of a table by its status."""
    rows = state.ask(f"SELECT status, count(*) AS n FROM {table} GROUP BY status ORDER BY status")
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
