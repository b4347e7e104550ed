"""What a state says of itself: ``CURRENT.json``.

Belongs here: its form, how it is made from a state's files, and reading it back. Does not belong here: comparing the files
with it (``damage``), which states there are (``history``).

It holds the warehouse's only wall clock, ``built_at``, and is no part of a state's id: the same inputs are the same state,
whenever they are built.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from pipeline.locations import hash_file
from pipeline.model import FAILING, CheckStatus
from pipeline.schema import TABLES, VIEWS, create_table_sql, create_view_sql
from pipeline.version import EXTRACTOR_VERSION

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DESCRIPTOR = "CURRENT.json"
DATABASE = "yosan.duckdb"
FORMAT = 1  # of the file; a state that was written in another one is built again
VERSION_DIGITS = 10


def _schema_version() -> str:
    """A digest of everything that the database is made with."""
    statements = [*map(create_table_sql, TABLES.values()), *map(create_view_sql, VIEWS)]
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:VERSION_DIGITS]


SCHEMA_VERSION = _schema_version()


class UnreadableDescriptor(Exception):
    """A state whose ``CURRENT.json`` is missing, damaged, or was written in another form; the message says which."""


class OlderDescriptor(UnreadableDescriptor):
    """A ``CURRENT.json`` that is whole, and not of this form."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What a state was made with."""

    yosan: str
    extractor: str
    schema: str


@dataclass(frozen=True, slots=True)
class Input:
    """A document as it went into a state."""

    document_id: str
    sha256: str
    source_uri: str
    status: str
    extractor_version: str


@dataclass(frozen=True, slots=True)
class Shares:
    """What came of checks. ``checked`` are those that could be decided: ``balanced``, ``within_rounding`` or ``failing``
    (``mismatch``, ``exceeds``); ``undecided`` are ``partial`` and ``unverifiable``."""

    checked: int
    balanced: int
    within_rounding: int
    failing: int
    undecided: int

    @property
    def reconciled(self) -> float | None:
        """Share of the decided checks that hold; ``None`` where none was decided."""
        return (self.balanced + self.within_rounding) / self.checked if self.checked else None


@dataclass(frozen=True, slots=True)
class Seal:
    """By which a file is known: its size in bytes and the SHA-256 of them. ``rows`` is ``None`` for what is no table."""

    bytes: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A state: its id, when it was built (UTC, whole seconds), what with and from what, and what came out. ``files`` is by
    path within the state's folder, ``by_document`` by document_id, without documents that have no checks."""

    state_id: str
    built_at: datetime
    versions: Versions
    inputs: tuple[Input, ...]
    checks: Shares
    by_document: dict[str, Shares]
    files: dict[str, Seal]

    def count_rows(self, table: str) -> int:
        """Number of rows of a table; 0 for one that the state does not have."""
        seal = self.files.get(table_file(table))
        return (seal.rows or 0) if seal else 0


def table_file(table: str) -> str:
    """Where a table lies within a state's folder."""
    return f"parquet/{table}.parquet"


def describe_state(folder: Path, state_id: str, seals: Mapping[str, Seal]) -> Descriptor:
    """The description of a state whose files have just been written into ``folder``; ``seals`` are those known already, by path."""
    documents = pq.read_table(folder / table_file("documents"), columns=list(Input.__dataclass_fields__))
    checks = pq.read_table(folder / table_file("reconciliations"), columns=["document_id", "status"])
    by_document: dict[str, Counter[str]] = {}
    for check in checks.group_by(["document_id", "status"]).aggregate([([], "count_all")]).to_pylist():
        by_document.setdefault(check["document_id"], Counter())[check["status"]] = check["count_all"]
    return Descriptor(
        state_id=state_id,
        built_at=datetime.now(UTC).replace(microsecond=0),
        versions=Versions(version("yosan"), EXTRACTOR_VERSION, SCHEMA_VERSION),
        inputs=tuple(Input(**row) for row in documents.to_pylist()),
        checks=_share(sum(by_document.values(), Counter())),
        by_document={name: _share(statuses) for name, statuses in sorted(by_document.items())},
        files={path: seals.get(path) or seal_file(folder / path) for path in _sealed_files(folder)},
    )


