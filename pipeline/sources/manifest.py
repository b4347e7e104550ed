"""``raw/<source>/manifest.json``: where the files that were fetched came from, and what servers said of them.

Belongs here: its form, and what follows from it for a file of raw/. Does not belong here: fetching.

Entries are added and never taken out: one for every version of every address. One file per source, so that two sources never
write the same one; it is replaced whole, in one rename.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from pipeline.locations import replace_bytes
from pipeline.model import document_id_of
from pipeline.sources.links import Link

MANIFEST = "manifest.json"


def _stays_inside(value: str) -> str:
    """A path below raw/ that leads nowhere else."""
    path = PurePosixPath(value)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in value or "\0" in value:
        raise ValueError("it leads out of raw/")
    return value


Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Version(BaseModel):
    """What an address held at a time. ``replaces`` is the SHA-256 of what it held before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    path: Annotated[str, AfterValidator(_stays_inside)]
    sha256: Sha256
    byte_size: int
    title: str
    linked_from: str
    released_on: date | None = None
    retrieved_at: AwareDatetime
    headers: dict[str, str] = {}
    replaces: Sha256 | None = None


class KnownPage(BaseModel):
    """A page as it was last read: what the server said of it, and the links that were meant then."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headers: dict[str, str] = {}
    mark: str
    releases: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()


class Manifest(BaseModel):
    """All that is known of a source; ``vanished`` has the addresses that its pages list no more, and since when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["yosan-manifest-1"] = "yosan-manifest-1"
    versions: tuple[Version, ...] = ()
    pages: dict[str, KnownPage] = {}
    vanished: dict[str, AwareDatetime] = {}

    def current(self) -> dict[str, Version]:
        """The latest version of each address."""
        return {version.url: version for version in self.versions}


@dataclass(frozen=True, slots=True)
class Origin:
    """What manifests say of one content: when it was first fetched, its day of release, the document that replaces it."""

    retrieved_at: datetime
    released_on: date | None
    replaced_by: str | None


class InvalidManifest(ValueError):
    """A manifest that is none; the message says where and what to do."""


def read_manifest(path: Path) -> Manifest:
    """A source's manifest; an empty one where there is none. ``InvalidManifest`` if it is damaged."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Manifest()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidManifest(": ".join(filter(None, (where, first["msg"])))) from error


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Replace a source's manifest."""
    content = manifest.model_dump(mode="json", exclude_defaults=False)
    replace_bytes(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def list_manifests(raw: Path) -> tuple[Path, ...]:
    """Where the manifests of ``raw`` are, sorted."""
    return tuple(sorted(raw.glob(f"*/{MANIFEST}")))


def trace_origins(*manifests: Iterable[Version]) -> dict[str, Origin]:
    """The origin of each content, by its SHA-256, from the versions of manifests, each in the order in which they were added.

    A content that some address still holds is not replaced. Any other is replaced by what came after it where it stood last:
    as what replaces it came later, this never leads in a circle, also where an address returns to what it held before.
    """
    ordered = _in_order(manifests)
    held = {version.sha256 for version in {version.url: version for version in ordered}.values()}
    successor = {version.replaces: version.sha256 for version in ordered if version.replaces is not None}
    origins: dict[str, Origin] = {}
    for version in ordered:
        before = origins.get(version.sha256)
        replaced_by = None if version.sha256 in held else successor.get(version.sha256)
        origins[version.sha256] = Origin(
            before.retrieved_at if before else version.retrieved_at,
            (before.released_on if before else None) or version.released_on,
            document_id_of(replaced_by) if replaced_by else None,
        )
    return origins


def _in_order(manifests: Iterable[Iterable[Version]]) -> list[Version]:
    """All versions, the earliest first. Within a manifest it is its own order that counts: a clock may have gone back."""
    dated: list[tuple[datetime, str, int, Version]] = []
    for versions in manifests:
        latest = datetime.min.replace(tzinfo=UTC)
        for version in versions:
            latest = max(latest, version.retrieved_at)
            dated.append((latest, version.url, len(dated), version))
    return [version for *_, version in sorted(dated, key=lambda one: one[:3])]


def conditions_for(headers: Mapping[str, str]) -> dict[str, str]:
    """What a request asks for, from what the last answer said: a body only if it is another.

    >>> conditions_for({"etag": '"a1"', "content-type": "text/html"})
    {'If-None-Match': '"a1"'}
    """
    asked = {"If-None-Match": headers.get("etag"), "If-Modified-Since": headers.get("last-modified")}
    return {name: value for name, value in asked.items() if value}
