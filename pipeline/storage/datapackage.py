"""The Data Package descriptor of a state's Parquet files.

Belongs here: writing ``datapackage.json`` beside them. Does not belong here: what it says of tables and columns
(``schema.datapackage``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic_core import to_json

from pipeline.schema import TABLES, File, describe_package
from pipeline.storage.descriptor import Seal, table_file

DATAPACKAGE = "datapackage.json"


def write_datapackage(folder: Path, seals: Mapping[str, Seal]) -> None:
    """Describe the tables that stand as Parquet in a state's folder, by their seals; the same files give the same bytes."""
    files = {name: (table_file(name), seals[table_file(name)]) for name in TABLES}
    described = describe_package(
        {name: File(path, seal.bytes, seal.sha256, seal.rows or 0) for name, (path, seal) in files.items()}
    )
    (folder / DATAPACKAGE).write_bytes(to_json(described, indent=2) + b"\n")
