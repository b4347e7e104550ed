"""Pictures of pages: what was read stands where the picture shows it, however the page is turned, moved or cropped."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import ImageOps
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Box
from pipeline.reading.parsers import PARSERS
from pipeline.reading.pictures import LONGEST_SIDE, NoPicture, render_page
from pipeline.reading.raw import RawPage
from pipeline.settings import Reader

WIDTH, HEIGHT = 400, 300
SQUARE = (100, 60, 50, 20)  # from the lower left: x, y, width, height
PAPER = b"/MediaBox [ 0 0 400 300 ]"


def write_page(path: Path, paper: bytes = PAPER, size: tuple[float, float] = (WIDTH, HEIGHT)) -> Path:
    """A page with a black rectangle; ``paper`` replaces how the page says its size."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=size, invariant=1)
    canvas.rect(*SQUARE, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    pdf = file.getvalue().replace(b"/Rotate 0 ", b"")
    assert paper == PAPER or PAPER in pdf
    path.write_bytes(pdf.replace(PAPER, paper))
    return path


def shape_of(path: Path, reader: Reader) -> tuple[RawPage, Box]:
    with PARSERS[reader](path) as pages:
        (page,) = pages
    assert isinstance(page, RawPage)
    (box,) = page.shapes
    return page, box


def test_a_page_has_two_pixels_a_point(tmp_path: Path) -> None:
    picture = render_page(write_page(tmp_path / "a.pdf"), 1)
    assert (picture.size, picture.mode) == ((2 * WIDTH, 2 * HEIGHT), "RGB")
    assert picture.getpixel((250, 2 * (HEIGHT - 70))) == (0, 0, 0)
    assert picture.getpixel((250, 2 * (HEIGHT - 90))) == (255, 255, 255)


@pytest.mark.parametrize(
    "paper",
    [
        PAPER,
        b"/MediaBox [ 30 -20 430 280 ]",
        b"/MediaBox [ 0 0 400 300 ] /CropBox [ 80 40 200 150 ]",
        b"/MediaBox [ 30 -20 430 280 ] /CropBox [ 80 40 200 150 ]",
        b"/MediaBox [ 0 0 400 300 ] /Rotate 90",
        b"/MediaBox [ 0 0 400 300 ] /Rotate 180",
        b"/MediaBox [ 0 0 400 300 ] /Rotate 270",
        b"/MediaBox [ 30 -20 430 280 ] /Rotate 90",
        b"/MediaBox [ 30 -20 430 280 ] /Rotate 270 /CropBox [ 80 40 200 150 ]",
    ],
)
@pytest.mark.parametrize("reader", Reader)
def test_what_was_read_stands_where_the_picture_shows_it(tmp_path: Path, paper: bytes, reader: Reader) -> None:
    path = write_page(tmp_path / "a.pdf", paper)
    page, box = shape_of(path, reader)
    picture = render_page(path, 1)
    scale = picture.width / page.width
    assert picture.height == pytest.approx(page.height * scale, abs=1)
    black = ImageOps.invert(picture.convert("L")).getbbox()
    assert black == pytest.approx((box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale), abs=2)


def test_a_poster_is_rendered_more_coarsely(tmp_path: Path) -> None:
    picture = render_page(write_page(tmp_path / "a.pdf", size=(8000, 4000)), 1)
    assert picture.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_pages_that_cannot_be_rendered(tmp_path: Path) -> None:
    path = write_page(tmp_path / "a.pdf")
    for number in (0, -1, 2):
        with pytest.raises(NoPicture, match=f"no page {number} among 1"):
            render_page(path, number)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 rubbish")
    with pytest.raises(NoPicture):
        render_page(tmp_path / "b.pdf", 1)
