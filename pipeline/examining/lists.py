"""What people keep beside the documents, and Dagster's own settings.

Belongs here: whether ``sources.yaml``, the reviewed lists of raw/ and ``dagster.yaml`` can be read. Does not belong here: whether what they
say fits the documents; a run tells that.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sized
from functools import partial
from pathlib import Path

import yaml

from pipeline import sources
from pipeline.locations import is_url
from pipeline.reporting.sheets.findings import Finding, Level
from pipeline.settings import PROJECT, Settings

AREA = "lists"
CONFIGURATION = "dagster.yaml"
HOME = "DAGSTER_HOME"


def examine_lists(raw: str, settings: Settings) -> Iterator[Finding]:
    """The list of sources, and the reviewed lists of a raw/ on this machine."""
    yield _examine_list(settings.sources, partial(sources.read_index_pages, settings.sources))
    if is_url(raw):
        return
    readers: dict[str, Callable[[Path], Sized]] = {
        sources.ALIASES_FILE: sources.read_aliases,
        sources.CORRECTIONS_FILE: sources.read_corrections,
        sources.WITHDRAWALS_FILE: sources.read_withdrawals,
    }
    for name, read in readers.items():
        yield _examine_list(Path(raw) / name, partial(read, Path(raw)))


def examine_dagster() -> Iterator[Finding]:
    """The instance of the project, and the one that the environment names."""
    yield _examine_instance(PROJECT / CONFIGURATION)
    home = os.environ.get(HOME)
    if not home:
        yield Finding("dagster", "no_home", Level.OK)
    elif not Path(home).is_dir():
        yield Finding("dagster", "home_wrong", Level.ERROR, {"path": home})
    elif not (Path(home) / CONFIGURATION).is_file():
        yield Finding("dagster", "home_bare", Level.WARNING, {"path": home})
    else:
        yield Finding("dagster", "home", Level.OK, {"path": home})


def _examine_list(path: Path, read: Callable[[], Sized]) -> Finding:
    if not path.exists():
        return Finding(AREA, "no_list", Level.OK, {"path": str(path)})
    try:
        number = len(read())
    except (sources.InvalidEntries, OSError) as error:
        return Finding(AREA, "list_wrong", Level.ERROR, {"why": "; ".join(str(error).splitlines())})
    return Finding(AREA, "list", Level.OK, {"path": str(path), "number": f"{number:,}"})


def _examine_instance(path: Path) -> Finding:
    if not path.is_file():
        return Finding("dagster", "no_instance", Level.OK, {"path": str(path)})
    try:
        yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        values = {"path": str(path), "why": " ".join(str(error).split())}
        return Finding("dagster", "instance_wrong", Level.ERROR, values)
    return Finding("dagster", "instance", Level.OK, {"path": str(path)})
