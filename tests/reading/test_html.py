"""HTML releases: what of a page is read, and where its cells stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import walk
from pipeline.model import Block, DocumentStatus, Page, Table
from pipeline.reading import read_document
from pipeline.reading.html import read_html_page
from pipeline.sources import fingerprint

RELEASE = """<!DOCTYPE html><html><head><title>予算</title><style>p {{ color: red }}</style>{meta}</head><body>
<nav><ul><li><a href="/">ホーム 1億円</a></li></ul></nav><script>var a = "2億円";</script>
<h1>令和7年度予算案</h1><p>文部科学省</p>
<ul><li>研究の振興<ul><li>地域研究<b>拠点</b>整備事業　1,234百万円</li></ul></li></ul>
<table><caption>（単位：百万円）</caption>
<tr><th rowspan="2">事業名</th><th colspan="2">予算額</th></tr>
<tr><th>令和6年度</th><th>令和7年度</th></tr>
<tr><td>湖沼観測<br>推進事業</td><td>4,500</td><td>5,600</td></tr>
<tr><td>山岳観測推進事業</td><td>300</td><td>400</td></tr></table>
<footer>著作権 3億円</footer></body></html>"""


def tables(page: Page) -> list[Table]:
    return [element for element in page.elements if isinstance(element, Table)]


def cells(table: Table, page: Page) -> dict[tuple[int, int], tuple[int, int, str]]:
    """Each cell by its place: its spans and its lines."""
    return {
        (cell.row, cell.column): (
            cell.row_span,
            cell.column_span,
            "/".join(page.text[line.start : line.end] for line in cell.lines),
        )
        for cell in table.cells
    }


def test_only_what_a_person_reads_is_read_in_order() -> None:
    page = read_html_page(RELEASE.format(meta=""))
    block = page.elements[0]
    assert isinstance(block, Block)
    assert [page.text[line.start : line.end] for line in block.lines] == [
        *("令和7年度予算案", "文部科学省", "研究の振興", "地域研究拠点整備事業　1,234百万円", "（単位：百万円）")
    ]
    assert block.lines[3].box.x0 > block.lines[2].box.x0
    assert not any(word in page.text for word in ("ホーム", "2億円", "著作権", "color"))


def test_every_word_stands_in_the_text_where_it_says() -> None:
    page = read_html_page(RELEASE.format(meta=""))
    words = [word for line in page.lines() for word in line.words]
    assert words and all(page.text[word.start : word.end] == word.text for word in words)


def test_cells_keep_their_spans_and_do_not_overlap() -> None:
    page = read_html_page(RELEASE.format(meta=""))
    (table,) = tables(page)
    found = cells(table, page)
    assert found[0, 0] == (2, 1, "事業名") and found[0, 1] == (1, 2, "予算額")
    assert (
        found[1, 1] == (1, 1, "令和6年度")
        and found[2, 0] == (1, 1, "湖沼観測/推進事業")
        and found[3, 2] == (1, 1, "400")
    )
    for one in table.cells:
        for line in one.lines:
            assert one.box.x0 <= line.box.x0 and line.box.x1 <= one.box.x1
            assert one.box.top <= line.box.top and line.box.bottom <= one.box.bottom
    rights = {cell.lines[0].box.x1 for cell in table.cells if cell.column == 2 and cell.row > 1}
    assert len(rights) == 1  # figures of a column are set to one side


def test_a_table_that_arranges_the_page_is_read_through() -> None:
    inner = "<table><tr><td>事業</td><td>1</td></tr><tr><td>計</td><td>1</td></tr></table>"
    page = read_html_page(f"<table><tr><td>左の欄</td><td>{inner}</td></tr><tr><td>下</td><td></td></tr></table>")
    (table,) = tables(page)
    assert [text for _, _, text in cells(table, page).values()] == ["事業", "1", "計", "1"]
    assert [type(element) for element in page.elements] == [Block, Table, Block]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<table></table>",
        "<table><tr></tr><tr></tr></table>",
        "<div>" * 5000 + "底",
        '<table><tr><td colspan="99999999" rowspan="99999">a</td><td rowspan="0">b</td></tr><tr><td>c<tr><td>d</table>',
        "<p>閉じない<table><tr><td>a<td>b<tr><td>c",
        "\x00<!-- <p>-->",
    ],
)
def test_strange_markup_is_still_a_page(body: str) -> None:
    page = read_html_page(body)
    words = [word for line in page.lines() for word in line.words]
    assert all(page.text[word.start : word.end] == word.text for word in words)
    assert "底" not in body or page.text.strip() == "底"


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
@pytest.mark.parametrize("name", ["release.html", "RELEASE.HTM"])
def test_figures_of_an_html_release_are_facts(tmp_path: Path, codec: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(RELEASE.format(meta=f'<meta charset="{codec}">').encode(codec))
    facts = walk.parse_file(path, fingerprint(path))
    assert (facts.record.status, facts.record.media_type, facts.record.fiscal_year) == ("extracted", "text/html", 2025)
    labels = {line.line_id: line.label for line in facts.lines}
    found = {(labels[one.line_id], one.fiscal_year, one.amount_yen) for one in facts.amounts}
    assert {
        ("地域研究拠点整備事業", 2025, 1_234_000_000),
        ("湖沼観測推進事業", 2024, 4_500_000_000),
        ("湖沼観測推進事業", 2025, 5_600_000_000),
        ("山岳観測推進事業", 2025, 400_000_000),
    } <= found
    assert len(found) == 5


def test_a_page_under_the_name_of_a_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "release.pdf"
    path.write_text(RELEASE.format(meta=""), encoding="utf-8")
    assert read_document(path, fingerprint(path)).status is DocumentStatus.UNSUPPORTED
