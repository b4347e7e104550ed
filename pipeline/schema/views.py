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

# What holds of each printed figure: the correction in force, else what is printed.
_AMOUNTS_CORRECTED = """
SELECT a.amount_id, a.line_id, a.document_id, a.fiscal_year, a.phase, a.supplement_no, a.measure, a.nature, a.header_path,
    CASE WHEN c.amount_id IS NULL THEN a.amount_yen ELSE c.corrected_value END AS amount_yen,
    CASE WHEN c.amount_id IS NULL THEN a.amount_yen_max END AS amount_yen_max,
    a.amount_yen AS amount_yen_printed, a.amount_yen_max AS amount_yen_max_printed, c.amount_id IS NOT NULL AS is_corrected,
    c.correction_id, c.reason, a.precision_yen, a.approximate, a.qualifier, a.amount_text, a.unit_text, a.page, a.evidence
FROM amounts a
LEFT JOIN corrections c ON c.amount_id = a.amount_id AND c.in_force
"""

_COUNTS_CORRECTED = """
SELECT n.count_id, n.line_id, n.document_id, n.subject, n.unit,
    CASE WHEN c.count_id IS NULL THEN n.value ELSE c.corrected_value END AS value,
    n.value AS value_printed, c.count_id IS NOT NULL AS is_corrected, c.correction_id, c.reason,
    n.fiscal_year, n.status, n.parent_count_id, n.relation, n.approximate, n.count_text, n.page, n.evidence
FROM counts n
LEFT JOIN corrections c ON c.count_id = n.count_id AND c.in_force
"""

# One row per program, year, phase and supplement, read from one line and never a sum. A withdrawn or replaced release
# yields to any other; then the contract's precedence; then, inside one document, the line's own statement before a
# repeated, relisted, うち or 内数 one.
_PROGRAM_BUDGETS = f"""
WITH verdicts AS (
    SELECT line_id, fiscal_year, phase, arg_min(status, list_position({_GRAVITY}, status)) AS status
    FROM reconciliations WHERE unit = 'yen' GROUP BY ALL
), changes AS (
    SELECT line_id, fiscal_year, phase, supplement_no, arg_min(amount_yen, amount_id) AS change_yen
    FROM amounts_corrected
    WHERE measure = 'change' AND nature = 'expenditure' AND qualifier IS DISTINCT FROM 'portion_of'
    GROUP BY ALL
), ranked AS (
    SELECT l.program_id, p.name, above.program_id AS parent_program_id, a.line_id, a.fiscal_year, a.phase,
        a.supplement_no, a.amount_yen, a.amount_yen_max, a.amount_yen_printed, a.amount_yen_max_printed, a.is_corrected, l.marker, a.qualifier, a.document_id, d.title, a.page,
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
    FROM amounts_corrected a
    JOIN budget_lines l USING (line_id)
    JOIN programs p ON p.program_id = l.program_id
    JOIN documents d ON d.document_id = a.document_id
    LEFT JOIN budget_lines above ON above.line_id = l.parent_line_id
    WHERE a.measure = 'budget' AND a.nature = 'expenditure' AND NOT l.is_total
), chosen AS (
    SELECT *, CASE WHEN qualifier IS DISTINCT FROM 'portion_of' THEN amount_yen END AS own_yen,
        CASE WHEN qualifier = 'portion_of' THEN coalesce(amount_yen_max, amount_yen) ELSE amount_yen_max END AS bound_yen,
        CASE WHEN qualifier IS DISTINCT FROM 'portion_of' THEN amount_yen_printed END AS own_yen_printed,
        CASE WHEN qualifier = 'portion_of' THEN coalesce(amount_yen_max_printed, amount_yen_printed)
            ELSE amount_yen_max_printed END AS bound_yen_printed
    FROM ranked WHERE place_in_line = 1
)
SELECT c.program_id, c.name, c.parent_program_id, c.fiscal_year, c.phase, c.supplement_no, c.own_yen AS amount_yen,
    CAST(c.own_yen * CAST('0.000001' AS DECIMAL(7, 6)) AS DECIMAL(20, 6)) AS amount_million_yen,
    c.bound_yen, g.change_yen, c.marker, c.qualifier, v.status AS reconciliation_status, c.document_id, c.title, c.page,
    c.own_yen_printed AS amount_yen_printed, c.bound_yen_printed, c.is_corrected
FROM chosen c
LEFT JOIN changes g ON g.line_id = c.line_id AND g.fiscal_year IS NOT DISTINCT FROM c.fiscal_year
    AND g.phase IS NOT DISTINCT FROM c.phase AND g.supplement_no IS NOT DISTINCT FROM c.supplement_no
LEFT JOIN verdicts v ON v.line_id = c.line_id AND v.fiscal_year IS NOT DISTINCT FROM c.fiscal_year
    AND v.phase IS NOT DISTINCT FROM c.phase
"""

