"""What a shell offers when a person asks it to go on: names, ids.

Belongs here: beginnings of names and ids, few and fast. Does not belong here: what a name means (``search``).
"""

from __future__ import annotations

from pathlib import Path

from pipeline.storage.lookups.asking import ask

OFFERED = 40  # more than a person looks through in a terminal


def begin_names(warehouse: Path, beginning: str) -> tuple[tuple[str, str], ...]:
    """Names and ids of the programs whose names begin so; ids and names where no name does and an id may."""
    sql = f"""
        SELECT name, program_id FROM programs WHERE starts_with(name, $beginning)
        UNION ALL SELECT program_id, name FROM programs WHERE $beginning <> '' AND starts_with(program_id, $beginning)
        ORDER BY ALL LIMIT {OFFERED}
    """
    return _pairs(warehouse, sql, beginning)


def begin_document_ids(warehouse: Path, beginning: str) -> tuple[tuple[str, str], ...]:
    """Ids and paths of the documents whose ids begin so, and paths and ids of those whose paths do."""
    sql = f"""
        SELECT document_id, source_uri FROM documents WHERE starts_with(document_id, $beginning)
        UNION ALL SELECT source_uri, document_id FROM documents WHERE $beginning <> '' AND starts_with(source_uri, $beginning)
        ORDER BY ALL LIMIT {OFFERED}
    """
    return _pairs(warehouse, sql, beginning)


def _pairs(warehouse: Path, sql: str, beginning: str) -> tuple[tuple[str, str], ...]:
    rows = ask(warehouse, sql, {"beginning": beginning})
    return tuple((str(first), str(second)) for first, second in (row.values() for row in rows))
