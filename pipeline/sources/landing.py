"""A download to a file of raw/: what it is, its name, its place.

Belongs here: refusing what is no release, names, and putting bytes where nothing is overwritten. Does not belong here: the network.

A file is ``raw/<source>/<document_id>-<name>.<ext>``. The id in front keeps two releases of one name apart and lets a person find
the rows of a file (and the file of a row) by eye; the name after it is the one that the issuer gave.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.locations import hash_file
from pipeline.model import document_id_of
from pipeline.sources.politeness import Failed, Refused

HEAD = 1024  # bytes in which a file says what it is
TAIL = 4096  # bytes in which a whole PDF ends, with some rubbish behind it
LONGEST_NAME = 60  # characters; three bytes each leave room for the rest of a file's name
PDF, TEXT, MARKDOWN, HTML = ".pdf", ".txt", ".md", ".html"
_HTML = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S
)
_UNSAFE = re.compile(r"[^\w.-]+")


def judge(path: Path, url: str, headers: Mapping[str, str]) -> str:
    """The suffix of a download, by its bytes; ``Refused`` if it is no release, ``Failed`` if only a part of it came.

    Bytes and not names decide, but a name is a promise: a page where a PDF was linked is the server's way of saying no.
    """
    head, tail = _ends(path)
    promised = PurePosixPath(urlsplit(url).path).suffix.lower()
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not head.strip(b" \t\r\n\0"):
        raise Failed("the file is empty")
    if b"%PDF-" in head and not _HTML.match(head):
        if "content-length" not in headers and b"%%EOF" not in tail:
            raise Failed("the PDF ends in the middle: the connection was cut")
        return PDF
    if promised == PDF or kind == "application/pdf":
        raise Refused(f"{'an HTML page' if _HTML.match(head) else 'something else'} was sent in place of a PDF")
    if _HTML.match(head) or (kind in ("text/html", "application/xhtml+xml") and b"\0" not in head):
        if promised in (TEXT, MARKDOWN):
            raise Refused("an HTML page was sent in place of a text")
        return HTML
    if (kind.startswith("text/") or promised in (TEXT, MARKDOWN)) and not _is_binary(head):
        return MARKDOWN if promised == MARKDOWN else TEXT
    raise Refused(f"it is no PDF, text or HTML ({kind or 'of no kind that the server names'})")


def _ends(path: Path) -> tuple[bytes, bytes]:
    """The first and the last bytes of a file."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, path.stat().st_size - TAIL))
        return head, file.read(TAIL)


def _is_binary(head: bytes) -> bool:
    """Whether bytes are no text; UTF-16, which has zero bytes, begins with a mark."""
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))


def name_file(source: str, sha256: str, url: str, suffix: str) -> str:
    """The path below raw/ of a download, in characters that every file system takes.

    >>> name_file("mext_budget", "0123456789abcdef0", "https://a.jp/x/..%2F%E4%BA%88%E7%AE%97%20(1).PDF?v=2", ".pdf")
    'mext_budget/0123456789abcdef-予算_1.pdf'
    """
    last = PurePosixPath(unicodedata.normalize("NFKC", unquote(urlsplit(url).path))).name
    stem = PurePosixPath(last).stem if "." in last else last
    safe = _UNSAFE.sub("_", stem.encode("utf-8", "replace").decode()).strip("._-")[:LONGEST_NAME] or "release"
    return f"{source}/{document_id_of(sha256)}-{safe}{suffix}"


def place(fresh: Path, target: Path, sha256: str) -> None:
    """Put a whole download in its place, unless its bytes are there; ``Refused`` if others are.

    A link is made, which cannot overwrite, and the file is on the disk before it has its name. ``fresh`` is gone then: what is
    written to it later would be written to the release.
    """
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(fresh, target)
    except FileExistsError:
        if hash_file(target) != sha256:
            raise Refused(f"{target.name} is in raw/ with other bytes: move it away") from None
    finally:
        fresh.unlink()
