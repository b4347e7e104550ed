"""pdfium reads what pdfplumber reads: characters, boxes, rules, words, cells and, in the end, facts.

Every PDF of raw/ is read with both, and every PDF of the folders that ``YOSAN_COMPARE_PDFS`` names (parted like PATH): as many
as one likes, for as long as it takes. What differs must be a kind of difference that ``comparison.KNOWN`` explains; facts
may differ on the pages alone on which one parser knows characters that the other does not, or which it arranges otherwise since
the other has characters aside of their place.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline import sources, walk
from pipeline.model import DocumentFacts
from pipeline.reading import pdfium, plumber
from pipeline.reading.raw import RawPage, UnreadablePage
from pipeline.settings import PROJECT, Reader
from tests.reading.comparison import (
    KNOWN,
    cells_of,
    comparable,
    compare_chars,
    compare_drawings,
    differences,
    figures,
    is_same,
)
from tests.samples.fonts import register_gothic

FOLDERS = [Path(name) for name in os.environ.get("YOSAN_COMPARE_PDFS", "").split(os.pathsep) if name]
FILES = [path for folder in (PROJECT / "raw", *FOLDERS) for path in sorted(folder.rglob("*.pdf"))]


def facts_by(reader: Reader, path: Path, monkeypatch: pytest.MonkeyPatch) -> DocumentFacts:
    monkeypatch.setenv("YOSAN_READER", reader)
    return walk.parse_file(path, sources.fingerprint(path))


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_both_parsers_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: Counter[str] = Counter()
    apart: set[int] = set()
    with plumber.open_pages(path) as reference, pdfium.open_pages(path) as other:
        for number, (one, two) in enumerate(zip(reference, other, strict=True), start=1):
            found = compare_pages(one, two)
            kinds += found
            if found["unknown character"] or found["arranged otherwise"]:
                apart.add(number)
    assert kinds.keys() <= KNOWN.keys()
    print(f"{path.name}: {dict(kinds)}, facts of {len(apart)} pages not compared")
    expected, found_facts = (facts_by(reader, path, monkeypatch) for reader in (Reader.PDFPLUMBER, Reader.PDFIUM))
    if apart:
        sides = [figures(facts, frozenset(apart)) for facts in (expected, found_facts)]
    else:
        sides = [comparable(facts) for facts in (expected, found_facts)]
    assert list(differences(*sides)) == []


def compare_pages(one: RawPage | UnreadablePage, two: RawPage | UnreadablePage) -> Counter[str]:
    """How often each known kind of difference is on a page; any other fails."""
    if isinstance(one, UnreadablePage) or isinstance(two, UnreadablePage):
        assert str(one) == str(two)
        return Counter()
    kinds, unexplained = compare_chars(one.chars, two.chars)
    for more, others in (compare_chars(one.turned, two.turned), compare_drawings(one, two)):
        kinds += more
        unexplained += others
    assert unexplained == [], f"page {one.number}"
    assert (one.number, one.is_drawn) == (two.number, two.is_drawn)
    assert (one.width, one.height) == pytest.approx((two.width, two.height))
    if not is_same(cells_of(one), cells_of(two)):
        assert kinds["aside"] or kinds["unknown character"], f"page {one.number}"
        kinds["arranged otherwise"] += 1
    return kinds


def version_by(reader: str | None) -> str:
    """The extractor's version in a process for which a parser is set, or none."""
    environment = {name: value for name, value in os.environ.items() if name != "YOSAN_READER"}
    environment |= {"YOSAN_READER": reader} if reader else {}
    command = [sys.executable, "-c", "from pipeline.version import EXTRACTOR_VERSION; print(EXTRACTOR_VERSION)"]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=PROJECT).stdout


def test_what_another_parser_has_read_is_read_again() -> None:
    assert version_by(None) == version_by(Reader.PDFIUM) != version_by(Reader.PDFPLUMBER)


# ---------------------------------------------------------------- what a page may hold


