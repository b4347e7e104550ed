"""Every table, column and view of the warehouse, described once.

Belongs here: names, types, keys, units, allowed values and meanings, and what is generated from them alone (DDL, Arrow
schemas, the data dictionary). Does not belong here: opening a database, writing files, moving rows (``storage``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from pipeline.model import (
    CheckKind,
    CheckStatus,
    CountStatus,
    DocumentStatus,
    Marker,
    Measure,
    Nature,
    Phase,
    ProgramKind,
    Qualifier,
    Relation,
    RoundingMode,
    Severity,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type`` is DuckDB's name for it; an empty ``allowed`` means any value."""

    name: str
    type: str
    nullable: bool
    allowed: tuple[str, ...]
    unit: str | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``meaning`` says what a row is; ``key`` is its primary key, empty where there is none; ``warning`` is what
    goes wrong in careless use."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class Reference:
    """``table.column`` is NULL or stands in ``target``'s only key column."""

    table: str
    column: str
    target: str
    target_column: str


def _column(
    name: str, type_: str, meaning: str, allowed: type[StrEnum] | None = None, unit: str | None = None
) -> Column:
    """A column; a type ending in ``?`` may be NULL."""
    values = tuple(member.value for member in allowed) if allowed else ()
    return Column(name, type_.removesuffix("?"), type_.endswith("?"), values, unit, meaning)


def _place(nullable: bool = False) -> tuple[Column, ...]:
    """The columns of a ``model.Place``."""
    integer = "INTEGER?" if nullable else "INTEGER"
    box = "from the page's top-left corner; NULL in a text document"
    return (
        _column("page", integer, "Page on which it is printed, counted from 1"),
        _column("x0", "DOUBLE?", f"Left edge, {box}", unit="pt"),
        _column("top", "DOUBLE?", f"Upper edge, {box}", unit="pt"),
        _column("x1", "DOUBLE?", f"Right edge, {box}", unit="pt"),
        _column("bottom", "DOUBLE?", f"Lower edge, {box}", unit="pt"),
        _column("char_start", integer, "Offset of its first character in the text of its page (`pages.text`)"),
        _column("char_end", integer, "Offset behind its last character in the text of its page (`pages.text`)"),
    )


PLACE_COLUMNS = tuple(column.name for column in _place())

DOCUMENTS = Table(
    "documents",
    "One row per file in raw/, also one that could not be read.",
    (
        _column("document_id", "VARCHAR", "First 16 hex digits of the SHA-256 of the file's bytes"),
        _column("sha256", "VARCHAR", "SHA-256 of the file's bytes, in hex"),
        _column("file_name", "VARCHAR", "Name of the file, without its folder"),
        _column("source_uri", "VARCHAR", "Path below raw/; the smallest if the bytes have several"),
        _column("media_type", "VARCHAR", "What the bytes are, whatever the name says"),
        _column("byte_size", "BIGINT", "Size of the file", unit="bytes"),
        _column("page_count", "INTEGER?", "Number of pages; NULL if it could not be told", unit="pages"),
        _column("title", "VARCHAR?", "Title as printed"),
        _column("issuer", "VARCHAR?", "Who issued it, as printed (文部科学省)"),
        _column("fiscal_year", "INTEGER?", "Fiscal year (年度) the release is about, as the Western year of its start"),
        _column("phase", "VARCHAR?", "Stage of the budget cycle the release is about", Phase),
        _column("released_on", "DATE?", "Day of release; NULL if not known"),
        _column("retrieved_at", "TIMESTAMPTZ?", "When the file was fetched (UTC); NULL if a person put it there"),
        _column("status", "VARCHAR", "What became of the file", DocumentStatus),
        _column("status_detail", "VARCHAR?", "One sentence on the status that a person can act on"),
        _column("replaced_by", "VARCHAR?", "document_id of the release that replaces this one"),
        _column("withdrawn_on", "DATE?", "Day on which the issuer withdrew it"),
        _column("rounding_mode", "VARCHAR", "How its printed figures were cut to their unit", RoundingMode),
        _column("extractor_version", "VARCHAR", "Version of the extractor that read it"),
    ),
    ("document_id",),
    "Also holds files that could not be read: look at status before concluding that a ministry said nothing.",
)

