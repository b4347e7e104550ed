"""What was said later: corrections that a person reviewed, errata of the issuer, documents that were withdrawn.

Belongs here: this list of what others may use; see ``withdrawals`` (whose facts no longer count), ``corrections`` (a person's
entries), ``errata`` (正誤表), ``repeats`` (the same figure printed again), and what both stand on: ``finding`` (documents and figures that they name) and ``values`` (what
they say instead). Does not belong here: reading any of them (``sources``, ``extraction``), changing what is printed: amounts
and counts stay as they are, and the views lay corrections over them.

Checks (``reconciliation``) are of what is printed. A check that a correction would settle still fails, and the view
``unreconciled`` says that there is one (``has_correction``): whoever reads the document sees the figure that fails.
"""

from pipeline.revision.finding import Several, Unfound, WrongEntries, find_document
from pipeline.revision.overlay import Published, revise
from pipeline.revision.withdrawals import gone, resolve_withdrawals, stand_down

__all__ = [
    "Published",
    "Several",
    "Unfound",
    "WrongEntries",
    "find_document",
    "gone",
    "resolve_withdrawals",
    "revise",
    "stand_down",
]
