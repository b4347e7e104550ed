"""Figures to the lines they belong to, with year, phase and measure.

Belongs here: one logical line at a time, from left to right: which words belong to which figure, and whose figure it is.
Does not belong here: which line is part of which (``hierarchy``), ids (``assembly``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.extraction.context import Context, Role
from pipeline.extraction.counting import bind_count
from pipeline.extraction.drafts import AmountDraft, IssueDraft, LineDraft, Row
from pipeline.extraction.headings import apply_heading, has_figures, is_label_word, read_columns
from pipeline.extraction.labels import clean_label, is_name
from pipeline.extraction.listing import Listing, read_listing
from pipeline.language import read_values, scale
from pipeline.language.values import (
    Arrow,
    Bracket,
    Counted,
    Malformed,
    MarkerWord,
    Money,
    Nil,
    Noise,
    Number,
    PhaseWord,
    QualifierWord,
    Rate,
    RelationWord,
    UnitWord,
    Value,
    Year,
    YearUse,
)
from pipeline.model import Measure, Nature, Phase, Qualifier, Relation

_TOTAL = re.compile(r"^(?:合計|総計|小計|計|総額|歳[入出]合計)$")
_GROUP_TOTAL = re.compile(r"[ \u3000](?:合計|計)$")
# Words before a figure that say what it is and are no name.
_GENERIC = re.compile(
    r"^(?:規模|支援規模|単価|単価・件数|予算|予算規模|事業費|年間|主な内訳|内訳|括弧内|地域|件数|合計|計|全国|採択|対象|注|一般|配分)$"
)
_SUFFIX_CHANGE = re.compile(r"[ \u3000]?の?(?P<word>増|減)(?:額|加|少)?(?:って|え|り|し)?(?!税)")
_SPAN_TOTAL = re.compile(r"総額|累計|合計額")
_TIMES_AFTER = re.compile(r"[ \u3000]?×")
_TIMES_BEFORE = re.compile(r"×[ \u3000]?(?:約)?$")
_VALUE_BEFORE = " \u3000\t=(.…・→:‥「【《<[〔,、"
_VALUE_AFTER = " \u3000\t)→(」】》>]〕+"
_LEADERS = re.compile(r"(?:[.…‥･]|・{3,}|\s){4,}[Pp]?\.?\d{1,3}$|[.…‥･・]{3,}[ \u3000]?[Pp]?\.?\d{1,3}$")


@dataclass
class State:
    """Where the reader stands: lines so far, the name that waits for its figure, the context."""

    context: Context = field(default_factory=Context)
    lines: list[LineDraft] = field(default_factory=list)
    issues: list[IssueDraft] = field(default_factory=list)
    pending: LineDraft | None = None
    current: LineDraft | None = None
    heading: LineDraft | None = None
    table: int = 0
    examples: bool | None = None
    table_roles: tuple[Role | None, ...] = ()


@dataclass
class Sentence:
    """A part of a row that is read in one go: its values, shifted to the row's offsets, and its list number."""

    row: Row
    start: int
    end: int
    listing: Listing
    values: list[Value]

    @property
    def text(self) -> str:
        return self.row.text.text


def read_row(row: Row, state: State) -> None:
    """Bind every figure of a row and keep what it says for the rows after it."""
    text = row.text.text
    if _LEADERS.search(text.rstrip()) and state.context.unit is None:
        return
    listing = read_listing(text, row.text.printed)
    start = listing.end
    for piece in re.finditer(r"[^。]+。?", text[listing.end :]):
        sentence = sentence_of(row, start + piece.start(), start + piece.end(), listing)
        _read_sentence(sentence, state)
        listing = Listing(None, None, listing.end)


def sentence_of(row: Row, start: int, end: int, listing: Listing) -> Sentence:
    values = [
        replace(v, start=v.start + start, end=v.end + start) for v in read_values(row.text.text[start:end]).values
    ]
    return Sentence(row, start, end, listing, values)


