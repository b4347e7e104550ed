"""How much memory a long book takes, against a short one of the same pages.

Run: ``python benchmarks/memory_of_reading.py [BOOK] [--pages N] [--most MEGABYTES]``. Exit status 1 where a target is missed. Each book is read
in a process of its own, whose highest resident size is printed: with the pages alone (what ``reading`` holds) and with the facts as
well (what ``yosan parse`` holds). Then the long book, or the ``BOOK`` that is named, is ingested as ``yosan run`` does it, and the
highest private memory (USS, looked at ten times a second) is printed of the process that runs and of the two that read for it: both
read parts of the book, and then one of them joins the parts and finds the facts.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path

import psutil
from peaks import highest_resident

TARGET = 300.0  # megabytes
TARGET_RUN, TARGET_READER = 400.0, 200.0
LOOK_EVERY = 0.1  # seconds
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
    print(pages, amounts, round(time.perf_counter() - start, 1), highest_resident())


class Watch:
    """Looks again and again how much private memory this process has, and those that read for it."""

    def __init__(self) -> None:
        self.own = 0
        self.readers: dict[int, int] = {}
        self._me, self._over = psutil.Process(), threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            self.own = max(self.own, self._me.memory_full_info().uss)
            for reader in (one for server in self._me.children() for one in server.children()):
                with suppress(psutil.Error):  # it may have ended by now
                    size = reader.memory_full_info().uss
                    self.readers[reader.pid] = max(self.readers.get(reader.pid, 0), size)


def ingest_book(path: Path) -> None:
    """Ingest a book with two readers, and print pages, amounts, seconds, and the peaks in kilobytes: of this process, and of both
    readers, the one that has joined the parts last."""
    from pipeline import sources, walk
    from pipeline.orchestration.resources import SilentProgress

    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, Watch() as watch:
        raw = Path(folder) / "raw"
        raw.mkdir()
        shutil.copyfile(path, raw / "book.pdf")
        ids = {source.document_id for source in sources.find_files(raw)}
        (done,) = walk.ingest(raw, Path(folder) / "warehouse", ids, SilentProgress(), "2")
    seconds = round(time.perf_counter() - start, 1)
    readers = sorted(watch.readers.values())  # a short book has one
    peaks = (size // 1024 for size in (watch.own, readers[0], readers[-1]))
    print(done.outline.record.page_count, done.outline.amounts, seconds, *peaks)


def run(*arguments: str) -> list[str]:
    """This script in a process of its own; the words that it prints."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def measure(folder: Path, pages: int, mode: str) -> float:
    """Megabytes that a book takes; printed with what was read."""
    book = folder / f"{pages}.pdf"
    if not book.exists():
        run("--step", "make", str(book), "--pages", str(pages))
    read, amounts, seconds, peak = run("--step", mode, str(book))
    megabytes = int(peak) / 1024
    print(
        f"  {mode:5} {int(read):5,} pages  {int(amounts):8,} amounts  {seconds:>6} s  {megabytes:7.1f} MB", flush=True
    )
    return megabytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--step", choices=("make", "pages", "facts", "run"), help="one step alone, for the script itself"
    )
    parser.add_argument("book", nargs="?", type=Path, help="a PDF to ingest in place of the long book")
    parser.add_argument("--pages", type=int, default=600, help="pages of the long book (default %(default)s)")
    parser.add_argument(
        "--most", type=float, default=TARGET, help="megabytes for the long book's pages (default %(default)s)"
    )
    arguments = parser.parse_args()
    if arguments.step == "make":
        make_book(arguments.book, arguments.pages)
    elif arguments.step == "run":
        ingest_book(arguments.book)
    elif arguments.step is not None:
        read_book(arguments.book, arguments.step == "facts")
    else:
        return compare(arguments.pages, arguments.most, arguments.book)
    return 0


def measure_run(book: Path) -> bool:
    """Ingest a book; whether both targets are met."""
    read, amounts, seconds, own, reading, joining = run("--step", "run", str(book))
    own_size, reading_size, joining_size = (int(size) / 1024 for size in (own, reading, joining))
    print(f"private memory, {book.name}: {int(read):,} pages, {int(amounts):,} amounts, {seconds} s")
    print(f"  the run {own_size:.1f} MB, target under {TARGET_RUN:g} MB")
    print(f"  a reader of pages {reading_size:.1f} MB, target under {TARGET_READER:g} MB")
    print(f"  a reader that joins them and finds the facts {joining_size:.1f} MB")
    return own_size < TARGET_RUN and reading_size < TARGET_READER


def compare(pages: int, most: float, book: Path | None) -> int:
    """Both books both ways, and one as a run does it; the exit status."""
    if book is not None:
        return 0 if measure_run(book) else 1
    print("highest resident size:")
    peaks = {}
    with tempfile.TemporaryDirectory() as folder:
        for mode in ("pages", "facts"):
            short, long = (measure(Path(folder), number, mode) for number in (max(1, pages // SHORT), pages))
            print(f"  {mode:5} long to short: {long / short:.2f} ×")
            peaks[mode] = long
        fits = measure_run(Path(folder) / f"{pages}.pdf")
    print(f"pages of the long book: {peaks['pages']:.1f} MB, target under {most:g} MB")
    return 0 if fits and peaks["pages"] < most else 1


if __name__ == "__main__":
    sys.exit(main())
