"""What yosan finds in a typeset file, in the terms of the tests.

Belongs here: bytes to facts, and problems of what was read. Does not belong here: expectations.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import defaultdict
from pathlib import Path

from pipeline.extraction import extract
from pipeline.model import DocumentFacts, Source
from pipeline.reading import read_document

from .tables import Fact

_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，.．]*")


def read_pdf(data: bytes) -> DocumentFacts:
    """Everything that a PDF says."""
    sha = hashlib.sha256(data).hexdigest()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "typeset.pdf"
        path.write_bytes(data)
        return extract(read_document(path, Source(sha[:16], sha, path.name, path.name, len(data))))


def facts_read(facts: DocumentFacts) -> list[Fact]:
    """The amounts in reading order."""
    lines = {line.line_id: line for line in facts.lines}
    found: list[Fact] = []
    for amount in facts.amounts:
        line = lines[amount.line_id]
        parent = lines.get(line.parent_line_id or "")
        found.append(
            Fact(
                line.label, amount.header_path or "", amount.amount_yen, amount.fiscal_year, amount.phase,
                amount.measure, amount.nature, parent.label if parent else None,
            )
        )  # fmt: skip
    return found


def figures_lost(facts: DocumentFacts) -> list[str]:
    """Figures with thousands separators that are in no amount, no count and no issue."""
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    places = [a.place for a in facts.amounts] + [c.place for c in facts.counts]
    for place in places + [i.place for i in facts.issues if i.place is not None]:
        covered[place.page].append((place.char_start, place.char_end))
    return [
        match[0]
        for page in facts.pages
        for match in _FIGURE.finditer(page.text)
        if re.search("[,，]", match[0])
        and not any(start < match.end() and match.start() < end for start, end in covered[page.page])
    ]
