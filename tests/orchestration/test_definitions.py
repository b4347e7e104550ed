"""What a data engineer finds in the UI, by name: a rename shows here."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipeline import schema
from pipeline.definitions import defs
from pipeline.orchestration.definitions import build_definitions
from pipeline.settings import PROJECT

EXPECTED: dict[str, dict[str, list[str]]] = {
    "sources": {"fetched_releases": [], "reviewed_lists": []},
    "raw": {"raw_documents": ["fetched_releases"]},
    "extraction": {"extracted_documents": ["raw_documents"]},
    "warehouse": {
        "amounts": ["extracted_documents"],
        "budget_lines": ["extracted_documents"],
        "corrections": ["amounts", "counts", "errata", "reviewed_lists"],
        "counts": ["extracted_documents"],
        "document_files": ["documents"],
        "documents": ["extracted_documents", "reviewed_lists"],
        "errata": ["extracted_documents"],
        "extraction_issues": ["extracted_documents"],
        "pages": ["extracted_documents"],
        "program_candidates": ["programs"],
        "program_links": ["programs", "reviewed_lists"],
        "program_names": ["programs"],
        "programs": ["extracted_documents", "reviewed_lists"],
        "tokens": ["budget_lines"],
    },
    "reconciliation": {
        "reconciliation_members": ["reconciliations"],
        "reconciliations": ["amounts", "budget_lines", "counts", "documents", "programs", "reference_amounts"],
        "reference_amounts": [],
        "revisions": ["amounts", "budget_lines", "documents", "programs"],
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
    "reporting": {"report": sorted([*schema.TABLES, *schema.VIEWS])},
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
    blocking = {key for key, blocks in found.items() if blocks}
    assert blocking == {(name, "columns_as_described") for name in schema.TABLES} | {
        (name, "key_is_unique") for name, table in schema.TABLES.items() if table.key
    }
    assert sorted(found.keys() - blocking) == [
        ("documents", "every_document_has_figures"),
        ("documents", "every_document_read"),
        ("extraction_issues", "everything_accounted_for"),
        ("fetched_releases", "every_release_fetched"),
        ("reconciliations", "across_documents_agrees"),
        ("reconciliations", "against_reference_agrees"),
        ("reconciliations", "count_sum_agrees"),
        ("reconciliations", "share_that_agrees_is_steady"),
        ("reconciliations", "sum_of_children_agrees"),
        ("reconciliations", "table_total_agrees"),
        ("reconciliations", "year_on_year_agrees"),
        ("warnings", "no_unit_slip"),
        ("warnings", "no_year_on_year_jump"),
    ]


def test_jobs_sensors_and_the_schedule() -> None:
    names = [job.name for job in defs.resolve_all_job_defs() if not job.name.startswith("__")]
    assert sorted(names) == ["fetch", "ingest", "publish", "reextract"]
    repository = defs.get_repository_def()
    assert {one.name: one.default_status for one in repository.sensor_defs} == {
        "raw_folder": dg.DefaultSensorStatus.RUNNING,
        "failed_runs": dg.DefaultSensorStatus.RUNNING,
    }
    (schedule,) = repository.schedule_defs
    assert (schedule.name, schedule.cron_schedule, schedule.execution_timezone) == (
        "daily_fetch",
        "30 5 * * *",
        "Asia/Tokyo",
    )


def test_groups_follow_one_another_without_a_way_back() -> None:
    group_of = {name: group for group, assets in EXPECTED.items() for name in assets}
    order = list(EXPECTED)
    for name, group in group_of.items():
        for upstream in EXPECTED[group][name]:
            assert order.index(group_of[upstream]) <= order.index(group), f"{name} is made from {upstream}"


def test_every_asset_has_a_description_an_owner_and_kinds() -> None:
    for spec in defs.resolve_all_asset_specs():
        assert spec.description and spec.owners and spec.kinds, spec.key


def test_one_job_takes_everything_but_what_people_and_the_fetcher_put_there() -> None:
    job = defs.resolve_job_def("ingest")
    assert len(job.asset_layer.selected_asset_keys) == sum(
        len(names) for group, names in EXPECTED.items() if group not in ("sources", "raw")
    )
    assert isinstance(job.partitions_def, dg.DynamicPartitionsDefinition)


def test_pools_versions_and_freshness() -> None:
    graph = defs.resolve_asset_graph()
    pools = {key.to_user_string(): graph.get(key).pools for key in graph.executable_asset_keys}
    assert {name: pool for name, pool in pools.items() if pool} == {"extracted_documents": {"documents"}} | {
        name: {"warehouse"} for name in (*schema.TABLES, *schema.VIEWS, "report")
    }
    specs = {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}
    assert {name for name, spec in specs.items() if not spec.code_version} == {
        *EXPECTED["sources"],
        *EXPECTED["raw"],
    }, "what is made by rules says by which"
    assert {name: spec.freshness_policy for name, spec in specs.items() if spec.freshness_policy} == {
        "fetched_releases": dg.FreshnessPolicy.cron("0 9 * * *", timedelta(hours=6), "Asia/Tokyo")
    }


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
