"""The columns of a table: what their heads say, and what their cells hold.

Belongs here: where the head of a table ends, header paths, the kind and role of each column. Does not belong here: the
rows of its body (``zones``), what is done with figures (``tables``), heads that are a line of text (``columns``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from pipeline.extraction.cells import CellLine, PrintedTable
from pipeline.extraction.context import Context, Role
from pipeline.language import fold, read_values
from pipeline.language.values import (
    Bracket,
    MarkerWord,
    Money,
    Nil,
    Noise,
    Number,
    PhaseWord,
    QualifierWord,
    Rate,
    UnitWord,
    Value,
    Year,
)
from pipeline.model import Block, Cell, Measure, Nature, Page, Phase, Qualifier, Table

# A column of which at least this share of lines are figures is a column of figures.
FIGURE_SHARE = 0.5
DISTINCT_FIGURES = 16_384  # of whose texts it is remembered whether they are figures and nothing else
# A column of names with figures at the end of this share of its lines holds items of its own (説明).
ITEM_SHARE = 0.2
# A column of which this share of lines are phases or years says what each row's figures are.
ROW_KIND_SHARE = 0.8
# A table's caption stands on the last lines above it.
CAPTION_LINES = 2
# The head of a table has at most this many rows.
MOST_HEAD_ROWS = 6

# Words in the header path of a column; each with a header that it was written for.
_RATE = re.compile(r"率|%|構成比|割合")  # 増△減率 (%)
_REMARKS = re.compile(r"備考|摘要|概要|内容|説明|主な|要求のポイント")  # 備 考
_ASIDE = re.compile(r"期間|起債の方法|利率|償還|所管|担当|局課|番号|頁|ページ|年月日|No")  # 期 間, 償還の方法
_NAMING = re.compile(r"[款項目節]|事業|区分|名")  # 議決年月日 / 款別
_FINANCING = re.compile(r"財源|支出金|[県市都道府地方]+債$|分担金|その他(?:特定)?$")  # 国県支出金
_EARMARK = re.compile(r"うち|内数|再掲")  # うち重要政策推進枠
_SERIAL = re.compile(r"番号|No\.?$|頁|ページ")  # 一連番号
_COUNTED = re.compile(r"職員数|人数|定員|定数|\(人\)|件数|戸数|世帯数|級地")  # 職員数: no amounts
_SPAN = re.compile(r"年度末?まで|以降|以後")  # 5年度末までの支出見込額, 6年度以降の支出予定額: several years
# 4年度末現在高, 前月末残高, 預金先 金額: what is owed or held on a day, which no budget pays
_STOCK = re.compile(r"現在高|残高|預金先|預入先")
_DURING = re.compile(r"年度中")  # 6年度中増減見込: the year in which it changes, not one that it is compared with
_SUM = re.compile(r"計$")  # 計 behind 補正額
_CEILING = re.compile(r"限度額|上限額")  # 限 度 額
_COMPARISON = re.compile(r"比較|増[△・]?減|差引|対前年度")  # 比較増△減額 (B-A)
_THIS_YEAR = re.compile(r"本年度|当年度|今年度")  # 本年度予算額
_LAST_YEAR = re.compile(r"前年度|昨年度")  # 前年度予算額
_PRICE = re.compile(r"当たり|あたり|単価|上限|基準額|補助率|補助額|1件")  # 機器1台当たり, 補助の上限額
_CARRIED = re.compile(
    r"繰越|不用|交付決定"
)  # 翌年度繰越額, 不用額, 交付決定額: what was not spent of the budget of this year
_LETTERS = re.compile(r"\([A-Z](?:[-+][A-Z])?(?:/[A-Z])?\)|[A-Z]$")  # (B-A)
_HEAD_WORDS = re.compile(r"金額|予算|年度|比較|増減|補正|決算|要求|計|区分|備考|額")  # what a head row says
_QUALIFYING = re.compile(r"事項要求|内数|程度|約|余|α")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[ぁ-んァ-ヶ一-鿿%]|[A-Za-z]{2}")
_LETTER = re.compile(r"[ぁ-んァ-ヶ一-鿿]")


class Kind(Enum):
    """What the body of a column holds."""

    NAMES = auto()
    FIGURES = auto()
    ITEMS = auto()  # names with their figures in one column
    REMARKS = auto()
    ROW_KINDS = auto()  # 補正, 現計: what the figures of a row are
    ASIDE = auto()  # periods, methods, offices: neither names nor figures
    EMPTY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place, its header cells outermost first, its kind; ``role`` where it holds figures.

    ``rule`` says what decided the role: the header, or the arithmetic of the rows where there is none.
    """

    index: int
    x0: float
    x1: float
    path: tuple[str, ...]
    kind: Kind
    role: Role | None
    unit: UnitWord | None
    rule: str = "header"

    @property
    def header(self) -> str:
        return " / ".join(self.path)


