"""The fixed words of budget releases, as data: phases, roles, markers, qualifiers, relations, statuses, counters, and what
looks like a figure and is none.

Belongs here: a table per kind of word, each entry a pattern over normalized text (see ``normal``), longer ones first where
one holds another. A new counter or a new spelling of a phase is one entry here. Every alternative of a pattern starts with
a plain character or a class of them, because the reader looks words up by their first character. Does not belong here: grammar.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import CountStatus, Marker, Measure, Nature, Phase, Qualifier, Relation

# The (案) of a draft, in any bracket.
_DRAFT = r"[ \u3000]?(?:[(〔\[「][ \u3000]?(?:政府)?案[ \u3000]?[)〕\]」]|(?:政府)?案)"
_ORDINAL = r"[0-9一二三四五六七八九十]{1,2}"

# A release names its phase in many ways; 予算案概算要求額 is a request although it holds 予算案.
PHASES: tuple[tuple[str, Phase | None], ...] = (
    (r"補正後(?:の?予算|累計)?(?:現計)?の?額?", Phase.REVISED),
    (r"補正前の?(?:予算)?の?額?|既定予算額?|既決予算額?", Phase.APPROVED),
    (r"概算決定額?|概算閣議決定額?", Phase.PROPOSED),  # the cabinet's decision on the draft
    (r"予算予定額|(?<=年度)予定額|(?<![一-鿿])予定額", Phase.PROPOSED),  # 平成24年度予定額, before the budget has passed
    (r"予算案?の?概算要求(?:[・及び]*要望)?(?:額|分)?|概算要求(?:(?:・|及び)?要望)?(?:額|分)?(?!基準|書|時)", Phase.REQUESTED),
    (r"予算要求(?:・?要望)?額?|要求(?:・|及び)?要望額?|要求額|要望額|要求分|要望分", Phase.REQUESTED),
    (r"(?<=年度)要求(?![事水書])|(?<=[RH]\d)要求|(?<=[RH]\d\d)要求", Phase.REQUESTED),  # R7要求
    (rf"第(?P<ordinal>{_ORDINAL})[次号]補正(?:予算)?(?:要求)?(?:額|分)?(?:{_DRAFT})?額?", Phase.ADJUSTED),
    (rf"補正(?:予算)?(?:要求)?(?:額|分)?(?:{_DRAFT})?額?(?:\(?第(?P<number>{_ORDINAL})[号次]\)?)?(?:{_DRAFT})?額?(?![をし])", Phase.ADJUSTED),
    (r"今回補正額?", Phase.ADJUSTED),
    (rf"(?:政府当初|政府|当初|通常)予算(?:額|の)?{_DRAFT}額?|予算(?:額|の)?{_DRAFT}額?", Phase.PROPOSED),
    (rf"当初{_DRAFT}額?|政府原?案|予算政府案|予算原案|[財大]務省原案|大蔵原案|内示額", Phase.PROPOSED),
    (r"(?<=年度)最終(?![年度期段報])|予算現計額?|現計予算額?|予算現額|最終予算額?|(?<![一-鿿])現計額?|(?<![一-鿿])現額", Phase.REVISED),
    (r"支出済(?:歳出)?額?|収入済額?|決算見込み?額?|決算額?(?!書)|執行額|執行済額?", Phase.EXECUTED),
    (r"(?:政府|成立|通常)予算額?|当初予算額?|当初(?=$|[ \u3000\d:(,、)額])額?|予算額|歳[出入]予算額|本予算額?", Phase.APPROVED),
    (r"当初", Phase.APPROVED),
    (r"予算(?!委員|編成|要望|科目|措置|配分|単価)", None),
)  # fmt: skip

# After a number without 第: 2次補正, 1号補正.
SUPPLEMENT = rf"[次号]補正(?:予算)?(?:要求)?(?:額|分)?(?:{_DRAFT})?額?"

# Words, measure, nature, whether the word heads a rate.
ROLES: tuple[tuple[str, Measure | None, Nature | None, bool], ...] = (
    (r"(?:対前年度|対前年|前年度)(?:予算)?(?:比較)?比?(?:増[△・/]?減率|伸び?率|増加率|率|[ \u3000]?\(%\))", None, None, True),
    (r"増[△・/]?減率|伸び?率|伸長率|増加率|減少率|比率|構成比率?|執行率|達成率|充当率|進捗率", None, None, True),
    (r"(?:対前年度|対前年|対当初|前年度との|前年度|前年)(?:当初)?(?:予算)?(?:額)?(?:比較|比|との)?[ \u3000]?増[△・/]?[ \u3000]?減[△]?額?", Measure.CHANGE, None, False),
    (r"(?:比較|差引)[ \u3000]?増[△・/]?[ \u3000]?減[△]?額?|増[△・/]?[ \u3000]?減[△]?額?", Measure.CHANGE, None, False),
    (r"対前年度(?:当初)?(?:予算)?(?:比較?)?|対前年比?|前年度?(?:当初)?(?:予算)?比較?|前年度との(?:差額?|比較)", Measure.CHANGE, None, False),
    (r"比較(?![的検対優])|差引(?:額|き)?|差額|増加額|減少額|増額(?=$|[ \u3000\d:(])|減額(?=$|[ \u3000\d:(])", Measure.CHANGE, None, False),
    (r"総事業費|事業費総額|累計額?|予算総額|総予算額|全体事業費|総工費|期間総額", Measure.CUMULATIVE, None, False),
    (r"補助単価|単価|補助基準額|基準額|平均額|平均単価|月額|日額|年額(?![をは])|1件平均|1件当たり平均|時間?給", Measure.UNIT_COST, None, False),
    (r"補助上限額?|上限額?|限度額|補助限度額|最大(?=約?[\d一二三四五六七八九十百千])|最高(?=約?[\d一二三四五六七八九十百千])", Measure.UNIT_COST, Nature.CEILING, False),
)  # fmt: skip

_ALONE = r"(?<=[(\[【〔<《])"
_ALONE_END = r"(?=[)\]】〕>》])"
MARKERS: tuple[tuple[str, Marker], ...] = (
    (r"一部新規|一部新設|一部拡充", Marker.EXPANDED),  # the program is there and gets something new
    (r"新規要望|新規要求|新規計上|新規|新設", Marker.NEW),
    (rf"{_ALONE}新{_ALONE_END}", Marker.NEW),  # [新]
    (r"拡充|拡大|増額要求", Marker.EXPANDED),
    (rf"{_ALONE}拡{_ALONE_END}", Marker.EXPANDED),
    (r"継続分|継続(?![中費的性])", Marker.CONTINUED),
    (rf"{_ALONE}継{_ALONE_END}", Marker.CONTINUED),
    (r"廃止|(?<=[【〔\[<《])終了(?=[】〕\]>》])", Marker.ENDED),
    (rf"{_ALONE}[廃終]{_ALONE_END}", Marker.ENDED),
)

QUALIFIERS: tuple[tuple[str, Qualifier], ...] = (
    (r"の[ \u3000]?内数|内数", Qualifier.PORTION_OF),
    (r"推計額を?[ \u3000]?含む|推計額|推計値|推計を含む|推計分を?含む", Qualifier.INCLUDES_ESTIMATE),
    (r"組み?替え?後|組み?換え?後|組[換替]え?掲記|組み?替え?(?!る)|組み?換え?(?!る|え)", Qualifier.RESTATED),
    (r"(?:\+|及び|と|並びに|プラス)[ \u3000]?事項要求|\+[ \u3000]?α", Qualifier.PLUS_UNQUANTIFIED),
)  # fmt: skip

RELATIONS: tuple[tuple[str, Relation], ...] = (
    (r"このうち(?!わ)[、,]?|そのうち(?!わ)[、,]?|うち(?!わ)[、,]?|内訳のうち|(?<![一-鿿ァ-ヶ])内、|(?<![^(〔\[※ \u3000])内(?=\d|[ \u3000]+[\d一-鿿])", Relation.OF_WHICH),
    (r"一部再掲|再掲", Relation.RELISTED),
    (r"(?:この|これらの|上記の)(?:外|他|ほか)に?|その(?:外|他|ほか)に(?=[、,\d \u3000約])|(?<![一-鿿の])[外他]に|ほかに|別途|これとは別に", Relation.OUTSIDE),
)  # fmt: skip

# 選定評価委員会委員 19人 were not selected: the word is part of the body's name.
_NO_BODY = r"(?!評価|審査|委員|会議|検討|基準|制度|要領)"
# 終了予定 is planned, 終了 is not; 採択予定 is planned, 採択 is done.
STATUSES: tuple[tuple[str, CountStatus], ...] = (
    (r"終了(?:する)?(?:見込み?|予定)|終了する", CountStatus.PLANNED_END),
    (r"新たに(?:採択|選定|実施|設置|整備|開始|着手|配置|支援|指定|選定)(?:を|する)?(?:予定|見込み?)", CountStatus.PLANNED),
    (r"(?:採択|選定|実施|設置|整備|開始|着手|配置|支援|指定|認定|公募)(?:を|する)?(?:予定|見込み?)|予定(?!価格|調和)", CountStatus.PLANNED),
    (rf"(?:応募|申請|提案){_NO_BODY}", CountStatus.APPLIED),
    (r"終了|完了", CountStatus.ENDED),
    (rf"(?:採択|選定){_NO_BODY}|選ばれ|選んだ", CountStatus.ADOPTED),
    (r"開始|着手|発足|スタート(?=し|する)", CountStatus.STARTED),
    (r"実施中|で実施(?!する予定|予定)|を?実施している|継続中|活動中", CountStatus.IMPLEMENTING),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter word, its spellings as a pattern, and whether its things are regions or sites."""

    unit: str
    pattern: str
    group: str


