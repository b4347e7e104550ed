"""The report of what is published: the rooms joined for people who look before they query.

Belongs here: the order of things, called by the Dagster asset and by ``yosan report`` alike. Does not belong here: how pages
look (``reporting.report``), rendering (``picturing``).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline import picturing, sources, storage
from pipeline.locations import find_origin
from pipeline.model import Source
from pipeline.reporting import report


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that was made; ``state_id`` is ``None`` where nothing is published yet."""

    index: Path
    state_id: str | None
    pictures: int


def make_report(raw: Path, warehouse: Path) -> MadeReport:
    """Write ``report/`` over the current state; the caller holds the warehouse's lock.

    Every page is made from one state, and the same state gives the same bytes. Pictures of pages are made once, under their
    document's hash, of what is in raw/. Raises what ``storage.run_query`` and ``sources.find_files`` do, but
    ``NothingPublished``: then the report says how to begin.
    """
    try:
        with storage.open_state(warehouse) as state:
            return _report_on(state, raw, warehouse)
    except storage.NothingPublished:
        report.place_report(warehouse, report.make_empty_site(), {}, None)
        return MadeReport(warehouse / report.REPORT / "index.html", None, 0)


def _report_on(state: storage.OpenState, raw: Path, warehouse: Path) -> MadeReport:
    found = {source.document_id: source for source in sources.find_files(raw)} if raw.is_dir() else {}
    kept = picturing.keep_pictures(raw, warehouse, found, report.list_pictures(state))
    around = _surroundings(raw, warehouse, found, kept)
    pictures = {report.picture_file(key, page): path for key, pages in kept.items() for page, path in pages.items()}
    report.place_report(warehouse, report.make_site(state, state.state_id, around), pictures, state.state_id)
    return MadeReport(warehouse / report.REPORT / "index.html", state.state_id, len(pictures))


def _surroundings(raw: Path, warehouse: Path, found: dict[str, Source], kept: picturing.Kept) -> report.Surroundings:
    """What the pages lead to. A copy of a raw/ that has a URL is no place to send people to."""
    address = None
    if raw.is_dir() and find_origin(raw) is None:
        relative = os.path.relpath(raw.resolve(), warehouse.resolve())
        address = f"../{quote(Path(relative).as_posix())}/"
    files = {key: source.source_uri for key, source in found.items()}
    return report.Surroundings(address, files, {key: frozenset(pages) for key, pages in kept.items()})
