"""What the assets are given: the folders of a run, and who is told how it gets on.

Belongs here: what a deployment configures. Does not belong here: defaults of the command line (``settings``).
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from pipeline.model import Source
from pipeline.walk import Ingested


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
