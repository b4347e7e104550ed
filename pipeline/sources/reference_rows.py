"""What the loaders of official data sets share: the bytes of a file, its rows, and an error that names file and row.

Belongs here: unpacking, CSV with a head, and the making of a row's id. Does not belong here: what one data set means (a
module each: ``mof_jikou``, ``rs_summary``, ``rs_items``).
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.model import Phase, ReferenceAmount, ReferenceGrain, ReferenceSource, id_of

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
FORMATS = (
    "the Ministry of Finance's mof-jikou JSON, or the CSV of sheet 2-1 or 2-2 of the administrative project review (RS)"
)
# How a PDF begins, and what no text has: saving such a file in another encoding would not help.
PDF, NUL = b"%PDF", b"\0"
# The largest of these data sets unpacks to a tenth of this; what unpacks to more is no such file.
MOST_BYTES = 1 << 30

Row = TypeVar("Row", bound=BaseModel)


class InvalidReference(ValueError):
    """A file that is no such data set, or a row of one that cannot be used; the message names file and row."""


class StrictRow(BaseModel):
    """A row as its data set writes it; what it does not name is left unread on purpose."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Contents:
    """An unpacked file. ``sha256`` is that of the unpacked bytes, so that a packed copy is the same data set."""

    name: str
    sha256: str
    data: bytes


def read_contents(path: Path) -> Contents:
    """The bytes of a plain, gzip or zip file (a zip holds one file). ``InvalidReference`` if it cannot be unpacked."""
    try:
        data = _unpack(path.read_bytes(), path.name)
    except (gzip.BadGzipFile, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise InvalidReference(f"{path.name}: it cannot be unpacked ({error}): fetch it again") from error
    return Contents(path.name, hashlib.sha256(data).hexdigest(), data)


def _unpack(data: bytes, name: str) -> bytes:
    if data.startswith(GZIP):
        with gzip.open(io.BytesIO(data)) as packed:
            return _read_bounded(packed, name)
    if data.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1:
                raise InvalidReference(
                    f"{name}: it holds {len(members)} files instead of one: unpack it and load {FORMATS}"
                )
            with archive.open(members[0]) as packed:
                return _read_bounded(packed, name)
    return data


def _read_bounded(packed: Any, name: str) -> bytes:
    data: bytes = packed.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InvalidReference(f"{name}: it unpacks to more than {MOST_BYTES:,} bytes: load its parts one by one")
    return data


def decode(contents: Contents) -> str:
    """The text; ``InvalidReference`` unless it is UTF-8."""
    if contents.data.startswith(PDF) or NUL in contents.data:
        raise unknown_format(contents)
    try:
        return contents.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        advice = f"save it as UTF-8, if it is {FORMATS}"
        raise InvalidReference(f"{contents.name}: it is not UTF-8 (byte {error.start}): {advice}") from error


def unknown_format(contents: Contents) -> InvalidReference:
    """The error for a file of another kind."""
    return InvalidReference(f"{contents.name}: it is no data set that is known here: load {FORMATS}")


def read_head(text: str) -> tuple[str, ...]:
    """The column names of a CSV, brackets of one width: publishers mix （合計） and (合計）."""
    return tuple(map(_plain, next(csv.reader(io.StringIO(text, newline="")), [])))


def read_rows(contents: Contents, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The records of a CSV by column name, numbered from 1 without the head."""
    head = read_head(text)
    records = csv.reader(io.StringIO(text, newline=""))
    next(records, None)
    for number, record in enumerate(records, start=1):
        if record and len(record) != len(head):
            where = at(contents, number)
            raise InvalidReference(f"{where}: {len(record)} cells under {len(head)} column names: fetch the file again")
        if record:
            yield number, dict(zip(head, record, strict=True))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def check_row(kind: type[Row], contents: Contents, number: int, record: Mapping[str, Any]) -> Row:
    """A record as a validated row."""
    try:
        return kind.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(map(str, first["loc"]))
        named = f" ({column})" if column else ""
        raise InvalidReference(
            f"{at(contents, number)}{named}: {first['msg']}, found {first['input']!r:.80}"
        ) from error


def at(contents: Contents, number: int) -> str:
    """Where a record stands, for errors."""
    return f"{contents.name}, row {number}"


@dataclass(frozen=True, slots=True)
class Owner:
    """What all figures of one record are about."""

    source: ReferenceSource
    contents: Contents
    row: int
    key: str
    grain: ReferenceGrain
    ministry: str
    account: str
    item_name: str
    sub_account: str | None = None
    organization: str | None = None
    section: str | None = None
    detail: str | None = None

    def figure(
        self,
        budget_kind: str,
        amount_yen: int,
        fiscal_year: int,
        phase: Phase,
        supplement_no: int | None = None,
        includes_supplement: bool = False,
    ) -> ReferenceAmount:
        """One figure of the record."""
        text = "\x1f".join((self.contents.sha256, str(self.row), self.grain, budget_kind))
        return ReferenceAmount(
            reference_id=id_of(text),
            source=self.source,
            source_file=self.contents.name,
            source_sha256=self.contents.sha256,
            source_row=self.row,
            source_key=self.key,
            grain=self.grain,
            ministry=self.ministry,
            account=self.account,
            sub_account=self.sub_account,
            organization=self.organization,
            section=self.section,
            item_name=self.item_name,
            detail=self.detail,
            fiscal_year=fiscal_year,
            phase=phase,
            supplement_no=supplement_no,
            budget_kind=budget_kind,
            amount_yen=amount_yen,
            includes_supplement=includes_supplement,
        )
