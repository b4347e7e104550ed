"""Official data sets of appropriations: which of them a file is, and its figures.

Belongs here: telling the formats apart, and how well a project review agrees with itself. Does not belong here: what one
format means (``mof_jikou``, ``rs_summary``, ``rs_items``), where loaded figures are kept (``storage``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Phase, ReferenceAmount, ReferenceGrain, ReferenceSource
from pipeline.sources import rs_items, rs_summary
from pipeline.sources.mof_jikou import load_mof_jikou
from pipeline.sources.reference_rows import Contents, InvalidReference, decode, read_contents, read_head, unknown_format


@dataclass(frozen=True, slots=True)
class LoadedReference:
    """A data set. ``left_out`` is the number of records without a figure of the budget, by reason."""

    sha256: str
    figures: tuple[ReferenceAmount, ...]
    left_out: dict[str, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many program-years of a project review add up, of those that can be compared."""

    words: str
    holding: int
    compared: int


def load_reference(path: Path) -> LoadedReference:
    """The figures of a data set, plain, gzip or zip. ``InvalidReference`` names file and row; OSError if it cannot be read."""
    contents = read_contents(path)
    figures, left_out = _load(contents)
    if not figures:
        raise InvalidReference(f"{contents.name}: there is no figure in it: fetch it again")
    return LoadedReference(contents.sha256, figures, left_out)


def _load(contents: Contents) -> tuple[tuple[ReferenceAmount, ...], dict[str, int]]:
    if contents.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return load_mof_jikou(contents)
    text = decode(contents)
    head = read_head(text)
    if rs_summary.MARK in head:
        return rs_summary.load_rs_summary(contents, text)
    if rs_items.MARK in head:
        return rs_items.load_rs_items(contents, text)
    raise unknown_format(contents)


def review_agreement(figures: Iterable[ReferenceAmount]) -> tuple[Agreement, ...]:
    """Whether the initial budgets of project reviews agree: a project's with its accounts', and with its items'."""
    sums: dict[ReferenceGrain, dict[str, int]] = {grain: {} for grain in ReferenceGrain}
    for figure in figures:
        if figure.source is not ReferenceSource.MOF_JIKOU and figure.phase is Phase.APPROVED:
            of_grain = sums[figure.grain]
            of_grain[figure.source_key] = of_grain.get(figure.source_key, 0) + figure.amount_yen
    whole = sums[ReferenceGrain.PROGRAM]
    return tuple(
        _agreement(f"initial budget = {name}", whole, sums[grain])
        for name, grain in (("accounts", ReferenceGrain.ACCOUNT), ("items", ReferenceGrain.ITEM))
        if whole.keys() & sums[grain].keys()
    )


def _agreement(words: str, whole: dict[str, int], parts: dict[str, int]) -> Agreement:
    keys = whole.keys() & parts.keys()
    return Agreement(words, sum(whole[key] == parts[key] for key in keys), len(keys))
