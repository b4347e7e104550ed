"""A document as a sheet: its record, its lines as a tree with figures and checks in place, what is open.

Belongs here: what of it is shown, and in which order. Does not belong here: finding it (``storage``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model import DocumentStatus
from pipeline.reporting.sheets.checks import checks_section, show_status, write_out
from pipeline.reporting.sheets.figures import Money, show_change, show_corrected, show_money, show_phase, show_year
from pipeline.reporting.sheets.layout import Section, Sheet
from pipeline.reporting.sheets.words import name_value, say, say_sentence
from pipeline.schema import MEANINGS
from pipeline.settings import Language
from pipeline.storage.lookups import CheckMade, DocumentPortrait, Issue, Line, PrintedAmount, PrintedCount

INDENT = "　"
_OF_A_YEAR = ("budget", "change", None)
# What a person needs not be told once more beside a figure.
_HOLDS = ("balanced", "within_rounding")


def document_sheet(lang: Language, document: DocumentPortrait) -> Sheet:
    """All that is known of a document."""
    failed = [check for check in document.checks if check.status in ("mismatch", "exceeds")]
    sections = (
        _lines(lang, document),
        _issues(lang, document.issues),
        checks_section(lang, failed, say(lang, "checks"), failed_only=True),
        _coverage(lang, document.coverage),
    )
    record = document.record
    return Sheet(str(record["title"] or record["source_uri"]), tuple(_facts(lang, document)), sections)


# What a program reads of a document's figures, a row each.
FIGURE_COLUMNS = (
    *(
        "page",
        "line_id",
        "depth",
        "label",
        "figure_kind",
        "figure_id",
        "fiscal_year",
        "phase",
        "supplement_no",
        "measure",
        "nature",
    ),
    *(
        "status",
        "relation",
        "value",
        "value_max",
        "unit",
        "qualifier",
        "value_printed",
        "is_corrected",
        "figure_text",
        "checks",
    ),
)


def list_figures(document: DocumentPortrait) -> list[dict[str, Any]]:
    """A row per figure in the order of the lines, and one without a figure for each line that has none. ``value`` is in yen or in
    things counted; the figure of a 内数 is an upper bound (``qualifier``). ``checks`` are those of the line's figures for the same
    year and phase, as statuses."""
    said = _Said.of(document)
    rows: list[dict[str, Any]] = []
    for depth, line in walk_lines(document.lines):
        of_line = {"page": line.page, "line_id": line.line_id, "depth": depth, "label": line.label}
        figures = [_amount_record(one, said.checks.get(line.line_id, ())) for one in said.amounts.get(line.line_id, ())]
        figures += [_count_record(one, said.checks.get(line.line_id, ())) for one in said.counts.get(line.line_id, ())]
        rows.extend({**dict.fromkeys(FIGURE_COLUMNS), **of_line, **figure} for figure in figures or [{}])
    for count in said.counts.get("", ()):
        rows.append({**dict.fromkeys(FIGURE_COLUMNS), "label": count.subject, **_count_record(count, ())})
    return rows


def _amount_record(amount: PrintedAmount, checks: Sequence[CheckMade]) -> dict[str, Any]:
    same = (amount.fiscal_year, amount.phase)
    return {
        **{
            name: getattr(amount, name)
            for name in ("page", "fiscal_year", "phase", "supplement_no", "measure", "nature")
        },
        "figure_kind": "amount",
        "figure_id": amount.amount_id,
        "value": amount.amount_yen,
        "unit": "yen",
        "value_max": amount.amount_yen_max,
        "qualifier": amount.qualifier,
        "value_printed": amount.amount_yen_printed,
        "is_corrected": amount.is_corrected,
        "figure_text": amount.amount_text,
        "checks": " ".join(one.status for one in checks if one.unit == "yen" and (one.fiscal_year, one.phase) == same),
    }


def _count_record(count: PrintedCount, checks: Sequence[CheckMade]) -> dict[str, Any]:
    same = (count.unit, count.fiscal_year)
    return {
        **{
            name: getattr(count, name)
            for name in ("page", "fiscal_year", "status", "relation", "value", "unit", "value_printed")
        },
        "figure_kind": "count",
        "figure_id": count.count_id,
        "is_corrected": count.is_corrected,
        "figure_text": count.count_text,
        "checks": " ".join(one.status for one in checks if (one.unit, one.fiscal_year) == same),
    }


def walk_lines(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    """Every line with its depth, each before the lines below it, in reading order. A line whose parent is missing is a root; so is
    the first of a ring."""
    known = {line.line_id for line in lines}
    below: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        below[line.parent_line_id if line.parent_line_id in known and line.parent_line_id else ""].append(line)
    seen: set[str] = set()
    for root in (*below[""], *lines):
        open_ = [(0, root)]
        while open_:
            depth, line = open_.pop()
            if line.line_id in seen:
                continue
            seen.add(line.line_id)
            yield depth, line
            open_.extend((depth + 1, part) for part in reversed(below.get(line.line_id, [])))


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of each line, by line_id."""

    amounts: Mapping[str, Sequence[PrintedAmount]]
    counts: Mapping[str, Sequence[PrintedCount]]
    checks: Mapping[str, Sequence[CheckMade]]

    @classmethod
    def of(cls, document: DocumentPortrait) -> _Said:
        amounts, counts, checks = defaultdict(list), defaultdict(list), defaultdict(list)
        for amount in document.amounts:
            amounts[amount.line_id].append(amount)
        for count in document.counts:
            counts[count.line_id or ""].append(count)
        for check in document.checks:
            checks[check.line_id].append(check)
        return cls(amounts, counts, checks)


