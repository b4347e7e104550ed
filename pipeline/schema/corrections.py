"""Tables about what was said later of printed figures: errata as printed, and the corrections in force.

Belongs here: what a person or the issuer says instead of a printed figure. Does not belong here: the figures (``lines``).
"""

from __future__ import annotations

from pipeline.model import CorrectionSource, Phase
from pipeline.schema.columns import PLACE_RULES, Rule, Table, column, place_columns

ERRATA = Table(
    "errata",
    "One row per correction that an erratum release (正誤表) prints, also one whose figure was not found.",
    (
        column("erratum_id", "VARCHAR", "Made from the document and the printed place", ja="正誤の識別子"),
        column("document_id", "VARCHAR", "The erratum release", ja="正誤表である資料"),
        column("ordinal", "INTEGER", "Position in reading order", ja="掲載順"),
        column("release_title", "VARCHAR?", "Title of the release that it corrects", ja="訂正される資料の題名"),
        column("fiscal_year", "INTEGER?", "Fiscal year (年度) of that release", ja="訂正される資料の年度"),
        column("phase", "VARCHAR?", "Stage of the budget cycle of that release", Phase, ja="訂正される資料の予算段階"),
        column("release_page", "INTEGER?", "Page of that release", ja="訂正される頁"),
        column("item", "VARCHAR?", "The item of that release, as printed", ja="訂正される箇所"),
        column("wrong_text", "VARCHAR", "What is wrong (誤), as printed", ja="誤"),
        column("right_text", "VARCHAR", "What is right (正), as printed", ja="正"),
        column("unit_text", "VARCHAR?", "The unit that a caption declares", ja="見出しに示された単位"),
        *place_columns(),
        column("evidence", "VARCHAR", "The printed line it was read from", ja="読み取った行"),
    ),
    ("erratum_id",),
    "Holds what is printed; `corrections` says which figure it replaces, `extraction_issues` (erratum_unmatched) where none "
    "was found for sure.",
    meaning_ja="正誤表に掲載された訂正1件につき1行(対象の計数が見つからないものを含む)。",
    warning_ja="掲載のとおり収録する。どの計数に代わるかは `corrections`、確実に特定できないものは `extraction_issues` による。",
    rules=PLACE_RULES,
)

CORRECTIONS = Table(
    "corrections",
    "One row per printed figure and what holds instead of it, from raw/corrections.yaml or from an erratum release.",
    (
        column("correction_id", "VARCHAR", "Made from the figure and who corrects it", ja="訂正の識別子"),
        column("amount_id", "VARCHAR?", "The corrected amount, or NULL if it is a count", ja="訂正される金額"),
        column("count_id", "VARCHAR?", "The corrected count, or NULL if it is an amount", ja="訂正される数量"),
        column("document_id", "VARCHAR", "The document that prints the figure", ja="計数を掲載する資料"),
        column("page", "INTEGER", "Page on which it is printed, counted from 1", ja="掲載頁"),
        column("printed_text", "VARCHAR", "The figure as printed", ja="印刷された表記"),
        column("printed_value", "BIGINT?", "What is printed", unit="the row's unit", ja="印刷された値"),
        column("corrected_value", "BIGINT", "What holds instead", unit="the row's unit", ja="訂正後の値"),
        column("unit", "VARCHAR", "`yen` or the counter", ja="円または助数詞"),
        column("reason", "VARCHAR", "Why", ja="理由"),
        column("who", "VARCHAR?", "Who says so; the issuer of an erratum", ja="訂正者"),
        column("corrected_on", "DATE?", "When it was said", ja="訂正日"),
        column("source", "VARCHAR", "A reviewed entry or an erratum release", CorrectionSource, ja="訂正の出所"),
        column("erratum_id", "VARCHAR?", "The row of `errata` that says so", ja="根拠となる正誤"),
        column("erratum_document_id", "VARCHAR?", "document_id of the erratum release", ja="根拠となる正誤表"),
        column("in_force", "BOOLEAN", "False if another correction of the same figure overrules it", ja="有効かどうか"),
    ),
    ("correction_id",),
    "`amounts` and `counts` keep what is printed: join on rows that are in_force, or read `amounts_corrected` and "
    "`counts_corrected`. A figure that its document prints again, in a summary and in a detail table, has a row for each printing; "
    "the reason says which are by identity.",
    meaning_ja="印字された計数とそれに代わる値1件につき1行。",
    warning_ja="`amounts` と `counts` は印字のとおり。in_force の行と結合するか、`amounts_corrected`・`counts_corrected` を用いること。"
    "同じ計数が総括表と明細表の双方に掲載されている場合は、掲載箇所ごとに1行とし、同一性による訂正である旨を理由に記す。",
    rules=(
        Rule("page_from_1", "page >= 1", "Pages count from 1", "ページ番号は1以上"),
        Rule(
            "one_figure",
            "(amount_id IS NULL) <> (count_id IS NULL)",
            "A correction is of one amount or of one count",
            "訂正は金額又は件数のいずれか1件に係る",
        ),
    ),
)
