"""The warehouse on disk: documents' rows as Parquet, published states as DuckDB and Parquet, queries on them.

Belongs here: this list of what other rooms may use. Does not belong here: code; see ``rows`` (dataclasses to Arrow and
back), ``documents`` (one document's rows), ``states`` (publishing), ``queries`` (reading what is published) and ``search``.
"""

from pipeline.storage.documents import (
    CorruptedDocument,
    Outline,
    has_document,
    outline_document,
    read_document,
    write_document,
)
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
from pipeline.storage.rows import InvalidRows
from pipeline.storage.search import FoundProgram, Question, search_programs
from pipeline.storage.states import State, publish, warehouse_lock

__all__ = [
    "CorruptedDocument",
    "FoundProgram",
    "InvalidQuery",
    "InvalidRows",
    "NothingPublished",
    "Outline",
    "Preview",
    "Question",
    "State",
    "Summary",
    "has_document",
    "list_unread",
    "outline_document",
    "preview",
    "publish",
    "read_document",
    "run_query",
    "search_programs",
    "summarize",
    "warehouse_lock",
    "write_document",
]
