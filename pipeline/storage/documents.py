"""One document's rows as a folder of Parquet files, written whole or not at all.

Belongs here: ``<warehouse>/documents/<document_id>/<extractor_version>/<table>.parquet``. Does not belong here: what
was decided from these rows (``settled``), and what only exists over all documents (``gathering``).
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model import (
    READER_STOPPED,
    Amount,
    BudgetLine,
    Count,
    DocumentFacts,
    DocumentRecord,
    Erratum,
    ExtractionIssue,
    LabelToken,
    PageRecord,
    Program,
    ProgramName,
)
from pipeline.schema import REFERENCES, TABLES, arrow_schema
from pipeline.storage.damage import set_aside
from pipeline.storage.rows import (
    check_reference,
    from_arrow,
    read_parquet,
    to_arrow,
    write_parquet,
)
from pipeline.storage.validation import validate

# Table, field of DocumentFacts and dataclass of everything but the document's own row.
PARTS: tuple[tuple[str, str, type[Any]], ...] = (
    ("pages", "pages", PageRecord),
    ("budget_lines", "lines", BudgetLine),
    ("amounts", "amounts", Amount),
    ("counts", "counts", Count),
    ("extraction_issues", "issues", ExtractionIssue),
    ("programs", "programs", Program),
    ("program_names", "program_names", ProgramName),
    ("tokens", "tokens", LabelToken),
    ("errata", "errata", Erratum),
)

FACTS = ("documents", *(name for name, _, _ in PARTS))

# What publishing draws together, within a document and between documents.
MERGED = ("programs", "program_names")

# Beside the tables of a document whose reader was stopped: why.
STOPPED = "stopped.txt"

_FOLDER_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]*")


class CorruptedDocument(Exception):
    """A stored document of which a part is missing or damaged; the message names the part."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A stored document's own row, and how many rows it has in the tables that people ask about first."""

    record: DocumentRecord
    lines: int
    amounts: int
    counts: int
    issues: int


def has_document(warehouse: Path, document_id: str, extractor_version: str) -> bool:
    """Whether this version of the extractor has stored this document."""
    return document_folder(warehouse, document_id, extractor_version).is_dir()


def find_stop(warehouse: Path, document_id: str, extractor_version: str) -> str | None:
    """Why the reader of a stored document was stopped; ``None`` where it was not, or where nothing is stored."""
    try:
        return (document_folder(warehouse, document_id, extractor_version) / STOPPED).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def write_document(warehouse: Path, facts: DocumentFacts) -> None:
    """Store a document's rows, in place of what this and other versions stored before.

    ``InvalidRows`` if they break the schema: what is wrong with one document shows here, before it meets the others.
    """
    target = document_folder(warehouse, facts.record.document_id, facts.record.extractor_version)
    parts = {name: to_arrow(TABLES[name], rows) for name, rows in facts_by_table(facts).items()}
    _check_parts(parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=warehouse) as scratch:
        fresh = Path(scratch) / "fresh"
        fresh.mkdir()
        for name, rows in parts.items():
            write_parquet(rows, fresh / f"{name}.parquet")
        for issue in facts.issues:
            if issue.kind == READER_STOPPED:
                (fresh / STOPPED).write_text(issue.reason, encoding="utf-8")
        if target.exists():
            os.replace(target, Path(scratch) / "stale")
        os.replace(fresh, target)
        for other in [one for one in target.parent.iterdir() if one != target]:
            os.replace(other, Path(scratch) / f"older-{other.name}")


def read_document(warehouse: Path, document_id: str, extractor_version: str) -> DocumentFacts:
    """A stored document as it was written; ``CorruptedDocument`` if it cannot be had whole."""
    return facts_from_rows(read_facts(warehouse, document_id, extractor_version))


def read_facts(
    warehouse: Path, document_id: str, extractor_version: str, names: Iterable[str] = FACTS
) -> dict[str, pa.Table]:
    """The rows of a stored document by table, its own row among them; ``CorruptedDocument`` if they cannot be had whole."""
    folder = document_folder(warehouse, document_id, extractor_version)
    rows = {name: _read_part(folder, name) for name in {"documents", *names}}
    if rows["documents"].num_rows != 1:
        raise CorruptedDocument(f"{folder / 'documents.parquet'}: {rows['documents'].num_rows} rows instead of 1")
    return rows


