"""Which code made a row or a page: versions that change by themselves with their sources.

Belongs here: digests of the rooms that decide facts and of what is set about reading, of those that decide what one document's
figures come to, of those that put documents together, and of those that show them; so that nothing stored is ever mistaken for what today's rules would
say. Does not belong here: the version of the distribution (pyproject.toml).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from pipeline.settings import Settings

DIGITS = 10
_PACKAGE = Path(__file__).parent
_MODEL = "model.py"
_KINDS = frozenset({".py", ".html", ".css", ".js"})


def _fingerprint(parts: Iterable[str], setting: str = "") -> str:
    """A digest of the sources of some rooms and modules, by their names, and of a setting that they obey."""
    digest = hashlib.sha256(setting.encode())
    files = [path for part in parts for path in _sources(_PACKAGE / part)]
    for path in sorted(files, key=lambda one: one.relative_to(_PACKAGE).as_posix()):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]


def _sources(part: Path) -> Iterable[Path]:
    return [part] if part.suffix else (path for path in part.rglob("*") if path.suffix in _KINDS)


def _manner() -> str:
    """The parser that is set, and the limits that decide which pages are read. Settings that are wrong are told to a person
    where a command begins, not here."""
    try:
        settings = Settings()
    except ValidationError:
        return ""
    limits = {name: getattr(settings, f"limit_{name}") for name in LIMITS_OF_FACTS}
    return " ".join([settings.reader, *(f"{name}={limit}" for name, limit in limits.items() if limit)])


# What these limits stop is stopped on every machine, and so is part of what the rules come to; time and memory are not.
LIMITS_OF_FACTS = ("pages", "objects", "characters", "content")

# Bytes to facts, without what is set: whoever reads for another process must have the same.
_ROOMS = ("reading", "language", "extraction", _MODEL)
RULES_VERSION = _fingerprint(_ROOMS)

# Bytes to facts: a document is parsed again when this changes.
EXTRACTOR_VERSION = f"{version('yosan')}+{_fingerprint(_ROOMS, _manner())}"

# Facts to what one document alone decides: its checks are made again when this changes, and nothing is parsed.
RECONCILER_VERSION = _fingerprint(("reconciliation", _MODEL))

# Documents to a state: rows of an older state are drawn from documents' own files again when this changes.
PUBLISHER_VERSION = _fingerprint(("reconciliation", "revision", "storage", "schema", "walk.py", _MODEL))

# A state to its report.
REPORTER_VERSION = _fingerprint(("reporting", "picturing.py", "reports.py"))
