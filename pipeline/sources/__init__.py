"""Where documents come from, and what a person says about them.

Belongs here: this list of what others may use; see ``files`` (raw/ and what lies in it), ``reviewed`` (lists that a person
keeps beside the documents) and ``aliases`` (one of them). Does not belong here: what is inside a document.
"""

from pipeline.sources.aliases import read_aliases
from pipeline.sources.files import UnreadableFiles, find_files, fingerprint
from pipeline.sources.reviewed import InvalidEntries, read_entries, read_placed_entries

__all__ = [
    "InvalidEntries",
    "UnreadableFiles",
    "find_files",
    "fingerprint",
    "read_aliases",
    "read_entries",
    "read_placed_entries",
]
