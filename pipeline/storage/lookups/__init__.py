"""What a person looks up: one program, one document, what checks found.

Belongs here: this list of what others may use; see ``programs``, ``documents``, ``checks`` and ``asking``. Each is one question, so that
all of an answer is of one state. Does not belong here: how it reads (``reporting``).
"""

from pipeline.storage.lookups.checks import CheckMade, Term, list_checks
from pipeline.storage.lookups.completion import begin_document_ids, begin_names
from pipeline.storage.lookups.documents import (
    DocumentPortrait,
    Issue,
    Line,
    PrintedAmount,
    PrintedCount,
    list_paths,
    look_up_document,
)
from pipeline.storage.lookups.programs import (
    Figure,
    Link,
    Parent,
    Part,
    ProgramPortrait,
    RegionCount,
    find_by_id,
    look_up_program,
    may_be_id,
)

__all__ = [
    "CheckMade",
    "DocumentPortrait",
    "Figure",
    "Issue",
    "Line",
    "Link",
    "Parent",
    "Part",
    "PrintedAmount",
    "PrintedCount",
    "ProgramPortrait",
    "RegionCount",
    "Term",
    "begin_document_ids",
    "begin_names",
    "find_by_id",
    "list_checks",
    "list_paths",
    "look_up_document",
    "look_up_program",
    "may_be_id",
]
