"""How long PDFs take from their bytes to facts, against a plain pdfplumber loop, pdfium's raw characters and other libraries.

Run: ``python benchmarks/reading_speed.py [FOLDER] [--rounds N] [--peers PYTHON]``; without a folder the samples of raw/ are read. Exit
status 1 where a target is missed. Every round reads all files in one process for each way, one way after the other; what counts is CPU
time without imports, its medians over the rounds, and ratios of sums. The ways:

- ``pdfplumber``: ``extract_words`` and ``extract_tables`` of each page, which is closed then: what a script would do;
- ``pdfium``: each page loaded, each character with its box and nothing else: the limit;
- ``pages``: what ``reading`` gives: words, lines, tables, blocks;
- ``facts``: what ``yosan parse`` gives;
- ``two``: the facts by two processes, as ``yosan run --workers 2`` has them read: seconds on the clock, and of both processors together.

With ``--peers`` the table finders of camelot (lattice), img2table (without OCR) and PyMuPDF read the same files, each in a process of its
own, with the Python that is named. They are no dependencies of the project; an environment for them:
``python -m venv peers && peers/bin/pip install "camelot-py[base]" cryptography img2table pymupdf``.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAST_OVER_PDFPLUMBER, MOST_OVER_PDFIUM, LEAST_WITH_TWO = 5.0, 5.0, 8.0
LOOK_EVERY = 0.05  # seconds


def run_pdfplumber(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words()
            page.extract_tables()
            page.close()


def run_pdfium(path: Path) -> None:
    import pypdfium2
    import pypdfium2.raw as native

    sides = [ctypes.c_double() for _ in range(4)]
    there = [ctypes.byref(side) for side in sides]
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        for index in range(native.FPDFText_CountChars(text.raw)):
            native.FPDFText_GetUnicode(text.raw, index)
            native.FPDFText_GetCharBox(text.raw, index, *there)
            _ = [side.value for side in sides]
        text.close()
        page.close()
    document.close()


def run_pages(path: Path) -> None:
    from pipeline import sources
    from pipeline.reading import read_document

    read_document(path, sources.fingerprint(path))


def run_facts(path: Path) -> None:
    from pipeline import sources, walk

    walk.parse_file(path, sources.fingerprint(path))


def run_camelot(path: Path) -> None:
    import camelot

    camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)


def run_img2table(path: Path) -> None:
    from img2table.document import PDF

    PDF(str(path)).extract_tables()


def run_pymupdf(path: Path) -> None:
    import pymupdf

    with pymupdf.open(path) as document:
        for page in document:
            page.get_text("words")
            page.find_tables()


WAYS: dict[str, Callable[[Path], None]] = {
    "pdfplumber": run_pdfplumber,
    "pdfium": run_pdfium,
    "pages": run_pages,
    "facts": run_facts,
}
PEERS: dict[str, Callable[[Path], None]] = {
    "camelot": run_camelot,
    "img2table": run_img2table,
    "pymupdf": run_pymupdf,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of a processor, and on the clock."""

    cpu: float
    clock: float


def warm_up(way: str) -> None:
    """What is loaded once, however many documents are read: libraries and the dictionary of words."""
    if way in PEERS:
        importlib.import_module(way)
        return
    import pdfplumber  # noqa: F401
    import pypdfium2  # noqa: F401

    from pipeline import language, walk  # noqa: F401

    language.tokenize("予算")


def measure(way: str, paths: list[Path], python: str = sys.executable) -> list[Taken]:
    """What each file takes, all in one process of their own."""
    command = [python, __file__, "--way", way, *map(str, paths)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]
    return [Taken(*one) for one in json.loads(told)]


def print_seconds(way: str, paths: list[Path]) -> None:
    warm_up(way)
    if way == "two":
        print(json.dumps([read_with_two(paths)]))
        return
    seconds = []
    for path in paths:
        start, clock = time.process_time(), time.perf_counter()
        (WAYS | PEERS)[way](path)
        seconds.append((time.process_time() - start, time.perf_counter() - clock))
    print(json.dumps(seconds))


def read_with_two(paths: list[Path]) -> tuple[float, float]:
    """Seconds of all processors and on the clock that two processes take for the facts of all files, the largest file first."""
    import psutil

    from pipeline import sources
    from pipeline.workforce import Work, find_workforce

    works = [Work(path, sources.fingerprint(path)) for path in sorted(paths, key=lambda one: -one.stat().st_size)]
    workforce = find_workforce("2")
    list(workforce.read([works[-1]], lambda _: None))  # starts the process that the others come from
    me, spent, over = psutil.Process(), dict[int, float](), threading.Event()
    before = time.process_time()

    def look() -> None:
        while not over.wait(LOOK_EVERY):
            for reader in (one for server in me.children() for one in server.children()):
                with suppress(psutil.Error):  # it may have ended by now
                    spent[reader.pid] = sum(reader.cpu_times()[:2])

    watch = threading.Thread(target=look)
    watch.start()
    clock = time.perf_counter()
    list(workforce.read(works, lambda _: None))
    clock = time.perf_counter() - clock
    over.set()
    watch.join()
    return sum(spent.values()) + time.process_time() - before, clock


