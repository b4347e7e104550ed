"""What two states differ in: documents, amounts and counts, and why.

Belongs here: matching them by their ids, which come from the document and the printed place and so survive a new extractor,
and the rules that say why one appeared, changed or vanished. Does not belong here: finding states (``history``).

States may have been written under different schemas: what only one of them has is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.model import DocumentStatus
from pipeline.schema import literals, quoted
from pipeline.storage.descriptor import DATABASE
from pipeline.storage.history import KeptState
from pipeline.storage.queries import DamagedState

APPEARED, CHANGED, VANISHED = "appeared", "changed", "vanished"
SIDES = {"o": "before", "n": "after"}  # what the queries call the rows of either state, and the state itself
COMMON = ("document_id", "page", "char_start", "printed", "line")
NOT_TOLD = "other rules"  # neither inputs nor versions say why: the checks' own code has changed


@dataclass(frozen=True, slots=True)
class Kind:
    """What is compared: a table, its key, and the columns in which a difference counts. How a figure was found does not."""

    name: str
    table: str
    key: str
    printed: str
    fields: tuple[str, ...]


KINDS = (
    Kind(
        "document",
        "documents",
        "document_id",
        "title",
        (
            "source_uri",
            "status",
            "title",
            "issuer",
            "fiscal_year",
            "phase",
            "released_on",
            "replaced_by",
            "withdrawn_on",
        ),
    ),
    Kind(
        "amount",
        "amounts",
        "amount_id",
        "amount_text",
        (
            *("amount_yen", "amount_yen_max", "amount_yen_suggested", "approximate", "fiscal_year", "phase"),
            *("supplement_no", "measure", "nature", "qualifier"),
        ),
    ),
    Kind(
        "count",
        "counts",
        "count_id",
        "count_text",
        ("value", "unit", "subject", "approximate", "fiscal_year", "status", "relation"),
    ),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One document or figure that two states do not hold alike. ``before`` and ``after`` are the fields that differ, all that say
    something where it is in one state alone; ``page`` and ``line`` are ``None`` for a document."""

    what: str
    kind: str
    id: str
    document_id: str
    file: str
    page: int | None
    line: str | None
    printed: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules decide on: a change, its document in either state, and whether the schemas differ."""

    what: str
    kind: str
    fields: frozenset[str]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    schemas_differ: bool


def _is_new_release(case: Case) -> bool:
    """A file that was not in raw/ before."""
    return case.what == APPEARED and case.before is None


def _is_removed_file(case: Case) -> bool:
    """A file that is no longer in raw/."""
    return case.what == VANISHED and case.after is None


def _is_replaced(case: Case) -> bool:
    """`yosan withdraw ID --replaced-by OTHER`: the figures go, the document's row stays with the reason."""
    return _is_withdrawn(case) and bool(case.after and case.after["replaced_by"])


def _is_withdrawn(case: Case) -> bool:
    """`yosan withdraw ID --why …`."""
    return _status(case.after) == DocumentStatus.WITHDRAWN != _status(case.before)


def _is_no_longer_withdrawn(case: Case) -> bool:
    """A withdrawal that was taken back."""
    return _status(case.before) == DocumentStatus.WITHDRAWN != _status(case.after)


def _is_corrected(case: Case) -> bool:
    """An entry in raw/corrections.yaml or an erratum release that came, changed or went."""
    return "corrected_value" in case.fields


def _is_renamed(case: Case) -> bool:
    """The same bytes under another name."""
    return case.kind == "document" and case.fields == {"source_uri"}


def _has_new_extractor(case: Case) -> bool:
    """The document was read again, under other rules."""
    return _extractor(case.before) != _extractor(case.after)


def _has_new_schema(case: Case) -> bool:
    """The states were written under different schemas."""
    return case.schemas_differ


# The first that holds says why.
REASONS: tuple[tuple[str, Callable[[Case], bool]], ...] = (
    ("new release", _is_new_release),
    ("removed file", _is_removed_file),
    ("replaced document", _is_replaced),
    ("withdrawn document", _is_withdrawn),
    ("no longer withdrawn", _is_no_longer_withdrawn),
    ("corrected", _is_corrected),
    ("renamed file", _is_renamed),
    ("new extractor", _has_new_extractor),
    ("new schema", _has_new_schema),
)


def compare_states(before: KeptState, after: KeptState) -> tuple[Difference, ...]:
    """What differs, by file, page and place. ``DamagedState`` if one of the states cannot be read."""
    try:
        with duckdb.connect() as connection:
            for name, state in (("before", before), ("after", after)):
                file = literals((str(state.folder / DATABASE),))
                connection.execute(f"ATTACH {file} AS {quoted(name)} (READ_ONLY)")
            schemas_differ = _schema(before) != _schema(after)
            documents = {name: _documents(connection, name) for name in ("before", "after")}
            changes = [
                (_make_change(kind, row, documents, schemas_differ), row["char_start"] or 0)
                for kind in KINDS
                for row in connection.sql(_compare_sql(connection, kind)).to_arrow_table().to_pylist()
            ]
    except duckdb.Error as error:
        states = f"{before.state_id} and {after.state_id}"
        why = " ".join(str(error).split())
        advice = "`yosan run` mends the current state, and `yosan history` lists the others"
        raise DamagedState(f"{states} cannot be compared ({why}): {advice}") from error
    changes.sort(key=lambda one: (one[0].file, one[0].page or 0, one[1], one[0].id))
    return tuple(change for change, _ in changes)


