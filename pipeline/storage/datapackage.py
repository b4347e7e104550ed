"""The Data Package descriptor of a state's Parquet files.

Belongs here: measuring the files and writing ``datapackage.json`` beside them. Does not belong here: what it says of
tables and columns (``schema.datapackage``).
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
from pydantic_core import to_json

from pipeline.locations import hash_file
from pipeline.schema import TABLES, File, describe_package
from pipeline.storage.descriptor import table_file

DATAPACKAGE = "datapackage.json"


def write_datapackage(folder: Path) -> None:
    """Describe the tables that stand as Parquet in a state's folder; the same files give the same bytes."""
    paths = {name: folder / table_file(name) for name in TABLES}
    described = describe_package({name: _measure(path, folder) for name, path in paths.items()})
    (folder / DATAPACKAGE).write_bytes(to_json(described, indent=2) + b"\n")


def _measure(path: Path, folder: Path) -> File:
    """A table's file as the descriptor names it."""
    rows = int(pq.read_metadata(path).num_rows)
    return File(path.relative_to(folder).as_posix(), path.stat().st_size, hash_file(path), rows)
