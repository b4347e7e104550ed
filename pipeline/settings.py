"""Where things are, from the environment (``YOSAN_RAW``, ``YOSAN_WAREHOUSE``) or the project's own folders.

Belongs here: folders and limits a user may set. Does not belong here: tolerances of the rules; they are constants beside them.
"""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The folders of a run."""

    model_config = SettingsConfigDict(env_prefix="YOSAN_")

    raw: Path = PROJECT / "raw"
    warehouse: Path = PROJECT / "warehouse"
