"""Tables about what documents print: lines, their words, amounts and counts.

Belongs here: what has a place on a page. Does not belong here: what was computed from it (``checks``).
"""

from __future__ import annotations

from pipeline.model import CountStatus, Marker, Measure, Nature, Phase, Qualifier, Relation
from pipeline.schema.columns import Table, column, place_columns

BUDGET_LINES = Table(
    "budget_lines",
    "One row per line item as printed in one document.",
    (
        column("line_id", "VARCHAR", "Made from the document and the printed place"),
        column("document_id", "VARCHAR", "The document that prints it"),
        column("program_id", "VARCHAR?", "What it is about; NULL for totals and nameless うち fragments"),
        column("parent_line_id", "VARCHAR?", "The line it belongs under; NULL at the top"),
        column("parent_rule", "VARCHAR?", "The rule that found the parent"),
        column("ordinal", "INTEGER", "Position in reading order"),
        column("level", "INTEGER", "Depth below the top, which is 0"),
        column("label", "VARCHAR", "As printed, spacing repaired, without amounts, markers and list number"),
        column("list_number", "VARCHAR?", "List number as printed (①, (1), 3)"),
        column("account", "VARCHAR?", "一般会計 or a special account; NULL if not said"),
        column("marker", "VARCHAR?", "新規 new, 拡充 expanded, 継続 continued, 廃止 ended", Marker),
        column(
            "relation", "VARCHAR?", "To its parent: component, of_which うち, relisted 再掲, outside 外に", Relation
        ),
        column("is_total", "BOOLEAN", "True for a bare 計 or 合計"),
        column("same_as_line_id", "VARCHAR?", "The same line printed elsewhere in the document"),
        column("table_id", "VARCHAR?", "The same for lines of one table or list, also over several pages"),
        column("children_complete", "BOOLEAN?", "True if the text says its items are all, false if they are examples"),
        *place_columns(),
    ),
    ("line_id",),
    "Contains subtotals, relisted and repeated lines: adding up all lines of a document counts money several times.",
)

TOKENS = Table(
    "tokens",
    "One row per word of a line's label.",
    (
        column("line_id", "VARCHAR", "The line whose label holds the word"),
        column("position", "INTEGER", "Position of the word in the label, from 0"),
        column("surface", "VARCHAR", "The word as printed"),
        column("lemma", "VARCHAR", "Its dictionary form"),
        column("part_of_speech", "VARCHAR", "Its part of speech (品詞)"),
    ),
    ("line_id", "position"),
    "Several rows per line: joining to it multiplies figures.",
)

AMOUNTS = Table(
    "amounts",
    "One row per stated amount of money, a unit cost and a change as well as a budget.",
    (
        column("amount_id", "VARCHAR", "Made from the document and the printed place"),
        column("line_id", "VARCHAR", "The line that states it"),
        column("document_id", "VARCHAR", "The document that prints it"),
        column("fiscal_year", "INTEGER?", "Fiscal year (年度) of the figure; NULL if not said"),
        column("phase", "VARCHAR?", "Stage of the budget cycle of the figure; NULL if not said", Phase),
        column("supplement_no", "INTEGER?", "Number of the supplementary budget (第2次補正 is 2)"),
        column("measure", "VARCHAR", "What kind of quantity it is; only budget is a budget", Measure),
        column("nature", "VARCHAR", "Which side of the account it stands on", Nature),
        column("header_path", "VARCHAR?", "Header cells above a table figure, outermost first, joined with ` / `"),
        column("column", "INTEGER?", "Position of its column in the table, from 0; NULL outside tables"),
        column("amount_yen", "BIGINT?", "What the text says; NULL for a printed dash or words only", unit="yen"),
        column("amount_yen_suggested", "BIGINT?", "What arithmetic implies instead; no view uses it", unit="yen"),
        column("suggestion_reason", "VARCHAR?", "Why the suggestion was made"),
        column("amount_yen_max", "BIGINT?", "Upper end of a range (5〜20億円), else NULL", unit="yen"),
        column("precision_yen", "BIGINT?", "Unit of the last printed digit (7,530百万円: 1000000)", unit="yen"),
        column("approximate", "BOOLEAN", "True with 約, 程度, 余"),
        column(
            "qualifier", "VARCHAR?", "portion_of 内数 makes the amount an upper bound, not the line's own", Qualifier
        ),
        column("amount_text", "VARCHAR", "The figure as printed"),
        column("unit_text", "VARCHAR?", "The unit as printed, also from a table's (単位:百万円)"),
        column("label_reliable", "BOOLEAN", "False where the page's font maps to wrong characters"),
        column("role_rule", "VARCHAR", "What decided year, phase and measure"),
        *place_columns(),
        column("evidence", "VARCHAR", "The printed line it was read from"),
    ),
    ("amount_id",),
    "Mixes budgets, changes, unit costs and 内数 of several years: use program_budgets, or filter on measure, nature, "
    "fiscal_year, phase and qualifier before adding up.",
)

COUNTS = Table(
    "counts",
    "One row per stated number of things (地域, 拠点, 件, 人, 校 …).",
    (
        column("count_id", "VARCHAR", "Made from the document and the printed place"),
        column("line_id", "VARCHAR?", "The line that states it; NULL outside any line"),
        column("document_id", "VARCHAR", "The document that prints it"),
        column("subject", "VARCHAR", "What is counted: the line's label unless the text names another"),
        column("unit", "VARCHAR", "The counter (地域, 拠点, 件, 人 …)"),
        column("value", "BIGINT", "The number", unit="the row's unit"),
        column("fiscal_year", "INTEGER?", "Fiscal year (年度) of the number; NULL if none is stated"),
        column("status", "VARCHAR?", "What the counted things do or will do", CountStatus),
        column("parent_count_id", "VARCHAR?", "The count it is part of"),
        column("relation", "VARCHAR?", "To the parent count: component 内訳, of_which うち", Relation),
        column("approximate", "BOOLEAN", "True with 約, 程度, 余"),
        column("count_text", "VARCHAR", "The number as printed"),
        *place_columns(),
        column("evidence", "VARCHAR", "The printed line it was read from"),
    ),
    ("count_id",),
    "Only component counts of one unit and one breakdown add up.",
)
