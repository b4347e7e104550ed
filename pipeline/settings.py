"""Where things are and how much is kept, from the environment (``YOSAN_RAW``, ``YOSAN_WAREHOUSE``, ``YOSAN_CACHE``,
``YOSAN_KEPT_STATES``) or the project's own.

Belongs here: folders and limits a user may set. Does not belong here: tolerances of the rules; they are constants beside them.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


def _default_cache() -> Path:
    """Where programs of this user keep what they can fetch again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yosan"


class Settings(BaseSettings):
    """The folders of a run, and how many published states are kept, the current one among them. ``raw`` and ``warehouse`` may be URLs; what is fetched from them is kept in ``cache``."""

    model_config = SettingsConfigDict(env_prefix="YOSAN_")

    raw: str = str(PROJECT / "raw")
    warehouse: str = str(PROJECT / "warehouse")
    cache: Path = _default_cache()
    kept_states: PositiveInt = 5
