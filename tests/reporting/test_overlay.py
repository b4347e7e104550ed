"""The picture for debugging: everything that was read has its mark where it is printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from pipeline import sources, walk
from pipeline.model import Box, DocumentFacts, ExtractionIssue, Page, Severity
from pipeline.reading import read_document
from pipeline.reading.pictures import render_page
from pipeline.reporting import Mark, draw_overlay, list_marks
from pipeline.reporting.overlay import COLORS, LEGEND_HEIGHT, Kind
from tests.typeset.paper import Paper

COLUMNS, ROWS = (60.0, 300.0, 420.0, 535.0), (300.0, 330.0, 360.0, 390.0)
CELLS = (
    ("事業", "前年度予算額", "令和7年度予算案"),
    ("図書館の改修", "3,000", "3,456"),
    ("公民館の改修", "700", "611"),
)


def typeset_release() -> bytes:
    """A page with an amount, a count and an expression that is no figure, a table, and a page number; a blank page."""
    paper = Paper()
    for top, text in ((40, "令和7年度予算案"), (80, "文部科学省"), (120, "地域の学びの支援　1,200百万円")):
        paper.text(60, top, text, 12)
    paper.text(60, 150, "　・全国12地域で実施する。", 12)
    paper.text(60, 200, "国際交流の推進　数億円程度", 12)
    paper.text(535, 280, "(単位：百万円)", 10, align="right")
    for x in COLUMNS:
        paper.stroke(x, ROWS[0], x, ROWS[-1])
    for y in ROWS:
        paper.stroke(COLUMNS[0], y, COLUMNS[-1], y)
    for y, (name, *figures) in zip(ROWS, CELLS, strict=False):
        paper.text(70, y + 8, name, 11)
        for right, figure in zip(COLUMNS[2:], figures, strict=True):
            paper.text(right - 10, y + 8, figure, 11, align="right")
    paper.text(297, 800, "- 1 -", 10, align="center")
    paper.end_page()
    paper.text(297, 800, "- 2 -", 10, align="center")
    paper.end_page()
    return paper.finish()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("overlay") / "release.pdf"
    path.write_bytes(typeset_release())
    return path


@pytest.fixture(scope="module")
def page(release: Path) -> Page:
    return read_document(release, sources.fingerprint(release)).pages[0]


@pytest.fixture(scope="module")
def facts(release: Path) -> DocumentFacts:
    return walk.parse_file(release, sources.fingerprint(release))


@pytest.fixture(scope="module")
def marks(page: Page, facts: DocumentFacts) -> tuple[Mark, ...]:
    return list_marks(page, facts)


def by_key(marks: tuple[Mark, ...]) -> dict[str, Mark]:
    return {mark.key: mark for mark in marks if mark.key}


def test_every_printed_line_has_a_mark_and_those_of_blocks_a_number(marks: tuple[Mark, ...]) -> None:
    lines = [mark for mark in marks if mark.kind is Kind.LINE]
    assert [(mark.key, "".join(mark.text.split())) for mark in lines if mark.key] == [
        ("1", "令和7年度予算案"),
        ("2", "文部科学省"),
        ("3", "地域の学びの支援1,200百万円"),
        ("4", "・全国12地域で実施する。"),
        ("5", "国際交流の推進数億円程度"),
        ("6", "(単位：百万円)"),
    ]
    assert len([mark for mark in lines if not mark.key]) == 9, "a line in each cell"


def test_cells_tell_their_header_path(marks: tuple[Mark, ...]) -> None:
    cells = {mark.key: (mark.text, mark.meaning) for mark in marks if mark.kind is Kind.CELL}
    assert len(cells) == 9
    assert cells["T1.1.3"] == ("令和7年度予算案", "")
    assert cells["T1.2.1"] == ("図書館の改修", "")
    assert cells["T1.2.2"] == ("3,000", "前年度予算額")
    assert cells["T1.3.3"] == ("611", "令和7年度予算案")


def test_figures_tell_what_was_made_of_them(marks: tuple[Mark, ...]) -> None:
    found = by_key(marks)
    assert [(found[f"A{n}"].text, found[f"A{n}"].meaning.split("; ")[:3]) for n in range(1, 6)] == [
        ("1,200百万円", ["地域の学びの支援", "1,200,000,000 yen", "2025 proposed budget"]),
        ("3,000", ["図書館の改修", "3,000,000,000 yen", "2024 approved budget"]),
        ("3,456", ["図書館の改修", "3,456,000,000 yen", "2025 proposed budget"]),
        ("700", ["公民館の改修", "700,000,000 yen", "2024 approved budget"]),
        ("611", ["公民館の改修", "611,000,000 yen", "2025 proposed budget"]),
    ]
    assert (found["C1"].text, "12 地域" in found["C1"].meaning) == ("12地域", True)
    assert found["X1"].text == "数億円" and found["X1"].meaning
    assert (found["N1"].kind, found["N1"].text) == (Kind.ASIDE, "- 1 -")
    assert {"A6", "C2", "X2", "N2", "T2.1.1"}.isdisjoint(found)


def test_an_issue_of_the_whole_document_is_listed_and_not_drawn(page: Page, facts: DocumentFacts) -> None:
    issue = ExtractionIssue("0", "0", None, "extractor_failed", Severity.ERROR, "", "a reason", None)
    mark = by_key(list_marks(page, replace(facts, issues=(issue,))))["X1"]
    assert mark == Mark(Kind.ISSUE, "X1", None, "", "extractor_failed; a reason")
    picture = Image.new("RGB", (595, 842), "white")
    assert draw_overlay(picture, page, [mark]).crop((0, 0, 595, 842)).getcolors() == [(595 * 842, (255, 255, 255))]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("scale", [1, 2])
def test_marks_are_drawn_where_their_boxes_are(page: Page, kind: Kind, scale: int) -> None:
    picture = Image.new("RGB", (595 * scale, 842 * scale), "white")
    mark = Mark(kind, "", Box(100, 200, 300, 250), "")
    drawn = draw_overlay(picture, replace(page, width=595.0, height=842.0), [mark]).crop((0, 0, *picture.size))
    box = ImageChops.difference(drawn, picture).getbbox()
    assert box == (100 * scale, 200 * scale, 300 * scale + 1, 250 * scale + 1)
    assert drawn.getpixel((100 * scale, 225 * scale)) == COLORS[kind]
    is_filled = drawn.getpixel((200 * scale, 225 * scale)) != (255, 255, 255)
    assert is_filled == (kind in (Kind.AMOUNT, Kind.COUNT, Kind.ISSUE))


def test_the_picture_is_the_page_with_a_legend_below(release: Path, page: Page, marks: tuple[Mark, ...]) -> None:
    picture = render_page(release, 1)
    drawn = draw_overlay(picture, page, marks)
    assert drawn.size == (picture.width, picture.height + LEGEND_HEIGHT)
    legend = drawn.crop((0, picture.height + 1, *drawn.size))
    shown = {color for _, color in legend.getcolors(legend.width * legend.height) or ()}
    assert set(COLORS.values()) <= shown
    assert drawn.tobytes() == draw_overlay(picture, page, marks).tobytes()
    box = by_key(marks)["A1"].box
    assert box is not None
    film = drawn.crop((int(box.x0 * 2) + 3, int(box.top * 2) + 3, int(box.x1 * 2) - 3, int(box.bottom * 2) - 3))
    greens = [(r, g, b) for _, (r, g, b) in film.getcolors(film.width * film.height) or () if g > r]  # type: ignore[misc]
    assert len(greens) == len(film.getcolors(film.width * film.height) or ()), "print is seen through the film"


def test_a_page_that_was_not_read_says_so_in_its_legend(page: Page) -> None:
    picture = Image.new("RGB", (800, 300), "white")
    whole = draw_overlay(picture, Page(2, 0.0, 0.0, "", ()), [])
    broken = draw_overlay(picture, Page(2, 0.0, 0.0, "", (), problem="the page's content is damaged"), [])
    assert ImageChops.difference(whole, broken).getbbox() is not None
