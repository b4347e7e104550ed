"""Every word that the report itself says, in Japanese and English.

Belongs here: the one table of words, and how both languages stand in a page. Does not belong here: names and labels, which are a
document's own; sentences of the warehouse (``reporting.sentences``).

A page holds both languages; the language of its root element decides which of them is seen, so that the switch needs no second
tree and no server.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from pipeline.reporting.sentences import JAPANESE, translate

# Key: Japanese, English. A value of the warehouse has its kind before it (``phase.proposed``).
WORDS: dict[str, tuple[str, str]] = {
    "site": ("予算の読み取り結果", "Budget releases, read and checked"),
    "skip": ("本文へ移動", "Skip to content"),
    "pages": ("ページ一覧", "Pages"),
    "language": ("表示言語", "Language"),
    "theme": ("配色", "Colours"),
    "theme.auto": ("自動", "Auto"),
    "theme.light": ("明", "Light"),
    "theme.dark": ("暗", "Dark"),
    "overview": ("概況", "Overview"),
    "programs": ("事業", "Programs"),
    "documents": ("資料", "Documents"),
    "checks": ("検算", "Checks"),
    "state": ("公表状態", "State"),
    "made_of": (
        "この報告は公表状態から作成され、同じ状態からは同じ報告ができます。金額は印字のとおりで、訂正があれば印字と並べて示します。",
        "This report is made from a published state; the same state gives the same report. Amounts are as printed; a correction stands beside what it corrects.",
    ),
    "noscript": (
        "検索・並べ替え・図にはJavaScriptが必要です。表は無くても読めます。",
        "Search, sorting and charts need JavaScript; tables can be read without it.",
    ),
    # ------------------------------------------------------------- figures
    "million_yen": ("百万円", "million yen"),
    "in_million_yen": ("単位：百万円", "Amounts in million yen"),
    "yen": ("円", "yen"),
    "fiscal_year": ("年度", "Fiscal year"),
    "phase": ("段階", "Phase"),
    "amount": ("金額", "Amount"),
    "change": ("比較増△減", "Change"),
    "note": ("備考", "Note"),
    "check": ("検算", "Check"),
    "evidence": ("出典", "Evidence"),
    "no_year": ("年度の記載なし", "no year stated"),
    "no_phase": ("段階の記載なし", "no phase stated"),
    "supplement": ("第{}次補正", "supplement {}"),
    "bound": ("内数：{} の内数（上限）", "part of {}: an upper bound, not its own amount"),
    "range": ("{}〜{}", "{} to {}"),
    "dash": ("「－」又は文言のみの記載", "a dash or words only are printed"),
    "unstated": ("記載なし", "not stated"),
    "printed_was": ("訂正済み。印字は {}", "corrected; {} is printed"),
    "suggested": ("検算からの推定は {}", "arithmetic implies {}"),
    "approximate": ("概数", "approximate"),
    "unreliable": (
        "文字の対応が誤っているページの読み取り",
        "read from a page whose font maps to wrong characters",
    ),
    "page_n": ("{}ページ", "page {}"),
    "open_source": ("元の資料を開く", "Open the source"),
    # ------------------------------------------------------------- overview
    "overview.title": ("概況", "Overview"),
    "overview.lead": (
        "府省の予算資料から読み取った金額・事業・地域数と、その検算の結果です。全ての数値から、印字された場所へたどれます。",
        "Amounts, programs and region counts read from ministries' budget releases, and how they were checked. "
        "Every figure leads to the place where it is printed.",
    ),
    "amounts": ("金額", "Amounts"),
    "counts": ("件数", "Counts"),
    "lines": ("事項", "Lines"),
    "coverage": ("読み取りの網羅率", "Expressions placed"),
    "coverage.note": (
        "金額・件数の表記 {} のうち {} を採用",
        "{1} of {0} printed money and count expressions became a figure",
    ),
    "reconciled": ("検算が合う割合", "Checks that hold"),
    "reconciled.note": (
        "判定できた検算 {} のうち {} が一致又は端数の範囲内",
        "{1} of {0} checks that could be decided agree, exactly or within rounding",
    ),
    "undecided.note": (
        "ほかに内訳が一部のみのもの {}、検算不能 {}",
        "besides, {} list only some of their parts, {} cannot be verified",
    ),
    "needs_person": ("人による確認が必要なもの", "What needs a person"),
    "needs_nothing": ("現在、確認が必要なものはありません。", "Nothing needs a person at the moment."),
    "unread": ("読み取れなかった資料", "Documents that could not be read whole"),
    "failed": ("合わない検算", "Checks that fail"),
    "open_issues": ("未処理の表記がある資料", "Documents with open issues"),
    "open_issues.note": ("未処理 {}", "{} open"),
    "warnings": ("桁や単位の確認が必要な計数", "Figures far off their neighbours"),
    "warnings.note": (
        "誤りとは限りません。印字された合計等が裏付けるものは除いています。",
        "No finding: budgets do multiply. Those that printed sums bear out are left out.",
    ),
    "times": ("{}倍", "{} times"),
    "candidates": ("同一かもしれない事業", "Programs that may be one"),
    "candidates.note": (
        "名称が近い組です。統合はされていません。同一とするものは raw/aliases.yaml に記します。",
        "Their names are near each other. Nothing is merged; what is one is said in raw/aliases.yaml.",
    ),
    "and_more": ("ほか {} 件", "and {} more"),
    "none": ("なし", "none"),
    "latest_documents": ("資料", "Documents"),
    "all_documents": ("資料の一覧", "All documents"),
    "all_programs": ("事業の一覧", "All programs"),
    "empty": ("まだ資料がありません", "There is nothing here yet"),
    "empty.how": (
        "予算資料（文字情報のあるPDF、テキスト、Markdown、HTML）を raw/ に置き、次を実行してください。",
        "Put budget releases (PDF with text, plain text, Markdown or HTML) into raw/, and run",
    ),
    "empty.fetch": (
        "府省のページから取得するには sources.yaml を確認の上、次を実行します。",
        "To fetch what ministries list on their pages, look at sources.yaml and run",
    ),
    "empty.report": ("その後、この報告を作り直します。", "Then make this report again:"),
    # ------------------------------------------------------------- lists
    "search": ("検索", "Search"),
    "search.programs": (
        "名称・所管の語で絞り込む（空白で区切ると全てを含むもの）",
        "Words of a name or issuer; all must match",
    ),
    "search.documents": (
        "標題・所管・ファイル名の語で絞り込む",
        "Words of a title, issuer or file name; all must match",
    ),
    "found": ("{} 件", "{} found"),
    "of_all": ("全 {} 件", "of {}"),
    "more": ("さらに表示", "Show more"),
    "nothing_found": (
        "該当するものはありません。語を減らすか、名称の一部で試してください。",
        "Nothing is called so: try fewer words, or a part of a name.",
    ),
    "kind": ("区分", "Kind"),
    "kind.all": ("全て", "All"),
    "name": ("名称", "Name"),
    "issuer": ("所管", "Issuer"),
    "latest_year": ("最新年度", "Latest year"),
    "latest_amount": ("最新の金額", "Latest amount"),
    "title": ("標題", "Title"),
    "status": ("状態", "Status"),
    "page_count": ("ページ", "Pages"),
    "sortable": ("見出しで並べ替えできます", "choose a heading to sort by"),
    # ------------------------------------------------------------- a program
    "budget": ("予算の推移", "Budget by fiscal year and phase"),
    "budget.note": (
        "年度・段階ごとに、最新の資料の記載によります。破線は内数の上限です。",
        "For each year and phase, what the latest release states. Dashed outlines are upper bounds (内数).",
    ),
    "no_budget": ("金額の記載はありません。", "No amount is stated."),
    "regions": ("地域・拠点の数", "Regions and sites"),
    "regions.note": (
        "資料ごとの記載です。異なる資料の数を合算しないでください。",
        "As each document states them; do not add up numbers of different documents.",
    ),
    "cohorts": ("開始年度別の内訳", "By cohort"),
    "subject": ("対象", "Subject"),
    "number": ("数", "Number"),
    "names": ("名称の表記", "Names used"),
    "parent": ("上位の事項", "Belongs under"),
    "parts": ("内訳", "Parts"),
    "not_itemised": ("内訳のない額", "not itemised"),
    "stated_total": ("印字額", "stated"),
    "part": ("内訳事項", "Part"),
    "successors": ("後継の事業", "Goes on as"),
    "predecessors": ("前身の事業", "Continues"),
    "near": ("名称の近い事業（統合されていません）", "Programs with a similar name (not merged)"),
    "revisions": ("資料間の変更", "Stated differently by a later release"),
    "from": ("変更前", "Earlier"),
    "to": ("変更後", "Later"),
    "all_figures": ("ほかに印字された金額", "Every other printed amount"),
    "all_figures.note": (
        "ほかの資料や箇所での記載、増減額・単価等です。同じ金額が重複して現れるため、合算しないでください。",
        "What other documents and places state, and changes and unit costs; the same money appears several times: do not add it up.",
    ),
    "measure": ("種類", "Measure"),
    "figure": ("表記", "As printed"),
    "page": ("ページ", "Page"),
    "agreeing": (
        "一致した検算 {} 件は、資料のページの各事項にあります。",
        "{} checks agree; they stand with their lines on the pages of the documents.",
    ),
    "program_checks": ("検算の結果", "How its figures were checked"),
    # ------------------------------------------------------------- a document
    "file": ("ファイル", "File"),
    "released_on": ("公表日", "Released on"),
    "rounding_mode": ("端数処理", "Rounding"),
    "withdrawn": ("この資料は取り下げられました。", "This document has been withdrawn."),
    "withdrawn.on": ("取下げ日：{}", "withdrawn on {}"),
    "replaced": ("この資料に代わる資料：", "Replaced by "),
    "hierarchy": ("事項の構成", "How the amounts break down"),
    "hierarchy.note": (
        "{}年度・{}（単位：百万円）。斜線は内訳のない額です。",
        "FY{}, {}, in million yen. Hatched: not itemised.",
    ),
    "hierarchy.left_out": (
        "固有の金額がない事項 {} 件は図に含みません。",
        "{} lines without an amount of their own are left out.",
    ),
    "tree": ("事項と金額", "Lines and their figures"),
    "tree.note": (
        "数値を選ぶと印字位置を、枠を選ぶと数値を表示します。",
        "Choose a figure to see where it is printed, or a box to see its figure.",
    ),
    "no_lines": ("読み取った事項はありません。", "No line was read."),
    "unbound": ("事項に属さない件数", "Counts outside any line"),
    "printed_pages": ("印字されたページ", "Pages as printed"),
    "page.problem": ("このページは読み取れませんでした：{}", "This page could not be read: {}"),
    "page.others": (
        "計数も未処理の表記もないページは省いています。",
        "Pages without a figure or an issue are left out.",
    ),
    "issues": ("未処理の表記", "What became no figure"),
    "issue.whole": ("資料全体", "the whole document"),
    "severity": ("程度", "Severity"),
    "repeated": ("再度の印字", "printed again"),
    "legend.amount": ("金額", "amount"),
    "legend.count": ("件数", "count"),
    "legend.issue": ("未処理", "open"),
    # ------------------------------------------------------------- checks
    "checks.title": ("合わない検算", "Checks that fail"),
    "checks.lead": (
        "印字された値どうしが合わない検算を、差額の大きい順に示します。資料の誤植のことも、読み取りの誤りのこともあります。",
        "Checks of printed figures that do not come out, the largest difference first. The misprint may be the document's, or the "
        "misreading ours.",
    ),
    "checks.none": ("合わない検算はありません。", "No check fails."),
    "checks.summary": ("検算の結果", "What came of all checks"),
    "stated": ("印字額", "Stated"),
    "computed": ("計算額", "Computed"),
    "residual": ("差", "Difference"),
    "interval": ("印字の精度で許される範囲", "What the printed precision allows"),
    "interval.stated": ("印字額の範囲", "stated lies in"),
    "interval.computed": ("計算額の範囲", "computed lies in"),
    "interval.apart": ("二つの範囲は重ならない", "the two do not meet"),
    "interval.meet": ("二つの範囲は重なる", "the two meet"),
    "no_exact": ("正確な数値のない要素がある", "a member has no exact figure"),
    "unit_of": ("単位：{}", "in {}"),
    # ------------------------------------------------------------- values of the warehouse
    "phase.requested": ("概算要求", "requested"),
    "phase.proposed": ("予算案", "proposed"),
    "phase.approved": ("当初予算", "approved"),
    "phase.adjusted": ("補正額", "adjusted"),
    "phase.revised": ("補正後", "revised"),
    "phase.executed": ("決算", "executed"),
    "document_status.extracted": ("読み取り済み", "read"),
    "document_status.partial": ("一部未読", "partly read"),
    "document_status.no_text_layer": ("文字情報なし", "no text layer"),
    "document_status.encrypted": ("暗号化", "encrypted"),
    "document_status.unreadable": ("読み取り不能", "unreadable"),
    "document_status.unsupported": ("未対応の形式", "unsupported"),
    "document_status.withdrawn": ("取下げ", "withdrawn"),
    "program_kind.program": ("事業", "program"),
    "program_kind.heading": ("見出し", "heading"),
    "program_kind.account": ("科目", "account"),
    "measure.budget": ("予算額", "budget"),
    "measure.change": ("増減", "change"),
    "measure.unit_cost": ("単価", "unit cost"),
    "measure.cumulative": ("総額", "cumulative"),
    "nature.expenditure": ("歳出", "expenditure"),
    "nature.revenue": ("歳入", "revenue"),
    "nature.financing": ("財源内訳", "financing"),
    "nature.earmark": ("うち数", "earmark"),
    "nature.ceiling": ("限度額", "ceiling"),
    "nature.other": ("その他", "other"),
    "qualifier.portion_of": ("内数", "portion of"),
    "qualifier.includes_estimate": ("推計額を含む", "includes an estimate"),
    "qualifier.restated": ("組替後", "restated"),
    "qualifier.plus_unquantified": ("＋事項要求", "plus items without an amount"),
    "marker.new": ("新規", "new"),
    "marker.expanded": ("拡充", "expanded"),
    "marker.continued": ("継続", "continued"),
    "marker.ended": ("廃止・終了", "ended"),
    "relation.component": ("内訳", "component"),
    "relation.of_which": ("うち", "of which"),
    "relation.relisted": ("再掲", "relisted"),
    "relation.outside": ("外書き", "outside"),
    "count_status.implementing": ("実施中", "under way"),
    "count_status.started": ("開始", "started"),
    "count_status.adopted": ("採択", "adopted"),
    "count_status.planned": ("予定", "planned"),
    "count_status.applied": ("応募・申請", "applied"),
    "count_status.ended": ("終了", "ended"),
    "count_status.planned_end": ("終了予定", "to end"),
    "check_kind.sum_of_children": ("内訳の合計", "sum of parts"),
    "check_kind.year_on_year": ("比較増△減", "year on year"),
    "check_kind.table_total": ("表の合計", "table total"),
    "check_kind.count_sum": ("件数の内訳", "count and cohorts"),
    "check_kind.across_documents": ("資料間の照合", "across documents"),
    "check_kind.against_reference": ("公的データとの照合", "against official data"),
    "check_status.balanced": ("一致", "agrees"),
    "check_status.within_rounding": ("端数の範囲内", "within rounding"),
    "check_status.partial": ("内訳は一部のみ", "partly itemised"),
    "check_status.exceeds": ("内訳が超過", "parts exceed"),
    "check_status.mismatch": ("不一致", "mismatch"),
    "check_status.unverifiable": ("検算不能", "unverifiable"),
    "severity.info": ("参考", "info"),
    "severity.warning": ("注意", "warning"),
    "severity.error": ("重大", "error"),
    "rounding_mode.round": ("四捨五入", "rounded"),
    "rounding_mode.truncate": ("切捨て", "cut off"),
    "rounding_mode.exact": ("円単位", "exact"),
    "rounding_mode.unknown": ("記載なし", "not stated"),
    "warning_kind.year_on_year_jump": ("前年度からの急変", "jump from the year before"),
    "warning_kind.unit_slip": ("単位の取り違えの疑い", "unit slip?"),
    "warning_kind.part_exceeds_whole": ("「うち」が全体を超過", "part exceeds whole"),
    "candidate_kind.stage_missing": ("期の有無", "stage missing"),
    "candidate_kind.issuer_missing": ("所管の有無", "issuer missing"),
    "candidate_kind.spelling": ("表記違い", "spelling"),
    "candidate_kind.word_order": ("語順", "word order"),
    "candidate_kind.wording": ("言い換え", "wording"),
    "candidate_kind.containment": ("包含", "containment"),
    "link_kind.stage": ("次の期", "next stage"),
    "link_kind.reorganised": ("改組", "reorganised"),
    "link_kind.united": ("統合", "united"),
    "revision_kind.revision": ("変更", "revision"),
    "revision_kind.request_to_draft": ("要求から予算案へ", "request to draft"),
}
# Phrases that are kept: a page of a long document says the same few hundreds of times.
REMEMBERED = 4096
# What scripts say, beside what pages say.
SPOKEN_BY_SCRIPTS = ("found", "of_all", "more", "nothing_found", "page_n")
_LATIN = re.compile(r"[A-Za-z]")


@lru_cache(maxsize=REMEMBERED)
def say(key: str, *parts: object) -> Markup:
    """A word in both languages; ``parts`` stand in its places, escaped unless they are Markup."""
    japanese, english = WORDS[key]
    return both(_fill(japanese, parts), _fill(english, parts))


def both(japanese: object, english: object) -> Markup:
    """The same in both languages, of which a page shows one."""
    if japanese == english:
        return escape(japanese)
    return Markup(
        f'<span class="t" lang="ja">{escape(japanese)}</span><span class="t" lang="en">{escape(english)}</span>'
    )


def say_sentence(text: str | None) -> Markup:
    """A sentence of the warehouse in both languages; as it is where it is a person's, or has no Japanese."""
    if not text:
        return Markup("")
    japanese = translate(text)
    if japanese:
        return both(japanese, text)
    language = "ja" if len(JAPANESE.findall(text)) > len(_LATIN.findall(text)) else "en"
    return Markup(f'<span lang="{language}">{escape(text)}</span>')


def say_value(kind: str, value: str | None) -> Markup:
    """A value of the warehouse as a word; nothing for NULL. A value without a word stands as it is."""
    if value is None:
        return Markup("")
    key = f"{kind}.{value}"
    return say(key) if key in WORDS else escape(value)


def _fill(text: str, parts: tuple[object, ...]) -> Markup:
    return escape(text).format(*parts) if parts else escape(text)