def _read_sentence(sentence: Sentence, state: State) -> None:
    text = sentence.text[sentence.start : sentence.end]
    columns = read_columns(text, state.context)
    if columns or not has_figures(tuple(sentence.values), state.context.unit):
        _read_without_figures(sentence, text, state)
    elif state.context.columns and _bind_columns(sentence, state):
        return
    else:
        bind_words(sentence, state)


# ---------------------------------------------------------------- lines without figures


def _read_without_figures(sentence: Sentence, text: str, state: State) -> None:
    _note_list(text, state)
    qualifier = next((v for v in sentence.values if isinstance(v, QualifierWord)), None)
    if qualifier and state.current and _is_note(sentence):
        for amount in state.current.amounts:
            amount.qualifier = amount.qualifier or qualifier.qualifier
        return
    before = (state.context.fiscal_year, state.context.phase)
    apply_heading(text, state.context, first=not state.lines)
    for value in sentence.values:
        if isinstance(value, Malformed):
            state.issues.append(IssueDraft(sentence.row, value.start, value.end, "malformed_figure", value.why))
    if read_columns(text, state.context):
        state.table += 1
        return
    label = _label_between(sentence, sentence.start, sentence.end)
    release = any(isinstance(v, PhaseWord) for v in sentence.values) and any(
        isinstance(v, Year) for v in sentence.values
    )
    if (
        is_name(label)
        and not release
        and not text.rstrip().endswith("。")
        and not any(isinstance(v, UnitWord) for v in sentence.values)
    ):
        state.pending = _new_line(sentence, label, sentence.start, sentence.end, state)
    elif before != (state.context.fiscal_year, state.context.phase):
        state.current = state.current if state.pending is None else None


def _is_note(sentence: Sentence) -> bool:
    head = sentence.text[: sentence.end].lstrip(" \u3000(")
    return head[:1] in "※*注(" or sentence.text.lstrip(" \u3000").startswith("(")


def _note_list(text: str, state: State) -> None:
    """主な内訳, 例示: the items listed are examples; 単位未満 notes are read by ``notes``."""
    if re.search(r"主な(?:内訳|事業|項目)|例示", text):
        state.examples = False
        if state.current is not None:
            state.current.children_complete = False


# ---------------------------------------------------------------- rows of a table whose head named its columns


def _bind_columns(sentence: Sentence, state: State) -> bool:
    cells = _cells(sentence)
    columns = state.context.columns
    money_columns = [c for c in columns if c.header != "備考"]
    if not cells or len(cells) > len(columns):
        return False
    label = _label_between(sentence, sentence.start, cells[0].start)
    line = _new_line(sentence, label, sentence.start, cells[0].start, state) if is_name(label) else state.pending
    if line is None:
        return False
    open_line(line, state)
    for position, (cell, role) in enumerate(zip(cells, money_columns, strict=False)):
        if role.is_rate or isinstance(cell, (Rate, MarkerWord)):
            continue
        draft = amount_of(sentence, cell, role, state)
        if draft is not None:
            draft.column, draft.header_path, draft.role_rule = position, role.header, "header"
            if role.restated:
                draft.qualifier = Qualifier.RESTATED
            line.amounts.append(draft)
    _apply_markers(sentence, line, cells[0].start)
    rest = cells[min(len(cells), len(money_columns)) - 1].end
    if has_figures(tuple(v for v in sentence.values if v.start >= rest), state.context.unit):
        tail = Sentence(
            sentence.row, rest, sentence.end, Listing(None, None, 0), [v for v in sentence.values if v.start >= rest]
        )
        bind_words(tail, state)
    return True


def _cells(sentence: Sentence) -> list[Value]:
    """The figures of a row that stand as cells, up to the first word after them."""
    cells: list[Value] = []
    for value in sentence.values:
        if isinstance(value, (Number, Money, Nil, Rate)) and _is_value_like(sentence.text, value):
            if cells and re.search(r"[一-鿿ぁ-んァ-ヶ]", sentence.text[cells[-1].end : value.start]):
                break
            cells.append(value)
    return cells


def _is_value_like(text: str, value: Value) -> bool:
    before = value.start == 0 or text[value.start - 1] in _VALUE_BEFORE
    after = value.end >= len(text) or text[value.end] in _VALUE_AFTER
    return before and after