DOCUMENT_FILES = Table(
    "document_files",
    "One row per name of a document's bytes.",
    (
        _column("document_id", "VARCHAR", "The document whose bytes the file has"),
        _column("source_uri", "VARCHAR", "Path below raw/"),
        _column("file_name", "VARCHAR", "Name of the file, without its folder"),
    ),
    ("document_id", "source_uri"),
    "Several rows per document where the same bytes have several names: joining to it multiplies figures.",
)

PAGES = Table(
    "pages",
    "One row per page of a document, with its text.",
    (
        _column("document_id", "VARCHAR", "The document"),
        _column("page", "INTEGER", "Page number, counted from 1"),
        _column("width", "DOUBLE?", "Width of the page; NULL in a text document", unit="pt"),
        _column("height", "DOUBLE?", "Height of the page; NULL in a text document", unit="pt"),
        _column("text", "VARCHAR", "Text in reading order; character offsets count its characters from 0"),
        _column("problem", "VARCHAR?", "Why the page could not be read; NULL if it could"),
    ),
    ("document_id", "page"),
    "Text is as extracted; where the page's font maps to wrong characters it is wrong too.",
)

PROGRAMS = Table(
    "programs",
    "One row per program, heading or account that a line is about, across all documents.",
    (
        _column("program_id", "VARCHAR", "Made from issuer, normalized name and stage"),
        _column("name", "VARCHAR", "Name as a person would write it"),
        _column("name_normalized", "VARCHAR", "Name without differences of width, spacing and stage"),
        _column("stage", "VARCHAR?", "Stage such as 第Ⅱ期; NULL if none"),
        _column("issuer", "VARCHAR?", "Whose program it is"),
        _column("kind", "VARCHAR", "A program, a heading over programs, or an account of the books", ProgramKind),
    ),
    ("program_id",),
    "Holds headings and accounts beside programs: filter on kind before counting or adding up.",
)

PROGRAM_NAMES = Table(
    "program_names",
    "One row per spelling of a program's name in a document.",
    (
        _column("program_id", "VARCHAR", "The program"),
        _column("document_id", "VARCHAR", "The document that writes it so"),
        _column("name_as_written", "VARCHAR", "The spelling, as printed"),
    ),
    ("program_id", "document_id", "name_as_written"),
    "Several rows per program: joining to it multiplies figures.",
)

BUDGET_LINES = Table(
    "budget_lines",
    "One row per line item as printed in one document.",
    (
        _column("line_id", "VARCHAR", "Made from the document and the printed place"),
        _column("document_id", "VARCHAR", "The document that prints it"),
        _column("program_id", "VARCHAR?", "What it is about; NULL for totals and nameless うち fragments"),
        _column("parent_line_id", "VARCHAR?", "The line it belongs under; NULL at the top"),
        _column("parent_rule", "VARCHAR?", "The rule that found the parent"),
        _column("ordinal", "INTEGER", "Position in reading order"),
        _column("level", "INTEGER", "Depth below the top, which is 0"),
        _column("label", "VARCHAR", "As printed, spacing repaired, without amounts, markers and list number"),
        _column("list_number", "VARCHAR?", "List number as printed (①, (1), 3)"),
        _column("account", "VARCHAR?", "一般会計 or a special account; NULL if not said"),
        _column("marker", "VARCHAR?", "新規 new, 拡充 expanded, 継続 continued, 廃止 ended", Marker),
        _column(
            "relation", "VARCHAR?", "To its parent: component, of_which うち, relisted 再掲, outside 外に", Relation
        ),
        _column("is_total", "BOOLEAN", "True for a bare 計 or 合計"),
        _column("same_as_line_id", "VARCHAR?", "The same line printed elsewhere in the document"),
        _column("table_id", "VARCHAR?", "The same for lines of one table or list, also over several pages"),
        _column("children_complete", "BOOLEAN?", "True if the text says its items are all, false if they are examples"),
        *_place(),
    ),
    ("line_id",),
    "Contains subtotals, relisted and repeated lines: adding up all lines of a document counts money several times.",
)

