"""The files of a state, made from its tables in a new folder.

Belongs here: Parquet, the dictionary, and the state's id. Does not belong here: where rows come from (``gathering``), the
database (``database``), and which state is the current one (``states``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.locations import hash_file
from pipeline.model import id_of
from pipeline.schema import TABLES, render_dictionary
from pipeline.storage.database import make_database
from pipeline.storage.datapackage import write_datapackage
from pipeline.storage.descriptor import SCHEMA_VERSION, describe_state, table_file, write_descriptor
from pipeline.storage.gathering import Gathered
from pipeline.storage.present import PRIVATE, PRIVATE_SCHEMAS
from pipeline.storage.rows import with_meanings, write_parquet

# Parquet is packed and unpacked outside Python, where a second table's takes no time from the first's.
TABLES_AT_ONCE = 2


def build_state(folder: Path, gathered: Gathered) -> tuple[str, dict[str, int]]:
    """Write a state's files into a new folder; its id, and the number of rows of each table.

    Two tables are held at a time. ``InvalidRows`` if rows break the schema.
    """
    hashes = _write_private(folder / PRIVATE, gathered)
    (folder / "parquet").mkdir(parents=True)
    with ThreadPoolExecutor(TABLES_AT_ONCE) as threads:
        sizes = dict(zip(TABLES, threads.map(lambda name: _write_table(folder, gathered, name), TABLES), strict=True))
    hashes |= {name: hash_file(folder / table_file(name)) for name in TABLES}
    make_database(folder, gathered)
    dictionary = render_dictionary()
    state_id = _state_id(hashes, dictionary)
    (folder / "DICTIONARY.md").write_text(dictionary, encoding="utf-8")
    write_datapackage(folder)
    write_descriptor(folder, describe_state(folder, state_id))
    return state_id, sizes


def _write_table(folder: Path, gathered: Gathered, name: str) -> int:
    """Write a table's file; the number of its rows."""
    table, rows = TABLES[name], gathered.table(name)
    unique = table.key[0] if len(table.key) == 1 else None
    write_parquet(with_meanings(table, rows), folder / table_file(name), unique)
    return int(rows.num_rows)


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
