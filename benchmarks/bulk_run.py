"""Whether a run over 1,000 small documents costs as much by document as one over 100.

Run: ``python benchmarks/bulk_run.py [--few N] [--many N] [--rounds N]``. Exit status 1 where the target is missed. Each run is ``yosan run``
over a new folder and a new warehouse, in a process of its own; what counts is the CPU time of it and of the readers that it starts, less
that of a run over one document: what starting and an empty warehouse cost.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

MOST_BY_DOCUMENT = 1.2
LOOK_EVERY = 0.05  # seconds
TEXT = (
    "令和{year}年度{phase}\n文部科学省\n（単位：百万円）\n"
    "　事項　　　　　　　　　　　　　　前年度予算額　　令和{year}年度予算額\n"
    "{rows}"
    "　その{n}の拠点の整備　{n},234百万円\n　　実施は{n}地域\n"
)
ROW = "　第{n}地区の{name}　　　　{before:,}　　{now:,}\n"
NAMES = ("観測網の整備", "図書館の改修", "学びの支援", "共同利用の推進")
PHASES = ("概算要求", "予算案", "補正予算案")


def release(number: int) -> str:
    """A small release with names that few others have."""
    rows = "".join(
        ROW.format(n=number + 1, name=name, before=100 + 7 * number + at, now=120 + 9 * number + at)
        for at, name in enumerate(NAMES)
    )
    return TEXT.format(year=1 + number % 8, phase=PHASES[number % len(PHASES)], rows=rows, n=number + 1)


def run(documents: int) -> tuple[float, float]:
    """Seconds of all processors, and on the clock, of a run over so many documents."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        for number in range(documents):
            (raw / f"{number:04}.txt").write_text(release(number), encoding="utf-8")
        command = [sys.executable, "-m", "pipeline.cli", "run", "--raw", str(raw)]
        command += ["--warehouse", str(Path(folder) / "warehouse"), "--workers", "2"]
        start = time.perf_counter()
        log = Path(folder) / "log"
        with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
            spent = watch(process)
        clock = time.perf_counter() - start
        if process.returncode:
            sys.exit(f"the run over {documents} documents failed:\n{log.read_text(errors='replace')[-2000:]}")
        return spent, clock


def watch(process: subprocess.Popen[bytes]) -> float:
    """Seconds of all processors that a process and those that it starts have had, once it has ended."""
    spent: dict[int, float] = {}
    me = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            for one in (me, *me.children(recursive=True)):
                times = one.cpu_times()
                spent[one.pid] = times.user + times.system
        except psutil.Error:  # one of them has ended by now
            pass
        time.sleep(LOOK_EVERY)
    return sum(spent.values())


def compare(few: int, many: int, rounds: int) -> int:
    """The costs by document and their ratio; the exit status."""
    ratios = []
    for _ in range(rounds):
        (start, _), (small, small_clock), (large, large_clock) = run(1), run(few), run(many)
        by_document = (small - start) / (few - 1), (large - start) / (many - 1)
        ratios.append(by_document[1] / by_document[0])
        print(
            f"  1 document {start:.1f} s of CPU, {few:,} {small:.1f} s ({small_clock:.0f} s on the clock), {many:,} {large:.1f} s ({large_clock:.0f} s)"
        )
        print(
            f"  by document {1000 * by_document[0]:.1f} ms and {1000 * by_document[1]:.1f} ms: {ratios[-1]:.2f} ×",
            flush=True,
        )
    ratio = statistics.median(ratios)
    print(f"  median of the rounds {ratio:.2f} ×, target ≤ {MOST_BY_DOCUMENT:g} ×")
    return 0 if ratio <= MOST_BY_DOCUMENT else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--few", type=int, default=100, help="default %(default)s")
    parser.add_argument("--many", type=int, default=1_000, help="default %(default)s")
    parser.add_argument("--rounds", type=int, default=1, help="default %(default)s")
    arguments = parser.parse_args()
    return compare(arguments.few, arguments.many, arguments.rounds)


if __name__ == "__main__":
    sys.exit(main())
