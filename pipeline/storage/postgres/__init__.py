"""The published state in a PostgreSQL database, for people who query there.

Belongs here: this list of what others may use; see ``publishing`` (one state into one database), ``swapping`` (the new schema in
place of the old) and ``connection`` (the transaction, and sentences about what went wrong). Does not belong here: types and
DDL (``schema.postgres``).
"""

from pipeline.storage.postgres.connection import CannotPublish, is_postgres
from pipeline.storage.postgres.publishing import Published, publish_to_postgres

__all__ = ["CannotPublish", "Published", "is_postgres", "publish_to_postgres"]
