"""Where things are and how much is kept, from the environment (``YOSAN_RAW``, ``YOSAN_WAREHOUSE``, ``YOSAN_CACHE``,
``YOSAN_SOURCES``, ``YOSAN_KEPT_STATES``) or the project's own; which library reads PDFs (``YOSAN_READER``), in how many
processes (``YOSAN_WORKERS``) and what a document may take there (``YOSAN_LIMIT_…``); the language of what is shown
(``YOSAN_LANG``); who is told of a failed run (``YOSAN_WEBHOOK``); how releases are fetched (``YOSAN_FETCH_…``).

Belongs here: folders and limits a user may set. Does not belong here: tolerances of the rules; they are constants beside them.
"""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path

from pydantic import Field, PositiveFloat, PositiveInt, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


def _default_cache() -> Path:
    """Where programs of this user keep what they can fetch again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yosan"


class Reader(StrEnum):
    """What reads PDFs: pdfium, or pdfplumber, which takes many times as long and is what pdfium is compared with."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


class Language(StrEnum):
    """In which language a person is told."""

    ENGLISH = "en"
    JAPANESE = "ja"


class Settings(BaseSettings):
    """The folders of a run, how many published states are kept, the current one among them, where a failed run is told, and how
    documents are read.

    ``raw`` and ``warehouse`` may be URLs; what is fetched from them is kept in ``cache``. Who knows ``webhook`` may post there: it
    is never shown. A limit that is not set is the one that its reason stands beside (``reading.limits``, ``parsing``); what a
    document of more than one of those pages, objects, characters or bytes comes to is part of the extractor's version.
    """

    model_config = SettingsConfigDict(env_prefix="YOSAN_")

    raw: str = str(PROJECT / "raw")
    warehouse: str = str(PROJECT / "warehouse")
    cache: Path = _default_cache()
    sources: Path = PROJECT / "sources.yaml"
    kept_states: PositiveInt = 5
    webhook: SecretStr | None = None
    reader: Reader = Reader.PDFIUM
    lang: Language = Language.ENGLISH
    # How many processes read documents: a number, by default one per core; 0 reads in the run's own, without any limit on time
    # and memory; or the address of Dask's scheduler.
    workers: str = ""
    # Of a document: seconds on the clock and of a processor, bytes of memory, pages.
    limit_seconds: PositiveFloat | None = None
    limit_cpu_seconds: PositiveInt | None = None
    limit_memory: PositiveInt | None = None
    limit_pages: PositiveInt | None = None
    # Of a page: painted objects, characters, bytes when unpacked, seconds.
    limit_objects: PositiveInt | None = None
    limit_characters: PositiveInt | None = None
    limit_content: PositiveInt | None = None
    limit_page_seconds: PositiveFloat | None = None

    @field_validator("workers", mode="before")
    @classmethod
    def _can_work(cls, value: object) -> str:
        said = str(value).strip()
        if not (said == "" or (said.isascii() and said.isdigit()) or re.match(r"(tcp|tls)://.", said)):
            raise ValueError("write a number of processes, or tcp:// and the host and port of a scheduler")
        return said


class FetchSettings(BaseSettings):
    """How politely and how far releases are fetched. Times are seconds, sizes bytes."""

    model_config = SettingsConfigDict(env_prefix="YOSAN_FETCH_")

    # Where the people behind the fetcher can be reached: a URL or a mail address, sent with every request.
    contact: str = ""
    # Between two requests to one host; robots.txt may ask for more.
    delay: float = Field(default=2.0, ge=0)
    # Without an answer, or between two pieces of one.
    patience: float = Field(default=30.0, gt=0)
    # For a whole document: the longest of ministries' releases come in half a minute.
    time_limit: float = Field(default=300.0, gt=0)
    # The longest releases have some 50 MB.
    size_limit: int = Field(default=200 * 1024 * 1024, gt=0)
    page_size_limit: int = Field(default=10 * 1024 * 1024, gt=0)
    redirects: int = Field(default=5, ge=0)
    attempts: int = Field(default=4, ge=1)
    # Before the second attempt; each further one waits twice as long.
    backoff: float = Field(default=2.0, ge=0)
    # A server that asks for more (Retry-After) is asked again with the next fetch.
    longest_wait: float = Field(default=120.0, ge=0)
    # Hosts of one's own network: for tests.
    allow_private: bool = False

    @field_validator("contact")
    @classmethod
    def _fits_a_header(cls, value: str) -> str:
        if not value.isascii() or not value.isprintable():
            raise ValueError("write a URL or a mail address in ASCII")
        return value.strip()