# ---------------------------------------------------------------- lists and sentences


def bind_words(sentence: Sentence, state: State) -> None:
    previous = sentence.start
    bound: LineDraft | None = None
    main: LineDraft | None = None
    for index, value in enumerate(sentence.values):
        if isinstance(value, Malformed):
            state.issues.append(IssueDraft(sentence.row, value.start, value.end, "malformed_figure", value.why))
        if not _is_figure(sentence, value, state):
            continue
        group = [v for v in sentence.values[:index] if v.start >= previous]
        label = _label_between(sentence, previous, value.start)
        if isinstance(value, Counted):
            if not value.per:
                bound = _line_of_count(sentence, label, previous, value, group, state, bound)
                if bound is not None:
                    bind_count(sentence.row, sentence.values, index, group, label, bound, state.context)
                    previous = value.end
            continue
        bound = _line_of_amount(sentence, label, previous, value, group, state, bound, main)
        if bound is None:
            state.issues.append(
                IssueDraft(sentence.row, value.start, value.end, "no_label", "an amount without a name")
            )
        else:
            main = main or bound
            _bind_amount(sentence, index, value, group, bound, state)
        suffix = _SUFFIX_CHANGE.match(sentence.text, value.end)
        previous = suffix.end() if suffix else value.end
    _finish_row(sentence, main or bound)


def _finish_row(sentence: Sentence, line: LineDraft | None) -> None:
    if line is not None:
        _apply_markers(sentence, line, sentence.end)


def _is_figure(sentence: Sentence, value: Value, state: State) -> bool:
    if isinstance(value, (Money, Counted)):
        return True
    if isinstance(value, Number):
        return state.context.unit is not None and _is_value_like(sentence.text, value)
    if isinstance(value, Nil):
        named = any(isinstance(v, (Year, PhaseWord)) for v in sentence.values if v.end <= value.start)
        return (
            bool(value.unit_text) or named or (state.context.unit is not None and _is_value_like(sentence.text, value))
        )
    return False


def _line_of_amount(
    sentence: Sentence, label: str, start: int, value: Value, group: list[Value], state: State,
    bound: LineDraft | None, main: LineDraft | None,
) -> LineDraft | None:  # fmt: skip
    """The line that an amount belongs to: a new one if a name stands before it, else the one that waits or goes on."""
    relation = next((v.relation for v in group if isinstance(v, RelationWord)), None)
    if is_name(label) and not _GENERIC.match(label) or _TOTAL.match(label):
        line = _new_line(sentence, label, start, value.start, state)
        inside = bound is not None and _depth(sentence, value.start) > 0
        line.relation = relation or (Relation.COMPONENT if inside else None)
        if relation or inside:
            line.parent, line.parent_rule = main or _last_main(state), "words"
        open_line(line, state, keep_current=line.parent is not None)
        return line
    if relation in (Relation.OUTSIDE, Relation.RELISTED) and (main or state.current):
        line = _new_line(sentence, label or "この他", start, value.start, state)
        line.relation, line.parent, line.parent_rule = relation, main or _last_main(state), "words"
        open_line(line, state, keep_current=True)
        return line
    if bound is not None:
        return bound
    if state.pending is not None:
        line, state.pending = state.pending, None
        open_line(line, state)
        return line
    if state.current is None:
        line = _new_line(sentence, label or "総額", start, value.start, state)
        open_line(line, state)
        return line
    return state.current


def _line_of_count(
    sentence: Sentence, label: str, start: int, value: Value, group: list[Value], state: State, bound: LineDraft | None
) -> LineDraft | None:
    if bound is not None:
        return bound
    if state.pending is not None:
        line, state.pending = state.pending, None
        open_line(line, state)
        return line
    bracketed = sentence.text[sentence.start : sentence.end].lstrip(" \u3000")[:1] == "("
    if state.current is not None and (bracketed or not is_name(label) or sentence.row.indent > state.current.indent):
        return state.current
    if is_name(label):
        line = _new_line(sentence, label, start, value.start, state)
        open_line(line, state)
        return line
    return state.current


