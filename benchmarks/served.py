"""`dagster dev` as `make dev` starts it, over folders of its own, for benchmarks and for tests of the UI.

Belongs here: starting and stopping it. Does not belong here: what is measured, browsers.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.settings import PROJECT

SERVING = "Serving dagster-webserver on "
PATIENCE_SECONDS = 180  # a busy machine takes a minute to start four processes that import all there is


@dataclass
class Served:
    """A running `dagster dev`: its address, its folders, and what it said last."""

    url: str
    home: Path
    raw: Path
    warehouse: Path
    said: list[str] = field(default_factory=list)


@contextmanager
def serve_dagster(folder: Path) -> Iterator[Served]:
    """`dagster dev` with the project's dagster.yaml over ``folder``/raw and ``folder``/warehouse, until the context ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = Served(f"http://127.0.0.1:{port}", folder / "home", folder / "raw", folder / "warehouse")
    for path in (served.home, served.raw, served.warehouse):
        path.mkdir(exist_ok=True)
    shutil.copy(PROJECT / "dagster.yaml", served.home)
    process = _start(served, port)
    try:
        _wait_until_serving(served, process)
        yield served
    finally:
        _stop(process)


def _start(served: Served, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "dagster", "dev", "-m", "pipeline.definitions", "-h", "127.0.0.1", "-p", str(port)],
        env={
            **os.environ,
            "DAGSTER_HOME": str(served.home),
            "YOSAN_RAW": str(served.raw),
            "YOSAN_WAREHOUSE": str(served.warehouse),
            "PYTHONUNBUFFERED": "1",
        },
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _wait_until_serving(served: Served, process: subprocess.Popen[str]) -> None:
    """Read what it says, for as long as it runs: a pipe that nobody reads would stop it."""
    serving = threading.Event()

    def listen() -> None:
        for line in process.stdout or ():
            served.said.append(line)
            if SERVING in line:
                serving.set()
        serving.set()

    threading.Thread(target=listen, daemon=True).start()
    if not serving.wait(PATIENCE_SECONDS) or process.poll() is not None:
        raise RuntimeError("dagster dev did not start:\n" + "".join(served.said[-20:]))


def _stop(process: subprocess.Popen[str]) -> None:
    """End it with all that it has started, which are in a group of their own."""
    os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
