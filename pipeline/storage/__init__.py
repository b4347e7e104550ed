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
    remote      a warehouse behind a URL
    postgres    a state in a PostgreSQL database
    search      programs by their words
"""

from pipeline.storage.documents import (
    CorruptedDocument,
    Outline,
    facts_from_rows,
    facts_to_rows,
    has_document,
    outline_document,
    read_document,
    write_document,
)
from pipeline.storage.gathering import Fresh, Gathered, name_record
from pipeline.storage.neighbours import Change, Neighbourhood
from pipeline.storage.postgres import CannotPublish, Published, is_postgres, publish_to_postgres
from pipeline.storage.present import DamagedState, Present, open_present
from pipeline.storage.queries import (
    InvalidQuery,
    NothingPublished,
    Preview,
    Summary,
    known_documents,
    list_unread,
    preview,
    query_state_before,
    run_query,
    summarize,
)
from pipeline.storage.references import (
    CorruptedReference,
    read_reference_rows,
    read_references,
    write_reference,
)
from pipeline.storage.remote import fetch_documents, open_for_reading, open_for_runs, publish_shared
from pipeline.storage.rows import InvalidRows, Rows
from pipeline.storage.search import FoundProgram, Question, search_programs
from pipeline.storage.settled import NotSettled, checks_to_rows, read_settled, write_settled
from pipeline.storage.states import State, publish, publish_gathered, warehouse_lock

__all__ = [
    "CannotPublish",
    "Change",
    "CorruptedDocument",
    "CorruptedReference",
    "DamagedState",
    "FoundProgram",
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
    "Published",
    "Question",
    "State",
    "Summary",
    "checks_to_rows",
    "facts_from_rows",
    "facts_to_rows",
    "has_document",
    "known_documents",
    "fetch_documents",
    "is_postgres",
    "list_unread",
    "name_record",
    "open_present",
    "open_for_reading",
    "open_for_runs",
    "outline_document",
    "preview",
    "publish",
    "publish_gathered",
    "publish_shared",
    "publish_to_postgres",
    "query_state_before",
    "read_document",
    "read_reference_rows",
    "read_references",
    "read_settled",
    "run_query",
    "search_programs",
    "summarize",
    "warehouse_lock",
    "write_document",
    "write_reference",
    "write_settled",
]