def read_both(folder: Path, draw: Callable[[Any], None], change: Callable[[bytes], bytes] = bytes) -> list[RawPage]:
    """The only page of a PDF, by the reference and by pdfium, which must agree."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(400, 300), invariant=1)
    canvas.setFont(register_gothic(), 10)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    path = folder / "made.pdf"
    path.write_bytes(change(file.getvalue()))
    pages: list[RawPage] = []
    for open_pages in (plumber.open_pages, pdfium.open_pages):
        with open_pages(path) as found:
            (page,) = found
        assert isinstance(page, RawPage)
        pages.append(page)
    compare_pages(*pages)
    return pages


def text_of(page: RawPage) -> str:
    return "".join(char.text for char in sorted(page.chars, key=lambda one: (round(one.box.top), one.box.x0)))


def raw(*operators: str) -> Callable[[Any], None]:
    """Draws what PDF operators say; F1 is Helvetica."""

    def draw(canvas: Any) -> None:
        canvas._code.extend(operators)

    return draw


def clipped(canvas: Any) -> None:
    outline = canvas.beginPath()
    outline.rect(10, 10, 50, 20)
    canvas.clipPath(outline, stroke=0)
    canvas.drawString(40, 12, "切られた")


def white_and_hidden(canvas: Any) -> None:
    canvas.setFillGray(1)
    canvas.drawString(40, 100, "白")
    canvas.drawString(80, 100, "隠", mode=3)


def beside_the_paper(canvas: Any) -> None:
    canvas.drawString(-60, 100, "左外")
    canvas.drawString(40, 500, "上外")


def in_a_form(canvas: Any) -> None:
    canvas.beginForm("inner")
    canvas.setFont(register_gothic(), 10)
    canvas.drawString(10, 10, "様式 1,234")
    canvas.rect(5, 5, 60, 20)
    canvas.endForm()
    canvas.translate(50, 60)
    canvas.scale(1.5, 2)
    canvas.doForm("inner")
    canvas.translate(60, 20)
    canvas.doForm("inner")


def turned(canvas: Any) -> None:
    canvas.drawString(40, 250, "横")
    canvas.rotate(90)
    canvas.drawString(40, -100, "縦書き")
    canvas.rotate(-20)
    canvas.drawString(90, -100, "斜め")


def struck_twice(canvas: Any) -> None:
    for shift in (0, 0.4):
        canvas.drawString(40 + shift, 100, "太字 1,100")


def said_otherwise(canvas: Any) -> None:
    canvas._code.append("/Span << /ActualText (meant) >> BDC BT /F1 10 Tf 40 60 Td (printed) Tj ET EMC")


def set_downwards(canvas: Any) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3", isVertical=True))
    canvas.setFont("HeiseiMin-W3", 12)
    canvas.drawString(200, 250, "縦組みの文")
    canvas.setFont(register_gothic(), 10)
    canvas.drawString(40, 100, "横組み")


@pytest.mark.parametrize(
    ("draw", "text"),
    [
        (clipped, "切られた"),
        (white_and_hidden, "白隠"),
        (beside_the_paper, "上外左外"),
        (in_a_form, "様式 1,234様式 1,234"),
        (struck_twice, "太字 1,100"),
        (said_otherwise, "printed"),
        (set_downwards, "縦組みの文横組み"),
        (raw("BT /F1 10 Tf 40 60 Td [(1) -300 ( ) -200 (2)] TJ ET"), "1 2"),
        (raw("BT /F1 10 Tf 40 60 Td (a) Tj 30 0 Td ( ) Tj 3 0 Td (b) Tj ET"), "a b"),
        (raw("BT /F1 10 Tf 200 Tz 5 Ts 3 Tc 40 60 Td (wide 12) Tj ET"), "wide 12"),
        (raw("BT /F1 1 Tf 12 0 3 12 40 60 Tm (slanted) Tj ET"), "slanted"),
        (raw("BT /F1 10 Tf 40 60 Td (end-) Tj 0 -12 Td (of line) Tj ET"), "end-of line"),
    ],
)
def test_text_counts_however_it_is_printed(tmp_path: Path, draw: Callable[[Any], None], text: str) -> None:
    reference, page = read_both(tmp_path, draw)
    assert text_of(page) == text
    assert set(text_of(reference)) == set(text)


def test_text_on_its_side_is_set_apart(tmp_path: Path) -> None:
    """What stands aslant, at less than a right angle, is still read from left to right."""
    for page in read_both(tmp_path, turned):
        assert "".join(char.text for char in page.turned) == "縦書き"
        assert sorted(text_of(page)) == sorted("横斜め")


@pytest.mark.parametrize(
    "paper",
    [
        b"/MediaBox [ 30 -20 430 280 ]",
        b"/MediaBox [ 0 0 400 300 ] /CropBox [ 80 40 200 150 ]",
        b"/MediaBox [ 30 -20 430 280 ] /Rotate 90 /CropBox [ 80 40 200 150 ]",
        b"/MediaBox [ 0 0 400 300 ] /Rotate 180",
        b"/MediaBox [ 0 0 400 300 ] /Rotate 270",
    ],
)
def test_turned_moved_and_cropped_paper(tmp_path: Path, paper: bytes) -> None:
    def change(pdf: bytes) -> bytes:
        assert pdf.count(b"/MediaBox [ 0 0 400 300 ]") == 1
        return pdf.replace(b"/Rotate 0 ", b"").replace(b"/MediaBox [ 0 0 400 300 ]", paper)

    def draw(canvas: Any) -> None:
        turned(canvas)
        canvas.rect(30, -50, 80, 20)

    _, page = read_both(tmp_path, draw, change)
    assert len(page.chars) + len(page.turned) == len("横縦書き斜め")
    assert len(page.shapes) == 1


GLYPHS = {
    "drawn": "/F9 << /Type /Font /Subtype /Type3 /FontBBox [ 0 -100 800 700 ] /FontMatrix [ 0.001 0 0 0.001 0 0 ] "
    "/CharProcs << /box {box} 0 R /blank {blank} 0 R >> /Encoding << /Differences [ 65 /box /blank ] >> "
    "/FirstChar 65 /LastChar 66 /Widths [ 1000 500 ] /ToUnicode {map} 0 R >>",
}
TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    "2 beginbfchar <41> <682A5F0F> <42> <0020> endbfchar endcmap end"
)


def pdf_of(content: str, fonts: str, *streams: str) -> bytes:
    """A PDF of one page as its objects are written; stream n is object 4 + n."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 400 300 ] /Contents 4 0 R /Resources << /Font << {fonts} >> >> >>",
        *(f"<< /Length {len(one)} >>\nstream\n{one}\nendstream" for one in (content, *streams)),
    ]
    file, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n{one}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>"
    return file + f"{end}\nstartxref\n{len(file)}\n%%EOF\n".encode()