def _last_main(state: State) -> LineDraft | None:
    """The line that うち and 外に refer to: the last one that is no such part itself."""
    for line in reversed(state.lines):
        if line.relation not in (Relation.OF_WHICH, Relation.OUTSIDE, Relation.RELISTED):
            return line
    return None


def _bind_amount(
    sentence: Sentence, index: int, value: Value, group: list[Value], line: LineDraft, state: State
) -> None:
    role, rule = _role_of(sentence, index, value, group, line, state)
    if role is None:
        state.issues.append(
            IssueDraft(
                sentence.row, value.start, value.end, "role_unknown", "a second figure whose role is not printed"
            )
        )
        return
    draft = amount_of(sentence, value, role, state)
    if draft is None:
        return
    draft.role_rule = rule
    _apply_suffixes(sentence, index, draft)
    line.amounts.append(draft)


def _role_of(
    sentence: Sentence, index: int, value: Value, group: list[Value], line: LineDraft, state: State
) -> tuple[Role | None, str]:
    context, text = state.context, sentence.text
    if (
        any(isinstance(v, Counted) and v.per for v in group)
        or _TIMES_AFTER.match(text, value.end)
        or _TIMES_BEFORE.search(text[: value.start + 1][-4:])
        or "×" in text[max(0, value.start - 2) : value.start]
    ):
        return Role(measure=Measure.UNIT_COST), "unit cost"
    window = text[max(sentence.start, value.start - 24) : value.start]
    spans = any(
        isinstance(v, Year) and v.use in (YearUse.RANGE, YearUse.UNTIL) or isinstance(v, Noise) and v.why == "duration"
        for v in group
    )
    if spans and _SPAN_TOTAL.search(window):
        return Role(measure=Measure.CUMULATIVE), "words"
    explicit = context.role_of(group)
    following = sentence.values[index + 1] if index + 1 < len(sentence.values) else None
    before = sentence.values[index - 1] if index else None
    if isinstance(before, Arrow) or isinstance(following, Arrow):
        default = (Role(context.fiscal_year - 1 if context.fiscal_year else None, Phase.APPROVED), context.default_role)
        return (context.arrow_roles or default)[1 if isinstance(before, Arrow) else 0], "arrow"
    if explicit is not None:
        return explicit, "words"
    year_after = _year_after(sentence, index, state)
    if year_after is not None:
        return year_after, "words"
    if _SUFFIX_CHANGE.match(text, value.end):
        return replace(context.default_role, measure=Measure.CHANGE), "words"
    second = (
        _depth(sentence, value.start) > 0
        and line.amounts
        and (line.amounts[-1].row is sentence.row or text.lstrip(" \u3000").startswith("("))
    )
    if second:
        return context.bracket_role, "legend"
    return context.default_role, "heading"


def _year_after(sentence: Sentence, index: int, state: State) -> Role | None:
    """要求額 5,500百万円(平成21年度): the year follows in brackets of its own."""
    after = sentence.values[index + 1 : index + 4]
    if (
        len(after) == 3
        and isinstance(after[0], Bracket)
        and isinstance(after[1], Year)
        and isinstance(after[2], Bracket)
    ):
        return replace(state.context.default_role, fiscal_year=state.context.year_of(after[1]))
    return None


def amount_of(sentence: Sentence, value: Value, role: Role, state: State) -> AmountDraft | None:
    """The draft of a figure under its role; an issue where its unit makes no whole yen."""
    unit = state.context.unit
    draft = AmountDraft(
        sentence.row, value.start, value.end, None, None, unit.text if unit else None, role.fiscal_year, role.phase,
        role.supplement_no, role.measure, role.nature,
    )  # fmt: skip
    if isinstance(value, Money):
        draft.yen, draft.precision, draft.unit_text = value.yen, value.precision, value.unit_text
        draft.yen_max, draft.approximate = value.yen_max, value.approximate
        if value.tail is not None:
            _complete(draft, value, unit)
    elif isinstance(value, Number):
        scaled = scale(value, unit.factor) if unit else None
        if scaled is None:
            state.issues.append(
                IssueDraft(sentence.row, value.start, value.end, "no_unit", "a number that no unit makes whole yen")
            )
            return None
        draft.yen, draft.precision, draft.approximate = scaled[0], scaled[1], value.approximate
    elif isinstance(value, Nil):
        draft.unit_text = value.unit_text or draft.unit_text
    return draft