# What is counted as a figure; 年, 回, 条 and their like are not here. ``words`` rejects a counter that goes on as another word.
COUNTERS: tuple[Counter, ...] = (
    Counter("地域", r"地域(?!間|内|別|経済|ブロック)", "region"),
    Counter("都市エリア", r"都市エリア", "region"),
    Counter("都市", r"都市(?!計画|圏|部|再生)", "region"),
    Counter("クラスター", r"クラスター", "region"),
    Counter("エリア", r"エリア", "region"),
    Counter("圏域", r"圏域", "region"),
    Counter("区域", r"区域", "region"),
    Counter("地区", r"地区", "region"),
    Counter("都道府県", r"都道府県", "region"),
    Counter("市町村", r"市町村", "region"),
    Counter("市区町村", r"市区町村", "region"),
    Counter("政令指定都市", r"政令(?:指定都)?市|指定都市", "region"),
    Counter("中核市", r"中核市", "region"),
    Counter("自治体", r"自治体", "region"),
    Counter("地方公共団体", r"地方公共団体", "region"),
    Counter("府県", r"府県", "region"),
    Counter("県", r"県(?![営内立民道警])", "region"),
    Counter("市", r"市(?![場民営内立街販役])", "region"),
    Counter("町", r"町(?![営内立民長])", "region"),
    Counter("村", r"村(?![営内立民長])", "region"),
    Counter("海域", r"海域", "region"),
    Counter("流域", r"流域", "region"),
    Counter("集落", r"集落", "region"),
    Counter("商店街", r"商店街", "region"),
    Counter("か国", r"[かカヵヶケ]国|箇国", "country"),
    Counter("か所", r"[かカヵヶケゕゖ][所処]|箇所|個所|ヵ処", "site"),
    Counter("拠点", r"拠点", "site"),
    Counter("漁港", r"漁港", "site"),
    Counter("空港", r"空港(?!線)", "site"),
    Counter("会場", r"会場(?!費)", "site"),
    Counter("大学", r"(?:[国公私]立)?大学(?!院|病院|生|等|法人)", "institution"),
    Counter("短期大学", r"短期大学|短大", "institution"),
    Counter("大学院", r"大学院", "institution"),
    Counter("高等専門学校", r"高等専門学校|高専", "institution"),
    Counter("高等学校", r"高等学校|高校(?!生)", "institution"),
    Counter("小学校", r"小学校", "institution"),
    Counter("中学校", r"中学校", "institution"),
    Counter("幼稚園", r"幼稚園", "institution"),
    Counter("保育所", r"保育[所園]", "institution"),
    Counter("学校", r"学校(?!教育|給食|図書|施設)", "institution"),
    Counter("校", r"校(?![舎時種内長区務則正])", "institution"),
    Counter("機関", r"機関(?![車紙誌])", "institution"),
    Counter("法人", r"法人(?![化格税])", "institution"),
    Counter("団体", r"団体", "institution"),
    Counter("組合", r"組合", "institution"),
    Counter("施設", r"施設", "institution"),
    Counter("センター", r"センター", "institution"),
    Counter("研究所", r"研究所", "institution"),
    Counter("研究科", r"研究科", "institution"),
    Counter("専攻", r"専攻(?!分野|科)", "institution"),
    Counter("学部", r"学部(?!長|生)", "institution"),
    Counter("コンソーシアム", r"コンソーシアム", "institution"),
    Counter("病院", r"病院", "institution"),
    Counter("教室", r"教室", "institution"),
    Counter("研究室", r"研究室", "institution"),
    Counter("クラブ", r"クラブ", "institution"),
    Counter("館", r"館(?![長内])", "institution"),
    Counter("園", r"園(?![児長内芸])", "institution"),
    Counter("企業", r"企業", "institution"),
    Counter("社", r"社(?![会員長債殿])", "institution"),
    Counter("件", r"件(?!名|数)", "project"),
    Counter("課題", r"課題", "project"),
    Counter("事業", r"事業(?!年度|所|者|費|団)", "project"),
    Counter("事業所", r"事業所", "institution"),
    Counter("事業者", r"事業者", "institution"),
    Counter("プロジェクト", r"プロジェクト", "project"),
    Counter("プログラム", r"プログラム", "project"),
    Counter("チーム", r"チーム", "project"),
    Counter("グループ", r"グループ", "project"),
    Counter("テーマ", r"テーマ", "project"),
    Counter("コース", r"コース", "project"),
    Counter("講座", r"講座", "project"),
    Counter("回", r"回(?![目線転復収路数答帰避])", "project"),
    Counter("人", r"人(?![件材口工類文格権事間物])", "people"),
    Counter("名", r"名(?![称簿目刺誉])(?!古屋)", "people"),
    Counter("世帯", r"世帯(?!主)", "people"),
    Counter("組", r"組(?![織合替換み])", "people"),
    Counter("学級", r"学級", "people"),
    Counter("戸", r"戸(?![籍別建])", "thing"),
    Counter("台", r"台(?![風帳湾地])", "thing"),
    Counter("隻", r"隻", "thing"),
    Counter("機", r"機(?![関器能械構会運動材密種体内])", "thing"),
    Counter("路線", r"路線(?![図価])", "thing"),
    Counter("航路", r"航路(?!標識)", "thing"),
    Counter("河川", r"河川(?![法敷])", "thing"),
    Counter("店舗", r"店舗", "thing"),
    Counter("品目", r"品目", "thing"),
    Counter("基", r"基(?![準盤本金礎地幹])", "thing"),
    Counter("棟", r"棟", "thing"),
    Counter("室", r"室(?![内長温])", "thing"),
    Counter("床", r"床(?![面上下])", "thing"),
    Counter("冊", r"冊(?!子)", "thing"),
    Counter("本", r"本(?![年部省庁市県町村校館化部立柱社当格事])(?!の[柱矢])", "thing"),
)

