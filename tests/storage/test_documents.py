"""One document's files: what goes in comes out, and what is damaged is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from pipeline.model import Amount, DocumentFacts, Measure
from pipeline.storage import (
    CorruptedDocument,
    InvalidRows,
    Outline,
    has_document,
    outline_document,
    read_document,
    write_document,
)

from .samples import AMOUNT, DOCUMENT_ID, FACTS, RECORD, VERSION

FOLDER = Path("documents") / DOCUMENT_ID / VERSION


def test_round_trip(tmp_path: Path) -> None:
    assert not has_document(tmp_path, DOCUMENT_ID, VERSION)
    write_document(tmp_path, FACTS)
    assert has_document(tmp_path, DOCUMENT_ID, VERSION)
    assert read_document(tmp_path, DOCUMENT_ID, VERSION) == FACTS


def test_round_trip_of_a_document_without_rows(tmp_path: Path) -> None:
    write_document(tmp_path, DocumentFacts(RECORD))
    assert read_document(tmp_path, DOCUMENT_ID, VERSION) == DocumentFacts(RECORD)


def test_second_write_replaces_the_first(tmp_path: Path) -> None:
    write_document(tmp_path, FACTS)
    write_document(tmp_path, replace(FACTS, counts=()))
    assert read_document(tmp_path, DOCUMENT_ID, VERSION).counts == ()
    assert [path.name for path in tmp_path.iterdir()] == ["documents"]


def test_new_version_replaces_the_old_one(tmp_path: Path) -> None:
    write_document(tmp_path, FACTS)
    write_document(tmp_path, replace(FACTS, record=replace(RECORD, extractor_version="1.1.0+a")))
    assert [path.name for path in (tmp_path / FOLDER).parent.iterdir()] == ["1.1.0+a"]
    assert not has_document(tmp_path, DOCUMENT_ID, VERSION)


def test_missing_part_is_named(tmp_path: Path) -> None:
    write_document(tmp_path, FACTS)
    (tmp_path / FOLDER / "amounts.parquet").unlink()
    with pytest.raises(CorruptedDocument, match=r"amounts\.parquet: missing"):
        read_document(tmp_path, DOCUMENT_ID, VERSION)


@pytest.mark.parametrize("damage", [b"", b"not parquet"])
def test_damaged_part_is_named(tmp_path: Path, damage: bytes) -> None:
    write_document(tmp_path, FACTS)
    (tmp_path / FOLDER / "tokens.parquet").write_bytes(damage)
    with pytest.raises(CorruptedDocument, match=r"tokens\.parquet: damaged"):
        read_document(tmp_path, DOCUMENT_ID, VERSION)


def test_changed_bit_in_a_page_of_data_is_noticed(tmp_path: Path) -> None:
    write_document(tmp_path, FACTS)
    path = tmp_path / FOLDER / "pages.parquet"
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)
    with pytest.raises(CorruptedDocument, match=r"pages\.parquet: damaged"):
        read_document(tmp_path, DOCUMENT_ID, VERSION)


def test_value_that_is_not_allowed_is_refused(tmp_path: Path) -> None:
    wrong: Amount = replace(AMOUNT, measure=cast(Measure, "guess"))
    with pytest.raises(InvalidRows, match=r"table amounts: measure .*guess"):
        write_document(tmp_path, replace(FACTS, amounts=(wrong,)))
    assert not has_document(tmp_path, DOCUMENT_ID, VERSION)


def test_amount_beyond_bigint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRows, match="table amounts"):
        write_document(tmp_path, replace(FACTS, amounts=(replace(AMOUNT, amount_yen=2**63),)))


def test_time_without_zone_is_refused(tmp_path: Path) -> None:
    record = replace(RECORD, retrieved_at=datetime(2026, 1, 1))
    with pytest.raises(InvalidRows, match="table documents: .* no time zone"):
        write_document(tmp_path, DocumentFacts(record))


def test_version_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a folder"):
        has_document(tmp_path, DOCUMENT_ID, "../x")


def test_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRows, match=r"table amounts: 1 key\(s\) stand twice, such as .*'a1'"):
        write_document(tmp_path, replace(FACTS, amounts=(AMOUNT, AMOUNT)))


def test_reference_into_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRows, match="table amounts: .*line_id.*not in budget_lines.*gone"):
        write_document(tmp_path, replace(FACTS, amounts=(replace(AMOUNT, line_id="gone"),)))


def test_outline(tmp_path: Path) -> None:
    write_document(tmp_path, FACTS)
    assert outline_document(tmp_path, DOCUMENT_ID, VERSION) == Outline(RECORD, lines=3, amounts=4, counts=1, issues=2)


def test_outline_of_a_document_of_which_a_part_is_missing(tmp_path: Path) -> None:
    write_document(tmp_path, FACTS)
    (tmp_path / FOLDER / "tokens.parquet").unlink()
    with pytest.raises(CorruptedDocument, match=r"tokens\.parquet: missing"):
        outline_document(tmp_path, DOCUMENT_ID, VERSION)
