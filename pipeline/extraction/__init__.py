"""Pages to facts: budget lines, amounts, counts, and what could not be read.

Belongs here: whose figure it is, what it is, and what it is part of. Does not belong here: PDF, Dagster, DuckDB; whether
the figures add up (``reconciliation``).
"""

from pipeline.extraction.accounting import Unaccounted, unaccounted
from pipeline.extraction.extractor import extract
from pipeline.extraction.programs import program_of

__all__ = ["Unaccounted", "extract", "program_of", "unaccounted"]
