"""The command as people and scripts use it: what it prints, and how it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from pipeline import walk
from pipeline.cli import app
from tests.typeset.paper import Paper

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円 [一部]\n　実施は３地域\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw/ with a release, under a name with a space and brackets, and an empty file."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "予算 [案].txt").write_text(RELEASE, encoding="utf-8")
    (folder / "empty.pdf").touch()
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the same release."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "raw").mkdir()
    (folder / "raw" / "a.txt").write_text(RELEASE, encoding="utf-8")
    assert yosan("run", "--raw", folder / "raw", "--warehouse", folder / "warehouse").exit_code == 0
    return folder / "warehouse"


def yosan(*arguments: str | Path) -> Result:
    """The command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as in a pipe."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def assert_wrong_use(result: Result, *words: str) -> None:
    """One sentence on stderr, exit code 2, nothing else."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("yosan: ") and result.stderr.count("\n") == 1, result.stderr
    for word in words:
        assert word in result.stderr


def test_run_tells_what_it_did_and_shows_dagsters_log_only_when_asked(raw: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    first = process("run", "--raw", raw, "--warehouse", warehouse)
    assert (first.returncode, first.stderr) == (0, "")
    lines = first.stdout.splitlines()
    assert [line[:4] for line in lines[:2]] == ["1/2 ", "2/2 "]
    assert {line[4:] for line in lines[:2]} == {  # whichever of the two readers is done first
        "empty.pdf: parsed, unreadable, pages unknown, amounts 0, counts 0, issues 0",
        "予算 [案].txt: parsed, extracted, pages 1, amounts 1, counts 1, issues 0",
    }
    assert lines[2:4] == ["documents: 2, of which parsed now: 2", f"warehouse: {warehouse / 'yosan.duckdb'}"]
    assert "empty.pdf: unreadable: the file is empty: fetch it again" in lines
    second = process("run", "--raw", raw, "--warehouse", warehouse, "--verbose")
    assert second.returncode == 0
    assert second.stdout.splitlines() == ["documents: 2, of which parsed now: 0", *lines[3:]]
    assert "published state" in second.stderr


@pytest.mark.soak  # seconds of waiting for a disk or for another process: make soak
def test_two_runs_at_once_wait_for_each_other(raw: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "run",
        "--raw",
        str(raw),
        "--warehouse",
        str(tmp_path / "warehouse"),
    ]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    told = "".join(output for output, _ in outputs)
    assert told.count("parsed now: 2") == told.count("parsed now: 0") == 1


def test_run_without_a_raw_folder(tmp_path: Path) -> None:
    assert_wrong_use(yosan("run", "--raw", tmp_path / "none"), "none is no folder", "--raw")


def test_run_into_a_warehouse_within_raw(raw: Path) -> None:
    assert_wrong_use(yosan("run", "--raw", raw, "--warehouse", raw / "warehouse"), "lies within")


def test_run_into_a_warehouse_that_is_a_file(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "warehouse").touch()
    result = yosan("run", "--raw", raw, "--warehouse", tmp_path / "warehouse")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.endswith("warehouse cannot be written: File exists\n")


def test_run_that_fails_leaves_with_1_and_one_sentence(raw: Path, tmp_path: Path) -> None:
    (raw / "broken.pdf").symlink_to("nowhere.pdf")
    result = yosan("run", "--raw", raw, "--warehouse", tmp_path / "warehouse")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "the job failed, and nothing new was published: cannot open broken.pdf" in result.stderr


def test_run_over_an_empty_folder_publishes_an_empty_warehouse(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    assert yosan("run", "--raw", tmp_path / "raw", "--warehouse", tmp_path / "warehouse").exit_code == 0
    answer = yosan("query", "SELECT count(*) AS documents FROM documents", "--warehouse", tmp_path / "warehouse")
    assert answer.stdout == "documents\n0\n"


def test_parse_prints_facts_as_json_and_touches_nothing(raw: Path) -> None:
    result = yosan("parse", raw / "予算 [案].txt")
    facts = json.loads(result.stdout)
    (amount,) = facts["amounts"]
    assert (amount["amount_yen"], amount["fiscal_year"], amount["phase"]) == (1_234_000_000, 2025, "proposed")
    assert (facts["counts"][0]["value"], facts["record"]["file_name"]) == (3, "予算 [案].txt")
    assert sorted(path.name for path in raw.parent.iterdir()) == ["raw"]


def test_parse_prints_facts_as_a_table(raw: Path) -> None:
    result = yosan("parse", raw / "予算 [案].txt", "--format", "table")
    assert result.stdout.startswith("予算 [案].txt: extracted: 令和7年度予算案\n")
    row = next(line for line in result.stdout.splitlines() if "1,234,000,000 yen" in line)
    assert "地域研究拠点整備事業" in row and "proposed budget" in row and "1,234百万円" in row
    assert any("3 地域" in line for line in result.stdout.splitlines())


def test_parse_of_bad_input_is_no_error(raw: Path) -> None:
    result = yosan("parse", raw / "empty.pdf")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["record"]["status"] == "unreadable"


def test_parse_of_a_missing_file_and_of_a_folder(tmp_path: Path) -> None:
    assert_wrong_use(yosan("parse", tmp_path / "none.pdf"), "none.pdf is no file")
    assert_wrong_use(yosan("parse", tmp_path), "is no file")


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of two pages, an amount on each."""
    path = tmp_path_factory.mktemp("slides") / "slides.pdf"
    paper = Paper()
    for text in ("地域研究拠点整備事業　1,234百万円", "海洋観測網整備事業　56億円 [一部]"):
        paper.text(60, 60, "令和7年度予算案", 14)
        paper.text(60, 120, text, 12)
        paper.end_page()
    path.write_bytes(paper.finish())
    return path


