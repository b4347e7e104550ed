"""What a run leaves, in numbers.

Belongs here: the summary as a table. Does not belong here: counting (``storage``).
"""

from __future__ import annotations

from pipeline.reporting.sheets.layout import Section
from pipeline.reporting.sheets.words import say
from pipeline.settings import Language
from pipeline.storage import Summary


def summary_section(lang: Language, summary: Summary) -> Section:
    """How much the warehouse holds."""
    rows = [(say(lang, "run.document", status=status), f"{number:,}") for status, number in summary.documents.items()]
    for name in ("programs", "lines", "amounts", "counts", "issues"):
        rows.append((say(lang, f"run.{name}"), f"{getattr(summary, name):,}"))
    rows += [(say(lang, "run.checks", status=status), f"{number:,}") for status, number in summary.checks.items()]
    return Section("", (say(lang, "run.what"), say(lang, "run.how_many")), tuple(rows))
