"""Tables about programs: what lines are about, across documents.

Belongs here: programs, their spellings and what connects them. Does not belong here: their figures (``lines``).
"""

from __future__ import annotations

from pipeline.model import ProgramKind
from pipeline.schema.columns import Table, column

PROGRAMS = Table(
    "programs",
    "One row per program, heading or account that a line is about, across all documents.",
    (
        column("program_id", "VARCHAR", "Made from issuer, normalized name and stage"),
        column("name", "VARCHAR", "Name as a person would write it"),
        column("name_normalized", "VARCHAR", "Name without differences of width, spacing and stage"),
        column("stage", "VARCHAR?", "Stage such as 第Ⅱ期; NULL if none"),
        column("issuer", "VARCHAR?", "Whose program it is"),
        column("kind", "VARCHAR", "A program, a heading over programs, or an account of the books", ProgramKind),
    ),
    ("program_id",),
    "Holds headings and accounts beside programs: filter on kind before counting or adding up.",
)

PROGRAM_NAMES = Table(
    "program_names",
    "One row per spelling of a program's name in a document.",
    (
        column("program_id", "VARCHAR", "The program"),
        column("document_id", "VARCHAR", "The document that writes it so"),
        column("name_as_written", "VARCHAR", "The spelling, as printed"),
    ),
    ("program_id", "document_id", "name_as_written"),
    "Several rows per program: joining to it multiplies figures.",
)
