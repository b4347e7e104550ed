"""Damaged files: named, set aside, and built again; readers are told in one sentence until then."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import walk
from pipeline.schema import TABLES
from pipeline.storage import (
    DamagedState,
    NothingPublished,
    find_damage,
    list_set_aside,
    open_state,
    read_descriptor,
    run_query,
    summarize,
)
from pipeline.storage.disk import clear_leftovers

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n　実施は３地域\n"
OTHER = "令和8年度概算要求\n文部科学省\n\n海洋観測網整備事業　56億円\n"


class Place:
    """A raw/ and its warehouse."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.warehouse = folder / "raw", folder / "warehouse"
        self.raw.mkdir()

    def publish(self, **releases: str) -> str:
        """Put releases into raw/ and publish; the state's id."""
        for name, text in releases.items():
            (self.raw / f"{name}.txt").write_text(text, encoding="utf-8")
        return walk.publish(self.raw, self.warehouse).state_id

    @property
    def state(self) -> Path:
        return (self.warehouse / "current").resolve()

    def reasons(self) -> list[str]:
        """Why things were set aside."""
        return list(list_set_aside(self.warehouse).values())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A warehouse of one release."""
    made = Place(tmp_path)
    made.publish(a=RELEASE)
    return made


def flip(path: Path) -> None:
    """Change bytes near the beginning of a file, where a Parquet file has its first page, and not its size."""
    content = bytearray(path.read_bytes())
    content[40:48] = bytes(255 - byte for byte in content[40:48])
    path.write_bytes(content)


def cut(path: Path) -> None:
    """Keep half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def amounts(warehouse: Path) -> list[int]:
    """What the published state says."""
    return [row["amount_yen"] for row in run_query(warehouse, "SELECT amount_yen FROM amounts ORDER BY 1").to_pylist()]


@pytest.mark.parametrize("harm", [flip, cut, Path.unlink])
@pytest.mark.parametrize("name", ["parquet/amounts.parquet", "yosan.duckdb", "DICTIONARY.md"])
def test_damaged_file_of_the_current_state_is_named_kept_and_mended(
    place: Place, name: str, harm: Callable[[Path], None]
) -> None:
    state, sound = place.state, (place.state / name).read_bytes()
    built_at = read_descriptor(state).built_at
    harm(state / name)
    harmed = (state / name).read_bytes() if (state / name).exists() else None
    assert list(find_damage(state)) == [name]
    assert place.publish() == state.name, "the same inputs are the same state"
    assert find_damage(state) == {}
    assert read_descriptor(state).built_at == built_at
    if name != "yosan.duckdb":
        assert (state / name).read_bytes() == sound
    (reason,) = place.reasons()
    assert reason.startswith(f"states/{state.name}/{name}: ") and "built again from raw/ (kept in damaged/1)" in reason
    kept = place.warehouse / "damaged/1/states" / state.name / name
    assert (kept.read_bytes() if kept.exists() else None) == harmed
    assert amounts(place.warehouse) == [1_234_000_000]


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 1}', b"\xff\xfe"])
def test_garbage_for_a_descriptor_is_mended(place: Place, content: bytes) -> None:
    state = place.state
    (state / "CURRENT.json").write_bytes(content)
    assert place.publish() == state.name
    assert read_descriptor(state).state_id == state.name
    assert "CURRENT.json: damaged: it is not what yosan wrote" in place.reasons()[0]
    assert (place.warehouse / "damaged/1/states" / state.name / "CURRENT.json").read_bytes() == content


def test_damaged_state_leaves_when_other_inputs_make_another(place: Place) -> None:
    damaged = place.state
    flip(damaged / "parquet" / "counts.parquet")
    assert place.publish(b=OTHER) != damaged.name
    assert not damaged.exists()
    assert (place.warehouse / "damaged/1/states" / damaged.name / "yosan.duckdb").is_file()
    assert "counts.parquet: damaged: its bytes are not those that were written" in place.reasons()[0]


def test_sound_state_that_is_published_again_takes_nothing_new(place: Place) -> None:
    inodes = {path: path.stat().st_ino for path in place.state.rglob("*")}
    place.publish()
    assert {path: path.stat().st_ino for path in place.state.rglob("*")} == inodes
    assert not (place.warehouse / "damaged").exists()


@pytest.mark.parametrize("harm", [flip, cut, Path.unlink])
def test_damaged_part_of_a_stored_document_is_named_kept_and_read_again(
    place: Place, harm: Callable[[Path], None]
) -> None:
    (part,) = place.warehouse.glob("documents/*/*/amounts.parquet")
    sound = part.read_bytes()
    harm(part)
    walk.load_facts(place.raw, place.warehouse)
    assert part.read_bytes() == sound
    (reason,) = place.reasons()
    assert reason.startswith(part.relative_to(place.warehouse).as_posix()) and "read again from raw/" in reason
    assert (place.warehouse / "damaged/1" / part.parent.relative_to(place.warehouse) / "pages.parquet").is_file()