def body_start(printed: PrintedTable) -> int:
    """The first row of the body: the first that holds a figure, behind at most ``MOST_HEAD_ROWS`` of words."""
    table = printed.table
    for row in range(min(table.row_count, MOST_HEAD_ROWS)):
        cells = [cell for cell in table.cells if cell.row == row and cell.lines]
        if any(_has_figure(printed, cell) for cell in cells):
            return _first_name_row(table, _first_row_beside(table, row))
    return min(table.row_count, MOST_HEAD_ROWS)


def _first_name_row(table: Table, row: int) -> int:
    """Rows above the first figures that hold a name and nothing else belong to the body (文部科学関係)."""
    while row > 0:
        columns = {cell.column for cell in table.cells if cell.lines and cell.row <= row - 1 < cell.row + cell.row_span}
        if columns != {0}:
            break
        row -= 1
    return row


def _first_row_beside(table: Table, row: int) -> int:
    """The row at which the names beside a row of figures begin: 市税 stands beside 補正 and, below it, 現計."""
    beside = (cell for cell in table.cells if cell.lines and cell.row <= row < cell.row + cell.row_span)
    return min((cell.row for cell in beside), default=row)


def _has_figure(printed: PrintedTable, cell: Cell) -> bool:
    return any(
        (cell.column and (is_figure_line(line) or is_unit_line(line))) or ends_in_figure(line)
        for line in printed.lines_of(cell)
    )


def figure_of(values: Sequence[Value]) -> Value | None:
    """The one figure of a text that holds nothing else but signs, brackets and qualifiers."""
    figures = [v for v in values if isinstance(v, (Number, Money, Nil, Rate))]
    others = [v for v in values if not isinstance(v, (Number, Money, Nil, Rate, QualifierWord, MarkerWord, Bracket))]
    return figures[0] if len(figures) == 1 and not others else None


def is_figure_line(line: CellLine) -> bool:
    """Whether a line prints a figure (or a dash) and nothing else."""
    return _is_figure(line.figure_row.text.text)


@lru_cache(maxsize=DISTINCT_FIGURES)
def _is_figure(text: str) -> bool:
    value = figure_of(read_values(text).values)
    if value is None:
        return False
    return not _LETTER.search(_QUALIFYING.sub("", text[: value.start] + text[value.end :]))


def is_damaged_figure(line: CellLine) -> bool:
    """Whether a line of a column of figures holds digits and nothing else that can be read: 23, ()3()."""
    text = line.text
    return bool(_DIGIT.search(text)) and not _WORD.search(text) and not is_figure_line(line)


def is_unit_line(line: CellLine) -> bool:
    """千円 in small type at the top of a column."""
    if "円" not in line.text:
        return False
    values = read_values(line.text).values
    return len(values) == 1 and isinstance(values[0], UnitWord)


def ends_in_figure(line: CellLine) -> bool:
    """Whether a line is a name with its figure behind a gap: 補償給付費    405,446."""
    return line.tail is not None and is_figure_line(line.tail) and not is_figure_line(line)


def caption_of(page: Page, table: Table) -> str:
    """The normalized text of the last lines above a table on its page."""
    above = ""
    for element in page.elements:
        if element is table:
            return above
        if isinstance(element, Block):
            above = fold("\n".join(page.text[line.start : line.end] for line in element.lines[-CAPTION_LINES:]))
    return above


def read_head(printed: PrintedTable, body: int, context: Context) -> tuple[Column, ...]:
    """All columns of a table; head rows are those before ``body``."""
    over = _cells_over_columns(printed.table)
    columns = [_column(printed, cells, index, body, context) for index, cells in enumerate(over)]
    roles = settle_changes(settle_movements(settle_sums([column.role for column in columns])))
    settled = [replace(column, role=role) for column, role in zip(columns, roles, strict=True)]
    return tuple(_settle_prices(settled, caption_of(printed.page, printed.table)))


def _settle_prices(columns: Sequence[Column], caption: str) -> list[Column]:
    """Figures under a caption of caps or prices (補助の上限額) are no budgets, unless the head names a year or phase."""
    if not _PRICE.search(caption) or any(_names_budget(column) for column in columns):
        return list(columns)
    return [replace(column, role=_priced(column.role)) if column.role else column for column in columns]


