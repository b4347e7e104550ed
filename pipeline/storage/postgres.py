"""The published state in a PostgreSQL database, for people who query there.

Belongs here: the connection, one transaction that replaces the schema ``yosan``, and sentences about what went wrong. Does not
belong here: types and DDL (``schema.postgres``).

The new schema is built beside the old one and takes its name at the end of the transaction, as states are swapped on disk:
readers go on with the old tables meanwhile, and a failure leaves them. Who may use the old schema may read the new one.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from pipeline.schema import TABLES, Table, arrow_schema, postgres
from pipeline.storage.queries import current_state

if TYPE_CHECKING:
    import psycopg

SCHEMA = "yosan"
_NEXT = "yosan_next"
_STATE = "published_state"
SCHEMES = ("postgresql", "postgres")
BATCH_ROWS = 65_536
CONNECT_SECONDS = 20
# How long the swap at the end waits for readers that are in the middle of a transaction; and each attempt at it, which stays
# far below the second after which the server looks for deadlocks.
SWAP_SECONDS = 60.0
LOCK_ATTEMPT_MS, LOCK_PAUSE_SECONDS = 200, 0.2
_LOCK = 0x796F73616E  # "yosan": publishers of one database wait for each other at it


class CannotPublish(Exception):
    """The state could not be published there; the message says why and what to do, without the password."""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: the state, its rows by table, and whether anything had to be written."""

    state_id: str
    target: str
    rows: dict[str, int]
    changed: bool


def is_postgres(url: str) -> bool:
    """Whether a target is the URL of a PostgreSQL database."""
    return url.partition("://")[0].lower() in SCHEMES and "://" in url


def publish_to_postgres(warehouse: Path, url: str) -> Published:
    """Make the schema ``yosan`` of a database hold the current state; one that holds it already is left alone.

    ``NothingPublished`` if there is no state, ``CannotPublish`` if it cannot be had there.
    """
    folder = current_state(warehouse)
    state_id = json.loads((folder / "CURRENT.json").read_text(encoding="utf-8"))["state"]
    rows = {name: _open_table(folder, table).metadata.num_rows for name, table in TABLES.items()}
    statements = _render()
    layout = hashlib.sha256("\n".join(part for group in statements for part in group).encode()).hexdigest()
    with _connect(url) as (connection, target):
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        if _holds(connection, state_id, layout):
            return Published(state_id, target, rows, changed=False)
        _refuse_strangers(connection)
        _build(connection, folder, statements)
        _sign(connection, state_id, layout)
        _swap(connection)
    return Published(state_id, target, rows, changed=True)


def _render() -> tuple[list[str], list[str], list[str]]:
    """The statements before the rows are in, those after, and the comments."""
    try:
        after = [*postgres.constraints_sql(), *postgres.create_views_sql()]
    except ModuleNotFoundError as error:
        raise CannotPublish(_missing(error)) from error
    return postgres.create_tables_sql(), after, postgres.comments_sql()


def _missing(error: ModuleNotFoundError) -> str:
    return f"publishing to PostgreSQL needs {error.name}: install it with `pip install 'yosan[postgres]'`"


