"""The long lists as data for the browser, which shows, sorts and searches them.

Belongs here: what of a program or document a list holds, and writing it so that nothing in it can be run. Does not belong here:
searching (``static/list.js``).

Money is there twice: as text with all its digits, to be read, and as a number, to sort by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.model import GRAVEST_FIRST, Phase
from pipeline.reporting.grouping import group
from pipeline.reporting.report.checks import title_of
from pipeline.reporting.report.figures import write_million
from pipeline.reporting.report.rows import BudgetRow, DocumentRow, Holdings, NameRow, ProgramRow
from pipeline.reporting.report.words import SPOKEN_BY_SCRIPTS, WORDS

# A supplement is no budget of a year, and the last of these is what a year came to.
_LATEST = (Phase.REQUESTED, Phase.PROPOSED, Phase.APPROVED, Phase.REVISED, Phase.EXECUTED)
_RANK = {phase.value: number for number, phase in enumerate(_LATEST)}
_SPOKEN_KINDS = ("phase", "document_status", "program_kind", "check_status")


def write_script(name: str, value: object) -> bytes:
    """A script that sets a property of the window to plain data."""
    return f'window["{name}"]={write_json(value)};\n'.encode()


def write_json(value: object) -> str:
    """JSON that may stand in a page or a script: no ``<`` can end or begin an element, no line separator a statement."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def list_words() -> dict[str, Sequence[str]]:
    """The words that scripts say, by key."""
    kinds = tuple(f"{kind}." for kind in _SPOKEN_KINDS)
    return {key: words for key, words in WORDS.items() if key in SPOKEN_BY_SCRIPTS or key.startswith(kinds)}


def list_programs(holdings: Holdings) -> list[list[Any]]:
    """A row per program: id, name, issuer, kind, latest year, its phase, text and number of its amount, documents, the gravest
    check of all years, and words by which it is found beside its name, one a line."""
    budgets = group(holdings.budgets, lambda row: row.program_id)
    names = group(holdings.names, lambda row: row.program_id)
    return [_program(row, budgets.get(row.program_id, []), names.get(row.program_id, [])) for row in holdings.programs]


def _program(row: ProgramRow, budgets: Sequence[BudgetRow], names: Iterable[NameRow]) -> list[Any]:
    latest = max(
        (one for one in budgets if one.fiscal_year is not None and one.amount_yen is not None and one.phase in _RANK),
        key=lambda one: (one.fiscal_year or 0, _RANK[one.phase or ""], one.amount_id),
        default=None,
    )
    statuses = [one.reconciliation_status for one in budgets if one.reconciliation_status]
    others = dict.fromkeys([*(one.name_as_written for one in names), row.lemmas])
    return [
        row.program_id,
        row.name,
        row.issuer,
        row.kind,
        latest.fiscal_year if latest else None,
        latest.phase if latest else None,
        write_million(latest.amount_yen or 0) if latest else None,
        latest.amount_yen if latest else None,
        row.documents,
        min(statuses, key=GRAVEST_FIRST.index, default=None),
        "\n".join(one for one in others if one and one != row.name),
    ]


def list_documents(holdings: Holdings) -> list[list[Any]]:
    """A row per document: id, title, issuer, year, phase, status, pages, amounts, placed and found expressions, the gravest
    check, and words by which it is found beside its title."""
    return [_document(row) for row in holdings.documents]


def _document(row: DocumentRow) -> list[Any]:
    return [
        row.document_id,
        title_of(row),
        row.issuer,
        row.fiscal_year,
        row.phase,
        row.status,
        row.page_count,
        row.amounts,
        row.expressions_placed,
        row.expressions_found,
        _verdict(row),
        row.source_uri,
    ]


def _verdict(row: DocumentRow) -> str | None:
    """What came of a document's checks, in the words of one check."""
    if row.checks_failed:
        return "mismatch"
    if row.checks_within_rounding:
        return "within_rounding"
    return "balanced" if row.checks_balanced else None
