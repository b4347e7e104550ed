"""Amounts as they are shown: what stands in the cell, and what must be said beside it.

Belongs here: NULL, bounds, ranges, corrections in words. Does not belong here: which amounts a page has.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.reporting.report.figures import NOTHING, show_yen, write_million
from pipeline.reporting.report.rows import AmountRow, BudgetRow
from pipeline.reporting.report.words import say, say_sentence, say_value

PORTION_OF = "portion_of"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure ready to be shown; ``notes`` say what its number alone does not."""

    value: Markup
    notes: tuple[Markup, ...] = ()


def show_amount(row: AmountRow) -> Shown:
    """A printed amount: 内数, a dash and words are no number and never 0."""
    return Shown(_value(row), (*_limits(row), *_remarks(row)))


def _value(row: AmountRow) -> Markup:
    if row.amount_yen is None or row.qualifier == PORTION_OF:
        return NOTHING
    if row.amount_yen_max is not None:
        return say("range", show_yen(row.amount_yen), show_yen(row.amount_yen_max))
    return show_yen(row.amount_yen)


def _limits(row: AmountRow) -> tuple[Markup, ...]:
    """Why there is no number, or what it is a part of."""
    if row.qualifier == PORTION_OF:
        bound = row.amount_yen_max if row.amount_yen_max is not None else row.amount_yen
        return (say("bound", NOTHING if bound is None else show_yen(bound)),)
    if row.amount_yen is None:
        return (say("dash"),)
    return ()


def _remarks(row: AmountRow) -> tuple[Markup, ...]:
    notes = []
    if row.is_corrected:
        printed = NOTHING if row.amount_yen_printed is None else show_yen(row.amount_yen_printed)
        notes.append(say("printed_was", printed) + _sentence(row.reason))
    if row.qualifier and row.qualifier != PORTION_OF:
        notes.append(say_value("qualifier", row.qualifier))
    if row.approximate:
        notes.append(say("approximate"))
    if row.amount_yen_suggested is not None:
        notes.append(say("suggested", show_yen(row.amount_yen_suggested)) + _sentence(row.suggestion_reason))
    if not row.label_reliable:
        notes.append(say("unreliable"))
    return tuple(notes)


def _sentence(text: str | None) -> Markup:
    """A sentence of the warehouse behind a word of the report."""
    return Markup(' <span class="said">{}</span>').format(say_sentence(text)) if text else Markup("")


def show_role(phase: str | None, supplement_no: int | None) -> Markup:
    """Phase and supplement in words."""
    said = say_value("phase", phase) if phase else say("no_phase")
    return said if supplement_no is None else Markup("{} {}").format(said, say("supplement", supplement_no))


def plot_budgets(rows: tuple[BudgetRow, ...]) -> list[dict[str, object]]:
    """A program's figures for its chart: one bar each, hollow where only an upper bound is known.

    Years that are not stated have no place on the axis; the table has them.
    """
    return [
        {
            "year": row.fiscal_year,
            "phase": row.phase or "",
            "series": f"{row.phase or ''} {row.supplement_no or ''}".strip(),
            "yen": row.amount_yen if row.amount_yen is not None else row.bound_yen,
            "bound": row.amount_yen is None,
            "text": write_million(row.amount_yen if row.amount_yen is not None else row.bound_yen or 0),
        }
        for row in rows
        if row.fiscal_year is not None and (row.amount_yen is not None or row.bound_yen is not None)
    ]
