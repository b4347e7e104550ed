"""The README says what is so: its questions have the answers that it prints, and it names every command and option."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline import storage, walk
from pipeline.cli import app
from pipeline.schema import VIEWS

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(
    r"\*\*(?P<question>[^*]+\?)\*\*\n\n```sql\n(?P<sql>.+?)```\n\n(?P<answer>\|.+?)\n\n", README, re.DOTALL
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    walk.publish(PROJECT / "raw", folder)
    return folder


def test_every_question_is_found() -> None:
    assert len(QUESTIONS) == README.count("```sql") >= 5


@pytest.mark.parametrize(("question", "sql", "answer"), QUESTIONS)
def test_a_question_has_the_printed_answer(question: str, sql: str, answer: str, warehouse: Path) -> None:
    head, _, *rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in answer.splitlines()]
    found = storage.run_query(warehouse, sql)
    assert found.column_names == head
    assert [[str(value) for value in row.values()] for row in found.to_pylist()] == rows


def test_every_command_and_option_is_named() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    options = [
        option for command in commands.values() for option in command.params if option.param_type_name == "option"
    ]
    names = [name for option in options for name in option.opts if name.startswith("--") and name != "--help"]
    missing = [f"yosan {name}" for name in commands if f"yosan {name}" not in README]
    missing += [name for name in names if name not in README]
    assert not missing


def test_views_are_in_the_readme_or_the_dictionary(warehouse: Path) -> None:
    dictionary = (warehouse / "DICTIONARY.md").read_text(encoding="utf-8")
    assert [name for name in VIEWS if name not in README + dictionary] == []
