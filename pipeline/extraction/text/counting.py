"""Counts: their subject, year, status and the count they are part of.

Belongs here: what the words around a counted number say of it. Does not belong here: what is a counter (``language``),
which line it hangs on (``owners``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.extraction.context import Context
from pipeline.extraction.drafts import CountDraft, LineDraft
from pipeline.extraction.labels import clean_label, is_generic_count, is_name, noun_phrase, topic_of
from pipeline.extraction.text.figures import Figure
from pipeline.extraction.text.naming import words_between
from pipeline.language.values import (
    Arrow,
    Bracket,
    Counted,
    MarkerWord,
    Money,
    Noise,
    RelationWord,
    StatusWord,
    Value,
    Year,
    YearUse,
)
from pipeline.model import CountStatus, Relation

# 43件の大学知的財産本部の基盤整備, 81名の産学官連携コーディネーター: what is counted follows.
_FOLLOWING_SUBJECT = re.compile(r"の([^のをがにはで、。()\s]{2,20})")
# A longer text before a count is a sentence about something else.
LONGEST_SUBJECT = 30
# 47都道府県に基金を造成: all there are, so it is the prefectures that are counted and nothing that a program has.
ALL_PREFECTURES = (47, "都道府県")
# 応募33件, 採択 5拠点: a status word this close before a count is the count's, whatever follows.
_STATUS_GAP = re.compile(r"[ \u3000:は計約のが]{0,3}")
_TO_YEAR = re.compile(r"[ \u3000]*[はがをも、]?[ \u3000]*")
_TO_STATUS = re.compile(r"(?:末|中|当初)?(?:に|まで|までに|で)?[ \u3000]*(?:事業を|支援を|新たに)?")
_TO_BRACKET = re.compile(r"[ \u3000]*+[)\]】〕]?[ \u3000]*[(\[【〔][ \u3000]*")
_BRACKET_END = re.compile(r"[ \u3000]*[)\]】〕]")
_GROWS_TO = re.compile(r"(?:に|へ)(?:拡大|拡充|増|引き上げ|減|縮小)")
_WILL_BE = re.compile(r"[^、。()]{0,6}(?:とする|にする|を目指す|を目標|に拡大|に増|を創出)")
# 4,800円, 32,000円×45人×12月: no name, but how an amount is worked out.
_WORKING = re.compile(r"[\d,]+円(?:[ \u3000]?×[ \u3000]?[\d,]+[^\d×]{0,3})*+")
_ADVERBIAL = re.compile(r"[^はがを]、[ \u3000]*$")


def bind_count(figure: Figure, name: str, line: LineDraft, context: Context) -> None:
    """Add a count to its line."""
    value, row = figure.value, figure.sentence.row
    assert isinstance(value, Counted)
    draft = CountDraft(row, value.start, value.end, value.value, value.unit, value.approximate)
    draft.status = _status(figure, line)
    draft.fiscal_year = _year(figure, context)
    draft.subject = _subject(figure, value, name, line)
    _bind_parent(draft, figure, line)
    _share_with_last(draft, figure, line, context)
    if draft.parent is not None and _counts_the_same(draft, name):
        draft.subject = draft.parent.subject
    if draft.parent is not None and draft.fiscal_year is None and draft.relation is Relation.OF_WHICH:
        draft.fiscal_year = draft.parent.fiscal_year
    line.counts.append(draft)


# ---------------------------------------------------------------- status


def _status(figure: Figure, line: LineDraft) -> CountStatus | None:
    """The word directly before the count, else the one after it in its clause, else one earlier, else its neighbour's."""
    near = _adjacent_before(figure)
    if near is not None:
        return near
    after = _bracketed_behind(figure) or _after_in_clause(figure)
    if after is not None:
        return after
    before = [status for status in (_status_of(v, figure) for v in _own_words(figure)) if status is not None]
    if before:
        return before[-1]
    if any(_starts_cohort(v, figure) for v in figure.group):
        return CountStatus.STARTED
    if any(_is_span(v) for v in figure.group) and _WILL_BE.match(figure.following):
        return CountStatus.PLANNED
    return _listed_status(figure, line)


