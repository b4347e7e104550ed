"""One program however it is written.

Belongs here: the identity of a name (issuer, normalized name, stage) and what kind of thing it names. Does not belong here:
near matches and aliases between documents.
"""

from __future__ import annotations

import hashlib
import re

from pipeline.language import fold, tokenize
from pipeline.language.numerals import read_numeral
from pipeline.model import Program, ProgramKind

# 第Ⅱ期, （第II期）, 第2期, 第二期: NFKC has made Ⅱ into II.
_STAGE = re.compile(r"[(\[]?第(?P<number>[IVX]+|\d+|[一二三四五六七八九十]+)期[)\]]?")
_PROVISIONAL = re.compile(r"\((?:仮称|案)\)")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_ACCOUNT_ENDINGS = ("会計", "費", "款", "項")
_PROGRAM_ENDINGS = ("事業", "プログラム", "補助金", "経費", "交付金", "負担金", "プロジェクト", "制度", "委託費", "型")


def program_of(label: str, issuer: str | None) -> Program:
    """The program that a label names. The same label of two issuers is two programs.

    >>> program_of("気候変動予測研究 第３期", None).stage
    '第3期'
    """
    folded = _PROVISIONAL.sub("", fold(label))
    stage = _STAGE.search(folded)
    number = _stage_number(stage["number"]) if stage else None
    name = (folded[: stage.start()] + folded[stage.end() :]) if stage else folded
    normalized = re.sub(r"[\W_]+", "", name).casefold() or re.sub(r"\s+", "", folded)
    stage_name = f"第{number}期" if number else None
    key = "\x1f".join((issuer or "", normalized, stage_name or ""))
    program_id = hashlib.sha256(key.encode()).hexdigest()[:16]
    return Program(program_id, label, normalized, stage_name, issuer, _kind(normalized))


def _stage_number(printed: str) -> int:
    if printed[0] in _ROMAN:
        values = [_ROMAN[char] for char in printed]
        return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    numeral = read_numeral(printed, 0)
    return numeral.mantissa if numeral else 0


def _kind(normalized: str) -> ProgramKind:
    """The last word of the name decides: fugashi says where it starts."""
    words = tokenize(normalized)
    last = words[-1].surface if words else ""
    if normalized.endswith(_PROGRAM_ENDINGS):
        return ProgramKind.PROGRAM
    if normalized.endswith(_ACCOUNT_ENDINGS):
        return ProgramKind.ACCOUNT
    return (
        ProgramKind.HEADING if last in {"推進", "充実", "強化", "振興", "展開", "創出", "関係"} else ProgramKind.PROGRAM
    )
