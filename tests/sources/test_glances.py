"""Looks at raw/, with real files."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline.sources import UnreadableFiles, find_files, glance

LONG_AGO = 1_600_000_000


def put(raw: Path, name: str, text: str) -> Path:
    """A file that was written long ago."""
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """With two documents."""
    put(tmp_path / "raw", "a.txt", "予算案")
    put(tmp_path / "raw", "b/c.txt", "概算要求")
    return tmp_path / "raw"


def test_glance_has_the_ids_that_a_run_finds(raw: Path, tmp_path: Path) -> None:
    seen = glance(raw, tmp_path / "memory.json")
    assert seen.documents == {source.source_uri: source.document_id for source in find_files(raw)}
    assert (seen.lists, seen.growing) == ({}, ())


def test_untouched_file_is_not_read_again(raw: Path, tmp_path: Path) -> None:
    memory = tmp_path / "memory.json"
    glance(raw, memory)
    memory.write_text(memory.read_text().replace(find_files(raw)[0].sha256, "f" * 64))
    assert glance(raw, memory).documents["a.txt"] == "f" * 16, "what is remembered is believed"


def test_file_replaced_by_one_of_the_same_size_and_date_is_read(raw: Path, tmp_path: Path) -> None:
    before = glance(raw, tmp_path / "memory.json").documents
    put(raw, "a.txt", "予算書")
    after = glance(raw, tmp_path / "memory.json").documents
    assert after["a.txt"] != before["a.txt"] and after["b/c.txt"] == before["b/c.txt"]


def test_file_that_is_being_written_is_waited_for(raw: Path, tmp_path: Path) -> None:
    (raw / "new.pdf").write_bytes(b"%PDF-")
    assert glance(raw, tmp_path / "memory.json").growing == ("new.pdf",)
    assert not (tmp_path / "memory.json").exists()
    os.utime(raw / "new.pdf", (time.time() + 3600,) * 2)
    assert glance(raw, tmp_path / "memory.json").growing == (), "a date in the future is a wrong clock"


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"a.txt": 1}'])
def test_damaged_memory_is_made_anew(raw: Path, tmp_path: Path, damage: str) -> None:
    memory = tmp_path / "memory.json"
    whole = glance(raw, memory)
    memory.write_text(damage)
    assert glance(raw, memory) == whole


def test_changed_list_has_another_hash(raw: Path, tmp_path: Path) -> None:
    put(raw, "withdrawals.yaml", "[]")
    first = glance(raw, tmp_path / "memory.json").lists
    put(raw, "withdrawals.yaml", "[ ]")
    second = glance(raw, tmp_path / "memory.json").lists
    assert first.keys() == second.keys() == {"withdrawals.yaml"} and first != second


def test_file_that_cannot_be_opened_is_no_empty_folder(raw: Path, tmp_path: Path) -> None:
    (raw / "broken.pdf").symlink_to("nowhere")
    with pytest.raises(UnreadableFiles, match="broken.pdf"):
        glance(raw, tmp_path / "memory.json")


def test_thousand_files_are_looked_at_in_under_a_second(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    for number in range(1_000):
        put(raw, f"{number % 20}/{number}.txt", str(number))
    glance(raw, tmp_path / "memory.json")
    begun = time.process_time()  # other processes do not count
    assert len(glance(raw, tmp_path / "memory.json").documents) == 1_000
    assert time.process_time() - begun < 1
