"""Tables about what documents print: lines, their words, amounts and counts.

Belongs here: what has a place on a page. Does not belong here: what was computed from it (``checks``).
"""

from __future__ import annotations

from pipeline.model import CountStatus, Marker, Measure, Nature, Phase, Qualifier, Relation
from pipeline.schema.columns import PLACE_RULES, Rule, Table, column, place_columns

BUDGET_LINES = Table(
    "budget_lines",
    "One row per line item as printed in one document.",
    (
        column(
            "line_id",
            "VARCHAR",
            "Made from the document and the printed place",
            ja="文書と印字位置から作る識別子",
            fiscal="budget-line-id",
        ),
        column("document_id", "VARCHAR", "The document that prints it", ja="印字している文書のID"),
        column(
            "program_id",
            "VARCHAR?",
            "What it is about; NULL for totals and nameless うち fragments",
            ja="対象となる事業等。合計行及び名称のない「うち」書きではNULL",
            fiscal="activity:generic:program:code",
        ),
        column(
            "parent_line_id",
            "VARCHAR?",
            "The line it belongs under; NULL at the top",
            ja="上位の事項。最上位ではNULL",
        ),
        column("parent_rule", "VARCHAR?", "The rule that found the parent", ja="上位の事項を判定した規則"),
        column("ordinal", "INTEGER", "Position in reading order", ja="文書内の読み順"),
        column("level", "INTEGER", "Depth below the top, which is 0", ja="階層の深さ。最上位が0"),
        column(
            "label",
            "VARCHAR",
            "As printed, spacing repaired, without amounts, markers and list number",
            ja="事項名。印字のとおりとし、空白を整え、金額・新規等の記号・項番を除く",
        ),
        column("list_number", "VARCHAR?", "List number as printed (①, (1), 3)", ja="項番(印字のとおり。例:①、(1)、3)"),
        column(
            "account",
            "VARCHAR?",
            "一般会計 or a special account; NULL if not said",
            ja="一般会計又は特別会計の名称。記載がなければNULL",
            fiscal="fin-source:generic:label",
        ),
        column(
            "marker",
            "VARCHAR?",
            "新規 new, 拡充 expanded, 継続 continued, 廃止 ended",
            Marker,
            ja="新規・拡充・継続・廃止の別",
        ),
        column(
            "relation",
            "VARCHAR?",
            "To its parent: component, of_which うち, relisted 再掲, outside 外に",
            Relation,
            ja="上位の事項との関係(内訳、うち書き、再掲、外書き)",
        ),
        column("is_total", "BOOLEAN", "True for a bare 計 or 合計", ja="名称のない「計」「合計」の行なら真"),
        column(
            "same_as_line_id",
            "VARCHAR?",
            "The same line printed elsewhere in the document",
            ja="同じ文書の別の箇所に重ねて印字された同一の事項",
        ),
        column(
            "table_id",
            "VARCHAR?",
            "The same for lines of one table or list, also over several pages",
            ja="同じ表又は列記に属する事項に共通の識別子(複数ページにわたる場合も同じ)",
        ),
        column(
            "children_complete",
            "BOOLEAN?",
            "True if the text says its items are all, false if they are examples",
            ja="下位の事項が全てであると明記されていれば真、例示であれば偽",
        ),
        *place_columns(),
    ),
    ("line_id",),
    "Contains subtotals, relisted and repeated lines: adding up all lines of a document counts money several times. "
    "Sum only leaves that are not `is_total`, of one nature, phase and supplement.",
    meaning_ja="文書に印字された予算の事項1件につき1行。",
    warning_ja="小計、再掲及び重複掲載の行を含み、文書の全行を合算すると金額が重複する。"
    "合算するときは、`is_total` でない最下位の事項に限り、nature・phase・supplement_no をそろえること。",
    rules=(
        Rule("ordinal_not_negative", "ordinal >= 0", "Reading order counts from 0", "読み順は0以上"),
        Rule("level_not_negative", "level >= 0", "The top is level 0", "階層の深さは0以上"),
        Rule(
            "not_its_own_parent", "parent_line_id <> line_id", "No line is its own parent", "自らを上位の事項としない"
        ),
        *PLACE_RULES,
    ),
)

