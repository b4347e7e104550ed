"""The files of a state, made from its tables in a new folder.

Belongs here: Parquet, the dictionary, and the state's id. Does not belong here: where rows come from (``gathering``), the
database (``database``), and which state is the current one (``states``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.model import id_of
from pipeline.schema import TABLES, render_dictionary
from pipeline.storage.database import alter_database, build_database, holds_the_rows
from pipeline.storage.datapackage import write_datapackage
from pipeline.storage.descriptor import (
    DATABASE,
    SCHEMA_VERSION,
    Seal,
    describe_state,
    seal_file,
    table_file,
    write_descriptor,
)
from pipeline.storage.gathering import Gathered
from pipeline.storage.present import PRIVATE, PRIVATE_SCHEMAS
from pipeline.storage.rows import with_meanings, write_parquet

# Parquet and the database are written outside Python, where a second one takes no time from the first.
TASKS_AT_ONCE = 2


def build_state(folder: Path, gathered: Gathered) -> tuple[str, dict[str, int]]:
    """Write a state's files into a new folder; its id, and the number of rows of each table.

    The database is altered beside the tables, of which one is held at a time meanwhile, and then two. ``InvalidRows`` if rows
    break the schema.
    """
    for name in (PRIVATE, "parquet"):
        (folder / name).mkdir(parents=True)
    with ThreadPoolExecutor(TASKS_AT_ONCE) as threads:
        altered = threads.submit(alter_database, folder, gathered)
        private = threads.map(lambda name: _write_private(folder, gathered, name), PRIVATE_SCHEMAS)
        tables = threads.map(lambda name: _write_table(folder, gathered, name), TABLES)
        seals = dict(zip(map(table_file, TABLES), tables, strict=True))
        hashes = {path: seal.sha256 for path, seal in [*seals.items(), *private]}
    seals |= _make_database(folder, altered.result())
    dictionary = render_dictionary()
    (folder / "DICTIONARY.md").write_text(dictionary, encoding="utf-8")
    state_id = _state_id(hashes, dictionary)
    write_datapackage(folder, seals)
    write_descriptor(folder, describe_state(folder, state_id, seals))
    return state_id, {name: seals[table_file(name)].rows or 0 for name in TABLES}


def _make_database(folder: Path, altered: bool) -> dict[str, Seal]:
    """Have the database: what altering made, where that came to the state's rows, or one built anew. Its seal, by its path."""
    with ThreadPoolExecutor(1) as thread:
        seal = thread.submit(seal_file, folder / DATABASE) if altered else None
        if seal is None or not holds_the_rows(folder):
            build_database(folder)
            return {DATABASE: seal_file(folder / DATABASE)}
        return {DATABASE: seal.result()}


def _write_table(folder: Path, gathered: Gathered, name: str) -> Seal:
    """Write a table's file."""
    table = TABLES[name]
    unique = table.key[0] if len(table.key) == 1 else None
    write_parquet(with_meanings(table, gathered.table(name)), folder / table_file(name), unique)
    return seal_file(folder / table_file(name))


def _write_private(folder: Path, gathered: Gathered, name: str) -> tuple[str, Seal]:
    """Write what only the next state asks for; its path, too."""
    path = f"{PRIVATE}/{name}.parquet"
    write_parquet(gathered.table(name), folder / path)
    return path, seal_file(folder / path)


def _state_id(hashes: Mapping[str, str], dictionary: str) -> str:
    """The id of a state: its rows and what they were made of, its schema and its dictionary."""
    content = json.dumps([sorted(hashes.items()), SCHEMA_VERSION, dictionary], ensure_ascii=False)
    return id_of(content)
