"""The schema says everything about every column, and the warehouse has exactly what it says."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import duckdb
import pytest

from pipeline import model, schema

KINDS: dict[str, type[Any]] = {
    "documents": model.DocumentRecord,
    "pages": model.PageRecord,
    "programs": model.Program,
    "program_names": model.ProgramName,
    "program_candidates": model.ProgramCandidate,
    "program_links": model.ProgramLink,
    "budget_lines": model.BudgetLine,
    "tokens": model.LabelToken,
    "amounts": model.Amount,
    "counts": model.Count,
    "reconciliations": model.Reconciliation,
    "reconciliation_members": model.ReconciliationMember,
    "extraction_issues": model.ExtractionIssue,
}


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    """An empty warehouse."""
    connection = duckdb.connect()
    for table in schema.TABLES.values():
        connection.execute(schema.create_table_sql(table))
    for view in schema.VIEWS:
        connection.execute(schema.create_view_sql(view))
    return connection


@pytest.mark.parametrize("name", KINDS)
def test_columns_are_the_fields_of_the_model(name: str) -> None:
    expected: list[str] = []
    for field in fields(KINDS[name]):
        expected.extend(schema.PLACE_COLUMNS if field.name == "place" else [field.name])
    assert [column.name for column in schema.TABLES[name].columns] == expected


@pytest.mark.parametrize("name", KINDS)
def test_nullable_columns_are_the_optional_fields_of_the_model(name: str) -> None:
    columns = {column.name: column for column in schema.TABLES[name].columns}
    for field in fields(KINDS[name]):
        if field.name != "place":
            assert columns[field.name].nullable == ("None" in str(field.type)), field.name


def test_every_column_and_table_is_documented(database: duckdb.DuckDBPyConnection) -> None:
    dictionary = schema.render_dictionary()
    for table in schema.TABLES.values():
        assert table.meaning and table.warning and f"### {table.name}\n" in dictionary
        for column in table.columns:
            assert column.meaning and f"| {column.name} | {column.type} |" in dictionary
    undocumented = "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND table_name IN (FROM duckdb_tables() SELECT table_name)"
    assert database.execute(undocumented).fetchall() == [(0,)]


@pytest.mark.parametrize("view", schema.VIEWS)
def test_every_view_has_the_documented_columns(database: duckdb.DuckDBPyConnection, view: str) -> None:
    described = database.execute(f"SELECT * FROM {view}").description
    assert tuple(column[0] for column in described or ()) == schema.VIEW_ORDER[view]
    for column in schema.VIEW_ORDER[view]:
        assert schema.view_column_meaning(view, column)
    assert f"### {view}\n" in schema.render_dictionary()


def test_money_is_bigint() -> None:
    for table in schema.TABLES.values():
        for column in table.columns:
            if column.unit == "yen":
                assert column.type == "BIGINT", column.name


@pytest.mark.parametrize("view", schema.VIEWS)
def test_view_reads_the_tables_that_it_names(view: str) -> None:
    read = set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", schema.VIEWS[view])) & set(schema.TABLES)
    assert read == set(schema.VIEW_SOURCES[view])