_REGION_COUNTS = f"""
SELECT c.count_id, l.program_id, p.name, c.subject, c.unit, c.value, c.fiscal_year, c.status, c.parent_count_id,
    c.relation, c.approximate, c.count_text, c.line_id, c.document_id, c.page, c.evidence, c.value_printed, c.is_corrected
FROM counts_corrected c
LEFT JOIN budget_lines l ON l.line_id = c.line_id
LEFT JOIN programs p ON p.program_id = l.program_id
WHERE c.unit IN ({literals(REGION_UNITS)})
"""

# Checks are of what is printed, and stay so: has_correction says that a figure of the check is corrected since.
_UNRECONCILED = """
WITH corrected AS (
    SELECT m.reconciliation_id FROM reconciliation_members m
    JOIN corrections c ON c.in_force AND (c.amount_id = m.amount_id OR c.count_id = m.count_id)
    UNION
    SELECT r.reconciliation_id FROM reconciliations r
    JOIN amounts_corrected a ON a.is_corrected AND r.unit = 'yen' AND a.line_id = r.line_id
        AND a.fiscal_year IS NOT DISTINCT FROM r.fiscal_year AND a.phase IS NOT DISTINCT FROM r.phase
    UNION
    SELECT r.reconciliation_id FROM reconciliations r
    JOIN counts_corrected n ON n.is_corrected AND n.unit = r.unit AND n.line_id = r.line_id
        AND n.value_printed = r.stated
)
SELECT r.reconciliation_id, r.status, r.kind, l.label, r.fiscal_year, r.phase, r.unit, r.stated, r.computed, r.residual,
    r.explanation, r.line_id, r.document_id, d.title, l.page,
    r.reconciliation_id IN (SELECT reconciliation_id FROM corrected) AS has_correction
FROM reconciliations r
JOIN budget_lines l ON l.line_id = r.line_id
JOIN documents d ON d.document_id = r.document_id
WHERE r.status NOT IN ('balanced', 'within_rounding')
"""

