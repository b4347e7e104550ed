"""The README says what is so: its questions have the answers that it prints, and it names every command and option."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from pipeline import storage
from pipeline.cli import app
from pipeline.schema import TABLES, VIEWS, Table, View
from pipeline.settings import Settings

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(
    r"\*\*(?P<question>[^*]+\?)\*\*\n\n```sql\n(?P<sql>.+?)```\n\n(?P<answer>\|.+?)\n\n", README, re.DOTALL
)


@pytest.fixture
def warehouse(sample_warehouse: Path) -> Path:
    return sample_warehouse


def test_every_question_is_found() -> None:
    assert len(QUESTIONS) == README.count("```sql") >= 5


@pytest.mark.parametrize(("question", "sql", "answer"), QUESTIONS)
def test_a_question_has_the_printed_answer(question: str, sql: str, answer: str, warehouse: Path) -> None:
    head, _, *rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in answer.splitlines()]
    found = storage.run_query(warehouse, sql)
    assert found.column_names == head
    assert [[str(value) for value in row.values()] for row in found.to_pylist()] == rows


def walk_commands(group: Any, words: str = "yosan") -> Iterator[tuple[str, Any]]:
    """The command itself, every group and every command, with the words that lead to it."""
    yield words, group
    for name, command in getattr(group, "commands", {}).items():
        yield from walk_commands(command, f"{words} {name}")


@pytest.mark.parametrize(("words", "command"), list(walk_commands(get_command(app))), ids=lambda one: str(one))
def test_every_command_and_option_is_named(words: str, command: Any) -> None:
    """An option stands in a line of the table that begins with its command."""
    lines = "\n".join(line for line in README.splitlines() if f"`{words}" in line)
    assert lines, f"{words} is missing"
    options = [option for option in command.params if option.param_type_name == "option"]
    names = [name for option in options for name in option.opts if name.startswith("--") and name != "--help"]
    assert [name for name in names if name not in lines] == []


def test_settings_are_named() -> None:
    names = [f"YOSAN_{name.upper()}" for name in Settings.model_fields]
    assert [name for name in names if f"`{name}" not in README and f" {name}=" not in README] == []


def test_tables_and_their_columns_are_in_the_dictionary(warehouse: Path) -> None:
    dictionary = (warehouse / "DICTIONARY.md").read_text(encoding="utf-8")
    described_here: list[Table | View] = [*TABLES.values(), *VIEWS.values()]
    for one in described_here:
        _, _, section = dictionary.partition(f"\n### {one.name}\n")
        described = section.partition("\n### ")[0]
        assert described, one.name
        assert [column.name for column in one.columns if f"| {column.name} |" not in described] == []


def test_views_are_in_the_readme_or_the_dictionary(warehouse: Path) -> None:
    dictionary = (warehouse / "DICTIONARY.md").read_text(encoding="utf-8")
    assert [name for name in VIEWS if name not in README + dictionary] == []