def rows_of(result: Result) -> dict[str, list[str]]:
    """The list of keys that a picture came with."""
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [[cell.strip() for cell in line.split("│")] for line in result.stdout.splitlines() if line.startswith("│")]
    return {row[1]: row[2:-1] for row in rows}


def test_parse_draws_a_page_and_lists_its_keys(slides: Path, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    rows = rows_of(yosan("parse", slides, "--overlay", picture, "--page", "2"))
    assert rows["1"] == ["line", "令和7年度予算案", ""]
    assert rows["A1"][:2] == ["amount", "56億円"] and "5,600,000,000 yen" in rows["A1"][2]
    assert "A2" not in rows
    with Image.open(picture) as drawn:
        assert (drawn.format, drawn.width) == ("PNG", 2 * 595)
    first = rows_of(yosan("parse", slides, "--overlay", tmp_path / "first.PNG"))
    assert first["A1"][1] == "1,234百万円"


def test_parse_has_no_page_to_draw(slides: Path, raw: Path, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    for number in ("0", "3", "-1"):
        result = yosan("parse", slides, "--overlay", picture, "--page", number)
        assert_wrong_use(result, f"has no page {number}: --page goes from 1 to 2")
    assert_wrong_use(yosan("parse", raw / "予算 [案].txt", "--overlay", picture), "is a text", "--overlay is for PDFs")
    assert_wrong_use(yosan("parse", raw / "empty.pdf", "--overlay", picture), "no page to draw: the file is empty")
    assert not picture.exists()


def test_parse_draws_into_pictures_only(slides: Path, tmp_path: Path) -> None:
    before = slides.read_bytes()
    assert_wrong_use(yosan("parse", slides, "--overlay", slides), "no name of a PNG picture: end it in .png")
    assert slides.read_bytes() == before
    assert_wrong_use(
        yosan("parse", slides, "--overlay", tmp_path / "none" / "a.png"), "a.png cannot be written: No such"
    )
    assert_wrong_use(yosan("parse", slides, "--page", "2"), "--overlay PAGE.png")


def test_query_answers_and_keeps_long_values_whole(published: Path) -> None:
    sql = "SELECT repeat(label, 20) AS long, NULL AS nothing, '[red]' AS brackets FROM budget_lines ORDER BY ordinal LIMIT 1"
    answer = yosan("query", sql, "--warehouse", published, "--format", "table")
    long = "地域研究拠点整備事業" * 20
    assert any(f"{long} │" in line and "[red]" in line for line in answer.stdout.splitlines())


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nothing FROM documents", "nothing"),
        ("DELETE FROM documents", "read-only"),
        ("SELECT * FROM read_text('/etc/hostname')", "disabled"),
        ("", "ask with SELECT"),
        ("SELECT 1; SELECT 2", "these are 2 statements, and a question is one"),
        ("SELECT 1; SELEC 2", "syntax error"),
    ],
)
def test_query_that_cannot_be_answered(published: Path, sql: str, words: str) -> None:
    assert_wrong_use(yosan("query", sql, "--warehouse", published), words)


def test_query_of_one_statement_may_end_in_semicolons_and_comments(published: Path) -> None:
    assert yosan("query", "SELECT ';' AS a;; -- one; two\n", "--warehouse", published).stdout == "a\n;\n"


@pytest.mark.parametrize("table", ["amount", "pg_thing", "main.budgets", "states.amounts"])
def test_query_of_an_unknown_table_says_which_tables_there_are(published: Path, table: str) -> None:
    result = yosan("query", f"SELECT * FROM {table}", "--warehouse", published)
    assert_wrong_use(result, "there is no table", "amounts, amounts_corrected, budget_lines, ", ", program_budgets, ")
    assert "Did you mean" not in result.stderr and "duckdb" not in result.stderr and ", pg_" not in result.stderr


