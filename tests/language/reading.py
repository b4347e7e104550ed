"""Shared by the tests of the language room: a printed text to its values of one kind."""

from __future__ import annotations

from typing import TypeVar

from pipeline.language import normalize, read_values
from pipeline.language.values import Bracket, Money, Number, Value

Kind = TypeVar("Kind", bound=Value)


def values_of(printed: str, kind: type[Kind]) -> list[Kind]:
    """The values of one kind in a printed text, left to right."""
    return [value for value in read_values(normalize(printed).text).values if isinstance(value, kind)]


def only(printed: str, kind: type[Kind]) -> Kind:
    """The one value of a kind that a text must hold."""
    values = values_of(printed, kind)
    assert len(values) == 1, f"{len(values)} × {kind.__name__} in {printed!r}: {values}"
    return values[0]


def kinds_in(printed: str) -> list[str]:
    """The kinds of all values but brackets."""
    values = read_values(normalize(printed).text).values
    return [type(value).__name__ for value in values if not isinstance(value, Bracket)]


def figures_in(printed: str) -> list[Money | Number]:
    """Everything that could become an amount."""
    return [value for value in read_values(normalize(printed).text).values if isinstance(value, (Money, Number))]