def test_document_that_was_never_stored_is_not_damaged(place: Place) -> None:
    place.publish(b=OTHER)
    assert amounts(place.warehouse) == [1_234_000_000, 5_600_000_000]
    assert place.reasons() == []


def test_reader_of_a_damaged_database_is_told_what_to_do(place: Place) -> None:
    (place.state / "yosan.duckdb").write_bytes(b"no database at all")
    with pytest.raises(DamagedState, match=r"yosan\.duckdb is damaged \(.+\): `yosan run` sets it aside") as told:
        summarize(place.warehouse)
    assert "\n" not in str(told.value)


def test_reader_of_a_database_with_a_damaged_block_is_told_so(place: Place) -> None:
    database = place.state / "yosan.duckdb"
    content = bytearray(database.read_bytes())
    content[3 * 4096 :] = bytes(255 - byte for byte in content[3 * 4096 :])
    database.write_bytes(content)
    with pytest.raises(DamagedState, match=r"yosan\.duckdb is damaged"):
        run_query(place.warehouse, "SELECT * FROM amounts")


def test_damage_anywhere_in_a_database_is_told_or_harms_no_answer(place: Place) -> None:
    database = place.state / "yosan.duckdb"
    sound, right = database.read_bytes(), read_all(place.warehouse)
    told = 0
    for at in range(4096, len(sound), len(sound) // 20):
        database.write_bytes(sound[:at] + bytes(255 - byte for byte in sound[at : at + 64]) + sound[at + 64 :])
        try:
            assert read_all(place.warehouse) == right
        except DamagedState as damage:
            assert "is damaged" in str(damage)
            told += 1
    assert told > 0


def read_all(warehouse: Path) -> list[list[dict[str, Any]]]:
    """Every row of every table."""
    with open_state(warehouse) as state:
        return [state.ask(f"SELECT * FROM {name} ORDER BY ALL").to_pylist() for name in TABLES]


def test_state_that_is_gone_is_built_again(place: Place) -> None:
    shutil.rmtree(place.state)
    with pytest.raises(NothingPublished, match="has lost its published state states/.*build it again with `yosan run`"):
        summarize(place.warehouse)
    place.publish()
    assert amounts(place.warehouse) == [1_234_000_000]


def test_folder_of_states_that_is_gone_is_made_again(place: Place) -> None:
    shutil.rmtree(place.warehouse / "states")
    place.publish()
    assert amounts(place.warehouse) == [1_234_000_000]


@pytest.mark.parametrize("name", ["current", "yosan.duckdb", "parquet", "CURRENT.json"])
def test_link_that_leads_elsewhere_is_linked_again(place: Place, name: str) -> None:
    link = place.warehouse / name
    right = os.readlink(link)
    link.unlink()
    link.symlink_to("nowhere")
    place.publish()
    assert os.readlink(link) == right
    link.unlink()
    place.publish()
    assert os.readlink(link) == right


def test_copy_that_followed_the_links_becomes_a_warehouse_again(place: Place, tmp_path: Path) -> None:
    (tmp_path / "copied").mkdir()
    copied = Place(tmp_path / "copied")
    shutil.copytree(place.raw, copied.raw, dirs_exist_ok=True)
    shutil.copytree(place.warehouse, copied.warehouse, symlinks=False)
    assert copied.publish() == place.state.name
    assert os.readlink(copied.warehouse / "current") == f"states/{place.state.name}"
    assert os.readlink(copied.warehouse / "yosan.duckdb") == "current/yosan.duckdb"
    assert any("current: a folder where a link should be" in reason for reason in copied.reasons())
    assert amounts(copied.warehouse) == [1_234_000_000]


@pytest.mark.soak
def test_each_damage_has_a_folder_of_its_own(place: Place) -> None:
    for _ in range(11):
        flip(place.state / "parquet" / "counts.parquet")
        place.publish()
    assert list(list_set_aside(place.warehouse)) == list(range(1, 12))


def test_leftovers_of_killed_runs_are_removed_and_nothing_else(place: Place) -> None:
    kept = sorted(path for path in place.warehouse.rglob("*"))
    (place.warehouse / ".tmp-abc" / "state").mkdir(parents=True)
    (place.warehouse / ".tmp-current").symlink_to("states/nowhere")
    (place.state / ".tmp-PUBLISHED").write_text("9")
    clear_leftovers(place.warehouse)
    assert sorted(path for path in place.warehouse.rglob("*")) == kept
