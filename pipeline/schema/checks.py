"""Tables about what figures come to: checks and what went into them.

Belongs here: whatever reconciliation found. Does not belong here: printed figures (``lines``).
"""

from __future__ import annotations

from pipeline.model import (
    CheckKind,
    CheckStatus,
    Phase,
    ReferenceGrain,
    ReferenceSource,
    RevisionKind,
    RoundingMode,
    WarningKind,
)
from pipeline.schema.columns import Rule, Table, column

_UNIT = "the row's unit"

RECONCILIATIONS = Table(
    "reconciliations",
    "One row per check of a printed figure against the figures that it is made of.",
    (
        column(
            "reconciliation_id",
            "VARCHAR",
            "Made from line, kind, year and column",
            ja="事項・種類・年度・列から作る識別子",
        ),
        column("document_id", "VARCHAR", "The document whose figure is checked", ja="検算した計数を載せている文書のID"),
        column("kind", "VARCHAR", "What is compared", CheckKind, ja="検算の種類"),
        column(
            "line_id",
            "VARCHAR",
            "The line whose figure is checked; across documents, the later document's",
            ja="検算した計数の事項。文書間の照合では後に公表された文書の事項",
        ),
        column(
            "fiscal_year",
            "INTEGER?",
            "Fiscal year (年度) of the figure",
            ja="計数の年度(西暦)",
            fiscal="date:fiscal-year",
        ),
        column(
            "phase",
            "VARCHAR?",
            "Stage of the budget cycle of the figure",
            Phase,
            ja="計数の予算段階",
            fiscal="phase:id",
        ),
        column("unit", "VARCHAR", "`yen` or the counter", ja="単位。金額は `yen`、件数は助数詞"),
        column("stated", "BIGINT?", "What is printed", unit=_UNIT, ja="印字されている値(単位は unit)"),
        column("computed", "BIGINT?", "What the members come to", unit=_UNIT, ja="構成要素から計算した値(単位は unit)"),
        column("residual", "BIGINT?", "stated − computed", unit=_UNIT, ja="差額。stated − computed(単位は unit)"),
        column(
            "stated_low",
            "BIGINT?",
            "Lower end of what the printed precision allows",
            unit=_UNIT,
            ja="印字の端数処理から見た印字値の下限(単位は unit)",
        ),
        column(
            "stated_high",
            "BIGINT?",
            "Upper end of what the printed precision allows",
            unit=_UNIT,
            ja="印字の端数処理から見た印字値の上限(単位は unit)",
        ),
        column("computed_low", "BIGINT?", "Lower end of the members' sum", unit=_UNIT, ja="計算値の下限(単位は unit)"),
        column("computed_high", "BIGINT?", "Upper end of the members' sum", unit=_UNIT, ja="計算値の上限(単位は unit)"),
        column(
            "rounding_mode",
            "VARCHAR",
            "How figures are taken to be cut; decides closedness",
            RoundingMode,
            ja="前提とした端数処理。区間の端を含むか否かはこれによる",
        ),
        column("status", "VARCHAR", "What was found", CheckStatus, ja="検算の結果"),
        column("explanation", "VARCHAR", "One sentence with the figures in it", ja="計数を示した説明(一文)"),
    ),
    ("reconciliation_id",),
    "A line may have several checks per year; partial is no error.",
    meaning_ja="印字された計数とその構成要素との検算1件につき1行。",
    warning_ja="1つの事項・年度に複数の検算があり得る。partial(内訳が一部のみ)は誤りを意味しない。",
    rules=(
        Rule(
            "residual_is_the_difference",
            "residual = stated - computed",
            "The residual is stated − computed",
            "差額は stated − computed に等しい",
        ),
        Rule(
            "intervals_in_order",
            "stated_low <= stated_high AND computed_low <= computed_high",
            "An interval ends where it begins or later",
            "区間の上限は下限以上",
        ),
    ),
)

