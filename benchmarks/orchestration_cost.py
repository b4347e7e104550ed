"""What Dagster costs: a look at raw/, a document of a bulk run, and the way of one file from raw/ into the tables.

Run: ``python benchmarks/orchestration_cost.py [--files N] [--documents N] [--rounds N]``. Exit status 1 where a target is missed.

- A tick of the sensor over 10,000 files that it has seen before, against walking the folder and asking the system for each file.
- A bulk run of 200 small documents through the job `ingest`, with its records in SQLite, against the plain calls that it makes, its
  checks, previews, charts and report among them: the difference by document.
- Under a real `dagster dev`: from the beginning of the tick that notices a file to its rows in the published tables, against the plain
  calls. The time until the sensor looks again, which is its interval of half a minute, does not count.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import dagster as dg
from dagster._core.scheduler.instigation import TickStatus
from served import Served, serve_dagster

from pipeline import reports, schema, storage, walk
from pipeline.extraction import unaccounted
from pipeline.orchestration import findings
from pipeline.orchestration.definitions import build_definitions
from pipeline.orchestration.partitions import follow_documents, range_tags
from pipeline.orchestration.previews import PREVIEW_ROWS
from pipeline.orchestration.resources import Folders, SilentProgress
from pipeline.orchestration.sensors import raw_folder
from pipeline.orchestration.showing import show_more
from pipeline.settings import PROJECT
from pipeline.sources import find_files

TEXT = "令和{year}年度予算案\n文部科学省\n\n地域研究拠点整備事業その{n}　{n},234百万円\n海洋観測網整備事業　{n}億円\n　実施は３地域\n"
LONG_AGO = 1_600_000_000
POLL = 0.05  # seconds between looks at the tables
FIRST_STATE_WITHIN = 300  # seconds
MOST_TIMES_A_WALK = 15
MOST_MILLISECONDS_A_DOCUMENT = 50


def put(raw: Path, number: int, text: str) -> Path:
    """A text that was written long ago, so that nobody waits for it to be whole."""
    path = raw / f"{number % 100:02}" / f"{number}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def release(number: int) -> str:
    """A small release like no other."""
    return TEXT.format(year=1 + number % 20, n=number + 1)


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def both(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds that an action takes, and seconds of the processor, which tell more on a busy machine."""
    begun = time.process_time()
    return timed(action), time.process_time() - begun


def measure_tick(files: int, rounds: int) -> bool:
    """A look at many files that have not changed."""
    with tempfile.TemporaryDirectory() as scratch, dg.DagsterInstance.ephemeral() as instance:
        raw, warehouse = Path(scratch, "raw"), Path(scratch, "warehouse")
        for number in range(files):
            put(raw, number, str(number))
        cursor: list[str | None] = [None]

        def look() -> None:
            folders = Folders(raw=str(raw), warehouse=str(warehouse))
            with dg.build_sensor_context(instance, cursor[0], resources={"folders": folders}) as context:
                said = raw_folder(context)
            cursor[0] = said.cursor if isinstance(said, dg.SensorResult) else cursor[0]

        def walk_bare() -> None:
            for folder, _, names in os.walk(raw):
                for name in names:
                    os.stat(os.path.join(folder, name))

        first = timed(look)
        pairs = [(timed(look), timed(walk_bare)) for _ in range(rounds)]
    later = statistics.median(pair[0] for pair in pairs)
    times = statistics.median(ours / bare for ours, bare in pairs)
    print(f"tick over {files:,} known files: {later:.2f} s, {times:.1f} times a bare walk (target {MOST_TIMES_A_WALK})")
    print(f"first tick, which reads them all: {first:.2f} s", flush=True)
    return times <= MOST_TIMES_A_WALK


def measure_bulk(documents: int, rounds: int) -> bool:
    """A bulk run with and without Dagster, in turns."""
    pairs = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as scratch:
            raw = Path(scratch, "raw")
            for number in range(documents):
                put(raw, number, release(number))
            plain = both(lambda raw=raw, scratch=scratch: do_all_of_it(raw, Path(scratch, "plain")))
            pairs.append((run_job(raw, Path(scratch, "warehouse"), Path(scratch, "home")), plain))
    more = [
        statistics.median((job[clock] - plain[clock]) / documents * 1000 for job, plain in pairs) for clock in (0, 1)
    ]
    job, plain = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
    print(f"{documents} documents: {job:.1f} s as a job, {plain:.1f} s as plain calls, {job / plain:.2f} times as long")
    print(f"{more[0]:.0f} ms more by document (target {MOST_MILLISECONDS_A_DOCUMENT}), {more[1]:.0f} of processor time")
    return more[0] <= MOST_MILLISECONDS_A_DOCUMENT


