"""Labels as a person would write them.

Belongs here: what is cut from the ends of a printed name (legends, particles, dots, keys such as 事業名：), which part of a
sentence is the name, and which words are no names at all. Does not belong here: where in a row a name stands (``naming``),
how names of different documents are compared (``programs``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.language import strip_particles, tokenize

# A label longer than this is a sentence, not a name.
LONGEST_LABEL = 80
# Nor does anything that is cut from its ends make a name of a text longer than this, once dots are away: five sentences.
LONGEST_CLEANED = 5 * LONGEST_LABEL
# Tables repeat their names, and rules look at a label several times.
DISTINCT_LABELS = 4_096

_KEY = re.compile(r"^(?:事業名|施策名|件名|項目名?|事項名?)[ \u3000]*[:：]?[ \u3000]*")
_SPACES = re.compile(r"[ \u3000\t]+")
_DOTS = re.compile(r"(?<![.・…‥･\s])(?=[.・…‥･\s]*?(?:[.…‥･]{2}|・・))[.・…‥･\s]++$")
_EDGES = " \u3000\t:：,、。.=-/※・;+▽▼"
_TAIL = re.compile(
    r"(?:(?:の(?:所要額|計上額|金額|額|総額|合計額|配分|規模)|計上額|合計額|(?:(?<=[、 \u3000はにで])|(?<=として))総額)(?:は|が)?|として|に(?:要する|必要な)(?:経費|費用|額)(?:は|が|を|に)?|に充て(?:られ)?る(?:経費|費用|額)?(?:は|が|を)?|(?<=[」)])に係る|については|について|においては|においても|において|には|では|のため|により|による|に対し|に対して|に比べ|に比べて|に比し|と比べ|(?<![一-鿿])対|、?と?同額の?|の)$"
)
_PAIRS = {"(": ")", "「": "」", "『": "』", "【": "】", "〔": "〕", "[": "]", "<": ">", "《": "》"}
_PAIRED = frozenset(_PAIRS) | frozenset(_PAIRS.values())
_HEAD = re.compile(
    r"^(?:の|は|が|を|に|で|と|も|へ|及び|並びに|また|なお|さらに|更に|このほか|このうち|これは|その(?!他)|うち|内(?=、)|年間|総額|対(?=前年))(?=[、,一-鿿ァ-ヶ「]|その他)"
)
_EMPTY_BRACKETS = re.compile(r"[(〔\[【<《「][ \u3000・、:]*[)〕\]】>》」]")

_BRACKETS = re.compile(r"[ \u3000()\[\]【】<>《》〔〕:・]")
# Roman numerals with what they are once normalized; longest first: Ⅷ holds Ⅴ then.
_ROMANS = tuple(
    (roman, re.compile(rf"(?<![A-Za-z]){unicodedata.normalize('NFKC', roman)}(?![A-Za-z])")) for roman in "ⅧⅦⅢⅥⅣⅨⅡⅤⅩⅠ"
)
_REMARK = re.compile(
    r"[ \u3000]*[\[【(〔](?:達成目標|施策目標|政策目標|成果目標|資料|別紙|参考|注)[^\]】)〕]{0,20}[\]】)〕]$"
)
_COUNTED_THINGS = (
    "地域|都市エリア|クラスター|地区|都道府県|市町村|自治体|か所|カ所|ヶ所|箇所|拠点|大学|学校|校|機関|法人|団体|施設|館|園|社|件|課題|事業"
    "|プロジェクト|チーム|テーマ|コース|人員|人数|人|名|台|隻|基"
)
# Words before a figure that say what it is and are no name.
_GENERIC = re.compile(
    r"(?:規模|支援規模|単価|単価・件数|予算|予算規模|事業費|事業規模|年間|年間経費|経費|所要額|所要経費|主な内訳|内訳|括弧内|件数|合計|計"
    r"|全国|全体|合わせて|採択|応募|申請|実施|対象|支援対象|注|一般|配分|末|中|当初|現在|時点|前期|期間|支援期間|実施期間|増|減|新規分|継続分"
    r"|これまで|これ|同|各|当該|以上|延べ|最大|最長|達成目標|目標|成果目標|(?:前年度?)?同額|予算額?|要求額|要望額|決算額|補正額|予算案|備考|参考|概要|予定|程度|[\d一二三四五六七八九十]+(?:か|ヶ|カ)?(?:年|月|週|日)間?|補助|補助率|(?:補助率)?(?:\d+分の\d+|\d+/\d+)|予算の範囲内|定額|補助対象|国費|事項要求"
    r"|(?:当初|補正後)?(?:予算)?額?比|予算措置(?:額|状況)?|.{0,20}(?:審査|選考|選定|募集|公募|評価)の?結果"
    r"|(?:事業|支援)?規模(?:及び|・|、)(?:事業|実施|支援)?期間"
    r"|(?:ための|に要する|に係る)?(?:費用|経費|所要額)|所要|計上|額|分|うち|内数|上限|下限|約|総額|標準|本|事項|項目|年|年度)"
)
_DONE = "実証|試行|採択|応募|申請|提案|選定|実施|開始|終了|対象|支援対象|事業実施|予定|決定"
_DOING = "実証|試行|採択|応募|申請|提案|選定|実施|開始|終了|対象|予定|決定|派遣|受入れ?|養成|重点|拡充|新規|継続|廃止|支援|整備|設置|配置|指定|連携|事業"
_SCOPE = (
    "これまでの?+|今まで|現在|全国|国内|県内|市内|町内|村内|都内|区内|道内|府内|域内|各地|延べ|合計|計|総計|年間|毎年|新たに?+|約|済み?|中"
    "|に|で|は|を|も|した|する|、"
)
# 実施地域数, 採択課題, 対象機関; 採択予定, これまでに全国: what is done and the thing counted, without saying whose.
_BARE_COUNTERS = "地域|か所|カ所|ヶ所|箇所|拠点|機関|課題|事業|校|館|園|社|件|人員|人数|人|名|台|隻|基|回"
_GENERIC_COUNT = re.compile(rf"{_BARE_COUNTERS}|(?:{_DONE})+の?(?:{_COUNTED_THINGS})(?:数|名|等)?")
_GENERIC_SCOPE = re.compile(rf"(?:{_DONE}|{_SCOPE})+")
# Before a count much more names nothing: 派遣予定 380名, 重点整備 210館, 学校 300校, 予定の地域 4地域.
_BROAD_COUNT = re.compile(rf"(?:{_DOING}|{_SCOPE}|の)*(?:{_COUNTED_THINGS})(?:数|名|等)?")
_BROAD_SCOPE = re.compile(rf"(?:{_DOING}|{_SCOPE}|の)+")
# Headings of the sections of a program's description.
_SECTION = re.compile(
    r"(?:事業|施策|制度|予算|本事業|政策|背景|現状|課題|目的|趣旨|概要|内容|要旨|経緯|成果|効果|目標|対象|方法|期間|体制|スキーム|イメージ|資金の流れ|ポイント"
    r"|必要性|主な|具体的な?|取組|取り組み|実績|事例|今後|方向性|参考|注|備考|目次|凡例|支援|実施|の|・|、|及び|と|等|例)+"
)
# Words that come before a name in a sentence and point back: この間の特許出願.
_POINTING = re.compile(
    r"^(?:この(?:間の)?|その(?!他)(?:間の)?|この期間|現在|今後|当該|同年度?|同|全国|本文|これ|それ|特に|主に|新たに?|また|一方|さらに)の?(?=.)"
)
_PROGRAM_END = re.compile(r"(?:事業|プログラム|プロジェクト|補助金|交付金|負担金|委託費|経費|費|計画|制度|型)$")
_LETTER = re.compile(r"[一-鿿ァ-ヶA-Za-z]")
_NUMERAL = re.compile(r"[\d〇一二三四五六七八九十百]+")
_CASE_PARTICLE = re.compile(r"[をがは]|により|ために|に応じ|として|について")
_CONJUNCTION = re.compile(r"^(?:なお|また|さらに|更に|一方|特に|このほか|加えて|まず|次に)、")
_TOPIC = re.compile(r"(?P<topic>[^、。]{2,40}?)(?:については|としては|では|とは|は)(?=[^ぁ-ん])")
_CLAUSE_END = re.compile(r"(?<=[ぁ-ん])、")  # not the commas of a list: 文教費、科学費は
_BUDGET_THING = re.compile(r"(?:費|金|事業|経費|プログラム|プロジェクト|会計|予算|基金)(?:\([^()]*\))?」?$")
_NAME_POS = frozenset({"名詞", "代名詞", "接頭辞", "接尾辞", "形状詞", "記号", "補助記号", "接続詞", "空白", "連体詞"})
_NAME_PARTICLES = frozenset({"の", "と", "や", "へ"})
_JOINED_BY_NO = frozenset({"から", "まで", "で", "について"})  # 一般会計からの受入
_SUM_NEEDED = re.compile(r"の?所要額$")  # 端末の更新に要する経費の所要額(846億円)
_ADNOMINAL = re.compile(r"(?:に(?:伴う|係る|関する|対する|向けた|資する|基づく)|のための)$")
_CLAUSE_MARKS = frozenset("、。,;:")


def _without_remark(label: str) -> str:
    """Without a bracket at the end that names nothing of the line: [達成目標 7-3-2]."""
    found = _REMARK.search(label)
    return label[: found.start()] if found else label


def as_printed(label: str, printed: str) -> str:
    """A normalized label with the Roman numerals that the document prints.

    >>> as_printed("知的クラスター創成事業(第II期)", "知的クラスター創成事業（第Ⅱ期）")
    '知的クラスター創成事業(第Ⅱ期)'
    """
    for roman, plain in _ROMANS:
        if roman in printed:
            label = plain.sub(roman, label)
    return label


@lru_cache(maxsize=DISTINCT_LABELS)
def clean_label(text: str) -> str:
    """A label without its key, dangling brackets, dots and particles; empty where nothing of a name is left.

    A text of several sentences comes back as it is.

    >>> clean_label("事業名:都市エリア産学官連携促進事業")
    '都市エリア産学官連携促進事業'
    """
    label = _DOTS.sub("", _KEY.sub("", text.strip(_EDGES)))
    if len(label) > LONGEST_CLEANED:
        return _SPACES.sub(" ", label)
    before = None
    while label != before:
        before = label
        label = _DOTS.sub("", label)
        label = _without_remark(_EMPTY_BRACKETS.sub("", label)).strip(_EDGES)
        label = _unwrap(_close(label))
        label = strip_particles(_without_tail(_HEAD.sub("", label))).strip(_EDGES)
    return _SPACES.sub(" ", label)


def is_name(label: str) -> bool:
    """Whether a label may name a line: it has letters, and it is no sentence, and no number of a section or a page (三)."""
    return len(label) <= LONGEST_LABEL and bool(_LETTER.search(label)) and not _NUMERAL.fullmatch(label)


@lru_cache(maxsize=DISTINCT_LABELS)
def is_generic(label: str) -> bool:
    """Whether the words say what a figure is rather than whose: 要求額, 単価, 実施地域数, 事業の概要."""
    plain = _BRACKETS.sub("", label)
    return any(pattern.fullmatch(plain) for pattern in (_GENERIC, _GENERIC_COUNT, _GENERIC_SCOPE, _SECTION))


def is_generic_count(label: str) -> bool:
    """Whether the words before a count do not say what is counted: 派遣予定 380名, 学校 300校.

    An amount may well be that of 派遣支援 or of 学校.
    """
    plain = _BRACKETS.sub("", label)
    return is_generic(label) or any(pattern.fullmatch(plain) for pattern in (_BROAD_COUNT, _BROAD_SCOPE))


def is_item(label: str) -> bool:
    """Whether a bulleted row names a thing: 学校図書館の充実, not 事業化を支援 or 大学が共用する設備を更新."""
    outside = re.sub(r"[(「『【][^()「」『』【】]*[)」』】]", "", label)
    return bool(_PROGRAM_END.search(outside)) or not _CASE_PARTICLE.search(outside)


def _without_tail(text: str) -> str:
    """Without 総額, として and their kin at the end, however many of them stand there."""
    while (shorter := _TAIL.sub("", text).rstrip(_EDGES)) != text:
        text = shorter
    return text


def noun_phrase(text: str) -> str:
    """The name at the end of a clause, as fugashi sees its words: what stands after the last verb or case particle.

    >>> noun_phrase("こうした中で編成された文教及び科学振興費は、")
    '文教及び科学振興費'
    >>> noun_phrase("なお、国立学校施設の緊急整備に")
    '国立学校施設の緊急整備'
    >>> noun_phrase("学習者用端末の更新に伴う経費を")  # 経費 alone says nothing
    '学習者用端末の更新に伴う経費'
    """
    name = strip_particles(_without_tail(text.strip(_EDGES))).strip(_EDGES)
    if name.endswith("」") and "「" in name and not name.startswith("「"):
        quoted = name[name.rindex("「") :]
        name = quoted if _cuts(name[: name.rindex("「")]) else name
    at = _phrase_start(name, len(name))
    while is_generic(name[at:]) and (joined := _ADNOMINAL.search(name, 0, at)):
        at = _phrase_start(name, joined.start())
    return clean_label(_POINTING.sub("", name[at:].lstrip(" \u3000の")))


def _phrase_start(name: str, end: int) -> int:
    """Where the run of nouns that ends at ``end`` starts."""
    at, depth = end, 0
    for word in reversed(tokenize(name[:end])):
        start = name.rfind(word.surface, 0, at)
        if start < 0:
            break
        depth += sum(char in "」』)】" for char in word.surface) - sum(char in "「『(【" for char in word.surface)
        joins = word.surface in _JOINED_BY_NO and name[at : at + 1] == "の"
        if depth <= 0 and not joins and not _in_name(word.surface, word.part_of_speech):
            break
        at = start
    return at


def topic_of(text: str) -> str:
    """The name before the first は, については or では of a sentence; empty without one.

    >>> topic_of("義務教育費国庫負担金については、総額裁量制を導入する。")
    '義務教育費国庫負担金'
    """
    found = _TOPIC.match(_CONJUNCTION.sub("", text.strip(_EDGES)))
    return noun_phrase(found["topic"]) if found else ""


def budget_topic(text: str) -> str:
    """The last topic of a sentence's clauses that is a thing that has a budget; empty without one.

    >>> budget_topic("義務教育費国庫負担金については、制度を見直す。"), budget_topic("我が国の経済は、回復する。")
    ('義務教育費国庫負担金', '')
    """
    plain = _CONJUNCTION.sub("", text.strip(_EDGES))
    starts = (0, *(found.end() for found in _CLAUSE_END.finditer(plain)))
    topics = (found["topic"] for start in reversed(starts) if (found := _TOPIC.match(plain, start)))
    topic = next((noun_phrase(topic) for topic in topics if _BUDGET_THING.search(topic)), "")
    return topic if is_name(topic) and not is_generic(topic) else ""


def budget_thing(text: str) -> str:
    """The thing that has a budget at the end of a clause; empty where it ends in anything else.

    >>> budget_thing("また、「地域振興交付金」"), budget_thing("学校の統合が進むこと")
    ('地域振興交付金', '')
    """
    name = noun_phrase(text) if _BUDGET_THING.search(_SUM_NEEDED.sub("", text.strip(_EDGES))) else ""
    return name if is_name(name) and not is_generic(name) else ""


def _cuts(text: str) -> bool:
    """Whether the text before a quotation ends with something that no name holds (を, に, a comma)."""
    words = tokenize(text)
    return bool(words) and not _in_name(words[-1].surface, words[-1].part_of_speech)


def _in_name(surface: str, part_of_speech: str) -> bool:
    if surface in _CLAUSE_MARKS:
        return False
    return part_of_speech in _NAME_POS or surface in _NAME_PARTICLES


def _close(label: str) -> str:
    """Without brackets that lost their partner."""
    if _PAIRED.isdisjoint(label):
        return label.strip(_EDGES)
    for opening, closing in _PAIRS.items():
        opened, closed = label.count(opening), label.count(closing)
        if opened > closed:
            at = label.rindex(opening)
            label = label[:at] if at > len(label) // 2 else label[at + 1 :]
        elif closed > opened:
            label = label.replace(closing, "", 1)
    return label.strip(_EDGES)


def _unwrap(label: str) -> str:
    """Without the quotes around the whole of it."""
    if len(label) > 2 and label[0] in _PAIRS and label.endswith(_PAIRS[label[0]]) and label.count(label[0]) == 1:
        return label[1:-1].strip(_EDGES)
    return label