RECONCILIATION_MEMBERS = Table(
    "reconciliation_members",
    "One row per figure that went into a check.",
    (
        column("reconciliation_id", "VARCHAR", "The check", ja="検算の識別子"),
        column(
            "amount_id",
            "VARCHAR?",
            "The amount that went in, or NULL if it was a count",
            ja="検算に用いた金額。件数のときはNULL",
        ),
        column(
            "count_id",
            "VARCHAR?",
            "The count that went in, or NULL if it was an amount",
            ja="検算に用いた件数。金額のときはNULL",
        ),
        column("sign", "INTEGER", "1 if it was added, −1 if it was taken away", ja="加算なら1、減算なら−1"),
        column(
            "reference_id",
            "VARCHAR?",
            "The figure of a data set that went in, or NULL if it was a document's",
            ja="検算に用いた公的データの行。文書の計数のときはNULL",
        ),
    ),
    (),
    "One figure may be a member of several checks.",
    meaning_ja="検算に用いた計数1件につき1行。",
    warning_ja="1つの計数が複数の検算に現れることがある。",
    rules=(
        Rule("sign_is_one", "sign IN (1, -1)", "A member is added or taken away", "符号は1又は−1"),
        Rule(
            "one_figure",
            "(amount_id IS NOT NULL)::INT + (count_id IS NOT NULL)::INT + (reference_id IS NOT NULL)::INT = 1",
            "A member is either an amount, a count, or a figure of a data set",
            "金額・件数・公的データの行のいずれか一つのみを指す",
        ),
    ),
)

REVISIONS = Table(
    "revisions",
    "One row per figure of a program that a later release states differently than an earlier one.",
    (
        column("revision_id", "VARCHAR", "Made from the two amounts", ja="二つの金額から作る識別子"),
        column(
            "kind",
            "VARCHAR",
            "`revision`: the same fact stated anew; `request_to_draft`: what a request became, which is no conflict",
            RevisionKind,
            ja="revision は同じ計数の変更、request_to_draft は概算要求から予算案への増減（矛盾ではない）",
        ),
        column("program_id", "VARCHAR", "The program of the later line", ja="事業"),
        column("fiscal_year", "INTEGER", "Fiscal year (年度) of the figure", ja="計数の年度"),
        column("phase", "VARCHAR?", "Stage of the budget cycle of the later figure", Phase, ja="後の計数の段階"),
        column("supplement_no", "INTEGER?", "Number of the supplementary budget", ja="補正予算の次数"),
        column("from_phase", "VARCHAR?", "Stage of the budget cycle of the earlier figure", Phase, ja="前の計数の段階"),
        column("from_yen", "BIGINT", "The earlier figure", unit="yen", ja="変更前の額"),
        column("to_yen", "BIGINT", "The later figure", unit="yen", ja="変更後の額"),
        column("difference_yen", "BIGINT", "to_yen − from_yen", unit="yen", ja="増減額"),
        column("from_document_id", "VARCHAR", "The earlier release", ja="前の資料"),
        column("from_line_id", "VARCHAR", "The earlier release's line", ja="前の資料の行"),
        column("from_amount_id", "VARCHAR", "The earlier release's amount", ja="前の資料の金額"),
        column("to_document_id", "VARCHAR", "The later release", ja="後の資料"),
        column("to_line_id", "VARCHAR", "The later release's line", ja="後の資料の行"),
        column("to_amount_id", "VARCHAR", "The later release's amount", ja="後の資料の金額"),
        column("explanation", "VARCHAR", "One sentence with the figures in it", ja="計数を含む一文の説明"),
    ),
    ("revision_id",),
    "Three releases may give two rows for one figure; differences within rounding, restated figures (組替後) and figures "
    "with supplements (補正を含む) are left out.",
    meaning_ja="後の資料が同じ事業の計数を前の資料と異なる額で示すとき一行。",
    warning_ja="端数の範囲内の差、組替後及び補正を含む計数は含まない。一つの計数に複数の行があり得る。",
)

