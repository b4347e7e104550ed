"""What Dagster loads. Only assembles: the project's folders into the definitions."""

from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.run import open_places
from pipeline.settings import Settings

_settings = Settings()
defs = build_definitions(*open_places(_settings.raw, _settings.warehouse))
