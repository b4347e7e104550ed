"""The samples of raw/ are current, and the pipeline finds in each what its gold file says, no less and no more."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from functools import cache
from pathlib import Path

import pdfplumber
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream

from pipeline import walk
from pipeline.model import DocumentFacts, Reconciliation, Source
from tests.gold import (
    Gold,
    Row,
    compare,
    find_amounts,
    find_checks,
    find_counts,
    find_document,
    find_lines,
    find_printings,
    read_gold,
)
from tests.samples import RELEASES

PROJECT = Path(__file__).resolve().parents[1]
GOLD_FILES = {path.stem: path for path in sorted((PROJECT / "tests" / "gold").glob("*.toml"))}
EVERY_SAMPLE = pytest.mark.parametrize("name", GOLD_FILES)
IN_BALANCE = ("balanced",)
OUT_OF_BALANCE = ("partial", "mismatch", "exceeds", "within_rounding")


@cache
def gold_of(name: str) -> Gold:
    return read_gold(GOLD_FILES[name])


@cache
def facts_of(name: str) -> DocumentFacts:
    path = PROJECT / gold_of(name).file
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return walk.parse_file(path, Source(digest[:16], digest, path.name, path.name, path.stat().st_size))


@cache
def all_checks() -> tuple[Reconciliation, ...]:
    return walk.reconcile([facts_of(name) for name in GOLD_FILES]).checks


@cache
def printed_pages(name: str) -> list[str]:
    """The text of each page without commas, read without the pipeline."""
    path = PROJECT / gold_of(name).file
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            pages = [page.extract_text() for page in pdf.pages]
    else:
        pages = [path.read_bytes().decode("cp932" if path.name.startswith("h15") else "utf-8")]
    return [unicodedata.normalize("NFKC", page).replace(",", "") for page in pages]


def report(messages: list[str]) -> None:
    if messages:
        pytest.fail("\n".join(messages), pytrace=False)


# ---------------------------------------------------------------- the samples themselves


def objects_of(data: bytes) -> list[tuple[int, str, bytes]]:
    """The objects of a PDF with their streams inflated: how well they are compressed depends on the machine's zlib."""
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    numbers = sorted({number for xref in document.xrefs for number in xref.get_objids()})
    found = []
    for number in numbers:
        item = document.getobj(number)
        if isinstance(item, PDFStream):
            attributes = {key: value for key, value in item.attrs.items() if key != "Length"}
            found.append((number, repr(sorted(attributes.items(), key=str)), item.get_data()))
        else:
            found.append((number, repr(item), b""))
    return found


@pytest.mark.parametrize("name", RELEASES)
def test_committed_samples_are_current(name: str) -> None:
    committed, typeset = (PROJECT / "raw" / name).read_bytes(), RELEASES[name]()
    if committed != typeset:
        assert name.endswith(".pdf") and objects_of(committed) == objects_of(typeset), f"{name}: run `make samples`"


@pytest.mark.parametrize("name", RELEASES)
def test_typesetting_twice_gives_the_same_bytes(name: str) -> None:
    assert RELEASES[name]() == RELEASES[name]()


def test_every_sample_has_a_gold_file_and_nothing_else_lies_in_raw() -> None:
    described = {gold_of(name).file for name in GOLD_FILES}
    in_raw = {f"raw/{path.name}" for path in (PROJECT / "raw").iterdir() if path.suffix in (".pdf", ".txt")}
    extraction_samples = {
        f"tests/extraction_samples/{path.name}" for path in (PROJECT / "tests/extraction_samples").iterdir()
    }
    assert {f"raw/{name}" for name in RELEASES} <= in_raw
    assert described == {f"raw/{name}" for name in RELEASES} | extraction_samples


# ---------------------------------------------------------------- the gold files themselves


def as_printed(amount: Row) -> str:
    """The digits that stand for an amount on paper, without commas: 5兆3536."""
    yen, unit = amount["amount_yen"], amount["precision_yen"]
    assert isinstance(yen, int) and isinstance(unit, int)
    figure = abs(yen) // unit
    trillions, rest = divmod(figure, 10_000)
    sign = "△" if yen < 0 else ""
    return sign + (f"{trillions}兆{rest}" if unit == 10**8 and trillions else f"{figure}")


@EVERY_SAMPLE
def test_gold_amounts_stand_on_their_page(name: str) -> None:
    absent = [
        f"page {row['page']}: {as_printed(row)} of {row['label']}"
        for row in gold_of(name).amounts
        if row["amount_yen"] is not None and not _stands_on(name, row, as_printed(row))
    ]
    report(absent)


@EVERY_SAMPLE
def test_gold_counts_stand_on_their_page(name: str) -> None:
    rows = gold_of(name).counts
    report([f"{row}" for row in rows if not _stands_on(name, row, f"{row['value']}{row['unit']}")])


def _stands_on(name: str, row: Row, digits: str) -> bool:
    page = row["page"]
    assert isinstance(page, int)
    return re.search(rf"(?<![\d.]){re.escape(digits)}(?!\d)", printed_pages(name)[page - 1]) is not None


@EVERY_SAMPLE
def test_gold_checks_are_consistent(name: str) -> None:
    for row in gold_of(name).checks:
        stated, computed, residual = row["stated"], row["computed"], row["residual"]
        assert isinstance(stated, int) and isinstance(computed, int)
        assert residual == stated - computed, row
        assert row["status"] in (OUT_OF_BALANCE if residual else IN_BALANCE), row


# ---------------------------------------------------------------- what the pipeline finds


@EVERY_SAMPLE
def test_document(name: str) -> None:
    report(compare([gold_of(name).document], [find_document(facts_of(name))]))


@EVERY_SAMPLE
def test_amounts(name: str) -> None:
    report(compare(gold_of(name).amounts, find_amounts(facts_of(name))))


@EVERY_SAMPLE
def test_counts(name: str) -> None:
    report(compare(gold_of(name).counts, find_counts(facts_of(name))))


@EVERY_SAMPLE
def test_lines(name: str) -> None:
    report(compare(gold_of(name).lines, find_lines(facts_of(name)), others_allowed=True))


@EVERY_SAMPLE
def test_lines_printed_again_are_linked(name: str) -> None:
    for row in gold_of(name).printed_again:
        linked = [pages for label, pages in find_printings(facts_of(name)) if label == row["label"]]
        expected = row["pages"]
        assert isinstance(expected, list)
        if not any(set(expected) <= set(pages) for pages in linked):
            pytest.fail(f"{row['label']}: linked on {linked} instead of {expected}", pytrace=False)


@EVERY_SAMPLE
def test_every_parent_has_a_rule(name: str) -> None:
    lines = [line for line in facts_of(name).lines if line.parent_line_id is not None]
    report([f"page {line.place.page}: {line.label}" for line in lines if not line.parent_rule])


@EVERY_SAMPLE
def test_checks(name: str) -> None:
    report(compare(gold_of(name).checks, find_checks(facts_of(name), all_checks())))
