"""This machine's copies of a warehouse behind a URL: one for runs, one for readers.

Belongs here: fetching the current state, checked byte for byte, and publishing the one that a run has built. Does not belong
here: how a state is built (``storage.states``), which is the current one (``publications``).

A run works on a warehouse of its own, as it would without a URL, and what it has published there it publishes at the URL. Readers
have another copy, so that none of them waits for a run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from pipeline.locations import Store, StoreTrouble, find_origin, is_url, make_copy
from pipeline.storage.placing import CURRENT, place_state
from pipeline.storage.remote.publications import (
    Overtaken,
    Publication,
    describe_files,
    find_newest,
    is_whole,
    publish_folder,
)
from pipeline.storage.remote.stored import send_documents
from pipeline.storage.states import State, warehouse_lock

ATTEMPTS = 5


def open_for_runs(location: str, cache: Path) -> Path:
    """The folder of a warehouse that runs write; for a URL, this machine's working copy. ``StoreTrouble`` if it is no good."""
    return make_copy(cache, "runs", location) if is_url(location) else Path(location).resolve()


def open_for_reading(location: str, cache: Path) -> Path:
    """The folder of a warehouse for readers; for a URL, one that holds its current state. ``StoreTrouble`` if it cannot be had."""
    if not is_url(location):
        return Path(location).resolve()
    folder = make_copy(cache, "readers", location)
    with warehouse_lock(folder, lambda: None):
        follow_newest(folder)
    return folder


def publish_shared(warehouse: Path, build: Callable[[], State]) -> State:
    """Build a state of this warehouse, and publish it at its URL if it has one.

    Where another run publishes meanwhile, it is built again from what raw/ holds then: the newer state may rest on documents
    that this one has not seen. ``StoreTrouble`` after several times, and if the store refuses.
    """
    store = find_origin(warehouse)
    if store is None:
        return build()
    for _ in range(ATTEMPTS):
        newest = find_newest(store)
        state = build()
        send_documents(warehouse)
        try:
            _publish(store, state, newest)
        except Overtaken:
            continue
        return state
    raise StoreTrouble(f"{store.url}: other runs published {ATTEMPTS} times while this one did: run again")


def follow_newest(folder: Path) -> None:
    """Make a copy's current state the one that its URL has; the caller holds the copy's lock."""
    store = find_origin(folder)
    if store is None:
        return
    for attempt in range(1, ATTEMPTS + 1):
        newest = find_newest(store)
        if newest is None or (folder / CURRENT).resolve().name == newest.state:
            return
        try:
            _fetch_state(store, newest, folder)
        except FileNotFoundError as error:  # no longer kept: somebody has published since
            if attempt == ATTEMPTS or find_newest(store) == newest:
                raise _damaged(store, newest, str(error)) from None
            continue
        return


def _publish(store: Store, state: State, newest: Publication | None) -> None:
    """Publish a state after ``newest``, unless it is that."""
    if newest and newest.state == state.state_id and is_whole(store, newest):
        if find_newest(store) != newest:
            raise Overtaken
        return
    publish_folder(store, state.path, state.state_id, newest)


def _fetch_state(store: Store, newest: Publication, folder: Path) -> None:
    """Fetch a state's files, and make it the copy's current one once every byte is what was published."""
    with tempfile.TemporaryDirectory(prefix=".tmp-", dir=folder) as scratch:
        fresh = Path(scratch) / "state"
        for name in newest.files:
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        store.fetch({f"{newest.folder}/{name}": fresh / name for name in newest.files})
        wrong = [name for name, file in describe_files(fresh).items() if newest.files.get(name) != file]
        if wrong:
            raise _damaged(store, newest, f"other bytes than were published in {', '.join(wrong)}")
        place_state(folder, fresh, newest.state)


def _damaged(store: Store, newest: Publication, why: str) -> StoreTrouble:
    return StoreTrouble(
        f"{store.url}/{newest.folder} is damaged ({why}): restore the files, or remove the folder and publish again with `yosan run`"
    )
