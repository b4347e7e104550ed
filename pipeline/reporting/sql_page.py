"""What the SQL page says of tables and columns, in English and Japanese.

Belongs here: the schema's words in the form that Datasette takes (its metadata), and questions to begin with. Does not belong here:
serving (``serving``).
"""

from __future__ import annotations

from typing import Any

from pipeline.schema import (
    FAILED,
    TABLES,
    VIEWS,
    Column,
    Table,
    View,
    describe_table,
    describe_table_ja,
    full_meaning,
)

DATABASE_NAME = "yosan"
REPORT = "report/index.html"
# The column by which a row is called where another table refers to it.
_LABELS = {
    "programs": "name",
    "documents": "source_uri",
    "budget_lines": "label",
    "amounts": "amount_text",
    "counts": "count_text",
}
_ABOUT = (
    "Amounts are whole yen, fiscal years the Western year in which the Japanese one starts; NULL is not 0. "
    "金額は円単位の整数、年度は年度の始まる西暦年。NULLは0ではない。"
)

# Questions in SQLite's SQL: name, title, SQL. Each is run by a test.
QUESTIONS = (
    (
        "program_by_name",
        "Budgets of the programs whose names hold a word 名称に語を含む事業の予算",
        "SELECT name, fiscal_year, phase, amount_yen, bound_yen, change_yen, qualifier, document_id, page\n"
        "FROM program_budgets WHERE name LIKE '%' || :word || '%'\nORDER BY name, fiscal_year, phase, supplement_no",
    ),
    (
        "largest_changes",
        "Largest changes against last year 前年度からの増減が大きい事業",
        "SELECT name, fiscal_year, phase, amount_yen, last_year_yen, change_yen, change_rate FROM year_on_year\n"
        "WHERE kind = 'program' AND change_yen IS NOT NULL\nORDER BY abs(change_yen) DESC, name, fiscal_year, phase",
    ),
    (
        "regions_by_start",
        "Regions by the year in which they started 開始年度別の地域数",
        "SELECT DISTINCT name, fiscal_year, value, unit FROM region_counts\n"
        "WHERE status = 'started' AND relation = 'component'\nORDER BY name, fiscal_year, value",
    ),
    (
        "failed_checks",
        "Totals that do not come out 合わない合計",
        "SELECT status, kind, label, fiscal_year, phase, unit, stated, computed, residual, explanation, title, page\n"
        f"FROM unreconciled WHERE status {FAILED}\n"
        "ORDER BY abs(residual) DESC, reconciliation_id",
    ),
    (
        "where_is_it_printed",
        "Where a figure in yen is printed 金額(円)の印字箇所",
        "SELECT label, figure_text, fiscal_year, phase, source_uri, page, evidence FROM evidence\n"
        "WHERE unit = 'yen' AND value = CAST(:yen AS INTEGER)\nORDER BY source_uri, page, figure_id",
    ),
)


def describe_site(state: str, has_report: bool) -> dict[str, Any]:
    """Datasette's metadata: titles, meanings of tables and columns, questions."""
    asked = "".join(f'<li><a href="/{DATABASE_NAME}/{name}">{title}</a></li>' for name, title, _ in QUESTIONS)
    parts = [f"<p>{_ABOUT}</p>", f"<p>State 状態 <code>{state}</code></p>", f"<ul>{asked}</ul>"]
    if has_report:
        parts.insert(0, f'<p><a href="/{REPORT}">The report レポート</a></p>')
    tables: list[Table | View] = [*TABLES.values(), *VIEWS.values()]
    return {
        "title": "yosan 予算",
        "description_html": "".join(parts),
        "databases": {
            DATABASE_NAME: {
                "description": _ABOUT,
                "tables": {one.name: _describe(one) for one in tables},
                "queries": {name: {"title": title, "sql": sql} for name, title, sql in QUESTIONS},
            }
        },
    }


def _describe(one: Table | View) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": f"{describe_table(one)} {describe_table_ja(one)}",
        "columns": {column.name: _mean(column) for column in one.columns},
    }
    return said | ({"label_column": _LABELS[one.name]} if one.name in _LABELS else {})


def _mean(column: Column) -> str:
    return f"{full_meaning(column)} {column.meaning_ja}".strip()