def seal_file(path: Path) -> Seal:
    """The seal of a file as it is now."""
    rows = pq.read_metadata(path).num_rows if path.suffix == ".parquet" else None
    return Seal(path.stat().st_size, hash_file(path), rows)


def write_descriptor(folder: Path, descriptor: Descriptor) -> None:
    """Write a state's ``CURRENT.json`` into its folder."""
    seals = {path: _fields(seal) for path, seal in descriptor.files.items()}
    tables = {name: seals.pop(table_file(name)) for name in TABLES if table_file(name) in seals}
    content = {
        "format": FORMAT,
        "state": descriptor.state_id,
        "built_at": descriptor.built_at.isoformat(),
        "versions": _fields(descriptor.versions),
        "documents": len(descriptor.inputs),
        "checks": _shown(descriptor.checks),
        "tables": tables,
        "files": seals,
        "inputs": [_fields(one) for one in descriptor.inputs],
        "checks_by_document": {name: _shown(share) for name, share in descriptor.by_document.items()},
    }
    parts = ",\n ".join(f"{_json(name)}: {_render(value)}" for name, value in content.items())
    (folder / DESCRIPTOR).write_text(f"{{\n {parts}\n}}\n", encoding="utf-8")


def _render(value: Any) -> str:
    """JSON with a line per part: json's own indentation takes seconds for ten thousand documents."""
    if isinstance(value, dict) and value:
        return "{\n  " + ",\n  ".join(f"{_json(key)}: {_json(part)}" for key, part in value.items()) + "\n }"
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(map(_json, value)) + "\n ]"
    return _json(value)


_json = json.JSONEncoder(ensure_ascii=False).encode  # made once: ten thousand lines are


def _fields(one: DataclassInstance) -> dict[str, Any]:
    """The fields of a dataclass that holds plain values."""
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def read_descriptor(folder: Path) -> Descriptor:
    """What a state says of itself; ``UnreadableDescriptor`` if it says nothing that can be understood."""
    path = folder / DESCRIPTOR
    try:
        content = json.loads(path.read_bytes())
        if content.get("format") != FORMAT and isinstance(content["state"], str):
            raise OlderDescriptor(f"{path}: written by another version of yosan")
        return _parse(content)
    except FileNotFoundError as error:
        raise UnreadableDescriptor(f"{path}: missing") from error
    except OSError as error:
        raise UnreadableDescriptor(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableDescriptor(f"{path}: damaged: it is not what yosan wrote") from error


def _parse(content: Mapping[str, Any]) -> Descriptor:
    """A descriptor from JSON; ``KeyError``, ``TypeError`` or ``ValueError`` where it is none."""
    tables = {table_file(name): Seal(**seal) for name, seal in content["tables"].items()}
    return Descriptor(
        state_id=content["state"],
        built_at=datetime.fromisoformat(content["built_at"]),
        versions=Versions(**content["versions"]),
        inputs=tuple(Input(**one) for one in content["inputs"]),
        checks=_read_shares(content["checks"]),
        by_document={name: _read_shares(share) for name, share in content["checks_by_document"].items()},
        files=tables | {name: Seal(**seal) for name, seal in content["files"].items()},
    )


def _sealed_files(folder: Path) -> list[str]:
    """Every file of a state but the descriptor itself, in the order of their paths."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if path != DESCRIPTOR)


def _share(sizes: Counter[str]) -> Shares:
    """What came of checks, from how many have which status."""
    balanced, within = sizes[CheckStatus.BALANCED], sizes[CheckStatus.WITHIN_ROUNDING]
    failing = sum(sizes[status] for status in FAILING)
    checked = balanced + within + failing
    return Shares(checked, balanced, within, failing, sizes.total() - checked)


def _shown(shares: Shares) -> dict[str, Any]:
    """Counts, and the share that they come to."""
    share = shares.reconciled
    return {**_fields(shares), "share_reconciled": None if share is None else round(share, 4)}


def _read_shares(content: Mapping[str, Any]) -> Shares:
    return Shares(**{name: content[name] for name in Shares.__dataclass_fields__})