TOKENS = Table(
    "tokens",
    "One row per word of a line's label.",
    (
        _column("line_id", "VARCHAR", "The line whose label holds the word"),
        _column("position", "INTEGER", "Position of the word in the label, from 0"),
        _column("surface", "VARCHAR", "The word as printed"),
        _column("lemma", "VARCHAR", "Its dictionary form"),
        _column("part_of_speech", "VARCHAR", "Its part of speech (品詞)"),
    ),
    ("line_id", "position"),
    "Several rows per line: joining to it multiplies figures.",
)

AMOUNTS = Table(
    "amounts",
    "One row per stated amount of money, a unit cost and a change as well as a budget.",
    (
        _column("amount_id", "VARCHAR", "Made from the document and the printed place"),
        _column("line_id", "VARCHAR", "The line that states it"),
        _column("document_id", "VARCHAR", "The document that prints it"),
        _column("fiscal_year", "INTEGER?", "Fiscal year (年度) of the figure; NULL if not said"),
        _column("phase", "VARCHAR?", "Stage of the budget cycle of the figure; NULL if not said", Phase),
        _column("supplement_no", "INTEGER?", "Number of the supplementary budget (第2次補正 is 2)"),
        _column("measure", "VARCHAR", "What kind of quantity it is; only budget is a budget", Measure),
        _column("nature", "VARCHAR", "Which side of the account it stands on", Nature),
        _column("header_path", "VARCHAR?", "Header cells above a table figure, outermost first, joined with ` / `"),
        _column("column", "INTEGER?", "Position of its column in the table, from 0; NULL outside tables"),
        _column("amount_yen", "BIGINT?", "What the text says; NULL for a printed dash or words only", unit="yen"),
        _column("amount_yen_suggested", "BIGINT?", "What arithmetic implies instead; no view uses it", unit="yen"),
        _column("suggestion_reason", "VARCHAR?", "Why the suggestion was made"),
        _column("amount_yen_max", "BIGINT?", "Upper end of a range (5〜20億円), else NULL", unit="yen"),
        _column("precision_yen", "BIGINT?", "Unit of the last printed digit (7,530百万円: 1000000)", unit="yen"),
        _column("approximate", "BOOLEAN", "True with 約, 程度, 余"),
        _column(
            "qualifier", "VARCHAR?", "portion_of 内数 makes the amount an upper bound, not the line's own", Qualifier
        ),
        _column("amount_text", "VARCHAR", "The figure as printed"),
        _column("unit_text", "VARCHAR?", "The unit as printed, also from a table's (単位:百万円)"),
        _column("label_reliable", "BOOLEAN", "False where the page's font maps to wrong characters"),
        _column("role_rule", "VARCHAR", "What decided year, phase and measure"),
        *_place(),
        _column("evidence", "VARCHAR", "The printed line it was read from"),
    ),
    ("amount_id",),
    "Mixes budgets, changes, unit costs and 内数 of several years: use program_budgets, or filter on measure, nature, "
    "fiscal_year, phase and qualifier before adding up.",
)

