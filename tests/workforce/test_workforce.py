"""Documents are read by processes that may die: each costs its document and no other.

The processes are real, and what they die of is real, too: signals, and limits that are too low for a document. A named pipe in the place
of a file holds a process where it is for as long as nobody writes into it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from pipeline import storage, walk
from pipeline.cli import app
from pipeline.model import READER_STOPPED, DocumentStatus, Source
from pipeline.orchestration.resources import SilentProgress
from pipeline.reading import Manner
from pipeline.reading.limits import Limits
from pipeline.settings import PROJECT
from pipeline.sources import find_files, fingerprint
from pipeline.version import EXTRACTOR_VERSION
from pipeline.workforce.parsing import Orders, Stop, Work, facts_of_stop
from pipeline.workforce.processes import LocalProcesses

RELEASE = "令和7年度予算案\n文部科学省\n\n地域研究拠点整備事業　{},234百万円\n"
# A text over which the rules sit for some seconds.
LONG = "令和7年度予算案\n文部科学省\n" + "".join(
    f"事業{n}　{n},234百万円（前年度予算額 {n},000百万円）\n" for n in range(1, 5000)
)
SOON = 20.0  # seconds, on a machine that has much else to do; the least part of it is needed
MEBIBYTE = 2**20
RAW = PROJECT / "raw"

Read = dict[str, tuple[str, str | None]]


@pytest.fixture
def release(tmp_path: Path) -> Callable[[int], Work]:
    """Makes releases that are read at once."""

    def make(number: int) -> Work:
        path = tmp_path / f"{number}.txt"
        path.write_text(RELEASE.format(number), encoding="utf-8")
        return Work(path, fingerprint(path))

    return make


@pytest.fixture
def held(tmp_path: Path) -> Work:
    """A file that holds whoever reads it."""
    os.mkfifo(tmp_path / "held.txt")
    return Work(tmp_path / "held.txt", Source("0" * 16, "0" * 64, "held.txt", "held.txt", 1))


@pytest.fixture
def long(tmp_path: Path) -> Work:
    """A release that takes seconds."""
    (tmp_path / "long.txt").write_text(LONG, encoding="utf-8")
    return Work(tmp_path / "long.txt", fingerprint(tmp_path / "long.txt"))


def readers() -> list[psutil.Process]:
    """The processes that read for this one: children of the server that its children are."""
    return [one for server in psutil.Process().children() for one in server.children()]


def read(
    works: list[Work], orders: Orders, count: int = 1, on_start: Callable[[Source], None] = lambda _: None
) -> Read:
    """What became of each file by its name; the processes are gone after it."""
    facts = list(LocalProcesses(orders, count).read(works, on_start))
    assert readers() == []
    return {one.record.file_name: (one.record.status, one.record.status_detail) for one in facts}


def signal_reader(held: Work, number: int) -> Callable[[Source], None]:
    """Sends a signal to the process that holds the held file, when the document after that is begun; the file holds nobody after
    that, as somebody will look whether it can be read in parts."""

    def on_start(source: Source) -> None:
        if source != held.source:
            with held.path.open("wb"):  # opens once the other end is being read
                readers()[0].send_signal(number)
            held.path.unlink()
            held.path.touch()

    return on_start


GOOD = (DocumentStatus.EXTRACTED, None)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (signal.SIGKILL, "the process that read it was killed (SIGKILL): see that the machine has memory to spare"),
        (signal.SIGSEGV, "the library that reads PDFs crashed on it (SIGSEGV): save it anew with another program"),
    ],
)
def test_process_that_dies_costs_its_document(
    release: Callable[[int], Work], held: Work, number: signal.Signals, why: str
) -> None:
    found = read([held, release(1)], Orders(), 2, signal_reader(held, number))
    assert found == {
        "held.txt": (DocumentStatus.UNREADABLE, f"{why}, then yosan run --again"),
        "1.txt": GOOD,
    }


def test_process_that_hangs_costs_its_document(release: Callable[[int], Work], held: Work) -> None:
    found = read([release(1), held, release(2)], Orders(seconds=1.0))
    advice = "raise YOSAN_LIMIT_SECONDS or split the document, then yosan run --again"
    assert found == {
        "1.txt": GOOD,
        "held.txt": (DocumentStatus.UNREADABLE, f"reading it took longer than 1 seconds: {advice}"),
        "2.txt": GOOD,
    }


def test_time_of_a_processor_is_limited_for_each_document(long: Work, release: Callable[[int], Work]) -> None:
    found = read([release(1), long, release(2)], Orders(cpu_seconds=1))
    advice = "raise YOSAN_LIMIT_CPU_SECONDS or split the document, then yosan run --again"
    assert found == {
        "1.txt": GOOD,
        "long.txt": (DocumentStatus.UNREADABLE, f"reading it took more than 1 seconds of a processor: {advice}"),
        "2.txt": GOOD,
    }


def test_memory_is_limited(long: Work, release: Callable[[int], Work]) -> None:
    found = read([long, release(1)], Orders(memory=60 * MEBIBYTE))
    advice = "raise YOSAN_LIMIT_MEMORY or split the document, then yosan run --again"
    assert found == {
        "long.txt": (DocumentStatus.UNREADABLE, f"reading it took more than 60 MB of memory: {advice}"),
        "1.txt": GOOD,
    }


def test_pages_are_limited() -> None:
    path = RAW / "h20_draft_regional_innovation.pdf"
    found = read([Work(path, fingerprint(path))], Orders(Manner(limits=Limits(pages=2))))
    status, detail = found[path.name]
    assert status == DocumentStatus.PARTIAL
    assert detail is not None and "page 3-" in detail and "(the document has more than 2 pages)" in detail


def test_file_that_is_gone_is_the_machines_trouble(tmp_path: Path, release: Callable[[int], Work]) -> None:
    work = release(1)
    work.path.unlink()
    with pytest.raises(FileNotFoundError, match=r"1\.txt"):
        read([work], Orders())
    assert readers() == []


def test_who_asks_no_more_ends_what_was_begun(held: Work, release: Callable[[int], Work]) -> None:
    with closing(LocalProcesses(Orders(), 2).read([held, release(1), release(2)], lambda _: None)) as every:
        next(every)
        working = readers()
        assert len(working) == 2
    assert psutil.wait_procs(working, timeout=SOON)[1] == []


def test_processes_end_with_who_asked_also_when_that_is_killed(held: Work) -> None:
    code = (
        "import sys; from pathlib import Path; from pipeline.model import Source; from pipeline.workforce.parsing import Orders, Work;"
        "from pipeline.workforce.processes import LocalProcesses;"
        "work = Work(Path(sys.argv[1]), Source('0' * 16, '0' * 64, 'held.txt', 'held.txt', 1));"
        "list(LocalProcesses(Orders(), 1).read([work], print))"
    )
    asking = subprocess.Popen([sys.executable, "-c", code, str(held.path)], stdout=subprocess.DEVNULL)
    with asking, held.path.open("wb"):  # opens once it is being read
        below = psutil.Process(asking.pid).children(recursive=True)
        asking.kill()
        assert psutil.wait_procs(below, timeout=SOON)[1] == []


def test_process_knows_nothing_of_tables_and_of_the_command() -> None:
    code = "import sys, pipeline.workforce.parsing; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    known = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"dagster", "duckdb", "pandas", "pyarrow", "typer", "rich"}.isdisjoint(known)
    assert {"fugashi", "pypdfium2"} <= set(known)


# ---------------------------------------------------------------- the walk


def ids(raw: Path) -> set[str]:
    return {source.document_id for source in find_files(raw)}


def stored(warehouse: Path) -> dict[str, bytes]:
    """Every file of the stored documents."""
    folder = warehouse / "documents"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def test_rows_do_not_depend_on_who_reads_and_when(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for path in (*RAW.glob("h1*.*"), *RAW.glob("h21*.pdf"), *RAW.glob("*.txt")):
        shutil.copy(path, raw)
    found: list[dict[str, bytes]] = []
    for workers in "1", "2", "3":
        warehouse = tmp_path / workers
        done = walk.ingest(raw, warehouse, ids(raw), SilentProgress(), workers)
        assert [one.source for one in done] == list(find_files(raw)), "told in the order of raw/"
        found.append(stored(warehouse))
    assert len(found[0]) > 30 and all(one == found[0] for one in found)


class Begun(SilentProgress):
    """Notes which documents are begun, and at which place."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.places: list[tuple[int, int]] = []

    def start(self, source: Source, position: int, total: int) -> None:
        """Note it."""
        self.names.append(source.file_name)
        self.places.append((position, total))


