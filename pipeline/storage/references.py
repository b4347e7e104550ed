"""Official data sets that were loaded, as one Parquet file each.

Belongs here: ``<warehouse>/reference/<sha256>.parquet``, written whole or not at all. Does not belong here: what the data
sets look like outside (``sources``), and the table that every state has of them (``states``).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.locations import hash_file
from pipeline.model import ReferenceAmount
from pipeline.schema import TABLES, arrow_schema
from pipeline.storage.rows import from_arrow, read_parquet, to_arrow, write_parquet
from pipeline.storage.validation import validate

FOLDER = "reference"
TABLE = TABLES["reference_amounts"]


class CorruptedReference(Exception):
    """A stored data set that cannot be read; the message names the file and says what to do."""


def write_reference(warehouse: Path, sha256: str, figures: Sequence[ReferenceAmount]) -> bool:
    """Store a data set under the hash of its bytes; false if it is there already. The caller holds the lock."""
    target = warehouse / FOLDER / f"{sha256}.parquet"
    rows = to_arrow(TABLE, figures)
    validate({TABLE.name: rows})
    known = target.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=warehouse) as scratch:
        fresh = Path(scratch) / target.name
        write_parquet(rows, fresh)
        os.replace(fresh, target)
    return not known


def read_references(warehouse: Path) -> tuple[ReferenceAmount, ...]:
    """The figures of all data sets that were loaded; none where none was. ``CorruptedReference`` names a damaged file."""
    return from_arrow(ReferenceAmount, read_reference_rows(warehouse))


def read_reference_rows(warehouse: Path) -> pa.Table:
    """The same as rows of ``reference_amounts``."""
    parts = [_read(path) for path in sorted((warehouse / FOLDER).glob("*.parquet"))]
    return pa.concat_tables(parts or [arrow_schema(TABLE).empty_table()])


def hash_references(warehouse: Path) -> tuple[str, ...]:
    """What the stored data sets hold, as a hash of each file in the order of their names: another version of a loader may
    make other figures of the same bytes."""
    return tuple(hash_file(path) for path in sorted((warehouse / FOLDER).glob("*.parquet")))


def _read(path: Path) -> pa.Table:
    try:
        return read_parquet(TABLE.name, arrow_schema(TABLE), path)
    except (OSError, ValueError, pa.ArrowException) as error:
        why = " ".join(str(error).split())
        advice = "load the data set again with `yosan reference load`, or remove the file to go without it"
        raise CorruptedReference(f"{path} is damaged ({why}): {advice}") from error
