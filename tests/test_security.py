"""SECURITY.md names tests that are there."""

from __future__ import annotations

import re

from pipeline.settings import PROJECT

TEXT = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_is_there() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", TEXT)
    assert len(named) > 15
    assert [name for name in named if f"def {name}(" not in written] == []


def test_every_file_that_is_named_is_there() -> None:
    named = re.findall(r"`((?:tests|deploy)/[\w/.]*)`", TEXT)
    assert named
    assert [name for name in named if not (PROJECT / name).exists()] == []
