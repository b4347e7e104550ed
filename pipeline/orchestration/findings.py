"""What the checks ask of a published state, as data where a query says it all.

Belongs here: the questions, and the answers as findings. Does not belong here: how the UI shows them, and what blocks (``checks``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import schema, storage
from pipeline.model import CheckKind

COLUMNS, KEY = "columns_as_described", "key_is_unique"

# A share that falls by more than this since the state before: rules or releases have changed for the worse.
DRIFT_LIMIT = 0.05
DRIFT = "share_that_agrees_is_steady"
DRIFT_MEANING = (
    "The share of checks that balance or come within rounding, among those that could be made, has not fallen by more than "
    f"{DRIFT_LIMIT:.0%} of all since the state published before."
)

# How DuckDB calls a type that the schema calls by a shorter name.
_FULL_NAMES = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}


@dataclass(frozen=True, slots=True)
class Question:
    """A check that passes where its query has no answer; each row is a finding."""

    asset: str
    name: str
    meaning: str
    summary: str
    sql: str


# What each kind of check says when it holds; a failure is often the source's own mistake.
_AGREEMENTS = {
    CheckKind.SUM_OF_CHILDREN: "Every figure agrees with the items that are listed below it",
    CheckKind.YEAR_ON_YEAR: "Every printed change is the difference of the two years",
    CheckKind.TABLE_TOTAL: "Every total of a table is the sum of its rows",
    CheckKind.COUNT_SUM: "Every count agrees with the counts that it is broken down into",
    CheckKind.ACROSS_DOCUMENTS: "Releases agree on a figure that several of them print",
    CheckKind.AGAINST_REFERENCE: "Printed figures agree with the official data sets that are loaded",
}


def _ask_kind(kind: CheckKind) -> Question:
    return Question(
        "reconciliations",
        f"{kind.value}_agrees",
        f"{_AGREEMENTS[kind]}, within the printed precision. A failure is often the source's own mistake: look at the page.",
        "checks of printed figures that fail",
        "SELECT d.source_uri AS file, u.page, u.label, u.fiscal_year, u.status, u.explanation FROM unreconciled u "
        f"JOIN documents d USING (document_id) WHERE u.kind = '{kind.value}' AND u.status {schema.FAILED} "
        "ORDER BY ALL",
    )


def _ask_warnings(kind: str, meaning: str) -> Question:
    return Question(
        "warnings",
        f"no_{kind}",
        f"{meaning}. Only those that no printed sum or change bears out are listed.",
        "figures that a person should look at",
        "SELECT d.source_uri AS file, l.page, l.label, w.value AS yen, w.other_value AS other_yen, w.factor, w.explanation "
        "FROM warnings w JOIN documents d USING (document_id) JOIN budget_lines l USING (line_id) "
        f"WHERE w.kind = '{kind}' AND w.borne_out IS NOT TRUE ORDER BY w.factor DESC, w.warning_id",
    )


QUESTIONS: tuple[Question, ...] = (
    Question(
        "documents",
        "every_document_read",
        "Every file of raw/ could be read; for one that could not, what to do about it.",
        "documents that could not be read whole",
        'SELECT source_uri AS file, status, status_detail AS "what to do" FROM documents '
        "WHERE status NOT IN ('extracted', 'withdrawn') ORDER BY source_uri",
    ),
    Question(
        "documents",
        "every_document_has_figures",
        "Every document that was read states an amount or a count. One without is no budget release, or is not understood.",
        "documents without any figure",
        "SELECT source_uri AS file, title, page_count AS pages FROM documents WHERE status = 'extracted' AND document_id NOT IN "
        "(SELECT document_id FROM amounts UNION SELECT document_id FROM counts) ORDER BY source_uri",
    ),
    *map(_ask_kind, CheckKind),
    _ask_warnings("year_on_year_jump", "No budget multiplies from one year to the next"),
    _ask_warnings(
        "unit_slip", "No figure is a thousand or a million times another that it should equal (千円, 百万円)"
    ),
)


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of checks that agree, now and in the state before; ``None`` where none could be made, or there is no state."""

    now: float | None
    before: float | None

    @property
    def has_fallen(self) -> bool:
        """Whether it is lower by more than ``DRIFT_LIMIT``."""
        return self.now is not None and self.before is not None and self.before - self.now > DRIFT_LIMIT

    def describe(self) -> str:
        """Both shares in a sentence."""
        return f"the share of checks that agree fell from {self.before:.1%} to {self.now:.1%}"


def compare_shares(warehouse: Path, state: storage.OpenState) -> Shares:
    """The share of checks that agree in the published state and in the one before."""
    sql = (
        "SELECT avg((status IN ('balanced', 'within_rounding'))::INT) AS share FROM reconciliations "
        "WHERE status NOT IN ('unverifiable', 'partial')"
    )
    (now,) = state.ask(sql).to_pylist()
    return Shares(now["share"], _ask_state_before(warehouse, sql))


def _ask_state_before(warehouse: Path, sql: str) -> float | None:
    """The share in the state published before; ``None`` where that is gone, cannot be read, or had no such table yet."""
    try:
        (before,) = storage.run_query(warehouse, sql, state="previous").to_pylist()
    except (storage.DamagedState, storage.InvalidQuery, storage.UnknownState):
        return None
    share: float | None = before["share"]
    return share


def list_wrong_columns(state: storage.OpenState) -> dict[str, list[dict[str, Any]]]:
    """For each table, columns that the published one has and the schema does not, the other way about, or with another type."""
    sql = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'main'"
    )
    published: dict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
    for row in state.ask(sql).to_pylist():
        published[row["table_name"]][row["column_name"]] = row["data_type"], row["is_nullable"] == "YES"
    return {name: _compare(table, published[name]) for name, table in schema.TABLES.items()}


def _compare(table: schema.Table, published: dict[str, tuple[str, bool]]) -> list[dict[str, Any]]:
    described = {column.name: (_FULL_NAMES.get(column.type, column.type), column.nullable) for column in table.columns}
    names = [*described, *(name for name in published if name not in described)]
    return [
        {"column": name, "described": _say(described.get(name)), "published": _say(published.get(name))}
        for name in names
        if described.get(name) != published.get(name)
    ]


def _say(column: tuple[str, bool] | None) -> str:
    if column is None:
        return "absent"
    kind, nullable = column
    return kind if nullable else f"{kind} NOT NULL"


def list_repeated_keys(state: storage.OpenState) -> dict[str, list[dict[str, Any]]]:
    """For each table with a key, keys that stand more than once or are NULL, with the number of their rows."""
    asked = {name: _repeated_sql(table) for name, table in schema.TABLES.items() if table.key}
    how_many = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS n FROM ({sql})" for name, sql in asked.items())
    found = [row["name"] for row in state.ask(how_many).to_pylist() if row["n"]]
    return {name: state.ask(asked[name]).to_pylist() if name in found else [] for name in asked}


def _repeated_sql(table: schema.Table) -> str:
    columns = [schema.quoted(name) for name in table.key]
    key, null = ", ".join(columns), " OR ".join(f"{column} IS NULL" for column in columns)
    repeated = f"GROUP BY {key} HAVING count(*) > 1 OR {null} ORDER BY ALL"
    return f'SELECT {key}, count(*) AS "rows" FROM {schema.quoted(table.name)} {repeated}'
