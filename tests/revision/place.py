"""A raw/ and its warehouse, for the tests of this folder: releases are written, published and asked.

Belongs here: what these tests share. Does not belong here: tests.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline import storage, walk
from pipeline.sources import find_files

DRAFT = (
    "平成20年度予算案における地域施策\n文部科学省\n\n"
    "北浜クラスター事業　7,530百万円\n　　９地域\n南浜エリア事業　1,200百万円\n"
    "\f平成20年度予算案における地域施策\n\n湾岸連携事業　2,000百万円\n離島連携事業　2,000百万円\n"
)


class Place:
    """A raw folder and a warehouse of their own."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.warehouse = folder / "raw", folder / "warehouse"
        self.raw.mkdir()

    def put(self, name: str, text: str | bytes) -> str:
        """Write a file, and say its document_id if it is a document."""
        (self.raw / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return next((one.document_id for one in find_files(self.raw) if one.source_uri == name), "")

    def publish(self) -> storage.State:
        """Publish what is in raw/, as a run does."""
        return walk.publish(self.raw, self.warehouse)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        return [tuple(row.values()) for row in storage.run_query(self.warehouse, sql).to_pylist()]

    def budgets(self) -> dict[str, tuple[int | None, int | None, bool]]:
        """What program_budgets says by name: what holds, what is printed, whether they differ by a correction."""
        rows = self.ask("SELECT name, amount_yen, amount_yen_printed, is_corrected FROM program_budgets")
        assert len({name for name, *_ in rows}) == len(rows)
        return {name: (yen, printed, corrected) for name, yen, printed, corrected in rows}


def entry(document: str = "draft.txt", **fields: object) -> str:
    """An entry of corrections.yaml."""
    stated = {
        "document": document,
        "page": 1,
        "printed": '"7,530百万円"',
        "corrected": "7,350百万円",
        "reason": "misprint",
        "who": "山田",
        "when": "2026-11-24",
    } | fields
    lines = [f"{name}: {value}" for name, value in stated.items() if value is not None]
    return "- " + "\n  ".join(lines) + "\n"
