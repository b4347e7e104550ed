"""What is published, and who is writing.

Belongs here: the lock, the current state, whether it is whole and of this version. Does not belong here: mending it (``yosan run``
does).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline import storage
from pipeline.locations import StoreTrouble
from pipeline.reporting.sheets.findings import Finding, Level
from pipeline.settings import Settings
from pipeline.version import EXTRACTOR_VERSION

AREA = "warehouse"


def examine_warehouse(location: str, settings: Settings) -> Iterator[Finding]:
    """The lock and the state of a warehouse; one behind a URL is fetched as readers do."""
    try:
        warehouse = storage.open_for_reading(location, settings.cache)
    except StoreTrouble as error:
        yield Finding(AREA, "store_trouble", Level.ERROR, {"why": str(error)})
        return
    except OSError as error:
        yield Finding(AREA, "lost", Level.ERROR, {"why": str(error)})
        return
    yield from _examine_lock(warehouse)
    yield from _examine_state(warehouse)
    if number := len(storage.list_set_aside(warehouse)):
        yield Finding(AREA, "set_aside", Level.WARNING, {"number": str(number), "path": str(warehouse / "damaged")})


def _examine_lock(warehouse: Path) -> Iterator[Finding]:
    """Who holds the lock. What is left of killed runs is of interest only where nobody is at work on it."""
    try:
        holder = storage.find_holder(warehouse)
    except OSError as error:
        yield Finding("lock", "lost", Level.ERROR, {"why": str(error)})
        return
    if holder is not None:
        yield Finding("lock", "held", Level.WARNING, {"who": holder})
        return
    yield Finding("lock", "free", Level.OK)
    if names := storage.list_leftovers(warehouse):
        yield Finding("lock", "leftovers", Level.OK, {"names": ", ".join(names)})


def _examine_state(warehouse: Path) -> Iterator[Finding]:
    """The current state, and what is wrong with it."""
    state = storage.current_state(warehouse)
    if state is None:
        try:
            storage.current_folder(warehouse)
        except storage.NothingPublished as error:
            lost = (warehouse / "current").is_symlink()
            yield (
                Finding(AREA, "lost", Level.ERROR, {"why": str(error)})
                if lost
                else Finding(AREA, "unpublished", Level.WARNING)
            )
        return
    try:
        descriptor = storage.read_descriptor(state)
    except storage.UnreadableDescriptor as error:
        level = Level.WARNING if isinstance(error, storage.OlderDescriptor) else Level.ERROR
        yield Finding(AREA, "undescribed", level, {"why": str(error)})
        return
    yield Finding(AREA, "state", Level.OK, _describe(descriptor))
    yield from _examine_age(descriptor)
    damage = storage.find_damage(state)
    yield from (Finding(AREA, "damaged", Level.ERROR, {"why": why}) for why in damage.values())
    if not damage:
        yield Finding(AREA, "sound", Level.OK)
        yield from _examine_database(warehouse)
    yield Finding(AREA, "kept", Level.OK, {"number": str(len(storage.list_states(warehouse)))})


def _describe(descriptor: storage.Descriptor) -> dict[str, str]:
    return {
        "state": descriptor.state_id,
        "built_at": descriptor.built_at.isoformat(),
        "documents": f"{len(descriptor.inputs):,}",
        "schema": descriptor.versions.schema,
    }


def _examine_age(descriptor: storage.Descriptor) -> Iterator[Finding]:
    """Whether this version of yosan made the state."""
    versions = {
        "schema": (descriptor.versions.schema, storage.SCHEMA_VERSION),
        "extractor": (descriptor.versions.extractor, EXTRACTOR_VERSION),
    }
    for name, (made, now) in versions.items():
        if made != now:
            yield Finding(AREA, "older", Level.WARNING, {"made": f"{name} {made}", "now": f"{name} {now}"})


def _examine_database(warehouse: Path) -> Iterator[Finding]:
    """Whether it answers, and whether documents wait for a person."""
    try:
        unread = storage.list_unread(warehouse)
    except (storage.DamagedState, storage.InvalidQuery) as error:
        yield Finding(AREA, "damaged", Level.ERROR, {"why": str(error)})
        return
    if unread:
        yield Finding(AREA, "unread", Level.WARNING, {"number": f"{len(unread):,}"})
