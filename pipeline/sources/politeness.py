"""How servers are treated: who says that it asks, what robots.txt allows, when to ask again.

Belongs here: decisions on what a server said. Does not belong here: asking (``asking``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import urlsplit

from protego import Protego

PRODUCT = "yosan"
PASSING = (429, 500, 502, 503, 504)  # answers that another attempt may change
LONGEST_PAUSE = 60.0  # seconds that a Crawl-delay may ask for between two requests


class Refused(Exception):
    """What is not fetched, nor will be with the next attempt; the message says why."""


class Failed(Exception):
    """What could not be fetched this time; the message says why."""


class Passing(Failed):
    """A failure that another attempt may mend, after ``wait`` seconds if the server named them."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def user_agent(contact: str) -> str:
    """Name, version, and where the people behind it can be reached."""
    return f"{PRODUCT}/{version(PRODUCT)}" + (f" (+{contact})" if contact else "")


def origin_of(url: str) -> str:
    """What one robots.txt holds for.

    >>> origin_of("https://www.mext.go.jp/a_menu/yosan/index.htm")
    'https://www.mext.go.jp'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def read_robots(status: int, body: bytes) -> Protego:
    """The rules of a host: none where it has no robots.txt. ``Failed`` where it does not say whether it has one."""
    if status == 200:
        return Protego.parse(body.decode("utf-8-sig", "replace"))
    if 400 <= status < 500:
        return Protego.parse("")
    raise Failed(f"its robots.txt answers {status}")


def check_allowed(rules: Protego, url: str) -> None:
    """``Refused`` where robots.txt forbids the URL."""
    if not rules.can_fetch(url, PRODUCT):
        raise Refused("robots.txt of its host forbids it")


def pause_of(rules: Protego | None, delay: float) -> float:
    """Seconds between two requests to a host: ours, or what its robots.txt asks for if that is more."""
    asked = rules.crawl_delay(PRODUCT) if rules is not None else None
    return max(delay, min(float(asked or 0), LONGEST_PAUSE))


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that a server asks to wait, from a number or a date.

    >>> retry_after({"retry-after": "7"}), retry_after({}), retry_after({"retry-after": "soon"})
    (7.0, None, None)
    """
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


def is_worth_another(error: BaseException, longest: float) -> bool:
    """Whether to ask again: for what passes, unless the server asks for more patience than there is."""
    return isinstance(error, Passing) and (error.wait or 0.0) <= longest


def wait_before(attempt: int, error: BaseException | None, backoff: float, longest: float) -> float:
    """Seconds before the next attempt, the first being 1: what the server asks for, or twice as long each time.

    >>> [wait_before(attempt, None, 2.0, 10.0) for attempt in (1, 2, 3, 4)]
    [2.0, 4.0, 8.0, 10.0]
    """
    asked = error.wait if isinstance(error, Passing) else None
    return asked if asked is not None else min(longest, backoff * 2 ** (attempt - 1))