TOKENS = Table(
    "tokens",
    "One row per word of a line's label.",
    (
        column("line_id", "VARCHAR", "The line whose label holds the word", ja="その語を事項名に含む事項"),
        column("position", "INTEGER", "Position of the word in the label, from 0", ja="事項名の中での語の順(0から)"),
        column("surface", "VARCHAR", "The word as printed", ja="語(印字のとおり)"),
        column("lemma", "VARCHAR", "Its dictionary form", ja="語彙素(辞書の見出し形)"),
        column("part_of_speech", "VARCHAR", "Its part of speech (品詞)", ja="品詞"),
    ),
    ("line_id", "position"),
    "Several rows per line: joining to it multiplies figures.",
    meaning_ja="事項名を構成する語1つにつき1行。",
    warning_ja="1つの事項に複数行あるため、結合すると金額が重複して計上される。",
    rules=(Rule("position_not_negative", "position >= 0", "Positions count from 0", "語の順は0以上"),),
)

AMOUNTS = Table(
    "amounts",
    "One row per stated amount of money, a unit cost and a change as well as a budget.",
    (
        column(
            "amount_id", "VARCHAR", "Made from the document and the printed place", ja="文書と印字位置から作る識別子"
        ),
        column("line_id", "VARCHAR", "The line that states it", ja="金額を示している事項", fiscal="budget-line-id"),
        column("document_id", "VARCHAR", "The document that prints it", ja="印字している文書のID"),
        column(
            "fiscal_year",
            "INTEGER?",
            "Fiscal year (年度) of the figure; NULL if not said",
            ja="金額の年度(西暦)。記載がなければNULL",
            fiscal="date:fiscal-year",
        ),
        column(
            "phase",
            "VARCHAR?",
            "Stage of the budget cycle of the figure; NULL if not said",
            Phase,
            ja="金額の予算段階(概算要求、予算案、当初予算、補正、補正後、決算)。記載がなければNULL",
            fiscal="phase:id",
        ),
        column(
            "supplement_no",
            "INTEGER?",
            "Number of the supplementary budget (第2次補正 is 2)",
            ja="補正予算の次数(第2次補正なら2)",
        ),
        column(
            "measure",
            "VARCHAR",
            "What kind of quantity it is; only budget is a budget",
            Measure,
            ja="金額の種類。予算額は budget のみで、増減額・単価・総額は別",
            fiscal="value-kind:code",
        ),
        column(
            "nature",
            "VARCHAR",
            "Which side of the account it stands on",
            Nature,
            ja="歳出・歳入・財源内訳・うち数・限度額等の別",
            fiscal="direction",
        ),
        column(
            "header_path",
            "VARCHAR?",
            "Header cells above a table figure, outermost first, joined with ` / `",
            ja="表の見出し。外側から順に ` / ` でつないだもの",
        ),
        column(
            "column",
            "INTEGER?",
            "Position of its column in the table, from 0; NULL outside tables",
            ja="表の列の位置(0から)。表の外ではNULL",
        ),
        column(
            "amount_yen",
            "BIGINT?",
            "What the text says; NULL for a printed dash or words only",
            unit="yen",
            ja="印字された金額(円)。「-」又は文言のみのときはNULL",
            fiscal="value",
        ),
        column(
            "amount_yen_suggested",
            "BIGINT?",
            "What arithmetic implies instead; no view uses it",
            unit="yen",
            ja="検算から推定される金額(円)。ビューでは用いない",
        ),
        column("suggestion_reason", "VARCHAR?", "Why the suggestion was made", ja="推定の根拠"),
        column(
            "amount_yen_max",
            "BIGINT?",
            "Upper end of a range (5〜20億円), else NULL",
            unit="yen",
            ja="幅のある金額(例:5〜20億円)の上限(円)。それ以外はNULL",
        ),
        column(
            "precision_yen",
            "BIGINT?",
            "Unit of the last printed digit (7,530百万円: 1000000)",
            unit="yen",
            ja="印字された最小桁の単位(円)。7,530百万円なら1000000",
        ),
        column("approximate", "BOOLEAN", "True with 約, 程度, 余", ja="「約」「程度」「余」を伴えば真"),
        column(
            "qualifier",
            "VARCHAR?",
            "portion_of 内数 makes the amount an upper bound, not the line's own",
            Qualifier,
            ja="金額に付された限定。portion_of(内数)の金額は上限であり、その事項自体の額ではない",
        ),
        column("amount_text", "VARCHAR", "The figure as printed", ja="金額の表記(印字のとおり)"),
        column(
            "unit_text",
            "VARCHAR?",
            "The unit as printed, also from a table's (単位:百万円)",
            ja="単位の表記(印字のとおり)。表の「(単位:百万円)」によるものを含む",
        ),
        column(
            "label_reliable",
            "BOOLEAN",
            "False where the page's font maps to wrong characters",
            ja="フォントの文字対応が誤っているページでは偽",
        ),
        column("role_rule", "VARCHAR", "What decided year, phase and measure", ja="年度・段階・種類を判定した規則"),
        *place_columns(),
        column("evidence", "VARCHAR", "The printed line it was read from", ja="読み取り元の印字行"),
    ),
    ("amount_id",),
    "Mixes budgets, changes, unit costs and 内数 of several years, and contains subtotals: use program_budgets, or sum only "
    "leaves that are not `is_total`, of one measure, nature, fiscal_year, phase and supplement, without portion_of.",
    meaning_ja="文書に示された金額1件につき1行。予算額のほか増減額、単価等も含む。",
    warning_ja="複数年度の予算額・増減額・単価・内数が混在し、小計も含む。program_budgets を用いるか、`is_total` でない"
    "最下位の事項に限り、measure・nature・fiscal_year・phase・supplement_no をそろえ、portion_of(内数)を除いて合算すること。",
    rules=(
        Rule(
            "range_in_order",
            "amount_yen <= amount_yen_max",
            "A range ends where it begins or higher",
            "幅の上限は下限以上",
        ),
        Rule("precision_positive", "precision_yen >= 1", "No digit is worth less than a yen", "最小桁の単位は1円以上"),
        Rule("supplement_from_1", "supplement_no >= 1", "Supplements count from 1", "補正の次数は1以上"),
        *PLACE_RULES,
    ),
)