COUNTS = Table(
    "counts",
    "One row per stated number of things (地域, 拠点, 件, 人, 校 …).",
    (
        _column("count_id", "VARCHAR", "Made from the document and the printed place"),
        _column("line_id", "VARCHAR?", "The line that states it; NULL outside any line"),
        _column("document_id", "VARCHAR", "The document that prints it"),
        _column("subject", "VARCHAR", "What is counted: the line's label unless the text names another"),
        _column("unit", "VARCHAR", "The counter (地域, 拠点, 件, 人 …)"),
        _column("value", "BIGINT", "The number", unit="the row's unit"),
        _column("fiscal_year", "INTEGER?", "Fiscal year (年度) of the number; NULL if none is stated"),
        _column("status", "VARCHAR?", "What the counted things do or will do", CountStatus),
        _column("parent_count_id", "VARCHAR?", "The count it is part of"),
        _column("relation", "VARCHAR?", "To the parent count: component 内訳, of_which うち", Relation),
        _column("approximate", "BOOLEAN", "True with 約, 程度, 余"),
        _column("count_text", "VARCHAR", "The number as printed"),
        *_place(),
        _column("evidence", "VARCHAR", "The printed line it was read from"),
    ),
    ("count_id",),
    "Only component counts of one unit and one breakdown add up.",
)

RECONCILIATIONS = Table(
    "reconciliations",
    "One row per check of a printed figure against the figures that it is made of.",
    (
        _column("reconciliation_id", "VARCHAR", "Made from line, kind, year and column"),
        _column("document_id", "VARCHAR", "The document whose figure is checked"),
        _column("kind", "VARCHAR", "What is compared", CheckKind),
        _column("line_id", "VARCHAR", "The line whose figure is checked; across documents, the later document's"),
        _column("fiscal_year", "INTEGER?", "Fiscal year (年度) of the figure"),
        _column("phase", "VARCHAR?", "Stage of the budget cycle of the figure", Phase),
        _column("unit", "VARCHAR", "`yen` or the counter"),
        _column("stated", "BIGINT?", "What is printed", unit="the row's unit"),
        _column("computed", "BIGINT?", "What the members come to", unit="the row's unit"),
        _column("residual", "BIGINT?", "stated − computed", unit="the row's unit"),
        _column("stated_low", "BIGINT?", "Lower end of what the printed precision allows", unit="the row's unit"),
        _column("stated_high", "BIGINT?", "Upper end of what the printed precision allows", unit="the row's unit"),
        _column("computed_low", "BIGINT?", "Lower end of the members' sum", unit="the row's unit"),
        _column("computed_high", "BIGINT?", "Upper end of the members' sum", unit="the row's unit"),
        _column("rounding_mode", "VARCHAR", "How figures are taken to be cut; decides closedness", RoundingMode),
        _column("status", "VARCHAR", "What was found", CheckStatus),
        _column("explanation", "VARCHAR", "One sentence with the figures in it"),
    ),
    ("reconciliation_id",),
    "A line may have several checks per year; partial is no error.",
)

RECONCILIATION_MEMBERS = Table(
    "reconciliation_members",
    "One row per figure that went into a check.",
    (
        _column("reconciliation_id", "VARCHAR", "The check"),
        _column("amount_id", "VARCHAR?", "The amount that went in, or NULL if it was a count"),
        _column("count_id", "VARCHAR?", "The count that went in, or NULL if it was an amount"),
        _column("sign", "INTEGER", "1 if it was added, −1 if it was taken away"),
    ),
    (),
    "One figure may be a member of several checks.",
)

EXTRACTION_ISSUES = Table(
    "extraction_issues",
    "One row per money or count expression that became no figure, and per page or document that could not be read.",
    (
        _column("issue_id", "VARCHAR", "Made from the document and the printed place"),
        _column("document_id", "VARCHAR", "The document"),
        _column("line_id", "VARCHAR?", "The line it stands in, if any"),
        _column("kind", "VARCHAR", "What kind of issue it is"),
        _column("severity", "VARCHAR", "How much it matters to somebody who uses the tables", Severity),
        _column("text", "VARCHAR", "The expression as printed"),
        _column("reason", "VARCHAR", "Why it became no figure, or why the page could not be read"),
        *_place(nullable=True),
    ),
    ("issue_id",),
    "What is here is in neither amounts nor counts.",
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS,
        DOCUMENT_FILES,
        PAGES,
        PROGRAMS,
        PROGRAM_NAMES,
        BUDGET_LINES,
        TOKENS,
        AMOUNTS,
        COUNTS,
        RECONCILIATIONS,
        RECONCILIATION_MEMBERS,
        EXTRACTION_ISSUES,
    )
}

