"""The administrative project review (行政事業レビュー), sheet 2-2 予算種別・歳出予算項目, as CSV.

Belongs here: what its columns mean. Does not belong here: sheet 2-1 (``rs_summary``).

A row is one 目 of a project in one year and one kind of budget. Read are 当初予算 and the supplements, and 翌年度要求額 beside
当初予算 as a figure of the next year. Money that was carried over and reserves (前年度から繰越し, 予備費等) are no budget of the
year: their rows are left out, and the loader says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import Field

from pipeline.model import Phase, ReferenceAmount, ReferenceGrain, ReferenceSource
from pipeline.sources.reference_rows import Contents, InvalidReference, Owner, at, check_row, read_rows
from pipeline.sources.rs_summary import Project, Yen

MARK = "予算額(歳出予算項目ごと)"
INITIAL = "当初予算"
SUPPLEMENT = re.compile(r"第(?P<number>\d+)次補正予算")
NO_BUDGET = re.compile(r"前年度から繰越し|予備費等\d*")


class BudgetItem(Project):
    """A row of sheet 2-2."""

    account: str = Field(alias="会計")
    sub_account: str = Field(alias="勘定")
    kind: str = Field(alias="予算種別")
    organization: str = Field(alias="組織・勘定")
    section: str = Field(alias="項")
    item: str = Field(alias="目")
    note: str = Field(alias="歳出予算項目の補足情報")
    amount: Yen = Field(alias="予算額(歳出予算項目ごと)")
    next_request: Yen = Field(alias="翌年度要求額(歳出予算項目ごと)")


def load_rs_items(contents: Contents, text: str) -> tuple[tuple[ReferenceAmount, ...], dict[str, int]]:
    """The figures, and how many records were left out, by reason. ``InvalidReference`` names the record."""
    figures: list[ReferenceAmount] = []
    left_out: dict[str, int] = {}
    for number, record in read_rows(contents, text):
        row = check_row(BudgetItem, contents, number, record)
        reason = row.kind if NO_BUDGET.fullmatch(row.kind) else "rows without a figure"
        found = [] if NO_BUDGET.fullmatch(row.kind) else list(_figures(contents, number, row))
        if not found:
            left_out[reason] = left_out.get(reason, 0) + 1
        figures.extend(found)
    return tuple(figures), left_out


def _figures(contents: Contents, number: int, row: BudgetItem) -> Iterator[ReferenceAmount]:
    owner = _owner(contents, number, row)
    supplement = SUPPLEMENT.fullmatch(row.kind)
    if row.kind == INITIAL:
        if row.amount is not None:
            yield owner.figure(INITIAL, row.amount, row.year, Phase.APPROVED)
        if row.next_request:
            yield owner.figure("翌年度要求額", row.next_request, row.year + 1, Phase.REQUESTED)
    elif supplement:
        if row.amount is not None:
            yield owner.figure(row.kind, row.amount, row.year, Phase.ADJUSTED, int(supplement["number"]))
    elif row.amount is not None or row.next_request:
        known = f"{INITIAL}, 第1次補正予算 …, 前年度から繰越し, 予備費等"
        raise InvalidReference(f"{at(contents, number)} (予算種別): {row.kind!r} is none of {known}")


def _owner(contents: Contents, number: int, row: BudgetItem) -> Owner:
    return Owner(
        source=ReferenceSource.RS_ITEMS,
        contents=contents,
        row=number,
        key=row.key,
        grain=ReferenceGrain.ITEM,
        ministry=row.ministry,
        account=row.account,
        sub_account=row.sub_account or None,
        organization=row.organization or None,
        section=row.section or None,
        item_name=row.name,
        detail=row.item or row.note or None,
    )