def _year_of_sentence(figure: Figure) -> Year | None:
    """令和2年度は35館から応募があり、12館を採択: the year that is the sentence's topic holds for all of it."""
    values = figure.sentence.between(figure.sentence.start, figure.value.start)
    topics = [v for v in values if isinstance(v, Year) and figure.sentence.text[v.end :].startswith("は")]
    return topics[0] if len(topics) == 1 and figure.depth == 0 else None


def _counts_the_same(draft: CountDraft, name: str) -> bool:
    """A nameless part, and 14地域(うち新たに採択する地域は4地域): of the same things, whose noun is the counter."""
    if draft.relation is Relation.OF_WHICH:
        return noun_phrase(name).endswith(draft.unit)
    return draft.relation is Relation.COMPONENT and not _names_itself(name)


def _says_only_when(figure: Figure) -> bool:
    """1,200人(前年度 1,100人): the bracket counts the same people."""
    name = clean_label(words_between(figure.sentence, figure.start, figure.value.start))
    return not is_name(name) or is_generic_count(name)


def _starts_cohort(value: Value, figure: Figure) -> bool:
    return isinstance(value, Year) and value.use is YearUse.SINCE and not _starts_program(value, figure)


def _starts_program(year: Year, figure: Figure) -> bool:
    """大学知的財産本部整備事業(平成15年度から) 43件: the year is the program's, not the count's."""
    text = figure.sentence.text
    closed = figure.sentence.depth(year.start) > figure.depth
    return closed and year.use is YearUse.SINCE and bool(re.match(r"から|より|~|以降", text[year.end :]))


def _is_span(value: Value) -> bool:
    """平成22年度までに, 三年間で."""
    return (
        isinstance(value, Year) and value.use is YearUse.UNTIL or isinstance(value, Noise) and value.why == "duration"
    )


def _adjacent_before(figure: Figure) -> CountStatus | None:
    last = figure.group[-1] if figure.group else None
    if not isinstance(last, StatusWord):
        return None
    gap = figure.sentence.text[last.end : figure.value.start]
    return last.status if _STATUS_GAP.fullmatch(gap) else None


def _own_words(figure: Figure) -> Iterator[Value]:
    """The values before a count without those of a bracket directly behind the count before: 3拠点(予定)を含め21拠点."""
    text, sentence = figure.sentence.text, figure.sentence
    opens = text[figure.start : figure.start + 1] in ("(", "【", "[") and figure.start > sentence.start
    closes = next((v.end for v in figure.group if isinstance(v, Bracket) and not v.opening), figure.start)
    return (v for v in figure.group if not opens or v.start >= closes)


def _status_of(value: Value, figure: Figure) -> CountStatus | None:
    """What a word says of counted things; the regions of a program that is marked 終了 have ended with it."""
    if isinstance(value, StatusWord):
        return value.status
    is_end = isinstance(value, MarkerWord) and figure.sentence.text[value.start : value.end] == "終了"
    return CountStatus.ENDED if is_end else None


def _bracketed_behind(figure: Figure) -> CountStatus | None:
    """20地域(終了), (20地域)(終了): a bracket directly behind the count, or behind the count's own, with nothing else in it."""
    text = figure.sentence.text
    for value in figure.sentence.values[figure.index + 1 : figure.index + 4]:
        if not isinstance(value, (StatusWord, MarkerWord)):
            continue
        alone = _TO_BRACKET.fullmatch(text[figure.value.end : value.start]) and _BRACKET_END.match(text, value.end)
        return _status_of(value, figure) if alone else None
    return None


def _after_in_clause(figure: Figure) -> CountStatus | None:
    for value in figure.sentence.values[figure.index + 1 :]:
        if isinstance(value, (Counted, Money, Arrow)) or isinstance(value, Bracket) and value.opening:
            return None
        if isinstance(value, StatusWord):
            clause = figure.sentence.text[figure.value.end : value.start]
            return None if "。" in clause or "、" in clause else value.status
    return None


def _listed_status(figure: Figure, line: LineDraft) -> CountStatus | None:
    """採択 五十六大学、百三十三件: the second count of a list shares the first one's status."""
    if not line.counts or any(isinstance(v, (Year, RelationWord, Bracket, Arrow)) for v in figure.group):
        return None
    last = line.counts[-1]
    listed = last.row is figure.sentence.row and figure.words.strip(" \u3000")[:1] in ("、", "・", ",", "及")
    return last.status if listed else None


