"""Published states: whole and named by their content.

Belongs here: what ``<warehouse>/states/<id>/`` is made of and how, and the lock that publishers hold. Does not belong here:
one document's files (``documents``), making a state current (``placing``), reading what is published (``queries``).

References between tables are checked by queries after the rows are in, not by FOREIGN KEY constraints: DuckDB checks
those row by row, which parents and same-as lines inside one table do not survive in key order, and a query can say how
many rows are wrong.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import duckdb
import pyarrow as pa
from filelock import FileLock, Timeout

from pipeline.model import DocumentFacts, DocumentRecord, Reconciled, Source
from pipeline.schema import REFERENCES, TABLES, VIEWS, Reference, create_table_sql, create_view_sql, render_dictionary
from pipeline.storage.descriptor import DATABASE, SCHEMA_VERSION, describe_state, hash_file, write_descriptor
from pipeline.storage.disk import SCRATCH, clear_leftovers
from pipeline.storage.documents import MERGED, facts_by_table
from pipeline.storage.placing import place_state
from pipeline.storage.rows import InvalidRows, describe_strays, sort_rows, to_arrow, write_parquet

KEPT_STATES = 5
ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class State:
    """A published state; ``rows`` is the number of rows by table."""

    state_id: str
    path: Path
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class _FileRow:
    """One row of ``document_files``."""

    document_id: str
    source_uri: str
    file_name: str


@contextmanager
def warehouse_lock(warehouse: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the warehouse alone; ``on_wait`` is called once if another process holds it.

    Who holds it may take it again: a run holds it as a whole, and so does each of its steps. Whoever takes it first removes
    what killed runs left behind.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    lock = FileLock(warehouse / ".lock", is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        on_wait()
        lock.acquire()
    try:
        if lock.lock_counter == 1:
            clear_leftovers(warehouse)
        yield
    finally:
        lock.release()


def publish(
    warehouse: Path,
    documents: Sequence[DocumentFacts],
    sources: Sequence[Source],
    reconciled: Reconciled,
    kept_states: int = KEPT_STATES,
) -> State:
    """Build a state from all documents and make it the current one; the caller holds the lock."""
    tables = _collect_tables(documents, sources, reconciled)
    warehouse.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=warehouse) as scratch:
        building = Path(scratch) / "state"
        state_id = _build_state(building, tables)
        target = place_state(warehouse, building, state_id, kept_states)
    return State(state_id, target, {name: rows.num_rows for name, rows in tables.items()})


def _collect_tables(
    documents: Sequence[DocumentFacts], sources: Sequence[Source], reconciled: Reconciled
) -> dict[str, pa.Table]:
    """All rows of all tables, sorted by key."""
    rows: dict[str, list[object]] = {name: [] for name in TABLES}
    source_of = {source.document_id: source for source in sources}
    for facts in documents:
        source = source_of.get(facts.record.document_id)
        current = replace(facts, record=_current_record(facts.record, source))
        for name, part in facts_by_table(current).items():
            rows[name].extend(dict.fromkeys(part) if name in MERGED else part)
        rows["document_files"].extend(_file_rows(current.record, source))
    rows["reconciliations"].extend(reconciled.checks)
    rows["reconciliation_members"].extend(reconciled.members)
    tables = {name: to_arrow(TABLES[name], part) for name, part in rows.items()}
    tables["programs"] = _merge_programs(tables["programs"])
    return {name: sort_rows(TABLES[name], table) for name, table in tables.items()}


def _current_record(record: DocumentRecord, source: Source | None) -> DocumentRecord:
    """The record under the name that its file has now; a document whose file is gone keeps its old one."""
    if source is None:
        return record
    retrieved_at = source.retrieved_at or record.retrieved_at
    return replace(record, file_name=source.file_name, source_uri=source.source_uri, retrieved_at=retrieved_at)


def _file_rows(record: DocumentRecord, source: Source | None) -> list[_FileRow]:
    """Every name of a document's bytes."""
    uris = (record.source_uri, *(source.other_uris if source else ()))
    return [_FileRow(record.document_id, uri, PurePosixPath(uri).name) for uri in uris]


def _merge_programs(programs: pa.Table) -> pa.Table:
    """One row per program: what most documents say; of equals, the smallest."""
    columns = programs.column_names
    votes = programs.to_pandas().groupby(columns, dropna=False).size().rename("votes").reset_index()
    # By votes, and then by all columns: a stable sort keeps the order of the one before, and NULL comes first.
    ranked = votes.sort_values(columns, na_position="first").sort_values("votes", ascending=False, kind="stable")
    merged = ranked.drop_duplicates("program_id")[columns]
    return pa.Table.from_pandas(merged, schema=programs.schema, preserve_index=False)


def _build_state(folder: Path, tables: Mapping[str, pa.Table]) -> str:
    """Write a state's files into a new folder and say its id."""
    (folder / "parquet").mkdir(parents=True)
    for name, rows in tables.items():
        write_parquet(rows, folder / "parquet" / f"{name}.parquet")
    hashes = {name: hash_file(folder / "parquet" / f"{name}.parquet") for name in tables}
    dictionary = render_dictionary()
    state_id = _state_id(hashes, dictionary)
    _build_database(folder / DATABASE, tables)
    (folder / "DICTIONARY.md").write_text(dictionary, encoding="utf-8")
    write_descriptor(folder, describe_state(folder, state_id))
    return state_id


def _state_id(hashes: Mapping[str, str], dictionary: str) -> str:
    """The id of a state: its rows, and its schema and dictionary, without which a changed view would not be published."""
    content = json.dumps([sorted(hashes.items()), SCHEMA_VERSION, dictionary], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:ID_DIGITS]


def _build_database(path: Path, tables: Mapping[str, pa.Table]) -> None:
    """Make the database: tables, rows, checked references, views."""
    with duckdb.connect(path) as connection:
        for name, rows in tables.items():
            connection.execute(create_table_sql(TABLES[name]))
            _insert_rows(connection, name, rows)
        for reference in REFERENCES:
            _check_reference(connection, reference)
        for name in VIEWS:
            connection.execute(create_view_sql(name))
        connection.execute("CHECKPOINT")


def _insert_rows(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Insert rows through Arrow; ``InvalidRows`` names the table whose constraint they break."""
    connection.register("incoming", rows)
    try:
        connection.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM incoming')
    except duckdb.Error as error:
        raise InvalidRows(f"table {name}: {error}") from error
    finally:
        connection.unregister("incoming")


def _check_reference(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    """Raise ``InvalidRows`` if rows refer to what is not there."""
    strays = connection.execute(
        f"SELECT count(*), min({reference.column}) FROM {reference.table} "
        f"WHERE {reference.column} IS NOT NULL "  # NULL NOT IN an empty table is true
        f"AND {reference.column} NOT IN (SELECT {reference.target_column} FROM {reference.target})"
    ).fetchone()
    if strays and strays[0]:
        raise InvalidRows(describe_strays(reference, *strays))
