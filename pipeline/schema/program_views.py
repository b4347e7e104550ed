"""Views about programs and their figures.

Belongs here: what analysts ask of budgets and counts. Does not belong here: how the figures were read and checked
(``evidence_views``).
"""

from __future__ import annotations

from pipeline.model import Phase
from pipeline.schema.columns import View, column, pick
from pipeline.schema.documents import DOCUMENTS
from pipeline.schema.lines import AMOUNTS, BUDGET_LINES, COUNTS
from pipeline.schema.programs import PROGRAMS
from pipeline.schema.sql import literals

# Counters of regions and sites, for region_counts.
REGION_UNITS = (
    "地域", "都市エリア", "エリア", "クラスター", "拠点", "地区", "圏域", "都市",
    "か所", "カ所", "ヶ所", "ヵ所", "ケ所", "箇所", "個所",
)  # fmt: skip

# The amounts that views use: every view reads them from here, so that which value is used is decided in one place.
USED_AMOUNTS = "SELECT * FROM amounts"

# From the earliest stage of the budget cycle to the latest, and from the gravest finding to the mildest.
_PHASE_ORDER = f"[{literals(phase.value for phase in Phase)}]"
_GRAVITY = f"[{literals(('mismatch', 'exceeds', 'unverifiable', 'partial', 'within_rounding', 'balanced'))}]"

# One row per program, year, phase and supplement, read from one line and never a sum. A withdrawn or replaced release
# yields to any other; then the contract's precedence; then, inside one document, the line's own statement before a
# repeated, relisted, うち or 内数 one.
_PROGRAM_BUDGETS = f"""
WITH used AS ({USED_AMOUNTS}), verdicts AS (
    SELECT line_id, fiscal_year, phase, arg_min(status, list_position({_GRAVITY}, status)) AS status
    FROM reconciliations WHERE unit = 'yen' GROUP BY ALL
), changes AS (
    SELECT line_id, fiscal_year, phase, supplement_no, arg_min(amount_yen, amount_id) AS change_yen
    FROM used
    WHERE measure = 'change' AND nature = 'expenditure' AND qualifier IS DISTINCT FROM 'portion_of'
    GROUP BY ALL
), ranked AS (
    SELECT l.program_id, p.name, p.kind, above.program_id AS parent_program_id, a.line_id, a.fiscal_year, a.phase,
        a.supplement_no, a.amount_yen, a.amount_yen_max, l.marker, a.qualifier, a.document_id, d.title, a.page,
        a.amount_id,
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
    FROM used a
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
    c.bound_yen, g.change_yen, c.marker, c.qualifier, v.status AS reconciliation_status, c.document_id, c.title, c.page,
    c.kind, c.line_id, c.amount_id
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
            "The gravest finding of the checks on this figure's line, year and phase; NULL if none",
            ja="この計数の事項・年度・段階に係る検算結果のうち最も重いもの。検算がなければNULL",
        ),
        *pick(AMOUNTS, "document_id"),
        *pick(DOCUMENTS, "title"),
        *pick(AMOUNTS, "page"),
        *pick(PROGRAMS, "kind"),
        *pick(AMOUNTS, "line_id", "amount_id"),
    ),
    ("amounts", "budget_lines", "programs", "documents", "reconciliations"),
    _PROGRAM_BUDGETS.strip(),
    "Holds headings beside their programs: adding up all rows counts money several times.",
    "事業・年度・段階・補正次数につき1行。複数の資料にあるときは最新の資料による。",
    "事業とそれを束ねる見出しの両方を含むため、全行を合算すると金額が重複する。",
)

# Which rows of program_budgets make a year: every numbered supplement, an unnumbered one only where none is numbered (it
# may be one of them); of the budgets after a supplement the one after the last; of other phases what belongs to no
# supplement.
_YEARLY = """
SELECT *, CASE phase
        WHEN 'adjusted' THEN supplement_no IS NOT NULL OR count(supplement_no) OVER same = 0
        WHEN 'revised' THEN row_number() OVER (same ORDER BY supplement_no DESC NULLS LAST) = 1
        ELSE supplement_no IS NULL
    END AS counts
FROM program_budgets WHERE fiscal_year IS NOT NULL
WINDOW same AS (PARTITION BY program_id, fiscal_year, phase)
""".strip()

# A sum beyond BIGINT can only come of a misread figure: it becomes NULL instead of failing every other row.
_PROGRAM_YEARS = f"""
WITH yearly AS ({_YEARLY})
SELECT program_id, min(name) AS name, min(kind) AS kind, fiscal_year,
    min(amount_yen) FILTER (phase = 'requested') AS requested_yen,
    min(amount_yen) FILTER (phase = 'proposed') AS proposed_yen,
    min(amount_yen) FILTER (phase = 'approved') AS approved_yen,
    CASE WHEN NOT coalesce(bool_or(amount_yen IS NULL AND bound_yen IS NOT NULL) FILTER (phase = 'adjusted'), false)
        THEN TRY_CAST(sum(amount_yen) FILTER (phase = 'adjusted') AS BIGINT) END AS adjusted_yen,
    min(amount_yen) FILTER (phase = 'revised') AS revised_yen,
    min(amount_yen) FILTER (phase = 'executed') AS executed_yen,
    min(amount_yen) FILTER (phase IS NULL) AS unphased_yen,
    bool_or(amount_yen IS NULL AND bound_yen IS NOT NULL) AS has_bound,
    count(*) FILTER (phase = 'adjusted') AS supplements,
    count(DISTINCT document_id) AS documents
