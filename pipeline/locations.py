"""Where raw/ and the warehouse are: folders, or URLs of object stores that fsspec opens.

Belongs here: telling one from the other, the few things that are asked of a store and of a file of either, and sentences about
what a store refuses. Does not belong here: what is stored (``sources.remote``, ``storage.remote``).

Two promises are asked of a store: an object is seen whole or not at all, and of two who create the same object one is told that it
is there. S3 keeps both; for a folder (``file://``) and for ``memory://``, fsspec's own way of creating only looks first, so it
is done here. With other stores, the second promise is as good as fsspec's ``mode="create"`` for them.

Credentials come from where the store's library looks for them (``AWS_…``, ``FSSPEC_…``, a profile); a URL that holds a password
is refused, so that none is ever shown or written down.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_EXTRAS = {"s3": "yosan[s3]", "s3a": "yosan[s3]"}
# What says that an object is still the same, best first; with none of them it is fetched every time.
_IDENTITIES = (
    "ETag",
    "etag",
    "md5Hash",
    "content_md5",
    "generation",
    "LastModified",
    "last_modified",
    "mtime",
    "created",
)
# What libraries raise beside OSError when a store cannot be reached; looked up only where they are loaded.
_FAILURES = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("aiohttp", "ClientError"),
    ("gcsfs.retry", "HttpError"),
)
_ORIGIN = ".origin"
_DIGITS = 16
# memory:// is one process; in it, one creates at a time.
_CREATING = threading.Lock()


class StoreTrouble(Exception):
    """A store that cannot be used; the message says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An object: its size, and what changes when its bytes do; ``None`` if the store does not say."""

    size: int
    identity: str | None


def is_url(location: str) -> bool:
    """Whether a location is a URL rather than a folder."""
    return _URL.match(location) is not None


def check_url(url: str) -> str:
    """The URL without a slash at its end. ``StoreTrouble``, which does not show it, if it holds a password."""
    authority = url.partition("://")[2].partition("/")[0]
    if ":" in authority.rpartition("@")[0]:
        raise StoreTrouble(
            "a URL of a store must hold no password: set the credentials in the environment, as AWS_… or FSSPEC_…"
        )
    return url.rstrip("/")


def lies_within(inner: str, outer: str) -> bool:
    """Whether a location is another, or below it."""
    if is_url(inner) or is_url(outer):
        return f"{inner.rstrip('/')}/".startswith(f"{outer.rstrip('/')}/")
    return Path(inner).resolve().is_relative_to(Path(outer).resolve())


def make_copy(cache: Path, kind: str, url: str) -> Path:
    """The folder on this machine that stands for a URL; it says which in a hidden file. ``StoreTrouble`` if it cannot be made."""
    url = check_url(url)
    folder = cache.resolve() / kind / hashlib.sha256(url.encode()).hexdigest()[:_DIGITS]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_bytes(folder / _ORIGIN, f"{url}\n".encode())
    except OSError as error:
        raise StoreTrouble(
            f"{cache} cannot be written ({error.strerror}): name another folder with YOSAN_CACHE"
        ) from error
    return folder


def find_origin(folder: Path) -> Store | None:
    """The store that a folder stands for; ``None`` for a folder that is its own."""
    origin = folder / _ORIGIN
    return Store(origin.read_text(encoding="utf-8").strip()) if origin.is_file() else None


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def replace_bytes(path: Path, content: bytes) -> None:
    """Write a small file in one rename, whoever else does so at the same time."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    os.replace(fresh, path)


