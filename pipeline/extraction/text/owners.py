"""Whose figure it is: the line that an amount or a count belongs to.

Belongs here: the rules, in one list, each a small named function with the example it was written for; the first that knows
decides. Does not belong here: what the figure is (``roles``), the hierarchy of lines that no word links (``hierarchy``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.labels import (
    budget_thing,
    budget_topic,
    clean_label,
    is_generic,
    is_generic_count,
    is_item,
    is_name,
    topic_of,
)
from pipeline.extraction.state import State, last_main, open_line
from pipeline.extraction.text.breakdown import Walk, make_part, note_breakdown
from pipeline.extraction.text.figures import Figure, figure_at
from pipeline.extraction.text.lines import TOTAL, begin_line
from pipeline.extraction.text.naming import is_spoken, name_before, per_start, words_between
from pipeline.extraction.text.roles import is_price, is_unit_cost, role_of_figure
from pipeline.extraction.text.slides import title_of_box
from pipeline.extraction.text.waiting import ONE_HEIGHT, item_of_title, lists_under_title, open_waiting, take_waiting
from pipeline.language.values import Bracket, Counted, Money, Number, PhaseWord, QualifierWord, UnitWord, Year
from pipeline.model import Measure, Qualifier, Relation

# 国立大学法人運営費交付金 39.2億円の内数, under a title: the title's figure, within that grant.
_ENCLOSING = re.compile(r"(?:交付金|負担金|補助金|委託費|運営費|経費|会計|費)$")
_NAME_BEHIND = re.compile(r"[ \u3000]?[(「](?P<name>[^()「」\d]{4,60})[)」]")
_PROGRAM = re.compile(r"(?:事業|プログラム|プロジェクト|補助金|交付金|費|整備|推進)$")

# 【125億円】先端研究基盤の強化: what stands before the amount, and behind it up to the name.
_OPENS_ROW = re.compile(r"[ \u3000]*[【〔\[<《][ \u3000]*")
_CLOSES_AMOUNT = re.compile(r"[ \u3000]*+(?:の?内数)?[ \u3000]*[】〕\]>》][ \u3000]*")
_TOGETHER = re.compile(r"(?:合わせ|あわせ|併せ)て?(?:いる|、)?(?:総額|合計)?[約 \u3000]*$")
_AS_PURPOSE = re.compile(r"として、?[ \u3000]*(?:約|総額|合計|新たに)?[ \u3000]*$")
_TOTAL_COUNT = re.compile(r"合計|総計|計")

OwnerRule = Callable[[Figure, str, Walk, State], LineDraft | None]


def open_outer(figure: Figure, walk: Walk, state: State) -> Figure:
    """研修費の補助(上限50万円/人) 8億円: the name before a bracket that comes first is the line's, also of what follows.

    Returns the figure with its words cut to those inside the bracket.
    """
    sentence = figure.sentence
    if walk.by_depth or figure.depth == 0 or sentence.is_bracketed or sentence.is_prose:
        return figure
    # 知的財産の活用事業(第2期)(令和6年度予算:16億円): the first bracket is part of the name.
    opened = [v for v in figure.group if isinstance(v, Bracket) and v.opening and sentence.depth(v.start) == 0]
    opening = opened[-1] if opened else None
    name = name_before(sentence, figure.start, opening.start) if opening is not None else ""
    if opening is None or not _is_own_name(name):
        return figure
    inner = figure_at(sentence, figure.index, opening.end)
    line = begin_line(figure_at(sentence, sentence.values.index(opening), figure.start), name, state)
    open_named(line, inner, state, only=len([v for v in sentence.values if isinstance(v, (Money, Number))]) == 1)
    walk.bind(line, 0)
    return inner


def owner_of_amount(figure: Figure, walk: Walk, state: State) -> LineDraft | None:
    """The line of an amount: named before it, or the one that the text goes on about; ``None`` if there is none."""
    name = name_before(figure.sentence, figure.start, per_start(figure.sentence, figure.start, figure.value.start))
    note_breakdown(figure, walk, state)
    for rule in AMOUNT_RULES:
        line = rule(figure, name, walk, state)
        if line is not None:
            return line
    return None


def _is_own_name(name: str) -> bool:
    return is_name(name) and not is_generic(name)


def open_named(line: LineDraft, figure: Figure, state: State, only: bool) -> LineDraft:
    """Open a line that has a name of its own; ``only`` where its one figure is the one given.

    Below a title without a figure it is a part of that title; with nothing but a price it is a detail of the program.
    """
    price = only and is_price(figure)
    if line.parent is None and not price and lists_under_title(figure, state):
        return item_of_title(line, state)
    if price and line.parent is None and is_unit_cost(figure) and _has_budget_here(state.current, figure):
        line.parent, line.parent_rule, line.relation = state.current, "detail", Relation.COMPONENT
    total = line.is_total and line.prose
    open_line(line, state, keep_current=line.parent is not None or total)
    return line


def _has_budget_here(line: LineDraft | None, figure: Figure) -> bool:
    """Whether the line that goes on is a program on this page: 一般型(1地域あたり…) is a detail of it."""
    return line is not None and line.has_budget and line.row.page == figure.sentence.row.page


# ---------------------------------------------------------------- rules for amounts, in the order in which they are tried


def _named_behind_bracket(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """【125億円】先端研究基盤の強化: an amount in brackets at the head of a row, before its name."""
    sentence, value = figure.sentence, figure.value
    closing = _CLOSES_AMOUNT.match(sentence.text, value.end)
    opens = _OPENS_ROW.fullmatch(sentence.text[sentence.start : value.start])
    if closing is None or opens is None or sentence.is_prose or figure.bracket in state.context.brackets:
        return None
    label = clean_label(words_between(sentence, closing.end(), _next_figure(figure)))
    if not _is_own_name(label) or not is_item(label):
        return None
    line = begin_line(figure, label, state)
    walk.bind(line, 0)
    return open_named(line, figure, state, only=True)


def _next_figure(figure: Figure) -> int:
    """Where the words behind a figure end: at the next one, or with the sentence."""
    behind = figure.sentence.values[figure.index + 1 :]
    return next((v.start for v in behind if isinstance(v, (Money, Number))), figure.sentence.end)


def _portion_of_another(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """Xは、Y 30億円の内数: the figure bounds X; Y is the line that encloses it."""
    qualifier = figure.next_value
    if not isinstance(qualifier, QualifierWord) or qualifier.qualifier is not Qualifier.PORTION_OF:
        return None
    topic = topic_of(words_between(figure.sentence, figure.start, figure.value.start))
    if is_name(topic) and not is_generic(topic):
        line = begin_line(figure, topic, state)
        open_line(line, state)
        return line
    enclosing = bool(_ENCLOSING.search(name)) or not name
    if walk.bound(figure.depth) is None and enclosing and (state.pending or state.item):
        return _same_height(figure, name, walk, state) or take_waiting(state)
    return None


def _price_of_topic(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """巡回公演の単価は、一公演につき約0・5億円: in a sentence a price belongs to what the paragraph is about."""
    if not is_price(figure):
        return None
    bound = walk.bound(figure.depth)
    if bound is not None:
        return bound if figure.sentence.is_prose and not _has_price(bound) else None
    spoken = is_spoken(figure.sentence, figure.words) or figure.sentence.is_prose
    topic = state.current if state.pending is None else None
    here = topic is not None and (topic.row is figure.sentence.row or not is_name(name) or is_generic(name))
    return topic if spoken and here else None


def _has_price(line: LineDraft) -> bool:
    return any(amount.measure is Measure.UNIT_COST for amount in line.amounts)


def _together(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """10億円(この他、補正予算 2億円)、合わせて12億円: the two lines before it come to this."""
    if not _TOGETHER.search(figure.words) or not state.lines:
        return None
    last = state.lines[-1]
    if last.relation is not Relation.OUTSIDE or last.parent is None:
        return None
    line = begin_line(figure, "合計", state)
    line.is_total, line.table, line.joins = True, None, (last.parent, last)
    open_line(line, state, keep_current=True)
    return line


def _topic_with_purpose(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """図書館の整備は、学びの柱として、8億円を計上: としての words say what for, the topic says whose figure it is."""
    words = words_between(figure.sentence, figure.start, figure.value.start)
    if not _AS_PURPOSE.search(words):
        return None
    topic = topic_of(words)
    return _named(figure, topic, walk, state) if is_item(topic) else None


def _named(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """A name of its own: 災害復旧費に三十七億円."""
    if (lettered := state.letters.get(name)) is not None:
        open_line(lettered, state)
        return lettered
    if not (is_name(name) and not is_generic(name)) and not TOTAL.match(name):
        return None
    line = begin_line(figure, name, state)
    if line.parent is None:
        make_part(figure, line, walk, state)
    return open_named(line, figure, state, only=True)


def _named_before_bracket(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """「地域振興交付金」(1,000億円)については: in a sentence, the thing whose bracket holds nothing but the figure."""
    sentence, opening = figure.sentence, figure.previous_value
    if name or not sentence.is_prose or not isinstance(opening, Bracket) or opening.end != figure.value.start:
        return None
    label = budget_thing(words_between(sentence, figure.start, opening.start))
    if not opening.opening or not label:
        return None
    line = begin_line(figure, label, state)
    walk.bind(line, figure.depth - 1)
    open_line(line, state)
    return line


def _total_of_counted(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """国が実施する事業234件(計9,074億円): the total of what was counted just before is its line's own."""
    if not TOTAL.match(name) or figure.depth == 0:
        return None
    before = [v for v in figure.sentence.values[: figure.index] if not isinstance(v, (Bracket, UnitWord))]
    line = walk.bound(figure.depth)
    if line is None or not line.counts or not before or not isinstance(before[-1], Counted):
        return None
    subject = line.counts[-1].subject or line.label
    if subject == line.label or not line.amounts:
        return line
    return open_named(begin_line(figure, subject, state), figure, state, only=True)


