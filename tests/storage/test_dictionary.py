"""The published dictionary is current: what it says of the database, the database says as well."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import schema
from pipeline.storage import publish, run_query

from .samples import FACTS, RECONCILED, SOURCE


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse."""
    folder = tmp_path_factory.mktemp("warehouse")
    publish(folder, [FACTS], [SOURCE], RECONCILED)
    return folder


@pytest.fixture(scope="module")
def sections(warehouse: Path) -> dict[str, str]:
    """The published dictionary's text by table and view."""
    parts = re.split(r"^### (.+)\n", (warehouse / "DICTIONARY.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def table_rows(section: str) -> list[list[str]]:
    """The rows of a section's table, without its head."""
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows[2:]]


def test_published_dictionary_is_the_generated_one(warehouse: Path) -> None:
    assert (warehouse / "DICTIONARY.md").read_text(encoding="utf-8") == schema.render_dictionary()


def test_dictionary_has_every_column_of_the_database_with_type_and_meaning(
    warehouse: Path, sections: dict[str, str]
) -> None:
    found = run_query(
        warehouse,
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal "
        "ORDER BY table_name, column_index",
    ).to_pylist()
    written = {name: table_rows(sections[name]) for name in (*schema.TABLES, *schema.VIEWS)}
    assert sum(map(len, written.values())) == len(found)
    for column in found:
        row = written[column["table_name"]].pop(0)
        assert row[0] == column["column_name"]
        assert row[1].replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE") == column["data_type"]
        assert row[-2].replace(r"\|", "|") == column["comment"]
        assert row[-1], "the Japanese meaning"


def test_dictionary_names_keys_references_and_rules(sections: dict[str, str]) -> None:
    amounts = {row[0]: row for row in table_rows(sections["amounts"])}
    assert amounts["amount_id"][3] == "key"
    assert amounts["line_id"][3] == "→ budget_lines"
    assert amounts["qualifier"][4].startswith("`portion_of`")
    assert "`page >= 1`" in sections["amounts"] and "合算" in sections["amounts"]
    assert ["`portion_of`", "the enclosing figure, an upper bound, never the line's own"] in [
        row[:2] for row in table_rows(sections["qualifier"])
    ]


def test_parquet_files_carry_the_meanings(warehouse: Path) -> None:
    for name, table in schema.TABLES.items():
        found = pq.read_schema(warehouse / f"parquet/{name}.parquet")
        for column in table.columns:
            metadata = found.field(column.name).metadata
            assert metadata[b"meaning"].decode() == schema.full_meaning(column)
            assert metadata[b"meaning_ja"].decode() == column.meaning_ja
