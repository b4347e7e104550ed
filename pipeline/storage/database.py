"""A state's database: altered from a copy of the one before, or built from the state's Parquet files.

Belongs here: both ways, keeping keys and references whole on them, and whether a database holds its state's rows. Does not belong here: which
rows a state has (``gathering``), its other files (``building``).

Building costs most of a publication, and most of that goes into keys: each is an index that is filled row by row. Of a state
with a million amounts in which a hundredth of the documents changed, copying and altering takes a twentieth of it. Either way
the database holds the rows of the Parquet files; in which order, and in which blocks, depends on the way.

DuckDB checks a key against rows that the same transaction has deleted, and a reference by rows that it has deleted too
(its documentation calls that over-eager). What is deleted is therefore committed table by table, those that refer before
those that are referred to, before anything is inserted.

References that the database declares it checks itself; those that it cannot (see ``schema.tables``) are checked by queries
after the rows are in.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.schema import (
    REFERENCES,
    TABLES,
    VIEWS,
    Reference,
    arrow_schema,
    create_table_sql,
    create_view_sql,
    is_foreign_key,
    literals,
    quoted,
)
from pipeline.storage.descriptor import DATABASE, table_file
from pipeline.storage.gathering import FILED_UNDER, HANGING, TOGETHER, UNMATCHED, Gathered
from pipeline.storage.rows import InvalidRows, describe_strays, read_parquet

# Of the documents, how many may have changed for a copy to be worth altering. Deleting and inserting row by row costs some
# three times what building costs for the same rows.
MOST_CHANGED = 0.25
# Each alteration writes its indexes anew and leaves the old ones' blocks free for the next: more than this share of free
# blocks is waste, and a file that is built anew has none.
MOST_FREE = 0.66


def alter_database(state: Path, gathered: Gathered) -> bool:
    """Make a state's database from that of the present one; false where that is not worth it, or a row is refused. It asks for
    none of the state's Parquet files, which may be written at the same time.
    """
    before = gathered.present.folder
    if before is None or gathered.changed_share() > MOST_CHANGED:
        return False
    try:
        shutil.copyfile(before / DATABASE, state / DATABASE)
        with duckdb.connect(state / DATABASE) as connection:
            if _free_share(connection) > MOST_FREE:
                return False
            _alter(connection, gathered)
    except (
        OSError,
        duckdb.Error,
        InvalidRows,
    ):  # a copy that refuses a row, or cannot be read: built anew, it tells what is wrong
        return False
    return True


def build_database(state: Path) -> None:
    """Build a state's database from nothing but its Parquet files, in place of what stands there. ``InvalidRows`` if rows break
    keys, rules or references."""
    path = state / DATABASE
    path.unlink(missing_ok=True)
    with duckdb.connect(path) as connection:
        _describe(connection)
        for name in TABLES:
            _insert(connection, name, _read(state, name))
        _check_references(connection)
        connection.execute("CHECKPOINT")


def holds_the_rows(state: Path) -> bool:
    """Whether each table of a state's database has the rows of its Parquet file, by their number and a hash of all their values."""
    files = {name: literals((str(state / table_file(name)),)) for name in TABLES}
    try:
        with duckdb.connect(state / DATABASE, read_only=True) as connection:
            return all(
                _hash_rows(connection, name, name) == _hash_rows(connection, name, f"read_parquet({file})")
                for name, file in files.items()
            )
    except duckdb.Error:  # what was altered cannot be read
        return False


def _alter(connection: duckdb.DuckDBPyConnection, gathered: Gathered) -> None:
    for name in TOGETHER:
        connection.register(f"new_{name}", gathered.table(name))
    for name in reversed(TABLES):
        _delete(connection, name, gathered)
    for name in TABLES:
        if name in TOGETHER:
            _catch_up(connection, name)
        else:
            _insert(connection, name, gathered.added(name))
    for name in TOGETHER:
        connection.unregister(f"new_{name}")
    _check_references(connection)
    connection.execute("CHECKPOINT")