# Which key columns are referred to under their own name by every other table that has such a column.
_HOMES = {
    "document_id": "documents",
    "program_id": "programs",
    "line_id": "budget_lines",
    "amount_id": "amounts",
    "count_id": "counts",
    "reconciliation_id": "reconciliations",
}

REFERENCES: tuple[Reference, ...] = (
    *(
        Reference(table.name, column.name, _HOMES[column.name], column.name)
        for table in TABLES.values()
        for column in table.columns
        if _HOMES.get(column.name, table.name) != table.name
    ),
    Reference("budget_lines", "parent_line_id", "budget_lines", "line_id"),
    Reference("budget_lines", "same_as_line_id", "budget_lines", "line_id"),
    Reference("counts", "parent_count_id", "counts", "count_id"),
)

# Counters of regions and sites, for region_counts.
REGION_UNITS = (
    "地域", "都市エリア", "エリア", "クラスター", "拠点", "地区", "圏域", "都市",
    "か所", "カ所", "ヶ所", "ヵ所", "ケ所", "箇所", "個所",
)  # fmt: skip


def _literals(values: Iterable[str]) -> str:
    """Values as a list of SQL strings, without brackets."""
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


# From the earliest stage of the budget cycle to the latest, and from the gravest finding to the mildest.
_PHASE_ORDER = f"[{_literals(phase.value for phase in Phase)}]"
_GRAVITY = f"[{_literals(('mismatch', 'exceeds', 'unverifiable', 'partial', 'within_rounding', 'balanced'))}]"

# One row per program, year, phase and supplement, read from one line and never a sum. A withdrawn or replaced release
# yields to any other; then the contract's precedence; then, inside one document, the line's own statement before a
# repeated, relisted, うち or 内数 one.
_PROGRAM_BUDGETS = f"""
WITH verdicts AS (
    SELECT line_id, fiscal_year, phase, arg_min(status, list_position({_GRAVITY}, status)) AS status
    FROM reconciliations WHERE unit = 'yen' GROUP BY ALL
), changes AS (
    SELECT line_id, fiscal_year, phase, supplement_no, arg_min(amount_yen, amount_id) AS change_yen
    FROM amounts
    WHERE measure = 'change' AND nature = 'expenditure' AND qualifier IS DISTINCT FROM 'portion_of'
    GROUP BY ALL
), ranked AS (
    SELECT l.program_id, p.name, above.program_id AS parent_program_id, a.line_id, a.fiscal_year, a.phase,
        a.supplement_no, a.amount_yen, a.amount_yen_max, l.marker, a.qualifier, a.document_id, d.title, a.page,
        row_number() OVER (
            PARTITION BY l.program_id, a.fiscal_year, a.phase, a.supplement_no
            ORDER BY
                d.status = 'withdrawn' OR d.withdrawn_on IS NOT NULL OR d.replaced_by IS NOT NULL,
                d.fiscal_year IS NOT DISTINCT FROM a.fiscal_year DESC,
                d.fiscal_year DESC NULLS LAST,
                list_position({_PHASE_ORDER}, d.phase) DESC NULLS LAST,
                d.released_on DESC NULLS LAST,
                a.document_id DESC,
                a.qualifier IS NOT DISTINCT FROM 'portion_of',
                a.amount_yen IS NULL,
                l.same_as_line_id IS NOT NULL,
                coalesce(l.relation IN ('relisted', 'of_which'), false),
                l.ordinal, a.amount_id
        ) AS place_in_line
    FROM amounts a
    JOIN budget_lines l USING (line_id)
    JOIN programs p ON p.program_id = l.program_id
    JOIN documents d ON d.document_id = a.document_id
    LEFT JOIN budget_lines above ON above.line_id = l.parent_line_id
    WHERE a.measure = 'budget' AND a.nature = 'expenditure' AND NOT l.is_total
), chosen AS (
    SELECT *, CASE WHEN qualifier IS DISTINCT FROM 'portion_of' THEN amount_yen END AS own_yen,
        CASE WHEN qualifier = 'portion_of' THEN coalesce(amount_yen_max, amount_yen) ELSE amount_yen_max END AS bound_yen
    FROM ranked WHERE place_in_line = 1
)
SELECT c.program_id, c.name, c.parent_program_id, c.fiscal_year, c.phase, c.supplement_no, c.own_yen AS amount_yen,
    CAST(c.own_yen * CAST('0.000001' AS DECIMAL(7, 6)) AS DECIMAL(20, 6)) AS amount_million_yen,
    c.bound_yen, g.change_yen, c.marker, c.qualifier, v.status AS reconciliation_status, c.document_id, c.title, c.page
FROM chosen c
LEFT JOIN changes g ON g.line_id = c.line_id AND g.fiscal_year IS NOT DISTINCT FROM c.fiscal_year
    AND g.phase IS NOT DISTINCT FROM c.phase AND g.supplement_no IS NOT DISTINCT FROM c.supplement_no
LEFT JOIN verdicts v ON v.line_id = c.line_id AND v.fiscal_year IS NOT DISTINCT FROM c.fiscal_year
    AND v.phase IS NOT DISTINCT FROM c.phase
"""

