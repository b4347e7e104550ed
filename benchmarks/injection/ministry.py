"""The RS System's review sheets of one ministry as documents: programs, their accounts, the items of the accounts.

Belongs here: the two CSV files' columns and how their rows become lines and amounts. Does not belong here: changes.

2-1 (予算・執行サマリ) prints for every program and budget year one row of sums and one row for each account; 2-2
(歳出予算項目) prints the items of the initial budget. All figures are whole yen. A division (課) is one document, as its
sheets would be bound; a year's columns are the initial budget, the supplementary budgets, the execution and next year's request.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model import (
    Amount,
    BudgetLine,
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    Measure,
    Nature,
    Phase,
    Place,
    Program,
    ProgramKind,
    Relation,
    RoundingMode,
)

Row = dict[str, str]
AccountKey = tuple[str, str, int]  # 会計, 勘定, and which of several rows of one account in a year
ItemKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a year: what 2-1 calls it in the row of sums and in the rows of accounts."""

    in_sums: str
    in_accounts: tuple[str, ...]
    phase: Phase
    years_later: int = 0


COLUMNS = (
    Column("当初予算（合計）", ("当初予算",), Phase.APPROVED),
    Column("補正予算（合計）", tuple(f"第{number}次補正予算" for number in range(1, 6)), Phase.ADJUSTED),
    Column("執行額（合計）", ("執行額",), Phase.EXECUTED),
    Column("翌年度要求額（合計）", ("翌年度要求額",), Phase.REQUESTED, years_later=1),
)
INITIAL = COLUMNS[0]
ITEM_KIND, ITEM_AMOUNT = "当初予算", "予算額（歳出予算項目ごと）"
ITEM_NAME = ("所管", "組織・勘定", "項", "目", "歳出予算項目の補足情報")
PLACE = Place(1, None, 0, 1)


@dataclass(slots=True)
class Book:
    """One division's document being written."""

    document_id: str
    name: str
    lines: list[BudgetLine] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)

    def line(self, label: str, parent: str | None, table: str, program: str | None = None) -> str:
        line_id = f"{self.document_id}:{len(self.lines)}"
        level = 0 if parent is None else 1
        relation = Relation.COMPONENT if parent else None
        self.lines.append(
            BudgetLine(
                line_id=line_id, document_id=self.document_id, program_id=program, parent_line_id=parent,
                parent_rule="sheet" if parent else None, ordinal=len(self.lines), level=level, label=label,
                list_number=None, account=None, marker=None, relation=relation, is_total=False, same_as_line_id=None,
                table_id=table, children_complete=None, place=PLACE,
            )
        )  # fmt: skip
        return line_id

    def amount(self, line_id: str, year: int, column: Column, yen: int) -> None:
        header = f"{year}年度 / {column.in_accounts[0] if len(column.in_accounts) == 1 else column.in_sums}"
        self.amounts.append(
            Amount(
                amount_id=f"{self.document_id}#{len(self.amounts)}", line_id=line_id, document_id=self.document_id,
                fiscal_year=year + column.years_later, phase=column.phase, supplement_no=None, measure=Measure.BUDGET,
                nature=Nature.EXPENDITURE, header_path=header, column=year * len(COLUMNS) + COLUMNS.index(column),
                amount_yen=yen, amount_yen_suggested=None, suggestion_reason=None, amount_yen_max=None, precision_yen=1,
                approximate=False, qualifier=None, amount_text=f"{yen:,}".replace("-", "△"), unit_text="円",
                label_reliable=True, role_rule="header", place=PLACE, evidence="",
            )
        )  # fmt: skip

    def facts(self) -> DocumentFacts:
        record = DocumentRecord(
            document_id=self.document_id, sha256=self.document_id, file_name=self.name, source_uri=self.name,
            media_type="text/csv", byte_size=1, page_count=1, title=self.name, issuer=None, fiscal_year=None, phase=None,
            released_on=None, retrieved_at=None, status=DocumentStatus.EXTRACTED, status_detail=None, replaced_by=None,
            withdrawn_on=None, rounding_mode=RoundingMode.EXACT, extractor_version="benchmark",
        )  # fmt: skip
        return DocumentFacts(
            record, lines=tuple(self.lines), amounts=tuple(self.amounts), programs=tuple(self.programs)
        )


