"""Where the reader stands between two rows.

Belongs here: the lines so far, the names that wait for a figure, and what opening a line changes. Does not belong here:
the rules that decide whose figure is whose (``owners``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extraction.context import Context
from pipeline.extraction.drafts import IssueDraft, LineDraft, Row
from pipeline.model import Box, Phase, Relation

_PARTS = (Relation.OF_WHICH, Relation.OUTSIDE)
_ASIDES = (Relation.OF_WHICH, Relation.OUTSIDE, Relation.RELISTED)


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: its style, its words, and the line that it may become; none for 1. 目的."""

    style: str
    words: str
    line: LineDraft | None


@dataclass
class State:
    """Lines and issues so far, and what the next row may refer to.

    names that wait: ``pending`` is a title without a figure; ``item`` a bulleted name, printed ``item_age`` rows ago;
    ``names`` are those of the page, ``letters`` the titles lettered A, B, …
    lines that go on: ``current`` is the one that nameless figures belong to; ``last`` the one that was given an amount
    ``last_age`` rows ago, which may be a part of it
    place: ``frame`` is the frame that the row belongs to, which for a title bar is the one around it; ``first_in_frame``
    whether the row opens it; ``bullet`` the last bulleted row; ``slide_head`` where the head of a slide ends,
    ``slide_title`` its title and ``slide_names`` the rows that may name other things; ``issuer`` the ministry whose box it has
    headings: ``outline`` holds those above, ``accounts`` the open 款 (0), 項 (1) and 目 (2), ``account`` the account's
    ``release`` is the year and phase of the document
    """

    context: Context = field(default_factory=Context)
    lines: list[LineDraft] = field(default_factory=list)
    issues: list[IssueDraft] = field(default_factory=list)
    pending: LineDraft | None = None
    item: LineDraft | None = None
    item_age: int = 0
    current: LineDraft | None = None
    last: LineDraft | None = None
    last_age: int = 0
    outline: list[Heading] = field(default_factory=list)
    account: str | None = None
    release: tuple[int | None, Phase | None] = (None, None)
    frame: Box | None = None
    bullet: Row | None = None
    names: list[LineDraft] = field(default_factory=list)
    first_in_frame: bool = False
    slide_head: float | None = None
    slide_title: LineDraft | None = None
    slide_names: tuple[Row, ...] = ()
    issuer: str | None = None
    letters: dict[str, LineDraft] = field(default_factory=dict)
    table: int = 0
    accounts: dict[int, LineDraft] = field(default_factory=dict)


def open_line(line: LineDraft, state: State, keep_current: bool = False) -> None:
    """Make a line one of the document's; the figures that follow without a name are its own unless ``keep_current``."""
    add_line(line, state)
    if line.account is None:
        line.account = state.account
    state.pending = state.item = None
    if line.relation in (Relation.OF_WHICH, Relation.OUTSIDE) and line.parent is None:
        line.parent, line.parent_rule = last_main(state, line), "words"
    if not keep_current:
        state.current = line


def add_line(line: LineDraft, state: State) -> None:
    """Put a line among the document's, once."""
    if not line.opened:
        line.opened = True
        state.lines.append(line)


def last_main(state: State, but: LineDraft | None = None) -> LineDraft | None:
    """The line that うち and 外に refer to: the last one that is no such part itself."""
    if state.current is not None and state.current is not but and state.current.relation not in _PARTS:
        return state.current
    mains = (line for line in reversed(state.lines) if line is not but and line.relation not in _ASIDES)
    return next(mains, None)
