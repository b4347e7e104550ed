"""The views that analysts start from.

Belongs here: their SQL, what a row and a column of them means. Does not belong here: tables.
"""

from __future__ import annotations

from pipeline.model import Phase
from pipeline.schema.columns import PLACE_COLUMNS, full_meaning
from pipeline.schema.sql import literals, quoted
from pipeline.schema.tables import TABLES

# Counters of regions and sites, for region_counts.
REGION_UNITS = (
    "地域", "都市エリア", "エリア", "クラスター", "拠点", "地区", "圏域", "都市",
    "か所", "カ所", "ヶ所", "ヵ所", "ケ所", "箇所", "個所",
)  # fmt: skip


# From the earliest stage of the budget cycle to the latest, and from the gravest finding to the mildest.
_PHASE_ORDER = f"[{literals(phase.value for phase in Phase)}]"
_GRAVITY = f"[{literals(('mismatch', 'exceeds', 'unverifiable', 'partial', 'within_rounding', 'balanced'))}]"

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
WHERE c.unit IN ({literals(REGION_UNITS)})
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


def create_view_sql(name: str) -> str:
    """The statements that make a view with its comment."""
    return (
        f"CREATE VIEW {quoted(name)} AS\n{VIEWS[name]};\n"
        f"COMMENT ON VIEW {quoted(name)} IS {literals((VIEW_MEANINGS[name],))};"
    )


def view_column_meaning(view: str, column: str) -> str:
    """What a column of a view means; ``KeyError`` if nobody wrote it down."""
    if column in VIEW_COLUMNS[view]:
        return VIEW_COLUMNS[view][column]
    for source in VIEW_SOURCES[view]:
        for candidate in TABLES[source].columns:
            if candidate.name == column:
                return full_meaning(candidate)
    raise KeyError(f"{view}.{column} is not documented")
