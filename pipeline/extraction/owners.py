"""Whose figure it is: the line that an amount or a count belongs to.

Belongs here: the rules, in one list, each a small named function with the example it was written for; the first that knows
decides. Does not belong here: what the figure is (``roles``), the hierarchy of lines that no word links (``hierarchy``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeGuard

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.figures import Figure, figure_at
from pipeline.extraction.labels import budget_topic, clean_label, is_generic, is_name, topic_of
from pipeline.extraction.naming import is_spoken, name_before, per_start, stands_apart, words_between
from pipeline.extraction.roles import is_price, is_unit_cost
from pipeline.extraction.sentences import Sentence
from pipeline.extraction.state import State, last_main, open_line
from pipeline.language.values import (
    Bracket,
    MarkerWord,
    Money,
    Number,
    PhaseWord,
    QualifierWord,
    RelationWord,
    Value,
    Year,
)
from pipeline.model import Qualifier, Relation

# 一般会計 159億円 財政融資 200億円 below a title: where its money comes from.
ACCOUNT = re.compile(r"一般会計|[一-鿿ァ-ヶー・]{2,20}特別会計|財政融資(?:資金)?|財政投融資|産業投資|政府保証|復興特会")
TOTAL = re.compile(r"^(?:合計|総計|小計|計|総額|歳[入出]合計)$")
# その内訳は、A 10億円及びB 5億円である; これは、A…から成る: what follows are all the parts of what came before.
_BREAKDOWN = re.compile(
    r"(?:その)?内訳は|(?:その|この|うち)?主なものは|(?:その|この)主な(?:内容|事業|経費|内訳)は|^[ \u3000]*(?:これは|これらは)"
)
_CONSISTS = re.compile(r"(?:から|で|より)(?:成る|なる|構成)|を合わせた|の合計")
_BREAKDOWN_KEY = re.compile(r"内訳")
# 国立大学法人運営費交付金 39.2億円の内数, under a title: the title's figure, within that grant.
_ENCLOSING = re.compile(r"(?:交付金|負担金|補助金|委託費|運営費|経費|会計|費)$")
# Words this close in height (in letters) stand on one line.
ONE_HEIGHT = 0.5
_NAME_BEHIND = re.compile(r"[ \u3000]?[(「](?P<name>[^()「」\d]{4,60})[)」]")
_PROGRAM = re.compile(r"(?:事業|プログラム|プロジェクト|補助金|交付金|費|整備|推進)$")
_MOSTLY = re.compile(r"主な|主として|主に|など|等")


@dataclass
class Walk:
    """What binding the figures of one sentence has found so far, left to right.

    ``by_depth`` holds the line of the last figure at each depth of brackets; ``main`` the sentence's first line;
    ``parts_of`` the line whose parts the sentence lists and ``part_relation`` how they stand to it.
    """

    sentence: Sentence
    main: LineDraft | None = None
    by_depth: dict[int, LineDraft] = field(default_factory=dict)
    parts_of: LineDraft | None = None
    part_relation: Relation | None = None

    def bound(self, depth: int) -> LineDraft | None:
        """The line that a nameless figure at this depth of brackets goes on with."""
        inner = max((d for d in self.by_depth if d <= depth), default=None)
        return self.by_depth[inner] if inner is not None else None

    def bind(self, line: LineDraft, depth: int) -> None:
        """Remember the line of a figure; deeper brackets are closed for good."""
        self.by_depth = {d: x for d, x in self.by_depth.items() if d < depth}
        self.by_depth[depth] = line
        if self.main is None and line.relation is None:
            self.main = line


OwnerRule = Callable[[Figure, str, Walk, State], LineDraft | None]


def open_outer(figure: Figure, walk: Walk, state: State) -> Figure:
    """研修費の補助(上限50万円/人) 8億円: the name before a bracket that comes first is the line's, also of what follows.

    Returns the figure with its words cut to those inside the bracket.
    """
    sentence = figure.sentence
    if walk.by_depth or figure.depth == 0 or sentence.is_bracketed or sentence.is_prose:
        return figure
    opening = next(
        (v for v in figure.group if isinstance(v, Bracket) and v.opening and sentence.depth(v.start) == 0), None
    )
    name = name_before(sentence, figure.start, opening.start) if opening is not None else ""
    if opening is None or not _is_own_name(name):
        return figure
    inner = figure_at(sentence, figure.index, opening.end)
    line = _begin(figure_at(sentence, sentence.values.index(opening), figure.start), name, state)
    _open_named(line, inner, state, only=len([v for v in sentence.values if isinstance(v, (Money, Number))]) == 1)
    walk.bind(line, 0)
    return inner


def _is_own_name(name: str) -> bool:
    return is_name(name) and not is_generic(name)


def owner_of_amount(figure: Figure, walk: Walk, state: State) -> LineDraft | None:
    """The line of an amount: named before it, or the one that the text goes on about; ``None`` if there is none."""
    name = name_before(figure.sentence, figure.start, per_start(figure.sentence, figure.start, figure.value.start))
    _note_breakdown(figure, walk, state)
    for rule in AMOUNT_RULES:
        line = rule(figure, name, walk, state)
        if line is not None:
            return line
    return None


# ---------------------------------------------------------------- rules for amounts, in the order in which they are tried


def _portion_of_another(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """Xは、Y 30億円の内数: the figure bounds X; Y is the line that encloses it."""
    qualifier = figure.next_value
    if not isinstance(qualifier, QualifierWord) or qualifier.qualifier is not Qualifier.PORTION_OF:
        return None
    topic = topic_of(words_between(figure.sentence, figure.start, figure.value.start))
    if is_name(topic) and not is_generic(topic):
        line = _begin(figure, topic, state)
        open_line(line, state)
        return line
    enclosing = bool(_ENCLOSING.search(name)) or not name
    if walk.bound(figure.depth) is None and enclosing and (state.pending or state.item):
        return _same_height(figure, name, walk, state) or _take_waiting(state)
    return None


def _price_of_topic(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """巡回公演の単価は、一公演につき約0・5億円: in a sentence a price belongs to what the paragraph is about."""
    if not is_price(figure) or walk.bound(figure.depth) is not None:
        return None
    spoken = is_spoken(figure.sentence, figure.words) or figure.sentence.is_prose
    topic = state.current if state.pending is None else None
    here = topic is not None and (topic.row is figure.sentence.row or not is_name(name) or is_generic(name))
    return topic if spoken and here else None


def _named(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """A name of its own: 災害復旧費に三十七億円."""
    if (lettered := state.letters.get(name)) is not None:
        open_line(lettered, state)
        return lettered
    if not (is_name(name) and not is_generic(name)) and not TOTAL.match(name):
        return None
    line = _begin(figure, name, state)
    if line.parent is None:
        _make_part(figure, line, walk, state)
    return _open_named(line, figure, state, only=True)


def _open_named(line: LineDraft, figure: Figure, state: State, only: bool) -> LineDraft:
    """Open a line that has a name of its own; ``only`` where its one figure is the one given.

    Below a title without a figure it is a part of that title; with nothing but a price it is a detail of the program.
    """
    price = only and is_price(figure)
    if line.parent is None and not price and _lists_under_title(figure, state):
        return _item_of_title(line, state)
    if price and line.parent is None and is_unit_cost(figure) and _has_budget_here(state.current, figure):
        line.parent, line.parent_rule, line.relation = state.current, "detail", Relation.COMPONENT
    total = line.is_total and line.prose
    open_line(line, state, keep_current=line.parent is not None or total)
    return line


def _has_budget_here(line: LineDraft | None, figure: Figure) -> bool:
    """Whether the line that goes on is a program on this page: 一般型(1地域あたり…) is a detail of it."""
    return line is not None and line.has_budget and line.row.page == figure.sentence.row.page


def _lists_under_title(figure: Figure, state: State) -> bool:
    """Bulleted items with their figures on a slide whose title has none."""
    sentence = figure.sentence
    bulleted = (sentence.listing.style or "").startswith("bullet") and not sentence.is_prose
    return bulleted and _has_open_title(None, sentence.row.page, state)


def _has_open_title(line: LineDraft | None, page: int, state: State) -> bool:
    """Whether the slide's title has no figure of its own, so that the bulleted names below it are its parts."""
    title = state.pending
    if state.slide_head is None or title is None or title is line:
        return False
    return title.row.page == page and title.style is None


