"""Views about how figures were read and checked.

Belongs here: where a figure is printed, what does not come out, what is still open. Does not belong here: what budgets are
(``program_views``).
"""

from __future__ import annotations

from pipeline.schema.checks import RECONCILIATIONS
from pipeline.schema.columns import PLACE_COLUMNS, Column, View, column, pick
from pipeline.schema.corrected_views import AMOUNTS_CORRECTED, VALUE_PRINTED
from pipeline.schema.documents import DOCUMENTS
from pipeline.schema.lines import AMOUNTS, BUDGET_LINES
from pipeline.schema.program_views import USED_AMOUNTS
from pipeline.schema.sql import FAILED


def _link(page: str) -> str:
    """SQL of the address of a page of the document ``d``; only a PDF can be opened at a page."""
    path = "replace(url_encode(d.source_uri), '%2F', '/')"
    return f"CASE WHEN d.media_type = 'application/pdf' THEN concat({path}, '#page=', {page}) ELSE {path} END"


_LINK = column(
    "link",
    "VARCHAR",
    "Address below raw/, percent-encoded; of a PDF with its page (`file.pdf#page=2`)",
    ja="raw/ からの相対アドレス(パーセント符号化)。PDFではページを付す(`file.pdf#page=2`)",
)

# Checks are of what is printed, and stay so: has_correction says that a figure of the check is corrected since.
_UNRECONCILED = f"""
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
    r.explanation, r.line_id, r.document_id, d.title, l.page, {_link("l.page")} AS link,
    r.reconciliation_id IN (SELECT reconciliation_id FROM corrected) AS has_correction
FROM reconciliations r
JOIN budget_lines l ON l.line_id = r.line_id
JOIN documents d ON d.document_id = r.document_id
WHERE r.status NOT IN ('balanced', 'within_rounding')
"""

UNRECONCILED = View(
    "unreconciled",
    "One row per check that neither balances nor comes within rounding.",
    (
        *pick(RECONCILIATIONS, "reconciliation_id", "status", "kind"),
        *pick(BUDGET_LINES, "label"),
        *pick(RECONCILIATIONS, "fiscal_year", "phase", "unit", "stated", "computed", "residual", "explanation"),
        *pick(RECONCILIATIONS, "line_id", "document_id"),
        *pick(DOCUMENTS, "title"),
        *pick(BUDGET_LINES, "page"),
        _LINK,
        column(
            "has_correction",
            "BOOLEAN",
            "True if a correction in force concerns a figure of the check, which is of what is printed",
            ja="検算(印字された値による)に用いた計数に有効な訂正があれば真",
        ),
    ),
    (
        *("reconciliations", "budget_lines", "documents", "reconciliation_members", "corrections"),
        *("amounts_corrected", "counts_corrected"),
    ),
    _UNRECONCILED.strip(),
    "partial and unverifiable are no errors: filter on status = 'mismatch' or 'exceeds' for figures that cannot be right.",
    "一致せず、端数処理の範囲にも収まらない検算1件につき1行。",
    "partial(内訳が一部のみ)と unverifiable(検算不能)は誤りではない。誤りの疑いがあるものは status が mismatch 又は exceeds。",
)

_EVIDENCE = f"""
WITH used AS ({USED_AMOUNTS}), figures AS (
    SELECT 'amount' AS figure_kind, amount_id AS figure_id, line_id, document_id, amount_text AS figure_text,
        amount_yen AS value, 'yen' AS unit, fiscal_year, phase,
        amount_yen_printed AS value_printed, is_corrected, reason, source,
        page, x0, top, x1, bottom, char_start, char_end, evidence FROM used
    UNION ALL
    SELECT 'count', count_id, line_id, document_id, count_text, value, unit, fiscal_year, NULL,
        value_printed, is_corrected, reason, source,
        page, x0, top, x1, bottom, char_start, char_end, evidence FROM counts_corrected
)
SELECT f.figure_kind, f.figure_id, f.figure_text,
    substring(g.text, f.char_start + 1, f.char_end - f.char_start) AS page_text, f.evidence, l.label, f.line_id,
    f.document_id, d.source_uri, f.page, f.x0, f.top, f.x1, f.bottom, f.char_start, f.char_end,
    f.value, f.unit, f.fiscal_year, f.phase, d.title, {_link("f.page")} AS link,
    f.value_printed, f.is_corrected, f.reason, f.source
FROM figures f
JOIN documents d ON d.document_id = f.document_id
LEFT JOIN budget_lines l ON l.line_id = f.line_id
LEFT JOIN pages g ON g.document_id = f.document_id AND g.page = f.page
"""

EVIDENCE = View(
    "evidence",
    "One row per amount and per count, with the place where it is printed.",
    (
        column("figure_kind", "VARCHAR", "`amount` or `count`", ja="計数の別。`amount`(金額)又は `count`(件数)"),
        column("figure_id", "VARCHAR", "amount_id or count_id", ja="amount_id 又は count_id"),
        column(
            "figure_text",
            "VARCHAR",
            "The figure as printed (`amount_text`, `count_text`)",
            ja="計数の表記(`amount_text`、`count_text`)",
        ),
        column(
            "page_text",
            "VARCHAR?",
            "What stands at its place in `pages.text`",
            ja="`pages.text` の当該位置にある文字列",
        ),
        *pick(AMOUNTS, "evidence"),
        *pick(BUDGET_LINES, "label", nullable=True),
        *pick(AMOUNTS, "line_id", nullable=True),
        *pick(AMOUNTS, "document_id"),
        *pick(DOCUMENTS, "source_uri"),
        *pick(AMOUNTS, *PLACE_COLUMNS),
        column(
            "value",
            "BIGINT?",
            "What holds, in yen or in things counted: the correction in force, else what is printed",
            unit="the row's unit",
            ja="金額(円)又は件数。訂正があれば訂正後の値",
        ),
        column("unit", "VARCHAR", "`yen` or the counter", ja="単位。金額は `yen`、件数は助数詞"),
        *pick(AMOUNTS, "fiscal_year", "phase"),
        *pick(DOCUMENTS, "title"),
        _LINK,
        VALUE_PRINTED,
        *pick(AMOUNTS_CORRECTED, "is_corrected", "reason", "source"),
    ),
    ("amounts_corrected", "budget_lines", "documents", "counts_corrected", "pages"),
    _EVIDENCE.strip(),
    "Every statement of every document: the same money stands here once per place where it is printed.",
    "金額・件数1件につき1行。印字されている箇所を示す。",
    "全ての文書の全ての記載を含み、同じ金額が印字箇所の数だけ現れる。",
)

