"""Tables about what figures come to: checks and what went into them.

Belongs here: whatever reconciliation found. Does not belong here: printed figures (``lines``).
"""

from __future__ import annotations

from pipeline.model import CheckKind, CheckStatus, Phase, RoundingMode
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
    ),
    (),
    "One figure may be a member of several checks.",
    meaning_ja="検算に用いた計数1件につき1行。",
    warning_ja="1つの計数が複数の検算に現れることがある。",
    rules=(
        Rule("sign_is_one", "sign IN (1, -1)", "A member is added or taken away", "符号は1又は−1"),
        Rule(
            "one_figure",
            "(amount_id IS NULL) <> (count_id IS NULL)",
            "A member is either an amount or a count",
            "金額・件数のいずれか一方のみを指す",
        ),
    ),
)
