"""The warehouse on disk: documents' rows as Parquet, published states as DuckDB and Parquet, queries on them.

Belongs here: this list of what other rooms may use. Does not belong here: code; see

    rows        dataclasses to Arrow and back, Parquet
    documents   one document's facts, as extracted
    settled     what one document alone decides, beside its facts
    references  official data sets that were loaded
    present     the published state, whose rows need not be drawn from documents' files again
    neighbours  how far a change reaches, for everything that several documents decide
    gathering   the rows of the next state
    building    its files
    states      swapping it in, the lock
    queries     reading what is published
"""

from pipeline.storage.documents import (
    CorruptedDocument,
    Outline,
    facts_from_rows,
    has_document,
    outline_document,
    read_document,
    write_document,
)
from pipeline.storage.gathering import Fresh, Gathered, name_record
from pipeline.storage.neighbours import Change, Neighbourhood
from pipeline.storage.present import DamagedState, Present, open_present
from pipeline.storage.queries import (
    InvalidQuery,
    NothingPublished,
    Preview,
    Summary,
    list_unread,
    preview,
    run_query,
    summarize,
)
from pipeline.storage.references import (
    CorruptedReference,
    read_reference_rows,
    read_references,
    write_reference,
)
from pipeline.storage.rows import InvalidRows, Rows
from pipeline.storage.settled import NotSettled, checks_to_rows, read_settled, write_settled
from pipeline.storage.states import State, publish, publish_gathered, warehouse_lock

__all__ = [
    "Change",
    "CorruptedDocument",
    "CorruptedReference",
    "DamagedState",
    "Fresh",
    "Gathered",
    "InvalidQuery",
    "InvalidRows",
    "Neighbourhood",
    "NotSettled",
    "NothingPublished",
    "Outline",
    "Present",
    "Rows",
    "Preview",
    "State",
    "Summary",
    "checks_to_rows",
    "facts_from_rows",
    "has_document",
    "list_unread",
    "name_record",
    "open_present",
    "outline_document",
    "preview",
    "publish",
    "publish_gathered",
    "read_document",
    "read_reference_rows",
    "read_references",
    "read_settled",
    "run_query",
    "summarize",
    "warehouse_lock",
    "write_document",
    "write_reference",
    "write_settled",
]
