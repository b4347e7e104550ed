"""What the warehouse says in English sentences (``reason``, ``status_detail``, ``explanation``), in Japanese as well.

Belongs here: the one table of clauses, and taking a sentence apart. Does not belong here: what the report and the command line say
themselves (their ``words``), names and labels, which are a document's own and stay as they are.

A sentence is made of clauses between semicolons. Where one of them is not in the table, the sentence stays English: half a translation would be worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# English and Japanese; {} is anything, in the order of the English, and {*} a list of
# names. A longer clause stands before one that it begins with.
CLAUSES: tuple[tuple[str, str], ...] = (
    # ------------------------------------------------------------- documents and pages
    ("the file is empty: fetch it again", "ファイルが空です（取得し直してください）"),
    (
        "the file is {}, which is not read: supply the release as a PDF or a text",
        "ファイル形式（{}）は読み取りません（PDF又はテキストで用意してください）",
    ),
    (
        "the file is {}, whatever its name says: fetch it again, or name it .html if that is the release",
        "名前と異なり、ファイルは{}です（取得し直すか、それが資料なら.htmlと名付けてください）",
    ),
    (
        "the text is in no known encoding: save it as UTF-8 or Shift_JIS",
        "文字コードが分かりません（UTF-8又はShift_JISで保存してください）",
    ),
    (
        "a line has {} characters, more than the {} that are read: save it with line ends",
        "1行が{}字で、読み取る上限の{}字を超えています（改行を入れて保存してください）",
    ),
    (
        "the PDF needs a password: save a copy without one",
        "PDFにパスワードがかかっています（外した写しを保存してください）",
    ),
    (
        "the PDF is damaged, cut short or no PDF at all: fetch it again",
        "PDFが壊れているか、途中で切れているか、PDFではありません（取得し直してください）",
    ),
    ("the PDF has no readable page: fetch it again", "PDFに読めるページがありません（取得し直してください）"),
    ("the PDF has no readable page", "PDFに読めるページがありません"),
    (
        "no page has characters: run OCR on it and supply the result",
        "文字情報のあるページがありません（OCRの結果を用意してください）",
    ),
    ("damaged: page {}", "壊れているページ：{}"),
    ("without characters although something is drawn: page {}", "印刷はあるが文字情報のないページ：{}"),
    ("beyond a limit: {}", "上限を超えたもの：{}"),
    ("fetch the file again", "ファイルを取得し直してください"),
    ("run OCR on it", "OCRにかけてください"),
    ("supply what is printed there as a text", "印字の内容をテキストで用意してください"),
    ("the other pages were read", "ほかのページは読み取りました"),
    ("no characters although something is drawn", "印刷はあるが文字情報がありません"),
    (
        "the page's content is damaged: a part of it cannot be unpacked",
        "ページの内容が壊れており、一部を展開できません",
    ),
    (
        "the page's content is damaged: a part of it is missing from the file",
        "ページの内容が壊れており、一部がファイルにありません",
    ),
    (
        "a font of the page is damaged: it no longer tells which characters it prints",
        "ページのフォントが壊れており、どの文字かが分かりません",
    ),
    ("the page's content unpacks to more than {} bytes", "ページの内容が展開すると{}バイトを超えます"),
    ("the document has more than {} pages", "資料が{}ページを超えます"),
    ("the page is {} by {} points, which is no size of paper", "ページが{}×{}ポイントで、用紙の大きさではありません"),
    ("the page draws more than {} objects", "ページの描画物が{}個を超えます"),
    ("the page has more than {} characters", "ページの文字が{}字を超えます"),
    ("the page takes longer than {} seconds to parse", "ページの解析に{}秒を超えてかかります"),
    ("the page's content cannot be read ({})", "ページの内容を読めません（{}）"),
    (
        "the extractor failed on this document ({}): report it together with the file",
        "この資料で読み取りの処理が失敗しました（{}）。ファイルを添えて報告してください",
    ),
    (
        "reading it took longer than {} seconds: {}, then yosan run --again",
        "読み取りが{}秒を超えました（{}、その後 yosan run --again）",
    ),
    (
        "reading it took more than {} MB of memory: {}, then yosan run --again",
        "読み取りのメモリが{}MBを超えました（{}、その後 yosan run --again）",
    ),
    (
        "reading it took more than {} seconds of a processor: {}, then yosan run --again",
        "読み取りのCPU時間が{}秒を超えました（{}、その後 yosan run --again）",
    ),
    (
        "the library that reads PDFs crashed on it ({}): {}, then yosan run --again",
        "PDFを読むライブラリが異常終了しました（{}）（{}、その後 yosan run --again）",
    ),
    (
        "the process that read it ended (exit code {}): {}, then yosan run --again",
        "読み取りのプロセスが終了しました（終了コード{}）（{}、その後 yosan run --again）",
    ),
    (
        "the process that read it was killed ({}): {}, then yosan run --again",
        "読み取りのプロセスが強制終了されました（{}）（{}、その後 yosan run --again）",
    ),
    ("reading it took longer than {} seconds", "読み取りが{}秒を超えました"),
    ("reading it took more than {} MB of memory", "読み取りのメモリが{}MBを超えました"),
    ("reading it took more than {} seconds of a processor", "読み取りのCPU時間が{}秒を超えました"),
    ("the library that reads PDFs crashed on it ({})", "PDFを読むライブラリが異常終了しました（{}）"),
    ("the process that read it ended (exit code {})", "読み取りのプロセスが終了しました（終了コード{}）"),
    ("the process that read it was killed ({})", "読み取りのプロセスが強制終了されました（{}）"),
    ("the machines that read it were lost one after the other", "読み取りの計算機が次々に失われました"),
    # ------------------------------------------------------------- what became no figure
    ("{}: more than 10,000 things at one place of page {}", "{}：{}ページの同じ位置に1万を超えるものがあります"),
    ("no page names a fiscal year", "年度の記載がありません"),
    ("FY{} is taken from the file's name", "ファイル名から{}年度としました"),
    (
        "the era or the century is left out, and the document leaves more than one reading: its figures have no fiscal year",
        "元号又は西暦の上2桁が省かれ、資料から一つに決まらないため、金額に年度を付けていません",
    ),
    (
        "the page's font maps to characters that Japanese text does not have: figures hold, names may not",
        "ページのフォントが日本語にない文字を示します。金額は確かですが、名称は確かでないことがあります",
    ),
    (
        "it stands in an erratum, which corrects another release, and is no figure of its own",
        "正誤表の中にあり、他の資料を訂正するもので、それ自体の金額ではありません",
    ),
    (
        "it stands in an erratum of which no pair of 誤 and 正 can be read",
        "誤と正の組を読み取れない正誤表の中にあります",
    ),
    ("the base of a unit cost", "単価の単位となる数です"),
    ("no line claims it", "どの事項のものか決まりません"),
    ("an amount of {} in a document that speaks of no budget here", "予算を述べていない箇所の{}の金額です"),
    ("figures without a name", "名称のない数値です"),
    ("an amount without a name", "名称のない金額です"),
    ("a factor of the figure beside it", "隣の金額の積算の要素です"),
    (
        "a column without a head, and the rows do not say what it is",
        "見出しのない列で、行からも何の数値か分かりません",
    ),
    ("a figure that cannot be read as it stands", "印字のままでは読み取れない数値です"),
    (
        "a figure below another of its line, and nothing says what it is",
        "同じ事項の数値の下にあり、何の数値か記載がありません",
    ),
    (
        "several figures in a row, and no head says what each of them is",
        "数値がいくつも並び、それぞれが何か示す見出しがありません",
    ),
    ("a second figure whose role is not printed", "二つ目の数値で、何の数値か印字がありません"),
    ("two numbers before one unit", "一つの単位の前に数が二つあります"),
    (
        "a row has fewer figures than its table has columns, and this one stands below none of their heads",
        "行の数値が表の列より少なく、どの見出しの下にもない数値です",
    ),
    ("a number that no unit makes whole yen", "どの単位でも円の整数にならない数です"),
    ("unit cost", "単価です"),
    ("an economic aggregate", "経済全体の規模です"),
    ("a price that somebody pays", "だれかが支払う価格です"),
    ("the size of an undertaking, not what the budget pays for it", "事業の規模で、予算額ではありません"),
    ("an economic indicator", "経済指標です"),
    ("a market figure", "市場の規模です"),
    ("a balance or a stock", "残高です"),
    ("money received or spent by others", "他の者の収入又は支出です"),
    ("a loss or a gift", "損失又は寄附です"),
    ("a share of the figure before it", "前の数値の割合です"),
    (
        "a difference from a plan or a request, not from last year's budget",
        "前年度予算ではなく、計画又は要求との差です",
    ),
    ("digits and commas that are no number", "数字とコンマの並びで、数になりません"),
    ("an amount in words that give no number", "数を示さない言葉による金額です"),
    ("a fraction of a yen", "1円未満の端数です"),
    ("an amount that is no whole number of yen, or too large", "円の整数にならないか、大きすぎる金額です"),
    # ------------------------------------------------------------- corrections and errata
    ("page {} no longer prints {}; what is printed there: {}", "{}ページに{}の印字がもうありません。印字は：{}"),
    ("page {} does not print {}; what is printed there: {}", "{}ページに{}の印字がありません。印字は：{}"),
    ("page {} prints {}, but not beside {}", "{}ページに{}の印字はありますが、{}の横ではありません"),
    ("page {} prints {} several times: {}", "{}ページに{}が何度も印字されています：{}"),
    ("several releases print {} on page {}", "いくつもの資料が{}を{}ページに印字しています"),
    ("it replaces words, or figures that cannot be told apart", "文言の訂正か、区別できない数値の訂正です"),
    ("it names no page of the release that it corrects", "訂正される資料のページが示されていません"),
    (
        "it names neither a title nor an item, and {} releases would fit",
        "題名も事項も示されず、当てはまる資料が{}件あります",
    ),
    (
        "it does not say which release it corrects, or that release is not in raw/",
        "どの資料の訂正か示されていないか、その資料がraw/にありません",
    ),
    ("the release that it corrects is withdrawn", "訂正される資料は撤回されています"),
    ("the release that it corrects is not in raw/", "訂正される資料がraw/にありません"),
    ("{} is no value for {}", "{}は{}の値になりません"),
    # ------------------------------------------------------------- programs that are near each other
    ("the same name, once with {} and once without a stage", "同じ名称で、一方だけに{}があります"),
    ("the same words in another spelling, or with other particles", "同じ言葉で、表記又は助詞が違います"),
    ("the same letters but for long vowels and small kana", "長音と小書きの仮名のほかは同じ文字です"),
    ("they are read alike and share most of their letters", "読みが同じで、文字もほとんど同じです"),
    ("the same words in another order", "同じ言葉で、語順が違います"),
    ("the same name with other words for a program: {}", "同じ名称で、事業を表す言葉が違います：{}"),
    ("the same name with words that stand for one another: {}", "同じ名称で、言い換えられた言葉があります：{}"),
    ("the same name with another word for its expenses", "同じ名称で、経費を表す言葉が違います"),
    ("the same name, once of {} and once of an unknown issuer", "同じ名称で、一方は{}、一方は所管が不明です"),
    ("one name says the other and only {} more", "一方の名称がもう一方に{}だけを加えたものです"),
    ("one name says the other and {} more", "一方の名称がもう一方に{}を加えたものです"),
    ("the same name, {} and then {}", "同じ名称で、{}の次が{}です"),
    # ------------------------------------------------------------- jumps and slips
    ("{} times as much as the year before", "前年度の{}倍です"),
    ("{} times as little as the year before", "前年度の{}分の1です"),
    ("the printed sums and changes bear both out", "印字の合計と増減がどちらも裏付けます"),
    (
        "no printed sum or change bears both out, so one may be misprinted or misread",
        "両方を裏付ける合計も増減も印字がなく、一方が誤植か読み誤りかもしれません",
    ),
    (
        "they stand in two releases, and the later does not print last year's figure",
        "二つの資料にあり、後の資料に前年度の額の印字がありません",
    ),
    (
        "about a thousand times more, as if one were in the wrong unit: look at the unit of both",
        "およそ千倍で、一方の単位が違うように見えます（両方の単位を確かめてください）",
    ),
    (
        "about a thousand times less, as if one were in the wrong unit: look at the unit of both",
        "およそ千分の1で、一方の単位が違うように見えます（両方の単位を確かめてください）",
    ),
    (
        "about a million times more, as if one were in the wrong unit: look at the unit of both",
        "およそ百万倍で、一方の単位が違うように見えます（両方の単位を確かめてください）",
    ),
    (
        "about a million times less, as if one were in the wrong unit: look at the unit of both",
        "およそ百万分の1で、一方の単位が違うように見えます（両方の単位を確かめてください）",
    ),
    ("a part cannot be more than the whole it is printed under", "「うち」の額は全体の額を超えないはずです"),
    ("{}: {} for {} ({}), {}: {} for {} ({})", "{}：{2} {1}（{3}）、{4}：{6} {5}（{7}）"),
    ("{}: {} for {} ({}), {} for {} ({})", "{}：{2} {1}（{3}）、{5} {4}（{6}）"),
    # ------------------------------------------------------------- checks
    ("{} stated as the total", "合計の印字は{}"),
    ("a change of {} stated", "増減の印字は{}"),
    ("a supplement of {} stated", "補正額の印字は{}"),
    ("{} stated for {}", "{1}の印字は{0}"),
    ("{} stated", "印字は{}"),
    ("the {} item listed comes to {}", "内訳{}件の額は{}"),
    ("the {} items listed come to {}", "内訳{}件の合計は{}"),
    ("the {} part listed comes to {}", "内訳{}件の数は{}"),
    ("the {} parts listed come to {}", "内訳{}件の合計は{}"),
    ("the {} row comes to {}", "{}行の額は{}"),
    ("the {} rows come to {}", "{}行の合計は{}"),
    ("{} less {} is {}", "{}から{}を引くと{}"),
    ("the {} release ({}) has {} for {}", "{}の資料（{}）では{3}が{2}"),
    ("the {} release ({}) has {}", "{}の資料（{}）では{}"),
    ("the Ministry of Finance's budget by item ({}) has {}", "財務省の項別予算（{}）では{}"),
    ("the project review ({}) has {}", "行政事業レビュー（{}）では{}"),
    ("{}, which is a part of it (うち), is stated as {}", "そのうち{}の印字は{}"),
    ("{*} is printed as nothing and adds nothing", "{}は「－」又は空欄で、加わりません"),
    ("{*} are printed as nothing and add nothing", "{}は「－」又は空欄で、加わりません"),
    ("they agree, as far as figures given as approximate can", "概数としては一致します"),
    ("they agree", "一致します"),
    ("the difference of {} lies within what approximate figures allow", "差{}は概数の範囲内です"),
    ("the difference of {} lies within what cutting off digits leaves", "差{}は切捨ての範囲内です"),
    (
        "the difference of {} lies within rounding or cutting off, of which the document does not say which it uses",
        "差{}は四捨五入又は切捨ての範囲内です（資料にどちらかの記載はありません）",
    ),
    ("the difference of {} lies within rounding", "差{}は四捨五入の範囲内です"),
    ("the difference of {} may come of approximate figures", "差{}は概数によるものかもしれません"),
    ("the difference of {} is not explained", "差{}は説明がつきません"),
    (
        "the difference of {} is more than rounding allows, which makes it a revision after that release",
        "差{}は端数処理では説明できず、その資料の後の変更です",
    ),
    (
        "the difference of {} is more than rounding allows: one of them is wrong, or the draft was changed before it was passed",
        "差{}は端数処理では説明できません。一方が誤りか、成立までに案が変わっています",
    ),
    ("the difference of {} is more than rounding allows", "差{}は端数処理では説明できません"),
    ("the difference of {} is not judged, since {}", "差{}は判断しません。{}ためです"),
    ("the difference of {} is not judged", "差{}は判断しません"),
    ("{} is not itemised", "{}は内訳に示されていません"),
    ("that is {} more than stated", "印字より{}多くなっています"),
    ("no figure is printed for {*}", "{}に額の印字がありません"),
    ("the same items balance for {}", "同じ内訳が{}では一致します"),
    ("so the sum cannot be checked", "そのため合計を検算できません"),
    ("so the change cannot be checked", "そのため増減を検算できません"),
    ("so the supplement cannot be checked", "そのため補正額を検算できません"),
    ("it is itself a range", "それ自体が幅のある額です"),
    ("the line states another amount for the same column as well", "同じ列に別の額も印字されています"),
    (
        "{*} in another unit than the column may be a price or a limit",
        "列と単位の違う{}は、単価か上限かもしれません",
    ),
    (
        "other figures of this page could not be read, so that one of these may be misread",
        "このページに読み取れない数値があり、これらも読み誤りかもしれません",
    ),
    (
        "other figures of this page are damaged, so that one of these may be misread",
        "このページに壊れた数値があり、これらも読み誤りかもしれません",
    ),
    (
        "beside a supplement only the rows that it changes may be listed",
        "補正の表には、変わる行だけが載ることがあります",
    ),
    ("{} is stated only as a part of another figure (内数)", "{}は内数としてのみ示されています"),
    ("{} is stated only as a range", "{}は幅としてのみ示されています"),
    ("{} is stated only in words ({})", "{}は言葉でのみ示されています（{}）"),
    ("{} cannot be read as a figure ({})", "{}は数値として読めません（{}）"),
    ("{} could not be read", "{}は読み取れませんでした"),
    ("{} is stated in different amounts", "{}に異なる額が示されています"),
    (
        "the arithmetic decides between several figures of these years",
        "これらの年度の数値のうち、計算の合うものを採りました",
    ),
    ("the arithmetic decides which of several lists is meant", "いくつかの内訳のうち、計算の合うものを採りました"),
    ("the arithmetic decides which of two breakdowns is meant", "二つの内訳のうち、計算の合うものを採りました"),
    (
        "the arithmetic decides that the items from page {} on belong to another line",
        "計算から、{}ページからの事項は別の事項の内訳としました",
    ),
    (
        "the arithmetic decides that {*}, printed beside the items, is added as well",
        "計算から、内訳の横にある{}も加えました",
    ),
    (
        "the arithmetic decides that {*}, in another unit than the column, is no part",
        "計算から、列と単位の違う{}は内訳に含めません",
    ),
    (
        "the arithmetic decides that {*}, in another unit than the column, are no part",
        "計算から、列と単位の違う{}は内訳に含めません",
    ),
    (
        "the arithmetic decides that {*} is a row of its own, though it is set in under another",
        "計算から、字下げされた{}も独立の行としました",
    ),
    (
        "the arithmetic decides that {*} are rows of their own, though they are set in under another",
        "計算から、字下げされた{}も独立の行としました",
    ),
    ("the arithmetic decides that the total closes {}", "計算から、合計の範囲を決めました（{}）"),
    (
        "the document names no account, and the arithmetic decides that the general account is meant",
        "資料に会計の記載がなく、計算から一般会計としました",
    ),
    # ------------------------------------------------------------- suggestions
    (
        "the budget before the supplement and the supplement make the budget after it",
        "補正前の額と補正額から補正後の額が決まります",
    ),
    ("the items of {} make its figure", "{}の内訳からその額が決まります"),
    ("this year less last year is the change", "本年度と前年度の差が増減額です"),
)
# What may stand in the places of a clause; anything else is a document's own.
TERMS: tuple[tuple[str, str], ...] = (
    ("{} trillion yen", "{}兆円"),
    ("{} hundred million yen", "{}億円"),
    ("{} million yen", "{}百万円"),
    ("{} thousand yen", "{}千円"),
    ("{} yen", "{}円"),
    ("{} request", "{}要求額"),
    ("{} draft", "{}予算案"),
    ("{} budget after supplements", "{}補正後予算額"),
    ("{} budget", "{}予算額"),
    ("{} supplement", "{}補正額"),
    ("{} settlement", "{}決算額"),
    ("{} figure", "{}の額"),
    ("FY{}", "{}年度"),
    ("a year not stated", "年度の記載なし"),
    ("the year not stated", "年度の記載なし"),
    ("nothing", "なし"),
    ("raise {} or split the document", "{}を上げるか、資料を分けてください"),
    (
        "report it together with the file, or supply it as a text",
        "ファイルを添えて報告するか、テキストで用意してください",
    ),
    ("see that the machine has memory to spare", "計算機のメモリに余裕があるか確かめてください"),
    ("save it anew with another program", "別のソフトで保存し直してください"),
    ("the figure is restated (組替後)", "組替後の額である"),
    ("the figure includes supplementary budgets (補正を含む)", "補正を含む額である"),
    ("the document does not say which accounts it adds up", "どの会計の合計か資料に記載がない"),
    (
        "the item of the budget may hold more than the line that is named almost like it",
        "予算の項が、似た名称の事項より広いことがある",
    ),
    (
        "a project of the review may be cut differently than the program of that name",
        "レビューの事業の区切りが、同じ名称の事業と違うことがある",
    ),
    ("the rows above it since the last total of its kind", "同種の前の合計より下の行"),
    ("the rows directly above it", "すぐ上の行"),
    ("the subtotals above it", "上の小計"),
    ("all rows above it", "上のすべての行"),
    ("all rows below it", "下のすべての行"),
    ("the rows directly below it", "すぐ下の行"),
    ("a ZIP archive or an Office document", "ZIP又はOffice文書"),
    ("an old Office document", "旧形式のOffice文書"),
)
REMEMBERED = 4096  # sentences; a long document says the same few hundreds of times
_PLACE = re.compile(r"\{(\*?)\}")
_OWN = re.compile(r"^-?[\d,.]+$|^FY\d|^the year not stated|^YOSAN_")  # what stands beside words of the warehouse's own
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
_PAGES = re.compile(r"page (\d[\d, -]*)$")
_AND_MORE = re.compile(r" and (\d+) more$")


@dataclass(frozen=True, slots=True)
class _Clause:
    """A pattern, which of its places are lists, and the Japanese, whose places are numbered."""

    pattern: re.Pattern[str]
    lists: tuple[bool, ...]
    japanese: str


def _compile(table: tuple[tuple[str, str], ...]) -> tuple[_Clause, ...]:
    return tuple(_compile_clause(english, japanese) for english, japanese in table)


def _compile_clause(english: str, japanese: str) -> _Clause:
    fixed, marks = _PLACE.split(english)[::2], _PLACE.split(english)[1::2]
    numbers = iter(range(len(marks)))
    numbered = re.sub(r"\{\}", lambda _: f"{{{next(numbers)}}}", japanese)
    return _Clause(re.compile("(.+?)".join(map(re.escape, fixed))), tuple(map(bool, marks)), numbered)


_CLAUSES, _TERMS = _compile(CLAUSES), _compile(TERMS)


@lru_cache(maxsize=REMEMBERED)
def translate(text: str) -> str | None:
    """A sentence in Japanese; ``None`` where the table lacks a clause of it.

    >>> translate("12 thousand yen stated; the 3 items listed come to 11; 1 is not itemised.")
    '印字は12千円。内訳3件の合計は11。1は内訳に示されていません。'
    """
    clauses = [_clause(clause) for clause in text.removesuffix(".").split("; ")]
    if any(clause is None for clause in clauses):
        return None
    return "。".join(clause for clause in clauses if clause) + ("。" if text.endswith(".") else "")


def _clause(text: str) -> str | None:
    for one in _CLAUSES:
        if found := one.pattern.fullmatch(text):
            parts = zip(found.groups(), one.lists, strict=True)
            return _fill(one.japanese, [_list(part) if is_list else _term(part) for part, is_list in parts])
    return None


def _term(text: str) -> str:
    """A word of the warehouse's own in Japanese; what is a document's own as it is."""
    for one in _TERMS:
        found = one.pattern.fullmatch(text)
        if found and all(map(_OWN.search, found.groups())):
            return _fill(one.japanese, [_term(part) for part in found.groups()])
    if found := re.fullmatch(r"(.+) \((FY\d.*)\)", text):
        return f"{_term(found[1])}（{_term(found[2])}）"
    return _PAGES.sub(r"\1ページ", text)


def _list(text: str) -> str:
    """甲, 乙 and 丙 as 甲、乙、丙, where each is a Japanese name: another's own comma stays."""
    more = _AND_MORE.search(text)
    names = text[: more.start()] if more else text
    parts = re.split(r", | and ", names)
    if len(parts) > 1 and all(map(JAPANESE.search, parts)):
        names = "、".join(parts)
    return f"{names}ほか{more[1]}件" if more else names


def _fill(japanese: str, parts: list[str]) -> str:
    return re.sub(r"\{(\d)\}", lambda place: parts[int(place[1])], japanese)
