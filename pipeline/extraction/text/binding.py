"""Rows to lines and figures: one row at a time, from left to right.

Belongs here: the walk over a row's sentences and over a sentence's figures. Does not belong here: the rules it asks
(``owners``, ``roles``, ``counting``, ``headings``), which line is part of which (``hierarchy``), ids (``assembly``).
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.extraction.drafts import IssueDraft, LineDraft, Row
from pipeline.extraction.labels import is_generic_count
from pipeline.extraction.state import State, open_line
from pipeline.extraction.text.breakdown import Walk
from pipeline.extraction.text.counting import bind_count
from pipeline.extraction.text.figures import Figure, figure_at, is_figure
from pipeline.extraction.text.headed_rows import bind_columns
from pipeline.extraction.text.headings import apply_legend, declare_unit, has_figures, read_columns
from pipeline.extraction.text.lines import apply_markers
from pipeline.extraction.text.money import amount_of, apply_suffixes
from pipeline.extraction.text.naming import name_before
from pipeline.extraction.text.owners import open_outer, owner_of_amount, owner_of_count
from pipeline.extraction.text.roles import role_of_figure
from pipeline.extraction.text.sentences import Sentence, sentence_of, split_row
from pipeline.extraction.text.subjects import is_slight, not_a_budget
from pipeline.extraction.text.titles import read_without_figures
from pipeline.language.values import Counted, Malformed, Money, Number
from pipeline.model import Measure, Nature

STACKED = "a figure below another of its line, and nothing says what it is"
NO_HEAD = "several figures in a row, and no head says what each of them is"

# A table of contents: ............ 3, ･･･P68. A run of dots is taken whole or not at all: it may be a line long.
_LEADERS = re.compile(
    r"(?<![.…‥･・\s])(?:(?:[.…‥･\s]|・(?=・)|(?<=・)・){4,}+|[.…‥･・]{3,}+[ \u3000]?)[Pp]?\.?\d{1,3}$"
)


def read_row(row: Row, state: State) -> None:
    """Bind every figure of a row and keep what it says for the rows after it."""
    if _LEADERS.search(row.text.text.rstrip()) and state.context.unit is None:
        return
    declare_unit(row.text.text, state.context)
    for sentence in split_row(row):
        _read_sentence(sentence, state)
        if (sentence.listing.style or "").startswith("bullet"):
            state.bullet = row
    state.first_in_frame = False
    state.item_age += 1
    state.last_age += 1


def _read_sentence(sentence: Sentence, state: State) -> None:
    columns = read_columns(sentence.body, state.context, sentence.place)
    if columns or not has_figures(tuple(sentence.values), state.context.unit):
        read_without_figures(sentence, columns, state)
        return
    apply_legend(sentence.body, state.context)
    if sentence.is_prose:
        state.context.columns = ()
    rest = bind_columns(sentence, state) if state.context.columns else sentence
    if rest is not None:
        bind_words(rest, state)


def bind_words(sentence: Sentence, state: State) -> None:
    """Bind the figures of a sentence, or of a cell that holds words."""
    walk = Walk(sentence)
    start = sentence.start
    nameless: list[Figure] = []
    for index, value in enumerate(sentence.values):
        if isinstance(value, Malformed):
            state.issues.append(IssueDraft(sentence.row, value.start, value.end, "malformed_figure", value.why))
        if not is_figure(sentence, value, state.context.unit):
            continue
        figure = open_outer(figure_at(sentence, index, start), walk, state)
        if isinstance(value, Counted):
            if value.per:
                continue
            if not _bind_count(figure, walk, state):
                nameless.append(figure)
                continue
        else:
            _bind_amount(figure, walk, state)
        start = figure.end
    line = walk.main or walk.bound(0)
    if line is not None:
        _withdraw_columns(line, sentence, state)
        apply_markers(sentence, line)
        for figure in nameless if line.amounts else ():  # 単価:8地区×約1.5億円: the line comes only with the amount
            bind_count(figure, "", line, state.context)


def _withdraw_columns(line: LineDraft, sentence: Sentence, state: State) -> None:
    """山の研究 18 15, 190億円 200億円: columns whose head was not understood; which is this year's budget, nothing says."""
    bare = {value.start for value in sentence.values if isinstance(value, (Number, Money))}
    columns = [a for a in line.amounts if a.row is sentence.row and a.start in bare and a.role_rule == "heading"]
    gaps = [sentence.text[a.end : b.start] for a, b in pairwise(columns)]
    if not gaps or any(gap.strip(" \u3000") for gap in gaps):
        return
    for amount in columns:
        line.amounts.remove(amount)
        state.issues.append(IssueDraft(sentence.row, amount.start, amount.end, "role_unknown", NO_HEAD))


def _bind_count(figure: Figure, walk: Walk, state: State) -> bool:
    name = _without_status(name_before(figure.sentence, figure.start, figure.value.start))
    line = owner_of_count(figure, name, walk, state)
    if line is None:
        return False
    walk.bind(line, figure.depth)
    bind_count(figure, name, line, state.context)
    return True


def _without_status(name: str) -> str:
    """高校との連携 採択 18校: what is done with the counted things is no part of the name before it."""
    words = name.split(" ")
    while len(words) > 1 and is_generic_count(words[-1]):
        words.pop()
    return " ".join(words)


def _bind_amount(figure: Figure, walk: Walk, state: State) -> None:
    reason = _why_no_amount(figure, state)
    if reason is not None:
        _report(figure, "not_a_fact", reason, state)
        return
    line = owner_of_amount(figure, walk, state)
    if line is None:
        _report(figure, "no_label", "an amount without a name", state)
        return
    walk.bind(line, figure.depth)
    _add_amount(figure, line, state)


def _why_no_amount(figure: Figure, state: State) -> str | None:
    """What keeps a figure in money from being an amount; ``None`` where nothing does."""
    if is_slight(figure, state.context.unit):
        return "a bare number too small for an amount"
    return None if state.context.nature is Nature.REVENUE else not_a_budget(figure)


def _add_amount(figure: Figure, line: LineDraft, state: State) -> None:
    role, rule = role_of_figure(figure, line, state.context)
    if role is None:
        _report(figure, "role_unknown", "a second figure whose role is not printed", state)
        return
    if rule == "heading" and _is_stacked(figure, line):
        _report(figure, "role_unknown", STACKED, state)
        return
    draft = amount_of(figure.sentence, figure.value, role, state)
    if draft is not None:
        draft.role_rule = rule
        apply_suffixes(figure, draft)
        line.amounts.append(draft)
        state.last, state.last_age = line, -1


def _is_stacked(figure: Figure, line: LineDraft) -> bool:
    """14億円 below 15億円, alone in its row: another year's or another phase's, and only a legend could say which."""
    alone = not figure.sentence.body.replace(figure.sentence.text[figure.value.start : figure.value.end], "").strip(
        " \u3000"
    )
    stated = [a for a in line.amounts if a.role_rule in ("heading", "legend") and a.measure is Measure.BUDGET]
    return alone and any(a.row is not figure.sentence.row for a in stated)


def _report(figure: Figure, kind: str, reason: str, state: State) -> None:
    state.issues.append(IssueDraft(figure.sentence.row, figure.value.start, figure.value.end, kind, reason))


__all__ = ["Sentence", "State", "amount_of", "bind_words", "open_line", "read_row", "sentence_of"]
