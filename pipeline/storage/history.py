"""Which states there are, and how each came about.

Belongs here: finding states, telling in a few words what the inputs of two differ in. Does not belong here: comparing their
figures (``differences``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import DocumentStatus
from pipeline.storage.descriptor import Descriptor, Input, UnreadableDescriptor, read_descriptor
from pipeline.storage.placing import current_state, list_folders, read_number

CURRENT, PREVIOUS = NAMES = ("current", "previous")
FIRST, NO_DOCUMENT_CHANGED = "first state", "same documents"


class UnknownState(Exception):
    """No state of that name, or several; the message lists those that are kept."""


@dataclass(frozen=True, slots=True)
class KeptState:
    """A state that can be opened. ``descriptor`` is ``None`` where ``problem`` says why it cannot be told about."""

    state_id: str
    folder: Path
    is_current: bool
    descriptor: Descriptor | None
    problem: str | None


def list_states(warehouse: Path) -> tuple[KeptState, ...]:
    """The states that are kept, the one published last first."""
    current = current_state(warehouse)
    return tuple(_describe(folder, folder.resolve() == current) for folder in list_folders(warehouse))


def find_state(warehouse: Path, name: str) -> KeptState:
    """The state of that id or beginning of an id; ``current`` is what readers see, ``previous`` what they saw before."""
    states = list_states(warehouse)
    found = _find_named(states, name) if name in NAMES else [one for one in states if one.state_id.startswith(name)]
    if len(found) == 1 and name:
        return found[0]
    if not states:
        raise UnknownState(f"{warehouse} has no published state: fill it with `yosan run`")
    if name == PREVIOUS and any(one.is_current for one in states):
        raise UnknownState(
            f"{warehouse} keeps no state before the current one ({states[0].state_id}): a `yosan run` that finds something new "
            f"publishes the next, and YOSAN_KEPT_STATES says how many are kept"
        )
    kept = ", ".join(one.state_id for one in states)
    what = "several states begin with" if len(found) > 1 else "no state is called"
    raise UnknownState(f"{what} {name!r} in {warehouse}: kept are {kept}")


def tell_change(before: Descriptor | None, after: Descriptor) -> str:
    """What the inputs of two states differ in, in a few words."""
    if before is None:
        return FIRST
    olds, news = _by_id(before), _by_id(after)
    common = [(olds[key], news[key]) for key in news if key in olds]
    withdrawn = sum(_is_withdrawn(new) and not _is_withdrawn(old) for old, new in common)
    returned = sum(_is_withdrawn(old) and not _is_withdrawn(new) for old, new in common)
    counts = {
        "new": len(news.keys() - olds.keys()),
        "removed": len(olds.keys() - news.keys()),
        "withdrawn": withdrawn,
        "no longer withdrawn": returned,
        "renamed": sum(old.source_uri != new.source_uri for old, new in common),
    }
    words = [f"{number} {what}" for what, number in counts.items() if number]
    if any(old.extractor_version != new.extractor_version for old, new in common):
        words.append("new extractor")
    if before.versions.schema != after.versions.schema:
        words.append("new schema")
    return ", ".join(words) or NO_DOCUMENT_CHANGED


def tell_changes(states: Sequence[KeptState]) -> list[str]:
    """``tell_change`` for each of ``list_states`` against the one published before it; the last has none left before it."""
    told = []
    for state, before in zip(states, [*states[1:], None], strict=True):
        if state.descriptor is None:
            told.append(state.problem or "")
        elif before is None:
            told.append(FIRST if _is_first(state) else "")
        else:
            told.append(tell_change(before.descriptor, state.descriptor) if before.descriptor else "")
    return told


def _is_first(state: KeptState) -> bool:
    """Whether no state was published before it that is no longer kept."""
    return read_number(state.folder) == 1


def _describe(folder: Path, is_current: bool) -> KeptState:
    try:
        return KeptState(folder.name, folder, is_current, read_descriptor(folder), None)
    except UnreadableDescriptor as error:
        return KeptState(folder.name, folder, is_current, None, str(error))


def _find_named(states: Sequence[KeptState], name: str) -> list[KeptState]:
    """``current`` or ``previous``, if there is one."""
    at = next((place for place, one in enumerate(states) if one.is_current), None)
    if at is None:
        return []
    return [states[at]] if name == CURRENT else list(states[at + 1 : at + 2])


def _by_id(descriptor: Descriptor) -> dict[str, Input]:
    return {one.document_id: one for one in descriptor.inputs}


def _is_withdrawn(one: Input) -> bool:
    return one.status == DocumentStatus.WITHDRAWN
