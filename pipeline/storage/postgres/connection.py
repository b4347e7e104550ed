"""One transaction on a PostgreSQL database, and sentences that show no password.

Belongs here: opening the connection, and what is said when the server refuses. Does not belong here: what is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    import psycopg

SCHEMES = ("postgresql", "postgres")
CONNECT_SECONDS = 20


class CannotPublish(Exception):
    """The state could not be published there; the message says why and what to do, without the password."""


def is_postgres(url: str) -> bool:
    """Whether a target is the URL of a PostgreSQL database."""
    return url.partition("://")[0].lower() in SCHEMES and "://" in url


@contextmanager
def connect(url: str) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """One transaction on the database, and how to call the database in a sentence; whatever the server refuses is
    ``CannotPublish``."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise CannotPublish(describe_missing(error)) from error
    try:
        password = str(conninfo_to_dict(url).get("password") or "")
    except psycopg.ProgrammingError:
        # Its message quotes the part that it cannot read, which may be the password.
        raise CannotPublish(
            "the target is no valid PostgreSQL URL: write postgresql://USER@HOST:PORT/DATABASE, with special characters "
            "percent-encoded and the password in PGPASSWORD or ~/.pgpass"
        ) from None
    target = "the database"
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS, application_name="yosan publish") as connection:
            target = f"{connection.info.dbname} on {connection.info.host}"
            yield connection, target
    except psycopg.Error as error:
        raise CannotPublish(f"{target} was left as it was: {redact(first_line(error), url, password)}") from None


def redact(message: str, url: str, password: str) -> str:
    """A message without the URL and without the password in it, as it stands in the URL and as it is meant."""
    secrets = {url, password, urlsplit(url).password or ""} if "[" not in url else {url, password}
    for secret in sorted(secrets | {unquote(secret) for secret in secrets}, key=len, reverse=True):
        message = message.replace(secret, "…") if secret else message
    return message


def first_line(error: Exception) -> str:
    """What the server says, without the lines that quote rows and statements."""
    return str(error).strip().split("\n")[0] or type(error).__name__


def run_statements(connection: psycopg.Connection[Any], statements: Iterable[str]) -> None:
    """Statements, one after the other."""
    for statement in statements:
        connection.execute(statement.encode())


def describe_missing(error: ImportError) -> str:
    """Which library is not installed, and how to install it."""
    return f"publishing to PostgreSQL needs {error.name}: install it with `pip install 'yosan[postgres]'`"
