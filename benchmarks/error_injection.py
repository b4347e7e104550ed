"""How many errors of figures the checks report, of those that any check can see at all.

Run: ``python benchmarks/error_injection.py [--changes N] [--seed N] [--raw DIR]... [--rs-summary FILE --rs-items FILE]``. Exit
status 1 where less than the target is reported, or where a check fails on the untouched documents.

Sources: the releases of each ``--raw`` folder (the samples in raw/ unless said otherwise), and one ministry's review sheets
of the RS System, whose two CSV files (2-1 予算・執行サマリ and 2-2 歳出予算項目, rows of one ministry, gzip or plain) are named by
the options or by ``YOSAN_RS_SUMMARY`` and ``YOSAN_RS_ITEMS``; without them this source is left out and said to be. Documents are made from the files once;
each change is made to one untouched document (``injection/changes.py``), and that document and its comparisons with the
others of its source are checked anew.

``visible``: the change moves the residual of a check of the untouched documents out of its bounds, worked out from the
check's own figures without asking the checks (``injection/equations.py`` says how). All other changes cannot be
seen by arithmetic, whoever looks. ``reported``: a check that was not there before, or had another status, is mismatch or exceeds, or
fell to partial, or a warning that was not there before names the line; and it is about the right line: a line whose figure changed
(or the parent of a row that went), or the line of an equation that the change broke. ``elsewhere``: visible changes
after which some check fails at another line, too. ``warned``: changes that no residual shows and a warning at the right line does.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from injection.changes import KINDS, Change, Kind
from injection.equations import Equation, equations_of, figures_of
from injection.ministry import read_ministry

from pipeline import reconciliation, sources, walk
from pipeline.model import CheckStatus, DocumentFacts, Reconciled, Reconciliation

TARGET = 0.99
FAILED = frozenset({CheckStatus.MISMATCH, CheckStatus.EXCEEDS})
ALARMS = FAILED | {CheckStatus.PARTIAL}
DEFAULT_RAW = Path(__file__).resolve().parent.parent / "raw"
TRIES = 50  # documents that are tried for a change that not every document allows
MISSES_SHOWN = 5

WARNED = "warning"

Finding = tuple[str, str, str]  # line, what, status


@dataclass(slots=True)
class Source:
    """Documents that are compared with each other, and what was found in them before any change."""

    name: str
    documents: list[DocumentFacts]
    untouched: Reconciled = field(init=False)
    findings: frozenset[Finding] = field(init=False)
    equations: dict[str, list[Equation]] = field(init=False)
    compared: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.untouched = walk.reconcile(self.documents)
        self.findings = frozenset(_findings(self.untouched))
        home = {line.line_id: facts.record.document_id for facts in self.documents for line in facts.lines}
        figures = figures_of(self.documents)
        self.equations, pairs = {}, set()
        for equation in equations_of(self.documents, self.untouched):
            own = {home[equation.line_id], *(figures[name].document_id for name, _ in equation.members)}
            pairs |= own if len(own) > 1 else set()
            for document_id in own:
                self.equations.setdefault(document_id, []).append(equation)
        self.compared = frozenset(pairs)

    @property
    def false_alarms(self) -> list[Reconciliation]:
        return [check for check in self.untouched.checks if check.status in FAILED]

    def check(self, changed: DocumentFacts) -> Reconciled:
        """The changed document's own checks, and those with other documents where it takes part in any."""
        own = reconciliation.reconcile_document(changed)
        document_id = changed.record.document_id
        if document_id not in self.compared:
            return own
        across = reconciliation.reconcile_across(
            [changed if facts.record.document_id == document_id else facts for facts in self.documents]
        )
        warnings = (*own.warnings, *across.warnings)
        return Reconciled((*own.checks, *across.checks), (*own.members, *across.members), warnings=warnings)

    def broken(self, before: DocumentFacts, changed: DocumentFacts) -> list[Equation]:
        """The equations that held and that the changed figures break."""
        known = self.equations.get(before.record.document_id, [])
        others = [
            facts for facts in self.documents if facts.record.document_id in self.compared and facts is not before
        ]
        figures = figures_of([*others, changed])
        return [equation for equation in known if equation.broken(figures)]


def _findings(result: Reconciled) -> Iterator[Finding]:
    for check in result.checks:
        if check.status in ALARMS:
            yield check.line_id, check.reconciliation_id, check.status.value
    for warning in result.warnings:
        yield warning.line_id, warning.warning_id, WARNED


@dataclass(slots=True)
class Tally:
    """What became of the changes of one kind."""

    made: int = 0
    visible: int = 0
    reported: int = 0
    elsewhere: int = 0
    warned: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, source: Source, before: DocumentFacts, change: Change) -> None:
        """Judge one change: first whether it can be seen, then what the checks say."""
        self.made += 1
        broken = source.broken(before, change.facts)
        right = change.lines | {equation.line_id for equation in broken}
        new = [found for found in _findings(source.check(change.facts)) if found not in source.findings]
        if not broken:
            self.warned += any(line_id in right and status == WARNED for line_id, _, status in new)
            return
        self.visible += 1
        hits = {status for line_id, _, status in new if line_id in right}
        self.reported += bool(hits)
        self.elsewhere += any(line_id not in right and status in FAILED for line_id, _, status in new)
        self.statuses.update(hits)
        if not hits:
            labels = {line.line_id: " ".join(line.label.split()) for line in before.lines}
            where = ", ".join(dict.fromkeys(labels.get(equation.line_id, equation.line_id) for equation in broken))
            self.misses.append(f"{before.record.file_name}: {change.words}; could be seen at {where}")


