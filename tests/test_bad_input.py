"""Files that cannot be read, or not at once: each is a row with a status and a sentence that a person can act on.

The files are real ones, made here; they go through the main job together, as they would lie in raw/.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline import storage
from pipeline.orchestration.resources import SilentProgress
from pipeline.orchestration.run import Outcome, run_with_instance
from pipeline.settings import Reader
from tests.samples.fonts import register_gothic

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　1,234百万円\n　実施は３地域\n"
PICTURE = Image.new("L", (200, 80), 128)


def page_of_text(canvas: Canvas, text: str) -> None:
    """A page with one line of a release after the other."""
    canvas.setFont(register_gothic(), 14)
    for number, line in enumerate(text.splitlines()):
        canvas.drawString(72, 720 - 24 * number, line)
    canvas.showPage()


def page_of_picture(canvas: Canvas, _: str) -> None:
    """A scanned page: a picture and no characters."""
    canvas.drawInlineImage(PICTURE, 72, 500, 400, 160)
    canvas.showPage()


def make_pdf(*pages: Callable[[Canvas, str], None], **options: Any) -> bytes:
    """A PDF of the given pages."""
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=1, **options)
    for draw in pages:
        draw(canvas, RELEASE)
    canvas.save()
    return file.getvalue()


def picture_file(kind: str) -> bytes:
    """A picture in a format of its own."""
    file = io.BytesIO()
    PICTURE.save(file, kind)
    return file.getvalue()


def damage_page(pdf: bytes, number: int) -> bytes:
    """The PDF with the content of one page (counted from 0) in a compression that does not exist."""
    filters = [at for at in range(len(pdf)) if pdf.startswith(b"/ASCII85Decode /FlateDecode", at)]
    at = filters[number] + len(b"/ASCII85Decode /")
    return pdf[:at] + b"Bl" + pdf[at + 2 :]


HTML = "<!DOCTYPE html>\n<html lang='ja'><head><title>404</title></head><body>ページが見つかりません</body></html>"
THREE_PAGES = make_pdf(page_of_text, page_of_text, page_of_text)

FILES: dict[str, bytes] = {
    "README.md": "この フォルダの説明 5億円".encode(),
    "damaged page.pdf": damage_page(THREE_PAGES, 1),
    "empty.pdf": b"",
    "empty.txt": b"\r\n  \n",
    "encrypted.pdf": make_pdf(page_of_text, encrypt="secret"),
    "error page.pdf": HTML.encode(),
    "error page in Shift_JIS.pdf": ('<?xml version="1.0"?>\n<!-- -->\n' + HTML).encode("cp932"),
    "euc.txt": (RELEASE + "※金額は見込みである。\n").encode("euc_jp"),
    "korean.txt": "예산 100억원 교육 사업".encode("euc_kr"),
    "latin.txt": "Größe über café: 100 €".encode("cp1252"),
    "markdown.md": ("# 令和7年度予算案\n\n文部科学省\n\n- 海洋観測網整備事業　56億円\n").encode(),
    "no pdf.pdf": b"\x07\x08 binary \xff\xfe rubbish",
    "no text.pdf": make_pdf(page_of_picture, page_of_picture),
    "one line.txt": ("海洋観測網整備事業 56億円 " * 700).encode(),
    "office.xlsx": b"PK\x03\x04" + zlib.compress(b"sheet"),
    "owner password.pdf": make_pdf(page_of_text, encrypt=StandardEncryption("", ownerPassword="owner")),
    "photo.jpg": picture_file("JPEG"),
    "picture.pdf": picture_file("PNG"),
    "scan between.pdf": make_pdf(page_of_text, page_of_picture, page_of_picture, page_of_text),
    "sjis.txt": RELEASE.replace("\n", "\r\n").encode("cp932"),
    "truncated.pdf": THREE_PAGES[: len(THREE_PAGES) // 2],
    "zeros.pdf": bytes(4096),
    "資料 1/予算 案(概要).txt": RELEASE.replace("1,234", "5,678").encode(),
    "資料 1/別名.pdf": make_pdf(page_of_text),
}

NEEDS_READING = "which is not read: supply the release as a PDF or a text"
EXPECTED: dict[str, tuple[str, str | None]] = {
    "damaged page.pdf": ("partial", "damaged: page 2; fetch the file again; the other pages were read"),
    "empty.pdf": ("unreadable", "the file is empty: fetch it again"),
    "empty.txt": ("unreadable", "the file is empty: fetch it again"),
    "encrypted.pdf": ("encrypted", "the PDF needs a password: save a copy without one"),
    "error page in Shift_JIS.pdf": (
        "unsupported",
        "the file is HTML, whatever its name says: fetch it again, or name it .html if that is the release",
    ),
    "error page.pdf": (
        "unsupported",
        "the file is HTML, whatever its name says: fetch it again, or name it .html if that is the release",
    ),
    "euc.txt": ("extracted", None),
    "korean.txt": ("unreadable", "the text is in no known encoding: save it as UTF-8 or Shift_JIS"),
    "latin.txt": ("unreadable", "the text is in no known encoding: save it as UTF-8 or Shift_JIS"),
    "link.txt": ("extracted", None),
    "markdown.md": ("extracted", None),
    "no pdf.pdf": ("unreadable", "the PDF is damaged, cut short or no PDF at all: fetch it again"),
    "no text.pdf": ("no_text_layer", "no page has characters: run OCR on it and supply the result"),
    "office.xlsx": ("unsupported", f"the file is a ZIP archive or an Office document, {NEEDS_READING}"),
    "one line.txt": (
        "unreadable",
        "a line has 10,500 characters, more than the 10,000 that are read: save it with line ends",
    ),
    "owner password.pdf": ("extracted", None),
    "photo.jpg": ("unsupported", f"the file is a JPEG picture, {NEEDS_READING}"),
    "picture.pdf": ("unsupported", f"the file is a PNG picture, {NEEDS_READING}"),
    "scan between.pdf": (
        "partial",
        "without characters although something is drawn: page 2-3; run OCR on it; the other pages were read",
    ),
    "sjis.txt": ("extracted", None),
    "truncated.pdf": ("unreadable", "the PDF is damaged, cut short or no PDF at all: fetch it again"),
    "zeros.pdf": ("unreadable", "the file is empty: fetch it again"),
    "資料 1/予算 案(概要).txt": ("extracted", None),
    "資料 1/別名.pdf": ("extracted", None),
}


@pytest.fixture(scope="module", params=[Reader.PDFIUM, pytest.param(Reader.PDFPLUMBER, marks=pytest.mark.soak)])
def warehouse(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The warehouse of a raw/ in which all of these files lie, read by either parser."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YOSAN_READER", request.param)
        yield _make_warehouse(tmp_path_factory)


def _make_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad input")
    raw = folder / "raw"
    for uri, content in FILES.items():
        (raw / uri).parent.mkdir(parents=True, exist_ok=True)
        (raw / uri).write_bytes(content)
    elsewhere = folder / "elsewhere.txt"
    elsewhere.write_text(RELEASE.replace("1,234", "4,321"), encoding="utf-8")
    (raw / "link.txt").symlink_to(elsewhere)
    with dg.DagsterInstance.ephemeral() as instance:
        outcome = run_with_instance(raw, folder / "warehouse", instance, SilentProgress())
    assert outcome == Outcome(None, found=len(EXPECTED), parsed=len(EXPECTED)), "whatever the documents are"
    return folder / "warehouse"


def ask(warehouse: Path, sql: str) -> list[tuple[Any, ...]]:
    """The answer to a query."""
    return [tuple(row.values()) for row in storage.run_query(warehouse, sql).to_pylist()]


def test_every_file_has_its_status_and_its_sentence(warehouse: Path) -> None:
    found = ask(warehouse, "SELECT source_uri, status, status_detail FROM documents")
    assert {uri: (status, detail) for uri, status, detail in found} == EXPECTED


@pytest.mark.parametrize(
    "uri", [uri for uri, (status, _) in EXPECTED.items() if status not in ("extracted", "partial")]
)
def test_what_could_not_be_read_has_no_facts(warehouse: Path, uri: str) -> None:
    sql = (
        "SELECT (SELECT count(*) FROM budget_lines l WHERE l.document_id = d.document_id), "
        "(SELECT count(*) FROM amounts a WHERE a.document_id = d.document_id) "
        f"FROM documents d WHERE source_uri = '{uri}'"
    )
    assert ask(warehouse, sql) == [(0, 0)]


@pytest.mark.parametrize(
    ("uri", "amounts"),
    [
        ("sjis.txt", [1_234_000_000]),
        ("euc.txt", [1_234_000_000]),
        ("markdown.md", [5_600_000_000]),
        ("link.txt", [4_321_000_000]),
        ("資料 1/予算 案(概要).txt", [5_678_000_000]),
        ("資料 1/別名.pdf", [1_234_000_000]),
        ("owner password.pdf", [1_234_000_000]),
        ("damaged page.pdf", [1_234_000_000] * 2),
        ("scan between.pdf", [1_234_000_000] * 2),
    ],
)
def test_what_can_be_read_gives_its_facts(warehouse: Path, uri: str, amounts: list[int]) -> None:
    sql = f"SELECT amount_yen FROM amounts JOIN documents USING (document_id) WHERE source_uri = '{uri}'"
    assert [row[0] for row in ask(warehouse, sql)] == amounts


def test_pages_that_were_not_read_are_named(warehouse: Path) -> None:
    sql = (
        "SELECT source_uri, page FROM pages JOIN documents USING (document_id) WHERE problem IS NOT NULL "
        "AND status = 'partial' ORDER BY ALL"
    )
    assert ask(warehouse, sql) == [("damaged page.pdf", 2), ("scan between.pdf", 2), ("scan between.pdf", 3)]


def test_media_type_is_that_of_the_bytes_and_not_of_the_name(warehouse: Path) -> None:
    found = dict(ask(warehouse, "SELECT source_uri, media_type FROM documents"))
    assert found["picture.pdf"] == "image/png"
    assert found["error page.pdf"] == "text/html"
    assert found["empty.pdf"] == "application/x-empty"
    assert found["資料 1/予算 案(概要).txt"] == "text/plain"
