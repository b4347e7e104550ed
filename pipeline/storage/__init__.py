"""The warehouse on disk: documents' rows as Parquet, published states as DuckDB and Parquet, queries on them.

Belongs here: this list of what other rooms may use. Does not belong here: code; see ``rows`` (dataclasses to Arrow and
back), ``documents`` (one document's rows), ``states`` (publishing), ``queries`` (reading what is published), ``remote``
(a warehouse behind a URL) and ``postgres`` (a state in a PostgreSQL database).
"""

from pipeline.storage.documents import (
    CorruptedDocument,
    Outline,
    has_document,
    outline_document,
    read_document,
    write_document,
)
from pipeline.storage.postgres import CannotPublish, Published, is_postgres, publish_to_postgres
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
from pipeline.storage.remote import fetch_documents, open_for_reading, open_for_runs, publish_shared
from pipeline.storage.rows import InvalidRows
from pipeline.storage.states import State, publish, warehouse_lock

__all__ = [
    "CannotPublish",
    "CorruptedDocument",
    "InvalidQuery",
    "InvalidRows",
    "NothingPublished",
    "Outline",
    "Preview",
    "Published",
    "State",
    "Summary",
    "fetch_documents",
    "has_document",
    "is_postgres",
    "list_unread",
    "open_for_reading",
    "open_for_runs",
    "outline_document",
    "preview",
    "publish",
    "publish_shared",
    "publish_to_postgres",
    "read_document",
    "run_query",
    "summarize",
    "warehouse_lock",
    "write_document",
]
