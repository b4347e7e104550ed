"""How long PDFs take from their bytes to facts, against a plain pdfplumber loop and against pdfium's raw characters.

Run: ``python benchmarks/reading_speed.py [FOLDER] [--rounds N]``; without a folder the samples of raw/ are read. Exit status 1 where a
target is missed. Every round reads all files in one process for each way, one way after the other; what counts is CPU time
without imports, its medians over the rounds, and ratios of sums. The ways:

- ``pdfplumber``: ``extract_words`` and ``extract_tables`` of each page, which is closed then: what a script would do;
- ``pdfium``: each page loaded, each character with its box and nothing else: the limit;
- ``pages``: what ``reading`` gives: words, lines, tables, blocks;
- ``facts``: what ``yosan parse`` gives.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAST_OVER_PDFPLUMBER, MOST_OVER_PDFIUM = 5.0, 5.0


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


WAYS: dict[str, Callable[[Path], None]] = {
    "pdfplumber": run_pdfplumber,
    "pdfium": run_pdfium,
    "pages": run_pages,
    "facts": run_facts,
}


def warm_up() -> None:
    """What is loaded once, however many documents are read: libraries and the dictionary of words."""
    import pdfplumber  # noqa: F401
    import pypdfium2  # noqa: F401

    from pipeline import language, walk  # noqa: F401

    language.tokenize("予算")


def measure(way: str, paths: list[Path]) -> list[float]:
    """CPU seconds for each file, all in one process of their own."""
    command = [sys.executable, __file__, "--way", way, *map(str, paths)]
    return list(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def print_seconds(way: str, paths: list[Path]) -> None:
    warm_up()
    seconds = []
    for path in paths:
        start = time.process_time()
        WAYS[way](path)
        seconds.append(time.process_time() - start)
    print(json.dumps(seconds))


def compare(paths: list[Path], rounds: int) -> int:
    """The table of medians and ratios; the exit status."""
    measured = [{way: measure(way, paths) for way in WAYS} for _ in range(rounds)]
    medians = {
        way: [statistics.median(one[way][number] for one in measured) for number in range(len(paths))] for way in WAYS
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
        (statistics.median(sum(one["pdfplumber"]) / sum(one["facts"]) for one in measured), LEAST_OVER_PDFPLUMBER),
        (statistics.median(sum(one["facts"]) / sum(one["pdfium"]) for one in measured), MOST_OVER_PDFIUM),
    ]
    print(f"  facts, median of the rounds: {ratios[0][0]:.1f} × as fast as pdfplumber, target ≥ {ratios[0][1]:g} ×")
    print(f"  facts, median of the rounds: {ratios[1][0]:.1f} × the time of pdfium, target ≤ {ratios[1][1]:g} ×")
    return 0 if ratios[0][0] >= ratios[0][1] and ratios[1][0] <= ratios[1][1] else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", type=Path, default=[ROOT / "raw"], help="a folder of PDFs (default raw/)")
    parser.add_argument("--rounds", type=int, default=3, help="default %(default)s")
    parser.add_argument("--way", choices=WAYS, help="one way alone, for the script itself")
    arguments = parser.parse_args()
    if arguments.way is not None:
        print_seconds(arguments.way, arguments.paths)
        return 0
    paths = [file for path in arguments.paths for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]
    return compare(paths, arguments.rounds)


if __name__ == "__main__":
    sys.exit(main())
