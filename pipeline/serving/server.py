"""The server: an address, and a site until somebody stops it.

Belongs here: taking the address, and who may ask there. Does not belong here: the site.
"""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import uvicorn

from pipeline.serving.guard import LOOPBACK, guard
from pipeline.serving.site import make_site


def is_loopback(host: str) -> bool:
    """Whether only this machine can ask at a host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("a.example")
    (True, True, True, False, False)
    """
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def take_address(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any that is free. ``OSError`` where the address is taken or is none."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def name_address(host: str, listening: socket.socket) -> str:
    """The URL at which a socket listens."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}/"


def serve(listening: socket.socket, host: str, file: Path, state: str, report: Path | None) -> None:
    """Answer until the process is interrupted or ended."""
    hosts = LOOPBACK | {host.lower()} if is_loopback(host) else None
    site = guard(make_site(file, state, report), hosts)
    config = uvicorn.Config(site, log_level="warning", access_log=False, server_header=False, ws="none")
    uvicorn.Server(config).run(sockets=[listening])
