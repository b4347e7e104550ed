"""What the allowed values mean.

Belongs here: every word of the contract's enumerations in English and Japanese. Does not belong here: which column takes
which (the tables say it).
"""

from __future__ import annotations

from enum import StrEnum

from pipeline import model as m

# Each in the order of its enumeration: English, Japanese.
MEANINGS: dict[type[StrEnum], dict[StrEnum, tuple[str, str]]] = {
    m.DocumentStatus: {
        m.DocumentStatus.EXTRACTED: ("read whole", "全体を読み取った"),
        m.DocumentStatus.PARTIAL: ("some pages could not be read: see status_detail", "一部のページを読み取れなかった"),
        m.DocumentStatus.NO_TEXT_LAYER: ("pictures of pages without text", "文字情報のない画像のみの文書"),
        m.DocumentStatus.ENCRYPTED: ("protected by a password", "パスワードで保護されている"),
        m.DocumentStatus.UNREADABLE: (
            "empty, damaged, or not to be read within the limits",
            "空、破損等により読み取れない",
        ),
        m.DocumentStatus.UNSUPPORTED: ("a format that is not read", "対応していない形式"),
        m.DocumentStatus.WITHDRAWN: ("withdrawn: its facts are left out", "取下げ。計数は収録しない"),
    },
    m.Phase: {
        m.Phase.REQUESTED: ("what a ministry asks for", "概算要求・要望"),
        m.Phase.PROPOSED: ("the government's draft", "予算案(政府案)"),
        m.Phase.APPROVED: ("the initial budget", "当初予算"),
        m.Phase.ADJUSTED: ("a supplementary amount itself, signed", "補正額(増減の符号を付す)"),
        m.Phase.REVISED: ("the budget after supplements", "補正後予算"),
        m.Phase.EXECUTED: ("the settled account", "決算"),
    },
    m.Measure: {
        m.Measure.BUDGET: ("a budget", "予算額"),
        m.Measure.CHANGE: ("a difference to the year before, under the later year", "比較増△減額(年度は後の年度)"),
        m.Measure.UNIT_COST: ("a cost per unit", "単価(1地域当たり等)"),
        m.Measure.CUMULATIVE: ("a total over several years", "総額(複数年度の合計)"),
    },
    m.Nature: {
        m.Nature.EXPENDITURE: ("expenditure", "歳出"),
        m.Nature.REVENUE: ("revenue", "歳入"),
        m.Nature.FINANCING: ("a column of the sources of funds", "財源内訳"),
        m.Nature.EARMARK: ("a うち column", "うち数の欄"),
        m.Nature.CEILING: ("the most that may be spent or committed", "限度額(債務負担行為の限度額等)"),
        m.Nature.OTHER: ("none of these: carried over, unspent, owed or held", "その他(繰越・不用・残高など)"),
    },
    m.Qualifier: {
        m.Qualifier.PORTION_OF: (
            "the enclosing figure, an upper bound, never the line's own",
            "内数。これを含む額であり、上限を示すのみ",
        ),
        m.Qualifier.INCLUDES_ESTIMATE: ("partly estimated", "推計額を含む"),
        m.Qualifier.RESTATED: ("regrouped to be comparable with another year", "組替後の額"),
        m.Qualifier.PLUS_UNQUANTIFIED: ("plus an item without an amount", "事項要求(金額を示さない要求)が加わる"),
    },
    m.Marker: {
        m.Marker.NEW: ("new", "新規"),
        m.Marker.EXPANDED: ("expanded", "拡充"),
        m.Marker.CONTINUED: ("continued", "継続"),
        m.Marker.ENDED: ("ended", "廃止・終了"),
    },
    m.Relation: {
        m.Relation.COMPONENT: ("part of the sum", "内訳(合計を構成する)"),
        m.Relation.OF_WHICH: ("part of its parent, beside others that are not listed", "うち書き(一部のみを示す)"),
        m.Relation.RELISTED: ("listed again, counted elsewhere", "再掲"),
        m.Relation.OUTSIDE: ("beside its parent, not in it", "外書き(上位の額に含まれない)"),
    },
    m.CountStatus: {
        m.CountStatus.IMPLEMENTING: ("under way", "実施中"),
        m.CountStatus.STARTED: ("started in that year", "当該年度に開始"),
        m.CountStatus.ADOPTED: ("selected", "採択"),
        m.CountStatus.PLANNED: ("to be started", "予定"),
        m.CountStatus.APPLIED: ("applied for", "応募・申請"),
        m.CountStatus.ENDED: ("has ended", "終了"),
        m.CountStatus.PLANNED_END: ("to end in that year", "当該年度に終了予定"),
    },
    m.ProgramKind: {
        m.ProgramKind.PROGRAM: ("a program", "事業"),
        m.ProgramKind.HEADING: ("a heading over programs", "事業を束ねる見出し"),
        m.ProgramKind.ACCOUNT: ("an account of the books", "会計・款項目等の科目"),
    },
    m.CandidateKind: {
        m.CandidateKind.STAGE_MISSING: ("the same name with and without a stage", "期の有無だけが異なる同じ名称"),
        m.CandidateKind.ISSUER_MISSING: ("the same name with and without an issuer", "所管の有無だけが異なる同じ名称"),
        m.CandidateKind.SPELLING: ("the same words in another spelling", "同じ語の表記違い"),
        m.CandidateKind.WORD_ORDER: ("the same words in another order", "同じ語で語順が異なる"),
        m.CandidateKind.WORDING: ("words that stand for one another (推進, 促進)", "言い換え(推進と促進等)"),
        m.CandidateKind.CONTAINMENT: (
            "one name says the other and little more",
            "一方が他方を含み、ほかに大きな違いがない",
        ),
    },
    m.LinkKind: {
        m.LinkKind.STAGE: ("the next stage", "次の期"),
        m.LinkKind.REORGANISED: ("reorganised", "改組"),
        m.LinkKind.UNITED: ("united with others", "統合"),
    },
    m.LinkSource: {
        m.LinkSource.REVIEWED: ("a person wrote it", "人が確認した記載"),
        m.LinkSource.STAGE: ("the stages in the names say it", "名称中の期"),
    },
    m.RoundingMode: {
        m.RoundingMode.ROUND: ("rounded half up", "四捨五入"),
        m.RoundingMode.TRUNCATE: ("cut off", "切捨て"),
        m.RoundingMode.EXACT: ("whole yen", "円単位(端数処理なし)"),
        m.RoundingMode.UNKNOWN: ("the document does not say", "記載なし"),
    },
    m.CheckKind: {
        m.CheckKind.SUM_OF_CHILDREN: ("a line against the sum of its components", "事項とその内訳の合計"),
        m.CheckKind.YEAR_ON_YEAR: ("a printed change against the difference of two years", "比較増△減額と両年度の差"),
        m.CheckKind.TABLE_TOTAL: ("a total row against the rows that it closes", "表の合計行と各行の合計"),
        m.CheckKind.COUNT_SUM: ("a count against its cohorts", "件数とその内訳の合計"),
        m.CheckKind.ACROSS_DOCUMENTS: ("a figure against the same in another document", "他の文書の同一の計数との照合"),
        m.CheckKind.AGAINST_REFERENCE: ("an issuer's total against official data", "公的データの総額との照合"),
    },
    m.CheckStatus: {
        m.CheckStatus.BALANCED: ("no difference", "一致"),
        m.CheckStatus.WITHIN_ROUNDING: ("a difference that rounding explains", "端数処理の範囲内の差"),
        m.CheckStatus.PARTIAL: ("the items listed come to less, and need not be all", "内訳が一部のみで合計に満たない"),
        m.CheckStatus.EXCEEDS: ("the items come to more than the line", "内訳の合計が上回る"),
        m.CheckStatus.MISMATCH: ("does not come out", "不一致"),
        m.CheckStatus.UNVERIFIABLE: ("a member has no exact figure", "検算不能(幅、内数、文言等を含む)"),
    },
    m.RevisionKind: {
        m.RevisionKind.REVISION: ("the same fact stated anew", "同一の計数の変更"),
        m.RevisionKind.REQUEST_TO_DRAFT: (
            "what a request became, no conflict",
            "概算要求から予算案への増減(矛盾ではない)",
        ),
    },
    m.WarningKind: {
        m.WarningKind.YEAR_ON_YEAR_JUMP: (
            "more than ten times last year's, or less than a tenth",
            "前年度から10倍超の増減",
        ),
        m.WarningKind.UNIT_SLIP: ("about 10³ or 10⁶ off its neighbours", "単位の取り違え(約10³倍又は10⁶倍)の疑い"),
        m.WarningKind.PART_EXCEEDS_WHOLE: ("a うち larger than what it is part of", "「うち」が全体の額を超える"),
    },
    m.ReferenceSource: {
        m.ReferenceSource.MOF_JIKOU: ("the Ministry of Finance's budget by item", "財務省 予算書 事項別内訳"),
        m.ReferenceSource.RS_SUMMARY: ("project review, sheet 2-1", "行政事業レビュー 2-1 予算・執行サマリ"),
        m.ReferenceSource.RS_ITEMS: ("project review, sheet 2-2", "行政事業レビュー 2-2 歳出予算項目"),
    },
    m.ReferenceGrain: {
        m.ReferenceGrain.PROGRAM: ("the whole of a program or item", "事業又は事項の全体"),
        m.ReferenceGrain.ACCOUNT: ("a program's part in one account", "事業の会計別内訳"),
        m.ReferenceGrain.ITEM: ("a program's part in one 目", "事業の目別内訳"),
    },
    m.Severity: {
        m.Severity.INFO: ("nothing to do", "参考"),
        m.Severity.WARNING: ("a figure may be missing", "注意(計数が漏れている可能性)"),
        m.Severity.ERROR: ("something could not be read", "重大(読み取れない箇所がある)"),
    },
    m.CorrectionSource: {
        m.CorrectionSource.REVIEWED: ("an entry of raw/corrections.yaml", "raw/corrections.yaml の確認済みの訂正"),
        m.CorrectionSource.ERRATUM: ("an erratum release", "正誤表"),
    },
}
