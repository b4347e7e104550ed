"""What is taken from pdfium's memory at once is what its interface tells one by one; what is seen of a page at a glance is never less
than what it has.

Belongs here: the short ways beside the long ones. Does not belong here: what pages say.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2
import pypdfium2.raw as native
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.contents import most_own_weight, own_characters, own_operators
from pipeline.reading.pdfium_calls import address_of
from pipeline.reading.pdfium_points import ask_for_points, is_laid_out_as_expected, look_up_points, points_in
from pipeline.reading.pdfium_text import codes_of
from pipeline.settings import PROJECT

FILES = sorted((PROJECT / "raw").glob("*.pdf"))
OPERATORS = (
    b"f",
    b"f*",
    b"S",
    b"B",
    b"b*",
    b"Tj",
    b"TJ",
    b"sh",
    b"Do",
    b"/F1 9 Tf",
    b"(a\\)b)",
    b"<6E2F>",
    b"<< /MCID 0 >>",
    b"BT",
)


def test_this_pdfium_keeps_points_where_they_are_looked_for() -> None:
    assert is_laid_out_as_expected(), "outlines are read one by one, in ten times the time"


def is_same(looked_up: bytes | None, asked: bytes) -> bool:
    return looked_up is not None and points_in(looked_up).tolist() == points_in(asked).tolist()


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_points_and_codes_at_once_are_those_one_by_one(path: Path) -> None:
    paths = codes = 0
    with closing(pypdfium2.PdfDocument(path)) as document:
        for page in document:
            for one in page.get_objects(filter=[native.FPDF_PAGEOBJ_PATH]):
                count = native.FPDFPath_CountSegments(one.raw)
                there = address_of(one.raw)
                assert count == 0 or is_same(look_up_points(there, count), ask_for_points(there, count))
                paths += 1
            with closing(page.get_textpage()) as text:
                found = codes_of(text)
                assert found == [native.FPDFText_GetUnicode(text.raw, index) for index in range(text.count_chars())]
                codes += len(found)
    assert codes and paths >= 0


@given(st.lists(st.sampled_from(OPERATORS)).map(b" ".join))
def test_a_glance_at_a_page_sees_no_less_than_it_has(operators: bytes) -> None:
    most, has = most_own_weight(operators), own_operators(operators) + own_characters(operators)
    assert most.operators >= has.operators and most.characters >= has.characters
