"""Yen in 百万円, with all their digits: nothing is rounded, so that what is seen adds up.

Belongs here: digits. Does not belong here: signs and what is said beside a figure, which a page and a terminal write otherwise.
"""

from __future__ import annotations

MILLION = 10**6


def write_digits(yen: int) -> str:
    """The size of an amount in 百万円, without its sign.

    >>> write_digits(7_530_000_000), write_digits(-1_234_567), write_digits(500_000), write_digits(0)
    ('7,530', '1.234567', '0.5', '0')
    """
    whole, rest = divmod(abs(yen), MILLION)
    return f"{whole:,}" + (f".{rest:06d}".rstrip("0") if rest else "")