def _item_of_title(line: LineDraft, state: State) -> LineDraft:
    title = state.pending
    assert title is not None
    if title not in state.lines:
        state.lines.append(title)
    line.parent, line.parent_rule, line.relation = title, "title_over_items", line.relation or Relation.COMPONENT
    open_line(line, state)
    state.pending = title
    return line


def _topic_of_sentence(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """就学支援に要する経費については、対象者12万人、…として、142億円を計上: what the sentence is about."""
    if walk.main is not None or not figure.sentence.is_prose:
        return None
    topic = budget_topic(words_between(figure.sentence, figure.sentence.start, figure.value.start))
    if not topic:
        return None
    line = _begin(figure, topic, state)
    open_line(line, state)
    return line


def _unnamed_aside(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """※この他に 156億円; うち 3億円: a part or an addition without a name is a line of its own."""
    whole = walk.main or state.current
    if figure.relation is None or figure.relation is Relation.COMPONENT or whole is None:
        return None
    words = {Relation.OUTSIDE: "この他", Relation.RELISTED: "再掲", Relation.OF_WHICH: "うち"}
    line = _begin(figure, name or words[figure.relation], state)
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
        if level and line.row.indent < row.indent and line not in state.lines:
            return _open_waiting(state, line)
    return None


def _fresh_item(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """○ 環境整備, and (5,163億円) alone in the next row: the item's, not last year's of the line above."""
    fresh = (
        state.item is not None
        and state.item_age == 0
        and not any(isinstance(v, (Year, PhaseWord)) for v in figure.group)
    )
    return _take_waiting(state, figure) if fresh else None


def _second_below(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """(平成19年度予算額) : 5,521百万円 below the first figure, whatever bulleted words stand between them."""
    if state.pending is not None or not figure.sentence.is_bracketed:
        return None
    if state.last is not None and state.last_age == 0 and len(state.last.amounts) == 1:
        return state.last  # うち 1,375億円, and its last year's figure in the next row
    return state.current if state.current is not None and state.current.amounts else None


def _waiting(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """A title, or a bulleted name, that still has no figure."""
    return _take_waiting(state, figure)


def _named_behind(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """補正予算 15億円(図書館ネットワーク事業): the bracket behind the figure says whose it is."""
    found = _NAME_BEHIND.match(figure.following)
    if found is None or figure.depth > 0:
        return None
    label = clean_label(found["name"])
    known = next((line for line in reversed(state.lines) if line.label == label), None)
    if known is None and not (_PROGRAM.search(label) and is_name(label)):
        return None
    line = known or _begin(figure, label, state)
    open_line(line, state)
    return line


def _last_line(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    return state.current


def _nothing_named(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """A release that starts with its total: the figure is the whole's."""
    line = _begin(figure, name or "総額", state)
    open_line(line, state)
    return line


AMOUNT_RULES: tuple[OwnerRule, ...] = (
    _portion_of_another,
    _price_of_topic,
    _named,
    _topic_of_sentence,
    _unnamed_aside,
    _goes_on,
    _named_behind,
    _same_height,
    _fresh_item,
    _second_below,
    _waiting,
    _last_line,
    _nothing_named,
)


# ---------------------------------------------------------------- counts


def owner_of_count(figure: Figure, name: str, walk: Walk, state: State) -> LineDraft | None:
    """The line of a count: the sentence's, a fresh bulleted name's, a waiting title's, one of its own, or the last."""
    if (bound := walk.bound(figure.depth)) is not None:
        return bound
    own = is_name(name) and not is_generic(name)
    about = _topic_of_sentence(figure, name, walk, state) if own else None
    if about is not None:
        return about
    spoken = is_spoken(figure.sentence, words_between(figure.sentence, figure.start, figure.value.start))
    if own and not spoken and figure.depth == 0 and not _is_inside(figure, state):
        line = _begin(figure, name, state)
        open_line(line, state)
        return line
    if state.item is not None and state.item_age == 0 and not own:
        return _open_waiting(state, state.item)
    if state.pending is not None:
        return _open_waiting(state, state.pending)
    if state.current is None and is_name(name):
        line = _begin(figure, name, state)
        open_line(line, state)
    return state.current


def _is_inside(figure: Figure, state: State) -> bool:
    """Whether a named count is a detail of the last line: it stands below it, further to the right, or in a frame."""
    row, current = figure.sentence.row, state.current
    if state.pending is not None or current is None:
        return False
    inside = state.frame == current.body if row.frame is not None else row.indent > current.indent
    return inside and row.page == current.row.page and current.has_budget


# ---------------------------------------------------------------- making lines


def _take_waiting(state: State, figure: Figure | None = None) -> LineDraft | None:
    """The name that waits for a figure: the last one printed; a bullet's words are about no bullet beside it."""
    item = state.item
    if (
        figure is not None
        and item is not None
        and item.style is not None
        and item.style == figure.sentence.listing.style
    ):
        item = None
    waiting = item or state.pending
    return _open_waiting(state, waiting) if waiting is not None else None


def _open_waiting(state: State, line: LineDraft) -> LineDraft:
    """Open a name that waited; a bulleted one leaves the title above it waiting for the next item."""
    if (line.style or "").startswith("bullet") and _has_open_title(line, line.row.page, state):
        return _item_of_title(line, state)
    open_line(line, state)
    return line


def _begin(figure: Figure, name: str, state: State) -> LineDraft:
    line = new_line(figure.sentence, name, figure.start, figure.value.start, state)
    line.relation = figure.relation
    line.prose = figure.sentence.is_prose
    if line.prose:
        line.table = f"{line.table}-{figure.sentence.row.offset}"
    return line


def new_line(sentence: Sentence, label: str, start: int, end: int, state: State) -> LineDraft:
    """A line that is not yet one of the document's (``open_line`` makes it one)."""
    row, listing = sentence.row, sentence.listing
    line = LineDraft(row, start, end, label, listing.number, listing.style, row.indent)
    line.is_total = bool(TOTAL.match(label))
    line.table = f"{row.page}-{state.table}"
    line.outline = tuple(heading for _, heading in state.outline)
    line.frame, line.body = row.frame, state.frame or row.frame
    line.relation = next((v.relation for v in sentence.between(start, end) if _relates(v, sentence)), None)
    apply_markers(sentence, line)
    return line


def _relates(value: Value, sentence: Sentence) -> TypeGuard[RelationWord]:
    """Whether a word relates the whole line: (再掲) does, (一部再掲) says it of some of its parts."""
    return isinstance(value, RelationWord) and "一部" not in sentence.text[max(0, value.start - 2) : value.end]


def apply_markers(sentence: Sentence, line: LineDraft) -> None:
    """The first 新規, 拡充 … of the sentence that stands apart marks a line that has no marker yet."""
    for value in sentence.values:
        if isinstance(value, MarkerWord) and line.marker is None and stands_apart(sentence.text, value):
            line.marker = value.marker


# ---------------------------------------------------------------- parts within a sentence


def _note_breakdown(figure: Figure, walk: Walk, state: State) -> None:
    """その内訳は、…: from here on the sentence lists the parts of the line before."""
    if walk.parts_of is not None:
        return
    whole = walk.main or state.current
    body = figure.sentence.body
    opens = _BREAKDOWN.search(figure.words) and not (
        figure.words.lstrip().startswith("これ") and not _CONSISTS.search(body)
    )
    if whole is not None and opens and figure.sentence.is_prose:
        walk.parts_of, walk.part_relation = whole, Relation.COMPONENT
        whole.children_complete = not _MOSTLY.search(figure.words) if whole.children_complete is None else None
    elif figure.relation is Relation.OF_WHICH and figure.sentence.is_prose:
        walk.parts_of, walk.part_relation = whole, Relation.OF_WHICH


def _make_part(figure: Figure, line: LineDraft, walk: Walk, state: State) -> None:
    """The relation of a named figure to what the sentence lists: うち, its brackets, その内訳は."""
    outer = walk.bound(figure.depth - 1) if figure.depth > 0 else None
    if line.relation is not None:
        line.parent = outer or walk.main or walk.parts_of or last_main(state)
    elif outer is not None:
        line.parent, line.relation = outer, _relation_in_brackets(figure, walk)
    elif walk.parts_of is not None:
        line.parent, line.relation = walk.parts_of, walk.part_relation
    elif ACCOUNT.fullmatch(line.label) and (title := state.pending) is not None:
        open_line(title, state)
        line.parent, line.relation = title, Relation.COMPONENT
    elif figure.depth > 0 and figure.sentence.is_bracketed and state.pending is None and state.current is not None:
        line.parent, line.relation = state.current, Relation.COMPONENT
    line.parent_rule = "words" if line.parent is not None else None


def _relation_in_brackets(figure: Figure, walk: Walk) -> Relation:
    """総額10兆円(財政融資9兆円及び産業投資1兆円): parts; (うちA 1億円、B 2億円): both of them うち."""
    inner = walk.bound(figure.depth)
    if inner is not None and inner.parent is walk.bound(figure.depth - 1) and inner.relation is Relation.OF_WHICH:
        return Relation.OF_WHICH
    return Relation.COMPONENT
