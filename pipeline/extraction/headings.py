"""Lines without figures: titles, unit captions, legends, table heads, names that wait for their figure.

Belongs here: what such a line changes in the context, rule by rule. Does not belong here: figures (``binding``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extraction.context import Context, Role
from pipeline.language import read_values
from pipeline.language.values import (
    Bracket,
    Counted,
    Money,
    Nil,
    Number,
    PhaseWord,
    QualifierWord,
    UnitWord,
    Value,
    Year,
    YearUse,
)
from pipeline.model import Qualifier

# The first cell of a table head.
_HEAD_START = re.compile(r"(?:事項名?|区分|費目|事業名?|所管|項目|科目|会計|款|項|目|名称|施策名?)(?=[ \u3000\t]|$)")
_COLUMN_GAP = re.compile(r"[ \u3000\t]+")
_REMARKS = re.compile(r"備考|摘要|説明|概要")
# 単位未満 begins a note on rounding, no declaration.
_OTHER_UNIT = re.compile(r"\(単位[ \u3000:・]?(?!未満)[^円()]+\)")
_BRACKET_LEGEND = re.compile(
    r"(?:(?P<opening>[(\[<【《〔])[ \u3000]*[)\]>】》〕][ \u3000]*(?:内|書き?)?|(?:括弧|カッコ|かっこ)(?:内|書き?)?)(?:の(?:数字|金額|数値|計数)?)?は[、,]?(?P<role>[^。、)(\[【<]*)"
)


def read_columns(text: str, context: Context) -> tuple[Role, ...]:
    """The roles of the columns after the first one; empty where the line is no table head."""
    start = _HEAD_START.match(text.lstrip(" \u3000").replace(" ", " "))
    cells = [cell for cell in _COLUMN_GAP.split(text.strip(" \u3000\t")) if cell]
    squeezed = re.sub(r"^(事)[ \u3000]+(項)", r"\1\2", text.strip(" \u3000\t"))
    if start is None and not _HEAD_START.match(squeezed):
        return ()
    cells = [cell for cell in _COLUMN_GAP.split(squeezed) if cell]
    roles = [_column_role(cell, context) for cell in cells[1:]]
    return tuple(role for role in roles if role is not None) if all(role is not None for role in roles) else ()


def _column_role(cell: str, context: Context) -> Role | None:
    if _REMARKS.search(cell):
        return Role(header="備考")
    values = list(read_values(cell).values)
    if any(isinstance(value, (Money, Counted)) for value in values):
        return None
    role = context.role_of(values)
    if role is None:
        return replace(context.default_role, header=cell) if any(isinstance(v, UnitWord) for v in values) else None
    restated = any(isinstance(v, QualifierWord) and v.qualifier is Qualifier.RESTATED for v in values)
    rate = role.is_rate or "%" in cell or "率" in cell
    return replace(role, header=cell, restated=restated, is_rate=rate)


def apply_heading(text: str, context: Context, speaks: bool = True) -> None:
    """What a line without figures says for those after it: year and phase, unit, legends.

    ``speaks`` is false for a sentence that only mentions a year: no release is about it.
    """
    values = list(read_values(text).values)
    legend = _BRACKET_LEGEND.search(text)
    columns = read_columns(text, context)
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
    if _OTHER_UNIT.search(text):
        context.unit = None
    for value in read_values(text).values:
        if isinstance(value, UnitWord) and value.declared:
            context.unit = value


def apply_legend(text: str, context: Context) -> None:
    """※( )内は平成20年度予算額: what brackets hold from here on, also where the legend stands beside figures."""
    for legend in _BRACKET_LEGEND.finditer(text):
        role = context.role_of(list(read_values(legend["role"]).values))
        if role is not None:
            context.brackets = {**context.brackets, legend["opening"] or "(": role}


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
    phase = phase or aside  # 令和3年度 主要事業(概算要求)
    context.fiscal_year = context.year_of(year) or context.fiscal_year
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
