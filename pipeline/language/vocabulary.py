"""The fixed words of budget releases, as data: phases, roles, markers, qualifiers, relations, statuses, counters.

Belongs here: a table per kind of word, each entry in normalized spelling (see ``normal``), longest first where one holds
another. A new counter or a new spelling of a phase is one entry here. Does not belong here: grammar.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import CountStatus, Marker, Measure, Nature, Phase, Qualifier, Relation

# A release names its phase in many ways; 予算案概算要求額 is a request although it holds 予算案.
PHASES: tuple[tuple[str, Phase | None], ...] = (
    (r"補正後(?:の?予算)?(?:現計)?額?", Phase.REVISED),
    (r"補正前(?:の?予算)?額?", Phase.APPROVED),
    (r"(?:予算案?)?概算要求(?:・要望)?(?:額|分)?", Phase.REQUESTED),
    (r"(?:予算)?要求・?要望額?", Phase.REQUESTED),
    (r"(?:予算)?要求額", Phase.REQUESTED),
    (r"予算要求", Phase.REQUESTED),
    (r"要望額", Phase.REQUESTED),
    (r"(?:第?(?P<supplement>[0-9一二三四五六七八九])次|(?P<supplement_after>[0-9]号))?補正(?:予算)?(?:額|分)?[ \u3000]?(?:\(案\)|案)?額?(?:\(第[0-9]号\))?", Phase.ADJUSTED),
    (r"(?:政府)?(?:当初)?予算(?:額|の)?[ \u3000]?(?:\(案\)|案)額?", Phase.PROPOSED),
    (r"当初[ \u3000]?(?:\(案\)|案)", Phase.PROPOSED),
    (r"政府原?案|予算政府案|内示額", Phase.PROPOSED),
    (r"予算現額|(?<![一-鿿])現額", Phase.REVISED),
    (r"支出済(?:歳出)?額?|決算見込額|決算額?", Phase.EXECUTED),
    (r"(?:政府|当初|成立)予算額?|予算額|予算現計額?|当初", Phase.APPROVED),
    (r"予算", None),
)  # fmt: skip

ROLES: tuple[tuple[str, Measure | None, Nature | None, bool], ...] = (
    # words, measure, nature, whether it heads a rate
    (r"(?:対)?(?:前年度)?(?:増[△・/]?減率|伸び?率|増加率|比率|構成比|前年度比\(%\)|執行率)", None, None, True),
    (r"(?:対前年度)?(?:比較)?増[△・/]?[ \u3000]?減[△]?額?|対前年度(?:比較?)?|前年度比較?|前年度との増減|比較増減|比較|差引(?:増[△]?減)?額?|増減", Measure.CHANGE, None, False),
    (r"総事業費|事業費総額|累計額?|予算総額|総予算額", Measure.CUMULATIVE, None, False),
    (r"(?:補助)?単価|基準額|平均額|月額|日額|年額|1件平均", Measure.UNIT_COST, None, False),
    (r"限度額|上限額?", Measure.UNIT_COST, Nature.CEILING, False),
)  # fmt: skip

MARKERS: tuple[tuple[str, Marker], ...] = (
    (r"新規要望|新規要求|新規|新設", Marker.NEW),
    (r"拡充|拡大|増額要求", Marker.EXPANDED),
    (r"継続分|継続", Marker.CONTINUED),
    (r"廃止|終了", Marker.ENDED),
)

QUALIFIERS: tuple[tuple[str, Qualifier], ...] = (
    (r"の?内数", Qualifier.PORTION_OF),
    (r"推計額を?含む|推計額含む|推計額|推計値", Qualifier.INCLUDES_ESTIMATE),
    (r"組替後|組換後|組替え後|組換掲記|組替掲記|組替え?|組換え?", Qualifier.RESTATED),
    (r"[ \u3000]?(?:\+|及び|と|並びに)[ \u3000]?事項要求|[ \u3000]?\+[ \u3000]?α", Qualifier.PLUS_UNQUANTIFIED),
)

RELATIONS: tuple[tuple[str, Relation], ...] = (
    (r"うち[、,]?|内、|内訳のうち", Relation.OF_WHICH),
    (r"(?:一部)?再掲", Relation.RELISTED),
    (r"(?:この|その)?(?:外|他|ほか)に|このほか|この他|別途", Relation.OUTSIDE),
)

# 終了予定 is planned, 終了 is not; 採択予定 is planned, 採択 is done.
STATUSES: tuple[tuple[str, CountStatus], ...] = (
    (r"終了(?:する)?(?:見込み?|予定)|終了する", CountStatus.PLANNED_END),
    (r"(?:新たに)?(?:採択|選定|実施|設置|整備|開始|着手|配置|支援|指定)(?:を|する)?予定|予定", CountStatus.PLANNED),
    (r"応募|申請|提案", CountStatus.APPLIED),
    (r"終了|完了", CountStatus.ENDED),
    (r"採択|選定|選ばれ", CountStatus.ADOPTED),
    (r"開始|着手|発足", CountStatus.STARTED),
    (r"実施中|で実施|を実施している|実施している", CountStatus.IMPLEMENTING),
)


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter word, its spellings as a pattern, and whether its things are regions or sites."""

    unit: str
    pattern: str
    group: str


