"""The example as people run it, over the sample releases."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import PROJECT

EXAMPLE = PROJECT / "examples" / "questions.py"


@pytest.fixture(scope="module")
def answers(sample_warehouse: Path) -> dict[str, Any]:
    """What the cells leave; a cell whose two answers differ raises."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOSAN_WAREHOUSE", str(sample_warehouse))
        _, defined = runpy.run_path(str(EXAMPLE))["app"].run()
    defined["connection"].close()  # others in this process open the warehouse otherwise
    return dict(defined)


def rows(answers: dict[str, Any], name: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in answers[name].itertuples(index=False)]


def test_the_five_answers(answers: dict[str, Any]) -> None:
    assert rows(answers, "development") == [
        (2006, "approved", 4000, 1),
        (2007, "approved", 4500, 1),
        (2008, "approved", 4600, 1),
        (2008, "proposed", 4600, 3),
        (2009, "requested", 5500, 1),
    ]
    assert rows(answers, "not_itemised") == [("産学官連携の戦略的な展開", 22796000000, 2819000000, 19977000000)]
    assert [row[1:] for row in rows(answers, "started")] == [(19, 19), (9, 28), (9, 37), (13, 50), (9, 59), (10, 69)]
    assert ("都市エリア産学官連携促進事業", 2009, 5500000000, 4600000000, 900000000) in rows(answers, "changes")
    assert [row[1:3] for row in rows(answers, "places")] == [(6, "2,819百万円"), (7, "2,819"), (1, "２，８１９百万円")]


def test_money_is_never_a_float(answers: dict[str, Any]) -> None:
    for name in ("development", "not_itemised", "changes"):
        kinds = {column: str(kind) for column, kind in answers[name].dtypes.items()}
        assert not [column for column, kind in kinds.items() if "yen" in column and not kind.startswith("int64")], kinds


def test_it_is_a_marimo_app_that_needs_nothing_of_yosan() -> None:
    source = EXAMPLE.read_text(encoding="utf-8")
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert imported == {"duckdb", "marimo", "os", "pandas", "pathlib"}
    assert source.count("## ") == 5
    assert "`examples/questions.py`" in (PROJECT / "README.md").read_text(encoding="utf-8")
