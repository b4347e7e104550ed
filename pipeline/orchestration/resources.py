"""The folders of a run as a Dagster resource.

Belongs here: what a deployment configures. Does not belong here: defaults of the command line (``settings``).
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg


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
