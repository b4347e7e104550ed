"""Who reads documents: processes of this machine, those of a cluster, or nobody else than this process.

Belongs here: the choice, and what all of them do alike. Does not belong here: how they do it (``processes``, ``cluster``).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Protocol

from pipeline.settings import Settings
from pipeline.workforce.cluster import Cluster
from pipeline.workforce.parsing import Orders, Work, chosen_orders, parse_file
from pipeline.workforce.processes import Facts, LocalProcesses, OnStart

IN_THIS_PROCESS = "0"


class Workforce(Protocol):
    """Who reads documents."""

    def read(self, works: Sequence[Work], on_start: OnStart) -> Facts:
        """The facts of every file, in the order in which they are had; ``on_start`` is told when one is begun.

        A file that its reader does not survive has facts that say so. ``OSError`` where one cannot be opened, ``OtherRules``
        where the reader's are not ours, ``NoCluster`` where there is none to be had. Whoever asks no more closes the generator:
        what was begun ends with it.
        """


def find_workforce(workers: str | None = None) -> Workforce:
    """Who is set to read, or is named here in the words of the setting (``YOSAN_WORKERS``)."""
    said = Settings().workers if workers is None else workers
    if said == IN_THIS_PROCESS:
        return ThisProcess(chosen_orders())
    if "://" in said:
        return Cluster(chosen_orders(), said)
    return LocalProcesses(chosen_orders(), int(said) if said else count_cores())


def count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ThisProcess:
    """Reads one file after the other, here. What a file does to its reader it does to the run."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def read(self, works: Sequence[Work], on_start: OnStart) -> Facts:
        """See ``Workforce``."""
        for work in works:
            on_start(work.source)
            yield parse_file(work.path, work.source, self._orders.manner)
