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
    database    its database, altered from the one before or built anew
    descriptor  what it says of itself
    states      the order of publishing, the lock
    holding     who holds the lock
    placing     making a state the current one
    damage      what is broken, and where it is kept
    disk        what a rename needs to be durable
    queries     reading what is published
    history     which states there are
    differences what two of them differ in
    remote      a warehouse behind a URL
    lookups     what a person looks up: one program, one document, checks (its own list)
    sqlite_export a state as an SQLite file
    postgres    a state in a PostgreSQL database
    search      programs by their words
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
from pipeline.storage.differences import APPEARED, CHANGED, VANISHED, Difference, compare_states, count_changes
from pipeline.storage.documents import (
    FACTS,
    CorruptedDocument,
    Outline,
    facts_from_rows,
    facts_to_rows,
    find_stop,
    has_document,
    list_versions,
    outline_document,
    read_document,
    set_document_aside,
    write_document,
)
from pipeline.storage.gathering import Fresh, Gathered, name_record
from pipeline.storage.history import KeptState, UnknownState, find_state, list_states, tell_changes
from pipeline.storage.holding import find_holder, list_leftovers
from pipeline.storage.neighbours import Change, Neighbourhood
from pipeline.storage.placing import current_state
from pipeline.storage.postgres import CannotPublish, Published, is_postgres, publish_to_postgres
from pipeline.storage.present import Present, open_present
from pipeline.storage.queries import (
    DamagedState,
    InvalidQuery,
    NothingPublished,
    OpenState,
    Preview,
    Summary,
    current_folder,
    find_unsound_description,
    known_documents,
    list_unread,
    open_state,
    preview,
    run_query,
    summarize,
)
from pipeline.storage.references import (
    CorruptedReference,
    hash_references,
    read_reference_rows,
    read_references,
    write_reference,
)
from pipeline.storage.remote import fetch_documents, open_for_reading, open_for_runs, publish_shared
from pipeline.storage.rows import InvalidRows, Rows
from pipeline.storage.search import FoundProgram, Question, search_programs
from pipeline.storage.settled import (
    SETTLED,
    NotSettled,
    checks_to_rows,
    read_settled,
    read_settled_checks,
    set_settled_aside,
    write_settled,
)
from pipeline.storage.sqlite_export import open_sqlite
from pipeline.storage.states import State, publish, publish_gathered, warehouse_lock

__all__ = [
    "APPEARED",
    "CHANGED",
    "FACTS",
    "SCHEMA_VERSION",
    "SETTLED",
    "VANISHED",
    "CannotPublish",
    "Change",
    "CorruptedDocument",
    "CorruptedReference",
    "DamagedState",
    "Descriptor",
    "Difference",
    "FoundProgram",
    "Fresh",
    "Gathered",
    "InvalidQuery",
    "InvalidRows",
    "KeptState",
    "Neighbourhood",
    "NotSettled",
    "NothingPublished",
    "OlderDescriptor",
    "OpenState",
    "Outline",
    "Present",
    "Preview",
    "Published",
    "Question",
    "Rows",
    "Shares",
    "State",
    "Summary",
    "UnknownState",
    "UnreadableDescriptor",
    "checks_to_rows",
    "compare_states",
    "count_changes",
    "current_folder",
    "current_state",
    "facts_from_rows",
    "facts_to_rows",
    "fetch_documents",
    "find_damage",
    "find_holder",
    "find_state",
    "find_stop",
    "find_unsound_description",
    "has_document",
    "hash_references",
    "is_postgres",
    "known_documents",
    "list_leftovers",
    "list_set_aside",
    "list_states",
    "list_unread",
    "list_versions",
    "name_record",
    "open_for_reading",
    "open_for_runs",
    "open_present",
    "open_sqlite",
    "open_state",
    "outline_document",
    "preview",
    "publish",
    "publish_gathered",
    "publish_shared",
    "publish_to_postgres",
    "read_descriptor",
    "read_document",
    "read_reference_rows",
    "read_references",
    "read_settled",
    "read_settled_checks",
    "run_query",
    "search_programs",
    "set_document_aside",
    "set_settled_aside",
    "summarize",
    "tell_changes",
    "warehouse_lock",
    "write_document",
    "write_reference",
    "write_settled",
]
