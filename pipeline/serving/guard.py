"""Which requests are answered, and what a browser may do with the answers.

Belongs here: the outermost layer of the site. Does not belong here: pages.

A page of another site must not ask in the name of whoever reads it: a request that names another host than the one that is served is
refused (DNS rebinding), and so is one that is not a read. Answers forbid a browser to load anything from elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Site = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset(("127.0.0.1", "localhost", "[::1]", "::1"))
READING = ("GET", "HEAD")
# Datasette and the report have scripts and styles within their pages, so these are allowed there, and from nowhere else.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self' 'unsafe-inline'" for kind in ("script", "style")),
        *(f"{kind}-src 'self' data:" for kind in ("img", "font")),
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


def guard(site: Site, hosts: Collection[str] | None) -> Site:
    """A site that answers reads for these hosts, and for every host if there is no list."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await site(scope, receive, send)
        elif scope["type"] != "http":
            return  # no page has a use for a socket
        elif hosts is not None and name_host(scope) not in hosts:
            await _refuse(send, 421, "this address is not served here: open it as http://127.0.0.1 or http://localhost")
        elif scope["method"] not in READING:
            await _refuse(send, 405, "only reading is allowed")
        else:
            await site(scope, receive, _adding_headers(send))

    return guarded


def name_host(scope: Scope) -> str:
    """The host that a request names, without its port.

    >>> name_host({"headers": [(b"host", b"LocalHost:8001")]}), name_host({"headers": [(b"host", b"[::1]:80")]})
    ('localhost', '[::1]')
    """
    named = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    host = named[0].lower() if len(named) == 1 else ""
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]


def _adding_headers(send: Send) -> Send:
    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return adding


async def _refuse(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})
