"""Programs across documents, from files to the published warehouse: merges, candidates, links, and lists that are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline import reconciliation, storage, walk, withdrawing
from pipeline.cli import app

OLD = "平成19年度予算案\n文部科学省\n\n湖沼調査事業　1,000百万円\n湖の観測(第Ⅰ期)　300百万円\n"
NEW = (
    "平成20年度予算案\n文部科学省\n\n"
    "湖の観測事業　1,200百万円\n(前年度予算額　900百万円)\n川の観測推進事業　50百万円\n湖の観測（第２期）　400百万円\n"
)
LATER = "平成21年度予算案\n文部科学省\n\n川の観測促進事業　60百万円\n"
MERGE = "- merge: 湖沼調査事業\n  into: 湖の観測事業\n  reason: p. 1\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in (("old", OLD), ("new", NEW), ("later", LATER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def write(raw: Path, text: str) -> None:
    (raw / "aliases.yaml").write_text(text, encoding="utf-8")


def ask(warehouse: Path, sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = storage.run_query(warehouse, sql).to_pylist()
    return rows


def yosan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def test_a_merge_holds_in_every_table_and_in_checks_across_documents(raw: Path, tmp_path: Path) -> None:
    walk.publish(raw, tmp_path / "plain")
    across = "SELECT stated, computed, status FROM reconciliations WHERE kind = 'across_documents'"
    assert ask(tmp_path / "plain", across) == []
    write(raw, MERGE)
    walk.publish(raw, tmp_path / "merged")
    assert ask(tmp_path / "merged", across) == [
        {"stated": 900_000_000, "computed": 1_000_000_000, "status": "mismatch"}
    ]
    names = "SELECT name, name_as_written FROM programs JOIN program_names USING (program_id) WHERE name = '湖の観測事業' ORDER BY ALL"
    assert [row["name_as_written"] for row in ask(tmp_path / "merged", names)] == ["湖の観測事業", "湖沼調査事業"]
    found = [program.name for program in walk.search_programs(tmp_path / "merged", "湖沼調査", 5)]
    assert found[0] == "湖の観測事業", "what was merged is found by its old name"


def test_candidates_and_links_are_published(raw: Path, tmp_path: Path) -> None:
    walk.publish(raw, tmp_path)
    pairs = ask(
        tmp_path,
        "SELECT list_sort([one.name, other.name]) AS names, c.kind FROM program_candidates c "
        "JOIN programs one ON one.program_id = c.program_id JOIN programs other ON other.program_id = other_program_id",
    )
    assert pairs == [{"names": ["川の観測促進事業", "川の観測推進事業"], "kind": "wording"}]
    links = ask(
        tmp_path,
        "SELECT one.stage, other.stage AS next, l.kind, l.source FROM program_links l "
        "JOIN programs one ON one.program_id = l.program_id JOIN programs other ON other.program_id = successor_id",
    )
    assert links == [{"stage": "第1期", "next": "第2期", "kind": "stage", "source": "stage"}]


def test_the_same_list_gives_the_same_state(raw: Path, tmp_path: Path) -> None:
    write(raw, MERGE)
    assert walk.publish(raw, tmp_path / "one").state_id == walk.publish(raw, tmp_path / "two").state_id


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- merge: 湖沼調査事業\n  reason: r\n", "aliases.yaml:1: into: is missing in an entry with merge:"),
        pytest.param(
            MERGE + "- merge: 湖の観測事業\n  into: 湖の観測事業\n  reason: r\n",
            "aliases.yaml:4: '湖の観測事業' and '湖の観測事業' are one program already",
            marks=pytest.mark.soak,
        ),
    ],
)
@pytest.mark.soak
def test_a_wrong_list_stops_the_run_and_leaves_the_state(raw: Path, tmp_path: Path, text: str, message: str) -> None:
    warehouse = tmp_path / "warehouse"
    assert yosan("run", "--raw", raw, "--warehouse", warehouse).exit_code == 0
    before = (warehouse / "current").resolve()
    write(raw, text)
    result = yosan("run", "--raw", raw, "--warehouse", warehouse)
    assert result.exit_code == 1
    assert f"nothing new was published: {message}" in result.stderr and result.stderr.count("\n") == 1
    assert (warehouse / "current").resolve() == before


def test_every_mistake_has_its_line(raw: Path, tmp_path: Path) -> None:
    write(raw, "- merge: [湖の観測事業, 湖の観測事業]\n  into: 湖の観測事業\n  reason: r\n")
    result = yosan("run", "--raw", raw, "--warehouse", tmp_path / "warehouse")
    assert result.stderr.splitlines()[1].startswith("aliases.yaml:1: '湖の観測事業' and")
    with pytest.raises(reconciliation.InvalidAliases):
        walk.publish(raw, tmp_path / "warehouse")


def test_search_prints_what_it_finds_and_says_when_it_finds_nothing(raw: Path, tmp_path: Path) -> None:
    walk.publish(raw, tmp_path)
    result = yosan("search", "川の観測", "--warehouse", tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [line for line in result.stdout.splitlines() if "川の観測" in line]
    assert len(rows) == 2 and "2009" in rows[0] and "later.txt" in rows[0] and "new.txt" in rows[1]
    assert len(yosan("search", "川の観測", "--limit", "1", "--warehouse", tmp_path).stdout.split("川の観測")) == 2
    nothing = yosan("search", "宇宙", "--warehouse", tmp_path)
    assert (nothing.exit_code, nothing.stdout) == (
        0,
        "no program is called like '宇宙': try fewer words, or a part of one\n",
    )


@pytest.mark.parametrize(("text", "word"), [("（）", "no word to look for"), ("川", "no published state")])
def test_search_without_a_word_or_a_warehouse(tmp_path: Path, text: str, word: str) -> None:
    result = yosan("search", text, "--warehouse", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "") and word in result.stderr


def test_samples_hold_one_program_over_three_releases_and_its_stages(tmp_path: Path) -> None:
    walk.publish(Path(__file__).parent.parent / "raw", tmp_path)
    first = walk.search_programs(tmp_path, "都市エリア 産学官", 1)[0]
    assert (first.name, len(first.documents)) == ("都市エリア産学官連携促進事業", 3)
    assert first.fiscal_years == (2006, 2007, 2008, 2009)
    kinds = ask(tmp_path, "SELECT kind, count(*) AS n FROM program_candidates GROUP BY kind")
    assert kinds == [{"kind": "stage_missing", "n": 2}]
    assert len(ask(tmp_path, "SELECT * FROM program_links WHERE source = 'stage'")) == 1


SUCCESSOR = "- successor: 湖の観測事業\n  of: 湖沼調査事業\n  kind: reorganised\n  reason: p. 1\n"


def test_a_link_rests_while_the_release_that_names_its_program_is_withdrawn(raw: Path, tmp_path: Path) -> None:
    write(raw, SUCCESSOR)
    links = "SELECT count(*) FILTER (source = 'reviewed') AS written, count(*) AS n FROM program_links"
    walk.publish(raw, tmp_path / "warehouse")
    assert ask(tmp_path / "warehouse", links) == [{"written": 1, "n": 2}]
    (raw / "withdrawals.yaml").write_text("- document: old.txt\n  why: 差替え\n", encoding="utf-8")
    walk.publish(raw, tmp_path / "warehouse")
    assert ask(tmp_path / "warehouse", links) == [{"written": 0, "n": 0}]


RESTS = "aliases.yaml:2: no document that counts names '湖沼調査事業': what the entry says of it rests until one does"


@pytest.mark.soak
def test_an_alias_of_a_removed_document_is_a_warning_of_the_run_and_no_stop(raw: Path, tmp_path: Path) -> None:
    write(raw, "# reviewed\n" + MERGE)
    walk.publish(raw, tmp_path / "warehouse")
    (raw / "old.txt").unlink()
    result = yosan("run", "--raw", raw, "--warehouse", tmp_path / "warehouse")
    assert (result.exit_code, result.stderr) == (0, "")
    warned = [line for line in result.stdout.splitlines() if line.startswith("warning: ")]
    assert [line.partition(", unless")[0] for line in warned] == [f"warning: {RESTS}"]


@pytest.mark.soak
def test_an_alias_of_a_withdrawn_document_rests_whether_its_file_is_there_or_not(raw: Path, tmp_path: Path) -> None:
    write(
        raw, "# reviewed\n" + MERGE.replace("湖沼調査事業\n  into: 湖の観測事業", "湖の観測事業\n  into: 湖沼調査事業")
    )
    names = "SELECT name FROM programs WHERE name LIKE '湖の観測事業' OR name LIKE '湖沼%'"
    said: list[str] = []
    walk.publish(raw, tmp_path / "warehouse", said.append)
    assert (said, ask(tmp_path / "warehouse", names)) == ([], [{"name": "湖沼調査事業"}])
    withdrawing.withdraw(raw, tmp_path / "warehouse", "old.txt", "差替え", None, None)
    for _ in range(2):
        said.clear()
        walk.publish(raw, tmp_path / "warehouse", said.append)
        assert [one.partition(", unless")[0] for one in said] == [RESTS]
        assert ask(tmp_path / "warehouse", names) == [{"name": "湖の観測事業"}]
        (raw / "old.txt").unlink(missing_ok=True)


def test_a_stage_that_is_split_off_everywhere_is_linked_no_more(raw: Path, tmp_path: Path) -> None:
    write(raw, "- split: 湖の観測(第Ⅰ期)\n  into: 湖の水の観測\n  document: old.txt\n  reason: p. 1\n")
    walk.publish(raw, tmp_path / "warehouse")
    assert ask(tmp_path / "warehouse", "SELECT * FROM program_links") == []
