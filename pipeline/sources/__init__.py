"""Where documents come from, and what a person says about them.

Belongs here: this list of what others may use; see ``files`` (raw/ and what lies in it) and ``reviewed`` (lists that a person
keeps beside the documents), ``reference`` (official data sets of appropriations, a module per format). Does not belong here: what is inside a document.
"""

from pipeline.sources.files import UnreadableFiles, find_files, fingerprint
from pipeline.sources.reference import Agreement, LoadedReference, load_reference, review_agreement
from pipeline.sources.reference_rows import InvalidReference
from pipeline.sources.reviewed import InvalidEntries, read_entries

__all__ = [
    "Agreement",
    "InvalidEntries",
    "InvalidReference",
    "LoadedReference",
    "UnreadableFiles",
    "find_files",
    "fingerprint",
    "load_reference",
    "read_entries",
    "review_agreement",
]
