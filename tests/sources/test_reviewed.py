"""A person's list is read whole or refused with the lines that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from pipeline.sources import InvalidEntries, read_entries


class Swap(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    old: str
    new: str
    reason: str


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "swaps.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_entries_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "# reviewed\n- old: 甲\n  new: 乙\n  reason: 改称\n- {old: b, new: c, reason: r}\n")
    assert read_entries(path, Swap) == (Swap(old="甲", new="乙", reason="改称"), Swap(old="b", new="c", reason="r"))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_an_empty_list_and_a_missing_one_hold_nothing(tmp_path: Path, text: str) -> None:
    assert read_entries(write(tmp_path, text), Swap) == ()
    assert read_entries(tmp_path / "none.yaml", Swap) == ()


# Twelve lines that would come to 10^12 entries.
WORDS_OF_WORDS = "- &a0 {old: a, new: b}\n" + "".join(
    f"- &a{number} {{<<: [{', '.join([f'*a{number - 1}'] * 10)}]}}\n" for number in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- old: a\n  new: b\n", "swaps.yaml:1: reason: Field required"),
        ("- old: a\n  new: b\n  reason: r\n  kind: x\n", "swaps.yaml:4: kind: Extra inputs are not permitted"),
        ("- old: a\n  new: [b]\n  reason: r\n", "swaps.yaml:2: new: Input should be a valid string"),
        ("old: a\n", "swaps.yaml:1: a list is expected here"),
        ("- a\n", "swaps.yaml:1: an entry is written as"),
        ("- old: a\n  old: b\n", "swaps.yaml:1: a name stands twice"),
        ("- old: a\n\tnew: b\n", "swaps.yaml:2: it is no YAML"),
        ("- !!python/object/apply:os.system [ls]\n", "swaps.yaml:1: an entry is written as"),
        ("- old: &it a\n  new: *it\n  reason: r\n", r"swaps.yaml:2: *it stands for another value: write the value out"),
        (WORDS_OF_WORDS, "swaps.yaml:2: *a0 stands for another value"),
        ("- " * 50_000, "swaps.yaml:1: lists within lists within lists"),
        ("- old: " + "[" * 100_000, "swaps.yaml:1: lists within lists within lists"),
        ("- ? [old, new]\n  : b\n", "swaps.yaml:1: a name is a word"),
        ("- old: 2025-13-01\n  new: b\n  reason: r\n", "swaps.yaml:1: month must be in 1..12"),
        (b"- old: \x83\x00", "swaps.yaml: it is not UTF-8 (byte 7)"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(InvalidEntries) as caught:
        read_entries(write(tmp_path, text), Swap)
    assert message in str(caught.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InvalidEntries) as caught:
        read_entries(write(tmp_path, "- old: a\n- new: b\n"), Swap)
    lines = str(caught.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["1", "1", "2", "2"]