def test_the_largest_comes_first_and_what_is_stored_before_all(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, times in (("small.txt", 1), ("large.txt", 9), ("middle.txt", 5)):
        (raw / name).write_text(RELEASE.format(times) * times, encoding="utf-8")
    begun = Begun()
    (key,) = (source.document_id for source in find_files(raw) if source.file_name == "small.txt")
    walk.ingest(raw, tmp_path / "warehouse", {key}, begun, "1")
    walk.ingest(raw, tmp_path / "warehouse", ids(raw), begun, "1")
    assert begun.names == ["small.txt", "small.txt", "large.txt", "middle.txt"]
    assert begun.places == [(1, 1), (1, 3), (2, 3), (3, 3)]


def test_what_was_stopped_is_read_again(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    (raw / "a.txt").write_text(RELEASE.format(1), encoding="utf-8")
    (source,) = find_files(raw)
    warehouse.mkdir()
    storage.write_document(warehouse, facts_of_stop(source, Stop("reading it took too long", "split it")))
    walk.publish(raw, warehouse)
    sql = "SELECT status, kind FROM documents LEFT JOIN extraction_issues USING (document_id)"
    assert storage.run_query(warehouse, sql).to_pylist() == [{"status": "unreadable", "kind": READER_STOPPED}]
    assert walk.list_stopped(warehouse, [source]) == [source], "publishing does not try it"
    (ingested,) = walk.ingest(raw, warehouse, {source.document_id}, SilentProgress(), "1")
    assert ingested.parsed and walk.list_stopped(warehouse, [source]) == []
    walk.publish(raw, warehouse)
    assert storage.run_query(warehouse, sql).to_pylist() == [{"status": "extracted", "kind": None}]
    assert storage.has_document(warehouse, source.document_id, EXTRACTOR_VERSION)


@pytest.mark.parametrize("workers", ["two", "-1", "http://127.0.0.1:80", "tcp://"])
def test_who_cannot_read_is_told_in_a_sentence(workers: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", "--raw", str(tmp_path), "--workers", workers])
    advice = "write a number of processes, or tcp:// and the host and port of a scheduler"
    assert (result.exit_code, result.stderr) == (2, f"yosan: --workers {workers}: {advice}\n")


@pytest.mark.soak
def test_ctrl_c_ends_a_run_at_once_and_leaves_the_old_state(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    (raw / "old.txt").write_text(RELEASE.format(1), encoding="utf-8")
    state = walk.publish(raw, warehouse)
    (raw / "short.txt").write_text(RELEASE.format(2), encoding="utf-8")
    (raw / "long.txt").write_text(LONG * 3, encoding="utf-8")
    command = [sys.executable, "-m", "pipeline.cli", "run", "--raw", str(raw), "--warehouse", str(warehouse)]
    with subprocess.Popen(
        [*command, "--workers", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None and run.stderr is not None
        for line in run.stdout:
            if "short.txt" in line:
                break
        below = psutil.Process(run.pid).children(recursive=True)
        assert len(below) >= 4, "the server, the one beside it, and two that read"
        os.killpg(run.pid, signal.SIGINT)  # what a terminal does on Ctrl-C
        assert psutil.wait_procs(below, timeout=SOON)[1] == []
        said = run.stderr.read()
    stopped = "yosan: stopped: nothing new was published; what has been read by now is not read again\n"
    assert (run.returncode, said) == (130, stopped)
    assert (warehouse / "current").resolve() == state.path.resolve()
    assert len(list((warehouse / "documents").iterdir())) == 2
