"""The data dictionary made from the description, as Markdown in English and Japanese.

Belongs here: how it reads. Does not belong here: what it says.
"""

from __future__ import annotations

import re
from enum import StrEnum

from pipeline.schema.columns import Column, Table, View, describe_table, describe_table_ja, full_meaning
from pipeline.schema.tables import TABLES, references_of
from pipeline.schema.values import MEANINGS
from pipeline.schema.views import VIEWS

_HEAD = """# Data dictionary データ辞書

Made from `pipeline/schema/`; do not edit. Amounts are whole yen, fiscal years the Western year in which the Japanese one
starts (平成20年度 = 2008), pages count from 1. NULL means that the document does not say, and is not 0.

`pipeline/schema/` から自動生成したもの。編集しないこと。金額は円単位の整数、年度は年度の始まる西暦年(平成20年度=2008)、
ページは1から数える。NULLは文書に記載がないことを表し、0ではない。"""


def render_dictionary() -> str:
    """The data dictionary: every table and view with every column, and what the allowed values mean, as Markdown."""
    parts = [_HEAD, "## Tables 表", *map(_render_table, TABLES.values())]
    parts += ["## Views ビュー", *map(_render_view, VIEWS.values())]
    parts += ["## Values 値", *(_render_values(kind, meanings) for kind, meanings in MEANINGS.items())]
    return "\n\n".join(parts) + "\n"


def _render_table(table: Table) -> str:
    """A table's section."""
    targets = {one.column: f"→ {one.target}" for one in references_of(table)}
    keys = dict.fromkeys(table.key, "key")
    rows = ["| column | type | NULL | key | values | meaning | 意味 |", "|---|---|---|---|---|---|---|"]
    for column in table.columns:
        key = ", ".join(filter(None, (keys.get(column.name), targets.get(column.name))))
        rows.append(_row(column.name, column.type, _null(column), key, _values(column), *_meanings(column)))
    rules = [f"- `{rule.condition}`: {rule.meaning}. {rule.meaning_ja}。" for rule in table.rules]
    return "\n\n".join(filter(None, (_describe(table), "\n".join(rows), "\n".join(rules))))


def _render_view(view: View) -> str:
    """A view's section."""
    made_of = "Made of 参照元: " + ", ".join(f"`{name}`" for name in view.sources) + "."
    rows = ["| column | type | NULL | values | meaning | 意味 |", "|---|---|---|---|---|---|"]
    rows += [_row(one.name, one.type, _null(one), _values(one), *_meanings(one)) for one in view.columns]
    return f"{_describe(view)}\n\n{made_of}\n\n" + "\n".join(rows)


def _render_values(kind: type[StrEnum], meanings: dict[StrEnum, tuple[str, str]]) -> str:
    """An enumeration's section."""
    title = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()
    rows = [_row(f"`{value}`", *meanings[value]) for value in kind]
    return f"### {title}\n\n| value | meaning | 意味 |\n|---|---|---|\n" + "\n".join(rows)


def _describe(one: Table | View) -> str:
    """Name, meaning and warning."""
    return f"### {one.name}\n\n{describe_table(one)}\n\n{describe_table_ja(one)}"


def _meanings(column: Column) -> tuple[str, str]:
    return full_meaning(column), column.meaning_ja


def _null(column: Column) -> str:
    return "yes" if column.nullable else "no"


def _values(column: Column) -> str:
    return ", ".join(f"`{value}`" for value in column.allowed)


def _row(*cells: str) -> str:
    """A row of a Markdown table, in which a bar does not end a cell."""
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
