"""Views about programs and their figures.

Belongs here: what analysts ask of budgets and counts. Does not belong here: years side by side (``year_views``), how the
figures were read and checked (``evidence_views``).
"""

from __future__ import annotations

from pipeline.model import Phase
from pipeline.schema.columns import View, column, pick
from pipeline.schema.corrected_views import COUNTS_CORRECTED, IS_CORRECTED
from pipeline.schema.documents import DOCUMENTS
from pipeline.schema.lines import AMOUNTS, BUDGET_LINES, COUNTS
from pipeline.schema.programs import PROGRAMS
from pipeline.schema.sql import GRAVITY, literals

# Counters of regions and sites, for region_counts.
REGION_UNITS = (
    "地域", "都市エリア", "エリア", "クラスター", "拠点", "地区", "圏域", "都市",
    "か所", "カ所", "ヶ所", "ヵ所", "ケ所", "箇所", "個所",
)  # fmt: skip

# The amounts that views use: every view reads them from here, so that which value is used is decided in one place.
USED_AMOUNTS = "SELECT * FROM amounts_corrected"

# The stages of the budget cycle as an SQL list, from the earliest to the latest.
PHASE_ORDER = f"[{literals(phase.value for phase in Phase)}]"

# One row per program, year, phase and supplement, read from one line and never a sum. A withdrawn or replaced release
# yields to any other; then the contract's precedence; then, inside one document, the line's own statement before a
# repeated, relisted, うち or 内数 one.
_PROGRAM_BUDGETS = f"""
WITH used AS ({USED_AMOUNTS}), verdicts AS (
    SELECT line_id, fiscal_year, phase, arg_min(status, list_position({GRAVITY}, status)) AS status
    FROM reconciliations WHERE unit = 'yen' GROUP BY ALL
), changes AS (
    SELECT line_id, fiscal_year, phase, supplement_no, arg_min(amount_yen, amount_id) AS change_yen
    FROM used
    WHERE measure = 'change' AND nature = 'expenditure' AND qualifier IS DISTINCT FROM 'portion_of'
    GROUP BY ALL
), ranked AS (
    SELECT l.program_id, p.name, p.kind, above.program_id AS parent_program_id, a.line_id, a.fiscal_year, a.phase,
        a.supplement_no, a.amount_yen, a.amount_yen_max, a.amount_yen_printed, a.amount_yen_max_printed, a.is_corrected, l.marker, a.qualifier, a.document_id, d.title, a.page,
        a.amount_id,
        row_number() OVER (
            PARTITION BY l.program_id, a.fiscal_year, a.phase, a.supplement_no
            ORDER BY
                d.status = 'withdrawn' OR d.withdrawn_on IS NOT NULL OR d.replaced_by IS NOT NULL,
                d.fiscal_year IS NOT DISTINCT FROM a.fiscal_year DESC,
                d.fiscal_year DESC NULLS LAST,
                list_position({PHASE_ORDER}, d.phase) DESC NULLS LAST,
                d.released_on DESC NULLS LAST,
                a.document_id DESC,
                a.qualifier IS NOT DISTINCT FROM 'portion_of',
                a.amount_yen IS NULL,
                l.same_as_line_id IS NOT NULL,
                coalesce(l.relation IN ('relisted', 'of_which'), false),
                l.ordinal, a.amount_id
        ) AS place_in_line
    FROM used a
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
    c.kind, c.line_id, c.amount_id, c.own_yen_printed AS amount_yen_printed, c.bound_yen_printed, c.is_corrected
FROM chosen c
LEFT JOIN changes g ON g.line_id = c.line_id AND g.fiscal_year IS NOT DISTINCT FROM c.fiscal_year
    AND g.phase IS NOT DISTINCT FROM c.phase AND g.supplement_no IS NOT DISTINCT FROM c.supplement_no
LEFT JOIN verdicts v ON v.line_id = c.line_id AND v.fiscal_year IS NOT DISTINCT FROM c.fiscal_year
    AND v.phase IS NOT DISTINCT FROM c.phase
"""

_PARENT_PROGRAM = column(
    "parent_program_id",
    "VARCHAR?",
    "Program of the line that its line belongs under; NULL at the top",
    ja="上位の事項に当たる事業等。最上位ではNULL",
)

