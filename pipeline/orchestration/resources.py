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
    """Tells another progress, and keeps how long each document took; ``seconds`` by document id."""

    def __init__(self, told: Progress) -> None:
        self._told, self._begun = told, 0.0
        self.seconds: dict[str, float] = {}

    def start(self, source: Source, position: int, total: int) -> None:
        """A document's time begins."""
        self._told.start(source, position, total)
        self._begun = perf_counter()

    def finish(self, ingested: Ingested) -> None:
        """Its time ends."""
        self.seconds[ingested.source.document_id] = perf_counter() - self._begun
        self._told.finish(ingested)

    def wait(self) -> None:
        """Waiting is no document's time."""
        self._told.wait()

    def announce(self, sentence: str) -> None:
        """Not timed either."""
        self._told.announce(sentence)
