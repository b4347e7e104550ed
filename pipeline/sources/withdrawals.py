"""``raw/withdrawals.yaml``: documents that no longer count.

Belongs here: how an entry is written, adding one and taking it out again, so that what a person wrote stays as it is. Does
not belong here: what becomes of the document's rows (``revision``).

    - document: 0a1b2c3d4e5f6071    # document_id, its beginning, or a path below raw/
      why: replaced by the release of the next day
      replaced_by: 1b2c3d4e5f607182  # optional
      withdrawn_on: 2026-11-24       # optional: the day on which the issuer withdrew it
      known: {...}                   # what the document's row holds once the file is gone; `yosan withdraw` writes it
"""

from __future__ import annotations

import dataclasses
import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from pipeline.model import KnownDocument, Phase, Withdrawal
from pipeline.sources.corrections import Text
from pipeline.sources.reviewed import InvalidEntries, read_placed_entries

WITHDRAWALS_FILE = "withdrawals.yaml"
HEAD = "# Documents that no longer count, and why. `yosan withdraw` adds entries; each can be reviewed and taken out here.\n"
LINE_WIDTH = 120


class _Known(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source_uri: Text
    sha256: Annotated[Text, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: Text
    byte_size: Annotated[int, Field(ge=0)]
    page_count: int | None = None
    title: str | None = None
    issuer: str | None = None
    fiscal_year: int | None = None
    phase: Phase | None = None


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    document: Text
    why: Text
    replaced_by: Text | None = None
    withdrawn_on: date | None = None
    known: _Known | None = None


def read_withdrawals(raw: Path) -> tuple[Withdrawal, ...]:
    """The withdrawals beside the documents of ``raw``; ``InvalidEntries`` with every mistake and its line."""
    return _read(raw / WITHDRAWALS_FILE)


def add_withdrawal(raw: Path, withdrawal: Withdrawal) -> Path:
    """Add an entry at the end of the list, and leave the rest as it is; ``at`` is not written. Returns the list's path."""
    path = raw / WITHDRAWALS_FILE
    before = _read(path)
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    _replace(path, text + ("" if text.endswith("\n") or not text else "\n") + _to_yaml(withdrawal), len(before) + 1)
    return path


def remove_withdrawal(raw: Path, at: str) -> Path:
    """Take out the entry that begins at ``at``, and leave the rest as it is. Returns the list's path."""
    path = raw / WITHDRAWALS_FILE
    before = _read(path)
    text = path.read_text(encoding="utf-8")
    begin = int(at.rsplit(":", 1)[1]) - 1
    listed: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    (node,) = (node for node in listed.value if node.start_mark.line == begin)
    lines = text.splitlines(keepends=True)
    del lines[begin : _last_line(node) + 1]
    _replace(path, "".join(lines), len(before) - 1)
    return path


def _read(path: Path) -> tuple[Withdrawal, ...]:
    return tuple(
        Withdrawal(
            at,
            entry.document,
            entry.why,
            entry.replaced_by,
            entry.withdrawn_on,
            KnownDocument(**entry.known.model_dump()) if entry.known else None,
        )
        for at, entry in read_placed_entries(path, _Entry)
    )


def _to_yaml(withdrawal: Withdrawal) -> str:
    """One entry of the list, without what is not known."""
    entry = _stated({"document": withdrawal.document, "why": withdrawal.why, "replaced_by": withdrawal.replaced_by})
    entry |= _stated({"withdrawn_on": withdrawal.withdrawn_on})
    if withdrawal.known is not None:
        known = _stated(dataclasses.asdict(withdrawal.known))
        entry["known"] = {name: str(value) if name == "phase" else value for name, value in known.items()}
    return str(yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=LINE_WIDTH))


def _stated(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _last_line(node: Any) -> int:
    """The last line, from 0, on which a part of an entry is printed; comments behind it are not its own."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        mark = node.end_mark
        # A block of text ends where the next line begins.
        return int(mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line)
    parts = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return max(map(_last_line, parts), default=int(node.start_mark.line))


def _replace(path: Path, text: str, entries: int) -> None:
    """Put a new text in the list's place, once it is known to be a list of so many entries."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        if not _holds(fresh, entries):
            raise InvalidEntries(f"{path.name}: it cannot be changed as it is written: do it by hand")
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _holds(path: Path, entries: int) -> bool:
    """Whether a list can be read and has so many entries."""
    try:
        return len(_read(path)) == entries
    except InvalidEntries:
        return False
