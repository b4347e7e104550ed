"""What other tools rely on: the names and types of a published warehouse, written down by hand.

A failure here is a change that breaks somebody's query; adding columns breaks nobody's.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.storage import publish, run_query

from .samples import FACTS, RECONCILED, SOURCE

PLACE = "page INTEGER, x0 DOUBLE, top DOUBLE, x1 DOUBLE, bottom DOUBLE, char_start INTEGER, char_end INTEGER"

TABLES = {
    "documents": "document_id VARCHAR, sha256 VARCHAR, file_name VARCHAR, source_uri VARCHAR, media_type VARCHAR, "
    "byte_size BIGINT, page_count INTEGER, title VARCHAR, issuer VARCHAR, fiscal_year INTEGER, phase VARCHAR, "
    "released_on DATE, retrieved_at TIMESTAMP WITH TIME ZONE, status VARCHAR, status_detail VARCHAR, "
    "replaced_by VARCHAR, withdrawn_on DATE, extractor_version VARCHAR",
    "document_files": "document_id VARCHAR, source_uri VARCHAR, file_name VARCHAR",
    "programs": "program_id VARCHAR, name VARCHAR, name_normalized VARCHAR, stage VARCHAR, issuer VARCHAR, kind VARCHAR",
    "program_names": "program_id VARCHAR, document_id VARCHAR, name_as_written VARCHAR",
    "budget_lines": "line_id VARCHAR, document_id VARCHAR, program_id VARCHAR, parent_line_id VARCHAR, ordinal INTEGER, "
    "level INTEGER, label VARCHAR, list_number VARCHAR, account VARCHAR, marker VARCHAR, relation VARCHAR, "
    f"is_total BOOLEAN, same_as_line_id VARCHAR, {PLACE}",
    "tokens": "line_id VARCHAR, position INTEGER, surface VARCHAR, lemma VARCHAR, part_of_speech VARCHAR",
    "amounts": "amount_id VARCHAR, line_id VARCHAR, document_id VARCHAR, fiscal_year INTEGER, phase VARCHAR, "
    "supplement_no INTEGER, measure VARCHAR, nature VARCHAR, header_path VARCHAR, amount_yen BIGINT, "
    "amount_yen_suggested BIGINT, suggestion_reason VARCHAR, amount_yen_max BIGINT, precision_yen BIGINT, "
    f"approximate BOOLEAN, qualifier VARCHAR, amount_text VARCHAR, unit_text VARCHAR, label_reliable BOOLEAN, {PLACE}, "
    "evidence VARCHAR",
    "counts": "count_id VARCHAR, line_id VARCHAR, document_id VARCHAR, subject VARCHAR, unit VARCHAR, value BIGINT, "
    "fiscal_year INTEGER, status VARCHAR, parent_count_id VARCHAR, relation VARCHAR, approximate BOOLEAN, "
    f"count_text VARCHAR, {PLACE}, evidence VARCHAR",
    "reconciliations": "reconciliation_id VARCHAR, document_id VARCHAR, kind VARCHAR, line_id VARCHAR, "
    "fiscal_year INTEGER, phase VARCHAR, unit VARCHAR, stated BIGINT, computed BIGINT, residual BIGINT, "
    "stated_low BIGINT, stated_high BIGINT, computed_low BIGINT, computed_high BIGINT, rounding_mode VARCHAR, "
    "status VARCHAR, explanation VARCHAR",
    "reconciliation_members": "reconciliation_id VARCHAR, amount_id VARCHAR, count_id VARCHAR, sign INTEGER",
    "extraction_issues": "issue_id VARCHAR, document_id VARCHAR, line_id VARCHAR, kind VARCHAR, severity VARCHAR, "
    f"text VARCHAR, reason VARCHAR, {PLACE}",
    "program_budgets": "program_id VARCHAR, name VARCHAR, parent_program_id VARCHAR, fiscal_year INTEGER, phase VARCHAR, "
    "supplement_no INTEGER, amount_yen BIGINT, amount_million_yen DECIMAL(20,6), bound_yen BIGINT, change_yen BIGINT, "
    "marker VARCHAR, qualifier VARCHAR, reconciliation_status VARCHAR, document_id VARCHAR, title VARCHAR, page INTEGER",
    "region_counts": "count_id VARCHAR, subject VARCHAR, unit VARCHAR, value BIGINT, fiscal_year INTEGER, status VARCHAR, "
    "parent_count_id VARCHAR, relation VARCHAR, line_id VARCHAR, document_id VARCHAR, page INTEGER, evidence VARCHAR",
}
VIEWS = ("program_budgets", "region_counts")

KEYS = {
    "documents": "document_id",
    "programs": "program_id",
    "budget_lines": "line_id",
    "amounts": "amount_id",
    "counts": "count_id",
    "reconciliations": "reconciliation_id",
    "extraction_issues": "issue_id",
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse with one document."""
    folder = tmp_path_factory.mktemp("warehouse")
    publish(folder, [FACTS], [SOURCE], RECONCILED)
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_columns_have_their_names_and_types(warehouse: Path, table: str) -> None:
    described = run_query(warehouse, f"SELECT column_name, column_type FROM (DESCRIBE {table})").to_pylist()
    found = {row["column_name"]: row["column_type"] for row in described}
    wanted = dict(part.split(" ", 1) for part in TABLES[table].replace("(20,6)", "(20;6)").split(", "))
    for name, type_ in wanted.items():
        assert found.get(name) == type_.replace(";", ","), f"{table}.{name}"


@pytest.mark.parametrize("table", [name for name in TABLES if name not in VIEWS])
def test_every_table_stands_as_parquet_with_the_same_columns(warehouse: Path, table: str) -> None:
    columns = run_query(warehouse, f"SELECT * FROM {table} LIMIT 0").column_names
    assert pq.read_schema(warehouse / f"parquet/{table}.parquet").names == columns


@pytest.mark.parametrize("table", KEYS)
def test_keys(warehouse: Path, table: str) -> None:
    sql = (
        "SELECT constraint_column_names AS names FROM duckdb_constraints() "
        f"WHERE constraint_type = 'PRIMARY KEY' AND table_name = '{table}'"
    )
    assert run_query(warehouse, sql).to_pylist() == [{"names": [KEYS[table]]}]


def test_a_state_is_whole_and_everything_else_leads_to_it(warehouse: Path) -> None:
    state = (warehouse / "current").resolve()
    assert state.parent == warehouse.resolve() / "states"
    for name in ("yosan.duckdb", "parquet", "CURRENT.json"):
        assert (warehouse / name).is_symlink() and (warehouse / name).resolve() == state / name
    described = json.loads((warehouse / "CURRENT.json").read_text(encoding="utf-8"))
    assert described["state"] == state.name
    assert described["tables"]["amounts"]["rows"] == 4
