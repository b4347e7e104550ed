"""A document that is withdrawn leaves with its figures; its row stays, with the reason, also when its file is gone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.revision import WrongEntries
from pipeline.sources import InvalidEntries

from .place import DRAFT, Place, entry

LATER = "平成21年度概算要求\n文部科学省\n\n北浜クラスター事業　8,000百万円\n"
TABLES = ("budget_lines", "amounts", "counts", "extraction_issues", "pages", "program_names", "reconciliations")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A raw/ with two releases."""
    made = Place(tmp_path)
    made.put("draft.txt", DRAFT)
    made.put("later.txt", LATER)
    return made


def test_facts_leave_and_the_row_stays_with_the_reason(place: Place) -> None:
    draft, later = place.put("draft.txt", DRAFT), place.put("later.txt", LATER)
    place.publish()
    assert place.ask("SELECT count(*) FROM program_budgets") == [(5,)]
    place.put(
        "withdrawals.yaml",
        f"# reviewed\n- document: {draft[:8]!r}\n  why: 差替えのため\n  replaced_by: later.txt\n  withdrawn_on: 2008-01-31\n",
    )
    place.publish()
    said = "status, status_detail, replaced_by, withdrawn_on, title, fiscal_year, page_count"
    assert place.ask(f"SELECT {said} FROM documents WHERE document_id = '{draft}'") == [
        ("withdrawn", "差替えのため", later, date(2008, 1, 31), "平成20年度予算案における地域施策", 2008, 2)
    ]
    assert place.ask(f"SELECT status FROM documents WHERE document_id = '{later}'") == [("extracted",)]
    for table in TABLES:
        assert place.ask(f"SELECT count(*) FROM {table} WHERE document_id = '{draft}'") == [(0,)], table
    assert place.ask("SELECT name, amount_yen FROM program_budgets") == [("北浜クラスター事業", 8_000_000_000)]
    assert place.ask("SELECT name FROM programs") == [("北浜クラスター事業",)]
    assert place.ask("SELECT file_name FROM document_files ORDER BY 1") == [("draft.txt",), ("later.txt",)]


@pytest.mark.soak
def test_taking_the_entry_out_brings_the_same_state_back(place: Place) -> None:
    before = place.publish().state_id
    place.put("withdrawals.yaml", "- document: draft.txt\n  why: 差替え\n")
    assert place.publish().state_id != before
    (place.raw / "withdrawals.yaml").unlink()
    assert place.publish().state_id == before


def test_entry_with_what_is_known_keeps_the_row_when_the_file_is_gone(place: Place) -> None:
    (place.raw / "draft.txt").unlink()
    sha256 = "ab" * 32
    known = (
        f"{{source_uri: mext/gone.pdf, sha256: {sha256}, media_type: application/pdf, byte_size: 7, phase: proposed}}"
    )
    place.put("withdrawals.yaml", f"- document: mext/gone.pdf\n  why: 誤り\n  known: {known}\n")
    place.publish()
    said = "document_id, file_name, source_uri, sha256, byte_size, phase, status, status_detail, retrieved_at"
    assert place.ask(f"SELECT {said} FROM documents WHERE status = 'withdrawn'") == [
        (sha256[:16], "gone.pdf", "mext/gone.pdf", sha256, 7, "proposed", "withdrawn", "誤り", None)
    ]
    assert place.ask("SELECT source_uri FROM document_files ORDER BY 1") == [("later.txt",), ("mext/gone.pdf",)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- document: gone.pdf\n  why: 誤り\n", ("withdrawals.yaml:1: ", "the path gone.pdf", "yosan withdraw")),
        (
            "- document: draft.txt\n  why: 誤り\n- document: draft.txt\n  why: 誤り\n",
            ("withdrawals.yaml:3: draft.txt is withdrawn by withdrawals.yaml:1 already",),
        ),
        ("- document: draft.txt\n  why: 誤り\n  replaced_by: none.txt\n", ("withdrawals.yaml:1: ", "none.txt")),
    ],
)
def test_entry_that_names_no_document_stops_the_run(place: Place, text: str, words: tuple[str, ...]) -> None:
    before = place.publish()
    place.put("withdrawals.yaml", text)
    with pytest.raises(WrongEntries) as caught:
        place.publish()
    for word in words:
        assert word in str(caught.value)
    assert (place.warehouse / "current").resolve() == before.path


def test_entry_without_a_reason_is_none(place: Place) -> None:
    place.put("withdrawals.yaml", "- document: draft.txt\n")
    with pytest.raises(InvalidEntries, match="withdrawals.yaml:1: why: Field required"):
        place.publish()


def test_corrections_of_a_withdrawn_document_rest(place: Place) -> None:
    place.put("corrections.yaml", entry())
    place.put("withdrawals.yaml", "- document: draft.txt\n  why: 差替え\n")
    place.publish()
    assert place.ask("SELECT count(*) FROM corrections") == [(0,)]
    (place.raw / "withdrawals.yaml").unlink()
    place.publish()
    assert place.ask("SELECT count(*) FROM corrections") == [(1,)]
