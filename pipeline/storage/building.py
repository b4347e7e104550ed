"""The files of a state, made from its tables in a new folder.

Belongs here: Parquet, the database, the dictionary, and the state's id. Does not belong here: where rows come from
(``gathering``), and which state is the current one (``states``).

References that the database declares it checks itself; those that it cannot (see ``schema.tables``) are checked by queries
after the rows are in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.locations import hash_file
from pipeline.model import id_of
from pipeline.schema import (
    REFERENCES,
    TABLES,
    VIEWS,
    Reference,
    create_table_sql,
    create_view_sql,
    is_foreign_key,
    render_dictionary,
)
from pipeline.storage.datapackage import write_datapackage
from pipeline.storage.descriptor import DATABASE, SCHEMA_VERSION, describe_state, write_descriptor
from pipeline.storage.gathering import Gathered
from pipeline.storage.present import PRIVATE, PRIVATE_SCHEMAS
from pipeline.storage.rows import InvalidRows, describe_strays, with_meanings, write_parquet


def build_state(folder: Path, gathered: Gathered) -> tuple[str, dict[str, int]]:
    """Write a state's files into a new folder; its id, and the number of rows of each table.

    One table is held at a time. ``InvalidRows`` if rows break the schema.
    """
    hashes = _write_private(folder / PRIVATE, gathered)
    sizes: dict[str, int] = {}
    (folder / "parquet").mkdir(parents=True)
    with duckdb.connect(folder / DATABASE) as connection:
        for name in TABLES:
            rows = gathered.table(name)
            sizes[name] = rows.num_rows
            path = folder / "parquet" / f"{name}.parquet"
            unique = TABLES[name].key[0] if len(TABLES[name].key) == 1 else None
            write_parquet(with_meanings(TABLES[name], rows), path, unique)
            hashes[name] = hash_file(path)
            connection.execute(create_table_sql(TABLES[name]))
            _insert_rows(connection, name, rows)
        _finish_database(connection)
    dictionary = render_dictionary()
    state_id = _state_id(hashes, dictionary)
    (folder / "DICTIONARY.md").write_text(dictionary, encoding="utf-8")
    write_datapackage(folder)
    write_descriptor(folder, describe_state(folder, state_id))
    return state_id, sizes


def _write_private(folder: Path, gathered: Gathered) -> dict[str, str]:
    """Write what only the next state asks for; the files' hashes."""
    folder.mkdir(parents=True)
    for name in PRIVATE_SCHEMAS:
        write_parquet(gathered.table(name), folder / f"{name}.parquet")
    return {f"{PRIVATE}/{name}": hash_file(folder / f"{name}.parquet") for name in PRIVATE_SCHEMAS}


def _state_id(hashes: Mapping[str, str], dictionary: str) -> str:
    """The id of a state: its rows and what they were made of, its schema and its dictionary."""
    content = json.dumps([sorted(hashes.items()), SCHEMA_VERSION, dictionary], ensure_ascii=False)
    return id_of(content)


def _finish_database(connection: duckdb.DuckDBPyConnection) -> None:
    """Check what the rows refer to, and make the views."""
    for reference in REFERENCES:
        if not is_foreign_key(reference):
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
