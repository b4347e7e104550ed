"""Questions whose answer is one row of lists.

Belongs here: SQL that gathers rows into a list, and rows of an answer as dataclasses. Does not belong here: what is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.storage.queries import DamagedState, InvalidQuery, run_query

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


def ask(warehouse: Path, sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of an answer. ``NothingPublished`` without a state; ``DamagedState`` also where the state lacks what this version
    of yosan asks for."""
    try:
        return list(run_query(warehouse, sql, parameters).to_pylist())
    except InvalidQuery as error:
        raise DamagedState(
            f"{warehouse} was published by another version of yosan ({error}): publish it anew with `yosan run`"
        ) from error


def listed(sql: str, order: str) -> str:
    """SQL of a scalar: the rows of a SELECT as one list, NULL where there are none."""
    return f"(SELECT list(row_of ORDER BY {order}) FROM (\n{sql}\n) AS row_of)"


def as_rows(kind: type[Row], rows: Iterable[Mapping[str, Any]] | None) -> tuple[Row, ...]:
    """A list of an answer as dataclasses with the fields of its columns."""
    return tuple(kind(**row) for row in rows or ())
