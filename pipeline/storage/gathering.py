"""The rows of the next state: those that the present one has already, and those of documents that are new to it.

Belongs here: drawing rows together table by table, and what is merged of several documents. Does not belong here: one
document's files (``documents``, ``settled``), how far a change reaches (``neighbours``), making a state of tables
(``building``), and deciding anything about figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import (
    Amount,
    BudgetLine,
    DocumentFacts,
    DocumentRecord,
    Erratum,
    Program,
    ProgramCandidate,
    ProgramLink,
    Reconciled,
    Revised,
    Source,
)
from pipeline.schema import TABLES, arrow_schema
from pipeline.storage import memory
from pipeline.storage.documents import MERGED, facts_to_rows
from pipeline.storage.present import KIN, LEDGER, PRIVATE_SCHEMAS, STATEMENTS, Present, schema_of
from pipeline.storage.rows import cut_sorted, from_arrow, insert_sorted, sort_order, sort_rows, to_arrow
from pipeline.storage.settled import CHECKS, checks_to_rows

# Tables without a document of their own: the column by which their rows hang on those of another table.
HANGING = {"tokens": ("line_id", "budget_lines"), "reconciliation_members": ("reconciliation_id", "reconciliations")}
# Tables of what connects programs: made anew for every state, from the programs of all documents.
CONNECTIONS = ("program_candidates", "program_links")

# Tables whose rows are filed under another column than document_id: a revision under the later of its documents.
FILED_UNDER = {"revisions": "to_document_id"}
# Tables that hang on no document, and are given anew to every state.
REFERENCES = "reference_amounts"

# Tables that all documents decide together.
TOGETHER = ("programs", *CONNECTIONS, REFERENCES, "corrections")

BATCH = 256  # documents whose small tables are held before they are made one
Pair = tuple[str, str]  # of programs, the smaller id first
NOBODY: frozenset[str] = frozenset()
NOTHING_REVISED = Revised()
UNMATCHED = "erratum_unmatched"  # the issues that revision files


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of ``document_files``."""

    document_id: str
    source_uri: str
    file_name: str


