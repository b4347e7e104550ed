"""What a state says of itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.model import CheckStatus, Reconciled
from pipeline.schema import TABLES
from pipeline.storage import OlderDescriptor, Shares, UnreadableDescriptor, publish, read_descriptor
from pipeline.version import EXTRACTOR_VERSION

from .samples import CHECK, DOCUMENT_ID, FACTS, RECONCILED, SOURCE, VERSION, later_release

STATUSES = (
    *(CheckStatus.BALANCED, CheckStatus.BALANCED, CheckStatus.WITHIN_ROUNDING, CheckStatus.MISMATCH),
    *(CheckStatus.EXCEEDS, CheckStatus.PARTIAL, CheckStatus.UNVERIFIABLE),
)
EACH = Reconciled(
    tuple(replace(CHECK, reconciliation_id=f"r{n}", status=status) for n, status in enumerate(STATUSES)), ()
)


def test_state_names_its_inputs_versions_and_time(tmp_path: Path) -> None:
    earliest = datetime.now(UTC).replace(microsecond=0)
    state = publish(tmp_path, [FACTS, later_release(2009, 1)], [SOURCE], RECONCILED)
    said = json.loads((tmp_path / "CURRENT.json").read_text(encoding="utf-8"))
    assert said["state"] == state.state_id
    assert earliest <= datetime.fromisoformat(said["built_at"]) <= datetime.now(UTC)
    assert (said["versions"]["yosan"], said["versions"]["extractor"]) == (version("yosan"), EXTRACTOR_VERSION)
    assert (said["documents"], [one["source_uri"] for one in said["inputs"]]) == (2, ["2009.pdf", "a/yosan.pdf"])
    assert said["inputs"][1] == {
        "document_id": DOCUMENT_ID,
        "sha256": DOCUMENT_ID * 4,
        "source_uri": "a/yosan.pdf",
        "status": "extracted",
        "extractor_version": VERSION,
    }


def test_every_parquet_is_sealed_with_rows_bytes_and_hash(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS], [SOURCE], RECONCILED)
    said = json.loads((tmp_path / "CURRENT.json").read_text(encoding="utf-8"))["tables"]
    assert list(said) == list(TABLES)
    for name, seal in said.items():
        content = (tmp_path / f"parquet/{name}.parquet").read_bytes()
        assert seal["bytes"] == len(content)
        assert seal["sha256"] == hashlib.sha256(content).hexdigest()
        assert seal["rows"] == pq.read_table(tmp_path / f"parquet/{name}.parquet").num_rows


def test_shares_of_checks_are_told_over_all_and_by_document(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS, later_release(2009, 1)], [SOURCE], EACH)
    descriptor = read_descriptor(tmp_path / "current")
    assert descriptor.checks == Shares(checked=5, balanced=2, within_rounding=1, failing=2, undecided=2)
    assert descriptor.by_document == {DOCUMENT_ID: descriptor.checks}, "the other document has none"
    assert descriptor.checks.reconciled == 0.6
    said = json.loads((tmp_path / "CURRENT.json").read_text(encoding="utf-8"))
    assert said["checks"]["share_reconciled"] == 0.6


def test_no_share_where_nothing_could_be_decided(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS], [SOURCE], Reconciled(EACH.checks[5:], ()))
    assert read_descriptor(tmp_path / "current").checks.reconciled is None


def test_same_inputs_are_the_same_state_and_keep_its_time(tmp_path: Path) -> None:
    first = publish(tmp_path, [FACTS], [SOURCE], RECONCILED)
    path = tmp_path / "current" / "CURRENT.json"
    path.write_text(path.read_text().replace('"built_at": "2', '"built_at": "1'), encoding="utf-8")
    inode = path.stat().st_ino
    second = publish(tmp_path, [FACTS], [SOURCE], RECONCILED)
    assert second == first
    assert read_descriptor(tmp_path / "current").built_at.year < 2000, "it was built long ago"
    assert path.stat().st_ino == inode
    assert len(list((tmp_path / "states").iterdir())) == 1


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS, later_release(2009, 1)], [SOURCE], EACH)
    descriptor = read_descriptor(tmp_path / "current")
    assert descriptor.count_rows("amounts") == 5
    files = {path.relative_to(tmp_path / "current").as_posix() for path in (tmp_path / "current").rglob("*.*")}
    assert set(descriptor.files) == files - {"CURRENT.json"}


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"CURRENT"', '{"format": 1, "state": "a"}', "\x00" * 9])
def test_garbage_is_no_descriptor(tmp_path: Path, content: str) -> None:
    (tmp_path / "CURRENT.json").write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableDescriptor, match=r"CURRENT\.json: damaged: it is not what yosan wrote"):
        read_descriptor(tmp_path)


def test_descriptor_of_another_form_is_older_and_not_damaged(tmp_path: Path) -> None:
    (tmp_path / "CURRENT.json").write_text('{"state": "c98056eca7886a0d", "tables": {}}', encoding="utf-8")
    with pytest.raises(OlderDescriptor):
        read_descriptor(tmp_path)