def read_ministry(summary: Path, items: Path) -> list[DocumentFacts]:
    """One document for each division, in the order of the files."""
    sheets = _group(_rows(summary), "予算事業ID")
    items_of = _group((row for row in _rows(items) if row["予算種別"] == ITEM_KIND), "予算事業ID")
    books: dict[str, Book] = {}
    for program_id, rows in sheets.items():
        name = " ".join(filter(None, (rows[0][unit] for unit in ("局・庁", "部", "課"))))
        book = books.setdefault(name, Book(hashlib.sha256(name.encode()).hexdigest()[:16], name))
        _write_program(book, program_id, rows, items_of.get(program_id, []))
    return [book.facts() for book in books.values()]


def _rows(path: Path) -> Iterator[Row]:
    with (
        gzip.open(path, "rt", encoding="utf-8-sig") if path.suffix == ".gz" else path.open(encoding="utf-8-sig") as file
    ):
        yield from csv.DictReader(file)


def _group(rows: Iterator[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _write_program(book: Book, program_id: str, rows: list[Row], items: list[Row]) -> None:
    table = f"sheet {program_id}"
    name = rows[0]["事業名"]
    book.programs.append(Program(program_id, name, name, None, None, ProgramKind.PROGRAM))
    top = book.line(name, None, table, program_id)
    accounts: dict[AccountKey, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        if row["会計"]:
            _file_account(accounts, row)
        else:
            _write_year(book, top, row, sums=True)
    homes = _homes(accounts, items)
    for key, years in accounts.items():
        line = book.line(" ".join(filter(None, key[:2])), top, table)
        for row in years.values():
            _write_year(book, line, row, sums=False)
        _write_items(book, line, table, homes.get(key, []))


def _file_account(accounts: dict[AccountKey, dict[str, Row]], row: Row) -> None:
    """An account is one line with a column for each year; one that has several rows in a year is several lines."""
    year, number = row["予算年度"], 0
    while year in accounts[(row["会計"], row["勘定"], number)]:
        number += 1
    accounts[(row["会計"], row["勘定"], number)][year] = row


def _homes(accounts: dict[AccountKey, dict[str, Row]], items: list[Row]) -> dict[AccountKey, list[Row]]:
    """Items by the account that they stand under: of their own name, or of another where 2-2 names it differently.

    Where several accounts of a year come into question, it is the one whose initial budget the items make.
    """
    homes: dict[AccountKey, list[Row]] = defaultdict(list)
    lists: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for item in items:
        lists[(item["会計"], item["勘定"], item["予算年度"])].append(item)
    for (account, part, year), listed in lists.items():
        of_year = [key for key, years in accounts.items() if year in years]
        named = [key for key in of_year if key[:2] == (account, part)] or of_year
        total = sum(_yen(item[ITEM_AMOUNT] or "0") for item in listed)
        home = next((key for key in named if accounts[key][year]["当初予算"] == str(total)), named[0])
        homes[home].extend(listed)
    return homes


def _write_year(book: Book, line: str, row: Row, sums: bool) -> None:
    for column in COLUMNS:
        printed = [row[name] for name in ((column.in_sums,) if sums else column.in_accounts) if row[name]]
        if printed:
            book.amount(line, int(row["予算年度"]), column, sum(_yen(text) for text in printed))


def _write_items(book: Book, account: str, table: str, items: list[Row]) -> None:
    """One line for each item with a column for each year; an item printed twice in a year is two lines."""
    lines: dict[ItemKey, str] = {}
    seen: dict[ItemKey, int] = defaultdict(int)
    for item in items:
        if not item[ITEM_AMOUNT]:
            continue
        name = tuple(item[part] for part in ITEM_NAME)
        seen[(*name, item["予算年度"])] += 1
        key = (*name, str(seen[(*name, item["予算年度"])]))
        if key not in lines:
            lines[key] = book.line(" ".join(filter(None, name)), account, table)
        book.amount(lines[key], int(item["予算年度"]), INITIAL, _yen(item[ITEM_AMOUNT]))


def _yen(text: str) -> int:
    """Whole yen; some sheets write 24922000.0."""
    whole, _, rest = text.partition(".")
    if rest.strip("0"):
        raise ValueError(f"{text} is not a whole number of yen")
    return int(whole)
