"""Is a document, or a page of it, about a budget at all? Statistics in 億円 are none.

Belongs here: the words by which a budget release is told from other documents, and setting aside the amounts of pages
without them. Does not belong here: what an amount is (``roles``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.drafts import AmountDraft, IssueDraft, LineDraft
from pipeline.extraction.state import State
from pipeline.language import fold
from pipeline.model import Measure, Page

# Where at least this share of the pages with text speaks of budgets, all of them are taken to.
SHARE_OF_PAGES = 0.3
# The words of a title page count for the whole document.
TITLE_PAGES = 2

_BUDGET = re.compile(
    r"予算|概算要求|要求額|要望額|歳[入出]|補正[額前後]|年度決算|決算[額書]|経費|補助金|交付金|負担金|委託費|事業費|国費|事業規模|総事業"
    r"|[HR]?\d{1,2}'[ \u3000]?[\d,.]+[百千万億兆]*円[ \u3000]?→[ \u3000]?[HR]?\d{1,2}'"  # H26' 10億円→H27' 12億円
)
_JUDGED = (Measure.BUDGET, Measure.CHANGE)


def set_aside_other_money(state: State, pages: Sequence[Page]) -> None:
    """Amounts on pages of a document that is no budget release, and that name no budget either, become issues.

    A document whose title names its phase (決算, 概算要求) is one.
    """
    if state.release[1] is not None:
        return
    speaking = {page.number for page in pages if any(_BUDGET.search(fold(line)) for line in page.text.split("\n"))}
    readable = [page for page in pages if page.text.strip()]
    if len(speaking) >= SHARE_OF_PAGES * len(readable) or any(p.number in speaking for p in readable[:TITLE_PAGES]):
        return
    for line in state.lines:
        for amount in [a for a in line.amounts if a.measure in _JUDGED and a.row.page not in speaking]:
            line.amounts.remove(amount)
            state.issues.append(_issue(amount, line))


def _issue(amount: AmountDraft, line: LineDraft) -> IssueDraft:
    reason = f"an amount of {line.label} in a document that speaks of no budget here"
    return IssueDraft(amount.row, amount.start, amount.end, "not_a_budget", reason)
