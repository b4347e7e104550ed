"""A state as one SQLite file, for programs that read SQLite.

Belongs here: its tables with keys and indexes, views as tables, how values are kept, and the cache of such files. Does not belong
here: serving it (``serving``).

Money and counts are INTEGER, true and false 1 and 0, decimals and dates TEXT as ISO and with every digit: SQLite would make a float of a
decimal. A file is made once per state, beside its place, and moved there whole.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.schema import REFERENCES, TABLES, VIEWS, Column, Table, View, quoted
from pipeline.storage.descriptor import DATABASE
from pipeline.storage.disk import SCRATCH, sync_tree
from pipeline.storage.queries import DamagedState, current_folder, is_about_file, open_read_only

FORMAT = 1  # of the file; one of another format is made again
FILE = "yosan.db"
FOLDER = "sqlite"
KEPT = 3  # states whose files stay in the cache
BATCH = 10_000  # rows that are written at once

# SQLite's type of each of DuckDB's, and the SQL that makes such a value of it.
_KINDS = {
    "VARCHAR": ("TEXT", "{0}"),
    "BIGINT": ("INTEGER", "{0}"),
    "INTEGER": ("INTEGER", "{0}"),
    "BOOLEAN": ("INTEGER", "CAST({0} AS INTEGER)"),
    "DOUBLE": ("REAL", "{0}"),
    "DATE": ("TEXT", "CAST({0} AS VARCHAR)"),
    "DECIMAL": ("TEXT", "CAST({0} AS VARCHAR)"),
    "TIMESTAMPTZ": ("TEXT", "strftime({0}, '%Y-%m-%dT%H:%M:%SZ')"),
}
_ALL: tuple[Table | View, ...] = (*TABLES.values(), *VIEWS.values())
# What a column of this name refers to, also in a view.
_HOMES = {one.column: one for one in REFERENCES if one.column == one.target_column}


def open_sqlite(warehouse: Path, cache: Path, on_copy: Callable[[str], None] = lambda _: None) -> tuple[str, Path]:
    """The id of the current state and its SQLite file, made now if the cache has none; ``on_copy`` is told the id before that.

    ``NothingPublished`` without a state, ``DamagedState`` where its database cannot be read, ``OSError`` where the cache cannot be
    written.
    """
    state = current_folder(warehouse)
    home = cache.resolve() / FOLDER
    target = home / f"{state.name}-{FORMAT}"
    if not (target / FILE).exists():
        home.mkdir(parents=True, exist_ok=True)
        on_copy(state.name)
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=home) as scratch:
            building = Path(scratch) / target.name
            building.mkdir()
            export_sqlite(state / DATABASE, building / FILE)
            sync_tree(building)
            _place(building, target)
        _remove_others(home, target)
    return state.name, target / FILE


def export_sqlite(database: Path, file: Path) -> None:
    """Write all tables and views of a state's database into a new SQLite file; ``DamagedState`` where it cannot be read."""
    try:
        with open_read_only(database) as source:
            _copy_all(source, file)
    except duckdb.Error as error:
        if not is_about_file(error):
            raise
        raise DamagedState(f"{database} is damaged: `yosan run` sets it aside and builds it again") from error


def _copy_all(source: duckdb.DuckDBPyConnection, file: Path) -> None:
    with sqlite3.connect(file) as target:
        # Nothing is to be kept of a file that is not whole.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        for one in _ALL:
            target.execute(create_sqlite_table(one))
            places = ", ".join("?" * len(one.columns))
            target.executemany(f"INSERT INTO {quoted(one.name)} VALUES ({places})", _read(source, one))
        for one in _ALL:
            for statement in _create_indexes(one):
                target.execute(statement)
        target.execute("ANALYZE")
    target.close()


def create_sqlite_table(one: Table | View) -> str:
    """The statement that makes a table, or what stands for a view, with keys and references."""
    key = one.key if isinstance(one, Table) else ()
    lines = [_column_sql(column, column.name in key) for column in one.columns]
    if key:
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, key))})")
    for column, (target, target_column) in _references(one).items():
        lines.append(f"FOREIGN KEY ({quoted(column)}) REFERENCES {quoted(target)} ({quoted(target_column)})")
    body = ",\n    ".join(lines)
    return f"CREATE TABLE {quoted(one.name)} (\n    {body}\n) STRICT"


def _column_sql(column: Column, in_key: bool) -> str:
    required = " NOT NULL" if in_key or not column.nullable else ""
    return f"{quoted(column.name)} {_kind(column)[0]}{required}"


def _kind(column: Column) -> tuple[str, str]:
    """SQLite's type of a column, and how its values are made; ``KeyError`` for a type that nobody has thought of."""
    return _KINDS[re.sub(r"\(.*\)", "", column.type)]


def _references(one: Table | View) -> dict[str, tuple[str, str]]:
    """What the columns of a table refer to; those of a view by their names."""
    if isinstance(one, Table):
        return {ref.column: (ref.target, ref.target_column) for ref in REFERENCES if ref.table == one.name}
    names = (column.name for column in one.columns)
    return {name: (_HOMES[name].target, _HOMES[name].target_column) for name in names if name in _HOMES}


def _create_indexes(one: Table | View) -> Iterator[str]:
    """An index for each reference, so that what refers to a row is found at once."""
    for column in _references(one):
        name = quoted(f"{one.name}_{column}")
        yield f"CREATE INDEX {name} ON {quoted(one.name)} ({quoted(column)})"


def _read(source: duckdb.DuckDBPyConnection, one: Table | View) -> Iterator[tuple[object, ...]]:
    """The rows of a table or view, batch by batch, in the order of its key."""
    values = ", ".join(_kind(column)[1].format(quoted(column.name)) for column in one.columns)
    order = ", ".join(map(quoted, one.key)) if isinstance(one, Table) and one.key else "ALL"
    rows = source.sql(f"SELECT {values} FROM {quoted(one.name)} ORDER BY {order}")
    for batch in rows.to_arrow_table().to_batches(max_chunksize=BATCH):
        yield from _tuples(batch)


def _tuples(batch: pa.RecordBatch) -> Iterable[tuple[object, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _place(building: Path, target: Path) -> None:
    """Move a file's folder to its place; another process may have been faster with the same."""
    if target.exists() and not (target / FILE).exists():
        shutil.rmtree(target)
    try:
        os.replace(building, target)
    except OSError:
        if not (target / FILE).exists():
            raise


def _remove_others(home: Path, target: Path) -> None:
    """Keep the files that were made last; whoever has a removed one open keeps it."""
    others = [path for path in home.iterdir() if path != target and not path.name.startswith(SCRATCH)]
    for path in sorted(others, key=lambda one: one.stat().st_mtime_ns, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