# A printed expression is a stretch of a page's text: two figures read from one are one expression, and an issue about a
# figure that was placed as well leaves nothing open. A share is cut, so that 1 means all.
_COVERAGE = f"""
WITH spans AS (
    SELECT document_id, page, char_start, char_end, true AS placed FROM amounts
    UNION ALL SELECT document_id, page, char_start, char_end, true FROM counts
    UNION ALL SELECT document_id, page, char_start, char_end, false FROM extraction_issues WHERE char_start < char_end
), expressions AS (
    SELECT document_id, page, char_start, char_end, bool_or(placed) AS placed FROM spans GROUP BY ALL
), found AS (
    SELECT document_id, count(*) AS found, count(*) FILTER (placed) AS placed FROM expressions GROUP BY document_id
), checked AS (
    SELECT document_id, count(*) AS checks, count(*) FILTER (status = 'balanced') AS balanced,
        count(*) FILTER (status = 'within_rounding') AS within_rounding,
        count(*) FILTER (status {FAILED}) AS failed
    FROM reconciliations GROUP BY document_id
)
SELECT d.document_id, d.source_uri, d.title, d.fiscal_year, d.phase, d.status, d.status_detail, d.page_count,
    (SELECT count(*) FROM pages t WHERE t.document_id = d.document_id AND t.problem IS NULL) AS pages_read,
    (SELECT count(*) FROM budget_lines t WHERE t.document_id = d.document_id) AS lines,
    (SELECT count(*) FROM amounts t WHERE t.document_id = d.document_id) AS amounts,
    (SELECT count(*) FROM counts t WHERE t.document_id = d.document_id) AS counts,
    (SELECT count(*) FROM extraction_issues t WHERE t.document_id = d.document_id) AS issues,
    coalesce(r.checks, 0) AS checks, coalesce(r.balanced, 0) AS checks_balanced,
    coalesce(r.within_rounding, 0) AS checks_within_rounding, coalesce(r.failed, 0) AS checks_failed,
    coalesce(f.found, 0) AS expressions_found,
    coalesce(f.placed, 0) AS expressions_placed,
    coalesce(f.found - f.placed, 0) AS expressions_open,
    CAST(CAST(f.placed * 10000 // f.found AS DECIMAL(5, 0)) * CAST('0.0001' AS DECIMAL(5, 4)) AS DECIMAL(5, 4))
        AS placed_share
FROM documents d
LEFT JOIN found f ON f.document_id = d.document_id
LEFT JOIN checked r ON r.document_id = d.document_id
"""


def _number_of(name: str, what: str, ja: str) -> Column:
    """A column that counts."""
    return column(name, "BIGINT", f"Number of {what}", ja=ja)


COVERAGE = View(
    "coverage",
    "One row per document: what was read, what was found, and what of it is still open.",
    (
        *pick(DOCUMENTS, "document_id", "source_uri", "title", "fiscal_year", "phase", "status", "status_detail"),
        *pick(DOCUMENTS, "page_count"),
        _number_of("pages_read", "pages without a problem", "問題なく読み取れたページの数"),
        _number_of("lines", "budget lines", "予算の事項の数"),
        _number_of("amounts", "amounts", "金額の数"),
        _number_of("counts", "counts", "件数の数"),
        _number_of(
            "issues", "extraction issues, also about whole pages", "抽出上の問題の数(ページ全体に係るものを含む)"
        ),
        _number_of("checks", "reconciliations", "検算の数"),
        _number_of("checks_balanced", "reconciliations that come out exactly", "一致した検算の数"),
        _number_of("checks_within_rounding", "reconciliations that rounding explains", "端数の範囲内の検算の数"),
        _number_of("checks_failed", "reconciliations that fail (mismatch, exceeds)", "一致しない検算の数"),
        _number_of(
            "expressions_found",
            "printed money and count expressions: placed and open",
            "金額・件数の表記の総数(採用済みと未処理の計)",
        ),
        _number_of(
            "expressions_placed", "expressions that became an amount or a count", "金額又は件数として採用した表記の数"
        ),
        _number_of(
            "expressions_open",
            "expressions that are only in extraction_issues",
            "採用できず extraction_issues のみにある表記の数",
        ),
        column(
            "placed_share",
            "DECIMAL(5,4)?",
            "expressions_placed / expressions_found, cut to four places; NULL if nothing was found",
            ja="採用した表記の割合(小数第4位未満切捨て)。表記が全くなければNULL",
        ),
    ),
    ("documents", "pages", "budget_lines", "amounts", "counts", "extraction_issues", "reconciliations"),
    _COVERAGE.strip(),
    "A document that could not be read has no expressions: look at status before concluding that all were placed.",
    "文書1件につき1行。読み取ったもの、見つかった表記、未処理の表記の数を示す。",
    "読み取れなかった文書には表記が現れない。全て採用済みと判断する前に status を確認すること。",
)
