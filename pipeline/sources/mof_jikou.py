"""The Ministry of Finance's budget by item (予算書 事項別内訳), as JSON.

Belongs here: what its fields mean. Does not belong here: comparing it with documents.

    当初予算     amount is the initial budget; previousAmount is last year's budget *after its supplements*, which no release
                prints as last year's initial budget: it is kept with ``includes_supplement`` and compared with nothing
    補正予算     amount is the budget after the supplement, previousAmount the one before it, difference the supplement; only
                items that the supplement changes are listed
    決算        amount is the appropriation, spent what was paid out
    暫定予算     a provisional budget lies within the initial one and is left out; the loader says how many
Not read: page, addresses, descriptions, codes, and of a settlement what was carried over and left unused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.model import Phase, ReferenceAmount, ReferenceGrain, ReferenceSource
from pipeline.sources.reference_rows import Contents, InvalidReference, Owner, StrictRow, check_row, decode

GENERAL_ACCOUNT = "一般会計"
INITIAL, SETTLEMENT, PROVISIONAL = "当初予算", "決算", "暫定予算"
SUPPLEMENT = re.compile(r"補正予算[（(]第(?P<number>\d+)号[）)]")
PREVIOUS = "前年度予算額（補正後）"


class Item(StrictRow):
    """One 事項 in one book. Amounts are yen."""

    id: str = Field(min_length=1)
    accountType: Literal["general", "special", "agency"]
    budgetType: str
    ministry: str
    organization: str
    specialAccount: str
    subAccount: str
    agency: str
    sectionName: str
    name: str = Field(min_length=1)
    amount: int = Field(strict=True)
    previousAmount: int | None = Field(strict=True)
    difference: int | None = Field(strict=True)
    spent: int | None = Field(default=None, strict=True)

    @model_validator(mode="after")
    def _adds_up(self) -> Item:
        if self.previousAmount is not None and self.amount - self.previousAmount != self.difference:
            raise ValueError(f"amount − previousAmount is not difference ({self.difference})")
        if not any((self.ministry, self.specialAccount, self.agency)):
            raise ValueError("it names neither ministry nor account nor agency")
        return self


class Metadata(BaseModel):
    """What the file says of itself."""

    model_config = ConfigDict(extra="ignore")

    fiscalYear: int = Field(strict=True, ge=1947, le=2200)
    unit: Literal["yen"]


def load_mof_jikou(contents: Contents) -> tuple[tuple[ReferenceAmount, ...], dict[str, int]]:
    """The figures, and how many records were left out, by reason. ``InvalidReference`` names the record."""
    whole = _parse(contents)
    metadata = _metadata(contents, whole)
    figures: list[ReferenceAmount] = []
    left_out: dict[str, int] = {}
    for number, record in enumerate(whole["items"], start=1):
        item = check_row(Item, contents, number, record)
        if item.budgetType.startswith(PROVISIONAL):
            left_out[PROVISIONAL] = left_out.get(PROVISIONAL, 0) + 1
            continue
        figures.extend(_figures(contents, number, item, metadata.fiscalYear))
    return tuple(figures), left_out


def _parse(contents: Contents) -> dict[str, Any]:
    try:
        whole = json.loads(decode(contents))
    except json.JSONDecodeError as error:
        raise InvalidReference(f"{contents.name}:{error.lineno}: it is no JSON: {error.msg}: fetch it again") from error
    if not isinstance(whole, dict) or not isinstance(whole.get("items"), list):
        raise InvalidReference(f"{contents.name}: it has no list of items: load a mof-jikou file")
    expected = (whole.get("summary") or {}).get("count")
    if expected is not None and expected != len(whole["items"]):
        raise InvalidReference(f"{contents.name}: {len(whole['items'])} items of {expected}: fetch it again")
    return whole


def _metadata(contents: Contents, whole: dict[str, Any]) -> Metadata:
    try:
        return Metadata.model_validate(whole.get("metadata"))
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(("metadata", *map(str, first["loc"])))
        raise InvalidReference(f"{contents.name} ({column}): {first['msg']}") from error


def _figures(contents: Contents, number: int, item: Item, year: int) -> Iterator[ReferenceAmount]:
    owner = _owner(contents, number, item)
    supplement = SUPPLEMENT.fullmatch(item.budgetType)
    if item.budgetType == INITIAL:
        yield owner.figure(INITIAL, item.amount, year, Phase.APPROVED)
        if item.previousAmount is not None:
            yield owner.figure(PREVIOUS, item.previousAmount, year - 1, Phase.REVISED, includes_supplement=True)
    elif supplement:
        no = int(supplement["number"])
        yield owner.figure(f"改予算額（第{no}号）", item.amount, year, Phase.REVISED, no, includes_supplement=True)
        if item.difference is not None:
            yield owner.figure(item.budgetType, item.difference, year, Phase.ADJUSTED, no)
    elif item.budgetType == SETTLEMENT:
        yield owner.figure("歳出予算額", item.amount, year, Phase.REVISED, includes_supplement=True)
        if item.spent is not None:
            yield owner.figure("支出済歳出額", item.spent, year, Phase.EXECUTED)
    else:
        known = f"{INITIAL}, 補正予算（第1号）, {PROVISIONAL}, {SETTLEMENT}"
        raise InvalidReference(f"{contents.name}, row {number} (budgetType): {item.budgetType!r} is none of {known}")


def _owner(contents: Contents, number: int, item: Item) -> Owner:
    account = {"general": GENERAL_ACCOUNT, "special": item.specialAccount, "agency": item.agency}[item.accountType]
    return Owner(
        source=ReferenceSource.MOF_JIKOU,
        contents=contents,
        row=number,
        key=item.id,
        grain=ReferenceGrain.PROGRAM,
        ministry=item.ministry or item.agency,
        account=account,
        sub_account=item.subAccount or None,
        organization=item.organization or None,
        section=item.sectionName or None,
        item_name=item.name,
    )
