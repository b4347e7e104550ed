"""One program however it is written.

Belongs here: the identity of a name (issuer, normalized name, stage) and what kind of thing it names. Does not belong here:
what stands around a name (``wrappings``), its stage (``stages``), near matches and aliases between documents.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.extraction.stages import read_stage
from pipeline.extraction.wrappings import unwrap
from pipeline.language import fold, tokenize
from pipeline.model import Program, ProgramKind, id_of

_PROVISIONAL = re.compile(r"[(\[<《【〔]\s*(?:仮称?|案)\s*[)\]>》】〕]")
_SPACES = re.compile(r"\s+|(?<=\d),(?=\d{3}(?!\d))")
# Between Japanese characters a line's end stands for nothing, between Latin words for a space.
_LINE_BREAK = re.compile(r"(?<![A-Za-z\d])\s*\n\s*|\s*\n\s*(?![A-Za-z\d])")
# Marks between digits tell numbers apart (Society 5.0, 1/2); everywhere else they are a matter of taste. C++, 50%.
_MARKS = re.compile(r"(?<!\d)(?:[^\w+%]|_)+|(?:[^\w+%]|_)+(?!\d)")
_ACCOUNT_ENDINGS = ("会計", "費", "款", "項")
_PROGRAM_ENDINGS = ("事業", "プログラム", "補助金", "経費", "交付金", "負担金", "プロジェクト", "制度", "委託費", "型")
_HEADING_WORDS = ("推進", "充実", "強化", "振興", "展開", "創出", "関係")


@lru_cache(maxsize=65_536)
def program_of(label: str, issuer: str | None) -> Program:
    """The program that a label names. The same label of two issuers is two programs.

    >>> program_of("気候変動予測研究 第３期", None).stage
    '第3期'
    >>> program_of("(1) 文科省「湖の観測」（仮称）", "文部科学省").name_normalized
    '湖の観測'
    """
    inner = unwrap(label, issuer)
    folded = _PROVISIONAL.sub("", fold(inner.name))
    staged = read_stage(folded)
    normalized = _normalize(staged.name)
    if not normalized:
        staged, normalized = read_stage(""), _SPACES.sub("", fold(label))
    key = "\x1f".join((inner.issuer or "", normalized, staged.stage or ""))
    program_id = id_of(key)
    name = " ".join(_LINE_BREAK.sub("", inner.name).split())
    return Program(program_id, name or label, normalized, staged.stage, inner.issuer, _kind(normalized))


def _normalize(name: str) -> str:
    """A folded name without spaces, quotes, brackets and other marks that documents write or leave out."""
    return _MARKS.sub("", _SPACES.sub("", name)).casefold()


def _kind(normalized: str) -> ProgramKind:
    """The last word of the name decides: fugashi says where it starts, if it can be the word of a heading at all."""
    if normalized.endswith(_PROGRAM_ENDINGS):
        return ProgramKind.PROGRAM
    if normalized.endswith(_ACCOUNT_ENDINGS):
        return ProgramKind.ACCOUNT
    heads = normalized.endswith(_HEADING_WORDS) and tokenize(normalized)[-1].surface in _HEADING_WORDS
    return ProgramKind.HEADING if heads else ProgramKind.PROGRAM