WARNINGS = Table(
    "warnings",
    "One row per figure that lies so far off another one that a person should look at both.",
    (
        column("warning_id", "VARCHAR", "Made from the kind and the two amounts", ja="種類と二つの金額から作る識別子"),
        column(
            "kind",
            "VARCHAR",
            "`year_on_year_jump` beyond a stated factor; `unit_slip`: about 10³ or 10⁶ off; `part_exceeds_whole`: a うち larger than its whole",
            WarningKind,
            ja="year_on_year_jump は前年度からの急変、unit_slip は単位の取り違え（約10³倍又は10⁶倍）の疑い、part_exceeds_whole は全体を超える「うち」",
        ),
        column("document_id", "VARCHAR", "The document that prints the figure", ja="計数を載せる資料"),
        column("line_id", "VARCHAR", "The line that states the figure", ja="計数の行"),
        column("amount_id", "VARCHAR", "The figure", ja="計数"),
        column("other_amount_id", "VARCHAR", "The figure that it is compared with", ja="比べた計数"),
        column("value", "BIGINT", "The figure", unit="yen", ja="計数の額"),
        column("other_value", "BIGINT", "The figure that it is compared with", unit="yen", ja="比べた計数の額"),
        column(
            "factor",
            "BIGINT",
            "The larger of the two by the smaller, in whole times",
            ja="大きい方を小さい方で割った倍率(整数に四捨五入)",
        ),
        column(
            "borne_out",
            "BOOLEAN?",
            "True where printed sums or changes make both figures, as they do of a true jump; NULL between documents",
            ja="印字された合計又は増減が両方の計数と合えば true、別々の資料の計数であれば NULL",
        ),
        column("explanation", "VARCHAR", "One sentence with both figures in it", ja="両方の計数を含む一文の説明"),
    ),
    ("warning_id",),
    "A warning is no finding: budgets do multiply. Begin with those that no printed sum or change bears out.",
    meaning_ja="他の計数から大きく外れ、確認を要する計数ごとに一行。",
    warning_ja="警告は誤りの認定ではない。borne_out が true でないものから確認すること。",
)

REFERENCE_AMOUNTS = Table(
    "reference_amounts",
    "One row per figure of the official data sets that were loaded with `yosan reference load`.",
    (
        column("reference_id", "VARCHAR", "Made from the file's bytes, its record and the kind of figure", ja="識別子"),
        column("source", "VARCHAR", "The data set", ReferenceSource, ja="データの種類"),
        column("source_file", "VARCHAR", "Name of the file that was loaded", ja="読み込んだファイル名"),
        column("source_sha256", "VARCHAR", "SHA-256 of its bytes, in hex", ja="ファイルの SHA-256"),
        column("source_row", "INTEGER", "Its record, counted from 1", ja="レコードの番号（1から）"),
        column("source_key", "VARCHAR", "What the data set itself calls the record", ja="データ内での識別子"),
        column("grain", "VARCHAR", "What the row counts: never add up two grains", ReferenceGrain, ja="計数の粒度"),
        column("ministry", "VARCHAR", "Whose appropriation it is (所管)", ja="所管"),
        column("account", "VARCHAR", "一般会計, the special account or the agency; empty for a sum of them", ja="会計"),
        column("sub_account", "VARCHAR?", "勘定 of a special account", ja="勘定"),
        column("organization", "VARCHAR?", "組織", ja="組織"),
        column("section", "VARCHAR?", "項", ja="項"),
        column("item_name", "VARCHAR", "事項 of the budget, or 事業 of the project review", ja="事項名又は事業名"),
        column("detail", "VARCHAR?", "目, where the row counts one", ja="目"),
        column("fiscal_year", "INTEGER", "Fiscal year (年度) of the figure", ja="年度"),
        column("phase", "VARCHAR", "Stage of the budget cycle of the figure", Phase, ja="段階"),
        column("supplement_no", "INTEGER?", "Number of the supplementary budget", ja="補正予算の次数"),
        column(
            "budget_kind", "VARCHAR", "What the data set calls the figure (当初予算, 前年度予算額 …)", ja="計数の名称"
        ),
        column("amount_yen", "BIGINT", "The figure", unit="yen", ja="額"),
        column(
            "includes_supplement",
            "BOOLEAN",
            "True for a figure after supplementary budgets; never an initial budget",
            ja="補正予算を含む額であれば true（当初予算とは比べられない）",
        ),
    ),
    ("reference_id",),
    "Holds several years, phases and grains, and accounts that pay into one another: filter before adding up.",
    meaning_ja="読み込んだ公的データの計数ごとに一行。",
    warning_ja="複数の年度・段階・粒度、及び相互に繰り入れる会計を含む。絞り込まずに合計しないこと。",
)