class Fresh:
    """The rows of documents that the present state does not have in this form, gathered one by one."""

    def __init__(self) -> None:
        self._parts: dict[str, list[pa.Table]] = {}
        self._marks: dict[str, str] = {}
        self._pending = 0

    def add(self, rows: Mapping[str, pa.Table], source: Source | None, mark: str) -> None:
        """Take a document's rows, under the name that its file has now; ``mark`` says what they were made of."""
        (record,) = from_arrow(DocumentRecord, rows["documents"])
        record = name_record(record, source)
        files = [FileRow(record.document_id, uri, PurePosixPath(uri).name) for uri in _uris(record, source)]
        others = {name: part for name, part in rows.items() if name not in MERGED}
        self._append(
            others
            | {
                "documents": to_arrow(TABLES["documents"], [record]),
                "document_files": to_arrow(TABLES["document_files"], files),
                "program_names": _distinct(rows["program_names"]),
                STATEMENTS: _statements(record.document_id, rows["programs"]),
            }
        )
        self._marks[record.document_id] = mark

    def add_checks(self, rows: Mapping[str, pa.Table]) -> None:
        """Take checks alone: those of a document whose other rows the present state has, or of several documents."""
        self._append({name: rows[name] for name in CHECKS})

    def add_connections(
        self, candidates: Iterable[ProgramCandidate], links: Iterable[ProgramLink], kin: Iterable[ProgramCandidate] = ()
    ) -> None:
        """Take what connects the programs of all documents, in place of what the present state has; ``kin`` are near names that
        are no candidates."""
        near = TABLES["program_candidates"]
        rows = {near.name: to_arrow(near, candidates), KIN: to_arrow(near, kin)}
        self._append(rows | {"program_links": to_arrow(TABLES["program_links"], links)})

    def add_references(self, rows: pa.Table) -> None:
        """Take the figures of the data sets that were loaded."""
        self._append({REFERENCES: rows})

    def table(self, name: str) -> pa.Table:
        """All that was added to a table, in no order."""
        if name == LEDGER:
            columns = {"document_id": list(self._marks), "mark": list(self._marks.values())}
            return pa.Table.from_pydict(columns, schema=PRIVATE_SCHEMAS[LEDGER])
        return pa.concat_tables(self._parts.get(name) or [schema_of(name).empty_table()])

    def _append(self, rows: Mapping[str, pa.Table]) -> None:
        for name, part in rows.items():
            self._parts.setdefault(name, []).append(part)
        self._pending += 1
        if self._pending >= BATCH:
            self._parts = {name: [pa.concat_tables(parts).combine_chunks()] for name, parts in self._parts.items()}
            self._pending = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """The tables of the next state, each drawn together when it is asked for.

    Of the present state's rows those of ``dropped`` documents do not stay, nor the checks of ``rechecked`` ones. What is
    ``revised`` is decided anew for every state.
    """

    fresh: Fresh
    present: Present = Present(None)
    dropped: frozenset[str] = NOBODY
    rechecked: frozenset[str] = NOBODY
    revised: Revised = NOTHING_REVISED
    _programs: list[pa.Table] = field(default_factory=list)  # merged once, because it is asked for several times

    def table(self, name: str) -> pa.Table:
        """All rows of a table in their order."""
        order = _order_of(name)
        if name == "programs":
            if not self._programs:
                self._programs.append(sort_rows(order, merge_programs(self.table(STATEMENTS))))
            return self._programs[0]
        if name in (*CONNECTIONS, KIN):
            return sort_rows(order, self.fresh.table(name))
        if name == "corrections":
            return sort_rows(order, to_arrow(TABLES[name], self.revised.corrections))
        return insert_sorted(order, self._kept(name), self.added(name))

    def added(self, name: str) -> pa.Table:
        """The rows that are added to those of the present state, in no order; not of a table that all documents decide together."""
        rows = self.fresh.table(name)
        if name == "extraction_issues":
            return pa.concat_tables([rows, to_arrow(TABLES[name], self.revised.issues)])
        return rows

    def left_out(self, name: str) -> frozenset[str]:
        """The documents whose rows in the present state do not stay."""
        return self.rechecked if name in CHECKS else self.dropped

    def changed_share(self) -> float:
        """Of the present state's documents, the share that is gone, or has other rows or checks; 1 where it has none."""
        held = self.present.marks.keys()
        return len((self.dropped | self.rechecked) & held) / len(held) if held else 1.0

    def documents(self) -> tuple[DocumentRecord, ...]:
        """The documents of the next state."""
        return from_arrow(DocumentRecord, self.table("documents"))

    def errata(self) -> tuple[Erratum, ...]:
        """The errata that they print."""
        return from_arrow(Erratum, self.table("errata"))

    def programs(self) -> tuple[Program, ...]:
        """The programs of all documents."""
        return from_arrow(Program, self.table("programs"))

    def near_before(self, links: Iterable[ProgramLink]) -> tuple[ProgramCandidate, ...] | None:
        """The near matches of the present state, be they candidates or not, if they are those of the next one, too: where no
        program and no link is another; ``None`` otherwise."""
        linked = sort_rows(_order_of("program_links"), to_arrow(TABLES["program_links"], links))
        programs, before = self.table("programs"), self.present
        if not (before.read("programs").equals(programs) and before.read("program_links").equals(linked)):
            return None
        return from_arrow(ProgramCandidate, pa.concat_tables([before.read("program_candidates"), before.read(KIN)]))

    def judged(self) -> tuple[AbstractSet[Pair], AbstractSet[Pair]]:
        """Pairs of programs that the present state has as candidates, and near pairs that it has not because a document takes them
        for two, as far as every document that speaks of either still says the same."""
        stated = self.present.read(STATEMENTS)
        lost = _with(stated, "document_id", pa.array(self.dropped, pa.string()))
        touched = {*lost["program_id"].to_pylist(), *self.fresh.table(STATEMENTS)["program_id"].to_pylist()}
        candidates, kin = self.present.read("program_candidates"), self.present.read(KIN)
        return _untouched(candidates, touched), _untouched(kin, touched)

    def printed_of(self, program_ids: Iterable[str]) -> tuple[tuple[BudgetLine, ...], tuple[Amount, ...]]:
        """The lines about some programs, and the lines' amounts."""
        wanted = pa.array(sorted(program_ids), pa.string())
        lines = pa.concat_tables(
            [
                self._kept_of("budget_lines", "program_id IN (FROM wanted)", wanted),
                _with(self.fresh.table("budget_lines"), "program_id", wanted),
            ]
        )
        line_ids = lines["line_id"].combine_chunks()
        amounts = pa.concat_tables(
            [
                self._kept_of("amounts", "line_id IN (FROM wanted)", line_ids),
                _with(self.fresh.table("amounts"), "line_id", line_ids),
            ]
        )
        return from_arrow(BudgetLine, lines), from_arrow(Amount, amounts)

    def _kept_of(self, name: str, where: str, wanted: pa.Array) -> pa.Table:
        """The rows of the present state that stay and meet a condition on what is wanted."""
        rows = self.present.select(name, schema_of(name).names, where, wanted=wanted.to_pylist())
        return _without(rows, "document_id", pa.array(self.dropped, pa.string()))

    def _kept(self, name: str) -> pa.Table:
        """The rows of the present state that stay."""
        if name == REFERENCES:
            return schema_of(name).empty_table()
        rows, left_out = self.present.read(name), self.left_out(name)
        if name == "extraction_issues":
            rows = _without(rows, "kind", pa.array([UNMATCHED]))
        if name not in HANGING:
            filed = FILED_UNDER.get(name, "document_id")
            if _order_of(name)[0] == filed:
                return cut_sorted(filed, rows, left_out)
            return _without(rows, filed, pa.array(left_out, pa.string()))
        column, owner = HANGING[name]
        lost = self.present.select(owner, (column,), "document_id IN (FROM wanted)", wanted=left_out)
        return _without(rows, column, lost[column].combine_chunks())