def facts_from_rows(rows: Mapping[str, pa.Table]) -> DocumentFacts:
    """One document's rows as the dataclasses that they were made of. Without a table, the facts have none of its rows."""
    (record,) = from_arrow(DocumentRecord, rows["documents"])
    held = [part for part in PARTS if part[0] in rows]
    return DocumentFacts(record=record, **{field: from_arrow(kind, rows[name]) for name, field, kind in held})


def facts_to_rows(facts: DocumentFacts) -> dict[str, pa.Table]:
    """One document's facts as rows by table."""
    return {name: to_arrow(TABLES[name], part) for name, part in facts_by_table(facts).items()}


def outline_document(warehouse: Path, document_id: str, extractor_version: str) -> Outline:
    """A stored document in brief, without reading its rows; ``CorruptedDocument`` if a part of it is missing."""
    folder = document_folder(warehouse, document_id, extractor_version)
    sizes = {field: _count_rows(folder, name) for name, field, _ in PARTS}
    return Outline(_read_record(folder), sizes["lines"], sizes["amounts"], sizes["counts"], sizes["issues"])


def set_document_aside(warehouse: Path, document_id: str, extractor_version: str, damage: CorruptedDocument) -> None:
    """Keep what is left of a damaged document in ``damaged/``; it is no longer stored after that."""
    reason = f"{damage}; set aside and read again from raw/".replace(f"{warehouse}/", "")
    set_aside(warehouse, [document_folder(warehouse, document_id, extractor_version)], reason)


def list_versions(warehouse: Path, document_id: str) -> list[str]:
    """The versions of the extractor that have stored a document."""
    return sorted(path.name for path in document_folder(warehouse, document_id, "_").parent.glob("*") if path.is_dir())


def facts_by_table(facts: DocumentFacts) -> dict[str, tuple[object, ...]]:
    """A document's rows by table, in reading order."""
    return {"documents": (facts.record,), **{name: getattr(facts, field) for name, field, _ in PARTS}}


def _check_parts(parts: Mapping[str, pa.Table]) -> None:
    """Raise ``InvalidRows`` unless values, rules, keys and references are sound within the document."""
    validate(parts, repeated=MERGED)
    for reference in REFERENCES:
        if reference.table in parts and reference.target in parts:
            check_reference(reference, parts[reference.table], parts[reference.target])


def _read_record(folder: Path) -> DocumentRecord:
    """The document's own row."""
    records = from_arrow(DocumentRecord, _read_part(folder, "documents"))
    if len(records) != 1:
        raise CorruptedDocument(f"{folder / 'documents.parquet'}: {len(records)} rows instead of 1")
    return records[0]


def _count_rows(folder: Path, name: str) -> int:
    """Number of rows of one table of a stored document, from the file's footer."""
    path = folder / f"{name}.parquet"
    try:
        return int(pq.read_metadata(path).num_rows)
    except FileNotFoundError as error:
        raise CorruptedDocument(f"{path}: missing") from error
    except (OSError, pa.ArrowException) as error:
        raise CorruptedDocument(f"{path}: damaged: {error}") from error


def _read_part(folder: Path, name: str) -> pa.Table:
    """One table of a stored document."""
    path = folder / f"{name}.parquet"
    try:
        return read_parquet(name, arrow_schema(TABLES[name]), path)
    except FileNotFoundError as error:
        raise CorruptedDocument(f"{path}: missing") from error
    except (OSError, ValueError, pa.ArrowException) as error:
        raise CorruptedDocument(f"{path}: damaged: {error}") from error


def document_folder(warehouse: Path, document_id: str, extractor_version: str) -> Path:
    """Where a document's files lie; names that would lead elsewhere are refused."""
    for name in (document_id, extractor_version):
        if not _FOLDER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be the name of a folder")
    return Path(warehouse, "documents", document_id, extractor_version)
