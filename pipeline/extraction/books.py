"""Which account of the books a line stands in, and on which side: 一般会計, a special account, 歳入.

Belongs here: the names of accounts in labels and headings, and what a heading of one changes. Does not belong here: 款, 項
and 目 (``accounts``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.state import State
from pipeline.model import Nature

_NAME = r"一般会計|[一-鿿ァ-ヶー・]{2,24}特別会計|[一-鿿ァ-ヶー・]{1,12}(?:事業|企業)会計"
_ACCOUNT = re.compile(_NAME)
# 一般会計 歳入歳出予算, 2 エネルギー対策特別会計, 歳入: a heading that names an account or a side and little else.
_HEADING = re.compile(
    rf"^(?:[\d一二三四五六七八九十IVX]+[.、 \u3000]*)?[(【]?(?P<account>{_NAME})?[)】]?[ \u3000]*(?:当初)?(?P<side>歳入歳出|歳[ \u3000]*入|歳[ \u3000]*出)?[ \u3000]*(?:予算)?(?:の部|の概要|内訳|総括)?$"
)


def account_in(text: str) -> str | None:
    """The account that a text names.

    >>> account_in("エネルギー対策特別会計繰入れ")
    'エネルギー対策特別会計'
    """
    together = text.replace(" ", "")
    found = _ACCOUNT.search(together) if "会計" in together else None
    return found.group() if found else None


def note_heading(text: str, state: State) -> None:
    """A heading of an account or of a side of it holds until the next one."""
    found = _HEADING.match(text.strip(" \u3000"))
    if found is None or not (found["account"] or found["side"]):
        return
    if found["account"]:
        state.account = found["account"]
    side = (found["side"] or "").replace(" ", "").replace("\u3000", "")
    state.context.nature = Nature.REVENUE if side == "歳入" else Nature.EXPENDITURE


def fill_accounts(lines: Sequence[LineDraft]) -> None:
    """The account of every line: named in its label, else in the label of a line above it, else in a heading."""
    for line in lines:
        line.account = _account_of(line) or line.account


def _account_of(line: LineDraft) -> str | None:
    above: LineDraft | None = line
    while above is not None:
        named = account_in(above.label)
        if named is not None:
            return named
        above = above.parent
    return None