COUNTS = Table(
    "counts",
    "One row per stated number of things (地域, 拠点, 件, 人, 校 …).",
    (
        column(
            "count_id", "VARCHAR", "Made from the document and the printed place", ja="文書と印字位置から作る識別子"
        ),
        column(
            "line_id",
            "VARCHAR?",
            "The line that states it; NULL outside any line",
            ja="件数を示している事項。事項に属さないときはNULL",
            fiscal="budget-line-id",
        ),
        column("document_id", "VARCHAR", "The document that prints it", ja="印字している文書のID"),
        column(
            "subject",
            "VARCHAR",
            "What is counted: the line's label unless the text names another",
            ja="数えている対象。文中に別の対象が示されていない限り事項名",
        ),
        column("unit", "VARCHAR", "The counter (地域, 拠点, 件, 人 …)", ja="助数詞(地域、拠点、件、人など)"),
        column("value", "BIGINT", "The number", unit="the row's unit", ja="数(単位は unit)"),
        column(
            "fiscal_year",
            "INTEGER?",
            "Fiscal year (年度) of the number; NULL if none is stated",
            ja="数の年度(西暦)。記載がなければNULL",
            fiscal="date:fiscal-year",
        ),
        column(
            "status",
            "VARCHAR?",
            "What the counted things do or will do",
            CountStatus,
            ja="数えている対象の状態(実施中、開始、採択、予定、応募、終了、終了予定)",
        ),
        column("parent_count_id", "VARCHAR?", "The count it is part of", ja="この数を内に含む数"),
        column(
            "relation",
            "VARCHAR?",
            "To the parent count: component 内訳, of_which うち",
            Relation,
            ja="上位の数との関係(内訳、うち書き)",
        ),
        column("approximate", "BOOLEAN", "True with 約, 程度, 余", ja="「約」「程度」「余」を伴えば真"),
        column("count_text", "VARCHAR", "The number as printed", ja="数の表記(印字のとおり)"),
        *place_columns(),
        column("evidence", "VARCHAR", "The printed line it was read from", ja="読み取り元の印字行"),
    ),
    ("count_id",),
    "Only component counts of one unit and one breakdown add up.",
    meaning_ja="文書に示された件数(地域、拠点、件、人、校など)1件につき1行。",
    warning_ja="合算できるのは、単位が同じで、同じ内訳に属する component の数に限る。",
    rules=(
        Rule("not_negative", "value >= 0", "Nothing is counted below 0", "件数は0以上"),
        Rule(
            "not_its_own_parent", "parent_count_id <> count_id", "No count is part of itself", "自らを上位の数としない"
        ),
        *PLACE_RULES,
    ),
)
