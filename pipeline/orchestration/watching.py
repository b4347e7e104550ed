"""What follows from a look at raw/: which documents are new, and whether a run is due.

Belongs here: the decision, which knows nothing of Dagster's daemon. Does not belong here: looking (``sources.glance``), the sensor
that asks (``sensors``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from pipeline.model import id_of
from pipeline.sources import Glance

NAMED = 3  # files named in a sentence; the others are counted


@dataclass(frozen=True, slots=True)
class Cursor:
    """What was acted upon last. ``number`` counts changes, so that raw/ may come back to what it was and still be a change."""

    number: int
    files: str
    lists: str
    rules: str


@dataclass(frozen=True, slots=True)
class Decision:
    """``extract`` are the ids of documents to extract, ``publish`` is whether a state is due, with or without them.

    ``add`` are ids that have no partition yet, ``drop`` partitions without a document.
    ``why`` is a sentence in any case.
    """

    why: str
    cursor: str | None
    publish: bool = False
    extract: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    lists_changed: bool = False
    run_key: str | None = None


def decide(look: Glance, known: Sequence[str], cursor: str | None, rules: str) -> Decision:
    """What is due after a look at raw/. ``known`` are the partitions there are, ``rules`` the versions of what reads and reconciles.

    A cursor that cannot be read counts as none: everything is looked at anew, and what is stored is not parsed again.
    """
    if look.growing:
        return Decision(f"being written, so looked at later: {_name(look.growing)}", cursor)
    before = _read(cursor)
    files, lists = _digest(look.documents), _digest(look.lists)
    if before is None and not look.documents:
        return Decision("raw/ holds no documents: put PDFs or texts there", cursor)
    if before is not None and (before.files, before.lists, before.rules) == (files, lists, rules):
        return Decision(f"nothing has changed among {len(look.documents)} files", cursor)
    after = Cursor(before.number + 1 if before else 1, files, lists, rules)
    ids = tuple(dict.fromkeys(look.documents.values()))
    present, there = frozenset(ids), frozenset(known)
    new = tuple(one for one in ids if one not in there)
    again = before is not None and before.rules != rules
    return Decision(
        why=_say(look, new, before, after),
        cursor=json.dumps(asdict(after)),
        publish=True,
        extract=ids if again else new,
        add=new,
        drop=tuple(one for one in known if one not in present),
        lists_changed=before is None or before.lists != lists,
        run_key=f"{after.number}-{_digest(asdict(after))}",
    )


def _say(look: Glance, new: Sequence[str], before: Cursor | None, after: Cursor) -> str:
    """What is due, and why."""
    if new:
        first = {document_id: path for path, document_id in reversed(look.documents.items())}
        return f"new in raw/: {_name([first[one] for one in new])}"
    if before is None:
        return f"first look at {len(look.documents)} files, all of them known"
    if before.rules != after.rules:
        return "the rules of extraction or reconciliation have changed"
    if before.lists != after.lists:
        return "a list of aliases, corrections or withdrawals has changed"
    return "files of raw/ were renamed, put back or taken away"


def _name(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return ", ".join(paths[:NAMED]) + more


def _read(cursor: str | None) -> Cursor | None:
    try:
        return Cursor(**json.loads(cursor)) if cursor else None
    except (ValueError, TypeError):
        return None


def _digest(value: object) -> str:
    return id_of(json.dumps(value, sort_keys=True, ensure_ascii=False))
