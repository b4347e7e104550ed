"""The warehouse on disk: documents' rows as Parquet, published states as DuckDB and Parquet, queries on them.

Belongs here: this list of what other rooms may use. Does not belong here: code; see ``rows`` (dataclasses to Arrow and
back), ``documents`` (one document's rows), ``references`` (data sets that were loaded), ``states`` (publishing) and ``queries`` (reading what is published).
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
from pipeline.storage.references import CorruptedReference, read_references, write_reference
from pipeline.storage.rows import InvalidRows
from pipeline.storage.states import State, publish, warehouse_lock

__all__ = [
    "CorruptedDocument",
    "CorruptedReference",
    "InvalidQuery",
    "InvalidRows",
    "NothingPublished",
    "Outline",
    "Preview",
    "State",
    "Summary",
    "has_document",
    "list_unread",
    "outline_document",
    "preview",
    "publish",
    "read_document",
    "read_references",
    "run_query",
    "summarize",
    "warehouse_lock",
    "write_document",
    "write_reference",
]