def _delete(connection: duckdb.DuckDBPyConnection, name: str, gathered: Gathered) -> None:
    """Delete the rows that do not stay. Programs that are only told otherwise stay: rows that stay refer to them."""
    if name == "programs":
        connection.execute("DELETE FROM programs WHERE program_id NOT IN (SELECT program_id FROM new_programs)")
    elif name in TOGETHER:
        same = _same_key(name, name, "same")
        stay = f"(FROM {name} INTERSECT FROM new_{name}) AS same"
        connection.execute(f"DELETE FROM {name} WHERE NOT EXISTS (SELECT 1 FROM {stay} WHERE {same})")
    else:
        _register(connection, "left_out", gathered.left_out(name))
        filed = f"{FILED_UNDER.get(name, 'document_id')} IN (FROM left_out)"
        if name in HANGING:
            column, owner = HANGING[name]
            filed = f"{column} IN (SELECT {column} FROM {owner} WHERE {filed})"
        elif name == "extraction_issues":
            filed = f"{filed} OR kind = '{UNMATCHED}'"
        connection.execute(f"DELETE FROM {name} WHERE {filed}")
        connection.unregister("left_out")


def _catch_up(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make a table that all documents decide together what it is now."""
    same = _same_key(name, name, "new")
    connection.execute(
        f"INSERT INTO {name} SELECT * FROM new_{name} AS new WHERE NOT EXISTS (SELECT 1 FROM {name} WHERE {same})"
    )
    if name == "programs":
        told = [column.name for column in TABLES[name].columns if column.name not in TABLES[name].key]
        said = ", ".join(f"{quoted(column)} = new.{quoted(column)}" for column in told)
        otherwise = " OR ".join(f"{name}.{quoted(column)} IS DISTINCT FROM new.{quoted(column)}" for column in told)
        connection.execute(f"UPDATE {name} SET {said} FROM new_{name} AS new WHERE {same} AND ({otherwise})")


def _same_key(name: str, one: str, other: str) -> str:
    """The condition that rows of a table, known by two names, have one key."""
    return " AND ".join(f"{one}.{quoted(column)} = {other}.{quoted(column)}" for column in TABLES[name].key)


def _free_share(connection: duckdb.DuckDBPyConnection) -> float:
    """Which share of a database's blocks holds nothing."""
    row = connection.execute("SELECT free_blocks / greatest(total_blocks, 1) FROM pragma_database_size()").fetchall()[0]
    return float(row[0])


def _hash_rows(connection: duckdb.DuckDBPyConnection, name: str, rows: str) -> tuple[int, int | None]:
    values = ", ".join(f"CAST({quoted(column.name)} AS {column.type})" for column in TABLES[name].columns)
    (number, together) = connection.execute(f"SELECT count(*), bit_xor(hash({values})) FROM {rows}").fetchall()[0]
    return number, together


def _describe(connection: duckdb.DuckDBPyConnection) -> None:
    """Make tables, views and comments in one transaction; some three hundred would each wait for the disk."""
    connection.begin()
    for table in TABLES.values():
        connection.execute(create_table_sql(table))
    for name in VIEWS:
        connection.execute(create_view_sql(name))
    connection.commit()


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Insert rows; ``InvalidRows`` names the table whose constraint they break."""
    connection.register("incoming", rows)
    try:
        connection.execute(f"INSERT INTO {quoted(name)} BY NAME SELECT * FROM incoming")
    except duckdb.Error as error:
        raise InvalidRows(f"table {name}: {error}") from error
    finally:
        connection.unregister("incoming")


def _check_references(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise ``InvalidRows`` if rows refer to what is not there, where the database does not declare it."""
    for reference in REFERENCES:
        if not is_foreign_key(reference):
            _check_reference(connection, reference)


def _check_reference(connection: duckdb.DuckDBPyConnection, reference: Reference) -> None:
    strays = connection.execute(
        f"SELECT count(*), min({reference.column}) FROM {reference.table} "
        f"WHERE {reference.column} IS NOT NULL "  # NULL NOT IN an empty table is true
        f"AND {reference.column} NOT IN (SELECT {reference.target_column} FROM {reference.target})"
    ).fetchone()
    if strays and strays[0]:
        raise InvalidRows(describe_strays(reference, *strays))


def _register(connection: duckdb.DuckDBPyConnection, name: str, documents: frozenset[str]) -> None:
    connection.register(name, pa.table({"document_id": pa.array(sorted(documents), pa.string())}))


def _read(state: Path, name: str) -> pa.Table:
    """A table as its Parquet file has it."""
    return read_parquet(name, arrow_schema(TABLES[name]), state / table_file(name))
