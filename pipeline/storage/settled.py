"""What one document alone decides, stored beside its facts so that it is decided once.

Belongs here: ``<warehouse>/documents/<document_id>/<extractor_version>/settled-<version>/<table>.parquet``: the tables of
facts that settling altered (a value that arithmetic suggests, for one), and the checks. The version is the caller's, and
names the rules that decided. Does not belong here: the facts as extracted (``documents``), and what several documents
decide (``gathering``).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.model import (
    DocumentFacts,
    FigureWarning,
    Reconciled,
    Reconciliation,
    ReconciliationMember,
    Revision,
)
from pipeline.schema import TABLES, arrow_schema
from pipeline.storage.damage import set_aside
from pipeline.storage.documents import FACTS, MERGED, document_folder, facts_by_table, read_facts
from pipeline.storage.rows import read_parquet, to_arrow, write_parquet
from pipeline.storage.validation import validate

# Table, field of Reconciled and dataclass.
CHECK_PARTS: tuple[tuple[str, str, type[Any]], ...] = (
    ("reconciliations", "checks", Reconciliation),
    ("reconciliation_members", "members", ReconciliationMember),
    ("revisions", "revisions", Revision),
    ("warnings", "warnings", FigureWarning),
)
CHECKS = tuple(name for name, _, _ in CHECK_PARTS)
SETTLED = (*FACTS, *CHECKS)

_PREFIX = "settled-"


class NotSettled(Exception):
    """A document for which nothing, or nothing that can be read, is stored under this version."""


def write_settled(
    warehouse: Path, printed: DocumentFacts, settled: DocumentFacts, reconciled: Reconciled, version: str
) -> dict[str, pa.Table]:
    """Store what settling made of a stored document, in place of what other versions made of it; all its rows."""
    before, after = facts_by_table(printed), facts_by_table(settled)
    rows_of = {name: to_arrow(TABLES[name], after[name]) for name in FACTS} | checks_to_rows(reconciled)
    parts = {name: rows for name, rows in rows_of.items() if name in CHECKS or after[name] != before[name]}
    validate(parts, repeated=MERGED)
    folder = document_folder(warehouse, printed.record.document_id, printed.record.extractor_version)
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=warehouse) as scratch:
        fresh = Path(scratch) / "fresh"
        fresh.mkdir()
        for name, rows in parts.items():
            write_parquet(rows, fresh / f"{name}.parquet")
        for other in folder.glob(f"{_PREFIX}*"):
            shutil.rmtree(other)
        os.replace(fresh, folder / f"{_PREFIX}{version}")
    return rows_of


def read_settled(
    warehouse: Path, document_id: str, extractor_version: str, version: str, names: Collection[str] = SETTLED
) -> dict[str, pa.Table]:
    """The rows of a settled document by table, all of them or the named ones; its own row is always among them.

    ``NotSettled`` if it must be settled (again), ``CorruptedDocument`` if its facts cannot be had whole.
    """
    folder = document_folder(warehouse, document_id, extractor_version) / f"{_PREFIX}{version}"
    try:
        altered = {path.stem for path in folder.iterdir()} | set(CHECKS)
        settled = {name: _read(name, folder) for name in sorted(altered.intersection(names))}
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise NotSettled(f"{folder}: {error}") from error
    return (
        read_facts(warehouse, document_id, extractor_version, set(FACTS).intersection(names) - settled.keys()) | settled
    )


def read_settled_checks(warehouse: Path, document_id: str, extractor_version: str, version: str) -> dict[str, pa.Table]:
    """The checks of a settled document by table; ``NotSettled`` if it must be settled (again)."""
    folder = document_folder(warehouse, document_id, extractor_version) / f"{_PREFIX}{version}"
    try:
        return {name: _read(name, folder) for name in CHECKS}
    except (OSError, ValueError, pa.ArrowException) as error:
        raise NotSettled(f"{folder}: {error}") from error


def set_settled_aside(
    warehouse: Path, document_id: str, extractor_version: str, version: str, damage: NotSettled
) -> None:
    """Keep what is left of a damaged settlement in ``damaged/``; nothing where there was none."""
    folder = document_folder(warehouse, document_id, extractor_version) / f"{_PREFIX}{version}"
    if folder.is_dir():
        set_aside(warehouse, [folder], f"{damage}; set aside and settled again".replace(f"{warehouse}/", ""))


def checks_to_rows(reconciled: Reconciled) -> dict[str, pa.Table]:
    """Checks and what goes with them, by table."""
    return {name: to_arrow(TABLES[name], getattr(reconciled, field)) for name, field, _ in CHECK_PARTS}


def _read(name: str, folder: Path) -> pa.Table:
    return read_parquet(name, arrow_schema(TABLES[name]), folder / f"{name}.parquet")
