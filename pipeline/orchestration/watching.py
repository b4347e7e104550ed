"""What follows from a look at raw/ and at the data sets that are loaded: which documents are new, and whether a run is due.

Belongs here: the decision, which knows nothing of Dagster's daemon. Does not belong here: looking (``sources.glance``), the sensor
that asks (``sensors``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass

from pipeline.model import id_of
from pipeline.sources import Glance

NAMED = 3  # files named in a sentence; the others are counted


@dataclass(frozen=True, slots=True)
class Cursor:
    """What was acted upon last. ``number`` counts changes, so that raw/ may come back to what it was and still be a change."""

    number: int
    files: str
    origins: str
    lists: str
    references: str
    rules: str

    def differences(self, other: Cursor) -> tuple[str, ...]:
        """The fields in which two differ, without the number."""
        one, two = asdict(self), asdict(other)
        return tuple(name for name in one if name != "number" and one[name] != two[name])


# Why a run is due that is not about new documents, the most telling reason first.
REASONS = {
    "rules": "the rules of extraction or reconciliation have changed",
    "lists": "a list of aliases, corrections or withdrawals has changed",
    "references": "an official data set was loaded or taken away",
    "files": "files of raw/ were renamed, put back or taken away",
    "origins": "a manifest says something else about files of raw/: what replaces them, when they were released or fetched",
}


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


def decide(
    look: Glance, known: Sequence[str], cursor: str | None, rules: str, references: Sequence[str] = ()
) -> Decision:
    """What is due after a look at raw/. ``known`` are the partitions there are, ``rules`` the versions of what reads and
    reconciles, ``references`` the hashes of the official data sets that are loaded.

    A cursor that cannot be read counts as none: everything is looked at anew, and what is stored is not parsed again.
    """
    if look.growing:
        return Decision(f"being written, so looked at later: {_name(look.growing)}", cursor)
    before = _read(cursor)
    if before is None and not look.documents:
        return Decision("raw/ holds no documents: put PDFs or texts there", cursor)
    after = _look_into(look, references, rules, before.number + 1 if before else 1)
    changed = before.differences(after) if before is not None else ()
    if before is not None and not changed:
        return Decision(f"nothing has changed among {len(look.documents)} files", cursor)
    ids = tuple(dict.fromkeys(look.documents.values()))
    present, there = frozenset(ids), frozenset(known)
    new = tuple(one for one in ids if one not in there)
    return Decision(
        why=_say(look, new, changed),
        cursor=json.dumps(asdict(after)),
        publish=True,
        extract=ids if "rules" in changed else new,
        add=new,
        drop=tuple(one for one in known if one not in present),
        lists_changed=before is None or "lists" in changed,
        run_key=f"{after.number}-{_digest(asdict(after))}",
    )


def _look_into(look: Glance, references: Sequence[str], rules: str, number: int) -> Cursor:
    """The cursor of what was seen."""
    origins = {document_id: astuple(origin) for document_id, origin in look.origins.items()}
    return Cursor(number, _digest(look.documents), _digest(origins), _digest(look.lists), _digest(references), rules)


def _say(look: Glance, new: Sequence[str], changed: Sequence[str]) -> str:
    """What is due, and why; nothing has ``changed`` at the first look."""
    if new:
        first = {document_id: path for path, document_id in reversed(look.documents.items())}
        return f"new in raw/: {_name([first[one] for one in new])}"
    first_look = f"first look at {len(look.documents)} files, all of them known"
    return next((reason for name, reason in REASONS.items() if name in changed), first_look)


def _name(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return ", ".join(paths[:NAMED]) + more


def _read(cursor: str | None) -> Cursor | None:
    try:
        return Cursor(**json.loads(cursor)) if cursor else None
    except (ValueError, TypeError):
        return None


def _digest(value: object) -> str:
    """A digest of what JSON can hold, and of dates."""
    return id_of(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))
