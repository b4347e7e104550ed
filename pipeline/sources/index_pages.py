"""``sources.yaml``: the pages on which issuers list their releases.

Belongs here: how an entry is written and which links it means. Does not belong here: reading a page (``links``), fetching.

    - name: mext_budget                        # folder below raw/; small letters, digits, _ and -
      issuer: 文部科学省
      url: https://www.mext.go.jp/a_menu/yosan/index.htm
      pages:                                   # optional: which links lead to further pages that list releases
        - address: /a_menu/yosan/r\\d+/
      links:                                   # which links are releases: one of these rules must hold
        - address: \\.pdf$                      # a regular expression, searched in the whole URL
          text: 概算要求|予算案                   # and one searched in the link's words and those around it
      encoding: shift_jis                      # optional: where the page says a wrong one
      hosts: [warp.ndl.go.jp]                  # optional: hosts beside the URL's own that links and redirects may lead to
      enabled: true                            # fetched without being named; false if it is not said
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from pipeline.sources.addresses import Unacceptable, check_address, host_of
from pipeline.sources.corrections import Text
from pipeline.sources.links import Link
from pipeline.sources.reviewed import InvalidEntries, read_placed_entries

_MARK_DIGITS = 16


def _is_expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return value


def _is_address(value: str) -> str:
    try:
        return check_address(value)
    except Unacceptable as error:
        raise ValueError(str(error)) from error


def _is_encoding(value: str) -> str:
    try:
        "予算".encode(codecs.lookup(value).name)
    except (LookupError, UnicodeError) as error:
        raise ValueError(
            f"{value!r} is no encoding of Japanese: write utf-8, shift_jis, euc-jp, or leave it out"
        ) from error
    return value


def _is_host(value: str) -> str:
    if urlsplit(f"//{value}").hostname != value.lower():
        raise ValueError(f"{value!r} is no host: write it without scheme, port and path")
    return value.lower()


Expression = Annotated[Text, AfterValidator(_is_expression)]


class LinkRule(BaseModel):
    """A link is meant if everything that the rule says holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Expression | None = None
    text: Expression | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.address is None and self.text is None:
            raise ValueError("a rule has address:, text:, or both")
        return self

    def means(self, link: Link) -> bool:
        """Whether the rule means this link."""
        words = f"{link.text} {link.around}"
        return (self.address is None or re.search(self.address, link.url) is not None) and (
            self.text is None or re.search(self.text, words) is not None
        )


Rules = Annotated[list[LinkRule], Field(min_length=1)]


class IndexPage(BaseModel):
    """A page on which an issuer lists releases, and which of its links are meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Text, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    issuer: Text
    url: Annotated[Text, AfterValidator(_is_address)]
    links: Rules
    pages: Rules | None = None
    encoding: Annotated[Text, AfterValidator(_is_encoding)] | None = None
    hosts: list[Annotated[Text, AfterValidator(_is_host)]] = []
    enabled: Annotated[bool, Field(strict=True)] = False

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Hosts that links and redirects may lead to."""
        return frozenset((host_of(self.url), *self.hosts))

    @property
    def mark(self) -> str:
        """Changes with everything that decides which links are meant."""
        rules = self.model_dump_json(include={"url", "links", "pages", "encoding"})
        return hashlib.sha256(rules.encode()).hexdigest()[:_MARK_DIGITS]

    def releases(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """The links that are releases, each address once."""
        return _meant(self.links, links)

    def further_pages(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """The links to further pages that list releases, without the index itself."""
        return tuple(link for link in _meant(self.pages or (), links) if link.url != self.url)


def _meant(rules: Sequence[LinkRule], links: Iterable[Link]) -> tuple[Link, ...]:
    first: dict[str, Link] = {}
    for link in links:
        if any(rule.means(link) for rule in rules):
            first.setdefault(link.url, link)
    return tuple(first.values())


def read_index_pages(path: Path) -> tuple[IndexPage, ...]:
    """The entries of ``sources.yaml``; ``InvalidEntries`` with every mistake, its line and field."""
    placed = read_placed_entries(path, IndexPage)
    seen: dict[str, str] = {}
    mistakes = []
    for at, page in placed:
        if page.name in seen:
            mistakes.append(f"{at}: name: {page.name} is the name of {seen[page.name]} already")
        seen.setdefault(page.name, at)
    if mistakes:
        raise InvalidEntries("\n".join(mistakes))
    return tuple(page for _, page in placed)


def choose_pages(pages: Sequence[IndexPage], names: Sequence[str], listed_in: str) -> tuple[IndexPage, ...]:
    """The pages of these names, or without names those that are enabled; ``InvalidEntries`` for a name that is not listed."""
    if not names:
        return tuple(page for page in pages if page.enabled)
    known = {page.name: page for page in pages}
    missing = sorted(set(names) - known.keys())
    if missing:
        listed = ", ".join(known) or "none"
        raise InvalidEntries(f"{listed_in} lists no source {', '.join(missing)}: it lists {listed}")
    return tuple(known[name] for name in dict.fromkeys(names))
