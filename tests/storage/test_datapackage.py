"""The descriptor of a published state: valid as such, and true of the rows and files that it describes."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from frictionless import Package, Report

from pipeline.schema import TABLES
from pipeline.storage import publish

from .samples import FACTS, RECONCILED, SOURCE, later_release


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse of two releases."""
    folder = tmp_path_factory.mktemp("warehouse")
    publish(folder, [FACTS, later_release(2009, 1)], [SOURCE], RECONCILED)
    return folder


@pytest.fixture(scope="module")
def descriptor(warehouse: Path) -> dict[str, Any]:
    """The descriptor as published."""
    found: dict[str, Any] = json.loads((warehouse / "datapackage.json").read_text(encoding="utf-8"))
    return found


def test_descriptor_is_valid(warehouse: Path) -> None:
    assert list(Package.metadata_validate(json.loads((warehouse / "datapackage.json").read_text()))) == []
    package = Package(str(warehouse / "datapackage.json"))
    assert sorted(package.resource_names) == sorted(TABLES)


def test_size_and_hash_of_each_file_are_those_of_its_bytes(warehouse: Path, descriptor: dict[str, Any]) -> None:
    assert (warehouse / "datapackage.json").resolve() == (warehouse / "current").resolve() / "datapackage.json"
    for resource in descriptor["resources"]:
        content = (warehouse / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["rows"] == pq.read_table(warehouse / resource["path"]).num_rows


def test_keys_references_values_and_fiscal_types(descriptor: dict[str, Any]) -> None:
    schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    fields = {field["name"]: field for field in schemas["amounts"]["fields"]}
    assert schemas["amounts"]["primaryKey"] == ["amount_id"]
    assert schemas["tokens"]["primaryKey"] == ["line_id", "position"]
    assert {"fields": ["line_id"], "reference": {"resource": "budget_lines", "fields": ["line_id"]}} in schemas[
        "amounts"
    ]["foreignKeys"]
    assert {"fields": ["parent_line_id"], "reference": {"resource": "", "fields": ["line_id"]}} in schemas[
        "budget_lines"
    ]["foreignKeys"]
    assert fields["measure"]["constraints"] == {
        "required": True,
        "enum": ["budget", "change", "unit_cost", "cumulative"],
    }
    assert {name: fields[name]["columnType"] for name in ("amount_yen", "fiscal_year", "phase", "measure")} == {
        "amount_yen": "value",
        "fiscal_year": "date:fiscal-year",
        "phase": "phase:id",
        "measure": "value-kind:code",
    }


def validate_rows(
    warehouse: Path, descriptor: dict[str, Any], folder: Path, alter: Callable[[str, dict[str, Any]], dict[str, Any]]
) -> Report:
    """What frictionless finds in the rows, as CSV: it reads Parquet through pandas, which has no whole number beside NULL."""
    resources = []
    for resource in descriptor["resources"]:
        name = resource["name"]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field["name"] for field in resource["schema"]["fields"]])
            writer.writeheader()
            for row in pq.read_table(warehouse / resource["path"]).to_pylist():
                writer.writerow({key: written(value) for key, value in alter(name, row).items()})
        resources.append({"name": name, "type": "table", "path": f"{name}.csv", "schema": resource["schema"]})
    (folder / "datapackage.json").write_text(json.dumps({"name": "yosan", "resources": resources}), encoding="utf-8")
    report: Report = Package(str(folder / "datapackage.json")).validate()
    return report


def written(value: Any) -> Any:
    """A value as Table Schema writes it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value).lower() if isinstance(value, bool) else value


def test_rows_are_what_the_descriptor_says(warehouse: Path, descriptor: dict[str, Any], tmp_path: Path) -> None:
    report = validate_rows(warehouse, descriptor, tmp_path, lambda name, row: row)
    # An issue without an expression has no text, and to a CSV that is no value.
    errors = {(error.type, task.name) for task in report.tasks for error in task.errors}
    assert errors <= {("constraint-error", "extraction_issues")}, report.flatten(["name", "type", "note"])


@pytest.mark.parametrize(
    ("table", "column", "value", "error"),
    [
        ("amounts", "line_id", "gone", "foreign-key"),
        ("amounts", "amount_id", "a1", "primary-key"),
        ("amounts", "measure", "guess", "constraint-error"),
        ("budget_lines", "parent_line_id", "gone", "foreign-key"),
        ("amounts", "page", "one", "type-error"),
    ],
)
def test_descriptor_finds_wrong_rows(
    warehouse: Path, descriptor: dict[str, Any], tmp_path: Path, table: str, column: str, value: str, error: str
) -> None:
    report = validate_rows(
        warehouse, descriptor, tmp_path, lambda name, row: {**row, column: value} if name == table else row
    )
    assert error in {one.type for task in report.tasks if task.name == table for one in task.errors}
