"""Files that are there after a crash, and renames that readers see whole.

Belongs here: syncing, links, what is left of killed runs. Does not belong here: what the files mean.

A rename is atomic for whoever reads, but after a power cut a file system may show the new name with the old bytes, or none:
what a published state consists of is therefore synced before the rename that shows it, and the folder after it. One
document's stored rows are not: damage there is noticed by checksums, and the document is read again.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SCRATCH = ".tmp-"  # what a run is still writing; left over, it belongs to a run that was killed


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    _sync(folder)


def sync_tree(folder: Path) -> None:
    """Make every file and every name below a folder durable."""
    for path in [*sorted(folder.rglob("*")), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_link(link: Path, target: Path) -> None:
    """Make or replace a symbolic link in one rename; the caller syncs its folder."""
    fresh = link.with_name(f"{SCRATCH}{link.name}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    os.replace(fresh, link)


def replace_text(path: Path, text: str) -> None:
    """Write a small file in one rename, durably."""
    fresh = path.with_name(f"{SCRATCH}{path.name}")
    fresh.write_text(text, encoding="utf-8")
    _sync(fresh)
    os.replace(fresh, path)
    sync_folder(path.parent)


def remove_tree(folder: Path, scratch: Path) -> None:
    """Remove a folder by a rename out of sight: killed in the middle, nobody meets half of it. ``scratch`` is on the same disk,
    and must not be seen by readers."""
    hidden = scratch / f"{SCRATCH}removed-{folder.name}"
    if hidden.exists():
        shutil.rmtree(hidden)
    os.replace(folder, hidden)
    shutil.rmtree(hidden)


def clear_leftovers(warehouse: Path) -> None:
    """Remove what killed runs left behind; only for who holds the warehouse alone."""
    for path in [*sorted(warehouse.glob(f"{SCRATCH}*")), *sorted(warehouse.glob(f"states/*/{SCRATCH}*"))]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
