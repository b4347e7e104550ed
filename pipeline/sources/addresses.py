"""Which addresses may be asked.

Belongs here: decisions on URLs and on the addresses that their hosts resolve to. Does not belong here: asking.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

SCHEMES = ("http", "https")
LONGEST_ADDRESS = 2000  # characters; longer ones are refused by many servers


class Unacceptable(ValueError):
    """An address that is not asked; the message says why."""


def check_address(url: str) -> str:
    """The URL, if it may be asked at all; ``Unacceptable``, which does not show credentials, if not.

    >>> check_address("https://www.mext.go.jp/a_menu/yosan/index.htm")
    'https://www.mext.go.jp/a_menu/yosan/index.htm'
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Unacceptable(f"it is no URL ({error})") from error
    if parts.scheme.lower() not in SCHEMES:
        raise Unacceptable(f"it begins with {parts.scheme or 'no scheme'}: only http and https are fetched")
    if "@" in parts.netloc:
        raise Unacceptable("it holds a user name or a password, and none is sent")
    if not host or len(url) > LONGEST_ADDRESS or any(char.isspace() or ord(char) < ord(" ") for char in url):
        raise Unacceptable("it is no complete URL: no host, blanks in it, or too long")
    return url


def host_of(url: str) -> str:
    """The host in small letters.

    >>> host_of("https://WWW.mext.go.jp:443/index.htm")
    'www.mext.go.jp'
    """
    return urlsplit(url).hostname or ""


def check_host(url: str, allowed: Collection[str]) -> None:
    """``Unacceptable`` where the URL leads to a host that the source does not name."""
    if host_of(url) not in allowed:
        raise Unacceptable(f"it leads to {host_of(url)}: add that to the source's hosts: if it is right")


def check_resolved(host: str, resolved: Sequence[str], allow_private: bool) -> None:
    """``Unacceptable`` where any of a host's addresses is none of the public internet.

    >>> check_resolved("example.jp", ["10.0.0.7"], allow_private=False)
    Traceback (most recent call last):
    ...
    pipeline.sources.addresses.Unacceptable: example.jp is 10.0.0.7, which is no address of the public internet
    """
    for text in resolved:
        if not allow_private and not is_public(text):
            raise Unacceptable(f"{host} is {text}, which is no address of the public internet")


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, also where IPv6 carries one of IPv4."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if carried:
            return is_public(str(carried))
        if address in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
    return address.is_global and not address.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