def test_glyphs_that_are_drawn_and_glyphs_of_several_characters(tmp_path: Path) -> None:
    """A Type 3 font whose glyph A is a ligature of two characters and whose B is a blank."""
    fonts = GLYPHS["drawn"].format(box=5, blank=6, map=7)
    content = "BT /F9 10 Tf 1 0 0 1 40 100 Tm (ABA) Tj ET"
    made = pdf_of(content, fonts, "1000 0 0 0 800 700 d1 0 0 800 700 re f", "500 0 d0", TO_UNICODE)
    reference, page = read_both(tmp_path, lambda canvas: None, lambda _: made)
    assert [char.text for char in page.chars] == ["株式", " ", "株式"]
    assert [char.text for char in reference.chars] == ["株式", " ", "株式"]
    assert [char.box.x0 for char in page.chars] == pytest.approx([40, 50, 55], abs=0.01)


def test_a_glyph_that_has_no_character_is_unknown_to_both(tmp_path: Path) -> None:
    fonts = GLYPHS["drawn"].format(box=5, blank=6, map=7)
    made = pdf_of("BT /F9 10 Tf 40 100 Td (A\\001) Tj ET", fonts, "1000 0 d0 0 0 9 9 re f", "500 0 d0", TO_UNICODE)
    for page in read_both(tmp_path, lambda canvas: None, lambda _: made):
        assert unknown_of(page) == [False, True]


def unknown_of(page: RawPage) -> list[bool]:
    return [char.text == "\ufffd" for char in page.chars]


def test_a_difference_that_is_not_known_is_told(tmp_path: Path) -> None:
    (page, _) = read_both(tmp_path, lambda canvas: canvas.drawString(40, 100, "1,234"))
    first = page.chars[0]
    for chars in (page.chars[1:], (*page.chars, first._replace(text="9")), (first._replace(text="7"), *page.chars[1:])):
        kinds, unexplained = compare_chars(page.chars, chars)
        assert not kinds and unexplained