def test_query_of_an_unknown_column_names_the_columns_that_are_like_it(published: Path) -> None:
    result = yosan("query", "SELECT amount_yn FROM amounts", "--warehouse", published)
    assert_wrong_use(result, "amount_yn", "amount_yen")


@pytest.mark.parametrize("harm", ["garbage", "missing"])
def test_query_names_a_damaged_current_json_beside_its_answer(tmp_path: Path, harm: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(RELEASE, encoding="utf-8")
    warehouse = tmp_path / "warehouse"
    state = walk.publish(tmp_path / "raw", warehouse).state_id
    descriptor = warehouse / "CURRENT.json"
    if harm == "garbage":
        descriptor.write_text("{")
    else:
        descriptor.unlink()
    for options in ((), ("--format", "csv")):
        asked = yosan("query", "SELECT 1 AS n", "--warehouse", warehouse, *options)
        assert asked.exit_code == 0 and asked.stdout.splitlines()[1] == "1"
        assert f"{descriptor}: " in asked.stderr and "`yosan run`" in asked.stderr and asked.stderr.count("\n") == 1
    kept = yosan("query", "SELECT 1 AS n", "--warehouse", warehouse, "--state", state)
    assert (str(warehouse / "states" / state) in kept.stderr) == (harm == "garbage"), kept.stderr
    walk.publish(tmp_path / "raw", warehouse)
    assert yosan("query", "SELECT 1 AS n", "--warehouse", warehouse).stderr == ""


def test_query_prints_tsv_in_a_pipe_and_a_table_when_asked(published: Path) -> None:
    sql = "SELECT label, amount_yen, header_path FROM amounts JOIN budget_lines USING (line_id)"
    piped = process("query", sql, "--warehouse", published)
    assert piped.stdout == "label\tamount_yen\theader_path\n地域研究拠点整備事業\t1234000000\t\\N\n"
    table = yosan("query", sql, "--warehouse", published, "--format", "table").stdout
    assert "┃ label" in table and "│ 地域研究拠点整備事業 │ 1234000000 │" in table


def test_query_shows_both_columns_of_one_name(published: Path) -> None:
    table = yosan("query", "SELECT 1 AS n, 2 AS n", "--warehouse", published, "--format", "table").stdout
    assert "│ 1 │ 2 │" in table
    result = yosan("query", "SELECT 1 AS n, 2 AS n", "--warehouse", published, "--format", "json")
    assert_wrong_use(result, "two columns of the answer are called n", "AS")


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "parquet"])
def test_query_writes_the_format_that_the_files_name_says(published: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"答え.{ending}"
    result = yosan(
        "query", "SELECT label FROM budget_lines WHERE level = 0", "--warehouse", published, "--output", path
    )
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    if ending == "parquet":
        found = pq.read_table(path).to_pylist()[0]["label"]
    elif ending == "json":
        found = json.loads(path.read_text(encoding="utf-8"))[0]["label"]
    else:
        found = path.read_text(encoding="utf-8").splitlines()[1].strip('"')
    assert found in ("令和7年度予算案", "地域研究拠点整備事業")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_query_for_excel(published: Path) -> None:
    result = process("query", "SELECT '=1' AS f, -1 AS n", "--warehouse", published, "--excel")
    assert result.stdout == '\ufeff"f","n"\n"\'=1",-1\n'


def test_query_writes_only_what_can_be_written_where_it_can(published: Path, tmp_path: Path) -> None:
    def ask(*options: str | Path) -> Result:
        return yosan("query", "SELECT 1 AS n", "--warehouse", published, *options)

    assert_wrong_use(ask("--format", "parquet"), "--output")
    assert_wrong_use(ask("--output", tmp_path / "answer"), "--format")
    assert_wrong_use(ask("--excel", "--format", "json"), "--excel is for CSV")
    assert_wrong_use(ask("--output", published / "current" / "n.csv"), "lies in the warehouse")
    missing = ask("--output", tmp_path / "none" / "n.csv")
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)
    assert "n.csv cannot be written: No such file or directory" in missing.stderr
    (tmp_path / "n.csv").write_text("kept")
    assert_wrong_use(yosan("query", "SELEC", "--warehouse", published, "--output", tmp_path / "n.csv"), "SELEC")
    assert (tmp_path / "n.csv").read_text() == "kept"


def test_query_without_a_warehouse(tmp_path: Path) -> None:
    result = yosan("query", "SELECT 1", "--warehouse", tmp_path / "none")
    assert_wrong_use(result, "none has no published state: fill it with `yosan run`")


def test_version() -> None:
    assert yosan("--version").stdout == f"yosan {version('yosan')}\n"


def test_help_names_the_commands() -> None:
    result = yosan("--help")
    assert result.exit_code == 0
    for command in ("run", "parse", "query"):
        assert f" {command} " in result.stdout
