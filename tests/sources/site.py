"""A ministry's web server that does what it is told, also badly: a real one, on this machine, on a port of its own."""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@dataclass(frozen=True)
class Reply:
    """What a path answers once. ``cut`` sends only so many bytes and hangs up; ``drip`` waits so long before every byte."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0
    says_length: bool = True
    etag: bool = False


class Site:
    """Paths and their replies; a path with several gives one after the other, and the last for ever."""

    def __init__(self, url: str, stopping: threading.Event) -> None:
        self.url, self.stopping = url, stopping
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def put(self, path: str, *replies: Reply | bytes) -> None:
        """Say what a path answers from now on."""
        self.replies[path] = [one if isinstance(one, Reply) else Reply(one) for one in replies]

    def page(
        self, path: str, body: str, encoding: str = "utf-8", content_type: str = "text/html", etag: bool = False
    ) -> None:
        """Put a page."""
        self.put(path, Reply(body.encode(encoding), headers={"Content-Type": content_type}, etag=etag))

    def next(self, path: str) -> Reply:
        """The next reply of a path."""
        left = self.replies.get(path, [Reply(status=404)])
        return left.pop(0) if len(left) > 1 else left[0]

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serve(secured: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that runs as long as the context; ``secured`` makes it speak TLS."""
    stopping = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 -- the server's name for it
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            _answer(self, site.next(self.path), stopping)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if secured is not None:
        server.socket = secured.wrap_socket(server.socket, server_side=True)
    site = Site(f"{'https' if secured else 'http'}://127.0.0.1:{server.server_port}", stopping)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, reply: Reply, stopping: threading.Event) -> None:
    tag = f'"{hashlib.sha256(reply.body).hexdigest()[:8]}"'
    status = 304 if reply.etag and handler.headers.get("If-None-Match") == tag else reply.status
    try:
        handler.send_response(status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.etag:
            handler.send_header("ETag", tag)
        if reply.says_length and status != 304:
            handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        if status == 304:
            return
        body = reply.body if reply.cut is None else reply.body[: reply.cut]
        if not reply.drip:
            handler.wfile.write(body)
            return
        for byte in body:
            if stopping.wait(reply.drip):
                return
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
    except (BrokenPipeError, ConnectionResetError):
        return  # whoever asked has had enough
