"""Pages that cannot be read are said to be so, one by one, by either parser, and nothing else is called damage of the file."""

from __future__ import annotations

import re
import signal
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfminer.pdftypes import PDFStream, resolve1
from reportlab.pdfgen.canvas import Canvas

from pipeline import sources
from pipeline.model import Document, DocumentStatus
from pipeline.reading import opening, read_document
from pipeline.reading.contents import DAMAGED, DAMAGED_FONT, MISSING
from pipeline.reading.limits import DEFAULT, Limits, OutOfTime, time_limit
from pipeline.reading.parsers import chosen_parser
from pipeline.reading.raw import Broken, Encrypted, PageBeyondLimit, RawPage, UnreadablePage
from pipeline.settings import Reader
from tests.samples.fonts import register_gothic

SQUARE = "20 20 30 30 re f\n"
UNPACKED = ("damaged: page 2; fetch the file again; the other pages were read", DAMAGED)


def write_lines(canvas: Canvas, word: str) -> None:
    """Thirty lines, so that half a stream is half of them."""
    for number in range(30):
        canvas.drawString(72, 780 - 24 * number, f"{word} {number * 37_811 % 99_991}")


def three_pages(draw_second: Callable[[Canvas], Any] | None = None, **options: Any) -> bytes:
    """A PDF of three pages of text, the second of which can be drawn otherwise; binary streams."""
    file = BytesIO()
    canvas = Canvas(file, pageCompression=1, invariant=1, **options)
    for word in ("first", "second", "third"):
        if word == "second" and draw_second is not None:
            draw_second(canvas)
        else:
            write_lines(canvas, word)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture(autouse=True, params=Reader)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test for each parser."""
    monkeypatch.setenv("YOSAN_READER", request.param)


@pytest.fixture(autouse=True)
def _binary_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flate alone, as most writers have it, instead of Flate in ASCII."""
    monkeypatch.setattr("reportlab.rl_config.useA85", 0)


def content_streams(pdf: bytes) -> list[tuple[int, int]]:
    """Where the packed contents lie: page by page, then other streams."""
    starts = [match.end() for match in re.finditer(rb"stream\r?\n(?=x)", pdf)]
    return [(start, pdf.index(b"endstream", start)) for start in starts]