def compare(paths: list[Path], rounds: int, peers: str | None) -> int:
    """The table of medians and ratios; the exit status."""
    measured = [{way: measure(way, paths) for way in (*WAYS, "two")} for _ in range(rounds)]
    medians = {
        way: [statistics.median(one[way][number].cpu for one in measured) for number in range(len(paths))]
        for way in WAYS
    }
    print(f"{len(paths)} files, {rounds} rounds; medians of CPU seconds:")
    print(f"  {'':32} {''.join(f'{way:>12}' for way in WAYS)}   faster than pdfplumber   times pdfium")
    rows = [(path.name, {way: medians[way][number] for way in WAYS}) for number, path in enumerate(paths)]
    total = {way: sum(medians[way]) for way in WAYS}
    for name, seconds in [*rows, ("all", total)]:
        figures = "".join(f"{seconds[way]:12.3f}" for way in WAYS)
        gain, factor = seconds["pdfplumber"] / seconds["facts"], seconds["facts"] / seconds["pdfium"]
        print(f"  {name[:32]:32} {figures}   {gain:20.1f} ×   {factor:10.1f} ×")
    ratios = [
        (ratio(measured, "pdfplumber", "facts"), LEAST_OVER_PDFPLUMBER),
        (ratio(measured, "facts", "pdfium"), MOST_OVER_PDFIUM),
    ]
    print(f"  facts, median of the rounds: {ratios[0][0]:.1f} × as fast as pdfplumber, target ≥ {ratios[0][1]:g} ×")
    print(f"  facts, median of the rounds: {ratios[1][0]:.1f} × the time of pdfium, target ≤ {ratios[1][1]:g} ×")
    two = print_two(measured)
    if peers is not None:
        print_peers(paths, peers, total)
    return 0 if ratios[0][0] >= ratios[0][1] and ratios[1][0] <= ratios[1][1] and two >= LEAST_WITH_TWO else 1


def ratio(measured: list[dict[str, list[Taken]]], one: str, other: str) -> float:
    """The median over the rounds of what one way takes over what another does, in seconds of a processor."""
    return statistics.median(sum(t.cpu for t in by_way[one]) / sum(t.cpu for t in by_way[other]) for by_way in measured)


def print_two(measured: list[dict[str, list[Taken]]]) -> float:
    """How much faster two processes are than the loop on one, on the clock; medians of the rounds."""
    clock = statistics.median(sum(t.clock for t in one["pdfplumber"]) / one["two"][0].clock for one in measured)
    cpu = statistics.median(sum(t.cpu for t in one["pdfplumber"]) / one["two"][0].cpu for one in measured)
    seconds = statistics.median(one["two"][0].clock for one in measured)
    print(
        f"  facts by two processes: {seconds:.1f} s on the clock, {clock:.1f} × as fast as pdfplumber in one, target ≥ {LEAST_WITH_TWO:g} ×"
    )
    print(
        f"  facts by two processes: {cpu:.1f} × less CPU time than pdfplumber, which makes {2 * cpu:.1f} × on two idle cores"
    )
    return clock


def print_peers(paths: list[Path], python: str, total: dict[str, float]) -> None:
    """Seconds of a processor that the table finders of others take, one round."""
    for peer in PEERS:
        try:
            seconds = sum(taken.cpu for taken in measure(peer, paths, python))
        except subprocess.CalledProcessError:
            print(f"  {peer}: left out, it is not installed there or fails on a file")
        else:
            print(f"  {peer}: {seconds:.1f} s, {seconds / total['facts']:.1f} × the time of facts")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "raw"], help="folders or PDFs (default raw/)")
    parser.add_argument("--rounds", type=int, default=3, help="default %(default)s")
    parser.add_argument("--peers", metavar="PYTHON", help="a Python that has camelot, img2table and PyMuPDF")
    parser.add_argument("--way", choices=(*WAYS, "two", *PEERS), help="one way alone, for the script itself")
    arguments = parser.parse_args()
    if arguments.way is not None:
        print_seconds(arguments.way, arguments.paths)
        return 0
    paths = [file for path in arguments.paths for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]
    return compare(paths, arguments.rounds, arguments.peers)


if __name__ == "__main__":
    sys.exit(main())
