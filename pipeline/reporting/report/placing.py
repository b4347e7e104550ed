"""A report on the disk: written beside the one that people read, and put in its place in one rename.

Belongs here: folders, links, pictures that are shared with the warehouse. Does not belong here: what the files hold.

``report`` is a symbolic link to a folder beside it: whoever opens a page sees the old report or the new one, whole, also after a
run that was killed. The folder lies as deep as the link, so that addresses out of the report hold in both.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.storage.disk import SCRATCH, remove_tree, replace_link, sync_folder, sync_tree

REPORT = "report"
READABLE = 0o755  # a scratch folder is its owner's alone; a report is for whoever may read the warehouse


def place_report(
    warehouse: Path, files: Iterable[tuple[str, bytes]], pictures: Mapping[str, Path], state_id: str | None
) -> Path:
    """Write a report and make it the one that ``report`` leads to; the caller holds the warehouse's lock.

    ``pictures`` are files of the warehouse by their place in the report, which shares them: a copy is made only where the disk
    has no hard links. The folder of the report before is removed.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=warehouse))
    building.chmod(READABLE)
    for place, content in files:
        target = building / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for place, picture in pictures.items():
        target = building / place
        target.parent.mkdir(parents=True, exist_ok=True)
        _share(picture, target)
    sync_tree(building)
    folder = _free_name(warehouse, state_id or "empty")
    os.replace(building, folder)
    replace_link(warehouse / REPORT, Path(folder.name))
    sync_folder(warehouse)
    for old in sorted(warehouse.glob(f"{REPORT}-*")):
        if old != folder and old.is_dir():
            remove_tree(old, warehouse)
    return folder


def _share(picture: Path, target: Path) -> None:
    try:
        os.link(picture, target)
    except OSError:  # a disk without links, or too many of them
        shutil.copyfile(picture, target)


def _free_name(warehouse: Path, state_id: str) -> Path:
    """A name for the folder that is not taken: the same state may be reported again."""
    folder = warehouse / f"{REPORT}-{state_id}"
    return folder if not folder.exists() else folder.with_name(f"{folder.name}-again")