def _facts(lang: Language, document: DocumentPortrait) -> Iterator[tuple[str, str]]:
    record = document.record
    meanings = MEANINGS[DocumentStatus][DocumentStatus(str(record["status"]))]
    meaning = meanings[lang is Language.JAPANESE]
    detail = f": {say_sentence(lang, str(record['status_detail']))}" if record["status_detail"] else ""
    yield say(lang, "status"), f"{record['status']} — {meaning}{detail}"
    yield say(lang, "id"), str(record["document_id"])
    yield say(lang, "path"), str(record["source_uri"])
    if document.other_paths:
        yield say(lang, "other_paths"), "、".join(document.other_paths)
    yield say(lang, "issuer"), str(record["issuer"] or say(lang, "not_said"))
    year, phase = record["fiscal_year"], record["phase"]
    yield (
        say(lang, "fiscal_year"),
        " ".join(
            (
                show_year(lang, year if isinstance(year, int) else None),
                name_value(lang, "phase", str(phase) if phase else None),
            )
        ),
    )
    yield say(lang, "media_type"), _describe_file(lang, record)
    for name in ("released_on", "retrieved_at", "replaced_by", "withdrawn_on"):
        if record[name] is not None:
            yield say(lang, name), str(record[name])
    yield say(lang, "rounding_mode"), str(record["rounding_mode"])
    yield say(lang, "extractor_version"), str(record["extractor_version"])


def _describe_file(lang: Language, record: Mapping[str, Any]) -> str:
    parts = [record["media_type"], say(lang, "bytes", size=f"{record['byte_size']:,}")]
    if record["page_count"] is not None:
        count = record["page_count"]
        parts.append(say(lang, "one_page") if count == 1 else say(lang, "pages", pages=f"{count:,}"))
    return ", ".join(parts)


def _lines(lang: Language, document: DocumentPortrait) -> Section:
    title = say(lang, "lines")
    if not document.lines:
        return Section(title, note=say(lang, "no_lines"))
    said = _Said.of(document)
    columns = tuple(say(lang, name) for name in ("page", "line", "what", "amount", "printed", "check"))
    return Section(title, columns, tuple(_all_rows(lang, document.lines, said)))


def _all_rows(lang: Language, lines: Sequence[Line], said: _Said) -> Iterator[tuple[str, ...]]:
    """A row per figure; the line's name stands on the first of them. Counts of no line come last."""
    for depth, line in walk_lines(lines):
        figures = [
            *_amount_cells(lang, said.amounts.get(line.line_id, ())),
            *_count_cells(lang, said.counts.get(line.line_id, ())),
        ]
        checks = [_show_check(lang, check) for check in said.checks.get(line.line_id, ())]
        name = INDENT * depth + _name(lang, line)
        for at in range(max(len(figures), len(checks), 1)):
            figure = figures[at] if at < len(figures) else ("", "", "")
            yield (
                str(line.page) if at == 0 else "",
                name if at == 0 else "",
                *figure,
                checks[at] if at < len(checks) else "",
            )
    for count in said.counts.get("", ()):
        yield (str(count.page), count.subject, *next(_count_cells(lang, [count])), "")


