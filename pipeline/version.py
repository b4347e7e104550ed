"""Which extractor read a document.

Belongs here: a version that changes whenever the code that decides facts changes, so that no stored document is ever
mistaken for what today's rules would say. Does not belong here: the version of the distribution (pyproject.toml).
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

DIGITS = 10
_PACKAGE = Path(__file__).parent
_ROOMS = ("reading", "language", "extraction")


def _fingerprint() -> str:
    """A digest of the sources of the rooms between bytes and facts, and of the model that they share."""
    digest = hashlib.sha256()
    files = [path for room in _ROOMS for path in (_PACKAGE / room).rglob("*.py")]
    for path in sorted([*files, _PACKAGE / "model.py"], key=lambda one: one.relative_to(_PACKAGE).as_posix()):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]


EXTRACTOR_VERSION = f"{version('yosan')}+{_fingerprint()}"
