"""Kills at random moments during a run: every time, is the warehouse whole, and does the next run complete it?

Run: ``python benchmarks/kills.py [--kills N] [--seed N]``. Exit status 1 where a warehouse did not open, held anything but the old
or the new state, or was not completed by the next run.

A run's work on a few small texts takes a fraction of what the command takes to start, and the report behind it as long again.
Moments are therefore drawn from the time between the command's first sign of the warehouse (it takes the lock) and a little
after it shows the new state, as the fastest of the last runs that nobody killed took for it. The run that follows a kill is the next to be
killed; every tenth is let finish, and so is the last.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from pipeline import storage, walk
from pipeline.orchestration.resources import SilentProgress

TEXT = (
    "令和{}年度予算案\n文部科学省\n\n地域研究拠点整備事業　{},000百万円\n海洋観測網整備事業　{}億円\n　実施は３地域\n"
)
TURNOVER = 4  # texts in raw/; each round one goes and another comes
LET_FINISH = 10
POLL = 0.002  # seconds between looks for the lock, and for the new state
REACH = 1.1  # times what runs take until they show the new state: some kills come after it
LAST_RUNS = 3  # of which the fastest counts: other work on the machine comes and goes
ENDED = "the run had ended"


def command(folder: Path) -> list[str]:
    """The command over a folder's raw/ and warehouse/."""
    arguments = ["run", "--raw", str(folder / "raw"), "--warehouse", str(folder / "warehouse")]
    return [sys.executable, "-m", "pipeline.cli", *arguments]


def turn_over(raw: Path, round_: int) -> None:
    """Take the oldest text away and put a new one in."""
    (raw / f"{round_ - TURNOVER}.txt").unlink(missing_ok=True)
    (raw / f"{round_}.txt").write_text(TEXT.format(1 + round_ % 20, round_ + 1, round_ + 2), encoding="utf-8")


def expected_state(folder: Path, scratch: Path) -> str:
    """The id of the state that raw/ comes to, from a warehouse of its own."""
    with storage.warehouse_lock(scratch, SilentProgress().wait):
        return walk.publish(folder / "raw", scratch).state_id


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Start the command and wait until it takes the lock."""
    run = subprocess.Popen(command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while run.poll() is None and not is_locked(folder / "warehouse" / ".lock"):
        time.sleep(POLL)
    return run


def is_locked(lock: Path) -> bool:
    """Whether somebody holds the warehouse; asking keeps nobody out for longer than the question takes."""
    if not lock.exists():
        return False
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def measure(folder: Path) -> float:
    """Seconds from the lock until a run that nobody kills shows the new state."""
    before, run = storage.current_state(folder / "warehouse"), start(folder)
    begun = time.perf_counter()
    while run.poll() is None and storage.current_state(folder / "warehouse") == before:
        time.sleep(POLL)
    shown = time.perf_counter() - begun
    if run.wait():
        raise SystemExit(f"a run that nobody killed failed: {run.stderr.read().decode() if run.stderr else ''}")
    return shown


def look(warehouse: Path) -> str:
    """The id of the state that readers see, after reading all of it; a word on what is wrong with it otherwise."""
    state = storage.current_state(warehouse)
    if state is None:
        return "no state"
    if storage.find_damage(state):
        return "damaged"
    rows = storage.run_query(warehouse, "SELECT (SELECT count(*) FROM amounts) a, (SELECT count(*) FROM documents) d")
    said = storage.read_descriptor(state)
    (row,) = rows.to_pylist()
    agrees = (row["a"], row["d"]) == (said.count_rows("amounts"), len(said.inputs))
    return said.state_id if agrees else "not what it says"


def kill_once(folder: Path, after: float) -> str:
    """Kill a run so many seconds after it took the lock; what it was at, by what it left on the disk."""
    stored, before = list_stored(folder / "warehouse"), storage.current_state(folder / "warehouse")
    run = start(folder)
    time.sleep(after)
    if run.poll() is not None:
        return ENDED
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    return find_phase(folder / "warehouse", list_stored(folder / "warehouse") == stored, before)


def list_stored(warehouse: Path) -> set[str]:
    """Everything that is stored of documents."""
    return {str(path) for path in (warehouse / "documents").glob("*/*/*")}


def find_phase(warehouse: Path, nothing_stored: bool, before: Path | None) -> str:
    """What a run was at when it was killed."""
    scratch = list(warehouse.glob(".tmp-*"))
    building = [path / "state" for path in scratch if (path / "state").exists()]
    if storage.current_state(warehouse) != before:
        return "after the new state was shown"
    if any((path / "CURRENT.json").exists() for path in building):
        return "a state built whole, not yet shown"
    if any((path / "datapackage.json").exists() or (path / "DICTIONARY.md").exists() for path in building):
        return "describing a state"
    if building:
        return "writing a state's tables"
    if scratch:
        return "storing a document, or placing a state"
    return "before anything was stored" if nothing_stored else "gathering the next state"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=100, help="how many (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments (default %(default)s)")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    phases: Counter[tuple[str, str]] = Counter()
    ends: Counter[str] = Counter()
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        for round_ in range(TURNOVER):
            turn_over(folder / "raw", round_)
        measure(folder)
        turn_over(folder / "raw", TURNOVER)
        lengths = [measure(folder)]
        old = look(folder / "warehouse")
        for number in range(1, arguments.kills + 1):
            turn_over(folder / "raw", TURNOVER + number)
            new = expected_state(folder, folder / "other")
            where = kill_once(folder, chance.uniform(0, REACH * min(lengths[-LAST_RUNS:])))
            seen = look(folder / "warehouse")
            which = "new" if seen == new else "old" if seen == old else "neither"
            phases[where, which] += 1
            if seen not in (old, new):
                failures.append(f"kill {number}: {seen} instead of {old} or {new}")
            if number % LET_FINISH == 0 or number == arguments.kills:
                lengths.append(measure(folder))
                seen = look(folder / "warehouse")
                complete = seen == new and not list((folder / "warehouse").glob(".tmp-*"))
                ends["completed by the next run" if complete else "not completed"] += 1
                if not complete:
                    failures.append(f"after kill {number}: {seen} instead of {new}, or leftovers")
            old = seen
            print(f"{number}/{arguments.kills}: {where}; {which} state seen", file=sys.stderr, flush=True)
        set_aside = storage.list_set_aside(folder / "warehouse")
    taken = f"{statistics.median(lengths):.2f} s between the lock and the new state"
    print(f"\n{arguments.kills} kills, drawn from {REACH} times the {taken}:")
    for (what, state), how_many in sorted(phases.items()):
        print(f"  {what:42} {state:8} state seen {how_many:4}")
    for what, how_many in sorted(ends.items()):
        print(f"  {what:42} {'':8}            {how_many:4}")
    print(f"  {'set aside as damaged':42} {'':8}            {len(set_aside):4}")
    if sum(number for (what, _), number in phases.items() if what != ENDED) * 2 < arguments.kills:
        failures.append("most runs had ended before their kill: these moments tell nothing")
    for failure in [*failures, *set_aside.values()]:
        print(failure)
    return 1 if failures or set_aside else 0


if __name__ == "__main__":
    sys.exit(main())
