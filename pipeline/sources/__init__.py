"""Where documents come from, and what a person says about them.

Belongs here: this list of what others may use; see ``files`` (raw/ and what lies in it), ``glances`` (the same
without reading what was read before), ``remote`` (raw/ behind a URL),
``reviewed`` (lists that a person keeps beside the documents), the lists themselves (``aliases``, ``corrections``,
``withdrawals``), ``fetching`` (releases that issuers list), and ``reference`` (official data sets of appropriations, a module
per format). Does not belong here: what is inside a document.
"""

from pipeline.sources.aliases import ALIASES_FILE, read_aliases
from pipeline.sources.corrections import CORRECTIONS_FILE, read_corrections
from pipeline.sources.fetched import Fate, FetchedLink, FetchedSource, FetchProgress, FetchSummary
from pipeline.sources.fetching import fetch
from pipeline.sources.files import (
    ChangedFiles,
    Sight,
    UnreadableFiles,
    ask_files,
    find_files,
    fingerprint,
    is_unchanged,
    see_file,
)
from pipeline.sources.glances import REVIEWED_LISTS, Glance, glance
from pipeline.sources.index_pages import IndexPage, choose_pages, read_index_pages
from pipeline.sources.reference import Agreement, LoadedReference, load_reference, review_agreement
from pipeline.sources.reference_rows import InvalidReference
from pipeline.sources.remote import open_raw
from pipeline.sources.reviewed import InvalidEntries, read_entries, read_placed_entries
from pipeline.sources.withdrawals import WITHDRAWALS_FILE, add_withdrawal, read_withdrawals, remove_withdrawal

__all__ = [
    "ChangedFiles",
    "ALIASES_FILE",
    "CORRECTIONS_FILE",
    "WITHDRAWALS_FILE",
    "Agreement",
    "Glance",
    "Fate",
    "FetchProgress",
    "FetchSummary",
    "FetchedLink",
    "FetchedSource",
    "IndexPage",
    "InvalidEntries",
    "InvalidReference",
    "LoadedReference",
    "REVIEWED_LISTS",
    "Sight",
    "UnreadableFiles",
    "add_withdrawal",
    "ask_files",
    "choose_pages",
    "fetch",
    "find_files",
    "fingerprint",
    "glance",
    "is_unchanged",
    "open_raw",
    "read_aliases",
    "load_reference",
    "read_corrections",
    "read_entries",
    "read_index_pages",
    "read_placed_entries",
    "read_withdrawals",
    "remove_withdrawal",
    "review_agreement",
    "see_file",
]