def _priced(role: Role) -> Role:
    return replace(role, fiscal_year=None, phase=None, measure=Measure.UNIT_COST)


def _names_budget(column: Column) -> bool:
    return any(isinstance(value, (PhaseWord, Year)) for value in read_values("".join(column.path)).values)


def _cells_over_columns(table: Table) -> list[list[Cell]]:
    """The cells that reach over each column, in the order of the table."""
    over: list[list[Cell]] = [[] for _ in range(table.column_count)]
    for cell in table.cells:
        for cells in over[cell.column : cell.column + cell.column_span]:
            cells.append(cell)
    return over


def _column(printed: PrintedTable, cells: Sequence[Cell], index: int, body: int, context: Context) -> Column:
    head = [cell for cell in cells if cell.row < body]
    path = _path(printed, head)
    own = [cell for cell in cells if cell.row + cell.row_span > body and cell.column == index]
    lines = [line for cell in own if cell.row >= body for line in printed.lines_of(cell)]
    unit = next((_unit(line) for line in lines[:1] if is_unit_line(line)), None)
    kind = _kind("".join(path), [line for line in lines if not is_unit_line(line)])
    role = _role(path, context) if kind in (Kind.FIGURES, Kind.ITEMS) else None
    boxes = [cell.box for cell in own] or [cell.box for cell in cells]
    x0 = min((box.x0 for box in boxes), default=0.0)
    x1 = max((box.x1 for box in boxes), default=0.0)
    return Column(index, x0, x1, path, kind, role, unit or _unit_of_head(printed, head))


def _path(printed: PrintedTable, cells: Sequence[Cell]) -> tuple[str, ...]:
    texts: list[str] = []
    for cell in sorted(cells, key=lambda one: one.row):
        lines = (line for line in printed.lines_of(cell) if not is_unit_line(line))
        text = re.sub(r"[ \u3000]+", "", "".join(line.text for line in lines))
        if text and text not in texts[-1:]:
            texts.append(text)
    return tuple(texts)


def _unit(line: CellLine) -> UnitWord | None:
    return next((value for value in read_values(line.text).values if isinstance(value, UnitWord)), None)


def _unit_of_head(printed: PrintedTable, cells: Sequence[Cell]) -> UnitWord | None:
    lines = [line for cell in sorted(cells, key=lambda one: -one.row) for line in printed.lines_of(cell)]
    return next((unit for line in lines if (unit := _unit(line)) is not None), None)


def _kind(header: str, lines: Sequence[CellLine]) -> Kind:
    if not lines:
        return Kind.EMPTY
    if _SERIAL.search(header) or _COUNTED.search(header):
        return Kind.ASIDE
    figures = sum(is_figure_line(line) for line in lines)
    if figures >= FIGURE_SHARE * len(lines) and not _REMARKS.search(header):
        return Kind.FIGURES
    if sum(ends_in_figure(line) for line in lines) >= max(1, ITEM_SHARE * len(lines)):
        return Kind.ITEMS
    if figures and (_COMPARISON.search(header) or _CEILING.search(header) or _THIS_YEAR.search(header)):
        return Kind.FIGURES
    if sum(_says_phase(line) for line in lines) >= ROW_KIND_SHARE * len(lines) and len(lines) > 1:
        return Kind.ROW_KINDS
    if _REMARKS.search(header):
        return Kind.REMARKS
    return Kind.ASIDE if _ASIDE.search(header) and not _NAMING.search(header) else Kind.NAMES


def _says_phase(line: CellLine) -> bool:
    """補正, 現計, 前年度: a cell that is nothing but a phase or a year."""
    text = line.text.strip(" \u3000")
    values = [v for v in read_values(text).values if isinstance(v, (PhaseWord, Year))]
    return sum(v.end - v.start for v in values) >= len(text)


def _role(path: Sequence[str], context: Context) -> Role:
    """What the figures of a column are, from its header path; the release's own year and phase without one."""
    header = " / ".join(path)
    joined = "".join(path)
    base = replace(context.default_role, header=header or None)
    if not path:
        return base
    if _RATE.search(joined):
        return replace(base, is_rate=True)
    if _SPAN.search(joined):
        nature = Nature.FINANCING if _FINANCING.search(joined) else base.nature
        return replace(base, fiscal_year=None, phase=None, measure=Measure.CUMULATIVE, nature=nature)
    named = _named_role(path, joined, context)
    if _STOCK.search(joined) and named.measure is Measure.BUDGET:
        return replace(named, phase=None, nature=Nature.OTHER)
    if any(_EARMARK.search(text) for text in path[-2:]):
        return replace(named, nature=Nature.EARMARK)
    if _CEILING.search(joined):
        return replace(base, nature=Nature.CEILING)
    if _FINANCING.search(joined):
        return replace(base, nature=Nature.FINANCING)
    if _PRICE.search(joined):
        return replace(base, fiscal_year=None, phase=None, measure=Measure.UNIT_COST)
    if _CARRIED.search(joined):
        return replace(base, nature=Nature.OTHER)
    return named