def _compare_sql(connection: duckdb.DuckDBPyConnection, kind: Kind) -> str:
    """The query whose answer is every row that is in one state alone, or differs."""
    tables = {name: _columns(connection, name) for name in ("before", "after")}
    fields = [one for one in kind.fields if all(one in tables[name][kind.table] for name in tables)]
    is_figure = kind.name != "document"
    corrected = is_figure and all("corrections" in tables[name] for name in tables)
    compared = [*fields, *(["line"] if is_figure else []), *(["corrected_value"] if corrected else [])]
    own = ", ".join(f"t.{field}" for field in fields)
    sides = ", ".join(f"{side} AS ({_side_sql(kind, name, own, corrected)})" for side, name in SIDES.items())
    differs = " OR ".join(f"o.{field} IS DISTINCT FROM n.{field}" for field in compared)
    packed = [f"struct_pack({', '.join(f'{field} := {side}.{field}' for field in compared)})" for side in SIDES]
    common = ", ".join(f"coalesce(n.{name}, o.{name}) AS {name}" for name in ("id", *COMMON))
    return (
        f"WITH {sides} SELECT {common}, o.id IS NULL AS is_new, n.id IS NULL AS is_gone, "
        f"{packed[0]} AS old, {packed[1]} AS new FROM o FULL JOIN n ON o.id = n.id "
        f"WHERE o.id IS NULL OR n.id IS NULL OR {differs}"
    )


def _side_sql(kind: Kind, state: str, fields: str, corrected: bool) -> str:
    """One state's rows of a kind."""
    if kind.name == "document":
        return (
            f"SELECT t.document_id AS id, t.document_id, NULL::INTEGER AS page, NULL::INTEGER AS char_start, t.title AS printed, "
            f'NULL::VARCHAR AS line, {fields} FROM "{state}".documents t'
        )
    join = f'JOIN "{state}".budget_lines l USING (line_id)'
    if corrected:
        in_force = f'SELECT {kind.key}, corrected_value FROM "{state}".corrections WHERE in_force'
        join += f" LEFT JOIN ({in_force}) c ON c.{kind.key} = t.{kind.key}"
        fields += ", c.corrected_value"
    return (
        f"SELECT t.{kind.key} AS id, t.document_id, t.page, t.char_start, t.{kind.printed} AS printed, "
        f'l.label AS line, {fields} FROM "{state}".{kind.table} t {join}'
    )


def _columns(connection: duckdb.DuckDBPyConnection, state: str) -> dict[str, set[str]]:
    """The columns of a state's tables."""
    rows = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = ? GROUP BY ALL", [state]
    ).fetchall()
    return {table: set(columns) for table, columns in rows}


def _documents(connection: duckdb.DuckDBPyConnection, state: str) -> dict[str, dict[str, Any]]:
    """What the rules look at of a state's documents."""
    columns = "document_id, source_uri, status, replaced_by, extractor_version"
    rows = connection.sql(f'SELECT {columns} FROM "{state}".documents').to_arrow_table().to_pylist()
    return {row["document_id"]: row for row in rows}


def _make_change(
    kind: Kind, row: dict[str, Any], documents: dict[str, dict[str, dict[str, Any]]], schemas_differ: bool
) -> Difference:
    """A row of the comparison with its reason."""
    what = APPEARED if row["is_new"] else VANISHED if row["is_gone"] else CHANGED
    old, new = _differing(row["old"], row["new"], what)
    before, after = (documents[name].get(row["document_id"]) for name in ("before", "after"))
    case = Case(what, kind.name, frozenset(old) | frozenset(new), before, after, schemas_differ)
    reason = next((reason for reason, holds in REASONS if holds(case)), NOT_TOLD)
    file = (after or before or {})["source_uri"]
    places = row["page"], row["line"], row["printed"]
    return Difference(what, kind.name, row["id"], row["document_id"], file, *places, old, new, reason)


def _differing(old: dict[str, Any], new: dict[str, Any], what: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ; of a row that is in one state alone, those that say something."""
    if what == CHANGED:
        names = [name for name in old if old[name] != new[name]]
        return {name: old[name] for name in names}, {name: new[name] for name in names}
    return _said(old) if what == VANISHED else {}, _said(new) if what == APPEARED else {}


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something; the line is a column of its own."""
    said = {name: value for name, value in fields.items() if value is not None and value is not False}
    return {name: value for name, value in said.items() if name != "line"}


def count_changes(changes: Iterable[Difference]) -> dict[tuple[str, str], dict[str, int]]:
    """How many figures appeared, changed and vanished, by file and reason; a document without figures counts none."""
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for change in changes:
        sizes = counts.setdefault((change.file, change.reason), dict.fromkeys((APPEARED, CHANGED, VANISHED), 0))
        if change.kind != "document":
            sizes[change.what] += 1
    return dict(sorted(counts.items()))


def _status(document: dict[str, Any] | None) -> str | None:
    return document["status"] if document else None


def _extractor(document: dict[str, Any] | None) -> str | None:
    return document["extractor_version"] if document else None


def _schema(state: KeptState) -> str | None:
    return state.descriptor.versions.schema if state.descriptor else None
