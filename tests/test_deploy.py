"""The two configurations of Dagster that come with the project: they load, and their parts agree with each other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml
from sqlalchemy.engine import make_url

from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.partitions import follow_documents, range_tags
from pipeline.settings import PROJECT
from pipeline.sources import find_files

DEPLOY = PROJECT / "deploy"
DAGSTER = Path(sys.executable).with_name("dagster")
EXTRACTED = dg.AssetKey("extracted_documents")
RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"


def read_yaml(name: str) -> dict[str, Any]:
    """A file of deploy/."""
    content = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def instance_info(home: Path, configuration: Path, **environment: str) -> str:
    """What `dagster instance info` says of a configuration."""
    shutil.copy(configuration, home / "dagster.yaml")
    done = subprocess.run(
        [str(DAGSTER), "instance", "info"],
        env={**os.environ, "DAGSTER_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def reach(url: str) -> dict[str, str]:
    """The environment in which deploy/dagster.yaml leads to a server of the tests, which listens to a socket."""
    at = make_url(url)
    return {
        "DAGSTER_POSTGRES_HOST": "",
        "PGHOST": str(at.query["host"]),
        "DAGSTER_POSTGRES_USER": at.username or "",
        "DAGSTER_POSTGRES_PASSWORD": "p@ss:w/rd",
        "DAGSTER_POSTGRES_DATABASE": at.database or "",
    }


def test_configuration_for_one_machine_loads(tmp_path: Path) -> None:
    said = instance_info(tmp_path, PROJECT / "dagster.yaml")
    assert "SqliteRunStorage" in said and "telemetry:\n  enabled: false" in said


def test_configuration_for_several_machines_loads_on_a_real_postgresql(tmp_path: Path, postgres: str) -> None:
    pytest.importorskip("dagster_postgres", reason="dagster-postgres is not installed: it comes with yosan[deploy]")
    said = instance_info(tmp_path, DEPLOY / "dagster.yaml", **reach(postgres))
    assert "PostgresRunStorage" in said and "telemetry:\n  enabled: false" in said
    assert "event_log_storage:\n    current: " in said, "its tables are there"


def test_run_over_new_partitions_has_its_records_in_postgresql(
    tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("dagster_postgres", reason="dagster-postgres is not installed: it comes with yosan[deploy]")
    for name, value in reach(postgres).items():
        monkeypatch.setenv(name, value)
    shutil.copy(DEPLOY / "dagster.yaml", tmp_path / "dagster.yaml")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(RELEASE, encoding="utf-8")
    ids = [source.document_id for source in find_files(raw)]
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert isinstance(instance.run_coordinator, dg.QueuedRunCoordinator)
        follow_documents(instance, ids)
        job = build_definitions(raw, tmp_path / "warehouse").resolve_job_def("ingest")
        result = job.execute_in_process(instance=instance, tags=range_tags(instance, ids), asset_selection=[EXTRACTED])
        assert result.success
        (record,) = instance.get_run_records(dg.RunsFilter(run_ids=[result.run_id]))
        assert record.dagster_run.status is dg.DagsterRunStatus.SUCCESS
        assert instance.get_materialized_partitions(EXTRACTED) == set(ids)


def test_services_find_each_other() -> None:
    services = read_yaml("compose.yaml")["services"]
    (location,) = (one["grpc_server"] for one in read_yaml("workspace.yaml")["load_from"])
    command = services[location["host"]]["command"]
    assert command[command.index("--port") + 1] == str(location["port"])
    assert command[command.index("--module-name") + 1] == "pipeline.definitions"
    database = read_yaml("dagster.yaml")["storage"]["postgres"]["postgres_db"]
    asked = {name: one["env"] for name, one in database.items() if isinstance(one, dict)}
    assert asked.keys() == {"hostname", "username", "password", "db_name"}
    for service in ("code", "webserver", "daemon"):
        given = services[service]["environment"]
        assert given[asked["hostname"]] in services
        assert given[asked["username"]] == services["postgres"]["environment"]["POSTGRES_USER"]
        assert given[asked["password"]] == services["postgres"]["environment"]["POSTGRES_PASSWORD"]
        assert given[asked["db_name"]] == services["postgres"]["environment"]["POSTGRES_DB"]
    assert services["webserver"]["ports"] == ["127.0.0.1:3000:3000"], "the UI has no login"


def test_no_service_has_a_password_of_its_own() -> None:
    for line in (DEPLOY / "example.env").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or line.endswith("="), line
    assert "${POSTGRES_PASSWORD:?" in (DEPLOY / "compose.yaml").read_text(encoding="utf-8")


def test_every_command_of_a_service_is_there() -> None:
    services = read_yaml("compose.yaml")["services"]
    commands = [service["command"][0] for name, service in services.items() if name != "postgres"]
    assert sorted(commands) == ["dagster", "dagster-daemon", "dagster-webserver"]
    assert all(DAGSTER.with_name(command).exists() for command in commands)


def test_image_is_made_of_files_that_are_there() -> None:
    kept = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")]
    assert kept and all((PROJECT / name).exists() for name in kept)
    copied = [
        line.split()[1:-1] for line in (DEPLOY / "Dockerfile").read_text().splitlines() if line.startswith("COPY")
    ]
    assert {name for names in copied for name in names} == set(kept)