def role_by_words(cell: str, context: Context) -> Role | None:
    """The role of a head that names no year or phase: 国庫支出金, 限度額, 不用額, 計; ``None`` for any other."""
    if any(words.search(cell) for words in (_FINANCING, _CEILING, _CARRIED)):
        return _role((cell,), context)
    return replace(context.default_role, header=cell) if _SUM.search(cell) else None


def settle_sums(roles: Sequence[Role | None]) -> tuple[Role | None, ...]:
    """補正前の額 補正額 計, one after the other: the sum of a budget and its supplement is the budget after it."""
    settled = list(roles)
    for at in range(2, len(settled)):
        before, supplement, total = settled[at - 2 : at + 1]
        if before is None or supplement is None or total is None or not _SUM.search(total.header or ""):
            continue
        if supplement.phase is Phase.ADJUSTED and before.fiscal_year == supplement.fiscal_year:
            settled[at] = replace(supplement, phase=Phase.REVISED, supplement_no=None, header=total.header)
    return tuple(settled)


def settle_movements(roles: Sequence[Role | None]) -> tuple[Role | None, ...]:
    """前月末残高 受入額 払出額 本月末残高: what stands between two balances moves what is held, and is no budget."""
    stocks = [at for at, role in enumerate(roles) if role is not None and _STOCK.search(role.header or "")]
    first, last = (stocks[0], stocks[-1]) if stocks else (0, 0)
    return tuple(
        replace(role, phase=None, nature=Nature.OTHER)
        if role is not None and first < at < last and role.measure is Measure.BUDGET
        else role
        for at, role in enumerate(roles)
    )


def settle_changes(roles: Sequence[Role | None]) -> tuple[Role | None, ...]:
    """前年度予算額 令和8年度予定額 比較増△減: a change has the phase of the column whose year it has.

    In a document that names no year elsewhere (令和5年度予算額 令和6年度予算額 増△減額) it has the later year of the columns.
    """
    budgets = [role for role in roles if role is not None and role.measure is Measure.BUDGET and not role.is_rate]
    phases = {role.fiscal_year: role.phase for role in reversed(budgets) if role.nature is Nature.EXPENDITURE}
    later = max((year for year in phases if year is not None), default=None)
    return tuple(
        _of_year(role, role.fiscal_year or later, phases)
        if role is not None and role.measure is Measure.CHANGE
        else role
        for role in roles
    )


def _of_year(change: Role, year: int | None, phases: Mapping[int | None, Phase | None]) -> Role:
    return replace(change, fiscal_year=year, phase=change.phase or phases.get(year))


def is_aside(cell: str) -> bool:
    """期間: a column that holds neither names nor figures."""
    return _ASIDE.search(cell) is not None


def _named_role(path: Sequence[str], joined: str, context: Context) -> Role:
    """Year, phase and measure as the header names them; 本年度予算額 of a book has the phase of the book."""
    header = " / ".join(path)
    base = replace(context.default_role, header=header)
    text = _LETTERS.sub("", joined)
    values = list(read_values(text).values)
    restated = any(isinstance(v, QualifierWord) and v.qualifier is Qualifier.RESTATED for v in values)
    if _COMPARISON.search(text) and not _is_plain_year(text):
        years = [value for value in values if isinstance(value, Year)]
        during = context.role_of(years) if _DURING.search(text) else None
        return replace(during or base, header=header, phase=base.phase, measure=Measure.CHANGE)
    role = context.role_of(values)
    if role is None:
        return replace(base, restated=restated)
    phase = role.phase
    plain = phase is Phase.APPROVED and _THIS_YEAR.search(text) is not None
    if plain or (phase is None and role.fiscal_year == context.fiscal_year):
        phase = context.phase
    if phase is None and _LAST_YEAR.search(text):
        phase = Phase.APPROVED
    return replace(role, header=header, restated=restated, phase=phase, nature=base.nature)


def _is_plain_year(text: str) -> bool:
    """前年度予算額 holds 前年度, but compares nothing."""
    return not re.search(r"比較|増|減|差引", text) and any(
        isinstance(value, (Year, Noise)) for value in read_values(text).values
    )