def call_plainly(raw: Path, warehouse: Path) -> None:
    """What the job does, without Dagster."""
    with storage.warehouse_lock(warehouse, SilentProgress().wait):
        walk.ingest(raw, warehouse, {source.document_id for source in find_files(raw)}, SilentProgress())
        walk.publish(raw, warehouse)


def do_all_of_it(raw: Path, warehouse: Path) -> None:
    """The same with what the job checks and shows: that is work that is wanted, and no cost of Dagster."""
    call_plainly(raw, warehouse)
    with storage.open_state(warehouse) as state:
        storage.preview(state, (*schema.TABLES, *schema.VIEWS), PREVIEW_ROWS)
        show_more(state)
        findings.list_wrong_columns(state)
        findings.list_repeated_keys(state)
        for question in findings.QUESTIONS:
            state.ask(question.sql).to_pylist()
        findings.compare_shares(warehouse, state)
    _, documents = walk.load_facts(raw, warehouse)
    for facts in documents:
        list(unaccounted(facts))
    reports.make_report(raw, warehouse)


def run_job(raw: Path, warehouse: Path, home: Path) -> tuple[float, float]:
    """What ``both`` says of the job over all documents, with the project's own configuration of Dagster."""
    home.mkdir()
    shutil.copy(PROJECT / "dagster.yaml", home)
    ids = [source.document_id for source in find_files(raw)]
    job = build_definitions(raw, warehouse).resolve_job_def("ingest")
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    with dg.DagsterInstance.from_config(str(home)) as instance:
        follow_documents(instance, ids)
        tags = range_tags(instance, ids)
        return both(lambda: job.execute_in_process(instance=instance, tags=tags, run_config=quiet))


def measure_arrival(rounds: int) -> bool:
    """From a tick to the rows of a file, under `dagster dev`; there is no target."""
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "raw").mkdir()
        put(Path(scratch) / "raw", 0, release(0))
        with serve_dagster(Path(scratch)) as served:
            wait_for_rows(served, "0.txt")
            taken = [measure_one_arrival(served, number) for number in range(1, rounds + 1)]
        plain = [measure_plain_arrival(served, number) for number in range(rounds + 1, 2 * rounds + 1)]
    seconds, bare = statistics.median(taken), statistics.median(plain)
    print(f"from the tick to the rows: {seconds:.1f} s, plain calls {bare:.1f} s, {seconds / bare:.1f} times as long")
    return True


def measure_one_arrival(served: Served, number: int) -> float:
    """Seconds from the tick that notices a file to its rows."""
    path = put(served.raw, number, release(number))
    published = wait_for_rows(served, path.name)
    with dg.DagsterInstance.from_config(str(served.home)) as instance:
        (sensor,) = (one for one in instance.all_instigator_state() if one.instigator_name == "raw_folder")
        asked = [TickStatus.SUCCESS]
        (tick,) = instance.get_ticks(sensor.instigator_origin_id, sensor.selector_id, limit=1, statuses=asked)
    return published - tick.timestamp


def measure_plain_arrival(served: Served, number: int) -> float:
    """The same without Dagster."""
    put(served.raw, number, release(number))
    return timed(lambda: call_plainly(served.raw, served.warehouse))


def wait_for_rows(served: Served, name: str) -> float:
    """When a file's rows are published, in seconds since 1970."""
    until = time.time() + FIRST_STATE_WITHIN
    sql = "SELECT count(*) AS n FROM amounts JOIN documents USING (document_id) WHERE file_name = $name"
    while time.time() < until:
        try:
            if storage.run_query(served.warehouse, sql, {"name": name}).to_pylist()[0]["n"]:
                return time.time()
        except storage.NothingPublished:
            pass
        time.sleep(POLL)
    raise TimeoutError(f"{name} was not published within {FIRST_STATE_WITHIN} s:\n{''.join(served.said[-20:])}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    met = [
        measure_tick(options.files, options.rounds),
        measure_bulk(options.documents, options.rounds),
        measure_arrival(options.rounds),
    ]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
