"""raw/aliases.yaml: each kind of entry has what it needs and nothing else, or the line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Alias, AliasKind, LinkKind
from pipeline.sources import InvalidEntries, find_files, read_aliases

PROJECT = Path(__file__).parent.parent.parent


def write(raw: Path, text: str) -> Path:
    (raw / "aliases.yaml").write_text(text, encoding="utf-8")
    return raw


def test_the_three_kinds(tmp_path: Path) -> None:
    text = (
        "# reviewed\n"
        "- merge: [甲, 乙]\n  into: 丙\n  issuer: 文部科学省\n  reason: p. 3\n"
        "- split: 一般型\n  document: a.pdf\n  into: 丁(一般型)\n  reason: p. 4\n\n"
        "- {successor: 戊, of: 己, kind: united, reason: p. 5}\n"
    )
    merge, split, successor = read_aliases(write(tmp_path, text))
    assert merge == Alias("aliases.yaml:2", AliasKind.MERGE, ("甲", "乙"), "丙", "文部科学省", None, None, "p. 3")
    assert split == Alias("aliases.yaml:6", AliasKind.SPLIT, ("一般型",), "丁(一般型)", None, "a.pdf", None, "p. 4")
    assert successor == Alias(
        "aliases.yaml:11", AliasKind.SUCCESSOR, ("己",), "戊", None, None, LinkKind.UNITED, "p. 5"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- merge: 甲\n  into: 乙\n", "aliases.yaml:1: reason: Field required"),
        ("- merge: 甲\n  reason: r\n", "aliases.yaml:1: into: is missing in an entry with merge:"),
        (
            "- merge: 甲\n  split: 乙\n  into: 丙\n  reason: r\n",
            "aliases.yaml:1: an entry has one of merge:, split: and",
        ),
        ("- reason: r\n", "aliases.yaml:1: an entry has one of merge:, split: and successor:"),
        ("- merge: 甲\n  into: 乙\n  kind: stage\n  reason: r\n", "kind: has no meaning in an entry with merge:"),
        ("- split: 甲\n  into: 乙\n  reason: r\n", "aliases.yaml:1: split: needs document: or issuer:"),
        ("- successor: 甲\n  of: [乙]\n  kind: bought\n  reason: r\n", "aliases.yaml:3: kind: Input should be 'stage'"),
        ("- merge: [甲, 3]\n  into: 乙\n  reason: r\n", "aliases.yaml:1: merge.1: Input should be a valid string"),
        ("- merge: []\n  into: 乙\n  reason: r\n", "aliases.yaml:1: merge: List should have at least 1 item"),
        ("- merge: 甲\n  into: ' '\n  reason: r\n", "aliases.yaml:2: into: "),
        ("- merge: 甲\n  intoo: 乙\n  reason: r\n", "aliases.yaml:2: intoo: Extra inputs are not permitted"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InvalidEntries) as caught:
        read_aliases(write(tmp_path, text))
    assert message in str(caught.value)


def test_the_list_is_no_document(tmp_path: Path) -> None:
    assert find_files(write(tmp_path, "- merge: 甲\n")) == ()


def test_the_shipped_list_is_read_and_its_examples_are_right(tmp_path: Path) -> None:
    shipped = (PROJECT / "raw" / "aliases.yaml").read_text(encoding="utf-8")
    assert read_aliases(PROJECT / "raw") == ()
    examples = shipped[shipped.index("# - merge:") :]
    written = "".join(line.removeprefix("# ").removeprefix("#") for line in examples.splitlines(keepends=True))
    assert [alias.kind for alias in read_aliases(write(tmp_path, written))] == list(AliasKind)
