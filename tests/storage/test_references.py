"""Official data sets in the warehouse: kept once, whole, and in every state that is published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import Phase, Reconciled, ReferenceAmount, ReferenceGrain, ReferenceSource
from pipeline.storage import CorruptedReference, InvalidRows, publish, read_references, run_query, write_reference

FIGURE = ReferenceAmount(
    reference_id="r1", source=ReferenceSource.MOF_JIKOU, source_file="mof.json", source_sha256="ab" * 32, source_row=1,
    source_key="general-1", grain=ReferenceGrain.PROGRAM, ministry="山河省", account="一般会計", sub_account=None,
    organization=None, section="山河振興費", item_name="渡し舟の維持に必要な経費", detail=None, fiscal_year=2024,
    phase=Phase.APPROVED, supplement_no=None, budget_kind="当初予算", amount_yen=5_338_440_212_000,
    includes_supplement=False,
)  # fmt: skip
OTHER = replace(FIGURE, reference_id="r2", source_sha256="cd" * 32, supplement_no=1, includes_supplement=True)


def test_figures_come_back_as_they_were(tmp_path: Path) -> None:
    assert read_references(tmp_path) == ()
    assert write_reference(tmp_path, "b", [OTHER])
    assert write_reference(tmp_path, "a", [FIGURE])
    assert read_references(tmp_path) == (FIGURE, OTHER)


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    write_reference(tmp_path, "a", [FIGURE])
    before = (tmp_path / "reference" / "a.parquet").read_bytes()
    assert not write_reference(tmp_path, "a", [FIGURE])
    assert (tmp_path / "reference" / "a.parquet").read_bytes() == before
    assert [path.name for path in (tmp_path / "reference").iterdir()] == ["a.parquet"]


def test_a_damaged_file_is_loaded_anew(tmp_path: Path) -> None:
    write_reference(tmp_path, "a", [FIGURE])
    path = tmp_path / "reference" / "a.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CorruptedReference, match=r"a\.parquet is damaged .*load the data set again"):
        read_references(tmp_path)
    write_reference(tmp_path, "a", [FIGURE])
    assert read_references(tmp_path) == (FIGURE,)


def test_figures_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRows, match="reference_amounts"):
        write_reference(tmp_path, "a", [FIGURE, FIGURE])
    assert read_references(tmp_path) == ()


def test_every_state_has_them(tmp_path: Path) -> None:
    publish(tmp_path, [], [], Reconciled(references=(FIGURE, OTHER)))
    rows = run_query(
        tmp_path, "SELECT reference_id, amount_yen, includes_supplement FROM reference_amounts ORDER BY ALL"
    )
    assert [tuple(row.values()) for row in rows.to_pylist()] == [
        ("r1", 5_338_440_212_000, False),
        ("r2", 5_338_440_212_000, True),
    ]