# 第2, 第二, 第II (NFKC has made II of Ⅱ), and what is numbered so.
_NTH = r"第[ \u3000]?(?:\d{1,6}|[〇一二三四五六七八九十百]{1,6}|[IVX]{1,4})"
_OF_WHAT = "[次期回条項号章節表図類種款目編部巻年位弾版四日]"
# What documents number: 表1, 資料2-1, and the numbers after it.
_NUMBERED = r"(?:ランク|評価|別紙|別表|別添|資料|参考|様式|図表|図|表|注|タイプ|レベル|フェーズ|ステージ|ステップ|パターン|ケース)"
_ITS_NUMBER = r"[ \u3000]?\d{1,3}(?:[.\-]\d{1,3}){0,3}(?![\d,.]|[億万千百兆円])"

# Words with digits in them that are no figures; each with the example it was written for.
NOISE: tuple[tuple[str, str], ...] = (
    (r"https?://[!-~]+|www\.[!-~]+", "address"),  # https://example.go.jp/1312250.htm
    (r"〒[ \u3000]?\d{3}-?\d{4}", "postal code"),  # 〒100-8959
    (r"電話[ \u3000:()番号]{0,8}+\d[\d\-(),、 ]{0,30}\d|内線[ \u3000:()]{0,4}+\d[\d,、]{0,30}", "telephone"),  # 電話 03-5253-4111
    (r"TEL[. \u3000:()]{0,4}+\+?\d[\d\-(), ]{0,30}\d|Tel[. \u3000:()]{0,4}+\+?\d[\d\-(), ]{0,30}\d", "telephone"),
    (r"FAX[. \u3000:()]{0,4}+\+?\d[\d\-(), ]{0,30}\d", "telephone"),
    (rf"{_NTH}(?:[ \u3000]?{_OF_WHAT}|[一-鿿ァ-ヶ]?)(?!補正)", "ordinal"),  # 第2期, 第112号
    (r"[Pp][Pp]?\.?[ \u3000]?\d{1,4}(?:[-~]\d{1,4})?(?![\d,.]|[A-Za-z])", "page"),  # P68
    (r"[一1]人[一1]台|[一1]人ひとり|一人一人|1人1人", "name"),  # 1人1台端末, 一人ひとり
    (_NUMBERED + _ITS_NUMBER, "label"),  # 表1, 資料2-1
    (r"(?:NO\.?|No\.?|Society|ISO|JIS|Ver\.?|ver\.?|Vol\.?|vol\.?)[ \u3000-]?\d{1,6}(?:[.\-:]\d{1,4}){0,3}", "label"),  # No.3, ISO 9001
    (r"※\d{1,2}(?![\d,.]*[億万千百兆円])(?!\d)", "note mark"),
    (r"(?:款|項|目|節)[ \u3000]?\d{1,3}(?![\d,.]|[億万千百兆円人件校])", "account code"),  # (款)10 教育費
)  # fmt: skip

