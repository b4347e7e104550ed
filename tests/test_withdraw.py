"""``yosan withdraw``: what it writes, what a run makes of it, and that it can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline import storage, walk
from pipeline.cli import app

DRAFT = "平成20年度予算案\n文部科学省\n\n北浜クラスター事業　7,530百万円\n"
REISSUE = "平成20年度予算案\n文部科学省\n\n北浜クラスター事業　7,350百万円\n"
NOTE = "# what a person wrote stays\n- document: {0}\n  why: |\n    two\n    lines\n# about the next one\n"


class Desk:
    """A raw folder, a warehouse, and the commands on them."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.warehouse = folder / "raw", folder / "warehouse"
        self.raw.mkdir()
        self.list = self.raw / "withdrawals.yaml"
        (self.raw / "draft.txt").write_text(DRAFT, encoding="utf-8")
        (self.raw / "reissue.txt").write_text(REISSUE, encoding="utf-8")

    def call(self, command: str, *arguments: str) -> Result:
        """A command on these folders."""
        folders = ("--raw", str(self.raw), "--warehouse", str(self.warehouse))
        return CliRunner().invoke(app, [command, *arguments, *folders], catch_exceptions=False)

    def publish(self) -> None:
        """What a run does at its end; ``yosan run`` itself is slower to start."""
        walk.publish(self.raw, self.warehouse)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        return [tuple(row.values()) for row in storage.run_query(self.warehouse, sql).to_pylist()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a release and its reissue."""
    return Desk(tmp_path)


def assert_refused(result: Result, *words: str) -> None:
    """One sentence on stderr, exit code 2, nothing else."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("yosan: ") and result.stderr.count("\n") == 1, result.stderr
    for word in words:
        assert word in result.stderr


@pytest.mark.soak
def test_withdrawn_document_leaves_with_the_next_run_and_comes_back(desk: Desk) -> None:
    desk.publish()
    ((draft,), (reissue,)) = desk.ask("SELECT document_id FROM documents ORDER BY source_uri")
    said = desk.call(
        "withdraw", draft[:6], "--why", "差替え: 金額", "--replaced-by", "reissue.txt", "--on", "2008-01-31"
    )
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == f"{draft} (draft.txt) is withdrawn; `yosan run` publishes without its figures\n"
    assert desk.ask("SELECT count(*) FROM documents WHERE status = 'withdrawn'") == [(0,)], "only recorded so far"
    ran = desk.call("run")
    assert ran.exit_code == 0 and "documents withdrawn" in ran.stdout
    row = (
        "SELECT status, status_detail, replaced_by, withdrawn_on::VARCHAR FROM documents WHERE file_name = 'draft.txt'"
    )
    assert desk.ask(row) == [("withdrawn", "差替え: 金額", reissue, "2008-01-31")]
    assert desk.ask("SELECT amount_yen // 1000000 FROM program_budgets") == [(7_350,)]
    (desk.raw / "draft.txt").unlink()
    desk.publish()
    assert desk.ask(row) == [("withdrawn", "差替え: 金額", reissue, "2008-01-31")]
    assert desk.ask("SELECT title, page_count FROM documents WHERE file_name = 'draft.txt'") == [
        ("平成20年度予算案", 1)
    ]
    said = desk.call("withdraw", "--undo", "draft.txt")
    assert (said.exit_code, said.stdout.split(";")[0]) == (0, f"{draft} (draft.txt) counts again")
    (desk.raw / "draft.txt").write_text(DRAFT, encoding="utf-8")
    desk.publish()
    assert desk.ask("SELECT status FROM documents") == [("extracted",)] * 2


def test_file_that_left_before_can_still_be_withdrawn(desk: Desk) -> None:
    desk.publish()
    (desk.raw / "draft.txt").unlink()
    assert desk.call("withdraw", "draft.txt", "--why", "誤り").exit_code == 0
    desk.publish()
    assert desk.ask("SELECT source_uri, status, title FROM documents WHERE status != 'extracted'") == [
        ("draft.txt", "withdrawn", "平成20年度予算案")
    ]


def test_document_that_no_run_has_read_yet_can_be_withdrawn(desk: Desk) -> None:
    assert desk.call("withdraw", "draft.txt", "--why", "誤り").exit_code == 0
    desk.publish()
    assert desk.ask("SELECT title FROM documents WHERE status = 'withdrawn'") == [("平成20年度予算案",)]


def test_list_keeps_what_a_person_wrote(desk: Desk) -> None:
    desk.list.write_text(NOTE.format("reissue.txt"), encoding="utf-8")
    before = desk.list.read_bytes()
    assert desk.call("withdraw", "draft.txt", "--why", "誤り").exit_code == 0
    assert desk.list.read_bytes().startswith(before) and desk.list.read_text(encoding="utf-8").count("- document") == 2
    assert desk.call("withdraw", "--undo", "draft.txt").exit_code == 0
    assert desk.list.read_bytes() == before
    assert desk.call("withdraw", "--undo", "reissue.txt").exit_code == 0
    assert desk.list.read_text(encoding="utf-8") == "# what a person wrote stays\n# about the next one\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("draft.txt",), ("--why",)),
        (("draft.txt", "--why", " "), ("--why",)),
        (("none.txt", "--why", "誤り"), ("no document has the id or the path none.txt",)),
        (
            ("zzz", "--why", "誤り"),
            ("no document has the id or the path zzz: there are ", "(draft.txt), ", "(reissue.txt)"),
        ),
        (
            ("draf.txt", "--why", "誤り"),
            ("(draft.txt), ", "(reissue.txt): write an id, the beginning of one, or a path"),
        ),
        (("", "--why", "誤り"), ("no document is named: there are ", "(draft.txt)", "write an id")),
        (("--undo", ""), ("no such document is withdrawn: no document is named, as there are none",)),
        (("draft.txt", "--why", "誤り", "--on", "2026-13-01"), ("--on '2026-13-01' is no day", "2026-11-24")),
        (("draft.txt", "--why", "誤り", "--on", ""), ("--on '' is no day",)),
        (("draft.txt", "--why", "誤り", "--replaced-by", "none.txt"), ("none.txt",)),
        (("draft.txt", "--why", "誤り", "--replaced-by", "draft.txt"), ("cannot replace itself",)),
        (("--undo", "draft.txt"), ("no such document is withdrawn",)),
        (("--undo", "draft.txt", "--why", "誤り"), ("--undo",)),
    ],
)
def test_what_cannot_be_recorded_is_one_sentence(
    desk: Desk, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert_refused(desk.call("withdraw", *arguments), *words)
    assert not desk.list.exists()


def test_withdrawing_twice_names_the_first(desk: Desk) -> None:
    assert desk.call("withdraw", "draft.txt", "--why", "誤り").exit_code == 0
    before = desk.list.read_bytes()
    assert_refused(desk.call("withdraw", "draft.txt", "--why", "誤り"), "already, by withdrawals.yaml:2", "--undo")
    assert desk.list.read_bytes() == before


def test_beginning_that_several_ids_share_is_refused(desk: Desk) -> None:
    for number in range(40):  # more documents than there are first digits
        (desk.raw / f"{number}.txt").write_text(f"{DRAFT}{number}", encoding="utf-8")
    ids = [
        source for source in desk.call("withdraw", "0", "--why", "x").stderr.split() if len(source.strip(":,")) == 16
    ]
    assert len(ids) > 1 and all(one.startswith("0") for one in ids)


def test_list_that_cannot_be_read_or_added_to_is_left_alone(desk: Desk) -> None:
    for text, words in (("- document\n", "withdrawals.yaml:1"), ("[]\n", "do it by hand")):
        desk.list.write_text(text, encoding="utf-8")
        assert_refused(desk.call("withdraw", "draft.txt", "--why", "誤り"), words)
        assert desk.list.read_text(encoding="utf-8") == text
        assert [path.name for path in desk.raw.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("command", [("withdraw", "draft.txt", "--why", "誤り"), ("search", "北浜")])
def test_a_damaged_state_is_one_sentence_that_says_what_to_do(desk: Desk, command: tuple[str, ...]) -> None:
    desk.publish()
    (desk.warehouse / "yosan.duckdb").resolve().write_bytes(b"damaged")
    folders = ("--raw", str(desk.raw)) if command[0] == "withdraw" else ()
    said = CliRunner().invoke(app, [*command, *folders, "--warehouse", str(desk.warehouse)], catch_exceptions=False)
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (1, "", 1)
    assert "is damaged" in said.stderr and "`yosan run` sets it aside" in said.stderr
    assert not desk.list.exists()


@pytest.mark.soak
def test_entries_that_fit_nothing_have_a_line_each(desk: Desk) -> None:
    desk.list.write_text("- document: a.txt\n  why: x\n- document: b.txt\n  why: x\n", encoding="utf-8")
    said = desk.call("run")
    assert said.exit_code == 1
    lines = [line for line in said.stderr.splitlines() if "no document has the id or the path" in line]
    assert ["withdrawals.yaml:1" in lines[0], "withdrawals.yaml:3" in lines[-1], len(lines)] == [True, True, 2]
