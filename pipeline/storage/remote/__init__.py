"""A warehouse behind an fsspec URL (``s3://…``).

Belongs here: this list of what others may use; see ``publications`` (the current state there), ``stored`` (stored documents there)
and ``copies`` (this machine's copies). Does not belong here: the store itself (``locations``).
"""

from pipeline.storage.remote.copies import open_for_reading, open_for_runs, publish_shared
from pipeline.storage.remote.stored import fetch_documents

__all__ = ["fetch_documents", "open_for_reading", "open_for_runs", "publish_shared"]
