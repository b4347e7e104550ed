"""Which states there are, and how each came about."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.model import DocumentFacts, DocumentStatus, Reconciled, Source
from pipeline.storage import UnknownState, find_state, list_states, publish, run_query, tell_changes

from .samples import DOCUMENT_ID, FACTS, SOURCE, later_release


def publish_years(warehouse: Path, *years: int, kept: int = 5) -> str:
    """A state of later releases, by its id."""
    return publish(warehouse, [later_release(y, 1) for y in years], [], Reconciled(), kept_states=kept).state_id


def test_states_are_listed_by_publication_the_last_first(tmp_path: Path) -> None:
    one, two = publish_years(tmp_path, 2001), publish_years(tmp_path, 2002)
    assert [state.state_id for state in list_states(tmp_path)] == [two, one]
    assert publish_years(tmp_path, 2001) == one, "the same files again"
    assert [(state.state_id, state.is_current) for state in list_states(tmp_path)] == [(one, True), (two, False)]
    assert find_state(tmp_path, "current").state_id == one
    assert find_state(tmp_path, "previous").state_id == two


def test_order_of_publication_survives_copying(tmp_path: Path) -> None:
    ids = [publish_years(tmp_path / "here", year) for year in (2001, 2002, 2003)]
    shutil.copytree(tmp_path / "here", tmp_path / "there", symlinks=True, copy_function=shutil.copyfile)
    assert [state.state_id for state in list_states(tmp_path / "there")] == ids[::-1]


def test_only_the_last_states_are_kept(tmp_path: Path) -> None:
    ids = [publish_years(tmp_path, year, kept=3) for year in range(2001, 2006)]
    assert [state.state_id for state in list_states(tmp_path)] == ids[:1:-1]
    publish_years(tmp_path, 2005, kept=1)
    assert [state.state_id for state in list_states(tmp_path)] == ids[-1:]
    assert not list(tmp_path.glob(".tmp-*"))


def test_earlier_state_can_be_asked(tmp_path: Path) -> None:
    first = publish_years(tmp_path, 2001)
    publish_years(tmp_path, 2001, 2002)
    sql = "SELECT count(*) AS n FROM documents"
    assert [run_query(tmp_path, sql, state=name).to_pylist()[0]["n"] for name in (first, first[:6], "previous")] == [
        1,
        1,
        1,
    ]
    assert run_query(tmp_path, sql).to_pylist()[0]["n"] == 2


def test_state_that_is_not_kept_is_named_with_those_that_are(tmp_path: Path) -> None:
    first = publish_years(tmp_path, 2001)
    for name in ("0000000000000000", ""):
        with pytest.raises(UnknownState, match=f"'{name}'.*{first}"):
            find_state(tmp_path, name)
    publish_years(tmp_path, 2002)
    for folder in (tmp_path / "states").iterdir():
        folder.rename(folder.with_name("ab" + folder.name))
    with pytest.raises(UnknownState, match="several states begin with 'ab'"):
        find_state(tmp_path, "ab")


def test_state_before_the_only_one_is_told_to_be_missing_and_how_it_comes(tmp_path: Path) -> None:
    only = publish_years(tmp_path, 2001)
    with pytest.raises(
        UnknownState, match=f"no state before the current one \\({only}\\): a `yosan run` that finds something"
    ):
        find_state(tmp_path, "previous")


def test_state_of_a_folder_without_a_warehouse(tmp_path: Path) -> None:
    with pytest.raises(UnknownState, match="none has no published state: fill it with `yosan run`"):
        find_state(tmp_path / "none", "current")


def withdrawn(facts: DocumentFacts) -> DocumentFacts:
    """A document that no longer counts."""
    record = replace(facts.record, status=DocumentStatus.WITHDRAWN, withdrawn_on=date(2026, 1, 2))
    return DocumentFacts(record)


def read_again(facts: DocumentFacts) -> DocumentFacts:
    """A document as a later extractor has it."""
    return replace(facts, record=replace(facts.record, extractor_version="9.9.9"))


RENAMED = replace(SOURCE, file_name="b.pdf", source_uri="b.pdf", other_uris=())
LATER = later_release(2009, 1)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (([FACTS], SOURCE), ([FACTS, LATER, later_release(2010, 1)], SOURCE), "2 new"),
        (([FACTS, LATER], SOURCE), ([FACTS], SOURCE), "1 removed"),
        (([FACTS], SOURCE), ([FACTS], RENAMED), "1 renamed"),
        (([FACTS, LATER], SOURCE), ([FACTS, withdrawn(LATER)], SOURCE), "1 withdrawn"),
        (([FACTS, withdrawn(LATER)], SOURCE), ([FACTS, LATER], SOURCE), "1 no longer withdrawn"),
        (([FACTS], SOURCE), ([read_again(FACTS)], SOURCE), "new extractor"),
        (([FACTS], SOURCE), ([read_again(FACTS), LATER], RENAMED), "1 new, 1 renamed, new extractor"),
        (([FACTS], SOURCE), ([replace(FACTS, counts=())], SOURCE), "same documents"),
    ],
)
def test_what_changed_in_a_word(
    tmp_path: Path,
    before: tuple[list[DocumentFacts], Source],
    after: tuple[list[DocumentFacts], Source],
    words: str,
) -> None:
    for documents, source in (before, after):
        publish(tmp_path, documents, [source], Reconciled())
    assert tell_changes(list_states(tmp_path)) == [words, "first state"]


def test_change_of_the_oldest_state_is_not_told_once_the_one_before_it_is_gone(tmp_path: Path) -> None:
    for year in (2001, 2002, 2003):
        publish_years(tmp_path, year, kept=2)
    assert tell_changes(list_states(tmp_path)) == ["1 new, 1 removed", ""]


def test_state_that_says_nothing_is_listed_with_the_reason(tmp_path: Path) -> None:
    publish(tmp_path, [FACTS], [SOURCE], Reconciled())
    (tmp_path / "current" / "CURRENT.json").write_text("{", encoding="utf-8")
    (state,) = list_states(tmp_path)
    assert state.descriptor is None and state.problem is not None and "CURRENT.json: damaged" in state.problem
    assert DOCUMENT_ID not in state.problem
