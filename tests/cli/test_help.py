"""Help, errors and completion: what every command has in common."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from pipeline import storage
from pipeline.cli import app
from pipeline.cli.app import EXIT_CODES, add_row, console, make_table, tell_unexpected
from pipeline.settings import PROJECT
from tests.cli.release import yosan

README = (PROJECT / "README.md").read_text(encoding="utf-8")
UNEXPECTED = """
from pipeline.cli import app, main
@app.command()
def divide() -> None:
    1 / 0
main()
"""


def walk_commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that lead to it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from walk_commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(walk_commands(get_command(app)))


@pytest.fixture
def warehouse(small_warehouse: Path) -> Path:
    return small_warehouse


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_does_and_has_examples_that_can_be_typed(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    title, *lines = (command.epilog or "").split("\n\n")
    assert title == "Examples:" and lines
    for line in lines:
        words = shlex.split(line.partition(" > ")[0])
        assert tuple(words[1 : len(path) + 1]) == path, line
        command.make_context(path[-1], words[len(path) + 1 :])
    shown = " ".join(yosan(*path, "--help").stdout.split())
    assert " ".join(lines[0].split()) in shown
    assert command.help


def test_exit_codes_are_in_the_help_and_in_the_readme() -> None:
    shown = " ".join(yosan("--help").stdout.split())
    for code, meaning in EXIT_CODES.items():
        assert f"{code} {meaning}" in shown
        assert f"\n| {code} | " in README


def test_what_nobody_thought_of_is_one_sentence() -> None:
    command = [sys.executable, "-c", UNEXPECTED, "divide"]
    left = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=PROJECT, check=False)
    assert (left.returncode, left.stdout, left.stderr.count("\n")) == (1, "", 1), left.stderr
    said = "something unexpected happened (ZeroDivisionError: division by zero): ask again as `yosan --debug …`"
    assert said in left.stderr


def test_a_file_that_nobody_thought_of_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    tell_unexpected(FileNotFoundError, FileNotFoundError(2, "No such file or directory", "/nowhere/a"), None)
    assert capsys.readouterr().err.endswith("/nowhere/a cannot be used: No such file or directory\n")


def test_debug_leaves_what_nobody_thought_of_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    yosan("history", "--help")
    yosan("history")
    assert sys.excepthook is tell_unexpected
    yosan("--debug", "history")
    assert sys.excepthook is sys.__excepthook__


def test_debug_shows_what_led_to_a_sentence(tmp_path: Path) -> None:
    question = ("query", "SELECT 1", "--warehouse", tmp_path)
    plain = yosan(*question)
    assert (plain.exit_code, plain.stderr.count("\n")) == (2, 1)
    debugged = yosan("--debug", *question)
    assert debugged.exit_code == 2
    assert "Traceback" in debugged.stderr and "NothingPublished" in debugged.stderr
    assert debugged.stderr.endswith(plain.stderr)
    assert "Traceback" not in yosan(*question).stderr


@pytest.mark.parametrize("language", ["fr", ""])
def test_a_language_that_is_not_spoken(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("YOSAN_LANG", language)
    result = yosan("history")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"YOSAN_LANG is set to {language!r}" in result.stderr


def test_what_a_terminal_would_obey_is_seen() -> None:
    table = make_table("name")
    add_row(table, "a\x1b[31mred\x07 \u202eback [bold]b")
    with console.capture() as shown:
        console.print(table)
    assert "a�[31mred� �back [bold]b" in shown.get()


def complete(line: str, warehouse: Path | str) -> list[str]:
    """What bash offers behind a line."""
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1), "_YOSAN_COMPLETE": "complete_bash"}
    environment = {**words, "YOSAN_WAREHOUSE": str(warehouse)}
    return CliRunner().invoke(app, [], env=environment, prog_name="yosan").stdout.split()


def test_tab_completes_commands_options_names_and_ids(warehouse: Path) -> None:
    assert complete("yosan che", warehouse) == ["checks"]
    assert "--document" in complete("yosan checks --", warehouse)
    assert "sum_of_children" in complete("yosan checks --kind su", warehouse)
    assert complete("yosan show 湖沼研", warehouse) == ["湖沼研究の推進"]
    assert complete("yosan document dra", warehouse) == ["draft.txt"]
    rows = storage.run_query(warehouse, "SELECT document_id FROM documents").to_pylist()
    assert complete("yosan document ", warehouse) == sorted(row["document_id"] for row in rows)
    state = storage.list_states(warehouse)[0].state_id
    assert complete("yosan diff ", warehouse) == ["current", "previous", state]
    assert complete("yosan query x --state pre", warehouse) == ["previous"]


@pytest.mark.parametrize("place", ["none", "s3://bucket/warehouse"])
def test_tab_is_silent_where_there_is_nothing_to_ask(tmp_path: Path, place: str) -> None:
    location = place if "://" in place else tmp_path / place
    assert complete("yosan show 湖", location) == []
    assert complete("yosan document a", location) == []
