"""What the assets are given: the folders of a run, and who is told how it gets on.

Belongs here: what a deployment configures. Does not belong here: defaults of the command line (``settings``).
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import dagster as dg

from pipeline.model import Source
from pipeline.walk import Ingested, Progress


class Folders(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where releases are read from and where the warehouse is."""

    raw: str
    warehouse: str

    @property
    def raw_path(self) -> Path:
        return Path(self.raw)

    @property
    def warehouse_path(self) -> Path:
        return Path(self.warehouse)


class Readers(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Who reads documents, as the setting ``YOSAN_WORKERS`` would say it: a number of processes, empty for one per core."""

    workers: str = ""


class IndexPages(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The list of pages on which issuers list releases (sources.yaml)."""

    file: str

    @property
    def path(self) -> Path:
        return Path(self.file)


class SilentProgress:
    """Tells nobody: in the UI, Dagster's own log says how a run gets on."""

    def start(self, source: Source, position: int, total: int) -> None:
        """Nothing."""

    def finish(self, ingested: Ingested) -> None:
        """Nothing."""

    def wait(self) -> None:
        """Nothing."""

    def announce(self, sentence: str) -> None:
        """Nothing."""


class Stopwatch:
    """Tells another progress, and keeps how long each document took until it was stored; ``seconds`` by document id."""

    def __init__(self, told: Progress) -> None:
        self._told = told
        self._begun: dict[str, float] = {}
        self.seconds: dict[str, float] = {}

    def start(self, source: Source, position: int, total: int) -> None:
        """A document's time begins."""
        self._told.start(source, position, total)
        self._begun[source.document_id] = perf_counter()

    def finish(self, ingested: Ingested) -> None:
        """Its time ends."""
        document_id = ingested.source.document_id
        self.seconds[document_id] = perf_counter() - self._begun[document_id]
        self._told.finish(ingested)

    def wait(self) -> None:
        """Waiting is no document's time."""
        self._told.wait()

    def announce(self, sentence: str) -> None:
        """Not timed either."""
        self._told.announce(sentence)
