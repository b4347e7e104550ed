"""Checks with their arithmetic written out.

Belongs here: terms, intervals and differences of a check. Does not belong here: where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.model import FAILING
from pipeline.reporting.grouping import group
from pipeline.reporting.report.figures import MINUS, NOTHING, show_value, write_count, write_number, write_signed
from pipeline.reporting.report.links import document_page, figure_place, line_place
from pipeline.reporting.report.rows import CheckRow, DocumentRow, MemberRow


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that went into a check: its sign, what it is a figure of, and where it is shown (``None`` for a data set's).
    ``anchor`` is its place within the page of the check's own document, ``document`` another one's title."""

    sign: str
    label: str
    value: Markup
    place: str | None
    anchor: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check ready to be shown. ``meet`` is ``None`` where an interval is not known."""

    row: CheckRow
    terms: tuple[Term, ...]
    stated: Markup
    computed: Markup
    residual: Markup
    stated_range: str | None
    computed_range: str | None
    meet: bool | None
    line: str
    document: str | None
    document_place: str

    @property
    def agrees(self) -> bool:
        """Whether there is no difference at all."""
        return self.row.status == "balanced"

    @property
    def has_leeway(self) -> bool:
        """Whether there is something to say of what the printed precision allows: not where figures agree exactly."""
        return bool(self.stated_range and self.computed_range and self.row.residual != 0)

    @property
    def failed(self) -> bool:
        """Whether it cannot be right."""
        return self.row.status in FAILING


def show_checks(
    checks: Iterable[CheckRow], members: Iterable[MemberRow], documents: Mapping[str, DocumentRow]
) -> tuple[ShownCheck, ...]:
    """Checks in their order, each with what went into it."""
    members_of = group(members, lambda member: member.reconciliation_id)
    return tuple(_show(check, members_of.get(check.reconciliation_id, []), documents) for check in checks)


def _show(check: CheckRow, members: list[MemberRow], documents: Mapping[str, DocumentRow]) -> ShownCheck:
    unit = check.unit
    return ShownCheck(
        check,
        tuple(_term(member, position, check, documents) for position, member in enumerate(members)),
        NOTHING if check.stated is None else show_value(check.stated, unit),
        NOTHING if check.computed is None else show_value(check.computed, unit),
        NOTHING if check.residual is None else _signed(check.residual, unit),
        _range(check.stated_low, check.stated_high, unit),
        _range(check.computed_low, check.computed_high, unit),
        _meet(check),
        line_place(check.document_id, check.line_id),
        title_of(documents.get(check.document_id)),
        document_page(check.document_id),
    )


def _term(member: MemberRow, position: int, check: CheckRow, documents: Mapping[str, DocumentRow]) -> Term:
    sign = MINUS if member.sign < 0 else "+" if position else ""
    elsewhere = member.document_id is not None and member.document_id != check.document_id
    return Term(
        sign,
        member.label or "",
        NOTHING if member.value is None else show_value(member.value, check.unit),
        figure_place(member.document_id, member.figure_id) if member.document_id and member.figure_id else None,
        f"#a-{member.figure_id}" if member.figure_id and not elsewhere else None,
        title_of(documents.get(member.document_id or "")) if elsewhere else None,
    )


def title_of(document: DocumentRow | None) -> str | None:
    """What a document is called: its title, else its file."""
    return None if document is None else document.title or document.source_uri


def _signed(value: int, unit: str) -> Markup:
    text = write_signed(value) if unit == "yen" else f"{'+' if value > 0 else ''}{write_count(value)}"
    return Markup(f'<span class="num">{text}</span>')


def _range(low: int | None, high: int | None, unit: str) -> str | None:
    """An interval; whether its ends belong to it depends on the rounding, and is left to ``rounding_mode``."""
    if low is None or high is None:
        return None
    return write_number(low, unit) if low == high else f"{write_number(low, unit)} – {write_number(high, unit)}"


def _meet(check: CheckRow) -> bool | None:
    """Whether the intervals meet, as the check found; a sum that is short or long by more than rounding does not."""
    if check.stated_low is None or check.computed_low is None:
        return None
    return check.status in ("balanced", "within_rounding")
