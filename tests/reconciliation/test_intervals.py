"""The intervals of printed figures, by the table of the design and by what must always hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import RoundingMode
from pipeline.reconciliation.arithmetic.intervals import (
    HALVES,
    Approximation,
    Interval,
    add_up,
    possible_modes,
    printed_interval,
)

UNITS = st.sampled_from([1, 1_000, 10_000, 1_000_000, 10_000_000, 100_000_000])
VALUES = st.integers(-(10**14), 10**14)


def rounded(value: int, unit: int) -> int:
    """四捨五入, away from zero at the half."""
    size = (abs(value) + unit // 2) // unit * unit
    return size if value >= 0 else -size


def truncated(value: int, unit: int) -> int:
    """切捨て, towards zero."""
    size = abs(value) // unit * unit
    return size if value >= 0 else -size


CUTS = {RoundingMode.ROUND: rounded, RoundingMode.TRUNCATE: truncated}
MODES = st.sampled_from(list(CUTS))


def bounds(value: int, unit: int, mode: RoundingMode, approximation: Approximation = Approximation.NONE) -> str:
    """The interval in the notation of the design, in yen."""
    i = printed_interval(value, unit, mode, approximation)
    return f"{'[' if i.low_closed else '('}{i.low / HALVES:g}, {i.high / HALVES:g}{']' if i.high_closed else ')'}"


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        (7000, RoundingMode.ROUND, "[6500, 7500]"),
        (-7000, RoundingMode.ROUND, "[-7500, -6500]"),
        (0, RoundingMode.ROUND, "[-500, 500]"),
        (7000, RoundingMode.TRUNCATE, "[7000, 8000)"),
        (-7000, RoundingMode.TRUNCATE, "(-8000, -7000]"),
        (0, RoundingMode.TRUNCATE, "(-1000, 1000)"),
        (7000, RoundingMode.EXACT, "[7000, 7000]"),
    ],
)
def test_bounds_of_a_figure_in_thousands(value: int, mode: RoundingMode, expected: str) -> None:
    assert bounds(value, 1000, mode) == expected


@pytest.mark.parametrize("mode", [RoundingMode.ROUND, RoundingMode.TRUNCATE, RoundingMode.EXACT])
def test_whole_yen_are_exact_in_every_mode(mode: RoundingMode) -> None:
    assert bounds(7, 1, mode) == "[7, 7]"


@pytest.mark.parametrize("mode", [RoundingMode.ROUND, RoundingMode.TRUNCATE])
def test_approximate_figures_are_wider(mode: RoundingMode) -> None:
    assert bounds(7000, 1000, mode, Approximation.ABOUT) == "[6000, 8000]"
    assert bounds(7000, 1000, mode, Approximation.OVER) == "[7000, 8000)"


def test_touching_intervals_meet_only_where_both_are_closed() -> None:
    assert Interval(0, 2).meets(Interval(2, 4))
    assert not Interval(0, 2, high_closed=False).meets(Interval(2, 4))
    assert not Interval(0, 2).meets(Interval(2, 4, low_closed=False))
    assert not Interval(0, 2).meets(Interval(3, 4))
    assert Interval(0, 9).meets(Interval(3, 4, low_closed=False))


def test_a_negative_weight_swaps_bounds_and_their_closedness() -> None:
    assert Interval(0, 2, True, False).negated() == Interval(-2, 0, False, True)


def test_a_sum_is_closed_only_if_every_member_is() -> None:
    closed, half_open = Interval(0, 2), Interval(0, 2, high_closed=False)
    assert add_up([closed, closed]) == Interval(0, 4)
    assert add_up([closed, half_open]) == Interval(0, 4, high_closed=False)


def test_an_unknown_mode_may_be_either() -> None:
    assert possible_modes(RoundingMode.UNKNOWN) == (RoundingMode.ROUND, RoundingMode.TRUNCATE)
    assert possible_modes(RoundingMode.TRUNCATE) == (RoundingMode.TRUNCATE,)


def test_bounds_in_yen_never_narrow_the_interval() -> None:
    interval = printed_interval(0, 1001, RoundingMode.ROUND)
    assert (interval.low_yen, interval.high_yen) == (-501, 501)


@given(VALUES, UNITS, MODES)
def test_the_true_value_lies_in_the_interval_of_its_printed_figure(value: int, unit: int, mode: RoundingMode) -> None:
    printed = CUTS[mode](value, unit)
    assert printed_interval(printed, unit, mode).holds(value * HALVES)


@given(st.lists(st.tuples(VALUES, UNITS, st.sampled_from([1, -1])), min_size=1, max_size=40), UNITS, MODES)
def test_true_sums_always_meet_however_they_are_printed(
    members: list[tuple[int, int, int]], unit: int, mode: RoundingMode
) -> None:
    """No alarm is ever false: what is true before it is printed still holds afterwards."""
    cut = CUTS[mode]
    stated = printed_interval(cut(sum(sign * value for value, _, sign in members), unit), unit, mode)
    intervals = [(sign, printed_interval(cut(value, one), one, mode)) for value, one, sign in members]
    assert stated.meets(add_up(interval if sign > 0 else interval.negated() for sign, interval in intervals))


@given(VALUES, UNITS, MODES)
def test_negating_twice_changes_nothing(value: int, unit: int, mode: RoundingMode) -> None:
    interval = printed_interval(value, unit, mode)
    assert interval.negated().negated() == interval
    assert interval.negated() == printed_interval(-value, unit, mode)


@given(VALUES, VALUES, UNITS, MODES)
def test_meeting_is_mutual(left: int, right: int, unit: int, mode: RoundingMode) -> None:
    one, other = printed_interval(left, unit, mode), printed_interval(right, unit, mode)
    assert one.meets(other) == other.meets(one)
