"""What another version of yosan wrote is made again from raw/, and the command says so before it starts."""

from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner

from pipeline import storage, walk
from pipeline.cli import app
from pipeline.orchestration.definitions import build_definitions
from pipeline.storage import SCHEMA_VERSION
from pipeline.version import EXTRACTOR_VERSION

# It starts many runs and takes a minute or more: make soak.
pytestmark = pytest.mark.soak

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A raw/ with two releases, and a warehouse of them."""
    (tmp_path / "raw").mkdir()
    for number in (1, 2):
        text = RELEASE.replace("1,234", f"{number},000")
        (tmp_path / "raw" / f"{number}.txt").write_text(text, encoding="utf-8")
    walk.publish(tmp_path / "raw", tmp_path / "warehouse")
    return tmp_path


def run(folder: Path) -> list[str]:
    """What `yosan run` prints."""
    arguments = ["run", "--raw", str(folder / "raw"), "--warehouse", str(folder / "warehouse")]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.splitlines()


def age_documents(warehouse: Path, number: int) -> None:
    """Make some stored documents those of an older extractor."""
    for stored in sorted((warehouse / "documents").glob("*/*"))[:number]:
        stored.rename(stored.with_name("0.0.1+abc"))


def rewrite_descriptor(warehouse: Path, **content: object) -> None:
    """Change what the published state says of itself."""
    path = warehouse / "current" / "CURRENT.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | content), encoding="utf-8")


def test_documents_of_an_older_extractor_are_read_again(folder: Path) -> None:
    age_documents(folder / "warehouse", 2)
    lines = run(folder)
    assert lines[0] == (
        f"2 documents were read by another extractor (0.0.1+abc) and are read again ({EXTRACTOR_VERSION})"
    )
    assert lines[1].startswith("1/2 1.txt: parsed")
    assert {path.name for path in (folder / "warehouse").glob("documents/*/*")} == {EXTRACTOR_VERSION}
    assert "read again" not in "".join(run(folder))


def test_one_document_of_an_older_extractor(folder: Path) -> None:
    age_documents(folder / "warehouse", 1)
    assert run(folder)[0].startswith("1 document was read by another extractor (0.0.1+abc) and is read again")


def test_state_of_another_schema_is_rebuilt(folder: Path) -> None:
    state = (folder / "warehouse" / "current").resolve()
    versions = {"yosan": "0.0.1", "extractor": "0.0.1+abc", "schema": "0000000000"}
    rewrite_descriptor(folder / "warehouse", versions=versions)
    older = state.rename(state.with_name("0" * 16))
    (folder / "warehouse" / "current").unlink()
    (folder / "warehouse" / "current").symlink_to(f"states/{older.name}")
    lines = run(folder)
    assert (
        lines[0] == f"the published state has the schema 0000000000 and not {SCHEMA_VERSION}: it is rebuilt from raw/"
    )
    assert (folder / "warehouse" / "current").resolve() == state
    assert [one.folder.name for one in storage.list_states(folder / "warehouse")] == [state.name, older.name]
    assert storage.tell_changes(storage.list_states(folder / "warehouse"))[0] == "new schema"


def test_state_of_a_yosan_that_described_states_otherwise_is_rebuilt(folder: Path) -> None:
    rewrite_descriptor(folder / "warehouse", format=0)
    assert run(folder)[0] == "the published state was written by another version of yosan: it is rebuilt from raw/"
    assert storage.read_descriptor(folder / "warehouse" / "current").versions.schema == SCHEMA_VERSION
    assert not (folder / "warehouse" / "damaged").exists(), "older is not damaged"
    assert "rebuilt" not in "".join(run(folder))


def test_damaged_state_is_announced_and_told_in_the_summary(folder: Path) -> None:
    (folder / "warehouse" / "current" / "CURRENT.json").write_text("{", encoding="utf-8")
    (part,) = sorted((folder / "warehouse").glob("documents/*/*/amounts.parquet"))[:1]
    part.write_bytes(b"PAR1")
    lines = run(folder)
    assert lines[0].endswith(
        "CURRENT.json: damaged: it is not what yosan wrote: the published state is rebuilt from raw/"
    )
    told = [line for line in lines if line.startswith("noticed: ")]
    assert [line.count("damaged: ") for line in told] == [1, 1], "it is said once"
    assert "amounts.parquet: damaged" in told[0] and "CURRENT.json: damaged" in told[1]
    assert not [line for line in run(folder) if line.startswith("noticed: ")]


def test_dagsters_log_says_so_too(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    age_documents(folder / "warehouse", 1)
    (aged,) = (path.parent.name for path in (folder / "warehouse").glob("documents/*/0.0.1+abc"))
    rewrite_descriptor(folder / "warehouse", format=0)
    (folder / "warehouse" / "current" / "CURRENT.json").write_text("{", encoding="utf-8")
    job = build_definitions(folder / "raw", folder / "warehouse").resolve_job_def("ingest")
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("documents", [aged])
        assert job.execute_in_process(instance=instance, partition_key=aged).success
    log = capfd.readouterr().err
    assert "1 document was read by another extractor (0.0.1+abc)" in log
    assert "CURRENT.json: damaged" in log and "set aside and built again" in log
