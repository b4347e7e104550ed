"""Headings of budget books: 款, 項 and 目 with their numbers, names and amounts.

Belongs here: 「2款 総務費 1項 総務管理費 7,519,634千円」 as lines of the account hierarchy. Does not belong here: the
tables under them (``tables``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extraction.drafts import LineDraft, Row
from pipeline.extraction.labels import clean_label
from pipeline.extraction.state import State, open_line
from pipeline.extraction.text.money import amount_of
from pipeline.extraction.text.sentences import NO_LISTING, Sentence
from pipeline.language import read_values
from pipeline.language.values import Money
from pipeline.model import Relation

LEVELS = ("款", "項", "目")
_LEVEL_WORDS = frozenset(LEVELS)
RULE = "account_heading"

_GAP = "[ \u3000]?"
# 2款 総務費, 第2款 総務費, (款)2 総務費
_PART = re.compile(
    rf"(?:(?:第{_GAP})?(?P<number>\d{{1,3}}){_GAP}(?P<level>[款項目])|\((?P<level_first>[款項目])\){_GAP}(?P<number_behind>\d{{1,3}}))"
    rf"[ \u3000]*(?P<name>[^\d\s\u3000,、。()][^\d,、。()]*?)(?=[ \u3000]+(?:第{_GAP}|\([款項目]\){_GAP})?\d|[ \u3000]*$)"
)


def read_account_heading(row: Row, state: State) -> bool:
    """Whether a row is nothing but 款, 項 and 目 with at most one amount; if so, its lines are opened."""
    text = row.text.text
    if _LEVEL_WORDS.isdisjoint(text):
        return False
    parts = list(_PART.finditer(text))
    if not parts or text[: parts[0].start()].strip(" \u3000"):
        return False
    rest = text[parts[-1].end() :].strip(" \u3000")
    values = [
        value for value in read_values(text).values if isinstance(value, Money) and value.start >= parts[-1].end()
    ]
    if rest and (len(values) != 1 or text[values[0].end :].strip(" \u3000")):
        return False
    for part in parts:
        _open(row, part, state, values[0] if values and part is parts[-1] else None)
    return True


def _open(row: Row, part: re.Match[str], state: State, money: Money | None) -> None:
    """Open the line of a heading; one that is only repeated without its amount is the line that is open already."""
    level = LEVELS.index(part["level"] or part["level_first"])
    number = part["number"] or part["number_behind"]
    label = clean_label(part["name"])
    current = state.accounts.get(level)
    known = current is not None and current.label == label and current.list_number == number
    if known and money is None:
        return
    line = LineDraft(row, part.start(), part.end("name"), label, number, f"account-{level}", row.indent)
    above = next((state.accounts[one] for one in range(level - 1, -1, -1) if one in state.accounts), None)
    if above is not None:
        line.parent, line.parent_rule, line.relation = above, RULE, Relation.COMPONENT
    line.heading = True
    open_line(line, state)
    state.accounts = {one: open_ for one, open_ in state.accounts.items() if one < level} | {level: line}
    if money is not None:
        sentence = Sentence(row, 0, len(row.text.text), NO_LISTING, [money])
        draft = amount_of(sentence, money, replace(state.context.default_role), state)
        if draft is not None:
            draft.role_rule = RULE
            line.amounts.append(draft)