# What makes the number before it no figure. ``\d`` stands for digits of either kind where both are printed.
_D = r"[\d〇一二三四五六七八九十]"
NUMBER_SUFFIXES: tuple[tuple[str, str], ...] = (
    (r"世紀", "name"),  # 21世紀COE
    (rf"分の{_D}{{1,4}}(?:\.\d+)?", "fraction"),  # 3分の1
    (r"[ \u3000]?/[ \u3000]?\d{1,6}(?:/\d{1,6}){0,4}(?!\d|[,、]\d{3})", "fraction"),  # 1/2, 4/1
    (r"-\d{2,4}-\d{3,4}(?!\d)", "telephone"),  # 03-5253-4111
    (r"-\d{1,4}(?:-\d{1,4}){0,4}(?![\d,億万千百兆円])", "code"),  # 霞が関3-2-2, 達成目標7-3-2, 資料2-1
    (r"(?:\.\d{1,4}){2,4}(?![\d,億万千百兆円])", "code"),  # 2024.4.1
    (r":\d{2}(?::\d{2})?", "date"),  # 10:30
    (rf"月(?:{_D}{{1,3}}日|上旬|中旬|下旬|末)?(?![額謝])|日(?!本|額)|時(?:{_D}{{1,3}}分)?(?![点代期給間])", "date"),
    (r"[かヶケカヵゕゖ箇](?:年|月)(?:間|目)?", "duration"),  # 3か年
    (r"(?:年間?|月間|週間?|日間|時間|分間|秒)(?!度|額)目?|年(?:生|次|目|ぶり|代)|か月間?", "duration"),  # 10年
    (r"学年|歳児?|才|回目|期生?|次元|次(?!補正)|段階|世代|倍速", "duration"),
    (r"の\(\d{1,2}\)", "list number"),  # 2の(4)については
    (r"人以[上下]学級|人学級|人\d{1,3}台|人に[1一]台", "name"),  # 35人学級
    (r"つ|点(?!在|検)|種類?|類|項目|分野|言語|文字|字|枚|個(?!人|所|別)|行|列|極|層|者|(?<=[0-9])部(?![門局分会長活隊屋品材署課数位落])|人[日月](?!額)", "other things"),
    (r"[ \u3000]?(?:頁|ページ)", "page"),
    (r"[ \u3000](?:年間(?=$|[ \u3000)、。での程に])|年目|世紀|[かヶケカヵ箇]年)", "duration"),  # PDF text: 5 年間
    (r"款|項|目(?!的|標)|節|号(?!補正)|条|章|番地?|丁目|階建?|級|位|等(?!に|の|を|へ)|軒|割引", "code"),
    (r"[ \u3000]?[兆億万千百]{0,3}(?:トン|ドル|米ドル|ユーロ|ポンド|ウォン|人民元|キロ|メートル|平方|ヘクタール|リットル|ワット|バイト|ビット|カロリー|度(?![目合])|坪|畳)", "measure"),  # 10万トン
    (r"[ \u3000]?[億万千百]{0,2}(?:mm|cm|km|ha|kg|GW|MW|kW|TB|GB|PB|Gbps|Mbps|m2|m3|m²|㎡|℃|°|m|t|g|V|Hz|kHz|MHz|GHz)(?![A-Za-z])", "measure"),
    (r"[ \u3000]?ppm|[ \u3000]?ppb|‰", "measure"),
    (r"[A-Za-z][A-Za-z0-9]{0,20}", "name"),  # 5G, 3D, 10GbE
)  # fmt: skip

# Words of growth belong to their rate: in 3,109億円、5.9%増 nothing else has grown.
RATE = (
    r"[ \u3000]?(?:%(?:pt)?|パーセント|ポイント|倍|割(?![引当り合振])(?:\d分)?)"
    r"(?:[ \u3000]?(?:程度|弱|強)?の?(?:増加?|減少?)(?![税員額便資収]))?"
)

_REGION_GROUPS = frozenset({"region", "site"})
REGION_UNITS = tuple(counter.unit for counter in COUNTERS if counter.group in _REGION_GROUPS)
