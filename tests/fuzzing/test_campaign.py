"""Damaged files among sound ones: none hangs, none stops the others, and no sound one loses a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzzing import pdfs, texts
from tests.fuzzing.campaign import make_file, run_campaign

FEW, MANY = 30, 300


def test_a_seed_gives_the_same_files_again() -> None:
    assert [make_file(number, 7).content for number in range(20)] == [
        make_file(number, 7).content for number in range(20)
    ]


def test_every_kind_of_damage_is_tried() -> None:
    wanted = {None, *(damage.__name__ for damage in (*pdfs.DAMAGES, *texts.DAMAGES))}
    tried: set[str | None] = set()
    for number in range(MANY):
        tried.add(make_file(number, 0).damage)
        if tried == wanted:
            break
    assert tried == wanted


@pytest.mark.parametrize("number", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
def test_damaged_files_do_no_harm(number: int, tmp_path: Path) -> None:
    *_, tally = run_campaign(number, seed=number, folder=tmp_path)
    assert (tally.hung, tally.crashed, tally.lost) == ([], [], [])
    assert tally.tried == number
