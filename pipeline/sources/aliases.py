"""``raw/aliases.yaml``: what a person says of programs that releases write differently, or alike.

Belongs here: how an entry is written. Does not belong here: which programs it means and what follows
(``reconciliation.identity``).

    - merge: [地域の科学関係予算, 地域の科学予算]   # these names are one program
      into: 地域の科学振興事業                  # with this one
      issuer: 文部科学省                       # whose programs; only where several issuers have such a name
      reason: the release of 2009 says so on page 3

    - split: 一般型                            # this name is a program of its own
      document: h20_draft.pdf                  # in this document, or with `issuer:` in all of an issuer's
      into: 湖の観測事業(一般型)                 # under this new name
      reason: another program's 一般型 than elsewhere

    - successor: 湖と川の観測事業                # this program goes on
      of: [湖の観測事業, 川の観測事業]            # from these
      kind: united                             # stage, reorganised 改組, united 統合
      reason: united in 2010

A name is written as a release writes it, or is a program_id.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pipeline.model import Alias, AliasKind, LinkKind
from pipeline.sources.reviewed import read_placed_entries

ALIASES_FILE = "aliases.yaml"
# What an entry of each kind must and may have beside its own key and the reason.
_NEEDED = {AliasKind.MERGE: ("into",), AliasKind.SPLIT: ("into",), AliasKind.SUCCESSOR: ("of", "kind")}
_ALLOWED = {AliasKind.MERGE: ("issuer",), AliasKind.SPLIT: ("document", "issuer"), AliasKind.SUCCESSOR: ("issuer",)}


def _as_list(value: object) -> object:
    """One name may stand without the brackets of a list."""
    return [value] if isinstance(value, str) else value


Text = Annotated[str, Field(strict=True, min_length=1, pattern=r"\S")]
Names = Annotated[list[Text], Field(min_length=1), BeforeValidator(_as_list)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    merge: Names | None = None
    split: Text | None = None
    successor: Text | None = None
    into: Text | None = None
    of: Names | None = None
    kind: LinkKind | None = None
    document: Text | None = None
    issuer: Text | None = None
    reason: Text

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        kinds = [kind for kind in AliasKind if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise ValueError("an entry has one of merge:, split: and successor:")
        needed, allowed = _NEEDED[kinds[0]], _ALLOWED[kinds[0]]
        for name in needed:
            if getattr(self, name) is None:
                raise ValueError(f"{name}: is missing in an entry with {kinds[0]}:")
        for name in ("into", "of", "kind", "document", "issuer"):
            if name not in (*needed, *allowed) and getattr(self, name) is not None:
                raise ValueError(f"{name}: has no meaning in an entry with {kinds[0]}:")
        if self.split is not None and self.document is None and self.issuer is None:
            raise ValueError("split: needs document: or issuer:, to say where the name is a program of its own")
        return self

    def as_alias(self, at: str) -> Alias:
        if self.successor is not None:
            return Alias(
                at, AliasKind.SUCCESSOR, tuple(self.of or ()), self.successor, self.issuer, None, self.kind, self.reason
            )
        if self.split is not None:
            return Alias(
                at, AliasKind.SPLIT, (self.split,), self.into or "", self.issuer, self.document, None, self.reason
            )
        return Alias(
            at, AliasKind.MERGE, tuple(self.merge or ()), self.into or "", self.issuer, None, None, self.reason
        )


def read_aliases(raw: Path) -> tuple[Alias, ...]:
    """The aliases beside the documents of ``raw``; ``InvalidEntries`` with every mistake and its line."""
    return tuple(entry.as_alias(at) for at, entry in read_placed_entries(raw / ALIASES_FILE, _Entry))
