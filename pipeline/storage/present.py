"""The published state as the next one sees it: rows that need not be drawn from documents' own files again.

Belongs here: reading a state's Parquet, and the private tables that only the next state asks for. Does not belong here:
which of the rows stay (``gathering``), questions of people (``queries``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.schema import TABLES, arrow_schema, quoted
from pipeline.storage import memory
from pipeline.storage.descriptor import DATABASE
from pipeline.storage.placing import CURRENT
from pipeline.storage.queries import DamagedState, is_about_file
from pipeline.storage.rows import read_parquet

PRIVATE = "working"  # the folder of a state that holds what only the next state asks for
LEDGER = "ledger"  # one row per document: the mark of what its rows were made of
STATEMENTS = "program_statements"  # what each document says of each program; programs are merged from them
KIN = "program_kin"  # near names that are no candidates, because a document takes them for two

PRIVATE_SCHEMAS = {
    LEDGER: pa.schema([("document_id", pa.string()), ("mark", pa.string())]),
    STATEMENTS: pa.schema([pa.field("document_id", pa.string()), *arrow_schema(TABLES["programs"])]),
    KIN: arrow_schema(TABLES["program_candidates"]),
}


@dataclass(frozen=True, slots=True)
class Present:
    """A published state. Without a folder there is none, and it holds nothing.

    ``marks`` say for each document what its rows were made of: a document whose mark would be the same now has the same rows.
    """

    folder: Path | None
    marks: Mapping[str, str] = field(default_factory=dict)

    def read(self, name: str) -> pa.Table:
        """A table of the state; ``DamagedState`` if it cannot be had whole."""
        if self.folder is None:
            return schema_of(name).empty_table()
        folder = self.folder / (PRIVATE if name in PRIVATE_SCHEMAS else "parquet")
        return _read(name, folder / f"{name}.parquet")

    def select(self, name: str, columns: Sequence[str], where: str = "true", **values: Iterable[str]) -> pa.Table:
        """Some columns of the rows that meet a condition, asked of the state's database; ``values`` are texts that the condition
        names as tables of one column. ``DamagedState`` if it cannot answer."""
        schema = pa.schema([schema_of(name).field(column) for column in columns])
        return self.ask(f"SELECT {', '.join(map(quoted, columns))} FROM {name} WHERE {where}", schema, **values)

    def ask(self, sql: str, schema: pa.Schema, **values: Iterable[str]) -> pa.Table:
        """The answer of the state's database to a query; otherwise as ``select``."""
        if self.folder is None:
            return schema.empty_table()
        try:
            with memory.connect_to_file(self.folder / DATABASE) as connection:
                for key, texts in values.items():
                    connection.register(key, pa.table({key: pa.array(sorted(texts), pa.string())}))
                return connection.sql(sql).to_arrow_table().cast(schema)
        except duckdb.Error as error:
            lacks_table = isinstance(error, duckdb.CatalogException)
            if not (lacks_table or is_about_file(error)):
                raise
            raise DamagedState(f"{self.folder / DATABASE}: {error}") from error


def open_present(warehouse: Path) -> Present:
    """The published state; if there is none that can serve, one that holds nothing."""
    folder = (warehouse / CURRENT).resolve()
    try:
        ledger = _read(LEDGER, folder / PRIVATE / f"{LEDGER}.parquet").to_pydict()
    except DamagedState:
        return Present(None)
    return Present(folder, dict(zip(ledger["document_id"], ledger["mark"], strict=True)))


def schema_of(name: str) -> pa.Schema:
    """The Arrow schema of a table, be it published or private."""
    return PRIVATE_SCHEMAS[name] if name in PRIVATE_SCHEMAS else arrow_schema(TABLES[name])


def _read(name: str, path: Path) -> pa.Table:
    try:
        return read_parquet(name, schema_of(name), path)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise DamagedState(f"{path}: {error}") from error
