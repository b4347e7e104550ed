"""How much memory a long book takes, against a short one of the same pages.

Run: ``python benchmarks/memory_of_reading.py [--pages N] [--most MEGABYTES]``. Exit status 1 where the long book takes more than
the target. Each book is read in a process of its own, whose highest resident size is printed: with the pages alone (what
``reading`` holds) and with the facts as well (what ``yosan parse`` holds).
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from importlib.resources import as_file, files
from pathlib import Path

TARGET = 300.0  # megabytes
SHORT = 10  # the short book has this share of the long one's pages
ROWS, ROW_HEIGHT, SIZE = 32, 22, 10  # a page of a book of tables, in points
COLUMNS = (("事　項", 40), ("前年度予算額", 300), ("本年度予算額", 400), ("比較増△減額", 500))
NAMES = (
    "地域の学びを支える拠点の整備",
    "研究設備の共用に係る経費",
    "図書館の機能の向上",
    "公民館の改修費",
    "防災教育の推進",
)


def make_book(path: Path, pages: int) -> None:
    """A book of ruled tables, every figure another."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    with as_file(files("matplotlib_fontja") / "fonts" / "ipaexg.ttf") as font:
        pdfmetrics.registerFont(TTFont("gothic", str(font)))
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
    chance = random.Random(0)
    for number in range(1, pages + 1):
        canvas.setFont("gothic", SIZE)
        canvas.drawString(40, 800, f"令和7年度予算案　所管別内訳（{number}）")
        canvas.drawRightString(550, 800, "（単位：千円）")
        for row in range(ROWS):
            top = 780 - row * ROW_HEIGHT
            canvas.line(36, top, 555, top)
            before, now = chance.randint(1_000, 9_999_999), chance.randint(1_000, 9_999_999)
            change = f"{now - before:,}".replace("-", "△")
            texts = [f"{row}　{chance.choice(NAMES)}", f"{before:,}", f"{now:,}", change]
            for (head, x), text in zip(COLUMNS, texts, strict=True):
                canvas.drawString(x, top - 15, head if row == 0 else text)
        canvas.line(36, 780 - ROWS * ROW_HEIGHT, 555, 780 - ROWS * ROW_HEIGHT)
        for x in (36, 290, 390, 490, 555):
            canvas.line(x, 780, x, 780 - ROWS * ROW_HEIGHT)
        canvas.drawCentredString(297, 40, f"- {number} -")
        canvas.showPage()
    canvas.save()


def read_book(path: Path, facts: bool) -> None:
    """Read a book and print the pages, the amounts, the seconds and the peak in kilobytes."""
    from pipeline import sources, walk
    from pipeline.reading import read_document

    start = time.perf_counter()
    source = sources.fingerprint(path)
    if facts:
        found = walk.parse_file(path, source)
        pages, amounts = found.record.page_count, len(found.amounts)
    else:
        pages, amounts = read_document(path, source).page_count, 0
    print(pages, amounts, round(time.perf_counter() - start, 1), _peak())


def _peak() -> int:
    """Kilobytes. Linux counts a process's own anew from its start; elsewhere the system's figure must do."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def run(*arguments: str) -> list[str]:
    """This script in a process of its own; the words that it prints."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def measure(folder: Path, pages: int, mode: str) -> float:
    """Megabytes that a book takes; printed with what was read."""
    book = folder / f"{pages}.pdf"
    if not book.exists():
        run("make", str(book), "--pages", str(pages))
    read, amounts, seconds, peak = run(mode, str(book))
    megabytes = int(peak) / 1024
    print(
        f"  {mode:5} {int(read):5,} pages  {int(amounts):8,} amounts  {seconds:>6} s  {megabytes:7.1f} MB", flush=True
    )
    return megabytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "step", nargs="?", choices=("make", "pages", "facts"), help="one step alone, for the script itself"
    )
    parser.add_argument("book", nargs="?", type=Path, help="the book of that step")
    parser.add_argument("--pages", type=int, default=600, help="pages of the long book (default %(default)s)")
    parser.add_argument(
        "--most", type=float, default=TARGET, help="megabytes for the long book's pages (default %(default)s)"
    )
    arguments = parser.parse_args()
    if arguments.step == "make":
        make_book(arguments.book, arguments.pages)
    elif arguments.step is not None:
        read_book(arguments.book, arguments.step == "facts")
    else:
        return compare(arguments.pages, arguments.most)
    return 0


def compare(pages: int, most: float) -> int:
    """Both books both ways; the exit status."""
    print("highest resident size:")
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        for mode in ("pages", "facts"):
            short, long = (measure(Path(folder), number, mode) for number in (max(1, pages // SHORT), pages))
            print(f"  {mode:5} long to short: {long / short:.2f} ×")
            peaks[mode] = long
    print(f"pages of the long book: {peaks['pages']:.1f} MB, target under {most:g} MB")
    return 0 if peaks["pages"] < most else 1


if __name__ == "__main__":
    sys.exit(main())