FROM yearly WHERE counts GROUP BY program_id, fiscal_year
"""

_NO_FIGURE = "NULL if none is stated, or only a bound"
_NO_FIGURE_JA = "記載がないとき又は上限額のみのときはNULL"

PROGRAM_YEARS = View(
    "program_years",
    "One row per program and fiscal year, with a column per phase of the budget cycle.",
    (
        *pick(PROGRAMS, "program_id", "name", "kind"),
        *pick(AMOUNTS, "fiscal_year"),
        column(
            "requested_yen",
            "BIGINT?",
            f"概算要求・要望; {_NO_FIGURE}",
            unit="yen",
            ja=f"概算要求・要望額(円)。{_NO_FIGURE_JA}",
        ),
        column("proposed_yen", "BIGINT?", f"予算案; {_NO_FIGURE}", unit="yen", ja=f"予算案の額(円)。{_NO_FIGURE_JA}"),
        column(
            "approved_yen", "BIGINT?", f"当初予算額; {_NO_FIGURE}", unit="yen", ja=f"当初予算額(円)。{_NO_FIGURE_JA}"
        ),
        column(
            "adjusted_yen",
            "BIGINT?",
            "補正額: the sum of the year's numbered supplements, or an unnumbered one where none is numbered; "
            "NULL if none is stated, or one only as a bound",
            unit="yen",
            ja="補正額(円)。当該年度の各次補正の合計。次数の記載があるものがないときは、次数の記載がないもの。"
            "記載がないとき又はいずれかが上限額のみのときはNULL",
        ),
        column(
            "revised_yen",
            "BIGINT?",
            f"補正後予算額, after the last numbered supplement; {_NO_FIGURE}",
            unit="yen",
            ja=f"補正後予算額(円)。最も後の次数の補正後のもの。{_NO_FIGURE_JA}",
        ),
        column("executed_yen", "BIGINT?", f"決算額; {_NO_FIGURE}", unit="yen", ja=f"決算額(円)。{_NO_FIGURE_JA}"),
        column(
            "unphased_yen",
            "BIGINT?",
            "A figure whose phase the document does not say; NULL if there is none",
            unit="yen",
            ja="段階の記載がない金額(円)。なければNULL",
        ),
        column(
            "has_bound",
            "BOOLEAN",
            "True where one of the figures is only an upper bound (内数): see program_budgets.bound_yen",
            ja="いずれかの段階の金額が上限額(内数等)のみであれば真。上限額は program_budgets.bound_yen を参照",
        ),
        column("supplements", "BIGINT", "Number of supplements in adjusted_yen", ja="adjusted_yen に含まれる補正の数"),
        column("documents", "BIGINT", "Number of releases that the figures come from", ja="計数の出所である資料の数"),
    ),
    ("program_budgets",),
    _PROGRAM_YEARS.strip(),
    "Holds headings beside their programs: filter on kind before adding up. Phases of one year are different facts and are "
    "never added, but for approved_yen + adjusted_yen. For years as columns: PIVOT program_years ON fiscal_year.",
    "事業・年度につき1行。予算の段階ごとに列を設ける。",
    "事業を束ねる見出しも含むため、合算する前に kind で絞り込むこと。同じ年度の各段階の額は別の計数であり、"
    "当初予算額と補正額の合計を除いて合算しないこと。年度を列にするには PIVOT program_years ON fiscal_year を用いる。",
)

# What a phase is compared with: a request and a draft with last year's budget or, where no release states that yet, its
# draft, which normally passes unchanged.
_LAST_YEARS_PHASES = ", ".join(
    f"('{phase}', '{last}', {preference})"
    for phase, lasts in {
        "requested": ("approved", "proposed"),
        "proposed": ("approved", "proposed"),
        "approved": ("approved", "proposed"),
        "revised": ("revised",),
        "executed": ("executed",),
    }.items()
    for preference, last in enumerate(lasts)
)

# Whole millionths, rounded half away from zero in integers: a division of decimals would be a float.
_YEAR_ON_YEAR = f"""
WITH yearly AS ({_YEARLY}), comparable (phase, last_phase, preference) AS (
    VALUES {_LAST_YEARS_PHASES}
), pairs AS (
    SELECT n.*, b.phase AS last_year_phase, b.amount_yen AS last_year_yen, b.qualifier AS last_year_qualifier,
        b.document_id AS last_year_document_id,
        CAST(n.amount_yen AS HUGEINT) - b.amount_yen AS difference,
        row_number() OVER (
            PARTITION BY n.program_id, n.fiscal_year, n.phase ORDER BY b.amount_yen IS NULL, b.phase IS NULL, k.preference
        ) AS choice
    FROM yearly n
    JOIN comparable k ON k.phase = n.phase
    LEFT JOIN yearly b ON b.counts AND b.program_id = n.program_id AND b.fiscal_year = n.fiscal_year - 1
        AND b.phase = k.last_phase
    WHERE n.counts
)
SELECT program_id, name, kind, fiscal_year, phase, amount_yen, last_year_phase, last_year_yen,
    TRY_CAST(difference AS BIGINT) AS change_yen,
    CASE WHEN last_year_yen > 0 THEN CAST(
        CAST(sign(difference) * ((abs(difference) * 2000000 + last_year_yen) // (2 * CAST(last_year_yen AS HUGEINT)))
            AS DECIMAL(28, 0)) * CAST('0.000001' AS DECIMAL(7, 6)) AS DECIMAL(28, 6)) END AS change_rate,
    change_yen AS printed_change_yen, qualifier, last_year_qualifier, document_id, last_year_document_id
FROM pairs WHERE choice = 1
"""

YEAR_ON_YEAR = View(
    "year_on_year",
    "One row per program, fiscal year and phase, beside the comparable figure of the year before: for a request, a draft "
    "and a budget last year's budget (or its draft where no release states the budget), for a budget after supplements "
    "and for a settlement the same of last year.",
    (
        *pick(PROGRAMS, "program_id", "name", "kind"),
        *pick(AMOUNTS, "fiscal_year", "phase"),
        column("amount_yen", "BIGINT?", "This year's figure", unit="yen", ja="当年度の金額(円)", fiscal="value"),
        column(
            "last_year_phase",
            "VARCHAR?",
            "Phase of the figure that it is compared with; NULL if none is stated",
            Phase,
            ja="比較した前年度の金額の段階。前年度の金額がなければNULL",
        ),
        column("last_year_yen", "BIGINT?", "Last year's figure", unit="yen", ja="前年度の金額(円)"),
        column(
            "change_yen",
            "BIGINT?",
            "amount_yen − last_year_yen; NULL if either is not stated",
            unit="yen",
            ja="増減額(円)。amount_yen − last_year_yen。いずれかの記載がなければNULL",
        ),
        column(
            "change_rate",
            "DECIMAL(28,6)?",
            "change_yen / last_year_yen as an exact decimal of six places (0.05 is +5 %); NULL unless last year's is positive",
            ja="増減率。change_yen ÷ last_year_yen を小数第6位まで四捨五入した十進数(0.05は5%増)。前年度の金額が正でなければNULL",
        ),
        column(
            "printed_change_yen",
            "BIGINT?",
            "比較増△減 as the document prints it, which may be against a restated figure",
            unit="yen",
            ja="資料に印字された比較増△減額(円)。組替後の額との比較である場合がある",
        ),
        *pick(AMOUNTS, "qualifier"),
        column(
            "last_year_qualifier",
            "VARCHAR?",
            "qualifier of last year's figure",
            ja="前年度の金額に付された限定(qualifier)",
        ),
        *pick(AMOUNTS, "document_id"),
        column(
            "last_year_document_id",
            "VARCHAR?",
            "The document that prints last year's figure",
            ja="前年度の金額を印字している文書のID",
        ),
    ),
    ("program_budgets",),
    _YEAR_ON_YEAR.strip(),
    "Holds headings beside their programs: filter on kind before adding up. Where change_yen and printed_change_yen "
    "differ, last year's figure was restated or another document prints another one.",
    "事業・年度・段階につき1行。比較し得る前年度の金額を並べる。概算要求・予算案・当初予算は前年度当初予算"
    "(その記載がなければ前年度予算案)と、補正後・決算はそれぞれ前年度の同じ段階と比較する。",
    "事業を束ねる見出しも含むため、合算する前に kind で絞り込むこと。change_yen と printed_change_yen が異なるときは、"
    "前年度の額が組み替えられているか、他の資料に別の額が印字されている。",
)

_REGION_COUNTS = f"""
SELECT c.count_id, l.program_id, p.name, c.subject, c.unit, c.value, c.fiscal_year, c.status, c.parent_count_id,
    c.relation, c.approximate, c.count_text, c.line_id, c.document_id, c.page, c.evidence
FROM counts c
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
            COUNTS, "subject", "unit", "value", "fiscal_year", "status", "parent_count_id", "relation", "approximate"
        ),
        *pick(COUNTS, "count_text", "line_id", "document_id", "page", "evidence"),
    ),
    ("counts", "budget_lines", "programs"),
    _REGION_COUNTS.strip(),
    "The same regions stand in several releases, and cohorts beside their total: add up only component counts of one "
    "document, unit and parent.",
    "単位が地域・拠点・か所など、地域又は拠点を表す件数1件につき1行。",
    "同じ地域数が複数の資料に現れ、内訳とその合計が併存する。合算は、同じ文書・単位・上位の数に属する component に限る。",
)
