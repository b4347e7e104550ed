"""The name that stands before a figure.

Belongs here: which characters of a sentence name the figure after them, once the words that say what kind of figure it
is are taken out. Does not belong here: how a name is cleaned (``labels``), whose figure it is (``owners``).
"""

from __future__ import annotations

import re

from pipeline.extraction.labels import clean_label, is_generic, is_name, noun_phrase
from pipeline.extraction.text.figures import GROWN_TO
from pipeline.extraction.text.sentences import Sentence
from pipeline.language.values import (
    Bracket,
    Counted,
    MarkerWord,
    Money,
    Nil,
    Noise,
    PhaseWord,
    QualifierWord,
    Rate,
    RelationWord,
    RoleWord,
    UnitWord,
    Value,
    Year,
)
from pipeline.model import Relation

# A figure is the subject's where a particle or である's kin stands between its name and it.
_PARTICLE_BEFORE = re.compile(r"[はにをがもで]、?[ \u3000]*(?:総額|合わせて|約|計|全国で?|延べ)?[ \u3000]*$")
# 35館から応募があり、12館: the words go on about the figure before them.
_SCOPE = re.compile(
    r"(?<=[はにをがもで])[、 \u3000]*(?:全国で?|国内で?|県内で?|延べ|合わせて|計)[ \u3000]*$"
)  # 学校は全国 28,000校
_AFTER_FIGURE = re.compile(r"[ \u3000]*(?:から|より|を|が|に|で|は|も|と)[^\w]*[一-鿿]*[^、]*、")
# 一般型:1地域あたり…, 採択予定:地域中核拠点 15カ所: what is before the colon is the name, or says what follows.
_KEYED = re.compile(r"^(?P<key>[^:]*?)[ \u3000]*:[ \u3000]*(?P<rest>.*)$", re.DOTALL)
_LETTER = re.compile(r"[A-H][.)、: \u3000]")  # 補正予算額A.351億円
_HANGING = re.compile(
    r"(?:末|時点|現在|中|当初(?!予算))?(?:までに|までの|まで|以前に?|以降|時点で?|から(?=[)）])|より(?=[)）])|比(?![率較]))?"
)
_GENERIC_BRACKET = re.compile(r"^[ \u3000]*[【<《\[〔](?P<inner>[^【】<>《》\[\]〔〕]*)[】>》\]〕]")
_APART = " \u3000([【〔<《★☆・)]】〕>》:、/"
_NAME_CHARACTER = re.compile(r"[一-鿿ァ-ヶー々A-Za-z]")
_INLINE_NUMBER = re.compile(r"(?:^|[、,は:])[ \u3000]*\(\d{1,2}\)[ \u3000]*")
# 新規3拠点(予定)を含め21拠点: the bracket and what hangs on it are about the count before.
_BRACKET_OF_LAST = re.compile(r"^\([^()]{1,8}\)を(?:含め?て?|除い?て?|加え?て?|合わせて?)[、 \u3000]*")
_TIMES = re.compile(r"[ \u3000]?×")
_CASE_BEFORE = re.compile(r"[、。はがをにでも]")


def name_before(sentence: Sentence, start: int, end: int) -> str:
    """The name in the characters ``start`` to ``end`` of a row, which end where a figure starts; empty without one.

    >>> from pipeline.extraction.text.sentences import NO_LISTING, sentence_of
    >>> from pipeline.extraction.drafts import Row
    >>> from pipeline.language import normalize
    >>> row = Row(1, normalize("災害復旧費に三十七億円を計上する。"), 0, 0.0, 0.0, None)
    >>> name_before(sentence_of(row, 0, 17, NO_LISTING), 0, 6)
    '災害復旧費'
    """
    start = _behind_whole(sentence, _inner_start(sentence, start, end), end)
    end = _before_growth(sentence, start, end)
    words = _BRACKET_OF_LAST.sub("", words_between(sentence, start, end))
    text = _before_equals(_GENERIC_BRACKET.sub(_drop_generic, words))
    text, item = _item_of_list(text)
    if not text.strip(" \u3000"):
        return ""
    if is_spoken(sentence, text) and not item:
        return noun_phrase(_SCOPE.sub("", _after_key(text)))
    return clean_label(_after_key(text))


def _item_of_list(text: str) -> tuple[str, bool]:
    """歳出の追加は、(1)学校の整備や改修に伴う支援 8億円、(2)…: a numbered item of a sentence is named from its number on."""
    numbers = [found for found in _INLINE_NUMBER.finditer(text) if is_name(text[found.end() :])]
    return (text[numbers[-1].end() :], True) if numbers else (text, False)


def _inner_start(sentence: Sentence, start: int, end: int) -> int:
    """Where the bracket that the figure stands in opens, if it opens among its words: no name reaches out of it."""
    inner = start
    for value in sentence.between(start, end):
        if isinstance(value, Bracket) and value.char in "()" and not sentence.is_bracketed:
            inner = value.end if value.opening else start
    return inner