_REGION_COUNTS = f"""
SELECT c.count_id, l.program_id, p.name, c.subject, c.unit, c.value, c.fiscal_year, c.status, c.parent_count_id,
    c.relation, c.approximate, c.count_text, c.line_id, c.document_id, c.page, c.evidence
FROM counts c
LEFT JOIN budget_lines l ON l.line_id = c.line_id
LEFT JOIN programs p ON p.program_id = l.program_id
WHERE c.unit IN ({_literals(REGION_UNITS)})
"""

_UNRECONCILED = """
SELECT r.reconciliation_id, r.status, r.kind, l.label, r.fiscal_year, r.phase, r.unit, r.stated, r.computed, r.residual,
    r.explanation, r.line_id, r.document_id, d.title, l.page
FROM reconciliations r
JOIN budget_lines l ON l.line_id = r.line_id
JOIN documents d ON d.document_id = r.document_id
WHERE r.status NOT IN ('balanced', 'within_rounding')
"""

_EVIDENCE = """
WITH figures AS (
    SELECT 'amount' AS figure_kind, amount_id AS figure_id, line_id, document_id, amount_text AS figure_text,
        page, x0, top, x1, bottom, char_start, char_end, evidence FROM amounts
    UNION ALL
    SELECT 'count', count_id, line_id, document_id, count_text,
        page, x0, top, x1, bottom, char_start, char_end, evidence FROM counts
)
SELECT f.figure_kind, f.figure_id, f.figure_text,
    substring(g.text, f.char_start + 1, f.char_end - f.char_start) AS page_text, f.evidence, l.label, f.line_id,
    f.document_id, d.source_uri, f.page, f.x0, f.top, f.x1, f.bottom, f.char_start, f.char_end
FROM figures f
JOIN documents d ON d.document_id = f.document_id
LEFT JOIN budget_lines l ON l.line_id = f.line_id
LEFT JOIN pages g ON g.document_id = f.document_id AND g.page = f.page
"""

_COVERAGE = """
SELECT d.document_id, d.source_uri, d.title, d.fiscal_year, d.phase, d.status, d.status_detail, d.page_count,
    (SELECT count(*) FROM pages t WHERE t.document_id = d.document_id AND t.problem IS NULL) AS pages_read,
    (SELECT count(*) FROM budget_lines t WHERE t.document_id = d.document_id) AS lines,
    (SELECT count(*) FROM amounts t WHERE t.document_id = d.document_id) AS amounts,
    (SELECT count(*) FROM counts t WHERE t.document_id = d.document_id) AS counts,
    (SELECT count(*) FROM extraction_issues t WHERE t.document_id = d.document_id) AS issues,
    (SELECT count(*) FROM reconciliations t WHERE t.document_id = d.document_id) AS checks
FROM documents d
"""