def with_stream(pdf: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    """The PDF with the packed bytes of one stream changed, as many as they were."""
    start, end = content_streams(pdf)[number]
    changed = change(pdf[start:end])
    assert len(changed) == end - start
    return pdf[:start] + changed + pdf[end:]


def read(folder: Path, pdf: bytes, limits: Limits = DEFAULT) -> list[RawPage | UnreadablePage]:
    """The pages as the parser gives them."""
    path = folder / "made.pdf"
    path.write_bytes(pdf)
    with chosen_parser()(path, limits) as pages:
        return list(pages)


def read_whole(folder: Path, pdf: bytes) -> Document:
    """The document as the next room gets it."""
    path = folder / "made.pdf"
    path.write_bytes(pdf)
    return read_document(path, sources.fingerprint(path))


def words_of(page: RawPage | UnreadablePage) -> str:
    assert isinstance(page, RawPage), page
    return "".join(char.text for char in page.chars)


def second_problem(pages: list[RawPage | UnreadablePage]) -> str:
    """Why the second page was not read; the others were."""
    first, second, third = pages
    assert words_of(first).startswith("first 0first 37811") and words_of(third).startswith("third 0third 37811")
    assert isinstance(second, UnreadablePage), second
    return str(second)


# ---------------------------------------------------------------- our own mistakes are no damage


@pytest.mark.parametrize("mistake", [ValueError, KeyError, TypeError, IndexError, RecursionError])
def test_a_mistake_of_a_rule_is_not_called_damage_of_the_file(tmp_path: Path, mistake: type[Exception]) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(three_pages())
    with pytest.raises(mistake, match="a rule's own"), chosen_parser()(path) as pages:
        next(pages)
        raise mistake("a rule's own")


def test_files_that_cannot_be_opened_at_all(tmp_path: Path) -> None:
    with pytest.raises(Broken):
        read(tmp_path, b"%PDF-1.7\nrubbish")
    with pytest.raises(Encrypted):
        read(tmp_path, three_pages(encrypt="secret"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_at_all_makes_the_parser_raise_anything_else(tmp_path: Path, data: st.DataObject) -> None:
    pdf = bytearray(three_pages())
    for _ in range(data.draw(st.integers(1, 8))):
        pdf[data.draw(st.integers(9, len(pdf) - 1))] = data.draw(st.integers(0, 255))
    try:
        pages = read(tmp_path, bytes(pdf), Limits(seconds=10))
    except (Broken, Encrypted):
        return
    for page in pages:
        assert isinstance(page, UnreadablePage) or len(page.chars) >= 0


# ---------------------------------------------------------------- damaged contents


def test_a_page_is_read_whole_where_nothing_is_damaged(tmp_path: Path) -> None:
    assert [len(re.findall("second", words_of(page))) for page in read(tmp_path, three_pages())] == [0, 30, 0]
    assert read_whole(tmp_path, three_pages()).status is DocumentStatus.EXTRACTED


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[: len(packed) // 2] + bytes(len(packed) - len(packed) // 2),
        lambda packed: bytes(len(packed) // 2) + packed[len(packed) // 2 :],
        lambda packed: packed[:40] + bytes([packed[40] ^ 0xFF]) + packed[41:],
        lambda packed: packed[:-1] + bytes([packed[-1] ^ 1]),
        lambda packed: zlib.compress(b"BT ET")[:-5].ljust(len(packed), b"\n"),
    ],
    ids=["second half lost", "first half lost", "one byte", "checksum", "cut short"],
)
def test_a_damaged_content_stream_is_reported(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    pdf = with_stream(three_pages(), 1, damage)
    assert second_problem(read(tmp_path, pdf)) == DAMAGED
    document = read_whole(tmp_path, pdf)
    assert document.status is DocumentStatus.PARTIAL
    assert (document.status_detail, document.pages[1].problem) == UNPACKED
    assert [page.text.count("\n") for page in document.pages] == [30, 0, 30]


def test_a_stream_that_lacks_nothing_but_its_checksum_is_whole(tmp_path: Path) -> None:
    pdf = three_pages()
    start, end = content_streams(pdf)[1]
    length = f"/Length {end - start}".encode()
    assert pdf.count(length) >= 1
    head = pdf.rindex(length, 0, start)
    cut = pdf[:head] + length.replace(str(end - start).encode(), str(end - start - 4).encode())
    cut += pdf[head + len(length) : end - 4] + pdf[end:]
    assert words_of(read(tmp_path, cut)[1]).count("second") == 30


def test_damage_to_a_stream_in_ascii_is_seen_behind_the_ascii(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportlab.rl_config.useA85", 1)
    pdf = three_pages()
    starts = [match.end() for match in re.finditer(rb"stream\r?\n(?=Ga)", pdf)]
    at = starts[1] + 60
    assert second_problem(read(tmp_path, pdf[:at] + (b"!" if pdf[at : at + 1] != b"!" else b"#") + pdf[at + 1 :]))


def test_a_damaged_form_makes_the_pages_that_draw_it_unreadable_and_no_others(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("stamp")
        write_lines(canvas, "form")
        canvas.endForm()
        canvas.doForm("stamp")

    pdf = three_pages(draw)
    pages = read(tmp_path, pdf)
    assert words_of(pages[1]).count("form") == 30
    sizes = [end - start for start, end in content_streams(pdf)]
    form = max(range(len(sizes)), key=lambda number: b"form 0" in unpacked(pdf, number))
    damaged = with_stream(pdf, form, lambda packed: packed[: len(packed) // 2].ljust(len(packed), b"\0"))
    assert second_problem(read(tmp_path, damaged)) == DAMAGED


def test_a_font_that_no_longer_tells_its_characters_makes_its_pages_unreadable(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(register_gothic(), 12)
        canvas.drawString(72, 700, "地域の学びの支援 1,200百万円")

    pdf = three_pages(draw)
    assert words_of(read(tmp_path, pdf)[1]).replace(" ", "") == "地域の学びの支援1,200百万円"
    (number,) = (n for n in range(len(content_streams(pdf))) if b"begincmap" in unpacked(pdf, n))
    damaged = with_stream(pdf, number, lambda packed: packed[: len(packed) // 2].ljust(len(packed), b"\0"))
    assert second_problem(read(tmp_path, damaged)) == DAMAGED_FONT


def unpacked(pdf: bytes, number: int) -> bytes:
    start, end = content_streams(pdf)[number]
    return zlib.decompress(pdf[start:end])


def test_a_content_stream_that_is_not_in_the_file_is_reported(tmp_path: Path) -> None:
    pdf = three_pages()
    second = list(re.finditer(rb"/Contents (\d+) 0 R", pdf))[1]
    number = second[1]
    missing = pdf[: second.start(1)] + b"9" * len(number) + pdf[second.end(1) :]
    assert second_problem(read(tmp_path, missing)) == MISSING


def test_a_page_that_shares_its_contents_is_read_as_well(tmp_path: Path) -> None:
    pdf = three_pages()
    numbers = list(re.finditer(rb"/Contents (\d+) 0 R", pdf))
    first, third = numbers[0], numbers[2]
    shared = pdf[: third.start(1)] + first[1].rjust(len(third[1])) + pdf[third.end(1) :]
    assert [words_of(page)[:5] for page in read(tmp_path, shared)] == ["first", "secon", "first"]


@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_a_long_book_is_read_on_when_its_streams_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    whole = read(tmp_path, three_pages())
    monkeypatch.setattr(opening, "FORGET_AFTER", after)
    assert read(tmp_path, three_pages()) == whole
    assert [page.number for page in whole if isinstance(page, RawPage)] == [1, 2, 3]


def test_streams_of_pages_that_were_read_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "FORGET_AFTER", 1)
    path = tmp_path / "three.pdf"
    path.write_bytes(three_pages())
    with path.open("rb") as file:
        for sheet in opening.PagesOfFile(file):
            kept = [one for one, _ in sheet.pdf.doc._cached_objs.values() if isinstance(one, PDFStream)]
            assert sheet.number == 1 or not kept
            assert all(stream.get_data() for stream in map(resolve1, sheet.source.contents))


# ---------------------------------------------------------------- limits of a page


def draw_raw(operators: str) -> Callable[[Canvas], None]:
    """A page whose content is given as PDF writes it."""

    def draw(canvas: Any) -> None:
        canvas._code.append(operators)

    return draw


def test_a_page_with_too_many_objects(tmp_path: Path) -> None:
    pages = read(tmp_path, three_pages(draw_raw(SQUARE * 900)), Limits(objects=800))
    assert second_problem(pages) == "the page draws more than 800 objects"
    assert isinstance(pages[1], PageBeyondLimit)
    assert isinstance(read(tmp_path, three_pages(draw_raw(SQUARE * 800)), Limits(objects=800))[1], RawPage)


def test_a_page_with_too_many_characters(tmp_path: Path) -> None:
    pdf = three_pages(lambda canvas: [canvas.drawString(9, 20 + 20 * row, "x" * 100) for row in range(10)])
    pages = read(tmp_path, pdf, Limits(characters=999))
    assert second_problem(pages) == "the page has more than 999 characters"
    assert isinstance(pages[1], PageBeyondLimit)
    assert words_of(read(tmp_path, pdf, Limits(characters=1000))[1]) == "x" * 1000


def nested_forms(draw: str, depth: int, times: int = 10) -> Callable[[Canvas], None]:
    """A page whose form draws another one several times, and so on down to ``draw``: little to read, much to paint."""

    def drawn(canvas: Any) -> None:
        for level in range(depth):
            canvas.beginForm(f"form{level}")
            if level == 0:
                canvas._code.append(draw)
            for _ in range(times if level else 0):
                canvas.doForm(f"form{level - 1}")
            canvas.endForm()
        canvas.doForm(f"form{depth - 1}")

    return drawn


def test_forms_within_forms_are_counted_as_often_as_they_are_drawn(tmp_path: Path) -> None:
    pages = read(tmp_path, three_pages(nested_forms(SQUARE, depth=12)), Limits(seconds=30))
    assert second_problem(pages) == "the page draws more than 50,000 objects"
    pages = read(
        tmp_path, three_pages(nested_forms(f"BT /F1 9 Tf ({'x' * 50}) Tj ET\n", depth=4)), Limits(objects=10**9)
    )
    assert second_problem(pages) == "the page has more than 30,000 characters"


def test_a_page_whose_content_bursts_when_it_is_unpacked(tmp_path: Path) -> None:
    pdf = three_pages(draw_raw(" " * 50_000))
    pages = read(tmp_path, pdf, Limits(content=20_000))
    assert second_problem(pages) == "the page's content unpacks to more than 20,000 bytes"
    assert isinstance(pages[1], PageBeyondLimit)
    assert isinstance(read(tmp_path, pdf, Limits(content=60_000))[1], RawPage)


# The first stroke may fall into a destructor or a collector's hook, which swallows it with a warning; the next one counts.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_page_that_takes_too_long_is_reported_and_the_document_goes_on(tmp_path: Path) -> None:
    pdf = three_pages(draw_raw(SQUARE * 400_000))
    pages = read(tmp_path, pdf, Limits(objects=10**9, seconds=0.5))
    assert second_problem(pages) == "the page takes longer than 0.5 seconds to parse"
    assert isinstance(pages[1], PageBeyondLimit)


@pytest.mark.parametrize(
    ("whole", "detail"),
    [
        (True, "beyond a limit: page 2-3 (the page is 100000 by 9 points, which is no size of paper); supply what is printed "
               "there as a text; the other pages were read"),
        (False, "the PDF has no readable page; beyond a limit: page 1-2 (the page is 100000 by 9 points, which is no size of "
                "paper); supply what is printed there as a text"),
    ],
)  # fmt: skip
def test_page_beyond_a_limit_is_not_called_damaged(tmp_path: Path, whole: bool, detail: str) -> None:
    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    if whole:
        write_lines(canvas, "first")
        canvas.showPage()
    for _ in range(2):
        canvas.setPageSize((100_000, 9))
        canvas.showPage()
    canvas.save()
    document = read_whole(tmp_path, file.getvalue())
    assert document.status is (DocumentStatus.PARTIAL if whole else DocumentStatus.UNREADABLE)
    assert document.status_detail == detail


def test_time_that_is_not_over_leaves_no_clock_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(30):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_time_that_is_over_while_errors_are_swallowed() -> None:
    with pytest.raises(OutOfTime), time_limit(0.05):
        while True:
            with suppress(Exception):  # as the PDF libraries do
                zlib.crc32(b"x")


class _Busy:
    """Takes a while to be destroyed; Python prints what is raised meanwhile, and goes on."""

    def __del__(self) -> None:
        ends = time.monotonic() + 0.2
        while time.monotonic() < ends:
            pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stroke_that_is_lost_in_a_destructor_is_struck_again_soon() -> None:
    begun = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.05):
        _Busy()
        while time.monotonic() < begun + 60:
            pass
    assert time.monotonic() - begun < 30


def test_pages_are_read_in_other_threads_too_without_a_clock(tmp_path: Path) -> None:
    found: list[RawPage | UnreadablePage] = []
    thread = threading.Thread(target=lambda: found.extend(read(tmp_path, three_pages())))
    thread.start()
    thread.join()
    assert [words_of(page)[:5] for page in found] == ["first", "secon", "third"]


def test_coordinates_that_are_no_place_on_paper(tmp_path: Path) -> None:
    far = f"BT /F1 12 Tf 1 0 0 1 {10**9} 100 Tm (far) Tj ET 1e30 {10**30} 5 5 re f\n"
    (_, page, _) = read(tmp_path, three_pages(draw_raw(far + "BT /F1 12 Tf 1 0 0 1 100 100 Tm (near) Tj ET")))
    assert words_of(page) == "near"


@pytest.mark.parametrize("size", ["0 0 0 842", "0 0 595 99999", "0 0 (x) 842"])
def test_a_page_of_no_size_of_paper(tmp_path: Path, size: str) -> None:
    pdf = three_pages()
    boxes = list(re.finditer(rb"/MediaBox \[[^\]]*\]", pdf))
    second = boxes[1]
    changed = pdf[: second.start()] + f"/MediaBox [ {size} ]".encode().ljust(len(second[0])) + pdf[second.end() :]
    first, page, third = read(tmp_path, changed)
    assert words_of(first) and words_of(third)
    assert isinstance(page, UnreadablePage), page


def test_boxes_are_counted_from_the_corner_of_the_page(tmp_path: Path) -> None:
    plain = three_pages(lambda canvas: canvas.rect(100, 100, 200, 50))
    moved = three_pages(
        lambda canvas: (canvas.translate(40, 30), canvas.rect(100, 100, 200, 50)), pagesize=(595.0, 842.0)
    )
    boxes = list(re.finditer(rb"/MediaBox \[ 0 0 595 842 \]", moved))
    assert len(boxes) == 3
    moved = moved.replace(b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox [ 40 30 635 872 ]")
    for pdf in (plain, moved):
        page = read(tmp_path, pdf)[1]
        assert isinstance(page, RawPage)
        (box,) = page.shapes
        assert [round(side) for side in (box.x0, box.x1)] == [100, 300]
        assert round(page.height - box.bottom) == 100


def test_file_filled_up_with_zeros_is_read_and_one_that_is_nearly_all_filling_is_damaged(tmp_path: Path) -> None:
    release = three_pages()
    assert len(read_whole(tmp_path, release + bytes(opening.LONGEST_LINE // 4)).pages) == 3
    refused = read_whole(tmp_path, release + bytes(8 * opening.LONGEST_LINE))
    assert refused.status is DocumentStatus.UNREADABLE
    assert "fetch it again" in (refused.status_detail or "")
