"""The stage of a program in its name: 第Ⅱ期, (2期), フェーズ2.

Belongs here: which numbers in a name are stages, as patterns with their examples. Does not belong here: the rest of the
name (``programs``), counts of terms and dates of a term's end (第1期生, 第2期末), which are no stages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.numerals import read_numeral

_NUMBER = r"(?:[IVX]+|[ivx]+|0?[1-9]\d{0,2}|[一二三四五六七八九十]+)"
_AND = r"(?:・|、|,|/|~|-|及び|と)"
_NUMBERS = rf"(?P<numbers>{_NUMBER}(?:\s*期?\s*{_AND}\s*第?\s*{_NUMBER})*)"
_OPEN, _CLOSE = r"[(\[<《【〔「『]\s*", r"\s*[)\]>》】〕」』]"
# 第1期生, 第2期末, 第1期間, 第3期限, 第2期首, 第1期日 speak of terms and dates, also with a space inside; 第1期 生活支援,
# 第2期 初等教育 and 第2期中期計画 begin another word.
_NO_STAGE = r"(?!\s*(?:生(?![活産物涯態命])|末|首(?!都)|初(?!等|期|動)|間(?!接|伐)|限(?!界)|待(?!機)|日(?!本|常)))"
_END = rf"\s*期(?:分(?![野類析担割]))?{_NO_STAGE}"

# Over folded text, where Ⅱ is II; the first that matches decides. Stages in brackets take their brackets along.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (word, re.compile(pattern))
    for word, core in (
        ("第{}期", rf"第\s*{_NUMBERS}{_END}"),  # 知的クラスター創成事業第Ⅱ期, 第二期, 第Ⅰ期・第Ⅱ期
        ("フェーズ{}", rf"第\s*{_NUMBERS}\s*フェーズ"),  # 第2フェーズ
        ("フェーズ{}", rf"(?:フェーズ|(?i:(?<![a-z])phase))\s*{_NUMBERS}(?![\d.A-Za-z])"),  # フェーズⅡ, Phase 2
    )
    for pattern in (rf"{_OPEN}{core}{_CLOSE}", core)
) + (
    ("第{}期", re.compile(rf"{_OPEN}{_NUMBERS}{_END}{_CLOSE}")),  # (Ⅱ期), (2期), (二期)
    ("第{}期", re.compile(rf"(?<![A-Za-z\d])(?P<numbers>[IVX]+){_END}")),  # 知的クラスター創成事業Ⅱ期
    ("第{}期", re.compile(r"(?<=[^\d\s第.,])\s*(?P<numbers>[1-9]\d?)期$")),  # 湖の観測 2期
)  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class StagedName:
    """A name without its stage, and the stage: 第2期, フェーズ2, 第1期・第2期, or ``None``."""

    name: str
    stage: str | None


def read_stage(folded: str) -> StagedName:
    """Part a folded name from its stage.

    >>> read_stage("気候の予測(第II期)"), read_stage("第1期生の支援")
    (StagedName(name='気候の予測', stage='第2期'), StagedName(name='第1期生の支援', stage=None))
    """
    for word, pattern in _PATTERNS:
        found = pattern.search(folded)
        if found is None:
            continue
        numbers = [_number(one) for one in re.findall(_NUMBER, found["numbers"])]
        stage = "・".join(word.format(number) for number in dict.fromkeys(numbers))
        rest = folded[: found.start()] + " " + folded[found.end() :]
        again = read_stage(rest)
        if again.stage in (None, stage):
            return StagedName(again.name.strip(), stage)
        return StagedName(again.name, f"{stage}・{again.stage}")
    return StagedName(folded, None)


def _number(printed: str) -> int:
    """The value of a Roman, Arabic or kanji number."""
    if printed[0].upper() in _ROMAN:
        values = [_ROMAN[char] for char in printed.upper()]
        return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    numeral = read_numeral(printed, 0)
    return numeral.mantissa if numeral else 0
