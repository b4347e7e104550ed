"""Stored documents behind a URL: what one machine has read, no other reads again.

Belongs here: ``documents/<document_id>/<extractor_version>.zip``, one object per document, so that nobody meets half of one.
Does not belong here: what is in them (``storage.documents``).
"""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.locations import find_origin
from pipeline.storage.documents import STOPPED

FOLDER = "documents"
_PART = re.compile(r"[a-z_]+\.parquet")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same rows give the same bytes


def fetch_documents(warehouse: Path, document_ids: Iterable[str], extractor_version: str) -> None:
    """Fetch the documents that this machine has not and the warehouse's URL has; a warehouse of its own is left alone.

    One that is damaged there is removed: it is read again here, and sent again.
    """
    store = find_origin(warehouse)
    if store is None:
        return
    missing = [one for one in document_ids if not _folder(warehouse, one, extractor_version).is_dir()]
    if not missing:
        return
    held = store.list_files(FOLDER)
    wanted = {one: name for one in missing if (name := _name(one, extractor_version)) in held}
    if not wanted:
        return
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=warehouse) as scratch:
        try:
            store.fetch({name: Path(scratch) / one for one, name in wanted.items()})
        except FileNotFoundError:  # removed since they were listed: another extractor's are there now
            return
        for one, name in wanted.items():
            if not _unpack(Path(scratch) / one, _folder(warehouse, one, extractor_version), Path(scratch) / f"{one}.d"):
                store.remove([name])


def send_documents(warehouse: Path) -> None:
    """Send the stored documents that the warehouse's URL has not, in place of what other versions stored."""
    store = find_origin(warehouse)
    if store is None:
        return
    held = store.list_files(FOLDER)
    # Where the reader was stopped, another machine's may not be.
    folders = [
        path for path in sorted((warehouse / FOLDER).glob("*/*")) if path.is_dir() and not (path / STOPPED).exists()
    ]
    wanted = {name: path for path in folders if (name := _name(path.parent.name, path.name)) not in held}
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=warehouse) as scratch:
        packed = {name: _pack(path, Path(scratch) / path.parent.name) for name, path in wanted.items()}
        store.put(packed)
    sent = {name.rpartition("/")[0] for name in wanted}
    store.remove([name for name in held if name.rpartition("/")[0] in sent])


def _name(document_id: str, extractor_version: str) -> str:
    return f"{FOLDER}/{document_id}/{extractor_version}.zip"


def _folder(warehouse: Path, document_id: str, extractor_version: str) -> Path:
    return warehouse / FOLDER / document_id / extractor_version


def _pack(folder: Path, target: Path) -> Path:
    """A document's facts as one file; Parquet is compressed already. What was decided from them is decided again elsewhere."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.glob("*.parquet")):
            archive.writestr(zipfile.ZipInfo(path.name, _EPOCH), path.read_bytes())
    return target


def _unpack(archive: Path, target: Path, scratch: Path) -> bool:
    """Put a document's folder in its place in one rename; ``False`` if the file is damaged."""
    try:
        with zipfile.ZipFile(archive) as opened:
            if not all(_PART.fullmatch(name) for name in opened.namelist()) or opened.testzip():
                return False
            opened.extractall(scratch)
    except zipfile.BadZipFile:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        os.replace(scratch, target)
    return True