def _topic_of_sentence(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """就学支援に要する経費については、対象者12万人、…として、142億円を計上: what the sentence is about."""
    if walk.main is not None or not figure.sentence.is_prose:
        return None
    topic = budget_topic(words_between(figure.sentence, figure.sentence.start, figure.value.start))
    if not topic:
        return None
    line = begin_line(figure, topic, state)
    open_line(line, state)
    return line


def _unnamed_aside(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """※この他に 156億円; うち 3億円: a part or an addition without a name is a line of its own."""
    whole = walk.main or state.current
    if figure.relation is None or figure.relation is Relation.COMPONENT or whole is None:
        return None
    words = {Relation.OUTSIDE: "この他", Relation.RELISTED: "再掲", Relation.OF_WHICH: "うち"}
    line = begin_line(figure, name if is_name(name) else words[figure.relation], state)
    line.relation, line.parent, line.parent_rule = figure.relation, walk.main or last_main(state), "words"
    open_line(line, state, keep_current=True)
    return line


def _goes_on(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """…は、10億円で、前年度 8億円に比べ: the figures after the first one of a sentence."""
    return walk.bound(figure.depth)


def _same_height(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """A name on the left and its amount on the right, in boxes of their own, at one height of a drawn page."""
    row = figure.sentence.row
    if row.box is None or figure.words.strip(" \u3000"):
        return None
    for line in state.names:
        level = line.row.page == row.page and abs(line.row.top - row.top) <= ONE_HEIGHT * row.size
        if level and line.row.indent < row.indent and not line.opened:
            return open_waiting(state, line)
    return None


def _title_of_slide(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """予算額(案) 48億円 in a box at the edge of a slide, away from everything else: the title's."""
    title = title_of_box(figure.sentence.row, state) if not name and walk.main is None else None
    if title is not None:
        open_line(title, state)
    return title


def _fresh_item(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """○ 環境整備, and (5,163億円) alone in the next row: the item's, not last year's of the line above."""
    fresh = (
        state.item is not None
        and state.item_age == 0
        and not any(isinstance(v, (Year, PhaseWord)) for v in figure.group)
    )
    return take_waiting(state, figure) if fresh else None


def _second_below(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """(平成19年度予算額) : 5,521百万円 below the first figure, whatever bulleted words stand between them."""
    if state.pending is not None or not figure.sentence.is_bracketed:
        return None
    if state.last is not None and state.last_age == 0 and len(state.last.amounts) == 1:
        return state.last  # うち 1,375億円, and its last year's figure in the next row
    return state.current if state.current is not None and state.current.amounts else None


def _waiting(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """A title, or a bulleted name, that still has no figure."""
    return take_waiting(state, figure)


def _named_behind(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """補正予算 15億円(図書館ネットワーク事業): the bracket behind the figure says whose it is."""
    found = _NAME_BEHIND.match(figure.following)
    if found is None or figure.depth > 0:
        return None
    label = clean_label(found["name"])
    known = next((line for line in reversed(state.lines) if line.label == label), None)
    if known is None and not (_PROGRAM.search(label) and is_name(label)):
        return None
    line = known or begin_line(figure, label, state)
    open_line(line, state)
    return line


def _last_line(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    current = state.current
    if current is not None and _states_another(current, figure, state):
        return None
    if current is None or current.amounts or not is_price(figure):
        return current
    return _program_above(current, state) or current  # 実施地域 9地域, and 1地域あたり年間3億円 below it


def _states_another(line: LineDraft, figure: Figure, state: State) -> bool:
    """Whether words further down state another budget of a year and phase for which the line has one: it is of something else."""
    if not figure.words.strip(" \u3000") or not isinstance(figure.value, Money):
        return False
    role, _ = role_of_figure(figure, line, state.context)
    if role is None or role.measure is not Measure.BUDGET:
        return False
    own = (role.fiscal_year, role.phase, role.supplement_no, role.nature)
    return any(
        (a.fiscal_year, a.phase, a.supplement_no, a.nature) == own
        and a.measure is Measure.BUDGET and a.row is not figure.sentence.row and a.yen != figure.value.yen
        for a in line.amounts
    )  # fmt: skip


def _program_above(line: LineDraft, state: State) -> LineDraft | None:
    """The last line with a budget above one that only counts, on its page."""
    return next((x for x in reversed(state.lines) if x.has_budget and x.row.page == line.row.page), None)


def _price_on_slide(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """※1か所当たりの事業費は概ね3,000万円 below the boxes of a slide: a price of what the slide is about."""
    title = state.slide_title
    return title if title is not None and title.has_budget and is_price(figure) else None


def _nothing_named(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """A release that starts with its total: the figure is the whole's."""
    if state.current is not None:
        return None
    line = begin_line(figure, name or "総額", state)
    open_line(line, state)
    return line


AMOUNT_RULES: tuple[OwnerRule, ...] = (
    _named_behind_bracket,
    _portion_of_another,
    _price_of_topic,
    _total_of_counted,
    _together,
    _topic_with_purpose,
    _named,
    _named_before_bracket,
    _topic_of_sentence,
    _unnamed_aside,
    _goes_on,
    _named_behind,
    _same_height,
    _title_of_slide,
    _fresh_item,
    _second_below,
    _waiting,
    _last_line,
    _price_on_slide,
    _nothing_named,
)


# ---------------------------------------------------------------- counts


def owner_of_count(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """The line of a count: the sentence's, a fresh bulleted name's, a waiting title's, one of its own, or the last."""
    if (bound := walk.bound(figure.depth)) is not None:
        return bound
    own = is_name(name) and not is_generic_count(name)
    about = _topic_of_sentence(figure, name, walk, state) if own else None
    if about is not None:
        return about
    if state.pending is not None and _in_titled_box(state.pending, state):
        return open_waiting(state, state.pending)
    spoken = is_spoken(figure.sentence, words_between(figure.sentence, figure.start, figure.value.start))
    if own and not spoken and figure.depth == 0 and not _is_inside(figure, state):
        line = begin_line(figure, name, state)
        open_line(line, state)
        return line
    if state.item is not None and state.item_age == 0 and not own:
        return open_waiting(state, state.item)
    if state.pending is not None:
        return open_waiting(state, state.pending)
    label = name if is_name(name) else _total_counted(figure)
    if state.current is None and label:
        line = begin_line(figure, label, state)
        open_line(line, state)
    title = state.slide_title
    return state.current or (title if title is not None and title.has_budget else None)


def _total_counted(figure: Figure) -> str:
    """合計33拠点(内訳 …) before anything is named: the total itself is the line; empty without such a word."""
    found = _TOTAL_COUNT.match(figure.sentence.text, figure.value.start)
    return found.group() if found else ""


def _in_titled_box(title: LineDraft, state: State) -> bool:
    """Whether the row stands in a box whose title still waits for its amount, which may be printed at the bottom."""
    return state.frame is not None and title.body == state.frame


def _is_inside(figure: Figure, state: State) -> bool:
    """Whether a named count is a detail of the last line: it stands below it, further to the right, or in a frame."""
    row, current = figure.sentence.row, state.current
    if state.pending is not None or current is None:
        return False
    if row.page != current.row.page:
        return False
    if row.frame is not None:
        return state.frame == current.body
    return row.indent > current.indent and current.has_budget
