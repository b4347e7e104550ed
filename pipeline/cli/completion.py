"""What a shell offers when Tab is pressed behind a command.

Belongs here: names and ids of the warehouse that the environment names, or ``--warehouse``. Does not belong here: the questions
(``storage.lookups``). Nothing is offered, and nothing said, where there is no warehouse to ask or it is behind a URL, which would take
too long.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer
from pydantic import ValidationError

from pipeline import storage
from pipeline.locations import is_url
from pipeline.settings import Settings
from pipeline.storage import lookups

Offers = list[tuple[str, str]]


def offer_programs(ctx: typer.Context, incomplete: str) -> Offers:
    """Programs whose names or ids begin so."""
    return _offer(ctx, lambda warehouse: list(lookups.begin_names(warehouse, incomplete)))


def offer_documents(ctx: typer.Context, incomplete: str) -> Offers:
    """Documents whose ids or paths begin so."""
    return _offer(ctx, lambda warehouse: list(lookups.begin_document_ids(warehouse, incomplete)))


def offer_states(ctx: typer.Context, incomplete: str) -> Offers:
    """States that are kept and begin so."""
    return _offer(ctx, lambda warehouse: [one for one in _states(warehouse) if one[0].startswith(incomplete)])


def _states(warehouse: Path) -> Offers:
    states = storage.list_states(warehouse)
    changes = storage.tell_changes(states)
    named = [("current", "what readers see"), ("previous", "what they saw before")]
    return named + [(state.state_id, change) for state, change in zip(states, changes, strict=True)]


def _offer(ctx: typer.Context, ask: Callable[[Path], Offers]) -> Offers:
    try:
        location = str(ctx.params.get("warehouse") or Settings().warehouse)
        return [] if is_url(location) else ask(Path(location).resolve())
    except (ValidationError, storage.NothingPublished, storage.DamagedState, OSError):
        return []
