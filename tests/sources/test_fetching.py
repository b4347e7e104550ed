"""Fetching from a real server into a raw/ of its own: what lands there, and what is told of each release."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from pipeline.settings import FetchSettings
from pipeline.sources import (
    FetchedLink,
    FetchedSource,
    IndexPage,
    UnreadableFiles,
    fetch,
    find_files,
)
from pipeline.sources.manifest import Version, trace_origins
from tests.sources.site import PDF, Reply, Site, serve

TEXT = "令和8年度概算要求\n文部科学省\n".encode()
INDEX = """<html><body><h1>予算</h1><table>
<tr><td>令和8年度概算要求</td><td>2025年8月29日</td><td><a href="r8/request.pdf">PDF</a></td></tr>
<tr><td>概要</td><td></td><td><a href="r8/summary.txt">概要(テキスト)</a></td></tr>
</table><ul><li><a href="/about.html">このサイトについて</a></li></ul></body></html>"""


class Silent:
    """Nobody is told."""

    def listed(self, source: str, links: int) -> None:
        """Nothing to say."""

    def finish(self, link: FetchedLink) -> None:
        """Nothing to say."""


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        running.page("/yosan/", INDEX)
        running.put("/yosan/r8/request.pdf", Reply(PDF, etag=True))
        running.put("/yosan/r8/summary.txt", TEXT)
        yield running


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def visit(site: Site, raw: Path, name: str = "mext", **entry: Any) -> FetchedSource:
    """Fetch what the index page lists."""
    given = {
        "name": name,
        "issuer": "文部科学省",
        "url": f"{site.url}/yosan/",
        "links": [{"address": r"\.(pdf|txt|html)$", "text": "概"}],
    }
    page = IndexPage.model_validate(given | entry)
    settings = FetchSettings(
        delay=0, backoff=0.001, patience=5, attempts=2, allow_private=True, contact="a@b.jp", size_limit=50_000
    )
    (source,) = fetch(raw, [page], settings, Silent()).sources
    return source


def fates(source: FetchedSource) -> dict[str, str]:
    """The fate of each file by its name."""
    assert source.error is None
    return {link.url.rpartition("/")[2]: str(link.fate) for link in source.links}


def reason(source: FetchedSource, name: str) -> str:
    (link,) = (one for one in source.links if one.url.endswith(f"/{name}"))
    assert link.reason is not None
    return link.reason


def documents(raw: Path) -> dict[str, bytes]:
    """Every file that a run would read, by its path, and nothing half-way."""
    assert not list(raw.glob("*/.incoming-*"))
    return {source.source_uri: (raw / source.source_uri).read_bytes() for source in find_files(raw)}


def test_releases_land_under_their_hash_with_where_they_came_from(site: Site, raw: Path) -> None:
    begun = datetime.now(UTC)
    assert fates(visit(site, raw)) == {"request.pdf": "new", "summary.txt": "new"}
    digest = hashlib.sha256(PDF).hexdigest()
    assert documents(raw)[f"mext/{digest[:16]}-request.pdf"] == PDF
    first, _ = json.loads((raw / "mext/manifest.json").read_text(encoding="utf-8"))["versions"]
    assert first["url"] == f"{site.url}/yosan/r8/request.pdf" and first["sha256"] == digest
    assert first["linked_from"] == f"{site.url}/yosan/" and first["title"].startswith("令和8年度概算要求")
    assert first["headers"]["content-length"] == str(len(PDF)) and "etag" in first["headers"]
    source = next(one for one in find_files(raw) if one.sha256 == digest)
    assert source.released_on == date(2025, 8, 29) and source.replaced_by is None
    assert source.retrieved_at is not None and begun <= source.retrieved_at <= datetime.now(UTC)


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-8"])
def test_index_pages_are_read_in_their_encoding(site: Site, raw: Path, codec: str) -> None:
    site.page("/yosan/", INDEX, encoding=codec)
    assert set(fates(visit(site, raw)).values()) == {"new"}
    assert "令和8年度概算要求" in (raw / "mext/manifest.json").read_text(encoding="utf-8")


def test_a_second_visit_asks_only_for_what_changed(site: Site, raw: Path) -> None:
    site.page("/yosan/", INDEX, etag=True)
    visit(site, raw)
    before = documents(raw)
    site.asked.clear()
    assert fates(visit(site, raw)) == {"request.pdf": "unchanged", "summary.txt": "unchanged"}
    asked = dict(site.asked)
    assert "if-none-match" in asked["/yosan/"] and "if-none-match" in asked["/yosan/r8/request.pdf"]
    assert documents(raw) == before


def test_an_index_that_is_the_same_is_read_again_under_other_rules(site: Site, raw: Path) -> None:
    site.page("/yosan/", INDEX, etag=True)
    visit(site, raw, links=[{"address": "pdf$"}])
    assert fates(visit(site, raw)) == {"request.pdf": "unchanged", "summary.txt": "new"}


def test_a_changed_file_is_a_new_version_and_the_old_one_stays(site: Site, raw: Path) -> None:
    visit(site, raw)
    changed = PDF.replace(b"<< >>", b"<< /A 1 >>")
    site.put("/yosan/r8/request.pdf", Reply(changed, etag=True))
    assert fates(visit(site, raw)) == {"request.pdf": "changed", "summary.txt": "unchanged"}
    old, new = (hashlib.sha256(one).hexdigest()[:16] for one in (PDF, changed))
    found = {source.document_id: source for source in find_files(raw)}
    assert (found[old].replaced_by, found[new].replaced_by) == (new, None)
    assert sorted(documents(raw).values()) == sorted([PDF, changed, TEXT])


def test_the_same_file_under_another_address_is_one_document(site: Site, raw: Path) -> None:
    visit(site, raw)
    site.page("/other/", '<a href="copy.pdf">概要の写し</a>')
    site.put("/other/copy.pdf", PDF)
    source = visit(site, raw, name="other", url=f"{site.url}/other/")
    assert fates(source) == {"copy.pdf": "unchanged"} and "in raw/ already, as mext/" in reason(source, "copy.pdf")
    assert len(documents(raw)) == 2


def test_a_file_that_somebody_removed_is_fetched_again(site: Site, raw: Path) -> None:
    visit(site, raw)
    before = documents(raw)
    for path in before:
        (raw / path).unlink()
    visit(site, raw)
    assert documents(raw) == before


def test_bytes_in_raw_are_never_overwritten(site: Site, raw: Path) -> None:
    (raw / "mext").mkdir()
    mine = raw / "mext" / f"{hashlib.sha256(PDF).hexdigest()[:16]}-request.pdf"
    mine.write_bytes(b"%PDF mine")
    source = visit(site, raw)
    assert fates(source)["request.pdf"] == "refused" and "with other bytes" in reason(source, "request.pdf")
    assert mine.read_bytes() == b"%PDF mine"


@pytest.mark.parametrize(
    ("reply", "fate", "why"),
    [
        (Reply(b"<!DOCTYPE html><p>Not found"), "refused", "an HTML page was sent in place of a PDF"),
        (Reply(b"\x00\x01\x02", headers={"Content-Type": "application/pdf"}), "refused", "something else was sent"),
        (Reply(b""), "failed", "empty"),
        (Reply(status=404), "failed", "404 Not Found"),
        (Reply(status=500), "failed", "500 Internal Server Error"),
        (Reply(PDF * 20, cut=70), "failed", "the connection broke"),
        (Reply(PDF[:30], says_length=False), "failed", "ends in the middle"),
        (Reply(PDF + b"0" * 60_000), "refused", "longer than 50,000 bytes"),
        (Reply(status=302, headers={"Location": "request.pdf"}), "refused", "in a circle"),
        (Reply(status=302, headers={"Location": "http://localhost/x.pdf"}), "refused", "it leads to localhost"),
    ],
)
def test_what_is_no_release_does_not_land_and_holds_up_nothing(
    site: Site, raw: Path, reply: Reply, fate: str, why: str
) -> None:
    site.put("/yosan/r8/request.pdf", reply)
    source = visit(site, raw)
    assert fates(source) == {"request.pdf": fate, "summary.txt": "new"}
    assert why in reason(source, "request.pdf")
    assert list(documents(raw).values()) == [TEXT]


def test_an_html_release_lands_as_html(site: Site, raw: Path) -> None:
    site.page("/yosan/", '<a href="r8.html">概要</a>')
    site.page("/yosan/r8.html", "<html><body><h1>令和8年度予算案</h1></body></html>")
    assert fates(visit(site, raw)) == {"r8.html": "new"}
    assert [path.rpartition(".")[2] for path in documents(raw)] == ["html"]


def test_what_is_listed_no_more_has_vanished_once_and_stays_in_raw(site: Site, raw: Path) -> None:
    visit(site, raw)
    before = documents(raw)
    site.page("/yosan/", INDEX.replace("r8/summary.txt", "about"))
    assert fates(visit(site, raw)) == {"request.pdf": "unchanged", "summary.txt": "vanished"}
    assert fates(visit(site, raw)) == {"request.pdf": "unchanged"}
    assert documents(raw) == before
    site.page("/yosan/", INDEX)
    assert fates(visit(site, raw)) == {"request.pdf": "unchanged", "summary.txt": "unchanged"}
    assert json.loads((raw / "mext/manifest.json").read_text())["vanished"] == {}


def test_what_is_listed_and_gone_has_vanished(site: Site, raw: Path) -> None:
    visit(site, raw)
    site.put("/yosan/r8/request.pdf", Reply(status=410))
    source = visit(site, raw)
    assert fates(source)["request.pdf"] == "vanished" and "410 Gone" in reason(source, "request.pdf")


@pytest.mark.parametrize(
    "reply",
    [Reply(status=404), Reply(status=503), Reply(INDEX.encode(), cut=50), Reply(b""), Reply(b"<p>Maintenance</p>")],
)
def test_a_failed_read_of_an_index_is_no_empty_index(site: Site, raw: Path, reply: Reply) -> None:
    visit(site, raw)
    site.put("/yosan/", reply)
    source = visit(site, raw)
    assert source.error is not None and source.links == ()
    site.page("/yosan/", INDEX)
    assert set(fates(visit(site, raw)).values()) == {"unchanged"}


def test_an_index_that_changed_its_shape_is_a_warning(site: Site, raw: Path) -> None:
    visit(site, raw)
    site.page("/yosan/", '<a href="https://example.jp/">リニューアルしました</a>')
    source = visit(site, raw)
    assert source.links == () and "may have changed its shape" in source.warnings[0]


def test_further_pages_are_read_and_a_failed_one_hides_nothing(site: Site, raw: Path) -> None:
    site.page("/yosan/", '<a href="r8.htm">令和8年度</a><a href="r7.htm">令和7年度</a><a href="/about.htm">案内</a>')
    site.page("/yosan/r8.htm", '<a href="r8/request.pdf">概算要求</a>')
    site.page("/yosan/r7.htm", '<p>概要 <a href="r8/summary.txt">こちら</a></p>')
    pages: dict[str, Any] = {"pages": [{"text": "年度"}], "links": [{"address": "(pdf|txt)$"}]}
    assert fates(visit(site, raw, **pages)) == {"request.pdf": "new", "summary.txt": "new"}
    assert json.loads((raw / "mext/manifest.json").read_text())["versions"][0]["linked_from"].endswith("/r8.htm")
    site.put("/yosan/r7.htm", Reply(status=500))
    source = visit(site, raw, **pages)
    assert fates(source) == {"request.pdf": "unchanged"} and "r7.htm cannot be read" in source.warnings[0]


def test_links_to_other_hosts_are_refused_unless_the_source_names_them(site: Site, raw: Path) -> None:
    there = site.url.replace("127.0.0.1", "localhost") + "/there.pdf"
    site.page("/yosan/", f'<a href="{there}">概要</a>')
    site.put("/there.pdf", PDF)
    assert fates(visit(site, raw)) == {"there.pdf": "refused"}
    assert fates(visit(site, raw, hosts=["localhost"])) == {"there.pdf": "new"}


def test_addresses_that_climb_stay_inside_raw(site: Site, raw: Path) -> None:
    site.page("/yosan/", '<a href="x/..%2F..%2F..%2Fevil.pdf">概要</a>')
    site.put("/yosan/x/..%2F..%2F..%2Fevil.pdf", PDF)
    assert set(fates(visit(site, raw)).values()) == {"new"}
    (path,) = documents(raw)
    assert path.startswith("mext/") and path.endswith("-evil.pdf")


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"format": "other"}', '{"versions": [{"url": "http://a.jp/", "path": "../x.pdf"}]}', "\0"],
)
def test_a_damaged_manifest_stops_with_its_name(site: Site, raw: Path, content: str) -> None:
    visit(site, raw)
    (raw / "mext/manifest.json").write_text(content)
    for look in (lambda: visit(site, raw), lambda: find_files(raw)):
        with pytest.raises(UnreadableFiles, match=r"mext/manifest\.json"):
            look()


def test_two_fetches_of_a_source_do_not_mix(site: Site, raw: Path) -> None:
    visit(site, raw)
    with FileLock(raw / "mext/.fetching.lock"):
        assert "is running" in str(visit(site, raw).error)


def test_what_a_killed_fetch_left_is_cleared(site: Site, raw: Path) -> None:
    (raw / "mext/.incoming-old").mkdir(parents=True)
    (raw / "mext/.incoming-old/release").write_bytes(PDF[:10])
    visit(site, raw)
    assert len(documents(raw)) == 2


def version(url: str, content: str, hour: int, replaces: str | None = None) -> Version:
    digest = {"a": "a" * 64, "b": "b" * 64, "c": "c" * 64}
    return Version(
        url=url, path="x/y.pdf", sha256=digest[content], byte_size=1, title="", linked_from="",
        retrieved_at=datetime(2026, 1, 1, hour, tzinfo=UTC), replaces=digest[replaces] if replaces else None,
    )  # fmt: skip


def replaced(*versions: Version) -> dict[str, str | None]:
    return {key[0]: (one.replaced_by or "")[:1] or None for key, one in trace_origins(versions).items()}


def test_an_address_that_returns_to_what_it_held_makes_no_circle() -> None:
    there_and_back = version("u", "a", 1), version("u", "b", 2, "a"), version("u", "a", 3, "b")
    assert replaced(*there_and_back) == {"a": None, "b": "a"}
    assert trace_origins(there_and_back)["a" * 64].retrieved_at.hour == 1


def test_what_another_address_still_holds_is_not_replaced() -> None:
    assert replaced(version("u", "a", 1), version("v", "a", 2), version("u", "b", 3, "a")) == {"a": None, "b": None}
    moved = version("u", "a", 1), version("v", "a", 2), version("u", "b", 3, "a"), version("v", "c", 4, "a")
    assert replaced(*moved) == {"a": "c", "b": None, "c": None}


def test_a_clock_that_goes_back_between_two_fetches_does_not_bring_the_old_release_back() -> None:
    assert replaced(version("u", "a", 5), version("u", "b", 2, "a")) == {"a": "b", "b": None}
    returned = version("u", "a", 5), version("u", "b", 2, "a"), version("u", "a", 3, "b"), version("u", "c", 1, "a")
    assert replaced(*returned) == {"a": "c", "b": "a", "c": None}