def _complete(draft: AmountDraft, value: Money, unit: UnitWord | None) -> None:
    """410億4700 under (単位:万円): the declared unit completes the last number."""
    tail = scale(value.tail, unit.factor) if unit and value.tail and unit.factor < value.tail_level else None
    if tail is not None and draft.yen is not None:
        draft.yen, draft.precision = draft.yen + tail[0], tail[1]


def _apply_suffixes(sentence: Sentence, index: int, draft: AmountDraft) -> None:
    text = sentence.text
    suffix = _SUFFIX_CHANGE.match(text, draft.end)
    if suffix and draft.yen is not None:
        draft.measure = Measure.CHANGE
        if suffix["word"] == "減" and draft.yen > 0:
            draft.yen = -draft.yen
    for value in sentence.values[index + 1 :]:
        if isinstance(value, (Money, Number, Counted, Nil)):
            break
        if isinstance(value, QualifierWord) and draft.qualifier is None:
            draft.qualifier = value.qualifier
            if value.start <= draft.end + 1:
                draft.end = value.end
    if draft.nature is Nature.CEILING:
        draft.measure = Measure.UNIT_COST


# ---------------------------------------------------------------- lines


def _new_line(sentence: Sentence, label: str, start: int, end: int, state: State) -> LineDraft:
    line = LineDraft(
        sentence.row, start, end, label, sentence.listing.number, sentence.listing.style, sentence.row.indent
    )
    line.is_total = bool(_TOTAL.match(label))
    line.table = f"{sentence.row.page}-{state.table}"
    relation = next((v.relation for v in sentence.values if isinstance(v, RelationWord) and v.end <= end), None)
    line.relation = relation
    _apply_markers(sentence, line, end)
    return line


def open_line(line: LineDraft, state: State, keep_current: bool = False) -> None:
    if line not in state.lines:
        state.lines.append(line)
    state.pending = None
    if line.relation in (Relation.OF_WHICH, Relation.OUTSIDE) and line.parent is None:
        line.parent, line.parent_rule = _last_main_before(state, line), "words"
    if not keep_current:
        state.current = line


def _last_main_before(state: State, line: LineDraft) -> LineDraft | None:
    for earlier in reversed(state.lines):
        if earlier is not line and earlier.relation not in (Relation.OF_WHICH, Relation.OUTSIDE, Relation.RELISTED):
            return earlier
    return None


def _apply_markers(sentence: Sentence, line: LineDraft, end: int) -> None:
    for value in sentence.values:
        if isinstance(value, MarkerWord) and line.marker is None and _stands_apart(sentence.text, value):
            line.marker = value.marker


def _stands_apart(text: str, value: Value) -> bool:
    before = value.start == 0 or text[value.start - 1] in " \u3000([【〔<《★☆・"
    after = value.end >= len(text) or text[value.end] in " \u3000)]】〕>》・"
    return before and after


def _label_between(sentence: Sentence, start: int, end: int) -> str:
    """The text between two offsets without the words that say what a figure is."""
    parts: list[str] = []
    at = start
    for value in sentence.values:
        if value.start < start or value.end > end:
            continue
        keep = is_label_word(value) and not isinstance(value, (RelationWord, Money, Nil))
        if isinstance(value, MarkerWord):
            keep = not _stands_apart(sentence.text, value)
        if not keep:
            parts.append(sentence.text[at : value.start])
            at = value.end
    parts.append(sentence.text[at:end])
    return clean_label("".join(parts).replace("事項要求", "") if "事項要求" in sentence.text else "".join(parts))


def _depth(sentence: Sentence, at: int) -> int:
    depth = 0
    for value in sentence.values:
        if isinstance(value, Bracket) and value.start < at and value.char in "()<>《》[]【】〔〕":
            depth += 1 if value.opening else -1
    return depth


__all__ = ["Sentence", "State", "amount_of", "bind_words", "open_line", "read_row", "sentence_of"]
