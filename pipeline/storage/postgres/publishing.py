"""One state into one database.

Belongs here: the order of things in the transaction, the rows, and the note which state they are. Does not belong here: what happens
to the schema that was there before (``swapping``).

The new schema is built beside the old one and takes its name at the end of the transaction, as states are swapped on disk:
readers go on with the old tables meanwhile, and a failure leaves them.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from pipeline.schema import TABLES, Table, arrow_schema, postgres, quoted
from pipeline.storage.postgres.connection import CannotPublish, connect, describe_missing, first_line, run_statements
from pipeline.storage.postgres.swapping import NEXT, STATE, holds, refuse_strangers, swap_schemas
from pipeline.storage.queries import current_folder

if TYPE_CHECKING:
    import psycopg

BATCH_ROWS = 65_536
_LOCK = 0x796F73616E  # "yosan": publishers of one database wait for each other at it


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: the state, its rows by table, and whether anything had to be written."""

    state_id: str
    target: str
    rows: dict[str, int]
    changed: bool


def publish_to_postgres(warehouse: Path, url: str) -> Published:
    """Make the schema ``yosan`` of a database hold the current state; one that holds it already is left alone.

    ``NothingPublished`` if there is no state, ``CannotPublish`` if it cannot be had there.
    """
    folder = current_folder(warehouse)
    state_id = json.loads((folder / "CURRENT.json").read_text(encoding="utf-8"))["state"]
    rows = {name: _open_table(folder, table).metadata.num_rows for name, table in TABLES.items()}
    statements = _render()
    layout = hashlib.sha256("\n".join(part for group in statements for part in group).encode()).hexdigest()
    with connect(url) as (connection, target):
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        if holds(connection, state_id, layout):
            return Published(state_id, target, rows, changed=False)
        refuse_strangers(connection)
        _build(connection, folder, statements)
        _sign(connection, state_id, layout)
        swap_schemas(connection)
    return Published(state_id, target, rows, changed=True)


def _render() -> tuple[list[str], list[str], list[str]]:
    """The statements before the rows are in, those after, and the comments."""
    try:
        before = postgres.create_tables_sql()
        after = [*postgres.constraints_sql(), *postgres.create_views_sql()]
    except ImportError as error:
        raise CannotPublish(describe_missing(error)) from error
    return before, after, postgres.comments_sql()


def _build(
    connection: psycopg.Connection[Any], folder: Path, statements: tuple[list[str], list[str], list[str]]
) -> None:
    """Make the new schema with all its rows."""
    before, after, comments = statements
    run_statements(connection, [f"CREATE SCHEMA {NEXT}", f"SET LOCAL search_path TO {NEXT}", *before])
    for name, table in TABLES.items():
        _copy(connection, _open_table(folder, table), name)
    run_statements(connection, after)
    run_statements(connection, ["ANALYZE " + ", ".join(map(quoted, TABLES)), *comments])


def _sign(connection: psycopg.Connection[Any], state_id: str, layout: str) -> None:
    """Write down which state the new schema holds, and a digest of how it is laid out."""
    run_statements(
        connection,
        [
            f"CREATE TABLE {STATE} (state_id TEXT NOT NULL, layout TEXT NOT NULL)",
            f"COMMENT ON TABLE {STATE} IS 'Which state of the warehouse these tables hold, and a digest of their layout.'",
        ],
    )
    with connection.cursor().copy(f"COPY {STATE} FROM STDIN (FREEZE)".encode()) as copy:
        copy.write_row((state_id, layout))


def _open_table(folder: Path, table: Table) -> pq.ParquetFile:
    """A table's Parquet file; ``CannotPublish`` if it is not what this version of yosan describes."""
    path = folder / "parquet" / f"{table.name}.parquet"
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as error:
        raise CannotPublish(f"{path} cannot be read: build the state again with `yosan run`") from error
    if file.schema_arrow.remove_metadata() != arrow_schema(table):
        raise CannotPublish(f"{path} was written by another version of yosan: build the state again with `yosan run`")
    return file


def _copy(connection: psycopg.Connection[Any], file: pq.ParquetFile, name: str) -> None:
    """Stream a table's rows in. CSV tells NULL (nothing) from empty text (quotes), and writes floats that read back exactly.
    Frozen rows are seen by whoever sees the new table, also by a transaction whose snapshot is older than they are."""
    import psycopg

    options = pc.WriteOptions(include_header=False)
    try:
        with connection.cursor().copy(f'COPY "{name}" FROM STDIN (FORMAT csv, FREEZE)'.encode()) as copy:
            for batch in file.iter_batches(BATCH_ROWS):
                buffer = io.BytesIO()
                pc.write_csv(pa.Table.from_batches([batch]), buffer, options)
                copy.write(buffer.getbuffer())
    except psycopg.DataError as error:  # a NUL character, for one, which PostgreSQL's texts cannot hold
        database = connection.info.dbname
        raise CannotPublish(
            f"{database} was left as it was: it cannot hold table {name}: {first_line(error)}"
        ) from None
