"""``show``, ``document`` and ``checks`` as people and scripts use them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import storage
from tests.cli.release import cells, process, yosan

PROGRAM = "湖沼観測網整備事業"


@pytest.fixture
def warehouse(small_warehouse: Path) -> Path:
    return small_warehouse


def tsv(output: str) -> list[dict[str, str]]:
    """TSV as a program reads it."""
    return list(csv.DictReader(io.StringIO(output), delimiter="\t", quoting=csv.QUOTE_NONE))


def ids(warehouse: Path, table: str) -> dict[str, str]:
    """Ids by name or path."""
    sql = {
        "programs": "SELECT name AS name, program_id AS id FROM programs",
        "documents": "SELECT source_uri AS name, document_id AS id FROM documents",
    }[table]
    return {row["name"]: row["id"] for row in storage.run_query(warehouse, sql).to_pylist()}


def test_show_prints_a_program_year_by_year(warehouse: Path) -> None:
    result = yosan("show", PROGRAM, "--warehouse", warehouse, "--format", "table")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = cells(result.stdout)
    assert ["FY2024", "approved", "1,110 (corrected; printed 1,100)", "", "", "1,100百万円", "draft.txt p. 1"] in rows
    assert ["FY2025", "draft", "1,234", "+124 (+11.2%)", "", "1,234百万円", "draft.txt p. 1"] in rows
    assert ["FY2026", "requested", "1,500", "+266 (+21.6%)", "", "1,500百万円", "request.txt p. 1"] in rows
    assert any(row[:4] == [PROGRAM, "", "under way", "12 地域"] for row in rows)
    started = [row[1:4] for row in rows if row[0] == f"component: {PROGRAM}"]
    assert started == [["FY2023", "started", "5 地域"], ["FY2024", "started", "7 地域"]]
    assert "▇█ 2024–2025" in result.stdout
    assert any(row[:1] == ["湖沼研究の推進"] for row in rows), "what it is part of"
    assert any("12 ⇔ 5 + 7 = 12 (地域)" in row for row in rows)


def test_show_prints_parts_with_bounds_and_what_is_not_itemised(warehouse: Path) -> None:
    result = yosan("show", "湖沼研究の推進", "--warehouse", warehouse, "--format", "table")
    parts = {(row[0], row[2]): row[3] for row in cells(result.stdout) if len(row) == 6}
    assert parts["FY2024", PROGRAM] == "1,110 (corrected; printed 1,100)"
    assert parts["FY2024", "= not itemised"] == "7,900"
    assert parts["FY2025", "湖沼[red]データ基盤事業"] == "at most 2,000 (within a larger figure, 内数)"
    assert parts["FY2025", "湖沼<b>人材育成事業"] == "500 to 2,000"
    assert parts["FY2025", "湖沼連携事業"] == "about 300"
    assert ("FY2025", "= not itemised") not in parts, "with a 内数 among them nobody knows"
    assert " 0 " not in result.stdout


def test_show_speaks_japanese_when_asked_by_option_or_environment(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = yosan("show", PROGRAM, "--warehouse", warehouse, "--format", "table", "--lang", "ja").stdout
    assert "年度・段階別の予算" in asked and "1,110(訂正後。印字は1,100)" in asked and "draft.txt 1頁" in asked
    assert "fiscal year" not in asked
    monkeypatch.setenv("YOSAN_LANG", "ja")
    assert yosan("show", PROGRAM, "--warehouse", warehouse, "--format", "table").stdout == asked


def test_show_writes_yen_for_programs(warehouse: Path) -> None:
    rows = tsv(process("show", PROGRAM, "--warehouse", warehouse).stdout)
    assert [(row["fiscal_year"], row["phase"], row["amount_yen"]) for row in rows] == [
        ("2024", "approved", "1110000000"),
        ("2025", "proposed", "1234000000"),
        ("2025", "approved", "1234000000"),
        ("2026", "requested", "1500000000"),
    ]
    assert rows[0]["amount_yen_printed"] == "1100000000" and rows[0]["change_yen"] == r"\N"
    bound = tsv(yosan("show", "湖沼[red]データ基盤事業", "--warehouse", warehouse, "--format", "tsv").stdout)
    assert [(row["amount_yen"], row["bound_yen"], row["qualifier"]) for row in bound] == [
        (r"\N", "2000000000", "portion_of")
    ]


def test_show_writes_all_of_a_program_as_json(warehouse: Path) -> None:
    said = json.loads(yosan("show", PROGRAM, "--warehouse", warehouse, "--format", "json").stdout)
    assert said["name"] == PROGRAM and said["names"] == [PROGRAM]
    assert [one["change_rate"] for one in said["figures"]][:2] == [None, "0.111712"]
    assert {check["kind"]: len(check["terms"]) for check in said["checks"]} == {"count_sum": 2, "across_documents": 1}
    assert [parent["name"] for parent in said["parents"]] == ["湖沼研究の推進"]


def test_show_finds_a_program_by_its_id_and_the_beginning_of_it(warehouse: Path) -> None:
    program_id = ids(warehouse, "programs")[PROGRAM]
    whole = yosan("show", program_id, "--warehouse", warehouse, "--format", "json").stdout
    assert json.loads(whole)["program_id"] == program_id
    assert yosan("show", program_id[:6].upper(), "--warehouse", warehouse, "--format", "json").stdout == whole


def test_show_lists_the_programs_that_may_be_meant_and_leaves_with_3(warehouse: Path) -> None:
    result = yosan("show", "湖沼", "--warehouse", warehouse, "--format", "tsv")
    assert result.exit_code == 3 and result.stderr == "yosan: 5 programs are called like '湖沼': name one by its id\n"
    assert {row["name"]: row["program_id"] for row in tsv(result.stdout)} == ids(warehouse, "programs")
    table = yosan("show", "湖沼", "--warehouse", warehouse, "--format", "table")
    assert table.exit_code == 3 and "湖沼[red]データ基盤事業" in [row[1] for row in cells(table.stdout)]
    listed = yosan("show", "湖沼", "--warehouse", warehouse, "--format", "json")
    assert listed.exit_code == 3 and len(json.loads(listed.stdout)) == 5


def test_an_exact_name_is_one_program_though_others_hold_its_words(warehouse: Path) -> None:
    assert yosan("show", "湖沼研究の推進", "--warehouse", warehouse).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "宇宙"), "no program is called like '宇宙'"),
        (("show", "（）"), "there is no word to look for"),
        (("document", "none.pdf"), "no document has the id or the path none.pdf: there are "),
        (("checks", "--document", "none.pdf"), "no document has the id or the path none.pdf"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(warehouse: Path, arguments: tuple[str, ...], words: str) -> None:
    result = yosan(*arguments, "--warehouse", warehouse)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert words in result.stderr


@pytest.mark.parametrize("command", [("show", "湖"), ("document", "a"), ("checks",)])
def test_without_a_warehouse(tmp_path: Path, command: tuple[str, ...]) -> None:
    result = yosan(*command, "--warehouse", tmp_path / "none")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "none has no published state: fill it with `yosan run`" in result.stderr


def test_document_prints_lines_as_a_tree_with_figures_and_checks(warehouse: Path) -> None:
    result = yosan("document", "draft.txt", "--warehouse", warehouse, "--format", "table")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "extracted — read whole" in result.stdout
    lines = [line for line in result.stdout.splitlines() if line.startswith("│ 1 ")]
    labels = [line.split("│")[2].rstrip()[1:] for line in lines]
    assert labels == [
        "湖沼研究の推進",
        f"　{PROGRAM}",
        "　湖沼[red]データ基盤事業",
        "　湖沼<b>人材育成事業",
        "　湖沼連携事業",
    ]
    rows = cells(result.stdout)
    assert any(row[2:4] == ["FY2024 approved", "1,110 (corrected; printed 1,100)"] for row in rows)
    assert any("12 地域" in row[3] for row in rows) and any("✓ balances (counts)" in row[-1] for row in rows)
    (stated,) = [row[-1] for row in rows if row[2:4] == ["FY2024 approved", "9,000"]]
    assert stated == (
        "… not all itemised (parts): 9,000 ⇔ 1,100 (million yen); not itemised 7,900; a figure of it is corrected since"
    )
    assert ["share placed", "1.0000"] in rows


def test_document_is_found_by_the_beginning_of_its_id(warehouse: Path) -> None:
    document_id = ids(warehouse, "documents")["request.txt"]
    by_path = yosan("document", "request.txt", "--warehouse", warehouse, "--format", "json").stdout
    assert yosan("document", document_id[:8], "--warehouse", warehouse, "--format", "json").stdout == by_path
    said = json.loads(by_path)
    assert said["record"]["status"] == "extracted" and said["coverage"]["placed_share"] == "1.0000"


def test_document_writes_a_row_per_figure(warehouse: Path) -> None:
    rows = tsv(yosan("document", "draft.txt", "--warehouse", warehouse).stdout)
    found = {(row["label"], row["figure_kind"], row["fiscal_year"]): row for row in rows}
    corrected = found[PROGRAM, "amount", "2024"]
    assert (corrected["value"], corrected["value_printed"], corrected["is_corrected"]) == (
        "1110000000",
        "1100000000",
        "true",
    )
    assert found["湖沼[red]データ基盤事業", "amount", "2025"]["qualifier"] == "portion_of"
    assert found[PROGRAM, "count", "2023"]["value"] == "5"
    assert len(rows) == 10


def test_checks_come_worst_first_with_their_arithmetic(warehouse: Path) -> None:
    rows = cells(yosan("checks", "--warehouse", warehouse, "--format", "table").stdout)
    assert [row[0] for row in rows] == ["? cannot be decided", "… not all itemised", "✓ balances", "✓ balances"]
    assert rows[0][4] == "10,000 ⇔ 1,234 + 300 = 1,534 (million yen)"
    few = tsv(yosan("checks", "--warehouse", warehouse, "--kind", "count_sum", "--format", "tsv").stdout)
    assert [(row["stated"], row["arithmetic"]) for row in few] == [("12", "12 ⇔ 5 + 7 = 12 (地域)")]
    assert json.loads(few[0]["terms"])[0] == {"sign": 1, "value": 5, "text": "５地域", "label": PROGRAM}


def test_checks_of_one_document_and_failed_ones(warehouse: Path) -> None:
    def ask(*options: str) -> Any:
        return json.loads(yosan("checks", "--warehouse", warehouse, "--format", "json", *options).stdout)

    assert [one["kind"] for one in ask("--document", "request.txt")] == ["across_documents"]
    assert ask("--failed") == []
    assert yosan("checks", "--failed", "--warehouse", warehouse, "--format", "table").stdout == "no check failed\n"
    empty = yosan("checks", "--failed", "--warehouse", warehouse, "--format", "tsv").stdout
    assert empty.startswith("reconciliation_id\tstatus\t") and empty.count("\n") == 1


def test_checks_know_their_kinds(warehouse: Path) -> None:
    result = yosan("checks", "--kind", "sums", "--warehouse", warehouse)
    assert result.exit_code == 2 and "sum_of_children" in result.stderr