# What is counted as a figure; 年, 回, 条 and their like are not here and stay text.
COUNTERS: tuple[Counter, ...] = (
    Counter("地域", r"地域(?!間|内|別|経済|連携|ブロック)", "region"),
    Counter("都市エリア", r"都市エリア", "region"),
    Counter("クラスター", r"クラスター", "region"),
    Counter("地区", r"地区", "region"),
    Counter("都道府県", r"都道府県", "region"),
    Counter("市町村", r"市町村", "region"),
    Counter("自治体", r"自治体", "region"),
    Counter("か所", r"[かカヵヶケゕゖ]所|箇所|個所", "site"),
    Counter("拠点", r"拠点", "site"),
    Counter("大学", r"大学(?!院|病院|等)", "institution"),
    Counter("校", r"校(?!舎|時|種)", "institution"),
    Counter("機関", r"機関", "institution"),
    Counter("法人", r"法人", "institution"),
    Counter("団体", r"団体", "institution"),
    Counter("施設", r"施設", "institution"),
    Counter("館", r"館", "institution"),
    Counter("園", r"園", "institution"),
    Counter("社", r"社(?!会)", "institution"),
    Counter("件", r"件(?!名)", "project"),
    Counter("課題", r"課題", "project"),
    Counter("事業", r"事業(?!年度|所|者)", "project"),
    Counter("プロジェクト", r"プロジェクト", "project"),
    Counter("チーム", r"チーム", "project"),
    Counter("テーマ", r"テーマ", "project"),
    Counter("コース", r"コース", "project"),
    Counter("人", r"人(?!以[上下]学級|学級|当|あた|につき|件費|材|口|工)", "people"),
    Counter("名", r"名(?!称|簿|目|古屋)", "people"),
    Counter("台", r"台(?!風)", "thing"),
    Counter("隻", r"隻", "thing"),
    Counter("基", r"基(?!準|盤|本|金|礎|地)", "thing"),
)

# Digits that are part of something else; each with the example it was written for.
NOISE: tuple[tuple[str, str], ...] = (
    (r"https?://[!-~]+|www\.[!-~]+", "address"),  # https://example.go.jp/1312250.htm
    (r"〒[ \u3000]?\d{3}-\d{4}", "postal code"),  # 〒100-8959
    (r"(?:電話|TEL|Tel|FAX|内線)[ \u3000:()]*[\d\-()、,・ ]*\d", "telephone"),  # 電話 03-5253-4111, 内線3456
    (r"\d{2,4}-\d{2,4}-\d{3,4}", "telephone"),
    (r"\d+(?:-\d+){1,}(?![\d,億万千百兆])", "code"),  # 霞が関3-2-2, 達成目標7-3-2, 資料2-1
    (r"第[ \u3000]?(?:\d+|[〇一二三四五六七八九十百]+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]+)(?:[ \u3000]?[次期回条項号章節表図類種款目編部巻年位]|[一-鿿ァ-ヶ]?)(?!補正)", "ordinal"),  # 第2期, 第112号
    (r"\d+世紀|[一二三四五六七八九十]+世紀", "name"),  # 21世紀COE
    (r"\d+分の\d+(?:\.\d+)?|[一二三四五六七八九十]+分の[一二三四五六七八九十]+", "fraction"),  # 3分の1
    (r"\d+[ \u3000]?/[ \u3000]?\d+(?!\d|[,、]\d)", "fraction"),  # 1/2
    (r"\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{1,2}時(?:\d{1,2}分)?", "date"),
    (r"\d[\d,.]*(?:か|ヶ|ケ|カ|ヵ|箇)?(?:年間?|月間?|週間?|日間|時間|分間|歳|才|回|学年|年次|年生|年)", "duration"),  # 5年間, 10年
    (r"[一二三四五六七八九十]+(?:か|ヶ|ケ|カ|ヵ|箇)?(?:年間|年|月|日間|回|歳|才|時間|分間)", "duration"),  # 三年間
    (r"\d[\d,.]*[ \u3000]?(?:倍|割|ポイント|度|℃|mm|cm|km|ha|kg|GW|MW|kW|TB|GB|m2|㎡|m|t|トン|%)(?![A-Za-z])", "measure"),
    (r"[Pp]\.?[ \u3000]?\d+(?:-\d+)?|\d+[ \u3000]?(?:頁|ページ)", "page"),  # P68
    (r"\d+(?:人以[上下]|人)学級|\d+人\d+台|[一1]人[一1]台", "name"),  # 35人学級, 1人1台端末
    (r"(?:ランク|評価|別紙|別表|別添|資料|参考|図|表|注|タイプ|レベル|フェーズ|ステージ|Society|NO\.?|No\.?)[ \u3000]?\d+(?:\.\d+)?", "label"),
    (r"\(注[ \u3000]?\d*\)|\(※\d+\)|※\d+(?![\d,]*[億万千百兆円])", "note mark"),
    (r"(?:款|項|目|節|事項)\)?[ \u3000]?\d+(?![\d,]*[億万千百兆円])", "account code"),  # (款)10 教育費
    (r"\d+(?:款|項|目|節|号|条|章|番|丁目|階|級|等)", "code"),
)  # fmt: skip

_REGION_GROUPS = frozenset({"region", "site"})
REGION_UNITS = tuple(counter.unit for counter in COUNTERS if counter.group in _REGION_GROUPS)