def inject(source: Source, kind: Kind, number: int, chance: random.Random) -> Tally:
    """Changes of one kind, each to a document drawn by the number of its figures."""
    tally = Tally()
    weights = [len(facts.amounts) for facts in source.documents]
    for _ in range(number):
        for facts in chance.choices(source.documents, weights, k=TRIES):
            change = kind(facts, chance)
            if change is not None:
                tally.add(source, facts, change)
                break
    return tally


def load_sources(arguments: argparse.Namespace) -> Iterator[Source]:
    """What is there of the sources; the rest is said to be left out."""
    for folder in arguments.raw:
        found = sources.find_files(folder)
        yield Source(f"releases in {folder.name}/", [walk.parse_file(folder / one.source_uri, one) for one in found])
    files = [arguments.rs_summary, arguments.rs_items]
    if all(file is not None and file.exists() for file in files):
        yield Source("review sheets of the RS System", read_ministry(*files))
    else:
        print("left out: the review sheets of the RS System, since YOSAN_RS_SUMMARY and YOSAN_RS_ITEMS name no files\n")


def report(source: Source, tallies: Sequence[tuple[str, Tally]], seconds: float) -> bool:
    """Print the table of one source; true where the target is met and nothing fails on untouched documents."""
    checks = Counter(check.status.value for check in source.untouched.checks)
    lines = sum(len(facts.lines) for facts in source.documents)
    print(
        f"{source.name}: {len(source.documents):,} documents, {lines:,} lines, {len(source.untouched.checks):,} checks"
    )
    warnings = len(source.untouched.warnings)
    print(f"  untouched: {', '.join(f'{n:,} {status}' for status, n in sorted(checks.items()))}, {warnings:,} warnings")
    print(f"  {'':42}{'changes':>9}{'visible':>9}{'':>8}{'reported':>10}{'':>8}{'elsewhere':>11}{'warned':>8}")
    whole = Tally()
    for name, tally in tallies:
        _print_row(name, tally)
        for column in ("made", "visible", "reported", "elsewhere", "warned"):
            setattr(whole, column, getattr(whole, column) + getattr(tally, column))
        whole.statuses.update(tally.statuses)
    _print_row("all", whole)
    print(
        f"  reported as {', '.join(f'{status} {n:,}' for status, n in whole.statuses.most_common())}; {seconds:.0f} s"
    )
    for name, tally in tallies:
        for miss in tally.misses[:MISSES_SHOWN]:
            print(f"  not reported ({name}): {miss}")
    for check in source.false_alarms:
        print(f"  fails on untouched documents: {check.kind.value} {check.line_id}: {check.explanation}")
    print(flush=True)
    return not source.false_alarms and whole.reported >= TARGET * whole.visible


def _print_row(name: str, tally: Tally) -> None:
    if not tally.made:
        print(f"  {name:42}        none that it can be done to")
        return
    seen = f"{tally.visible / tally.made:.1%}"
    share = f"{tally.reported / tally.visible:.1%}" if tally.visible else "–"
    print(
        f"  {name:42}{tally.made:>9,}{tally.visible:>9,}{seen:>8}{tally.reported:>10,}{share:>8}{tally.elsewhere:>11,}{tally.warned:>8,}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--changes", type=int, default=2_000, help="over all sources (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="default %(default)s")
    parser.add_argument("--raw", type=Path, action="append", help="a folder of releases (default raw/)")
    for option, what in (("--rs-summary", "2-1"), ("--rs-items", "2-2")):
        name = f"YOSAN_{option[2:].replace('-', '_').upper()}"
        default = Path(os.environ[name]) if os.environ.get(name) else None
        parser.add_argument(option, type=Path, default=default, help=f"the RS System's {what} (default {name})")
    arguments = parser.parse_args()
    arguments.raw = arguments.raw or [DEFAULT_RAW]
    loaded = list(load_sources(arguments))
    met = []
    for position, source in enumerate(loaded):
        start = time.perf_counter()
        number = _share(arguments.changes, len(loaded), position)
        chance = random.Random(f"{arguments.seed} {source.name}")
        tallies = [
            (name, inject(source, kind, _share(number, len(KINDS), order), chance))
            for order, (name, kind) in enumerate(KINDS)
        ]
        met.append(report(source, tallies, time.perf_counter() - start))
    print(
        f"target: {TARGET:.0%} of the visible changes reported, no failed check on untouched documents: {_verdict(met)}"
    )
    return 0 if all(met) else 1


def _share(number: int, parts: int, position: int) -> int:
    """A part of a number that is dealt out as evenly as can be."""
    return number // parts + (position < number % parts)


def _verdict(met: Sequence[bool]) -> str:
    return "met" if all(met) else "missed"


if __name__ == "__main__":
    sys.exit(main())