_EVIDENCE = """
WITH figures AS (
    SELECT 'amount' AS figure_kind, amount_id AS figure_id, line_id, document_id, amount_text AS figure_text,
        amount_yen AS printed, page, x0, top, x1, bottom, char_start, char_end, evidence FROM amounts
    UNION ALL
    SELECT 'count', count_id, line_id, document_id, count_text,
        value, page, x0, top, x1, bottom, char_start, char_end, evidence FROM counts
)
SELECT f.figure_kind, f.figure_id, f.figure_text,
    substring(g.text, f.char_start + 1, f.char_end - f.char_start) AS page_text, f.evidence, l.label, f.line_id,
    f.document_id, d.source_uri, f.page, f.x0, f.top, f.x1, f.bottom, f.char_start, f.char_end,
    f.printed AS value_printed, coalesce(c.corrected_value, f.printed) AS value, c.correction_id IS NOT NULL AS is_corrected,
    c.reason, c.source
FROM figures f
JOIN documents d ON d.document_id = f.document_id
LEFT JOIN budget_lines l ON l.line_id = f.line_id
LEFT JOIN pages g ON g.document_id = f.document_id AND g.page = f.page
LEFT JOIN corrections c ON c.in_force AND (c.amount_id = f.figure_id OR c.count_id = f.figure_id)
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

# In the order in which they are made: views may read those before them.
VIEWS: dict[str, str] = {
    "amounts_corrected": _AMOUNTS_CORRECTED.strip(),
    "counts_corrected": _COUNTS_CORRECTED.strip(),
    "program_budgets": _PROGRAM_BUDGETS.strip(),
    "region_counts": _REGION_COUNTS.strip(),
    "unreconciled": _UNRECONCILED.strip(),
    "evidence": _EVIDENCE.strip(),
    "coverage": _COVERAGE.strip(),
}

VIEW_MEANINGS: dict[str, str] = {
    "amounts_corrected": "Every amount with what holds of it: the correction in force laid over what is printed. "
    "Mixes budgets, changes and unit costs like amounts.",
    "counts_corrected": "Every count with what holds of it: the correction in force laid over what is printed.",
    "program_budgets": "One row per program, year, phase and supplement, from the latest release that states it. "
    "Holds headings beside their programs: adding up all rows counts money several times.",
    "region_counts": "Counts whose unit is a region or a site (地域, 拠点, か所 …).",
    "unreconciled": "Checks of printed figures that neither balance nor come within rounding; a correction changes no check.",
    "evidence": "Every amount and count with the place where it is printed.",
    "coverage": "One row per document: what was read and what was found.",
}

# Columns of views that are no column of a table under the same name and with the same meaning.
VIEW_COLUMNS: dict[str, dict[str, str]] = {
    "amounts_corrected": {
        "amount_yen": "What holds, in yen: the correction in force, else what is printed",
        "amount_yen_max": "Upper end of a printed range; NULL where a correction is in force",
        "amount_yen_printed": "What the document prints, in yen",
        "amount_yen_max_printed": "Upper end of the range that the document prints, in yen",
        "is_corrected": "True if a correction is in force: a reviewed entry or an erratum",
        "correction_id": "The correction in force; NULL if there is none",
        "reason": "Why it is corrected; NULL if it is not",
    },
    "counts_corrected": {
        "value": "What holds: the correction in force, else what is printed",
        "value_printed": "The number as printed",
        "is_corrected": "True if a correction is in force: a reviewed entry or an erratum",
        "correction_id": "The correction in force; NULL if there is none",
        "reason": "Why it is corrected; NULL if it is not",
    },
    "program_budgets": {
        "parent_program_id": "Program of the line that its line belongs under; NULL at the top",
        "amount_yen": "The program's own amount in yen; NULL with 内数, a dash or words only",
        "amount_million_yen": "The same in 百万円, as an exact decimal",
        "bound_yen": "Upper bound in yen: the enclosing figure of a 内数, or the upper end of a range",
        "change_yen": "比較増△減 in yen, where the same line prints it for this year and phase",
        "reconciliation_status": "The gravest finding of the checks on this figure's line, year and phase, as printed; "
        "NULL if none",
        "amount_yen_printed": "What the document prints, in yen; differs from amount_yen where it is corrected",
        "bound_yen_printed": "The upper bound that the document prints, in yen",
        "is_corrected": "True if a correction is in force: a reviewed entry or an erratum",
    },
    "region_counts": {
        "value": "The number, corrected where a correction is in force",
        "value_printed": "The number as printed",
        "is_corrected": "True if a correction is in force: a reviewed entry or an erratum",
    },
    "unreconciled": {
        "has_correction": "True if a correction in force concerns a figure of the check, which is of what is printed",
    },
    "evidence": {
        "figure_kind": "`amount` or `count`",
        "figure_id": "amount_id or count_id",
        "figure_text": "The figure as printed (`amount_text`, `count_text`)",
        "page_text": "What stands at its place in `pages.text`",
        "value_printed": "What is printed, in yen or in things of its unit",
        "value": "What holds: the correction in force, else what is printed",
        "is_corrected": "True if a correction is in force: a reviewed entry or an erratum",
        "reason": "Why it is corrected; NULL if it is not",
        "source": "Who corrects it: `reviewed` or `erratum`; NULL if nobody does",
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

# The tables and views that a view reads. What a column that it passes on means, the first that has it says.
VIEW_SOURCES: dict[str, tuple[str, ...]] = {
    "amounts_corrected": ("amounts", "corrections"),
    "counts_corrected": ("counts", "corrections"),
    "program_budgets": ("amounts_corrected", "budget_lines", "programs", "documents", "reconciliations"),
    "region_counts": ("counts_corrected", "budget_lines", "programs"),
    "unreconciled": (
        "reconciliations", "budget_lines", "documents", "reconciliation_members", "corrections", "amounts_corrected",
        "counts_corrected",
    ),
    "evidence": ("amounts", "budget_lines", "documents", "counts", "pages", "corrections"),
    "coverage": ("documents", "pages", "budget_lines", "amounts", "counts", "extraction_issues", "reconciliations"),
}  # fmt: skip

# The columns of each view, in order.
VIEW_ORDER: dict[str, tuple[str, ...]] = {
    "amounts_corrected": (
        "amount_id", "line_id", "document_id", "fiscal_year", "phase", "supplement_no", "measure", "nature", "header_path",
        "amount_yen", "amount_yen_max", "amount_yen_printed", "amount_yen_max_printed", "is_corrected", "correction_id",
        "reason", "precision_yen", "approximate", "qualifier", "amount_text", "unit_text", "page", "evidence",
    ),
    "counts_corrected": (
        "count_id", "line_id", "document_id", "subject", "unit", "value", "value_printed", "is_corrected",
        "correction_id", "reason", "fiscal_year", "status", "parent_count_id", "relation", "approximate", "count_text",
        "page", "evidence",
    ),
    "program_budgets": (
        "program_id", "name", "parent_program_id", "fiscal_year", "phase", "supplement_no", "amount_yen",
        "amount_million_yen", "bound_yen", "change_yen", "marker", "qualifier", "reconciliation_status", "document_id",
        "title", "page", "amount_yen_printed", "bound_yen_printed", "is_corrected",
    ),
    "region_counts": (
        "count_id", "program_id", "name", "subject", "unit", "value", "fiscal_year", "status", "parent_count_id",
        "relation", "approximate", "count_text", "line_id", "document_id", "page", "evidence",
        "value_printed", "is_corrected",
    ),
    "unreconciled": (
        "reconciliation_id", "status", "kind", "label", "fiscal_year", "phase", "unit", "stated", "computed", "residual",
        "explanation", "line_id", "document_id", "title", "page", "has_correction",
    ),
    "evidence": (
        "figure_kind", "figure_id", "figure_text", "page_text", "evidence", "label", "line_id", "document_id",
        "source_uri", *PLACE_COLUMNS, "value_printed", "value", "is_corrected", "reason", "source",
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
        if source in VIEWS and column in VIEW_ORDER[source]:
            return view_column_meaning(source, column)
        for candidate in TABLES[source].columns if source in TABLES else ():
            if candidate.name == column:
                return full_meaning(candidate)
    raise KeyError(f"{view}.{column} is not documented")
