"""Where documents and the warehouse are, and whether there is room.

Belongs here: raw/, warehouse, cache: there, readable, writable; free disk. Does not belong here: what is in the warehouse.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline import sources
from pipeline.locations import is_url
from pipeline.reporting.sheets.findings import Finding, Level
from pipeline.settings import Settings

AREA = "folders"
GIGABYTE = 10**9
SHORT, FULL = GIGABYTE, GIGABYTE // 10  # a state of 2,000 documents has some 200 MB; a run builds one beside the other


def examine_folders(raw: str, warehouse: str, settings: Settings) -> Iterator[Finding]:
    """raw/, the warehouse, the cache."""
    if is_url(raw):
        yield Finding(AREA, "elsewhere", Level.OK, {"name": "raw/", "url": raw})
    else:
        yield _examine_raw(Path(raw).resolve())
    if is_url(warehouse):
        yield Finding(AREA, "elsewhere", Level.OK, {"name": "warehouse/", "url": warehouse})
    else:
        yield from _examine_writable("warehouse/", Path(warehouse).resolve(), "YOSAN_WAREHOUSE", Level.ERROR)
    # Without URLs and `yosan serve`, nothing needs the cache.
    needed = is_url(raw) or is_url(warehouse)
    level = Level.ERROR if needed else Level.WARNING
    yield from _examine_writable("cache", settings.cache.expanduser().resolve(), "YOSAN_CACHE", level)


def _examine_raw(raw: Path) -> Finding:
    if not raw.is_dir():
        return Finding(AREA, "raw_missing", Level.ERROR, {"path": str(raw)})
    try:
        number = len(sources.ask_files(raw, lambda path: path.stat().st_size))
    except (sources.UnreadableFiles, OSError) as error:
        return Finding(AREA, "raw_unreadable", Level.ERROR, {"why": " ".join(str(error).split())})
    values = {"path": str(raw), "number": f"{number:,}"}
    return Finding(AREA, "raw", Level.OK, values) if number else Finding(AREA, "raw_empty", Level.WARNING, values)


def _examine_writable(name: str, folder: Path, variable: str, level: Level) -> Iterator[Finding]:
    """Whether files can be written into a folder, or it can be made; and whether its disk has room."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        # Asking for rights is not enough: a disk may be mounted read-only, or the path lead through a file.
        with tempfile.TemporaryFile(dir=nearest):
            yield Finding(AREA, "writable", Level.OK, {"name": name, "path": str(folder)})
    except OSError as error:
        values = {"name": name, "path": str(folder), "why": error.strerror or str(error), "variable": variable}
        yield Finding(AREA, "unwritable", level, values)
        return
    yield _examine_disk(nearest, folder)


def _examine_disk(nearest: Path, folder: Path) -> Finding:
    free = shutil.disk_usage(nearest).free
    values = {"free": f"{free / GIGABYTE:,.1f}", "path": str(folder)}
    if free < FULL:
        return Finding(AREA, "disk_full", Level.ERROR, values)
    return Finding(AREA, "disk_short" if free < SHORT else "disk", Level.WARNING if free < SHORT else Level.OK, values)
