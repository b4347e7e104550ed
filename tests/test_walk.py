"""A mistake in a rule must cost one document and not the run; trouble of the machine must stop it.

Nobody knows a text that makes the extractor fail (it would have been mended), so these tests put a mistake into it: it
fails on one of two documents, and is the real one for the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipeline import extraction, storage, walk
from pipeline.extraction import extract
from pipeline.model import Document, DocumentFacts, DocumentStatus, Severity
from pipeline.orchestration.resources import SilentProgress
from pipeline.orchestration.run import Outcome, run_with_instance
from pipeline.sources import find_files

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n"


def divide_by_zero(document: Document) -> DocumentFacts:
    """A mistake in arithmetic, whose message spans lines and has a character that no file can hold."""
    raise ZeroDivisionError(f"first line\n{document.source.file_name} \ud800" + "!" * 500)


def recurse(document: Document) -> DocumentFacts:
    """A rule that never comes to an end."""
    return recurse(document)


def state_the_same_line_twice(document: Document) -> DocumentFacts:
    """Facts that the schema does not allow."""
    facts = extract(document)
    return replace(facts, lines=facts.lines * 2)


def run_out_of_memory(document: Document) -> DocumentFacts:
    """Trouble that the next document would meet as well."""
    raise MemoryError


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], Outcome]]:
    """Runs the main job over a good and a bad document, with a mistake for the bad one, in this process: others have the real
    rules."""
    monkeypatch.setenv("YOSAN_WORKERS", "0")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "bad.txt").write_text(RELEASE.replace("1,234", "666"), encoding="utf-8")
    (raw / "good.txt").write_text(RELEASE, encoding="utf-8")

    with dg.DagsterInstance.ephemeral() as instance:

        def run_with(mistake: Callable[[Document], DocumentFacts]) -> Outcome:
            def mistaken(document: Document) -> DocumentFacts:
                return mistake(document) if document.source.file_name == "bad.txt" else extract(document)

            monkeypatch.setattr(extraction, "extract", mistaken)
            return run_with_instance(raw, tmp_path / "warehouse", instance, SilentProgress())

        yield run_with


@pytest.mark.parametrize(
    ("mistake", "name"),
    [
        (divide_by_zero, "ZeroDivisionError at test_walk.py:"),
        (recurse, "RecursionError at test_walk.py:"),
        (state_the_same_line_twice, "InvalidRows at validation.py:"),
    ],
)
def test_mistake_costs_one_document(
    run: Callable[[Any], Outcome], tmp_path: Path, mistake: Callable[[Document], DocumentFacts], name: str
) -> None:
    assert run(mistake).failure is None
    sql = "SELECT file_name, status, status_detail FROM documents ORDER BY file_name"
    bad, good = storage.run_query(tmp_path / "warehouse", sql).to_pylist()
    assert (good["status"], good["status_detail"]) == ("extracted", None)
    assert bad["status"] == "unreadable"
    assert bad["status_detail"].startswith(f"the extractor failed on this document ({name}")
    assert bad["status_detail"].endswith("): report it together with the file")
    assert "\n" not in bad["status_detail"] and len(bad["status_detail"]) < 400
    issues = storage.run_query(tmp_path / "warehouse", "SELECT kind, severity, reason FROM extraction_issues")
    assert [(row["kind"], row["severity"]) for row in issues.to_pylist()] == [("extractor_failed", Severity.ERROR)]
    amounts = storage.run_query(tmp_path / "warehouse", "SELECT amount_yen FROM amounts").to_pylist()
    assert amounts == [{"amount_yen": 1_234_000_000}]


def test_trouble_of_the_machine_stops_the_run(run: Callable[[Any], Outcome], tmp_path: Path) -> None:
    assert run(run_out_of_memory).failure == "extracted_documents: MemoryError"
    assert not (tmp_path / "warehouse" / "current").exists()


def test_same_mistake_gives_the_same_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "extract", divide_by_zero)
    (tmp_path / "a.txt").write_text(RELEASE, encoding="utf-8")
    (source,) = find_files(tmp_path)
    first, second = (walk.parse_file(tmp_path / "a.txt", source) for _ in range(2))
    assert first == second
    assert first.record.status is DocumentStatus.UNREADABLE