PROGRAM_BUDGETS = View(
    "program_budgets",
    "One row per program, year, phase and supplement, from the latest release that states it.",
    (
        *pick(PROGRAMS, "program_id", "name"),
        _PARENT_PROGRAM,
        *pick(AMOUNTS, "fiscal_year", "phase", "supplement_no"),
        column(
            "amount_yen",
            "BIGINT?",
            "The program's own amount; NULL with 内数, a dash or words only",
            unit="yen",
            ja="事業自体の金額(円)。内数、「-」又は文言のみのときはNULL",
            fiscal="value",
        ),
        column(
            "amount_million_yen",
            "DECIMAL(20,6)?",
            "The same in 百万円, as an exact decimal",
            unit="million yen",
            ja="同じ金額を百万円単位で表したもの(端数処理なしの十進数)",
        ),
        column(
            "bound_yen",
            "BIGINT?",
            "Upper bound: the enclosing figure of a 内数, or the upper end of a range",
            unit="yen",
            ja="上限額(円)。内数の場合はそれを含む額、幅のある金額の場合はその上限",
        ),
        column(
            "change_yen",
            "BIGINT?",
            "比較増△減, where the same line prints it for this year and phase",
            unit="yen",
            ja="比較増△減額(円)。同じ事項に当該年度・段階のものが印字されている場合に限る",
        ),
        *pick(BUDGET_LINES, "marker"),
        *pick(AMOUNTS, "qualifier"),
        column(
            "reconciliation_status",
            "VARCHAR?",
            "The gravest finding of the checks on this figure's line, year and phase, as printed; NULL if none",
            ja="この計数の事項・年度・段階に係る検算結果のうち最も重いもの。検算がなければNULL",
        ),
        *pick(AMOUNTS, "document_id"),
        *pick(DOCUMENTS, "title"),
        *pick(AMOUNTS, "page"),
        *pick(PROGRAMS, "kind"),
        *pick(AMOUNTS, "line_id", "amount_id"),
        column(
            "amount_yen_printed",
            "BIGINT?",
            "What the document prints as the program's own amount; differs from amount_yen where it is corrected",
            unit="yen",
            ja="印字された事業自体の金額(円)。訂正があれば amount_yen と異なる",
        ),
        column(
            "bound_yen_printed",
            "BIGINT?",
            "The upper bound that the document prints",
            unit="yen",
            ja="印字された上限額(円)",
        ),
        IS_CORRECTED,
    ),
    ("amounts_corrected", "budget_lines", "programs", "documents", "reconciliations"),
    _PROGRAM_BUDGETS.strip(),
    "Holds headings beside their programs: adding up all rows counts money several times.",
    "事業・年度・段階・補正次数につき1行。複数の資料にあるときは最新の資料による。",
    "事業とそれを束ねる見出しの両方を含むため、全行を合算すると金額が重複する。",
)

_REGION_COUNTS = f"""
SELECT c.count_id, l.program_id, p.name, c.subject, c.unit, c.value, c.fiscal_year, c.status, c.parent_count_id,
    c.relation, c.approximate, c.count_text, c.line_id, c.document_id, c.page, c.evidence, c.value_printed, c.is_corrected
FROM counts_corrected c
LEFT JOIN budget_lines l ON l.line_id = c.line_id
LEFT JOIN programs p ON p.program_id = l.program_id
WHERE c.unit IN ({literals(REGION_UNITS)})
"""

REGION_COUNTS = View(
    "region_counts",
    "Counts whose unit is a region or a site (地域, 拠点, か所 …).",
    (
        *pick(COUNTS, "count_id"),
        *pick(BUDGET_LINES, "program_id"),
        *pick(PROGRAMS, "name", nullable=True),
        *pick(
            COUNTS_CORRECTED,
            "subject",
            "unit",
            "value",
            "fiscal_year",
            "status",
            "parent_count_id",
            "relation",
            "approximate",
        ),
        *pick(COUNTS, "count_text", "line_id", "document_id", "page", "evidence"),
        *pick(COUNTS_CORRECTED, "value_printed", "is_corrected"),
    ),
    ("counts_corrected", "budget_lines", "programs"),
    _REGION_COUNTS.strip(),
    "The same regions stand in several releases, and cohorts beside their total: add up only component counts of one "
    "document, unit and parent.",
    "単位が地域・拠点・か所など、地域又は拠点を表す件数1件につき1行。",
    "同じ地域数が複数の資料に現れ、内訳とその合計が併存する。合算は、同じ文書・単位・上位の数に属する component に限る。",
)
