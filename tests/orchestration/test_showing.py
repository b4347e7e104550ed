"""Pictures and charts that are kept with a run."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

from pipeline import sources, storage, walk
from pipeline.orchestration.showing import MOST_BYTES, show_chart, show_picture
from pipeline.picturing import draw_fullest_page
from tests.samples import RELEASES


def content(value: object) -> bytes:
    """The bytes within Markdown."""
    return base64.b64decode(str(getattr(value, "value")).partition("base64,")[2].rstrip(")"))  # noqa: B009


def test_picture_is_of_a_page_with_figures_and_small(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    warehouse.mkdir()
    (raw / "a.pdf").write_bytes(RELEASES["h24_draft_main_figures.pdf"]())
    (source,) = sources.find_files(raw)
    storage.write_document(warehouse, walk.parse_file(raw / "a.pdf", source))
    drawn = draw_fullest_page(raw, warehouse, source)
    assert drawn is not None
    packed = content(show_picture(drawn))
    assert len(packed) <= MOST_BYTES
    assert Image.open(io.BytesIO(packed)).width <= 1000


def test_text_has_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("令和7年度予算案\n文部科学省\n\n甲事業　5億円\n", encoding="utf-8")
    (source,) = sources.find_files(tmp_path)
    storage.write_document(tmp_path, walk.parse_file(tmp_path / "a.txt", source))
    assert draw_fullest_page(tmp_path, tmp_path, source) is None


def test_bars_are_as_long_as_their_values() -> None:
    drawing = ElementTree.fromstring(content(show_chart("title", [("A<B 2024", 50), ("A<B 2025", 100)], "百万円")))
    _, *bars = drawing.iter("{http://www.w3.org/2000/svg}rect")
    first, second = (int(bar.attrib["width"]) for bar in bars)
    assert second == 2 * first
    assert "A<B 2024" in [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
