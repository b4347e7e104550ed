"""Looking over a machine and a warehouse: what ``yosan doctor`` finds.

Belongs here: the order of what is looked at (``examine``); see ``machine`` (what is installed), ``folders`` (raw/, warehouse, cache, disk),
``published`` (lock, state) and ``lists`` (what people keep, Dagster). Nothing is changed. Does not belong here: words
(``reporting.sheets``), repairing anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.examining import folders, lists, machine, published
from pipeline.reporting.sheets.findings import Finding
from pipeline.settings import Settings


def examine(raw: str, warehouse: str, settings: Settings) -> Iterator[Finding]:
    """Everything that is found, one after the other; ``raw`` and ``warehouse`` are folders or URLs."""
    yield from machine.examine_installed(settings)
    yield from machine.examine_environment()
    yield from folders.examine_folders(raw, warehouse, settings)
    yield from published.examine_warehouse(warehouse, settings)
    yield from lists.examine_lists(raw, settings)
    yield from lists.examine_dagster()
