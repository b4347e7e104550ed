"""What a printed amount says: a figure, nothing, or something that no sum can add.

Belongs here: telling a dash from words, and the reasons why an amount cannot be a member. Does not belong here: which
amounts a check compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from pipeline.model import Amount, BudgetLine, Count, Qualifier
from pipeline.reconciliation.arithmetic.intervals import WHOLE_YEN, Approximation

DASHES = "-‐‑‒–—―−─－ー­"  # the last is a soft hyphen: some PDF writers print their dash with it
NIL_TEXT = re.compile(rf"[{DASHES}]*(?:百万|千|万|億|兆|100万)?円?|皆無|なし|新規|皆増|皆減|新設")
WRAPPING = re.compile(r"[\s()（）〔〕\[\]［］【】]")  # brackets in which last year's figure stands
DIGIT = re.compile(r"\d")
OVER_MARK = "余"


class Standing(Enum):
    """How an amount takes part in a check."""

    STATED = "stated"
    NIL = "nil"  # a dash or a blank cell of a column of figures: adds nothing
    UNCLEAR = "unclear"  # 内数, a range, words, or unreadable: the check cannot be decided
    ABSENT = "absent"  # not printed at all, which is not a zero


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated number as a check sees it. ``unit`` is the unit of the last printed digit."""

    value: int
    unit: int
    approximation: Approximation
    amount_id: str | None
    count_id: str | None
    unit_text: str | None
    open_ended: bool = False  # +事項要求: only the stated part is checked
    text: str = ""
    reference_id: str | None = None


def is_nil_text(text: str) -> bool:
    """True for a dash, a blank, and the words that stand in place of a figure of nothing: ‐ 百万円, (新規), 皆増."""
    return NIL_TEXT.fullmatch(WRAPPING.sub("", text)) is not None


def standing_of(amount: Amount) -> Standing:
    """Whether an amount can be added, adds nothing, or cannot be added."""
    if amount.amount_yen is None:
        return Standing.NIL if is_nil_text(amount.amount_text) else Standing.UNCLEAR
    if amount.qualifier is Qualifier.PORTION_OF or amount.amount_yen_max is not None:
        return Standing.UNCLEAR
    return Standing.STATED


def why_unclear(amount: Amount) -> str:
    """The reason in words, for an amount that cannot be added."""
    if amount.qualifier is Qualifier.PORTION_OF:
        return "is stated only as a part of another figure (内数)"
    if amount.amount_yen_max is not None:
        return "is stated only as a range"
    printed = amount.amount_text.strip()
    if DIGIT.search(printed):
        return f"cannot be read as a figure ({printed})"
    return f"is stated only in words ({printed})"


def figure_of(amount: Amount) -> Figure:
    """An amount as a figure; it must state one."""
    assert amount.amount_yen is not None
    return Figure(
        value=amount.amount_yen,
        unit=amount.precision_yen or WHOLE_YEN,
        approximation=_approximation(amount.approximate, amount.amount_text),
        amount_id=amount.amount_id,
        count_id=None,
        unit_text=amount.unit_text,
        open_ended=amount.qualifier is Qualifier.PLUS_UNQUANTIFIED,
        text=amount.amount_text,
    )


def figure_of_count(count: Count) -> Figure:
    """A count as a figure: things are counted exactly unless the text says about."""
    approximation = _approximation(count.approximate, count.count_text)
    return Figure(count.value, WHOLE_YEN, approximation, None, count.count_id, count.unit)


def _approximation(approximate: bool, text: str) -> Approximation:
    if not approximate:
        return Approximation.NONE
    return Approximation.OVER if OVER_MARK in text else Approximation.ABOUT


def name_of(line: BudgetLine) -> str:
    """A line's label as one run of text."""
    return " ".join(line.label.split()) or "(no label)"
