"""What reconciling 100,000 lines costs, against 10,000 of the same kind, and how much memory it takes.

Run: ``python benchmarks/reconciliation_scale.py [--lines N] [--rounds N] [--most RATIO] [--memory MEGABYTES]``. Exit status 1
where ten times the lines take more than the target ratio, or more memory than the target.

Documents are made here, of several shapes (``SHAPES``), all of whose figures add up. Each shape has a process of its own, in
which the short and the long document are checked in turn, within themselves and against each other, as for a
published state; medians of CPU time are compared, and the process's highest resident size is printed, documents included.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from peaks import highest_resident

from pipeline import reconciliation, walk
from pipeline.model import (
    Amount,
    BudgetLine,
    CheckStatus,
    Count,
    DocumentFacts,
    DocumentRecord,
    DocumentStatus,
    Measure,
    Nature,
    Phase,
    Place,
    Relation,
    RoundingMode,
)

TARGET = 12.0  # ten times the lines, at most this many times the time
MEMORY = 1_000.0  # megabytes
SHORT = 10  # the short document has this share of the long one's lines
TEN = 10  # ratios are for ten times the lines; a shape's own number of lines need not be quite ten times
THOUSAND = 10**3
PLACE = Place(1, None, 0, 1)
YEAR = 2025


@dataclass(slots=True)
class Sheet:
    """A document being made: lines with this year's and last year's figure and the change."""

    name: str = "a"
    year: int = YEAR
    lines: list[BudgetLine] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)

    def line(self, label: str, parent: str | None = None, table: str | None = "t", **fields: Any) -> str:
        """A line without figures."""
        line_id = f"{self.name}:{len(self.lines)}"
        own: dict[str, Any] = {
            "line_id": line_id, "document_id": self.name, "program_id": label, "parent_line_id": parent,
            "parent_rule": None, "ordinal": len(self.lines), "level": 0, "label": label, "list_number": None,
            "account": None, "marker": None, "relation": None, "is_total": False, "same_as_line_id": None,
            "table_id": table, "children_complete": None, "place": PLACE,
        }  # fmt: skip
        self.lines.append(BudgetLine(**{**own, **fields}))
        return line_id

    def figure(self, line_id: str, thousands: int, **fields: Any) -> None:
        own: dict[str, Any] = {
            "amount_id": f"{self.name}#{len(self.amounts)}", "line_id": line_id, "document_id": self.name,
            "fiscal_year": self.year, "phase": Phase.PROPOSED, "supplement_no": None, "measure": Measure.BUDGET,
            "nature": Nature.EXPENDITURE, "header_path": "本年度予算額", "column": 1, "amount_yen": thousands * THOUSAND,
            "amount_yen_suggested": None, "suggestion_reason": None, "amount_yen_max": None, "precision_yen": THOUSAND,
            "approximate": False, "qualifier": None, "amount_text": str(thousands), "unit_text": "千円",
            "label_reliable": True, "role_rule": "header", "place": PLACE, "evidence": "",
        }  # fmt: skip
        self.amounts.append(Amount(**{**own, **fields}))

    def row(self, label: str, now: int, before: int, parent: str | None = None, **fields: Any) -> str:
        """A line with all three figures."""
        line_id = self.line(label, parent, **fields)
        self.figure(line_id, now)
        self.figure(
            line_id, before, fiscal_year=self.year - 1, phase=Phase.APPROVED, header_path="前年度予算額", column=2
        )
        self.figure(line_id, now - before, measure=Measure.CHANGE, header_path="比較", column=3)
        return line_id

    def count(self, line_id: str, value: int, parent: str | None = None) -> str:
        count_id = f"{self.name}*{len(self.counts)}"
        self.counts.append(
            Count(
                count_id=count_id, line_id=line_id, document_id=self.name, subject="", unit="校", value=value,
                fiscal_year=None, status=None, parent_count_id=parent, relation=Relation.COMPONENT if parent else None,
                approximate=False, count_text=f"{value}校", place=PLACE, evidence="",
            )
        )  # fmt: skip
        return count_id

    def facts(self) -> DocumentFacts:
        record = DocumentRecord(
            document_id=self.name, sha256=self.name, file_name=self.name, source_uri=self.name, media_type="text/plain",
            byte_size=1, page_count=1, title=None, issuer=None, fiscal_year=self.year, phase=Phase.PROPOSED,
            released_on=None, retrieved_at=None, status=DocumentStatus.EXTRACTED, status_detail=None, replaced_by=None,
            withdrawn_on=None, rounding_mode=RoundingMode.UNKNOWN, extractor_version="benchmark",
        )  # fmt: skip
        return DocumentFacts(record, lines=tuple(self.lines), amounts=tuple(self.amounts), counts=tuple(self.counts))


def tables_of(rows: int) -> Callable[[int], list[DocumentFacts]]:
    """Tables with a heading that its rows make, and a total."""

    def make(lines: int) -> list[DocumentFacts]:
        sheet = Sheet()
        for table in range(max(1, lines // (rows + 2))):
            name = f"t{table}"
            heading = sheet.row(f"{name}費", rows * 7, rows * 5, table=name)
            for row in range(rows):
                sheet.row(f"{name}の{row}", 7, 5, heading, table=name)
            sheet.row("計", rows * 7, rows * 5, table=name, is_total=True)
        return [sheet.facts()]

    return make


def one_long_table(lines: int) -> list[DocumentFacts]:
    """One table on all pages: a 小計 for ten rows, a 計 for a hundred, a 合計 for all."""
    sheet = Sheet()
    for hundred in range(max(1, lines // 111)):
        for ten in range(10):
            for row in range(10):
                sheet.row(f"{hundred}-{ten}-{row}", 7, 5)
            sheet.row("小計", 70, 50, is_total=True)
        sheet.row("計", 700, 500, is_total=True)
    sheet.row("合計", 700 * max(1, lines // 111), 500 * max(1, lines // 111), is_total=True)
    return [sheet.facts()]


def totals_above_their_rows(lines: int) -> list[DocumentFacts]:
    """One table whose totals stand above the ten rows that they close."""
    sheet = Sheet()
    for group in range(max(1, lines // 11)):
        sheet.row("計", 70, 50, is_total=True)
        for row in range(10):
            sheet.row(f"{group}-{row}", 7, 5)
    return [sheet.facts()]


def one_list(lines: int) -> list[DocumentFacts]:
    """One line of which all others are items."""
    sheet = Sheet()
    top = sheet.row("総額", (lines - 1) * 7, (lines - 1) * 5)
    for row in range(lines - 1):
        sheet.row(f"{row}", 7, 5, top)
    return [sheet.facts()]


def one_wrong_list(lines: int) -> list[DocumentFacts]:
    """One line of which all others are items, in two columns, and the last item is wrong in one."""
    (facts,) = one_list(lines)
    amounts = [amount for amount in facts.amounts if amount.measure is Measure.BUDGET]
    wrong = replace(amounts[-2], amount_yen=9 * lines * THOUSAND)
    return [replace(facts, amounts=(*amounts[:-2], wrong, amounts[-1]))]


def deep_trees(lines: int) -> list[DocumentFacts]:
    """Trees of two branches and ten levels, every third level without figures."""
    sheet = Sheet()
    levels = 10

    def grow(parent: str | None, level: int, name: str) -> None:
        size = 2 ** (levels - 1 - level)
        stated = level % 3 != 1
        line = sheet.row(name, 7 * size, 5 * size, parent) if stated else sheet.line(name, parent)
        if level + 1 < levels:
            grow(line, level + 1, f"{name}1")
            grow(line, level + 1, f"{name}2")

    for tree in range(max(1, lines // (2**levels - 1))):
        grow(None, 0, f"{tree}-")
    return [sheet.facts()]


def chains(lines: int) -> list[DocumentFacts]:
    """Each line the only item of the line before, a hundred levels deep; figures at the top and the bottom."""
    sheet = Sheet()
    for chain in range(max(1, lines // 100)):
        parent = sheet.row(f"{chain}", 7, 5)
        for level in range(98):
            parent = sheet.line(f"{chain}-{level}", parent)
        sheet.row(f"{chain}-", 7, 5, parent)
    return [sheet.facts()]


def wide_table(columns: int) -> list[DocumentFacts]:
    """A line, nine items and a total; columns of financing, of one year and of other years make as many figures as are asked for."""
    sheet = Sheet()
    top = sheet.line("総額")
    rows = [top, *(sheet.line(f"{row}", top) for row in range(9))]
    total = sheet.line("計", is_total=True)
    for column in range(columns // len(rows)):
        own: dict[str, Any] = {"header_path": f"財源 / {column}", "nature": Nature.FINANCING}
        if column % 3:
            own = {"header_path": f"{column}", "fiscal_year": YEAR if column % 3 == 1 else column}
        for line in (*rows, total):
            sheet.figure(line, 63 if line in (top, total) else 7, column=column, **own)
    return [sheet.facts()]


def same_names(lines: int) -> list[DocumentFacts]:
    """Two releases in which every table has a row of the same name."""
    sheets = [Sheet("a", YEAR), Sheet("b", YEAR - 1)]
    for sheet in sheets:
        for table in range(max(1, lines // 20)):
            heading = sheet.row(f"{table}費", 63, 63, table=f"t{table}")
            for row in range(9):
                sheet.row(f"{row}", 7, 7, heading, table=f"t{table}")
    return [sheet.facts() for sheet in sheets]


def many_releases(lines: int) -> list[DocumentFacts]:
    """Releases of a hundred lines, each with last year's column of the release before."""
    documents = []
    for number in range(max(1, lines // 100)):
        sheet = Sheet(f"r{number}", 1900 + number)
        heading = sheet.row("総務費", 99 * 7, 99 * 7)
        for row in range(99):
            sheet.row(f"{row}", 7, 7, heading)
        documents.append(sheet.facts())
    return documents


def many_counts(lines: int) -> list[DocumentFacts]:
    """As many counts as lines elsewhere, all of them cohorts of one."""
    sheet = Sheet()
    line = sheet.line("拠点")
    whole = sheet.count(line, lines)
    for _ in range(lines):
        sheet.count(line, 1, whole)
    return [sheet.facts()]


SHAPES: dict[str, Callable[[int], list[DocumentFacts]]] = {
    "tables of 5 rows": tables_of(5),
    "tables of 50 rows": tables_of(50),
    "tables of 5,000 rows": tables_of(5_000),
    "one long table": one_long_table,
    "totals above their rows": totals_above_their_rows,
    "one list": one_list,
    "one list with an error": one_wrong_list,
    "trees of 10 levels": deep_trees,
    "chains of 100 levels": chains,
    "one wide table": wide_table,
    "the same names everywhere": same_names,
    "many releases": many_releases,
    "one count's cohorts": many_counts,
}


def seconds(documents: list[DocumentFacts]) -> float:
    """CPU time of suggesting and checking, as for a published state."""
    start = time.process_time()
    walk.reconcile([reconciliation.suggest(facts) for facts in documents])
    return time.process_time() - start


def measure(shape: str, lines: int, rounds: int) -> None:
    """Print lines and median seconds of the short and the long document, the long one's checks and the peak in kilobytes."""
    for number in (max(1, lines // SHORT), lines):
        documents = SHAPES[shape](number)
        made = sum(max(len(facts.lines), len(facts.amounts) // 3, len(facts.counts)) for facts in documents)
        print(made, statistics.median(seconds(documents) for _ in range(rounds)))
    checks = walk.reconcile(documents).checks
    print(
        len(checks),
        sum(check.status in (CheckStatus.MISMATCH, CheckStatus.EXCEEDS) for check in checks),
        highest_resident(),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("shape", nargs="?", choices=SHAPES, help="one shape alone, for the script itself")
    parser.add_argument("--lines", type=int, default=100_000, help="lines of the long document (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="default %(default)s")
    parser.add_argument("--most", type=float, default=TARGET, help="the target ratio (default %(default)s)")
    parser.add_argument("--memory", type=float, default=MEMORY, help="megabytes (default %(default)s)")
    arguments = parser.parse_args()
    if arguments.shape is not None:
        measure(arguments.shape, arguments.lines, arguments.rounds)
        return 0
    return compare(arguments.lines, arguments.rounds, arguments.most, arguments.memory)


def compare(lines: int, rounds: int, most: float, memory: float) -> int:
    """All shapes, each in its own process; the exit status."""
    print(f"medians of {rounds} rounds of CPU time, {max(1, lines // SHORT):,} and {lines:,} lines:")
    worst = highest = 0.0
    for shape in SHAPES:
        command = [sys.executable, __file__, shape, "--lines", str(lines), "--rounds", str(rounds)]
        words = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        few, short, many, long, checks, failed, peak = map(float, words)
        ratio = TEN * (long / many) / (short / few)
        worst, highest = max(worst, ratio), max(highest, peak / 1024)
        print(
            f"  {shape:27}{few:9,.0f} lines {short:7.3f} s{many:10,.0f} lines {long:7.3f} s{ratio:8.2f} ×"
            f"{checks:10,.0f} checks,{failed:3,.0f} failed{peak / 1024:7.0f} MB",
            flush=True,
        )
    print(
        f"ten times the lines take at most {worst:.2f} ×, target ≤ {most:g} ×; {highest:.0f} MB, target < {memory:g} MB"
    )
    return 0 if worst <= most and highest < memory else 1


if __name__ == "__main__":
    sys.exit(main())
