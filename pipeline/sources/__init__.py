"""Where documents come from, and what a person says about them.

Belongs here: this list of what others may use; see ``files`` (raw/ and what lies in it), ``remote`` (raw/ behind a URL) and ``reviewed`` (lists that a person
keeps beside the documents). Does not belong here: what is inside a document.
"""

from pipeline.sources.files import UnreadableFiles, find_files, fingerprint
from pipeline.sources.remote import open_raw
from pipeline.sources.reviewed import InvalidEntries, read_entries

__all__ = ["InvalidEntries", "UnreadableFiles", "find_files", "fingerprint", "open_raw", "read_entries"]
