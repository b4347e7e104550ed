"""The schema says everything about every column, and the warehouse has exactly what it says."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import duckdb
import pytest

from pipeline import model, schema
from pipeline.schema.values import MEANINGS

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
    "revisions": model.Revision,
    "warnings": model.FigureWarning,
    "reference_amounts": model.ReferenceAmount,
    "extraction_issues": model.ExtractionIssue,
    "errata": model.Erratum,
    "corrections": model.Correction,
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


EVERY: tuple[schema.Table | schema.View, ...] = (*schema.TABLES.values(), *schema.VIEWS.values())
JAPANESE = re.compile("[\u3041-\u9fff]")


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_everything_is_documented_in_english_and_japanese(one: schema.Table | schema.View) -> None:
    assert one.meaning and one.warning
    assert JAPANESE.search(one.meaning_ja) and JAPANESE.search(one.warning_ja)
    assert one.meaning_ja.endswith("。") and one.warning_ja.endswith("。")
    for column in one.columns:
        assert column.meaning and (JAPANESE.search(column.meaning_ja) or column.meaning_ja.isupper()), column.name
    for rule in getattr(one, "rules", ()):
        assert rule.meaning and JAPANESE.search(rule.meaning_ja)


def test_every_column_has_its_comment(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    comments = {(table, column): comment for table, column, comment in found}
    assert comments == {(one.name, column.name): schema.full_meaning(column) for one in EVERY for column in one.columns}


def test_every_allowed_value_is_explained() -> None:
    for kind, meanings in MEANINGS.items():
        assert list(meanings) == list(kind), kind
    explained = {tuple(member.value for member in kind) for kind in MEANINGS}
    used = {column.allowed for one in EVERY for column in one.columns if column.allowed}
    assert used <= explained


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_columns_have_the_documented_names_and_types(
    database: duckdb.DuckDBPyConnection, one: schema.Table | schema.View
) -> None:
    described = database.execute(f"SELECT column_name, column_type FROM (DESCRIBE {one.name})").fetchall()
    long = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
    assert described == [(column.name, long.get(column.type, column.type)) for column in one.columns]


def test_money_is_bigint() -> None:
    for one in EVERY:
        for column in one.columns:
            assert column.type == "BIGINT" or column.unit != "yen", column.name
            place_or_score = column.unit == "pt" or column.name == "score"
            assert column.type != "DOUBLE" or place_or_score, f"{column.name}: floats are for places and scores alone"


@pytest.mark.parametrize("view", schema.VIEWS)
def test_view_reads_what_it_names(view: str) -> None:
    read = set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", schema.VIEWS[view].sql)) & {*schema.TABLES, *schema.VIEWS}
    assert read - {view} == set(schema.VIEWS[view].sources)


def test_every_reference_to_another_table_is_a_foreign_key_but_those_of_tables_that_link(
    database: duckdb.DuckDBPyConnection,
) -> None:
    declared = database.execute(
        "SELECT table_name, constraint_column_names[1], referenced_table, referenced_column_names[1] "
        "FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
    ).fetchall()
    wanted = {(one.table, one.column, one.target, one.target_column) for one in schema.REFERENCES}
    left = {
        one for one in wanted if one[0] == one[2] or one[0] in ("tokens", "program_names", "reconciliation_members")
    }
    assert set(declared) == wanted - left
    assert ("amounts", "line_id", "budget_lines", "line_id") in declared


GOOD: dict[str, str] = {
    "reconciliation_members": "'r', 'a', NULL, 1, NULL",
    "pages": "'d', 1, NULL, NULL, '', NULL",
    "tokens": "'l', 0, 's', 's', 'p'",
}


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("reconciliation_members", "'r', 'a', NULL, 2, NULL"),
        ("reconciliation_members", "'r', 'a', 'c', 1, NULL"),
        ("reconciliation_members", "'r', 'a', NULL, 1, 'f'"),
        ("reconciliation_members", "'r', NULL, NULL, 1, NULL"),
        ("pages", "'d', 0, NULL, NULL, '', NULL"),
        ("tokens", "'l', -1, 's', 's', 'p'"),
    ],
)
def test_database_refuses_what_a_rule_forbids(table: str, wrong: str) -> None:
    connection = duckdb.connect()
    statement = schema.create_table_sql(schema.TABLES[table])
    connection.execute(re.sub(r",\n    FOREIGN KEY[^\n,]*", "", statement))
    connection.execute(f"INSERT INTO {table} VALUES ({GOOD[table]})")
    with pytest.raises(duckdb.ConstraintException, match="CHECK"):
        connection.execute(f"INSERT INTO {table} VALUES ({wrong})")