def _share_with_last(draft: CountDraft, figure: Figure, line: LineDraft, context: Context) -> None:
    """What a count shares with the one before it: (応募33件) its year, 64人→70人 its subject, 86人から96人に also the years."""
    last = line.counts[-1] if line.counts else None
    if last is None or last.row is not draft.row:
        return
    applied = draft.status is CountStatus.APPLIED and last.status is not CountStatus.APPLIED
    if figure.depth > 0 and draft.fiscal_year is None and (draft.unit != last.unit or applied):
        draft.fiscal_year = last.fiscal_year
    if last.unit == draft.unit and figure.depth > 0 and figure.relation is None and _says_only_when(figure):
        draft.subject = last.subject
    if last.unit != draft.unit or figure.words.strip(" \u3000") not in ("→", "から", "⇒", "を", "より"):
        return
    draft.subject = last.subject
    spoken = _GROWS_TO.match(figure.following)
    if spoken and context.fiscal_year is not None and last.fiscal_year is None and draft.fiscal_year is None:
        last.fiscal_year, draft.fiscal_year = context.fiscal_year - 1, context.fiscal_year


# ---------------------------------------------------------------- year


def _year(figure: Figure, context: Context) -> int | None:
    """The year printed before the count; of 64人から70人に and 64人→70人 under a release, last year's and this year's."""
    year = next((v for v in reversed(figure.group) if isinstance(v, Year) and not _starts_program(v, figure)), None)
    year = year or _year_of_sentence(figure) or _year_behind(figure)
    if year is not None:
        if year.use is YearUse.UNTIL:
            return year.year  # 平成22年度までに2,000か所とする
        return context.year_of(year)
    return None


def _year_behind(figure: Figure) -> Year | None:
    """うち2地域は令和4年度末に終了予定: the year between a count and what is done then."""
    behind = figure.sentence.values[figure.index + 1 : figure.index + 3]
    if len(behind) != 2 or not isinstance(behind[0], Year) or not isinstance(behind[1], StatusWord):
        return None
    text, year = figure.sentence.text, behind[0]
    close = _TO_YEAR.fullmatch(text[figure.value.end : year.start]) and _TO_STATUS.fullmatch(
        text[year.end : behind[1].start]
    )
    return year if close and year.use in (YearUse.OF, YearUse.UNTIL) else None


# ---------------------------------------------------------------- subject


def _subject(figure: Figure, value: Counted, name: str, line: LineDraft) -> str:
    """What is counted: the noun after の, a name before the count, else the line's label."""
    if (value.value, value.unit) == ALL_PREFECTURES:
        return value.unit
    if _stands_before(figure, value, name):
        return _qualified(figure, noun_phrase(name) or name)
    following = _FOLLOWING_SUBJECT.match(figure.sentence.text, value.end)
    if following and is_name(following.group(1)) and not is_generic_count(following.group(1)):
        return following.group(1)
    named = is_name(name) and len(name) <= LONGEST_SUBJECT and not _is_source(figure, line)
    says_more = name != value.unit and not is_generic_count(name)
    if named and (says_more or _is_qualified(figure)):
        return _qualified(figure, name)
    sentence = figure.sentence
    topic = topic_of(words_between(sentence, sentence.start, figure.value.start)) if sentence.is_prose else ""
    if is_name(topic) and not is_generic_count(topic) and len(topic) <= LONGEST_SUBJECT:
        return topic
    return _part_subject(figure, line) or line.label


def settle_subjects(lines: Iterable[LineDraft]) -> None:
    """受講料, and below it 4,800円×120人: what a line counts that only says how an amount is worked out, the line above it names."""
    for line in lines:
        for draft in line.counts:
            if line.parent is not None and _WORKING.fullmatch(draft.subject or line.label):
                draft.subject = line.parent.label


def _stands_before(figure: Figure, value: Counted, name: str) -> bool:
    """特許約4万件の書誌情報: the noun directly before the number is what is counted, not the one after it."""
    direct = bool(re.search(r"[一-鿿ァ-ヶー][ \u3000]*$", figure.words))
    return (
        direct and is_name(name) and not is_generic_count(name) and name != value.unit and len(name) <= LONGEST_SUBJECT
    )