class Store:
    """What lies under a URL; names are relative to it, with slashes. Every method raises ``StoreTrouble``."""

    def __init__(self, url: str) -> None:
        self.url = check_url(url)
        protocol = self.url.partition("://")[0].lower()
        self._is_local = protocol in ("file", "local")
        options: dict[str, Any] = {"use_listings_cache": False} | ({"auto_mkdir": True} if self._is_local else {})
        try:
            self._fs, self._root = fsspec.core.url_to_fs(self.url, **options)
        except ImportError as error:
            extra = _EXTRAS.get(protocol, "the library that fsspec names")
            raise StoreTrouble(f"{self.url} cannot be opened: {error}: install {extra}") from error
        except ValueError as error:
            raise StoreTrouble(f"{self.url} cannot be opened: {error}") from error

    def list_files(self, below: str = "") -> dict[str, Entry]:
        """Every object below a name, sorted."""
        with self._told("be listed"):
            try:
                found = self._fs.find(self._path(below), detail=True)
            except FileNotFoundError:
                return {}
        entries = {path[len(self._root) :].lstrip("/"): _describe(info) for path, info in found.items()}
        return dict(sorted(entries.items()))

    def read(self, name: str) -> bytes:
        """An object's bytes; ``FileNotFoundError`` if there is none."""
        with self._told("be read", missing_is_trouble=False):
            return bytes(self._fs.cat_file(self._path(name)))

    def fetch(self, files: Mapping[str, Path]) -> None:
        """Copy objects to files, several at once; ``FileNotFoundError`` if one is gone. The folders must be there."""
        with self._told("be fetched", missing_is_trouble=False):
            if files:
                self._fs.get([self._path(name) for name in files], [str(path) for path in files.values()])

    def put(self, files: Mapping[str, Path]) -> None:
        """Copy files to objects, several at once, in place of what was there."""
        with self._told("be written"):
            if files:
                self._fs.put([str(path) for path in files.values()], [self._path(name) for name in files])

    def write(self, name: str, content: bytes) -> None:
        """Write an object, in place of what was there."""
        with self._told("be written"):
            if self._is_local:
                replace_bytes(self._local(name), content)
            else:
                self._fs.pipe_file(self._path(name), content)

    def create(self, name: str, content: bytes) -> bool:
        """Write an object that is not there yet; ``False``, and nothing written, if it is."""
        with self._told("be written"), _CREATING:
            try:
                if self._is_local:
                    _link_new(self._local(name), content)
                else:
                    self._fs.pipe_file(self._path(name), content, mode="create")
            except FileExistsError:
                return False
            return True

    def remove(self, names: list[str]) -> None:
        """Remove objects; those that are gone already are no trouble."""
        with self._told("be removed"):
            for name in names:
                try:
                    self._fs.rm_file(self._path(name))
                except FileNotFoundError:
                    continue

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}" if name else self._root

    def _local(self, name: str) -> Path:
        """The path of an object that is a file, in a folder that is there."""
        path = Path(self._path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    @contextmanager
    def _told(self, what: str, missing_is_trouble: bool = True) -> Iterator[None]:
        """Whatever the store refuses, as one sentence."""
        try:
            yield
        except FileNotFoundError as error:
            if not missing_is_trouble:
                raise
            raise StoreTrouble(self._say(what, error)) from None
        except _failures() as error:
            raise StoreTrouble(self._say(what, error)) from None

    def _say(self, what: str, error: BaseException) -> str:
        reason = " ".join(str(error).split()) or type(error).__name__
        return f"{self.url} cannot {what} ({reason}): check the URL, the network and the credentials in the environment"


def _link_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all; ``FileExistsError`` if it is."""
    with tempfile.NamedTemporaryFile(prefix=f".{path.name}.", dir=path.parent) as fresh:
        fresh.write(content)
        fresh.flush()
        os.link(fresh.name, path)


def _describe(info: Mapping[str, Any]) -> Entry:
    found = next((f"{name}={info[name]}" for name in _IDENTITIES if info.get(name) is not None), None)
    return Entry(int(info["size"]), found)


def _failures() -> tuple[type[Exception], ...]:
    """What loaded libraries raise; ValueError at an endpoint in the environment that is none."""
    classes = (getattr(sys.modules.get(module), name, None) for module, name in _FAILURES)
    return (OSError, ValueError, *(one for one in classes if one is not None))
