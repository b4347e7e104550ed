"""The same inputs give the same bytes: in any order, in any folder, in any process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import storage, walk

RELEASES = {
    "b/案.txt": "平成20年度予算案\n文部科学省\n\n(1) 知的クラスター創成事業　7,530百万円\n　うち第Ⅱ期　6,000百万円（9地域）\n",
    "a.txt": "平成21年度概算要求\n文部科学省\n\n知的クラスター創成事業　80億円（平成20年度予算額 7,530百万円）\n　実施は18地域\n",
    "c.md": "# 令和7年度予算案\n\n文部科学省\n\n- 海洋観測網整備事業　56億円\n- 地域研究拠点整備事業　1,234百万円\n",
    "empty.pdf": "",
}
PUBLISH = "import sys; from pathlib import Path; from pipeline import walk; walk.publish(*map(Path, sys.argv[1:]))"


def put(raw: Path, names: list[str]) -> Path:
    """Releases in a folder, written in the order of their names."""
    for name in names:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(RELEASES[name], encoding="utf-8")
    return raw


def published(warehouse: Path) -> dict[str, bytes]:
    """All of the current state that is made of inputs alone."""
    return {path.name: path.read_bytes() for path in sorted((warehouse / "parquet").iterdir())} | {
        "id": (warehouse / "current").resolve().name.encode()
    }


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What these releases come to."""
    folder = tmp_path_factory.mktemp("expected")
    walk.publish(put(folder / "raw", list(RELEASES)), folder / "warehouse")
    assert storage.summarize(folder / "warehouse").amounts > 4
    return published(folder / "warehouse")


def test_in_any_order_of_files_and_in_any_folder(tmp_path: Path, expected: dict[str, bytes]) -> None:
    raw = put(tmp_path / "a much longer path" / "予算" / "raw", list(RELEASES)[::-1])
    walk.publish(raw, tmp_path / "another warehouse")
    assert published(tmp_path / "another warehouse") == expected


def test_one_by_one_as_well_as_at_once(tmp_path: Path, expected: dict[str, bytes]) -> None:
    for name in sorted(RELEASES, reverse=True):
        walk.publish(put(tmp_path / "raw", [name]), tmp_path / "warehouse")
    assert published(tmp_path / "warehouse") == expected


@pytest.mark.parametrize("seed", ["0", *(pytest.param(seed, marks=pytest.mark.soak) for seed in ("1", "4242"))])
def test_in_any_process(tmp_path: Path, expected: dict[str, bytes], seed: str) -> None:
    raw = put(tmp_path / "raw", list(RELEASES))
    command = [sys.executable, "-c", PUBLISH, str(raw), str(tmp_path / "warehouse")]
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}, check=True)
    assert published(tmp_path / "warehouse") == expected


@pytest.mark.soak
def test_after_the_warehouse_was_moved(tmp_path: Path, expected: dict[str, bytes]) -> None:
    raw = put(tmp_path / "raw", list(RELEASES))
    walk.publish(raw, tmp_path / "before")
    descriptor = (tmp_path / "before" / "CURRENT.json").read_bytes()
    (tmp_path / "before").rename(tmp_path / "after")
    assert published(tmp_path / "after") == expected, "links lead on"
    walk.publish(raw, tmp_path / "after")
    assert published(tmp_path / "after") == expected
    assert (tmp_path / "after" / "CURRENT.json").read_bytes() == descriptor, "no new state"
    assert not (tmp_path / "after" / "damaged").exists()


@pytest.mark.soak
def test_after_a_release_came_and_went(tmp_path: Path, expected: dict[str, bytes]) -> None:
    raw = put(tmp_path / "raw", list(RELEASES))
    (raw / "more.txt").write_text("令和9年度概算要求\n文部科学省\n\n海洋観測網整備事業　60億円\n", encoding="utf-8")
    walk.publish(raw, tmp_path / "warehouse")
    (raw / "more.txt").unlink()
    walk.publish(raw, tmp_path / "warehouse")
    assert published(tmp_path / "warehouse") == expected


def test_no_wall_clock_in_any_table(tmp_path: Path, expected: dict[str, bytes]) -> None:
    raw = put(tmp_path / "raw", list(RELEASES))
    for path in raw.rglob("*.*"):
        os.utime(path, (0, 0))
    walk.publish(raw, tmp_path / "warehouse")
    assert published(tmp_path / "warehouse") == expected
    rows = storage.run_query(tmp_path / "warehouse", "SELECT DISTINCT retrieved_at FROM documents").to_pylist()
    assert rows == [{"retrieved_at": None}]
