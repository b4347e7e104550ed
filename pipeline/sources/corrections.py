"""``raw/corrections.yaml``: what a person says of printed figures.

Belongs here: how an entry is written. Does not belong here: which figure it means (``revision``).

    - document: 0a1b2c3d            # document_id, its beginning, or a path below raw/
      page: 3
      printed: "2,819百万円"         # as printed
      beside: 産学官連携             # part of the line's label, where the page prints the figure more than once
      corrected: "2,891百万円"       # or whole yen, or for a count its number
      reason: misprint, see the ministry's table of the same day
      who: 山田
      when: 2026-11-24
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from pipeline.model import CorrectionEntry
from pipeline.sources.reviewed import read_placed_entries

CORRECTIONS_FILE = "corrections.yaml"


def _text(value: Any) -> Any:
    """A text; what YAML takes for something else (0123, 2819, yes) has lost how it was written."""
    if isinstance(value, (bool, int, float, date)):
        raise ValueError("write it in quotes, or YAML reads something else")
    return value


Text = Annotated[str, BeforeValidator(_text), Field(min_length=1, pattern=r"\S")]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    document: Text
    page: Annotated[int, Field(ge=1, strict=True)]
    printed: Text
    beside: Text | None = None
    corrected: Annotated[int, Field(strict=True)] | Annotated[str, Field(strict=True)]
    reason: Text
    who: Text
    when: date


def read_corrections(raw: Path) -> tuple[CorrectionEntry, ...]:
    """The corrections beside the documents of ``raw``; ``InvalidEntries`` with every mistake and its line."""
    return tuple(
        CorrectionEntry(
            at,
            entry.document,
            entry.page,
            entry.printed,
            entry.beside,
            entry.corrected,
            entry.reason,
            entry.who,
            entry.when,
        )
        for at, entry in read_placed_entries(raw / CORRECTIONS_FILE, _Entry)
    )
