"""What a data engineer finds in the UI, by name: a rename shows here."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from pipeline import schema
from pipeline.definitions import defs
from pipeline.orchestration.definitions import build_definitions
from pipeline.settings import PROJECT

EXPECTED: dict[str, dict[str, list[str]]] = {
    "raw": {"raw_documents": []},
    "extraction": {"extracted_documents": ["raw_documents"]},
    "warehouse": {
        "amounts": ["extracted_documents"],
        "budget_lines": ["extracted_documents"],
        "corrections": ["amounts", "counts", "errata"],
        "counts": ["extracted_documents"],
        "document_files": ["documents"],
        "documents": ["extracted_documents"],
        "errata": ["extracted_documents"],
        "extraction_issues": ["extracted_documents"],
        "pages": ["extracted_documents"],
        "program_candidates": ["programs"],
        "program_links": ["programs"],
        "program_names": ["programs"],
        "programs": ["extracted_documents"],
        "reconciliation_members": ["reconciliations"],
        "reconciliations": ["amounts", "budget_lines", "counts", "reference_amounts"],
        "reference_amounts": [],
        "revisions": ["amounts", "budget_lines"],
        "tokens": ["budget_lines"],
        "warnings": ["amounts", "budget_lines", "reconciliations"],
    },
    "views": {
        "amounts_corrected": ["amounts", "corrections"],
        "coverage": [
            "amounts",
            "budget_lines",
            "counts",
            "documents",
            "extraction_issues",
            "pages",
            "reconciliations",
        ],
        "counts_corrected": ["corrections", "counts"],
        "evidence": ["amounts_corrected", "budget_lines", "counts_corrected", "documents", "pages"],
        "program_budgets": ["amounts_corrected", "budget_lines", "documents", "programs", "reconciliations"],
        "region_counts": ["budget_lines", "counts_corrected", "programs"],
        "unreconciled": [
            "amounts_corrected",
            "budget_lines",
            "corrections",
            "counts_corrected",
            "documents",
            "reconciliation_members",
            "reconciliations",
        ],
        "program_years": ["program_budgets"],
        "year_on_year": ["program_budgets"],
    },
}


def test_definitions_load() -> None:
    dg.Definitions.validate_loadable(defs)


def test_assets_their_groups_and_what_they_are_made_from() -> None:
    found: dict[str, dict[str, list[str]]] = {}
    for spec in defs.resolve_all_asset_specs():
        upstream = sorted(dep.asset_key.to_user_string() for dep in spec.deps)
        found.setdefault(spec.group_name or "", {})[spec.key.to_user_string()] = upstream
    assert found == EXPECTED


def test_checks_and_whether_they_block() -> None:
    graph = defs.resolve_asset_graph()
    found = {
        (key.asset_key.to_user_string(), key.name): graph.get_check_spec(key).blocking for key in graph.asset_check_keys
    }
    assert found == {
        ("documents", "every_document_read"): False,
        ("extraction_issues", "everything_accounted_for"): False,
        ("reconciliations", "no_failed_reconciliation"): False,
    }


def test_one_job_takes_everything() -> None:
    (job,) = (job for job in defs.resolve_all_job_defs() if not job.name.startswith("__"))
    assert job.name == "ingest"
    assert len(job.asset_layer.selected_asset_keys) == sum(map(len, EXPECTED.values()))
    assert isinstance(job.partitions_def, dg.DynamicPartitionsDefinition)


@pytest.mark.parametrize("name", schema.TABLES)
def test_every_table_shows_its_columns(name: str) -> None:
    (spec,) = (spec for spec in defs.resolve_all_asset_specs() if spec.key == dg.AssetKey(name))
    columns = spec.metadata["dagster/column_schema"].columns
    assert [(column.name, column.type, column.constraints.nullable) for column in columns] == [
        (column.name, column.type, column.nullable) for column in schema.TABLES[name].columns
    ]


def test_columns_show_keys_references_values_and_japanese() -> None:
    (spec,) = (spec for spec in defs.resolve_all_asset_specs() if spec.key == dg.AssetKey("amounts"))
    table = spec.metadata["dagster/column_schema"]
    columns = {column.name: column for column in table.columns}
    assert columns["amount_id"].constraints.unique and columns["amount_id"].constraints.other == ["primary key"]
    assert columns["line_id"].constraints.other == ["refers to budget_lines.line_id"]
    assert columns["measure"].constraints.other == ["one of budget, change, unit_cost, cumulative"]
    assert "「-」又は文言のみのときはNULL" in columns["amount_yen"].description
    assert "Pages count from 1: page >= 1" in table.constraints.other
    assert "内数" in (spec.description or "")


@pytest.mark.parametrize("name", schema.VIEWS)
def test_every_view_shows_its_columns_with_types(name: str) -> None:
    (spec,) = (spec for spec in defs.resolve_all_asset_specs() if spec.key == dg.AssetKey(name))
    columns = spec.metadata["dagster/column_schema"].columns
    assert [(column.name, column.type) for column in columns] == [
        (column.name, column.type) for column in schema.VIEWS[name].columns
    ]


def test_other_folders_give_other_definitions(tmp_path: Path) -> None:
    dg.Definitions.validate_loadable(build_definitions(tmp_path / "raw", tmp_path / "warehouse"))


def test_instance_of_the_project_is_quiet_and_retries_only_crashes(tmp_path: Path) -> None:
    (tmp_path / "dagster.yaml").write_bytes((PROJECT / "dagster.yaml").read_bytes())
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert not instance.telemetry_enabled
        assert instance.run_monitoring_enabled
        assert not instance.run_retries_retry_on_asset_or_op_failure
        assert instance.get_concurrency_config().pool_config.default_pool_limit == 1
