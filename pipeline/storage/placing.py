"""A state that has been built becomes the one that readers see.

Belongs here: putting it into ``states/``, the links that lead to it, the order of publication, and removing old ones. Does
not belong here: building it (``states``), reading it (``queries``), telling about it (``history``).

Readers see one whole state at every moment, also when this is killed at any line: ``current`` is replaced in one rename,
after all it leads to is on the disk; damage in a state that readers may have open is mended file by file, each in one
rename.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.storage.damage import find_damage, set_aside
from pipeline.storage.datapackage import DATAPACKAGE
from pipeline.storage.descriptor import (
    DATABASE,
    DESCRIPTOR,
    UnreadableDescriptor,
    read_descriptor,
    write_descriptor,
)
from pipeline.storage.disk import remove_tree, replace_link, replace_text, sync_folder, sync_tree

CURRENT = "current"
STATES = "states"
KEPT_STATES = 5
NUMBER = "PUBLISHED"  # within a state's folder: the how manieth publication made it current
LINKS = (DATABASE, "parquet", DESCRIPTOR, "DICTIONARY.md", DATAPACKAGE)


def place_state(
    warehouse: Path, building: Path, state_id: str, kept: int = KEPT_STATES, damage: Mapping[str, str] | None = None
) -> Path:
    """Make the state that was built in a folder of the warehouse the current one, and keep the last ``kept``.

    A state that is there already stays as it is; what is damaged in it is set aside and taken from ``building``. ``damage`` is
    what ``find_damage`` says of the state that is current now; ``None`` to look for it here.
    """
    target = warehouse / STATES / state_id
    before = current_state(warehouse)
    if damage is None:
        damage = find_damage(before) if before else {}
    if target.exists():
        _mend(warehouse, target, building, damage if before == target else find_damage(target))
        if before != target:
            replace_text(target / NUMBER, f"{_next_number(warehouse)}\n")
    else:
        target.parent.mkdir(exist_ok=True)
        (building / NUMBER).write_text(f"{_next_number(warehouse)}\n", encoding="utf-8")
        sync_tree(building)
        os.replace(building, target)
        sync_folder(target.parent)
    _point_links(warehouse, state_id)
    if before and before != target and damage:
        set_aside(warehouse, [before], _say(damage, warehouse, "a new state was built from raw/"))
    _remove_old_states(warehouse, target, kept)
    return target


def current_state(warehouse: Path) -> Path | None:
    """The folder that ``current`` leads to; ``None`` if it leads nowhere or is not there."""
    link = warehouse / CURRENT
    return link.resolve() if link.is_dir() else None


def list_folders(warehouse: Path) -> list[Path]:
    """The folders of the states that are kept, the one published last first."""
    folders = [path for path in (warehouse / STATES).glob("*") if path.is_dir()]
    return sorted(folders, key=lambda folder: (read_number(folder), folder.name), reverse=True)


def read_number(state: Path) -> int:
    """The how manieth publication made a state current; 0 where nothing says so."""
    try:
        return int((state / NUMBER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def _next_number(warehouse: Path) -> int:
    return max(map(read_number, list_folders(warehouse)), default=0) + 1


def _mend(warehouse: Path, state: Path, fresh: Path, damage: Mapping[str, str]) -> None:
    """Take what is damaged in a state from one that was built from the same inputs, without a gap for readers."""
    if not _is_readable(fresh) or (not damage and _is_readable(state)):
        return
    if damage:
        damaged = [state / name for name in damage]
        set_aside(warehouse, damaged, _say(damage, warehouse, "built again from raw/"), keep=True)
    _keep_built_at(state, fresh)
    sync_tree(fresh)
    # The descriptor last: killed before it, the next run finds files that are not what it says, and mends again.
    for name in [*read_descriptor(fresh).files, DESCRIPTOR]:
        (state / name).parent.mkdir(exist_ok=True)
        os.replace(fresh / name, state / name)
    sync_tree(state)


def _is_readable(state: Path) -> bool:
    """Whether a state has a descriptor of this version's form."""
    try:
        read_descriptor(state)
    except UnreadableDescriptor:
        return False
    return True


def _keep_built_at(state: Path, fresh: Path) -> None:
    """A state that is mended was built when it was built, as far as it still says so."""
    try:
        built_at = read_descriptor(state).built_at
    except UnreadableDescriptor:
        return
    write_descriptor(fresh, replace(read_descriptor(fresh), built_at=built_at))


def _say(damage: Mapping[str, str], warehouse: Path, done: str) -> str:
    """One sentence on what was damaged and what was done."""
    return f"{'; '.join(damage.values())}; set aside and {done}".replace(f"{warehouse}/", "")


def _point_links(warehouse: Path, state_id: str) -> None:
    """Point ``current`` at a state by one rename, and see that the links through it are there."""
    targets = {CURRENT: Path(STATES) / state_id} | {name: Path(CURRENT) / name for name in LINKS}
    for link, target in ((warehouse / name, target) for name, target in targets.items()):
        if link.is_dir() and not link.is_symlink():
            set_aside(warehouse, [link], f"{link.name}: a folder where a link should be; set aside and linked again")
        if not link.is_symlink() or link.readlink() != target:
            replace_link(link, target)
    sync_folder(warehouse)


def _remove_old_states(warehouse: Path, current: Path, kept: int) -> None:
    """Keep the states published last; a reader that has a removed one open keeps its open files."""
    others = [folder for folder in list_folders(warehouse) if folder != current]
    for folder in others[max(kept, 1) - 1 :]:
        remove_tree(folder, warehouse)
