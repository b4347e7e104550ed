"""A report as files: the same bytes for the same state, no link that leads nowhere, and never half of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from pipeline import reports, storage
from pipeline.reporting.report import REPORT, Surroundings, make_site, place_report
from tests.reporting.report.conftest import SLIDES, Reported


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_same_state_gives_the_same_bytes(samples: Reported, tmp_path: Path) -> None:
    shutil.copytree(samples.raw, tmp_path / "raw")
    shutil.copytree(samples.warehouse / "states", tmp_path / "warehouse" / "states")
    (tmp_path / "warehouse" / "current").symlink_to(os.readlink(samples.warehouse / "current"))
    reports.make_report(tmp_path / "raw", tmp_path / "warehouse")
    assert _files(tmp_path / "warehouse" / REPORT) == _files(samples.root), "the pictures are made anew as well"


def test_no_link_leads_nowhere(samples: Reported, troubles: Reported, nothing: Reported) -> None:
    for reported in (samples, troubles, nothing):
        pages = {path.resolve(): HTMLParser(path.read_text(encoding="utf-8")) for path in reported.root.rglob("*.html")}
        anchors = {path: {node.attributes["id"] for node in page.css("[id]")} for path, page in pages.items()}
        broken = []
        for path, page in pages.items():
            targets = [node.attributes["href"] or "" for node in page.css("a[href], link[href]")]
            targets += [node.attributes["src"] or "" for node in page.css("[src]")]
            for target in targets:
                file, _, anchor = target.partition("#")
                found = (path.parent / unquote(file)).resolve() if file else path
                if target.startswith("data:"):
                    continue
                known = not anchor or found not in anchors or unquote(anchor) in anchors[found]
                if not found.exists() or not known:
                    broken.append((path.name, target))
        assert broken == []


def test_ids_stand_once_in_a_page(samples: Reported, troubles: Reported) -> None:
    for path in [*samples.root.rglob("*.html"), *troubles.root.rglob("*.html")]:
        ids = [node.attributes["id"] for node in HTMLParser(path.read_text(encoding="utf-8")).css("[id]")]
        assert len(ids) == len(set(ids)), path


def test_sources_are_linked_at_their_page(samples: Reported) -> None:
    page = HTMLParser((samples.root / samples.document(SLIDES)).read_text(encoding="utf-8"))
    links = [node.attributes["href"] for node in page.css(".page a.source")]
    assert links[0] == f"../../../raw/{SLIDES}#page=2"


def test_a_report_without_raw_has_its_pictures_and_no_links_to_sources(samples: Reported) -> None:
    with storage.open_state(samples.warehouse) as state:
        around = Surroundings(pictures={key: {2} for key in (samples.document(SLIDES)[10:26],)})
        files = dict(make_site(state, state.state_id, around))
    page = HTMLParser(files[samples.document(SLIDES)])
    assert page.css_first("a.source") is None
    assert [node.attributes["src"] for node in page.css(".sheet img")] == [
        f"../pictures/{samples.document(SLIDES)[10:26]}/2.webp"
    ]
    assert len(page.css("pre.printed")) > 1, "a page without a picture shows its text"


def test_a_report_takes_the_place_of_another_whole(tmp_path: Path) -> None:
    picture = tmp_path / "picture.webp"
    picture.write_bytes(b"picture")
    place_report(tmp_path, [("index.html", b"one"), ("only/one.html", b"")], {}, "s")
    seen = (tmp_path / REPORT).resolve()

    def fail() -> object:
        yield "index.html", b"half"
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        place_report(tmp_path, fail(), {}, "s")  # type: ignore[arg-type]
    assert (tmp_path / REPORT).resolve() == seen and _files(tmp_path / REPORT)["index.html"] == b"one"
    with storage.warehouse_lock(tmp_path, lambda: None):  # removes what is left over
        place_report(tmp_path, [("index.html", b"two")], {"pictures/1.webp": picture}, "s")
    assert _files(tmp_path / REPORT) == {"index.html": b"two", "pictures/1.webp": b"picture"}
    assert picture.stat().st_nlink == 2, "shared with the warehouse"
    place_report(tmp_path, [("index.html", b"three")], {}, "s")
    assert [path.name for path in tmp_path.glob(f"{REPORT}*")] == [REPORT, f"{REPORT}-s"] or len(
        list(tmp_path.glob(f"{REPORT}*"))
    ) == 2
    assert not list(tmp_path.glob(".tmp-*"))


def test_pictures_are_made_once_and_of_pages_with_figures(samples: Reported) -> None:
    pages = samples.ask(
        "SELECT DISTINCT page FROM evidence WHERE source_uri LIKE 'h20%' UNION SELECT page FROM extraction_issues ORDER BY ALL"
    )
    folder = samples.warehouse / "pictures" / samples.document(SLIDES)[10:26]
    made = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert sorted(made) == [f"{row['page']}.webp" for row in pages]
    reports.make_report(samples.raw, samples.warehouse)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == made
