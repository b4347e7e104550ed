"""Which figures appeared, changed and vanished between two states, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.model import DocumentFacts, DocumentStatus, Phase, Reconciled
from pipeline.storage import DamagedState, Difference, compare_states, count_changes, find_state, publish

from .samples import AMOUNT, AMOUNTS, COUNT, FACTS, LINE, RECORD, SOURCE, later_release

LATER = later_release(2009, 1)


def compare(warehouse: Path, before: Sequence[DocumentFacts], after: Sequence[DocumentFacts]) -> list[Difference]:
    """Publish two states and compare them."""
    for documents in (before, after):
        publish(warehouse, documents, [SOURCE], Reconciled())
    return list(compare_states(find_state(warehouse, "previous"), find_state(warehouse, "current")))


def told(changes: list[Difference]) -> list[tuple[str, str, str, str]]:
    """What happened to what, and why."""
    return [(one.kind, one.id, one.what, one.reason) for one in changes]


def with_amount(**fields: Any) -> DocumentFacts:
    """The sample with its first amount changed."""
    return replace(FACTS, amounts=(replace(AMOUNT, **fields), *AMOUNTS[1:]))


def read_again(facts: DocumentFacts) -> DocumentFacts:
    """The same document from a later extractor."""
    return replace(facts, record=replace(facts.record, extractor_version="9.9.9"))


def test_nothing_differs_from_itself(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS], [SOURCE], Reconciled())
    state = find_state(tmp_path, "current")
    assert compare_states(state, state) == ()


def test_new_release_brings_its_figures(tmp_path: Path) -> None:
    document, amount = compare(tmp_path, [FACTS], [FACTS, LATER])
    assert told([document, amount]) == [
        ("document", f"{2009:016d}", "appeared", "new release"),
        ("amount", "2009a", "appeared", "new release"),
    ]
    assert (amount.file, amount.page, amount.line, amount.printed) == ("2009.pdf", 1, LINE.label, "7,530百万円")
    assert (amount.before, amount.after["amount_yen"], amount.after["phase"]) == ({}, 1, "proposed")


def test_removed_file_takes_its_figures_along(tmp_path: Path) -> None:
    changes = compare(tmp_path, [FACTS, LATER], [FACTS])
    assert told(changes) == [
        ("document", f"{2009:016d}", "vanished", "removed file"),
        ("amount", "2009a", "vanished", "removed file"),
    ]
    assert (changes[1].before["amount_yen"], changes[1].after) == (1, {})


@pytest.mark.parametrize(
    ("replaced_by", "reason"), [(None, "withdrawn document"), (RECORD.document_id, "replaced document")]
)
def test_figures_of_a_withdrawn_document_vanish(tmp_path: Path, replaced_by: str | None, reason: str) -> None:
    status = DocumentStatus.WITHDRAWN
    record = replace(LATER.record, status=status, withdrawn_on=date(2026, 1, 2), replaced_by=replaced_by)
    changes = compare(tmp_path, [FACTS, LATER], [FACTS, DocumentFacts(record)])
    assert told(changes) == [
        ("document", f"{2009:016d}", "changed", reason),
        ("amount", "2009a", "vanished", reason),
    ]
    assert (changes[0].before["status"], changes[0].after["status"]) == ("extracted", "withdrawn")


def test_withdrawal_that_is_taken_back(tmp_path: Path) -> None:
    record = replace(LATER.record, status=DocumentStatus.WITHDRAWN)
    changes = compare(tmp_path, [FACTS, DocumentFacts(record)], [FACTS, LATER])
    assert {one.reason for one in changes} == {"no longer withdrawn"}
    assert [one.what for one in changes] == ["changed", "appeared"]


def test_figure_that_a_new_extractor_reads_otherwise_is_one_change(tmp_path: Path) -> None:
    after = read_again(with_amount(amount_yen=7_350_000_000, phase=Phase.APPROVED))
    (change,) = compare(tmp_path, [FACTS], [after])
    assert told([change]) == [("amount", "a1", "changed", "new extractor")]
    assert change.before == {"amount_yen": 7_530_000_000, "phase": "proposed"}
    assert change.after == {"amount_yen": 7_350_000_000, "phase": "approved"}


def test_figure_that_only_a_new_extractor_finds(tmp_path: Path) -> None:
    without = replace(FACTS, counts=())
    assert told(compare(tmp_path, [without], [read_again(FACTS)])) == [("count", "c1", "appeared", "new extractor")]


def test_figure_that_moves_to_another_line_is_a_change(tmp_path: Path) -> None:
    lines = tuple(replace(line, label="別の事業") if line.line_id == "l2" else line for line in FACTS.lines)
    changes = compare(tmp_path, [FACTS], [read_again(replace(FACTS, lines=lines))])
    assert told(changes) == [("amount", "a2", "changed", "new extractor"), ("count", "c1", "changed", "new extractor")]
    assert changes[0].after == {"line": "別の事業"}


def test_how_a_figure_was_found_is_no_change(tmp_path: Path) -> None:
    after = read_again(with_amount(role_rule="another rule", evidence="the same, cut otherwise"))
    assert compare(tmp_path, [FACTS], [after]) == []


def test_zero_is_told_and_what_is_not_said_is_not(tmp_path: Path) -> None:
    (change,) = compare(tmp_path, [replace(FACTS, amounts=AMOUNTS[1:])], [with_amount(amount_yen=0)])
    assert change.after["amount_yen"] == 0
    assert not {"approximate", "qualifier", "line"} & set(change.after)


def test_suggestion_of_other_rules_of_arithmetic(tmp_path: Path) -> None:
    after = with_amount(amount_yen_suggested=1, suggestion_reason="the row says so")
    assert told(compare(tmp_path, [FACTS], [after])) == [("amount", "a1", "changed", "other rules")]


def test_renamed_file_is_told_of_the_document_alone(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS], [SOURCE], Reconciled())
    publish(tmp_path, [FACTS], [replace(SOURCE, source_uri="c.pdf")], Reconciled())
    changes = compare_states(find_state(tmp_path, "previous"), find_state(tmp_path, "current"))
    assert told(list(changes)) == [("document", RECORD.document_id, "changed", "renamed file")]


def test_changes_are_in_the_order_of_files_pages_and_places(tmp_path: Path) -> None:
    second = replace(COUNT, count_id="c0", place=replace(COUNT.place, page=1, char_start=30, char_end=33))
    changes = compare(tmp_path, [replace(FACTS, counts=())], [replace(FACTS, counts=(COUNT, second)), LATER])
    assert [one.id for one in changes] == [f"{2009:016d}", "2009a", "c1", "c0"]


def test_changes_are_counted_by_file_and_reason(tmp_path: Path) -> None:
    without = replace(FACTS, counts=())
    changes = compare(tmp_path, [without], [read_again(with_amount(amount_yen=1)), LATER])
    assert count_changes(changes) == {
        ("2009.pdf", "new release"): {"appeared": 1, "changed": 0, "vanished": 0},
        ("a/yosan.pdf", "new extractor"): {"appeared": 1, "changed": 1, "vanished": 0},
    }


def test_state_of_an_older_schema_is_compared_in_what_both_have(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS], [SOURCE], Reconciled())
    publish(tmp_path, [with_amount(amount_yen=1)], [SOURCE], Reconciled())
    database = find_state(tmp_path, "previous").folder / "yosan.duckdb"
    newer = database.rename(database.with_name("newer.duckdb"))
    with duckdb.connect(database) as older:
        older.execute(f"ATTACH '{newer}' AS newer (READ_ONLY)")
        for name, fewer in (
            ("documents", ""),
            ("budget_lines", ""),
            ("counts", ""),
            ("amounts", "EXCLUDE (qualifier)"),
        ):
            older.execute(f"CREATE TABLE {name} AS SELECT * {fewer} FROM newer.{name}")
    (change,) = compare_states(find_state(tmp_path, "previous"), find_state(tmp_path, "current"))
    assert (change.before, change.after) == ({"amount_yen": 7_530_000_000}, {"amount_yen": 1})


def test_state_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS], [SOURCE], Reconciled())
    publish(tmp_path, [FACTS, LATER], [SOURCE], Reconciled())
    before = find_state(tmp_path, "previous")
    (before.folder / "yosan.duckdb").write_bytes(b"no database")
    with pytest.raises(DamagedState, match=before.state_id):
        compare_states(before, find_state(tmp_path, "current"))