def whole_before(sentence: Sentence, start: int, end: int) -> str:
    """The 一般会計 of 一般会計のうち、科学技術振興費は; empty where nothing is named on both sides of うち."""
    behind = _behind_whole(sentence, start, end)
    if behind == start:
        return ""
    parting = next(v for v in sentence.between(start, end) if isinstance(v, RelationWord) and v.end == behind)
    return clean_label(words_between(sentence, start, parting.start))


def _behind_whole(sentence: Sentence, start: int, end: int) -> int:
    """Behind the うち that parts a whole from its part, both named: the name of the part begins there."""
    for value in sentence.between(start, end):
        if not isinstance(value, RelationWord) or value.relation is not Relation.OF_WHICH:
            continue
        whole = clean_label(words_between(sentence, start, value.start))
        part = clean_label(words_between(sentence, value.end, end))
        if sentence.text[: value.start].endswith("の") and is_name(whole) and not is_generic(whole) and is_name(part):
            return value.end
    return start


def _before_growth(sentence: Sentence, start: int, end: int) -> int:
    """Where 4.2%増となる, 倍増し or 皆増の before a figure starts, with its number; no name reaches into it."""
    found = GROWN_TO.search(sentence.text[start:end])
    if found is None:
        return end
    at = start + found.start()
    return next((v.start for v in sentence.values if start <= v.start < at < v.end), at)


def _before_equals(text: str) -> str:
    """就学前教育の充実=幼稚園の整備など: what follows the sign explains the name."""
    name, sign, _ = text.partition("=")
    return name if sign and is_name(clean_label(name)) else text


def _drop_generic(found: re.Match[str]) -> str:
    """【達成目標】 and 【実施地域数】 head what follows and name nothing."""
    return "" if is_generic(found["inner"]) else found.group()


def is_spoken(sentence: Sentence, text: str) -> bool:
    """Whether the words before a figure are part of a sentence, so that only their last phrase is a name."""
    if _AFTER_FIGURE.match(text):
        return True
    return bool(_PARTICLE_BEFORE.search(text)) or (sentence.is_prose and bool(_CASE_BEFORE.search(text)))


def words_between(sentence: Sentence, start: int, end: int) -> str:
    """The text between two offsets without the words that say what a figure is (years, phases, 増減, 新規 …)."""
    parts: list[str] = []
    at = start
    for value in sentence.between(start, end):
        if _is_said(value, end) or not _stays(sentence.text, value):
            parts.append(sentence.text[at : value.start])
            at = _year_end(sentence.text, value) if isinstance(value, Year) else value.end
    parts.append(sentence.text[at:end])
    return "".join(parts).replace("事項要求", "")


def _is_said(value: Value, end: int) -> bool:
    """Whether a word directly before the figure says what it is: the 予算額 of 前年度予算額六兆円, not a part of the name."""
    said = isinstance(value, PhaseWord) and value.phase is not None or isinstance(value, RoleWord)
    return said and value.end >= end


def _year_end(text: str, value: Value) -> int:
    """Where a year ends with the words that hang on it: 平成18年度末, 平成23年度までに; 一般会計の(5年度の)文教費 keeps one の."""
    hanging = _HANGING.match(text, value.end)
    end = hanging.end() if hanging else value.end
    return end + 1 if text[value.start - 1 : value.start] == text[end : end + 1] == "の" else end


def stands_apart(text: str, value: Value) -> bool:
    """Whether a marker is one: 【新規】, not the 新規 of 新規事業."""
    before = value.start == 0 or text[value.start - 1] in _APART
    after = value.end >= len(text) or text[value.end] in _APART
    return before and after


def _stays(text: str, value: Value) -> bool:
    """Whether a value's characters are part of a name that they stand in."""
    if isinstance(value, Noise):
        return value.why != "account code"
    if isinstance(value, PhaseWord):
        return value.phase is None or _goes_on(text, value)
    if isinstance(value, RoleWord):
        return _goes_on(text, value)
    if isinstance(value, MarkerWord):
        return not stands_apart(text, value)
    return not isinstance(value, (Year, QualifierWord, UnitWord, RelationWord, Money, Nil, Rate))


def _goes_on(text: str, value: Value) -> bool:
    """比較教育学研究 is a name although 比較 heads a column."""
    if _LETTER.match(text, value.end):
        return False
    if text[value.end - 1] in " \u3000":
        return False
    return value.end < len(text) and bool(_NAME_CHARACTER.match(text, value.end)) and not _is_phase_tail(text, value)


def _is_phase_tail(text: str, value: Value) -> bool:
    return text[value.end] in "額分案約計で"


def _after_key(text: str) -> str:
    """The name on the right side of a colon; the left one where nothing is named on the right."""
    found = _KEYED.match(text)
    if found is None:
        return text
    right = clean_label(found["rest"])
    return found["rest"] if is_name(right) and not is_generic(right) else found["key"]


def per_start(sentence: Sentence, start: int, end: int) -> int:
    """Where the 1地域あたり or the 8地区× before a figure starts: no name reaches into it."""
    counts = (v for v in sentence.between(start, end) if isinstance(v, Counted))
    return next((v.start for v in counts if v.per or _TIMES.match(sentence.text, v.end)), end)