def _is_source(figure: Figure, line: LineDraft) -> bool:
    """うち企業から612人: where they come from, not what they are."""
    return bool(line.counts) and figure.relation is Relation.OF_WHICH and figure.words.rstrip().endswith("から")


def _part_subject(figure: Figure, line: LineDraft) -> str | None:
    """A nameless うち counts what the count before it does."""
    last = line.counts[-1] if line.counts else None
    same_row = last is not None and last.row is figure.sentence.row
    return last.subject if last is not None and same_row and figure.relation is Relation.OF_WHICH else None


def _names_itself(name: str) -> bool:
    return is_name(name) and not is_generic_count(name)


def _is_qualified(figure: Figure) -> bool:
    """耐震診断を行う学校: 学校 alone says nothing, its clause does; 外部有識者による審査の結果、7地域 counts no results."""
    if _ADVERBIAL.search(figure.words):
        return False
    return bool(
        re.search(r"[をがに][^、。はをがに]{1,8}[うくすつるた][^、。はをが]{1,8}[はが]?[ \u3000]*$", _clause(figure))
    )


def _qualified(figure: Figure, name: str) -> str:
    """The name itself; of 活動促進事業 コーディネーター 81名 the last word, and of 行う学校 the whole clause."""
    if is_generic_count(name):
        return clean_label(_clause(figure))
    last = re.split(r"[ \u3000]+", name)[-1]
    return last if is_name(last) and not is_generic_count(last) else name


def _clause(figure: Figure) -> str:
    text = words_between(figure.sentence, figure.start, figure.value.start)
    return re.split(r"[、。]|は(?=.)", text.rstrip("はがを、 \u3000"))[-1]


# ---------------------------------------------------------------- parent


def _bind_parent(draft: CountDraft, figure: Figure, line: LineDraft) -> None:
    """A cohort, a うち or a subset by status belongs to the last total of its unit on the same line."""
    total = next((c for c in reversed(line.counts) if c.parent is None and c.unit == draft.unit), None)
    if total is None:
        return
    subset = draft.status in (CountStatus.ENDED, CountStatus.PLANNED_END) and total.status is None
    if figure.relation is Relation.OF_WHICH or subset:
        draft.parent, draft.relation = total, Relation.OF_WHICH
    elif _counts_all_years(total, draft) and _is_cohort(draft, figure) and draft.value < total.value:
        draft.parent, draft.relation = total, Relation.COMPONENT


def _counts_all_years(total: CountDraft, draft: CountDraft) -> bool:
    """18地域, and 令和元年度は9地域で実施: how many there are; cohorts of that year and of those before are among them."""
    if total.fiscal_year is None:
        return True
    running = total.status is CountStatus.IMPLEMENTING
    return running and draft.fiscal_year is not None and draft.fiscal_year <= total.fiscal_year


def _is_cohort(draft: CountDraft, figure: Figure) -> bool:
    """平成17年度開始地域(8地域), 平成19年度採択 5拠点, (内訳 一般型8地域): a part that the total is the sum of."""
    if any(isinstance(v, Year) and v.relative is not None for v in figure.group):
        return False
    dated = any(_dates_cohort(v) for v in figure.group)
    if dated and draft.status in (CountStatus.ADOPTED, CountStatus.STARTED, CountStatus.PLANNED):
        return True
    return figure.depth > 0 and draft.status is not CountStatus.APPLIED and _is_listed_in_brackets(draft, figure)


def _is_listed_in_brackets(draft: CountDraft, figure: Figure) -> bool:
    """(令和2年度 19地域、令和3年度 9地域), (8地域): 12か所(令和4年度は9か所) compares, and is no part."""
    sentence = figure.sentence
    inside = [
        v for v in sentence.values if isinstance(v, Counted) and v.unit == draft.unit and sentence.depth(v.start) > 0
    ]
    return len(inside) > 1 or not any(_dates_cohort(v) and sentence.depth(v.start) > 0 for v in figure.group)


def _dates_cohort(value: Value) -> bool:
    return isinstance(value, Year) and value.use in (YearUse.SINCE, YearUse.OF, YearUse.UNTIL)