VIEWS: dict[str, str] = {
    "program_budgets": _PROGRAM_BUDGETS.strip(),
    "region_counts": _REGION_COUNTS.strip(),
    "unreconciled": _UNRECONCILED.strip(),
    "evidence": _EVIDENCE.strip(),
    "coverage": _COVERAGE.strip(),
}

VIEW_MEANINGS: dict[str, str] = {
    "program_budgets": "One row per program, year, phase and supplement, from the latest release that states it. "
    "Holds headings beside their programs: adding up all rows counts money several times.",
    "region_counts": "Counts whose unit is a region or a site (地域, 拠点, か所 …).",
    "unreconciled": "Checks that neither balance nor come within rounding.",
    "evidence": "Every amount and count with the place where it is printed.",
    "coverage": "One row per document: what was read and what was found.",
}

# Columns of views that are no column of a table under the same name and with the same meaning.
VIEW_COLUMNS: dict[str, dict[str, str]] = {
    "program_budgets": {
        "parent_program_id": "Program of the line that its line belongs under; NULL at the top",
        "amount_yen": "The program's own amount in yen; NULL with 内数, a dash or words only",
        "amount_million_yen": "The same in 百万円, as an exact decimal",
        "bound_yen": "Upper bound in yen: the enclosing figure of a 内数, or the upper end of a range",
        "change_yen": "比較増△減 in yen, where the same line prints it for this year and phase",
        "reconciliation_status": "The gravest finding of the checks on this figure's line, year and phase; NULL if none",
    },
    "region_counts": {},
    "unreconciled": {},
    "evidence": {
        "figure_kind": "`amount` or `count`",
        "figure_id": "amount_id or count_id",
        "figure_text": "The figure as printed (`amount_text`, `count_text`)",
        "page_text": "What stands at its place in `pages.text`",
    },
    "coverage": {
        "pages_read": "Number of pages without a problem",
        "lines": "Number of budget lines",
        "amounts": "Number of amounts",
        "counts": "Number of counts",
        "issues": "Number of extraction issues",
        "checks": "Number of reconciliations",
    },
}

# The tables that a view reads. What a column that it passes on means, the first that has it says.
VIEW_SOURCES: dict[str, tuple[str, ...]] = {
    "program_budgets": ("amounts", "budget_lines", "programs", "documents", "reconciliations"),
    "region_counts": ("counts", "budget_lines", "programs"),
    "unreconciled": ("reconciliations", "budget_lines", "documents"),
    "evidence": ("amounts", "budget_lines", "documents", "counts", "pages"),
    "coverage": ("documents", "pages", "budget_lines", "amounts", "counts", "extraction_issues", "reconciliations"),
}

# The columns of each view, in order.
VIEW_ORDER: dict[str, tuple[str, ...]] = {
    "program_budgets": (
        "program_id", "name", "parent_program_id", "fiscal_year", "phase", "supplement_no", "amount_yen",
        "amount_million_yen", "bound_yen", "change_yen", "marker", "qualifier", "reconciliation_status", "document_id",
        "title", "page",
    ),
    "region_counts": (
        "count_id", "program_id", "name", "subject", "unit", "value", "fiscal_year", "status", "parent_count_id",
        "relation", "approximate", "count_text", "line_id", "document_id", "page", "evidence",
    ),
    "unreconciled": (
        "reconciliation_id", "status", "kind", "label", "fiscal_year", "phase", "unit", "stated", "computed", "residual",
        "explanation", "line_id", "document_id", "title", "page",
    ),
    "evidence": (
        "figure_kind", "figure_id", "figure_text", "page_text", "evidence", "label", "line_id", "document_id",
        "source_uri", *PLACE_COLUMNS,
    ),
    "coverage": (
        "document_id", "source_uri", "title", "fiscal_year", "phase", "status", "status_detail", "page_count",
        "pages_read", "lines", "amounts", "counts", "issues", "checks",
    ),
}  # fmt: skip