@contextmanager
def _connect(url: str) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """One transaction on the database, and how to call the database in a sentence; whatever the server refuses is
    ``CannotPublish``."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ModuleNotFoundError as error:
        raise CannotPublish(_missing(error)) from error
    try:
        password = str(conninfo_to_dict(url).get("password") or "")
    except psycopg.ProgrammingError:
        # Its message quotes the part that it cannot read, which may be the password.
        raise CannotPublish(
            "the target is no valid PostgreSQL URL: write postgresql://USER@HOST:PORT/DATABASE, with special characters "
            "percent-encoded and the password in PGPASSWORD or ~/.pgpass"
        ) from None
    target = "the database"
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS, application_name="yosan publish") as connection:
            target = f"{connection.info.dbname} on {connection.info.host}"
            yield connection, target
    except psycopg.errors.LockNotAvailable:
        raise CannotPublish(
            f"{target} still shows the old state: a reader held its tables for {SWAP_SECONDS:g} s; end long transactions and "
            "publish again"
        ) from None
    except psycopg.Error as error:
        raise CannotPublish(f"{target} was left as it was: {redact(_one_line(error), url, password)}") from None


def redact(message: str, url: str, password: str) -> str:
    """A message without the URL and without the password in it, as it stands in the URL and as it is meant."""
    secrets = {url, password, urlsplit(url).password or ""} if "[" not in url else {url, password}
    for secret in sorted(secrets | {unquote(secret) for secret in secrets}, key=len, reverse=True):
        message = message.replace(secret, "…") if secret else message
    return message


def _one_line(error: Exception) -> str:
    """What the server says, without the lines that quote rows and statements."""
    return str(error).strip().split("\n")[0] or type(error).__name__


def _holds(connection: psycopg.Connection[Any], state_id: str, layout: str) -> bool:
    """Whether the database holds this state, laid out like this."""
    if connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.{_STATE}",)).fetchone() == (None,):
        return False
    held = connection.execute(f"SELECT state_id, layout FROM {SCHEMA}.{_STATE}".encode()).fetchone()
    return held == (state_id, layout)


def _refuse_strangers(connection: psycopg.Connection[Any]) -> None:
    """``CannotPublish`` where replacing the schema would take away what others have made."""
    taken = connection.execute("SELECT to_regnamespace(%s)", (SCHEMA,)).fetchone() != (None,)
    ours = connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.{_STATE}",)).fetchone() != (None,)
    if taken and not ours:
        raise CannotPublish(
            f"{connection.info.dbname} has a schema {SCHEMA} that yosan did not make: rename it, or publish to another database"
        )
    others = connection.execute(_DEPENDENTS, (SCHEMA, SCHEMA)).fetchall()
    if others:
        names = ", ".join(name for (name,) in others)
        raise CannotPublish(
            f"{names} in {connection.info.dbname} read(s) the schema {SCHEMA} and would be lost with its old tables: drop it, "
            "publish, and make it again"
        )


# Views outside a schema that read tables or views inside it.
_DEPENDENTS = """
SELECT DISTINCT format('%%s.%%s', reader.relnamespace::regnamespace, reader.relname)
FROM pg_depend d
JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
JOIN pg_class reader ON reader.oid = r.ev_class
JOIN pg_class read ON d.refclassid = 'pg_class'::regclass AND read.oid = d.refobjid
WHERE read.relnamespace = to_regnamespace(%s) AND reader.relnamespace IS DISTINCT FROM to_regnamespace(%s)
ORDER BY 1
"""


def _build(
    connection: psycopg.Connection[Any], folder: Path, statements: tuple[list[str], list[str], list[str]]
) -> None:
    """Make the new schema with all its rows."""
    before, after, comments = statements
    _run(connection, [f"CREATE SCHEMA {_NEXT}", f"SET LOCAL search_path TO {_NEXT}", *before])
    for name, table in TABLES.items():
        _copy(connection, _open_table(folder, table), name)
    _run(connection, after)
    _run(connection, ["ANALYZE " + ", ".join(f'"{name}"' for name in TABLES), *comments])


def _sign(connection: psycopg.Connection[Any], state_id: str, layout: str) -> None:
    """Write down which state the new schema holds, and a digest of how it is laid out."""
    _run(
        connection,
        [
            f"CREATE TABLE {_STATE} (state_id TEXT NOT NULL, layout TEXT NOT NULL)",
            f"COMMENT ON TABLE {_STATE} IS 'Which state of the warehouse these tables hold, and a digest of their layout.'",
        ],
    )
    with connection.cursor().copy(f"COPY {_STATE} FROM STDIN (FREEZE)".encode()) as copy:
        copy.write_row((state_id, layout))


def _run(connection: psycopg.Connection[Any], statements: list[str]) -> None:
    """Statements, one after the other."""
    for statement in statements:
        connection.execute(statement.encode())


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
        raise CannotPublish(f"{database} was left as it was: it cannot hold table {name}: {_one_line(error)}") from None


def _swap(connection: psycopg.Connection[Any]) -> None:
    """Drop the old schema and give the new one its name."""
    readers = connection.execute(_READERS, (SCHEMA,)).fetchall()
    _take_old_tables(connection)
    _run(connection, [f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE", f"ALTER SCHEMA {_NEXT} RENAME TO {SCHEMA}"])
    for (role,) in readers:
        _run(connection, [f"GRANT USAGE ON SCHEMA {SCHEMA} TO {role}"])
        _run(connection, [f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {role}"])


def _take_old_tables(connection: psycopg.Connection[Any]) -> None:
    """Lock the old tables for ourselves, in short attempts: a reader in the middle of a transaction that asks for another
    table is neither kept waiting nor taken for a deadlock."""
    import psycopg

    names = [name for (name,) in connection.execute(_OLD_TABLES, (SCHEMA,)).fetchall()]
    if not names:
        return
    _run(connection, [f"SET LOCAL lock_timeout = {LOCK_ATTEMPT_MS}"])
    end = time.monotonic() + SWAP_SECONDS
    while True:
        try:
            with connection.transaction():
                _run(connection, [f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE"])
                return
        except psycopg.errors.LockNotAvailable:
            if time.monotonic() > end:
                raise
            time.sleep(LOCK_PAUSE_SECONDS)


_OLD_TABLES = "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = %s ORDER BY 1"

# Who else may use a schema, as GRANT takes it.
_READERS = """
SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
FROM pg_namespace, aclexplode(nspacl) WHERE oid = to_regnamespace(%s) AND privilege_type = 'USAGE' AND grantee <> nspowner
ORDER BY 1
"""
