"""Reading gold files: rows with every key filled in, so that a wrong key is an error and not a key that nobody compares.

Belongs here: keys and defaults, as ``README.md`` tells them. Does not belong here: comparing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Row = Mapping[str, object]

REQUIRED = object()  # a key without a default

DOCUMENT: Row = {
    "title": REQUIRED,
    "issuer": REQUIRED,
    "fiscal_year": None,
    "phase": None,
    "rounding_mode": REQUIRED,
    "page_count": REQUIRED,
    "status": "extracted",
}
AMOUNT: Row = {
    "page": REQUIRED,
    "label": REQUIRED,
    "parent": None,
    "marker": None,
    "fiscal_year": None,
    "phase": None,
    "supplement_no": None,
    "measure": "budget",
    "nature": "expenditure",
    "amount_yen": None,
    "amount_yen_max": None,
    "precision_yen": None,
    "approximate": False,
    "qualifier": None,
}
COUNT: Row = {
    "page": REQUIRED,
    "subject": REQUIRED,
    "unit": REQUIRED,
    "value": REQUIRED,
    "fiscal_year": None,
    "status": None,
    "relation": None,
    "of": None,
    "approximate": False,
}
CHECK: Row = {
    "kind": REQUIRED,
    "label": REQUIRED,
    "fiscal_year": None,
    "phase": None,
    "unit": "yen",
    "stated": REQUIRED,
    "computed": REQUIRED,
    "residual": REQUIRED,
    "status": REQUIRED,
}
LINE: Row = {"page": REQUIRED, "label": REQUIRED}
LINE_OPTIONAL = frozenset({"parent", "relation", "is_total", "marker"})
PRINTED_AGAIN: Row = {"label": REQUIRED, "pages": REQUIRED}


@dataclass(frozen=True, slots=True)
class Gold:
    """What one document says. Keys that are open are missing from their rows."""

    file: str
    document: Row
    amounts: tuple[Row, ...]
    counts: tuple[Row, ...]
    checks: tuple[Row, ...]
    lines: tuple[Row, ...]
    printed_again: tuple[Row, ...]


class BadGold(ValueError):
    """A gold file has a key that does not exist, or lacks one."""


def read_gold(path: Path) -> Gold:
    """The facts of one gold file; ``BadGold`` says what is wrong with it."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = {name: data.pop(name, []) for name in ("amounts", "counts", "checks", "lines", "printed_again")}
    file = data.pop("file")
    return Gold(
        file=file,
        document=_fill(data, DOCUMENT, path),
        amounts=tuple(_amount(row, path) for row in rows["amounts"]),
        counts=tuple(_fill(row, COUNT, path) for row in rows["counts"]),
        checks=tuple(_fill(row, CHECK, path) for row in rows["checks"]),
        lines=tuple(_line(row, path) for row in rows["lines"]),
        printed_again=tuple(_fill(row, PRINTED_AGAIN, path) for row in rows["printed_again"]),
    )


def _amount(row: dict[str, object], path: Path) -> Row:
    """An amount; without yen it must say what is printed in its place."""
    printed = row.pop("amount_text", None)
    if ("amount_yen" in row) == (printed is not None) or ("amount_yen" in row) != ("precision_yen" in row):
        raise BadGold(f"{path.name}: {row} needs amount_yen and precision_yen, or amount_text for a dash")
    return _fill(row, AMOUNT, path)


def _line(row: dict[str, object], path: Path) -> Row:
    stated = {key: value for key, value in row.items() if key in LINE_OPTIONAL}
    return {**_fill({key: row[key] for key in row if key not in stated}, LINE, path), **stated}


def _fill(row: Mapping[str, object], keys: Row, path: Path) -> Row:
    """The row with defaults, without its open keys."""
    stated = dict(row)
    left_open = stated.pop("open", [])
    assert isinstance(left_open, list)
    unknown = [key for key in (*stated, *left_open) if key not in keys]
    missing = [key for key, value in keys.items() if value is REQUIRED and key not in stated and key not in left_open]
    if unknown or missing:
        raise BadGold(f"{path.name}: unknown {unknown}, missing {missing} in {row}")
    return {key: stated.get(key, default) for key, default in keys.items() if key not in left_open}
