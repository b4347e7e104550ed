"""Lines without figures: titles, unit captions, legends, table heads, names that wait for their figure.

Belongs here: what such a line changes in the context, rule by rule. Does not belong here: figures (``binding``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.extraction.context import Context, HeadedColumn, Role
from pipeline.extraction.heads import is_aside, role_by_words, settle_changes, settle_sums
from pipeline.language import read_values
from pipeline.language.values import (
    Bracket,
    Counted,
    Money,
    Nil,
    Number,
    PhaseWord,
    QualifierWord,
    RoleWord,
    UnitWord,
    Value,
    Year,
    YearUse,
)
from pipeline.model import Qualifier

# From an offset to the half-width characters printed before it.
Place = Callable[[int], int]

# The first cell of a table head.
_HEAD_WORDS = (
    "事項名", "事項", "区分", "費目", "事業名", "事業", "所管", "項目", "科目", "会計", "款", "項", "目", "名称", "施策名", "施策", "経費",
)  # fmt: skip
_SPACED = "|".join(r"[ \u3000]*".join(word) for word in _HEAD_WORDS)  # 区 分, 施 策 名
_HEAD_START = re.compile(rf"[ \u3000\t]*(?:{_SPACED})(?=[ \u3000\t]|$)")
REMARKS = "備考"
# Heads are letter-spaced to fill their column: 備 考, 比 較.
_SPACED_CELL = "|".join(r"[ \u3000]+".join(word) for word in (REMARKS, "摘要", "説明", "比較", "差引", "増減"))
_CELL = re.compile(rf"(?:{_SPACED_CELL})(?=[ \u3000\t]|$)|[^ \u3000\t]+")
_REMARKS = re.compile(r"備考|摘要|説明|概要")
# 単位未満 begins a note on rounding, no declaration.
_OTHER_UNIT = re.compile(r"\(単位[ \u3000:・]?(?!未満)[^円()]+\)")
_BRACKET_LEGEND = re.compile(
    r"(?:(?P<opening>[(\[<【《〔])[ \u3000]*[)\]>】》〕][ \u3000]*(?:内|書き?)?|(?:括弧|カッコ|かっこ)(?:内|書き?)?)(?:の(?:数字|金額|数値|計数)?)?は[、,]?(?P<role>[^。、)(\[【<]*)"
)


# 上段:令和5年度要求額 下段:前年度予算額
_TIERS = tuple(
    re.compile(rf"{tier}[ \u3000]*[:は][ \u3000]*(?P<role>[^、。,()上中下]+)") for tier in ("上段", "中段", "下段")
)


def read_columns(text: str, context: Context, place: Place | None = None) -> tuple[HeadedColumn, ...]:
    """The columns after the one of names; empty where the line is no table head.

    ``place`` gives the printed place of an offset in a text file. Only there a head may lack a word for its names:
    on a page, reading has found the columns.
    """
    start = _HEAD_START.match(text)
    cells = [cell for cell in _CELL.finditer(text, start.end() if start else 0) if not _is_other(cell.group())]
    if not cells or start is None and (place is None or not _head_without_name(cells)):
        return ()
    if start is None and not _names_date(cells[0].group()):
        cells = cells[1:]
    roles = settle_changes(settle_sums([_column_role(cell.group(), context) for cell in cells]))
    known = [role for role in roles if role is not None]
    if len(known) < len(roles):
        return ()
    edges = [(place(cell.start()), place(cell.end())) if place else (None, None) for cell in cells]
    return tuple(HeadedColumn(role, *edge) for role, edge in zip(known, edges, strict=True))


def _is_other(cell: str) -> bool:
    """款 項 and 期間 beside the first cell head more names, or what is no figure."""
    return _HEAD_START.fullmatch(cell) is not None or is_aside(cell)


def _head_without_name(cells: Sequence[re.Match[str]]) -> bool:
    """R6当初 R7要求 増△減, or 主要経費 before them: two years or more, each a cell of its own."""
    behind = cells if _names_date(cells[0].group()) else cells[1:]
    kinds = [_names_date(cell.group()) for cell in behind]
    return len(kinds) > 1 and all(kinds) and (kinds.count("year") > 1 or "dated" in kinds)


def _names_date(cell: str) -> str:
    """What a cell that holds nothing else names: a ``year``, a year and phase (``dated``), a ``phase`` or a change."""
    values = [v for v in read_values(cell).values if isinstance(v, (Year, PhaseWord, RoleWord))]
    if cell[:1] in "([【<〔《" or sum(v.end - v.start for v in values) < len(cell):
        return ""
    years = [v for v in values if isinstance(v, Year)]
    if not years:
        return "phase"
    return "dated" if len(values) > 1 and years[0].relative is not None else "year"


def _column_role(printed: str, context: Context) -> Role | None:
    cell = re.sub(r"[ \u3000]", "", printed)
    if _REMARKS.search(cell):
        return Role(header=REMARKS)
    values = list(read_values(cell).values)
    if any(isinstance(value, (Money, Counted)) for value in values):
        return None
    named = role_by_words(cell, context)
    role = context.role_of(values)
    if role is None or named is not None and named.nature is not context.nature:
        return named or (
            replace(context.default_role, header=cell) if any(isinstance(v, UnitWord) for v in values) else None
        )
    restated = any(isinstance(v, QualifierWord) and v.qualifier is Qualifier.RESTATED for v in values)
    rate = role.is_rate or "%" in cell or "率" in cell
    return replace(role, header=cell, restated=restated, is_rate=rate)


def apply_heading(text: str, context: Context, columns: tuple[HeadedColumn, ...], speaks: bool = True) -> None:
    """What a line without figures says for those after it: year and phase, unit, legends.

    ``columns`` are those that the line heads, as ``read_columns`` gives them. ``speaks`` is false for a sentence that only mentions a year: no release is about it.
    """
    values = list(read_values(text).values)
    legend = _BRACKET_LEGEND.search(text)
    if speaks and not columns:
        _apply_release([v for v in values if legend is None or v.end <= legend.start()], context)
    for value in values:
        if isinstance(value, UnitWord):
            context.unit = value
    apply_legend(text, context)
    _apply_arrow(text, context)
    if columns:
        context.columns = columns


def declare_unit(text: str, context: Context) -> None:
    """(単位:円) holds from here on wherever it stands; (単位 人、%) ends the unit of money in force."""
    if "単位" in text and _OTHER_UNIT.search(text):
        context.unit = None
    for value in read_values(text).values if "円" in text else ():
        if isinstance(value, UnitWord) and value.declared:
            context.unit = value


def apply_legend(text: str, context: Context) -> None:
    """※( )内は平成20年度予算額: what brackets hold from here on, also where the legend stands beside figures."""
    for legend in _BRACKET_LEGEND.finditer(text) if "は" in text else ():
        role = context.role_of(list(read_values(legend["role"]).values))
        if role is not None:
            context.brackets = {**context.brackets, legend["opening"] or "(": role}
    if "段" not in text:
        return
    tiers = [
        context.role_of(list(read_values(found["role"]).values)) for tier in _TIERS if (found := tier.search(text))
    ]
    if len(tiers) > 1 and all(tiers):
        context.tiers = tuple(role for role in tiers if role is not None)


def _apply_release(values: list[Value], context: Context) -> None:
    """The first year and phase of a heading are those of the release; what stands in brackets only if nothing else does."""
    depth = of_year = 0
    year: Year | None = None
    phase: PhaseWord | None = None
    aside: PhaseWord | None = None
    for value in values:
        if isinstance(value, Bracket):
            depth += 1 if value.opening else -1
        elif isinstance(value, Year) and value.use is YearUse.OF and value.relative is None and year is None:
            year, of_year = value, depth
        elif isinstance(value, PhaseWord) and depth <= of_year and phase is None and year is not None:
            phase = value
        elif isinstance(value, PhaseWord) and aside is None:
            aside = value
    if year is None:
        return
    if phase is None or (phase.phase is None and aside is not None):
        phase = aside  # 令和3年度 主要事業(概算要求), 令和7年度予算のポイント(政府案)
    context.fiscal_year = context.year_of(year)
    if phase is not None:
        context.phase, context.supplement_no = phase.phase, phase.supplement_no


def _apply_arrow(text: str, context: Context) -> None:
    before, arrow, after = text.partition("→")
    if not arrow:
        return
    left = context.role_of(
        [v for v in read_values(re.split(r"[(、,:]", before)[-1]).values if not isinstance(v, UnitWord)]
    )
    right = context.role_of(list(read_values(re.split(r"[)、,]", after)[0]).values))
    if left and right:
        context.arrow_roles = (left, right)


def has_figures(values: tuple[Value, ...], unit: UnitWord | None) -> bool:
    """Whether a line holds figures to bind."""
    return any(
        isinstance(value, (Money, Nil, Counted)) or (isinstance(value, Number) and unit is not None) for value in values
    )
