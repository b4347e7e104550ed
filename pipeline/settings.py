"""Where things are and how much is kept, from the environment (``YOSAN_RAW``, ``YOSAN_WAREHOUSE``, ``YOSAN_KEPT_STATES``) or
the project's own.

Belongs here: folders and limits a user may set. Does not belong here: tolerances of the rules; they are constants beside them.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The folders of a run, and how many published states are kept, the current one among them."""

    model_config = SettingsConfigDict(env_prefix="YOSAN_")

    raw: Path = PROJECT / "raw"
    warehouse: Path = PROJECT / "warehouse"
    kept_states: PositiveInt = 5