def _name(lang: Language, line: Line) -> str:
    relation = "" if line.relation in (None, "component") else f"{name_value(lang, 'relation', line.relation)}: "
    number = f"{line.list_number} " if line.list_number else ""
    remarks = [name_value(lang, "marker", line.marker)] if line.marker else []
    remarks += [line.account] if line.account else []
    remarks += [say(lang, "same_line")] if line.same_as_line_id else []
    return f"{relation}{number}{line.label}" + (f" [{', '.join(remarks)}]" if remarks else "")


def _amount_cells(lang: Language, amounts: Sequence[PrintedAmount]) -> Iterator[tuple[str, str, str]]:
    for amount in amounts:
        # A unit cost and a total over years belong to no year, unless the document says one.
        timed = amount.fiscal_year is not None or amount.phase is not None or amount.measure in _OF_A_YEAR
        words = (
            show_year(lang, amount.fiscal_year) if timed else "",
            show_phase(lang, amount.phase, amount.supplement_no) if timed else "",
            name_value(lang, "measure", amount.measure),
            name_value(lang, "nature", amount.nature),
        )
        yield " ".join(filter(None, words)), _show_amount(lang, amount), amount.amount_text


def _show_amount(lang: Language, amount: PrintedAmount) -> str:
    """What holds of an amount; a change has its sign, a corrected one what is printed."""
    if amount.measure == "change" and amount.qualifier is None and amount.amount_yen is not None:
        text = show_change(amount.amount_yen)
    else:
        held = Money.of_printed(amount.amount_yen, amount.amount_yen_max, amount.qualifier)
        text = show_money(lang, held, amount.qualifier, amount.approximate)
    if not amount.is_corrected:
        return text
    printed = Money.of_printed(amount.amount_yen_printed, amount.amount_yen_max_printed, amount.qualifier)
    return show_corrected(lang, text, show_money(lang, printed, amount.qualifier, amount.approximate))


def _count_cells(lang: Language, counts: Sequence[PrintedCount]) -> Iterator[tuple[str, str, str]]:
    for count in counts:
        year = "" if count.fiscal_year is None else show_year(lang, count.fiscal_year)
        words = filter(
            None, (year, name_value(lang, "count", count.status), name_value(lang, "relation", count.relation))
        )
        number = f"{count.value:,} {count.unit}"
        if count.approximate:
            number = say(lang, "about", figure=number)
        if count.is_corrected:
            number = show_corrected(lang, number, f"{count.value_printed:,}")
        yield " ".join(words), number, count.count_text


def _show_check(lang: Language, check: CheckMade) -> str:
    """What a check found; with its arithmetic where it does not hold."""
    found = f"{show_status(lang, check.status)} ({name_value(lang, 'check', check.kind)})"
    return found if check.status in _HOLDS else f"{found}: {write_out(lang, check)}"


def _issues(lang: Language, issues: Sequence[Issue]) -> Section:
    title = say(lang, "issues")
    if not issues:
        return Section(title, note=say(lang, "no_issues"))
    rows = tuple(
        (
            "" if issue.page is None else str(issue.page),
            name_value(lang, "severity", issue.severity),
            issue.kind,
            issue.text,
            say_sentence(lang, issue.reason),
        )
        for issue in issues
    )
    return Section(title, tuple(say(lang, name) for name in ("page", "status", "what", "printed", "why")), rows)


def _coverage(lang: Language, coverage: Mapping[str, Any]) -> Section:
    rows = tuple(
        (say(lang, f"coverage.{name}"), say(lang, "nil") if value is None else f"{value:,}")
        for name, value in coverage.items()
    )
    return Section(say(lang, "coverage"), (say(lang, "what"), say(lang, "number")), rows)
