"""Views that set the figures of years and phases side by side.

Belongs here: which figures of a program are comparable. Does not belong here: which statement of a figure is used
(``program_views``).
"""

from __future__ import annotations

from pipeline.model import Phase
from pipeline.schema.columns import View, column, pick
from pipeline.schema.lines import AMOUNTS
from pipeline.schema.programs import PROGRAMS

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
