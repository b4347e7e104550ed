"""Releases that issuers list, fetched into raw/.

Belongs here: the order of things for a source, and what became of each link. Does not belong here: requests (``asking``),
what a page says (``links``), names and places of files (``landing``).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.locations import hash_file
from pipeline.model import document_id_of
from pipeline.settings import FetchSettings
from pipeline.sources.asking import Answer, Asker, name_status
from pipeline.sources.fetched import Fate, FetchedLink, FetchedSource, FetchProgress, FetchSummary
from pipeline.sources.files import UnreadableFiles
from pipeline.sources.index_pages import IndexPage
from pipeline.sources.landing import judge, name_file, place
from pipeline.sources.links import Link, read_links
from pipeline.sources.manifest import (
    MANIFEST,
    InvalidManifest,
    KnownPage,
    Manifest,
    Version,
    conditions_for,
    list_manifests,
    read_manifest,
    write_manifest,
)
from pipeline.sources.politeness import Failed, Refused

LOCK = ".fetching.lock"
SCRATCH = ".incoming-"
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# A page that lists less than this share of what it listed before has changed more than releases do.
SUSPICIOUS_SHARE = 0.5
KEPT_HEADERS = ("content-type", "content-length", "last-modified", "etag", "date", "content-disposition")


def fetch(raw: Path, pages: Sequence[IndexPage], settings: FetchSettings, progress: FetchProgress) -> FetchSummary:
    """Fetch what the pages list and raw/ does not hold yet; what fails for one source or link does not stop the others.

    ``UnreadableFiles`` if a manifest is damaged, ``OSError`` if raw/ cannot be written.
    """
    warnings = (
        ()
        if settings.contact
        else ("no contact is sent with requests: set YOSAN_FETCH_CONTACT to a URL or an address",)
    )
    with Asker(settings) as asker:
        done = tuple(_fetch_source(raw, page, asker, progress) for page in pages)
    return FetchSummary(done, warnings)


def _fetch_source(raw: Path, page: IndexPage, asker: Asker, progress: FetchProgress) -> FetchedSource:
    """What became of a source, under its lock."""
    folder = raw / page.name
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK, timeout=0), _scratch(folder) as scratch:
            return _Visit(raw, page, asker, scratch).run(progress)
    except Timeout:
        return FetchedSource(page.name, page.issuer, error="another fetch of this source is running: wait for it")
    except (Refused, Failed) as error:
        return FetchedSource(page.name, page.issuer, error=f"{page.url} cannot be read: {error}")


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A hidden folder for what is on its way, on the same disk as its place; what a killed fetch left behind goes."""
    for left in folder.glob(f"{SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder) as name:
        yield Path(name)


def _open_manifest(path: Path) -> Manifest:
    try:
        return read_manifest(path)
    except InvalidManifest as error:
        raise UnreadableFiles(f"{path} is no manifest ({error}): mend it or move it away") from error


class _Visit:
    """One fetch of one source, and what is known of it so far."""

    def __init__(self, raw: Path, page: IndexPage, asker: Asker, scratch: Path) -> None:
        self.raw, self.page, self.asker, self.scratch = raw, page, asker, scratch
        self.manifest = _open_manifest(raw / page.name / MANIFEST)
        self.before = self.manifest
        self.gone: set[str] = set()

    def run(self, progress: FetchProgress) -> FetchedSource:
        """Read the pages, then ask for each release."""
        links, warnings, all_read = self._list_releases()
        progress.listed(self.page.name, len(links))
        done: list[FetchedLink] = []
        for link, listed_on in links:
            done.append(self._fetch_link(link, listed_on))
            progress.finish(done[-1])
        expected = self.before.current().keys() - self.before.vanished.keys()
        warnings += compare_lists(self.page.url, len(links), len(expected) if all_read else 0)
        listed = {link.url for link, _ in links}
        missing = find_missing(listed, self.before.current()) if all_read and links else frozenset()
        for url in sorted(missing - self.before.vanished.keys()):
            version = self.before.current()[url]
            reason = "its page lists it no more; the file stays in raw/"
            done.append(FetchedLink(self.page.name, url, version.title, Fate.VANISHED, version.path, reason))
            progress.finish(done[-1])
        self._note_vanished(missing if all_read and links else self.before.vanished.keys() - listed)
        return FetchedSource(self.page.name, self.page.issuer, tuple(done), tuple(warnings))

    def _list_releases(self) -> tuple[list[tuple[Link, str]], list[str], bool]:
        """The releases that are linked, each with its page; warnings; whether every page could be read.

        ``Refused`` or ``Failed`` where the index itself cannot be read.
        """
        index = self._read_page(self.page.url)
        found = {link.url: (link, self.page.url) for link in index.releases}
        warnings: list[str] = []
        if self.page.pages and not index.pages:
            warnings.append(f"{self.page.url} has no link that pages: means: it may have changed its shape")
        unread = 0
        for further in index.pages:
            try:
                known = self._read_page(further.url)
            except (Refused, Failed) as error:
                warnings.append(f"{further.url} cannot be read: {error}; what it listed before is left as it was")
                unread += 1
                continue
            for link in known.releases:
                found.setdefault(link.url, (link, further.url))
        # Without its further pages, an index of such pages lists nothing, and nothing has vanished for that.
        all_read = not unread and bool(index.pages or not self.page.pages)
        return list(found.values()), warnings, all_read

    def _read_page(self, url: str) -> KnownPage:
        """The links of a page; from the manifest where the server says that it is the same and the rules are, too."""
        page, target = self.page, self.scratch / "page"
        known = self.manifest.pages.get(url)
        usable = known if known is not None and known.mark == page.mark else None
        conditions = conditions_for(usable.headers) if usable else {}
        answer = self.asker.ask(url, page.allowed_hosts, target, self.asker.settings.page_size_limit, conditions)
        if answer.status == HTTPStatus.NOT_MODIFIED and usable is not None:
            return usable
        if answer.status != HTTPStatus.OK:
            raise Failed(f"the server answers {name_status(answer.status)}")
        links = read_links(target.read_bytes(), answer.url, answer.headers.get("content-type", ""), page.encoding)
        if not links:
            raise Failed("it has no links at all, and lists no releases")
        further = page.further_pages(links) if url == page.url else ()
        read = KnownPage(headers=_kept(answer), mark=page.mark, releases=page.releases(links), pages=further)
        self._save(self.manifest.model_copy(update={"pages": {**self.manifest.pages, url: read}}))
        return read

    def _fetch_link(self, link: Link, listed_on: str) -> FetchedLink:
        """What became of one link."""
        known = self.manifest.current().get(link.url)
        try:
            return self._ask_for(link, listed_on, known)
        except Refused as error:
            return self._tell(link, Fate.REFUSED, known, str(error))
        except Failed as error:
            return self._tell(link, Fate.FAILED, known, str(error))

    def _ask_for(self, link: Link, listed_on: str, known: Version | None) -> FetchedLink:
        target = self.scratch / "release"
        is_held = known is not None and (self.raw / known.path).is_file()
        conditions = conditions_for(known.headers) if known is not None and is_held else {}
        answer = self.asker.ask(link.url, self.page.allowed_hosts, target, self.asker.settings.size_limit, conditions)
        if answer.status == HTTPStatus.NOT_MODIFIED and conditions:
            return self._tell(link, Fate.UNCHANGED, known)
        if answer.status in GONE and known is not None:
            self.gone.add(link.url)
            reason = f"it is listed, and the server answers {name_status(answer.status)}; the file stays in raw/"
            return self._tell(link, Fate.VANISHED, known, reason)
        if answer.status != HTTPStatus.OK:
            raise Failed(f"the server answers {name_status(answer.status)}")
        return self._land(link, listed_on, known, target, answer)

    def _land(self, link: Link, listed_on: str, known: Version | None, fresh: Path, answer: Answer) -> FetchedLink:
        """Put a download in its place and write down where it came from."""
        suffix = judge(fresh, link.url, answer.headers)
        sha256 = hash_file(fresh)
        held = self._find_held(sha256)
        path = held or name_file(self.page.name, sha256, link.url, suffix)
        place(fresh, self.raw / path, sha256)
        is_same = known is not None and known.sha256 == sha256
        version = Version(
            url=link.url,
            path=path,
            sha256=sha256,
            byte_size=answer.size,
            title=link.title,
            linked_from=listed_on,
            released_on=link.released_on,
            retrieved_at=known.retrieved_at if known and is_same else datetime.now(UTC),
            headers=_kept(answer),
            replaces=(known.replaces if is_same else known.sha256) if known else None,
        )
        others = tuple(one for one in self.manifest.versions if not (is_same and one == known))
        self._save(self.manifest.model_copy(update={"versions": (*others, version)}))
        if is_same:
            return self._tell(link, Fate.UNCHANGED, version)
        if known is not None:
            reason = f"it replaces {document_id_of(known.sha256)} ({known.path})"
            return self._tell(link, Fate.CHANGED, version, reason)
        if held:
            return self._tell(link, Fate.UNCHANGED, version, f"its bytes are in raw/ already, as {path}")
        return self._tell(link, Fate.NEW, version)

    def _find_held(self, sha256: str) -> str | None:
        """Where raw/ has these bytes, from whichever source and address."""
        versions = (one for path in list_manifests(self.raw) for one in _open_manifest(path).versions)
        return next((one.path for one in versions if one.sha256 == sha256 and (self.raw / one.path).is_file()), None)

    def _note_vanished(self, urls: Collection[str]) -> None:
        """Write down since when which addresses have been gone."""
        now, since = datetime.now(UTC), self.before.vanished
        vanished = {url: since.get(url, now) for url in sorted({*urls, *self.gone})}
        if vanished != self.manifest.vanished:
            self._save(self.manifest.model_copy(update={"vanished": vanished}))

    def _save(self, manifest: Manifest) -> None:
        self.manifest = manifest
        write_manifest(self.raw / self.page.name / MANIFEST, manifest)

    def _tell(self, link: Link, fate: Fate, version: Version | None, reason: str | None = None) -> FetchedLink:
        path = version.path if version is not None else None
        return FetchedLink(self.page.name, link.url, link.title, fate, path, reason)


def find_missing(listed: Collection[str], known: Collection[str]) -> frozenset[str]:
    """The known addresses that are listed no more."""
    return frozenset(known).difference(listed)


def compare_lists(url: str, listed: int, expected: int) -> list[str]:
    """A warning where a page lists much less than before, or nothing that is meant; 0 expected if that is not known.

    >>> compare_lists("https://a.jp/", 5, 6), len(compare_lists("https://a.jp/", 2, 6)), len(compare_lists("https://a.jp/", 0, 0))
    ([], 1, 1)
    """
    if listed == 0:
        unsure = "; nothing is taken for vanished" if expected else ""
        return [f"{url} has no link that links: means: it may have changed its shape, look at sources.yaml{unsure}"]
    if listed < expected * SUSPICIOUS_SHARE:
        return [f"{url} lists {listed} releases where it listed {expected}: it may have changed its shape"]
    return []


def _kept(answer: Answer) -> dict[str, str]:
    """The headers that are written down."""
    return {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