_ARROW_TYPES: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
}


def create_table_sql(table: Table) -> str:
    """The statements that make a table with its key, its NOT NULLs, its allowed values and its comments."""
    lines = [_column_sql(column) for column in table.columns]
    if table.key:
        lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
    create = f"CREATE TABLE {_quoted(table.name)} (\n    " + ",\n    ".join(lines) + "\n);"
    comments = [f"COMMENT ON TABLE {_quoted(table.name)} IS {_literals((describe_table(table),))};"]
    for column in table.columns:
        target = f"{_quoted(table.name)}.{_quoted(column.name)}"
        comments.append(f"COMMENT ON COLUMN {target} IS {_literals((full_meaning(column),))};")
    return "\n".join((create, *comments))


def create_view_sql(name: str) -> str:
    """The statements that make a view with its comment."""
    return (
        f"CREATE VIEW {_quoted(name)} AS\n{VIEWS[name]};\n"
        f"COMMENT ON VIEW {_quoted(name)} IS {_literals((VIEW_MEANINGS[name],))};"
    )


def describe_table(table: Table) -> str:
    """What a row of the table is, and what to beware of."""
    return f"{table.meaning} {table.warning}"


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, in the order of its columns."""
    return pa.schema([pa.field(column.name, _ARROW_TYPES[column.type], column.nullable) for column in table.columns])


def view_column_meaning(view: str, column: str) -> str:
    """What a column of a view means; ``KeyError`` if nobody wrote it down."""
    if column in VIEW_COLUMNS[view]:
        return VIEW_COLUMNS[view][column]
    for source in VIEW_SOURCES[view]:
        for candidate in TABLES[source].columns:
            if candidate.name == column:
                return full_meaning(candidate)
    raise KeyError(f"{view}.{column} is not documented")


def render_dictionary() -> str:
    """The data dictionary: every table and view with every column, as Markdown."""
    parts = ["# Data dictionary", "Made from `pipeline/schema.py`; do not edit.", "## Tables"]
    parts.extend(_render_table(table) for table in TABLES.values())
    parts.append("## Views")
    parts.extend(_render_view(name) for name in VIEWS)
    return "\n\n".join(parts) + "\n"


def _column_sql(column: Column) -> str:
    """A column's line in CREATE TABLE."""
    parts = [_quoted(column.name), column.type]
    if not column.nullable:
        parts.append("NOT NULL")
    if column.allowed:
        parts.append(f"CHECK ({_quoted(column.name)} IN ({_literals(column.allowed)}))")
    return " ".join(parts)


def _quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return f'"{name}"'


def full_meaning(column: Column) -> str:
    """A column's meaning with its unit."""
    return f"{column.meaning} [{column.unit}]" if column.unit else column.meaning


def _render_table(table: Table) -> str:
    """A table's section of the dictionary."""
    key = f"Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else "No key."
    rows = ["| column | type | NULL | values | meaning |", "|---|---|---|---|---|"]
    for column in table.columns:
        values = ", ".join(f"`{value}`" for value in column.allowed)
        null = "yes" if column.nullable else "no"
        rows.append(f"| {column.name} | {column.type} | {null} | {values} | {full_meaning(column)} |")
    return f"### {table.name}\n\n{key} {describe_table(table)}\n\n" + "\n".join(rows)


def _render_view(name: str) -> str:
    """A view's section of the dictionary."""
    rows = ["| column | meaning |", "|---|---|"]
    rows.extend(f"| {column} | {view_column_meaning(name, column)} |" for column in VIEW_ORDER[name])
    return f"### {name}\n\n{VIEW_MEANINGS[name]}\n\n" + "\n".join(rows)
