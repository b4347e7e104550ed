"""Checks with their arithmetic written out.

Belongs here: a check as a line of text, checks as a table. Does not belong here: checking (``reconciliation``).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reporting.sheets.figures import show_phase, show_place, show_unit, show_value, show_year
from pipeline.reporting.sheets.layout import Section
from pipeline.reporting.sheets.words import name_value, say
from pipeline.settings import Language
from pipeline.storage.lookups import CheckMade

TERMS_SHOWN = 12  # of a sum that is written out; the number of the others is told


def checks_section(lang: Language, checks: Sequence[CheckMade], title: str, failed_only: bool = False) -> Section:
    """A table of checks in the order given, or one sentence that there is none."""
    if not checks:
        return Section(title, note=say(lang, "none_failed" if failed_only else "no_checks"))
    columns = ("status", "what", "line", "fiscal_year", "arithmetic", "where")
    rows = tuple(_check_row(lang, check) for check in checks)
    return Section(title, tuple(say(lang, name) for name in columns), rows)


def show_status(lang: Language, status: str) -> str:
    """What a check found, in a few words behind a mark."""
    return name_value(lang, "check", status)


def write_out(lang: Language, check: CheckMade) -> str:
    """The arithmetic of a check: what is stated against what its terms come to, and by how much it is off.

    The terms are left out where they do not come to what was computed, as with figures in other units, ranges and words.
    """
    stated = show_value(check.stated, check.unit)
    computed = show_value(check.computed, check.unit)
    terms = _write_terms(check)
    right = f"{terms} = {computed}" if terms and len(check.terms) > 1 else computed
    text = f"{stated} ⇔ {right} ({show_unit(lang, check.unit)})"
    if check.residual and check.status == "partial":
        text += f"; {say(lang, 'not_itemised')} {show_value(check.residual, check.unit)}"
    elif check.residual and check.status != "unverifiable":  # where terms are missing, a difference tells nothing
        text += "; " + say(lang, "off_by", residual=show_value(check.residual, check.unit))
        text += _write_interval(lang, check)
    return f"{text}; {say(lang, 'corrected_since')}" if check.has_correction else text


def _write_terms(check: CheckMade) -> str:
    """What was added and taken away; nothing where a term has no figure or the terms come to something else."""
    known = [(term.sign, term.value) for term in check.terms if term.value is not None]
    if len(known) < len(check.terms) or sum(sign * value for sign, value in known) != check.computed:
        return ""
    parts = [f"{'−' if sign < 0 else '+'} {show_value(value, check.unit)}" for sign, value in known[:TERMS_SHOWN]]
    more = [f"+ … ({len(known) - TERMS_SHOWN})"] if len(known) > TERMS_SHOWN else []
    return " ".join([*parts, *more]).removeprefix("+ ")


def _write_interval(lang: Language, check: CheckMade) -> str:
    """What the terms may come to by how they are printed."""
    if check.computed_low is None or check.computed_high is None or check.computed_low == check.computed_high:
        return ""
    low, high = (show_value(value, check.unit) for value in (check.computed_low, check.computed_high))
    return f" ({say(lang, 'may_be', low=low, high=high)})"


def _check_row(lang: Language, check: CheckMade) -> tuple[str, ...]:
    year = f"{show_year(lang, check.fiscal_year)} {show_phase(lang, check.phase, None)}" if check.fiscal_year else ""
    return (
        show_status(lang, check.status),
        name_value(lang, "check", check.kind),
        check.label,
        year,
        write_out(lang, check),
        show_place(lang, check.source_uri, check.page),
    )
