"""Publishing and asking, with a real DuckDB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from filelock import FileLock

from pipeline.model import DocumentFacts, Measure, Reconciled, ReconciliationMember
from pipeline.schema import TABLES
from pipeline.storage import (
    InvalidQuery,
    InvalidRows,
    NothingPublished,
    State,
    Summary,
    publish,
    run_query,
    summarize,
    warehouse_lock,
)
from pipeline.storage.queries import open_read_only

from .samples import AMOUNT, CHILD, FACTS, RECONCILED, SOURCE, TEXT, later_release


def publish_sample(warehouse: Path) -> State:
    """Publish the sample document."""
    return publish(warehouse, [FACTS], [SOURCE], RECONCILED)


def rows_of(warehouse: Path, sql: str) -> list[dict[str, Any]]:
    """The answer to a query as dictionaries."""
    return cast(list[dict[str, Any]], run_query(warehouse, sql).to_pylist())


def test_same_facts_give_the_same_bytes_and_the_same_state(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    backwards = replace(FACTS, lines=FACTS.lines[::-1], amounts=FACTS.amounts[::-1], programs=FACTS.programs[::-1])
    first, second = publish_sample(one), publish(two, [backwards], [SOURCE], RECONCILED)
    assert first.state_id == second.state_id == publish_sample(one).state_id
    for name in TABLES:
        assert (one / f"parquet/{name}.parquet").read_bytes() == (two / f"parquet/{name}.parquet").read_bytes()


def test_order_of_documents_does_not_matter(tmp_path: Path) -> None:
    other = later_release(2009, 1)
    first = publish(tmp_path / "one", [FACTS, other], [], RECONCILED)
    second = publish(tmp_path / "two", [other, FACTS], [], RECONCILED)
    assert first.state_id == second.state_id


def test_everything_hangs_on_relative_links_through_current(tmp_path: Path) -> None:
    state = publish_sample(tmp_path)
    assert os.readlink(tmp_path / "current") == f"states/{state.state_id}"
    assert os.readlink(tmp_path / "yosan.duckdb") == "current/yosan.duckdb"
    assert json.loads((tmp_path / "CURRENT.json").read_text())["state"] == state.state_id
    assert (tmp_path / "DICTIONARY.md").read_text().startswith("# Data dictionary")
    assert sorted(path.stem for path in (tmp_path / "parquet").iterdir()) == sorted(TABLES)
    assert not list(tmp_path.glob(".tmp-*"))


def test_value_that_breaks_a_check_names_the_table(tmp_path: Path) -> None:
    wrong = replace(FACTS, amounts=(replace(AMOUNT, measure=cast(Measure, "guess")),))
    with pytest.raises(InvalidRows, match="table amounts: .*CHECK"):
        publish(tmp_path, [wrong], [], Reconciled())
    assert not (tmp_path / "current").exists()


def test_same_document_twice_names_the_table(tmp_path: Path) -> None:
    with pytest.raises(InvalidRows, match="table documents"):
        publish(tmp_path, [FACTS, FACTS], [], Reconciled())


def test_reference_into_nothing_names_table_and_column(tmp_path: Path) -> None:
    stray = Reconciled(RECONCILED.checks, (ReconciliationMember("r1", "gone", None, 1),))
    with pytest.raises(InvalidRows, match="table reconciliation_members: .*amount_id.*gone"):
        publish(tmp_path, [FACTS], [], stray)
    orphan = replace(FACTS, lines=(*FACTS.lines, replace(CHILD, line_id="l9", parent_line_id="gone")))
    with pytest.raises(InvalidRows, match="table budget_lines: .*parent_line_id.*gone"):
        publish(tmp_path, [orphan], [], RECONCILED)


def test_reference_to_nothing_is_no_stray_where_the_other_table_is_empty(tmp_path: Path) -> None:
    publish(tmp_path, [replace(FACTS, counts=())], [SOURCE], RECONCILED)
    assert rows_of(tmp_path, "SELECT amount_id, count_id FROM reconciliation_members") == [
        {"amount_id": "a2", "count_id": None}
    ]


def test_reader_keeps_working_while_the_state_is_swapped(tmp_path: Path) -> None:
    publish_sample(tmp_path)
    with open_read_only((tmp_path / "yosan.duckdb").resolve()) as reader:
        for year in range(2009, 2016):
            publish(tmp_path, [FACTS, later_release(year, 1)], [SOURCE], RECONCILED)
        assert reader.execute("SELECT count(*) FROM amounts").fetchall() == [(4,)]
    assert summarize(tmp_path).amounts == 5


@pytest.mark.soak
def test_five_states_are_kept_and_the_current_one_among_them(tmp_path: Path) -> None:
    published = [publish(tmp_path, [later_release(year, 1)], [], Reconciled()).state_id for year in range(2000, 2008)]
    assert {path.name for path in (tmp_path / "states").iterdir()} == set(published[-5:])


def test_files_of_a_document(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS, later_release(2009, 1)], [SOURCE], RECONCILED)
    files = rows_of(tmp_path, "SELECT source_uri, file_name FROM document_files ORDER BY ALL")
    assert [row["source_uri"] for row in files] == ["2009.pdf", "a/yosan.pdf", "b/copy of yosan.pdf"]
    assert files[2]["file_name"] == "copy of yosan.pdf"


def test_summary(tmp_path: Path) -> None:
    publish_sample(tmp_path)
    expected = Summary({"extracted": 1}, 3, 3, 4, 1, 2, {"balanced": 1, "partial": 1})
    assert summarize(tmp_path) == expected


def test_nothing_published(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished):
        summarize(tmp_path)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM amounts",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY amounts TO '/tmp/amounts.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET enable_external_access = true",
        "SET memory_limit = '1GB'",
    ],
)
def test_query_can_only_read(tmp_path: Path, sql: str) -> None:
    publish_sample(tmp_path)
    with pytest.raises(InvalidQuery):
        run_query(tmp_path, sql)


def test_times_are_utc(tmp_path: Path) -> None:
    publish_sample(tmp_path)
    rows = rows_of(tmp_path, "SELECT retrieved_at::VARCHAR AS at FROM documents")
    assert rows == [{"at": "2026-11-24 01:02:03+00"}]


def test_program_budgets_of_one_document(tmp_path: Path) -> None:
    publish_sample(tmp_path)
    whole, part, bound = rows_of(tmp_path, "SELECT * FROM program_budgets ORDER BY program_id")
    assert (whole["amount_yen"], str(whole["amount_million_yen"])) == (7_530_000_000, "7530.000000")
    assert (whole["change_yen"], whole["reconciliation_status"]) == (-470_000_000, "partial")
    assert (part["parent_program_id"], part["change_yen"], part["reconciliation_status"]) == ("p1", None, None)
    assert (bound["amount_yen"], bound["bound_yen"], bound["qualifier"]) == (None, 2_000_000_000, "portion_of")


def test_release_about_the_year_wins_over_a_later_column(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS, later_release(2009, 1), later_release(2010, 2)], [], RECONCILED)
    where = "WHERE program_id = 'p1' AND fiscal_year = 2008"
    assert rows_of(tmp_path, f"SELECT amount_yen FROM program_budgets {where}") == [{"amount_yen": 7_530_000_000}]
    publish(tmp_path, [later_release(2009, 1), later_release(2010, 2)], [], Reconciled())
    assert rows_of(tmp_path, f"SELECT amount_yen FROM program_budgets {where}") == [{"amount_yen": 2}]


def test_one_row_per_program_of_several_documents(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS, later_release(2009, 1), later_release(2010, 2)], [], RECONCILED)
    names = rows_of(tmp_path, "SELECT name FROM programs WHERE program_id = 'p1'")
    assert names == [{"name": "another spelling"}]


def test_program_is_called_what_most_documents_call_it(tmp_path: Path) -> None:
    def calls_it(year: int, name: str, stage: str | None) -> DocumentFacts:
        facts = later_release(year, 1)
        program = replace(facts.programs[0], name=name, stage=stage)
        return replace(facts, programs=(program, program))

    def published(*releases: DocumentFacts) -> list[dict[str, Any]]:
        publish(tmp_path, releases, [], Reconciled())
        return rows_of(tmp_path, "SELECT name, stage FROM programs")

    first, second, third = calls_it(2001, "い", None), calls_it(2002, "ろ", "第2期"), calls_it(2003, "ろ", "第2期")
    assert published(first, second, third) == [{"name": "ろ", "stage": "第2期"}]
    assert published(second, first) == [{"name": "い", "stage": None}], "of equals, the smallest"
    assert published(second, calls_it(2001, "ろ", None)) == [{"name": "ろ", "stage": None}], "NULL is the smallest"


def test_other_views(tmp_path: Path) -> None:
    publish_sample(tmp_path)
    assert rows_of(tmp_path, "SELECT unit, value, program_id FROM region_counts") == [
        {"unit": "地域", "value": 9, "program_id": "p2"}
    ]
    assert rows_of(tmp_path, "SELECT reconciliation_id FROM unreconciled") == [{"reconciliation_id": "r1"}]
    assert rows_of(tmp_path, "SELECT page_text FROM evidence WHERE figure_id = 'a1'") == [{"page_text": TEXT[12:20]}]
    assert rows_of(tmp_path, "SELECT pages_read, lines, amounts, checks FROM coverage") == [
        {"pages_read": 1, "lines": 3, "amounts": 4, "checks": 2}
    ]


def test_lock_can_be_taken_again_by_who_holds_it(tmp_path: Path) -> None:
    waits: list[str] = []
    with warehouse_lock(tmp_path, lambda: waits.append("outer")):
        with warehouse_lock(tmp_path, lambda: waits.append("inner")):
            pass
        assert not can_lock(tmp_path), "leaving the inner one lets nobody in"
    assert can_lock(tmp_path)
    assert waits == []


def can_lock(warehouse: Path) -> bool:
    """Whether another process could take the warehouse now."""
    code = "import sys, filelock; filelock.FileLock(sys.argv[1]).acquire(timeout=0)"
    return subprocess.run([sys.executable, "-c", code, str(warehouse / ".lock")], capture_output=True).returncode == 0


def test_lock_waits_and_says_so(tmp_path: Path) -> None:
    held = FileLock(tmp_path / ".lock")
    waits: list[str] = []

    def stop_waiting() -> None:
        waits.append("waited")
        held.release()

    held.acquire()
    with warehouse_lock(tmp_path, stop_waiting), warehouse_lock(tmp_path / "other", stop_waiting):
        assert waits == ["waited"]


def test_region_counts_hold_regions_and_sites_alone(tmp_path: Path) -> None:
    units = ["地域", "都市エリア", "クラスター", "拠点", "か所", "カ所", "箇所", "件", "人", "名", "校", "大学"]
    counts = tuple(replace(FACTS.counts[0], count_id=f"c{n}", unit=unit) for n, unit in enumerate(units))
    publish(tmp_path, [replace(FACTS, counts=counts)], [SOURCE], RECONCILED)
    shown = {row["unit"] for row in rows_of(tmp_path, "SELECT unit FROM region_counts")}
    assert shown == {"地域", "都市エリア", "クラスター", "拠点", "か所", "カ所", "箇所"}
