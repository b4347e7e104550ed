"""How far a change reaches: which documents state figures of the same programs and years.

Belongs here: the one rule that every step between documents follows (``Change``), and the queries that find neighbours.
Does not belong here: the steps themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from pipeline.storage import memory
from pipeline.storage.gathering import Fresh
from pipeline.storage.present import LEDGER, Present, schema_of

# A figure is compared with the next year's, and that one's neighbours of up to two years say which of the two is odd.
YEARS_APART = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from the present state, and how far it reaches.

    ``fresh`` documents are new or made of something else than before, ``gone`` ones are left out. Two documents are neighbours
    where both state a figure of one program, for fiscal years at most ``YEARS_APART`` apart. ``affected`` are the fresh documents and those that are, or
    were, neighbours of a fresh or gone one: only for them a step that compares documents is done again, with all their
    neighbours in sight, and what it files under them replaces what the present state has. A step may follow this rule if
    what it files under a document depends on that document and its neighbours alone; the next state is then the one that
    would be built from nothing.
    """

    fresh: frozenset[str]
    gone: frozenset[str]
    affected: frozenset[str]


# Each program with every year for which a figure of another document would be a neighbour.
_NEAR_YEARS = f"SELECT DISTINCT program_id, unnest(range(fiscal_year - {YEARS_APART}, fiscal_year + {YEARS_APART + 1})) AS fiscal_year"

_STATED = (
    "SELECT DISTINCT budget_lines.document_id, program_id, fiscal_year FROM budget_lines JOIN amounts USING (line_id) "
    "WHERE program_id IS NOT NULL AND fiscal_year IS NOT NULL"
)
_STATED_SCHEMA = pa.schema(
    [
        schema_of("budget_lines").field("document_id"),
        schema_of("budget_lines").field("program_id"),
        schema_of("amounts").field("fiscal_year"),
    ]
)


class Neighbourhood:
    """Who states what: the pairs of program and year of every document of the next state."""

    def __init__(self, present: Present, fresh: Fresh, gone: Iterable[str]) -> None:
        """``gone`` are documents of the present state that the next one leaves out."""
        new, old = frozenset(fresh.table(LEDGER)["document_id"].to_pylist()), frozenset(gone)
        self._connection = memory.connect()
        self._keep("before", present.ask(_STATED, _STATED_SCHEMA))
        with memory.connect() as connection:
            connection.register("amounts", fresh.table("amounts"))
            connection.register("budget_lines", fresh.table("budget_lines"))
            self._keep("added", connection.sql(_STATED).to_arrow_table())
        self._register("changed", new | old)
        self._connection.execute(
            "CREATE TEMP TABLE stated AS SELECT * FROM before WHERE document_id NOT IN (FROM changed) UNION ALL FROM added"
        )
        self.change = Change(new, old, new | self._reached())

    def batches(self, size: int) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
        """The affected documents in batches, each with all documents that its own are neighbours of, themselves among them.

        Documents without a neighbour are left out. Neighbours tend to come together, in the order of what they share.
        """
        if not self.change.affected:
            return
        self._register("affected", self.change.affected)
        ordered = self._connection.execute(
            "WITH shared AS (SELECT program_id FROM stated GROUP BY ALL HAVING count(DISTINCT document_id) > 1) "
            "SELECT document_id FROM stated SEMI JOIN shared USING (program_id) "
            "WHERE document_id IN (FROM affected) GROUP BY document_id ORDER BY min((program_id, fiscal_year)), document_id"
        ).fetchall()
        for start in range(0, len(ordered), size):
            batch = frozenset(document_id for (document_id,) in ordered[start : start + size])
            self._register("batch", batch)
            yield (
                batch,
                self._documents(
                    f"SELECT document_id FROM stated SEMI JOIN ({_NEAR_YEARS} FROM stated WHERE document_id IN (FROM batch)) "
                    "USING (program_id, fiscal_year)"
                ),
            )

    def _reached(self) -> frozenset[str]:
        """Documents that are, or were, neighbours of one that is new, different or gone."""
        return self._documents(
            f"SELECT document_id FROM stated SEMI JOIN ({_NEAR_YEARS} FROM before "
            f"WHERE document_id IN (FROM changed) UNION {_NEAR_YEARS} FROM added) "
            "USING (program_id, fiscal_year)"
        )

    def _keep(self, name: str, stated: pa.Table) -> None:
        self._connection.register("stated_there", stated)
        self._connection.execute(f"CREATE TEMP TABLE {name} AS FROM stated_there")
        self._connection.unregister("stated_there")

    def _register(self, name: str, documents: frozenset[str]) -> None:
        self._connection.register(name, pa.table({"document_id": pa.array(sorted(documents), pa.string())}))

    def _documents(self, sql: str) -> frozenset[str]:
        return frozenset(document_id for (document_id,) in self._connection.execute(sql).fetchall())
