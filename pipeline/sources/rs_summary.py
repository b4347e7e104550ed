"""The administrative project review (行政事業レビュー), sheet 2-1 予算・執行サマリ, as CSV.

Belongs here: what its columns mean. Does not belong here: sheet 2-2 (``rs_items``).

A project has a row of sums for each year, and a row for each account. Read are 当初予算, the supplements, 執行額 and
翌年度要求額, which is a figure of the next year. An empty cell is no figure, and so is the 0 that the sheet writes for a
supplement or a request that there was none of. Not read: what was carried over, reserves, rates and remarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from pipeline.model import Phase, ReferenceAmount, ReferenceGrain, ReferenceSource
from pipeline.sources.reference_rows import Contents, InvalidReference, Owner, StrictRow, at, check_row, read_rows

MARK = "当初予算(合計)"
SUPPLEMENTS = range(1, 6)


def whole_yen(cell: Any) -> int | None:
    """A cell in yen, written 24922000 or 24922000.0; an empty one is none."""
    text = str(cell).strip().replace(",", "")
    if not text:
        return None
    number = Decimal(text) if text.removeprefix("-").replace(".", "", 1).isdecimal() else None
    if number is None or number != int(number):
        raise ValueError("whole yen are expected here")
    return int(number)


Yen = Annotated[int | None, BeforeValidator(whole_yen)]


class Project(StrictRow):
    """What every row of the sheets says of its project."""

    review_year: int = Field(alias="事業年度", ge=2000, le=2200)
    project_id: str = Field(alias="予算事業ID", min_length=1)
    name: str = Field(alias="事業名", min_length=1)
    ministry: str = Field(alias="府省庁", min_length=1)
    year: int = Field(alias="予算年度", ge=2000, le=2200)

    @property
    def key(self) -> str:
        """The project and the year, as both sheets write them."""
        return f"{self.review_year}-{self.project_id}-{self.year}"


class Summary(Project):
    """A row of sheet 2-1: sums where ``account`` is empty, else one account."""

    account: str = Field(alias="会計")
    sub_account: str = Field(alias="勘定")
    total_initial: Yen = Field(alias="当初予算(合計)")
    total_supplement: Yen = Field(alias="補正予算(合計)")
    total_spent: Yen = Field(alias="執行額(合計)")
    total_next: Yen = Field(alias="翌年度要求額(合計)")
    initial: Yen = Field(alias="当初予算")
    supplement_1: Yen = Field(alias="第1次補正予算")
    supplement_2: Yen = Field(alias="第2次補正予算")
    supplement_3: Yen = Field(alias="第3次補正予算")
    supplement_4: Yen = Field(alias="第4次補正予算")
    supplement_5: Yen = Field(alias="第5次補正予算")
    spent: Yen = Field(alias="執行額")
    next_request: Yen = Field(alias="翌年度要求額")


def load_rs_summary(contents: Contents, text: str) -> tuple[tuple[ReferenceAmount, ...], dict[str, int]]:
    """The figures, and how many records were left out, by reason. ``InvalidReference`` names the record."""
    figures: list[ReferenceAmount] = []
    left_out: dict[str, int] = {}
    for number, record in read_rows(contents, text):
        row = check_row(Summary, contents, number, record)
        found = list(_of_account(contents, number, row) if row.account else _of_project(contents, number, row))
        if not found:
            left_out["rows without a figure"] = left_out.get("rows without a figure", 0) + 1
        figures.extend(found)
    return tuple(figures), left_out


def _of_project(contents: Contents, number: int, row: Summary) -> Iterator[ReferenceAmount]:
    owner = _owner(contents, number, row, ReferenceGrain.PROGRAM)
    if row.initial is not None:
        raise InvalidReference(f"{at(contents, number)} (会計): a row with 当初予算 names no account")
    if row.total_initial is not None:
        yield owner.figure(MARK, row.total_initial, row.year, Phase.APPROVED)
    if row.total_supplement:
        yield owner.figure("補正予算(合計)", row.total_supplement, row.year, Phase.ADJUSTED)
    if row.total_spent is not None:
        yield owner.figure("執行額(合計)", row.total_spent, row.year, Phase.EXECUTED)
    if row.total_next:
        yield owner.figure("翌年度要求額(合計)", row.total_next, row.year + 1, Phase.REQUESTED)


def _of_account(contents: Contents, number: int, row: Summary) -> Iterator[ReferenceAmount]:
    owner = _owner(contents, number, row, ReferenceGrain.ACCOUNT)
    if row.initial is not None:
        yield owner.figure("当初予算", row.initial, row.year, Phase.APPROVED)
    for no in SUPPLEMENTS:
        amount = getattr(row, f"supplement_{no}")
        if amount:
            yield owner.figure(f"第{no}次補正予算", amount, row.year, Phase.ADJUSTED, no)
    if row.spent is not None:
        yield owner.figure("執行額", row.spent, row.year, Phase.EXECUTED)
    if row.next_request:
        yield owner.figure("翌年度要求額", row.next_request, row.year + 1, Phase.REQUESTED)


def _owner(contents: Contents, number: int, row: Summary, grain: ReferenceGrain) -> Owner:
    return Owner(
        source=ReferenceSource.RS_SUMMARY,
        contents=contents,
        row=number,
        key=row.key,
        grain=grain,
        ministry=row.ministry,
        account=row.account,
        sub_account=row.sub_account or None,
        item_name=row.name,
    )
