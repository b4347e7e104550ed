"""The parts that a sentence lists: うち, その内訳は, brackets, から成る.

Belongs here: what binding a sentence has found so far, and how a named figure stands to it. Does not belong here: the
hierarchy of lines that no word links (``hierarchy``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extraction.drafts import LineDraft
from pipeline.extraction.state import State, last_main, open_line
from pipeline.extraction.text.figures import Figure
from pipeline.extraction.text.naming import whole_before
from pipeline.extraction.text.sentences import Sentence
from pipeline.model import Relation

# 一般会計 159億円 財政融資 200億円 below a title: where its money comes from.
ACCOUNT = re.compile(r"一般会計|[一-鿿ァ-ヶー・]{2,20}特別会計|財政融資(?:資金)?|財政投融資|産業投資|政府保証|復興特会")
# その内訳は、A 10億円及びB 5億円である; これは、A…から成る: what follows are all the parts of what came before.
_BREAKDOWN = re.compile(
    r"(?:その)?内訳は|(?:その|この|うち)?主なものは|(?:その|この)主な(?:内容|事業|経費|内訳)は|^[ \u3000]*(?:これは|これらは)"
)
_CONSISTS = re.compile(r"(?:から|で|より)(?:成る|なる|構成)|を合わせた|の合計")
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


def note_breakdown(figure: Figure, walk: Walk, state: State) -> None:
    """その内訳は、…: from here on the sentence lists the parts of the line before."""
    if walk.parts_of is not None:
        return
    whole = walk.main or state.current
    if whole is not None and _opens_breakdown(figure):
        walk.parts_of, walk.part_relation = whole, Relation.COMPONENT
        # Two lists of one whole (基礎 and 応用; 主なものは…) cannot both be complete.
        whole.children_complete = not _MOSTLY.search(figure.words) if whole.children_complete is None else None
    elif figure.relation is Relation.OF_WHICH and (
        figure.sentence.is_prose or figure.words.lstrip().startswith("うち")
    ):
        walk.parts_of, walk.part_relation = whole, Relation.OF_WHICH


def _opens_breakdown(figure: Figure) -> bool:
    """Whether the words before a figure open a list of parts; これは does so only in a sentence that ends …から成る."""
    if not figure.sentence.is_prose or not _BREAKDOWN.search(figure.words):
        return False
    return not figure.words.lstrip().startswith("これ") or bool(_CONSISTS.search(figure.sentence.body))


def make_part(figure: Figure, line: LineDraft, walk: Walk, state: State) -> None:
    """The relation of a named figure to what the sentence lists: うち, its brackets, その内訳は."""
    outer = walk.bound(figure.depth - 1) if figure.depth > 0 else None
    if line.relation is not None:
        line.parent = _named_whole(figure, state) or outer or walk.main or walk.parts_of or last_main(state)
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


def _named_whole(figure: Figure, state: State) -> LineDraft | None:
    """一般会計のうち、科学技術振興費は: the last line of the name before うち."""
    name = whole_before(figure.sentence, figure.start, figure.value.start)
    return next((line for line in reversed(state.lines) if line.label == name), None) if name else None


def _relation_in_brackets(figure: Figure, walk: Walk) -> Relation:
    """総額10兆円(財政融資9兆円及び産業投資1兆円): parts; (うちA 1億円、B 2億円): both of them うち."""
    inner = walk.bound(figure.depth)
    if inner is not None and inner.parent is walk.bound(figure.depth - 1) and inner.relation is Relation.OF_WHICH:
        return Relation.OF_WHICH
    return Relation.COMPONENT