def gather_facts(documents: Iterable[DocumentFacts], sources: Iterable[Source], reconciled: Reconciled) -> Gathered:
    """The tables of a state that is made of these documents alone."""
    source_of = {source.document_id: source for source in sources}
    fresh = Fresh()
    for facts in documents:
        fresh.add(facts_to_rows(facts), source_of.get(facts.record.document_id), mark="")
    fresh.add_checks(checks_to_rows(reconciled))
    fresh.add_connections(reconciled.candidates, reconciled.links)
    fresh.add_references(to_arrow(TABLES[REFERENCES], reconciled.references))
    return Gathered(fresh)


def name_record(record: DocumentRecord, source: Source | None) -> DocumentRecord:
    """The record under the name that its file has now, with what its manifest says; a document whose file is gone keeps its old one."""
    if source is None:
        return record
    return replace(
        record,
        file_name=source.file_name,
        source_uri=source.source_uri,
        retrieved_at=source.retrieved_at,
        released_on=source.released_on or record.released_on,
        # What a person says of a withdrawn document holds.
        replaced_by=record.replaced_by or source.replaced_by,
    )


def merge_programs(statements: pa.Table) -> pa.Table:
    """One row per program: what most documents say; of equals, the smallest, and NULL before all else."""
    names = [column.name for column in TABLES["programs"].columns]
    with memory.connect() as connection:
        connection.register("statements", statements)
        merged = connection.sql(
            f"SELECT {', '.join(names)} FROM (SELECT {', '.join(names)}, count(*) AS votes FROM statements GROUP BY ALL) "
            "QUALIFY row_number() OVER (PARTITION BY program_id "
            f"ORDER BY votes DESC, {', '.join(f'{name} NULLS FIRST' for name in names)}) = 1"
        ).to_arrow_table()
    return merged.cast(arrow_schema(TABLES["programs"]))


def _order_of(name: str) -> Sequence[str]:
    """The columns by which the rows of a table are sorted."""
    return sort_order(TABLES[name]) if name in TABLES else PRIVATE_SCHEMAS[name].names


def _untouched(pairs: pa.Table, touched: AbstractSet[str]) -> set[Pair]:
    """Pairs of programs of which neither is among the touched ones."""
    both = zip(pairs["program_id"].to_pylist(), pairs["other_program_id"].to_pylist(), strict=True)
    return {pair for pair in both if touched.isdisjoint(pair)}


def _uris(record: DocumentRecord, source: Source | None) -> tuple[str, ...]:
    """Every name of a document's bytes."""
    return (record.source_uri, *(source.other_uris if source else ()))


def _statements(document_id: str, programs: pa.Table) -> pa.Table:
    """What a document says of programs, each wording once."""
    distinct = _distinct(programs)
    column = pa.array([document_id] * distinct.num_rows, pa.string())
    return distinct.add_column(0, "document_id", column).cast(PRIVATE_SCHEMAS[STATEMENTS])


def _distinct(rows: pa.Table) -> pa.Table:
    """Rows without repeats."""
    return rows.group_by(rows.column_names, use_threads=False).aggregate([]).cast(rows.schema)


def _without(rows: pa.Table, column: str, values: pa.Array) -> pa.Table:
    """Rows that have none of the values in a column."""
    return rows.filter(pc.invert(pc.is_in(rows[column], values))) if len(values) else rows


def _with(rows: pa.Table, column: str, values: pa.Array) -> pa.Table:
    """Rows that have one of the values in a column."""
    return rows.filter(pc.is_in(rows[column], values))
