"""What publishing costs when one document is added: to a warehouse of 100 documents, and to one of 10,000.

Run: ``python benchmarks/publishing.py [--documents N] [--rounds N]``. Exit status 1 where a target is missed. The documents are
generated, about 100 amounts each; each publishing is a process of its own, whose time and highest resident memory are
printed. The small warehouse's document has as many neighbours as the large one's.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import generated_warehouse as generated
import pyarrow as pa
from peaks import highest_resident

from pipeline import reconciliation, sources, storage, walk
from pipeline.storage.present import LEDGER, PRIVATE_SCHEMAS, schema_of
from pipeline.version import PUBLISHER_VERSION

SMALL, LARGE, ROUNDS = 100, 10_000, 3
MOST_TIMES, MOST_SECONDS, MOST_MEGABYTES = 3.0, 10.0, 2048.0
ADDED = generated.Release(0, generated.FIRST_YEAR + 5, 2, "proposed")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, seconds of processor time and megabytes."""

    seconds: float
    cpu: float
    megabytes: float


class Made(storage.Fresh):
    """Tables in the place of documents that were gathered one by one."""

    def __init__(self, tables: dict[str, pa.Table]) -> None:
        super().__init__()
        self._tables = tables

    def table(self, name: str) -> pa.Table:
        return self._tables[name] if name in self._tables else schema_of(name).empty_table()


def prepare(folder: Path, number: int) -> None:
    """A warehouse in which so many documents are published, and the one to be added is stored with its neighbours."""
    releases = [one for one in generated.list_releases(number + 1) if one != ADDED]
    generated.put_into_raw(folder / "raw", releases)
    (folder / "warehouse").mkdir()
    tables = generated.make_tables(releases)
    found = sources.find_files(folder / "raw")
    nobody_said_anything = reconciliation.AliasPlan()
    marks = [walk.mark_of(one, nobody_said_anything) for one in found]
    ledger = {"document_id": [one.document_id for one in found], "mark": marks}
    tables[LEDGER] = pa.Table.from_pydict(ledger, schema=PRIVATE_SCHEMAS[LEDGER])
    storage.publish_gathered(folder / "warehouse", storage.Gathered(Made(tables)))
    near = [one for one in releases if one.issuer == ADDED.issuer and abs(one.year - ADDED.year) <= 2]
    generated.store(folder / "warehouse", [*near, ADDED])


def measure_adding(folder: Path) -> Cost:
    """Publish with the added document; without it again afterwards."""
    generated.put_into_raw(folder / "raw", [ADDED])
    cost = measure(folder)
    (folder / "raw" / ADDED.uri).unlink()
    measure(folder)
    return cost


def measure(folder: Path) -> Cost:
    """Publish in a process of its own. No other state is kept: it makes one that is not there yet, as a new release does."""
    command = [sys.executable, __file__, "--publish", str(folder)]
    environment = {**os.environ, "YOSAN_KEPT_STATES": "1"}
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return Cost(*map(float, answer.stdout.split()))


def publish(folder: Path) -> None:
    """Publish here, and print the cost."""
    clock, cpu = time.perf_counter(), time.process_time()
    walk.publish(folder / "raw", folder / "warehouse")
    print(time.perf_counter() - clock, time.process_time() - cpu, highest_resident() / 1024)


def report(name: str, costs: Sequence[Cost]) -> Cost:
    median = Cost(
        *(statistics.median(getattr(cost, field) for cost in costs) for field in ("seconds", "cpu", "megabytes"))
    )
    print(
        f"{name}: {median.seconds:.2f} s ({median.cpu:.2f} s of processor time), {median.megabytes:.0f} MB", flush=True
    )
    return median


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=LARGE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path, help="where to keep the generated warehouses for the next time")
    parser.add_argument("--publish", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.publish:
        publish(options.publish)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        costs = {}
        for number in (SMALL, options.documents):
            place = folder / f"{number}-{PUBLISHER_VERSION}"
            if not place.exists():
                place.mkdir(parents=True)
                prepare(place, number)
            rounds = [measure_adding(place) for _ in range(options.rounds)]
            costs[number] = report(f"one document added to {number}", rounds)
    small, large = costs[SMALL], costs[options.documents]
    times = large.seconds / small.seconds
    print(f"{times:.1f} times as long (target {MOST_TIMES}), {large.seconds:.1f} s (target {MOST_SECONDS})")
    return int(times > MOST_TIMES or large.seconds > MOST_SECONDS or large.megabytes > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
