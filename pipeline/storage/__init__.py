"""The warehouse on disk: documents' rows as Parquet, published states as DuckDB and Parquet, queries on them.

Belongs here: this list of what other rooms may use. Does not belong here: code; see ``rows`` (dataclasses to Arrow and
back), ``documents`` (one document's rows), ``states`` and ``placing`` (publishing), ``descriptor`` (what a state says of
itself), ``damage`` (what is broken), ``queries``, ``history`` and ``differences`` (reading what is published).
"""

from pipeline.storage.damage import find_damage, list_set_aside
from pipeline.storage.descriptor import (
    SCHEMA_VERSION,
    Descriptor,
    OlderDescriptor,
    Shares,
    UnreadableDescriptor,
    read_descriptor,
)
from pipeline.storage.differences import APPEARED, CHANGED, VANISHED, Change, compare_states, count_changes
from pipeline.storage.documents import (
    CorruptedDocument,
    Outline,
    has_document,
    list_versions,
    outline_document,
    read_document,
    set_document_aside,
    write_document,
)
from pipeline.storage.history import KeptState, UnknownState, find_state, list_states, tell_changes
from pipeline.storage.placing import current_state
from pipeline.storage.queries import (
    DamagedState,
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
from pipeline.storage.states import State, publish, warehouse_lock

__all__ = [
    "APPEARED",
    "CHANGED",
    "SCHEMA_VERSION",
    "VANISHED",
    "Change",
    "CorruptedDocument",
    "DamagedState",
    "Descriptor",
    "InvalidQuery",
    "InvalidRows",
    "KeptState",
    "NothingPublished",
    "OlderDescriptor",
    "Outline",
    "Preview",
    "Shares",
    "State",
    "Summary",
    "UnknownState",
    "UnreadableDescriptor",
    "compare_states",
    "count_changes",
    "current_state",
    "find_damage",
    "find_state",
    "has_document",
    "list_set_aside",
    "list_states",
    "list_unread",
    "list_versions",
    "outline_document",
    "preview",
    "publish",
    "read_descriptor",
    "read_document",
    "run_query",
    "set_document_aside",
    "summarize",
    "tell_changes",
    "warehouse_lock",
    "write_document",
]
